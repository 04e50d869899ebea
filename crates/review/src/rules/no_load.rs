//! # What it finds
//! Something that many use at once or that moves much data, and no word about how much.
//!
//! # Why it matters
//! What works for ten works for a thousand or does not, and nobody can tell from reading it. When
//! it does not, the mending is often in the design.
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
//! - [ ] Search API `{#search-api @ana 4d..8d}`
//! - [ ] Sync of the stock `{#sync @ana 2d..4d}`
//! - [ ] Page of results `{#page @bo 2d..5d}`
//! - [ ] Tests `{#tests @bo 2d..4d after=search-api,sync,page}`
//! - [ ] Release `{#release @ana 1d after=tests}`
//! ```
//!
//! # Instead
//! ```markdown
//! # Shop
//!
//! - [ ] Search API `{#search-api @ana 4d..8d}`
//! - [ ] Sync of the stock `{#sync @ana 2d..4d}`
//! - [ ] Page of results `{#page @bo 2d..5d}`
//! - [ ] Tests `{#tests @bo 2d..4d after=search-api,sync,page}`
//! - [ ] Load of a Saturday in December, twice `{#december @bo 2d..4d after=search-api}`
//! - [ ] Release `{#release @ana 1d after=tests,december}`
//! ```
//!
//! # When to accept it
//! When it is used by few, and will be.

use crate::coverage::{ask, follow_up};
use crate::topics::LOAD;
use crate::{Check, Facts, Family, Finding, Rule, Worth};

/// The rule.
pub const RULE: Rule = Rule {
    name: "no-load",
    code: "Q012",
    family: Family::Coverage,
    source: include_str!("no_load.rs"),
    check: Check::Plan(check),
};

fn check(facts: &Facts<'_>) -> Vec<Finding> {
    ask(facts, &LOAD, |named, first| {
        Finding::new("How much has it to carry on its worst day, and who tries that?", Worth::Missing)
            .evidence(format!("No number and no task says how much {named} has to carry."))
            .way(facts.draft_in("Unknowns", "How much is it on the worst day of the year?", &[]))
            .way(follow_up(facts, "Twice that load, for an hour", "1d..4d", &[first]))
    })
}
