//! How the forecast of a plan moved over its revisions: plain values between those who work them
//! out and those who show them.
//!
//! Days are working days of the plan.

use jiff::civil::Date;

use super::Evidence;

/// The forecasts of a plan as they would have been made, and what moved them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trend {
    /// One forecast a week or less often, the oldest first; the last is today's.
    pub points: Vec<Point>,
    /// The point from which on the slip is explained: about four weeks ago.
    pub since: usize,
    /// By how many working days P80 moved from that point to today; negative is earlier.
    pub moved: Option<i64>,
    /// The same from each point to today.
    pub moved_from: Vec<Option<i64>>,
    /// What moved it, the largest first; together with what is rounded away they make `moved`.
    pub causes: Vec<Cause>,
    /// Dates for which there is no point, because the plan had errors then.
    pub left_out: Vec<LeftOut>,
    /// Begun and not changed for long: id or title, and the day of its last change.
    pub stale: Vec<(String, Date)>,
    /// What was said to whom, and what has become of it.
    pub told: Vec<Told>,
    /// Whether older revisions are missing from this clone.
    pub shallow: bool,
}

/// The forecast as it would have been made on one day, with that day's plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// The day.
    pub date: Date,
    /// The finish that half of the runs make.
    pub p50: Option<Date>,
    /// The finish that eight of ten runs make.
    pub p80: Option<Date>,
    /// The due date of the plan as of then, and its chance, 0 to 1.
    pub due: Option<(Date, f64)>,
    /// Effort of the whole plan, done and left, in days.
    pub effort: f64,
    /// The milestones as they were then.
    pub milestones: Vec<TargetPoint>,
}

/// How P80 moved from one day to today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moved {
    /// The day.
    pub since: Date,
    /// P80 as of that day.
    pub then: Date,
    /// P80 as of today.
    pub now: Date,
    /// Working days from the one to the other; negative is earlier.
    pub days: i64,
}

/// A milestone in one forecast.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetPoint {
    /// The milestone's key.
    pub key: u64,
    /// The date that was promised or wanted then.
    pub wanted: Option<Date>,
    /// The date that was promised.
    pub promised: Option<Date>,
    /// When half of the runs reach it.
    pub p50: Option<Date>,
    /// When eight of ten runs reach it.
    pub p80: Option<Date>,
}

/// What moved the date.
#[derive(Clone, Debug, PartialEq)]
pub struct Cause {
    /// Id in backticks or title in quotes of the work; empty for what is no single item.
    pub name: String,
    /// What happened to it.
    pub story: Story,
    /// By how many days it moved P80.
    pub days: f64,
    /// The commits behind it, the oldest first.
    pub evidence: Vec<Evidence>,
}

/// Low and high, in days.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Days {
    /// Low.
    pub low: f64,
    /// High.
    pub high: f64,
}

/// What happened to a piece of work, compared with what was forecast.
#[derive(Clone, Debug, PartialEq)]
pub enum Story {
    /// It was not in the plan.
    New(Option<Days>),
    /// A risk that was not in the plan: its chance in percent, and what it adds, if it adds.
    Risk(u32, Option<Days>),
    /// It was finished: when, after how many days, and what the estimate had been.
    Finished {
        /// The day.
        on: Option<Date>,
        /// Days of effort, where they are known.
        took: Option<f64>,
        /// What had been said.
        estimate: Option<Days>,
    },
    /// Somebody works on it: days used, days left, and what the estimate had been.
    Running {
        /// Days of effort so far, where they are written.
        used: Option<f64>,
        /// What is left, where that is written.
        left: Option<Days>,
        /// What had been said.
        estimate: Option<Days>,
        /// What the estimate is now, if that is something else.
        now: Option<Days>,
    },
    /// Others do it now.
    HandedOver {
        /// Who had it, with marks; empty if nobody was named.
        from: Vec<String>,
        /// Who has it.
        to: Vec<String>,
    },
    /// Its estimate changed.
    Reestimated {
        /// What had been said.
        from: Option<Days>,
        /// What is said now.
        to: Option<Days>,
    },
    /// It has not begun.
    NotStarted,
    /// An unknown, decision or obstacle that is still open.
    Open,
    /// One that was settled late: when, if that is known.
    Settled(Option<Date>),
    /// The plan was edited at this item.
    Edited {
        /// What it waits for no longer, as mentions.
        lost: Vec<String>,
        /// What it waits for now.
        gained: Vec<String>,
    },
    /// It is no longer to be done: its estimate.
    Gone(Option<Days>),
    /// The plan ends elsewhere: with this item, as a mention; `None` if with the last work.
    Finish(Option<String>),
    /// Working hours, holidays or other settings.
    Settings,
    /// Who is there when.
    People,
    /// The work is done in another order of priority.
    Order,
}

/// A day without a point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The day.
    pub date: Date,
    /// The commit whose plan had errors.
    pub commit: String,
}

/// What somebody was told, and what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// To whom.
    pub audience: String,
    /// Id or title of the milestone.
    pub name: String,
    /// When they were told last; `None` where the revisions do not reach back so far.
    pub on: Option<Date>,
    /// The date that they were given.
    pub promised: Option<Date>,
    /// The date that is promised now, if they have not heard of it.
    pub news: Option<Date>,
    /// The date that eight of ten runs make, as forecast then.
    pub then: Option<Date>,
    /// The same as forecast today.
    pub now: Option<Date>,
}
