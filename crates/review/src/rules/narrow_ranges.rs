//! # What it finds
//! A record in which most finished work ended outside of its range.
//!
//! # Why it matters
//! A range is a bet that four of five times it holds. A team that loses every second bet does not
//! estimate badly; it says its ranges too narrow, and the next ones were said the same way.
//!
//! # How it is computed
//! At least five finished tasks with a range and a known effort, of which no more than half ended
//! inside. The forecast has widened the open ranges by what it learned from them already, so the
//! question has no price; it is about the ranges that people still plan with. Where nearly all were
//! late, [another question](record-one-sided.md) says so.
//!
//! # Example
//! ```markdown
//! # Shop
//!
//! - [x] One `{@ana 4d..5d spent=2d}`
//! - [x] Two `{@ana 4d..5d spent=8d}`
//! - [x] Three `{@bo 2d..3d spent=5d}`
//! - [x] Four `{@bo 6d..7d spent=3d}`
//! - [x] Five `{@ana 2d..4d spent=3d}`
//! - [ ] Checkout `{#checkout @ana 5d..6d}`
//! - [ ] Catalog `{#catalog @bo 3d..4d}`
//! ```
//!
//! # Instead
//! ```markdown
//! # Shop
//!
//! - [x] One `{@ana 2d..6d spent=2d}`
//! - [x] Two `{@ana 3d..9d spent=8d}`
//! - [x] Three `{@bo 2d..5d spent=5d}`
//! - [x] Four `{@bo 3d..8d spent=3d}`
//! - [x] Five `{@ana 2d..4d spent=3d}`
//! - [ ] Checkout `{#checkout @ana 3d..9d}`
//! - [ ] Catalog `{#catalog @bo 2d..6d}`
//! ```
//!
//! # When to accept it
//! When the finished work was of another kind than what is open.

use plan::ItemRef;

use crate::rules::record_one_sided;
use crate::{Check, Facts, Family, Finding, Played, Rule, WayOut, Worth};

/// The rule.
pub const RULE: Rule = Rule {
    name: "narrow-ranges",
    code: "Q306",
    family: Family::Estimates,
    source: include_str!("narrow_ranges.rs"),
    check: Check::Dates(check),
};

/// Of five ranges that hold four times of five, two or fewer hold in one case of seventeen.
const RANGES_MIN: usize = 5;
/// So many of the next tasks are named.
const NEXT_MAX: usize = 5;

fn check(facts: &Facts<'_>, played: &Played<'_>) -> Vec<Finding> {
    let record = &played.forecast.reading.calibration;
    let is_narrow = record.ranges >= RANGES_MIN && record.inside * 2 <= record.ranges;
    if !is_narrow || record_one_sided::asks(played) {
        return Vec::new();
    }
    let waiting = facts.open_work().filter(|(_, task)| {
        task.estimate.is_some_and(|estimate| estimate.is_range()) && !task.is_started()
    });
    let mut next: Vec<ItemRef> = waiting.map(|(id, _)| ItemRef::Task(id)).collect();
    next.sort_by_key(|item| (played.start_p50(*item), *item));
    next.truncate(NEXT_MAX);
    let Some(first) = next.first() else { return Vec::new() };
    let finding = Finding::new(
        format!(
            "{} of {} finished tasks ended inside their range: how far would you widen {}?",
            record.inside,
            record.ranges,
            facts.mention(*first)
        ),
        Worth::Insurance,
    )
    .evidence(format!(
        "Four of five would. The forecast reads the open ones {:.1} times as wide as they are written.",
        record.overconfidence
    ))
    .evidence(format!("Next are {}.", facts.mentions(&next)))
    .rests_on(format!("{}", record.ranges / RANGES_MIN))
    .about(next)
    .way(WayOut::talk("for each, ask which day would be a surprise in either direction"));
    vec![finding]
}
