//! `fore`: will we make it, and what needs me today?

use plan::Moved;
use store::StoreError;
use workbench::{Dates, Snapshot};

use crate::arguments::Arguments;
use crate::exit::{Exit, Trouble};
use crate::open;
use crate::terminal::Terminal;

/// Where a first plan goes.
const FIRST_PLAN: &str = "plan/plan.md";

/// Shows the answer, the milestones, the work, and what is due. Where there is no plan yet, asks
/// for one.
pub fn run(arguments: &Arguments, terminal: &Terminal) -> Result<Exit, Trouble> {
    let shown = super::with_dates(arguments, terminal, |snapshot, dates, facts| {
        let moved = last_week(snapshot, dates, arguments);
        if terminal.json {
            terminal.say_json(&view::json::overview(facts, moved.as_ref()))?;
        } else {
            terminal.say(&view::screens::overview(facts, moved.as_ref(), &terminal.paint))?;
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

/// What became of P80 since last week. Without git, or with one that refuses, nothing is said of it.
fn last_week(snapshot: &Snapshot, dates: &Dates, arguments: &Arguments) -> Option<Moved> {
    let past = open::past(arguments).ok()??;
    past.last_week(snapshot, dates, arguments.read.seed).ok()?
}
