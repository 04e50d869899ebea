//! Names: where one comes from, where it is used, and another one in all these places.

use plan::table::Kind;
use text::{FileId, TextEdit};
use workbench::{Input, read};

use crate::answer::Answer;
use crate::names::{Name, Spot, all, spot_at};
use crate::workspace::Reading;

/// Where the name at `offset` comes from.
#[must_use]
pub fn definition(reading: &Reading, file: FileId, offset: usize) -> Answer {
    let plan = &reading.snapshot.plan;
    let declared = name_at(reading, file, offset)
        .and_then(|name| plan.by_id.get(&name.name).copied())
        .and_then(|reference| plan.item(reference));
    declared.map_or(Answer::Nothing, |item| Answer::Places(vec![item.place]))
}

/// Where the name at `offset`, or that of the item whose title stands there, is written.
#[must_use]
pub fn references(
    reading: &Reading,
    file: FileId,
    offset: usize,
    with_declaration: bool,
) -> Answer {
    let Some(name) = name_of(reading, file, offset) else { return Answer::Nothing };
    let names = all(&reading.snapshot, &reading.items).into_iter();
    let used = names.filter(|one| one.name == name && (with_declaration || !one.is_declared));
    Answer::Places(used.map(|one| one.place).collect())
}

/// What a rename at `offset` would be about.
#[must_use]
pub fn can_rename(reading: &Reading, file: FileId, offset: usize) -> Answer {
    let name = name_at(reading, file, offset).filter(|name| name.name != "@team");
    name.map_or(Answer::Nothing, |name| Answer::Renamable(name.place.range))
}

/// Another name in every place where the one at `offset` is written. Refused if the name is taken or
/// none, and if the plan would say something else afterwards than before.
#[must_use]
pub fn rename(reading: &Reading, file: FileId, offset: usize, new: &str) -> Answer {
    let refused = |why: &str| Answer::Refused(why.to_owned());
    let Some(old) = name_at(reading, file, offset) else {
        return refused("there is no id and no name here");
    };
    let new = new.trim_start_matches(['#', '@']);
    if !plan::is_name(new) {
        return refused(
            "a name begins with a small letter and has only small letters, digits and hyphens",
        );
    }
    let mark = if old.name.starts_with('@') { "@" } else { "" };
    if reading.snapshot.plan.by_id.contains_key(&format!("{mark}{new}")) || new == plan::TEAM {
        return refused(&format!("`{mark}{new}` is taken"));
    }
    let places =
        all(&reading.snapshot, &reading.items).into_iter().filter(|one| one.name == old.name);
    let edits: Vec<TextEdit> = places
        .map(|one| TextEdit { file: one.place.file, range: one.place.range, text: new.to_owned() })
        .collect();
    if is_sound(reading, &edits) {
        Answer::Edits(edits)
    } else {
        refused("the plan would not be the same under this name")
    }
}

/// Whether the plan has as many items after the edits, and no more diagnostics.
fn is_sound(reading: &Reading, edits: &[TextEdit]) -> bool {
    let before = &reading.snapshot;
    let mut input = before.input();
    let Input { files, settings, .. } = &mut input;
    if text::apply_to_files(files.iter_mut().chain(settings.as_mut()), edits).is_err() {
        return false;
    }
    let after = read(input);
    after.plan.items().count() == before.plan.items().count()
        && after.plan.by_id.len() == before.plan.by_id.len()
        && after.diagnostics.len() <= before.diagnostics.len()
}

fn name_at(reading: &Reading, file: FileId, offset: usize) -> Option<Name> {
    match spot_at(&reading.snapshot, &reading.items, file, offset)? {
        (_, Spot::Name(name)) => Some(name),
        _ => None,
    }
}

/// The name at `offset`, else the id of the item whose title is there.
fn name_of(reading: &Reading, file: FileId, offset: usize) -> Option<String> {
    match spot_at(&reading.snapshot, &reading.items, file, offset)? {
        (_, Spot::Name(name)) => Some(name.name),
        (Some(item), Spot::Title(_)) => {
            let id = reading.snapshot.plan.item(item)?.id.clone()?;
            Some(if item.kind() == Kind::Person { format!("@{id}") } else { id })
        }
        _ => None,
    }
}
