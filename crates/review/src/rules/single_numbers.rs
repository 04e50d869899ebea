//! # What it finds
//! Open work whose estimates are single numbers.
//!
//! # Why it matters
//! A single number does not say how sure anybody is. The program reads it as half to double, for the
//! change of a word as for a new database.
//!
//! # How it is computed
//! At least three open tasks without parts whose estimate (or `left=`) is one number of at least a
//! day. The worth is by how much P80 would come nearer to P50 if their work were known, added up.
//!
//! # Example
//! ```markdown
//! # Shop
//!
//! - [ ] Catalog `{#catalog @ana 8d}`
//! - [ ] Checkout `{#checkout @ana 8d after=catalog}`
//! - [ ] Mails `{#mails @ana 5d after=checkout}`
//! ```
//!
//! # Instead
//! ```markdown
//! # Shop
//!
//! - [ ] Catalog `{#catalog @ana 7d..9d}`
//! - [ ] Checkout `{#checkout @ana 5d..14d after=catalog}`
//! - [ ] Mails `{#mails @ana 5d after=checkout}`
//! ```
//!
//! # When to accept it
//! When half to double is what you would have said.

use plan::{ItemRef, Task};

use crate::{Check, Facts, Family, Finding, Played, Rule, WayOut, Worth};

/// The rule.
pub const RULE: Rule = Rule {
    name: "single-numbers",
    code: "Q305",
    family: Family::Estimates,
    source: include_str!("single_numbers.rs"),
    check: Check::Dates(check),
};

/// One or two of them are a way of speaking.
const TASKS_MIN: usize = 3;

fn check(facts: &Facts<'_>, played: &Played<'_>) -> Vec<Finding> {
    let is_bare = |task: &Task| {
        let estimate = task.left.or(task.estimate);
        let settings = &facts.plan.settings;
        estimate.is_some_and(|estimate| {
            let day = f64::from(settings.day_minutes);
            !estimate.is_range() && estimate.range(settings).likely >= day
        })
    };
    let bare = facts.open_work().filter(|(_, task)| is_bare(task));
    let mut items: Vec<ItemRef> = bare.map(|(id, _)| ItemRef::Task(id)).collect();
    if items.len() < TASKS_MIN {
        return Vec::new();
    }
    items.sort_by(|one, other| played.buffer(*other).total_cmp(&played.buffer(*one)));
    let total: f64 = items.iter().map(|item| played.buffer(*item)).sum();
    let open = facts.open_work().count();
    let finding = Finding::new(
        format!("How bad could {} get, which has a single number?", facts.mention(items[0])),
        Worth::Minutes(total),
    )
    .about(items.iter().copied())
    .evidence(format!(
        "{} of {} have one number, so each is read as half to double.",
        items.len(),
        words::count(open, "open task"),
    ))
    .evidence(format!("Those that matter most are {}.", facts.mentions(&items)))
    .rests_on(facts.mentions(&items))
    .way(WayOut::talk(format!(
        "ask for the day they would bet against, then:  fore set {} 2d..6d",
        facts.argument(items[0])
    )));
    vec![finding]
}
