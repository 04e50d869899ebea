//! A calendar: working intervals on the time line, ready for questions in constant time.
//!
//! Up to the horizon every interval is explicit; after it the last full week repeats for ever
//! (no holidays, no leave, no change of the clocks), so no question is ever out of range.
//! A calendar that ends ([`CalendarRules::until`]) has no working time after its end.

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

use crate::{Moment, Span, Work};

/// Working hours of one day: half-open parts in order, for example 9:00–12:00 and 13:00–18:00.
/// An end of midnight is [`jiff::civil::Time::midnight`] meaning the end of the day.
pub type DayParts = Vec<(Time, Time)>;

/// What makes up somebody's working time.
#[derive(Clone, Debug)]
pub struct CalendarRules {
    /// The zone in which the hours are meant.
    pub zone: TimeZone,
    /// The parts of the day for Monday to Sunday.
    pub week: [DayParts; 7],
    /// Days without work: public holidays and leave, each range inclusive at both ends.
    pub days_off: Vec<(Date, Date)>,
    /// The first day of work, if not always.
    pub from: Option<Date>,
    /// The last day of work, if not for ever.
    pub until: Option<Date>,
}

/// Working time on the time line.
#[derive(Clone, Debug)]
pub struct Calendar {
    // private representation
}

impl Calendar {
    /// Working time by `rules`, explicit from `first` to `horizon` (both inclusive). Nothing is
    /// worked before `first`. `O(days)`.
    pub fn new(rules: &CalendarRules, first: Date, horizon: Date) -> Self;
    /// Every minute works: the clock.
    pub fn clock() -> Self;
    /// The common working time of `calendars`.
    pub fn common(calendars: &[&Calendar]) -> Self;
    /// Working minutes in `[from, to)`; negative if `to` is before `from`.
    pub fn work_between(&self, from: Moment, to: Moment) -> Work;
    /// The first moment by which `work` minutes have been worked since `start`; `start` itself
    /// for no work; `None` if the calendar ends before.
    pub fn finish(&self, start: Moment, work: Work) -> Option<Moment>;
    /// The last moment from which `work` minutes can be worked until `finish`; `finish` itself for no work; `None` if there is not
    /// so much before.
    pub fn start(&self, finish: Moment, work: Work) -> Option<Moment>;
    /// `finish` or `start` by the sign of `lag`.
    pub fn offset(&self, at: Moment, lag: Work) -> Option<Moment>;
    /// The first working minute at or after `at`.
    pub fn next_working(&self, at: Moment) -> Option<Moment>;
    /// The end of the last working minute at or before `at` (a finish there is not moved).
    pub fn last_worked(&self, at: Moment) -> Option<Moment>;
    /// The end of the last working minute of all, if the calendar ends.
    pub fn end(&self) -> Option<Moment>;
}
