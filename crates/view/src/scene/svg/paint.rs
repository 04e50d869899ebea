//! What inks and fillings are in SVG: classes and names in a page, colors in a file.

use super::{Place, number, put};
use crate::scene::{Fill, Ink, Mark};

/// The color of an ink on white paper.
#[must_use]
pub(in crate::scene) fn color(ink: Ink) -> &'static str {
    match ink {
        Ink::Ink => "#16191d",
        Ink::Soft => "#4d545c",
        Ink::Faint => "#666d76",
        Ink::Rule => "#dfe3e6",
        Ink::Outer => "#dfeaf6",
        Ink::Pale => "#a8c8e8",
        Ink::Mid => "#3b7cc0",
        Ink::Strong => "#174a80",
        Ink::Past => "#c9ced4",
        Ink::Deadline => "#c2331a",
        Ink::Warn => "#8a5600",
        Ink::Hatch => "#dde1e5",
        Ink::Paper => "#ffffff",
    }
}

/// The class of an ink in a page.
pub(super) fn class(ink: Ink) -> &'static str {
    match ink {
        Ink::Ink => "k",
        Ink::Soft => "s",
        Ink::Faint => "t",
        Ink::Rule => "r",
        Ink::Outer => "f1",
        Ink::Pale => "f2",
        Ink::Mid => "f3",
        Ink::Strong => "f4",
        Ink::Past => "p",
        Ink::Deadline => "d",
        Ink::Warn => "w",
        Ink::Hatch => "h",
        Ink::Paper => "q",
    }
}

/// How one picture names what it is painted with.
pub(super) struct Paint {
    /// What the picture is: the beginning of the ids in it.
    pub(super) name: &'static str,
    /// Where it will stand.
    pub(super) place: Place,
}

impl Paint {
    /// The gradients and the pattern, as far as the marks use them.
    pub(super) fn definitions(&self, marks: &[Mark]) -> String {
        let mut used = Vec::new();
        fills(marks, &mut used);
        if used.is_empty() {
            return String::new();
        }
        let mut out = "<defs>".to_owned();
        for fill in used {
            let id = self.id(fill);
            match fill {
                Fill::Solid(_) => {}
                Fill::Fade(ink) => {
                    let (from, to) = (self.stop(ink), self.stop(Ink::Outer));
                    put(
                        &mut out,
                        format_args!(
                            "<linearGradient id=\"{id}\"><stop offset=\"0\" {from} \
                             stop-opacity=\".8\"/><stop offset=\"1\" {to}/></linearGradient>"
                        ),
                    );
                }
                Fill::Band => {
                    let (outer, middle) = (self.stop(Ink::Outer), self.stop(Ink::Mid));
                    put(
                        &mut out,
                        format_args!(
                            "<linearGradient id=\"{id}\"><stop offset=\"0\" {outer}/>\
                             <stop offset=\".42\" {middle} stop-opacity=\".75\"/>\
                             <stop offset=\"1\" {outer}/></linearGradient>"
                        ),
                    );
                }
                Fill::Hatch => {
                    let edge = self.edge(Ink::Hatch);
                    put(
                        &mut out,
                        format_args!(
                            "<pattern id=\"{id}\" width=\"6\" height=\"6\" \
                             patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">\
                             <path d=\"M0 0V6\" {edge} stroke-width=\"2.4\"/></pattern>"
                        ),
                    );
                }
            }
        }
        out + "</defs>\n"
    }

    /// The attributes for an area and its outline.
    pub(super) fn area(&self, fill: Option<Fill>, edge: Option<(Ink, f64)>) -> String {
        let width = edge.map_or_else(String::new, |(_, width)| {
            if (width - 1.0).abs() < 1e-9 {
                String::new()
            } else {
                format!(" stroke-width=\"{}\"", number(width))
            }
        });
        let of_area = match (fill, self.place) {
            (Some(Fill::Solid(ink)), Place::File) => format!("fill=\"{}\"", color(ink)),
            (Some(Fill::Solid(ink)), Place::Page) => class(ink).to_owned(),
            (Some(fill), Place::File) => format!("fill=\"url(#{})\"", self.id(fill)),
            (Some(_), Place::Page) => String::new(),
            (None, Place::File) => "fill=\"none\"".to_owned(),
            (None, Place::Page) => "l".to_owned(),
        };
        if self.place == Place::File {
            let edge = edge.map_or_else(String::new, |(ink, _)| format!(" {}", self.edge(ink)));
            return format!("{of_area}{edge}{width}");
        }
        let pattern = match fill {
            Some(Fill::Solid(_)) | None => String::new(),
            Some(fill) => format!(" fill=\"url(#{})\"", self.id(fill)),
        };
        let edge = edge.map_or_else(String::new, |(ink, _)| format!("e{}", class(ink)));
        let classes = [of_area, edge].join(" ");
        match classes.trim() {
            "" => format!("{}{width}", pattern.trim_start()),
            classes => format!("class=\"{classes}\"{pattern}{width}"),
        }
    }

    /// The attributes of a line.
    pub(super) fn edge(&self, ink: Ink) -> String {
        match self.place {
            Place::Page => format!("class=\"l e{}\"", class(ink)),
            Place::File => format!("stroke=\"{}\"", color(ink)),
        }
    }

    fn stop(&self, ink: Ink) -> String {
        match self.place {
            Place::Page => format!("class=\"o{}\"", class(ink)),
            Place::File => format!("stop-color=\"{}\"", color(ink)),
        }
    }

    fn id(&self, fill: Fill) -> String {
        match fill {
            Fill::Solid(ink) | Fill::Fade(ink) => format!("{}-{}", self.name, class(ink)),
            Fill::Band => format!("{}-band", self.name),
            Fill::Hatch => format!("{}-hatch", self.name),
        }
    }
}

/// The fills that are defined once and used by name.
fn fills(marks: &[Mark], used: &mut Vec<Fill>) {
    for mark in marks {
        let fill = match mark {
            Mark::Rect { fill, .. } => Some(*fill),
            Mark::Path { fill, .. } => *fill,
            Mark::Group { marks, .. } | Mark::Link { marks, .. } => {
                fills(marks, used);
                None
            }
            _ => None,
        };
        if let Some(fill) = fill.filter(|fill| !matches!(fill, Fill::Solid(_)))
            && !used.contains(&fill)
        {
            used.push(fill);
        }
    }
}
