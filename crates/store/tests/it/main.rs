//! Files written, taken back, and written by several at once, on a real disk.

#![allow(clippy::unwrap_used, reason = "the helpers of tests are tests too")]

mod full_disk;
mod history;
mod kill;
mod plan_folder;
mod race;
mod undo;
mod write;
