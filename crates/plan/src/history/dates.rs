//! Dates of tasks that nobody wrote into the plan and that commits know.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::{Plan, Task};

/// Dates that nobody wrote into the plan, by the key of a task: when a commit began it, and when a
/// commit ticked it.
pub type CommitDates = BTreeMap<u64, CommitDate>;

/// What the commits say about one task.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CommitDate {
    /// The day on which a commit first showed it as begun.
    pub started: Option<Date>,
    /// The day on which a commit ticked it.
    pub done: Option<Date>,
}

impl Plan {
    /// Whether there are tasks of which only commits could say when they began or were finished.
    #[must_use]
    pub fn lacks_dates(&self) -> bool {
        self.leaves().any(|(_, task)| lacks_done(task) || lacks_started(task))
    }

    /// Fills in the dates of [`Plan::lacks_dates`], none of them after `today`.
    pub fn date_by_commits(&mut self, dates: &CommitDates, today: Date) {
        for task in self.tasks.iter_mut().filter(|task| task.is_leaf()) {
            let Some(known) = dates.get(&task.item.key) else { continue };
            if lacks_done(task) {
                task.done = known.done.filter(|date| *date <= today);
            }
            let end = task.done.unwrap_or(today);
            if lacks_started(task) {
                task.started = known.started.filter(|date| *date <= end);
            }
        }
    }
}

fn lacks_done(task: &Task) -> bool {
    task.ticked && task.done.is_none()
}

fn lacks_started(task: &Task) -> bool {
    task.started.is_none() && (task.ticked || task.is_started())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Settings, build};
    use jiff::civil::date;
    use text::SourceFile;

    #[test]
    fn only_missing_dates_are_filled_in_and_none_of_the_future() {
        let text = "# P\n\n- [x] A `{#a}`\n- [x] B `{#b done=2026-03-02}`\n- [ ] C `{#c left=1d}`\n- [x] D `{#d}`";
        let outline = markup::parse(text);
        let files = [SourceFile::new("plan.md", text)];
        let (mut plan, _) = build(&files, &[outline], &Settings::default());
        assert!(plan.lacks_dates());
        let known = |day, last| CommitDate {
            started: Some(date(2026, 3, day)),
            done: Some(date(2026, 3, last)),
        };
        let dates: CommitDates = plan
            .tasks
            .iter()
            .map(|task| task.item.key)
            .zip([known(3, 5), known(4, 6), known(7, 8), known(9, 30)])
            .collect();
        plan.date_by_commits(&dates, date(2026, 3, 20));
        let filled: Vec<_> = plan
            .tasks
            .iter()
            .map(|task| (task.started.map(Date::day), task.done.map(Date::day)))
            .collect();
        // B was begun on the 4th by its commit, but was done on the 2nd: that is no beginning.
        assert_eq!(filled, [(Some(3), Some(5)), (None, Some(2)), (Some(7), None), (Some(9), None)]);
    }
}
