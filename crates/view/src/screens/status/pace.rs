//! Which way the date goes, and how fast.
//!
//! In: the forecasts of some weeks. Out: a [`Pace`], or none where they tell no way.
//!
//! # Theory
//! The slope is the median of the slopes between every two points (Theil 1950, Sen 1968), so that one odd
//! week does not make it; and no more is said than the first and the last point show. Where it is no more
//! than the points scatter around it, only these two are compared. Nothing is said where the whole history
//! or the chance of the due date went the other way.

use plan::Trend;

use crate::words;

/// Which way the date goes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Pace {
    /// It stays.
    Holding,
    /// It moves by so many working days; later is more.
    Moving(i64),
    /// It moved by so many in all, though not from week to week.
    Moved(i64),
    /// It moves by so many working days each week, and by so many in all.
    Weekly(f64, i64),
}

/// A move of less than this is none, in working days.
const MOVE_MIN: i64 = 2;
/// A slope has to come to so many times what the points are off it.
const SCATTERS: f64 = 2.0;
/// A chance that changes by less than this stays.
const CHANCE_MIN: f64 = 0.02;

/// Which way the date goes since the point from which on a trend is explained; `None` where it went to
/// and fro.
pub(super) fn pace(trend: &Trend) -> Option<Pace> {
    let moved = trend.moved?;
    if moved.abs() < MOVE_MIN {
        return Some(Pace::Holding);
    }
    if is_contradicted(trend, moved) {
        return None;
    }
    let levels = levels(trend);
    let weeks = levels.last()?.0 - levels.first()?.0;
    if weeks < 1.0 {
        return Some(Pace::Moving(moved));
    }
    let slope = median(slopes(&levels))?;
    let off = levels.iter().map(|(week, level)| level - slope * week);
    let middle = median(off.clone().collect())?;
    let scatter = median(off.map(|off| (off - middle).abs()).collect())?;
    let all_in_all = (slope * weeks).abs();
    if all_in_all < (SCATTERS * scatter).max(MOVE_MIN as f64) || slope * (moved as f64) < 0.0 {
        return Some(Pace::Moved(moved));
    }
    let ends = moved as f64 / weeks;
    Some(Pace::Weekly(if ends.abs() < slope.abs() { ends } else { slope }, moved))
}

impl Pace {
    /// `Slipping about 4 days a week`, `Holding`.
    pub(super) fn said(self) -> String {
        let verb = |moved: i64| if moved > 0 { "Slipping" } else { "Gaining" };
        let all = |moved: i64| words::count(moved.unsigned_abs() as usize, "working day");
        match self {
            Pace::Holding => "Holding".to_owned(),
            Pace::Moving(moved) => format!("{} by {}", verb(moved), all(moved)),
            Pace::Moved(moved) if moved > 0 => format!("Slipped by {}", all(moved)),
            Pace::Moved(moved) => format!("Gained {}", all(moved)),
            Pace::Weekly(days, moved) => match days.abs().round() as usize {
                0 => format!("{} slowly, {} in all", verb(moved), all(moved)),
                days => format!("{} about {} a week", verb(moved), words::count(days, "day")),
            },
        }
    }
}

/// Whether the date went another way since the beginning, or its due date became likelier while it
/// slipped.
fn is_contradicted(trend: &Trend, moved: i64) -> bool {
    let way = moved.signum();
    let known = trend.moved_from.first().copied().flatten().filter(|_| !trend.shallow);
    let turned = known.is_some_and(|in_all| in_all * way < MOVE_MIN);
    let due = |at: usize| trend.points.get(at).and_then(|point| point.due);
    let Some((day, chance)) = trend.points.len().checked_sub(1).and_then(due) else {
        return turned;
    };
    let before = [due(0).filter(|_| !trend.shallow), due(trend.since)];
    let before = before.into_iter().flatten().filter(|(then, _)| *then == day);
    let against = |(_, then): (_, f64)| (chance - then) * way as f64 > CHANCE_MIN;
    turned || before.into_iter().any(against)
}

/// Of each point since then its week, and how many working days later than today P80 was.
fn levels(trend: &Trend) -> Vec<(f64, f64)> {
    let since = trend.points.iter().zip(&trend.moved_from).skip(trend.since);
    let first = trend.points.get(trend.since).map(|point| point.date);
    let level = |(point, moved): (&plan::Point, &Option<i64>)| {
        let days = f64::from((point.date - first?).get_days());
        Some((days / 7.0, -(*moved)? as f64))
    };
    since.filter_map(level).collect()
}

fn slopes(levels: &[(f64, f64)]) -> Vec<f64> {
    let later = |at: usize| levels[at + 1..].iter().map(move |other| (levels[at], *other));
    let pairs = (0..levels.len()).flat_map(later).filter(|(one, other)| other.0 > one.0);
    pairs.map(|(one, other)| (other.1 - one.1) / (other.0 - one.0)).collect()
}

/// The middle one, of two the mean.
fn median(mut numbers: Vec<f64>) -> Option<f64> {
    numbers.sort_by(f64::total_cmp);
    let upper = *numbers.get(numbers.len() / 2)?;
    let lower = *numbers.get((numbers.len() - 1) / 2)?;
    Some(lower.midpoint(upper))
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use jiff::civil::date;
    use plan::Point;

    use super::*;

    /// A trend with a point a week, so many working days after today's P80, and the chances of its due date.
    fn trend(levels: &[i64], since: usize, chances: &[f64]) -> Trend {
        let due = date(2026, 12, 11);
        let point = |week: usize| Point {
            date: date(2026, 9, 7) + (week as i64).weeks(),
            p50: None,
            p80: Some(due),
            due: chances.get(week).map(|chance| (due, *chance)),
            effort: 0.0,
            milestones: Vec::new(),
        };
        Trend {
            points: (0..levels.len()).map(point).collect(),
            since,
            moved: Some(-levels[since]),
            moved_from: levels.iter().map(|level| Some(-level)).collect(),
            ..Trend::default()
        }
    }

    #[track_caller]
    fn check(levels: &[i64], since: usize, expected: &str) {
        let said = pace(&trend(levels, since, &[])).map(Pace::said);
        assert_eq!(said.as_deref().unwrap_or("to and fro"), expected);
    }

    #[test]
    fn a_slope_is_that_of_most_weeks_and_no_more_than_the_ends_show() {
        // 5, 5, 5 and 1 a week: the median of the ten slopes is 5, the ends say 16 / 4.
        check(&[-16, -11, -6, -1, 0], 0, "Slipping about 4 days a week");
        check(&[8, 6, 4, 2, 0], 0, "Gaining about 2 days a week");
        check(&[-2, -2, -1, -1, 0, 0], 0, "Slipping slowly, 2 working days in all");
        check(&[-1, 0, 1, 0], 0, "Holding");
    }

    #[test]
    fn one_odd_week_at_the_beginning_is_no_gain() {
        // The plan began a day later than it is today; the window begins at its worst week.
        check(&[1, 0, 0, 7, 2, 1, 0, 0], 3, "to and fro");
        // A step is no slope: the median of 7, 3.5, 2.3, 1.75 and six times 0.
        check(&[7, 0, 0, 0, 0], 0, "Gained 7 working days");
        check(&[-6, 6, -6, 6, 0], 0, "Slipped by 6 working days");
    }

    #[test]
    fn no_gain_is_said_while_the_due_date_becomes_unlikely() {
        let levels = [8, 6, 4, 2, 0];
        assert!(pace(&trend(&levels, 0, &[0.2, 0.2, 0.2, 0.2, 0.21])).is_some());
        assert_eq!(pace(&trend(&levels, 0, &[0.26, 0.2, 0.1, 0.1, 0.03])), None);
    }
}
