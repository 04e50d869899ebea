//! Amounts of time as written, and what they are in minutes.
//!
//! In: durations and estimates of the text. Out: minutes, once the settings say how long a
//! working day is. This module must not know calendars: `d` and `w` are working time, and where
//! it falls is the business of `schedule`.

use crate::Settings;

/// Working days in a week, for `w`.
const DAYS_PER_WEEK: f64 = 5.0;

/// A unit of time as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// `m`, minutes.
    Minute,
    /// `h`, hours.
    Hour,
    /// `d`, working days of the plan.
    Day,
    /// `w`, five working days.
    Week,
}

impl Unit {
    /// The letter it is written with.
    #[must_use]
    pub fn letter(self) -> char {
        match self {
            Unit::Minute => 'm',
            Unit::Hour => 'h',
            Unit::Day => 'd',
            Unit::Week => 'w',
        }
    }

    /// Whether it counts working time of the plan even where nobody works on it: `d` and `w` do,
    /// `h` and `m` of a wait or a lag are clock time.
    #[must_use]
    pub fn is_working_time(self) -> bool {
        matches!(self, Unit::Day | Unit::Week)
    }
}

/// An amount of time as written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Duration {
    /// How many; finite, not negative, at most ten years' worth.
    pub amount: f64,
    /// Of what.
    pub unit: Unit,
}

impl Duration {
    /// So many working days.
    #[must_use]
    pub const fn days(amount: f64) -> Self {
        Self { amount, unit: Unit::Day }
    }

    /// How many minutes it is: `d` and `w` as working minutes, `h` and `m` as they are.
    #[must_use]
    pub fn minutes(self, settings: &Settings) -> f64 {
        let day = f64::from(settings.day_minutes);
        self.amount
            * match self.unit {
                Unit::Minute => 1.0,
                Unit::Hour => 60.0,
                Unit::Day => day,
                Unit::Week => DAYS_PER_WEEK * day,
            }
    }

    /// [`Duration::minutes`] as a whole number, rounded half up.
    #[must_use]
    pub fn whole_minutes(self, settings: &Settings) -> i64 {
        // Ten years of minutes are far inside i64, so the cast cannot saturate.
        self.minutes(settings).round() as i64
    }
}

impl std::fmt::Display for Duration {
    /// As in a plan: `2.5d`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", self.amount, self.unit.letter())
    }
}

/// An estimate as written: one number, `low..high` or `low..likely..high`; never zero, never
/// upside-down.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Estimate {
    /// One number.
    Point(Duration),
    /// Low and high.
    Range(Duration, Duration),
    /// Low, likely and high.
    ThreePoint(Duration, Duration, Duration),
}

/// The three numbers of an estimate in minutes; `0 < low <= likely <= high`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// What the estimator means by low, read as the 10th percentile.
    pub low: f64,
    /// The middle.
    pub likely: f64,
    /// What the estimator means by high, read as the 90th percentile.
    pub high: f64,
}

impl Estimate {
    /// Its three numbers in minutes.
    ///
    /// One number `a` is `a/2 .. a .. 2a`; `a..b` has its middle at the geometric mean `√(a·b)`.
    #[must_use]
    pub fn range(&self, settings: &Settings) -> Spread {
        let minutes = |duration: Duration| duration.minutes(settings);
        match *self {
            Estimate::Point(at) => {
                let likely = minutes(at);
                Spread { low: likely / 2.0, likely, high: likely * 2.0 }
            }
            Estimate::Range(low, high) => {
                let (low, high) = (minutes(low), minutes(high));
                // A square root may round past the ends when they are equal.
                Spread { low, likely: (low * high).sqrt().clamp(low, high), high }
            }
            Estimate::ThreePoint(low, likely, high) => {
                Spread { low: minutes(low), likely: minutes(likely), high: minutes(high) }
            }
        }
    }

    /// Whether a person wrote a range; a single number is given a default spread, which is wide
    /// already.
    #[must_use]
    pub fn is_range(&self) -> bool {
        !matches!(self, Estimate::Point(_))
    }

    /// The numbers that were written, low to high.
    pub fn durations(&self) -> impl Iterator<Item = Duration> {
        let (first, second, third) = match *self {
            Estimate::Point(at) => (at, None, None),
            Estimate::Range(low, high) => (low, Some(high), None),
            Estimate::ThreePoint(low, likely, high) => (low, Some(likely), Some(high)),
        };
        std::iter::once(first).chain(second).chain(third)
    }

    /// The largest number that was written.
    #[must_use]
    pub fn high(&self) -> Duration {
        match *self {
            Estimate::Point(at) => at,
            Estimate::Range(_, high) | Estimate::ThreePoint(_, _, high) => high,
        }
    }
}

impl std::fmt::Display for Estimate {
    /// As in a plan: `1d..3d..10d`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Estimate::Point(at) => write!(f, "{at}"),
            Estimate::Range(low, high) => write!(f, "{low}..{high}"),
            Estimate::ThreePoint(low, likely, high) => write!(f, "{low}..{likely}..{high}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours(amount: f64) -> Duration {
        Duration { amount, unit: Unit::Hour }
    }

    #[test]
    fn units_become_minutes() {
        let settings = Settings::default();
        assert_eq!(Duration::days(2.5).minutes(&settings), 1200.0); // 2.5 × 8 × 60
        assert_eq!(Duration { amount: 1.0, unit: Unit::Week }.minutes(&settings), 2400.0); // 5 × 480
        assert_eq!(hours(1.5).whole_minutes(&settings), 90);
        let short = Settings { day_minutes: 360, ..Settings::default() };
        assert_eq!(Duration::days(2.0).minutes(&short), 720.0);
    }

    #[test]
    fn ranges_have_a_middle() {
        let settings = Settings::default();
        let check = |estimate: Estimate, low: f64, likely: f64, high: f64| {
            assert_eq!(estimate.range(&settings), Spread { low, likely, high });
        };
        check(Estimate::Point(hours(2.0)), 60.0, 120.0, 240.0);
        check(Estimate::Range(hours(1.0), hours(4.0)), 60.0, 120.0, 240.0); // √(60·240) = 120
        check(Estimate::ThreePoint(hours(1.0), hours(1.0), hours(3.0)), 60.0, 60.0, 180.0);
    }

    #[test]
    fn they_print_as_they_are_written() {
        let estimate = Estimate::ThreePoint(hours(0.5), hours(2.0), Duration::days(10.0));
        assert_eq!(estimate.to_string(), "0.5h..2h..10d");
    }
}
