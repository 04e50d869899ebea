//! Work that binds goes to somebody who has time.

use plan::{Attribute, Intent, ItemRef, Lever, LeverKind, PersonId, Task, TaskId};

use super::candidates::Ground;

/// So many of the tasks that bind most are offered to others.
const TASKS_MAX: usize = 16;
/// To so many people each, those with the least to do.
const RECIPIENTS_MAX: usize = 4;

/// Hand-overs of tasks that nobody has begun, by the one person who has them, to the people inside
/// the team with the least open work.
pub(super) fn levers(ground: &Ground<'_>) -> Vec<Lever> {
    let recipients = by_load(ground);
    let mut levers = Vec::new();
    for (id, task) in ground.binding_leaves().into_iter().take(TASKS_MAX) {
        let Some(owner) = task.who.only().filter(|_| !task.is_started() && !task.wait) else {
            continue;
        };
        if !recipients.contains(&owner) || is_settled(ground, task) {
            continue;
        }
        let others = recipients.iter().filter(|person| **person != owner).take(RECIPIENTS_MAX);
        levers.extend(others.filter_map(|to| lever(ground, vec![id], *to)));
    }
    levers
}

/// Whether the plan has an answer to who else could do a task. Of the lead's work one question asks
/// about all, under the name of the first.
fn is_settled(ground: &Ground<'_>, task: &Task) -> bool {
    let plan = ground.plan;
    let is_of_lead = |who: PersonId| plan.people[who.index()].lead;
    let lead = task.who.only().filter(|who| is_of_lead(*who));
    plan.answers.iter().any(|answer| {
        let holds = answer.until.is_none_or(|until| until >= ground.snapshot.today);
        let asked = answer.to.as_deref().and_then(|to| to.split_once('/'));
        let about = asked.filter(|(rule, _)| *rule == review::WHO_ELSE);
        let about = about.and_then(|(_, id)| plan.by_id.get(id));
        let Some(ItemRef::Task(id)) = about.filter(|_| holds) else { return false };
        let asked = plan.task(*id);
        asked.item.key == task.item.key || lead.is_some() && lead == asked.who.only()
    })
}

/// `tasks` go to one person.
pub(super) fn lever(ground: &Ground<'_>, tasks: Vec<TaskId>, to: PersonId) -> Option<Lever> {
    let name = ground.plan.people[to.index()].name();
    let intents: Option<Vec<Intent>> = tasks.iter().map(|id| intent(ground, *id, name)).collect();
    Some(Lever { kind: LeverKind::HandOver { tasks, to }, intents: intents? })
}

/// A task goes to the person of this name.
pub(super) fn intent(ground: &Ground<'_>, task: TaskId, name: &str) -> Option<Intent> {
    let target = ground.plan.target(ItemRef::Task(task))?;
    Some(Intent::Set(target, Attribute::Who(format!("@{name}"))))
}

/// The people inside who stay, the least loaded first: open work over their share of the day.
pub(super) fn by_load(ground: &Ground<'_>) -> Vec<PersonId> {
    let plan = ground.plan;
    let mut loads: Vec<(f64, PersonId)> = (0..)
        .map(PersonId)
        .zip(&plan.people)
        .filter(|(_, person)| person.is_inside() && person.until.is_none())
        .map(|(id, person)| {
            let own = plan.open_leaves().filter(|(_, task)| task.who.people().any(|who| who == id));
            let work: f64 = own.map(|(id, _)| ground.effort(id)).sum();
            (work / f64::from(person.time_percent.max(1)), id)
        })
        .collect();
    loads.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
    loads.into_iter().map(|(_, id)| id).collect()
}
