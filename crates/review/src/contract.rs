//! Between which two tasks a contract makes sense, for the question that asks and the lever that offers.
//!
//! In: a plan and two tasks in a row. Out: whether the second could begin against made-up data. What
//! it brings must not matter here: that is played. The rule stands in `docs/spec/meaning.md`.

use plan::{ItemRef, Plan, Task, TaskId};

use crate::coverage::named_like;
use crate::topics::TRYING_OUT;

/// Whether `consumer` could be built from an interface agreed with `provider`, as far as the plan
/// tells: both build something, others do, each their own, and the second is not where the parts
/// come together.
#[must_use]
pub fn could_agree(plan: &Plan, provider: TaskId, consumer: TaskId) -> bool {
    let (first, second) = (plan.task(provider), plan.task(consumer));
    let are_others =
        !first.who.is_empty() && !second.who.is_empty() && !share_people(first, second);
    are_others
        && build_apart(plan, first, consumer)
        && is_built_on(plan, consumer)
        && !named_like(&second.item, TRYING_OUT)
}

fn share_people(one: &Task, other: &Task) -> bool {
    one.who.people().any(|person| other.who.people().any(|also| also == person))
}

/// Whether both change systems, and not the same ones. Of a plan that does not say what either
/// changes, the second must wait for nothing else: what waits for several is where they meet.
fn build_apart(plan: &Plan, first: &Task, consumer: TaskId) -> bool {
    let second = plan.task(consumer);
    if first.changes.is_empty() && second.changes.is_empty() {
        return plan.links(consumer).filter(|link| is_open(plan, link.to)).count() == 1;
    }
    let is_shared = first.changes.iter().any(|system| second.changes.contains(system));
    !first.changes.is_empty() && !second.changes.is_empty() && !is_shared
}

fn is_open(plan: &Plan, item: ItemRef) -> bool {
    plan.item(item).is_some_and(|item| !item.ticked)
}

/// Whether the task is on the way to something: other work waits for it, and no milestone,
/// finish or due date rests on it directly.
fn is_built_on(plan: &Plan, id: TaskId) -> bool {
    let task = ItemRef::Task(id);
    let mut milestones = plan.milestones.iter().flat_map(|milestone| &milestone.links);
    let is_an_end = plan.finish == Some(task)
        || plan.task(id).due.is_some()
        || milestones.any(|link| link.to == task);
    !is_an_end && plan.open_leaves().any(|(leaf, _)| plan.links(leaf).any(|link| link.to == task))
}
