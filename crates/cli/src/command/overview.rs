//! `fore`: will we make it, and what needs me today?

use store::StoreError;

use crate::arguments::Arguments;
use crate::exit::{Exit, Trouble};
use crate::terminal::Terminal;

/// Where a first plan goes.
const FIRST_PLAN: &str = "plan/plan.md";

/// Shows the answer, the milestones, the work, and what is due. Where there is no plan yet, asks
/// for one.
pub fn run(arguments: &Arguments, terminal: &Terminal) -> Result<Exit, Trouble> {
    let shown = super::with_facts(arguments, terminal, |facts| {
        if terminal.json {
            terminal.say_json(&view::json::overview(facts))?;
        } else {
            terminal.say(&view::screens::overview(facts, &terminal.paint))?;
        }
        Ok(Exit::Fine)
    });
    match shown {
        Err(Trouble::Store(StoreError::NoPlan(_))) if !terminal.json => {
            terminal.say(&view::screens::empty(FIRST_PLAN, &terminal.paint))?;
            Ok(Exit::Fine)
        }
        shown => shown,
    }
}
