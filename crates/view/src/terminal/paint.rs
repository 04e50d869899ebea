//! How a terminal shows things, and the one place that writes escape codes.

use super::glyph;
use super::line::{Line, Role};
use super::wrap::wrap;

/// What a terminal can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paint {
    /// Whether roles become colors.
    pub color: bool,
    /// Which characters drawings are made of.
    pub charset: Charset,
    /// Sentences and lists only, for screen readers.
    pub plain: bool,
    /// Columns.
    pub width: usize,
}

/// Which characters drawings are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Charset {
    /// Bars of eighths, dots, arrows.
    Unicode,
    /// ASCII.
    Ascii,
}

/// Below this many columns charts turn into lists.
const CHART_WIDTH_MIN: usize = 60;

impl Paint {
    /// Whether there is room and wish for drawings.
    #[must_use]
    pub fn draws(&self) -> bool {
        !self.plain && self.width >= CHART_WIDTH_MIN
    }

    /// `line` broken to the width; pieces after the first are indented by `indent`.
    #[must_use]
    pub fn wrap(&self, line: &Line, indent: usize) -> Vec<Line> {
        wrap(line, self.width, indent)
    }

    /// The text of `lines`, each ended by a line break, without spaces at the ends of lines.
    #[must_use]
    pub fn render(&self, lines: &[Line]) -> String {
        let mut text = String::new();
        for line in lines {
            self.render_line(line, &mut text);
            text.push('\n');
        }
        text
    }

    fn render_line(&self, line: &Line, text: &mut String) {
        let visible = line.text().trim_end().len();
        let mut written = 0;
        for span in line.spans() {
            let room = visible.saturating_sub(written);
            let part = &span.text()[..span.text().len().min(room)];
            written += part.len();
            let code = if self.color && !part.trim().is_empty() { code(span.role()) } else { "" };
            if code.is_empty() {
                self.push_text(part, text);
                continue;
            }
            text.push_str("\u{1b}[");
            text.push_str(code);
            text.push('m');
            self.push_text(part, text);
            text.push_str("\u{1b}[0m");
        }
    }

    fn push_text(&self, part: &str, text: &mut String) {
        match self.charset {
            _ if self.plain => text.push_str(&glyph::without_marks(part)),
            Charset::Unicode => text.push_str(part),
            Charset::Ascii => text.extend(part.chars().map(glyph::ascii)),
        }
    }
}

/// The code of a role among the sixteen colors that every terminal has, in its own palette.
fn code(role: Role) -> &'static str {
    match role {
        Role::Plain => "",
        Role::Answer => "1",
        Role::Label => "2",
        Role::Forecast => "34",
        Role::Path => "1;34",
        Role::Deadline => "31",
        Role::Warn => "33",
        Role::Good | Role::New => "32",
        Role::Id => "36",
        Role::Gone => "9;31",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(paint: Paint, expected: &str) {
        let line = Line::of(Role::Path, "██▌").with(Role::Label, "  a–b  ").and("é ");
        assert_eq!(paint.render(&[line]), expected);
    }

    #[test]
    fn color_and_characters_are_asked_for() {
        let bare = Paint { color: false, charset: Charset::Unicode, plain: false, width: 100 };
        check(bare, "██▌  a–b  é\n");
        check(Paint { charset: Charset::Ascii, ..bare }, "##-  a-b  é\n");
        check(
            Paint { color: true, ..bare },
            "\u{1b}[1;34m██▌\u{1b}[0m\u{1b}[2m  a–b  \u{1b}[0mé\n",
        );
    }
}
