//! A problem with its activities by key, so that what is found for it is not a matter of where the lines
//! of a plan stand.
//!
//! In go a problem and orders of its twin; out come the twin and orders of the problem. It must not know
//! what orders are good for.

use schedule::{ActivityId, Problem};

/// The same problem in another order.
pub(crate) struct Canonical {
    /// The twin: activities ascend by their keys.
    pub problem: Problem,
    /// By index in the twin: which activity of the problem it is.
    origins: Vec<ActivityId>,
}

impl Canonical {
    /// Of `problem`. `O(n log n)`.
    pub fn new(problem: &Problem) -> Self {
        let mut origins: Vec<ActivityId> = problem.ids().collect();
        origins.sort_by_key(|id| (problem.activity(*id).key, *id));
        let mut twins = vec![ActivityId(0); origins.len()];
        for (twin, origin) in (0..).map(ActivityId).zip(&origins) {
            twins[origin.index()] = twin;
        }
        let twin = |id: &mut ActivityId| *id = twins[id.index()];
        let mut parts = problem.parts().clone();
        parts.activities = origins.iter().map(|id| problem.activity(*id).clone()).collect();
        for link in &mut parts.links {
            twin(&mut link.from);
            twin(&mut link.to);
        }
        parts.links.sort_by_key(|link| (link.from, link.to));
        parts.risks.iter_mut().flat_map(|risk| &mut risk.effects).for_each(|effect| {
            twin(&mut effect.activity);
        });
        parts.finish.iter_mut().for_each(twin);
        let problem = Problem::new(parts).expect("BUG: another order of a sound problem");
        Canonical { problem, origins }
    }

    /// An order of the twin as one of the problem.
    pub fn original(&self, order: &[ActivityId]) -> Vec<ActivityId> {
        order.iter().map(|id| self.origins[id.index()]).collect()
    }
}
