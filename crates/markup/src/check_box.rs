//! Check boxes, right ones and wrong ones.
//!
//! In: the raw text where an item's text begins, or a line of a paragraph. Out: the box and what
//! is wrong with it. What a tick means is not known here.

use text::TextRange;

use crate::outline::{CheckBox, Problem, ProblemKind};

/// A check box at the start of an item's text.
pub struct Found {
    /// The box. After a mistake the mark is what stands between the brackets, perhaps nothing.
    pub check: CheckBox,
    /// Where it ends.
    pub end: usize,
    /// What is wrong with it.
    pub problem: Option<Problem>,
}

/// Reads the check box that `text[start..end]` begins with, if it begins with one.
///
/// `[x](…)` and `[x][…]` are links, and `[1] …` is a reference: no boxes.
pub fn read(text: &str, start: usize, end: usize) -> Option<Found> {
    let inside = text[start..end].strip_prefix('[')?;
    let mark = &inside[..inside.char_indices().take(4).find(|(_, c)| *c == ']')?.0];
    let after = &inside[mark.len() + 1..];
    let ticked = matches!(mark.trim(), "x" | "X");
    let mark_range = TextRange::new(start + 1, start + 1 + mark.len());
    let box_range = TextRange::new(start, mark_range.end + 1);
    let check = CheckBox { ticked, mark: mark_range };
    let found = |problem| Some(Found { check, end: box_range.end, problem });
    let known = matches!(mark, " " | "x" | "X");
    let open = after.is_empty() || after.starts_with(|c: char| c.is_ascii_whitespace());
    match (known, open) {
        (true, true) => found(None),
        (true, false) if after.starts_with(['(', '[']) => None,
        (true, false) => found(Some(Problem {
            kind: ProblemKind::NoSpaceAfterBox,
            range: box_range,
            fix: Some(format!("[{mark}] ")),
        })),
        (false, true) => {
            let fix = right_box(mark)?;
            found(Some(Problem { kind: ProblemKind::UnknownMark, range: box_range, fix }))
        }
        (false, false) => None,
    }
}

/// The box that a wrong mark stands for, if that is plain; `None` if it is no box at all.
fn right_box(mark: &str) -> Option<Option<String>> {
    let inner = mark.trim();
    match inner {
        "" => return Some(Some("[ ]".to_owned())),
        "x" | "X" | "v" | "V" | "✓" | "✔" => return Some(Some("[x]".to_owned())),
        _ => {}
    }
    let is_mark = inner.chars().count() == 1 && !inner.starts_with(|c: char| c.is_ascii_digit());
    is_mark.then_some(None)
}

/// The problem of a line of text that looks like an item with a box.
///
/// `line` is the line from its first byte, and `indent` gives what its white space should be if it
/// is too deep to be an item.
pub fn in_text(text: &str, line: TextRange, indent: impl FnOnce() -> String) -> Option<Problem> {
    let white = line.len() - line.of(text).trim_start_matches([' ', '\t']).len();
    let start = line.start + white;
    let marker = TextRange::new(start, start + marker_length(&text[start..line.end])?);
    let after = &text[marker.end..line.end];
    let spaces = after.len() - after.trim_start_matches([' ', '\t']).len();
    let found = read(text, marker.end + spaces, line.end)?;
    let check_box = &text[marker.end + spaces..found.end];
    if spaces == 0 {
        let fix = Some(format!("{} {check_box}", marker.of(text)));
        let range = TextRange::new(start, found.end);
        return Some(Problem { kind: ProblemKind::NoSpaceBeforeBox, range, fix });
    }
    let kind = ProblemKind::ItemReadAsText;
    let indent = indent();
    let may_interrupt = marker.len() == 1 || matches!(marker.of(text), "1." | "1)");
    if white > indent.len() && may_interrupt {
        let fix = Some(format!("{indent}{}", &text[start..found.end]));
        return Some(Problem { kind, range: TextRange::new(line.start, found.end), fix });
    }
    Some(Problem { kind, range: TextRange::new(start, found.end), fix: None })
}

/// The length of the list marker that `line` begins with: `-`, `*`, `+`, `1.` or `1)`.
pub fn marker_length(line: &str) -> Option<usize> {
    if line.starts_with(['-', '*', '+']) {
        return Some(1);
    }
    let digits = line.bytes().take(9).take_while(u8::is_ascii_digit).count();
    (digits > 0 && line[digits..].starts_with(['.', ')'])).then_some(digits + 1)
}
