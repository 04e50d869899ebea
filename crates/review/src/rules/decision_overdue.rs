//! # What it finds
//! Decisions that are open although their day has passed.
//!
//! # Why it matters
//! Work behind an open decision waits, or goes on with a guess that somebody will have to take
//! back. Past its day, a decision usually lacks one fact or one person; both can be named.
//!
//! # How it is computed
//! Open decisions whose `by=` is before today. The forecast takes them as made within five working
//! days. The worth is by how much P80 is sooner if it is made today; none if no open work waits for
//! it.
//!
//! # Example
//! ```markdown
//! # Shop
//!
//! - [ ] Checkout `{#checkout @ana 5d..8d after=provider}`
//!
//! ## Decisions
//!
//! - [ ] Which provider? `{#provider @ana by=2026-04-08}`
//! ```
//!
//! # Instead
//! ```markdown
//! # Shop
//!
//! - [ ] Checkout `{#checkout @ana 5d..8d after=provider}`
//!
//! ## Decisions
//!
//! - [x] Which provider? `{#provider @ana by=2026-04-08 on=2026-04-09 chose="the cheap one"}`
//! ```
//!
//! # When to accept it
//! When it can wait, and has a new day.

use plan::table::Key;
use plan::{Attribute, Decision, DecisionId, Intent, ItemRef};

use crate::answers::subject;
use crate::{Check, Facts, Family, Finding, Rule, WayOut, Worth};

/// The rule.
pub const RULE: Rule = Rule {
    name: "decision-overdue",
    code: "Q704",
    family: Family::Running,
    source: include_str!("decision_overdue.rs"),
    check: Check::Plan(check),
};

/// A new day for it, if nothing better is known.
const DAYS_MORE: i32 = 3;

fn check(facts: &Facts<'_>) -> Vec<Finding> {
    let decisions = (0..).map(DecisionId).zip(&facts.plan.decisions);
    let open = decisions.filter(|(_, decision)| !decision.is_made());
    open.filter_map(|(id, decision)| question(facts, id, decision)).collect()
}

fn question(facts: &Facts<'_>, id: DecisionId, decision: &Decision) -> Option<Finding> {
    let by = decision.by.filter(|by| *by < facts.today)?;
    let item = ItemRef::Decision(id);
    let target = facts.plan.target(item)?;
    let waiting = facts.waiting_for(item);
    let worth = match waiting.len() {
        0 => Worth::Insurance,
        _ => Worth::Price(vec![Intent::Tick(target.clone())]),
    };
    let title = decision.item.title.trim_end_matches(['?', '.', ' ']);
    let new = facts.today.saturating_add(jiff::Span::new().days(DAYS_MORE));
    let new = Attribute::Pair(Key::By, new.to_string());
    let finding = Finding::new(format!("“{title}?” What is missing to decide it today?"), worth)
        .subject(subject(&decision.item))
        .about([item])
        .evidence(match waiting.len() {
            0 => format!("It was due on {}.", facts.day(by)),
            _ => format!("It was due on {}; {} behind it.", facts.day(by), facts.waits(&waiting)),
        })
        .rests_on(by.to_string())
        .way(WayOut::edit("decide it, and tick it", vec![Intent::Tick(target.clone())]))
        .way(WayOut::edit("give it a new day", vec![Intent::Set(target, new)]));
    Some(finding)
}
