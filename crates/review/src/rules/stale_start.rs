//! # What it finds
//! Tasks that were begun, and of which the plan has said nothing for two weeks.
//!
//! # Why it matters
//! Either they go on and somebody knows how much is left, or they rest and somebody works on
//! something else. The forecast believes the first and nobody has said so.
//!
//! # How it is computed
//! Tasks in progress whose last change in any commit is at least 14 days ago, their start included;
//! waits only if they have taken longer than their estimate says that they can.
//! The worth is by how much P80 would come nearer to P50 if what is left were known.
//!
//! # Example
//! ```markdown 2026-03-23
//! # Shop
//!
//! - [ ] Catalog `{#catalog @ana 5d..10d started=2026-03-20}`
//! - [ ] Checkout `{#checkout @ana 6d..9d after=catalog}`
//! ```
//!
//! ```markdown 2026-03-24
//! # Shop
//!
//! - [ ] Catalog `{#catalog @ana 8d..20d started=2026-03-20}`
//! - [ ] Checkout `{#checkout @ana 6d..9d after=catalog}`
//! ```
//!
//! ```markdown
//! # Shop
//!
//! - [ ] Catalog `{#catalog @ana 8d..20d started=2026-03-20}`
//! - [ ] Checkout `{#checkout @ana 6d..9d after=catalog}`
//! ```
//!
//! # Instead
//! ```markdown 2026-03-23
//! # Shop
//!
//! - [ ] Catalog `{#catalog @ana 8d..20d started=2026-03-20}`
//! - [ ] Checkout `{#checkout @ana 6d..9d after=catalog}`
//! ```
//!
//! ```markdown 2026-04-13
//! # Shop
//!
//! - [ ] Catalog `{#catalog @ana 8d..20d started=2026-03-20 left=1d..3d}`
//! - [ ] Checkout `{#checkout @ana 6d..9d after=catalog}`
//! ```
//!
//! ```markdown
//! # Shop
//!
//! - [ ] Catalog `{#catalog @ana 8d..20d started=2026-03-20 left=1d..3d}`
//! - [ ] Checkout `{#checkout @ana 6d..9d after=catalog}`
//! ```
//!
//! # When to accept it
//! When it waits for something that the plan says elsewhere.

use jiff::civil::Date;
use plan::{ItemRef, Task};

use crate::{Check, Facts, Family, Finding, History, Rule, WayOut};

/// The rule.
pub const RULE: Rule = Rule {
    name: "stale-start",
    code: "Q701",
    family: Family::Running,
    source: include_str!("stale_start.rs"),
    check: Check::History(check),
};

/// After so many days without a word, nobody knows.
const DAYS_MIN: i32 = 14;

/// Whether this rule asks about a task that was begun.
pub(super) fn is_stale(facts: &Facts<'_>, task: &Task) -> bool {
    let touched = facts.history.and_then(|history| touched(task, history));
    touched.is_some_and(|day| is_long_ago(facts, day))
}

fn check(facts: &Facts<'_>, history: &History) -> Vec<Finding> {
    let started = facts.plan.open_leaves().filter(|(_, task)| task.is_started());
    let started = started.filter(|(_, task)| !task.wait || is_over(facts, task));
    let mut stale: Vec<(Date, ItemRef)> = started
        .filter_map(|(id, task)| Some((touched(task, history)?, ItemRef::Task(id))))
        .filter(|(day, _)| is_long_ago(facts, *day))
        .collect();
    stale.sort();
    let Some((day, first)) = stale.first().copied() else { return Vec::new() };
    let items: Vec<ItemRef> = stale.into_iter().map(|(_, item)| item).collect();
    let named = facts.mentions(&items);
    let headline = match items.as_slice() {
        [ItemRef::Task(id)] if facts.plan.task(*id).wait => {
            format!("Is {named} still on its way, and who has asked?")
        }
        [_] => format!("Is {named} still being worked on, and what is left?"),
        _ => format!("Are {named} still being worked on, and what is left?"),
    };
    let finding = Finding::new(
        headline,
        facts.worth_of_knowing(&items),
    )
    .about(items)
    .evidence(format!(
        "The plan has said nothing new about {} since {}; it counts as going on.",
        facts.mention(first),
        facts.day(day),
    ))
    .rests_on(format!("{named} {day}"))
    .way(WayOut::talk(format!("say what is left:  fore set {} left=2d..4d", facts.argument(first))))
    .way(WayOut::talk("ask what it waits for; if it rests, somebody is free"));
    vec![finding]
}

/// Whether a wait has taken longer than its estimate says it can; its days are calendar days here,
/// which gives it a little more time.
fn is_over(facts: &Facts<'_>, task: &Task) -> bool {
    let settings = &facts.plan.settings;
    let longest = task.estimate.map_or(0.0, |estimate| estimate.range(settings).high);
    let calendar_days = facts.days(longest) * 7.0 / 5.0;
    task.started.is_some_and(|day| f64::from((facts.today - day).get_days()) > calendar_days)
}

fn is_long_ago(facts: &Facts<'_>, day: Date) -> bool {
    (facts.today - day).get_days() >= DAYS_MIN
}

/// When the plan last said something about a task; where its commits do not reach, when it began.
fn touched(task: &Task, history: &History) -> Option<Date> {
    let known = history.touched(&task.item).or(history.days.map(|days| days.0))?;
    Some(task.started.map_or(known, |started| known.max(started)))
}
