//! # What it finds
//! Something changes for people who were not in the room, and no word says how they learn it.
//!
//! # Why it matters
//! Each customer who was not told calls somebody who was not told either. A page, a release note
//! and half an hour with support are a day of work, if somebody has it on the list.
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
//! - [ ] Page for returns `{#returns @ana 4d..8d}`
//! - [ ] Console for refunds `{#refunds @ana 2d..4d}`
//! - [ ] Rules for returns `{#rules @bo 2d..5d}`
//! - [ ] Tests `{#tests @bo 2d..4d after=returns,refunds,rules}`
//! - [ ] Release `{#release @ana 1d after=tests}`
//! ```
//!
//! # Instead
//! ```markdown
//! # Shop
//!
//! - [ ] Page for returns `{#returns @ana 4d..8d}`
//! - [ ] Console for refunds `{#refunds @ana 2d..4d}`
//! - [ ] Rules for returns `{#rules @bo 2d..5d}`
//! - [ ] Tests `{#tests @bo 2d..4d after=returns,refunds,rules}`
//! - [ ] Training for support, with the ten likely calls `{#support @bo 1d after=refunds}`
//! - [ ] Release `{#release @ana 1d after=tests,support}`
//! ```
//!
//! # When to accept it
//! When nobody sees a difference.

use crate::coverage::{ask, follow_up};
use crate::topics::TEACHING;
use crate::{Check, Facts, Family, Finding, Rule, Worth};

/// The rule.
pub const RULE: Rule = Rule {
    name: "nobody-taught",
    code: "Q009",
    family: Family::Coverage,
    source: include_str!("nobody_taught.rs"),
    check: Check::Plan(check),
};

fn check(facts: &Facts<'_>) -> Vec<Finding> {
    ask(facts, &TEACHING, |named, first| {
        let what = "Who tells users and whoever answers their calls what is different?";
        Finding::new(what, Worth::Missing)
            .evidence(format!(
                "People outside of the team will see {named}; nothing is said of docs or training."
            ))
            .way(follow_up(facts, "The ten questions that will come, with their answers", "1d..2d", &[first]))
            .way(follow_up(facts, "Half an hour with those who answer the calls", "2h..4h", &[first]))
    })
}
