//! Which tasks of a changed plan somebody takes over, at a cost.

use std::collections::{BTreeMap, BTreeSet};

use plan::{ItemRef, PersonId, Plan, SystemId, Task};
use schedule::CatchingUp;

use crate::Snapshot;

/// The open tasks that somebody takes over between two snapshots at a cost, as they are mentioned.
#[must_use]
pub fn handed_over(before: &Snapshot, after: &Snapshot) -> Vec<String> {
    let tasks = taken_over(&before.plan, &after.plan).into_keys();
    tasks.map(|id| after.plan.mention(ItemRef::Task(id))).collect()
}

/// The open tasks of `after` that somebody may take over from those who had them in `before`, and
/// who of them has to catch up: whoever takes over what has been started, or has done nothing on the
/// systems it changes. Tasks are the same if their draw key is.
pub(crate) fn taken_over(before: &Plan, after: &Plan) -> CatchingUp {
    let named = before.leaves().filter(|(_, task)| !task.who.is_empty());
    let old_tasks: BTreeMap<u64, &Task> = named.map(|(_, task)| (task.item.key, task)).collect();
    let tasks = after.leaves().filter(|(_, task)| !task.ticked && !task.cut);
    let costly = tasks.filter_map(|(id, task)| {
        let old = old_tasks.get(&task.item.key)?;
        let mut newcomers = newcomers(before, old, after, task);
        newcomers.retain(|person| old.is_started() || !knows(after, *person, &task.changes));
        (!newcomers.is_empty()).then_some((id, newcomers))
    });
    costly.collect()
}

/// The people of `new` who had nothing to do with `old`.
fn newcomers(before: &Plan, old: &Task, after: &Plan, new: &Task) -> BTreeSet<PersonId> {
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
