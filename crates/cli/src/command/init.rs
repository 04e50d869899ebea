//! `fore init`: from what a team already has to a plan.

use std::fs;
use std::io::{self, IsTerminal, Read};
use std::path::Path;

use exchange::{Counts, Hint, Import, plan_from};
use store::StoreError;
use view::screens::{Imported, LeftOut, first_questions, imported};
use view::words::count;

use crate::arguments::Arguments;
use crate::exit::{Exit, Trouble};
use crate::open;
use crate::terminal::Terminal;

const FOLDER: &str = "plan";
const FILE: &str = "plan.md";

/// Which files git merges with `fore merge`, once it knows the command.
const MERGE_LINE: &str = "plan/*.md merge=fore";

/// What tells git the command; a repository cannot bring it along.
const MERGE_DRIVER: &str = "git config merge.fore.driver \"fore merge %O %A %B %P\"";

/// Makes `plan/plan.md` of the document `from` (`-` or a pipe: standard input), or an empty plan,
/// and shows the first answer about it.
pub fn run(
    from: Option<&Path>,
    arguments: &Arguments,
    terminal: &Terminal,
) -> Result<Exit, Trouble> {
    let place = &arguments.read.place;
    let is_taken_in = from.is_some_and(|from| from.ends_with(FILE));
    if place.join(FILE).exists() && !is_taken_in {
        return Err(Trouble::NothingToDo(
            "there is a plan.md here already, and it is a plan as it stands: fore",
        ));
    }
    let source = source(from)?;
    let import = match &source {
        Some(text) => {
            let name = from.and_then(Path::file_name).and_then(|name| name.to_str());
            let today = open::today(&arguments.read).to_string();
            let file_name = name.filter(|name| *name != "-");
            plan_from(text, Hint { file_name, today: Some(&today) })
        }
        None => blank(place),
    };
    store::write_new(&place.join(FOLDER), &[(FILE, &import.text)])?;
    let in_git = set_merge_driver(place);
    let snapshot = open::plan(arguments)?.snapshot;
    if terminal.json {
        terminal.say_json(&json(&import))?;
        return Ok(Exit::Fine);
    }
    let left_out: Vec<_> = import
        .not_understood
        .iter()
        .map(|left| LeftOut { places: &left.places, text: &left.text, why: &left.why })
        .collect();
    let path = format!("{FOLDER}/{FILE}");
    let written = Imported {
        path: &path,
        counts: &counted(&import.kept),
        left_out: &left_out,
        is_sheet: import.is_sheet,
        merge_driver: in_git.then_some(MERGE_DRIVER),
    };
    terminal.say(&imported(&written, &terminal.paint))?;
    if source.is_some() {
        terminal.say("\n")?;
        super::overview::run(arguments, terminal)?;
        // While it is too early for a date the overview asks what to settle first.
        if !snapshot.plan.is_too_early() {
            terminal.say("\n")?;
            terminal.say(&first_questions(&snapshot.plan, &terminal.paint))?;
        }
    }
    Ok(Exit::Fine)
}

/// Says in `.gitattributes` that git is to merge plans with `fore merge`; whether it does now. A
/// plan outside of git needs none, and one that cannot be written is no reason to have no plan.
fn set_merge_driver(place: &Path) -> bool {
    let whole = place.canonicalize().unwrap_or_else(|_| place.to_path_buf());
    store::is_in_repository(&whole)
        && store::add_line(&place.join(".gitattributes"), MERGE_LINE).is_ok()
}

/// The document to take in; `None` if there is none and nobody pipes one.
fn source(from: Option<&Path>) -> Result<Option<String>, Trouble> {
    let bytes = match from {
        Some(path) if path != Path::new("-") => fs::read(path).map_err(|source| {
            Trouble::Store(StoreError::Disk { path: path.to_path_buf(), source })
        })?,
        None if io::stdin().is_terminal() => return Ok(None),
        _ => {
            let mut bytes = Vec::new();
            io::stdin().lock().read_to_end(&mut bytes)?;
            if bytes.is_empty() && from.is_none() {
                return Ok(None);
            }
            bytes
        }
    };
    let shown = from.unwrap_or(Path::new("standard input")).to_string_lossy().into_owned();
    let file = text::SourceFile::from_bytes(shown, bytes).map_err(StoreError::NotText)?;
    Ok(Some(file.text))
}

/// A plan that has only a name: the folder's.
fn blank(place: &Path) -> Import {
    let folder = place.canonicalize().unwrap_or_else(|_| place.to_path_buf());
    let name = folder.file_name().map_or_else(|| "Plan".into(), |name| name.to_string_lossy());
    let (text, kept) = (format!("# {name}\n"), Counts::default());
    Import { text, not_understood: Vec::new(), is_sheet: false, kept }
}

/// What was carried over, in words, without what there is none of.
fn counted(kept: &Counts) -> Vec<String> {
    let counts = [
        (kept.items, "task"),
        (kept.ticks, "tick"),
        (kept.people, "name"),
        (kept.estimates, "estimate"),
        (kept.links, "link"),
    ];
    counts.iter().filter(|(n, _)| *n > 0).map(|(n, noun)| count(*n, noun)).collect()
}

fn json(import: &Import) -> serde_json::Value {
    let unit = if import.is_sheet { "rows" } else { "lines" };
    let left_out: Vec<_> = import
        .not_understood
        .iter()
        .map(|left| serde_json::json!({ unit: left.places, "text": left.text, "why": left.why }))
        .collect();
    serde_json::json!({
        "file": format!("{FOLDER}/{FILE}"),
        "tasks": import.kept.items,
        "people": import.kept.people,
        "ticks": import.kept.ticks,
        "estimates": import.kept.estimates,
        "links": import.kept.links,
        "not_understood": left_out,
    })
}
