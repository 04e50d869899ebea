//! Orders that finish sooner, and how soon any could: against all orders of small problems, and
//! against any order of problems with everything at once.

use calendar::{Moment, Span, Work};
use proptest::prelude::*;
use schedule::search::Budget;
use schedule::{
    ActivityId, Conflict, Dispatcher, Finish, LinkKind, Moved, Problem, check_schedule, conflict,
    critical_path, finish_bound, improve, priority_order,
};

use crate::brute_force::{best_finish, tiny};
use crate::build::{activity, hours, link, mode, office, parts, problem};
use crate::features::{any_parts, middles};

const USUAL: Budget = Budget { schedules: 200, seed: 1 };

pub fn finish_in(problem: &Problem, order: &[ActivityId], efforts: &[Work]) -> Option<Moment> {
    let schedule = Dispatcher::new(problem, order, efforts).run(efforts).clone();
    schedule.last(problem).map(|(_, finish)| finish)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    /// Every way to do the work, not only every order of it.
    #[test]
    fn nothing_is_sooner_than_the_bound(parts in tiny(3)) {
        let (problem, efforts) = problem(parts);
        let Finish { usual, found } = improve(&problem, &efforts, USUAL).finish.expect("people stay");
        let bound = finish_bound(&problem, &efforts, found);
        let best = best_finish(&problem, &efforts);
        prop_assert!(bound <= best && best <= found && found <= usual);
    }

    #[test]
    fn a_conflict_is_never_claimed_where_a_schedule_is(
        mut parts in tiny(3),
        target in 0_usize..6,
        earlier in 0_i64..4_000,
    ) {
        let last = ActivityId((target % parts.activities.len()) as u32);
        parts.finish = vec![last];
        let (problem, efforts) = problem(parts);
        let best = best_finish(&problem, &efforts);
        prop_assert_eq!(conflict(&problem, &efforts, last, best), None);
        let until = best - Span(earlier);
        match conflict(&problem, &efforts, last, until) {
            None => {}
            Some(Conflict::Chain { activities, finish }) => {
                prop_assert!(until < finish && finish <= best);
                prop_assert_eq!(activities.last(), Some(&last));
                let follows = |pair: &[ActivityId]| problem.incoming(pair[1]).any(|(_, link)| link.from == pair[0]);
                prop_assert!(activities.windows(2).all(follows));
            }
            Some(Conflict::Overload(overload)) => {
                prop_assert!(until < best && overload.needed > overload.time);
                // Without any of it there would be time enough.
                let least = overload.work.iter().map(|id| efforts[id.index()]).min();
                prop_assert!(least.is_some_and(|least| overload.needed - least <= overload.time));
            }
        }
    }

    #[test]
    fn with_every_feature_it_is_feasible_and_never_later(
        parts in any_parts(),
        other in Just((0..14).map(ActivityId).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let problem = Problem::new(parts).expect("consistent parts");
        let middle = middles(&problem);
        let improved = improve(&problem, &middle, USUAL);
        prop_assert_eq!(check_schedule(&problem, &middle, &improved.schedule), vec![]);
        let mut ids = improved.order.clone();
        ids.sort_unstable();
        prop_assert!(ids.into_iter().eq(problem.ids()));
        prop_assert_eq!(&improved, &improve(&problem, &middle, USUAL));
        let usual = finish_in(&problem, &priority_order(&problem, &middle), &middle);
        prop_assert_eq!(improved.finish.map(|finish| finish.usual), usual);
        let Some(Finish { usual, found }) = improved.finish else { return Ok(()) };
        let bound = finish_bound(&problem, &middle, found);
        prop_assert!(bound <= found && found <= usual);
        prop_assert_eq!(finish_in(&problem, &improved.order, &middle), Some(found));
        let other: Vec<ActivityId> =
            other.into_iter().filter(|id| id.index() < middle.len()).collect();
        if let Some(other) = finish_in(&problem, &other, &middle) {
            prop_assert!(bound <= other);
            prop_assert!(finish_bound(&problem, &middle, other) <= other);
        }
    }

    /// Neither the order of the plan nor what must finish first nor the longest path.
    #[test]
    fn no_plain_rule_is_sooner(parts in any_parts(), schedules in 3_u64..100) {
        let problem = Problem::new(parts).expect("consistent parts");
        let middle = middles(&problem);
        let improved = improve(&problem, &middle, Budget { schedules, seed: 1 });
        let Some(Finish { usual, found }) = improved.finish else { return Ok(()) };
        prop_assert_eq!(finish_in(&problem, &priority_order(&problem, &middle), &middle), Some(usual));
        let path = critical_path(&problem, &middle);
        let mut by_latest_finish: Vec<ActivityId> = problem.ids().collect();
        by_latest_finish.sort_by_key(|id| (path.late_finish[id.index()], *id));
        let in_plan_order: Vec<ActivityId> = problem.ids().collect();
        for order in [by_latest_finish, in_plan_order] {
            let finish = finish_in(&problem, &order, &middle);
            prop_assert!(finish.is_none_or(|finish| found <= finish), "{finish:?}");
        }
    }

    /// Of five activities, no order of the dispatcher's is sooner than the one that is found.
    #[test]
    fn of_few_activities_the_best_order_is_found(parts in tiny(2)) {
        let (problem, efforts) = problem(parts);
        let mut best = None;
        every_order(&mut problem.ids().collect(), 0, &mut |order| {
            let finish = finish_in(&problem, order, &efforts);
            best = if best.is_none() { finish } else { best.min(finish) };
        });
        let found = improve(&problem, &efforts, USUAL).finish.expect("people stay").found;
        prop_assert_eq!(Some(found), best);
    }
}

fn every_order(ids: &mut Vec<ActivityId>, from: usize, look: &mut impl FnMut(&[ActivityId])) {
    if from == ids.len() {
        return look(ids);
    }
    for at in from..ids.len() {
        ids.swap(from, at);
        every_order(ids, from + 1, look);
        ids.swap(from, at);
    }
}

#[test]
fn a_longer_tail_behind_less_work_goes_first() {
    // One person has A (5 h, then 4 h that others do) and B (4 h, then 4.9 h). The longest path is that
    // of A, so the usual order ends after 5 + 4 + 4.9 = 13.9 h on the clock; B first after 4 + 5 + 4 = 13.
    let mut parts = parts(vec![calendar::Calendar::clock()], 1);
    let tail = |hours_of_it: f64| activity(Work((hours_of_it * 60.0) as i64), vec![mode(0, &[])]);
    parts.activities = vec![
        activity(hours(5), vec![mode(0, &[0])]),
        activity(hours(4), vec![mode(0, &[0])]),
        tail(4.0),
        tail(4.9),
    ];
    parts.links = vec![link(0, 2, LinkKind::FinishStart, 0), link(1, 3, LinkKind::FinishStart, 0)];
    let (problem, efforts) = problem(parts);
    let improved = improve(&problem, &efforts, USUAL);
    let finish = improved.finish.expect("it ends");
    let hours = |at: Moment| (at - problem.today()).0 as f64 / 60.0;
    assert_eq!((hours(finish.usual), hours(finish.found)), (13.9, 13.0));
    // 9 h of work for one person, and at least 4 h behind each: proved, so the search stops.
    assert_eq!(finish_bound(&problem, &efforts, finish.found), finish.found);
    assert!(improved.schedules < USUAL.schedules);
}

#[test]
fn what_takes_its_time_anyway_is_proved_at_once() {
    // Two chains for two people: the usual order ends with the longer one.
    let mut parts = parts(vec![office()], 2);
    parts.activities = (0..4).map(|at| activity(hours(6), vec![mode(0, &[at % 2])])).collect();
    parts.links = vec![link(0, 2, LinkKind::FinishStart, 0)];
    let (problem, efforts) = problem(parts);
    let improved = improve(&problem, &efforts, USUAL);
    let finish = improved.finish.expect("it ends");
    assert_eq!((finish.found, improved.schedules), (finish.usual, 1));
    assert_eq!(finish_bound(&problem, &efforts, finish.found), finish.found);
    assert_eq!(improved.order, priority_order(&problem, &efforts));
}

/// A small edit of one estimate leaves the order as it was, but for a few.
#[test]
fn nearly_equal_plans_get_nearly_equal_orders() {
    let (mut moved, mut all) = (0, 0);
    for seed in 0..12 {
        let (before, efforts) = team_plan(seed);
        let mut edited = efforts.clone();
        let at = (seed * 7 % efforts.len() as u64) as usize;
        edited[at] = Work(edited[at].0 * 21 / 20);
        let orders = [&efforts, &edited].map(|efforts| improve(&before, efforts, USUAL).order);
        moved += Moved::between(&orders[0], &orders[1]).iter().count();
        all += efforts.len();
    }
    assert!(moved * 10 <= all, "{moved} of {all} activities moved");
}

/// Thirty activities in a loose network for four people, some of whom can stand in for each other.
fn team_plan(seed: u64) -> (Problem, Vec<Work>) {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut below = |n: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % n
    };
    let mut parts = parts(vec![office()], 4);
    for to in 0..30u32 {
        let person = below(4) as u32;
        let mut modes = vec![mode(0, &[person])];
        if below(3) == 0 {
            modes.push(mode(0, &[(person + 1) % 4]));
        }
        parts.activities.push(activity(Work(120 + below(2400) as i64), modes));
        for _ in 0..below(3) {
            let from = below(u64::from(to) + 1) as u32;
            if from < to {
                parts.links.push(link(from, to, LinkKind::FinishStart, 0));
            }
        }
    }
    problem(parts)
}
