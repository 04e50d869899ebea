//! A date that is to be likely enough, and how near sets of levers come to it on search draws.

use calendar::{Moment, end_of_day};
use forecast::Forecast;
use jiff::civil::Date;
use plan::{Intent, Lever};

use super::cut::Stand;
use super::price::{Pricer, Sieve};
use super::search::search_seed;
use crate::{Dates, PlayOptions, Snapshot};

/// What is wanted: to be done by the end of a day, so likely.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Goal {
    /// The day.
    pub by: Date,
    /// The chance in percent, 1 to 99.
    pub percent: u32,
}

/// A goal on the draws that are searched on.
pub(super) struct Aim<'a> {
    /// Few runs, to tell what matters at all.
    pub(super) sieve: Sieve<'a>,
    /// More runs, to tell how much.
    fine: Pricer<'a>,
    /// The end of the day.
    end: Moment,
    percent: u32,
}

const FINE_RUNS: u32 = 512;

impl<'a> Aim<'a> {
    /// Plays the plan as it is; `None` if it cannot be played.
    pub(super) fn new(
        snapshot: &'a Snapshot,
        dates: &'a Dates,
        options: PlayOptions,
        goal: Goal,
    ) -> Option<Self> {
        let seed = search_seed(snapshot, options);
        let fine = PlayOptions { runs: Some(FINE_RUNS), seed: Some(seed) };
        Some(Self {
            sieve: Sieve::new(snapshot, dates, seed)?,
            fine: Pricer::new(snapshot, dates, fine)?,
            end: end_of_day(goal.by, &snapshot.plan.zone),
            percent: goal.percent,
        })
    }

    /// When the plan is done in 80 of 100 runs, whatever is wanted; `None` if that is never, or
    /// `levers` do not go together.
    pub(super) fn finish(&self, levers: &[&Lever]) -> Option<Moment> {
        self.play(levers)?.finish.percentile(80)
    }

    /// Where the plan stands.
    pub(super) fn stand(&self, levers: &[&Lever]) -> Stand {
        self.play(levers).map_or(Stand::NEVER, |played| Stand::of(&played, self.end, self.percent))
    }

    /// How much later the plan is in the mean, roughly, in minutes.
    pub(super) fn mean_minutes_later(&self, levers: &[&Lever]) -> Option<i64> {
        self.sieve.minutes_later(&intents(levers))
    }

    fn play(&self, levers: &[&Lever]) -> Option<Forecast> {
        self.fine.with(&intents(levers))
    }
}

/// The intents of all of them, in order.
pub(super) fn intents(levers: &[&Lever]) -> Vec<Intent> {
    levers.iter().flat_map(|lever| lever.intents.iter().cloned()).collect()
}
