//! # What it finds
//! A due date of the plan that is missed in more than half of the runs.
//!
//! # Why it matters
//! At less than even odds the date is a hope. What can be done about it (leave something out, take a
//! simpler form, tell somebody today) gets dearer with each week that nobody says so.
//!
//! # How it is computed
//! The chance is the share of runs that finish by the end of the day. The worth is the working time
//! from that day to P80. Of a day that has passed it is asked which one takes its place, unless all is
//! finished.
//!
//! # Example
//! ```markdown
//! # Shop
//!
//! `{#shop due=2026-04-24}`
//!
//! - [ ] Catalog `{#catalog @ana 5d..10d}`
//! - [ ] Checkout `{#checkout @ana 6d..12d after=catalog}`
//! ```
//!
//! # Instead
//! ```markdown
//! # Shop
//!
//! `{#shop due=2026-06-12}`
//!
//! - [ ] Catalog `{#catalog @ana 5d..10d}`
//! - [ ] Checkout `{#checkout @ana 6d..12d after=catalog}`
//! ```
//!
//! # When to accept it
//! When everybody who plans with the date knows its chance, and prefers a stretch to another date.

use jiff::civil::Date;
use plan::ItemRef;

use crate::{Check, Facts, Family, Finding, Played, Rule, WayOut, Worth};

/// The rule.
pub const RULE: Rule = Rule {
    name: "low-chance",
    code: "Q601",
    family: Family::Deadline,
    source: include_str!("low_chance.rs"),
    check: Check::Dates(check),
};

fn check(facts: &Facts<'_>, played: &Played<'_>) -> Vec<Finding> {
    let Some(due) = facts.plan.due.filter(|_| !facts.plan.is_too_early()) else {
        return Vec::new();
    };
    let (Some(p80), chance) = (played.p80(), played.chance_by(due.date)) else {
        return Vec::new();
    };
    if chance >= 0.5 || played.is_done() {
        return Vec::new();
    }
    let days = played.lowered.working_days(due.date, p80);
    let date = facts.day(due.date);
    let kind = if due.hard { "deadline" } else { "wish" };
    if due.date < facts.today {
        return vec![passed(facts, &date, p80, days)];
    }
    let finding = Finding::new(
        format!("Who plans with {date}, and what would they rather give up than the date?"),
        Worth::Minutes(facts.minutes(days as f64)),
    )
    .about([ItemRef::Plan])
    .evidence(format!(
        "The {kind} of {date} {}. 8 of 10 runs are done by {}, {} later.",
        words::predicate(chance),
        facts.day(p80),
        words::count(usize::try_from(days).unwrap_or(0), "working day"),
    ))
    .rests_on(format!("{} {} {}", due.date, due.hard, (chance * 10.0).round()))
    .way(WayOut::talk("see what would have to give:  fore cut"))
    .way(WayOut::talk("tell whoever plans with it, while it is still early"));
    vec![finding]
}

/// The date is over: what counts is whether those who planned with it know the next one.
fn passed(facts: &Facts<'_>, date: &str, p80: Date, days: i64) -> Finding {
    let p80 = facts.day(p80);
    Finding::new(
        format!("{date} has passed: with which date do those plan now who counted on it?"),
        Worth::Insurance,
    )
    .about([ItemRef::Plan])
    .evidence(format!(
        "8 of 10 runs are done by {p80}, {} after it.",
        words::count(usize::try_from(days).unwrap_or(0), "working day"),
    ))
    .rests_on(date)
    .way(WayOut::talk(format!("tell them {p80}, which is 80% sure")))
    .way(WayOut::talk("agree on a date that is to hold, and write it as `due=`"))
}
