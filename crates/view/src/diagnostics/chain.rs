//! Cycles drawn as what they are: a chain that comes back to its beginning.

use text::{Diagnostic, Place, SourceFile};
use unicode_width::UnicodeWidthStr;

use crate::terminal::{Line, Paint, Role};

/// A member of a cycle: its name and where it says that it waits.
pub(super) struct Member<'a> {
    name: &'a str,
    place: Place,
}

/// The members of the cycle that `diagnostic` is about, in order; `None` if it is about anything
/// else.
pub(super) fn members(diagnostic: &Diagnostic) -> Option<Vec<Member<'_>>> {
    if diagnostic.code != CYCLE || diagnostic.labels.is_empty() {
        return None;
    }
    Some(
        diagnostic
            .labels
            .iter()
            .map(|label| Member { name: &label.text, place: label.place })
            .collect(),
    )
}

/// The chain on one line with the line numbers under the names, or as a list where it does not fit.
pub(super) fn draw(members: &[Member], files: &[SourceFile], paint: &Paint) -> Vec<Line> {
    let arrow = " ──▶ ";
    let width = INDENT
        + members.iter().map(|member| member.name.width() + arrow.width()).sum::<usize>()
        + members[0].name.width();
    if !paint.draws() || width > paint.width {
        return list(members, files, paint);
    }
    let mut names = Line::plain(&" ".repeat(INDENT));
    let mut places = Line::new();
    for member in members {
        let start = names.width();
        if let Some(line) = line_number(member.place, files) {
            let number = format!(":{line}");
            let inset = member.name.width().saturating_sub(number.width()) / 2;
            places = places.padded(start + inset).with(Role::Label, &number);
        }
        names = names.and(member.name).with(Role::Deadline, arrow);
    }
    vec![names.and(members[0].name), places]
}

const INDENT: usize = 4;
const CYCLE: &str = "E201";

fn list(members: &[Member], files: &[SourceFile], paint: &Paint) -> Vec<Line> {
    let next = members.iter().cycle().skip(1);
    members
        .iter()
        .zip(next)
        .flat_map(|(member, next)| {
            let place = line_number(member.place, files)
                .map_or_else(String::new, |line| format!(" (line {line})"));
            paint.wrap(
                &Line::plain(&format!("    {} waits for {}{place}", member.name, next.name)),
                INDENT + 2,
            )
        })
        .collect()
}

fn line_number(place: Place, files: &[SourceFile]) -> Option<usize> {
    let file = files.get(place.file.index())?;
    (place.range.start <= file.text.len()).then(|| file.lines.line_of(place.range.start) + 1)
}
