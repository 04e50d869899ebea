//! # What it finds
//! Things that are built, in a plan without a word about finding out whether they work.
//!
//! # Why it matters
//! Testing happens in every project. Where it is not in the plan it happens after the date, and is
//! done by users.
//!
//! # How it is computed
//! Titles of open tasks and features, and the kinds of systems that open work changes, suggest it;
//! a word about it anywhere in the plan, notes included, answers it. The words are in one table,
//! `crates/review/src/topics.rs`. Plans of fewer than five tasks, or with fewer than three open
//! ones, are not asked.
//!
//! # Example
//! ```markdown
//! # Shop
//!
//! - [ ] Build the price service `{#price-service @ana 4d..8d}`
//! - [ ] Implement offers `{#offers @ana 2d..4d}`
//! - [ ] Editor for prices `{#editor @bo 2d..5d}`
//! - [ ] Rules for members `{#members @bo 2d..5d}`
//! - [ ] Release `{#release @ana 1d after=price-service,offers,editor,members}`
//! ```
//!
//! # Instead
//! ```markdown
//! # Shop
//!
//! - [ ] Build the price service `{#price-service @ana 4d..8d}`
//! - [ ] Implement offers `{#offers @ana 2d..4d}`
//! - [ ] Editor for prices `{#editor @bo 2d..5d}`
//! - [ ] Rules for members `{#members @bo 2d..5d}`
//! - [ ] Verify a week of real orders `{#verify @bo 2d..4d after=price-service,offers,members}`
//! - [ ] Release `{#release @ana 1d after=verify,editor}`
//! ```
//!
//! # When to accept it
//! When every task has its tests in it. Then half a sentence in the plan says so, once for all.

use crate::coverage::{ask, follow_up};
use crate::topics::TESTS;
use crate::{Check, Facts, Family, Finding, Rule, WayOut, Worth};

/// The rule.
pub const RULE: Rule = Rule {
    name: "no-tests",
    code: "Q001",
    family: Family::Coverage,
    source: include_str!("no_tests.rs"),
    check: Check::Plan(check),
};

fn check(facts: &Facts<'_>) -> Vec<Finding> {
    ask(facts, &TESTS, |named, first| {
        Finding::new("How will you know that it works before others use it?", Worth::Missing)
            .evidence(format!(
                "No task, step or note has a word about testing or checking {named}."
            ))
            .way(follow_up(facts, "Try it with real cases, and mend what shows", "2d..5d", &[first]))
            .way(WayOut::talk("say in the notes what a range includes: tests, review, mending"))
    })
}
