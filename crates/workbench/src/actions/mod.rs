//! What people do to a plan, in the language's terms: begin, finish, decide, tell, agree on a
//! contract. Words of the user become intents here, the same ones in every front end.
//!
//! In: a plan, and which item. Out: intents; or why the item is not one for this. Nothing is
//! carried out here.

mod contract;

use jiff::civil::Date;
use plan::table::Key;
use plan::{
    Attribute, Hearer, Intent, ItemRef, Plan, Slot, Someone, Target, TaskId, audience, quote,
};

pub use contract::contract;

/// Why an action does not fit its item.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// The item is of another kind.
    #[error("{name} is not {wanted}")]
    WrongKind {
        /// The item, as it is mentioned in a sentence.
        name: String,
        /// What the action is about.
        wanted: &'static str,
    },
    /// It has been done, and doing it again would overwrite when.
    #[error("{name} {what} already; to correct that, write it: fore set")]
    Already {
        /// The item.
        name: String,
        /// What has been done, with its date if there is one.
        what: String,
    },
    /// A parent is finished when its parts are.
    #[error("{name} has {open} open parts: it is finished when they are")]
    OpenParts {
        /// The parent.
        name: String,
        /// How many.
        open: usize,
    },
    /// Links need an id to name.
    #[error("{0} has no id, so nothing can be linked to it: fore fmt --ids gives every item one")]
    NoId(String),
}

/// Somebody has begun a task.
///
/// # Errors
/// [`Unfit`] if it is no task without parts, or has been begun or finished.
pub fn start(plan: &Plan, item: ItemRef, on: Date) -> Result<Vec<Intent>, Unfit> {
    let id = leaf(plan, item)?;
    let task = plan.task(id);
    if task.ticked {
        return Err(already(plan, item, "is finished", task.done));
    }
    if task.is_started() {
        return Err(already(plan, item, "has started", task.started));
    }
    Ok(vec![dated(&target(plan, item)?, Key::Started, on)])
}

/// A task, milestone, unknown, decision, obstacle or step is finished; what is good enough is met.
///
/// # Errors
/// [`Unfit`] if it has no box to tick, is ticked, or has open parts.
pub fn done(plan: &Plan, item: ItemRef, on: Date) -> Result<Vec<Intent>, Unfit> {
    let target = target(plan, item)?;
    if plan.item(item).is_some_and(|item| item.ticked) {
        return Err(already(plan, item, "is ticked", None));
    }
    let mut intents = vec![Intent::Tick(target.clone())];
    match item {
        ItemRef::Task(id) => {
            let open = plan.open_leaves().filter(|(leaf, _)| is_part_of(plan, *leaf, id)).count();
            if !plan.task(id).is_leaf() && open > 0 {
                return Err(Unfit::OpenParts { name: plan.mention(item), open });
            }
            intents.push(dated(&target, Key::Done, on));
            if plan.task(id).left.is_some() {
                intents.push(Intent::Unset(target, Slot::Key(Key::Left)));
            }
        }
        ItemRef::Milestone(_) | ItemRef::Unknown(_) => intents.push(dated(&target, Key::Done, on)),
        ItemRef::Decision(_) => intents.push(dated(&target, Key::On, on)),
        ItemRef::Obstacle(_) | ItemRef::Step(_) | ItemRef::Line(_) => {}
        _ => {
            let wanted = "a task, milestone, unknown, decision, obstacle, step or line";
            return Err(Unfit::WrongKind { name: plan.mention(item), wanted });
        }
    }
    Ok(intents)
}

/// A decision is made.
///
/// # Errors
/// [`Unfit`] if it is no decision, or has been made.
pub fn decide(plan: &Plan, item: ItemRef, choice: &str, on: Date) -> Result<Vec<Intent>, Unfit> {
    let ItemRef::Decision(id) = item else {
        return Err(Unfit::WrongKind { name: plan.mention(item), wanted: "a decision" });
    };
    let decision = &plan.decisions[id.index()];
    if decision.is_made() {
        return Err(already(plan, item, "is made", decision.on));
    }
    let target = target(plan, item)?;
    let chose = Attribute::Pair(Key::Chose, quote(choice));
    Ok(vec![Intent::Tick(target.clone()), dated(&target, Key::On, on), Intent::Set(target, chose)])
}

/// Somebody has been told of an obstacle, a decision or a milestone: a person of the plan (with or
/// without `@`), `team`, or anybody else by name.
///
/// # Errors
/// [`Unfit`] if the item is of another kind.
pub fn raise(plan: &Plan, item: ItemRef, to: &str, today: Date) -> Result<Vec<Intent>, Unfit> {
    let told = match item {
        ItemRef::Obstacle(id) => &plan.obstacles[id.index()].told,
        ItemRef::Decision(id) => &plan.decisions[id.index()].told,
        ItemRef::Milestone(id) => &plan.milestones[id.index()].told,
        _ => {
            let wanted = "an obstacle, a decision or a milestone";
            return Err(Unfit::WrongKind { name: plan.mention(item), wanted });
        }
    };
    let name = to.trim_start_matches('@');
    let is_known = plan.by_id.contains_key(&format!("@{name}")) || name == "team";
    let word = |on| written(to, is_known || to.starts_with('@'), on);
    let is_meant = |hearer: &Hearer| match &hearer.who {
        Someone::Other(text) => !is_known && text == to,
        someone => is_known && audience(plan, someone) == name,
    };
    let hearer = |hearer: &Hearer| match &hearer.who {
        _ if is_meant(hearer) => word(Some(today)),
        Someone::Other(text) => written(text, false, hearer.on),
        someone => written(&audience(plan, someone), true, hearer.on),
    };
    let mut everybody: Vec<String> = told.iter().map(hearer).collect();
    if !told.iter().any(is_meant) {
        everybody.push(word(None));
    }
    let told = Attribute::Pair(Key::Told, everybody.join(","));
    Ok(vec![Intent::Set(target(plan, item)?, told)])
}

/// Somebody in `told=`, with the day if there is one.
fn written(who: &str, has_mark: bool, on: Option<Date>) -> String {
    let day = on.map_or_else(String::new, |on| format!(":{on}"));
    let name = who.trim_start_matches('@');
    match (has_mark, quote(who)) {
        (true, _) => format!("@{name}{day}"),
        (false, word) if word == who => format!("{word}{day}"),
        (false, _) => quote(&format!("{who}{day}")),
    }
}

/// A task without parts.
fn leaf(plan: &Plan, item: ItemRef) -> Result<TaskId, Unfit> {
    match item {
        ItemRef::Task(id) if plan.task(id).is_leaf() => Ok(id),
        _ => Err(Unfit::WrongKind { name: plan.mention(item), wanted: "a task without parts" }),
    }
}

fn is_part_of(plan: &Plan, leaf: TaskId, parent: TaskId) -> bool {
    plan.with_parents(leaf).any(|id| id == parent)
}

fn target(plan: &Plan, item: ItemRef) -> Result<Target, Unfit> {
    plan.target(item).ok_or_else(|| Unfit::NoId(plan.mention(item)))
}

fn dated(target: &Target, key: Key, date: Date) -> Intent {
    Intent::Set(target.clone(), Attribute::Pair(key, date.to_string()))
}

fn already(plan: &Plan, item: ItemRef, what: &str, on: Option<Date>) -> Unfit {
    let when = on.map_or_else(String::new, |date| format!(" since {date},"));
    let what = format!("{what}{when}").trim_end_matches(',').to_owned();
    Unfit::Already { name: plan.mention(item), what }
}
