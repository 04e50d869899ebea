//! `fore start`, `done`, `decide`, `raise`: what has happened.

use jiff::civil::Date;
use plan::{Intent, ItemRef, Plan};
use workbench::actions;

use super::{Edit, target};
use crate::arguments::{Arguments, EditOptions};
use crate::exit::{Exit, Trouble};
use crate::terminal::Terminal;

/// Something that has happened to an item.
#[derive(Clone, Copy, Debug)]
pub enum Event<'a> {
    /// Somebody has begun it.
    Started(Option<Date>),
    /// It is finished.
    Done(Option<Date>),
    /// It is decided: what was chosen.
    Decided(&'a str, Option<Date>),
    /// Somebody has been told.
    Raised(&'a str),
}

/// Writes down what happened to the items of these names, together.
pub fn happened(
    names: &[String],
    event: Event<'_>,
    options: EditOptions,
    arguments: &Arguments,
    terminal: &Terminal,
) -> Result<Exit, Trouble> {
    super::run(arguments, options, terminal, |snapshot| {
        let plan = &snapshot.plan;
        let (mut intents, mut remarks) = (Vec::new(), Vec::new());
        for name in names {
            let (item, _) = target(plan, name)?;
            intents.extend(happens(plan, item, event, snapshot.today)?);
            if let Event::Decided(choice, _) = event {
                remarks.extend(none_of_its_options(plan, item, choice));
            }
        }
        let (named, day) = (names.join(", "), |on: Option<Date>| on.unwrap_or(snapshot.today));
        let title = match event {
            Event::Started(on) => format!("started {named} on {}", day(on)),
            Event::Done(on) => format!("ticked {named} on {}", day(on)),
            Event::Decided(choice, _) => format!("decided {named}: {choice}"),
            Event::Raised(to) => format!("raised {named} to {to}"),
        };
        Ok(Edit { remarks, ..Edit::new(title, intents) })
    })
}

fn happens(
    plan: &Plan,
    item: ItemRef,
    event: Event<'_>,
    today: Date,
) -> Result<Vec<Intent>, Trouble> {
    Ok(match event {
        Event::Started(on) => actions::start(plan, item, on.unwrap_or(today)),
        Event::Done(on) => actions::done(plan, item, on.unwrap_or(today)),
        Event::Decided(choice, on) => actions::decide(plan, item, choice, on.unwrap_or(today)),
        Event::Raised(to) => actions::raise(plan, item, to, today),
    }?)
}

/// What to say where a decision names its options and `choice` is none of them.
fn none_of_its_options(plan: &Plan, item: ItemRef, choice: &str) -> Option<String> {
    let ItemRef::Decision(id) = item else { return None };
    let options = &plan.decisions[id.index()].options;
    let is_one = options.iter().any(|option| option.eq_ignore_ascii_case(choice));
    let quoted: Vec<String> = options.iter().map(|option| format!("“{option}”")).collect();
    let said = || format!("“{choice}” was none of its options: {}.", quoted.join(", "));
    (!options.is_empty() && !is_one).then(said)
}
