//! What is urgent beyond its middle estimate: a correction of the order of priority.
//!
//! In go a problem and how long each activity is to count; out comes an order. The correction is
//! kept by the activities' keys, so that it holds for every revision of a plan. It must not know how
//! it was found.

use std::collections::BTreeMap;

use calendar::Work;
use schedule::{ActivityId, Problem, priority_order};

use crate::effort::middle_efforts;

/// How much longer than their middle efforts some activities count where priorities are set.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Emphasis {
    factors: BTreeMap<u64, f64>,
}

impl Emphasis {
    /// The correction under which each activity of `problem` counts as long as in `efforts`, by
    /// index.
    #[must_use]
    pub fn towards(problem: &Problem, efforts: &[Work]) -> Self {
        let middle = middle_efforts(problem);
        let factors = problem.activities().iter().zip(efforts.iter().zip(&middle));
        let factors = factors
            .filter(|(_, (effort, middle))| effort != middle && middle.0 > 0)
            .map(|(activity, (effort, middle))| (activity.key, effort.0 as f64 / middle.0 as f64))
            .collect();
        Emphasis { factors }
    }

    /// All activities of `problem` by priority, first to last: [`priority_order`] of what they count
    /// for. Activities that it does not know count for their middle efforts.
    #[must_use]
    pub fn order(&self, problem: &Problem) -> Vec<ActivityId> {
        priority_order(problem, &self.weighed(problem))
    }

    /// What each activity counts for.
    fn weighed(&self, problem: &Problem) -> Vec<Work> {
        let mut efforts = middle_efforts(problem);
        for (activity, effort) in problem.activities().iter().zip(&mut efforts) {
            if let Some(factor) = self.factors.get(&activity.key) {
                *effort = Work((effort.0 as f64 * factor).round() as i64);
            }
        }
        efforts
    }
}
