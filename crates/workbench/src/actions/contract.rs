//! A contract: two tasks in a row begin side by side, from an interface that was agreed first.
//!
//! In: a plan and two of its tasks. Out: intents for the contract, a stand-in and the integration,
//! and for everything that waited for the second task, which is not finished before the two are put
//! together. Whether a contract makes sense between them is not asked here.

use std::collections::BTreeSet;

use plan::table::{Flag, Key};
use plan::{
    Attribute, Intent, ItemRef, Link, LinkKind, NewItem, Plan, Position, Slot, Target, TaskId,
    free_id,
};

use super::{Unfit, leaf};

/// What agreeing a contract, standing in for one side, and putting both together usually takes.
const CONTRACT_EFFORT: &str = "0.5d..2d";
const STUB_EFFORT: &str = "0.5d..2d";
const INTEGRATION_EFFORT: &str = "1d..3d";

/// Two tasks, one waiting for the other, start from an agreed interface instead: a contract called
/// `title` first, a stand-in for one side, both sides in parallel, then their integration.
///
/// The side that is waited for provides; where neither waits, `one` does. What waited for the other
/// side to end waits for the integration: links, its due date, and the finish of the plan.
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
        plan.task(id).own_links.iter().any(|link| link.to == ItemRef::Task(on) && !ends(link))
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
    intents.extend(moved_to_integration(plan, consumer, &consumer_id, &names.both));
    let both_sides = format!("{provider_id},{consumer_id}");
    let mut pieces = contract_items(plan, title, [provider, consumer], &names, both_sides);
    if let Some(due) = plan.task(consumer).due {
        intents.push(Intent::Unset(consumer_target.clone(), Slot::Key(Key::Due)));
        pieces[2].attributes.push(Attribute::Pair(Key::Due, due.to_string()));
    }
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

/// What waits for the end of the consumer waits for the end of the integration.
fn moved_to_integration(plan: &Plan, consumer: TaskId, from: &str, to: &str) -> Vec<Intent> {
    let mut intents = Vec::new();
    let is_finish = plan.finish == Some(ItemRef::Task(consumer));
    intents.extend(
        is_finish.then(|| Intent::Set(Target::Plan, Attribute::Pair(Key::Finish, to.to_owned()))),
    );
    for (item, _) in plan.items() {
        let Some(target) = plan.target(item) else { continue };
        let waits = plan.links_of(item).iter().filter(|link| link.to == ItemRef::Task(consumer));
        for link in waits.filter(|link| is_after_the_end(link)) {
            let key = if ends(link) { Key::Ends } else { Key::After };
            intents.push(Intent::RemoveLink(target.clone(), key, from.to_owned()));
            intents.push(Intent::AddLink(target.clone(), key, format!("{to}{}", lag(link))));
        }
    }
    intents
}

fn is_after_the_end(link: &Link) -> bool {
    matches!(link.kind, LinkKind::FinishStart | LinkKind::FinishFinish)
}

fn ends(link: &Link) -> bool {
    matches!(link.kind, LinkKind::FinishFinish | LinkKind::StartFinish)
}

/// The lag as it stands behind the id in a link.
fn lag(link: &Link) -> String {
    let sign = |lead| if lead { '-' } else { '+' };
    link.lag.map_or_else(String::new, |lag| format!(":{}{}", sign(lag.lead), lag.amount))
}

fn id_of(plan: &Plan, id: TaskId) -> Result<String, Unfit> {
    let id_of = plan.task(id).item.id.clone();
    id_of.ok_or_else(|| Unfit::NoId(plan.mention(ItemRef::Task(id))))
}
