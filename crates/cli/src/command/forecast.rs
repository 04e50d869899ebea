//! `fore forecast`: when it will be done, with chances.

use view::sentence::Situation;

use crate::arguments::Arguments;
use crate::exit::{Exit, Trouble};
use crate::open;
use crate::terminal::Terminal;

/// Shows the forecast. With `percent_min`, exit code 3 says that the deadline has a smaller chance.
pub fn run(
    percent_min: Option<u8>,
    arguments: &Arguments,
    terminal: &Terminal,
) -> Result<Exit, Trouble> {
    super::with_dates(arguments, terminal, |snapshot, dates, facts| {
        let drivers = match facts.situation() {
            Situation::Dated { .. } => workbench::drivers(snapshot, dates),
            _ => None,
        };
        if terminal.json {
            let indices = drivers.as_ref().and_then(|_| workbench::indices(snapshot, dates));
            let indices = indices.unwrap_or_default();
            terminal.say_json(&view::json::forecast(facts, drivers.as_ref(), &indices))?;
        } else {
            let screen = view::screens::forecast(facts, drivers.as_ref(), &terminal.paint);
            terminal.say(&screen)?;
        }
        let (Some(percent_min), Some(deadline)) = (percent_min, facts.deadline()) else {
            return Ok(Exit::Fine);
        };
        let is_safe = deadline.chance * 100.0 >= f64::from(percent_min);
        Ok(if is_safe { Exit::Fine } else { Exit::No })
    })
}

/// Shows how the forecasts of the past held.
pub fn backtest(arguments: &Arguments, terminal: &Terminal) -> Result<Exit, Trouble> {
    super::with_dates(arguments, terminal, |snapshot, _, facts| {
        let past = open::past(arguments)?.ok_or(Trouble::NoPast)?;
        let found = past.backtest(snapshot, arguments.read.seed)?;
        if terminal.json {
            terminal.say_json(&view::json::backtest(facts, &found))?;
        } else {
            terminal.say(&view::screens::backtest(facts, &found, &terminal.paint))?;
        }
        Ok(Exit::Fine)
    })
}
