//! Why one item has another date than in an old revision.

use jiff::civil::Date;
use plan::{Cause, ItemRef, Story};
use store::HistoryError;

use super::causes::{self, Then};
use super::story::Changes;
use super::trend::{DAYS_MIN, reaching_back};
use super::{Past, date};
use crate::{Dates, Input, PlayOptions, Snapshot, play, read};

/// An item then, and what moved it since.
#[derive(Clone, Debug)]
pub struct Since {
    /// The plan of the old revision, as of the day on which it was written.
    pub snapshot: Snapshot,
    /// Its dates.
    pub dates: Dates,
    /// The item in that plan; `None` if it was not there.
    pub item: Option<ItemRef>,
    /// By how many working days its P80 moved; `None` where one of the two is not known.
    pub moved: Option<i64>,
    /// What moved it, the largest first.
    pub causes: Vec<Cause>,
}

impl Past {
    /// What has become of `item` since `revision`, or since a day such as `2026-10-01`; `None` if the plan had errors then, or nothing
    /// to schedule.
    ///
    /// # Errors
    /// As [`store::History::plan_at`].
    pub fn since(
        &self,
        revision: &str,
        item: ItemRef,
        now: &Snapshot,
        dates: &Dates,
        seed: Option<u64>,
    ) -> Result<Option<Since>, HistoryError> {
        let zone = &now.plan.zone;
        let of_day = |day| Some(self.revisions[self.as_of(day, zone)?].commit.as_str());
        let revision = revision.parse::<Date>().ok().and_then(of_day).unwrap_or(revision);
        let files = self.history.plan_at(revision)?;
        let written = self.history.written(revision)?;
        let today = date(written, zone).unwrap_or(now.today).min(now.today);
        let as_of = |today| {
            let (files, settings) = (files.files.clone(), files.settings.clone());
            let input = Input { files, settings, today, commit_dates: self.commit_dates(zone) };
            let snapshot = read(input);
            // As many runs as today, so that the same plan on the same day has the same dates.
            let options = PlayOptions { runs: Some(dates.forecast.runs), seed };
            play(&snapshot, options).map(|dates| (snapshot, dates))
        };
        let Some((snapshot, then_dates)) = as_of(today) else { return Ok(None) };
        let key = now.plan.item(item).map(|item| item.key);
        let item_then =
            snapshot.plan.items().find(|(_, about)| Some(about.key) == key).map(|(item, _)| item);
        let is_too_early = snapshot.plan.is_too_early() || now.plan.is_too_early();
        let p80 = |snapshot: &Snapshot, dates: &Dates, item: Option<ItemRef>| {
            let item = item.filter(|_| !is_too_early)?;
            let activity = snapshot.lowered.as_ref()?.activity_of(item)?;
            let finish = dates.forecast.activities[activity.index()].finish.p80?;
            Some(snapshot.finish_date(finish))
        };
        let ends = p80(&snapshot, &then_dates, item_then).zip(p80(now, dates, Some(item)));
        let reaching_back = reaching_back(now, Some(today));
        let moved = ends.and_then(|(then, now)| Some(reaching_back?.working_days(then, now)));
        // Where time alone has moved nothing, what is the same in both has moved nothing either.
        let unmoved = as_of(now.today).filter(|(later, later_dates)| {
            today < now.today
                && p80(later, later_dates, item_then) == p80(&snapshot, &then_dates, item_then)
        });
        let (old, old_dates) =
            unmoved.as_ref().map_or((&snapshot, &then_dates), |(old, dates)| (old, dates));
        let then = Then { snapshot: old, forecast: &old_dates.forecast };
        let shares = match moved {
            Some(_) => {
                let commit_dates = self.commit_dates(zone);
                causes::shares(&then, now, &dates.forecast, &commit_dates, seed, Some(item))
            }
            None => Vec::new(),
        };
        let line = self.revisions.iter().rposition(|one| one.seconds <= written).unwrap_or(0);
        let changes = Changes::new(&snapshot.plan, &now.plan, line);
        let mut causes: Vec<Cause> = shares
            .iter()
            .filter_map(|(piece, days)| self.cause(*piece, *days, &changes))
            .filter(|one| one.days.abs() >= DAYS_MIN || matches!(one.story, Story::New(_)))
            .collect();
        causes.sort_by(|a, b| b.days.total_cmp(&a.days));
        Ok(Some(Since { snapshot, dates: then_dates, item: item_then, moved, causes }))
    }
}
