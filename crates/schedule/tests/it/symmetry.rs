//! Changes of a problem that must not change its schedule, or only in the way in which it is written.

use calendar::{Calendar, Span, Work};
use proptest::prelude::*;
use schedule::{ActivityId, Dispatcher, LinkKind, ProblemParts, Schedule, critical_path};

use crate::build::{activity, link, mode, office, parts, problem};

prop_compose! {
    /// Chains and forks of work for one or either of three people, with no two priorities equal.
    fn plans(calendar: u32)(
        work in proptest::collection::vec((30i64..1500, 0u32..3, any::<bool>()), 2..10),
        links in proptest::collection::vec((0u32..10, 0u32..10), 0..10),
    ) -> ProblemParts {
        let mut parts = parts(vec![Calendar::clock(), office()], 3);
        let n = work.len() as u32;
        for (minutes, person, alone) in work {
            let mut modes = vec![mode(calendar, &[person])];
            if !alone {
                modes.push(mode(calendar, &[(person + 1) % 3]));
            }
            parts.activities.push(activity(Work(minutes), modes));
        }
        let links = links.into_iter().filter(|&(from, to)| from < to && to < n);
        parts.links = links.map(|(a, b)| link(a, b, LinkKind::FinishStart, 0)).collect();
        parts
    }
}

/// The run in this order.
fn run(parts: ProblemParts, order: &[u32]) -> Schedule {
    let order: Vec<ActivityId> = order.iter().copied().map(ActivityId).collect();
    let (problem, efforts) = problem(parts);
    Dispatcher::new(&problem, &order, &efforts).run(&efforts)
}

fn dates(schedule: &Schedule) -> Vec<Option<(i64, i64, u32)>> {
    let dates = |entry: &schedule::Entry| (entry.start.0, entry.finish.0, entry.mode);
    schedule.entries.iter().map(|entry| entry.as_ref().map(dates)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn names_do_not_matter(parts in plans(1)) {
        let n = parts.activities.len() as u32;
        let order: Vec<u32> = (0..n).collect();
        let mut mirrored = parts.clone();
        mirrored.activities.reverse();
        for link in &mut mirrored.links {
            (link.from.0, link.to.0) = (n - 1 - link.from.0, n - 1 - link.to.0);
        }
        let mut mirrored_dates = dates(&run(mirrored, &order.iter().rev().copied().collect::<Vec<_>>()));
        mirrored_dates.reverse();
        prop_assert_eq!(dates(&run(parts, &order)), mirrored_dates);
    }

    #[test]
    fn links_that_others_imply_do_not_matter(parts in plans(1)) {
        let order: Vec<u32> = (0..parts.activities.len() as u32).collect();
        let mut redundant = parts.clone();
        for first in &parts.links {
            for second in parts.links.iter().filter(|second| second.from == first.to) {
                redundant.links.push(link(first.from.0, second.to.0, LinkKind::FinishStart, 0));
            }
        }
        let (plain, _) = problem(parts.clone());
        let (more, efforts) = problem(redundant.clone());
        prop_assert_eq!(critical_path(&plain, &efforts), critical_path(&more, &efforts));
        prop_assert_eq!(dates(&run(parts, &order)), dates(&run(redundant, &order)));
    }

    #[test]
    fn twice_the_work_on_the_clock_takes_twice_the_time(parts in plans(0)) {
        let order: Vec<u32> = (0..parts.activities.len() as u32).collect();
        let today = parts.today;
        let mut doubled = parts.clone();
        for activity in &mut doubled.activities {
            let schedule::Effort::Exact(work) = &mut activity.effort else { continue };
            *work = Work(work.0 * 2);
        }
        let once = run(parts, &order);
        let twice = run(doubled, &order);
        for (once, twice) in once.entries.iter().flatten().zip(twice.entries.iter().flatten()) {
            prop_assert_eq!(twice.start - today, Span((once.start - today).0 * 2));
            prop_assert_eq!(twice.finish - today, Span((once.finish - today).0 * 2));
        }
    }
}
