//! Random problems with everything at once: whatever the dispatcher does, the checker accepts.

use calendar::{Calendar, Span, Work};
use jiff::civil::date;
use proptest::prelude::*;
use proptest::sample::select;
use schedule::{
    Activity, ActivityId, CalendarId, Cause, Demand, Dispatcher, HandOver, Lag, Link, LinkKind,
    Mode, Problem, ProblemParts, Progress, Resource, ResourceId, binding_chain, check_schedule,
    priority_order, solve,
};

use crate::build::{activity, monday, office, parts, working_days};

const N_PEOPLE: u32 = 4;
const POOL: u32 = 4;

/// 0 the clock, 1 the office, 2 with leave, 3 two days a week, 4 until the 14th, 5 the common hours
/// of 1 and 2, 6 never. Person `p` works in calendar `p + 1`.
fn calendars() -> Vec<Calendar> {
    let leave = [(date(2026, 1, 7), date(2026, 1, 20))];
    let with_leave = working_days(&[0, 1, 2, 3, 4], &leave, None);
    let until = Some(date(2026, 1, 14));
    vec![
        Calendar::clock(),
        office(),
        with_leave.clone(),
        working_days(&[1, 3], &[], None),
        working_days(&[0, 1, 2, 3, 4], &[], until),
        Calendar::common(&[&office(), &with_leave]),
        working_days(&[], &[], None),
    ]
}

fn any_mode() -> impl Strategy<Value = Mode> {
    let person = (0..N_PEOPLE).prop_map(|p| (p + 1, vec![(p, 1)]));
    let way = prop_oneof![
        6 => person,
        2 => Just((5, vec![(0, 1), (1, 1)])),
        1 => (1u32..=3).prop_map(|units| (1, vec![(POOL, units)])),
        1 => (0u32..=6).prop_map(|calendar| (calendar, vec![])),
    ];
    let hand_over = prop_oneof![
        4 => Just(HandOver::NONE),
        1 => Just(HandOver { extra: Work(480), percent: 20 }),
    ];
    (way, select(vec![100, 100, 100, 40, 33]), hand_over).prop_map(
        |((calendar, people), share_percent, hand_over)| Mode {
            calendar: CalendarId(calendar),
            share_percent,
            demands: people
                .into_iter()
                .map(|(resource, units)| Demand { resource: ResourceId(resource), units })
                .collect(),
            hand_over,
        },
    )
}

fn any_progress() -> impl Strategy<Value = Progress> {
    prop_oneof![
        6 => Just(Progress::Planned),
        1 => (0i64..5000).prop_map(|ago| Progress::Started { start: monday() - Span(ago - 600) }),
        1 => (0i64..5000, 0i64..5000).prop_map(|(ago, took)| {
            let start = monday() - Span(ago);
            Progress::Finished { start, finish: start + Span(took) }
        }),
    ]
}

fn any_activity() -> impl Strategy<Value = Activity> {
    let effort = prop_oneof![1 => Just(0i64), 6 => 1i64..3000, 2 => select(vec![480i64, 960])];
    let release = prop_oneof![4 => Just(None), 1 => (-3000i64..20_000).prop_map(Some)];
    let modes = proptest::collection::vec(any_mode(), 1..4);
    (effort, modes, release, any_progress(), any::<bool>()).prop_map(
        |(effort, modes, release, progress, must)| {
            let mut activity = activity(Work(effort), modes);
            activity.release = release.map(|minutes| monday() + Span(minutes));
            activity.progress = progress;
            activity.rank.must = must;
            activity
        },
    )
}

fn any_link(n: u32) -> impl Strategy<Value = Link> {
    use LinkKind::{FinishFinish, FinishStart, StartFinish, StartStart};
    let kinds = vec![FinishStart, FinishStart, StartStart, FinishFinish, StartFinish];
    let lag = prop_oneof![
        2 => Just(Lag::ZERO),
        1 => (-4000i64..4000).prop_map(|minutes| Lag::Elapsed(Span(minutes))),
        1 => (0u32..7, -1500i64..1500).prop_map(|(c, m)| Lag::Working(CalendarId(c), Work(m))),
    ];
    (0..n, 0..n, select(kinds), lag, any::<bool>()).prop_map(|(a, b, kind, lag, binds_started)| {
        let (from, to) = (ActivityId(a.min(b)), ActivityId(a.max(b)));
        Link { from, to, kind, lag, binds_started }
    })
}

prop_compose! {
    pub fn any_parts()(activities in proptest::collection::vec(any_activity(), 1..14))(
        links in proptest::collection::vec(any_link(activities.len() as u32), 0..16),
        activities in Just(activities),
    ) -> ProblemParts {
        let mut parts = parts(calendars(), N_PEOPLE);
        parts.resources.push(Resource { capacity: 3 });
        parts.hand_over = HandOver { extra: Work(480), percent: 20 };
        parts.links = links.into_iter().filter(|link| link.from != link.to).collect();
        parts.finish = (0..activities.len() as u32).map(ActivityId).collect();
        parts.activities = activities;
        parts
    }
}

pub fn middles(problem: &Problem) -> Vec<Work> {
    problem
        .activities()
        .iter()
        .map(|activity| match activity.effort {
            schedule::Effort::Exact(work) => work,
            schedule::Effort::Range(range) => Work(range.likely as i64),
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4 * ProptestConfig::default().cases, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_run_is_feasible(parts in any_parts(), factors in proptest::collection::vec(0i64..300, 14)) {
        let problem = Problem::new(parts).expect("consistent parts");
        let middle = middles(&problem);
        let order = priority_order(&problem, &middle);
        let mut dispatcher = Dispatcher::new(&problem, &order, &middle);
        let efforts: Vec<Work> =
            middle.iter().zip(&factors).map(|(work, factor)| Work(work.0 * factor / 100)).collect();
        let first = dispatcher.run(&efforts);
        prop_assert_eq!(check_schedule(&problem, &efforts, &first), vec![]);
        let expected = dispatcher.run(&middle);
        prop_assert_eq!(check_schedule(&problem, &middle, &expected), vec![]);
        prop_assert_eq!(&expected, &solve(&problem, &middle));
        prop_assert_eq!(&first, &dispatcher.run(&efforts));
    }

    #[test]
    fn causes_lead_back_to_a_beginning(parts in any_parts()) {
        let problem = Problem::new(parts).expect("consistent parts");
        let schedule = solve(&problem, &middles(&problem));
        for id in problem.ids().filter(|&id| schedule.entry(id).is_some()) {
            let chain = binding_chain(&problem, &schedule, id);
            let begins = match chain.last() {
                Some((_, Cause::Nothing | Cause::Release)) => true,
                // Somebody was busy until leaving, with work that nobody could take over.
                Some((_, Cause::Busy(other))) => schedule.entry(*other).is_none(),
                Some((_, Cause::Link(link))) => problem.has_begun(&problem.links()[*link as usize]),
                None => false,
            };
            prop_assert!(begins, "{chain:?}");
        }
    }
}
