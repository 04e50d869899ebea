//! Less is done: the simpler forms that tasks name, and what is optional.

use plan::table::{Flag, Key};
use plan::{Attribute, Intent, ItemRef, Lever, LeverKind, Plan, Slot, Task, TaskId};

use super::candidates::Ground;
use super::smallest::Loss;

/// Every simpler form and every optional task that is open, whether it binds or not: that a cut
/// buys nothing is worth knowing.
pub(super) fn levers(ground: &Ground<'_>) -> Vec<Lever> {
    let plan = ground.plan;
    let tasks = || (0..).map(TaskId).zip(&plan.tasks);
    let smaller = tasks().filter_map(|(id, task)| smaller(plan, id, task));
    let cuts = tasks().filter_map(|(id, task)| cut(plan, id, task));
    smaller.chain(cuts).collect()
}

fn smaller(plan: &Plan, id: TaskId, task: &Task) -> Option<Lever> {
    let is_open = task.is_leaf() && !task.cut && !task.ticked && !task.is_started();
    let estimate = task.smaller.filter(|_| is_open)?;
    let target = plan.target(ItemRef::Task(id))?;
    let intents = vec![
        Intent::Set(target.clone(), Attribute::Estimate(estimate.to_string())),
        Intent::Unset(target, Slot::Key(Key::Smaller)),
    ];
    Some(Lever { kind: LeverKind::Smaller(id), intents })
}

/// An optional parent is one cut, and so is a part that is optional for itself.
fn cut(plan: &Plan, id: TaskId, task: &Task) -> Option<Lever> {
    let is_part_of_a_cut = task.parent.is_some_and(|parent| plan.task(parent).optional);
    let is_open = task.optional && !task.cut && !task.ticked && !is_part_of_a_cut;
    let has_work = plan.open_leaves().any(|(leaf, _)| plan.with_parents(leaf).any(|up| up == id));
    let target = plan.target(ItemRef::Task(id)).filter(|_| is_open && has_work)?;
    let intents = vec![Intent::Set(target, Attribute::Flag(Flag::Cut))];
    Some(Lever { kind: LeverKind::Cut(id), intents })
}

/// What pulling a lever loses. A cut without a value counts as the mean of the others.
pub(super) fn loss(plan: &Plan, kind: &LeverKind) -> Loss {
    match kind {
        LeverKind::Smaller(_) => Loss { simpler: 1, ..Loss::default() },
        LeverKind::Cut(id) => {
            let value = plan.value_of(*id).or_else(|| middling_value(plan)).unwrap_or(1.0);
            Loss { value, cuts: 1, simpler: 0 }
        }
        _ => Loss::default(),
    }
}

/// What an optional task is counted with whose value nobody wrote: the mean of the others.
fn middling_value(plan: &Plan) -> Option<f64> {
    let optional = (0..).map(TaskId).zip(&plan.tasks).filter(|(_, task)| task.optional);
    let values: Vec<f64> = optional.filter_map(|(id, _)| plan.value_of(id)).collect();
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}
