//! # What it finds
//! A finish that does not wait for work that has to be done.
//!
//! # Why it matters
//! The date of the plan is that of its finish. Work that does not lead to it may be late or never done,
//! and the date does not show it.
//!
//! # How it is computed
//! Open tasks that neither lead to what `finish=` names nor wait for it, and that may not be cut; asked
//! if some of them serve a feature that is a must or lead to a promised milestone, or if they are at
//! least a quarter of the open tasks.
//!
//! # Example
//! ```markdown
//! # Shop
//!
//! `{finish=switch}`
//!
//! - [ ] Data model `{#model @ana 3d..6d}`
//! - [ ] Copy the orders `{#orders @bo 5d..10d after=model}`
//! - [ ] Move the customers `{#customers @bo 4d..8d after=orders}`
//! - [ ] Turn the old shop off `{#switch @ana 1d..2d after=model}`
//! ```
//!
//! # Instead
//! ```markdown
//! # Shop
//!
//! `{finish=switch}`
//!
//! - [ ] Data model `{#model @ana 3d..6d}`
//! - [ ] Copy the orders `{#orders @bo 5d..10d after=model}`
//! - [ ] Move the customers `{#customers @bo 4d..8d after=orders}`
//! - [ ] Turn the old shop off `{#switch @ana 1d..2d after=model,customers}`
//! ```
//!
//! # When to accept it
//! When the rest is another promise with a date of its own, and nobody reads the finish as the end of it.

use std::collections::BTreeSet;

use plan::table::Key;
use plan::{Intent, ItemRef, MilestoneId, TaskId};
use schedule::ActivityId;

use crate::{Check, Facts, Family, Finding, Played, Rule, WayOut, Worth};

/// The rule.
pub const RULE: Rule = Rule {
    name: "finish-before-work",
    code: "Q205",
    family: Family::Order,
    source: include_str!("finish_before_work.rs"),
    check: Check::Dates(check),
};

fn check(facts: &Facts<'_>, played: &Played<'_>) -> Vec<Finding> {
    let Some(finish) = facts.plan.finish else { return Vec::new() };
    let Some(activity) = played.lowered.activity_of(finish) else { return Vec::new() };
    let (before, behind) = (played.before(activity, None), played.behind(&[finish]));
    let of = |id: TaskId| played.lowered.activity_of(ItemRef::Task(id));
    let open: Vec<TaskId> =
        facts.plan.open_leaves().filter(|(_, task)| !task.optional).map(|(id, _)| id).collect();
    let is_left =
        |id: &TaskId| of(*id).is_some_and(|one| !before.contains(&one) && !behind.contains(&one));
    let left: Vec<TaskId> = open.iter().copied().filter(is_left).collect();
    let promised = promised(facts, played);
    let matters = |id: &TaskId| {
        let serves = facts.plan.task(*id).serves.iter();
        let is_must = |item: &ItemRef| {
            matches!(item, ItemRef::Feature(id) if facts.plan.features[id.index()].must)
        };
        serves.into_iter().any(is_must) || of(*id).is_some_and(|one| promised.contains(&one))
    };
    if left.is_empty() || left.len() * 4 < open.len() && !left.iter().any(matters) {
        return Vec::new();
    }
    question(facts, played, finish, &left, open.len()).into_iter().collect()
}

/// All that a milestone waits for of which others were told.
fn promised(facts: &Facts<'_>, played: &Played<'_>) -> BTreeSet<ActivityId> {
    let milestones = (0..).map(MilestoneId).zip(&facts.plan.milestones);
    let told = milestones.filter(|(_, milestone)| milestone.is_promised());
    let activities =
        told.filter_map(|(id, _)| played.lowered.activity_of(ItemRef::Milestone(id)));
    activities.flat_map(|activity| played.before(activity, None)).collect()
}

fn question(
    facts: &Facts<'_>,
    played: &Played<'_>,
    finish: ItemRef,
    left: &[TaskId],
    open: usize,
) -> Option<Finding> {
    let items: Vec<ItemRef> = left.iter().copied().map(ItemRef::Task).collect();
    // To wait for what comes last is to wait for all of it.
    let is_last = |item: &&ItemRef| {
        let behind = played.behind(&[**item]);
        !items.iter().any(|other| {
            played.lowered.activity_of(*other).is_some_and(|one| behind.contains(&one))
        })
    };
    let last: Vec<ItemRef> = items.iter().filter(is_last).copied().collect();
    let target = facts.plan.target(finish)?;
    let ids = last.iter().filter_map(|item| facts.plan.item(*item)?.id.clone());
    let intents: Vec<Intent> =
        ids.map(|id| Intent::AddLink(target.clone(), Key::After, id)).collect();
    let name = facts.mention(finish);
    let named = facts.mentions(&last);
    let (tasks, lead) = match left.len() {
        1 => ("One open task".to_owned(), "does"),
        n => (format!("{n} open tasks"), "do"),
    };
    let way = (!intents.is_empty())
        .then(|| WayOut::edit(format!("let {name} wait for {named}"), intents));
    Some(
        Finding::new(
            format!("{tasks} {lead} not lead to {name}, where the plan ends: is it over without them?"),
            Worth::Missing,
        )
        .about([finish].into_iter().chain(last.iter().copied()))
        .evidence(format!(
            "Of {}, the finish does not wait for {}; last of these come {named}. The date of the \
             plan says nothing of them.",
            words::count(open, "open task"),
            left.len(),
        ))
        .rests_on(format!("{name} {}", facts.mentions(&items)))
        .way_if(way)
        .way(WayOut::talk("or name the end of all work:  finish= under the title")),
    )
}
