//! # What it finds
//! More work for one person until the due date than they have working time.
//!
//! # Why it matters
//! The plan then holds only with overtime, and everything that this person does comes late by a
//! little more each week. It is the plan's fault and nobody else's.
//!
//! # How it is computed
//! Expected work of the open tasks that only this person may do, against their working time from
//! today to the plan's due date: their share of the day, leave and holidays left out. The price is
//! what P80 gains if the largest of these tasks that nobody has begun goes to whoever inside the
//! team has most room for it. Work of the lead that the finish waits for has
//! [a question of its own](lead-on-path.md).
//!
//! # Example
//! ```markdown
//! # Shop
//!
//! `{#shop due=2026-05-08}`
//!
//! ## Team
//!
//! - Ana `{@ana}`
//! - Bo `{@bo}`
//!
//! ## Work
//!
//! - [ ] Catalog `{#catalog @ana 8d..12d}`
//! - [ ] Checkout `{#checkout @ana 10d..14d}`
//! - [ ] Pages `{#pages @bo 3d..5d}`
//! ```
//!
//! # Instead
//! ```markdown
//! # Shop
//!
//! `{#shop due=2026-05-08}`
//!
//! ## Team
//!
//! - Ana `{@ana}`
//! - Bo `{@bo}`
//!
//! ## Work
//!
//! - [ ] Catalog `{#catalog @ana 8d..12d}`
//! - [ ] Checkout `{#checkout @bo 8d..12d}`
//! - [ ] Pages `{#pages @bo 2d..3d}`
//! ```
//!
//! # When to accept it
//! When the due date is going to move anyway.

use calendar::end_of_day;
use plan::{ItemRef, PersonId, TaskId};

use crate::rules::lead_on_path;
use crate::{Check, Facts, Family, Finding, Played, Rule, WayOut, Worth};

/// The rule.
pub const RULE: Rule = Rule {
    name: "overloaded",
    code: "Q503",
    family: Family::People,
    source: include_str!("overloaded.rs"),
    check: Check::Dates(check),
};

fn check(facts: &Facts<'_>, played: &Played<'_>) -> Vec<Finding> {
    let insiders = facts.people().filter(|(_, person)| person.is_inside());
    insiders.filter_map(|(id, _)| question(facts, played, id)).collect()
}

fn question(facts: &Facts<'_>, played: &Played<'_>, person: PersonId) -> Option<Finding> {
    let due = facts.plan.due.filter(|due| due.date >= facts.today)?.date;
    let own: Vec<TaskId> = facts
        .open_work()
        .filter(|(_, task)| task.who.only() == Some(person))
        .map(|(id, _)| id)
        .collect();
    let work = facts.days(own.iter().map(|id| played.effort(ItemRef::Task(*id))).sum());
    let time = facts.days(time_until(facts, played, person, due));
    if work <= time {
        return None;
    }
    let effort = |id: &TaskId| played.effort(ItemRef::Task(*id));
    let waiting = own.iter().filter(|id| !facts.plan.task(**id).is_started());
    let largest = waiting.max_by(|one, other| effort(one).total_cmp(&effort(other)))?;
    let to = facts.least_loaded(played, person)?;
    if lead_on_path::asks(facts, played, *largest) {
        return None;
    }
    let items = [ItemRef::Task(*largest)];
    let intents = facts.hand_over(&items, to)?;
    let name = facts.person(person);
    Some(
        Finding::new(
            format!(
                "{} of work for @{name} until {}, and time for {}: what goes to somebody else?",
                words::days(work),
                facts.day(due),
                words::days(time),
            ),
            Worth::Price(intents.clone()),
        )
        .subject(name)
        .about(own.iter().map(|id| ItemRef::Task(*id)))
        .evidence(format!(
            "{} is the largest piece that nobody has begun; {}.",
            facts.mentions(&items),
            facts.free_from(played, to, &items)
        ))
        .rests_on(format!("{name} {due} {}", facts.mentions(&items)))
        .way(WayOut::edit(format!("hand {} to {}", facts.mentions(&items), facts.person(to)), intents))
        .way(WayOut::talk("see what else would help:  fore cut")),
    )
}

/// Working minutes of a person, at their share of the day, until the end of `due`.
fn time_until(
    facts: &Facts<'_>,
    played: &Played<'_>,
    person: PersonId,
    due: jiff::civil::Date,
) -> f64 {
    let calendar = played.lowered.calendar_of_person(person);
    let today = played.lowered.problem.today();
    let minutes = calendar.work_between(today, end_of_day(due, &played.lowered.zone)).0;
    minutes as f64 * f64::from(facts.plan.people[person.index()].time_percent) / 100.0
}
