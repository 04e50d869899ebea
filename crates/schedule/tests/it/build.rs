//! Small problems, written down quickly.

use calendar::{Calendar, CalendarRules, Moment, Span, Work, moment};
use jiff::civil::{Date, date, time};
use jiff::tz::TimeZone;
use schedule::{
    Activity, ActivityId, CalendarId, Demand, Effort, HandOver, Lag, Link, LinkKind, Mode, Problem,
    ProblemParts, Progress, Rank, Resource, ResourceId,
};

/// Monday 5 January 2026, 00:00 UTC.
pub fn monday() -> Moment {
    at(5, 0)
}

/// A day of January 2026 at an hour, UTC. Mondays are the 5th, 12th, 19th and 26th.
pub fn at(day: i8, hour: i8) -> Moment {
    moment(date(2026, 1, day), time(hour, 0, 0, 0), &TimeZone::UTC)
}

/// Working minutes of so many hours.
pub fn hours(hours: i64) -> Work {
    Work(hours * 60)
}

/// Monday to Friday (or the given days, Monday is 0) from 9 to 17.
pub fn working_days(days: &[usize], days_off: &[(Date, Date)], until: Option<Date>) -> Calendar {
    let mut week: [calendar::DayParts; 7] = Default::default();
    for &day in days {
        week[day] = vec![(time(9, 0, 0, 0), time(17, 0, 0, 0))];
    }
    let rules =
        CalendarRules { zone: TimeZone::UTC, week, days_off: days_off.to_vec(), from: None, until };
    Calendar::new(&rules, date(2025, 12, 1), date(2026, 6, 30))
}

/// Monday to Friday from 9 to 17.
pub fn office() -> Calendar {
    working_days(&[0, 1, 2, 3, 4], &[], None)
}

/// Parts with these calendars and `n_people` people, today Monday 5 January 2026.
pub fn parts(calendars: Vec<Calendar>, n_people: u32) -> ProblemParts {
    ProblemParts {
        today: monday(),
        calendars,
        resources: (0..n_people).map(|_| Resource { capacity: 1 }).collect(),
        activities: Vec::new(),
        links: Vec::new(),
        hand_over: HandOver::NONE,
        risks: Vec::new(),
        finish: Vec::new(),
    }
}

/// A mode at full share in the calendar for these people.
pub fn mode(calendar: u32, people: &[u32]) -> Mode {
    let demands =
        people.iter().map(|&person| Demand { resource: ResourceId(person), units: 1 }).collect();
    Mode { calendar: CalendarId(calendar), share_percent: 100, demands, hand_over: HandOver::NONE }
}

/// A planned activity that takes exactly `effort`.
pub fn activity(effort: Work, modes: Vec<Mode>) -> Activity {
    Activity {
        key: 0,
        effort: Effort::Exact(effort),
        modes: modes.into(),
        release: None,
        progress: Progress::Planned,
        rank: Rank::default(),
    }
}

/// A link with a lag on the clock, in hours.
pub fn link(from: u32, to: u32, kind: LinkKind, lag_hours: i64) -> Link {
    Link {
        from: ActivityId(from),
        to: ActivityId(to),
        kind,
        lag: Lag::Elapsed(Span(lag_hours * 60)),
        binds_started: false,
    }
}

/// Checks the parts, makes the last activity the finish, and takes the efforts out.
pub fn problem(mut parts: ProblemParts) -> (Problem, Vec<Work>) {
    if parts.finish.is_empty() {
        parts.finish = (0..parts.activities.len() as u32).map(ActivityId).collect();
    }
    let efforts = parts
        .activities
        .iter()
        .map(|activity| match activity.effort {
            Effort::Exact(work) => work,
            Effort::Range(range) => Work(range.likely as i64),
        })
        .collect();
    (Problem::new(parts).expect("consistent parts"), efforts)
}
