//! # What it finds
//! Open tasks for which nobody said how much work they are.
//!
//! # Why it matters
//! They are read as one to ten days each, which is honest and widens every date behind them. A guess
//! by whoever will do it, in half a minute, is nearly always narrower.
//!
//! # How it is computed
//! Open tasks without parts that have neither an estimate nor `left=`. The worth is by how much P80
//! would come nearer to P50 if their amounts were known, added up. While fewer than half of the open
//! tasks have an estimate there is no date, and the question comes without a price.
//!
//! # Example
//! ```markdown
//! # Shop
//!
//! - [ ] Catalog `{#catalog @ana 5d..6d}`
//! - [ ] Checkout `{#checkout @ana after=catalog}`
//! ```
//!
//! # Instead
//! ```markdown
//! # Shop
//!
//! - [ ] Catalog `{#catalog @ana 5d..6d}`
//! - [ ] Checkout `{#checkout @ana 4d..9d after=catalog}`
//! ```
//!
//! # When to accept it
//! When the work is far away and may never be done.

use plan::{ItemRef, TaskId};

use crate::{Check, Facts, Family, Finding, Rule, WayOut, Worth};

/// The rule.
pub const RULE: Rule = Rule {
    name: "not-estimated",
    code: "Q301",
    family: Family::Estimates,
    source: include_str!("not_estimated.rs"),
    check: Check::Plan(check),
};

fn check(facts: &Facts<'_>) -> Vec<Finding> {
    let bare: Vec<TaskId> =
        facts.open_work().filter(|(_, task)| !task.is_estimated()).map(|(id, _)| id).collect();
    let mut items: Vec<ItemRef> = bare.iter().map(|id| ItemRef::Task(*id)).collect();
    if items.is_empty() {
        return Vec::new();
    }
    let buffer = |item: &ItemRef| facts.played.map_or(0.0, |played| played.buffer(*item));
    items.sort_by(|one, other| buffer(other).total_cmp(&buffer(one)));
    let total: f64 = items.iter().map(buffer).sum();
    let is_priced = facts.played.is_some_and(|played| played.drivers.is_some());
    let worth = if is_priced { Worth::Minutes(total) } else { Worth::Insurance };
    let open = facts.open_work().count();
    let first = items[0];
    let named = facts.mentions(&items);
    let finding = Finding::new(
        match items.len() {
            1 => format!("How much work is {named}, at best and at worst?"),
            _ => format!("How much work are {named}, at best and at worst?"),
        },
        worth,
    )
    .about(items.clone())
    .evidence(format!(
        "{} of {} have no estimate, so each is read as 1 to 10 days.",
        words::thousands(items.len()),
        words::count(open, "open task"),
    ))
    .evidence("Whoever will do it says a range: less one time in ten, more one time in ten.")
    .rests_on(named)
    .way(WayOut::talk(format!(
        "ask whoever will do it, then:  fore set {} 2d..6d",
        facts.argument(first)
    )));
    vec![finding]
}
