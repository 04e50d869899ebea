//! A long history: a thousand revisions of a plan of 200 tasks, read and played again, first with
//! nothing kept and then once more.

use std::fs;
use std::path::Path;

use jiff::ToSpan;
use store::{Author, Branch, Commit, Git};

use super::program::{Case, build, measure};
use crate::generate;
use crate::say;

const TASKS: usize = 200;
const PEOPLE: usize = 8;
const REVISIONS: usize = 1_000;
/// Forty weeks in a thousand steps.
const SECONDS_APART: i64 = 40 * 7 * 86_400 / REVISIONS as i64;

/// Makes the repository, runs `fore status` in it, prints one row for cold and one for warm.
pub fn run(repeat: u32) -> Result<(), String> {
    let program = build()?;
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folder = root.join("target/bench/history");
    let _ = fs::remove_dir_all(&folder);
    make(&folder).map_err(|error| error.to_string())?;
    let today = generate::START.saturating_add(280.days()).to_string();
    let case = |name, bound, repeat| Case {
        name,
        bound,
        folder: folder.clone(),
        today: today.clone(),
        arguments: &["status"],
        repeat,
    };
    say("| command | plan | CPU ms | peak MB | asked |\n|---|---|---|---|---|");
    let cold = case("1,000 revisions of 200 tasks, nothing kept", "5 s on two cores", 1);
    let warm = case("the same again", "300 ms", repeat);
    for case in [cold, warm] {
        let (milliseconds, megabytes) = measure(&program, &case)?;
        say(&format!(
            "| `fore status` | {} | {milliseconds:.0} | {megabytes:.0} | {} |",
            case.name, case.bound
        ));
    }
    Ok(())
}

fn make(folder: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let base = generate::plan(TASKS, PEOPLE, 1);
    fs::create_dir_all(folder)?;
    let first = generate::START.to_zoned(jiff::tz::TimeZone::UTC)?.timestamp().as_second();
    let commit = |revision: usize| Commit {
        author: Author { name: "Ana".to_owned(), email: "ana@example.com".to_owned() },
        seconds: first + SECONDS_APART * revision as i64,
        ahead_of_utc_minutes: 0,
        message: format!("Revision {revision}\n"),
        files: vec![("plan.md".to_owned(), state(&base, revision))],
    };
    let commits: Vec<Commit> = (0..REVISIONS).map(commit).collect();
    fs::write(folder.join("plan.md"), state(&base, REVISIONS - 1))?;
    Git::new(folder)?.create(&[Branch { name: "main".to_owned(), commits }])?;
    Ok(())
}

/// The plan in one revision: a task more is ticked every six revisions, and of the next ones what
/// is left changes.
fn state(base: &str, revision: usize) -> String {
    let ticked = revision / 6;
    let mut text = String::with_capacity(base.len());
    for line in base.lines() {
        let number = line.split("`{#t").nth(1).and_then(|rest| {
            rest.split(|c: char| !c.is_ascii_digit()).next()?.parse::<usize>().ok()
        });
        let line = match number {
            Some(task) if line.starts_with("- [ ] ") && task < ticked => {
                line.replacen("[ ]", "[x]", 1)
            }
            Some(task) if line.starts_with("- [ ] ") && task == ticked => {
                let id = format!("`{{#t{task} ");
                line.replacen(&id, &format!("{id}left={}d ", 1 + revision % 6), 1)
            }
            _ => line.to_owned(),
        };
        text.push_str(&line);
        text.push('\n');
    }
    text
}
