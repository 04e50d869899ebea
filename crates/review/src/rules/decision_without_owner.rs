//! # What it finds
//! Open decisions that name nobody who decides.
//!
//! # Why it matters
//! A decision of everybody is made by nobody, or by whoever types first. The work behind it is then done
//! twice.
//!
//! # How it is computed
//! Decisions that are not made and have neither an `@name` nor `@team`. They are asked as one.
//!
//! # Example
//! ```markdown
//! # Shop
//!
//! - [ ] Catalog `{#catalog @ana 5d..8d after=currency}`
//!
//! ## Decisions
//!
//! - [ ] Which currencies at launch? `{#currency by=2026-04-17}`
//! ```
//!
//! # Instead
//! ```markdown
//! # Shop
//!
//! - [ ] Catalog `{#catalog @ana 5d..8d after=currency}`
//!
//! ## Decisions
//!
//! - [ ] Which currencies at launch? `{#currency @dana by=2026-04-17}`
//! ```
//!
//! # When to accept it
//! When it will be clear who decides once something else is known; then that is the unknown.

use plan::{DecisionId, ItemRef};

use crate::{Check, Facts, Family, Finding, Rule, WayOut, Worth};

/// The rule.
pub const RULE: Rule = Rule {
    name: "decision-without-owner",
    code: "Q405",
    family: Family::Unknowns,
    source: include_str!("decision_without_owner.rs"),
    check: Check::Plan(check),
};

fn check(facts: &Facts<'_>) -> Vec<Finding> {
    let decisions = (0..).map(DecisionId).zip(&facts.plan.decisions);
    let loose = decisions.filter(|(_, decision)| {
        !decision.is_made() && decision.who.is_empty() && !decision.by_team
    });
    let items: Vec<ItemRef> = loose.map(|(id, _)| ItemRef::Decision(id)).collect();
    let Some(first) = items.first() else { return Vec::new() };
    let named = facts.mentions(&items);
    let finding = Finding::new(format!("Who decides {named}?"), Worth::Insurance)
        .about(items.iter().copied())
        .evidence(format!(
            "{} of {} open decisions name nobody.",
            items.len(),
            facts.plan.decisions.iter().filter(|decision| !decision.is_made()).count()
        ))
        .rests_on(named.clone())
        .way(WayOut::talk(format!("name one person:  fore set {} @…", facts.argument(*first))));
    vec![finding]
}
