//! The order of the stages: from texts and a date to an immutable snapshot of a plan, and from a
//! snapshot to dates. What every front end calls.
//!
//! In: the texts, the status date, a seed. Out: [`Snapshot`] (read, lowered, diagnosed), [`Dates`]
//! (scheduled and played), [`Price`] (what a list of edits does to the dates). No disk, no clock,
//! no terminal.

mod dates;
mod demo;
mod hand_over;
// mod price;
mod snapshot;

pub use dates::{CrewFinish, Dates, PlayOptions, play, runs};
pub use demo::move_dates;
// pub use price::{Price, Refused, price};
pub use snapshot::{Input, Snapshot, read};
