//! # What it finds
//! What is known of people is stored, and no word says for how long and how it is deleted.
//!
//! # Why it matters
//! That it can be deleted is the law in most places, and is a matter of the data model: cheap on
//! the first day, a project of its own in the third year.
//!
//! # How it is computed
//! Titles of open tasks and features, and the kinds of systems that open work changes, suggest it;
//! a word about it anywhere in the plan, notes included, answers it. The words are in one table,
//! `crates/review/src/topics.rs`. Plans of fewer than five tasks, or with fewer than three open
//! ones, are not asked. The plan has to say that something is stored, too.
//!
//! # Example
//! ```markdown
//! # Shop
//!
//! - [ ] Schema of customer profiles `{#profiles @ana 2d..4d}`
//! - [ ] Import of members `{#members @ana 2d..4d after=profiles}`
//! - [ ] Login `{#login @bo 3d..6d}`
//! - [ ] Security review `{#security wait 5d after=login}`
//! - [ ] Release `{#release @ana 1d after=members,security}`
//! ```
//!
//! # Instead
//! ```markdown
//! # Shop
//!
//! - [ ] Schema of customer profiles `{#profiles @ana 2d..4d}`
//! - [ ] Import of members `{#members @ana 2d..4d after=profiles}`
//! - [ ] Delete a customer everywhere `{#delete @ana 1d..3d after=profiles}`
//! - [ ] Login `{#login @bo 3d..6d}`
//! - [ ] Security review `{#security wait 5d after=login}`
//! - [ ] Release `{#release @ana 1d after=members,security,delete}`
//! ```
//!
//! # When to accept it
//! When what is stored is on loan from a system that deletes it for you.

use crate::coverage::{ask, follow_up, says};
use crate::topics::{RETENTION, STORING};
use crate::{Check, Facts, Family, Finding, Rule, Worth};

/// The rule.
pub const RULE: Rule = Rule {
    name: "no-retention",
    code: "Q008",
    family: Family::Coverage,
    source: include_str!("no_retention.rs"),
    check: Check::Plan(check),
};

fn check(facts: &Facts<'_>) -> Vec<Finding> {
    if !says(facts, STORING) {
        return Vec::new();
    }
    ask(facts, &RETENTION, |named, first| {
        Finding::new("How long is what you know of people kept, and who deletes it?", Worth::Missing)
            .evidence(format!("There is people's data in {named}, and the plan stores data."))
            .evidence("Nothing is said about retention or deletion, copies and backups included.")
            .way(facts.draft_in("Decisions", "How long do we keep what we know of a customer?", &[]))
            .way(follow_up(facts, "Delete one person everywhere", "1d..4d", &[first]))
    })
}
