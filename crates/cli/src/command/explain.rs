//! `fore explain`: what a message or a term means.

use view::screens::{explain, explainable};

use crate::exit::{Exit, Trouble};
use crate::terminal::Terminal;

/// Explains a code or a term; lists them if none is named.
pub fn run(about: Option<&str>, terminal: &Terminal) -> Result<Exit, Trouble> {
    let Some(name) = about else {
        terminal.say(&view::screens::explanations(&terminal.paint))?;
        return Ok(Exit::Fine);
    };
    let Some(explanation) = explain(name, &terminal.paint) else {
        let closest = text::closest(name, explainable()).map(str::to_owned);
        return Err(Trouble::NothingToExplain { name: name.to_owned(), closest });
    };
    terminal.say(&explanation)?;
    Ok(Exit::Fine)
}
