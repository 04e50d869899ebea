//! `fore start`, `done`, `decide`, `raise`: what has happened.

use jiff::civil::Date;
use plan::table::Key;
use plan::{Attribute, Intent, ItemRef, Slot, Target};
use workbench::Snapshot;

use super::{Edit, target};
use crate::arguments::{Arguments, EditOptions};
use crate::exit::{Exit, Trouble};
use crate::terminal::Terminal;

/// Somebody has begun a task.
pub fn start(
    name: &str,
    on: Option<Date>,
    options: EditOptions,
    arguments: &Arguments,
    terminal: &Terminal,
) -> Result<Exit, Trouble> {
    super::run(arguments, options, terminal, |snapshot| {
        let target = task(snapshot, name)?;
        let date = on.unwrap_or(snapshot.today);
        Ok(Edit::new(format!("started {name} on {date}"), vec![dated(&target, Key::Started, date)]))
    })
}

/// A task, milestone, unknown or obstacle is finished.
pub fn done(
    name: &str,
    on: Option<Date>,
    options: EditOptions,
    arguments: &Arguments,
    terminal: &Terminal,
) -> Result<Exit, Trouble> {
    super::run(arguments, options, terminal, |snapshot| {
        let (item, target) = target(&snapshot.plan, name)?;
        let date = on.unwrap_or(snapshot.today);
        let mut intents = vec![Intent::Tick(target.clone())];
        match item {
            ItemRef::Task(id) => {
                intents.push(dated(&target, Key::Done, date));
                if snapshot.plan.task(id).left.is_some() {
                    intents.push(Intent::Unset(target.clone(), Slot::Key(Key::Left)));
                }
            }
            ItemRef::Milestone(_) | ItemRef::Unknown(_) => {
                intents.push(dated(&target, Key::Done, date));
            }
            ItemRef::Decision(_) => intents.push(dated(&target, Key::On, date)),
            _ => {}
        }
        Ok(Edit::new(format!("ticked {name} on {date}"), intents))
    })
}

/// A decision is made.
pub fn decide(
    name: &str,
    choice: &str,
    on: Option<Date>,
    options: EditOptions,
    arguments: &Arguments,
    terminal: &Terminal,
) -> Result<Exit, Trouble> {
    super::run(arguments, options, terminal, |snapshot| {
        let (item, target) = target(&snapshot.plan, name)?;
        if !matches!(item, ItemRef::Decision(_)) {
            return Err(Trouble::WrongKind { name: name.to_owned(), wanted: "a decision" });
        }
        let date = on.unwrap_or(snapshot.today);
        let chose = Attribute::Pair(Key::Chose, plan::quote(choice));
        let intents = vec![
            Intent::Tick(target.clone()),
            dated(&target, Key::On, date),
            Intent::Set(target, chose),
        ];
        Ok(Edit::new(format!("decided {name}: {choice}"), intents))
    })
}

/// Somebody has been told of an obstacle, a decision or a milestone.
pub fn raise(
    name: &str,
    to: &str,
    options: EditOptions,
    arguments: &Arguments,
    terminal: &Terminal,
) -> Result<Exit, Trouble> {
    super::run(arguments, options, terminal, |snapshot| {
        let (item, target) = target(&snapshot.plan, name)?;
        let plan = &snapshot.plan;
        let told = match item {
            ItemRef::Obstacle(id) => &plan.obstacles[id.index()].told,
            ItemRef::Decision(id) => &plan.decisions[id.index()].told,
            ItemRef::Milestone(id) => &plan.milestones[id.index()].told,
            _ => {
                let wanted = "an obstacle, a decision or a milestone";
                return Err(Trouble::WrongKind { name: name.to_owned(), wanted });
            }
        };
        let mut everybody: Vec<String> =
            told.iter().map(|someone| written(snapshot, someone)).collect();
        let whom = to.trim_start_matches('@');
        let is_person = plan.by_id.contains_key(&format!("@{whom}")) || whom == "team";
        let word = if is_person { format!("@{whom}") } else { plan::quote(to) };
        if !everybody.contains(&word) {
            everybody.push(word);
        }
        let told = Attribute::Pair(Key::Told, everybody.join(","));
        let intents = vec![Intent::Set(target, told)];
        Ok(Edit::new(format!("raised {name} to {to}"), intents))
    })
}

fn task(snapshot: &Snapshot, name: &str) -> Result<Target, Trouble> {
    let (item, target) = target(&snapshot.plan, name)?;
    match item {
        ItemRef::Task(_) => Ok(target),
        _ => Err(Trouble::WrongKind { name: name.to_owned(), wanted: "a task" }),
    }
}

fn dated(target: &Target, key: Key, date: Date) -> Intent {
    Intent::Set(target.clone(), Attribute::Pair(key, date.to_string()))
}

/// Somebody who was told, as the plan writes it.
fn written(snapshot: &Snapshot, someone: &plan::Someone) -> String {
    match someone {
        plan::Someone::Person(id) => format!("@{}", snapshot.plan.people[id.index()].name()),
        plan::Someone::Team => "@team".to_owned(),
        plan::Someone::Other(text) => plan::quote(text),
    }
}
