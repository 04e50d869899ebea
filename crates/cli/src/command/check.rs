//! `fore check`: is the plan sound?

use workbench::Snapshot;

use crate::arguments::Arguments;
use crate::exit::{Exit, Trouble};
use crate::open;
use crate::terminal::Terminal;

/// Shows what is wrong with the plan; exit code 1 if that keeps it from having dates.
pub fn run(arguments: &Arguments, terminal: &Terminal) -> Result<Exit, Trouble> {
    let snapshot = open::plan(arguments)?.snapshot;
    if snapshot.has_errors() {
        return refuse(&snapshot, terminal);
    }
    if terminal.json {
        terminal.say_json(&view::json::check(&snapshot.diagnostics, &snapshot.files))?;
    } else {
        let screen = view::screens::check(
            &snapshot.plan,
            &snapshot.diagnostics,
            &snapshot.files,
            &terminal.paint,
        );
        terminal.say(&screen)?;
    }
    Ok(Exit::Fine)
}

/// Shows the errors that stand against any date.
pub fn refuse(snapshot: &Snapshot, terminal: &Terminal) -> Result<Exit, Trouble> {
    if terminal.json {
        terminal.say_json(&view::json::check(&snapshot.diagnostics, &snapshot.files))?;
    } else {
        let screen = view::screens::check(
            &snapshot.plan,
            &snapshot.diagnostics,
            &snapshot.files,
            &terminal.paint,
        );
        terminal.say(&screen)?;
    }
    Ok(Exit::Plan)
}
