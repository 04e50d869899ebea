//! Parts that are not a problem, each refused for its reason.

use calendar::{Calendar, Moment, Span, Work};
use schedule::{
    ActivityId, CalendarId, Demand, Effect, Effort, Impact, Lag, LinkKind, Member, Problem,
    ProblemError, ProblemParts, Progress, Range, ResourceId, Risk,
};

use crate::build::{activity, hours, link, mode, monday, parts};

/// Three activities in a chain, done by one person, with one risk.
fn consistent() -> ProblemParts {
    let mut parts = parts(vec![Calendar::clock()], 1);
    parts.activities = (0..3).map(|_| activity(hours(8), vec![mode(0, &[0])])).collect();
    parts.links = vec![link(0, 1, LinkKind::FinishStart, 0), link(1, 2, LinkKind::StartStart, 1)];
    let impact = Impact::Multiply { low: 1.0, likely: 1.5, high: 2.0 };
    let effects = vec![Effect { activity: ActivityId(1), impact }];
    parts.risks = vec![Risk { key: 1, probability: 0.3, effects }];
    parts.finish = vec![ActivityId(2)];
    parts
}

fn check(change: impl FnOnce(&mut ProblemParts), expected: ProblemError) {
    let mut parts = consistent();
    change(&mut parts);
    assert_eq!(Problem::new(parts).map(drop), Err(expected));
}

fn range(low: f64, likely: f64, high: f64) -> Range {
    Range { low, likely, high, widened: true, paced: true, spent: 0.0 }
}

const FIRST: ActivityId = ActivityId(0);
const OF_FIRST: Member = Member::Activity(FIRST);

#[test]
fn consistent_parts_are_a_problem() {
    let problem = Problem::new(consistent()).expect("consistent");
    let order: Vec<u32> = problem.topological_order().iter().map(|id| id.0).collect();
    assert_eq!(order, [0, 1, 2]);
    let into_last: Vec<u32> = problem.incoming(ActivityId(2)).map(|(link, _)| link).collect();
    assert_eq!(into_last, [1]);
    let from_first: Vec<u32> = problem.outgoing(FIRST).map(|(link, _)| link).collect();
    assert_eq!(from_first, [0]);
}

#[test]
fn cycles() {
    let cycle = ProblemError::Cycle(vec![ActivityId(1), ActivityId(2), ActivityId(0)]);
    check(|parts| parts.links.push(link(2, 0, LinkKind::FinishStart, 0)), cycle);
    let on_itself = ProblemError::Cycle(vec![ActivityId(1)]);
    check(|parts| parts.links.push(link(1, 1, LinkKind::StartStart, 0)), on_itself);
}

#[test]
fn a_long_cycle_needs_no_deep_stack() {
    let mut parts = consistent();
    let n = 100_000;
    parts.activities = vec![parts.activities[0].clone(); n as usize];
    parts.links = (0..n).map(|at| link(at, (at + 1) % n, LinkKind::FinishStart, 0)).collect();
    let Err(ProblemError::Cycle(cycle)) = Problem::new(parts) else { panic!("a cycle") };
    assert_eq!(cycle.len(), n as usize);
}

#[test]
fn indices_out_of_range() {
    let unknown = |user, used| ProblemError::Unknown { user, used };
    let (nine, activity_9) = (ActivityId(9), Member::Activity(ActivityId(9)));
    check(|p| p.links[1].to = nine, unknown(Member::Link(1), activity_9));
    check(|p| p.links[0].from = nine, unknown(Member::Link(0), activity_9));
    check(|p| p.finish.push(nine), unknown(Member::Plan, activity_9));
    check(|p| p.risks[0].effects[0].activity = nine, unknown(Member::Risk(0), activity_9));
    let (calendar, calendar_7) = (CalendarId(7), Member::Calendar(CalendarId(7)));
    check(|p| p.activities[0].modes[0].calendar = calendar, unknown(OF_FIRST, calendar_7));
    let lag = Lag::Working(calendar, Work(1));
    check(|p| p.links[0].lag = lag, unknown(Member::Link(0), calendar_7));
    let resource_5 = Member::Resource(ResourceId(5));
    check(
        |p| p.activities[0].modes[0].demands[0].resource = ResourceId(5),
        unknown(OF_FIRST, resource_5),
    );
}

#[test]
fn modes() {
    check(|p| p.activities[0].modes.clear(), ProblemError::NoMode(FIRST));
    check(|p| p.activities[0].modes[0].share_percent = 0, ProblemError::Share(FIRST));
    check(|p| p.activities[0].modes[0].share_percent = 101, ProblemError::Share(FIRST));
    let demand = |units| ProblemError::Demand { activity: FIRST, resource: ResourceId(0), units };
    check(|p| p.activities[0].modes[0].demands[0].units = 2, demand(2));
    check(|p| p.activities[0].modes[0].demands[0].units = 0, demand(0));
    let twice = Demand { resource: ResourceId(0), units: 1 };
    check(|p| p.activities[0].modes[0].demands.push(twice), demand(2));
}

#[test]
fn numbers() {
    let wrong = [
        range(0.0, 1.0, 2.0),
        range(2.0, 1.0, 3.0),
        range(1.0, 3.0, 2.0),
        range(1.0, 2.0, f64::INFINITY),
        range(f64::NAN, 1.0, 2.0),
    ];
    for range in wrong {
        let refused = |member| ProblemError::Range(member);
        check(|p| p.activities[0].effort = Effort::Range(range), refused(OF_FIRST));
        check(|p| p.risks[0].effects[0].impact = Impact::Add(range), refused(Member::Risk(0)));
    }
    check(|p| p.activities[0].effort = Effort::Exact(Work(-1)), ProblemError::Number(OF_FIRST));
    check(|p| p.activities[0].rank.value = f64::NAN, ProblemError::Number(OF_FIRST));
    check(|p| p.links[0].lag = Lag::Elapsed(Span(i64::MIN)), ProblemError::Number(Member::Link(0)));
    check(|p| p.today = Moment(i64::MAX), ProblemError::Number(Member::Plan));
    for probability in [-0.1, 1.1, f64::NAN] {
        check(|p| p.risks[0].probability = probability, ProblemError::Probability(0));
    }
}

#[test]
fn progress() {
    let late_today = monday() + Span(24 * 60 - 1);
    let tomorrow = monday() + Span(24 * 60 + 1);
    let mut parts = consistent();
    parts.activities[0].progress = Progress::Started { start: late_today };
    assert!(Problem::new(parts).is_ok(), "today counts whole");
    let started = Progress::Started { start: tomorrow };
    check(|p| p.activities[0].progress = started, ProblemError::StartedInFuture(FIRST));
    let finished = Progress::Finished { start: monday(), finish: monday() - Span(1) };
    check(|p| p.activities[0].progress = finished, ProblemError::FinishedBeforeStart(FIRST));
}
