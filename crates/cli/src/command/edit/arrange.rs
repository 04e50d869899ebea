//! `fore fmt` and `fore undo`: edits that are not about one item.

use workbench::{Applied, apply, arrange};

use super::{log, write};
use crate::arguments::Arguments;
use crate::exit::{Exit, Trouble};
use crate::open;
use crate::terminal::Terminal;

/// Brings the plan to its one spelling, with `ids` gives every item an id. With `check` nothing is
/// written, and exit code 1 says that something would be.
pub fn fmt(
    check: bool,
    ids: bool,
    arguments: &Arguments,
    terminal: &Terminal,
) -> Result<Exit, Trouble> {
    let opened = open::plan(arguments)?;
    let mut applied: Option<Applied> = None;
    if ids {
        let intents = plan::missing_ids(&opened.snapshot.plan);
        if !intents.is_empty() {
            let with_ids = apply(&opened.snapshot, &intents);
            applied = Some(with_ids.map_err(|refused| Trouble::Refused(Box::new(refused)))?);
        }
    }
    let current = applied.as_ref().map_or(&opened.snapshot, |applied| &applied.after);
    let arranged = arrange(current).map_err(|refused| Trouble::Refused(Box::new(refused)))?;
    let Some(applied) = arranged.or(applied) else {
        terminal.say("The plan is spelled as it should be.\n")?;
        return Ok(Exit::Fine);
    };
    let lines = changed_line_count(&opened.snapshot.files, &applied.after.files);
    if check {
        terminal.say(&format!("{lines} would be spelled differently: fore fmt\n"))?;
        return Ok(Exit::Plan);
    }
    write(&opened, "fmt", &applied)?;
    terminal.say(&format!(
        "{lines} spelled anew; nothing says anything else. fore undo takes it back.\n"
    ))?;
    Ok(Exit::Fine)
}

/// Takes the newest edit back; with `redo`, does again what was taken back.
pub fn undo(redo: bool, arguments: &Arguments, terminal: &Terminal) -> Result<Exit, Trouble> {
    let log = log(&open::root(arguments)?)?;
    let (undone, word) = if redo { (log.redo()?, "Again") } else { (log.undo()?, "Undone") };
    let Some(undone) = undone else {
        terminal.say("There is nothing to take back.\n")?;
        return Ok(Exit::Fine);
    };
    let files: Vec<&str> = undone.changes.iter().map(|change| change.path.as_str()).collect();
    terminal.say(&format!("{word}: {} ({}).\n", undone.title, files.join(", ")))?;
    Ok(Exit::Fine)
}

/// "3 lines", counting the lines that differ.
fn changed_line_count(before: &[text::SourceFile], after: &[text::SourceFile]) -> String {
    let differ = |(old, new): (&text::SourceFile, &text::SourceFile)| {
        old.text.lines().zip(new.text.lines()).filter(|(old, new)| old != new).count()
    };
    let lines = before.iter().zip(after).map(differ).sum();
    view::words::count(lines, "line")
}
