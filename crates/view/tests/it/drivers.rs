//! What moves the date, drawn from values made by hand.

use calendar::Work;
use forecast::{Drivers, Indices, Measured, Mover, PersonShift, Question, Swing, Uncertainty};
use insta::assert_snapshot;
use plan::{ItemRef, TaskId};
use schedule::{ActivityId, ResourceId};
use view::screens;

use crate::screens::{WIDE, looks, search};
use crate::world::World;

const DAY: f64 = 480.0;

fn task(world: &World, id: u32) -> ActivityId {
    world.facts().lowered.activity_of(ItemRef::Task(TaskId(id))).expect("a task")
}

fn mover(of: Uncertainty, good: f64, bad: f64, without: Option<f64>) -> Mover {
    let (good, bad) = (good * DAY, bad * DAY);
    let first_order = Measured { value: 0.5, half_width: 0.02 };
    let swing = Swing { of, good, bad, half_width: 0.5 * DAY, first_order, buffer: days(1.5) };
    Mover { swing, without: without.map(days) }
}

/// So many days, known to a tenth of a day.
fn days(days: f64) -> Measured {
    Measured { value: days * DAY, half_width: 0.1 * DAY }
}

fn drivers(world: &World, buffer: f64) -> Drivers {
    let (collect, index) = (task(world, 1), task(world, 2));
    let question =
        |activity, informs| Question { activity, informs, effort: Work(480), buffer: days(buffer) };
    Drivers {
        runs: 8192,
        runs_again: 512,
        mean: 14.0 * DAY,
        movers: vec![
            mover(Uncertainty::Work(index), 9.0, 22.0, Some(3.2)),
            mover(Uncertainty::Pace, 11.0, 18.0, Some(-1.0)),
            mover(Uncertainty::Risk(0), 13.0, 16.0, None),
            // Too little to be said.
            mover(Uncertainty::Work(collect), 13.9, 14.1, None),
        ],
        people: vec![PersonShift {
            resource: ResourceId(1),
            never_away: Some(0.3 * DAY),
            one_more: 2.0 * DAY,
        }],
        questions: vec![question(index, vec![index])],
        if_frozen: Some(4.0 * DAY),
        ordered: Some(1.0 * DAY),
    }
}

#[test]
fn what_moves_the_date() {
    let world = search();
    let drivers = drivers(&world, 1.5);
    let block = |screen: String| {
        let from = screen.find("  What moves").expect("the block");
        let to = screen.find("  How far").expect("the next block");
        screen[from..to].to_owned()
    };
    let facts = world.facts();
    assert_snapshot!(looks(|paint| block(screens::forecast(&facts, Some(&drivers), paint))));
}

#[test]
fn planning_may_stop_when_no_question_is_worth_it() {
    let world = search();
    // 0.39 ± 0.1 days of P80 for a day of work; then 0.49 ± 0.1.
    let screen = screens::forecast(&world.facts(), Some(&drivers(&world, 0.39)), &WIDE);
    assert!(screen.contains("no longer worth it"), "{screen}");
    assert!(!screen.contains("settle first"), "{screen}");
    let close = drivers(&world, 0.49);
    let screen = screens::forecast(&world.facts(), Some(&close), &WIDE);
    assert!(screen.contains("too close to tell"), "{screen}");
    let found = view::json::forecast(&world.facts(), Some(&close), &[]);
    let found = serde_json::to_value(found).expect("plain values");
    assert_eq!(found["planning_may_stop"], serde_json::Value::Null);
}

#[test]
fn questions_that_are_worth_as_much_are_too_close_to_tell() {
    let world = search();
    let mut drivers = drivers(&world, 1.5);
    let second = Question { buffer: days(1.4), ..drivers.questions[0].clone() };
    drivers.questions.push(second);
    let screen = screens::forecast(&world.facts(), Some(&drivers), &WIDE);
    assert!(screen.contains("Which of them is worth most is too close to tell."), "{screen}");
    // 1.5 − 1.3 is more than √2 · 0.1.
    drivers.questions[1].buffer = days(1.3);
    let screen = screens::forecast(&world.facts(), Some(&drivers), &WIDE);
    assert!(!screen.contains("too close"), "{screen}");
}

#[test]
fn programs_get_days_and_names() {
    let world = search();
    let facts = world.facts();
    let half = Indices {
        significance: 0.5,
        schedule_sensitivity: 0.5,
        cruciality: 0.5,
        cruciality_rank: 0.5,
    };
    let indices = vec![half; world.facts().lowered.problem.activities().len()];
    let found = view::json::forecast(&facts, Some(&drivers(&world, 1.5)), &indices);
    let found = serde_json::to_value(found).expect("plain values");
    assert_eq!(found["drivers"][0]["id"], "index");
    assert_eq!(found["drivers_runs"]["played_again"], 512);
    assert_eq!(found["drivers"][0]["swing_days"], 13.0);
    assert_eq!(found["drivers"][0]["half_widths"]["swing_days"], 0.5);
    assert_eq!(found["drivers"][1]["kind"], "pace");
    assert_eq!(found["drivers"][2]["id"], "stale");
    assert_eq!(found["people"][0]["person"], "marek");
    assert_eq!(found["settle_first"][0]["worth"], 1.5);
    assert_eq!(found["planning_may_stop"], false);
    assert_eq!(found["if_nobody_swaps"]["days_later"], 4.0);
    assert_eq!(found["ordered_for_p80_days_sooner"], 1.0);
    assert_eq!(found["sensitivity"][0]["cruciality"], 0.5);
}
