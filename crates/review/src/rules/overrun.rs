//! # What it finds
//! Work under way that has used more than the high end of its estimate.
//!
//! # Why it matters
//! Something is different from what was thought. Until somebody says what, "two more days" is the
//! same guess that was wrong before.
//!
//! # How it is computed
//! Tasks in progress whose `spent=` is more than the high end of their estimate. The worth is by how much P80
//! would come nearer to P50 if what is left were known.
//!
//! # Example
//! ```markdown
//! # Shop
//!
//! - [ ] Catalog `{#catalog @ana 3d..6d started=2026-03-20 spent=9d left=1d..8d}`
//! - [ ] Checkout `{#checkout @ana 2d..3d after=catalog}`
//! ```
//!
//! # Instead
//! ```markdown
//! # Shop
//!
//! - [ ] Catalog `{#catalog @ana 3d..6d started=2026-04-08 spent=4d left=1d..3d}`
//! - [ ] Checkout `{#checkout @ana 2d..3d after=catalog}`
//! ```
//!
//! # When to accept it
//! When what was different is known, and `left=` was written after it was.

use plan::{ItemRef, Task, TaskId};

use crate::answers::subject;
use crate::{Check, Facts, Family, Finding, Played, Rule, WayOut, Worth};

/// The rule.
pub const RULE: Rule = Rule {
    name: "overrun",
    code: "Q303",
    family: Family::Estimates,
    source: include_str!("overrun.rs"),
    check: Check::Dates(check),
};

fn check(facts: &Facts<'_>, played: &Played<'_>) -> Vec<Finding> {
    let started = facts.open_work().filter(|(_, task)| task.is_started());
    started.filter_map(|(id, task)| question(facts, played, id, task)).collect()
}

fn question(
    facts: &Facts<'_>,
    played: &Played<'_>,
    id: TaskId,
    task: &Task,
) -> Option<Finding> {
    let settings = &facts.plan.settings;
    let spent = task.spent?.minutes(settings);
    let estimate = task.estimate?;
    if spent <= estimate.range(settings).high {
        return None;
    }
    let item = ItemRef::Task(id);
    let name = facts.mention(item);
    let left = task.left.map_or_else(
        || "nothing says what is left".to_owned(),
        |left| format!("{left} are said to be left"),
    );
    Some(
        Finding::new(
            format!("{name} takes longer than anybody thought: what turned out different?"),
            Worth::Minutes(played.buffer(item)),
        )
        .subject(subject(&task.item))
        .about([item])
        .evidence(format!(
            "It has used {} of {estimate}, and {left}.",
            words::days(facts.days(spent))
        ))
        .rests_on(format!("{name} {estimate}"))
        .way(WayOut::talk(format!(
            "look at it together for half an hour, then:  fore set {} left=…",
            facts.argument(item)
        )))
        .way(WayOut::talk("or split off what is not needed for the next step")),
    )
}
