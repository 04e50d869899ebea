//! How old forecasts held: each is played again with the plan of its day, and what has been
//! finished since is counted against it.
//!
//! In: the revisions, and what is finished by now. Out: a [`Backtest`].

use std::collections::{BTreeMap, BTreeSet};

use calendar::Moment;
use forecast::Forecast;
use jiff::civil::Date;
use plan::{Backtest, BacktestRow, ItemRef, Plan, TaskId};
use rayon::prelude::*;
use store::{HistoryError, Texts};

use super::Past;
use super::trend::{played, reaching_back};
use crate::Snapshot;

/// One old forecast of something that is finished now.
struct Outcome {
    /// The key of the item, as it is today.
    key: u64,
    is_inside: bool,
    by_p50: bool,
    by_p80: bool,
    /// Working days from P50 to the day on which it was finished.
    late_days: i64,
}

impl Past {
    /// How the forecasts of the past held, for each task and milestone that was open then and is
    /// finished now, and for the plan itself if it is.
    ///
    /// A forecast holds to the day: what is finished on the day of its P80 was made by P80.
    ///
    /// **Cost.** One forecast a row, on all threads.
    ///
    /// # Errors
    /// [`HistoryError::Git`] if old texts cannot be read.
    pub fn backtest(
        &self,
        snapshot: &Snapshot,
        seed: Option<u64>,
    ) -> Result<Backtest, HistoryError> {
        let days = self.days(snapshot.today, snapshot);
        let wanted: Vec<_> =
            days.iter().filter_map(|day| self.wanted(*day, snapshot, seed)).collect();
        let texts: Vec<&Texts> = wanted.iter().map(|one| one.texts).collect();
        let files = self.history.texts(&texts)?;
        let commit_dates = self.commit_dates(&snapshot.plan.zone);
        let calendar = reaching_back(snapshot, days.first().copied());
        let working_days =
            |from, to| calendar.as_ref().map_or(0, |calendar| calendar.working_days(from, to));
        let finished = finished_on(&snapshot.plan);
        let rows: Vec<(BacktestRow, Vec<Outcome>)> = wanted
            .par_iter()
            .zip(files)
            .filter_map(|(one, files)| {
                let (then, forecast) = played(files.ok()?, one.date, &commit_dates, seed)?;
                let outcomes = outcomes(&then, &forecast, &snapshot.plan, &working_days);
                Some((row(&then, &forecast, finished, &outcomes), outcomes))
            })
            .collect();
        let all: Vec<&Outcome> = rows.iter().flat_map(|(_, outcomes)| outcomes).collect();
        let late: i64 = all.iter().map(|one| one.late_days).sum();
        Ok(Backtest {
            forecasts: all.len(),
            items: all.iter().map(|one| one.key).collect::<BTreeSet<_>>().len(),
            inside: all.iter().filter(|one| one.is_inside).count(),
            by_p50: all.iter().filter(|one| one.by_p50).count(),
            by_p80: all.iter().filter(|one| one.by_p80).count(),
            late_days: late as f64 / all.len().max(1) as f64,
            finished,
            rows: rows.into_iter().map(|(row, _)| row).collect(),
        })
    }
}

/// The day on which all work of `plan` was finished; `None` while some of it is open, or where a
/// day is not known.
fn finished_on(plan: &Plan) -> Option<Date> {
    let days: Option<Vec<Date>> =
        plan.leaves().filter(|(_, task)| !task.cut).map(|(_, task)| task.done).collect();
    days?.into_iter().max()
}

fn row(
    then: &Snapshot,
    forecast: &Forecast,
    finished: Option<Date>,
    outcomes: &[Outcome],
) -> BacktestRow {
    let is_sure = !then.plan.is_too_early();
    let finish = |percent| {
        let date = |moment: Moment| then.finish_date(moment);
        forecast.finish.percentile(percent).filter(|_| is_sure).map(date)
    };
    let (p50, p80) = (finish(50), finish(80));
    BacktestRow {
        date: then.today,
        p50,
        p80,
        held: finished.zip(p80).map(|(finished, p80)| finished <= p80),
        forecasts: outcomes.len(),
        inside: outcomes.iter().filter(|one| one.is_inside).count(),
        by_p80: outcomes.iter().filter(|one| one.by_p80).count(),
    }
}

/// What became of everything that was open then and is finished now, by day.
fn outcomes(
    then: &Snapshot,
    forecast: &Forecast,
    now: &Plan,
    working_days: &impl Fn(Date, Date) -> i64,
) -> Vec<Outcome> {
    let Some(lowered) = &then.lowered else { return Vec::new() };
    let old = &then.plan;
    let pairs = plan::pairs(old, now);
    let ids: BTreeMap<u64, TaskId> =
        (0..).map(TaskId).zip(&old.tasks).map(|(id, task)| (task.item.key, id)).collect();
    let tasks = pairs.iter().filter_map(|(before, after)| {
        let (before, after) = ((*before)?, (*after)?);
        let is_open = before.is_leaf() && !before.ticked && !before.cut;
        let done = after.done.filter(|_| is_open && after.ticked)?;
        Some((after.item.key, ItemRef::Task(*ids.get(&before.item.key)?), done))
    });
    let milestones = (0..).map(plan::MilestoneId).zip(&old.milestones);
    let milestones = milestones.filter(|(_, one)| !one.item.ticked).filter_map(|(id, before)| {
        let mut now = now.milestones.iter();
        let after = now.find(|after| after.item.key == before.item.key)?;
        Some((after.item.key, ItemRef::Milestone(id), after.done.filter(|_| after.item.ticked)?))
    });
    let date = |moment: Moment| then.finish_date(moment);
    let outcome = |(key, item, done): (u64, ItemRef, Date)| {
        let finish = &forecast.activities[lowered.activity_of(item)?.index()].finish;
        let (p10, p50) = (date(finish.p10?), date(finish.p50?));
        let (p80, p90) = (date(finish.p80?), date(finish.p90?));
        // What was finished before the day of the forecast without being ticked tells nothing.
        (done >= then.today).then(|| Outcome {
            key,
            is_inside: (p10..=p90).contains(&done),
            by_p50: done <= p50,
            by_p80: done <= p80,
            late_days: working_days(p50, done),
        })
    };
    tasks.chain(milestones).filter_map(outcome).collect()
}
