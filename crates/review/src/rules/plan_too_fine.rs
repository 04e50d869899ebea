//! # What it finds
//! A plan of many pieces of a few hours each.
//!
//! # Why it matters
//! Each line of a plan costs reading, estimating and keeping it true. Below half a day that costs
//! more than it tells, and the forecast knows nothing more for it: a board or a list does better.
//!
//! # How it is computed
//! At least twelve open tasks have an estimate, and more than half of these are of half a day or
//! less in their middle.
//!
//! # Example
//! ```markdown
//! # Shop
//!
//! - [ ] Page 1 `{#p1 @ana 2h}`
//! - [ ] Page 2 `{#p2 @ana 2h}`
//! - [ ] Page 3 `{#p3 @ana 2h}`
//! - [ ] Page 4 `{#p4 @ana 2h}`
//! - [ ] Page 5 `{#p5 @ana 2h}`
//! - [ ] Page 6 `{#p6 @ana 2h}`
//! - [ ] Page 7 `{#p7 @ana 2h}`
//! - [ ] Page 8 `{#p8 @ana 2h}`
//! - [ ] Page 9 `{#p9 @ana 2h}`
//! - [ ] Page 10 `{#p10 @ana 2h}`
//! - [ ] Page 11 `{#p11 @ana 2h}`
//! - [ ] Page 12 `{#p12 @ana 2h}`
//! ```
//!
//! # Instead
//! ```markdown
//! # Shop
//!
//! - [ ] The twelve pages `{#pages @ana 2d..4d}`
//! ```
//!
//! # When to accept it
//! When the pieces are of many people who have to be told apart, such as on the day of a move.

use plan::ItemRef;

use crate::{Check, Facts, Family, Finding, Rule, WayOut, Worth};

/// The rule.
pub const RULE: Rule = Rule {
    name: "plan-too-fine",
    code: "Q902",
    family: Family::Process,
    source: include_str!("plan_too_fine.rs"),
    check: Check::Plan(check),
};

/// In days; what is smaller is done sooner than planned.
const SMALL: f64 = 0.5;
/// A list of fewer lines costs nobody anything.
const TASKS_MIN: usize = 12;

fn check(facts: &Facts<'_>) -> Vec<Finding> {
    let estimated: Vec<(ItemRef, f64)> = facts
        .open_work()
        .filter_map(|(id, task)| {
            let range = task.estimate?.range(&facts.plan.settings);
            Some((ItemRef::Task(id), facts.days(range.likely)))
        })
        .collect();
    let small: Vec<ItemRef> =
        estimated.iter().filter(|(_, days)| *days <= SMALL).map(|(item, _)| *item).collect();
    if estimated.len() < TASKS_MIN || small.len() * 2 <= estimated.len() {
        return Vec::new();
    }
    let total: f64 = estimated.iter().filter(|(_, days)| *days <= SMALL).map(|(_, days)| days).sum();
    let finding = Finding::new("Which of the small tasks need a line of their own?", Worth::Insurance)
        .evidence(format!(
            "{} of {} still open are of half a day or less, {} together.",
            small.len(),
            words::count(estimated.len(), "estimated task"),
            words::days(total),
        ))
        .rests_on((small.len() / TASKS_MIN).to_string())
        .about(small)
        .way(WayOut::talk("make one task of those that one person does in a row, the rest as notes"))
        .way(WayOut::talk("keep them on a board, and plan what others wait for"));
    vec![finding]
}
