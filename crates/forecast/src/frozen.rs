//! The second reading of a plan: nobody swaps.
//!
//! In go a problem and a schedule of it; out comes the problem in which everybody does what the schedule
//! gives them, in that order, whatever happens. It must not draw or play anything.
//!
//! # Theory
//! An earliest-start policy (Radermacher 1985; Stork 2001): the order in which people do things becomes
//! links. The dispatcher then has nothing left to choose. Against the forecast, in which work goes to
//! whoever can finish it first when it is ready, the difference is what planning anew is worth.

use std::collections::BTreeMap;

use calendar::Moment;
use schedule::{
    ActivityId, Demand, Lag, Link, LinkKind, Mode, Problem, Progress, ResourceId, Schedule,
};

/// Returns `problem` with the people and their order of work as in `schedule`; `None` if that order
/// contradicts a link, as a lead can make it.
///
/// Whoever leaves midway still hands on to whoever may take over, and the units of a pool are still
/// anybody's: there the schedule says nothing about who is next.
#[must_use]
pub fn frozen(problem: &Problem, schedule: &Schedule) -> Option<Problem> {
    frozen_as_in(problem, (problem, schedule), Some)
}

/// The same with the people and their order of work as in the schedule of an `earlier` version of the
/// problem: what both have keeps who does it and after what, and what is new is dispatched into that.
/// `resource_now` says which resource of `problem` one of the earlier is.
///
/// So nothing that both have starts sooner for work that was added: the anomalies of Graham (1969),
/// where more work is done sooner because people take it in another order, cannot happen.
#[must_use]
pub fn frozen_as_in(
    problem: &Problem,
    (earlier, schedule): (&Problem, &Schedule),
    resource_now: impl Fn(ResourceId) -> Option<ResourceId>,
) -> Option<Problem> {
    let now: BTreeMap<u64, ActivityId> =
        problem.ids().map(|id| (problem.activity(id).key, id)).collect();
    let same = |old: ActivityId| now.get(&earlier.activity(old).key).copied();
    let mut parts = problem.parts().clone();
    for old in earlier.ids() {
        let (Some(id), Some(entry)) = (same(old), schedule.entry(old)) else { continue };
        let mode = &earlier.activity(old).modes[entry.mode as usize];
        let activity = &mut parts.activities[id.index()];
        let is_same = |now: &Mode| {
            let demand = |demand: &Demand| {
                resource_now(demand.resource).map(|resource| Demand { resource, ..*demand })
            };
            now.demands.len() == mode.demands.len()
                && mode
                    .demands
                    .iter()
                    .map(demand)
                    .all(|old| old.is_some_and(|old| now.demands.contains(&old)))
        };
        if entry.handed_on.is_none()
            && activity.progress == Progress::Planned
            && let Some(kept) = activity.modes.iter().position(is_same)
        {
            activity.modes = vec![activity.modes[kept].clone()].into();
        }
    }
    let stays = |id: ActivityId, resource: ResourceId| {
        let activity = &parts.activities[id.index()];
        !matches!(activity.progress, Progress::Finished { .. })
            && activity
                .modes
                .iter()
                .flat_map(|mode| &mode.demands)
                .any(|demand| demand.resource == resource)
    };
    let mut after = Vec::new();
    for (old, queue) in queues(earlier, schedule).into_iter().enumerate() {
        let Some(resource) = resource_now(ResourceId(old as u32)) else { continue };
        let kept = queue.into_iter().filter_map(same).filter(|id| stays(*id, resource));
        after.extend(pairs(&kept.collect::<Vec<_>>()));
    }
    after.sort_unstable();
    let one_after_another = |(from, to)| Link {
        from,
        to,
        kind: LinkKind::FinishStart,
        lag: Lag::ZERO,
        binds_started: false,
    };
    parts.links.extend(after.into_iter().map(one_after_another));
    Problem::new(parts).ok()
}

/// Each activity with what its people do next in `schedule`, in the order of the activities. Finished
/// work and pools are left out.
pub(crate) fn next_of_people(
    problem: &Problem,
    schedule: &Schedule,
) -> Vec<(ActivityId, ActivityId)> {
    let mut next: Vec<_> =
        queues(problem, schedule).iter().flat_map(|queue| pairs(queue)).collect();
    next.sort_unstable();
    next
}

fn pairs(queue: &[ActivityId]) -> Vec<(ActivityId, ActivityId)> {
    queue.windows(2).map(|pair| (pair[0], pair[1])).collect()
}

/// What each person does in `schedule`, by resource, in order.
fn queues(problem: &Problem, schedule: &Schedule) -> Vec<Vec<ActivityId>> {
    let mut queues: Vec<Vec<(Moment, Moment, ActivityId)>> =
        vec![Vec::new(); problem.resources().len()];
    for id in problem.ids() {
        let activity = problem.activity(id);
        let Some(entry) = schedule.entry(id) else { continue };
        if matches!(activity.progress, Progress::Finished { .. }) {
            continue;
        }
        for demand in &activity.modes[entry.mode as usize].demands {
            if problem.resources()[demand.resource.index()].capacity == 1 {
                queues[demand.resource.index()].push((entry.resumed, entry.finish, id));
            }
        }
    }
    for queue in &mut queues {
        queue.sort_unstable();
    }
    queues.into_iter().map(|queue| queue.into_iter().map(|(_, _, id)| id).collect()).collect()
}
