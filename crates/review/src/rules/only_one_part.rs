//! # What it finds
//! Open work that is divided into one part.
//!
//! # Why it matters
//! Work is divided because it has parts. Where there is only one, the others were not thought of yet,
//! or there is a heading too many and two places to keep up to date.
//!
//! # How it is computed
//! Open tasks with exactly one part, those that were cut left out, in a plan of which at least half
//! of the open tasks have an estimate: before that it is a list of thoughts. Where most divided tasks
//! are so, it is how the plan is written, and nothing is asked.
//!
//! # Example
//! ```markdown
//! # Shop
//!
//! - [ ] Checkout `{#checkout @ana}`
//!   - [ ] Payment by card `{#card 4d..8d}`
//! - [ ] Catalog `{#catalog @bo}`
//!   - [ ] Import `{#import 2d..4d}`
//!   - [ ] Pages `{#pages 2d..5d after=import}`
//! - [ ] Mails `{#mails @bo 2d..4d after=card}`
//! ```
//!
//! # Instead
//! ```markdown
//! # Shop
//!
//! - [ ] Checkout `{#checkout @ana}`
//!   - [ ] Payment by card `{#card 4d..8d}`
//!   - [ ] Invoices and refunds `{#refunds 2d..5d after=card}`
//! - [ ] Catalog `{#catalog @bo}`
//!   - [ ] Import `{#import 2d..4d}`
//!   - [ ] Pages `{#pages 2d..5d after=import}`
//! - [ ] Mails `{#mails @bo 2d..4d after=card}`
//! ```
//!
//! # When to accept it
//! When the other parts are finished and were removed, or belong to another plan.

use plan::{Attribute, Intent, ItemRef, NewItem, Position, TaskId};

use crate::{Check, Facts, Family, Finding, Rule, WayOut, Worth};

/// The rule.
pub const RULE: Rule = Rule {
    name: "only-one-part",
    code: "Q104",
    family: Family::Breakdown,
    source: include_str!("only_one_part.rs"),
    check: Check::Plan(check),
};

fn check(facts: &Facts<'_>) -> Vec<Finding> {
    if facts.plan.is_too_early() {
        return Vec::new();
    }
    let divided: Vec<(ItemRef, Vec<TaskId>)> = (0..)
        .map(TaskId)
        .zip(&facts.plan.tasks)
        .filter(|(_, task)| !task.is_leaf() && !task.cut && !task.ticked)
        .map(|(id, _)| (ItemRef::Task(id), parts(facts, id)))
        .collect();
    let single: Vec<&(ItemRef, Vec<TaskId>)> =
        divided.iter().filter(|(_, parts)| parts.len() == 1).collect();
    let Some((first, parts)) = single.first() else { return Vec::new() };
    if single.len() > 1 && single.len() * 2 > divided.len() {
        return Vec::new();
    }
    let items: Vec<ItemRef> = single.iter().map(|(item, _)| *item).collect();
    let (named, part) = (facts.mention(*first), facts.mention(ItemRef::Task(parts[0])));
    let mut finding = Finding::new(
        format!("What besides {part} belongs to {named}?"),
        Worth::Missing,
    )
    .evidence(format!("{part} is its only part: the others are missing, or it need not be divided."))
    .rests_on(facts.mentions(&items))
    .way_if(second_part(facts, *first))
    .way(WayOut::talk("or make one task of the two, if there is nothing else"));
    if items.len() > 1 {
        finding = finding.evidence(format!("With one part, too: {}.", facts.mentions(&items[1..])));
    }
    vec![finding.about(items)]
}

/// The parts of a task that were not cut.
fn parts(facts: &Facts<'_>, id: TaskId) -> Vec<TaskId> {
    let all = facts.plan.task(id).children.iter();
    all.copied().filter(|part| !facts.plan.task(*part).cut).collect()
}

/// Another part, to be named.
fn second_part(facts: &Facts<'_>, item: ItemRef) -> Option<WayOut> {
    let title = format!("The rest of “{}”", facts.plan.item(item)?.title.replace('`', ""));
    let attributes = vec![Attribute::Estimate("1d..4d".to_owned())];
    let new = NewItem { title: title.clone(), check_box: true, attributes };
    let inside = Position::Inside(facts.plan.target(item)?);
    Some(WayOut::draft(title, Intent::Add(inside, new)))
}
