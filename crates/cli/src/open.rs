//! From the command line to a snapshot: find the plan, read the clock, read the plan.

use std::env;
use std::io::{IsTerminal, stderr};
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use workbench::{Dates, Opened, Past, PlayOptions, Snapshot, play};

use crate::arguments::{Arguments, ReadOptions};
use crate::exit::Trouble;
use crate::help;

/// Playing more than this many activities times runs takes a second or more.
const SLOW_PLAY: u64 = 8_000_000;

/// Reads the plan that the command line names.
pub fn plan(arguments: &Arguments) -> Result<Opened, Trouble> {
    file(&place(arguments)?, arguments)
}

/// Reads the plan at `place`, a folder or a file.
pub fn file(place: &Path, arguments: &Arguments) -> Result<Opened, Trouble> {
    Ok(workbench::open(place, &state_folder(), today(&arguments.read))?)
}

/// The past of the plan that the command line names; `None` outside git.
pub fn past(arguments: &Arguments) -> Result<Option<Past>, Trouble> {
    Ok(Past::read(&place(arguments)?, &state_folder())?)
}

/// The folder of the plan that the command line names.
pub fn root(arguments: &Arguments) -> Result<PathBuf, Trouble> {
    Ok(store::read(&place(arguments)?)?.root)
}

/// Where the user's programs keep what they remember, for plans outside git.
pub fn state_folder() -> PathBuf {
    let home = || env::var_os("HOME").map(|home| PathBuf::from(home).join(".local/state"));
    let folder = env::var_os("XDG_STATE_HOME").map(PathBuf::from).or_else(home);
    folder.unwrap_or_else(env::temp_dir)
}

/// How many futures to play, and from which seed.
pub fn futures(options: &ReadOptions) -> PlayOptions {
    PlayOptions { runs: options.runs, seed: options.seed }
}

/// Plays the plan; says so where it takes a while and somebody is watching.
pub fn dates(snapshot: &Snapshot, options: &ReadOptions) -> Option<Dates> {
    let play_options = futures(options);
    let activities = snapshot.lowered.as_ref()?.problem.activities().len() as u64;
    let runs = u64::from(workbench::runs_at_most(snapshot, play_options)?);
    let watched = activities * runs > SLOW_PLAY && stderr().is_terminal();
    if watched {
        progress(&format!("playing {activities} activities, up to {runs} times …"));
    }
    let dates = play(snapshot, play_options);
    if watched {
        progress("");
    }
    dates
}

/// The status date: as given, else today where the user is.
pub fn today(options: &ReadOptions) -> Date {
    options.today.unwrap_or_else(today_here)
}

/// Today where the user is.
#[allow(clippy::disallowed_methods, reason = "the one place that reads the clock")]
pub fn today_here() -> Date {
    jiff::Zoned::now().date()
}

/// The folder or file to read: the file that stands in a command's place, else `-C`.
pub fn place(arguments: &Arguments) -> Result<PathBuf, Trouble> {
    let Some(word) = &arguments.file else { return Ok(arguments.read.place.clone()) };
    let file = arguments.read.place.join(word);
    if file.exists() { Ok(file) } else { Err(help::no_such_command(&word.to_string_lossy())) }
}

#[allow(clippy::print_stderr, reason = "a line that is gone when the answer comes")]
fn progress(text: &str) {
    eprint!("\r\u{1b}[K{text}");
}
