//! Dates as people say them: the year only when it is needed. Sentences say it when it is not the
//! year of the date before; tables and labels when the day could be taken for another year's.

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

/// `22 July`, for sentences; `today` is the day whose year goes without saying: the status date, or
/// the date that was named before.
#[must_use]
pub fn day(date: Date, today: Date) -> String {
    format!("{} {}{}", date.day(), month_name(date), year_unless_this(date, today))
}

/// `22 Jul`, for labels; `22 Jul 2028` where it could be taken for another year's.
#[must_use]
pub fn day_month(date: Date, today: Date) -> String {
    if goes_without_year(date, today) {
        return bare(date);
    }
    format!("{} {}", bare(date), date.year())
}

/// `22 Jul`, for labels beside which the year stands.
#[must_use]
pub fn bare(date: Date) -> String {
    format!("{} {}", date.day(), month_short(date))
}

/// `Wed 22 Jul`, for tables; `22 Jul 2028` where it could be taken for another year's.
#[must_use]
pub fn weekday(date: Date, today: Date) -> String {
    if goes_without_year(date, today) {
        return format!("{} {}", weekday_short(date), bare(date));
    }
    day_month(date, today)
}

/// The name of the day: `Sunday`.
#[must_use]
pub fn weekday_name(date: Date) -> &'static str {
    match date.weekday() {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

/// `Wed 22 July`, for a sentence in which the day of the week matters.
#[must_use]
pub fn weekday_long(date: Date, today: Date) -> String {
    format!("{} {}", weekday_short(date), day(date, today))
}

/// `July`, for the head of a column of time; `January 2027` where the year is not `year`.
#[must_use]
pub fn month(date: Date, year: i16) -> String {
    let name = month_name(date);
    if date.year() == year { name.to_owned() } else { format!("{name} {}", date.year()) }
}

/// `Jul`, `Jan 2027`: as [`month`], where there is no room for its whole name.
#[must_use]
pub fn month_label(date: Date, year: i16) -> String {
    let name = month_short(date);
    if date.year() == year { name.to_owned() } else { format!("{name} {}", date.year()) }
}

/// A span of time too wide for dates: `between August and November`, `between 2027 and 2029` when
/// it is longer than two years, `between mid-September and early October` when it is short.
#[must_use]
pub fn months(from: Date, to: Date, today: Date) -> String {
    let months_apart = months_of(to) - months_of(from);
    if months_apart > 24 {
        return format!("between {} and {}", from.year(), to.year());
    }
    let name = |date| {
        if months_apart <= 1 { part_of_month(date) } else { month_name(date).to_owned() }
    };
    let last = format!("{}{}", name(to), year_unless_this(to, today));
    if name(from) == name(to) && months_apart <= 0 {
        return format!("in {last}");
    }
    let first_year =
        if from.year() == to.year() { String::new() } else { year_unless_this(from, today) };
    format!("between {}{first_year} and {last}", name(from))
}

/// Months since the year 0.
fn months_of(date: Date) -> i32 {
    i32::from(date.year()) * 12 + i32::from(date.month())
}

fn part_of_month(date: Date) -> String {
    let month = month_name(date);
    match date.day() {
        ..=10 => format!("early {month}"),
        11..=20 => format!("mid-{month}"),
        _ => format!("late {month}"),
    }
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
    &weekday_name(date)[..3]
}

/// Whether no other such day is meant: this year's, or one of the coming months.
fn goes_without_year(date: Date, today: Date) -> bool {
    let days_ahead = (date - today).get_days();
    date.year() == today.year() || (-DAYS_BEHIND..=DAYS_AHEAD).contains(&days_ahead)
}

/// About nine months ahead and three behind: no day of the year comes twice.
const DAYS_AHEAD: i32 = 270;
const DAYS_BEHIND: i32 = 90;

/// Whether `before` and `after` are neighboring words of one date, between which no line breaks:
/// `22 July`, `Wed 22`, `July 2027`.
#[must_use]
pub fn is_within_date(before: &str, after: &str) -> bool {
    let after = after.trim_end_matches(|c: char| c.is_ascii_punctuation());
    let is_number = |word: &str, digits| {
        (1..=digits).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit())
    };
    let is_month = |word: &str| MONTHS.iter().any(|name| *name == word || name[..3] == *word);
    const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    (is_number(before, 2) && is_month(after))
        || (is_month(before) && is_number(after, 4))
        || (WEEKDAYS.contains(&before) && is_number(after, 2))
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
        assert_eq!(weekday(date(2025, 12, 31), today), "31 Dec 2025");
        let autumn = date(2026, 11, 22);
        assert_eq!(weekday(date(2027, 3, 9), autumn), "Tue 9 Mar");
        assert_eq!(weekday(date(2027, 11, 9), autumn), "9 Nov 2027");
    }

    #[test]
    fn words_of_a_date_belong_together() {
        assert!(is_within_date("22", "July."));
        assert!(is_within_date("Wed", "22"));
        assert!(is_within_date("Feb", "2027,"));
        assert!(!is_within_date("by", "22") && !is_within_date("22", "people"));
    }

    #[test]
    fn spans_are_as_coarse_as_they_are_long() {
        let today = date(2026, 4, 14);
        let check = |from, to, expected: &str| assert_eq!(months(from, to, today), expected);
        check(date(2026, 8, 3), date(2026, 11, 20), "between August and November");
        check(date(2026, 11, 3), date(2027, 2, 1), "between November and February 2027");
        check(date(2027, 1, 3), date(2027, 4, 1), "between January and April 2027");
        check(date(2027, 1, 3), date(2028, 2, 1), "between January 2027 and February 2028");
        check(date(2026, 11, 3), date(2029, 2, 1), "between 2026 and 2029");
        check(date(2026, 9, 14), date(2026, 10, 7), "between mid-September and early October");
        check(date(2026, 9, 14), date(2026, 9, 20), "in mid-September");
        check(date(2026, 9, 4), date(2026, 9, 30), "between early September and late September");
    }
}
