//! Solving: one schedule, the one that the team would follow if everything took its middle effort.

use calendar::Work;

use crate::{Dispatcher, Problem, Schedule, priority_order};

/// Returns the schedule in which each activity takes its effort in `middle`, by index.
///
/// **Meaning.** The dispatcher's run with the order of [`priority_order`]; no search yet.
///
/// **Cost.** That of one run.
#[must_use]
pub fn solve(problem: &Problem, middle: &[Work]) -> Schedule {
    let order = priority_order(problem, middle);
    Dispatcher::new(problem, &order, middle).run(middle).clone()
}
