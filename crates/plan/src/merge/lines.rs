//! Prose merged by lines, and texts that show two sides.
//!
//! In: three states of a text. Out: one text if no line was changed by both; else one for each
//! side, which differ only in what both changed.

use std::ops::Range;

use text::{Hunk, compare_lines, lines};

/// Three states of a text merged: as ours and as theirs would have what both changed. Equal if
/// nothing was changed by both, or changed to the same.
pub fn merge_lines(base: &str, ours: &str, theirs: &str) -> (String, String) {
    let (b, o, t) = (lines(base), lines(ours), lines(theirs));
    let (in_ours, in_theirs) = (compare_lines(&b, &o), compare_lines(&b, &t));
    let mut merged = (String::new(), String::new());
    let (mut i, mut j, mut done) = (0, 0, 0);
    while i < in_ours.len() || j < in_theirs.len() {
        let start = [in_ours.get(i), in_theirs.get(j)]
            .into_iter()
            .flatten()
            .map(|hunk| hunk.old.start)
            .min()
            .unwrap_or(b.len());
        let (first_i, first_j, mut end) = (i, j, start);
        loop {
            let before = (i, j);
            for (hunks, at) in [(&in_ours, &mut i), (&in_theirs, &mut j)] {
                while let Some(hunk) = hunks.get(*at).filter(|hunk| hunk.old.start <= end) {
                    end = end.max(hunk.old.end);
                    *at += 1;
                }
            }
            if before == (i, j) {
                break;
            }
        }
        let kept = b[done..start].concat();
        merged.0.push_str(&kept);
        merged.1.push_str(&kept);
        let was = b[start..end].concat();
        let mine = o[side_range(&in_ours, first_i..i, start..end)].concat();
        let other = t[side_range(&in_theirs, first_j..j, start..end)].concat();
        let (first, second) = match () {
            () if mine == was => (&other, &other),
            () if other == was => (&mine, &mine),
            () => (&mine, &other),
        };
        merged.0.push_str(first);
        merged.1.push_str(second);
        done = end;
    }
    let kept = b[done..].concat();
    merged.0.push_str(&kept);
    merged.1.push_str(&kept);
    merged
}

/// The lines of a side that stand where `old` stands in the base, given which of its hunks are in
/// it.
fn side_range(hunks: &[Hunk], inside: Range<usize>, old: Range<usize>) -> Range<usize> {
    let shift = |count: usize| match count.checked_sub(1).and_then(|last| hunks.get(last)) {
        Some(hunk) => hunk.new.end as isize - hunk.old.end as isize,
        None => 0,
    };
    let start = old.start.saturating_add_signed(shift(inside.start));
    let end = old.end.saturating_add_signed(shift(inside.end));
    start..end.max(start)
}

/// `ours` with marks around the lines in which `theirs` differs.
pub fn marked(ours: &str, theirs: &str, line_break: &str) -> String {
    let (o, t) = (lines(ours), lines(theirs));
    let mut text = String::new();
    let mut done = 0;
    for hunk in compare_lines(&o, &t) {
        text.push_str(&o[done..hunk.old.start].concat());
        done = hunk.old.end;
        let sides = [("<<<<<<< ours", &o[hunk.old.clone()]), ("=======", &t[hunk.new.clone()])];
        for (mark, side) in sides {
            own_line(&mut text, line_break);
            text.push_str(mark);
            text.push_str(line_break);
            text.push_str(&side.concat());
        }
        own_line(&mut text, line_break);
        text.push_str(">>>>>>> theirs");
        if done < o.len() || ours.ends_with('\n') {
            text.push_str(line_break);
        }
    }
    text.push_str(&o[done..].concat());
    text
}

fn own_line(text: &mut String, line_break: &str) {
    if !text.is_empty() && !text.ends_with('\n') {
        text.push_str(line_break);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(base: &str, ours: &str, theirs: &str, expected: &str) {
        let merged = merge_lines(base, ours, theirs);
        assert_eq!(marked(&merged.0, &merged.1, "\n"), expected);
    }

    #[test]
    fn lines_of_both_sides_are_kept_and_collisions_are_marked() {
        check("a\nb\nc\n", "A\nb\nc\n", "a\nb\nC\n", "A\nb\nC\n");
        check("a\nb\n", "a\nb\n", "a\n", "a\n");
        check("a\nb\n", "a\nB\n", "a\nB\n", "a\nB\n");
        check(
            "a\nb\nc\n",
            "a\nx\nc\n",
            "a\ny\nc\nd\n",
            "a\n<<<<<<< ours\nx\n=======\ny\n>>>>>>> theirs\nc\nd\n",
        );
        check("a", "b", "c", "<<<<<<< ours\nb\n=======\nc\n>>>>>>> theirs");
    }
}
