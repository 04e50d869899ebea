//! # What it finds
//! The launch is near, and nobody has written down its steps.
//!
//! # Why it matters
//! On the day there is no time to think about order, about who has the rights, and about how one
//! sees that a step worked. On paper it takes an hour, and the hour finds what is missing.
//!
//! # How it is computed
//! An open task whose title says that something goes live (cutover, launch, switch, roll out,
//! migrate users) begins within six weeks in half of the runs, and nothing stands under Launch.
//!
//! # Example
//! ```markdown
//! # Shop
//!
//! - [ ] Checkout `{#checkout @ana 5d..10d}`
//! - [ ] Rehearsal `{#rehearsal @bo 1d..2d after=checkout}`
//! - [ ] Launch in all shops `{#go @ana 2d..3d after=rehearsal}`
//! ```
//!
//! # Instead
//! ```markdown
//! # Shop
//!
//! - [ ] Checkout `{#checkout @ana 5d..10d}`
//! - [ ] Rehearsal `{#rehearsal @bo 1d..2d after=checkout}`
//! - [ ] Launch in all shops `{#go @ana 2d..3d after=rehearsal}`
//!
//! ## Launch
//!
//! 1. [ ] Route one shop `{#one @ana 15m check="an order arrives" undo=back}`
//! 2. [ ] Route all shops `{#all @ana 15m check="orders as last week" undo=back}`
//!
//! ## Rollback
//!
//! 1. [ ] Route to the old checkout `{#back @ana 10m}`
//! ```
//!
//! # When to accept it
//! When going live is one click that has been made a hundred times.

use plan::{ItemRef, Phase};

use crate::coverage::suggests;
use crate::{Check, Facts, Family, Finding, Played, Rule, Worth};

/// The rule.
pub const RULE: Rule = Rule {
    name: "no-launch-steps",
    code: "Q804",
    family: Family::Finish,
    source: include_str!("no_launch_steps.rs"),
    check: Check::Dates(check),
};

/// Titles of tasks in which something goes live.
const SIGNS: &str = "cutover|cut over|launch|go live|going live|switch all|roll out|rollout";
/// Sooner than so many days before it, steps would be guesses.
const DAYS_BEFORE: i32 = 42;

fn check(facts: &Facts<'_>, played: &Played<'_>) -> Vec<Finding> {
    let has_steps = facts.plan.steps.iter().any(|step| step.phase == Phase::Launch);
    if has_steps || facts.plan.is_too_early() {
        return Vec::new();
    }
    let near = facts.open_work().map(|(id, _)| ItemRef::Task(id)).find_map(|item| {
        let start = played.start_p50(item).filter(|_| suggests(facts, item, SIGNS))?;
        ((start - facts.today).get_days() <= DAYS_BEFORE).then_some((item, start))
    });
    let Some((item, start)) = near else { return Vec::new() };
    let named = facts.mention(item);
    let finding = Finding::new(
        format!("What happens on the day of {named}, step by step, and who says stop?"),
        Worth::Insurance,
    )
    .about([item])
    .evidence(format!(
        "{named} begins on {} in half of the runs; no step of it is written down.",
        facts.day(start),
    ))
    .rests_on(named)
    .way(facts.draft_in("Launch", "Go or no go: who says it, by which numbers?", &[]))
    .way(facts.draft_in("Launch", "A few users first, watched for a day", &[]))
    .way(facts.draft_in("Rollback", "Send everybody back to what they used before", &[]));
    vec![finding]
}
