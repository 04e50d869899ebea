//! Effort behind and effort left, in days of the estimates.
//!
//! In: a plan and its problem. Out: minutes of effort, of all who do a task together. One kind of days,
//! so that they can be added up and compared: finished work counts with the middle of its estimate,
//! whatever it took, and open work with the middle of what remains. It must not know the forecast: what
//! the pace of the team and the risks add is in its dates.

use plan::{ItemRef, Plan, Task, TaskId};
use schedule::Lowered;

/// Minutes of effort.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Effort {
    /// Of what is finished, and of what is begun as far as it is not left.
    pub behind: f64,
    /// Of what is open.
    pub left: f64,
}

impl Effort {
    /// Of the whole plan, done and left.
    #[must_use]
    pub fn whole(&self) -> f64 {
        self.behind + self.left
    }
}

/// The effort of all tasks without parts; waits and what is cut have none. `O(tasks)`.
#[must_use]
pub fn effort(plan: &Plan, lowered: &Lowered) -> Effort {
    let leaves = plan.leaves().filter(|(_, task)| !task.cut && !task.wait);
    leaves.fold(Effort::default(), |sum, (id, task)| {
        let one = of_leaf(plan, lowered, id, task);
        Effort { behind: sum.behind + one.behind, left: sum.left + one.left }
    })
}

fn of_leaf(plan: &Plan, lowered: &Lowered, id: TaskId, task: &Task) -> Effort {
    let settings = &plan.settings;
    let people = task.who.together.len().max(1) as f64;
    let stated = people * task.estimate.unwrap_or(settings.estimate).range(settings).likely;
    if task.ticked {
        return Effort { behind: stated, left: 0.0 };
    }
    let activity = lowered.activity_of(ItemRef::Task(id));
    let middle = |id| forecast::middle_effort(lowered.problem.activity(id)).0 as f64;
    let left = people * activity.map_or(0.0, middle);
    let behind = if task.is_started() { (stated - left).max(0.0) } else { 0.0 };
    Effort { behind, left }
}
