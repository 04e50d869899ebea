//! # What it finds
//! Launch steps that nothing takes back, and that do not say that there is no way back.
//!
//! # Why it matters
//! Every launch has a point after which going back is worse than going on. If nobody has said which
//! step that is, it is found out by passing it.
//!
//! # How it is computed
//! Launch steps before the first `no-return` (all, if there is none) that have no `undo=`. Steps that
//! only look, tell or celebrate are left out, by their words.
//!
//! # Example
//! ```markdown
//! # Shop
//!
//! - [ ] Checkout `{#checkout @ana 5d..10d}`
//!
//! ## Launch
//!
//! 1. [ ] Route one shop `{#one @ana 15m check="an order arrives" undo=back}`
//! 2. [ ] Copy open carts `{#carts @ana 30m}`
//!
//! ## Rollback
//!
//! 1. [ ] Route to the old checkout `{#back @ana 10m}`
//! ```
//!
//! # Instead
//! ```markdown
//! # Shop
//!
//! - [ ] Checkout `{#checkout @ana 5d..10d}`
//!
//! ## Launch
//!
//! 1. [ ] Route one shop `{#one @ana 15m check="an order arrives" undo=back}`
//! 2. [ ] Copy open carts `{#carts @ana 30m no-return}`
//!
//! ## Rollback
//!
//! 1. [ ] Route to the old checkout `{#back @ana 10m}`
//! ```
//!
//! # When to accept it
//! When the step changes nothing.

use plan::table::Flag;
use plan::{Attribute, Intent, ItemRef, Phase, Step, StepId};

use crate::coverage::suggests;
use crate::{Check, Facts, Family, Finding, Rule, WayOut, Worth};

/// The rule.
pub const RULE: Rule = Rule {
    name: "step-without-undo",
    code: "Q805",
    family: Family::Finish,
    source: include_str!("step_without_undo.rs"),
    check: Check::Plan(check),
};

/// Steps of these words change nothing that would have to be taken back.
const HARMLESS: &str = "watch|check|look|wait|tell|announce|mail|cake|celebrat|party|thank|go or no|\
    decide|call|meet|verify|measure|compare";

fn check(facts: &Facts<'_>) -> Vec<Finding> {
    let steps = (0..).map(StepId).zip(&facts.plan.steps);
    let launch: Vec<(StepId, &Step)> =
        steps.filter(|(_, step)| step.phase == Phase::Launch).collect();
    let before = launch.iter().take_while(|(_, step)| !step.no_return);
    let items: Vec<ItemRef> = before
        .filter(|(_, step)| step.undo.is_none() && !step.item.ticked)
        .map(|(id, _)| ItemRef::Step(*id))
        .filter(|item| !suggests(facts, *item, HARMLESS))
        .collect();
    let Some(first) = items.first().copied() else { return Vec::new() };
    let named = facts.mentions(&items);
    let goes = if items.len() == 1 { "goes" } else { "go" };
    let has_point = launch.iter().any(|(_, step)| step.no_return);
    let target = facts.plan.target(first);
    let point = target.map(|target| vec![Intent::Set(target, Attribute::Flag(Flag::NoReturn))]);
    let title = facts.plan.item(first).map_or("", |item| item.title.as_str());
    let finding = Finding::new(format!("If {named} {goes} wrong, what takes it back?"), Worth::Insurance)
        .evidence(format!(
            "{} of {} have no undo.",
            items.len(),
            words::count(launch.len(), "launch step"),
        ))
        .evidence(if has_point {
            "They come before the point of no return."
        } else {
            "No step is said to be the point of no return."
        })
        .rests_on(named)
        .about(items)
        .way(facts.draft_in("Rollback", &format!("Take back: {title}"), &[]))
        .way_if(point.map(|intents| WayOut::edit("from there on there is no way back", intents)));
    vec![finding]
}
