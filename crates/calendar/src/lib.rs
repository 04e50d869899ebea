//! Working time: when somebody works, and how working minutes map to moments and back.
//!
//! In: hours of the week, holidays, leave, a zone. Out: a [`Calendar`] that answers "how much
//! working time lies between" and "when is so much worked" in constant time.
//! This crate must not know tasks, people or plans.
//!
//! ```
//! use calendar::{Calendar, CalendarRules, Work, moment};
//! use jiff::civil::{date, time};
//!
//! let nine_to_five = vec![(time(9, 0, 0, 0), time(17, 0, 0, 0))];
//! let rules = CalendarRules {
//!     zone: jiff::tz::TimeZone::get("Europe/Berlin").expect("bundled"),
//!     week: std::array::from_fn(|day| if day < 5 { nine_to_five.clone() } else { Vec::new() }),
//!     days_off: vec![(date(2026, 4, 3), date(2026, 4, 6))], // Easter
//!     from: None,
//!     until: None,
//! };
//! let calendar = Calendar::new(&rules, date(2026, 1, 1), date(2026, 12, 31));
//! // Ten hours from Thursday at noon: five until 17:00, five on the Tuesday after Easter.
//! let start = moment(date(2026, 4, 2), time(12, 0, 0, 0), &rules.zone);
//! let finish = moment(date(2026, 4, 7), time(14, 0, 0, 0), &rules.zone);
//! assert_eq!(calendar.finish(start, Work(600)), Some(finish));
//! assert_eq!(calendar.work_between(start, finish), Work(600));
//! ```

mod calendar;
mod dates;
mod holidays;
mod rules;
mod time;
mod timetable;

pub use calendar::{Calendar, Stretch};
pub use dates::{
    FIRST_DATE, LAST_DATE, end_of_day, last_worked_date, local, local_date, moment, start_of_day,
};
pub use holidays::{UnknownCountry, check_place, public_holidays};
pub use rules::{CalendarRules, DayParts};
pub use time::{Moment, Span, Work};
