//! Which levers a plan has: those that touch what is on the longest path in some runs.
//!
//! In: a snapshot and its dates. Out: levers without prices. Each kind has a file of its own.

use forecast::middle_effort;
use plan::{ItemRef, Lever, Plan, Task, TaskId};
use schedule::Lowered;

use super::{contracts, hand_overs, leave, people, scope, sooner};
use crate::{Dates, Snapshot};

/// The levers of a plan, unpriced: kind by kind, what is most often on the longest path first.
///
/// Only what is on it in some runs can move the date, so a plan of any size has few of them.
#[must_use]
pub fn candidates(snapshot: &Snapshot, dates: &Dates) -> Vec<Lever> {
    let Some(ground) = Ground::new(snapshot, dates) else { return Vec::new() };
    let mut levers = hand_overs::levers(&ground);
    levers.extend(sooner::levers(&ground));
    levers.extend(contracts::levers(&ground));
    levers.extend(leave::levers(&ground));
    levers.extend(people::levers(&ground));
    levers.extend(scope::levers(&ground));
    levers
}

/// What levers are looked for in.
pub(super) struct Ground<'a> {
    pub(super) snapshot: &'a Snapshot,
    pub(super) plan: &'a Plan,
    pub(super) lowered: &'a Lowered,
    pub(super) dates: &'a Dates,
}

/// What is on the longest path in fewer runs than this cannot move the date by much.
const PATH_SHARE_MIN: f64 = 0.02;

impl<'a> Ground<'a> {
    pub(super) fn new(snapshot: &'a Snapshot, dates: &'a Dates) -> Option<Self> {
        let lowered = snapshot.lowered.as_ref()?;
        Some(Self { snapshot, plan: &snapshot.plan, lowered, dates })
    }

    /// In which share of the runs an item is on the longest path.
    pub(super) fn path_share(&self, item: ItemRef) -> f64 {
        let activity = self.lowered.activity_of(item);
        activity.map_or(0.0, |id| self.dates.forecast.activities[id.index()].path_share)
    }

    /// The open leaves that can move the date, the most often binding first.
    pub(super) fn binding_leaves(&self) -> Vec<(TaskId, &'a Task)> {
        let mut leaves: Vec<_> = self
            .plan
            .open_leaves()
            .map(|(id, task)| (id, task, self.path_share(ItemRef::Task(id))))
            .filter(|(_, _, share)| *share >= PATH_SHARE_MIN)
            .collect();
        leaves.sort_by(|one, other| other.2.total_cmp(&one.2).then(one.0.cmp(&other.0)));
        leaves.into_iter().map(|(id, task, _)| (id, task)).collect()
    }

    /// The minutes of work left in an open leaf at its middle estimate.
    pub(super) fn effort(&self, id: TaskId) -> f64 {
        let activity = self.lowered.activity_of(ItemRef::Task(id));
        activity.map_or(0.0, |id| middle_effort(self.lowered.problem.activity(id)).0 as f64)
    }
}
