//! # What it finds
//! A launch with all of its steps, and none in which those who did it are thanked.
//!
//! # Why it matters
//! People remember how it ended. An end that is only the beginning of the next thing is not
//! remembered as one, and the plan is the one list that is sure to be worked off.
//!
//! # How it is computed
//! There are at least three launch steps, none ticked yet, and neither a step nor a task nor a note
//! says cake, thanks or party.
//!
//! # Example
//! ```markdown
//! # Shop
//!
//! - [ ] Checkout `{#checkout @ana 5d..10d}`
//! - [ ] Rehearsal `{#rehearsal @ana 1d after=checkout}`
//!
//! ## Launch
//!
//! 1. [ ] Freeze prices `{#freeze @ana 15m undo=unfreeze}`
//! 2. [ ] Route one shop `{#one @ana 15m check="an order arrives" undo=unfreeze}`
//! 3. [ ] Route all shops `{#all @ana 15m check="orders as last week" no-return}`
//!
//! ## Rollback
//!
//! 1. [ ] Prices may change again `{#unfreeze @ana 10m}`
//! ```
//!
//! # Instead
//! ```markdown
//! # Shop
//!
//! - [ ] Checkout `{#checkout @ana 5d..10d}`
//! - [ ] Rehearsal `{#rehearsal @ana 1d after=checkout}`
//!
//! ## Launch
//!
//! 1. [ ] Freeze prices `{#freeze @ana 15m undo=unfreeze}`
//! 2. [ ] Route one shop `{#one @ana 15m check="an order arrives" undo=unfreeze}`
//! 3. [ ] Route all shops `{#all @ana 15m check="orders as last week" no-return}`
//! 4. [ ] Lunch, on the house `{#lunch 1h}`
//!
//! ## Rollback
//!
//! 1. [ ] Prices may change again `{#unfreeze @ana 10m}`
//! ```
//!
//! # When to accept it
//! When it is a surprise.

use plan::Phase;

use crate::coverage::says;
use crate::{Check, Facts, Family, Finding, Rule, WayOut, Worth};

/// The rule.
pub const RULE: Rule = Rule {
    name: "no-celebration",
    code: "Q807",
    family: Family::Finish,
    source: include_str!("no_celebration.rs"),
    check: Check::Plan(check),
};

/// Words of an end that is one.
const THANKS: &str = "cake|celebrat|party|thank|dinner|lunch|beer|drinks|cheers|toast";
/// Fewer steps are no launch that anybody would celebrate.
const STEPS_MIN: usize = 3;

fn check(facts: &Facts<'_>) -> Vec<Finding> {
    let launch = facts.plan.steps.iter().filter(|step| step.phase == Phase::Launch);
    let steps: Vec<bool> = launch.map(|step| step.item.ticked).collect();
    if steps.len() < STEPS_MIN || steps.contains(&true) || says(facts, THANKS) {
        return Vec::new();
    }
    let people = facts.people().filter(|(_, person)| person.is_inside()).count();
    let finding = Finding::new("How will those who did it notice that it is done?", Worth::Insurance)
        .evidence(format!(
            "{} worked on it; the launch ends with its last technical step.",
            words::count(people, "person"),
        ))
        .way(facts.draft_in("Launch", "Cake, and a word of thanks to each", &[]))
        .way(WayOut::talk("put it in their calendars before the launch"));
    vec![finding]
}
