//! A solution: when each activity is done, in which mode, and what held it.
//!
//! A plain value, the same for the one schedule of the plan and for each run of a forecast. Nothing
//! here knows how it was made; [`crate::check_schedule`] says whether it is right.

use calendar::Moment;

use crate::{ActivityId, Problem};

/// When each activity is done, by index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schedule {
    /// One entry an activity; `None` for what can never be finished, because everybody who may do it
    /// leaves before, or because it comes after such an activity.
    pub entries: Vec<Option<Entry>>,
}

impl Schedule {
    /// The entry of `id`; `None` if it can never be finished.
    #[must_use]
    pub fn entry(&self, id: ActivityId) -> Option<&Entry> {
        self.entries[id.index()].as_ref()
    }

    /// The start of `id`; `None` if it can never be finished.
    #[must_use]
    pub fn start(&self, id: ActivityId) -> Option<Moment> {
        self.entry(id).map(|entry| entry.start)
    }

    /// The finish of `id`; `None` if it can never be finished.
    #[must_use]
    pub fn finish(&self, id: ActivityId) -> Option<Moment> {
        self.entry(id).map(|entry| entry.finish)
    }

    /// The last of [`Problem::finish`] with its finish, the first of them on ties; `None` if there is
    /// none, or if one of them can never be finished.
    #[must_use]
    pub fn last(&self, problem: &Problem) -> Option<(ActivityId, Moment)> {
        let mut last: Option<(ActivityId, Moment)> = None;
        for &id in problem.finish() {
            let finish = self.finish(id)?;
            if last.is_none_or(|(_, latest)| finish > latest) {
                last = Some((id, finish));
            }
        }
        last
    }
}

/// When one activity is done, in `[start, finish)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its first working minute (or its moment, for an activity without work). For work that has
    /// started: when it did, even though it goes on only later.
    pub start: Moment,
    /// From when on what remained today is worked on: `start`, or for work that has started, today or
    /// later.
    pub resumed: Moment,
    /// The end of its last working minute; or, when a finish link asks for a later moment up to which
    /// nothing is worked, that moment.
    pub finish: Moment,
    /// Index of the mode in [`crate::Activity::modes`].
    pub mode: u32,
    /// Somebody who left midway handed the rest over: from when, in which mode.
    pub handed_on: Option<(Moment, u32)>,
    /// Why it did not start earlier; for work that has started, why it does not go on at once.
    pub cause: Cause,
}

/// What held an activity's start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// Nothing: it could start at once (today), or go on at once, or is finished.
    Nothing,
    /// Its release date.
    Release,
    /// The predecessor link with this index in the problem's links.
    Link(u32),
    /// The people were busy; this activity ended last before it began.
    Busy(ActivityId),
}
