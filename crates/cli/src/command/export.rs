//! `fore export`: the plan in other forms.

use std::path::Path;

use view::Facts;
use view::figure::{self, GroupBy};
use view::scene::Scene;
use view::scene::svg::{Place, svg};
use web::Board;

use crate::arguments::{Arguments, ExportOptions, Lanes, Picture};
use crate::exit::{Exit, Trouble};
use crate::open;
use crate::terminal::Terminal;

/// How wide a timeline in a file is; other pictures are as wide as a page needs.
const TIMELINE_WIDTH: f64 = 1160.0;
const PICTURE_SIZE: (f64, f64) = (760.0, 400.0);

/// Writes the plan in the form that is asked for, to standard output or a file.
pub fn run(
    options: &ExportOptions,
    arguments: &Arguments,
    terminal: &Terminal,
) -> Result<Exit, Trouble> {
    if let Some(folder) = &options.html {
        return pages(folder, arguments, terminal);
    }
    super::with_facts(arguments, terminal, |facts| {
        let text = match options {
            ExportOptions { svg: Some(picture), .. } => {
                svg(&scene(facts, *picture, options.by)?, Place::File)
            }
            ExportOptions { mermaid: true, .. } => view::mermaid(facts) + "\n",
            ExportOptions { csv: true, .. } => view::csv(facts),
            ExportOptions { record: true, .. } => {
                view::record_setting(facts).ok_or(Trouble::NothingToDo(
                    "no task with an estimate is finished yet: there is no record",
                ))?
            }
            _ if terminal.json => {
                let value = view::json::export(facts, workbench::soonest_finish(facts));
                serde_json::to_string_pretty(&value).expect("BUG: a value that JSON cannot hold")
                    + "\n"
            }
            _ => {
                return Err(Trouble::NothingToDo(
                    "say in which form: fore export --svg timeline, --mermaid, --csv, --record, --json or --html",
                ));
            }
        };
        match &options.out {
            Some(file) => super::write_out(file, text.as_bytes())?,
            None => terminal.say(&text)?,
        }
        Ok(Exit::Fine)
    })
}

/// Writes every page that the plan has something for, one of each item, and the style they share.
fn pages(folder: &Path, arguments: &Arguments, terminal: &Terminal) -> Result<Exit, Trouble> {
    let opened = open::plan(arguments)?;
    if opened.snapshot.has_errors() {
        return super::check::show(&opened.snapshot, terminal);
    }
    let place = web::board::Place { plan: open::place(arguments)?, state: open::state_folder() };
    let Some(board) = Board::play(opened, open::futures(&arguments.read)) else {
        return Err(Trouble::NothingToDo("there is no work in this plan yet, so no pages"));
    };
    board.work_out(&place, &|| false);
    let not_written = |error| Trouble::NotWritten { file: folder.to_owned(), error };
    std::fs::create_dir_all(folder).map_err(not_written)?;
    super::write_out(&folder.join("style.css"), web::style().as_bytes())?;
    super::write_out(&folder.join("brief.css"), web::BRIEF_STYLE.as_bytes())?;
    let mut written = 0;
    for (name, page) in web::exported(&board) {
        super::write_out(&folder.join(&name), page.into_string().as_bytes())?;
        written += 1;
    }
    let pages = view::words::count(written, "page");
    let folder = folder.display();
    terminal.say(&format!("Wrote {pages} to {folder}; begin with {folder}/index.html\n"))?;
    Ok(Exit::Fine)
}

fn scene(facts: &Facts<'_>, picture: Picture, by: Lanes) -> Result<Scene, Trouble> {
    let (width, height) = PICTURE_SIZE;
    let drawn = match picture {
        Picture::Timeline => {
            let by = match by {
                Lanes::Person => GroupBy::Person,
                Lanes::Milestone => GroupBy::Milestone,
            };
            Some(
                figure::timeline(facts, by, figure::Choice::default(), TIMELINE_WIDTH, &|_| None)
                    .scene,
            )
        }
        Picture::Dots => figure::dots(facts, width, height),
        Picture::Forecast => {
            figure::distribution(facts, facts.plan.due.map(|due| due.date), width, height)
        }
    };
    drawn.ok_or(Trouble::NothingToDo(
        "all runs end within days of each other: there is nothing to draw",
    ))
}
