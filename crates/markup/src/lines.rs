//! Where the lines of a text begin and end, with Markdown's idea of a line.
//!
//! In: a text. Out: byte ranges. A line ends at LF, CR LF or a lone CR; `text::LineIndex`, which
//! is for people, knows only LF.

use text::TextRange;

/// The lines of one text.
pub struct Lines {
    starts: Vec<usize>,
    end: usize,
}

impl Lines {
    /// Finds the lines of `text`.
    pub fn new(text: &str) -> Self {
        if !text.contains('\r') {
            let after_ends = text.match_indices('\n').map(|(at, _)| at + 1);
            return Self {
                starts: std::iter::once(0).chain(after_ends).collect(),
                end: text.len(),
            };
        }
        let bytes = text.as_bytes();
        let is_end = |&at: &usize| match bytes[at] {
            b'\n' => true,
            b'\r' => bytes.get(at + 1) != Some(&b'\n'),
            _ => false,
        };
        let after_ends = (0..bytes.len()).filter(is_end).map(|at| at + 1);
        Self { starts: std::iter::once(0).chain(after_ends).collect(), end: text.len() }
    }

    /// Where line `number` (from 1) begins; past the last line, the end of the text.
    pub fn start(&self, number: usize) -> usize {
        self.starts.get(number.saturating_sub(1)).copied().unwrap_or(self.end)
    }
}

/// `range` of `text` without white space at both ends. An empty result stands at the start.
pub fn trim(text: &str, range: TextRange) -> TextRange {
    let inside = range.of(text);
    let start = range.start + (inside.len() - inside.trim_ascii_start().len());
    let end = range.start + inside.trim_ascii_end().len();
    if start < end { TextRange::new(start, end) } else { TextRange::at(range.start) }
}

/// From `offset` to the end of its line, the line break left out, at most to `limit`.
pub fn rest_of_line(text: &str, offset: usize, limit: usize) -> TextRange {
    let rest = &text.as_bytes()[offset..limit];
    let length = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(rest.len());
    TextRange::new(offset, offset + length)
}

/// The line break that `text` uses: that of its first line.
pub fn line_break(text: &str) -> &'static str {
    match text.find('\n') {
        Some(at) if text[..at].ends_with('\r') => "\r\n",
        _ => "\n",
    }
}

/// Where the line of `offset` begins, a byte-order mark left out.
pub fn line_start(text: &str, offset: usize) -> usize {
    match text[..offset].rfind(['\n', '\r']) {
        Some(line_break) => line_break + 1,
        None if text.starts_with('\u{feff}') => '\u{feff}'.len_utf8().min(offset),
        None => 0,
    }
}

/// The white space that takes the same columns as `text` does at the start of a line: tabs stay,
/// and what is not needed before a tab goes.
pub fn blank_copy(text: &str) -> String {
    let mut blank = String::with_capacity(text.len());
    for character in text.chars() {
        if character == '\t' {
            let spaces = blank.len() - blank.trim_end_matches(' ').len();
            blank.truncate(blank.len() - spaces % 4);
            blank.push('\t');
        } else {
            blank.push(' ');
        }
    }
    blank
}

/// The white space between a list marker and the text after it; one space where there is no text
/// or where the text is indented code.
pub fn padding(text: &str, marker: TextRange) -> &str {
    let rest = rest_of_line(text, marker.end, text.len()).of(text);
    let padding = &rest[..rest.len() - rest.trim_start_matches([' ', '\t']).len()];
    if padding.is_empty() || padding.len() == rest.len() || padding.len() > 4 {
        " "
    } else {
        padding
    }
}

/// The indentation that puts a line into the item that `marker` opens.
pub fn content_indent(text: &str, marker: TextRange) -> String {
    let before = &text[line_start(text, marker.start)..marker.end];
    blank_copy(&format!("{before}{}", padding(text, marker)))
}

/// The column that text after `indent` begins at; a tab goes on to the next multiple of four.
pub fn columns(indent: &str) -> usize {
    indent.chars().fold(0, |at, c| if c == '\t' { at + 4 - at % 4 } else { at + 1 })
}
