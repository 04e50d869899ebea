//! Working days as columns of a chart.

use calendar::{Calendar, Moment, last_worked_date, start_of_day};
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// Columns of one or more working days each, side by side.
#[derive(Clone, Debug)]
pub struct Columns {
    /// The first working day of each column.
    pub days: Vec<Date>,
    /// How many working days a column holds.
    pub unit: usize,
    /// The beginning of each column, and the end of the last.
    edges: Vec<Moment>,
}

/// More days than this are counted in steps, so that a plan of centuries costs no more.
const DAYS_MAX: usize = 20_000;

impl Columns {
    /// The working days of `calendar` from the day of `from` to the day of `to`, in at most `columns`
    /// columns: one working day each, else two, three … A column ends at `edge`, so that none is on
    /// both sides of a deadline; for that the first may be narrower.
    #[must_use]
    pub fn new(
        calendar: &Calendar,
        zone: &TimeZone,
        from: Moment,
        to: Moment,
        edge: Option<Moment>,
        columns: usize,
    ) -> Self {
        let days = working_days(calendar, zone, from, to);
        let before =
            edge.map_or(0, |edge| days.partition_point(|day| start_of_day(*day, zone) < edge));
        let count = |unit: usize| {
            let narrow = before % unit;
            (days.len() - narrow).div_ceil(unit) + usize::from(narrow > 0)
        };
        let most = columns.max(2);
        let mut unit = days.len().div_ceil(most).max(1);
        while count(unit) > most {
            unit += 1;
        }
        let narrow = before % unit;
        let first = days.first().filter(|_| narrow > 0);
        let firsts = first.into_iter().chain(days[narrow..].iter().step_by(unit));
        let firsts: Vec<Date> = firsts.copied().collect();
        let mut edges: Vec<Moment> = firsts.iter().map(|day| start_of_day(*day, zone)).collect();
        let end = days.last().map_or(to, |last| calendar::end_of_day(*last, zone));
        edges.push(end.max(to));
        Self { days: firsts, unit, edges }
    }

    /// How many columns there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.days.len()
    }

    /// The beginning of each column, and the end of the last.
    #[must_use]
    pub fn edges(&self) -> &[Moment] {
        &self.edges
    }

    /// The column in which something starts at `moment`.
    #[must_use]
    pub fn of_start(&self, moment: Moment) -> usize {
        self.edges[..self.days.len()].partition_point(|edge| *edge <= moment).saturating_sub(1)
    }

    /// The column in which something finishes at `moment`: that of its last minute.
    #[must_use]
    pub fn of_finish(&self, moment: Moment) -> usize {
        self.of_start(Moment(moment.0 - 1))
    }

    /// Where `moment` lies, in columns from the left edge of the first.
    #[must_use]
    pub fn place(&self, moment: Moment) -> f64 {
        let column = self.of_finish(moment);
        let (from, to) = (self.edges[column], self.edges[column + 1]);
        let share = (moment.0 - from.0) as f64 / (to.0 - from.0).max(1) as f64;
        column as f64 + share.clamp(0.0, 1.0)
    }

    /// The first column that begins at `moment` or later.
    #[must_use]
    pub fn of_start_ceil(&self, moment: Moment) -> usize {
        self.edges[..self.days.len()].partition_point(|edge| *edge < moment)
    }

    /// Whether `moment` lies in one of the columns.
    #[must_use]
    pub fn contain(&self, moment: Moment) -> bool {
        self.edges.first().is_some_and(|first| *first <= moment)
            && self.edges.last().is_some_and(|last| moment <= *last)
    }
}

fn working_days(calendar: &Calendar, zone: &TimeZone, from: Moment, to: Moment) -> Vec<Date> {
    let mut days = Vec::new();
    let mut at = start_of_day(calendar::local_date(from, zone), zone);
    while let Some(start) = calendar.next_working(at)
        && start < to
        && days.len() < DAYS_MAX
    {
        let day = last_worked_date(Moment(start.0 + 1), zone);
        days.push(day);
        at = calendar::end_of_day(day, zone);
    }
    days
}

#[cfg(test)]
mod tests {
    use calendar::{CalendarRules, moment};
    use jiff::civil::{date, time};

    use super::*;

    fn columns(to: Date, most: usize) -> Columns {
        columns_with(to, None, most)
    }

    fn columns_with(to: Date, edge: Option<Moment>, most: usize) -> Columns {
        let nine_to_five = vec![(time(9, 0, 0, 0), time(17, 0, 0, 0))];
        let rules = CalendarRules {
            zone: TimeZone::UTC,
            week: std::array::from_fn(
                |day| if day < 5 { nine_to_five.clone() } else { Vec::new() },
            ),
            days_off: vec![(date(2026, 4, 15), date(2026, 4, 15))],
            from: None,
            until: None,
        };
        let calendar = Calendar::new(&rules, date(2026, 4, 1), date(2026, 12, 31));
        let at = |day| moment(day, time(12, 0, 0, 0), &TimeZone::UTC);
        Columns::new(&calendar, &TimeZone::UTC, at(date(2026, 4, 13)), at(to), edge, most)
    }

    #[test]
    fn a_column_is_a_working_day() {
        let chart = columns(date(2026, 4, 20), 10);
        // Mon 13, Tue 14, Thu 16, Fri 17 and Mon 20; Wednesday is a holiday.
        assert_eq!((chart.len(), chart.unit), (5, 1));
        assert_eq!(chart.days[2], date(2026, 4, 16));
        let at = |day, hour| moment(day, time(hour, 0, 0, 0), &TimeZone::UTC);
        assert_eq!(chart.of_start(at(date(2026, 4, 16), 9)), 2);
        assert_eq!(chart.of_finish(at(date(2026, 4, 17), 17)), 3);
        assert_eq!(chart.of_finish(at(date(2026, 4, 17), 0)), 2);
        assert_eq!(chart.of_start(at(date(2026, 4, 1), 9)), 0);
    }

    #[test]
    fn long_spans_put_several_days_into_a_column() {
        let chart = columns(date(2026, 5, 13), 10);
        assert_eq!((chart.len(), chart.unit), (8, 3));
    }

    #[test]
    fn a_column_ends_at_the_deadline() {
        let deadline = calendar::end_of_day(date(2026, 4, 17), &TimeZone::UTC);
        // 13, 14, 16 and 17 April are four days before it: one column of one day, then of three.
        let edge = Some(deadline);
        let chart = columns_with(date(2026, 5, 13), edge, 10);
        assert_eq!((chart.len(), chart.unit, chart.days[1]), (8, 3, date(2026, 4, 14)));
        assert_eq!(chart.days[2], date(2026, 4, 20));
    }
}
