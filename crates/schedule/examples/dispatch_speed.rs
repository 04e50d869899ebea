//! How fast the dispatcher is: `cargo run --release -p schedule --example dispatch_speed [-- WHO [ACTIVITIES]]`.
//!
//! Prints nanoseconds of processor time for each activity of a run, on made-up plans of several sizes in which people
//! have leave. Work is for one named person, for one of three who share a skill, for any three, or for anyone in
//! the team; where it says so, everybody works full time, else every third person works two days in five.

#![allow(clippy::print_stdout, reason = "it is a program")]

use std::fs;

use calendar::{Calendar, CalendarRules, Work, moment};
use jiff::civil::{Time, date, time};
use jiff::tz::TimeZone;
use schedule::{
    Activity, ActivityId, CalendarId, Demand, Dispatcher, Effort, HandOver, Lag, Link, LinkKind,
    Mode, Outcome, Problem, ProblemParts, Progress, Rank, Resource, ResourceId, priority_order,
};

fn main() {
    let only = std::env::args().nth(1);
    let size: Option<u32> = std::env::args().nth(2).and_then(|n| n.parse().ok());
    println!("activities  people  who               ns/activity  M/s    finished");
    for (n, people) in [(35, 3), (80, 7), (200, 12), (1000, 12), (10_000, 50)] {
        for who in Who::ALL {
            if only.as_ref().is_none_or(|only| *only == who.name())
                && size.is_none_or(|size| size == n)
            {
                measure(n, people, who);
            }
        }
    }
}

/// Who may do an activity.
#[derive(Clone, Copy)]
enum Who {
    Named,
    /// One of three with the skill; people have one skill each and work full time.
    Skill,
    OfThree,
    Anyone,
}

impl Who {
    const ALL: [Who; 4] = [Who::Named, Who::Skill, Who::OfThree, Who::Anyone];

    fn name(self) -> &'static str {
        match self {
            Who::Named => "named",
            Who::Skill => "skill",
            Who::OfThree => "three",
            Who::Anyone => "anyone",
        }
    }

    fn modes(self, first: u32, people: u32) -> Vec<Mode> {
        match self {
            Who::Named => vec![mode(first, share(first))],
            Who::Skill => {
                let skilled = first / 3 * 3;
                (skilled..(skilled + 3).min(people)).map(|person| mode(person, 100)).collect()
            }
            Who::OfThree => self.from(first, 3, people),
            Who::Anyone => self.from(first, people, people),
        }
    }

    fn from(self, first: u32, n: u32, people: u32) -> Vec<Mode> {
        let people = (first..first + n).map(|person| person % people);
        people.map(|person| mode(person, share(person))).collect()
    }
}

fn measure(n: u32, people: u32, who: Who) {
    let mut random = Random(7);
    let problem = Problem::new(plan(n, people, who, &mut random)).expect("consistent parts");
    let middle: Vec<Work> = (0..n).map(|_| Work(240 + random.below(2400))).collect();
    let order = priority_order(&problem, &middle);
    let mut dispatcher = Dispatcher::new(&problem, &order, &middle);
    let futures: Vec<Vec<Work>> = (0..256)
        .map(|_| middle.iter().map(|work| Work(work.0 * (50 + random.below(150)) / 100)).collect())
        .collect();
    let n_runs = (100_000 / n).max(1);
    let mut n_finished = 0;
    let mut best = f64::INFINITY;
    for _ in 0..3 {
        let start = processor_nanoseconds();
        for run in 0..n_runs {
            let outcomes = dispatcher.outcomes(&futures[run as usize % futures.len()]);
            n_finished = outcomes.iter().filter(|outcome| **outcome != Outcome::NEVER).count();
        }
        let nanoseconds = processor_nanoseconds() - start;
        best = best.min(nanoseconds / f64::from(n_runs) / f64::from(n));
    }
    let name = who.name();
    let millions = 1000.0 / best;
    println!("{n:>10}  {people:>6}  {name:<16}  {best:>11.0}  {millions:>5.1}  {n_finished}");
}

/// Time that this thread has run, as Linux counts it: other programs do not disturb it.
fn processor_nanoseconds() -> f64 {
    // The figure there is as of the last time that the scheduler looked: this makes it look.
    std::thread::yield_now();
    let counts = fs::read_to_string("/proc/thread-self/schedstat").expect("Linux");
    counts.split(' ').next().and_then(|count| count.parse().ok()).expect("a count first")
}

/// Work that follows one or two earlier pieces, as in teams of `people` on as many strands.
fn plan(n: u32, people: u32, who: Who, random: &mut Random) -> ProblemParts {
    let mut parts = ProblemParts {
        today: moment(date(2026, 1, 5), Time::midnight(), &TimeZone::UTC),
        calendars: (0..people).map(|person| calendar_of(person as i8 % 20)).collect(),
        resources: (0..people).map(|_| Resource { capacity: 1 }).collect(),
        activities: Vec::new(),
        links: Vec::new(),
        hand_over: HandOver::NONE,
        risks: Vec::new(),
        finish: (0..n).map(ActivityId).collect(),
    };
    for to in 0..n {
        let first = random.below(i64::from(people)) as u32;
        let modes = who.modes(first, people);
        parts.activities.push(Activity {
            key: u64::from(to),
            effort: Effort::Exact(Work(480)),
            modes: modes.into(),
            release: None,
            progress: Progress::Planned,
            rank: Rank::default(),
        });
        for _ in 0..random.below(3) {
            let back = 1 + random.below(4 * i64::from(people)) as u32;
            if back <= to {
                parts.links.push(Link {
                    from: ActivityId(to - back),
                    to: ActivityId(to),
                    kind: LinkKind::FinishStart,
                    lag: Lag::ZERO,
                    binds_started: false,
                });
            }
        }
    }
    parts
}

/// Every third person works two days in five.
fn share(person: u32) -> u32 {
    if person % 3 == 2 { 40 } else { 100 }
}

fn mode(person: u32, share_percent: u32) -> Mode {
    Mode {
        calendar: CalendarId(person),
        share_percent,
        demands: vec![Demand { resource: ResourceId(person), units: 1 }],
        hand_over: HandOver::NONE,
    }
}

/// An office week with a fortnight's leave.
fn calendar_of(person: i8) -> Calendar {
    let day = vec![(time(9, 0, 0, 0), time(12, 0, 0, 0)), (time(13, 0, 0, 0), time(18, 0, 0, 0))];
    let mut week: [calendar::DayParts; 7] = Default::default();
    week[..5].fill(day);
    let leave = (date(2026, 2, 1 + person), date(2026, 2, 8 + person));
    let rules =
        CalendarRules { zone: TimeZone::UTC, week, days_off: vec![leave], from: None, until: None };
    Calendar::new(&rules, date(2025, 12, 1), date(2028, 12, 31))
}

/// A linear congruential generator (Knuth's MMIX constants).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: i64) -> i64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as i64) % limit
    }
}
