//! Why the history of a plan cannot be read, in words that say what to do.

use text::NotText;

use crate::GitError;

/// What stands between a plan and its history.
#[derive(Debug, thiserror::Error)]
pub enum HistoryError {
    /// The program git.
    #[error(transparent)]
    Git(#[from] GitError),
    /// The repository belongs to somebody else.
    #[error(
        "git does not trust this repository, because its folder belongs to somebody else\nif you trust it: git config --global --add safe.directory {0}"
    )]
    NotTrusted(String),
    /// The repository is new.
    #[error("the repository has no commits yet")]
    NoCommits,
    /// No commit goes by this name.
    #[error("{}{}", unknown(.revision), hint(*.shallow))]
    UnknownRevision {
        /// What was asked for.
        revision: String,
        /// Whether older commits were left out when the repository was cloned.
        shallow: bool,
    },
    /// The commit has no plan.
    #[error("there is no plan at `{revision}`")]
    NoPlan {
        /// What was asked for.
        revision: String,
    },
    /// A file of the plan was not UTF-8 then.
    #[error("at `{revision}`, {}:{}: byte {:#04x} is not UTF-8 text", .error.path, .error.line, .error.byte)]
    NotText {
        /// What was asked for.
        revision: String,
        /// Where.
        error: NotText,
    },
}

/// What is not there: a day that no commit is as old as, or a name.
fn unknown(revision: &str) -> String {
    let is_digit =
        |(at, c): (usize, char)| if matches!(at, 4 | 7) { c == '-' } else { c.is_ascii_digit() };
    if revision.len() == "2026-09-07".len() && revision.chars().enumerate().all(is_digit) {
        return format!("no commit of the plan is as old as {revision}");
    }
    format!("there is no revision `{}`", shown(revision))
}

/// A name as it can stand in a message.
fn shown(revision: &str) -> String {
    revision.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

fn hint(shallow: bool) -> &'static str {
    if shallow {
        "; the clone is shallow, and older commits come with: git fetch --unshallow"
    } else {
        ""
    }
}
