//! `fore why`: what an item waits for, down to today.

use plan::find;

use crate::arguments::Arguments;
use crate::exit::{Exit, Trouble};
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
