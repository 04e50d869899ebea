//! Working time: when somebody works, and how working minutes map to moments and back.
//!
//! In: hours of the week, holidays, leave, a zone. Out: a [`Calendar`] that answers "how much
//! working time lies between" and "when is so much worked" in constant or logarithmic time.
//! This crate must not know tasks, people or plans.

mod time;

pub use time::{Moment, Span, Work};
