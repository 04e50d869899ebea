//! # What it finds
//! A milestone that was promised, and nobody is written down to whom.
//!
//! # Why it matters
//! When the day moves somebody has to be told, and in the hurry it is the one whom nobody remembers.
//!
//! # How it is computed
//! Open milestones with `promised=` and without `told=`. They are asked as one.
//!
//! # Example
//! ```markdown
//! # Shop
//!
//! - [ ] Catalog `{#catalog @ana 3d..5d}`
//!
//! ## Milestones
//!
//! - [ ] Catalog can be seen `{#seen after=catalog promised=2026-05-20}`
//! ```
//!
//! # Instead
//! ```markdown
//! # Shop
//!
//! - [ ] Catalog `{#catalog @ana 3d..5d}`
//!
//! ## Milestones
//!
//! - [ ] Catalog can be seen `{#seen after=catalog promised=2026-05-20 told=sales}`
//! ```
//!
//! # When to accept it
//! When it was said to nobody outside the team.

use plan::{ItemRef, MilestoneId};

use crate::{Check, Facts, Family, Finding, Rule, WayOut, Worth};

/// The rule.
pub const RULE: Rule = Rule {
    name: "promise-untold",
    code: "Q603",
    family: Family::Deadline,
    source: include_str!("promise_untold.rs"),
    check: Check::Plan(check),
};

fn check(facts: &Facts<'_>) -> Vec<Finding> {
    let milestones = (0..).map(MilestoneId).zip(&facts.plan.milestones);
    let untold = milestones.filter(|(_, milestone)| {
        !milestone.item.ticked && milestone.promised.is_some() && milestone.told.is_empty()
    });
    let items: Vec<ItemRef> = untold.map(|(id, _)| ItemRef::Milestone(id)).collect();
    let Some(first) = items.first() else { return Vec::new() };
    let named = facts.mentions(&items);
    let finding = Finding::new(format!("To whom was {named} promised?"), Worth::Insurance)
        .about(items.iter().copied())
        .evidence("There is a promised day, and nobody who would have to hear that it moves.")
        .rests_on(named.clone())
        .way(WayOut::talk(format!("write it down:  fore raise {} --to …", facts.argument(*first))));
    vec![finding]
}
