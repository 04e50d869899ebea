//! `fore next`: what is going on, what can start, what waits for somebody.

use crate::arguments::Arguments;
use crate::exit::{Exit, Trouble};
use crate::terminal::Terminal;

/// Shows what everybody has now and then, and what waits for a person.
pub fn run(arguments: &Arguments, terminal: &Terminal) -> Result<Exit, Trouble> {
    super::with_facts(arguments, terminal, |facts| {
        if terminal.json {
            terminal.say_json(&view::json::next(facts))?;
        } else {
            terminal.say(&view::screens::next(facts, &terminal.paint))?;
        }
        Ok(Exit::Fine)
    })
}
