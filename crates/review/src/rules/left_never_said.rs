//! # What it finds
//! Work that has been under way for as long as it was to take, and never said what is left.
//!
//! # Why it matters
//! Whoever does it knows more today than on the day before it began, and the plan does not. One
//! number a week, for what is under way, is the cheapest news that there is.
//!
//! # How it is computed
//! Open tasks with a start date, and neither `left=` nor `spent=`, that were begun at least five
//! working days ago, and longer ago than the middle of their estimate at the share of the day of
//! whoever does them. The worth is by how much P80 would come nearer to P50 if what is left were
//! known. What no commit has touched for two weeks has [a question of its own](stale-start.md).
//!
//! # Example
//! ```markdown
//! # Shop
//!
//! - [ ] Catalog `{#catalog @ana 4d..20d started=2026-03-24}`
//! - [ ] Checkout `{#checkout @bo 3d..6d after=catalog}`
//! ```
//!
//! # Instead
//! ```markdown
//! # Shop
//!
//! - [ ] Catalog `{#catalog @ana 4d..20d started=2026-03-24 left=2d..4d}`
//! - [ ] Checkout `{#checkout @bo 3d..6d after=catalog}`
//! ```
//!
//! # When to accept it
//! When it is the same every day and its end is a date, such as watching or answering calls.

use plan::{ItemRef, Task, TaskId};

use crate::rules::stale_start;
use crate::{Check, Facts, Family, Finding, Played, Rule, WayOut};

/// The rule.
pub const RULE: Rule = Rule {
    name: "left-never-said",
    code: "Q705",
    family: Family::Running,
    source: include_str!("left_never_said.rs"),
    check: Check::Dates(check),
};

/// What began less than a week ago need not say anything yet.
const DAYS_MIN: f64 = 5.0;

fn check(facts: &Facts<'_>, played: &Played<'_>) -> Vec<Finding> {
    let mut silent: Vec<(i64, TaskId)> = facts
        .open_work()
        .filter(|(_, task)| !stale_start::is_stale(facts, task))
        .filter_map(|(id, task)| Some((silent_for(facts, played, task)?, id)))
        .collect();
    silent.sort_by(|one, other| other.0.cmp(&one.0).then(one.1.cmp(&other.1)));
    let Some((days, first)) = silent.first().copied() else { return Vec::new() };
    let items: Vec<ItemRef> = silent.into_iter().map(|(_, id)| ItemRef::Task(id)).collect();
    let named = facts.mentions(&items);
    let of = facts.mention(items[0]);
    let estimate = facts.plan.task(first).estimate;
    let range = estimate.map_or_else(String::new, |estimate| format!(", said to take {estimate}"));
    let finding = Finding::new(
        format!("What is left of {named}, now that more is known?"),
        facts.worth_of_knowing(&items),
    )
    .evidence(format!(
        "{of} began {} ago{range}; what is left was never said, so the forecast goes on from there.",
        words::count(usize::try_from(days).unwrap_or(0), "working day"),
    ))
    .rests_on(named)
    .about(items)
    .way(WayOut::talk(format!(
        "ask whoever does it, then:  fore set {} left=2d..4d",
        facts.argument(ItemRef::Task(first))
    )))
    .way(WayOut::talk("say what is left of all that is under way, once a week:  fore status"));
    vec![finding]
}

/// The working days since a task began that says nothing of what is left, if they are as many as it
/// was to take.
fn silent_for(facts: &Facts<'_>, played: &Played<'_>, task: &Task) -> Option<i64> {
    if task.left.is_some() || task.spent.is_some() {
        return None;
    }
    let passed = played.lowered.working_days(task.started?, facts.today);
    let middle = facts.days(task.estimate?.range(&facts.plan.settings).likely);
    let share = |id| facts.plan.people[plan::PersonId::index(id)].time_percent;
    let percent = task.who.people().map(share).max().unwrap_or(100);
    let to_take = middle * 100.0 / f64::from(percent.max(1));
    (passed as f64 >= to_take.max(DAYS_MIN)).then_some(passed)
}
