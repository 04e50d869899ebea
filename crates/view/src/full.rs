//! How full the time before the due date is, by part of the work.
//!
//! In: [`Facts`]. Out: for each part its work, and the time that those who do it have for it before
//! the due date. Pages for others name parts and not people. It must not compute loads: those are of
//! [`crate::load`].

use std::collections::BTreeMap;

use plan::{ItemRef, PersonId, TaskId};

use crate::facts::Facts;
use crate::load::{days_until_due, work_left};

/// A part of the work, and the time there is for it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Full {
    /// The task at the top of the part.
    pub task: TaskId,
    /// Working days of work left in it.
    pub work_days: f64,
    /// Working days that those who do it have from today to the due date beside their other work.
    pub free_days: f64,
}

impl Full {
    /// How much of the time is taken: 1 is full, more does not fit.
    #[must_use]
    pub fn share(&self) -> f64 {
        self.work_days / self.free_days.max(0.01)
    }
}

/// The parts, the fullest first; empty without a due date ahead. `O(open work · people)`.
#[must_use]
pub fn full(facts: &Facts) -> Vec<Full> {
    let left = work_left(facts);
    let part = |(task, minutes): (TaskId, BTreeMap<PersonId, f64>)| {
        let mut full = Full { task, work_days: 0.0, free_days: 0.0 };
        for (person, minutes) in minutes {
            let elsewhere = left.get(&person)? - minutes;
            full.work_days += facts.days(minutes);
            full.free_days += (days_until_due(facts, person)? - facts.days(elsewhere)).max(0.0);
        }
        Some(full)
    };
    let mut full: Vec<Full> = by_part(facts).into_iter().filter_map(part).collect();
    full.sort_by(|one, other| other.share().total_cmp(&one.share()));
    full
}

/// Minutes of work left of everybody inside, by part.
fn by_part(facts: &Facts) -> BTreeMap<TaskId, BTreeMap<PersonId, f64>> {
    let mut work: BTreeMap<TaskId, BTreeMap<PersonId, f64>> = BTreeMap::new();
    for (item, activity) in facts.open_work().filter(|(item, _)| !facts.is_wait(*item)) {
        let ItemRef::Task(leaf) = item else { continue };
        let top = facts.plan.with_parents(leaf).last().unwrap_or(leaf);
        let people = facts.people(activity).into_iter();
        for person in people.filter(|id| facts.plan.people[id.index()].is_inside()) {
            *work.entry(top).or_default().entry(person).or_default() += facts.effort(activity);
        }
    }
    work
}
