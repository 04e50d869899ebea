//! `fore review`: the questions worth asking.

use view::screens::{ReviewFilter, Reviewed};
use workbench::{Dates, Snapshot, facts};

use crate::arguments::{Arguments, ReviewOptions};
use crate::exit::{Exit, Trouble};
use crate::open;
use crate::terminal::Terminal;

/// Shows what is worth asking about the plan, with errors or without.
pub fn run(
    options: &ReviewOptions,
    arguments: &Arguments,
    terminal: &Terminal,
) -> Result<Exit, Trouble> {
    let snapshot = open::plan(arguments)?.snapshot;
    let dates = open::dates(&snapshot, &arguments.read);
    let review = of(&snapshot, dates.as_ref(), arguments);
    let facts = dates.as_ref().map(|dates| facts(&snapshot, dates));
    let errors = snapshot.diagnostics.iter().filter(|one| one.level == text::Level::Error).count();
    let reviewed = Reviewed {
        plan: &snapshot.plan,
        files: &snapshot.files,
        review: &review,
        facts: facts.as_ref(),
        errors,
        today: snapshot.today,
    };
    let filter = ReviewFilter { all: options.all, about: options.about.clone() };
    // Where an error leaves nothing to ask, the error is what there is to say.
    if errors > 0 && review.is_done() && !terminal.json {
        return super::check::show(&snapshot, terminal);
    }
    if terminal.json {
        terminal.say_json(&view::json::review(&reviewed, &filter))?;
    } else if options.answered {
        terminal.say(&view::screens::answered(&reviewed, &terminal.paint))?;
    } else if options.deep {
        terminal.say(&view::screens::deep(&reviewed, &terminal.paint))?;
    } else {
        terminal.say(&view::screens::review(&reviewed, &filter, &terminal.paint))?;
    }
    Ok(Exit::Fine)
}

/// What is worth asking about a plan whose dates are known. A git that refuses leaves out what only
/// commits know.
pub fn of(snapshot: &Snapshot, dates: Option<&Dates>, arguments: &Arguments) -> review::Review {
    let past = open::past(arguments).ok().flatten();
    let history = past.map(|past| past.happenings(&snapshot.plan.zone));
    workbench::review(snapshot, dates, history.as_ref())
}
