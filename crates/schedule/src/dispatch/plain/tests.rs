//! Random plain problems: what is played here is what the general way plays.

use calendar::{Calendar, CalendarRules, Moment, Span, Work, moment};
use jiff::civil::{Date, date, time};
use jiff::tz::TimeZone;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::super::Dispatcher;
use super::super::general::General;
use super::*;
use crate::{
    Activity, ActivityId, CalendarId, Demand, Effort, HandOver, Lag, Link, LinkKind, Mode, Problem,
    ProblemParts, Rank, Resource, ResourceId,
};

const N_PEOPLE: u32 = 5;

fn monday() -> Moment {
    moment(date(2026, 1, 5), time(0, 0, 0, 0), &TimeZone::UTC)
}

/// Office hours with a break on the given days.
fn working_days(days: &[usize], leave: &[(Date, Date)], hour: i8) -> Calendar {
    let mut week: [calendar::DayParts; 7] = Default::default();
    for &day in days {
        let at = |hour| time(hour, 0, 0, 0);
        week[day] = vec![(at(hour), at(hour + 3)), (at(hour + 4), at(hour + 8))];
    }
    let rules = CalendarRules {
        zone: TimeZone::UTC,
        week,
        days_off: leave.to_vec(),
        from: None,
        until: None,
    };
    Calendar::new(&rules, date(2025, 12, 1), date(2026, 2, 28))
}

/// Person `p` works in calendar `p`; 0 and 1 in the same way, 4 round the clock; 5 is the plan's.
fn calendars() -> Vec<Calendar> {
    let leave = [(date(2026, 1, 7), date(2026, 1, 20)), (date(2026, 3, 2), date(2026, 3, 3))];
    vec![
        working_days(&[0, 1, 2, 3, 4], &[], 9),
        working_days(&[0, 1, 2, 3, 4], &[], 9),
        working_days(&[0, 1, 2, 3, 4], &leave, 8),
        working_days(&[1, 3], &[], 12),
        Calendar::clock(),
        working_days(&[0, 1, 2, 3, 4], &[], 9),
    ]
}

fn any_mode() -> impl Strategy<Value = Mode> {
    let hand_over = prop_oneof![
        4 => Just(HandOver::NONE),
        1 => Just(HandOver { extra: Work(480), percent: 20 }),
    ];
    (0..N_PEOPLE, select(vec![100, 100, 100, 40, 33]), hand_over).prop_map(
        |(person, share_percent, hand_over)| Mode {
            calendar: CalendarId(person),
            share_percent,
            demands: vec![Demand { resource: ResourceId(person), units: 1 }],
            hand_over,
        },
    )
}

fn any_modes() -> impl Strategy<Value = Vec<Mode>> {
    let idle = (4u32..6, 1usize..3).prop_map(|(calendar, n)| {
        let mode = Mode {
            calendar: CalendarId(calendar),
            share_percent: 100,
            demands: vec![],
            hand_over: HandOver::NONE,
        };
        vec![mode; n]
    });
    prop_oneof![4 => vec(any_mode(), 1..2), 4 => vec(any_mode(), 1..6), 1 => idle]
}

fn any_progress() -> impl Strategy<Value = Progress> {
    prop_oneof![
        8 => Just(Progress::Planned),
        1 => (0i64..5000).prop_map(|ago| Progress::Started { start: monday() - Span(ago - 600) }),
        1 => (0i64..5000, 0i64..5000).prop_map(|(ago, took)| {
            let start = monday() - Span(ago);
            Progress::Finished { start, finish: start + Span(took) }
        }),
    ]
}

fn any_activity() -> impl Strategy<Value = Activity> {
    let effort = prop_oneof![6 => 1i64..3000, 2 => select(vec![480i64, 960])];
    let release = prop_oneof![4 => Just(None), 1 => (-3000i64..20_000).prop_map(Some)];
    (effort, any_modes(), release, any_progress()).prop_map(|(effort, modes, release, progress)| {
        Activity {
            key: 0,
            effort: Effort::Exact(Work(effort)),
            modes: modes.into(),
            release: release.map(|minutes| monday() + Span(minutes)),
            progress,
            rank: Rank::default(),
        }
    })
}

fn any_link(n: u32) -> impl Strategy<Value = Link> {
    let lag = prop_oneof![
        4 => Just(Lag::ZERO),
        1 => (0i64..4000).prop_map(|minutes| Lag::Elapsed(Span(minutes))),
        1 => (0u32..6, 0i64..1500).prop_map(|(c, m)| Lag::Working(CalendarId(c), Work(m))),
    ];
    (0..n, 0..n, lag, any::<bool>()).prop_map(|(a, b, lag, binds_started)| {
        let (from, to) = (ActivityId(a.min(b)), ActivityId(a.max(b)));
        Link { from, to, kind: LinkKind::FinishStart, lag, binds_started }
    })
}

prop_compose! {
    fn any_parts()(activities in vec(any_activity(), 1..30))(
        links in vec(any_link(activities.len() as u32), 0..30),
        activities in Just(activities),
    ) -> ProblemParts {
        ProblemParts {
            today: monday(),
            calendars: calendars(),
            resources: vec![Resource { capacity: 1 }; N_PEOPLE as usize],
            links: links.into_iter().filter(|link| link.from != link.to).collect(),
            hand_over: HandOver { extra: Work(480), percent: 20 },
            risks: vec![],
            finish: (0..activities.len() as u32).map(ActivityId).collect(),
            activities,
        }
    }
}

/// No effort only where it takes no time in any mode: what somebody may or may not take over in no
/// time is work in no plan.
fn at_least_some(activity: &Activity, minutes: i64) -> Work {
    let costs = activity.modes.iter().any(|mode| mode.hand_over != HandOver::NONE);
    Work(minutes.max(i64::from(costs)))
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 4 * ProptestConfig::default().cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn plain_runs_are_those_of_the_general_way(
        parts in any_parts(),
        priorities in vec(any::<u32>(), 30),
        factors in vec(prop_oneof![6 => 10i64..400, 1 => Just(100), 1 => Just(0)], 30),
    ) {
        let problem = Problem::new(parts).expect("consistent parts");
        let middle: Vec<Work> = problem
            .activities()
            .iter()
            .map(|activity| match activity.effort {
                Effort::Exact(work) => work,
                Effort::Range(range) => Work(range.likely as i64),
            })
            .collect();
        let efforts: Vec<Work> = problem
            .activities()
            .iter()
            .zip(&middle)
            .zip(&factors)
            .map(|((activity, work), factor)| at_least_some(activity, work.0 * factor / 100))
            .collect();
        let mut order: Vec<ActivityId> = problem.ids().collect();
        order.sort_by_key(|id| priorities[id.index()]);
        let table = Table::new(&problem, &order, &middle);
        prop_assert!(is_plain(&table));
        let mut general = General::new(table.clone());
        let mut plain = Plain::new(Table::new(&problem, &[], &middle));
        plain.outcomes(&efforts);
        plain.put_in_order(&order);
        let mut dispatcher = Dispatcher::new(&problem, &order, &middle);
        for efforts in [&middle, &efforts, &middle] {
            let expected = general.run(efforts);
            let today = problem.today();
            let outcome = |entry: &Option<Entry>| {
                entry.as_ref().map_or(Outcome::NEVER, |entry| Outcome::of(entry, today))
            };
            let outcomes: Vec<Outcome> = expected.entries.iter().map(outcome).collect();
            prop_assert!(plain.outcomes(efforts));
            prop_assert_eq!(&plain.outcomes, &outcomes);
            prop_assert_eq!(plain.run(efforts), Some(expected.clone()));
            let last = expected.last(&problem).map_or(Minute::NEVER, |(_, at)| Minute::of(at, today));
            prop_assert_eq!(dispatcher.finish(efforts), last);
            prop_assert_eq!(dispatcher.outcomes(efforts), outcomes);
        }
    }
}
