//! `fore demo`: the sample plan and the ten weeks that led to it, moved to today.
//!
//! In: a folder and a date. Out: a plan in a git repository of its own. The same date gives the
//! same bytes, down to the ids of the commits.

mod history;

use std::path::Path;

use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use store::{Author, Branch, Commit, Git, GitError, StoreError};

use history::{Files, Step};

/// The branch on which the sample asks what more would cost.
pub const BRANCH: &str = "usage-tiers";

/// The day on which the sample plan is meant to be read.
const WRITTEN_FOR: Date = date(2026, 4, 14);

/// Where the sample's people live; the plan says the same.
const ZONE: &str = "Europe/Berlin";

const PLAN: &str = include_str!("../../../../examples/billing/plan/plan.md");
const SETTINGS: &str = include_str!("../../../../examples/billing/fore.toml");
const MAIN: &str = include_str!("../../../../examples/billing/history/main.md");
const IDEA: &str = include_str!("../../../../examples/billing/history/usage-tiers.md");

/// Where the sample's holidays stand; and what is added when it is moved, since holidays do not
/// move along: nobody works on Christmas Day.
const CALENDAR: &str = "[calendar]\n";
const REAL_HOLIDAYS: &str = "# The public holidays of the weeks that this sample was moved to.\n\
                             country = \"DE\"\n";

/// What became of a sample whose files are written.
#[derive(Debug)]
pub struct Written {
    /// Whether it has its history as well, and if not, why.
    pub history: Result<(), GitError>,
}

/// Writes the sample plan into `folder` as it would stand on `today`, with its history where there
/// is a git to write it.
///
/// # Errors
/// If the folder holds anything, or the disk says no.
pub fn write(folder: &Path, today: Date) -> Result<Written, StoreError> {
    let files = files(today);
    let texts: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    store::write_new(folder, &texts)?;
    let history = Git::new(folder).and_then(|git| git.create(&branches(files, today)));
    Ok(Written { history })
}

fn files(today: Date) -> Files {
    let moved = |text| workbench::move_dates(text, WRITTEN_FOR, today);
    let mut settings = moved(SETTINGS);
    if settings != SETTINGS {
        settings = settings.replacen(CALENDAR, &format!("{CALENDAR}{REAL_HOLIDAYS}"), 1);
    }
    vec![("plan/plan.md".to_owned(), moved(PLAN)), ("fore.toml".to_owned(), settings)]
}

/// The branches that lead up to `files`, and on from there.
fn branches(files: Files, today: Date) -> [Branch; 2] {
    let steps = |text| history::parse(&workbench::move_dates(text, WRITTEN_FOR, today));
    let (main, idea) = (steps(MAIN), steps(IDEA));
    let main_files = history::backward(files.clone(), &main);
    let idea_files = history::forward(files, &idea);
    [branch("main", main, main_files), branch(BRANCH, idea, idea_files)]
}

fn branch(name: &str, steps: Vec<Step>, revisions: Vec<Files>) -> Branch {
    let commits = steps.into_iter().zip(revisions).map(|(step, files)| commit(step, files));
    Branch { name: name.to_owned(), commits: commits.collect() }
}

fn commit(step: Step, files: Files) -> Commit {
    let zone = TimeZone::get(ZONE).expect("every time zone is built in");
    let at = step.at.to_zoned(zone).expect("BUG: a commit of the sample outside the years");
    let first_name = step.author.split(' ').next().unwrap_or_default().to_lowercase();
    Commit {
        author: Author { email: format!("{first_name}@example.com"), name: step.author },
        seconds: at.timestamp().as_second(),
        ahead_of_utc_minutes: at.offset().seconds() / 60,
        message: step.message,
        files,
    }
}

#[cfg(test)]
mod tests;
