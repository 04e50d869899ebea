//! Dates as people say them: the year only when it is not this year.

use jiff::civil::{Date, Weekday};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// `22 July`, for sentences.
#[must_use]
pub fn day(date: Date, today: Date) -> String {
    format!("{} {}{}", date.day(), month_name(date), year_unless_this(date, today))
}

/// `22 Jul`, for labels.
#[must_use]
pub fn day_month(date: Date, today: Date) -> String {
    format!("{} {}{}", date.day(), month_short(date), year_unless_this(date, today))
}

/// `Wed 22 Jul`, for tables.
#[must_use]
pub fn weekday(date: Date, today: Date) -> String {
    format!("{} {}", weekday_short(date), day_month(date, today))
}

/// `Wed 22 July`, for a sentence in which the day of the week matters.
#[must_use]
pub fn weekday_long(date: Date, today: Date) -> String {
    format!("{} {}", weekday_short(date), day(date, today))
}

/// A span of time to the month, for a span too wide for dates: `between August and November`, `in
/// August`, `between 2027 and 2029` when it is longer than two years.
#[must_use]
pub fn months(from: Date, to: Date, today: Date) -> String {
    let months_apart = (i32::from(to.year()) - i32::from(from.year())) * 12 + i32::from(to.month())
        - i32::from(from.month());
    if months_apart > 24 {
        return format!("between {} and {}", from.year(), to.year());
    }
    let last = format!("{}{}", month_name(to), year_unless_this(to, today));
    if months_apart <= 0 {
        return format!("in {last}");
    }
    let first_year =
        if from.year() == to.year() { String::new() } else { year_unless_this(from, today) };
    format!("between {}{first_year} and {last}", month_name(from))
}

fn month_name(date: Date) -> &'static str {
    MONTHS[usize::from(date.month().unsigned_abs()) - 1]
}

fn month_short(date: Date) -> &'static str {
    &month_name(date)[..3]
}

fn year_unless_this(date: Date, today: Date) -> String {
    if date.year() == today.year() { String::new() } else { format!(" {}", date.year()) }
}

fn weekday_short(date: Date) -> &'static str {
    match date.weekday() {
        Weekday::Monday => "Mon",
        Weekday::Tuesday => "Tue",
        Weekday::Wednesday => "Wed",
        Weekday::Thursday => "Thu",
        Weekday::Friday => "Fri",
        Weekday::Saturday => "Sat",
        Weekday::Sunday => "Sun",
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_year_is_said_only_when_it_is_another() {
        let today = date(2026, 4, 14);
        assert_eq!(day(date(2026, 7, 22), today), "22 July");
        assert_eq!(day(date(2027, 1, 4), today), "4 January 2027");
        assert_eq!(weekday(date(2026, 7, 22), today), "Wed 22 Jul");
        assert_eq!(weekday_long(date(2025, 12, 31), today), "Wed 31 December 2025");
    }

    #[test]
    fn spans_are_said_to_the_month_and_long_ones_to_the_year() {
        let today = date(2026, 4, 14);
        assert_eq!(
            months(date(2026, 8, 3), date(2026, 11, 20), today),
            "between August and November"
        );
        assert_eq!(months(date(2026, 8, 3), date(2026, 8, 20), today), "in August");
        assert_eq!(
            months(date(2026, 11, 3), date(2027, 2, 1), today),
            "between November and February 2027"
        );
        assert_eq!(
            months(date(2027, 1, 3), date(2027, 2, 1), today),
            "between January and February 2027"
        );
        assert_eq!(
            months(date(2027, 1, 3), date(2028, 2, 1), today),
            "between January 2027 and February 2028"
        );
        assert_eq!(months(date(2026, 11, 3), date(2029, 2, 1), today), "between 2026 and 2029");
    }
}
