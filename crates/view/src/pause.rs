//! Why work did not go on at once when what it waited for was over: the people were not there.
//!
//! In: an activity, and the middles of when its wait ended and of its start. Out: who joined or was
//! away in between, and days off of the whole plan. It must not know how that is said.

use calendar::{Moment, local_date};
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use plan::PersonId;
use schedule::{ActivityId, Cause};

use crate::facts::Facts;

/// Why nobody worked on something that could have gone on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pause {
    /// Somebody's first day.
    Joins(PersonId, Date),
    /// The last day of somebody's leave.
    Away(PersonId, Date),
    /// Days off of everybody, first and last, weekends around them included.
    DaysOff(Date, Date),
}

/// What lies between the end of the most frequent cause of an activity's start and that start, by
/// the middles of the runs; the reason that lasts longest, of those who do the work in the one
/// future.
pub(crate) fn pause(facts: &Facts, activity: ActivityId) -> Option<Pause> {
    let played = &facts.forecast.activities[activity.index()];
    let (cause, _) = played.causes.first()?;
    let problem = &facts.lowered.problem;
    let over = match cause {
        Cause::Nothing => problem.today(),
        Cause::Release => problem.activity(activity).release?,
        Cause::Link(link) => {
            let from = problem.links()[*link as usize].from;
            facts.forecast.activities[from.index()].finish.p50?
        }
        Cause::Busy(other) => facts.forecast.activities[other.index()].finish.p50?,
    };
    let start = played.start.p50.filter(|start| *start > over)?;
    let (from, to) = (local_date(over, &facts.lowered.zone), facts.start_date(start));
    let people = facts.people(activity);
    let absences = people.into_iter().filter_map(|person| absence(facts, person, from, to));
    let longest = absences.max_by_key(|pause| match pause {
        Pause::Joins(_, first) => *first,
        Pause::Away(_, last) | Pause::DaysOff(_, last) => last.saturating_add(1.day()),
    });
    longest.or_else(|| days_off(facts, over, start))
}

/// The leave within the work on an activity, by the middles of the runs: the last of several.
pub(crate) fn leave_within(facts: &Facts, activity: ActivityId) -> Option<Pause> {
    let played = &facts.forecast.activities[activity.index()];
    let (start, finish) = (played.start.p50?, played.finish.p50?);
    let (first, last) = (facts.start_date(start), facts.finish_date(finish));
    let away = facts.people(activity).into_iter().flat_map(|person| {
        let leave = facts.plan.people[person.index()].away.iter();
        let within = leave.filter(move |range| first < range.first && range.last < last);
        within.map(move |range| (range.last, person))
    });
    away.max().map(|(last, person)| Pause::Away(person, last))
}

/// The absence of a person that ends after `from` and by `to`: the last of several.
fn absence(facts: &Facts, person: PersonId, from: Date, to: Date) -> Option<Pause> {
    let written = &facts.plan.people[person.index()];
    let joins = written.from.filter(|first| from < *first && *first <= to);
    if let Some(first) = joins {
        return Some(Pause::Joins(person, first));
    }
    let leave = written.away.iter().filter(|range| from <= range.last && range.last < to);
    leave.map(|range| range.last).max().map(|last| Pause::Away(person, last))
}

/// The days off right after `over`, if one of them is no weekend.
fn days_off(facts: &Facts, over: Moment, start: Moment) -> Option<Pause> {
    let next = facts.lowered.plan_calendar().next_working(over)?;
    let first = local_date(over, &facts.lowered.zone).saturating_add(1.day());
    let last = facts.start_date(next).saturating_sub(1.day());
    let mut days = first.series(1.day()).take_while(|day| *day <= last);
    let is_weekend = |day: Date| matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
    let has_holiday = days.any(|day| !is_weekend(day));
    (has_holiday && next <= start).then_some(Pause::DaysOff(first, last))
}
