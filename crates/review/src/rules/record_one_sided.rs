//! # What it finds
//! A record in which nearly all finished work took longer than its middle estimate.
//!
//! # Why it matters
//! Half of the work should. Where nearly all of it is late by a little, the estimates say the best
//! case, and those of the open work were made by the same people in the same week.
//!
//! # How it is computed
//! At least five finished tasks with an estimate and a known effort, three quarters of which took
//! longer than the middle. The forecast has learned the pace from them and counts it already; so the question has no
//! price. It is about the ranges that people still plan with.
//!
//! # Example
//! ```markdown
//! # Shop
//!
//! - [x] One `{#one @ana 2d..4d started=2026-03-02 done=2026-03-06 spent=5d}`
//! - [x] Two `{#two @ana 2d..4d started=2026-03-09 done=2026-03-13 spent=4d}`
//! - [x] Three `{#three @ana 1d..3d started=2026-03-16 done=2026-03-20 spent=4d}`
//! - [x] Four `{#four @ana 3d..5d started=2026-03-23 done=2026-03-27 spent=5d}`
//! - [x] Five `{#five @ana 2d..5d started=2026-03-30 done=2026-04-02 spent=4d}`
//! - [ ] Six `{#six @ana 3d..5d}`
//! ```
//!
//! # Instead
//! ```markdown
//! # Shop
//!
//! - [x] One `{#one @ana 2d..4d started=2026-03-02 done=2026-03-06 spent=3d}`
//! - [x] Two `{#two @ana 2d..4d started=2026-03-09 done=2026-03-13 spent=2d}`
//! - [x] Three `{#three @ana 1d..3d started=2026-03-16 done=2026-03-20 spent=3d}`
//! - [x] Four `{#four @ana 3d..5d started=2026-03-23 done=2026-03-27 spent=3d}`
//! - [x] Five `{#five @ana 2d..5d started=2026-03-30 done=2026-04-02 spent=4d}`
//! - [ ] Six `{#six @ana 3d..5d}`
//! ```
//!
//! # When to accept it
//! When the reason is known and over, such as a first month with a new tool.

use plan::ItemRef;

use crate::{Check, Facts, Family, Finding, Played, Rule, WayOut, Worth};

/// The rule.
pub const RULE: Rule = Rule {
    name: "record-one-sided",
    code: "Q302",
    family: Family::Estimates,
    source: include_str!("record_one_sided.rs"),
    check: Check::Dates(check),
};

/// Fewer finished tasks say nothing.
const FINISHED_MIN: usize = 5;
/// Of eight tasks that are as likely above as below, six or more are above in one case of seven.
const ABOVE_MIN: f64 = 0.75;
/// So many of the next tasks are named.
const NEXT_MAX: usize = 5;

/// Whether the record is as this rule says.
pub(super) fn asks(played: &Played<'_>) -> bool {
    let record = &played.lowered.record;
    record.len() >= FINISHED_MIN && (above(played) as f64) >= ABOVE_MIN * record.len() as f64
}

fn check(facts: &Facts<'_>, played: &Played<'_>) -> Vec<Finding> {
    let record = &played.lowered.record;
    let above = above(played);
    let waiting = facts.open_work().filter(|(_, task)| task.is_estimated() && !task.is_started());
    let mut next: Vec<ItemRef> = waiting.map(|(id, _)| ItemRef::Task(id)).collect();
    if !asks(played) || next.is_empty() {
        return Vec::new();
    }
    next.sort_by_key(|item| (played.start_p50(*item), *item));
    next.truncate(NEXT_MAX);
    let actual: f64 = record.iter().map(|task| task.actual).sum();
    let likely: f64 = record.iter().map(|task| task.likely).sum();
    let all = if above == record.len() { "All".to_owned() } else { format!("{above} of") };
    let finding = Finding::new(
        format!(
            "{all} {} finished tasks took longer than their middle estimate: which of the next \
             would you widen, knowing that?",
            record.len()
        ),
        Worth::Insurance,
    )
    .about(next.iter().copied())
    .evidence(format!(
        "They took {} where the middles said {}; the forecast counts that, the ranges do not.",
        words::days(facts.days(actual)),
        words::days(facts.days(likely)),
    ))
    .evidence(format!("Next are {}.", facts.mentions(&next)))
    .rests_on(format!("{}", record.len() / FINISHED_MIN))
    .way(WayOut::talk("go through them with whoever will do them, one minute each"));
    vec![finding]
}

/// How many finished tasks took longer than their middle.
fn above(played: &Played<'_>) -> usize {
    played.lowered.record.iter().filter(|task| task.actual > task.likely).count()
}
