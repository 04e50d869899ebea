//! When to stop playing: how sure the percentiles of the finish are, and how sure is enough.
//!
//! In go the finishes by scramble and the calendar in whose working time doubts are said, out comes
//! half the width of an interval for each percentile. It must not know how runs are played.
//!
//! # Theory
//! The scrambles are independent smaller forecasts, so that their differences measure the error of
//! a percentile, however well their own runs are stratified: half the width is t · s / √16, with s
//! the standard deviation over the 16 scrambles and t the 97.5th percentile of the t distribution
//! with 15 degrees of freedom (batch means). It is counted in working time: two scrambles on either
//! side of a weekend do not differ by a weekend.
//!
//! Playing begins with [`RUNS_FIRST`] runs and doubles until P50 and P80 are known within half a
//! working day, or a quarter of a percent of the work that remains where that is more, and P95 within
//! three times that: it is read as a warning, not as a date. What has been played is kept, since draws have
//! addresses.

use calendar::{Calendar, Moment, Work};

use crate::distribution::Distribution;

/// How many runs a forecast begins with.
pub const RUNS_FIRST: u32 = 2048;

/// The most runs there are, however unsure the dates: from here on each halving of the doubt would cost
/// four times the wait, and the doubt is stated.
pub const RUNS_MAX: u32 = 8192;

/// How many runs to play.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Runs {
    /// So many; rounded up to a multiple of [`crate::SCRAMBLES`], best a power of two.
    Fixed(u32),
    /// From [`RUNS_FIRST`] on twice as many each time, until the percentiles are sure enough.
    UntilSure {
        /// What is sure enough: half the width of the interval of P50 and P80, in working time.
        within: Work,
        /// When to stop however unsure it is. See [`crate::runs_for`].
        most: u32,
    },
}

impl Runs {
    /// How many are played before anybody asks whether they are enough.
    #[must_use]
    pub fn at_first(self) -> u32 {
        match self {
            Runs::Fixed(runs) => runs,
            Runs::UntilSure { most, .. } => most.min(RUNS_FIRST),
        }
    }
}

/// How far percentiles of the finish may be off because runs are few: half of a 95 % interval, in
/// working time. `None` where a scramble never gets there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Precision {
    /// Of the median.
    pub p50: Option<Work>,
    /// Of the 80th percentile.
    pub p80: Option<Work>,
    /// Of the 95th percentile.
    pub p95: Option<Work>,
}

impl Precision {
    /// How sure the percentiles of `scrambles` are, in the working time of `calendar` from `today` on.
    #[must_use]
    pub fn of(scrambles: &[Distribution], calendar: &Calendar, today: Moment) -> Self {
        let of = |percent| {
            let worked = worked(scrambles, percent, calendar, today);
            half_width(worked).map(Work)
        };
        Precision { p50: of(50), p80: of(80), p95: of(95) }
    }

    /// Whether nobody would play on: P50 and P80 are known within `within`, or the 400th part of
    /// `remaining` where that is more, P95 within three times that. What is never reached is as sure as it
    /// gets.
    #[must_use]
    pub fn is_enough(&self, within: Work, remaining: Work) -> bool {
        let within = within.0.max(remaining.0 / 400);
        let known = |half_width: Option<Work>, times| {
            half_width.is_none_or(|half_width| half_width.0 <= times * within)
        };
        known(self.p50, 1) && known(self.p80, 1) && known(self.p95, 3)
    }
}

/// The working time until each scramble's percentile.
fn worked<'a>(
    scrambles: &'a [Distribution],
    percent: u32,
    calendar: &'a Calendar,
    today: Moment,
) -> impl Iterator<Item = Option<i64>> + 'a {
    let until = move |finish| calendar.work_between(today, finish).0;
    scrambles.iter().map(move |scramble| scramble.percentile(percent).map(until))
}

/// Half the width of a 95 % t-interval of the mean of sixteen numbers of minutes, rounded up.
pub(crate) fn half_width(minutes: impl Iterator<Item = Option<i64>>) -> Option<i64> {
    let minutes: Vec<f64> = minutes.map(|at| at.map(|at| at as f64)).collect::<Option<_>>()?;
    Some(t_half_width(&minutes).ceil() as i64)
}

/// Half the width of a 95 % t-interval of the mean of sixteen numbers, one for each scramble.
#[must_use]
pub fn t_half_width(numbers: &[f64]) -> f64 {
    /// The 97.5th percentile of the t distribution with 15 degrees of freedom.
    const T: f64 = 2.131_45;
    let n = numbers.len() as f64;
    let mean = numbers.iter().sum::<f64>() / n;
    let squares: f64 = numbers.iter().map(|at| (at - mean) * (at - mean)).sum();
    T * (squares / (n - 1.0) / n).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sixteen forecasts of one run each, so many minutes from now.
    fn scrambles(minutes: [i64; 16]) -> Vec<Distribution> {
        minutes.map(|at| Distribution::new([Some(Moment(at))])).to_vec()
    }

    fn check(half_width: Option<i64>, within: i64, remaining: i64, expected: bool) {
        let half_width = half_width.map(Work);
        let found = Precision { p50: half_width, p80: half_width, p95: half_width };
        assert_eq!(found.is_enough(Work(within), Work(remaining)), expected);
    }

    #[test]
    fn half_widths_are_those_of_the_t_distribution() {
        // Eight at 0 and eight at 60: s² = 16 · 30² / 15 = 960; 2.13145 · √(960 / 16) = 16.51.
        let minutes = std::array::from_fn(|scramble| 60 * (scramble as i64 % 2));
        let found = Precision::of(&scrambles(minutes), &Calendar::clock(), Moment(0));
        let expected = Some(Work(17));
        assert_eq!(found, Precision { p50: expected, p80: expected, p95: expected });
    }

    #[test]
    fn equal_scrambles_are_sure_and_never_is_not_a_number() {
        let found = Precision::of(&scrambles([60; 16]), &Calendar::clock(), Moment(0));
        assert_eq!(found.p80, Some(Work(0)));
        let never = vec![Distribution::new([None]); 16];
        assert_eq!(Precision::of(&never, &Calendar::clock(), Moment(0)), Precision::default());
    }

    #[test]
    fn half_a_day_is_enough_and_more_where_much_remains() {
        check(Some(240), 240, 0, true);
        check(Some(241), 240, 0, false);
        // 100,000 / 400 = 250
        check(Some(250), 240, 100_000, true);
        check(Some(251), 240, 100_000, false);
        check(None, 240, 0, true);
    }

    #[test]
    fn the_95th_percentile_may_be_off_by_three_times_as_much() {
        let found = Precision { p50: None, p80: Some(Work(240)), p95: Some(Work(720)) };
        assert!(found.is_enough(Work(240), Work(0)));
        assert!(!found.is_enough(Work(239), Work(0)));
    }
}
