//! What an edit did to the lines of one file, and how to take it out of a text again.
//!
//! In: two texts; later a record of them and a third text. Out: the runs of lines that differ;
//! later the third text without the edit, if it can be told where the edit is.

use std::ops::Range;

use serde::{Deserialize, Serialize};
use text::{FileId, TextEdit, TextRange, apply};

use super::record::{FileRecord, fingerprint};

/// More runs than this are taken as one, so that finding them again stays cheap.
const RUNS: usize = 100;

/// A run of lines that was replaced.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct LineEdit {
    /// Where the new lines begin, in bytes of the text after the edit.
    pub(super) at: usize,
    /// The lines that went.
    pub(super) gone: String,
    /// The lines that came.
    pub(super) came: String,
    /// The line before them; empty at the top of the file.
    pub(super) above: String,
    /// The line after them; empty at the end of the file.
    pub(super) below: String,
}

/// Whether an edit is in a text.
#[derive(Debug, PartialEq)]
pub(super) enum Presence {
    /// It is, and this is the text without it.
    Has(String),
    /// It is not.
    Lacks,
    /// Its place has changed since.
    Unclear,
}

/// The runs of lines in which `before` and `after` differ.
///
/// Lines are paired from the top, from the end and, where as many lines went as came, one by one;
/// otherwise everything between is one run, as it is when there are very many. `O(bytes)`.
pub(super) fn line_edits(before: &str, after: &str) -> Vec<LineEdit> {
    let old: Vec<&str> = before.split_inclusive('\n').collect();
    let new: Vec<&str> = after.split_inclusive('\n').collect();
    let same = |(a, b): &(&&str, &&str)| a == b;
    let n_top = old.iter().zip(&new).take_while(same).count();
    let (old_rest, new_rest) = (&old[n_top..], &new[n_top..]);
    let n_end = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(same).count();
    let (old_end, new_end) = (old.len() - n_end, new.len() - n_end);

    let mut runs = vec![(n_top..old_end, n_top..new_end)];
    if old_end == new_end {
        let differing: Vec<usize> = (n_top..new_end).filter(|i| old[*i] != new[*i]).collect();
        let groups = differing.chunk_by(|i, next| i + 1 == *next);
        let ranges = groups.map(|group| group[0]..group[0] + group.len());
        let pairs: Vec<_> = ranges.map(|range| (range.clone(), range)).collect();
        if pairs.len() <= RUNS {
            runs = pairs;
        }
    }
    let edit_of = |(gone, came): (Range<usize>, Range<usize>)| LineEdit {
        at: new[..came.start].iter().map(|line| line.len()).sum(),
        above: came.start.checked_sub(1).map_or("", |line| new[line]).to_owned(),
        below: new.get(came.end).copied().unwrap_or_default().to_owned(),
        gone: old[gone].concat(),
        came: new[came].concat(),
    };
    runs.into_iter().map(edit_of).collect()
}

/// Whether the edits of `file` are in `text`.
pub(super) fn presence(file: &FileRecord, text: &str) -> Presence {
    let print = fingerprint(text);
    if print == file.before {
        return Presence::Lacks;
    }
    if print == file.after {
        let places = file.edits.iter().map(|edit| edit.at);
        let reversed = without(text, &file.edits, places.collect());
        return match reversed {
            Some(reversed) if fingerprint(&reversed) == file.before => Presence::Has(reversed),
            _ => Presence::Unclear,
        };
    }
    let find = |side: fn(&LineEdit) -> &str| -> Option<Vec<usize>> {
        file.edits.iter().map(|edit| the_place(text, edit, side(edit))).collect()
    };
    match (find(|edit| &edit.came), find(|edit| &edit.gone)) {
        (Some(places), None) => {
            without(text, &file.edits, places).map_or(Presence::Unclear, Presence::Has)
        }
        (None, Some(_)) => Presence::Lacks,
        _ => Presence::Unclear,
    }
}

/// `text` with the lines that came, at `places`, replaced by those that went.
fn without(text: &str, edits: &[LineEdit], places: Vec<usize>) -> Option<String> {
    let mut reverse = Vec::new();
    for (edit, start) in edits.iter().zip(places) {
        if !text.get(start..)?.starts_with(&edit.came) {
            return None;
        }
        let range = TextRange::new(start, start + edit.came.len());
        reverse.push(TextEdit { file: FileId(0), range, text: edit.gone.clone() });
    }
    apply(text, &reverse).ok()
}

/// Where `lines` stand between the neighbors of `edit`, if there is exactly one such place.
fn the_place(text: &str, edit: &LineEdit, lines: &str) -> Option<usize> {
    let wanted = [&edit.above, lines, &edit.below].concat();
    if wanted.is_empty() {
        return None;
    }
    let fits = |start: &usize| {
        let end = start + wanted.len();
        let line_starts = *start == 0 || text.as_bytes()[start - 1] == b'\n';
        let line_ends = end == text.len() || text.as_bytes()[end - 1] == b'\n';
        let at_top = !edit.above.is_empty() || *start == 0;
        let at_end = !edit.below.is_empty() || end == text.len();
        line_starts && line_ends && at_top && at_end
    };
    let line_starts = text.split_inclusive('\n').scan(0, |start, line| {
        let this = *start;
        *start += line.len();
        Some(this)
    });
    let mut found = line_starts.filter(|start| text[*start..].starts_with(&wanted)).filter(fits);
    let first = found.next()?;
    found.next().is_none().then_some(first + edit.above.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Change;

    const BEFORE: &str = "# Plan\n- a\n- b\n- c\n- d\n";

    /// What taking the edit from [`BEFORE`] to `after` out of `now` gives.
    fn check(after: &str, now: &str, expected: &Presence) {
        let change =
            Change { path: "p.md".to_owned(), before: BEFORE.to_owned(), after: after.to_owned() };
        assert_eq!(&presence(&FileRecord::new("", &change), now), expected, "{after:?} in {now:?}");
    }

    fn has(text: &str) -> Presence {
        Presence::Has(text.to_owned())
    }

    #[test]
    fn an_untouched_text_gets_its_bytes_back() {
        for after in ["", "# Plan\n- a\n- B\n- c\n- D", "x", "# Plan\n- a\n- b\n- new\n- c\n- d\n"]
        {
            check(after, after, &has(BEFORE));
            check(after, BEFORE, &Presence::Lacks);
        }
    }

    #[test]
    fn changes_elsewhere_stay() {
        let set = "# Plan\n- a\n- B\n- c\n- d\n";
        check(set, "# New\nx\n- a\n- B\n- c\n- d2\n", &has("# New\nx\n- a\n- b\n- c\n- d2\n"));
        let added = "# Plan\n- a\n- b\n- new\n- c\n- d\n";
        check(added, "- b\n- new\n- c\n", &has("- b\n- c\n"));
        let removed = "# Plan\n- a\n- d\n";
        check(removed, "- a\n- d\nmore\n", &has("- a\n- b\n- c\n- d\nmore\n"));
        let twice = "# Plan\n- A\n- b\n- c\n- D\n";
        check(twice, "# Plan\n- A\n- b\nx\n- c\n- D\n", &has("# Plan\n- a\n- b\nx\n- c\n- d\n"));
    }

    #[test]
    fn a_text_changed_elsewhere_may_lack_the_edit() {
        check("# Plan\n- a\n- B\n- c\n- d\n", "- a\n- b\n- c\n", &Presence::Lacks);
    }

    #[test]
    fn a_changed_or_doubled_place_is_unclear() {
        let set = "# Plan\n- a\n- B\n- c\n- d\n";
        check(set, "- a\n- B!\n- c\n", &Presence::Unclear);
        check(set, "- a\n- B\n- c\n- a\n- B\n- c\n", &Presence::Unclear);
        check(set, "", &Presence::Unclear);
        // A line that only ends like the one above the edit is another line.
        check(set, "x- a\n- B\n- c\n", &Presence::Unclear);
    }

    #[test]
    fn very_many_runs_become_one() {
        let text = |letter: &str| format!("{letter}\n=\n").repeat(RUNS + 1);
        let edits = line_edits(&text("a"), &text("b"));
        assert_eq!((edits.len(), edits[0].at), (1, 0));
        assert_eq!(line_edits(&text("a")[4..], &text("b")[4..]).len(), RUNS);
    }
}
