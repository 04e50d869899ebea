//! What a set of intents does to the finish, cheaply: many changes of one plan on one set of draws.
//!
//! In: a snapshot, a seed and a number of runs; then intents. Out: finishes that can be compared
//! run by run. The text of a change is made and read, so that it means what it would mean if
//! somebody wrote it; only the proof that nothing else changed is left to whoever writes it.

use calendar::{Moment, Work, end_of_day};
use forecast::{Comparison, Forecast, Futures, compare};
use plan::{Intent, Lever};
use schedule::Lowered;

use crate::apply::rewrite;
use crate::{Dates, PlayOptions, Snapshot, dates};

/// A lever with what it buys.
#[derive(Clone, Debug)]
pub struct PricedLever {
    /// The lever.
    pub lever: Lever,
    /// How the finish of the plan moves with it.
    pub finish: Comparison,
    /// The chance of the plan's due date with it; `None` without one.
    pub chance: Option<f64>,
    /// The 80 % finish with it; `None` if the plan never gets there.
    pub p80: Option<Moment>,
}

/// Less than this, in elapsed minutes, is nothing to anybody: half a working day, with the night
/// that may lie between.
const NOTICED_MINUTES: i64 = 4 * 60;

impl PricedLever {
    /// How much sooner P80 is at least, in elapsed minutes: what it buys on these draws, less what
    /// other draws might take away. Negative if it is later.
    #[must_use]
    pub fn minutes_sooner(&self) -> i64 {
        let doubt = self.finish.p80_half_width.map_or(0, |width| width.0);
        -self.finish.p80.map_or(0, |shift| shift.0) - doubt
    }

    /// How much sooner P80 is at most: where runs are few, what more of them might show.
    pub(super) fn minutes_sooner_at_most(&self) -> i64 {
        let doubt = self.finish.p80_half_width.map_or(0, |width| width.0);
        self.minutes_sooner() + 2 * doubt
    }

    /// Whether it buys anything that somebody would notice.
    #[must_use]
    pub fn helps(&self) -> bool {
        is_noticed(self.minutes_sooner())
    }
}

/// Whether so many elapsed minutes are anything to anybody.
pub(super) fn is_noticed(minutes: i64) -> bool {
    minutes >= NOTICED_MINUTES
}

/// Prices changes of one plan on one set of draws.
pub(crate) struct Pricer<'a> {
    snapshot: &'a Snapshot,
    futures: Futures,
    /// The forecast whose dates are shown.
    shown: &'a Forecast,
}

impl<'a> Pricer<'a> {
    /// Plays the plan as it is, in the order of priority of its `dates`; `None` if it cannot be
    /// played.
    pub(crate) fn new(
        snapshot: &'a Snapshot,
        dates: &'a Dates,
        options: PlayOptions,
    ) -> Option<Self> {
        let base = dates::finish_again(snapshot, options, dates)?;
        Some(Self { snapshot, futures: futures(snapshot, base), shown: &dates.forecast })
    }

    /// The same on the first `runs` of its runs.
    fn on_first(&self, runs: u32) -> Option<Self> {
        let base = self.base().of_first(&self.snapshot.lowered.as_ref()?.problem, runs)?;
        Some(Self { futures: futures(self.snapshot, base), ..*self })
    }

    /// On the draws of `dates`, in as many runs.
    pub(crate) fn of(snapshot: &'a Snapshot, dates: &'a Dates) -> Self {
        let base = dates.forecast.clone();
        Self { snapshot, futures: futures(snapshot, base), shown: &dates.forecast }
    }

    /// The plan as it is.
    pub(crate) fn base(&self) -> &Forecast {
        self.futures.forecast()
    }

    /// The plan with `intents` carried out; `None` if that is refused, or leaves nothing to do.
    pub(crate) fn with(&self, intents: &[Intent]) -> Option<Forecast> {
        Some(self.played(&changed(self.snapshot, intents)?))
    }

    /// The changed plan in the same futures.
    fn played(&self, changed: &Lowered) -> Forecast {
        self.futures.finish(&changed.problem)
    }

    /// How much later the plan is in the mean with `intents` carried out, run by run, in minutes:
    /// surer than a percentile where runs are few. `None` if it is refused, or never ends in some
    /// run that ended before.
    pub(crate) fn mean_minutes_later(&self, intents: &[Intent]) -> Option<i64> {
        self.minutes_later(&changed(self.snapshot, intents)?)
    }

    fn minutes_later(&self, changed: &Lowered) -> Option<i64> {
        let after = self.played(changed);
        let pairs = self.base().finishes.iter().zip(&after.finishes);
        let ended = pairs.filter_map(|(before, after)| Some(((*before)?, *after)));
        let shifts = ended.map(|(before, after)| Some((after? - before).0));
        let shifts: Vec<i64> = shifts.collect::<Option<_>>()?;
        Some(shifts.iter().sum::<i64>() / i64::try_from(shifts.len().max(1)).unwrap_or(1))
    }

    /// What a lever buys.
    pub(crate) fn price(&self, lever: Lever) -> Option<PricedLever> {
        let after = self.with(&lever.intents)?;
        let plan = &self.snapshot.plan;
        let chance = plan.due.map(|due| {
            let end = end_of_day(due.date, &plan.zone);
            let gain = after.finish.chance_by(end) - self.base().finish.chance_by(end);
            (self.shown.finish.chance_by(end) + gain).clamp(0.0, 1.0)
        });
        let finish = compare(self.base(), &after);
        Some(PricedLever { lever, finish, chance, p80: self.p80_with(&after) })
    }

    /// The 80 % finish that is shown, moved by as much working time as on the runs of this: so that
    /// the difference is surer than either date, and fits the date beside which it stands.
    fn p80_with(&self, after: &Forecast) -> Option<Moment> {
        let (then, now) = (after.finish.percentile(80)?, self.base().finish.percentile(80)?);
        let shown = self.shown.finish.percentile(80)?;
        if shown == now {
            return Some(then);
        }
        let lowered = self.snapshot.lowered.as_ref()?;
        let (calendar, today) = (lowered.plan_calendar(), lowered.problem.today());
        let work = calendar.work_between(today, shown).0 + calendar.work_between(now, then).0;
        calendar.finish(today, Work(work.max(0)))
    }
}

/// The futures in which changes of `snapshot` are played.
fn futures(snapshot: &Snapshot, base: Forecast) -> Futures {
    let lowered = snapshot.lowered.as_ref().expect("BUG: dates without a problem");
    Futures::new(&lowered.problem, base)
}

/// A plan changed; `None` if that is refused, or leaves nothing to do.
fn changed(snapshot: &Snapshot, intents: &[Intent]) -> Option<Lowered> {
    rewrite(snapshot, intents).ok()?.after.lowered
}

/// Tells what moves the date at all from what does not, for many changes and at a small cost.
///
/// Most changes of a plan move nothing, or the wrong way, and a few runs show it (racing; Maron and
/// Moore 1994): only what is sooner in these is played in more.
pub(super) struct Sieve<'a> {
    glance: Pricer<'a>,
    look: Pricer<'a>,
}

/// One run a scramble …
const GLANCE_RUNS: u32 = 16;
/// … and enough runs to tell by the mean what helps most.
const LOOK_RUNS: u32 = 64;

impl<'a> Sieve<'a> {
    /// Plays the plan as it is, on the draws of `seed`; `None` if it cannot be played.
    pub(super) fn new(snapshot: &'a Snapshot, dates: &'a Dates, seed: u64) -> Option<Self> {
        let futures = PlayOptions { runs: Some(LOOK_RUNS), seed: Some(seed) };
        let look = Pricer::new(snapshot, dates, futures)?;
        Some(Self { glance: look.on_first(GLANCE_RUNS)?, look })
    }

    /// How much sooner the plan is in the mean with `intents` carried out, in minutes; `None` if it is
    /// not, as far as few runs show.
    pub(super) fn minutes_sooner(&self, intents: &[Intent]) -> Option<i64> {
        let changed = changed(self.look.snapshot, intents)?;
        self.glance.minutes_later(&changed).filter(|later| *later < 0)?;
        self.look.minutes_later(&changed).map(|later| -later).filter(|sooner| *sooner > 0)
    }

    /// How much later the plan is in the mean with `intents` carried out, in minutes; `None` if they
    /// cannot be.
    pub(super) fn minutes_later(&self, intents: &[Intent]) -> Option<i64> {
        self.look.mean_minutes_later(intents)
    }
}
