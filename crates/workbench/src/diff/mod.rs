//! What lies between two versions of a plan: its edits, and which of them moved the date.
//!
//! In: two snapshots. Out: edits item by item, and the share of each in the difference of P80. What
//! the two versions are in figures, and how anything is said, other crates know.

mod attribute;
mod edits;
mod shapley;

pub use attribute::{Attribution, Step, attribute};
pub use edits::{Edit, edits};
