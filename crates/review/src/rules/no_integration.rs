//! # What it finds
//! Parts that talk to each other, made apart, and nothing about the day on which they meet.
//!
//! # Why it matters
//! Each side works against its own idea of the other. What does not fit shows when both are
//! finished, and then it is nobody's task and everybody's week.
//!
//! # How it is computed
//! Titles of open tasks and features, and the kinds of systems that open work changes, suggest it;
//! a word about it anywhere in the plan, notes included, answers it. The words are in one table,
//! `crates/review/src/topics.rs`. Plans of fewer than five tasks, or with fewer than three open
//! ones, are not asked. At least two items have to suggest it, or two people change systems of
//! which one calls the other.
//!
//! # Example
//! ```markdown
//! # Shop
//!
//! - [ ] Price API `{#price-api @ana 4d..8d}`
//! - [ ] Frontend for prices `{#price-ui @bo 4d..8d}`
//! - [ ] Payment provider `{#provider @ana 3d..6d}`
//! - [ ] Mail to customers `{#mail @bo 1d..2d}`
//! - [ ] Release `{#release @ana 1d after=price-api,price-ui,provider,mail}`
//! ```
//!
//! # Instead
//! ```markdown
//! # Shop
//!
//! - [ ] Price API `{#price-api @ana 4d..8d}`
//! - [ ] Frontend for prices `{#price-ui @bo 4d..8d}`
//! - [ ] Payment provider `{#provider @ana 3d..6d}`
//! - [ ] Mail to customers `{#mail @bo 1d..2d}`
//! - [ ] First price from end to end, in the second week `{#first-price @ana @bo 1d..2d}`
//! - [ ] Release `{#release @ana 1d after=price-api,price-ui,provider,mail,first-price}`
//! ```
//!
//! # When to accept it
//! When one person makes both sides, or both sides have been in use for long.

use plan::{ItemRef, SystemId, TaskId};

use crate::coverage::{TASKS_MIN, follow_up, suggested_by, says};
use crate::topics::FITTING;
use crate::{Check, Facts, Family, Finding, Rule, WayOut, Worth};

/// The rule.
pub const RULE: Rule = Rule {
    name: "no-integration",
    code: "Q004",
    family: Family::Coverage,
    source: include_str!("no_integration.rs"),
    check: Check::Plan(check),
};

fn check(facts: &Facts<'_>) -> Vec<Finding> {
    let mut items = calls_across(facts).map_or_else(Vec::new, |pair| pair.to_vec());
    if items.is_empty() {
        items = suggested_by(facts, &FITTING);
    }
    let [first, second, ..] = items[..] else { return Vec::new() };
    if says(facts, FITTING.covers) {
        return Vec::new();
    }
    let named = facts.mentions(&[first, second]);
    let finding = Finding::new(format!("When do {named} first work together?"), Worth::Missing)
        .about(items)
        .evidence("They are made apart; no task or note has both running against each other.")
        .rests_on(named)
        .way(follow_up(facts, "One case from end to end, with everything else left out", "1d..3d", &[first, second]))
        .way(WayOut::talk("agree the interface in writing before either side goes on"));
    vec![finding]
}

/// Two open tasks of different people, of which one changes a system that calls the other's.
fn calls_across(facts: &Facts<'_>) -> Option<[ItemRef; 2]> {
    if facts.plan.leaves().count() < TASKS_MIN {
        return None;
    }
    let changes: Vec<(TaskId, SystemId)> = facts
        .open_work()
        .flat_map(|(id, task)| task.changes.iter().map(move |system| (id, *system)))
        .collect();
    for (caller, system) in &changes {
        let calls = &facts.plan.systems[system.index()].calls;
        let called = changes.iter().find(|(task, other)| {
            calls.contains(other) && facts.plan.task(*task).who != facts.plan.task(*caller).who
        });
        if let Some((called, _)) = called {
            return Some([ItemRef::Task(*caller), ItemRef::Task(*called)]);
        }
    }
    None
}
