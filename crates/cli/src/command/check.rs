//! `fore check`: is the plan sound?

use std::mem::ManuallyDrop;

use workbench::Snapshot;

use crate::arguments::Arguments;
use crate::exit::{Exit, Trouble};
use crate::open;
use crate::terminal::Terminal;

/// Shows what is wrong with the plan; exit code 1 if that keeps it from having dates.
pub fn run(arguments: &Arguments, terminal: &Terminal) -> Result<Exit, Trouble> {
    // The process ends after this: giving back thousands of small pieces first only takes time.
    let opened = ManuallyDrop::new(open::plan(arguments)?);
    show(&opened.snapshot, terminal)
}

/// Shows what is wrong with a plan that has been read.
pub fn show(snapshot: &Snapshot, terminal: &Terminal) -> Result<Exit, Trouble> {
    let Snapshot { plan, diagnostics, files, .. } = snapshot;
    if terminal.json {
        terminal.say_json(&view::json::check(diagnostics, files))?;
    } else {
        terminal.say(&view::screens::check(plan, diagnostics, files, &terminal.paint))?;
    }
    Ok(if snapshot.has_errors() { Exit::Plan } else { Exit::Fine })
}
