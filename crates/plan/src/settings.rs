//! The settings of a plan: `fore.toml`.
//!
//! In: its text. Out: typed [`Settings`] and diagnostics at the exact characters. What the
//! settings are for is not known here: calendars and forecasts read them.

mod read;
mod schema;

pub use schema::{SETTINGS, Setting};

use crate::{DateRange, Duration, Estimate};

/// A stretch of working time within a day, in minutes after midnight; `from < to <= 24 h`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockRange {
    /// First minute.
    pub from: u32,
    /// One past the last minute.
    pub to: u32,
}

/// What a range of work means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RangeShape {
    /// One case of ten is below it, one above; spread as ratios are.
    LogNormal,
    /// The least and the most that can happen, as in PERT.
    Pert,
    /// The same, with straight sides.
    Triangular,
    /// Nothing: the ratios of finished tasks say how wide it is.
    History,
    /// Nothing: work is its middle.
    Fixed,
}

impl RangeShape {
    /// Each with its name in `fore.toml`.
    pub const ALL: [(&str, RangeShape); 5] = [
        ("log-normal", RangeShape::LogNormal),
        ("pert", RangeShape::Pert),
        ("triangular", RangeShape::Triangular),
        ("history", RangeShape::History),
        ("fixed", RangeShape::Fixed),
    ];
}

/// Finished work of an earlier plan: what was said, and what it took.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Earlier {
    /// The estimate.
    pub estimate: Estimate,
    /// The work that it came to, more than none.
    pub took: Duration,
}

/// What a hand-over costs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HandOver {
    /// Added once.
    pub extra: Duration,
    /// Added in percent of the effort.
    pub percent: u32,
}

/// How far a change may move the date before somebody is told, or stopped; `None` for any distance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DiffLimits {
    /// Working days by which P80 may come later.
    pub later_days: Option<u32>,
    /// The same in percent of the time from today to the P80 before.
    pub later_percent: Option<u32>,
    /// Working days by which P80 may come sooner.
    pub sooner_days: Option<u32>,
    /// The same in percent of the time from today to the P80 before.
    pub sooner_percent: Option<u32>,
    /// Whether a change beyond a limit is refused, rather than only marked.
    pub fails: bool,
}

/// What `fore.toml` says, with the defaults for what it does not say.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Working time of Monday to Sunday, in order and without overlap.
    pub week: [Vec<ClockRange>; 7],
    /// The country whose public holidays are kept, as in ISO 3166.
    pub country: Option<String>,
    /// Its region, as in ISO 3166-2 without the country.
    pub region: Option<String>,
    /// Days on which nobody works, besides.
    pub holidays: Vec<DateRange>,
    /// Minutes that `1d` stands for.
    pub day_minutes: u32,
    /// Runs of the forecast, if not as many as its size allows.
    pub runs: Option<u32>,
    /// Seed of the forecast's draws.
    pub seed: u64,
    /// By how much written ranges are widened (k).
    pub overconfidence: f64,
    /// Spread of the team's pace.
    pub pace: f64,
    /// How ranges of work are read.
    pub shape: RangeShape,
    /// Spread of the pace of work on one system, besides the team's; none at first.
    pub system_pace: f64,
    /// Work that was finished before this plan: it teaches as the plan's own finished tasks do.
    pub record: Vec<Earlier>,
    /// What it costs that somebody takes a task over.
    pub hand_over: HandOver,
    /// The estimate of a task that has none.
    pub estimate: Estimate,
    /// How far a change may move the date.
    pub diff: DiffLimits,
    /// The working time before somebody who joins is of use.
    pub join: Duration,
    /// The working time that it takes somebody in the team to learn a skill.
    pub learn: Duration,
}

impl Settings {
    /// The days, as `1d` is one, that so many working minutes are.
    #[must_use]
    pub fn days(&self, minutes: f64) -> f64 {
        minutes / f64::from(self.day_minutes)
    }
}

impl Default for Settings {
    /// Monday to Friday from 9 to 17, days of 8 hours, and the numbers that the manual gives.
    fn default() -> Self {
        let day = vec![ClockRange { from: 9 * 60, to: 17 * 60 }];
        let off = Vec::new();
        Self {
            week: [day.clone(), day.clone(), day.clone(), day.clone(), day, off.clone(), off],
            country: None,
            region: None,
            holidays: Vec::new(),
            day_minutes: 8 * 60,
            runs: None,
            seed: 1,
            overconfidence: 1.5,
            pace: 0.20,
            shape: RangeShape::LogNormal,
            system_pace: 0.0,
            record: Vec::new(),
            hand_over: HandOver { extra: Duration::days(1.0), percent: 20 },
            estimate: Estimate::ThreePoint(
                Duration::days(1.0),
                Duration::days(3.0),
                Duration::days(10.0),
            ),
            diff: DiffLimits::default(),
            join: Duration::days(20.0),
            learn: Duration::days(5.0),
        }
    }
}
