//! `fore status`: how the forecast moved, from the plan's own history.

use plan::Trend;

use crate::arguments::Arguments;
use crate::exit::{Exit, Trouble};
use crate::open;
use crate::terminal::Terminal;

/// Shows the trend; with `evidence` the commits behind each cause.
pub fn run(evidence: bool, arguments: &Arguments, terminal: &Terminal) -> Result<Exit, Trouble> {
    let past = open::past(arguments)?;
    super::with_dates(arguments, terminal, |snapshot, dates, facts| {
        let past = past.as_ref().filter(|past| past.revisions() > 0);
        let Some(past) = past else {
            if terminal.json {
                terminal.say_json(&view::json::status(facts, &Trend::default(), false))?;
            } else {
                let screen = view::screens::status_without_past(facts, NO_PAST, &terminal.paint);
                terminal.say(&screen)?;
            }
            return Ok(Exit::Fine);
        };
        let trend = past.trend(snapshot, dates, arguments.read.seed)?;
        if terminal.json {
            terminal.say_json(&view::json::status(facts, &trend, true))?;
        } else {
            terminal.say(&view::screens::status(facts, &trend, evidence, &terminal.paint))?;
        }
        Ok(Exit::Fine)
    })
}

const NO_PAST: &str =
    "No commit has this plan yet, so there is no older date to compare with: commit it every week.";
