//! Which lines of two texts differ.
//!
//! In: the lines of both. Out: the stretches that are not the same, in order. What a line means is
//! not known here.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::{FileId, TextEdit, TextRange};

/// Lines of one text that stand where lines of the other do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hunk {
    /// In the old text.
    pub old: Range<usize>,
    /// In the new text.
    pub new: Range<usize>,
}

/// Tables larger than this are not filled: the stretch counts as changed as a whole.
const CELLS_MAX: usize = 1 << 20;

/// The stretches in which `old` and `new` differ, from lines that both have exactly once to the
/// lines between those. Between two stretches the lines are the same. `O(n log n)`, and at most
/// a million steps for each stretch between such lines.
///
/// Source: Cohen, patience diff (2010), one level of it; then the longest common subsequence.
#[must_use]
pub fn compare_lines(old: &[&str], new: &[&str]) -> Vec<Hunk> {
    let mut hunks = Vec::new();
    let (mut from_old, mut from_new) = (0, 0);
    let ends = std::iter::once((old.len(), new.len()));
    for (to_old, to_new) in anchors(old, new).into_iter().chain(ends) {
        between(old, new, from_old..to_old, from_new..to_new, &mut hunks);
        (from_old, from_new) = (to_old + 1, to_new + 1);
    }
    joined(hunks)
}

/// The edits that turn `old` into `new`, whole lines each.
#[must_use]
pub fn line_edits(file: FileId, old: &str, new: &str) -> Vec<TextEdit> {
    let (old_lines, new_lines) = (lines(old), lines(new));
    let hunks = compare_lines(&old_lines, &new_lines);
    let offsets = |lines: &[&str]| -> Vec<usize> {
        let mut offsets = vec![0];
        lines.iter().for_each(|line| offsets.push(offsets[offsets.len() - 1] + line.len()));
        offsets
    };
    let old_offsets = offsets(&old_lines);
    let edit = |hunk: Hunk| TextEdit {
        file,
        range: TextRange::new(old_offsets[hunk.old.start], old_offsets[hunk.old.end]),
        text: new_lines[hunk.new].concat(),
    };
    hunks.into_iter().map(edit).collect()
}

/// The lines of `text`, each with its line break.
#[must_use]
pub fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// Pairs of positions of lines that stand once in both, as many as keep their order.
fn anchors(old: &[&str], new: &[&str]) -> Vec<(usize, usize)> {
    let once = |lines: &[&str]| -> BTreeMap<String, Option<usize>> {
        let mut seen = BTreeMap::new();
        for (at, line) in lines.iter().enumerate() {
            seen.entry((*line).to_owned()).and_modify(|at| *at = None).or_insert(Some(at));
        }
        seen
    };
    let in_new = once(new);
    let mut pairs: Vec<(usize, usize)> = once(old)
        .into_iter()
        .filter_map(|(line, at)| Some((at?, (*in_new.get(&line)?)?)))
        .collect();
    pairs.sort_unstable();
    let kept = longest_rising(&pairs.iter().map(|pair| pair.1).collect::<Vec<_>>());
    kept.into_iter().map(|at| pairs[at]).collect()
}

/// The positions of a longest strictly rising subsequence of `values`. `O(n log n)`.
#[must_use]
pub fn longest_rising(values: &[usize]) -> Vec<usize> {
    // The last position of the best rise of each length, and what came before each position.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(values.len());
    for (at, value) in values.iter().enumerate() {
        let length = ends.partition_point(|end| values[*end] < *value);
        before.push(length.checked_sub(1).map(|length| ends[length]));
        if length == ends.len() {
            ends.push(at);
        } else {
            ends[length] = at;
        }
    }
    let mut rise: Vec<usize> =
        std::iter::successors(ends.last().copied(), |at| before[*at]).collect();
    rise.reverse();
    rise
}

fn between(
    old: &[&str],
    new: &[&str],
    old_range: Range<usize>,
    new_range: Range<usize>,
    hunks: &mut Vec<Hunk>,
) {
    let (mut a, mut b) = (old_range, new_range);
    while !a.is_empty() && !b.is_empty() && old[a.start] == new[b.start] {
        (a.start, b.start) = (a.start + 1, b.start + 1);
    }
    while !a.is_empty() && !b.is_empty() && old[a.end - 1] == new[b.end - 1] {
        (a.end, b.end) = (a.end - 1, b.end - 1);
    }
    if a.is_empty() && b.is_empty() {
        return;
    }
    if a.is_empty() || b.is_empty() || a.len().saturating_mul(b.len()) > CELLS_MAX {
        hunks.push(Hunk { old: a, new: b });
        return;
    }
    let (mut i, mut j) = (a.start, b.start);
    for (x, y) in common(&old[a.clone()], &new[b.clone()]) {
        let (x, y) = (a.start + x, b.start + y);
        if i < x || j < y {
            hunks.push(Hunk { old: i..x, new: j..y });
        }
        (i, j) = (x + 1, y + 1);
    }
    if i < a.end || j < b.end {
        hunks.push(Hunk { old: i..a.end, new: j..b.end });
    }
}

/// The positions of a longest common subsequence. `O(n · m)`.
fn common(old: &[&str], new: &[&str]) -> Vec<(usize, usize)> {
    let width = new.len() + 1;
    let mut length = vec![0_u32; (old.len() + 1) * width];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            length[i * width + j] = if old[i] == new[j] {
                length[(i + 1) * width + j + 1] + 1
            } else {
                length[(i + 1) * width + j].max(length[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut pairs = Vec::new();
    while i < old.len() && j < new.len() {
        if old[i] == new[j] {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if length[(i + 1) * width + j] >= length[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

/// Stretches that touch each other become one.
fn joined(hunks: Vec<Hunk>) -> Vec<Hunk> {
    let mut joined: Vec<Hunk> = Vec::new();
    for hunk in hunks {
        match joined.last_mut() {
            Some(last) if last.old.end == hunk.old.start && last.new.end == hunk.new.start => {
                (last.old.end, last.new.end) = (hunk.old.end, hunk.new.end);
            }
            _ => joined.push(hunk),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(old: &str, new: &str, expected: &[(&str, &str)]) {
        let (a, b) = (lines(old), lines(new));
        let hunks = compare_lines(&a, &b);
        let said: Vec<(String, String)> =
            hunks.iter().map(|h| (a[h.old.clone()].concat(), b[h.new.clone()].concat())).collect();
        let said: Vec<(&str, &str)> = said.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        assert_eq!(said, expected);
        let edits = line_edits(FileId(0), old, new);
        assert_eq!(crate::apply(old, &edits).as_deref(), Ok(new));
    }

    #[test]
    fn only_what_differs_is_a_hunk() {
        check("", "", &[]);
        check("a\nb\n", "a\nb\n", &[]);
        check("a\nb\nc\n", "a\nB\nc\n", &[("b\n", "B\n")]);
        check("a\nc\n", "a\nb\nc\n", &[("", "b\n")]);
        check("x\nx\nx\n", "x\nx\n", &[("x\n", "")]);
        check("a\nb\nc", "c\na\nb", &[("", "c\n"), ("b\nc", "b")]);
    }

    #[test]
    fn rises_are_the_longest() {
        assert_eq!(longest_rising(&[3, 0, 1, 4, 2]), [1, 2, 4]);
        assert_eq!(longest_rising(&[]), [] as [usize; 0]);
    }
}
