//! What is urgent beyond its middle estimate: a correction of the order of priority.
//!
//! In go a problem and how long each activity is to count, or an order; out comes an order. The
//! correction is kept by the activities' keys, so that it holds for every revision of a plan. It must
//! not know how it was found.

use std::collections::BTreeMap;

use calendar::Work;
use schedule::{ActivityId, Moved, Problem, priority_order};

use crate::effort::middle_efforts;

/// How much longer than their middle efforts some activities count where priorities are set, and which
/// of them go behind which others whatever they count.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Emphasis {
    factors: BTreeMap<u64, f64>,
    /// In the order in which they end up; `None` for the front.
    moved: Vec<(u64, Option<u64>)>,
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
        Emphasis { factors, moved: Vec::new() }
    }

    /// The same with as few moves as make its order `order`: each goes right behind what it goes behind
    /// there.
    #[must_use]
    pub fn moved_to(self, problem: &Problem, order: &[ActivityId]) -> Self {
        let rule = Emphasis { moved: Vec::new(), ..self };
        let key = |id: ActivityId| problem.activity(id).key;
        let moved = Moved::between(&rule.order(problem), order);
        let moved = moved.iter().map(|(id, behind)| (key(id), behind.map(key))).collect();
        Emphasis { moved, ..rule }
    }

    /// All activities of `problem` by priority, first to last: [`priority_order`] of what they count
    /// for, with what is moved behind what it goes. Activities that it does not know count for their
    /// middle efforts; what should go behind something that is gone is not moved.
    #[must_use]
    pub fn order(&self, problem: &Problem) -> Vec<ActivityId> {
        let order = priority_order(problem, &self.weighed(problem));
        if self.moved.is_empty() {
            return order;
        }
        let ids: BTreeMap<u64, ActivityId> =
            problem.ids().map(|id| (problem.activity(id).key, id)).collect();
        let id = |key: &u64| ids.get(key).copied();
        let known = self.moved.iter().filter_map(|(key, behind)| match behind {
            Some(behind) => Some((id(key)?, Some(id(behind)?))),
            None => Some((id(key)?, None)),
        });
        Moved::new(known.collect()).applied(&order)
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
