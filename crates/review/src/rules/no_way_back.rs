//! # What it finds
//! Work that changes what people use today, in a plan that has no word about going back.
//!
//! # Why it matters
//! A way back that is thought of beforehand takes minutes on the bad day. One that is not is made
//! up at night, by whoever is awake, with data that both versions have written.
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
//! - [ ] Copy of the catalog `{#copy @ana 3d..5d}`
//! - [ ] Price service `{#prices @ana 4d..8d after=copy}`
//! - [ ] Search on the new catalog `{#search @bo 4d..8d after=copy}`
//! - [ ] Test month end `{#month-end @bo 2d..4d after=prices,search}`
//! - [ ] Switch all customers `{#switch @ana 1d..2d after=month-end}`
//! ```
//!
//! # Instead
//! ```markdown
//! # Shop
//!
//! - [ ] Copy of the catalog `{#copy @ana 3d..5d}`
//! - [ ] Price service `{#prices @ana 4d..8d after=copy}`
//! - [ ] Search on the new catalog `{#search @bo 4d..8d after=copy}`
//! - [ ] Test month end `{#month-end @bo 2d..4d after=prices,search}`
//! - [ ] Try to switch back `{#back @bo 1d..2d after=month-end}`
//! - [ ] Switch all customers `{#switch @ana 1d..2d after=back}`
//!   If prices differ we fall back to the old catalog.
//! ```
//!
//! # When to accept it
//! When nobody uses it yet, or when going back is what the tools do anyway. Say so in half a
//! sentence.

use crate::coverage::{ask, rehearsal};
use crate::topics::WAY_BACK;
use crate::{Check, Facts, Family, Finding, Rule, Worth};

/// The rule.
pub const RULE: Rule = Rule {
    name: "no-way-back",
    code: "Q006",
    family: Family::Coverage,
    source: include_str!("no_way_back.rs"),
    check: Check::Plan(check),
};

fn check(facts: &Facts<'_>) -> Vec<Finding> {
    ask(facts, &WAY_BACK, |named, first| {
        let what = facts.mention(first);
        Finding::new(
            format!("If {what} turns out wrong a day later, how do you go back?"),
            Worth::Missing,
        )
        .evidence(format!("No task, step or note says how {named} can be taken back."))
        .evidence("What was written in the meantime has to survive that, too.")
        .way(rehearsal(facts, "Rehearse the way back, with data from the day after", "1d..3d", first))
        .way(facts.draft_in("Rollback", "Send everybody back to what they used before", &[]))
    })
}
