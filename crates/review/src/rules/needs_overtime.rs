//! # What it finds
//! A due date until which the team has less working time than there is work.
//!
//! # Why it matters
//! No order and no hand-over can help then. Overtime seems to, for two or three weeks; after that it
//! costs more than it brings. What is left is less work, or a later day.
//!
//! # How it is computed
//! The work of all open tasks at their middle estimates, those of outside teams left out, against the working time of
//! everybody inside from today to the due date: their share of the day, leave and holidays left out.
//! The worth is the work that does not fit, divided by the number of people.
//!
//! # Example
//! ```markdown
//! # Shop
//!
//! `{#shop due=2026-04-30}`
//!
//! - [ ] Catalog `{#catalog @ana 8d..15d}`
//! - [ ] Checkout `{#checkout @bo 8d..15d}`
//! - [ ] Search `{#search @ana 5d..9d}`
//! - [ ] Mails `{#mails @bo 3d..6d}`
//! ```
//!
//! # Instead
//! ```markdown
//! # Shop
//!
//! `{#shop due=2026-06-30}`
//!
//! - [ ] Catalog `{#catalog @ana 8d..15d}`
//! - [ ] Checkout `{#checkout @bo 8d..15d}`
//! - [ ] Search `{#search @ana 5d..9d}`
//! - [ ] Mails `{#mails @bo 3d..6d}`
//! ```
//!
//! # When to accept it
//! When people join who are not in the plan yet.
//!
//! # Sources
//! John Pencavel, "The Productivity of Working Hours", The Economic Journal 125 (2015): beyond about
//! 50 hours a week, output rises by less and less.

use calendar::end_of_day;
use plan::{ItemRef, PersonId};

use crate::{Check, Facts, Family, Finding, Played, Rule, WayOut, Worth};

/// The rule.
pub const RULE: Rule = Rule {
    name: "needs-overtime",
    code: "Q604",
    family: Family::Deadline,
    source: include_str!("needs_overtime.rs"),
    check: Check::Dates(check),
};

fn check(facts: &Facts<'_>, played: &Played<'_>) -> Vec<Finding> {
    let dated = facts.plan.due.filter(|due| due.date >= facts.today && !facts.plan.is_too_early());
    let Some(due) = dated else { return Vec::new() };
    let inside: Vec<PersonId> =
        facts.people().filter(|(_, person)| person.is_inside()).map(|(id, _)| id).collect();
    let end = end_of_day(due.date, &played.lowered.zone);
    let today = played.lowered.problem.today();
    let time = |id: &PersonId| {
        let calendar = played.lowered.calendar_of_person(*id);
        let share = f64::from(facts.plan.people[id.index()].time_percent) / 100.0;
        calendar.work_between(today, end).0 as f64 * share
    };
    let time: f64 = inside.iter().map(time).sum();
    let own = facts.open_work().filter(|(_, task)| {
        task.who.is_empty() || task.who.people().any(|id| inside.contains(&id))
    });
    let work: f64 = own
        .map(|(id, task)| {
            played.effort(ItemRef::Task(id)) * task.who.together.len().max(1) as f64
        })
        .sum();
    if inside.is_empty() || work <= time {
        return Vec::new();
    }
    let day = facts.day(due.date);
    let finding = Finding::new(
        format!("There is more work than time until {day}: what is not going to be done?"),
        Worth::Minutes((work - time) / inside.len() as f64),
    )
    .about([ItemRef::Plan])
    .evidence(format!(
        "{} of work for {}, with {} until then and everything else at its best.",
        words::days(facts.days(work)),
        words::count(inside.len(), "person"),
        words::days(facts.days(time)),
    ))
    .rests_on(format!("{} {}", due.date, (work / time * 5.0).round()))
    .way(WayOut::talk("see what can go:  fore cut"))
    .way(WayOut::talk("or say today that the day will not hold"));
    vec![finding]
}
