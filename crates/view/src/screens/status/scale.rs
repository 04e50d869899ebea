//! Which column stands for which day.

use jiff::civil::Date;

/// The days that the columns of a drawing stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Scale {
    first: Date,
    days: i64,
    /// How many columns there are, at least two.
    pub(super) width: usize,
}

impl Scale {
    /// A scale on which all `dates` have a place; `None` without any.
    pub(super) fn new(dates: impl Iterator<Item = Date>, width: usize) -> Option<Self> {
        let (first, last) = dates.fold(None, |ends: Option<(Date, Date)>, date| match ends {
            None => Some((date, date)),
            Some((first, last)) => Some((first.min(date), last.max(date))),
        })?;
        Some(Self { first, days: days(first, last).max(1), width: width.max(2) })
    }

    /// The column of a day, those outside at the nearest end.
    pub(super) fn column(&self, date: Date) -> usize {
        let from_first = days(self.first, date).clamp(0, self.days);
        let last = i64::try_from(self.width - 1).unwrap_or(i64::MAX);
        usize::try_from((from_first * last * 2 + self.days) / (self.days * 2)).unwrap_or(0)
    }
}

fn days(from: Date, to: Date) -> i64 {
    i64::from((to - from).get_days())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_are_spread_over_the_columns() {
        let ends = [date(2026, 3, 11), date(2026, 3, 1)];
        let scale = Scale::new(ends.into_iter(), 6).unwrap();
        // Ten days over five steps: two days a column, halves up.
        let columns = [1, 2, 3, 6, 11, 20].map(|day| scale.column(date(2026, 3, day)));
        assert_eq!(columns, [0, 1, 1, 3, 5, 5]);
        assert_eq!(Scale::new(std::iter::empty(), 10), None);
        assert_eq!(Scale::new([date(2026, 3, 1)].into_iter(), 0).unwrap().width, 2);
    }
}
