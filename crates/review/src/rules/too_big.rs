//! # What it finds
//! Open tasks of more than ten days, which are too much to hand to one person in one piece.
//!
//! # Why it matters
//! In two weeks a task shows whether it goes well; in five it shows that it did not. A large piece
//! hides its parts: who could help, what others could begin with, and where it stands.
//!
//! # How it is computed
//! Open tasks without parts, waits left out, whose middle (of what is left, where that is said) is
//! above ten days. The worth is by how much P80 would come nearer to P50 if their amount were
//! known.
//!
//! # Example
//! ```markdown
//! # Shop
//!
//! - [ ] Checkout `{#checkout @ana 10d..30d}`
//! - [ ] Mails `{#mails @bo 2d..4d after=checkout}`
//! ```
//!
//! # Instead
//! ```markdown
//! # Shop
//!
//! - [ ] Checkout `{#checkout @ana}`
//!   - [ ] Cart `{#cart 3d..6d}`
//!   - [ ] Payment by card `{#card 4d..8d after=cart}`
//!   - [ ] Payment by invoice `{#bill 3d..8d after=cart}`
//! - [ ] Mails `{#mails @bo 2d..4d after=checkout}`
//! ```
//!
//! # When to accept it
//! When it is one long piece of the same, such as watching, copying or teaching.

use plan::{Attribute, Intent, ItemRef, NewItem, Position, Task};

use crate::{Check, Facts, Family, Finding, Rule, WayOut};

/// The rule.
pub const RULE: Rule = Rule {
    name: "too-big",
    code: "Q101",
    family: Family::Breakdown,
    source: include_str!("too_big.rs"),
    check: Check::Plan(check),
};

/// A task above this many days in its middle is better handed out in parts.
const DAYS_MAX: f64 = 10.0;

fn check(facts: &Facts<'_>) -> Vec<Finding> {
    let mut large: Vec<(f64, ItemRef)> = facts
        .open_work()
        .filter_map(|(id, task)| Some((middle(facts, task)?, ItemRef::Task(id))))
        .filter(|(days, _)| *days > DAYS_MAX)
        .collect();
    large.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
    let Some((days, first)) = large.first().copied() else { return Vec::new() };
    let items: Vec<ItemRef> = large.into_iter().map(|(_, item)| item).collect();
    let named = facts.mention(first);
    let waiting = facts.waiting_for(first);
    let mut finding = Finding::new(
        format!("Which part of {named} could somebody see working in its first week?"),
        facts.worth_of_knowing(&items),
    )
    .evidence(match waiting.len() {
        0 => format!("{named} is {} in its middle, as one piece.", words::days(days)),
        _ => format!(
            "{named} is {} in its middle, as one piece, and {} for it.",
            words::days(days),
            facts.waits(&waiting),
        ),
    })
    .rests_on(facts.mentions(&items))
    .way(WayOut::talk("ask whoever will do it to name its parts, and what could come first"))
    .way_if(first_part(facts, first));
    if items.len() > 1 {
        let others = facts.mentions(&items[1..]);
        let days = words::days(DAYS_MAX);
        finding = finding.evidence(format!("Above {days}, too: {others}."));
    }
    vec![finding.about(items)]
}

/// Its middle in days.
fn middle(facts: &Facts<'_>, task: &Task) -> Option<f64> {
    let estimate = task.left.or(task.estimate)?;
    Some(facts.days(estimate.range(&facts.plan.settings).likely))
}

/// A part to begin with, inside of the task.
fn first_part(facts: &Facts<'_>, item: ItemRef) -> Option<WayOut> {
    let title = "The thinnest part that somebody can try";
    let new = NewItem {
        title: title.to_owned(),
        check_box: true,
        attributes: vec![Attribute::Estimate("2d..4d".to_owned())],
    };
    let inside = Position::Inside(facts.plan.target(item)?);
    Some(WayOut::draft(title, Intent::Add(inside, new)))
}
