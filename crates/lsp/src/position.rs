//! Positions as editors count them, and byte offsets: the one place that knows how wide a character
//! is to an editor.
//!
//! In: a text and a position or an offset. Out: the other of the two. What lies outside of the text
//! is moved to the nearest place inside, never refused: an editor may be a keystroke ahead.

use text::TextRange;

/// In which units an editor counts columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// 16-bit units, of which characters beyond U+FFFF take two. What every editor can.
    Utf16,
    /// Characters.
    Utf32,
}

impl Encoding {
    fn width(self, character: char) -> usize {
        match self {
            Encoding::Utf8 => character.len_utf8(),
            Encoding::Utf16 => character.len_utf16(),
            Encoding::Utf32 => 1,
        }
    }
}

/// A line and a column, both from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Position {
    /// The line.
    pub line: u32,
    /// The column, in units of the [`Encoding`].
    pub column: u32,
}

/// Two positions, the second one exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Span {
    /// Where it begins.
    pub start: Position,
    /// Where it ends.
    pub end: Position,
}

/// Where the lines of a text begin, as editors see it: a line ends with `\n`, `\r\n` or `\r`.
#[derive(Clone, Debug)]
pub struct Lines {
    starts: Vec<usize>,
    encoding: Encoding,
}

impl Lines {
    /// Finds the lines of `text`. `O(bytes)`.
    #[must_use]
    pub fn new(text: &str, encoding: Encoding) -> Self {
        let bytes = text.as_bytes();
        let ends_line = |at: usize| match bytes[at] {
            b'\n' => true,
            b'\r' => bytes.get(at + 1) != Some(&b'\n'),
            _ => false,
        };
        let after_breaks = (0..bytes.len()).filter(|at| ends_line(*at)).map(|at| at + 1);
        Lines { starts: std::iter::once(0).chain(after_breaks).collect(), encoding }
    }

    /// The offset of `position` in `text`; of what lies outside the nearest one inside.
    #[must_use]
    pub fn offset(&self, text: &str, position: Position) -> usize {
        let line = position.line as usize;
        if line >= self.starts.len() {
            return text.len();
        }
        let content = self.content(text, line);
        let mut column = 0;
        for (at, character) in content.of(text).char_indices() {
            column += self.encoding.width(character);
            if column > position.column as usize {
                return content.start + at;
            }
        }
        content.end
    }

    /// The range of `span` in `text`, the right way round.
    #[must_use]
    pub fn range(&self, text: &str, span: Span) -> TextRange {
        let (one, other) = (self.offset(text, span.start), self.offset(text, span.end));
        TextRange::new(one.min(other), one.max(other))
    }

    /// The position of `offset`, which is on the border of a character of `text`.
    #[must_use]
    pub fn position(&self, text: &str, offset: usize) -> Position {
        let line = self.line_of(offset);
        let before = &text[self.starts[line]..offset];
        let column: usize = before.chars().map(|character| self.encoding.width(character)).sum();
        Position { line: line as u32, column: column as u32 }
    }

    /// The positions of `range`.
    #[must_use]
    pub fn span(&self, text: &str, range: TextRange) -> Span {
        Span { start: self.position(text, range.start), end: self.position(text, range.end) }
    }

    /// The line of `offset`, from 0.
    #[must_use]
    pub fn line_of(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset) - 1
    }

    /// Line `line` of `text` without what ends it.
    #[must_use]
    pub fn content(&self, text: &str, line: usize) -> TextRange {
        let start = self.starts[line];
        let end = self.starts.get(line + 1).copied().unwrap_or(text.len());
        let content = text[start..end].trim_end_matches(['\n', '\r']);
        TextRange::new(start, start + content.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, encoding: Encoding, line: u32, column: u32, expected: usize) {
        let lines = Lines::new(text, encoding);
        let position = Position { line, column };
        assert_eq!(lines.offset(text, position), expected, "{text:?} {encoding:?} {position:?}");
    }

    #[test]
    fn columns_are_counted_as_the_editor_counts() {
        // `ä` has two bytes and one unit, `🚀` four bytes and two units.
        let text = "ä🚀b\nc";
        check(text, Encoding::Utf8, 0, 6, 6);
        check(text, Encoding::Utf16, 0, 3, 6);
        check(text, Encoding::Utf32, 0, 2, 6);
        // In the middle of a character is before it.
        check(text, Encoding::Utf16, 0, 2, 2);
        check(text, Encoding::Utf8, 0, 3, 2);
    }

    #[test]
    fn every_line_end_ends_a_line_and_belongs_to_none() {
        let text = "a\r\nb\rc\nd";
        for (line, start) in [(0, 0), (1, 3), (2, 5), (3, 7)] {
            check(text, Encoding::Utf16, line, 0, start);
            check(text, Encoding::Utf16, line, 99, start + 1);
        }
        check(text, Encoding::Utf16, 4, 0, 8);
        check("", Encoding::Utf16, 7, 7, 0);
    }

    proptest! {
        #[test]
        fn there_and_back_is_the_same_offset(text in "[a\u{e4}\u{1f680}\r\n ]{0,40}") {
            for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
                let lines = Lines::new(&text, encoding);
                for (offset, _) in text.char_indices() {
                    let is_inside_break = text[..offset].ends_with('\r') && text[offset..].starts_with('\n');
                    if !is_inside_break {
                        let back = lines.offset(&text, lines.position(&text, offset));
                        prop_assert_eq!(back, offset);
                    }
                }
            }
        }
    }
}
