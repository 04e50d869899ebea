//! Mistakes of form: what `markup` found, in words.

use markup::{Problem, ProblemKind};
use text::{Diagnostic, FileId, Place, SourceFile, TextEdit, TextRange};

use super::report::Report;
use crate::codes;

/// Reports the problems of one file; its conflicts as one error.
pub fn report_problems(
    file: FileId,
    source: &SourceFile,
    problems: &[Problem],
    report: &mut Report,
) {
    let is_conflict = |problem: &&Problem| problem.kind == ProblemKind::ConflictMarkers;
    let conflicts: Vec<TextRange> =
        problems.iter().filter(is_conflict).map(|problem| problem.range).collect();
    if !conflicts.is_empty() {
        report_conflicts(file, source, &conflicts, report);
    }
    for problem in problems.iter().filter(|problem| !is_conflict(problem)) {
        let (code, what, help) = words(problem.kind);
        let place = Place::new(file, problem.range);
        report.error(code, place, what, |diagnostic| {
            let diagnostic = diagnostic.help(help);
            match &problem.fix {
                None => diagnostic,
                Some(text) => diagnostic.fix(
                    if text.contains('\n') {
                        "move it to a paragraph of its own".to_owned()
                    } else {
                        format!("write {text}")
                    },
                    vec![TextEdit { file, range: problem.range, text: text.clone() }],
                ),
            }
        });
    }
}

fn report_conflicts(
    file: FileId,
    source: &SourceFile,
    conflicts: &[TextRange],
    report: &mut Report,
) {
    let lines: Vec<String> =
        conflicts.iter().map(|range| source.line_column(range.start).line.to_string()).collect();
    let (count, at) = match lines.as_slice() {
        [line] => ("1 conflict".to_owned(), format!("at line {line}")),
        [first @ .., last] => (
            format!("{} conflicts", lines.len()),
            format!("at lines {} and {last}", first.join(", ")),
        ),
        [] => return,
    };
    let what = format!("{} has an unfinished git merge: {count}, {at}", source.path);
    let place = Place::new(file, conflicts[0]);
    report.error(codes::CONFLICT, place, what, |diagnostic| {
        let label = |diagnostic: Diagnostic, range: &TextRange| {
            diagnostic.label(Place::new(file, *range), "and here")
        };
        conflicts[1..]
            .iter()
            .fold(diagnostic, label)
            .help("`fore merge` settles it item by item, with the price of each side; or keep the lines that are meant, and remove the marks")
    });
}

fn words(kind: ProblemKind) -> (&'static str, &'static str, &'static str) {
    match kind {
        ProblemKind::ConflictMarkers => (codes::CONFLICT, "unfinished git merge", "settle it"),
        ProblemKind::BareBlock => (
            codes::BARE_BLOCK,
            "attributes stand here without backticks",
            "put backticks around the braces; around text that only looks like attributes, double ones",
        ),
        ProblemKind::BlockOutOfPlace => (
            codes::BLOCK_OUT_OF_PLACE,
            "nothing takes the attributes here",
            "move them into the first paragraph of an item, or right under a heading; to show them as text, use double backticks",
        ),
        ProblemKind::UnclosedBlock => (
            codes::UNCLOSED_BLOCK,
            "these attributes are not closed",
            "end them with a brace and a backtick, in the same paragraph",
        ),
        ProblemKind::SecondBlock => (
            codes::SECOND_BLOCK,
            "this item has two attribute blocks",
            "move these attributes into the first block",
        ),
        ProblemKind::NoSpaceBeforeBox => (
            codes::NO_SPACE_BEFORE_BOX,
            "there is no space before the check box, so this is no task",
            "write `- [ ]`",
        ),
        ProblemKind::NoSpaceAfterBox => (
            codes::NO_SPACE_AFTER_BOX,
            "there is no space after the check box, so this is no task",
            "write `- [ ] ` and then the title",
        ),
        ProblemKind::ItemReadAsText => (
            codes::ITEM_AS_TEXT,
            "this line is not read as an item of its own",
            "put an empty line before it, or indent it as the items around it",
        ),
        ProblemKind::UnknownMark => (
            codes::UNKNOWN_MARK,
            "a check box is empty or has an `x`",
            "write `[ ]`, or `[x]` for what is done; for what is begun, `started=` and `left=`",
        ),
    }
}
