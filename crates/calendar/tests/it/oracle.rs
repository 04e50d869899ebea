//! What is worked, minute by minute, straight from the rules: slow, obvious, and sharing nothing
//! with the calendar but jiff's idea of what a wall clock shows.

use calendar::{CalendarRules, Moment};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// A window of the time line in which each minute is worked or not.
pub struct Oracle {
    pub begin: i64,
    pub works: Vec<bool>,
    /// Whether nothing at all is worked after the window.
    pub is_all: bool,
}

impl Oracle {
    /// The window runs from two days before `first` to `weeks` weeks after it.
    pub fn new(rules: &CalendarRules, first: Date, horizon: Date, weeks: i64) -> Self {
        let first = rules.from.map_or(first, |from| from.max(first));
        let horizon = horizon.max(first);
        let midnight = |date: Date| {
            let zoned = date.to_zoned(TimeZone::UTC).expect("a date of the test");
            zoned.timestamp().as_second() / 60
        };
        let begin = midnight(first) - 2 * 24 * 60;
        let end = begin + weeks * 7 * 24 * 60;
        let mut frozen = None;
        let works = (begin..end)
            .map(|minute| {
                let timestamp = Timestamp::from_second(minute * 60).expect("a time of the test");
                let shown = rules.zone.to_datetime(timestamp);
                if frozen.is_none() && shown.date() > horizon {
                    frozen = Some(TimeZone::fixed(rules.zone.to_offset(timestamp)));
                }
                match &frozen {
                    None => works(rules, first, shown) && !is_off(rules, shown.date()),
                    Some(zone) => works(rules, first, zone.to_datetime(timestamp)),
                }
            })
            .collect();
        let is_all = rules.until.is_some_and(|until| midnight(until) + 3 * 24 * 60 < end);
        Oracle { begin, works, is_all }
    }

    /// The minutes that both work; `other` has the same window.
    pub fn and(&self, other: &Oracle) -> Oracle {
        let works = self.works.iter().zip(&other.works).map(|(a, b)| *a && *b).collect();
        Oracle { begin: self.begin, works, is_all: self.is_all || other.is_all }
    }

    /// All working minutes of the window.
    pub fn minutes(&self) -> Vec<i64> {
        let worked = self.works.iter().enumerate().filter(|(_, works)| **works);
        worked.map(|(index, _)| self.begin + index as i64).collect()
    }

    /// Every moment of the window, its end included.
    pub fn moments(&self) -> impl Iterator<Item = Moment> {
        (self.begin..=self.begin + self.works.len() as i64).map(Moment)
    }
}

fn works(rules: &CalendarRules, first: Date, shown: DateTime) -> bool {
    let date = shown.date();
    let is_employed = first <= date && rules.until.is_none_or(|until| date <= until);
    let parts = &rules.week[date.weekday().to_monday_zero_offset() as usize];
    let time = shown.time();
    is_employed
        && parts.iter().any(|&(start, end)| {
            start <= time && (time < end || end == jiff::civil::Time::midnight())
        })
}

fn is_off(rules: &CalendarRules, date: Date) -> bool {
    rules.days_off.iter().any(|&(from, to)| from <= date && date <= to)
}
