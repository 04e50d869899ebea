//! Solving: one schedule, the one that the team would follow if everything took its middle effort.

use calendar::Work;

use crate::{ActivityId, Dispatcher, Problem, Schedule, priority_order};

/// Returns the schedule in which each activity takes its effort in `middle`, by index.
///
/// **Meaning.** The dispatcher's run with the order of [`priority_order`].
///
/// **Cost.** That of one run.
#[must_use]
pub fn solve(problem: &Problem, middle: &[Work]) -> Schedule {
    solve_in_order(problem, &priority_order(problem, middle), middle)
}

/// [`solve`] with another order of priority.
#[must_use]
pub fn solve_in_order(problem: &Problem, order: &[ActivityId], middle: &[Work]) -> Schedule {
    Dispatcher::new(problem, order, middle).run(middle)
}
