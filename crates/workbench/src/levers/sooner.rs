//! Work that only a date or a lag holds begins sooner.

use plan::table::Key;
use plan::{Intent, ItemRef, Lever, LeverKind, Link, LinkKind, Slot, Task, TaskId};

use super::candidates::Ground;

/// Binding work without the `start=` that is still to come, and without the lags of its own links.
pub(super) fn levers(ground: &Ground<'_>) -> Vec<Lever> {
    let mut levers = Vec::new();
    for (id, task) in ground.binding_leaves().into_iter().filter(|(_, task)| !task.is_started()) {
        levers.extend(without_start(ground, id, task));
        let links = task.own_links.iter().filter_map(|link| without_lag(ground, id, link));
        levers.extend(links);
    }
    levers
}

fn without_start(ground: &Ground<'_>, task: TaskId, found: &Task) -> Option<Lever> {
    let planned = found.start.filter(|start| *start > ground.snapshot.today)?;
    // An inherited date belongs to the parent, which has more to it than this task.
    let is_own = found.parent.is_none_or(|parent| ground.plan.task(parent).start != found.start);
    let target = ground.plan.target(ItemRef::Task(task)).filter(|_| is_own)?;
    let intents = vec![Intent::Unset(target, Slot::Key(Key::Start))];
    Some(Lever { kind: LeverKind::StartSooner { task, planned }, intents })
}

fn without_lag(ground: &Ground<'_>, task: TaskId, link: &Link) -> Option<Lever> {
    link.lag.filter(|lag| !lag.lead)?;
    let after = link.to;
    let to = ground.plan.item(after)?.id.clone()?;
    let (key, end) = match link.kind {
        LinkKind::FinishStart => (Key::After, ""),
        LinkKind::StartStart => (Key::After, ":start"),
        LinkKind::FinishFinish | LinkKind::StartFinish => return None,
    };
    let target = ground.plan.target(ItemRef::Task(task))?;
    let intents = vec![
        Intent::RemoveLink(target.clone(), key, to.clone()),
        Intent::AddLink(target, key, format!("{to}{end}")),
    ];
    Some(Lever { kind: LeverKind::DropLag { task, after }, intents })
}
