//! How the program ends: its exit codes, and the errors of the world around it.

use std::panic::PanicHookInfo;
use std::path::PathBuf;
use std::process::ExitCode;

use store::StoreError;

/// What the exit code says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// All is well.
    Fine = 0,
    /// The plan has an error.
    Plan = 1,
    /// The command was used wrongly.
    Usage = 2,
    /// A question was asked, and the answer is no.
    No = 3,
    /// The program has a bug.
    Bug = 4,
    /// The disk or the network said no.
    World = 5,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit as u8)
    }
}

/// Why a command could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// The plan's files.
    #[error("{}", store_message(.0))]
    Store(#[from] StoreError),
    /// No item goes by this name.
    #[error("there is nothing called `{name}` in the plan{}", did_you_mean(.closest.as_deref()))]
    NoItem {
        /// What was asked for.
        name: String,
        /// What was probably meant.
        closest: Option<String>,
    },
    /// Several items go by this name.
    #[error("`{name}` is the beginning of several titles: {}", .titles.join("; "))]
    SeveralItems {
        /// What was asked for.
        name: String,
        /// The titles, or the first few.
        titles: Vec<String>,
    },
    /// An item that is never scheduled.
    #[error(
        "`{0}` has no date of its own: only tasks, milestones, features, unknowns, decisions and obstacles have"
    )]
    NoDate(String),
    /// Neither a diagnostic nor a term.
    #[error("there is nothing to explain about `{name}`{}", did_you_mean(.closest.as_deref()))]
    NothingToExplain {
        /// What was asked for.
        name: String,
        /// What was probably meant.
        closest: Option<String>,
    },
    /// Neither a command nor a file.
    #[error("there is no command and no plan file called `{}`{}\nsee fore help", .path.display(), did_you_mean(.closest.as_deref()))]
    NoSuchCommand {
        /// What was given.
        path: PathBuf,
        /// The command that was probably meant.
        closest: Option<String>,
    },
    /// Standard output.
    #[error("the output could not be written: {0}")]
    Output(#[from] std::io::Error),
}

impl Trouble {
    /// The exit code of this trouble.
    pub fn exit(&self) -> Exit {
        match self {
            Trouble::Store(StoreError::NotText(_)) => Exit::Plan,
            Trouble::Store(StoreError::Disk { .. }) | Trouble::Output(_) => Exit::World,
            _ => Exit::Usage,
        }
    }
}

fn did_you_mean(closest: Option<&str>) -> String {
    closest.map_or_else(String::new, |closest| format!("; did you mean `{closest}`?"))
}

fn store_message(error: &StoreError) -> String {
    match error {
        StoreError::NotEmpty(folder) => format!(
            "{error}, and nothing is overwritten\nname another folder: fore demo {}-2",
            folder.display()
        ),
        StoreError::NoPlan(_) => {
            format!("{error}\nwrite plan/plan.md, or look at a sample first: fore demo")
        }
        StoreError::NotText(_) => {
            format!("{error}\nsave the file as UTF-8; nothing was read, and nothing was changed")
        }
        error => error.to_string(),
    }
}

/// Says that the fault is ours, and where.
#[allow(clippy::print_stderr, reason = "the panic hook is the last to speak")]
pub fn explain_bug(info: &PanicHookInfo<'_>) {
    let payload = info.payload();
    let message = payload
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| payload.downcast_ref::<&str>().copied())
        .unwrap_or("no message");
    let place =
        info.location().map_or_else(String::new, |at| format!(" ({}:{})", at.file(), at.line()));
    eprintln!("fore broke, and that is not your plan's fault: {message}{place}");
    eprintln!(
        "Nothing was written. Please report it with the plan, or with the part that makes it happen."
    );
}
