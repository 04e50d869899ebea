//! A scene as SVG: in a page, where classes name the inks and the page's style has their colors; or
//! as a file of its own, with the colors written out.

mod paint;

use std::fmt::Write as _;

use self::paint::{Paint, class};
use super::{Anchor, Fill, Ink, Mark, Scene, Weight};

pub(super) use self::paint::color;

/// Where the picture will stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In a page that has [`STYLE`] and the colors of [`TOKENS`].
    Page,
    /// In a file of its own, on white.
    File,
}

/// `Narrowed`, the last font before any that there is: what stands in for a missing one on many machines
/// is much wider than the letters that pictures are measured with.
pub const FALLBACK_FONT: &str = "\
@font-face{font-family:Narrowed;src:local(\"DejaVu Sans\");size-adjust:93%}\n\
@font-face{font-family:Narrowed;font-weight:550 900;src:local(\"DejaVu Sans Bold\");size-adjust:86%}";

/// The rules that pictures in a page need. Colors are the variables of [`TOKENS`].
pub const STYLE: &str = "\
svg.chart{display:block;max-width:100%;height:auto;overflow:visible;font-size:12px;\
& text{font-family:inherit;fill:var(--ink2);font-variant-numeric:tabular-nums}\
.b{font-weight:600}.am{text-anchor:middle}.ae{text-anchor:end}\
.l{fill:none}\
& text.t{paint-order:stroke;stroke:var(--surface);stroke-width:3px;stroke-linejoin:round}\
.k{fill:var(--ink)}.s{fill:var(--ink2)}.t{fill:var(--ink3)}\
.r{fill:var(--line)}.f1{fill:var(--fc1)}.f2{fill:var(--fc2)}\
.f3{fill:var(--fc3)}.f4{fill:var(--fc4)}.p{fill:var(--past)}\
.d{fill:var(--deadline)}.w{fill:var(--warn)}.h{fill:var(--hatch)}\
.q{fill:var(--surface)}\
.ek{stroke:var(--ink)}.es{stroke:var(--ink2)}.et{stroke:var(--ink3)}\
.er{stroke:var(--line)}.ef1{stroke:var(--fc1)}.ef2{stroke:var(--fc2)}\
.ef3{stroke:var(--fc3)}.ef4{stroke:var(--fc4)}.ep{stroke:var(--past)}\
.ed{stroke:var(--deadline)}.ew{stroke:var(--warn)}\
.eh{stroke:var(--hatch)}.eq{stroke:var(--surface)}\
.of1{stop-color:var(--fc1)}.of3{stop-color:var(--fc3)}\
.of4{stop-color:var(--fc4)}}";

/// The colors of pages, light and dark: the variables that [`STYLE`] uses. A page may also set
/// `data-theme` on its root.
pub const TOKENS: &str = "\
:root{--bg:#f6f7f8;--surface:#fff;--ink:#16191d;--ink2:#4d545c;--ink3:#666d76;--line:#e3e6e9;\
--line2:#cdd2d7;--fc1:#dfeaf6;--fc2:#a8c8e8;--fc3:#3b7cc0;--fc4:#174a80;--past:#c9ced4;\
--deadline:#c2331a;--warn:#8a5600;--ok:#2c6e4c;--hatch:#dde1e5}\
@media (prefers-color-scheme:dark){:root:not([data-theme=light]){--bg:#111315;--surface:#181b1e;\
--ink:#eceef0;--ink2:#b3bac2;--ink3:#939ba4;--line:#282d32;--line2:#3a4047;--fc1:#16293c;\
--fc2:#25507c;--fc3:#559bdf;--fc4:#a6d1fb;--past:#4a515a;--deadline:#ff7d61;--warn:#efb752;\
--ok:#74c69a;--hatch:#30363c}}";

/// White around a picture in a file of its own.
const MARGIN: f64 = 20.0;

/// The picture.
#[must_use]
pub fn svg(scene: &Scene, place: Place) -> String {
    let mut out = String::new();
    let (width, height) = (number(scene.width), number(scene.height));
    let title = escaped(&scene.title);
    match place {
        Place::Page => put(
            &mut out,
            format_args!(
                "<svg class=\"chart {}\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
                 height=\"{height}\" role=\"{role}\" aria-label=\"{title}\">",
                scene.name,
                // What is inside an image cannot be reached.
                role = if scene.marks.iter().any(is_link) { "group" } else { "img" },
            ),
        ),
        Place::File => put(
            &mut out,
            format_args!(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"-{m} -{m} {} {}\" \
                 width=\"{}\" height=\"{}\" font-family=\"Inter, 'Segoe UI', Roboto, \
                 'Helvetica Neue', 'Noto Sans', sans-serif\">\n<title>{title}</title>\n\
                 <rect x=\"-{m}\" y=\"-{m}\" width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n",
                number(scene.width + 2.0 * MARGIN),
                number(scene.height + 2.0 * MARGIN),
                number(scene.width + 2.0 * MARGIN),
                number(scene.height + 2.0 * MARGIN),
                m = number(MARGIN),
            ),
        ),
    }
    let paint = Paint { name: scene.name, place };
    out.push_str(&paint.definitions(&scene.marks));
    let mut writer = Writer { out, paint };
    writer.marks(&scene.marks);
    writer.out + "</svg>\n"
}

/// `text` with what SVG and HTML read as markup replaced, and without what they cannot hold.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' | '\r' => out.push(' '),
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            control if control.is_control() => out.push('\u{fffd}'),
            other => out.push(other),
        }
    }
    out
}

fn put(out: &mut String, text: std::fmt::Arguments<'_>) {
    out.write_fmt(text).expect("a String takes any text");
}

fn is_link(mark: &Mark) -> bool {
    matches!(mark, Mark::Link { .. })
}

/// To a tenth, without a needless zero.
fn number(value: f64) -> String {
    let text = format!("{value:.1}");
    let text = text.strip_suffix(".0").unwrap_or(&text);
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

struct Writer {
    out: String,
    paint: Paint,
}

impl Writer {
    fn marks(&mut self, marks: &[Mark]) {
        for mark in marks {
            self.mark(mark);
        }
    }

    fn mark(&mut self, mark: &Mark) {
        match mark {
            Mark::Rect { x, y, width, height, radius, fill, edge } => {
                let paint = self.paint.area(Some(*fill), edge.map(|ink| (ink, 1.0)));
                let radius = radius.min(width / 2.0).min(height / 2.0);
                let round = if radius > 0.0 {
                    format!(" rx=\"{}\"", number(radius))
                } else {
                    String::new()
                };
                let [x, y, width, height] = [x, y, width, height].map(|value| number(*value));
                put(
                    &mut self.out,
                    format_args!(
                        "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"{round} {paint}/>"
                    ),
                );
            }
            Mark::Line { from, to, ink, width, dotted } => {
                let edge = self.paint.edge(*ink);
                let dots = if *dotted { " stroke-dasharray=\"2 2\"" } else { "" };
                let [x1, y1, x2, y2] = [from.0, from.1, to.0, to.1].map(number);
                put(
                    &mut self.out,
                    format_args!(
                        "<path d=\"M{x1} {y1}L{x2} {y2}\" {edge} stroke-width=\"{}\"{dots}/>",
                        number(*width)
                    ),
                );
            }
            Mark::Path { points, fill, edge } => self.path(points, *fill, *edge),
            Mark::Text { .. } => self.text(mark),
            Mark::Group { name, title, marks } => {
                let is_named = !name.is_empty() && self.paint.place == Place::Page;
                let name = if is_named { format!(" class=\"{name}\"") } else { String::new() };
                put(&mut self.out, format_args!("<g{name}>"));
                if !title.is_empty() {
                    put(&mut self.out, format_args!("<title>{}</title>", escaped(title)));
                }
                self.marks(marks);
                self.out.push_str("</g>");
            }
            Mark::Link { to, title, marks } => {
                let (to, title) = (escaped(to), escaped(title));
                let (opening, closing) = match self.paint.place {
                    Place::Page => (format!("<a href=\"{to}\">"), "</a>"),
                    Place::File => ("<g>".to_owned(), "</g>"),
                };
                put(&mut self.out, format_args!("{opening}<title>{title}</title>"));
                self.marks(marks);
                self.out.push_str(closing);
            }
        }
        if self.paint.place == Place::File {
            self.out.push('\n');
        }
    }

    fn path(&mut self, points: &[(f64, f64)], fill: Option<Fill>, edge: Option<(Ink, f64)>) {
        let paint = self.paint.area(fill, edge);
        self.out.push_str("<path d=\"");
        for (index, (x, y)) in points.iter().enumerate() {
            let letter = if index == 0 { 'M' } else { 'L' };
            put(&mut self.out, format_args!("{letter}{} {}", number(*x), number(*y)));
        }
        put(&mut self.out, format_args!("\" {paint}/>"));
    }

    fn text(&mut self, mark: &Mark) {
        let Mark::Text { x, y, text, size, weight, anchor, ink } = mark else { return };
        let (x, y, text) = (number(*x), number(*y), escaped(text));
        let is_usual = (*size - super::CHART_TYPE).abs() < 1e-9;
        let look = match self.paint.place {
            Place::Page => {
                let anchor = match anchor {
                    Anchor::Start => "",
                    Anchor::Middle => " am",
                    Anchor::End => " ae",
                };
                let bold = if *weight == Weight::Strong { " b" } else { "" };
                let size = if is_usual {
                    String::new()
                } else {
                    format!(" font-size=\"{}\"", number(*size))
                };
                format!("class=\"{}{anchor}{bold}\"{size}", class(*ink))
            }
            Place::File => {
                let anchor = match anchor {
                    Anchor::Start => "",
                    Anchor::Middle => " text-anchor=\"middle\"",
                    Anchor::End => " text-anchor=\"end\"",
                };
                let bold = if *weight == Weight::Strong { " font-weight=\"600\"" } else { "" };
                format!("fill=\"{}\" font-size=\"{}\"{anchor}{bold}", color(*ink), number(*size))
            }
        };
        put(&mut self.out, format_args!("<text x=\"{x}\" y=\"{y}\" {look}>{text}</text>"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scene(marks: Vec<Mark>) -> Scene {
        Scene {
            name: "dots",
            title: "<Two> & \"one\"\u{1}".to_owned(),
            width: 10.0,
            height: 5.5,
            marks,
        }
    }

    #[test]
    fn a_page_gets_classes_and_a_file_gets_colors() {
        let marks = vec![
            Mark::bar(0.0, 1.04, 3.0, 2.0, Fill::Solid(Ink::Strong)),
            Mark::bar(3.0, 1.0, 3.0, 2.0, Fill::Fade(Ink::Strong)),
        ];
        let page = svg(&scene(marks.clone()), Place::Page);
        assert!(
            page.contains("<rect x=\"0\" y=\"1\" width=\"3\" height=\"2\" rx=\"1\" class=\"f4\"/>"),
            "{page}"
        );
        assert!(
            page.contains("fill=\"url(#dots-f4)\"") && page.contains("id=\"dots-f4\""),
            "{page}"
        );
        assert!(!page.contains('#') || !page.contains("#174a80"), "{page}");
        let file = svg(&scene(marks), Place::File);
        assert!(file.contains("fill=\"#174a80\"") && !file.contains("class="), "{file}");
    }

    #[test]
    fn links_lead_somewhere_in_a_page_and_nowhere_in_a_file() {
        let link = Mark::Link {
            to: "/item/a\"b".to_owned(),
            title: "A <b>".to_owned(),
            marks: vec![Mark::text(0.0, 0.0, "A", Ink::Ink)],
        };
        let page = svg(&scene(vec![link.clone()]), Place::Page);
        let opening = "<a href=\"/item/a&quot;b\"><title>A &lt;b&gt;</title>";
        assert!(page.contains(opening) && page.contains("role=\"group\""), "{page}");
        let file = svg(&scene(vec![link]), Place::File);
        assert!(!file.contains("href") && file.contains("<title>A &lt;b&gt;</title>"), "{file}");
    }

    #[test]
    fn text_is_never_markup() {
        let hostile = "</text><script>alert('1')</script>\u{0}\u{b}";
        let picture = svg(&scene(vec![Mark::text(0.0, 0.0, hostile, Ink::Ink)]), Place::Page);
        assert!(picture.contains("&lt;script&gt;alert(&#39;1&#39;)"), "{picture}");
        assert!(
            picture.contains("aria-label=\"&lt;Two&gt; &amp; &quot;one&quot;\u{fffd}\""),
            "{picture}"
        );
        assert!(!picture.contains("<script"), "{picture}");
    }
}
