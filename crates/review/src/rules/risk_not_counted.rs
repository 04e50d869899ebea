//! # What it finds
//! Risks without a chance, or that hit nothing: words that no date knows of.
//!
//! # Why it matters
//! A risk that is only written down is forgotten with a good conscience. Saying what it would do, and
//! how likely, takes a minute, and usually ends in one of two ways: it moves the date and somebody
//! acts, or it does not and the line can go.
//!
//! # How it is computed
//! Open risks without `p=` or without `hits=`. They are asked as one.
//!
//! # Example
//! ```markdown
//! # Shop
//!
//! - [ ] Catalog `{#catalog @ana 5d..8d}`
//!
//! ## Risks
//!
//! - The supplier's data is worse than the sample `{#data @ana}`
//! ```
//!
//! # Instead
//! ```markdown
//! # Shop
//!
//! - [ ] Catalog `{#catalog @ana 5d..8d}`
//!
//! ## Risks
//!
//! - The supplier's data is worse than the sample `{#data @ana p=30% hits=catalog:+2d..6d}`
//! ```
//!
//! # When to accept it
//! When it would end the project rather than delay it.

use plan::{ItemRef, RiskId, RiskStatus};

use crate::{Check, Facts, Family, Finding, Rule, WayOut, Worth};

/// The rule.
pub const RULE: Rule = Rule {
    name: "risk-not-counted",
    code: "Q407",
    family: Family::Unknowns,
    source: include_str!("risk_not_counted.rs"),
    check: Check::Plan(check),
};

fn check(facts: &Facts<'_>) -> Vec<Finding> {
    let risks = (0..).map(RiskId).zip(&facts.plan.risks);
    let bare = risks.filter(|(_, risk)| {
        let is_bare = risk.percent.is_none() || risk.effects.is_empty();
        risk.status == RiskStatus::Open && is_bare
    });
    let items: Vec<ItemRef> = bare.map(|(id, _)| ItemRef::Risk(id)).collect();
    let Some(first) = items.first() else { return Vec::new() };
    let named = facts.mentions(&items);
    let headline = match items.len() {
        1 => format!("How likely is {named}, and what does it cost if it happens?"),
        _ => format!("How likely are {named}, and what do they cost if they happen?"),
    };
    let finding = Finding::new(headline, Worth::Insurance)
    .about(items.iter().copied())
    .evidence(format!(
        "{} without a chance or without a task that is hit: no date knows of {}.",
        words::count(items.len(), "risk"),
        if items.len() == 1 { "it" } else { "them" },
    ))
    .rests_on(named.clone())
    .way(WayOut::talk(format!(
        "say both:  fore set {} p=30% hits=…:+2d..6d",
        facts.argument(*first)
    )));
    vec![finding]
}
