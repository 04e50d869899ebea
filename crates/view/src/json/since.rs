//! `fore why ID --since REV --json`.

use plan::ItemRef;
use serde::Serialize;

use super::status::{CauseJson, causes};
use super::{Why, why};
use crate::facts::Facts;
use crate::screens::{Before, since_said};

/// An item then and now.
#[derive(Debug, Serialize)]
pub struct WhySince {
    answer: String,
    since: String,
    moved_working_days: Option<i64>,
    then: Option<Why>,
    now: Why,
    causes: Vec<CauseJson>,
}

/// Why `item` has another date than it had.
#[must_use]
pub fn why_since(facts: &Facts, item: ItemRef, before: &Before) -> WhySince {
    WhySince {
        answer: since_said(facts, item, before),
        since: before.facts.today.to_string(),
        moved_working_days: before.moved,
        then: before.item.map(|item| why(&before.facts, item)),
        now: why(facts, item),
        causes: causes(before.causes, before.moved, facts.today),
    }
}
