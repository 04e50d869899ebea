//! The records of the undo log, one JSON object a line, and the two stacks that follow from them.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::line_edit::{LineEdit, line_edits};
use crate::write::Change;

/// One thing that was done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Record {
    /// Counts up from 1.
    pub(super) n: u64,
    pub(super) act: Act,
    /// What the edit does, in the words of whoever made it.
    pub(super) title: String,
    pub(super) files: Vec<FileRecord>,
}

/// What kind of thing; the numbers are those of other records.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Act {
    Edit,
    /// Takes an edit, or what was done again, back.
    Undo(u64),
    /// Takes an undo back.
    Redo(u64),
    /// Notes that a record is not, or no longer, in the files.
    Skip(u64),
}

/// What became of one file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct FileRecord {
    /// Relative to the work tree, or to the plan's root where there is none.
    pub(super) path: String,
    /// Fingerprint of the text before.
    pub(super) before: String,
    /// Fingerprint of the text after.
    pub(super) after: String,
    /// From the top of the file to its end.
    pub(super) edits: Vec<LineEdit>,
}

impl FileRecord {
    /// What `change` does, in the plan that lies `prefix` below the work tree.
    pub(super) fn new(prefix: &str, change: &Change) -> Self {
        FileRecord {
            path: format!("{prefix}{}", change.path),
            before: fingerprint(&change.before),
            after: fingerprint(&change.after),
            edits: line_edits(&change.before, &change.after),
        }
    }
}

impl Record {
    /// The line break comes first, so that a line torn by a crash does not swallow the next one.
    pub(super) fn to_line(&self) -> String {
        let json = serde_json::to_string(self).expect("strings and numbers are always JSON");
        format!("\n{json}")
    }
}

/// What can be undone and done again, the next one last.
#[derive(Debug, Default)]
pub(super) struct Stacks {
    pub(super) undo: Vec<Record>,
    pub(super) redo: Vec<Record>,
}

/// Goes through the records whose files all begin with `prefix`. `O(records · depth of the stacks)`.
pub(super) fn replay(records: &[Record], prefix: &str) -> Stacks {
    let skips = records.iter().filter_map(|record| match record.act {
        Act::Skip(n) => Some(n),
        _ => None,
    });
    let skipped: BTreeSet<u64> = skips.collect();
    let mut stacks = Stacks::default();
    for record in records {
        let ours = record.files.iter().all(|file| file.path.starts_with(prefix));
        if !ours || skipped.contains(&record.n) {
            continue;
        }
        match record.act {
            Act::Edit => {
                stacks.undo.push(record.clone());
                stacks.redo.clear();
            }
            Act::Undo(n) => {
                stacks.undo.retain(|undone| undone.n != n);
                stacks.redo.push(record.clone());
            }
            Act::Redo(n) => {
                stacks.redo.retain(|redone| redone.n != n);
                stacks.undo.push(record.clone());
            }
            Act::Skip(_) => {}
        }
    }
    stacks
}

/// 128 bits of `text` in hexadecimal, by FNV-1a: against chance, not against malice.
///
/// Source: Fowler, Noll, Vo; the offset basis and prime for 128 bits are those they publish.
pub(crate) fn fingerprint(text: &str) -> String {
    const BASIS: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    let hash = text.bytes().fold(BASIS, |hash, byte| (hash ^ u128::from(byte)).wrapping_mul(PRIME));
    format!("{hash:032x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The record numbers on both stacks after `acts`, numbered from 1.
    fn check(acts: &[Act], undo: &[u64], redo: &[u64]) {
        let numbered = acts.iter().zip(1..);
        let records =
            numbered.map(|(act, n)| Record { n, act: *act, title: String::new(), files: vec![] });
        let stacks = replay(&records.collect::<Vec<_>>(), "");
        let numbers = |stack: &[Record]| stack.iter().map(|record| record.n).collect::<Vec<_>>();
        assert_eq!(
            (numbers(&stacks.undo).as_slice(), numbers(&stacks.redo).as_slice()),
            (undo, redo)
        );
    }

    #[test]
    fn undo_walks_back_and_redo_forward() {
        use Act::{Edit, Redo, Skip, Undo};
        check(&[Edit, Edit], &[1, 2], &[]);
        check(&[Edit, Edit, Undo(2), Undo(1)], &[], &[3, 4]);
        check(&[Edit, Edit, Undo(2), Undo(1), Redo(4)], &[5], &[3]);
        check(&[Edit, Edit, Undo(2), Edit], &[1, 4], &[]);
        // An edit, or an undo, that never reached the files.
        check(&[Edit, Edit, Skip(2)], &[1], &[]);
        check(&[Edit, Edit, Undo(2), Skip(3)], &[1, 2], &[]);
    }

    #[test]
    fn fingerprints_are_those_of_the_published_test_vectors() {
        assert_eq!(fingerprint(""), "6c62272e07bb014262b821756295c58d");
        assert_eq!(fingerprint("a"), "d228cb696f1a8caf78912b704e4a8964");
    }
}
