//! What is known of a plan's dates: those of the newest state that was played, and those of the state
//! that it is compared with.

use std::sync::Arc;

use jiff::civil::Date;
use plan::ItemRef;
use review::Review;
use view::Facts;
use workbench::{Dates, Snapshot, facts};

/// A plan, and its dates.
#[derive(Debug)]
pub struct Played {
    /// The plan.
    pub snapshot: Arc<Snapshot>,
    /// Its dates.
    pub dates: Dates,
}

/// What is worth asking about a state of a plan.
#[derive(Debug)]
pub struct Asked {
    /// The plan.
    pub snapshot: Arc<Snapshot>,
    /// The questions.
    pub review: Review,
}

/// What the dates are compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Against {
    /// The last commit.
    LastCommit,
    /// The plan as it was when it was opened, where no commit has it.
    AsOpened,
}

/// The dates of a plan as far as they are known.
#[derive(Clone, Debug)]
pub struct Outlook {
    /// The newest state with dates.
    pub now: Arc<Played>,
    /// The state that it is compared with, if that has dates.
    pub before: Option<Arc<Played>>,
    /// What that state is.
    pub against: Against,
}

/// When an item will be finished, and how far that moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finish {
    /// The date that half of the runs make.
    pub p50: Option<Date>,
    /// The date that four of five runs make; `None` if they do not.
    pub p80: Option<Date>,
    /// The same in the state that is compared with.
    pub before: Option<Date>,
    /// Working days from then to now; negative if it is sooner.
    pub moved: i64,
}

impl Played {
    /// In the terms of the screens.
    #[must_use]
    pub fn facts(&self) -> Facts<'_> {
        facts(&self.snapshot, &self.dates)
    }

    /// The item that has this draw key.
    #[must_use]
    pub fn item_of(&self, key: u64) -> Option<ItemRef> {
        self.snapshot.plan.items().find(|(_, item)| item.key == key).map(|(found, _)| found)
    }

    fn p80(&self, item: ItemRef) -> Option<Date> {
        let facts = self.facts();
        Some(facts.finish_date(facts.played(item)?.finish.p80?))
    }
}

impl Outlook {
    /// When the item with this draw key will be finished; `None` for what is done or never scheduled.
    #[must_use]
    pub fn finish(&self, key: u64) -> Option<Finish> {
        let item = self.now.item_of(key)?;
        let facts = self.now.facts();
        if facts.plan.is_too_early() || facts.progress(item) == view::facts::Status::Done {
            return None;
        }
        let played = facts.played(item)?;
        let zone = &self.now.snapshot.plan.zone;
        let date = |moment: Option<_>| moment.map(|moment| facts.finish_date(moment));
        let p80 = date(played.finish.p80);
        let before = self.before.as_ref().and_then(|before| {
            let facts = before.facts();
            if facts.plan.is_too_early() { None } else { before.p80(before.item_of(key)?) }
        });
        let calendar = facts.lowered.plan_calendar();
        let moved = match (before, p80) {
            (Some(before), Some(p80)) => calendar.working_days(before, p80, zone),
            _ => 0,
        };
        Some(Finish { p50: date(played.finish.p50), p80, before, moved })
    }
}
