//! # What it finds
//! Open tasks that wait for nothing and that nothing waits for, in a plan whose other tasks are
//! linked.
//!
//! # Why it matters
//! Where most work is in an order, work without one is usually a link that was forgotten. It is then
//! placed as early as anybody has time, and the date is too early.
//!
//! # How it is computed
//! Open tasks without parts that have no link of their own or of a parent, and that no item names,
//! directly or by a parent; asked if there are at least six open tasks and no more than a quarter of
//! them are so.
//!
//! # Example
//! ```markdown
//! # Shop
//!
//! - [ ] Data model `{#model @ana 3d..6d}`
//! - [ ] Catalog `{#catalog @bo 5d..10d after=model}`
//! - [ ] Checkout `{#checkout @cy 6d..12d after=model}`
//! - [ ] Search `{#search @di 4d..8d after=catalog}`
//! - [ ] Mails `{#mails @bo 1d..3d after=checkout}`
//! - [ ] Training for support `{#training @ana 1d..3d}`
//! ```
//!
//! # Instead
//! ```markdown
//! # Shop
//!
//! - [ ] Data model `{#model @ana 3d..6d}`
//! - [ ] Catalog `{#catalog @bo 5d..10d after=model}`
//! - [ ] Checkout `{#checkout @cy 6d..12d after=model}`
//! - [ ] Search `{#search @di 4d..8d after=catalog}`
//! - [ ] Mails `{#mails @bo 1d..3d after=checkout}`
//! - [ ] Training for support `{#training @ana 1d..3d after=mails,search}`
//! ```
//!
//! # When to accept it
//! When it really can be done at any time.

use std::collections::BTreeSet;

use plan::{ItemRef, TaskId};

use crate::{Check, Facts, Family, Finding, Rule, WayOut, Worth};

/// The rule.
pub const RULE: Rule = Rule {
    name: "loose-task",
    code: "Q204",
    family: Family::Order,
    source: include_str!("loose_task.rs"),
    check: Check::Plan(check),
};

/// Fewer open tasks than these need no order.
const OPEN_MIN: usize = 6;

fn check(facts: &Facts<'_>) -> Vec<Finding> {
    let named = named(facts);
    let open: Vec<TaskId> = facts.open_work().map(|(id, _)| id).collect();
    let is_loose = |id: &TaskId| {
        let is_named = facts.plan.with_parents(*id).any(|id| named.contains(&ItemRef::Task(id)));
        facts.plan.links(*id).next().is_none() && !is_named && !facts.plan.task(*id).is_started()
    };
    let loose: Vec<ItemRef> = open.iter().copied().filter(is_loose).map(ItemRef::Task).collect();
    if loose.is_empty() || open.len() < OPEN_MIN || loose.len() * 4 > open.len() {
        return Vec::new();
    }
    let named = facts.mentions(&loose);
    let (verb, them) = if loose.len() == 1 { ("waits", "it") } else { ("wait", "them") };
    let finding = Finding::new(
        format!("{named} {verb} for nothing, and nothing waits for {them}: is a link missing?"),
        Worth::Insurance,
    )
    .about(loose.iter().copied())
    .evidence(format!(
        "The other {} open tasks are in an order.",
        open.len() - loose.len()
    ))
    .rests_on(named)
    .way(WayOut::talk(format!(
        "say what comes before:  fore set {} after+=…",
        facts.argument(loose[0])
    )));
    vec![finding]
}

/// What any link of the plan names.
fn named(facts: &Facts<'_>) -> BTreeSet<ItemRef> {
    facts.plan.all_links().map(|link| link.to).chain(facts.plan.finish).collect()
}
