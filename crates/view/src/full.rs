//! How full the time before the due date is, by part of the work.
//!
//! In: [`Facts`]. Out: for each part the work that has least room before the due date, and the time
//! there is for it. Pages for others name parts and not people: a lane of work stands under the part
//! that it is mostly about. It must not compute loads: those are [`loads_of`]'s.

use std::collections::BTreeMap;

use plan::{ItemRef, TaskId};

use crate::difference::loads_of;
use crate::facts::Facts;

/// A part of the work, and the fullest lane that is mostly about it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Full<'a> {
    /// The task at the top of the part.
    pub task: TaskId,
    /// Its title.
    pub title: &'a str,
    /// Mean working days of work in the lane, other parts included.
    pub work_days: f64,
    /// Working days in it from today to the due date.
    pub available_days: f64,
}

impl Full<'_> {
    /// How much of the time is taken: 1 is full, more does not fit.
    #[must_use]
    pub fn share(&self) -> f64 {
        self.work_days / self.available_days.max(0.01)
    }
}

/// The parts, the fullest first; empty without a due date ahead. `O(open work · people)`.
#[must_use]
pub fn full<'a>(facts: &Facts<'a>) -> Vec<Full<'a>> {
    let mostly = mostly(facts);
    let mut full: BTreeMap<TaskId, Full<'a>> = BTreeMap::new();
    for load in loads_of(facts) {
        let amounts = load.work_days.head.zip(load.available_days.head);
        let Some((work_days, available_days)) = amounts else { continue };
        let Some(task) = mostly.get(load.person.as_str()).copied() else { continue };
        let title = facts.plan.task(task).item.title.as_str();
        let lane = Full { task, title, work_days, available_days };
        let fullest = full.entry(task).or_insert(lane);
        if lane.share() > fullest.share() {
            *fullest = lane;
        }
    }
    let mut full: Vec<Full<'a>> = full.into_values().collect();
    full.sort_by(|one, other| other.share().total_cmp(&one.share()));
    full
}

/// The part with most of the open work of each person, the first of equals.
fn mostly<'a>(facts: &Facts<'a>) -> BTreeMap<&'a str, TaskId> {
    let mut work: BTreeMap<&str, BTreeMap<TaskId, f64>> = BTreeMap::new();
    for (item, activity) in facts.open_work() {
        let ItemRef::Task(leaf) = item else { continue };
        let top = facts.plan.with_parents(leaf).last().unwrap_or(leaf);
        for person in facts.people(activity) {
            let parts = work.entry(facts.person(person)).or_default();
            *parts.entry(top).or_default() += facts.effort(activity);
        }
    }
    let most = |parts: BTreeMap<TaskId, f64>| {
        parts.into_iter().reduce(|most, one| if one.1 > most.1 { one } else { most })
    };
    let most = |(person, parts)| Some((person, most(parts)?.0));
    work.into_iter().filter_map(most).collect()
}
