//! What is planned for whom, week by week, and who has worked on which part.
//!
//! In: [`Facts`]. Out: weeks with the time there is and the work that falls into it, in the one
//! future with every estimate at its middle; and the people of each part. It must not compare people
//! with each other: their order is that of the plan.

use std::collections::{BTreeMap, BTreeSet};

use calendar::{Moment, start_of_day};
use jiff::ToSpan;
use jiff::civil::Date;
use plan::{ItemRef, PersonId, TaskId};

use crate::facts::Facts;
use crate::parts::{Part, parts};

/// A week of one person; amounts are in working days.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Week {
    /// Its Monday.
    pub monday: Date,
    /// What they work in a week without leave and holidays, at their share of time.
    pub whole: f64,
    /// What they work in this one.
    pub available: f64,
    /// What is planned in it.
    pub planned: f64,
    /// Whether they have leave in it.
    pub has_leave: bool,
}

/// The weeks of one person.
#[derive(Clone, Debug, PartialEq)]
pub struct Lane {
    /// Who.
    pub person: PersonId,
    /// From this week on.
    pub weeks: Vec<Week>,
}

impl Lane {
    /// What is planned in all weeks.
    #[must_use]
    pub fn planned(&self) -> f64 {
        self.weeks.iter().map(|week| week.planned).fold(0.0, |a, b| a + b)
    }

    /// What they work in all weeks.
    #[must_use]
    pub fn available(&self) -> f64 {
        self.weeks.iter().map(|week| week.available).fold(0.0, |a, b| a + b)
    }
}

/// Minutes of work left that fall to each person inside, at the middle estimates: what every surface means by
/// somebody's load.
#[must_use]
pub fn work_left(facts: &Facts) -> BTreeMap<PersonId, f64> {
    let mut minutes: BTreeMap<PersonId, f64> = BTreeMap::new();
    for (_, activity) in facts.open_work().filter(|(item, _)| !facts.is_wait(*item)) {
        for person in facts.people(activity) {
            *minutes.entry(person).or_default() += facts.effort(activity);
        }
    }
    minutes.retain(|id, _| facts.plan.people[id.index()].is_inside());
    minutes
}

/// Working days of somebody from today to the plan's due date, leave taken off, at their share of
/// time; `None` without a due date ahead.
#[must_use]
pub fn days_until_due(facts: &Facts, person: PersonId) -> Option<f64> {
    let due = facts.plan.due.filter(|due| due.date >= facts.today)?;
    let (from, to) = (facts.lowered.problem.today(), facts.end_of(due.date));
    let minutes = facts.lowered.calendar_of_person(person).work_between(from, to).0 as f64;
    let share = f64::from(facts.plan.people[person.index()].time_percent) / 100.0;
    Some(facts.days(minutes * share))
}

/// `28 of 39 d`: work left of the days until the deadline, or `28 d` without one.
#[must_use]
pub fn said(facts: &Facts, left: &BTreeMap<PersonId, f64>, person: PersonId) -> String {
    let left = facts.days(left.get(&person).copied().unwrap_or(0.0));
    match days_until_due(facts, person) {
        Some(days) => format!("{:.0} of {:.0} d", left.round(), days.round()),
        None => format!("{:.0} d", left.round()),
    }
}

/// No more weeks than this are shown.
const WEEKS_MAX: usize = 16;

/// Everybody inside, in the order of the team, from this week to the plan's due date, else to its
/// 80 % date.
///
/// **Cost.** `O(people · weeks · open work)`.
#[must_use]
pub fn lanes(facts: &Facts) -> Vec<Lane> {
    let mondays = mondays(facts);
    let ids = (0..).map(PersonId).zip(&facts.plan.people);
    let inside =
        ids.filter(|(id, person)| person.is_inside() && facts.lowered.resource_of(*id).is_some());
    let pieces = pieces(facts);
    let lane = |id: PersonId| {
        let own: Vec<&Piece> = pieces.iter().filter(|piece| piece.person == id).collect();
        Lane { person: id, weeks: mondays.iter().map(|day| week(facts, id, *day, &own)).collect() }
    };
    inside.map(|(id, _)| lane(id)).collect()
}

fn mondays(facts: &Facts) -> Vec<Date> {
    let today = facts.today;
    let due = facts.plan.due.map(|due| due.date).filter(|due| *due >= today);
    let last = due.or_else(|| facts.p80()).unwrap_or(today).max(today);
    let back = i64::from(today.weekday().to_monday_zero_offset());
    let first = today.saturating_sub(back.days());
    let weeks = (0_i64..).map(|n| first.saturating_add((7 * n).days()));
    weeks.take_while(|monday| *monday <= last).take(WEEKS_MAX).collect()
}

/// A stretch of planned work of one person.
struct Piece {
    person: PersonId,
    from: Moment,
    to: Moment,
    calendar: schedule::CalendarId,
    share: f64,
}

fn pieces(facts: &Facts) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (_, activity) in facts.open_work() {
        let Some(entry) = facts.schedule.entry(activity) else { continue };
        let handed = entry.handed_on.map_or(entry.finish, |(at, _)| at);
        let parts = [Some((entry.resumed, handed, entry.mode))].into_iter();
        let parts = parts.chain([entry.handed_on.map(|(at, mode)| (at, entry.finish, mode))]);
        let modes = &facts.lowered.problem.activity(activity).modes;
        for (from, to, mode) in parts.flatten() {
            let Some(mode) = modes.get(mode as usize) else { continue };
            let share = f64::from(mode.share_percent) / 100.0;
            for demand in &mode.demands {
                if let Some(person) = facts.lowered.person_of(demand.resource) {
                    pieces.push(Piece { person, from, to, calendar: mode.calendar, share });
                }
            }
        }
    }
    pieces
}

fn week(facts: &Facts, person: PersonId, monday: Date, own: &[&Piece]) -> Week {
    let zone = &facts.lowered.zone;
    let edge = |day: Date| start_of_day(day, zone);
    let next = monday.saturating_add(7.days());
    // What is gone of this week is nobody's time any more.
    let (start, end) = (edge(monday).max(facts.lowered.problem.today()), edge(next));
    let problem = &facts.lowered.problem;
    let share = f64::from(facts.plan.people[person.index()].time_percent) / 100.0;
    let days = |minutes: i64, share: f64| facts.days(minutes.max(0) as f64 * share);
    let available = facts.lowered.calendar_of_person(person).work_between(start, end).0;
    let planned = |piece: &&Piece| {
        let (from, to) = (piece.from.max(start), piece.to.min(end));
        let minutes = problem.calendar(piece.calendar).work_between(from, to.max(from)).0;
        days(minutes, piece.share)
    };
    let away = &facts.plan.people[person.index()].away;
    let last = monday.saturating_add(6.days());
    Week {
        monday,
        whole: share * f64::from(WORKING_DAYS),
        available: days(available, share),
        planned: own.iter().map(planned).fold(0.0, |a, b| a + b),
        has_leave: away.iter().any(|leave| leave.first <= last && leave.last >= monday),
    }
}

/// What a week is wide: the picture is of an ordinary one.
const WORKING_DAYS: u32 = 5;

/// A part of the work, and who knows it.
#[derive(Clone, Debug)]
pub struct Known<'a> {
    /// The part.
    pub part: Part<'a>,
    /// Who has worked on it: on something that is begun or done.
    pub worked: BTreeSet<PersonId>,
    /// Who else has something planned in it.
    pub planned: BTreeSet<PersonId>,
}

impl Known<'_> {
    /// Whether there is work left in it, and all of it rests on one person.
    #[must_use]
    pub fn rests_on_one(&self) -> bool {
        self.part.work_days > 0.0 && self.worked.union(&self.planned).count() == 1
    }

    /// Who alone knows a part in which there is work left: has worked on it, or, if nobody has, has
    /// all of it planned.
    #[must_use]
    pub fn alone(&self) -> Option<PersonId> {
        let knows = if self.worked.is_empty() { &self.planned } else { &self.worked };
        let mut knows = knows.iter().filter(|_| self.part.work_days > 0.0);
        knows.next().copied().filter(|_| knows.next().is_none())
    }
}

/// Who knows which part, in the order of the text; parts without anybody inside are left out.
#[must_use]
pub fn known<'a>(facts: &Facts<'a>) -> Vec<Known<'a>> {
    let known = parts(facts).into_iter().map(|part| {
        let (mut worked, mut planned) = (BTreeSet::new(), BTreeSet::new());
        for leaf in &part.leaves {
            let task = facts.plan.task(*leaf);
            let is_begun = task.ticked || task.is_started();
            let people = doers(facts, *leaf);
            if is_begun { worked.extend(people) } else { planned.extend(people) }
        }
        planned.retain(|person| !worked.contains(person));
        Known { part, worked, planned }
    });
    known.filter(|known| !known.worked.is_empty() || !known.planned.is_empty()).collect()
}

/// Those inside who do a task: those of the schedule, else those who are named.
fn doers(facts: &Facts, leaf: TaskId) -> Vec<PersonId> {
    let activity = facts.lowered.activity_of(ItemRef::Task(leaf));
    let mut people = activity.map(|activity| facts.people(activity)).unwrap_or_default();
    if people.is_empty() || facts.plan.task(leaf).ticked {
        people = facts.plan.task(leaf).who.people().collect();
    }
    people.retain(|id| facts.plan.people[id.index()].is_inside());
    people
}
