//! # What it finds
//! Work on what strangers can reach, or on what is theirs, and no word about security.
//!
//! # Why it matters
//! Whoever reviews it has a queue, and what they find comes back as work. Both are cheap in the
//! plan and dear in the last week.
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
//! - [ ] Customer login `{#login @ana 3d..6d}`
//! - [ ] Card payment `{#card @ana 4d..8d after=login}`
//! - [ ] Order history `{#orders @bo 2d..4d}`
//! - [ ] Tests `{#tests @bo 2d..4d after=card,orders}`
//! - [ ] Release `{#release @ana 1d after=tests}`
//! ```
//!
//! # Instead
//! ```markdown
//! # Shop
//!
//! - [ ] Customer login `{#login @ana 3d..6d}`
//! - [ ] Card payment `{#card @ana 4d..8d after=login}`
//! - [ ] Order history `{#orders @bo 2d..4d}`
//! - [ ] Tests `{#tests @bo 2d..4d after=card,orders}`
//! - [ ] Security review `{#security wait 5d after=card}`
//! - [ ] Release `{#release @ana 1d after=tests,security}`
//! ```
//!
//! # When to accept it
//! When it changes nothing that anybody else can reach.

use crate::coverage::{ask, follow_up, preparation};
use crate::topics::SECURITY;
use crate::{Check, Facts, Family, Finding, Rule, WayOut, Worth};

/// The rule.
pub const RULE: Rule = Rule {
    name: "no-security-review",
    code: "Q007",
    family: Family::Coverage,
    source: include_str!("no_security_review.rs"),
    check: Check::Plan(check),
};

fn check(facts: &Facts<'_>) -> Vec<Finding> {
    ask(facts, &SECURITY, |named, first| {
        Finding::new("Who tries to misuse it before strangers do?", Worth::Missing)
            .evidence(format!(
                "Others can reach {named}, or what is theirs is in there; nothing is said about security."
            ))
            .way(preparation(facts, "Half a day with the team: how would we misuse it?", "4h..1d", first))
            .way(follow_up(facts, "Security review, and mending what it finds", "2d..6d", &[first]))
            .way(WayOut::talk("ask whoever reviews how long their queue is"))
    })
}
