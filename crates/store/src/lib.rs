//! The plan's files on disk, and what git has of them. Front ends write what leaves the plan themselves:
//! exports, and the result of a merge.
//!
//! In: a folder or a file; later the texts that an edit leaves behind. Out: the texts of the plan,
//! in a fixed order; files that are whole at every moment, and a log with which every edit can be
//! taken back; what the texts were, from git. This crate must not know what the texts mean.

mod create;
mod disk;
mod error;
mod git;
mod history;
mod lock;
mod read;
mod staged;
mod target;
mod undo;
mod write;

#[cfg(test)]
mod faults;

pub use create::{add_line, write_new};
pub use error::StoreError;
pub use git::{
    Author, Branch, BranchError, Commit, CommitError, Committed, Git, GitError, Uncommitted,
    commit, uncommitted, write_branch,
};
pub use history::{History, HistoryError, Revision, Stages, Texts, is_in_repository};
pub use read::{PlanFiles, SETTINGS, is_plan_file, read};
pub use undo::{UndoLog, Undone};
pub use write::{Change, write};
