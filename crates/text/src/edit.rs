//! Edits: the only form in which a text changes.

use crate::{FileId, SourceFile, TextRange};

/// Replaces the bytes of `range` in `file` by `text`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextEdit {
    /// Which file.
    pub file: FileId,
    /// What goes.
    pub range: TextRange,
    /// What comes instead.
    pub text: String,
}

/// Why edits cannot be applied together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EditError {
    /// Two edits change the same bytes.
    Overlap(TextRange, TextRange),
    /// A range reaches past the end or cuts a character in two.
    OutOfText(TextRange),
}

/// Applies `edits` (any order, all of one file) to `text`: every byte outside the ranges stays.
///
/// Insertions at the same offset keep the order in which they are given. `O(n log n + bytes)`.
///
/// # Errors
/// [`EditError`] if two ranges overlap, or one is not on character boundaries of `text`.
pub fn apply(text: &str, edits: &[TextEdit]) -> Result<String, EditError> {
    let mut sorted: Vec<&TextEdit> = edits.iter().collect();
    sorted.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let mut result = String::with_capacity(text.len());
    let mut done = TextRange::at(0);
    for edit in sorted {
        if text.get(edit.range.start..edit.range.end).is_none() {
            return Err(EditError::OutOfText(edit.range));
        }
        if edit.range.start < done.end {
            return Err(EditError::Overlap(done, edit.range));
        }
        result.push_str(&text[done.end..edit.range.start]);
        result.push_str(&edit.text);
        done = edit.range;
    }
    result.push_str(&text[done.end..]);
    Ok(result)
}

/// Applies `edits` to `files`, which stand in the order of their ids; a file without an edit stays
/// as it is.
///
/// # Errors
/// As [`apply`]; some of the files may then be changed.
pub fn apply_to_files<'a>(
    files: impl IntoIterator<Item = &'a mut SourceFile>,
    edits: &[TextEdit],
) -> Result<(), EditError> {
    for (index, file) in files.into_iter().enumerate() {
        let own = edits.iter().filter(|edit| edit.file.index() == index);
        let own: Vec<TextEdit> = own.cloned().collect();
        if !own.is_empty() {
            *file = SourceFile::new(file.path.clone(), apply(&file.text, &own)?);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(start: usize, end: usize, text: &str) -> TextEdit {
        TextEdit { file: FileId(0), range: TextRange::new(start, end), text: text.to_owned() }
    }

    #[test]
    fn bytes_outside_the_ranges_stay() {
        let changed = apply("one two three", &[edit(8, 13, "3"), edit(0, 3, "1"), edit(3, 3, "!")]);
        assert_eq!(changed.as_deref(), Ok("1! two 3"));
    }

    #[test]
    fn overlapping_and_torn_edits_are_refused() {
        let overlap = apply("abc", &[edit(0, 2, ""), edit(1, 3, "")]);
        assert!(matches!(overlap, Err(EditError::Overlap(..))));
        assert!(matches!(apply("ä", &[edit(1, 2, "")]), Err(EditError::OutOfText(_))));
    }
}
