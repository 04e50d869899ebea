//! What people do to a plan, in the language's terms: begin, finish, decide, tell, agree on a
//! contract. Words of the user become intents here, the same ones in every front end.
//!
//! In: a plan, and which item. Out: intents; or why the item is not one for this. Nothing is
//! carried out here.

use std::collections::BTreeSet;

use jiff::civil::Date;
use plan::table::{Flag, Key};
use plan::{
    Attribute, Intent, Item, ItemRef, LinkKind, NewItem, Plan, Position, Slot, Someone, Target,
    TaskId, free_id, quote,
};

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

/// A task, milestone, unknown, decision, obstacle or step is finished.
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
                return Err(Unfit::OpenParts { name: mention(plan, item), open });
            }
            intents.push(dated(&target, Key::Done, on));
            if plan.task(id).left.is_some() {
                intents.push(Intent::Unset(target, Slot::Key(Key::Left)));
            }
        }
        ItemRef::Milestone(_) | ItemRef::Unknown(_) => intents.push(dated(&target, Key::Done, on)),
        ItemRef::Decision(_) => intents.push(dated(&target, Key::On, on)),
        ItemRef::Obstacle(_) | ItemRef::Step(_) => {}
        _ => {
            let wanted = "a task, milestone, unknown, decision, obstacle or step";
            return Err(Unfit::WrongKind { name: mention(plan, item), wanted });
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
        return Err(Unfit::WrongKind { name: mention(plan, item), wanted: "a decision" });
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
pub fn raise(plan: &Plan, item: ItemRef, to: &str) -> Result<Vec<Intent>, Unfit> {
    let told = match item {
        ItemRef::Obstacle(id) => &plan.obstacles[id.index()].told,
        ItemRef::Decision(id) => &plan.decisions[id.index()].told,
        ItemRef::Milestone(id) => &plan.milestones[id.index()].told,
        _ => {
            let wanted = "an obstacle, a decision or a milestone";
            return Err(Unfit::WrongKind { name: mention(plan, item), wanted });
        }
    };
    let written = |someone: &Someone| match someone {
        Someone::Person(id) => format!("@{}", plan.people[id.index()].name()),
        Someone::Team => "@team".to_owned(),
        Someone::Other(text) => quote(text),
    };
    let mut everybody: Vec<String> = told.iter().map(written).collect();
    let name = to.trim_start_matches('@');
    let is_known = plan.by_id.contains_key(&format!("@{name}")) || name == "team";
    let word = if is_known || to.starts_with('@') { format!("@{name}") } else { quote(to) };
    if !everybody.contains(&word) {
        everybody.push(word);
    }
    let told = Attribute::Pair(Key::Told, everybody.join(","));
    Ok(vec![Intent::Set(target(plan, item)?, told)])
}

/// What agreeing a contract, standing in for one side, and putting both together usually takes.
const CONTRACT_EFFORT: &str = "0.5d..2d";
const STUB_EFFORT: &str = "0.5d..2d";
const INTEGRATION_EFFORT: &str = "1d..3d";

/// Two tasks, one waiting for the other, start from an agreed interface instead: a contract called
/// `title` first, a stand-in for one side, both sides in parallel, then their integration.
///
/// The side that is waited for provides; where neither waits, `one` does.
///
/// # Errors
/// [`Unfit`] if a side is no task, or has no id.
pub fn contract(
    plan: &Plan,
    title: &str,
    one: ItemRef,
    other: ItemRef,
) -> Result<Vec<Intent>, Unfit> {
    let sides = [leaf(plan, one)?, leaf(plan, other)?];
    let waits = |id: TaskId, on: TaskId| {
        plan.task(id).own_links.iter().any(|link| link.to == ItemRef::Task(on))
    };
    let [provider, consumer] = if waits(sides[0], sides[1]) { [sides[1], sides[0]] } else { sides };
    let [provider_id, consumer_id] = [id_of(plan, provider)?, id_of(plan, consumer)?];
    let names = ContractIds::new(plan, title);

    let consumer_target = Target::Id(consumer_id.clone());
    let mut intents =
        vec![Intent::AddLink(consumer_target.clone(), Key::After, names.stub.clone())];
    if !plan.task(provider).is_started() && !plan.task(provider).ticked {
        let target = Target::Id(provider_id.clone());
        intents.push(Intent::AddLink(target, Key::After, names.agreed.clone()));
    }
    if waits(consumer, provider) {
        intents.push(Intent::RemoveLink(consumer_target.clone(), Key::After, provider_id.clone()));
    }
    for (waiting, _) in plan.items().filter(|(item, _)| waits_for_finish(plan, *item, consumer)) {
        let Some(target) = plan.target(waiting) else { continue };
        intents.push(Intent::RemoveLink(target.clone(), Key::After, consumer_id.clone()));
        intents.push(Intent::AddLink(target, Key::After, names.both.clone()));
    }
    let both_sides = format!("{provider_id},{consumer_id}");
    let pieces = contract_items(plan, title, [provider, consumer], &names, both_sides);
    let beside = Position::After(consumer_target);
    intents.extend(pieces.into_iter().map(|piece| Intent::Add(beside.clone(), piece)));
    Ok(intents)
}

/// The ids of the three new tasks.
struct ContractIds {
    agreed: String,
    stub: String,
    both: String,
}

impl ContractIds {
    fn new(plan: &Plan, title: &str) -> Self {
        let mut taken: BTreeSet<String> = plan.by_id.keys().cloned().collect();
        let mut id = |title: &str| {
            let id = free_id(title, &taken);
            taken.insert(id.clone());
            id
        };
        let agreed = id(title);
        Self {
            agreed,
            stub: id(&format!("{title} stub")),
            both: id(&format!("{title} integration")),
        }
    }
}

/// The contract, the stand-in and the integration.
fn contract_items(
    plan: &Plan,
    title: &str,
    [provider, consumer]: [TaskId; 2],
    names: &ContractIds,
    both_sides: String,
) -> [NewItem; 3] {
    let who = |id: TaskId| {
        let first = plan.task(id).who.people().next();
        first.map(|id| format!("@{}", plan.people[id.index()].name()))
    };
    let together = match (who(provider), who(consumer)) {
        (Some(one), Some(other)) if one != other => Some(format!("{one} {other}")),
        (one, other) => one.or(other),
    };
    let piece = |title: String, id: &String, who: Option<String>, effort: &str, rest: Attribute| {
        let mut attributes = vec![Attribute::Id(id.clone())];
        attributes.extend(who.map(Attribute::Who));
        attributes.extend([Attribute::Estimate(effort.to_owned()), rest]);
        NewItem { title, check_box: true, attributes }
    };
    let after = |ids: String| Attribute::Pair(Key::After, ids);
    [
        piece(
            format!("Agree {title}"),
            &names.agreed,
            together,
            CONTRACT_EFFORT,
            Attribute::Flag(Flag::Contract),
        ),
        piece(
            format!("Stand-in for {title} with made-up data"),
            &names.stub,
            who(provider),
            STUB_EFFORT,
            after(names.agreed.clone()),
        ),
        piece(
            format!("Put both sides of {title} together"),
            &names.both,
            who(consumer),
            INTEGRATION_EFFORT,
            after(both_sides),
        ),
    ]
}

/// Whether `item` has a plain `after=` link of its own to `task`.
fn waits_for_finish(plan: &Plan, item: ItemRef, task: TaskId) -> bool {
    let links = match item {
        ItemRef::Task(id) => &plan.task(id).own_links,
        ItemRef::Milestone(id) => &plan.milestones[id.index()].links,
        ItemRef::Feature(id) => &plan.features[id.index()].links,
        _ => return false,
    };
    links.iter().any(|link| {
        link.to == ItemRef::Task(task) && link.kind == LinkKind::FinishStart && link.lag.is_none()
    })
}

/// A task without parts.
fn leaf(plan: &Plan, item: ItemRef) -> Result<TaskId, Unfit> {
    match item {
        ItemRef::Task(id) if plan.task(id).is_leaf() => Ok(id),
        _ => Err(Unfit::WrongKind { name: mention(plan, item), wanted: "a task without parts" }),
    }
}

fn is_part_of(plan: &Plan, leaf: TaskId, parent: TaskId) -> bool {
    plan.with_parents(leaf).any(|id| id == parent)
}

fn id_of(plan: &Plan, id: TaskId) -> Result<String, Unfit> {
    let id_of = plan.task(id).item.id.clone();
    id_of.ok_or_else(|| Unfit::NoId(mention(plan, ItemRef::Task(id))))
}

fn target(plan: &Plan, item: ItemRef) -> Result<Target, Unfit> {
    plan.target(item).ok_or_else(|| Unfit::NoId(mention(plan, item)))
}

fn dated(target: &Target, key: Key, date: Date) -> Intent {
    Intent::Set(target.clone(), Attribute::Pair(key, date.to_string()))
}

fn already(plan: &Plan, item: ItemRef, what: &str, on: Option<Date>) -> Unfit {
    let when = on.map_or_else(String::new, |date| format!(" since {date},"));
    let what = format!("{what}{when}").trim_end_matches(',').to_owned();
    Unfit::Already { name: mention(plan, item), what }
}

fn mention(plan: &Plan, item: ItemRef) -> String {
    plan.item(item).map_or_else(|| plan.name.clone(), Item::mention)
}
