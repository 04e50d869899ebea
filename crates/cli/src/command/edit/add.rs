//! `fore add`: a new item; or a contract between two pieces of work, so that both can start.

use std::collections::BTreeSet;

use plan::table::{Flag, Key};
use plan::{
    Attribute, Intent, Item, ItemRef, LinkKind, NewItem, Plan, Position, Target, TaskId, free_id,
};

use super::{Edit, target, tokens};
use crate::arguments::{AddPlace, Arguments, EditOptions};
use crate::exit::{Exit, Trouble};
use crate::terminal::Terminal;

/// Sections whose items have a check box.
const WITH_BOX: &[&str] = &["Work", "Milestones", "Unknowns", "Decisions", "Obstacles"];

/// What agreeing a contract, standing in for one side, and putting both together usually takes.
const CONTRACT_EFFORT: &str = "0.5d..2d";
const STUB_EFFORT: &str = "0.5d..2d";
const INTEGRATION_EFFORT: &str = "1d..3d";

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
        let check_box = WITH_BOX.iter().any(|known| known.eq_ignore_ascii_case(section));
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

/// Two pieces of work, one waiting for the other, start from an agreed interface instead: a
/// contract first, a stand-in for one side, both sides in parallel, then their integration.
fn contract(plan: &Plan, title: &str, one: &str, other: &str) -> Result<Edit, Trouble> {
    let sides = [task(plan, one)?, task(plan, other)?];
    let waits = |id: TaskId, on: TaskId| {
        plan.task(id).own_links.iter().any(|link| link.to == ItemRef::Task(on))
    };
    // The side that is waited for provides; where neither waits, the first one named.
    let [provider, consumer] = if waits(sides[0], sides[1]) { [sides[1], sides[0]] } else { sides };
    let mut taken: BTreeSet<String> = plan.by_id.keys().cloned().collect();
    let mut id = |title: &str| {
        let id = free_id(title, &taken);
        taken.insert(id.clone());
        id
    };
    let (agreed, stub, both) =
        (id(title), id(&format!("{title} stub")), id(&format!("{title} integration")));
    let [provider_id, consumer_id] = [named(plan, provider)?, named(plan, consumer)?];
    let [provider_item, consumer_item] = [provider, consumer].map(|id| &plan.task(id).item);

    let mut intents =
        vec![Intent::AddLink(Target::Id(consumer_id.clone()), Key::After, stub.clone())];
    if plan.task(provider).started.is_none() && !plan.task(provider).ticked {
        let target = Target::Id(provider_id.clone());
        intents.push(Intent::AddLink(target, Key::After, agreed.clone()));
    }
    if waits(consumer, provider) {
        let target = Target::Id(consumer_id.clone());
        intents.push(Intent::RemoveLink(target, Key::After, provider_id.clone()));
    }
    for waiting in plan.items().filter(|(item, _)| waits_for_finish(plan, *item, consumer)) {
        let Some(target) = plan.target(waiting.0) else { continue };
        intents.push(Intent::RemoveLink(target.clone(), Key::After, consumer_id.clone()));
        intents.push(Intent::AddLink(target, Key::After, both.clone()));
    }
    let pieces = contract_items(plan, title, [provider, consumer], [&agreed, &stub, &both]);
    let beside = Position::After(Target::Id(consumer_id));
    intents.extend(pieces.into_iter().map(|piece| Intent::Add(beside.clone(), piece)));
    Ok(Edit {
        title: format!(
            "agreed contract “{title}” between {provider_id} and the work that waits for it"
        ),
        intents,
        remarks: vec![format!(
            "“{}” and “{}” can now go on side by side once `{agreed}` is agreed. The three new \
             estimates are guesses: put your own in.",
            provider_item.title, consumer_item.title
        )],
    })
}

/// The contract, the stand-in and the integration.
fn contract_items(
    plan: &Plan,
    title: &str,
    [provider, consumer]: [TaskId; 2],
    [agreed, stub, both]: [&String; 3],
) -> Vec<NewItem> {
    let who = |id: TaskId| {
        let people = plan.task(id).who.people().next();
        people.map(|id| Attribute::Who(format!("@{}", plan.people[id.index()].name())))
    };
    let together = match (who(provider), who(consumer)) {
        (Some(Attribute::Who(one)), Some(Attribute::Who(other))) if one != other => {
            Some(Attribute::Who(format!("{one} {other}")))
        }
        (one, other) => one.or(other),
    };
    let piece =
        |title: String, id: &str, who: Option<Attribute>, estimate: &str, rest: Attribute| {
            let mut attributes = vec![Attribute::Id(id.to_owned())];
            attributes.extend(who);
            attributes.extend([Attribute::Estimate(estimate.to_owned()), rest]);
            NewItem { title, check_box: true, attributes }
        };
    let after = |ids: String| Attribute::Pair(Key::After, ids);
    let [provider_id, consumer_id] = [provider, consumer].map(|id| name(&plan.task(id).item));
    vec![
        piece(
            format!("Agree {title}"),
            agreed,
            together,
            CONTRACT_EFFORT,
            Attribute::Flag(Flag::Contract),
        ),
        piece(
            format!("Stand-in for {title} with made-up data"),
            stub,
            who(provider),
            STUB_EFFORT,
            after(agreed.clone()),
        ),
        piece(
            format!("Put both sides of {title} together"),
            both,
            who(consumer),
            INTEGRATION_EFFORT,
            after(format!("{provider_id},{consumer_id}")),
        ),
    ]
}

/// Whether `item` has a plain `after=` link of its own to `task`.
fn waits_for_finish(plan: &Plan, item: ItemRef, task: TaskId) -> bool {
    let links = match item {
        ItemRef::Task(id) => &plan.task(id).own_links,
        ItemRef::Milestone(id) => &plan.milestones[id.index()].links,
        ItemRef::Feature(id) => &plan.features[id.index()].links,
        _ => return false,
    };
    links.iter().any(|link| {
        link.to == ItemRef::Task(task) && link.kind == LinkKind::FinishStart && link.lag.is_none()
    })
}

fn task(plan: &Plan, name: &str) -> Result<TaskId, Trouble> {
    match target(plan, name)?.0 {
        ItemRef::Task(id) => Ok(id),
        _ => Err(Trouble::WrongKind { name: name.to_owned(), wanted: "a task" }),
    }
}

/// The id of a task that links must be able to name.
fn named(plan: &Plan, id: TaskId) -> Result<String, Trouble> {
    let item = &plan.task(id).item;
    item.id.clone().ok_or_else(|| Trouble::NoId(item.title.clone()))
}

fn name(item: &Item) -> &str {
    item.id.as_deref().unwrap_or(&item.title)
}
