//! How dates, amounts and chances are said, the same on every surface.
//!
//! In: plain values and `today`. Out: short texts in American English. It must not know what a
//! plan is, nor how a text is shown.

mod amounts;
mod chances;
mod dates;

pub use amounts::{
    argument, capitalized, count, days, days_range, list, number, people, thousands,
};
pub use chances::{odds, percent, percent_beside, predicate, runs};
pub use dates::{
    bare, day, day_month, is_within_date, month, month_label, months, weekday, weekday_long,
    weekday_name,
};
