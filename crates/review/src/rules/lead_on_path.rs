//! # What it finds
//! Work of the lead, at part of the day, that the finish waits for.
//!
//! # Why it matters
//! Whoever leads is interrupted more than anybody else, and everybody waits behind what they do
//! themselves. It is often on the list for no better reason than that they wrote the list.
//!
//! # How it is computed
//! Open tasks that only the lead may do and that nobody has begun, on the longest path in at least a
//! third of the runs. The price is what P80 gains if somebody else takes them over, catching up
//! included: whoever inside the team has most room for it. While an answer stands, no other surface
//! proposes to hand that work over.
//!
//! # Example
//! ```markdown
//! # Shop
//!
//! ## Team
//!
//! - Ana `{@ana lead time=40%}`
//! - Bo `{@bo}`
//!
//! ## Work
//!
//! - [ ] Catalog `{#catalog @bo 3d..5d}`
//! - [ ] Checkout `{#checkout @ana 6d..12d}`
//! ```
//!
//! # Instead
//! ```markdown
//! # Shop
//!
//! ## Team
//!
//! - Ana `{@ana lead time=40%}`
//! - Bo `{@bo}`
//!
//! ## Work
//!
//! - [ ] Catalog `{#catalog @ana 1d..3d}`
//! - [ ] Checkout `{#checkout @bo 6d..12d}`
//! ```
//!
//! # When to accept it
//! When the work is mostly talking to people who expect the lead.

use plan::{ItemRef, Person, PersonId, TaskId};

use crate::answers::subject;
use crate::{Check, Facts, Family, Finding, Played, Rule, WayOut, Worth};

/// The rule.
pub const RULE: Rule = Rule {
    name: "lead-on-path",
    code: "Q501",
    family: Family::People,
    source: include_str!("lead_on_path.rs"),
    check: Check::Dates(check),
};

/// On the longest path in fewer runs than these, it is somebody else's work that decides.
const PATH_SHARE_MIN: f64 = 0.33;

/// Whether this rule asks about a task, where a lead does it.
pub(super) fn asks(facts: &Facts<'_>, played: &Played<'_>, id: TaskId) -> bool {
    let task = facts.plan.task(id);
    let by_lead = task.who.only().is_some_and(|id| facts.plan.people[id.index()].lead);
    by_lead && !task.is_started() && played.path_share(ItemRef::Task(id)) >= PATH_SHARE_MIN
}

fn check(facts: &Facts<'_>, played: &Played<'_>) -> Vec<Finding> {
    let leads = facts.people().filter(|(_, person)| person.lead);
    leads.filter_map(|(id, lead)| question(facts, played, id, lead)).collect()
}

fn question(
    facts: &Facts<'_>,
    played: &Played<'_>,
    id: PersonId,
    lead: &Person,
) -> Option<Finding> {
    let tasks: Vec<TaskId> = facts
        .open_work()
        .filter(|(task, written)| {
            written.who.only() == Some(id) && asks(facts, played, *task)
        })
        .map(|(task, _)| task)
        .collect();
    let items: Vec<ItemRef> = tasks.iter().map(|task| ItemRef::Task(*task)).collect();
    let first = items.first()?;
    let other = facts.least_loaded(played, id)?;
    let name = facts.person(other);
    let intents = facts.hand_over(&items, other)?;
    let days = facts.days(items.iter().map(|item| played.effort(*item)).sum());
    let elapsed = days * 100.0 / f64::from(lead.time_percent.max(1));
    let named = facts.mentions(&items);
    let does = if items.len() == 1 { "does it have" } else { "do they have" };
    Some(
        Finding::new(
            format!("The finish waits for {named}: {does} to be done by the lead?"),
            Worth::Price(intents.clone()),
        )
        .subject(subject(facts.plan.item(*first)?))
        .about(items.clone())
        .evidence(format!(
            "{} of work at {}% of a day, so {} working days; {}.",
            words::days(days),
            lead.time_percent,
            elapsed.round(),
            facts.free_from(played, other, &items),
        ))
        .rests_on(format!("{named} @{} {}%", lead.name(), lead.time_percent))
        .way(WayOut::edit(format!("hand over to {name}"), intents)),
    )
}
