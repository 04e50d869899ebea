//! # What it finds
//! A way back that is written down, and no task in which it is tried.
//!
//! # Why it matters
//! A rollback that was never run is a hope with numbers in front of it. It fails for small reasons:
//! a right, a name, twenty minutes that are two hours. All of them show in the first try.
//!
//! # How it is computed
//! There are rollback steps that are not ticked, and no task whose title speaks of a rehearsal, a
//! dry run, a drill or going back.
//!
//! # Example
//! ```markdown
//! # Shop
//!
//! - [ ] Checkout `{#checkout @ana 5d..10d}`
//! - [ ] Launch `{#launch @ana 1d after=checkout}`
//!
//! ## Launch
//!
//! 1. [ ] Route all shops `{#all @ana 15m check="orders as last week" undo=back}`
//!
//! ## Rollback
//!
//! 1. [ ] Route to the old checkout `{#back @ana 10m}`
//! ```
//!
//! # Instead
//! ```markdown
//! # Shop
//!
//! - [ ] Checkout `{#checkout @ana 5d..10d}`
//! - [ ] Rehearse the launch and the way back `{#rehearsal @ana 1d after=checkout}`
//! - [ ] Launch `{#launch @ana 1d after=rehearsal}`
//!
//! ## Launch
//!
//! 1. [ ] Route all shops `{#all @ana 15m check="orders as last week" undo=back}`
//!
//! ## Rollback
//!
//! 1. [ ] Route to the old checkout `{#back @ana 10m}`
//! ```
//!
//! # When to accept it
//! When it is run each week anyway.

use plan::{ItemRef, Phase, StepId, TaskId};

use crate::coverage::{follow_up, rehearsal, suggested_by, suggests};
use crate::topics::WAY_BACK;
use crate::{Check, Facts, Family, Finding, Rule, WayOut, Worth};

/// The rule.
pub const RULE: Rule = Rule {
    name: "rollback-never-tried",
    code: "Q806",
    family: Family::Finish,
    source: include_str!("rollback_never_tried.rs"),
    check: Check::Plan(check),
};

/// Titles of tasks in which the way back may be tried.
const TRIES: &str = "rehears|dry run|drill|practice|game day|rollback|roll back|way back|switch back";
/// The task that is proposed.
const REHEARSAL: &str = "Rehearse the way back, with a clock";

fn check(facts: &Facts<'_>) -> Vec<Finding> {
    let steps = (0..).map(StepId).zip(&facts.plan.steps);
    let back: Vec<ItemRef> = steps
        .filter(|(_, step)| step.phase == Phase::Rollback && !step.item.ticked)
        .map(|(id, _)| ItemRef::Step(id))
        .collect();
    let mut tasks = (0..).map(TaskId).zip(&facts.plan.tasks).filter(|(_, task)| !task.cut);
    let is_tried = tasks.any(|(id, _)| suggests(facts, ItemRef::Task(id), TRIES));
    if back.is_empty() || is_tried || facts.open_work().next().is_none() {
        return Vec::new();
    }
    let going_live = suggested_by(facts, &WAY_BACK).first().copied();
    let count = words::count(back.len(), "step");
    let finding = Finding::new("Who has tried the way back, and how long did it take?", Worth::Insurance)
        .evidence(format!("The rollback has {count}, and no task in which they are run once."))
        .rests_on(facts.mentions(&back))
        .about(back)
        .way(match going_live {
            Some(item) => rehearsal(facts, REHEARSAL, "4h..2d", item),
            None => follow_up(facts, REHEARSAL, "4h..2d", &[]),
        })
        .way(WayOut::talk("ask whoever would have to run it what they would be afraid of"));
    vec![finding]
}
