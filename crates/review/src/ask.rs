//! Asking: every rule looks, and what it finds gets a name.
//!
//! In: facts. Out: all findings, unpriced and in the order of the table of rules. Which few are
//! asked is decided elsewhere. What a coverage rule proposed and the plan has by now is not missing,
//! whatever its words are.

use std::collections::BTreeSet;

use crate::{Check, Facts, Family, Finding, RULES, Rule};

/// All that the rules find, those of one rule together. A rule that needs what is not there (dates,
/// commits) finds nothing.
#[must_use]
pub fn ask(facts: &Facts<'_>) -> Vec<(&'static Rule, Finding)> {
    let titles: BTreeSet<&str> = facts.plan.items().map(|(_, item)| item.title.as_str()).collect();
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
    each.filter(|(rule, finding)| !is_taken_up(rule, finding, &titles)).collect()
}

/// Whether a piece that the finding proposes is in the plan.
fn is_taken_up(rule: &Rule, finding: &Finding, titles: &BTreeSet<&str>) -> bool {
    let mut drafts = finding.ways.iter().filter(|way| way.is_draft);
    rule.family == Family::Coverage && drafts.any(|way| titles.contains(way.text.as_str()))
}
