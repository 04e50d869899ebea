//! # What it finds
//! A plan that is weeks old, where nothing has begun and no answer would move the date by half a
//! day.
//!
//! # Why it matters
//! Planning is worth its time as long as answers move dates. After that the next thing to be
//! learned is in the work itself.
//!
//! # How it is computed
//! Commits of the plan span at least 14 days, no open task has begun and none is finished, and
//! knowing the amount of any single task would bring P80 less than half a day nearer to P50.
//!
//! # Example
//! ```markdown 2026-03-16
//! # Shop
//!
//! - [ ] Catalog `{#catalog @ana 3d..3.5d}`
//! - [ ] Checkout `{#checkout @ana 3d..3.5d after=catalog}`
//! - [ ] Mails `{#mails @ana 1d..1.2d after=checkout}`
//! ```
//!
//! ```markdown
//! # Shop
//!
//! - [ ] Catalog `{#catalog @ana 3d..3.4d}`
//! - [ ] Checkout `{#checkout @ana 3d..3.4d after=catalog}`
//! - [ ] Mails `{#mails @ana 1d..1.2d after=checkout}`
//! ```
//!
//! # Instead
//! ```markdown 2026-03-16
//! # Shop
//!
//! - [ ] Catalog `{#catalog @ana 3d..3.5d}`
//! - [ ] Checkout `{#checkout @ana 3d..3.5d after=catalog}`
//! - [ ] Mails `{#mails @ana 1d..1.2d after=checkout}`
//! ```
//!
//! ```markdown
//! # Shop
//!
//! - [ ] Catalog `{#catalog @ana 3d..3.4d started=2026-04-13}`
//! - [ ] Checkout `{#checkout @ana 3d..3.4d after=catalog}`
//! - [ ] Mails `{#mails @ana 1d..1.2d after=checkout}`
//! ```
//!
//! # When to accept it
//! When something outside has to come first. Then write it down as what it is: a wait, a decision,
//! an obstacle.

use plan::ItemRef;

use crate::{Check, Facts, Family, Finding, Played, Rule, WORTH_DAYS_MIN, WayOut, Worth};

/// The rule.
pub const RULE: Rule = Rule {
    name: "planned-enough",
    code: "Q903",
    family: Family::Process,
    source: include_str!("planned_enough.rs"),
    check: Check::Dates(check),
};

/// A younger plan has every right to be only a plan.
const AGE_MIN: i32 = 14;

fn check(facts: &Facts<'_>, played: &Played<'_>) -> Vec<Finding> {
    let Some((first, last)) = facts.history.and_then(|history| history.days) else {
        return Vec::new();
    };
    let has_begun = facts.plan.leaves().any(|(_, task)| task.ticked || task.is_started());
    let age = last.since(first).map_or(0, |span| span.get_days());
    if has_begun || age < AGE_MIN || played.drivers.is_none() {
        return Vec::new();
    }
    let open: Vec<ItemRef> = facts.open_work().map(|(id, _)| ItemRef::Task(id)).collect();
    let most = open.iter().map(|item| played.buffer(*item)).fold(0.0, f64::max);
    let Some(next) = open.iter().copied().min_by_key(|item| played.start_p50(*item)) else {
        return Vec::new();
    };
    if facts.days(most) >= WORTH_DAYS_MIN {
        return Vec::new();
    }
    let named = facts.mention(next);
    let finding = Finding::new(format!("What keeps {named} from beginning today?"), Worth::Insurance)
        .about([next])
        .evidence(format!(
            "The plan is {age} days old, {} are open and none has begun.",
            words::count(open.len(), "task"),
        ))
        .evidence("Knowing more about any one of them would not move the date by half a day.")
        .rests_on(named)
        .way(WayOut::talk(format!("begin:  fore start {}", facts.argument(next))))
        .way(WayOut::talk("write down what it waits for: a wait, a decision or an obstacle"));
    vec![finding]
}
