//! `fore add`: a new item; or a contract between two pieces of work, so that both can start.

use std::collections::BTreeSet;

use plan::table::Key;
use plan::{Attribute, Intent, ItemRef, NewItem, Plan, Position, free_id};
use workbench::actions;

use super::{Edit, target, tokens};
use crate::arguments::{AddPlace, Arguments, EditOptions};
use crate::exit::{Exit, Trouble};
use crate::terminal::Terminal;

/// Adds an item called `title`; with `between`, a contract of that title.
pub fn add(
    title: &str,
    words: &[String],
    place: &AddPlace,
    options: EditOptions,
    arguments: &Arguments,
    terminal: &Terminal,
) -> Result<Exit, Trouble> {
    super::run(arguments, options, terminal, |snapshot| {
        let plan = &snapshot.plan;
        if place.contract {
            let [one, other] = place.between.as_slice() else {
                return Err(Trouble::NothingToDo(
                    "name the two sides: fore add --contract \"Invoice JSON\" --between api,pages",
                ));
            };
            return contract(plan, title, one, other);
        }
        let mut attributes = tokens::attributes(words)?;
        let (position, check_box) = position(plan, place, &attributes)?;
        let in_team = |name: &String| name.eq_ignore_ascii_case("Team");
        if !matches!(&position, Position::Section(name) if in_team(name)) {
            add_id(plan, title, &mut attributes);
        }
        let new = NewItem { title: title.to_owned(), check_box, attributes };
        Ok(Edit::new(format!("added “{title}”"), vec![Intent::Add(position, new)]))
    })
}

/// An id made from the title, unless one was given.
fn add_id(plan: &Plan, title: &str, attributes: &mut Vec<Attribute>) {
    let has_id = attributes.iter().any(|attribute| matches!(attribute, Attribute::Id(_)));
    if !has_id {
        let taken: BTreeSet<String> = plan.by_id.keys().cloned().collect();
        attributes.insert(0, Attribute::Id(free_id(title, &taken)));
    }
}

/// Where a new item goes, and whether items there have a check box.
fn position(
    plan: &Plan,
    place: &AddPlace,
    attributes: &[Attribute],
) -> Result<(Position, bool), Trouble> {
    if let Some(name) = &place.under {
        return Ok((Position::Inside(target(plan, name)?.1), true));
    }
    if let Some(name) = &place.after_item {
        return Ok((Position::After(target(plan, name)?.1), true));
    }
    if let Some(section) = &place.to {
        let check_box = plan::section(section).is_some_and(|(_, kind)| kind.has_box());
        return Ok((Position::Section(section.clone()), check_box));
    }
    // Beside what it waits for, else beside the last task.
    let waits_for = attributes.iter().find_map(|attribute| match attribute {
        Attribute::Pair(Key::After, links) => links.split([',', ':']).next(),
        _ => None,
    });
    let predecessor = waits_for.and_then(|id| match plan.by_id.get(id)? {
        ItemRef::Task(id) => Some(*id),
        _ => None,
    });
    let beside = predecessor.or_else(|| plan.leaves().map(|(id, _)| id).last());
    match beside.and_then(|id| plan.target(ItemRef::Task(id))) {
        Some(target) => Ok((Position::After(target), true)),
        None => Ok((Position::Section("Work".to_owned()), true)),
    }
}

/// A contract between two tasks.
fn contract(plan: &Plan, title: &str, one: &str, other: &str) -> Result<Edit, Trouble> {
    let (first, _) = target(plan, one)?;
    let (second, _) = target(plan, other)?;
    Ok(Edit {
        title: format!("agreed contract “{title}” between {one} and {other}"),
        intents: actions::contract(plan, title, first, second)?,
        remarks: vec![
            "Both can now go on side by side once the contract is agreed. The three new estimates \
             are guesses: put your own in."
                .to_owned(),
        ],
    })
}
