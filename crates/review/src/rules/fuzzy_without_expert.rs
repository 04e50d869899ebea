//! # What it finds
//! Open tasks marked `fuzzy` that name nobody who knows about them.
//!
//! # Why it matters
//! What is new to a team is seldom new to everybody. Half an hour with somebody who has done it
//! before says what takes long, and what can be left out; no estimate of those who have not can.
//!
//! # How it is computed
//! Tasks with `fuzzy` and without `expert=`, that nobody has begun.
//!
//! # Example
//! ```markdown
//! # Shop
//!
//! - [ ] Catalog `{#catalog @ana 3d..6d}`
//! - [ ] Taxes abroad `{#taxes @ana 3d..15d fuzzy after=catalog}`
//! ```
//!
//! # Instead
//! ```markdown
//! # Shop
//!
//! ## Team
//!
//! - Ana `{@ana}`
//! - Finance `{@finance outside}`
//!
//! ## Work
//!
//! - [ ] Catalog `{#catalog @ana 3d..6d}`
//! - [ ] Taxes abroad `{#taxes @ana 3d..15d fuzzy expert=@finance after=catalog}`
//! ```
//!
//! # When to accept it
//! When it was looked for, and nobody has done it before.

use plan::table::Key;
use plan::{Attribute, Intent, ItemRef, PersonId, Task, TaskId};

use crate::{Check, Facts, Family, Finding, Rule, WayOut, Worth};

/// The rule.
pub const RULE: Rule = Rule {
    name: "fuzzy-without-expert",
    code: "Q106",
    family: Family::Breakdown,
    source: include_str!("fuzzy_without_expert.rs"),
    check: Check::Plan(check),
};

fn check(facts: &Facts<'_>) -> Vec<Finding> {
    let fuzzy = facts.open_work().filter(|(_, task)| {
        task.fuzzy && task.expert.is_none() && !task.is_started()
    });
    let tasks: Vec<TaskId> = fuzzy.map(|(id, _)| id).collect();
    let Some(first) = tasks.first().copied() else { return Vec::new() };
    let items: Vec<ItemRef> = tasks.into_iter().map(ItemRef::Task).collect();
    let named = facts.mentions(&items);
    let (is, it) = if items.len() == 1 { ("is", "it") } else { ("are", "them") };
    let finding =
        Finding::new(format!("Who has done something like {named} before?"), Worth::Insurance)
            .evidence(format!(
                "The plan says that {named} {is} not understood yet, and names nobody who knows about {it}."
            ))
            .rests_on(named)
            .about(items.iter().copied())
            .way_if(ask_owner(facts, first))
            .way(WayOut::talk(format!(
                "find somebody who has, half an hour is enough:  fore set {} expert=@…",
                facts.argument(items[0])
            )));
    vec![finding]
}

/// Who owns a system that the task changes, if that is nobody who does the task.
fn ask_owner(facts: &Facts<'_>, id: TaskId) -> Option<WayOut> {
    let task = facts.plan.task(id);
    let owner = owner(facts, task)?;
    let expert = Attribute::Pair(Key::Expert, format!("@{}", facts.person(owner)));
    let set = Intent::Set(facts.plan.target(ItemRef::Task(id))?, expert);
    Some(WayOut::edit(format!("ask {}, who knows what it changes", facts.person(owner)), vec![set]))
}

fn owner(facts: &Facts<'_>, task: &Task) -> Option<PersonId> {
    let does_it = |id: &PersonId| task.who.people().any(|who| who == *id);
    let systems = task.changes.iter().map(|id| &facts.plan.systems[id.index()]);
    systems.flat_map(|system| &system.owners).copied().find(|id| !does_it(id))
}
