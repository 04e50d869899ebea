//! # What it finds
//! A decision or an unknown that is to be settled after the work behind it could have begun.
//!
//! # Why it matters
//! Waiting for a decision costs as much as working, and nobody sees it. Often it could be made in an
//! hour, by the people who are in the room anyway.
//!
//! # How it is computed
//! Open decisions with a day `by=` that is at least three days away, on the longest path in some
//! runs. The price is what P80 gains if they were settled tomorrow.
//!
//! # Example
//! ```markdown
//! # Shop
//!
//! ## Work
//!
//! - [ ] Catalog `{#catalog @ana 5d..8d after=currency}`
//!
//! ## Decisions
//!
//! - [ ] Which currencies at launch? `{#currency @dana by=2026-05-08}`
//! ```
//!
//! # Instead
//! ```markdown
//! # Shop
//!
//! ## Work
//!
//! - [ ] Catalog `{#catalog @ana 5d..8d after=currency}`
//!
//! ## Decisions
//!
//! - [ ] Which currencies at launch? `{#currency @dana by=2026-04-15}`
//! ```
//!
//! # When to accept it
//! When it waits for something that is known only then.

use jiff::Span;
use plan::table::Key;
use plan::{Attribute, Decision, DecisionId, Intent, ItemRef};

use crate::answers::subject;
use crate::{Check, Facts, Family, Finding, Played, Rule, WayOut, Worth};

/// The rule.
pub const RULE: Rule = Rule {
    name: "decided-late",
    code: "Q404",
    family: Family::Unknowns,
    source: include_str!("decided_late.rs"),
    check: Check::Dates(check),
};

/// What is settled within so many days is soon enough.
const SOON_DAYS: i32 = 3;
/// In fewer runs than these nothing waits for it.
const PATH_SHARE_MIN: f64 = 0.02;

fn check(facts: &Facts<'_>, played: &Played<'_>) -> Vec<Finding> {
    let decisions = (0..).map(DecisionId).zip(&facts.plan.decisions);
    let open = decisions.filter(|(_, decision)| !decision.is_made());
    open.filter_map(|(id, decision)| question(facts, played, id, decision)).collect()
}

fn question(
    facts: &Facts<'_>,
    played: &Played<'_>,
    id: DecisionId,
    decision: &Decision,
) -> Option<Finding> {
    let item = ItemRef::Decision(id);
    let soon = facts.today.saturating_add(Span::new().days(SOON_DAYS));
    let by = decision.by.filter(|by| *by > soon)?;
    let share = played.path_share(item);
    if share < PATH_SHARE_MIN {
        return None;
    }
    let tomorrow = facts.today.tomorrow().ok()?;
    let target = facts.plan.target(item)?;
    let intents = vec![Intent::Set(target, Attribute::Pair(Key::By, tomorrow.to_string()))];
    let title = decision.item.title.trim_end_matches(['?', '.', ' ']);
    let who: Vec<String> =
        decision.who.people().map(|id| format!("@{}", facts.person(id))).collect();
    let who = if who.is_empty() { "whoever decides".to_owned() } else { words::list(&who) };
    Some(
        Finding::new(
            format!("“{title}?” What would it take to settle that this week?"),
            Worth::Price(intents.clone()),
        )
        .subject(subject(&decision.item))
        .about([item])
        .evidence(format!(
            "It is to be settled by {}, and the finish waits for it in {}.",
            facts.day(by),
            words::runs(share)
        ))
        .rests_on(format!("{title} {by}"))
        .way(WayOut::talk(format!("ask {who} what is still missing")))
        .way(WayOut::edit(format!("settle it by {}", facts.day(tomorrow)), intents)),
    )
}
