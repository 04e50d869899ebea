//! # What it finds
//! Open unknowns that name nobody who finds out, or no day by which.
//!
//! # Why it matters
//! A question that everybody knows and nobody owns is answered by whoever runs into it, on the day
//! on which it hurts.
//!
//! # How it is computed
//! Unknowns that are not ticked and lack an `@name` or `by=`. The worth is by how much P80 would come
//! nearer to P50 if the work behind them were known; those behind which no uncertain work stands are
//! asked without a price.
//!
//! # Example
//! ```markdown
//! # Shop
//!
//! - [ ] Catalog `{#catalog @ana 5d..10d after=sizes}`
//!
//! ## Unknowns
//!
//! - [ ] How many products have several sizes? `{#sizes}`
//! ```
//!
//! # Instead
//! ```markdown
//! # Shop
//!
//! - [ ] Catalog `{#catalog @ana 5d..10d after=sizes}`
//!
//! ## Unknowns
//!
//! - [ ] How many products have several sizes? `{#sizes @ana by=2026-04-17}`
//! ```
//!
//! # When to accept it
//! When nothing in the plan depends on the answer. Then it may as well go.

use plan::table::Key;
use plan::{Attribute, Intent, ItemRef, Unknown, UnknownId};

use crate::answers::subject;
use crate::{Check, Facts, Family, Finding, Rule, WayOut, Worth};

/// The rule.
pub const RULE: Rule = Rule {
    name: "unknown-without-owner",
    code: "Q402",
    family: Family::Unknowns,
    source: include_str!("unknown_without_owner.rs"),
    check: Check::Plan(check),
};

/// Somebody finds out within so many days, if nothing better is known.
const DAYS_TO_FIND_OUT: i32 = 7;

fn check(facts: &Facts<'_>) -> Vec<Finding> {
    let unknowns = (0..).map(UnknownId).zip(&facts.plan.unknowns);
    let loose = unknowns.filter(|(_, unknown)| {
        !unknown.item.ticked && (unknown.who.is_empty() || unknown.by.is_none())
    });
    loose.map(|(id, unknown)| question(facts, id, unknown)).collect()
}

fn question(facts: &Facts<'_>, id: UnknownId, unknown: &Unknown) -> Finding {
    let item = ItemRef::Unknown(id);
    let activity = facts.played.and_then(|played| played.lowered.activity_of(item));
    let known = facts.played.and_then(|played| played.drivers).and_then(|drivers| {
        drivers.questions.iter().find(|question| Some(question.activity) == activity)
    });
    let worth = known.map_or(Worth::Insurance, |question| Worth::Minutes(question.buffer.value));
    let title = unknown.item.title.trim_end_matches(['?', '.', ' ']);
    let by = facts.today.saturating_add(jiff::Span::new().days(DAYS_TO_FIND_OUT));
    let set = |attribute| facts.plan.target(item).map(|target| Intent::Set(target, attribute));
    let dated = unknown.by.is_none().then(|| {
        let intents = set(Attribute::Pair(Key::By, by.to_string()));
        WayOut::edit("say by when", intents.into_iter().collect())
    });
    let lacks = match (unknown.who.is_empty(), unknown.by.is_none()) {
        (true, true) => "neither somebody who finds out nor a day",
        (true, false) => "nobody who finds out",
        _ => "no day by which it is known",
    };
    let who = WayOut::talk(format!("name somebody:  fore set {} @…", facts.argument(item)));
    Finding::new(format!("“{title}?” Who finds out, and by when?"), worth)
        .subject(subject(&unknown.item))
        .about([item])
        .evidence(format!("{} has {lacks}.", facts.mention(item)))
        .rests_on(lacks)
        .way_if(unknown.who.is_empty().then_some(who))
        .way_if(dated)
}
