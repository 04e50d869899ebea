//! # What it finds
//! Work that needs something from others (machines, rights, licenses, accounts) and no word about
//! ordering it.
//!
//! # Why it matters
//! Waiting for a delivery, a quota or a signature costs no work and a lot of calendar. It only
//! hurts if it begins late.
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
//! - [ ] Price service `{#price-service @ana 4d..8d}`
//! - [ ] Move to the new cluster `{#cluster @ana 2d..4d}`
//! - [ ] Card provider `{#provider @bo 2d..5d}`
//! - [ ] Tests `{#tests @bo 2d..4d after=price-service,provider}`
//! - [ ] Release `{#release @ana 1d after=tests,cluster}`
//! ```
//!
//! # Instead
//! ```markdown
//! # Shop
//!
//! - [ ] Price service `{#price-service @ana 4d..8d}`
//! - [ ] Quota for the new cluster `{#quota wait 5d..15d}`
//! - [ ] Move to the new cluster `{#cluster @ana 2d..4d after=quota}`
//! - [ ] Card provider `{#provider @bo 2d..5d}`
//! - [ ] Tests `{#tests @bo 2d..4d after=price-service,provider}`
//! - [ ] Release `{#release @ana 1d after=tests,cluster}`
//! ```
//!
//! # When to accept it
//! When all of it is there. Name it once in the notes.

use plan::Attribute;
use plan::table::Flag;

use crate::coverage::{ask, waited_for};
use crate::topics::ORDERED;
use crate::{Check, Facts, Family, Finding, Rule, WayOut, Worth};

/// The rule.
pub const RULE: Rule = Rule {
    name: "nothing-ordered",
    code: "Q011",
    family: Family::Coverage,
    source: include_str!("nothing_ordered.rs"),
    check: Check::Plan(check),
};

fn check(facts: &Facts<'_>) -> Vec<Finding> {
    ask(facts, &ORDERED, |named, first| {
        let wait = [Attribute::Estimate("5d..15d".to_owned()), Attribute::Flag(Flag::Wait)];
        let order = facts.draft_task("Order what others have to deliver or allow", &wait);
        let what = "What has to be ordered, allowed or signed by others, and how long does that take?";
        Finding::new(what, Worth::Missing)
            .evidence(format!(
                "{named} may need machines, rights, licenses or accounts; the plan orders none."
            ))
            .way(waited_for(facts, order, first))
            .way(WayOut::talk("ask whoever does it what they would miss on their first morning"))
    })
}
