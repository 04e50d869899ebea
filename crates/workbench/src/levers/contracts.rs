//! Two tasks in a row go on side by side, from an agreed interface: where the review would ask for it.

use plan::{ItemRef, Lever, LeverKind, LinkKind, Task, TaskId};
use review::could_agree;

use super::candidates::Ground;
use crate::actions;

/// Less work than so many days is not worth a contract, a stand-in and an integration.
const DAYS_MIN: f64 = 3.0;
/// So many pairs are looked at, those that bind most first.
const PAIRS_MAX: usize = 12;

/// Contracts between two tasks, one waiting for the other, both large and not begun.
pub(super) fn levers(ground: &Ground<'_>) -> Vec<Lever> {
    let large: Vec<(TaskId, &Task)> = ground
        .binding_leaves()
        .into_iter()
        .filter(|(id, task)| is_splittable(ground, *id, task))
        .collect();
    let pairs = large.iter().flat_map(|(consumer, task)| {
        let waits_for = |provider: TaskId| {
            task.own_links.iter().any(|link| {
                link.to == ItemRef::Task(provider)
                    && link.kind == LinkKind::FinishStart
                    && link.lag.is_none()
            })
        };
        large
            .iter()
            .filter(move |(provider, _)| {
                waits_for(*provider) && could_agree(ground.plan, *provider, *consumer)
            })
            .map(|(provider, _)| (*provider, *consumer))
    });
    pairs
        .take(PAIRS_MAX)
        .filter_map(|(provider, consumer)| lever(ground, provider, consumer))
        .collect()
}

fn is_splittable(ground: &Ground<'_>, id: TaskId, task: &Task) -> bool {
    let days = ground.plan.settings.days(ground.effort(id));
    !task.is_started() && !task.wait && !task.contract && task.item.id.is_some() && days >= DAYS_MIN
}

fn lever(ground: &Ground<'_>, provider: TaskId, consumer: TaskId) -> Option<Lever> {
    let name = |id: TaskId| ground.plan.task(id).item.id.as_deref();
    let title = format!("{} to {}", name(provider)?, name(consumer)?);
    let (one, other) = (ItemRef::Task(provider), ItemRef::Task(consumer));
    let intents = actions::contract(ground.plan, &title, one, other).ok()?;
    Some(Lever { kind: LeverKind::Contract { provider, consumer }, intents })
}
