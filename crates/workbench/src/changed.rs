//! Which lines of a file an edit changes, as people read a change: the lines before, the lines
//! after.

use text::{SourceFile, TextEdit};

use crate::{Applied, Snapshot};

/// Lines that are replaced by other lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedLines {
    /// The file's path.
    pub path: String,
    /// The number of the first of them in the new text, from 1.
    pub line: usize,
    /// The lines as they were.
    pub before: Vec<String>,
    /// The lines as they are.
    pub after: Vec<String>,
}

impl Applied {
    /// The lines that it changed; `before` is the plan that it was carried out on.
    #[must_use]
    pub fn changed_lines(&self, before: &Snapshot) -> Vec<ChangedLines> {
        let files = before.files.iter().zip(&self.after.files).enumerate();
        let each = files.flat_map(|(index, (old, new))| {
            let own = self.edits.iter().filter(|edit| edit.file.index() == index);
            changed_lines(old, new, own.collect())
        });
        each.filter(|lines| lines.before != lines.after).collect()
    }
}

/// The lines that `edits` change from `before` to `after`, the same file before and after them.
fn changed_lines(
    before: &SourceFile,
    after: &SourceFile,
    mut edits: Vec<&TextEdit>,
) -> Vec<ChangedLines> {
    edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let mut found: Vec<((usize, usize), (usize, usize))> = Vec::new();
    let mut grown = 0_isize;
    for edit in edits {
        let start = edit.range.start.saturating_add_signed(grown);
        let old = lines_of(before, edit.range.start, edit.range.end);
        let new = lines_of(after, start, start + edit.text.len());
        grown += edit.text.len() as isize - edit.range.len() as isize;
        match found.last_mut() {
            Some((last_old, last_new)) if old.0 <= last_old.1 => {
                (last_old.1, last_new.1) = (old.1.max(last_old.1), new.1.max(last_new.1));
            }
            _ => found.push((old, new)),
        }
    }
    found.into_iter().map(|(old, new)| trimmed(before, after, old, new)).collect()
}

/// The first and last line, from 0, that the bytes from `start` to `end` touch.
fn lines_of(file: &SourceFile, start: usize, end: usize) -> (usize, usize) {
    (file.lines.line_of(start), file.lines.line_of(end))
}

/// Without the lines at both ends that are the same before and after.
fn trimmed(
    before: &SourceFile,
    after: &SourceFile,
    old: (usize, usize),
    new: (usize, usize),
) -> ChangedLines {
    let lines = |file: &SourceFile, (first, last): (usize, usize)| -> Vec<String> {
        let range = |line| file.lines.range_of(&file.text, line).of(&file.text).to_owned();
        (first..=last).map(range).collect()
    };
    let (mut old_lines, mut new_lines) = (lines(before, old), lines(after, new));
    while !old_lines.is_empty() && old_lines.last() == new_lines.last() {
        old_lines.pop();
        new_lines.pop();
    }
    let same = old_lines.iter().zip(&new_lines).take_while(|(old, new)| old == new).count();
    old_lines.drain(..same);
    new_lines.drain(..same);
    let (line, path) = (new.0 + same + 1, after.path.clone());
    ChangedLines { path, line, before: old_lines, after: new_lines }
}

#[cfg(test)]
mod tests {
    use super::*;
    use text::{FileId, TextRange};

    fn check(before: &str, edits: &[(usize, usize, &str)], expected: &[(usize, &str, &str)]) {
        let edits: Vec<TextEdit> = edits
            .iter()
            .map(|(start, end, text)| TextEdit {
                file: FileId(0),
                range: TextRange::new(*start, *end),
                text: (*text).to_owned(),
            })
            .collect();
        let after = SourceFile::new("p.md", text::apply(before, &edits).expect("disjoint"));
        let changed =
            changed_lines(&SourceFile::new("p.md", before), &after, edits.iter().collect());
        let shown: Vec<_> = changed
            .iter()
            .map(|change| (change.line, change.before.join("|"), change.after.join("|")))
            .collect();
        let expected: Vec<_> = expected
            .iter()
            .map(|(line, old, new)| (*line, (*old).to_owned(), (*new).to_owned()))
            .collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn only_lines_that_differ_are_shown() {
        check("a\nb\nc\n", &[(2, 3, "B")], &[(2, "b", "B")]);
        check("a\nb\n", &[(2, 2, "new\n")], &[(2, "", "new")]);
        check("a\nb", &[(3, 3, "\nc")], &[(3, "", "c")]);
        check("a\nb\nc\n", &[(0, 2, "")], &[(1, "a", "")]);
        check(
            "ab\nc\nd\n",
            &[(0, 1, "x"), (1, 2, "y"), (5, 6, "e")],
            &[(1, "ab", "xy"), (3, "d", "e")],
        );
    }
}
