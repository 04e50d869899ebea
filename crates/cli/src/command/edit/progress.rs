//! `fore start`, `done`, `decide`, `raise`: what has happened.

use jiff::civil::Date;
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

/// Writes down what happened to the item called `name`.
pub fn happened(
    name: &str,
    event: Event<'_>,
    options: EditOptions,
    arguments: &Arguments,
    terminal: &Terminal,
) -> Result<Exit, Trouble> {
    super::run(arguments, options, terminal, |snapshot| {
        let plan = &snapshot.plan;
        let (item, _) = target(plan, name)?;
        let day = |on: Option<Date>| on.unwrap_or(snapshot.today);
        let (title, intents) = match event {
            Event::Started(on) => {
                (format!("started {name} on {}", day(on)), actions::start(plan, item, day(on)))
            }
            Event::Done(on) => {
                (format!("ticked {name} on {}", day(on)), actions::done(plan, item, day(on)))
            }
            Event::Decided(choice, on) => {
                (format!("decided {name}: {choice}"), actions::decide(plan, item, choice, day(on)))
            }
            Event::Raised(to) => (format!("raised {name} to {to}"), actions::raise(plan, item, to)),
        };
        Ok(Edit::new(title, intents?))
    })
}
