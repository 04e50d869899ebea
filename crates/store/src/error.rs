//! What can go wrong between a plan and its disk, in words that name the file.

use std::io;
use std::path::{Path, PathBuf};

use text::NotText;

/// Why the plan's files cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Neither the folder nor any above it holds a plan.
    #[error("there is no plan in {} or above it", .0.display())]
    NoPlan(PathBuf),
    /// A file is not UTF-8.
    #[error("{}:{}: byte {:#04x} is not UTF-8 text", .0.path, .0.line, .0.byte)]
    NotText(NotText),
    /// The folder to write into already holds something.
    #[error("{} is not empty", .0.display())]
    NotEmpty(PathBuf),
    /// The disk said no.
    #[error("{}: {source}", .path.display())]
    Disk {
        /// What was read or written.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Somebody else changed a file after it was read. No file was written.
    #[error("{path} has changed since it was read; nothing was written")]
    Changed {
        /// The file, as in the plan.
        path: String,
        /// The text that the edit was made for.
        expected: String,
        /// The text that is there now; bytes that are not UTF-8 are shown as `U+FFFD`.
        found: String,
    },
    /// A file that was read is gone. No file was written.
    #[error("{0} is not there any more; nothing was written")]
    Vanished(String),
    /// A symbolic link leads nowhere or in a circle.
    #[error("{} is a link to {}, and that leads to no file; nothing was written", .path.display(), .target.display())]
    BrokenLink {
        /// The link.
        path: PathBuf,
        /// What it says.
        target: PathBuf,
    },
    /// A path that leaves the plan's folder, reaches into `.git`, or is no ordinary file.
    #[error("{0} is no file of the plan; nothing was written")]
    NotOfPlan(String),
    /// Two paths of one change lead to one file.
    #[error("{0} and {1} are the same file; nothing was written")]
    SameFile(String, String),
    /// The file or its folder may not be written.
    #[error("{} is read-only; nothing was written", .0.display())]
    ReadOnly(PathBuf),
    /// The disk refused before anything was changed: it is full, or broken.
    #[error("{path} could not be written: {source}; it is as it was, and nothing was lost")]
    NotWritten {
        /// The file.
        path: String,
        /// What the system said.
        source: io::Error,
    },
    /// The disk refused halfway. Each file is whole: those in `written` new, the others old.
    #[error("{path}: {source}; already changed: {}", .written.join(", "))]
    HalfWritten {
        /// The file at which it stopped.
        path: String,
        /// What the system said.
        source: io::Error,
        /// The files that have their new text.
        written: Vec<String>,
    },
    /// Another `fore` has been writing for longer than anybody should.
    #[error("{} is being written by another fore; nothing was written", .0.display())]
    Busy(PathBuf),
    /// An edit whose place has been changed since.
    #[error(
        "`{title}` cannot be taken back: {path} has changed at that place since; nothing was written"
    )]
    NotReversible {
        /// What was done.
        title: String,
        /// The file.
        path: String,
    },
    /// There is nothing to take back since the last commit.
    #[error(
        "the plan stands as it was last committed; `git revert` takes a commit back, and `fore undo --committed` an edit from before it"
    )]
    Committed,
}

/// The error of a call that named `path`.
pub(crate) fn disk(path: &Path, source: io::Error) -> StoreError {
    StoreError::Disk { path: path.to_path_buf(), source }
}
