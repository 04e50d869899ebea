//! # What it finds
//! Work that needs days in a row, with somebody whose days are in pieces.
//!
//! # Why it matters
//! What is hard is done in long stretches. An hour between two other things goes into finding the
//! thread again, so that half a day every day is less than two days a week, and three tasks at once
//! are slower than three tasks in turn.
//!
//! # How it is computed
//! Open tasks of at least five days in their middle, or marked `fuzzy`, that one person inside the
//! team does: with at most half of the day for the plan, or with two or more other tasks under way.
//! The largest such task of each person is asked about. Work that the finish waits for and the lead
//! does has a [question of its own](lead-on-path.md).
//!
//! # Example
//! ```markdown
//! # Shop
//!
//! ## Team
//!
//! - Ana `{@ana time=50%}`
//! - Bo `{@bo}`
//!
//! ## Work
//!
//! - [ ] Rules for discounts `{#discounts @ana 5d..10d}`
//! - [ ] Catalog `{#catalog @bo 8d..12d}`
//! ```
//!
//! # Instead
//! ```markdown
//! # Shop
//!
//! ## Team
//!
//! - Ana `{@ana time=50%}`
//! - Bo `{@bo}`
//!
//! ## Work
//!
//! - [ ] Rules for discounts `{#discounts @bo 5d..10d}`
//! - [ ] Catalog in small pieces `{#catalog @ana}`
//!   - [ ] Import `{#import 2d..4d}`
//!   - [ ] Pages `{#pages 2d..4d}`
//! ```
//!
//! # When to accept it
//! When half of the time means whole days. Then say which.
//!
//! # Sources
//! - Paul Graham, *Maker's Schedule, Manager's Schedule*, 2009.

use plan::{ItemRef, PersonId, Task, TaskId};

use crate::rules::lead_on_path;
use crate::{Check, Facts, Family, Finding, Played, Rule, WayOut, Worth};

/// The rule.
pub const RULE: Rule = Rule {
    name: "long-work-in-pieces",
    code: "Q507",
    family: Family::People,
    source: include_str!("long_work_in_pieces.rs"),
    check: Check::Dates(check),
};

/// From so many days on, work is long.
const DAYS_MIN: f64 = 5.0;
/// With so little of the day, no day is whole.
const TIME_PERCENT_MAX: u32 = 50;
/// So many other tasks under way leave no day whole either.
const BESIDE_MIN: usize = 2;

fn check(facts: &Facts<'_>, played: &Played<'_>) -> Vec<Finding> {
    let inside = facts.people().filter(|(_, person)| person.is_inside());
    inside.filter_map(|(id, _)| question(facts, played, id)).collect()
}

fn question(facts: &Facts<'_>, played: &Played<'_>, id: PersonId) -> Option<Finding> {
    let person = &facts.plan.people[id.index()];
    let own: Vec<(TaskId, &Task)> =
        facts.open_work().filter(|(_, task)| task.who.only() == Some(id)).collect();
    let effort = |task: TaskId| played.effort(ItemRef::Task(task));
    let is_long = |task: TaskId| facts.days(effort(task)) >= DAYS_MIN;
    let long = own
        .iter()
        .filter(|(id, task)| is_long(*id) || task.fuzzy)
        .filter(|(id, _)| !lead_on_path::asks(facts, played, *id))
        .map(|(id, _)| *id);
    let largest =
        long.max_by(|one, other| effort(*one).total_cmp(&effort(*other)).then(other.cmp(one)))?;
    let beside: Vec<ItemRef> = own
        .iter()
        .filter(|(id, task)| *id != largest && task.is_started())
        .map(|(id, _)| ItemRef::Task(*id))
        .collect();
    let item = ItemRef::Task(largest);
    let days = facts.days(effort(largest));
    let (reason, rests_on) = if beside.len() >= BESIDE_MIN {
        let named = facts.mentions(&beside);
        (format!("It is {} of work, beside what is under way: {named}.", words::days(days)), named)
    } else if person.time_percent <= TIME_PERCENT_MAX {
        let share = f64::from(person.time_percent) / 100.0;
        let hours = f64::from(facts.plan.settings.day_minutes) / 60.0 * share;
        let reason = format!(
            "It is {} of work at {}% of a day: some {} at a time, over {} working days.",
            words::days(days),
            person.time_percent,
            words::count(hours.round() as usize, "hour"),
            (days / share).round(),
        );
        (reason, format!("{}%", person.time_percent))
    } else {
        return None;
    };
    let named = facts.mention(item);
    Some(
        Finding::new(format!("Which whole days will there be for {named}?"), Worth::Insurance)
            .subject(crate::answers::subject(facts.plan.item(item)?))
            .about([item])
            .evidence(reason)
            .rests_on(format!("{named} {rests_on}"))
            .way(WayOut::talk("give it two whole days a week, and the rest of the week to all else"))
            .way(WayOut::talk("or finish something first, so that less is under way")),
    )
}
