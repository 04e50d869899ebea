//! The parts of the work: the tasks at the top of the plan, each with all that is under it.
//!
//! In: [`Facts`]. Out: how much of each part is open, and how much of that is on the longest path.
//! Where a page for others speaks of what is full, it names a part and not a person.

use std::collections::BTreeMap;

use plan::{ItemRef, TaskId};

use crate::facts::{Facts, Status};

/// A part of the work.
#[derive(Clone, Debug, PartialEq)]
pub struct Part<'a> {
    /// The task at the top.
    pub task: TaskId,
    /// Its title.
    pub title: &'a str,
    /// Its leaves that are not cut, in the order of the text.
    pub leaves: Vec<TaskId>,
    /// How many of them are not finished.
    pub open: usize,
    /// Mean working days of the work that is left, of all who do it.
    pub work_days: f64,
    /// The same, each task counted in the share of runs in which it is on the longest path.
    pub path_days: f64,
}

/// The parts, in the order of the text. `O(tasks)`.
#[must_use]
pub fn parts<'a>(facts: &Facts<'a>) -> Vec<Part<'a>> {
    let mut parts: Vec<Part<'a>> = Vec::new();
    let mut known: BTreeMap<TaskId, usize> = BTreeMap::new();
    for (leaf, task) in facts.plan.leaves().filter(|(_, task)| !task.cut) {
        let top = facts.plan.with_parents(leaf).last().unwrap_or(leaf);
        let index = *known.entry(top).or_insert_with(|| {
            let title = facts.plan.task(top).item.title.as_str();
            let (leaves, open) = (Vec::new(), 0);
            parts.push(Part { task: top, title, leaves, open, work_days: 0.0, path_days: 0.0 });
            parts.len() - 1
        });
        let part = &mut parts[index];
        part.leaves.push(leaf);
        if task.ticked || facts.status(leaf) == Status::Done {
            continue;
        }
        part.open += 1;
        let Some(activity) = facts.lowered.activity_of(ItemRef::Task(leaf)) else { continue };
        let days = facts.days(facts.effort_of_all(activity));
        part.path_days += days * facts.forecast.activities[activity.index()].path_share;
        if !task.wait {
            part.work_days += days;
        }
    }
    parts
}
