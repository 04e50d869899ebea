//! What lies between two versions of a plan: its edits, and which of them moved the date.
//!
//! In: the names of two versions, or two snapshots. Out: their texts; edits item by item, and the
//! share of each in the difference of P80; what would pay for it. What the two versions are in
//! figures, and how anything is said, other crates know.

mod attribute;
mod compared;
mod edits;
mod game;
mod kept;
pub(crate) mod shapley;
mod versions;

pub use attribute::{Attribution, Step, attribute};
pub use compared::{Advice, Compared, compared};
pub use edits::{Edit, edits};
pub use versions::{NoVersions, Version, Versions, find};
