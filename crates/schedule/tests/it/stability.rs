//! What one small edit leaves as it is. "Has nothing to do with" means, from strict to wide: no chain of
//! links and people in common leads there; or: it does not come before.

use calendar::Work;
use proptest::prelude::*;
use schedule::search::Budget;
use schedule::{
    ActivityId, Demand, Finish, Link, Mode, Moved, Problem, ProblemParts, ResourceId, improve,
    priority_order, solve,
};

use crate::features::{any_parts, middles};
use crate::improve::finish_in;

proptest! {
    /// Two teams in one plan: an edit of one's work leaves the other's people, dates and reasons.
    #[test]
    fn work_that_shares_nobody_and_no_link_stays_as_it_is(
        edited in any_parts(),
        other in any_parts(),
        at in 0_usize..14,
        minutes in 0_i64..3_000,
    ) {
        let n = edited.activities.len();
        let problem = Problem::new(beside(edited, other)).expect("consistent parts");
        let before = middles(&problem);
        let mut after = before.clone();
        after[at % n] = Work(minutes);
        let schedules = [&before, &after].map(|efforts| solve(&problem, efforts));
        prop_assert_eq!(&schedules[0].entries[n..], &schedules[1].entries[n..]);
    }

    /// What does not come before the edited activity keeps its order of priority.
    #[test]
    fn only_what_comes_before_an_edit_changes_its_priority(
        parts in any_parts(),
        at in 0_usize..14,
        minutes in 0_i64..3_000,
    ) {
        let problem = Problem::new(parts).expect("consistent parts");
        let before = middles(&problem);
        let edited = ActivityId((at % before.len()) as u32);
        let mut after = before.clone();
        after[edited.index()] = Work(minutes);
        let mut leads_there = vec![false; before.len()];
        leads_there[edited.index()] = true;
        for &id in problem.topological_order().iter().rev() {
            leads_there[id.index()] |=
                problem.outgoing(id).any(|(_, link)| leads_there[link.to.index()]);
        }
        let [before, after] = [&before, &after].map(|efforts| {
            let mut order = priority_order(&problem, efforts);
            order.retain(|id| !leads_there[id.index()]);
            order
        });
        prop_assert_eq!(before, after);
    }

    /// The usual order is left only for a sooner finish, and nothing is moved that does not buy any of it.
    #[test]
    fn every_move_buys_time(parts in any_parts()) {
        let budget = Budget { schedules: 400, seed: 1 };
        let problem = Problem::new(parts).expect("consistent parts");
        let middle = middles(&problem);
        let improved = improve(&problem, &middle, budget);
        let usual_order = priority_order(&problem, &middle);
        let moves: Vec<_> = Moved::between(&usual_order, &improved.order).iter().collect();
        let Some(Finish { usual, found }) = improved.finish else { return Ok(()) };
        prop_assert_eq!(found < usual, !moves.is_empty());
        if improved.schedules == budget.schedules {
            return Ok(());
        }
        for &(id, before) in &moves {
            let fewer = moves.iter().filter(|(other, _)| *other != id);
            let fewer = fewer.map(|&(other, behind)| match behind {
                Some(behind) if behind == id => (other, before),
                behind => (other, behind),
            });
            let order = Moved::new(fewer.collect()).applied(&usual_order);
            let finish = finish_in(&problem, &order, &middle);
            prop_assert!(finish.is_none_or(|finish| found < finish), "{id:?} was moved for nothing");
        }
    }
}

/// Both in one plan, with the calendars of the first and people of their own.
fn beside(mut first: ProblemParts, second: ProblemParts) -> ProblemParts {
    let (n, n_resources) = (first.activities.len() as u32, first.resources.len() as u32);
    let moved = |id: ActivityId| ActivityId(id.0 + n);
    for mut activity in second.activities {
        let modes = activity.modes.iter().map(|mode| Mode {
            demands: mode
                .demands
                .iter()
                .map(|demand| Demand {
                    resource: ResourceId(demand.resource.0 + n_resources),
                    units: demand.units,
                })
                .collect(),
            ..mode.clone()
        });
        activity.modes = modes.collect::<Vec<_>>().into();
        first.activities.push(activity);
    }
    first.links.extend(second.links.into_iter().map(|link| Link {
        from: moved(link.from),
        to: moved(link.to),
        ..link
    }));
    first.finish.extend(second.finish.into_iter().map(moved));
    first.resources.extend(second.resources);
    first
}
