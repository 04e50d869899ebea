//! # What it finds
//! A plan with work for more than two weeks and not one risk written down.
//!
//! # Why it matters
//! Every plan has risks. Those that are written down have a chance, an owner and a day to look again;
//! the forecast counts them. Those that are not come as a surprise, and nobody saw it as theirs to
//! say so.
//!
//! # How it is computed
//! The plan has no item in its section Risks, and its open work adds up to more than ten days.
//!
//! # Example
//! ```markdown
//! # Shop
//!
//! - [ ] Catalog `{#catalog @ana 5d..10d}`
//! - [ ] Checkout `{#checkout @ana 6d..12d after=catalog}`
//! ```
//!
//! # Instead
//! ```markdown
//! # Shop
//!
//! - [ ] Catalog `{#catalog @ana 5d..10d}`
//! - [ ] Checkout `{#checkout @ana 6d..12d after=catalog}`
//!
//! ## Risks
//!
//! - The card provider wants an audit first `{#audit @ana p=20% hits=checkout:+3d..8d}`
//! ```
//!
//! # When to accept it
//! When the work is like work that the team has done many times, and the ranges hold what can go
//! wrong.

use plan::{Attribute, ItemRef};

use crate::{Check, Facts, Family, Finding, Played, Rule, WayOut, Worth};

/// The rule.
pub const RULE: Rule = Rule {
    name: "no-risks",
    code: "Q401",
    family: Family::Unknowns,
    source: include_str!("no_risks.rs"),
    check: Check::Dates(check),
};

/// Less work than this needs no list of risks.
const DAYS_MIN: f64 = 10.0;

fn check(facts: &Facts<'_>, played: &Played<'_>) -> Vec<Finding> {
    let open = facts.open_work().map(|(id, _)| ItemRef::Task(id));
    let days = facts.days(open.map(|item| played.effort(item)).sum());
    if !facts.plan.risks.is_empty() || days < DAYS_MIN {
        return Vec::new();
    }
    let count = words::count(facts.open_work().count(), "open task");
    let how_much = match facts.plan.is_too_early() {
        true => count,
        false => format!("{} of work in {count}", words::days(days)),
    };
    let widest = facts
        .open_work()
        .map(|(id, _)| ItemRef::Task(id))
        .filter(|item| played.buffer(*item) > 0.0)
        .max_by(|a, b| played.buffer(*a).total_cmp(&played.buffer(*b)));
    let finding =
        Finding::new("What could go wrong that no range of this plan holds?", Worth::Missing)
            .evidence(format!("{how_much}, and no risk is written down."))
            .evidence("A risk with a chance and an effect is counted in the date; a worry is not.")
            .way(WayOut::talk("ask each of the team for the one thing that would hurt most"))
            .way_if(widest.map(|item| draft(facts, item)));
    vec![finding]
}

/// A risk to begin with, on the work that is least sure.
fn draft(facts: &Facts<'_>, item: ItemRef) -> WayOut {
    let title = format!("{} turns out harder than it looks", facts.plan.title(item));
    let id = facts.plan.item(item).and_then(|item| item.id.as_ref());
    let hits = id.map(|id| Attribute::Pair(plan::table::Key::Hits, format!("{id}:x1.5")));
    let chance = Attribute::Pair(plan::table::Key::P, "20%".to_owned());
    facts.draft_in("Risks", &title, &[Some(chance), hits].into_iter().flatten().collect::<Vec<_>>())
}
