//! A solution: when each activity is done, and in which mode.

use calendar::Moment;
use crate::problem::{ActivityId};

/// When each activity is done, by index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// One entry an activity.
    pub entries: Vec<Entry>,
}

/// When one activity is done, in `[start, finish)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its first working minute (or its moment, for an activity without work).
    pub start: Moment,
    /// The end of its last working minute.
    pub finish: Moment,
    /// Index of the mode in [`crate::Activity::modes`].
    pub mode: u32,
    /// Somebody who left midway handed the rest over: from when, in which mode.
    pub handed_on: Option<(Moment, u32)>,
    /// Why it did not start earlier.
    pub cause: Cause,
}

/// What held an activity's start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// Nothing: it could start at once (today), or has started.
    Nothing,
    /// Its release date.
    Release,
    /// The predecessor link with this index in the problem's links.
    Link(u32),
    /// The people were busy; this activity ended last before it began.
    Busy(ActivityId),
}
