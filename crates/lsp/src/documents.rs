//! The texts that are open in the editor, kept in step with it edit by edit.
//!
//! In: openings, edits, savings, closings. Out: the text of each document as the editor has it. This
//! module must not know what a plan is.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::position::{Encoding, Lines, Span};

/// A text that is open in the editor.
#[derive(Clone, Debug)]
pub struct Document {
    /// The editor's own name for it, as it spelled it.
    pub uri: String,
    /// The editor's number of this state of it.
    pub version: i32,
    /// The text.
    pub text: String,
    /// Its lines.
    pub lines: Lines,
    /// Whether edits went missing, so that this may not be what the editor shows. Nothing is edited
    /// then, and the next whole text mends it.
    pub is_out_of_step: bool,
    /// Where it was last edited.
    pub edited_at: Option<usize>,
}

/// One edit of a document.
#[derive(Clone, Debug)]
pub struct Change {
    /// What is replaced; `None` is the whole text.
    pub span: Option<Span>,
    /// What comes instead.
    pub text: String,
}

/// What became of edits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The document is what the editor has.
    Changed,
    /// They are older than what is known already, and nothing was lost.
    Old,
    /// They are older than what is known, and cannot be made good: the document is out of step.
    Lost,
}

/// All open documents, by path.
#[derive(Debug)]
pub struct Documents {
    open: BTreeMap<PathBuf, Document>,
    encoding: Encoding,
}

impl Documents {
    /// None yet, of an editor that counts columns in `encoding`.
    #[must_use]
    pub fn new(encoding: Encoding) -> Self {
        Documents { open: BTreeMap::new(), encoding }
    }

    /// In which units the editor counts.
    #[must_use]
    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// The document at `path`, if it is open.
    #[must_use]
    pub fn get(&self, path: &Path) -> Option<&Document> {
        self.open.get(path)
    }

    /// The open documents, by path.
    pub fn iter(&self) -> impl Iterator<Item = (&Path, &Document)> {
        self.open.iter().map(|(path, document)| (path.as_path(), document))
    }

    /// A document is opened, or opened again.
    pub fn open(&mut self, path: PathBuf, uri: String, version: i32, text: String) {
        let lines = Lines::new(&text, self.encoding);
        let document =
            Document { uri, version, text, lines, is_out_of_step: false, edited_at: None };
        self.open.insert(path, document);
    }

    /// A document is edited; each change is about the text that the one before it left. `None` if it
    /// is not open.
    pub fn change(&mut self, path: &Path, version: i32, changes: &[Change]) -> Option<Outcome> {
        let encoding = self.encoding;
        let document = self.open.get_mut(path)?;
        let is_whole = changes.iter().any(|change| change.span.is_none());
        if version <= document.version {
            document.is_out_of_step |= !is_whole;
            return Some(if is_whole { Outcome::Old } else { Outcome::Lost });
        }
        document.version = version;
        document.is_out_of_step &= !is_whole;
        for change in changes {
            document.replace(change, encoding);
        }
        Some(Outcome::Changed)
    }

    /// A document is saved; editors may send its text along, which puts right whatever went wrong.
    /// Whether the document was not what the editor had.
    pub fn save(&mut self, path: &Path, text: Option<String>) -> bool {
        let encoding = self.encoding;
        let (Some(document), Some(text)) = (self.open.get_mut(path), text) else { return false };
        document.is_out_of_step = false;
        let differs = document.text != text;
        if differs {
            document.lines = Lines::new(&text, encoding);
            document.text = text;
        }
        differs
    }

    /// A document is closed; whether it was open.
    pub fn close(&mut self, path: &Path) -> bool {
        self.open.remove(path).is_some()
    }
}

impl Document {
    fn replace(&mut self, change: &Change, encoding: Encoding) {
        match change.span {
            None => {
                self.text.clone_from(&change.text);
                self.edited_at = None;
            }
            Some(span) => {
                let range = self.lines.range(&self.text, span);
                self.text.replace_range(range.start..range.end, &change.text);
                self.edited_at = Some(range.start);
            }
        }
        self.lines = Lines::new(&self.text, encoding);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::position::Position;
    use proptest::prelude::*;

    const PATH: &str = "/p/plan.md";

    fn opened(text: &str) -> Documents {
        let mut documents = Documents::new(Encoding::Utf16);
        documents.open(PATH.into(), format!("file://{PATH}"), 1, text.to_owned());
        documents
    }

    fn edit(start: (u32, u32), end: (u32, u32), text: &str) -> Change {
        let position = |(line, column)| Position { line, column };
        let span = Span { start: position(start), end: position(end) };
        Change { span: Some(span), text: text.to_owned() }
    }

    fn text(documents: &Documents) -> &str {
        &documents.get(Path::new(PATH)).unwrap().text
    }

    #[test]
    fn edits_follow_each_other() {
        let mut documents = opened("one 🚀 two\r\nthree");
        let changes =
            [edit((0, 4), (0, 6), "and"), edit((1, 0), (0, 3), "-"), edit((9, 9), (9, 9), "!")];
        assert_eq!(documents.change(Path::new(PATH), 2, &changes), Some(Outcome::Changed));
        assert_eq!(text(&documents), "one-three!");
        assert_eq!(documents.change(Path::new("/q"), 2, &[]), None);
    }

    #[test]
    fn what_comes_out_of_order_is_never_guessed() {
        let mut documents = opened("a");
        let path = Path::new(PATH);
        let whole = Change { span: None, text: "whole".to_owned() };
        assert_eq!(documents.change(path, 3, std::slice::from_ref(&whole)), Some(Outcome::Changed));
        assert_eq!(documents.change(path, 2, &[whole]), Some(Outcome::Old));
        assert_eq!(documents.change(path, 3, &[edit((0, 0), (0, 1), "")]), Some(Outcome::Lost));
        assert!(documents.get(path).unwrap().is_out_of_step);
        assert!(!documents.save(path, Some("whole".to_owned())));
        assert!(!documents.get(path).unwrap().is_out_of_step);
        assert!(documents.save(path, Some("other".to_owned())));
        assert_eq!(text(&documents), "other");
    }

    proptest! {
        /// The editor's text is kept in units of UTF-16, as an editor keeps it, and edited by line and
        /// column alone; ours must be the same after any edits.
        #[test]
        fn any_edits_give_the_text_of_the_editor(
            start in "[a\u{e4}\u{1f680}\r\n]{0,30}",
            edits in prop::collection::vec(
                ((0u32..6, 0u32..12), (0u32..6, 0u32..12), "[b\u{1f680}\r\n]{0,5}"), 0..12),
        ) {
            let mut documents = opened(&start);
            let mut editor = start;
            for (version, (from, to, new)) in (2..).zip(edits) {
                let (from, to) = (from.min(to), from.max(to));
                documents.change(Path::new(PATH), version, &[edit(from, to, &new)]);
                editor = edited(&editor, from, to, &new);
                prop_assert_eq!(text(&documents), &editor);
            }
        }
    }

    /// A second, slow way to edit: line by line over units of UTF-16.
    fn edited(text: &str, from: (u32, u32), to: (u32, u32), new: &str) -> String {
        let units: Vec<u16> = text.encode_utf16().collect();
        let at = |(line, column): (u32, u32)| {
            let (mut index, mut left) = (0, line);
            while left > 0 {
                let Some(end) = (index..units.len()).find(|at| is_end(&units, *at)) else {
                    return units.len();
                };
                (index, left) = (end + 1, left - 1);
            }
            let is_break = |unit: u16| unit == u16::from(b'\n') || unit == u16::from(b'\r');
            let mut end = index;
            while end < units.len() && !is_break(units[end]) && end - index < column as usize {
                end += 1;
            }
            let splits_a_pair =
                end > 0 && end < units.len() && (0xdc00..0xe000).contains(&units[end]);
            if splits_a_pair { end - 1 } else { end }
        };
        let (from, to) = (at(from), at(to));
        let mut result = units[..from.min(to)].to_vec();
        result.extend(new.encode_utf16());
        result.extend(&units[from.max(to)..]);
        String::from_utf16(&result).unwrap()
    }

    fn is_end(units: &[u16], at: usize) -> bool {
        let is = |at: usize, byte: u8| units.get(at) == Some(&u16::from(byte));
        is(at, b'\n') || (is(at, b'\r') && !is(at + 1, b'\n'))
    }
}
