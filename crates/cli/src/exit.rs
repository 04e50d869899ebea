//! How the program ends: its exit codes, and the errors of the world around it.

use std::panic::PanicHookInfo;
use std::path::PathBuf;
use std::process::ExitCode;

use plan::NotFound;
use store::{HistoryError, StoreError};
use workbench::Refused;
use workbench::actions::Unfit;
use workbench::diff::NoVersions;

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
    /// The plan's history.
    #[error("{0}")]
    History(#[from] HistoryError),
    /// The versions that are compared.
    #[error("{}", versions_message(.0))]
    Versions(#[from] NoVersions),
    /// A list of comments that cannot be read.
    #[error("`{}` is no list of comments: {why}", .file.display())]
    NoComments {
        /// The file.
        file: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// The newer of two versions has no plan.
    #[error("there is no plan in the newer version, so there is nothing to price")]
    NoHead,
    /// A question about the past of a plan that has none.
    #[error("no commit has this plan, so it has no past; commit it, and ask again next week")]
    NoPast,
    /// An old plan that says nothing.
    #[error("at `{0}` the plan had errors or no work, so there were no dates")]
    NoDatesThen(String),
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
    /// An item of another kind than the command is about.
    #[error("`{name}` is not {wanted}")]
    WrongKind {
        /// What was named.
        name: String,
        /// What the command is about.
        wanted: &'static str,
    },
    /// A word that is no attribute.
    #[error("`{word}` is no attribute{}\nattributes are written as in a plan: @name, 2d..5d, after=x, optional", did_you_mean(.closest.as_deref()))]
    NoAttribute {
        /// What was given.
        word: String,
        /// What was probably meant.
        closest: Option<String>,
    },
    /// What the command is about does not fit the item.
    #[error("{0}")]
    Unfit(#[from] Unfit),
    /// Neither a number nor a name of a question, nor a rule.
    #[error("there is no question `{0}`\nsee which there are: fore review --all")]
    NoQuestion(String),
    /// A letter that stands at no way out.
    #[error("nothing with the letter `{0}` is proposed\nsee what is: fore review --all")]
    NoWayOut(char),
    /// A word that is no date.
    #[error("`{0}` is no day; write it as by=2026-04-24")]
    NoDay(String),
    /// A command without anything to do.
    #[error("{0}")]
    NothingToDo(&'static str),
    /// A new branch.
    #[error("{0}\nnothing was written")]
    Branch(#[from] store::BranchError),
    /// A day that is over.
    #[error("{0} is over; name a day from today on")]
    Past(jiff::civil::Date),
    /// A change that is not made.
    #[error("{}", refused_message(.0))]
    Refused(Box<Refused>),
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
    /// The pages cannot be served.
    #[error("{0}")]
    Serve(#[from] web::ServeError),
    /// A file that is asked for.
    #[error("{} could not be written: {error}", .file.display())]
    NotWritten {
        /// The file.
        file: PathBuf,
        /// Why not.
        error: std::io::Error,
    },
    /// A PDF that could not be made.
    #[cfg(feature = "pdf")]
    #[error("{0}")]
    Pdf(String),
    /// The editor's end of the line.
    #[error("{0}")]
    Editor(#[from] lsp::ServeError),
    /// Standard output.
    #[error("the output could not be written: {0}")]
    Output(#[from] std::io::Error),
}

impl Trouble {
    /// No item goes by `name`, or several do.
    pub fn not_found(name: &str, error: NotFound) -> Self {
        let name = name.to_owned();
        match error {
            NotFound::Nothing(closest) => Trouble::NoItem { name, closest },
            NotFound::Several(titles) => Trouble::SeveralItems { name, titles },
        }
    }

    /// The exit code of this trouble.
    pub fn exit(&self) -> Exit {
        match self {
            Trouble::Store(error) | Trouble::Versions(NoVersions::Store(error)) => of_store(error),
            Trouble::History(error) | Trouble::Versions(NoVersions::History(error)) => {
                of_history(error)
            }
            Trouble::Serve(_)
            | Trouble::NotWritten { .. }
            | Trouble::Editor(_)
            | Trouble::Output(_) => Exit::World,
            #[cfg(feature = "pdf")]
            Trouble::Pdf(_) => Exit::Bug,
            Trouble::Refused(refused) if matches!(**refused, Refused::Unproven) => Exit::Bug,
            _ => Exit::Usage,
        }
    }
}

fn of_store(error: &StoreError) -> Exit {
    match error {
        StoreError::NotText(_) => Exit::Plan,
        StoreError::NoPlan(_) | StoreError::NotEmpty(_) => Exit::Usage,
        _ => Exit::World,
    }
}

fn of_history(error: &HistoryError) -> Exit {
    match error {
        HistoryError::NotText { .. } => Exit::Plan,
        HistoryError::Git(_) | HistoryError::NotTrusted(_) => Exit::World,
        _ => Exit::Usage,
    }
}

fn did_you_mean(closest: Option<&str>) -> String {
    closest.map_or_else(String::new, |closest| format!("; did you mean `{closest}`?"))
}

fn refused_message(refused: &Refused) -> String {
    let Refused::Unsound { errors, .. } = refused else {
        return format!("{refused}; nothing was written");
    };
    let mut message = "the plan would not be sound after this, so nothing was written".to_owned();
    for error in errors {
        message.push_str(&format!("\n  error[{}] {}", error.code, error.what));
        if let Some(help) = &error.help {
            message.push_str(&format!("\n  help  {help}"));
        }
    }
    message
}

fn versions_message(error: &NoVersions) -> String {
    match error {
        NoVersions::NoName => format!(
            "{error}\nname a revision, a file or a folder: fore diff main; without any name it is the last commit"
        ),
        NoVersions::NoHistory => {
            format!(
                "{error}, so nothing to compare with\nname another file or folder: fore diff OLD NEW"
            )
        }
        NoVersions::NoPlanIn(_) => format!("{error}, so nothing to compare with"),
        NoVersions::NoVersion(_) => format!("{error} that could have it as a revision"),
        NoVersions::Store(error) => store_message(error),
        NoVersions::History(error) => error.to_string(),
    }
}

fn store_message(error: &StoreError) -> String {
    match error {
        StoreError::NotEmpty(folder) if folder.ends_with("plan") => format!(
            "{error}, and nothing is overwritten\nif that is a plan, it is one as it stands: fore"
        ),
        StoreError::NotEmpty(folder) => format!(
            "{error}, and nothing is overwritten\nname another folder: fore demo {}-2",
            folder.display()
        ),
        StoreError::NoPlan(_) => {
            format!("{error}\nwrite plan/plan.md, or look at a sample first: fore demo")
        }
        StoreError::Changed { path, expected, found } => format!(
            "{path} was changed by somebody else meanwhile, so nothing was written\n{}\nrun the command again: it reads the file as it is now",
            first_difference(expected, found)
        ),
        StoreError::NotText(_) => {
            format!("{error}\nsave the file as UTF-8; nothing was read, and nothing was changed")
        }
        error => error.to_string(),
    }
}

/// The first line that differs between what was read and what is there.
fn first_difference(expected: &str, found: &str) -> String {
    let (mut old, mut new) = (expected.lines(), found.lines());
    for number in 1.. {
        match (old.next(), new.next()) {
            (None, None) => break,
            (read, now) if read == now => {}
            (read, now) => {
                let shown =
                    |line: Option<&str>| line.map_or_else(|| "(no line)".to_owned(), str::to_owned);
                return format!(
                    "  line {number}\n  read   {}\n  now    {}",
                    shown(read),
                    shown(now)
                );
            }
        }
    }
    "  only the line ends differ".to_owned()
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
        "What was written before it broke, `fore undo` takes back. Please report it with the plan, or with the part that makes it happen."
    );
}
