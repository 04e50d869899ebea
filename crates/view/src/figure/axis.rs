//! Time from left to right.
//!
//! In: two moments and the room between them. Out: places of moments, rules and labels of months
//! and weeks. Days are as wide as each other, whether somebody works on them or not.

use calendar::{Moment, local_date, start_of_day};
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::scene::{Anchor, CHART_TYPE, Ink, Mark, Weight, text_width};
use crate::words;

/// A line of time.
#[derive(Clone, Debug)]
pub(super) struct Axis {
    /// The moment at the left end.
    pub(super) from: Moment,
    /// The moment at the right end.
    pub(super) to: Moment,
    /// The left end.
    pub(super) left: f64,
    /// The right end.
    pub(super) right: f64,
    zone: TimeZone,
}

impl Axis {
    /// The line between two moments; never shorter than a day.
    pub(super) fn new(span: (Moment, Moment), room: (f64, f64), zone: &TimeZone) -> Self {
        const DAY: i64 = 24 * 60;
        let (from, to) = span;
        let to = Moment(to.0.max(from.0.saturating_add(DAY)));
        Axis { from, to, left: room.0, right: room.1, zone: zone.clone() }
    }

    /// The place of a moment, within the line.
    pub(super) fn x(&self, moment: Moment) -> f64 {
        let share = (moment.0 - self.from.0) as f64 / (self.to.0 - self.from.0) as f64;
        self.left + (self.right - self.left) * share.clamp(0.0, 1.0)
    }

    /// Whether a moment lies on the line.
    pub(super) fn contains(&self, moment: Moment) -> bool {
        self.from <= moment && moment <= self.to
    }

    /// The first days of the months on the line, or of so many months that they are `apart`.
    pub(super) fn months(&self, apart: f64) -> Vec<Date> {
        let month = self.width_of_days(30.44);
        let step =
            [1, 2, 3, 6, 12, 24, 60, 120].into_iter().find(|n| month * f64::from(*n) >= apart);
        let step = step.unwrap_or(240);
        let first = local_date(self.from, &self.zone).first_of_month();
        let after = |n: i32| first.checked_add((n * step).months()).ok();
        let days = (0..).map_while(after).take_while(|day| self.start_of(*day) <= self.to);
        days.filter(|day| self.start_of(*day) >= self.from).collect()
    }

    /// The Mondays on the line, if they are `apart`; else every second, fourth …
    pub(super) fn mondays(&self, apart: f64) -> Vec<Date> {
        let week = self.width_of_days(7.0);
        let Some(step) =
            [1, 2, 4].into_iter().find(|n| week * f64::from(*n) >= apart).map(i64::from)
        else {
            return Vec::new();
        };
        let first = local_date(self.from, &self.zone);
        let back = i64::from(first.weekday().to_monday_zero_offset());
        let monday = first.saturating_sub(back.days());
        let after = |n: i64| monday.checked_add((n * step).weeks()).ok();
        let days = (0..).map_while(after).take_while(|day| self.start_of(*day) <= self.to);
        days.filter(|day| self.start_of(*day) >= self.from).collect()
    }

    /// The day at the left end.
    pub(super) fn first_day(&self) -> Date {
        local_date(self.from, &self.zone)
    }

    /// The place of the beginning of a day.
    pub(super) fn x_of(&self, day: Date) -> f64 {
        self.x(self.start_of(day))
    }

    /// Rules of months from `top` to `bottom`, with their names above, all short where a whole one
    /// would reach into the next. `today` is the day whose year goes without saying.
    pub(super) fn month_rules(&self, top: f64, bottom: f64, size: f64, today: Date) -> Vec<Mark> {
        let months = self.months(size * 5.0);
        let whole = self.month_names(&months, words::month, size, today);
        let gap = |pair: &[(f64, f64, String)]| pair[1].0 - pair[0].1;
        let has_room = whole.windows(2).all(|pair| gap(pair) >= size * 0.8);
        let names = if has_room {
            whole
        } else {
            self.month_names(&months, words::month_label, size, today)
        };
        let mut marks = Vec::new();
        let mut free = f64::NEG_INFINITY;
        for (from, to, name) in names {
            marks.push(Mark::upright(from, top, bottom, Ink::Rule, 1.0));
            if from >= free && to <= self.right + size {
                marks.push(Mark::text(from, top - size * 0.5, name, Ink::Faint).sized(size));
                free = to + size * 0.3;
            }
        }
        marks
    }

    /// From where to where each name goes, with its year where that is another one.
    fn month_names(
        &self,
        months: &[Date],
        named: fn(Date, i16) -> String,
        size: f64,
        today: Date,
    ) -> Vec<(f64, f64, String)> {
        let mut year = today.year();
        let placed = months.iter().map(|day| {
            let (x, name) = (self.x_of(*day), named(*day, year));
            year = day.year();
            (x, x + text_width(&name, size, Weight::Regular), name)
        });
        placed.collect()
    }

    fn start_of(&self, day: Date) -> Moment {
        start_of_day(day, &self.zone)
    }

    /// How wide so many days are.
    pub(super) fn width_of_days(&self, days: f64) -> f64 {
        let all = (self.to.0 - self.from.0) as f64 / (24.0 * 60.0);
        (self.right - self.left) * days / all
    }
}

/// Days under an axis, from left to right, as far as they have room; one says its year where that is
/// not the year of the day before it, `today` first.
pub(super) fn day_labels(
    days: impl IntoIterator<Item = (f64, Date)>,
    y: f64,
    room: (f64, f64),
    today: Date,
) -> Vec<Mark> {
    const APART: f64 = 14.0;
    let (mut marks, mut free, mut before) = (Vec::new(), f64::NEG_INFINITY, today);
    for (x, day) in days {
        let text = words::day_month(day, before);
        let half = text_width(&text, CHART_TYPE, Weight::Regular) / 2.0;
        let x = x.clamp(room.0 + half, (room.1 - half).max(room.0 + half));
        if x - half >= free {
            let label = Mark::text(x, y, text, Ink::Faint);
            marks.push(label.anchored(Anchor::Middle));
            (free, before) = (x + half + APART, day);
        }
    }
    marks
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn every_month_has_its_name_though_one_says_its_year() {
        let day = |year, month, day| start_of_day(date(year, month, day), &TimeZone::UTC);
        let named = |right| {
            let span = (day(2026, 11, 20), day(2027, 4, 10));
            let axis = Axis::new(span, (0.0, right), &TimeZone::UTC);
            let marks = axis.month_rules(20.0, 100.0, 12.0, date(2026, 11, 23));
            let texts = marks.into_iter().filter_map(|mark| match mark {
                Mark::Text { text, .. } => Some(text),
                _ => None,
            });
            texts.collect::<Vec<_>>().join(" ")
        };
        assert_eq!(named(700.0), "December January 2027 February March April");
        assert_eq!(named(320.0), "Dec Jan 2027 Feb Mar Apr");
    }
}
