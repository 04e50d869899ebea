//! # What it finds
//! Two large pieces of work on different systems, by different people, one waiting for all of the
//! other.
//!
//! # Why it matters
//! What the second side needs is seldom the finished first side. It is an agreed interface: once the
//! requests and replies are written down, both sides can go on at once, the second against made-up
//! data.
//!
//! # How it is computed
//! Links between open tasks of at least two days each that have nobody in common, where a system that
//! the one changes calls or sends to a system of the other; nothing that either waits for is a contract.
//! Further work waits for the second task, and neither a milestone nor the finish rests on it directly.
//! The price is what P80 gains if the second starts together with the first.
//!
//! # Example
//! ```markdown
//! # Shop
//!
//! ## Work
//!
//! - [ ] Invoice service `{#service @ana 8d..14d changes=invoices}`
//! - [ ] Invoice page `{#page @bo 6d..12d changes=web after=service}`
//! - [ ] Show it to finance `{#finance @cy 1d..2d after=page}`
//!
//! ## Systems
//!
//! - Invoices `{#invoices kind=service}`
//! - Web `{#web kind=ui calls=invoices}`
//! ```
//!
//! # Instead
//! ```markdown
//! # Shop
//!
//! ## Work
//!
//! - [ ] Agree the invoice JSON `{#json @ana @bo 1d contract}`
//! - [ ] Invoice service `{#service @ana 8d..14d changes=invoices after=json}`
//! - [ ] Invoice page `{#page @bo 6d..12d changes=web after=json}`
//! - [ ] Show it to finance `{#finance @cy 1d..2d after=page,service}`
//!
//! ## Systems
//!
//! - Invoices `{#invoices kind=service}`
//! - Web `{#web kind=ui calls=invoices}`
//! ```
//!
//! # When to accept it
//! When nobody can say yet what goes over the interface.

use plan::table::Key;
use plan::{Intent, ItemRef, LinkKind, Task, TaskId};

use crate::answers::subject;
use crate::contract::could_agree;
use crate::{Check, Facts, Family, Finding, Played, Rule, WayOut, Worth};

/// The rule.
pub const RULE: Rule = Rule {
    name: "no-contract",
    code: "Q202",
    family: Family::Order,
    source: include_str!("no_contract.rs"),
    check: Check::Dates(check),
};

/// Smaller pieces are not worth an agreement.
const DAYS_MIN: f64 = 2.0;

fn check(facts: &Facts<'_>, played: &Played<'_>) -> Vec<Finding> {
    let waiting = facts.open_work().filter(|(_, task)| !task.is_started());
    let pairs = waiting.flat_map(|(id, task)| {
        let plain = task.own_links.iter().filter(|link| link.kind == LinkKind::FinishStart);
        plain.filter_map(move |link| match link.to {
            ItemRef::Task(first) => Some((id, first)),
            _ => None,
        })
    });
    let fitting = pairs.filter(|(id, first)| fits(facts, played, *id, *first));
    fitting.filter_map(|(id, first)| question(facts, played, id, first)).collect()
}

fn fits(facts: &Facts<'_>, played: &Played<'_>, id: TaskId, first: TaskId) -> bool {
    let (task, before) = (facts.plan.task(id), facts.plan.task(first));
    let is_large = |id| facts.days(played.effort(ItemRef::Task(id))) >= DAYS_MIN;
    let is_open = before.is_leaf() && !before.ticked && !before.cut && !before.wait;
    let is_apart = could_agree(facts.plan, first, id) && talk(facts, task, before);
    let has_contract = facts.plan.links(id).chain(facts.plan.links(first)).any(|link| {
        matches!(link.to, ItemRef::Task(on) if facts.plan.task(on).contract)
    });
    is_open && is_apart && !before.contract && !has_contract && is_large(id) && is_large(first)
}

/// Whether a system of the one calls, or sends to, a system of the other.
fn talk(facts: &Facts<'_>, one: &Task, other: &Task) -> bool {
    let talks = |from: &Task, to: &Task| {
        from.changes.iter().any(|id| {
            let system = &facts.plan.systems[id.index()];
            let mut named = system.calls.iter().chain(&system.sends);
            named.any(|id| to.changes.contains(id) && !from.changes.contains(id))
        })
    };
    talks(one, other) || talks(other, one)
}

fn question(
    facts: &Facts<'_>,
    played: &Played<'_>,
    id: TaskId,
    first: TaskId,
) -> Option<Finding> {
    let (item, before) = (ItemRef::Task(id), ItemRef::Task(first));
    let target = facts.plan.target(item)?;
    let before_id = facts.plan.task(first).item.id.clone()?;
    let (name, provider) = (facts.mention(item), facts.mention(before));
    let side_by_side = vec![
        Intent::RemoveLink(target.clone(), Key::After, before_id.clone()),
        Intent::AddLink(target, Key::After, format!("{before_id}:start")),
    ];
    let effort = |item| words::days(facts.days(played.effort(item)));
    Some(
        Finding::new(
            format!("Could {name} start from an agreed interface instead of all of {provider}?"),
            Worth::Price(side_by_side),
        )
        .subject(format!("{}-after-{before_id}", subject(facts.plan.item(item)?)))
        .about([item, before])
        .evidence(format!(
            "{} of work wait for {} on another system, with other people.",
            effort(item),
            effort(before)
        ))
        .rests_on(format!("{name} after {provider}"))
        .way(WayOut::talk(format!(
            "agree it first:  fore add --contract \"…\" --between {},{}",
            facts.argument(before),
            facts.argument(item)
        ))),
    )
}
