//! # What it finds
//! Milestones whose due or promised day is missed in more than half of the runs.
//!
//! # Why it matters
//! A milestone that somebody else plans with is a promise, whether anybody called it one. The bad
//! news is worth most while the others can still plan around it.
//!
//! # How it is computed
//! The chance of each open milestone that has `due=` or `promised=`; of both the promise, which
//! others have heard. They are
//! asked as one, the least likely first. The deadline of the plan has a question of its own.
//!
//! # Example
//! ```markdown
//! # Shop
//!
//! - [ ] Catalog `{#catalog @ana 8d..15d}`
//! - [ ] Checkout `{#checkout @ana 8d..15d after=catalog}`
//!
//! ## Milestones
//!
//! - [ ] Catalog can be seen `{#seen after=catalog promised=2026-04-20}`
//! ```
//!
//! # Instead
//! ```markdown
//! # Shop
//!
//! - [ ] Catalog `{#catalog @ana 8d..15d}`
//! - [ ] Checkout `{#checkout @ana 8d..15d after=catalog}`
//!
//! ## Milestones
//!
//! - [ ] Catalog can be seen `{#seen after=catalog promised=2026-05-20}`
//! ```
//!
//! # When to accept it
//! When everybody who was told the day knows that it will not hold.

use jiff::civil::Date;
use plan::{ItemRef, MilestoneId};

use crate::{Check, Facts, Family, Finding, Played, Rule, WayOut, Worth};

/// The rule.
pub const RULE: Rule = Rule {
    name: "milestone-unlikely",
    code: "Q602",
    family: Family::Deadline,
    source: include_str!("milestone_unlikely.rs"),
    check: Check::Dates(check),
};

fn check(facts: &Facts<'_>, played: &Played<'_>) -> Vec<Finding> {
    if facts.plan.is_too_early() {
        return Vec::new();
    }
    let milestones = (0..).map(MilestoneId).zip(&facts.plan.milestones);
    let open = milestones.filter(|(id, _)| !facts.plan.is_reached(*id));
    let dated = open.filter_map(|(id, milestone)| {
        let (item, day) = (ItemRef::Milestone(id), milestone.planned()?);
        Some((played.chance_of(item, day)?, item, day))
    });
    // About the due date of the plan there is a question already.
    let is_own = |day: Date| facts.plan.due.is_none_or(|due| due.date != day);
    let dated = dated.filter(|(_, _, day)| is_own(*day));
    let mut unlikely: Vec<(f64, ItemRef, Date)> = dated.filter(|one| one.0 < 0.5).collect();
    unlikely.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
    let Some((chance, first, day)) = unlikely.first().copied() else { return Vec::new() };
    let items: Vec<ItemRef> = unlikely.iter().map(|(_, item, _)| *item).collect();
    let name = facts.mention(first);
    let others = match items.len() {
        1 => String::new(),
        _ => format!(" The same is true of {}.", facts.mentions(&items[1..])),
    };
    let finding = Finding::new(
        format!("Who still expects {name} on {}, and when do they hear?", facts.day(day)),
        Worth::Insurance,
    )
    .about(items.iter().copied())
    .evidence(format!("It {} on that day.{others}", words::predicate(chance)))
    .rests_on(facts.mentions(&items))
    .way(WayOut::talk(format!(
        "tell them, and write it down:  fore raise {} --to …",
        facts.argument(first)
    )))
    .way(WayOut::talk(format!("see what holds it:  fore why {}", facts.argument(first))));
    vec![finding]
}
