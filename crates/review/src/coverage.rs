//! What a plan may have forgotten: a topic that its own words suggest and none of them covers.
//!
//! In: facts, a row of the table of topics. Out: the open items that suggest the topic; none if any
//! text of the plan covers it, be it a task, a step, a risk or half a sentence of notes. A word counts
//! if it begins with a stem of the table. This module must not know what is asked: that is each
//! rule's.

use std::collections::BTreeSet;

use plan::table::Key;
use plan::{Attribute, FeatureId, Item, ItemRef, SystemId};

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

/// A task to add, with a range and after the task that suggests it.
pub fn draft(facts: &Facts<'_>, title: &str, range: &str, after: Option<ItemRef>) -> WayOut {
    let mut attributes = vec![Attribute::Estimate(range.to_owned())];
    let is_task = |item: &ItemRef| matches!(item, ItemRef::Task(_));
    let id = after.filter(is_task).and_then(|item| facts.plan.item(item)?.id.clone());
    attributes.extend(id.map(|id| Attribute::Pair(Key::After, id)));
    facts.draft_task(title, &attributes)
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
        .filter(|(_, feature)| !feature.item.ticked)
        .map(|(id, _)| ItemRef::Feature(id))
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
