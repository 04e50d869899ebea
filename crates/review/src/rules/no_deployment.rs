//! # What it finds
//! Something that has to run somewhere, and no word about how it gets there.
//!
//! # Why it matters
//! "Done" on a laptop is about half of done. The first deployment finds missing rights, names and
//! settings, which is why it is better made with something empty in the first week.
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
//! - [ ] Backend for offers `{#offers @ana 2d..4d}`
//! - [ ] Editor for prices `{#editor @bo 2d..5d}`
//! - [ ] Rules for members `{#members @bo 2d..5d}`
//! - [ ] Tests `{#tests @bo 2d..4d after=price-service,offers,editor,members}`
//! ```
//!
//! # Instead
//! ```markdown
//! # Shop
//!
//! - [ ] Price service `{#price-service @ana 4d..8d}`
//! - [ ] Backend for offers `{#offers @ana 2d..4d}`
//! - [ ] Editor for prices `{#editor @bo 2d..5d}`
//! - [ ] Rules for members `{#members @bo 2d..5d}`
//! - [ ] Tests `{#tests @bo 2d..4d after=price-service,offers,editor,members}`
//! - [ ] Deploy to the shops, one first `{#deploy @ana 1d..3d after=tests}`
//! ```
//!
//! # When to accept it
//! When it gets there by itself each time something is merged.

use crate::coverage::{ask, follow_up, preparation};
use crate::topics::DEPLOYMENT;
use crate::{Check, Facts, Family, Finding, Rule, Worth};

/// The rule.
pub const RULE: Rule = Rule {
    name: "no-deployment",
    code: "Q002",
    family: Family::Coverage,
    source: include_str!("no_deployment.rs"),
    check: Check::Plan(check),
};

fn check(facts: &Facts<'_>) -> Vec<Finding> {
    ask(facts, &DEPLOYMENT, |named, first| {
        let what = facts.mention(first);
        Finding::new(format!("How does {what} get to where it is used?"), Worth::Missing)
            .evidence(format!("Nothing in the plan says how or when {named} goes live."))
            .way(preparation(facts, "Deploy something empty the whole way, in the first week", "1d..2d", first))
            .way(follow_up(facts, "Go live with a few users first", "1d..3d", &[first]))
    })
}
