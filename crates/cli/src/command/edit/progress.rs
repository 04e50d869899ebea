//! `fore start`, `done`, `decide`, `raise`: what has happened.

use jiff::civil::Date;
use plan::{ItemRef, Plan};
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
        let remarks = match event {
            Event::Decided(choice, _) => none_of_its_options(plan, item, choice),
            _ => None,
        };
        Ok(Edit { remarks: remarks.into_iter().collect(), ..Edit::new(title, intents?) })
    })
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
