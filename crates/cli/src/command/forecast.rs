//! `fore forecast`: when it will be done, with chances.

use crate::arguments::Arguments;
use crate::exit::{Exit, Trouble};
use crate::terminal::Terminal;

/// Shows the forecast. With `percent_min`, exit code 3 says that the deadline has a smaller chance.
pub fn run(
    percent_min: Option<u8>,
    arguments: &Arguments,
    terminal: &Terminal,
) -> Result<Exit, Trouble> {
    super::with_facts(arguments, terminal, |facts| {
        if terminal.json {
            terminal.say_json(&view::json::forecast(facts))?;
        } else {
            terminal.say(&view::screens::forecast(facts, &terminal.paint))?;
        }
        let (Some(percent_min), Some(deadline)) = (percent_min, facts.deadline()) else {
            return Ok(Exit::Fine);
        };
        let is_safe = deadline.chance * 100.0 >= f64::from(percent_min);
        Ok(if is_safe { Exit::Fine } else { Exit::No })
    })
}
