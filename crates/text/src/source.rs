//! Files as read, and the line index that turns byte offsets into lines and columns.

use crate::TextRange;

/// One of the files that make up a plan: an index into the list of files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

impl FileId {
    /// The position in the list of files.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// The text of one file, with the name that people know it by.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// The path as shown to people, relative to where the plan is.
    pub path: String,
    /// The whole text, byte for byte as found.
    pub text: String,
    /// Where its lines begin.
    pub lines: LineIndex,
}

impl SourceFile {
    /// Indexes the lines of `text`.
    #[must_use]
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        let text = text.into();
        let lines = LineIndex::new(&text);
        Self { path: path.into(), text, lines }
    }

    /// Takes the bytes of a file as text.
    ///
    /// # Errors
    /// [`NotText`] with the line of the first byte that is not UTF-8.
    pub fn from_bytes(path: impl Into<String>, bytes: Vec<u8>) -> Result<Self, NotText> {
        let path = path.into();
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Self::new(path, text)),
            Err(error) => {
                let offset = error.utf8_error().valid_up_to();
                let bytes = error.as_bytes();
                let line = 1 + bytes[..offset].iter().filter(|byte| **byte == b'\n').count();
                Err(NotText { path, line, offset, byte: bytes[offset] })
            }
        }
    }

    /// The line and column of `offset`, both counted from 1; columns count characters.
    #[must_use]
    pub fn line_column(&self, offset: usize) -> LineColumn {
        self.lines.line_column(&self.text, offset)
    }
}

/// A file is not UTF-8 text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotText {
    /// The file's path as shown to people.
    pub path: String,
    /// The line of the first bad byte, from 1.
    pub line: usize,
    /// The offset of the first bad byte.
    pub offset: usize,
    /// That byte.
    pub byte: u8,
}

/// A line and a column, both counted from 1; the column counts characters, not bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
}

/// Where the lines of a text begin.
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<usize>,
}

impl LineIndex {
    /// Finds the line starts. `O(bytes)`.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let after_breaks = text.match_indices('\n').map(|(offset, _)| offset + 1);
        let starts = std::iter::once(0).chain(after_breaks).collect();
        Self { starts }
    }

    /// The number of lines; a text that ends in a line break has an empty last line.
    #[must_use]
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Never: even the empty text has one line.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        false
    }

    /// The line of `offset`, from 0. `O(log lines)`.
    #[must_use]
    pub fn line_of(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset) - 1
    }

    /// Where line `line` (from 0) begins.
    #[must_use]
    pub fn start_of(&self, line: usize) -> usize {
        self.starts[line]
    }

    /// The range of line `line` (from 0) without its line break.
    #[must_use]
    pub fn range_of(&self, text: &str, line: usize) -> TextRange {
        let start = self.starts[line];
        let end = self.starts.get(line + 1).copied().unwrap_or(text.len());
        let content = text[start..end].trim_end_matches(['\n', '\r']);
        TextRange::new(start, start + content.len())
    }

    /// Line and column of `offset`, from 1, the column in characters.
    #[must_use]
    pub fn line_column(&self, text: &str, offset: usize) -> LineColumn {
        let line = self.line_of(offset);
        let column = text[self.starts[line]..offset].chars().count();
        LineColumn { line: line + 1, column: column + 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_count_characters_from_one() {
        let file = SourceFile::new("p.md", "añb\r\nc\n");
        assert_eq!(file.line_column(3), LineColumn { line: 1, column: 3 });
        assert_eq!(file.line_column(6), LineColumn { line: 2, column: 1 });
        assert_eq!(file.lines.range_of(&file.text, 0).of(&file.text), "añb");
        assert_eq!(file.lines.len(), 3);
    }

    #[test]
    fn bytes_that_are_not_text_say_where() {
        let error = SourceFile::from_bytes("p.md", b"ok\nbad \xff".to_vec()).unwrap_err();
        assert_eq!((error.line, error.offset, error.byte), (2, 7, 0xff));
    }
}
