//! Pictures that are as wide as their card: lengths across in percent, heights in pixels, so that
//! type keeps its size on every screen.
//!
//! In: moments and shares. Out: what stands in the attributes of SVG. Nothing here knows a plan.

use std::fmt::Write as _;

use calendar::{Moment, local_date, start_of_day};
use forecast::Distribution;
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use maud::{Markup, html};

/// A stretch of time, from the left edge to the right.
#[derive(Clone, Copy, Debug)]
pub struct Scale {
    /// The left edge.
    pub from: Moment,
    /// The right edge; later than the left.
    pub to: Moment,
}

impl Scale {
    /// The stretch that holds all of `moments`, with some room on both sides; `None` of none.
    #[must_use]
    pub fn over(moments: impl IntoIterator<Item = Moment>) -> Option<Self> {
        const DAY: i64 = 24 * 60;
        let mut ends: Option<(i64, i64)> = None;
        for Moment(at) in moments {
            ends = Some(ends.map_or((at, at), |(from, to)| (from.min(at), to.max(at))));
        }
        let (from, to) = ends?;
        let room = ((to - from) / 24).max(DAY);
        Some(Scale { from: Moment(from - room), to: Moment(to + room) })
    }

    /// Where a moment lies, in percent of the width; what is outside lies on the edge.
    #[must_use]
    pub fn at(&self, moment: Moment) -> f64 {
        let share = (moment.0 - self.from.0) as f64 / (self.to.0 - self.from.0).max(1) as f64;
        share.clamp(0.0, 1.0) * 100.0
    }

    /// Mondays with some distance between them: at most seven.
    #[must_use]
    pub fn mondays(&self, zone: &TimeZone) -> Vec<Date> {
        const TICKS_MAX: i64 = 7;
        let first = local_date(self.from, zone);
        let weeks = (self.to.0 - self.from.0) / (7 * 24 * 60);
        let steps = [1, 2, 4, 8, 13, 26, 52, 104, 520];
        let step = steps.into_iter().find(|step| weeks / step < TICKS_MAX).unwrap_or(5200);
        let ahead = (7 - i64::from(first.weekday().to_monday_zero_offset())) % 7;
        let mut monday = first.saturating_add(ahead.days());
        let mut mondays = Vec::new();
        while start_of_day(monday, zone) < self.to && mondays.len() < 2 * TICKS_MAX as usize {
            mondays.push(monday);
            monday = monday.saturating_add((7 * step).days());
        }
        mondays
    }
}

/// A length across: `43.2%`.
#[must_use]
pub fn across(percent: f64) -> String {
    format!("{percent:.2}%")
}

/// Where text at such a place is anchored, so that it stays inside the picture.
#[must_use]
pub fn anchor(percent: f64) -> &'static str {
    match percent {
        ..4.0 => "start",
        96.0.. => "end",
        _ => "middle",
    }
}

/// How often the runs end when, as a smooth hill: heights from 0 to 1, one a step from the left edge
/// to the right.
///
/// **Meaning.** Each height counts the runs around it, the nearer the more, up to a week away on
/// both sides: so that no week end is a valley.
#[must_use]
pub fn hill(finish: &Distribution, scale: &Scale) -> Vec<f64> {
    const STEPS: i64 = 96;
    const WEEK: f64 = 7.0 * 24.0 * 60.0;
    let width = scale.to.0 - scale.from.0;
    let edges: Vec<Moment> =
        (0..=STEPS).map(|step| Moment(scale.from.0 + width * step / STEPS)).collect();
    let counts = finish.counts_between(&edges);
    let step = width as f64 / STEPS as f64;
    let near = |at: usize| -> f64 {
        let weight = |other: usize| (1.0 - at.abs_diff(other) as f64 * step / WEEK).max(0.0);
        counts.iter().enumerate().map(|(other, n)| weight(other) * *n as f64).sum()
    };
    let hill: Vec<f64> = (0..counts.len()).map(near).collect();
    let top = hill.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
    hill.into_iter().map(|height| height / top).collect()
}

/// A hill as an area, filled in the class `under` up to `until` percent of the width and in the class
/// `beyond` after it.
#[must_use]
pub fn area(hill: &[f64], height: f64, until: Option<f64>, under: &str, beyond: &str) -> Markup {
    let step = 1000.0 / hill.len().max(1) as f64;
    let points: Vec<(f64, f64)> = hill
        .iter()
        .enumerate()
        .map(|(n, y)| ((n as f64 + 0.5) * step, (1.0 - y) * 96.0 + 4.0))
        .collect();
    let cut = until.map_or(0.0, |until| until * 10.0);
    let before: Vec<(f64, f64)> = points.iter().copied().filter(|(x, _)| *x <= cut).collect();
    let edge = between(&points, cut);
    let under_points: Vec<(f64, f64)> = before.iter().copied().chain(edge).collect();
    html! {
        svg x="0" y="0" width="100%" height=(height) viewBox="0 0 1000 100" preserveAspectRatio="none" {
            path class=(beyond) d=(closed(&points)) {}
            @if !before.is_empty() { path class=(under) d=(closed(&under_points)) {} }
            path.edge d=(open(&points)) {}
        }
    }
}

/// The point of a line of points at `x`.
fn between(points: &[(f64, f64)], x: f64) -> Option<(f64, f64)> {
    let next = points.iter().position(|point| point.0 > x)?;
    let (from, to) = (points.get(next.checked_sub(1)?)?, points[next]);
    let share = (x - from.0) / (to.0 - from.0);
    Some((x, from.1 + share * (to.1 - from.1)))
}

fn open(points: &[(f64, f64)]) -> String {
    let mut path = String::new();
    for (n, (x, y)) in points.iter().enumerate() {
        let letter = if n == 0 { 'M' } else { 'L' };
        write!(path, "{letter}{x:.1} {y:.1}").expect("a String takes any text");
    }
    path
}

fn closed(points: &[(f64, f64)]) -> String {
    match (points.first(), points.last()) {
        (Some(first), Some(last)) => {
            format!("M{:.1} 100L{}L{:.1} 100Z", first.0, &open(points)[1..], last.0)
        }
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_has_room_on_both_sides_and_ends_at_its_edges() {
        let scale = Scale::over([Moment(0), Moment(24_000)]).unwrap();
        // A 24th of the stretch is 1,000 minutes; a day is more: 1,440.
        assert_eq!((scale.from, scale.to), (Moment(-1440), Moment(25_440)));
        assert!((scale.at(Moment(12_000)) - 50.0).abs() < 1e-9);
        assert_eq!(scale.at(Moment(1 << 40)), 100.0);
        assert!(Scale::over([]).is_none());
    }

    #[test]
    fn ticks_are_mondays_and_few() {
        let (zone, year) = (TimeZone::UTC, 365 * 24 * 60);
        for years in [0, 1, 2, 10, 50] {
            let scale = Scale { from: Moment(0), to: Moment(10_000 + years * year) };
            let mondays = scale.mondays(&zone);
            assert!((1..=8).contains(&mondays.len()), "{years} years: {}", mondays.len());
            assert!(mondays.iter().all(|day| day.weekday() == jiff::civil::Weekday::Monday));
        }
    }

    #[test]
    fn a_hill_is_one_at_its_top() {
        let finish = Distribution::new((0..100).map(|n| Some(Moment(n * 100))));
        let scale = Scale::over(finish.moments().iter().copied()).unwrap();
        let hill = hill(&finish, &scale);
        assert_eq!(hill.iter().copied().fold(0.0, f64::max), 1.0);
        assert_eq!(closed(&[(0.0, 1.0), (2.0, 3.0)]), "M0.0 100L0.0 1.0L2.0 3.0L2.0 100Z");
    }
}
