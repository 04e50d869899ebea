//! Tiny problems, all of whose schedules can be tried: nothing the solver finds is better than the
//! best of them, and on one machine it is as good.

use calendar::{Calendar, Moment, Work};
use proptest::prelude::*;
use schedule::{ActivityId, LinkKind, Problem, ProblemParts, check_schedule, solve};

use crate::build::{activity, link, mode, office, parts, problem};

/// The earliest finish of the plan over all orders and all choices of modes, each activity placed at the first
/// moment at which its predecessors are done and its one person is free for good: with finish-to-start
/// links and people who work on one thing at a time, one of these schedules is best.
pub fn best_finish(problem: &Problem, efforts: &[Work]) -> Moment {
    let mut search = Search {
        problem,
        efforts,
        finish: vec![None; efforts.len()],
        free: vec![problem.today(); problem.resources().len()],
        best: None,
    };
    search.place_next();
    search.best.expect("some order is feasible")
}

struct Search<'a> {
    problem: &'a Problem,
    efforts: &'a [Work],
    finish: Vec<Option<Moment>>,
    free: Vec<Moment>,
    best: Option<Moment>,
}

impl Search<'_> {
    fn place_next(&mut self) {
        if self.finish.iter().all(Option::is_some) {
            let ends = self.problem.finish().iter().map(|id| self.finish[id.index()]);
            let last = ends.max().flatten();
            self.best = if self.best.is_none() { last } else { self.best.min(last) };
            return;
        }
        for id in self.problem.ids() {
            if self.finish[id.index()].is_some() {
                continue;
            }
            let before = self.problem.incoming(id).map(|(_, link)| self.finish[link.from.index()]);
            let Some(before) = before.collect::<Option<Vec<_>>>() else { continue };
            let ready = before.into_iter().max().unwrap_or(self.problem.today());
            for mode in &self.problem.activity(id).modes {
                let person = mode.demands[0].resource.index();
                let free = self.free[person];
                let calendar = self.problem.calendar(mode.calendar);
                let end = calendar.finish(ready.max(free), mode.duration(self.efforts[id.index()]));
                self.finish[id.index()] = end;
                self.free[person] = end.expect("people stay");
                self.place_next();
                self.finish[id.index()] = None;
                self.free[person] = free;
            }
        }
    }
}

prop_compose! {
    pub fn tiny(n_people: u32)(
        work in proptest::collection::vec((60i64..2000, 1usize..7), 1..6),
        links in proptest::collection::vec((0u32..6, 0u32..6), 0..5),
    ) -> ProblemParts {
        let mut parts = parts(vec![Calendar::clock(), office()], n_people);
        let n = work.len() as u32;
        for (minutes, who) in work {
            let people = (0..n_people).filter(|person| who >> person & 1 == 1);
            let mut modes: Vec<_> = people.map(|person| mode(person % 2, &[person])).collect();
            if modes.is_empty() {
                modes.push(mode(0, &[0]));
            }
            parts.activities.push(activity(Work(minutes), modes));
        }
        let links = links.into_iter().filter(|&(from, to)| from < to && to < n);
        parts.links = links.map(|(a, b)| link(a, b, LinkKind::FinishStart, 0)).collect();
        parts.finish = (0..n).map(ActivityId).collect();
        parts
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn never_better_than_the_best(parts in tiny(2)) {
        let (problem, efforts) = problem(parts);
        let schedule = solve(&problem, &efforts);
        prop_assert_eq!(check_schedule(&problem, &efforts, &schedule), vec![]);
        let (_, finish) = schedule.last(&problem).expect("people stay");
        prop_assert!(finish >= best_finish(&problem, &efforts));
    }

    #[test]
    fn best_for_one_person(parts in tiny(1)) {
        let (problem, efforts) = problem(parts);
        let (_, finish) = solve(&problem, &efforts).last(&problem).expect("people stay");
        prop_assert_eq!(finish, best_finish(&problem, &efforts));
    }
}
