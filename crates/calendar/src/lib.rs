//! Working time: when somebody works, and how working minutes map to moments and back.
//!
//! In: hours of the week, holidays, leave, a zone. Out: a [`Calendar`] that answers "how much
//! working time lies between" and "when is so much worked" in constant time.
//! This crate must not know tasks, people or plans.

mod calendar;
mod dates;
mod holidays;
mod rules;
mod time;
mod timetable;

pub use calendar::Calendar;
pub use dates::{
    FIRST_DATE, LAST_DATE, end_of_day, in_range, last_worked_date, local, local_date, moment,
    start_of_day,
};
pub use holidays::{UnknownCountry, public_holidays};
pub use rules::{CalendarRules, DayParts};
pub use time::{Moment, Span, Work};
