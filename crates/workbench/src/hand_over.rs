//! Which tasks of a changed plan somebody takes over, at a cost.

use std::collections::{BTreeMap, BTreeSet};

use plan::{ItemRef, PersonId, Plan, SystemId, Task, TaskId};

use crate::Snapshot;

/// The open tasks that somebody takes over between two snapshots at a cost, as they are mentioned.
#[must_use]
pub fn handed_over(before: &Snapshot, after: &Snapshot) -> Vec<String> {
    let tasks = taken_over(&before.plan, &after.plan).into_iter();
    tasks.map(|id| after.plan.mention(ItemRef::Task(id))).collect()
}

/// The open tasks of `after` that somebody takes over from those who had them in `before`, and
/// that cost something: work that has been started, or that goes to somebody who has done nothing
/// on the systems it changes. Tasks are the same if their draw key is.
pub(crate) fn taken_over(before: &Plan, after: &Plan) -> BTreeSet<TaskId> {
    let named = before.leaves().filter(|(_, task)| !task.who.is_empty());
    let old_tasks: BTreeMap<u64, &Task> = named.map(|(_, task)| (task.item.key, task)).collect();
    let tasks = after.leaves().filter(|(_, task)| !task.ticked && !task.cut);
    let costly = tasks.filter(|(_, task)| {
        old_tasks.get(&task.item.key).is_some_and(|old| {
            let newcomers = newcomers(before, old, after, task);
            !newcomers.is_empty()
                && (old.is_started()
                    || newcomers.iter().any(|person| !knows(after, *person, &task.changes)))
        })
    });
    costly.map(|(id, _)| id).collect()
}

/// The people of `new` who had nothing to do with `old`.
fn newcomers(before: &Plan, old: &Task, after: &Plan, new: &Task) -> Vec<PersonId> {
    let had = |id: PersonId| {
        let name = after.people[id.index()].name();
        old.who.people().any(|id| before.people[id.index()].name() == name)
    };
    new.who.people().filter(|id| !had(*id)).collect()
}

/// Whether somebody has finished or started work on one of `systems`.
fn knows(plan: &Plan, person: PersonId, systems: &[SystemId]) -> bool {
    plan.leaves().any(|(_, task)| {
        (task.ticked || task.is_started())
            && task.who.people().any(|id| id == person)
            && task.changes.iter().any(|system| systems.contains(system))
    })
}
