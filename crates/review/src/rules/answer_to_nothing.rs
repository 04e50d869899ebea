//! # What it finds
//! Answers to a question about an item that is not in the plan any more, or of a rule that there is
//! not.
//!
//! # Why it matters
//! The task was divided or renamed, and the reason that was given for it went out of sight. Either it
//! holds for what came in its place, or it can go.
//!
//! # How it is computed
//! Answers whose `to=` has the form `rule/subject`, where no rule has that name, or the subject looks
//! like the id of an item and no item has it. They are asked as one.
//!
//! # Example
//! ```markdown
//! # Shop
//!
//! - [ ] Catalog `{#catalog @ana 3d..5d}`
//!
//! ## Answers
//!
//! - She talks with the bank. `{@ana to=lead-on-path/checkout on=2026-04-02}`
//! ```
//!
//! # Instead
//! ```markdown
//! # Shop
//!
//! - [ ] Catalog `{#catalog @ana 3d..5d}`
//! - [ ] Checkout `{#checkout @ana 3d..5d}`
//!
//! ## Answers
//!
//! - She talks with the bank. `{@ana to=lead-on-path/checkout on=2026-04-02}`
//! ```
//!
//! # When to accept it
//! When the answer is worth keeping as a memory.

use plan::{Answer, AnswerId, Intent, ItemRef};

use crate::{Check, Facts, Family, Finding, Rule, WayOut, Worth, answers, find};

/// The rule.
pub const RULE: Rule = Rule {
    name: "answer-to-nothing",
    code: "Q950",
    family: Family::Process,
    source: include_str!("answer_to_nothing.rs"),
    check: Check::Plan(check),
};

fn check(facts: &Facts<'_>) -> Vec<Finding> {
    let all = (0..).map(AnswerId).zip(&facts.plan.answers);
    let lost = all.filter(|(_, answer)| is_lost(facts, answer));
    let items: Vec<ItemRef> = lost.map(|(id, _)| ItemRef::Answer(id)).collect();
    let Some(first) = items.first() else { return Vec::new() };
    let text = |item: &ItemRef| facts.plan.item(*item).map_or("", |item| &item.title);
    let removals = items.iter().filter_map(|item| facts.plan.target(*item)).map(Intent::Remove);
    let finding = Finding::new(
        format!("“{}”: is that still an answer to anything?", text(first)),
        Worth::Insurance,
    )
    .about(items.iter().copied())
    .evidence(format!(
        "{} to what is not in the plan any more.",
        words::count(items.len(), "answer")
    ))
    .rests_on(items.iter().map(text).collect::<Vec<_>>().join("\n"))
    .way(WayOut::edit("take them out", removals.collect()))
    .way(WayOut::talk("or point `to=` at what came in its place"));
    vec![finding]
}

/// Whether it answers a rule that there is not, or is about an item that there is not.
fn is_lost(facts: &Facts<'_>, answer: &Answer) -> bool {
    let Some((rule, subject)) = answer.to.as_deref().and_then(|to| to.split_once('/')) else {
        return false;
    };
    let Some(rule) = find(rule) else { return !rule.contains(' ') };
    let ids = subject.split("-after-");
    let is_there = |id: &str| {
        let by_id = &facts.plan.by_id;
        let is_known = by_id.contains_key(id) || by_id.contains_key(&format!("@{id}"));
        is_known || facts.plan.items().any(|(_, item)| answers::subject(item) == id)
    };
    // Questions about what is missing, and about skills, have words as their subjects.
    let has_items = !matches!(rule.family, Family::Coverage | Family::Finish | Family::Process);
    has_items && rule.name != "only-one-can" && !ids.into_iter().all(is_there)
}
