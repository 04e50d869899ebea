//! Dates as people and programs write them.
//!
//! In: words such as `15.12.2026`, `15/Dec/26 9:00 AM` or "by 2026-03-01". Out: a date in the
//! language of plans, or why it is none. Where day and month could stand either way round, as in
//! 01/02/2026, neither is guessed.

/// Day and month could be exchanged.
pub const UNCLEAR: &str = "day and month could stand either way round: kept as a remark";

/// It says no day of a year.
pub const NO_DATE: &str = "not plainly a date: kept as a remark";

/// The date `YYYY-MM-DD` that `words` are, with or without "due" or "by" before it and a time of
/// day after it.
pub fn date(words: &str) -> Option<String> {
    read(words).ok()
}

/// The same, or why it is none: [`UNCLEAR`] or [`NO_DATE`].
pub fn read(words: &str) -> Result<String, &'static str> {
    if words.len() > LENGTH_MAX {
        return Err(NO_DATE);
    }
    let lower = words.trim().trim_start_matches(['<', '[']).trim_end_matches(['>', ']']);
    let lower = lower.to_lowercase();
    let rest = without_lead(&lower);
    let (day, rest) = split_pieces(rest).ok_or(NO_DATE)?;
    if !rest.iter().all(|word| is_time(word)) {
        return Err(NO_DATE);
    }
    of_pieces(&day)
}

/// Longer texts are sentences.
const LENGTH_MAX: usize = 80;

const LEADS: &[&str] =
    &["due", "by", "until", "deadline", ":", "on", "date", "fällig", "bis", "am"];

const WEEKDAYS: &[&str] = &[
    "mon",
    "tue",
    "wed",
    "thu",
    "fri",
    "sat",
    "sun",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "mo",
    "di",
    "mi",
    "do",
    "fr",
    "sa",
    "so",
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
    "sonntag",
];

/// English and German, in the order of the year.
const MONTHS: &[&[&str]] = &[
    &["january", "januar"],
    &["february", "februar"],
    &["march", "märz"],
    &["april"],
    &["may", "mai"],
    &["june", "juni"],
    &["july", "juli"],
    &["august"],
    &["september"],
    &["october", "oktober"],
    &["november"],
    &["december", "dezember"],
];

/// `words` without "due", "by" and a weekday before the date.
fn without_lead(words: &str) -> &str {
    let mut rest = words.trim();
    loop {
        let length = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        let (word, after) = match length {
            0 => (rest.get(..1).unwrap_or_default(), rest.get(1..).unwrap_or_default()),
            _ => rest.split_at(length),
        };
        if !LEADS.contains(&word) && !WEEKDAYS.contains(&word) {
            return rest;
        }
        rest = after.trim_start_matches([' ', ',', '.']);
    }
}

/// The three pieces of a date with the mark between the first two, and the words behind it.
fn split_pieces(words: &str) -> Option<(Pieces<'_>, Vec<&str>)> {
    let marks = |c: char| matches!(c, ' ' | '/' | '-' | '.' | ',');
    let (first, rest) = words.split_at(words.find(marks)?);
    let mark = rest.chars().next()?;
    let rest = rest.trim_start_matches(marks);
    let (second, rest) = rest.split_at(rest.find(marks)?);
    let rest = rest.trim_start_matches(marks);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (third, rest) = rest.split_at(digits);
    // "2026-12-15T10:00" and "2026-12-15 10:00", but not "2026-12-15a".
    let rest = rest.strip_prefix('t').unwrap_or(rest);
    let parted = rest.is_empty() || rest.starts_with([' ', ',']) || words.len() > rest.len() + 10;
    let is_parted = parted || rest.starts_with(|c: char| c.is_ascii_digit());
    let pieces = Pieces { all: [first, second, third], mark };
    is_parted.then(|| (pieces, rest.split_whitespace().collect()))
}

/// Three pieces of a date.
struct Pieces<'a> {
    all: [&'a str; 3],
    mark: char,
}

/// What may stand behind a date: a time, a zone, a weekday, a repeater of Org.
fn is_time(word: &str) -> bool {
    let word = word.trim_matches(['(', ')', ',']);
    let zone = ["", "am", "pm", "gmt", "utc", "z", "uhr"];
    let letters =
        word.trim_matches(|c: char| c.is_ascii_digit() || matches!(c, ':' | '+' | '.' | '-'));
    zone.contains(&letters)
        || WEEKDAYS.contains(&word)
        || word.chars().all(|c| c.is_ascii_digit() || ":-+.dwmyh".contains(c))
}

fn of_pieces(pieces: &Pieces<'_>) -> Result<String, &'static str> {
    let [first, second, third] = pieces.all;
    if let Some(month) = month_of(second) {
        return written(year_of(third), Some(month), number(first));
    }
    if let Some(month) = month_of(first) {
        let day = second.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        return written(year_of(third), Some(month), number(day));
    }
    let numbers = (number(first), number(second), number(third));
    let (Some(one), Some(two), Some(three)) = numbers else { return Err(NO_DATE) };
    match (first.len(), pieces.mark) {
        (4, _) => written(Some(one), Some(two), Some(three)),
        (_, '.') => written(year_of(third), Some(two), Some(one)),
        (_, ' ') | (3.., _) => Err(NO_DATE),
        _ => of_unnamed(one, two, third),
    }
}

/// Of day and month without a name, as in 15/12/2026: only one of the two may be a month.
fn of_unnamed(one: u32, two: u32, third: &str) -> Result<String, &'static str> {
    let year = year_of(third);
    let (day_first, month_first) =
        (written(year, Some(two), Some(one)), written(year, Some(one), Some(two)));
    let year_first = match third.len() {
        2 => written(Some(2000 + one), Some(two), number(third)),
        _ => Err(NO_DATE),
    };
    let mut read: Vec<String> =
        [day_first, month_first, year_first].into_iter().flatten().collect();
    read.sort();
    read.dedup();
    match read.len() {
        0 => Err(NO_DATE),
        1 => Ok(read.remove(0)),
        _ => Err(UNCLEAR),
    }
}

fn month_of(word: &str) -> Option<u32> {
    let word = word.trim_end_matches('.');
    let is_month = |names: &&[&str]| names.iter().any(|name| name.starts_with(word));
    let at = MONTHS.iter().position(is_month)?;
    (word.chars().count() >= 3).then_some(at as u32 + 1)
}

/// A year of four digits, or of two in this century.
fn year_of(word: &str) -> Option<u32> {
    match word.len() {
        4 => number(word),
        2 => number(word).map(|year| 2000 + year),
        _ => None,
    }
}

fn number(word: &str) -> Option<u32> {
    let is_number = (1..=4).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { word.parse().ok() } else { None }
}

fn written(
    year: Option<u32>,
    month: Option<u32>,
    day: Option<u32>,
) -> Result<String, &'static str> {
    let (Some(year), Some(month), Some(day)) = (year, month, day) else { return Err(NO_DATE) };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return Err(NO_DATE),
    };
    let is_real = year > 0 && (1..=days).contains(&day);
    if is_real { Ok(format!("{year:04}-{month:02}-{day:02}")) } else { Err(NO_DATE) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(words: &str, expected: Result<&str, &str>) {
        let found = read(words);
        assert_eq!(found.as_deref().map_err(|why| *why), expected, "{words}");
    }

    #[test]
    fn dates_are_whole_and_real() {
        check("by 2026-03-01", Ok("2026-03-01"));
        check("<2019-01-10 Thu +1w>", Ok("2019-01-10"));
        for words in [
            "due: 2026-02-29",
            "2026-02-29",
            "2026-03-01 if all goes well",
            "End of February 2025",
            "",
            "soon",
            "1.2.3",
            "31.11.2026",
            "15 December",
            "3.5 days",
            "2026-12-15a",
        ] {
            check(words, Err(NO_DATE));
        }
    }

    #[test]
    fn programs_write_dates_in_many_ways() {
        for words in [
            "2026-12-15 00:00:00.0",
            "2026-12-15T10:00:00.000Z",
            "2026/12/15",
            "15/Dec/26",
            "15/Dec/26 12:00 AM",
            "15 Dec 2026 9:30",
            "Dec 15, 2026",
            "December 15th 2026",
            "Tue Dec 15 2026 13:00:00 GMT+0000 (GMT)",
            "15.12.2026",
            "Di 15.12.26",
            "15. Dezember 2026",
            "12/15/2026",
            "15/12/2026",
            "12/15/26",
        ] {
            check(words, Ok("2026-12-15"));
        }
    }

    #[test]
    fn day_and_month_are_not_guessed() {
        check("01/02/2026", Err(UNCLEAR));
        check("01-02-2026", Err(UNCLEAR));
        check("15/12/26", Err(UNCLEAR));
        check("05/05/2026", Ok("2026-05-05"));
    }
}
