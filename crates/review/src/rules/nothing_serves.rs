//! # What it finds
//! Features and goals that no task serves.
//!
//! # Why it matters
//! What users were told they get is only true if somebody works on it. A feature without work is a
//! promise that was forgotten, or work that nobody can tell the reason of.
//!
//! # How it is computed
//! Features that are not ticked, and goals, that no task names in `for=`, in a plan in which some
//! task names something there or which has features.
//!
//! # Example
//! ```markdown
//! # Shop
//!
//! ## Features
//!
//! - I can pay by invoice `{#by-invoice asked=sales}`
//! - I can pay by card `{#by-card asked=sales}`
//!
//! ## Work
//!
//! - [ ] Cart `{#cart @ana 3d..6d}`
//! - [ ] Card payment `{#card @ana 3d..6d for=by-card after=cart}`
//! - [ ] Mails `{#mails @bo 2d..4d}`
//! ```
//!
//! # Instead
//! ```markdown
//! # Shop
//!
//! ## Features
//!
//! - I can pay by invoice `{#by-invoice asked=sales}`
//! - I can pay by card `{#by-card asked=sales}`
//!
//! ## Work
//!
//! - [ ] Cart `{#cart @ana 3d..6d}`
//! - [ ] Card payment `{#card @ana 3d..6d for=by-card after=cart}`
//! - [ ] Payment by invoice `{#bill @ana 3d..6d for=by-invoice after=cart}`
//! - [ ] Mails `{#mails @bo 2d..4d}`
//! ```
//!
//! # When to accept it
//! When it comes with something that others make. Then say with what.

use plan::table::Key;
use plan::{Attribute, FeatureId, GoalId, ItemRef};

use crate::{Check, Facts, Family, Finding, Rule, WayOut, Worth};

/// The rule.
pub const RULE: Rule = Rule {
    name: "nothing-serves",
    code: "Q103",
    family: Family::Breakdown,
    source: include_str!("nothing_serves.rs"),
    check: Check::Plan(check),
};

fn check(facts: &Facts<'_>) -> Vec<Finding> {
    let plan = facts.plan;
    let is_served = |item: ItemRef| {
        plan.tasks.iter().any(|task| !task.cut && task.serves.contains(&item))
            || plan.goals.iter().any(|goal| {
                goal.serves.iter().any(|served| ItemRef::Goal(*served) == item)
            })
    };
    if facts.open_work().next().is_none() || plan.tasks.iter().all(|task| task.serves.is_empty()) {
        return Vec::new();
    }
    let features = (0..).map(FeatureId).zip(&plan.features);
    let features = features.filter(|(_, feature)| !feature.item.ticked);
    let features = features.map(|(id, _)| ItemRef::Feature(id));
    let goals = (0..).map(GoalId).zip(&plan.goals).map(|(id, _)| ItemRef::Goal(id));
    let items: Vec<ItemRef> = features.chain(goals).filter(|item| !is_served(*item)).collect();
    let Some(first) = items.first().copied() else { return Vec::new() };
    let named = facts.mentions(&items);
    let all = plan.features.len() + plan.goals.len();
    let finding = Finding::new(format!("Which work makes {named} come true?"), Worth::Missing)
        .about(items.clone())
        .evidence(format!(
            "{} of {all} features and goals are served by tasks; none says that it is for {named}.",
            all - items.len(),
        ))
        .rests_on(named)
        .way_if(work_for(facts, first))
        .way(WayOut::talk(format!("say which task it is:  fore set … for={}", facts.argument(first))));
    vec![finding]
}

/// A task for a feature, named by its words.
fn work_for(facts: &Facts<'_>, item: ItemRef) -> Option<WayOut> {
    let served = facts.plan.item(item)?;
    let serves = Attribute::Pair(Key::For, served.id.clone()?);
    Some(facts.draft_task(&format!("Make it true: {}", served.title), &[serves]))
}
