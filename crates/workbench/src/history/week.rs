//! How the date moved in the last week.
//!
//! In: the revisions, and today's dates. Out: a [`Moved`]. The forecast of a week ago is the one that
//! `fore status` shows in its row of that day, and is kept with the others.

use jiff::ToSpan;
use plan::Moved;
use store::HistoryError;

use super::Past;
use super::trend::{point, reaching_back};
use crate::{Dates, Snapshot};

const WEEK_DAYS: i64 = 7;

impl Past {
    /// By how much P80 of `snapshot`, whose dates are `dates`, moved in the last seven days; `None`
    /// where either has no P80, or the plan was not there yet or had errors.
    ///
    /// **Cost.** One forecast, on fewer runs than today's; none if it is kept.
    ///
    /// # Errors
    /// [`HistoryError::Git`] if the old text cannot be read.
    pub fn last_week(
        &self,
        snapshot: &Snapshot,
        dates: &Dates,
        seed: Option<u64>,
    ) -> Result<Option<Moved>, HistoryError> {
        let zone = &snapshot.plan.zone;
        let since = snapshot.today.saturating_sub(WEEK_DAYS.days());
        let Some(wanted) = self.wanted(since, snapshot, seed) else { return Ok(None) };
        let points = self.points(&[wanted], &self.commit_dates(zone), seed)?;
        self.kept.borrow_mut().write(&self.history);
        let then = points.get(&since).and_then(|point| point.p80);
        let now = point(snapshot, &dates.forecast).p80;
        let Some((then, now)) = then.zip(now) else { return Ok(None) };
        let counted = reaching_back(snapshot, Some(since.min(then)));
        Ok(counted.map(|plan| Moved { since, then, now, days: plan.working_days(then, now) }))
    }
}
