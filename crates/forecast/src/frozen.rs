//! The second reading of a plan: nobody swaps.
//!
//! In go a problem and a schedule of it; out comes the problem in which everybody does what the schedule
//! gives them, in that order, whatever happens. It must not draw or play anything.
//!
//! # Theory
//! An earliest-start policy (Radermacher 1985; Stork 2001): the order in which people do things becomes
//! links. The dispatcher then has nothing left to choose. Against the forecast, in which work goes to
//! whoever can finish it first when it is ready, the difference is what planning anew is worth.

use calendar::Moment;
use schedule::{ActivityId, Lag, Link, LinkKind, Problem, Progress, Schedule};

/// Returns `problem` with the people and their order of work as in `schedule`; `None` if that order
/// contradicts a link, as a lead can make it.
///
/// Whoever leaves midway still hands on to whoever may take over, and the units of a pool are still
/// anybody's: there the schedule says nothing about who is next.
#[must_use]
pub fn frozen(problem: &Problem, schedule: &Schedule) -> Option<Problem> {
    let mut parts = problem.parts().clone();
    for (activity, entry) in parts.activities.iter_mut().zip(&schedule.entries) {
        if let Some(entry) = entry
            && entry.handed_on.is_none()
            && activity.progress == Progress::Planned
        {
            activity.modes = vec![activity.modes[entry.mode as usize].clone()].into();
        }
    }
    let one_after_another = |(from, to)| Link {
        from,
        to,
        kind: LinkKind::FinishStart,
        lag: Lag::ZERO,
        binds_started: false,
    };
    parts.links.extend(next_of_people(problem, schedule).into_iter().map(one_after_another));
    Problem::new(parts).ok()
}

/// Each activity with what its people do next in `schedule`, in the order of the activities. Finished
/// work and pools are left out.
pub(crate) fn next_of_people(
    problem: &Problem,
    schedule: &Schedule,
) -> Vec<(ActivityId, ActivityId)> {
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
    let mut next = Vec::new();
    for queue in &mut queues {
        queue.sort_unstable();
        next.extend(queue.windows(2).map(|pair| (pair[0].2, pair[1].2)));
    }
    next.sort_unstable();
    next
}
