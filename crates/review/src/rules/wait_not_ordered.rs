//! # What it finds
//! A wait, such as a delivery or an approval, that could run already and has not been started.
//!
//! # Why it matters
//! A wait costs nobody any work and cannot be hurried later. The day on which it is ordered is the
//! only thing about it that the team decides.
//!
//! # How it is computed
//! Open tasks marked `wait` that nobody has started and that wait for nothing open, on the longest
//! path in some runs. The price is what P80 gains if it had been started a week ago.
//!
//! # Example
//! ```markdown
//! # Shop
//!
//! - [ ] The card provider approves us `{#approval wait 4w..6w}`
//! - [ ] Checkout `{#checkout @ana 5d..8d after=approval}`
//! ```
//!
//! # Instead
//! ```markdown
//! # Shop
//!
//! - [ ] The card provider approves us `{#approval wait 4w..6w started=2026-04-13}`
//! - [ ] Checkout `{#checkout @ana 5d..8d after=approval}`
//! ```
//!
//! # When to accept it
//! When it is ordered, and the order says a day: write `started=`.

use jiff::Span;
use plan::table::Key;
use plan::{Attribute, Intent, ItemRef, Task, TaskId};

use crate::answers::subject;
use crate::{Check, Facts, Family, Finding, Played, Rule, WayOut, Worth};

/// The rule.
pub const RULE: Rule = Rule {
    name: "wait-not-ordered",
    code: "Q406",
    family: Family::Unknowns,
    source: include_str!("wait_not_ordered.rs"),
    check: Check::Dates(check),
};

/// In fewer runs than these nothing waits for it.
const PATH_SHARE_MIN: f64 = 0.05;

fn check(facts: &Facts<'_>, played: &Played<'_>) -> Vec<Finding> {
    let waits = facts.plan.open_leaves().filter(|(_, task)| task.wait && !task.is_started());
    let free = waits.filter(|(id, _)| {
        facts.plan.links(*id).all(|link| is_settled(facts, link.to))
            && played.path_share(ItemRef::Task(*id)) >= PATH_SHARE_MIN
    });
    free.filter_map(|(id, task)| question(facts, played, id, task)).collect()
}

fn is_settled(facts: &Facts<'_>, item: ItemRef) -> bool {
    match item {
        ItemRef::Task(id) => facts.plan.task(id).ticked,
        ItemRef::Decision(id) => facts.plan.decisions[id.index()].is_made(),
        item => facts.plan.item(item).is_some_and(|item| item.ticked),
    }
}

fn question(
    facts: &Facts<'_>,
    played: &Played<'_>,
    id: TaskId,
    task: &Task,
) -> Option<Finding> {
    let item = ItemRef::Task(id);
    let target = facts.plan.target(item)?;
    let started =
        |date: jiff::civil::Date| Intent::Set(target.clone(), dated(Key::Started, date));
    let week_ago = facts.today.saturating_sub(Span::new().days(7));
    let when = task.start.map_or_else(String::new, |start| {
        format!(" It is planned to begin on {}.", facts.day(start))
    });
    let name = facts.mention(item);
    Some(
        Finding::new(
            format!("“{}”: has that been ordered?", task.item.title.trim_end_matches(['.', '?'])),
            Worth::Price(vec![started(week_ago)]),
        )
        .subject(subject(&task.item))
        .about([item])
        .evidence(format!(
            "{name} is a wait that nothing holds, and the finish hangs on it in {}.{when}",
            words::runs(played.path_share(item))
        ))
        .rests_on(name.clone())
        .way(WayOut::edit("yes, today", vec![started(facts.today)]))
        .way(WayOut::talk("if not: whom do you have to ask, and today?")),
    )
}

fn dated(key: Key, date: jiff::civil::Date) -> Attribute {
    Attribute::Pair(key, date.to_string())
}
