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
    let worst = items.iter().max_by_key(|(_, item)| item.votes).filter(|_| open > 0);
    let Some((_, worst)) = worst else { return Vec::new() };
    let title = worst.item.title.trim_end_matches(['.', '?', '!']);
    let votes = worst.votes.map_or_else(String::new, |votes| match votes {
        1 => "; 1 thinks it likely".to_owned(),
        _ => format!("; {votes} think it likely"),
    });
    let about: Vec<ItemRef> = items.iter().map(|(id, _)| ItemRef::Premortem(*id)).collect();
    let headline = format!("“{title}”: what keeps that from happening?");
    let task = format!("Make sure that this cannot happen: {title}");
    let finding = Finding::new(headline, Worth::Insurance)
        .evidence(format!(
            "{} of {} have no task that prevents them{votes}.",
            items.len(),
            words::count(facts.plan.premortem.len(), "feared failure"),
        ))
        .rests_on(facts.mentions(&about))
        .about(about)
        .way(facts.draft_task(&task, &[Attribute::Estimate("1d..3d".to_owned())]))
        .way(WayOut::talk("name the task that prevents it already, with task="));
    vec![finding]
}

fn is_feared(item: &Premortem) -> bool {
    let is_likely = item.votes.is_some_and(|votes| votes >= VOTES_MIN);
    is_likely || item.harm.is_some_and(|harm| harm != "mild")
}
