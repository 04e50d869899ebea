//! `fore why`: what an item waits for, down to today.

use plan::{ItemRef, find};
use view::Facts;
use view::screens::Before;
use workbench::facts;

use crate::arguments::Arguments;
use crate::exit::{Exit, Trouble};
use crate::open;
use crate::terminal::Terminal;

/// Shows the chain that holds the item called `name`, or the finish of the plan.
pub fn run(
    name: Option<&str>,
    arguments: &Arguments,
    terminal: &Terminal,
) -> Result<Exit, Trouble> {
    super::with_facts(arguments, terminal, |facts| {
        let item = dated(facts, name)?;
        if terminal.json {
            terminal.say_json(&view::json::why(facts, item))?;
        } else {
            terminal.say(&view::screens::why(facts, item, &terminal.paint))?;
        }
        Ok(Exit::Fine)
    })
}

/// Shows what moved the item called `name`, or the finish of the plan, since `revision`.
pub fn since(
    name: Option<&str>,
    revision: &str,
    arguments: &Arguments,
    terminal: &Terminal,
) -> Result<Exit, Trouble> {
    super::with_dates(arguments, terminal, |snapshot, dates, now| {
        let item = dated(now, name)?;
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

/// The item called `name`; without a name, that with which the plan ends, or the last task.
fn dated(facts: &Facts<'_>, name: Option<&str>) -> Result<ItemRef, Trouble> {
    let Some(name) = name else {
        let tasks = facts.plan.leaves().map(|(id, _)| ItemRef::Task(id));
        let finish = |item: &ItemRef| {
            let activity = facts.lowered.activity_of(*item)?;
            Some(facts.schedule.entry(activity)?.finish)
        };
        let last = || tasks.filter(|item| finish(item).is_some()).max_by_key(finish);
        let item = facts.lowered.item_of(facts.lowered.finish).or_else(last);
        return item.ok_or(Trouble::NothingToDo("nothing in this plan has a date: name a task"));
    };
    let item = find(facts.plan, name).map_err(|error| Trouble::not_found(name, error))?;
    match facts.lowered.activity_of(item) {
        Some(_) => Ok(item),
        None => Err(Trouble::NoDate(name.to_owned())),
    }
}
