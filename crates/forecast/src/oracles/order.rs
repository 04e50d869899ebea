//! The order chosen for P80, where the best one is known.

use calendar::{Span, Work};
use schedule::{ActivityId, Effort, Range};

use super::{PLAIN, Sketch, UNIT, Who, options};
use crate::{Emphasis, Options, choose_order};

fn exactly(units: f64) -> Effort {
    Effort::Exact(Work((units * UNIT) as i64))
}

fn about(units: f64) -> Effort {
    let likely = units * UNIT;
    let (low, high) = (likely / 1.1, likely * 1.1);
    Effort::Range(Range { low, likely, high, widened: false, paced: false, spent: 0.0 })
}

/// One person has A (5, then 4 that nobody works on) and B (about 4, then 4.9). The longest path is
/// that of A: 9 against 8.9.
fn two_tails() -> Sketch {
    Sketch {
        efforts: vec![exactly(5.0), about(4.0), exactly(4.0), exactly(4.9)],
        people: vec![Who::Person(0), Who::Person(0), Who::Nobody, Who::Nobody],
        n_people: 1,
        capacity: 1,
        links: vec![(0, 2), (1, 3)],
        risks: vec![],
    }
}

#[test]
fn an_order_that_is_sooner_in_every_run_is_chosen() {
    // A first: A + B + 4.9. B first: B + A + 4, 0.9 sooner whatever B takes.
    let problem = two_tails().problem();
    assert_eq!(Emphasis::default().order(&problem)[0], ActivityId(0));
    let found = choose_order(&problem, &options(64, PLAIN)).expect("B first");
    assert_eq!(found.emphasis.order(&problem)[0], ActivityId(1));
    assert_eq!(found.usual - found.chosen, Span((0.9 * UNIT) as i64));
    // Another seed plays other futures of the same order, with the same proof.
    for seed in [1, 2, 3] {
        let other = Options { seed, ..options(64, PLAIN) };
        assert_eq!(choose_order(&problem, &other).as_ref(), Some(&found));
    }
}

#[test]
fn a_large_plan_gets_one_too() {
    // Beside them, 800 times a tenth that nobody works on: the gain is the same.
    let mut large = two_tails();
    large.efforts.extend((0..800).map(|_| exactly(0.1)));
    large.people.extend((0..800).map(|_| Who::Nobody));
    let problem = large.problem();
    let found = choose_order(&problem, &options(64, PLAIN)).expect("B first");
    assert_eq!(found.usual - found.chosen, Span((0.9 * UNIT) as i64));
}

#[test]
fn the_usual_order_stays_where_none_is_better() {
    // The tails are alike, or each task has a person of its own.
    let mut alike = two_tails();
    alike.efforts = vec![about(4.0), about(4.0), exactly(4.0), exactly(4.0)];
    assert_eq!(choose_order(&alike.problem(), &options(64, PLAIN)), None);
    let mut apart = two_tails();
    (apart.people[1], apart.n_people) = (Who::Person(1), 2);
    assert_eq!(choose_order(&apart.problem(), &options(64, PLAIN)), None);
    assert_eq!(choose_order(&Sketch::free(0).problem(), &options(64, PLAIN)), None);
}

#[test]
fn an_order_holds_for_what_a_plan_becomes() {
    // Half as long again: 6 + 4.9 is longer than 9. A new activity counts for its middle.
    let problem = two_tails().problem();
    let weighed = [5.0, 6.0, 4.0, 4.9].map(|units| Work((units * UNIT) as i64));
    let emphasis = Emphasis::towards(&problem, &weighed);
    let mut more = two_tails();
    more.efforts.push(exactly(20.0));
    more.people.push(Who::Nobody);
    let order = emphasis.order(&more.problem());
    assert_eq!(order[..3], [4, 1, 0].map(ActivityId));
}
