//! # What it finds
//! Something that runs without anybody looking, and no word about how one sees that it does not.
//!
//! # Why it matters
//! Without it the first to notice are users, and the first hour of each incident goes into finding
//! out what happened.
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
//! - [ ] Queue of price changes `{#queue @ana 2d..4d}`
//! - [ ] Import of the night `{#import @bo 2d..5d}`
//! - [ ] Tests `{#tests @bo 2d..4d after=price-service,queue,import}`
//! - [ ] Release `{#release @ana 1d after=tests}`
//! ```
//!
//! # Instead
//! ```markdown
//! # Shop
//!
//! - [ ] Price service `{#price-service @ana 4d..8d}`
//! - [ ] Queue of price changes `{#queue @ana 2d..4d}`
//! - [ ] Import of the night `{#import @bo 2d..5d}`
//! - [ ] Tests `{#tests @bo 2d..4d after=price-service,queue,import}`
//! - [ ] Alert when prices are older than a day `{#alert @bo 1d..2d after=price-service}`
//! - [ ] Release `{#release @ana 1d after=tests,alert}`
//! ```
//!
//! # When to accept it
//! When it runs under the eyes of somebody, or what is there already sees it.

use crate::coverage::{ask, follow_up};
use crate::topics::MONITORING;
use crate::{Check, Facts, Family, Finding, Rule, WayOut, Worth};

/// The rule.
pub const RULE: Rule = Rule {
    name: "no-monitoring",
    code: "Q005",
    family: Family::Coverage,
    source: include_str!("no_monitoring.rs"),
    check: Check::Plan(check),
};

fn check(facts: &Facts<'_>) -> Vec<Finding> {
    ask(facts, &MONITORING, |named, first| {
        Finding::new("Who notices that it has stopped working, and by what?", Worth::Missing)
            .evidence(format!(
                "Nobody watches {named} while it runs; nothing is said about alerts, numbers or logs."
            ))
            .way(follow_up(facts, "An alert on the one number that users would feel", "1d..2d", &[first]))
            .way(WayOut::talk("ask whoever is woken what they would want to see first"))
    })
}
