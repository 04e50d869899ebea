//! List scheduling has anomalies: more machines, less work and fewer links can all take longer. Graham
//! (1969) gives one plan that shows every one of them; the dispatcher is that list scheduler.

use calendar::{Calendar, Span, Work};
use schedule::{ActivityId, Dispatcher, LinkKind};

use crate::build::{activity, link, mode, monday, parts, problem};

/// Nine tasks of these hours; task 1 before 9, task 4 before 5 to 8.
const HOURS: [i64; 9] = [3, 2, 2, 2, 4, 4, 4, 4, 9];
const LINKS: [(u32, u32); 5] = [(0, 8), (3, 4), (3, 5), (3, 6), (3, 7)];

/// Hours until all is done by `n_machines` equal machines, in list order.
fn makespan(n_machines: u32, hours: [i64; 9], links: &[(u32, u32)]) -> i64 {
    let mut parts = parts(vec![Calendar::clock()], n_machines);
    let on_any = || (0..n_machines).map(|machine| mode(0, &[machine])).collect();
    parts.activities = hours.iter().map(|&h| activity(Work(h * 60), on_any())).collect();
    parts.links = links.iter().map(|&(a, b)| link(a, b, LinkKind::FinishStart, 0)).collect();
    let (problem, efforts) = problem(parts);
    let order: Vec<ActivityId> = problem.ids().collect();
    let mut dispatcher = Dispatcher::new(&problem, &order, &efforts);
    let (_, finish) = dispatcher.run(&efforts).last(&problem).expect("it ends");
    let Span(minutes) = finish - monday();
    minutes / 60
}

#[test]
fn graham() {
    assert_eq!(makespan(3, HOURS, &LINKS), 12);
    assert_eq!(makespan(3, HOURS.map(|h| h - 1), &LINKS), 13, "less work takes longer");
    assert_eq!(makespan(4, HOURS, &LINKS), 15, "one more machine takes longer");
    let fewer = [LINKS[0], LINKS[3], LINKS[4]];
    assert_eq!(makespan(3, HOURS, &fewer), 16, "fewer links take longer");
}
