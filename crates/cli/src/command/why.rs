//! `fore why`: what an item waits for, down to today.

use plan::find;

use view::screens::Before;
use workbench::facts;

use crate::arguments::Arguments;
use crate::exit::{Exit, Trouble};
use crate::open;
use crate::terminal::Terminal;

/// Shows the chain that holds the item called `name`.
pub fn run(name: &str, arguments: &Arguments, terminal: &Terminal) -> Result<Exit, Trouble> {
    super::with_facts(arguments, terminal, |facts| {
        let item = find(facts.plan, name).map_err(|error| Trouble::not_found(name, error))?;
        if facts.lowered.activity_of(item).is_none() {
            return Err(Trouble::NoDate(name.to_owned()));
        }
        if terminal.json {
            terminal.say_json(&view::json::why(facts, item))?;
        } else {
            terminal.say(&view::screens::why(facts, item, &terminal.paint))?;
        }
        Ok(Exit::Fine)
    })
}

/// Shows what moved the item called `name` since `revision`.
pub fn since(
    name: &str,
    revision: &str,
    arguments: &Arguments,
    terminal: &Terminal,
) -> Result<Exit, Trouble> {
    super::with_dates(arguments, terminal, |snapshot, dates, now| {
        let item = find(now.plan, name).map_err(|error| Trouble::not_found(name, error))?;
        if now.lowered.activity_of(item).is_none() {
            return Err(Trouble::NoDate(name.to_owned()));
        }
        let past = open::past(arguments)?.ok_or(Trouble::NoPast)?;
        let since = past.since(revision, item, snapshot, dates, arguments.read.seed)?;
        let since = since.ok_or_else(|| Trouble::NoDatesThen(revision.to_owned()))?;
        let before = Before {
            facts: facts(&since.snapshot, &since.dates),
            item: since.item,
            moved: since.moved,
            causes: &since.causes,
        };
        if terminal.json {
            terminal.say_json(&view::json::why_since(now, item, &before))?;
        } else {
            terminal.say(&view::screens::why_since(now, item, &before, &terminal.paint))?;
        }
        Ok(Exit::Fine)
    })
}
