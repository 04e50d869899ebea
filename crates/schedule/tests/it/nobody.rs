//! Work that nobody is there to do: it and what waits for it never end, and nothing else is held by it.

use proptest::prelude::*;
use schedule::search::Budget;
use schedule::{ActivityId, Problem, check_schedule, improve, solve};

use crate::brute_force::tiny;
use crate::build::{mode, problem, working_days};

/// Whether each activity waits, through any chain of links, for the one at `never`, itself included.
fn waits_for(problem: &Problem, never: usize) -> Vec<bool> {
    let mut waits = vec![false; problem.activities().len()];
    waits[never] = true;
    for id in problem.topological_order() {
        let mut before = problem.incoming(*id).map(|(_, link)| link.from.index());
        waits[id.index()] |= before.any(|from| waits[from]);
    }
    waits
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn only_what_waits_for_it_has_no_date(
        mut parts in tiny(3),
        at in 0_usize..6,
        last in 0_usize..6,
    ) {
        let never = at % parts.activities.len();
        parts.finish = vec![ActivityId((last % parts.activities.len()) as u32)];
        parts.activities[never].modes = vec![mode(parts.calendars.len() as u32, &[])].into();
        parts.calendars.push(working_days(&[], &[], None));
        let (problem, efforts) = problem(parts);
        let waits = waits_for(&problem, never);
        let schedule = solve(&problem, &efforts);
        let improved = improve(&problem, &efforts, Budget { schedules: 50, seed: 1 });
        for schedule in [&schedule, &improved.schedule] {
            prop_assert_eq!(check_schedule(&problem, &efforts, schedule), vec![]);
            let undated = |id: ActivityId| schedule.entry(id).is_none();
            prop_assert!(problem.ids().all(|id| undated(id) == waits[id.index()]));
        }
        prop_assert_eq!(improved.finish.is_none(), waits[problem.finish()[0].index()]);
    }
}
