//! # What it finds
//! Work of another team that the finish may wait for, and that has not begun.
//!
//! # Why it matters
//! The plan does not know how busy they are. A slot that was asked for is not a slot that was given,
//! and nobody on the other side loses sleep over this date.
//!
//! # How it is computed
//! Open tasks of people or teams marked `outside` that nobody has begun, on the longest path in at
//! least one run of twenty. The price is what P80 gains if that work were done already: the most that
//! an early slot could buy.
//!
//! # Example
//! ```markdown
//! # Shop
//!
//! ## Team
//!
//! - Ana `{@ana}`
//! - Security `{@sec outside}`
//!
//! ## Work
//!
//! - [ ] Catalog `{#catalog @ana 4d..6d}`
//! - [ ] Security review `{#review @sec 5d..15d after=catalog}`
//! ```
//!
//! # Instead
//! ```markdown
//! # Shop
//!
//! ## Team
//!
//! - Ana `{@ana}`
//! - Security `{@sec outside}`
//!
//! ## Work
//!
//! - [ ] Catalog `{#catalog @ana 4d..6d}`
//! - [ ] Security review `{#review @sec 5d..15d started=2026-04-10}`
//! ```
//!
//! # When to accept it
//! When they have confirmed the days, and you know who said so.

use plan::{Attribute, Intent, ItemRef, TaskId};

use crate::answers::subject;
use crate::{Check, Facts, Family, Finding, Played, Rule, WayOut, Worth};

/// The rule.
pub const RULE: Rule = Rule {
    name: "outside-on-path",
    code: "Q506",
    family: Family::People,
    source: include_str!("outside_on_path.rs"),
    check: Check::Dates(check),
};

/// In fewer runs than these the finish hardly ever waits for it.
const PATH_SHARE_MIN: f64 = 0.05;

fn check(facts: &Facts<'_>, played: &Played<'_>) -> Vec<Finding> {
    let theirs = facts.open_work().filter(|(_, task)| {
        let mut people = task.who.people().peekable();
        let is_outside = people.peek().is_some()
            && people.all(|id| facts.plan.people[id.index()].outside);
        is_outside && !task.is_started()
    });
    let binding = theirs.filter(|(id, _)| played.path_share(ItemRef::Task(*id)) >= PATH_SHARE_MIN);
    binding.filter_map(|(id, _)| question(facts, played, id)).collect()
}

fn question(facts: &Facts<'_>, played: &Played<'_>, id: TaskId) -> Option<Finding> {
    let item = ItemRef::Task(id);
    let task = facts.plan.task(id);
    let team = facts.person(task.who.people().next()?);
    let target = facts.plan.target(item)?;
    let short = Intent::Set(target, Attribute::Estimate("1h".to_owned()));
    let starts = played.start_p50(item).map(|day| facts.day(day));
    let starts = starts.unwrap_or_else(|| "some day".to_owned());
    let name = facts.mention(item);
    Some(
        Finding::new(
            format!("{name} is with another team: have they agreed to {starts}, and who said so?"),
            Worth::Price(vec![short]),
        )
        .subject(subject(&task.item))
        .about([item])
        .evidence(format!(
            "@{team} is outside this plan. {name} begins on {starts} at even odds, and the finish \
             waits for it in {}.",
            words::runs(played.path_share(item))
        ))
        .rests_on(format!("{name} @{team}"))
        .way(WayOut::talk(format!("ask @{team} for a day, and for whom to call when it slips")))
        .way(WayOut::talk(format!(
            "a promised day goes into the plan:  fore set {} start=…",
            facts.argument(item)
        ))),
    )
}
