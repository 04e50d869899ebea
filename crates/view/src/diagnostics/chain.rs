//! Cycles drawn as what they are: a chain that comes back to its beginning.

use text::{Diagnostic, Place, SourceFile};
use unicode_width::UnicodeWidthStr;

use crate::terminal::{Line, Paint, Role};

/// A member of a cycle: its name, and where it says that it waits for the one before.
pub(super) struct Member<'a> {
    name: &'a str,
    place: Option<Place>,
}

/// The cycle that `diagnostic` is about, its first member again at the end; `None` if it is about
/// anything else. The first place is where the second member says that it waits for the first.
pub(super) fn members(diagnostic: &Diagnostic) -> Option<Vec<Member<'_>>> {
    let names = &diagnostic.chain;
    let labels = diagnostic.labels.iter().map(|label| label.place);
    let mut places = std::iter::once(diagnostic.place).chain(labels);
    let is_shortened = names.iter().any(|name| name == "…");
    let (first, rest) = names.split_first()?;
    let mut members = vec![Member { name: first, place: None }];
    for name in rest {
        let place = if is_shortened { None } else { places.next() };
        members.push(Member { name, place });
    }
    Some(members)
}

/// The chain on one line with the line numbers under the names, or as a list where it does not fit.
pub(super) fn draw(members: &[Member], files: &[SourceFile], paint: &Paint) -> Vec<Line> {
    let names: usize = members.iter().map(|member| member.name.width() + ARROW.width()).sum();
    if !paint.draws() || INDENT + names > paint.width + ARROW.width() {
        return list(members, files, paint);
    }
    let mut line = Line::plain(&" ".repeat(INDENT));
    let mut places = Line::new();
    for (index, member) in members.iter().enumerate() {
        if index > 0 {
            line = line.with(Role::Deadline, ARROW);
        }
        if let Some(number) = line_number(member, files) {
            let number = format!(":{number}");
            let inset = member.name.width().saturating_sub(number.width()) / 2;
            places = places.padded(line.width() + inset).with(Role::Label, &number);
        }
        line = line.and_prose(member.name);
    }
    vec![line, places]
}

const INDENT: usize = 4;
const ARROW: &str = " ──▶ ";

fn list(members: &[Member], files: &[SourceFile], paint: &Paint) -> Vec<Line> {
    let waits = members.windows(2).flat_map(|pair| {
        let place =
            line_number(&pair[1], files).map_or_else(String::new, |line| format!(" (line {line})"));
        let text = format!("    {} waits for {}{place}", pair[1].name, pair[0].name);
        paint.wrap(&Line::prose(&text), INDENT + 2)
    });
    waits.collect()
}

fn line_number(member: &Member, files: &[SourceFile]) -> Option<usize> {
    let place = member.place?;
    let file = files.get(place.file.index())?;
    (place.range.start <= file.text.len()).then(|| file.lines.line_of(place.range.start) + 1)
}
