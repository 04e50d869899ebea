//! Asking: every rule looks, and what it finds gets a name.
//!
//! In: facts. Out: all findings, unpriced and in the order of the table of rules. Which few are
//! asked is decided elsewhere.

use crate::{Check, Facts, Finding, RULES, Rule};

/// All that the rules find, those of one rule together. A rule that needs what is not there (dates,
/// commits) finds nothing.
#[must_use]
pub fn ask(facts: &Facts<'_>) -> Vec<(&'static Rule, Finding)> {
    let each = RULES.iter().flat_map(|rule| {
        let found = match rule.check {
            Check::Plan(check) => check(facts),
            Check::Dates(check) => {
                facts.played.as_ref().map(|played| check(facts, played)).unwrap_or_default()
            }
            Check::History(check) => {
                facts.history.map(|history| check(facts, history)).unwrap_or_default()
            }
        };
        found.into_iter().map(move |finding| (rule, finding))
    });
    each.collect()
}
