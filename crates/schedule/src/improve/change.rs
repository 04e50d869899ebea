//! A small change of an order: something that waits goes sooner.
//!
//! In: an order and the schedule that came of it. Out: another order. It must not know whether that is
//! any better.

use crate::random::Random;
use crate::{ActivityId, Cause, Problem, Progress, Schedule, binding_chain};

/// Draws changes of orders of one problem; the same seed draws the same ones.
#[derive(Clone, Debug)]
pub struct Changes<'p> {
    problem: &'p Problem,
    random: Random,
    /// What is not over yet and takes somebody's time: only that can be in the way of anything.
    open: Vec<ActivityId>,
}

/// Nothing is moved past more than so many others at once.
const REACH_MAX: u32 = 60;

impl<'p> Changes<'p> {
    /// Changes of the work of `problem` that is not over yet.
    #[must_use]
    pub fn new(problem: &'p Problem, seed: u64) -> Self {
        let counts = |id: &ActivityId| is_open(problem, *id) && is_work(problem, *id);
        let open = problem.ids().filter(counts).collect();
        Changes { problem, random: Random::new(seed), open }
    }

    /// Whether there is nothing to put in order.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.open.is_empty()
    }

    /// An order in which something goes sooner than in `order`, now and then with what it waits for:
    /// most often something on the chain that decides the finish of `schedule`, and before what its
    /// people were busy with.
    ///
    /// **Cost.** `O(n log n)`.
    ///
    /// # Panics
    /// If it [is empty](Self::is_empty).
    pub fn next(&mut self, order: &[ActivityId], schedule: &Schedule) -> Vec<ActivityId> {
        let (chosen, busy_with) = self.drawn(schedule);
        // Odd places for work, with room in between: what takes nobody's time stands there, so that it
        // moves nothing.
        let mut place: Vec<u32> = vec![0; order.len()];
        let mut next = 1;
        for &id in order {
            let is_work = is_work(self.problem, id);
            place[id.index()] = if is_work { next } else { next - 1 };
            next += if is_work { 2 } else { 0 };
        }
        let own = place[chosen.index()];
        let right_before = busy_with.map(|other| place[other.index()] - 1);
        let target = match right_before.filter(|&target| target < own) {
            Some(target) if self.random.below(2) == 0 => target,
            _ => {
                let reach = (own / 2).min(REACH_MAX);
                own - 1 - 2 * (self.random.below(reach) + 1).min(reach)
            }
        };
        let with_predecessors = self.random.below(2) == 0;
        let mut sooner = vec![chosen];
        while let Some(id) = sooner.pop() {
            place[id.index()] = target;
            if with_predecessors {
                let before = self.problem.incoming(id).map(|(_, link)| link.from);
                sooner.extend(before.filter(|from| place[from.index()] > target));
            }
        }
        let mut changed = order.to_vec();
        // Stable: what goes sooner together keeps its order.
        changed.sort_by_key(|id| place[id.index()]);
        changed
    }

    /// Something on the chain that decides the finish, with what its people were busy with; or, now and
    /// then, anything.
    fn drawn(&mut self, schedule: &Schedule) -> (ActivityId, Option<ActivityId>) {
        let last = schedule.last(self.problem);
        let chain = last.map(|(last, _)| binding_chain(self.problem, schedule, last));
        let waits = chain.unwrap_or_default().into_iter().filter_map(|(id, cause)| match cause {
            Cause::Busy(other) => Some((id, other)),
            _ => None,
        });
        let waits: Vec<(ActivityId, ActivityId)> = waits.collect();
        if waits.is_empty() || self.random.below(4) == 0 {
            return (self.open[self.random.below(self.open.len() as u32) as usize], None);
        }
        let (id, other) = waits[self.random.below(waits.len() as u32) as usize];
        (id, Some(other))
    }
}

/// Whether an activity is not over yet.
pub(super) fn is_open(problem: &Problem, id: ActivityId) -> bool {
    !matches!(problem.activity(id).progress, Progress::Finished { .. })
}

/// Whether an activity takes anybody's time.
fn is_work(problem: &Problem, id: ActivityId) -> bool {
    problem.activity(id).modes.iter().any(|mode| !mode.demands.is_empty())
}
