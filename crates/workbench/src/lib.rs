//! The order of the stages: from texts and a date to an immutable snapshot of a plan, and from a
//! snapshot to dates. What every front end calls.
//!
//! In: the texts, the status date, a seed. Out: [`Snapshot`] (read, lowered, diagnosed), [`Dates`]
//! (scheduled and played), [`Applied`] (a change made in memory), [`Price`] (what it does to the
//! dates), [`levers`] (what would help). Plans are opened, written and undone on disk through
//! [`open`] and its neighbors; everything else works in memory. No clock, no terminal.

mod absences;
pub mod actions;
pub mod answer;
mod apply;
mod arrange;
mod brief;
mod changed;
mod dates;
mod demo;
pub mod diff;
mod drivers;
mod effect;
mod facts;
mod folder;
mod hand_over;
mod history;
pub mod levers;
mod price;
mod request;
mod review;
mod risks;
mod snapshot;

pub use absences::{Absence, Absences, absences, away_on, leave_ahead};
pub use apply::{Applied, Refused, apply, new_warnings};
pub use arrange::arrange;
pub use brief::{Found, brief, ladder, ladder_to, movers, note, steps_of};
pub use changed::ChangedLines;
pub use dates::{
    Dates, PlayOptions, as_often, play, play_by, play_first, play_for_price, runs_at_most,
    runs_for_first, runs_for_price,
};
pub use demo::move_dates;
pub use drivers::{drivers, indices};
pub use effect::{Effect, another_order, carry_out, catching_up, catching_up_beside, effect};
pub use facts::{facts, soonest_finish};
pub use folder::{Opened, create, dated, open, redo, undo};
pub use hand_over::handed_over;
pub use history::{Past, Since};
pub use price::{Price, price};
pub use request::request;
pub use review::review;
pub use risks::risk_spans;
pub use snapshot::{Input, Snapshot, read};
