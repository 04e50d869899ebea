//! # What it finds
//! Something that people outside of the team will rely on, and no word about who helps when it does
//! not work.
//!
//! # Why it matters
//! The first week of anything brings more calls than the next ten. If nobody was named, they reach
//! whoever built it, who has begun the next thing, and both suffer.
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
//! - [ ] Payment by card `{#card @ana 4d..8d}`
//! - [ ] Catalog `{#catalog @bo 2d..4d}`
//! - [ ] Editor for prices `{#editor @bo 2d..5d}`
//! - [ ] Rules for members `{#members @ana 2d..5d}`
//! - [ ] Launch in three shops `{#launch @ana 1d..2d after=card,catalog,editor,members}`
//! ```
//!
//! # Instead
//! ```markdown
//! # Shop
//!
//! - [ ] Payment by card `{#card @ana 4d..8d}`
//! - [ ] Catalog `{#catalog @bo 2d..4d}`
//! - [ ] Editor for prices `{#editor @bo 2d..5d}`
//! - [ ] Rules for members `{#members @ana 2d..5d}`
//! - [ ] Launch in three shops `{#launch @ana 1d..2d after=card,catalog,editor,members}`
//! - [ ] Support in the first two weeks `{#support @bo 2d..4d after=launch}`
//! ```
//!
//! # When to accept it
//! When those who answer already know that it comes.

use crate::coverage::{ask, follow_up, preparation};
use crate::topics::SUPPORT;
use crate::{Check, Facts, Family, Finding, Rule, Worth};

/// The rule.
pub const RULE: Rule = Rule {
    name: "no-support",
    code: "Q013",
    family: Family::Coverage,
    source: include_str!("no_support.rs"),
    check: Check::Plan(check),
};

fn check(facts: &Facts<'_>) -> Vec<Finding> {
    ask(facts, &SUPPORT, |named, first| {
        let what = "Who is asked when it does not work, in the first two weeks?";
        Finding::new(what, Worth::Missing)
            .evidence(format!("People will rely on {named}; nothing says who helps them."))
            .way(follow_up(facts, "Support in the first two weeks", "2d..4d", &[first]))
            .way(preparation(facts, "Agree who is called, and until when", "2h..4h", first))
    })
}
