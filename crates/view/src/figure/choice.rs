//! Which of the work a timeline shows.
//!
//! In: the lanes of all that is open, and what the reader chose. Out: the lanes that are left, and
//! what is finished, if it is wanted. Nothing here knows places.

use jiff::civil::Date;
use plan::ItemRef;

use crate::facts::Facts;
use crate::screens::picture::{PATH_SHARE_MIN, Picture};

/// Which of the work a timeline shows; by default all that is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// Whether only what is on the longest path in at least half of the runs.
    pub path_only: bool,
    /// Whether what is finished has a lane of its own.
    pub with_finished: bool,
    /// The first day, in place of the one from which something goes on.
    pub from: Option<Date>,
}

/// Leaves out what is not chosen.
pub(super) fn keep(facts: &Facts, picture: &mut Picture, choice: Choice) {
    let from = choice.from.map(|day| facts.start_of(day));
    for group in &mut picture.work {
        group.tasks.retain(|task| {
            let is_chosen = !choice.path_only || task.path_share >= PATH_SHARE_MIN;
            is_chosen && from.is_none_or(|from| task.late.unwrap_or(task.middle) >= from)
        });
    }
    picture.work.retain(|group| !group.tasks.is_empty());
}

/// A finished task: its title and its first and last day.
pub(super) struct Finished {
    pub(super) title: String,
    pub(super) item: ItemRef,
    pub(super) first: Date,
    pub(super) last: Date,
}

/// What is finished, not before `from`, and says when; in the order in which it was.
pub(super) fn finished(facts: &Facts, from: Option<Date>) -> Vec<Finished> {
    let leaves = facts.plan.leaves().filter_map(|(id, task)| {
        let last = task.done.filter(|done| from.is_none_or(|from| *done >= from))?;
        let first = task.started.unwrap_or(last).min(last);
        Some(Finished { title: task.item.title.clone(), item: ItemRef::Task(id), first, last })
    });
    let mut all: Vec<Finished> = leaves.collect();
    all.sort_by_key(|one| (one.last, one.first));
    all
}
