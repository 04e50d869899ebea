//! Lines of spans, each with a role.

use text::escape_controls;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// What a piece of text is, from which its color follows. Color never carries meaning alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Ordinary text.
    Plain,
    /// The first line.
    Answer,
    /// Labels, axes, gutters.
    Label,
    /// Forecast marks.
    Forecast,
    /// What can move the date.
    Path,
    /// A deadline, or a true error.
    Deadline,
    /// A thing to decide.
    Warn,
    /// A number that improved.
    Good,
    /// An id.
    Id,
    /// Added text.
    New,
    /// Removed text.
    Gone,
}

/// A text with one role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    text: String,
    role: Role,
}

impl Span {
    /// The text, without control characters.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The role.
    #[must_use]
    pub fn role(&self) -> Role {
        self.role
    }
}

/// One line: spans one after the other. Texts are escaped when they are put in, so that a line
/// holds no control character.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    spans: Vec<Span>,
}

impl Line {
    /// An empty line.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A line of ordinary text.
    #[must_use]
    pub fn plain(text: &str) -> Self {
        Self::of(Role::Plain, text)
    }

    /// A line of one role.
    #[must_use]
    pub fn of(role: Role, text: &str) -> Self {
        Self::new().with(role, text)
    }

    /// A sentence in which what stands between backticks is an id.
    #[must_use]
    pub fn prose(text: &str) -> Self {
        Self::new().and_prose(text)
    }

    /// Adds a text with a role.
    #[must_use]
    pub fn with(mut self, role: Role, text: &str) -> Self {
        self.push(role, text);
        self
    }

    /// Adds ordinary text.
    #[must_use]
    pub fn and(self, text: &str) -> Self {
        self.with(Role::Plain, text)
    }

    /// Adds an id in backticks.
    #[must_use]
    pub fn and_id(self, id: &str) -> Self {
        self.with(Role::Id, &format!("`{id}`"))
    }

    /// Adds a sentence in which what stands between backticks is an id.
    #[must_use]
    pub fn and_prose(mut self, text: &str) -> Self {
        let mut rest = text;
        while let Some((start, end)) = backticked(rest) {
            self.push(Role::Plain, &rest[..start]);
            self.push(Role::Id, &rest[start..end]);
            rest = &rest[end..];
        }
        self.push(Role::Plain, rest);
        self
    }

    /// Adds another line's spans.
    #[must_use]
    pub fn and_line(mut self, other: Line) -> Self {
        self.spans.extend(other.spans);
        self
    }

    /// Adds spaces up to column `column`; nothing if the line is already there.
    #[must_use]
    pub fn padded(self, column: usize) -> Self {
        let gap = column.saturating_sub(self.width());
        self.and(&" ".repeat(gap))
    }

    /// Adds a text with a role, without the characters that would talk to a terminal.
    pub fn push(&mut self, role: Role, text: &str) {
        if text.is_empty() {
            return;
        }
        let text = escape_controls(text);
        match self.spans.last_mut() {
            Some(last) if last.role == role => last.text.push_str(&text),
            _ => self.spans.push(Span { text: text.into_owned(), role }),
        }
    }

    /// The spans, in order.
    #[must_use]
    pub fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// How many columns it takes.
    #[must_use]
    pub fn width(&self) -> usize {
        self.spans.iter().map(|span| span.text.width()).sum()
    }

    /// Whether it holds nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// The text without roles.
    #[must_use]
    pub fn text(&self) -> String {
        self.spans.iter().map(Span::text).collect()
    }

    /// The line cut to `width` columns, the last of them `…` if something was cut.
    #[must_use]
    pub fn truncated(self, width: usize) -> Self {
        if self.width() <= width {
            return self;
        }
        let mut kept = Line::new();
        let mut room = width.saturating_sub(1);
        for span in &self.spans {
            let part = prefix(&span.text, room);
            if part.len() < span.text.len() {
                kept.push(span.role, part.trim_end());
                break;
            }
            room -= part.width();
            kept.push(span.role, part);
        }
        if width > 0 { kept.and("…") } else { kept }
    }
}

/// The longest start of `text` that takes at most `width` columns.
pub(crate) fn prefix(text: &str, width: usize) -> &str {
    let mut used = 0;
    for (offset, character) in text.char_indices() {
        used += character.width().unwrap_or(0);
        if used > width {
            return &text[..offset];
        }
    }
    text
}

/// Where the first text between backticks stands, backticks included.
fn backticked(text: &str) -> Option<(usize, usize)> {
    let mut from = 0;
    loop {
        let start = from + text[from..].find('`')?;
        let length = text[start + 1..].find('`')?;
        let end = start + 1 + length + 1;
        let inside = &text[start + 1..end - 1];
        if !inside.is_empty() {
            return Some((start, end));
        }
        from = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_harmless_and_measured_in_columns() {
        let line = Line::plain("移行\u{1b}[2J").with(Role::Id, "🚀");
        assert_eq!(line.text(), "移行\\u{1b}[2J🚀");
        assert_eq!(line.width(), 4 + 6 + 3 + 2);
    }

    #[test]
    fn cutting_keeps_the_width_and_says_so() {
        assert_eq!(Line::plain("backfill").truncated(8).text(), "backfill");
        assert_eq!(Line::plain("backfill").truncated(5).text(), "back…");
        assert_eq!(Line::plain("移行する").truncated(4).text(), "移…");
        assert_eq!(Line::plain("abc").with(Role::Id, "def").truncated(4).text(), "abc…");
        assert_eq!(Line::plain("Move the data").truncated(10).text(), "Move the…");
    }

    #[test]
    fn ids_in_prose_are_found() {
        let line = Line::prose("`a` waits for `b`, and `` is nothing");
        let ids: Vec<&str> =
            line.spans().iter().filter(|span| span.role() == Role::Id).map(Span::text).collect();
        assert_eq!(ids, ["`a`", "`b`"]);
        assert_eq!(line.text(), "`a` waits for `b`, and `` is nothing");
    }
}
