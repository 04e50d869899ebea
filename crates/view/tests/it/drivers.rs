//! What moves the date, drawn from values made by hand.

use calendar::Work;
use forecast::{Drivers, Indices, Mover, PersonShift, Question, Swing, Uncertainty};
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
    let swing = Swing { of, good, bad, first_order: 0.5, buffer: 1.5 * DAY };
    Mover { swing, without: without.map(|days| days * DAY) }
}

fn drivers(world: &World, buffer: f64) -> Drivers {
    let (collect, index) = (task(world, 1), task(world, 2));
    let question =
        |activity, informs| Question { activity, informs, effort: Work(480), buffer: buffer * DAY };
    Drivers {
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
    // 0.49 days of P80 for a day of work.
    let screen = screens::forecast(&world.facts(), Some(&drivers(&world, 0.49)), &WIDE);
    assert!(screen.contains("no longer worth it"), "{screen}");
    assert!(!screen.contains("settle first"), "{screen}");
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
    assert_eq!(found["drivers"][0]["swing_days"], 13.0);
    assert_eq!(found["drivers"][1]["kind"], "pace");
    assert_eq!(found["drivers"][2]["id"], "stale");
    assert_eq!(found["people"][0]["person"], "marek");
    assert_eq!(found["settle_first"][0]["worth"], 1.5);
    assert_eq!(found["planning_may_stop"], false);
    assert_eq!(found["if_nobody_swaps"]["days_later"], 4.0);
    assert_eq!(found["ordered_for_p80_days_sooner"], 1.0);
    assert_eq!(found["sensitivity"][0]["cruciality"], 0.5);
}
