//! A drawing as plain values: what is drawn where, in which role, never in which color.
//!
//! In: marks that the figures place. Out: through [`svg`] a picture in a page or a file, through
//! `pdf` a page to print. A scene does not know what a plan is, and nothing about colors: an
//! [`Ink`] says what a mark means, and each back end knows what that looks like.

mod metrics;
#[cfg(feature = "pdf")]
mod pdf;
pub mod svg;

pub use metrics::{fit, text_width, wrap};
#[cfg(feature = "pdf")]
pub use pdf::{PdfError, pdf};

/// A drawing.
#[derive(Clone, Debug, PartialEq)]
pub struct Scene {
    /// What it is, in one word: the beginning of ids within it.
    pub name: &'static str,
    /// What it shows, as a sentence for those who do not see it.
    pub title: String,
    /// Its width; the unit is the reader's: pixels on a screen, points on paper.
    pub width: f64,
    /// Its height.
    pub height: f64,
    /// What is drawn, from the back to the front.
    pub marks: Vec<Mark>,
}

/// What a mark means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// Answers and values.
    Ink,
    /// Text.
    Soft,
    /// Labels and axes.
    Faint,
    /// Rules.
    Rule,
    /// The outer part of a band, for decoration.
    Outer,
    /// Outcomes past the deadline.
    Pale,
    /// Ordinary work, and outlines.
    Mid,
    /// The longest path, and outcomes in time.
    Strong,
    /// Time that is spent.
    Past,
    /// A deadline.
    Deadline,
    /// Something to decide.
    Warn,
    /// Nobody works: leave.
    Hatch,
    /// What everything is drawn on.
    Paper,
}

/// How an area is filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fill {
    /// With one ink.
    Solid(Ink),
    /// From an ink on the left to almost nothing on the right: less and less likely.
    Fade(Ink),
    /// From almost nothing over the middle to almost nothing: eight of ten runs.
    Band,
    /// With slanted lines: nobody works.
    Hatch,
}

/// Where text stands, seen from its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// To the right of it.
    Start,
    /// On both sides.
    Middle,
    /// To the left.
    End,
}

/// How heavy text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Ordinary.
    Regular,
    /// For names and answers.
    Strong,
}

/// One thing that is drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// A rectangle with round corners.
    Rect {
        /// Left.
        x: f64,
        /// Top.
        y: f64,
        /// Width.
        width: f64,
        /// Height.
        height: f64,
        /// Radius of the corners.
        radius: f64,
        /// Its filling.
        fill: Fill,
        /// Its outline.
        edge: Option<Ink>,
    },
    /// A straight line.
    Line {
        /// From here.
        from: (f64, f64),
        /// To here.
        to: (f64, f64),
        /// Its ink.
        ink: Ink,
        /// How wide it is.
        width: f64,
        /// Whether it is dotted.
        dotted: bool,
    },
    /// Straight lines from point to point; an area if it is filled.
    Path {
        /// The points.
        points: Vec<(f64, f64)>,
        /// The filling, if it is an area.
        fill: Option<Fill>,
        /// The line and its width.
        edge: Option<(Ink, f64)>,
    },
    /// A line of text.
    Text {
        /// Its point.
        x: f64,
        /// Its baseline.
        y: f64,
        /// The words.
        text: String,
        /// The size of the type.
        size: f64,
        /// The weight.
        weight: Weight,
        /// Where it stands.
        anchor: Anchor,
        /// Its ink.
        ink: Ink,
    },
    /// Marks that belong together.
    Group {
        /// What they are, in one word; may be empty.
        name: &'static str,
        /// What they say when they are pointed at; may be empty.
        title: String,
        /// The marks.
        marks: Vec<Mark>,
    },
    /// Marks that lead somewhere when they are clicked; on paper they are a group.
    Link {
        /// The address.
        to: String,
        /// What they say when they are pointed at.
        title: String,
        /// The marks.
        marks: Vec<Mark>,
    },
}

/// The size of type in charts. Nothing is smaller on a screen.
pub const CHART_TYPE: f64 = 12.0;

impl Mark {
    /// A filled rectangle with the corners of a bar.
    #[must_use]
    pub fn bar(x: f64, y: f64, width: f64, height: f64, fill: Fill) -> Mark {
        Mark::Rect { x, y, width: width.max(0.0), height, radius: 2.0, fill, edge: None }
    }

    /// A circle around a point.
    #[must_use]
    pub fn dot(x: f64, y: f64, radius: f64, fill: Ink, edge: Option<Ink>) -> Mark {
        let (width, height) = (2.0 * radius, 2.0 * radius);
        let fill = Fill::Solid(fill);
        Mark::Rect { x: x - radius, y: y - radius, width, height, radius, fill, edge }
    }

    /// A square on its corner around a point, with a rim of paper.
    #[must_use]
    pub fn diamond(x: f64, y: f64, radius: f64, ink: Ink) -> Mark {
        let points = vec![(x - radius, y), (x, y - radius), (x + radius, y), (x, y + radius)];
        let points = points.into_iter().chain([(x - radius, y)]).collect();
        Mark::Path { points, fill: Some(Fill::Solid(ink)), edge: Some((Ink::Paper, 1.0)) }
    }

    /// A vertical line.
    #[must_use]
    pub fn upright(x: f64, top: f64, bottom: f64, ink: Ink, width: f64) -> Mark {
        Mark::Line { from: (x, top), to: (x, bottom), ink, width, dotted: false }
    }

    /// A horizontal line.
    #[must_use]
    pub fn level(y: f64, left: f64, right: f64, ink: Ink, width: f64) -> Mark {
        Mark::Line { from: (left, y), to: (right, y), ink, width, dotted: false }
    }

    /// Ordinary text that begins at a point.
    #[must_use]
    pub fn text(x: f64, y: f64, text: impl Into<String>, ink: Ink) -> Mark {
        let (size, weight, anchor) = (CHART_TYPE, Weight::Regular, Anchor::Start);
        Mark::Text { x, y, text: text.into(), size, weight, anchor, ink }
    }

    /// The text, anchored elsewhere; other marks as they are.
    #[must_use]
    pub fn anchored(mut self, at: Anchor) -> Mark {
        if let Mark::Text { anchor, .. } = &mut self {
            *anchor = at;
        }
        self
    }

    /// The text in the strong weight; other marks as they are.
    #[must_use]
    pub fn strong(mut self) -> Mark {
        if let Mark::Text { weight, .. } = &mut self {
            *weight = Weight::Strong;
        }
        self
    }

    /// The text in another size; other marks as they are.
    #[must_use]
    pub fn sized(mut self, other: f64) -> Mark {
        if let Mark::Text { size, .. } = &mut self {
            *size = other;
        }
        self
    }

    /// The mark elsewhere.
    #[must_use]
    pub fn moved(self, dx: f64, dy: f64) -> Mark {
        let by = |(x, y): (f64, f64)| (x + dx, y + dy);
        match self {
            Mark::Rect { x, y, width, height, radius, fill, edge } => {
                Mark::Rect { x: x + dx, y: y + dy, width, height, radius, fill, edge }
            }
            Mark::Line { from, to, ink, width, dotted } => {
                Mark::Line { from: by(from), to: by(to), ink, width, dotted }
            }
            Mark::Path { points, fill, edge } => {
                Mark::Path { points: points.into_iter().map(by).collect(), fill, edge }
            }
            Mark::Text { x, y, text, size, weight, anchor, ink } => {
                Mark::Text { x: x + dx, y: y + dy, text, size, weight, anchor, ink }
            }
            Mark::Group { name, title, marks } => {
                let marks = marks.into_iter().map(|mark| mark.moved(dx, dy)).collect();
                Mark::Group { name, title, marks }
            }
            Mark::Link { to, title, marks } => {
                let marks = marks.into_iter().map(|mark| mark.moved(dx, dy)).collect();
                Mark::Link { to, title, marks }
            }
        }
    }
}
