//! `fore fmt` and `fore undo`: edits that are not about one item.

use serde_json::{Value, json};
use store::StoreError;
use text::SourceFile;
use workbench::{Applied, apply, arrange};

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
        say(terminal, &json!({ "lines": 0 }), "The plan is spelled as it should be.")?;
        return Ok(Exit::Fine);
    };
    let lines = changed_line_count(&opened.snapshot.files, &applied.after.files);
    let counted = view::words::count(lines, "line");
    let facts = json!({ "lines": lines, "written": !check });
    if check {
        say(terminal, &facts, &format!("{counted} would be spelled differently: fore fmt"))?;
        return Ok(Exit::Plan);
    }
    opened.write("fmt", &applied)?;
    let answer =
        format!("{counted} spelled anew; nothing says anything else. fore undo takes it back.");
    say(terminal, &facts, &answer)?;
    Ok(Exit::Fine)
}

/// Takes the newest edit back, with `even_committed` also one that was committed; with `redo`, does
/// again what was taken back.
pub fn undo(
    redo: bool,
    even_committed: bool,
    arguments: &Arguments,
    terminal: &Terminal,
) -> Result<Exit, Trouble> {
    let (root, state) = (open::root(arguments)?, open::state_folder());
    let (undone, word) = if redo {
        (workbench::redo(&root, &state)?, "Again")
    } else {
        match workbench::undo(&root, &state, even_committed) {
            Err(error @ StoreError::Committed) => {
                say(terminal, &json!({ "undone": null }), &format!("Nothing is undone: {error}."))?;
                return Ok(Exit::Fine);
            }
            undone => (undone?, "Undone"),
        }
    };
    let Some(undone) = undone else {
        say(
            terminal,
            &json!({ "undone": null }),
            if redo { "There is nothing to do again." } else { "There is nothing to take back." },
        )?;
        return Ok(Exit::Fine);
    };
    let files: Vec<&str> = undone.changes.iter().map(|change| change.path.as_str()).collect();
    let answer = format!("{word}: {} ({}).", undone.title, files.join(", "));
    say(terminal, &json!({ "undone": undone.title, "redone": redo, "files": files }), &answer)?;
    Ok(Exit::Fine)
}

fn say(terminal: &Terminal, facts: &Value, answer: &str) -> Result<(), Trouble> {
    if terminal.json {
        terminal.say_json(facts)
    } else {
        terminal.say(&text::escape_lines(&format!("{answer}\n")))
    }
}

/// How many lines differ.
fn changed_line_count(before: &[SourceFile], after: &[SourceFile]) -> usize {
    let differ = |(old, new): (&SourceFile, &SourceFile)| -> usize {
        let (old, new): (Vec<&str>, Vec<&str>) =
            (old.text.lines().collect(), new.text.lines().collect());
        let hunks = text::compare_lines(&old, &new);
        hunks.iter().map(|hunk| hunk.old.len().max(hunk.new.len())).sum()
    };
    before.iter().zip(after).map(differ).sum()
}
