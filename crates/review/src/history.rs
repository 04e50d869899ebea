//! What commits know about the items of a plan, as plain dates.
//!
//! In: what happened when, by key. Out: answers about one item. Where it comes from, the workbench
//! knows.

use std::collections::BTreeMap;

use jiff::civil::Date;
use plan::{Happening, Item};

/// What happened to the items of a plan, from the commits that changed it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    /// The days of the first and of the last commit that has the plan.
    pub days: Option<(Date, Date)>,
    by_key: BTreeMap<u64, Vec<(Date, Happening)>>,
}

impl History {
    /// The history in which `events` happened, oldest first, each to the item of its key.
    #[must_use]
    pub fn new(
        days: Option<(Date, Date)>,
        events: impl IntoIterator<Item = (u64, Date, Happening)>,
    ) -> Self {
        let mut by_key: BTreeMap<u64, Vec<(Date, Happening)>> = BTreeMap::new();
        for (key, date, what) in events {
            by_key.entry(key).or_default().push((date, what));
        }
        Self { days, by_key }
    }

    /// All that happened to an item, oldest first.
    #[must_use]
    pub fn of(&self, item: &Item) -> &[(Date, Happening)] {
        self.by_key.get(&item.key).map_or(&[], Vec::as_slice)
    }

    /// When `what` last happened to an item.
    #[must_use]
    pub fn last(&self, item: &Item, what: Happening) -> Option<Date> {
        self.of(item).iter().rev().find(|(_, found)| *found == what).map(|(date, _)| *date)
    }

    /// When anything last happened to an item.
    #[must_use]
    pub fn touched(&self, item: &Item) -> Option<Date> {
        self.of(item).last().map(|(date, _)| *date)
    }

    /// How often `what` happened to an item.
    #[must_use]
    pub fn count(&self, item: &Item, what: Happening) -> usize {
        self.of(item).iter().filter(|(_, found)| *found == what).count()
    }
}
