//! # What it finds
//! A change of how data is stored, in a plan that has no word about the data that is there already.
//!
//! # Why it matters
//! The new form is the easy half. The rows of ten years, with their empty fields and double names,
//! are the half that takes as long again, and nobody estimated it.
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
//! - [ ] Database schema for variants `{#schema @ana 2d..4d}`
//! - [ ] Editor for variants `{#editor @ana 4d..8d after=schema}`
//! - [ ] Search by size `{#search @bo 4d..8d after=schema}`
//! - [ ] Tests with the warehouse `{#tests @bo 2d..4d after=search,editor}`
//! - [ ] Release `{#release @ana 1d after=tests}`
//! ```
//!
//! # Instead
//! ```markdown
//! # Shop
//!
//! - [ ] Database schema for variants `{#schema @ana 2d..4d}`
//! - [ ] Editor for variants `{#editor @ana 4d..8d after=schema}`
//! - [ ] Search by size `{#search @bo 4d..8d after=schema}`
//! - [ ] Backfill the variants of old products `{#backfill @bo 3d..9d after=schema}`
//! - [ ] Tests with the warehouse `{#tests @bo 2d..4d after=search,editor,backfill}`
//! - [ ] Release `{#release @ana 1d after=tests}`
//! ```
//!
//! # When to accept it
//! When there is no data yet, or the old data stays where it is and is never read again.

use crate::coverage::{ask, follow_up, preparation};
use crate::topics::EXISTING_DATA;
use crate::{Check, Facts, Family, Finding, Rule, Worth};

/// The rule.
pub const RULE: Rule = Rule {
    name: "no-data-migration",
    code: "Q003",
    family: Family::Coverage,
    source: include_str!("no_data_migration.rs"),
    check: Check::Plan(check),
};

fn check(facts: &Facts<'_>) -> Vec<Finding> {
    ask(facts, &EXISTING_DATA, |named, first| {
        Finding::new("What happens to the data that is there already?", Worth::Missing)
            .evidence(format!(
                "{named} changes how data is kept; no task or note says what becomes of today's."
            ))
            .way(preparation(facts, "Count the records that do not fit the new form", "1d..2d", first))
            .way(follow_up(facts, "Migrate the data that is there, on a copy first", "2d..8d", &[first]))
    })
}
