//! What it does to the 80 % date that somebody is not there: two weeks from next Monday without
//! whoever alone knows a part of the work, and each leave that is planned.
//!
//! In: a snapshot, and dates that edits are priced against. Out: dates, in the same futures. All
//! else is equal: nobody stands in, and nothing is written.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use plan::table::Key;
use plan::{Attribute, DateRange, Intent, ItemRef, PersonId, Plan, Slot};
use view::load::{Known, known};

use crate::effect::working_days;
use crate::levers::Pricer;
use crate::{Dates, Snapshot, facts};

/// Days on which somebody is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Absence {
    /// Who.
    pub person: PersonId,
    /// When.
    pub days: DateRange,
    /// How many working days later the 80 % date is for it; negative if it is sooner.
    pub later: i64,
    /// The 80 % date, if it is not the one that is shown anyway: with the two weeks, or without the
    /// leave.
    pub p80: Date,
}

/// What was found for everybody whose absence was looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Absences {
    /// Two weeks without whoever alone knows a part.
    pub without: Vec<Absence>,
    /// Leave that is planned, by day.
    pub leave: Vec<Absence>,
}

/// So many of both are priced.
const PRICED_MAX: usize = 12;

/// What two weeks without each who alone knows a part would do to the 80 % date, and what each leave
/// ahead does to it; nothing while it is too early for a date, and of people who have no line.
///
/// **Cost.** One play a person and a leave, of at most twelve each, in the runs of `dates`.
#[must_use]
pub fn absences(snapshot: &Snapshot, dates: &Dates) -> Absences {
    let plan = &snapshot.plan;
    let p80 = dates.forecast.finish.percentile(80);
    let Some(p80) = p80.filter(|_| !plan.is_too_early()) else { return Absences::default() };
    let (shown, pricer) = (snapshot.finish_date(p80), Pricer::of(snapshot, dates));
    let p80_if = |person: PersonId, away: &[DateRange]| {
        let after = pricer.with(&[away_on(plan, person, away)?])?;
        Some(snapshot.finish_date(after.finish.percentile(80)?))
    };
    let two_weeks = next_two_weeks(snapshot.today);
    let without = |person: PersonId| {
        let away = &plan.people[person.index()].away;
        let all: Vec<DateRange> = away.iter().copied().chain([two_weeks]).collect();
        let p80 = p80_if(person, &all)?;
        let later = working_days(snapshot, shown, p80);
        Some(Absence { person, days: two_weeks, later, p80 })
    };
    let leave = |(days, person): (DateRange, PersonId)| {
        let away = plan.people[person.index()].away.iter();
        let others: Vec<DateRange> = away.copied().filter(|range| *range != days).collect();
        let p80 = p80_if(person, &others)?;
        Some(Absence { person, days, later: working_days(snapshot, p80, shown), p80 })
    };
    let mut alone: Vec<PersonId> =
        known(&facts(snapshot, dates)).iter().filter_map(Known::alone).collect();
    alone.sort();
    alone.dedup();
    Absences {
        without: alone.into_iter().take(PRICED_MAX).filter_map(without).collect(),
        leave: leave_ahead(plan, snapshot.today)
            .into_iter()
            .take(PRICED_MAX)
            .filter_map(leave)
            .collect(),
    }
}

/// The leave of people inside that is not over, by day.
#[must_use]
pub fn leave_ahead(plan: &Plan, today: Date) -> Vec<(DateRange, PersonId)> {
    let inside = (0..).map(PersonId).zip(&plan.people).filter(|(_, person)| person.is_inside());
    let ranges = inside.flat_map(|(id, person)| person.away.iter().map(move |days| (*days, id)));
    let mut ahead: Vec<(DateRange, PersonId)> =
        ranges.filter(|(days, _)| days.last >= today).collect();
    ahead.sort();
    ahead
}

/// What writes that somebody is away on these days and no others; `None` of who has no line.
#[must_use]
pub fn away_on(plan: &Plan, person: PersonId, days: &[DateRange]) -> Option<Intent> {
    let target = plan.target(ItemRef::Person(person))?;
    let mut days = days.to_vec();
    days.sort();
    let written: Vec<String> =
        days.iter().map(|range| format!("{}..{}", range.first, range.last)).collect();
    Some(match written.is_empty() {
        true => Intent::Unset(target, Slot::Key(Key::Away)),
        false => Intent::Set(target, Attribute::Pair(Key::Away, written.join(","))),
    })
}

/// From the next Monday to the Friday of the week after it.
fn next_two_weeks(today: Date) -> DateRange {
    let first = today.nth_weekday(1, Weekday::Monday).unwrap_or(today);
    DateRange { first, last: first.saturating_add(11.days()) }
}
