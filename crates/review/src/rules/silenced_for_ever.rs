//! # What it finds
//! Questions that were silenced without a day on which they are asked again.
//!
//! # Why it matters
//! A reason that was good in March may be nobody's in June. What is silenced for ever is a decision
//! that nobody looks at again.
//!
//! # How it is computed
//! Answers to a question of the review, older than 60 days, that have no `until=` and rest on no
//! facts, so that nothing in the plan can bring the question back.
//!
//! # Example
//! ```markdown
//! # Shop
//!
//! - [ ] Checkout `{#checkout @ana 5d..10d}`
//!
//! ## Answers
//!
//! - We know our risks `{@ana to=no-risks on=2026-01-12}`
//! ```
//!
//! # Instead
//! ```markdown
//! # Shop
//!
//! - [ ] Checkout `{#checkout @ana 5d..10d}`
//!
//! ## Answers
//!
//! - We know our risks `{@ana to=no-risks on=2026-01-12 until=2026-05-01}`
//! ```
//!
//! # When to accept it
//! When the question never fits this team. Then let it be silenced until next year.

use plan::table::Key;
use plan::{Attribute, Answer, AnswerId, Intent, ItemRef};

use crate::answers::subject;
use crate::{Check, Facts, Family, Finding, Rule, WayOut, Worth, find};

/// The rule.
pub const RULE: Rule = Rule {
    name: "silenced-for-ever",
    code: "Q901",
    family: Family::Process,
    source: include_str!("silenced_for_ever.rs"),
    check: Check::Plan(check),
};

/// So long a silence may be left alone, in days.
const AGE_MIN: i32 = 60;
/// After so many days it is asked again, if nothing better is known.
const DAYS_MORE: i32 = 90;

fn check(facts: &Facts<'_>) -> Vec<Finding> {
    let answers = (0..).map(AnswerId).zip(&facts.plan.answers);
    let is_open = facts.open_work().next().is_some();
    answers.filter(|_| is_open).filter_map(|(id, answer)| question(facts, id, answer)).collect()
}

fn question(facts: &Facts<'_>, id: AnswerId, answer: &Answer) -> Option<Finding> {
    let on = answer.on.filter(|_| answer.until.is_none() && answer.facts.is_none())?;
    let age = facts.today.since(on).ok()?.get_days();
    let rule = find(answer.to.as_deref()?.split('/').next()?)?;
    let target = facts.plan.target(ItemRef::Answer(id))?;
    if age < AGE_MIN {
        return None;
    }
    let until = facts.today.saturating_add(jiff::Span::new().days(DAYS_MORE));
    let until = Attribute::Pair(Key::Until, until.to_string());
    let finding = Finding::new(format!("“{}”: is that still so?", answer.item.title), Worth::Insurance)
        .subject(subject(&answer.item))
        .about([ItemRef::Answer(id)])
        .evidence(format!(
            "On {}, {} days ago, this silenced “{}” for as long as the plan lives.",
            facts.day(on),
            age,
            rule.name,
        ))
        .rests_on(on.to_string())
        .way(WayOut::edit("silence it for three months more", vec![Intent::Set(target.clone(), until)]))
        .way(WayOut::edit("let it be asked again", vec![Intent::Remove(target)]));
    Some(finding)
}
