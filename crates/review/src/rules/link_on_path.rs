//! # What it finds
//! A link between two open tasks of different people that decides the finish.
//!
//! # Why it matters
//! A link is written once and believed for ever. Many of them mean "usually afterwards", and a part
//! of the work behind them could begin today.
//!
//! # How it is computed
//! Links `after=` between open tasks without parts that have no person in common, neither of them a
//! wait or a contract, both on the longest path in at least a fifth of the runs. The price is what
//! P80 gains if the link were not there. What comes last by its nature, such as a launch or a
//! rehearsal, by the words of its title, is not asked about; nor is a link by which alone open work
//! leads to the finish. The plan may say in a note why it is;
//! then say so once more as an answer.
//!
//! # Example
//! ```markdown
//! # Shop
//!
//! - [ ] Catalog `{#catalog @ana 5d..10d}`
//! - [ ] Manual `{#manual @bo 4d..8d after=catalog}`
//! ```
//!
//! # Instead
//! ```markdown
//! # Shop
//!
//! - [ ] Catalog `{#catalog @ana 5d..10d}`
//! - [ ] Manual `{#manual @bo 4d..8d}`
//! ```
//!
//! # When to accept it
//! When the one needs what the other makes, all of it.

use plan::table::Key;
use plan::{Intent, ItemRef, Link, LinkKind, Task, TaskId};

use crate::answers::subject;
use crate::coverage::suggests;
use crate::{Check, Facts, Family, Finding, Played, Rule, WayOut, Worth};

/// The rule.
pub const RULE: Rule = Rule {
    name: "link-on-path",
    code: "Q201",
    family: Family::Order,
    source: include_str!("link_on_path.rs"),
    check: Check::Dates(check),
};

/// Work of these words comes last by its nature: nothing of it can be done before.
const LAST: &str = "cutover|cut over|switch|freeze|launch|go live|going live|roll out|rollout|release|\
    deploy|rehears|onboard|decommission|turn off|sign off|acceptance|announce";
/// Below it another chain decides the finish most of the time.
const PATH_SHARE_MIN: f64 = 0.2;

fn check(facts: &Facts<'_>, played: &Played<'_>) -> Vec<Finding> {
    let decides = |id: TaskId| played.path_share(ItemRef::Task(id)) >= PATH_SHARE_MIN;
    let is_last = |id: TaskId| suggests(facts, ItemRef::Task(id), LAST);
    let waiting = facts
        .open_work()
        .filter(|(id, task)| !task.is_started() && decides(*id) && !is_last(*id));
    let pairs = waiting.flat_map(|(id, task)| {
        task.own_links.iter().filter_map(move |link| Some((id, task, waited_for(facts, task, link)?)))
    });
    let deciding = pairs.filter(|(id, _, first)| decides(*first) && !ties(played, *id, *first));
    deciding.filter_map(|(id, task, first)| question(facts, played, id, task, first)).collect()
}

/// The open task of other people that a plain link names.
fn waited_for(facts: &Facts<'_>, task: &Task, link: &Link) -> Option<TaskId> {
    let ItemRef::Task(id) = link.to else { return None };
    let first = facts.plan.task(id);
    let is_open = first.is_leaf() && !first.ticked && !first.cut && !first.wait && !first.contract;
    let is_plain = link.kind == LinkKind::FinishStart && link.lag.is_none();
    let apart = !task.who.is_empty()
        && !first.who.is_empty()
        && !task.who.people().any(|one| first.who.people().any(|other| one == other));
    (is_open && is_plain && apart).then_some(id)
}

/// Whether the finish waits for open work only by this link: without it that would be left behind, and
/// the finish sooner for no reason.
fn ties(played: &Played<'_>, id: TaskId, first: TaskId) -> bool {
    let lowered = played.lowered;
    let activity = |id| lowered.activity_of(ItemRef::Task(id));
    let (Some(id), Some(first)) = (activity(id), activity(first)) else { return false };
    let with = played.before(lowered.finish, None);
    with.contains(&first) && !played.before(lowered.finish, Some((first, id))).contains(&first)
}

fn question(
    facts: &Facts<'_>,
    played: &Played<'_>,
    id: TaskId,
    task: &Task,
    first: TaskId,
) -> Option<Finding> {
    let (item, before) = (ItemRef::Task(id), ItemRef::Task(first));
    let share = played.path_share(item).min(played.path_share(before));
    let target = facts.plan.target(item)?;
    let before_id = facts.plan.task(first).item.id.clone()?;
    let (name, waits_for) = (facts.mention(item), facts.mention(before));
    let remove = Intent::RemoveLink(target.clone(), Key::After, before_id.clone());
    let sooner = vec![
        remove.clone(),
        Intent::AddLink(target, Key::After, format!("{before_id}:start")),
    ];
    Some(
        Finding::new(
            format!("{name} waits for {waits_for}: what of it could be done before?"),
            Worth::Price(vec![remove.clone()]),
        )
        .subject(format!("{}-after-{before_id}", subject(&task.item)))
        .about([item, before])
        .evidence(format!(
            "They are with different people, and the finish hangs on both in {}; {name} is “{}”.",
            words::runs(share),
            task.item.title
        ))
        .rests_on(format!("{name} after {waits_for}"))
        .way(WayOut::edit("it need not wait", vec![remove]))
        .way(WayOut::edit("it can start once the other has started", sooner)),
    )
}
