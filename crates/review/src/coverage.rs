//! What a plan may have forgotten: a topic that its own words suggest and none of them covers.
//!
//! In: facts, a row of the table of topics. Out: the open items that suggest the topic; none if any
//! text of the plan covers it, be it a task, a step, a risk or half a sentence of notes. A word counts
//! if it begins with a stem of the table. What is proposed has its place in the order of work, else
//! the next question would be where that is. This module must not know what is asked: that is each
//! rule's.

use std::collections::BTreeSet;

use plan::table::Key;
use plan::{Attribute, FeatureId, Intent, Item, ItemRef, LinkKind, SystemId, TaskId};

use crate::facts::has_word;
use crate::topics::Topic;
use crate::{Facts, Finding, WayOut};

/// A plan of fewer tasks is a list that fits in a head.
pub const TASKS_MIN: usize = 5;
/// With fewer open tasks it is too late, or too early, to ask what is missing.
pub const OPEN_MIN: usize = 3;
/// So many items are named as the reason for asking.
const NAMED_MAX: usize = 3;

/// The question of a rule about `topic`, if the plan suggests the topic and no text covers it.
/// `question` gets the items that suggest it, in words, and the first of them.
pub fn ask(
    facts: &Facts<'_>,
    topic: &Topic,
    question: impl FnOnce(&str, ItemRef) -> Finding,
) -> Vec<Finding> {
    let items = suggested_by(facts, topic);
    let Some(first) = items.first().copied() else { return Vec::new() };
    if says(facts, topic.covers) {
        return Vec::new();
    }
    let named = facts.mentions(&items[..items.len().min(NAMED_MAX)]);
    vec![question(&named, first).about(items).rests_on(named)]
}

/// A task to add with a range: it waits for `after`, and is whose work that is.
///
/// What has no id cannot be waited for, and what is no task is nobody's.
pub fn follow_up(facts: &Facts<'_>, title: &str, range: &str, after: &[ItemRef]) -> WayOut {
    let tasks: Vec<TaskId> = after.iter().filter_map(|item| task(*item)).collect();
    let mut attributes = whose(facts, tasks.first().copied());
    attributes.push(Attribute::Estimate(range.to_owned()));
    let ids = tasks.iter().filter_map(|id| facts.plan.task(*id).item.id.clone());
    attributes.extend(waits_for(ids));
    facts.draft_task(title, &attributes)
}

/// A task to add with a range that `before` waits for, unless that has begun.
pub fn preparation(facts: &Facts<'_>, title: &str, range: &str, before: ItemRef) -> WayOut {
    let mut attributes = whose(facts, task(before));
    attributes.push(Attribute::Estimate(range.to_owned()));
    let way = facts.draft_task(title, &attributes);
    waited_for(facts, way, before)
}

/// A task to add with a range, between `before` and what that waits for.
pub fn rehearsal(facts: &Facts<'_>, title: &str, range: &str, before: ItemRef) -> WayOut {
    let links = task(before).into_iter().flat_map(|id| facts.plan.links(id));
    let waits = links.filter(|link| link.kind == LinkKind::FinishStart);
    let ids = waits.filter_map(|link| facts.plan.item(link.to)?.id.clone());
    let mut attributes = whose(facts, task(before));
    attributes.push(Attribute::Estimate(range.to_owned()));
    attributes.extend(waits_for(ids));
    waited_for(facts, facts.draft_task(title, &attributes), before)
}

/// Makes `before` wait for the task that `way` adds.
pub fn waited_for(facts: &Facts<'_>, mut way: WayOut, before: ItemRef) -> WayOut {
    let open = task(before).filter(|id| !facts.plan.task(*id).is_started());
    let target = open.and_then(|id| facts.plan.target(ItemRef::Task(id)));
    let id = way.intents.iter().find_map(|intent| match intent {
        Intent::Add(_, new) => new.attributes.iter().find_map(|attribute| match attribute {
            Attribute::Id(id) => Some(id.clone()),
            _ => None,
        }),
        _ => None,
    });
    way.intents.extend(target.zip(id).map(|(target, id)| Intent::AddLink(target, Key::After, id)));
    way
}

fn task(item: ItemRef) -> Option<TaskId> {
    match item {
        ItemRef::Task(id) => Some(id),
        _ => None,
    }
}

/// Its one person, as an attribute.
fn whose(facts: &Facts<'_>, task: Option<TaskId>) -> Vec<Attribute> {
    let person = task.and_then(|id| facts.plan.task(id).who.only());
    let inside = person.filter(|id| facts.plan.people[id.index()].is_inside());
    inside.map(|id| Attribute::Who(format!("@{}", facts.person(id)))).into_iter().collect()
}

fn waits_for(ids: impl Iterator<Item = String>) -> Option<Attribute> {
    let ids: Vec<String> = ids.collect();
    (!ids.is_empty()).then(|| Attribute::Pair(Key::After, ids.join(",")))
}

/// The open work that suggests a topic, then the features, then the systems that open work changes;
/// nothing for a plan too small to forget something.
pub fn suggested_by(facts: &Facts<'_>, topic: &Topic) -> Vec<ItemRef> {
    let tasks = facts.plan.leaves().filter(|(_, task)| !task.cut).count();
    if tasks < TASKS_MIN || facts.open_work().count() < OPEN_MIN {
        return Vec::new();
    }
    let is_about = |item: &ItemRef| suggests(facts, *item, topic.signs);
    let work = facts.open_work().map(|(id, _)| ItemRef::Task(id)).filter(is_about);
    let features = (0..).map(FeatureId).zip(&facts.plan.features);
    let features = features
        .zip(facts.plan.features_reached())
        .filter(|(_, is_reached)| !is_reached)
        .map(|((id, _), _)| ItemRef::Feature(id))
        .filter(is_about);
    let systems = changed(facts).into_iter().filter(|id| {
        let kind = facts.plan.systems[id.index()].kind;
        kind.is_some_and(|kind| topic.kinds.contains(&kind))
    });
    work.chain(features).chain(systems.map(ItemRef::System)).collect()
}

/// The systems that open work changes.
fn changed(facts: &Facts<'_>) -> BTreeSet<SystemId> {
    facts.open_work().flat_map(|(_, task)| task.changes.iter().copied()).collect()
}

/// Whether any text of the plan has a word that begins with one of `stems`.
pub fn says(facts: &Facts<'_>, stems: &str) -> bool {
    facts.mentions_any(&stems.split('|').collect::<Vec<_>>())
}

/// Whether a word of an item's title or id begins with one of `stems`.
pub fn suggests(facts: &Facts<'_>, item: ItemRef, stems: &str) -> bool {
    facts.plan.item(item).is_some_and(|item| named_like(item, stems))
}

/// The same of an item at hand.
pub fn named_like(item: &Item, stems: &str) -> bool {
    let id = item.id.as_deref().unwrap_or_default();
    let text = format!("{} {id} ", item.title).to_lowercase().replace('-', " ");
    stems.split('|').any(|stem| has_word(&text, stem))
}
