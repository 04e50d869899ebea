//! `fore schedule`: who does what when.

use crate::arguments::Arguments;
use crate::exit::{Exit, Trouble};
use crate::terminal::Terminal;

/// Shows the bars of all tasks, lane by lane; with `all` the finished ones too.
pub fn run(all: bool, arguments: &Arguments, terminal: &Terminal) -> Result<Exit, Trouble> {
    super::with_facts(arguments, terminal, |facts| {
        let bound = workbench::soonest_finish(facts);
        if terminal.json {
            terminal.say_json(&view::json::schedule(facts, bound))?;
        } else {
            terminal.say(&view::screens::schedule(facts, bound, all, &terminal.paint))?;
        }
        Ok(Exit::Fine)
    })
}
