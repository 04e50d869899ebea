//! `fore ticket`: a task as the text of a ticket.

use plan::ItemRef;

use super::edit::target;
use crate::arguments::Arguments;
use crate::exit::{Exit, Trouble};
use crate::open;
use crate::terminal::Terminal;

/// Prints the ticket of a task without parts, in Markdown.
pub fn run(name: &str, arguments: &Arguments, terminal: &Terminal) -> Result<Exit, Trouble> {
    let snapshot = open::plan(arguments)?.snapshot;
    if snapshot.has_errors() {
        return super::check::show(&snapshot, terminal);
    }
    let ItemRef::Task(id) = target(&snapshot.plan, name)?.0 else {
        return Err(Trouble::WrongKind { name: name.to_owned(), wanted: "a task" });
    };
    if !snapshot.plan.task(id).is_leaf() {
        return Err(Trouble::WrongKind {
            name: name.to_owned(),
            wanted: "a task without parts; each of its parts is a ticket",
        });
    }
    let files = &snapshot.files[..snapshot.outlines.len()];
    let ticket = exchange::ticket(&snapshot.plan, files, &snapshot.outlines, id);
    if terminal.json {
        terminal.say_json(&serde_json::json!({ "markdown": ticket }))?;
    } else {
        terminal.say(&text::escape_lines(&ticket))?;
    }
    Ok(Exit::Fine)
}
