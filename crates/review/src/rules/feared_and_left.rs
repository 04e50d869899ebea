//! # What it finds
//! Ways in which it fails that the team wrote down and for which nothing is done.
//!
//! # Why it matters
//! A premortem that ends in a list is a good talk. The work that prevents the worst of it is what
//! it was held for.
//!
//! # How it is computed
//! Premortem items of severe or serious harm, or with at least two votes, without a task that
//! prevents them, in a plan with open work.
//!
//! # Example
//! ```markdown
//! # Shop
//!
//! - [ ] Checkout `{#checkout @ana 5d..10d}`
//!
//! ## Premortem
//!
//! - It charged twice on the first Saturday `{#twice @bo votes=3 harm=severe}`
//! ```
//!
//! # Instead
//! ```markdown
//! # Shop
//!
//! - [ ] Checkout `{#checkout @ana 5d..10d}`
//! - [ ] Try each payment twice `{#try-twice @bo 1d..2d after=checkout}`
//!
//! ## Premortem
//!
//! - It charged twice on the first Saturday `{#twice @bo votes=3 harm=severe task=try-twice}`
//! ```
//!
//! # When to accept it
//! When nothing can be done about it, and everybody knows.

use plan::{Attribute, ItemRef, Premortem, PremortemId};

use crate::{Check, Facts, Family, Finding, Rule, WayOut, Worth};

/// The rule.
pub const RULE: Rule = Rule {
    name: "feared-and-left",
    code: "Q802",
    family: Family::Finish,
    source: include_str!("feared_and_left.rs"),
    check: Check::Plan(check),
};

/// So many people who think it likely are enough.
const VOTES_MIN: u32 = 2;

fn check(facts: &Facts<'_>) -> Vec<Finding> {
    let items: Vec<(PremortemId, &Premortem)> = (0..)
        .map(PremortemId)
        .zip(&facts.plan.premortem)
        .filter(|(_, item)| item.tasks.is_empty() && is_feared(item))
        .collect();
    let open = facts.open_work().count();
    let Some((_, worst)) = items.iter().max_by_key(|(_, item)| item.votes).filter(|_| open > 0) else {
        return Vec::new();
    };
    let title = worst.item.title.trim_end_matches(['.', '?', '!']);
    let votes = worst.votes.map_or_else(String::new, |votes| {
        format!("; {} it likely", if votes == 1 { "1 thinks".to_owned() } else { format!("{votes} think") })
    });
    let named = facts.mentions(&items.iter().map(|(id, _)| ItemRef::Premortem(*id)).collect::<Vec<_>>());
    let finding = Finding::new(format!("“{title}”: what keeps that from happening?"), Worth::Insurance)
        .about(items.iter().map(|(id, _)| ItemRef::Premortem(*id)))
        .evidence(format!(
            "{} of {} have no task that prevents them{votes}.",
            items.len(),
            words::count(facts.plan.premortem.len(), "feared failure"),
        ))
        .rests_on(named)
        .way(facts.draft_task(
            &format!("Make sure that this cannot happen: {title}"),
            &[Attribute::Estimate("1d..3d".to_owned())],
        ))
        .way(WayOut::talk("name the task that prevents it already, with task="));
    vec![finding]
}

fn is_feared(item: &Premortem) -> bool {
    item.harm.is_some_and(|harm| harm != "mild") || item.votes.is_some_and(|votes| votes >= VOTES_MIN)
}
