//! Files written, taken back, and written by several at once, on a real disk.

mod full_disk;
mod kill;
mod plan_folder;
mod race;
mod undo;
mod write;
