//! `fore export`: the plan in other forms.

use view::Facts;
use view::figure::{self, GroupBy};
use view::scene::Scene;
use view::scene::svg::{Place, svg};

use crate::arguments::{Arguments, ExportOptions, Lanes, Picture};
use crate::exit::{Exit, Trouble};
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
    super::with_facts(arguments, terminal, |facts| {
        let text = match options {
            ExportOptions { svg: Some(picture), .. } => {
                svg(&scene(facts, *picture, options.by)?, Place::File)
            }
            ExportOptions { mermaid: true, .. } => view::mermaid(facts) + "\n",
            ExportOptions { csv: true, .. } => view::csv(facts),
            _ if terminal.json => {
                let value = view::json::export(facts);
                serde_json::to_string_pretty(&value).expect("BUG: a value that JSON cannot hold") + "\n"
            }
            _ => return Err(Trouble::NothingToDo(
                "say in which form: fore export --svg timeline, --mermaid, --csv, --json or --html",
            )),
        };
        match &options.out {
            Some(file) => super::write_out(file, text.as_bytes())?,
            None => terminal.say(&text)?,
        }
        Ok(Exit::Fine)
    })
}

fn scene(facts: &Facts<'_>, picture: Picture, by: Lanes) -> Result<Scene, Trouble> {
    let (width, height) = PICTURE_SIZE;
    let drawn = match picture {
        Picture::Timeline => {
            let by = match by {
                Lanes::Person => GroupBy::Person,
                Lanes::Milestone => GroupBy::Milestone,
            };
            Some(figure::timeline(facts, by, TIMELINE_WIDTH))
        }
        Picture::Dots => figure::dots(facts, width, height),
        Picture::Forecast => figure::distribution(facts, width, height),
    };
    drawn.ok_or(Trouble::NothingToDo("all runs end within days of each other: there is nothing to draw"))
}
