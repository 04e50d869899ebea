//! The team's own record: how long finished tasks took, against what was said.

use calendar::{Calendar, Work, end_of_day, start_of_day};
use plan::{PersonId, Plan, Task, TaskId};

use super::people::People;

/// A finished task with an estimate: what it teaches.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FinishedTask {
    /// Which.
    pub task: TaskId,
    /// Low of the estimate, minutes of effort.
    pub low: f64,
    /// Middle of the estimate.
    pub likely: f64,
    /// High of the estimate.
    pub high: f64,
    /// Whether a person wrote a range; a single number says nothing about its own spread.
    pub is_range: bool,
    /// Minutes of effort that it took.
    pub actual: f64,
}

/// The finished tasks of `plan` of which both the estimate and the effort are known: `spent=`, or
/// the working time of those who did it between `started=` and `done=`.
///
/// Dates are whole days, too coarse for shorter work: two hours that began in the afternoon and ended
/// the next morning have two days. Of what such work may have been, up to a day less, what is nearest to
/// the middle of its estimate counts, so that no date proves more than it can.
///
/// Waits and the work of outside teams are left out: the team's pace is not in them.
pub(super) fn finished_tasks(plan: &Plan, people: &People<'_>) -> Vec<FinishedTask> {
    plan.leaves().filter_map(|(id, task)| finished_task(plan, people, id, task)).collect()
}

fn finished_task(
    plan: &Plan,
    people: &People<'_>,
    id: TaskId,
    task: &Task,
) -> Option<FinishedTask> {
    if !task.ticked || task.cut || task.wait {
        return None;
    }
    let estimate = task.estimate?;
    let teams = people.teams(task);
    let team: &[PersonId] = teams.first().map_or(&[], |team| team);
    if team.iter().any(|id| plan.people[id.index()].outside) {
        return None;
    }
    let spread = estimate.range(&plan.settings);
    let actual = match (task.spent, task.started, task.done) {
        (Some(spent), ..) => spent.minutes(&plan.settings),
        (None, Some(started), Some(done)) if !team.is_empty() => {
            let from = start_of_day(started, &plan.zone);
            let to = end_of_day(done, &plan.zone);
            let most = effort_between(people, team, |calendar| calendar.work_between(from, to));
            let day = f64::from(plan.settings.day_minutes);
            let least = if spread.likely < day { (most - day).max(0.0) } else { most };
            spread.likely.clamp(least, most)
        }
        _ => return None,
    };
    let is_range = estimate.is_range();
    let (low, likely, high) = (spread.low, spread.likely, spread.high);
    (actual > 0.0).then_some(FinishedTask { task: id, low, likely, high, is_range, actual })
}

/// Minutes of effort that `team` had: the least of what each had, times their share.
pub(super) fn effort_between(
    people: &People<'_>,
    team: &[PersonId],
    worked: impl Fn(&Calendar) -> Work,
) -> f64 {
    let each = team.iter().map(|id| {
        let minutes = worked(people.calendar(people.calendar_of_person[id.index()])).0;
        minutes as f64 * f64::from(people.share_percent(*id)) / 100.0
    });
    each.fold(f64::INFINITY, f64::min)
}
