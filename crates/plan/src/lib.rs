//! Builds a plan from outlines: sections become kinds, tokens typed values, names references.
//!
//! In: the files, what `markup` made of them, and the settings. Out: a [`Plan`] and its
//! diagnostics; or, the other way, the text edits that carry out an [`Intent`]. This crate must
//! not know today's date, calendars or disks.

mod amount;
mod build;
pub mod codes;
mod diff;
mod edit;
mod find;
mod format;
mod history;
mod intent;
mod key;
mod lever;
pub mod merge;
mod model;
mod reached;
mod settings;
pub mod table;
mod value;

pub use amount::{Duration, Estimate, Spread, Unit};
pub use build::{TEAM, build, section};
pub use diff::{Change, Version, What, diff};
pub use edit::{EditRefused, check_edit, edit};
pub use find::{NotFound, find};
pub use format::{format, free_id, missing_ids};
pub use history::{
    Backtest, BacktestRow, Cause, CommitDate, CommitDates, Days, Evidence, Happening, LeftOut,
    Moved, Point, Story, TargetPoint, Told, Transition, Trend, audience, pairs, short_id,
    transitions,
};
pub use intent::{Attribute, Intent, NewItem, Position, Slot, Target, quote};
pub use lever::{Lever, LeverCost, LeverKind};
pub use model::*;
pub use settings::{
    ClockRange, DiffLimits, Earlier, HandOver, RangeShape, SETTINGS, Setting, Settings,
};
pub use value::{YEAR_FIRST, YEAR_LAST, is_name};
