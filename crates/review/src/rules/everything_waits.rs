//! # What it finds
//! One open task that at least half of all other open tasks wait for.
//!
//! # Why it matters
//! While it lasts nobody else can begin, and a delay of it is a delay of everything. Often only a
//! part of it is waited for: a decision, an interface, a first version.
//!
//! # How it is computed
//! For each open task without parts, the open tasks that come after it by links, directly or not.
//! The one with most is asked about, if it is more than half of the others and at least four. The
//! worth is by how much P80 would come nearer to P50 if its work were known.
//!
//! # Example
//! ```markdown
//! # Shop
//!
//! - [ ] Data model `{#model @ana 3d..15d}`
//! - [ ] Catalog `{#catalog @bo 5d..10d after=model}`
//! - [ ] Checkout `{#checkout @cy 6d..12d after=model}`
//! - [ ] Search `{#search @di 4d..8d after=catalog}`
//! - [ ] Mails `{#mails @bo 1d..3d after=checkout}`
//! ```
//!
//! # Instead
//! ```markdown
//! # Shop
//!
//! - [ ] Agree the data model `{#agree @ana 1d..1.5d}`
//! - [ ] Data model `{#model @ana 2d..12d after=agree}`
//! - [ ] Catalog `{#catalog @bo 5d..10d after=agree}`
//! - [ ] Checkout `{#checkout @cy 6d..12d}`
//! - [ ] Search `{#search @di 4d..8d}`
//! - [ ] Mails `{#mails @bo 1d..3d}`
//! ```
//!
//! # When to accept it
//! When it is short, or nearly done.

use plan::{ItemRef, TaskId};
use schedule::ActivityId;

use crate::answers::subject;
use crate::{Check, Facts, Family, Finding, Played, Rule, WayOut, Worth};

/// The rule.
pub const RULE: Rule = Rule {
    name: "everything-waits",
    code: "Q203",
    family: Family::Order,
    source: include_str!("everything_waits.rs"),
    check: Check::Dates(check),
};

/// Fewer tasks that wait are no crowd.
const WAITING_MIN: usize = 4;
/// So many tasks are looked at, those that swing the finish most: each costs a walk of the network.
const LOOKED_AT_MAX: usize = 12;

fn check(facts: &Facts<'_>, played: &Played<'_>) -> Vec<Finding> {
    let open: Vec<TaskId> = facts.open_work().map(|(id, _)| id).collect();
    let mut first: Vec<(f64, TaskId)> =
        open.iter().map(|id| (played.buffer(ItemRef::Task(*id)), *id)).collect();
    first.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
    first.truncate(LOOKED_AT_MAX);
    let counted = first.into_iter().filter_map(|(buffer, id)| {
        let waiting = waiting(facts, played, id)?;
        (waiting >= WAITING_MIN && waiting * 2 >= open.len()).then_some((waiting, buffer, id))
    });
    let most = counted.max_by(|one, other| one.0.cmp(&other.0).then(other.2.cmp(&one.2)));
    most.and_then(|(waiting, buffer, id)| question(facts, id, waiting, open.len(), buffer))
        .into_iter()
        .collect()
}

/// How many open tasks come after `id`.
fn waiting(facts: &Facts<'_>, played: &Played<'_>, id: TaskId) -> Option<usize> {
    let problem = &played.lowered.problem;
    let start = played.lowered.activity_of(ItemRef::Task(id))?;
    let mut is_after = vec![false; problem.activities().len()];
    let mut open: Vec<ActivityId> = vec![start];
    while let Some(at) = open.pop() {
        for (_, link) in problem.outgoing(at) {
            if !std::mem::replace(&mut is_after[link.to.index()], true) {
                open.push(link.to);
            }
        }
    }
    let after = |id: TaskId| {
        let activity = played.lowered.activity_of(ItemRef::Task(id));
        activity.is_some_and(|activity| is_after[activity.index()])
    };
    Some(facts.open_work().filter(|(id, _)| after(*id)).count())
}

fn question(
    facts: &Facts<'_>,
    id: TaskId,
    waiting: usize,
    open: usize,
    buffer: f64,
) -> Option<Finding> {
    let item = ItemRef::Task(id);
    let name = facts.mention(item);
    let written = facts.plan.item(item)?;
    Some(
        Finding::new(
            format!("Nearly everything waits for {name}: what could start without it?"),
            Worth::Minutes(buffer),
        )
        .subject(subject(written))
        .about([item])
        .evidence(format!(
            "{waiting} of {} open tasks come after “{}”.",
            open.saturating_sub(1),
            written.title
        ))
        .rests_on(name.clone())
        .way(WayOut::talk("split off what the others need first, a decision or an interface"))
        .way(WayOut::talk(format!(
            "or agree a contract:  fore add --contract \"…\" --between {},…",
            facts.argument(item)
        ))),
    )
}
