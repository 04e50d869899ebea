//! One file a command.

mod brief;
mod check;
mod cut;
mod demo;
mod diff;
mod edit;
mod explain;
mod export;
mod forecast;
mod init;
mod lsp;
mod manual;
mod merge;
mod next;
mod overview;
mod review;
mod schedule;
mod serve;
mod status;
mod ticket;
mod why;

use std::path::Path;
use std::slice::from_ref;

use view::Facts;
use workbench::{Dates, Snapshot, facts};

use edit::Event;

use crate::arguments::{Arguments, Command};
use crate::exit::{Exit, Trouble};
use crate::help;
use crate::open;
use crate::terminal::Terminal;

/// Runs the command that the arguments name.
pub fn run(arguments: &Arguments, terminal: &Terminal) -> Result<Exit, Trouble> {
    match &arguments.command {
        None => overview::run(arguments, terminal),
        Some(Command::Check(options)) => check::run(*options, arguments, terminal),
        Some(Command::Schedule { all }) => schedule::run(*all, arguments, terminal),
        Some(Command::Why { item, since: None }) => why::run(item.as_deref(), arguments, terminal),
        Some(Command::Why { item, since: Some(revision) }) => {
            why::since(item.as_deref(), revision, arguments, terminal)
        }
        Some(Command::Next) => next::run(arguments, terminal),
        Some(Command::Cut { by, confidence, write }) => {
            cut::run(*by, *confidence, write.as_deref(), arguments, terminal)
        }
        Some(Command::Forecast { backtest: true, .. }) => forecast::backtest(arguments, terminal),
        Some(Command::Forecast { exit_code, .. }) => forecast::run(*exit_code, arguments, terminal),
        Some(Command::Init { from }) => init::run(from.as_deref(), arguments, terminal),
        Some(Command::Ticket { item }) => ticket::run(item, arguments, terminal),
        Some(Command::Completions { shell }) => manual::completions(*shell, terminal),
        Some(Command::Manual { folder }) => manual::manual(folder, terminal),
        Some(Command::Set { item, attributes, unset, title, edit }) => {
            edit::set(item, attributes, unset, title.as_deref(), *edit, arguments, terminal)
        }
        Some(Command::Add { title, attributes, place, edit }) => {
            edit::add(title, attributes, place, *edit, arguments, terminal)
        }
        Some(Command::Start { item, on, edit }) => {
            edit::happened(from_ref(item), Event::Started(*on), *edit, arguments, terminal)
        }
        Some(Command::Done { items, on, edit }) => {
            edit::happened(items, Event::Done(*on), *edit, arguments, terminal)
        }
        Some(Command::Decide { item, choice, on, edit }) => {
            edit::happened(from_ref(item), Event::Decided(choice, *on), *edit, arguments, terminal)
        }
        Some(Command::Raise { item, to, edit }) => {
            edit::happened(from_ref(item), Event::Raised(to), *edit, arguments, terminal)
        }
        Some(Command::Merge { files, side }) => {
            merge::run(files, side.taken(), arguments, terminal)
        }
        Some(Command::Undo { redo, committed }) => {
            edit::undo(*redo, *committed, arguments, terminal)
        }
        Some(Command::Fmt { check, ids }) => edit::fmt(*check, *ids, arguments, terminal),
        Some(Command::Diff(options)) => diff::run(options, arguments, terminal),
        Some(Command::Status { evidence }) => status::run(*evidence, arguments, terminal),
        Some(Command::Review(options)) => review::run(options, arguments, terminal),
        Some(Command::Answer(options)) => edit::answer(options, arguments, terminal),
        Some(Command::Brief(options)) => brief::run(options, arguments, terminal),
        Some(Command::Export(options)) => export::run(options, arguments, terminal),
        Some(Command::Lsp { .. }) => lsp::run(arguments),
        Some(Command::Explain { about }) => explain::run(about.as_deref(), terminal),
        Some(Command::Serve { open, port }) => serve::run(*open, *port, arguments, terminal),
        Some(Command::Demo { folder }) => demo::run(folder, arguments, terminal),
        Some(Command::Help { about }) => help::show(about.as_deref(), terminal),
    }
}

/// Reads and plays the plan, and lets `answer` say something about it. A plan with errors, or
/// without any work, is answered here.
fn with_facts(
    arguments: &Arguments,
    terminal: &Terminal,
    answer: impl Fn(&Facts<'_>) -> Result<Exit, Trouble>,
) -> Result<Exit, Trouble> {
    with_dates(arguments, terminal, |_, _, facts| answer(facts))
}

/// [`with_facts`], for who asks the engines for more.
fn with_dates(
    arguments: &Arguments,
    terminal: &Terminal,
    answer: impl Fn(&Snapshot, &Dates, &Facts<'_>) -> Result<Exit, Trouble>,
) -> Result<Exit, Trouble> {
    let snapshot = open::plan(arguments)?.snapshot;
    if snapshot.has_errors() {
        return check::show(&snapshot, terminal);
    }
    let Some(dates) = open::dates(&snapshot, &arguments.read) else {
        return nothing_to_schedule(&snapshot, terminal);
    };
    answer(&snapshot, &dates, &facts(&snapshot, &dates))
}

/// A plan that is sound and has no tasks.
fn nothing_to_schedule(snapshot: &Snapshot, terminal: &Terminal) -> Result<Exit, Trouble> {
    if terminal.json {
        let warnings = snapshot.diagnostics.len();
        terminal.say_json(&view::json::empty(&snapshot.plan.name, snapshot.today, warnings))?;
    } else {
        let path = snapshot.files.first().map_or("plan/plan.md", |file| file.path.as_str());
        let screen = match snapshot.list_items() {
            0 => view::screens::empty(path, &terminal.paint),
            n => view::screens::bullets(path, n, &terminal.paint),
        };
        terminal.say(&screen)?;
    }
    Ok(Exit::Fine)
}

/// Writes a file that the user named.
fn write_out(file: &Path, bytes: &[u8]) -> Result<(), Trouble> {
    std::fs::write(file, bytes)
        .map_err(|error| Trouble::NotWritten { file: file.to_owned(), error })
}
