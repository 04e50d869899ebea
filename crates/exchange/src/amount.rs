//! Durations and dates as people write them.
//!
//! In: words such as "1-2 weeks" or "by 2026-03-01". Out: an estimate or a date in the language of
//! plans, or nothing: what is not plainly a duration or a date is not guessed.

/// The estimate that `words` are, all of them: `3d`, `2 days`, `1-2 weeks`, `~4h`, `2:00`.
pub fn estimate(words: &str) -> Option<String> {
    let words = words.trim().trim_start_matches(['~', '≈']).to_lowercase();
    let words = words.strip_prefix("about ").or(words.strip_prefix("ca. ")).unwrap_or(&words);
    if let Some(clock) = clock(words) {
        return Some(clock);
    }
    let parts = split_range(words);
    let [low, high] = match parts.as_slice() {
        [one] => return amount(one, None).map(|(text, _)| text),
        [low, high] => [*low, *high],
        _ => return None,
    };
    let (high, most) = amount(high, None)?;
    let (low, least) = amount(low, high.chars().next_back())?;
    (least <= most).then(|| if low == high { low } else { format!("{low}..{high}") })
}

/// The estimate that a bare number is in a column whose header names the unit, or [`estimate`].
pub fn estimate_in(words: &str, unit: Option<char>) -> Option<String> {
    let Some(unit) = unit else { return estimate(words) };
    estimate(words).or_else(|| {
        let bare = words.trim();
        let is_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '–' | ' ');
        if bare.is_empty() || !bare.chars().all(is_number) {
            return None;
        }
        estimate(&format!("{bare}{unit}"))
    })
}

/// The date `YYYY-MM-DD` that `words` are, with or without "due" or "by" before it.
pub fn date(words: &str) -> Option<String> {
    let words = words.trim().trim_start_matches(['<', '[']).trim_end_matches(['>', ']']);
    let lower = words.to_ascii_lowercase();
    let mut rest = lower.as_str();
    for word in ["due", "by", "until", "deadline", ":", "on", "date"] {
        rest = rest.strip_prefix(word).unwrap_or(rest).trim_start();
    }
    let date = rest.get(..10)?;
    let after = &rest[10..];
    let alone =
        after.is_empty() || after.starts_with(' ') && after.len() < 24 && is_org_rest(after);
    (alone && is_date(date)).then(|| date.to_owned())
}

/// Whether `words` are a size without a duration: story points.
pub fn is_points(words: &str) -> bool {
    let words = words.trim().to_lowercase();
    let number = words.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let points = ["pt", "pts", "point", "points", "sp", "story points", "story point"];
    number.len() < words.len() && points.contains(&number.trim())
}

/// What may follow a date in Org: a weekday, a time, a repeater.
fn is_org_rest(after: &str) -> bool {
    after.split_whitespace().all(|word| {
        let is_day = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].contains(&word);
        is_day || word.chars().all(|c| c.is_ascii_digit() || ":-+.dwmyh".contains(c))
    })
}

fn is_date(text: &str) -> bool {
    let numbers: Vec<u32> = text.split('-').filter_map(|part| part.parse().ok()).collect();
    let [year, month, day] = numbers[..] else { return false };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    let shape = text.bytes().enumerate().all(|(at, byte)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    shape && year > 0 && (1..=days).contains(&day)
}

/// "2:30" as two and a half hours.
fn clock(words: &str) -> Option<String> {
    let (hours, minutes) = words.split_once(':')?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(hours) || !digits(minutes) || minutes.len() != 2 || hours.len() > 3 {
        return None;
    }
    let (hours, minutes): (u32, u32) = (hours.parse().ok()?, minutes.parse().ok()?);
    match (hours, minutes) {
        (0, 0) | (_, 60..) => None,
        (hours, 0) => Some(format!("{hours}h")),
        (hours, minutes) => Some(format!("{}m", hours * 60 + minutes)),
    }
}

fn split_range(words: &str) -> Vec<&str> {
    for separator in ["..", " to ", "–", "—", "-"] {
        if words.contains(separator) {
            return words.split(separator).map(str::trim).collect();
        }
    }
    vec![words]
}

/// One amount in the language of plans, and its minutes; `unit` is for a bare number.
fn amount(words: &str, unit: Option<char>) -> Option<(String, f64)> {
    let digits = words.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(words.len());
    let (number, name) = words.split_at(digits);
    let number: f64 = number.parse().ok()?;
    let (unit, minutes) = match name.trim().trim_end_matches('.') {
        "" => unit.and_then(unit_of_letter)?,
        "m" | "min" | "mins" | "minute" | "minutes" => ('m', 1.0),
        "h" | "hr" | "hrs" | "hour" | "hours" => ('h', 60.0),
        "d" | "day" | "days" | "working days" | "person days" | "person-days" | "pd" => {
            ('d', 480.0)
        }
        "w" | "wk" | "wks" | "week" | "weeks" => ('w', 2400.0),
        _ => return None,
    };
    let sensible = number > 0.0 && number * minutes <= 2400.0 * 500.0;
    sensible.then(|| (format!("{number}{unit}"), number * minutes))
}

fn unit_of_letter(letter: char) -> Option<(char, f64)> {
    [('m', 1.0), ('h', 60.0), ('d', 480.0), ('w', 2400.0)].into_iter().find(|unit| unit.0 == letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(words: &str, expected: Option<&str>) {
        assert_eq!(estimate(words).as_deref(), expected, "{words}");
    }

    #[test]
    fn durations_are_estimates() {
        check("3d", Some("3d"));
        check("2 days", Some("2d"));
        check("1-2 weeks", Some("1w..2w"));
        check("~1–2 weeks", Some("1w..2w"));
        check("4h to 2 days", Some("4h..2d"));
        check("1.5 hours", Some("1.5h"));
        check("2:00", Some("2h"));
        check("0:45", Some("45m"));
    }

    #[test]
    fn what_is_no_duration_is_not_guessed() {
        for words in ["", "5", "5 pts", "3 releases", "2 months", "0d", "5-2 days", "1e3d", "soon"]
        {
            check(words, None);
        }
    }

    #[test]
    fn a_header_may_name_the_unit() {
        assert_eq!(estimate_in("3", Some('d')).as_deref(), Some("3d"));
        assert_eq!(estimate_in("2-4", Some('h')).as_deref(), Some("2h..4h"));
        assert_eq!(estimate_in("L", Some('d')), None);
    }

    #[test]
    fn dates_are_whole_and_real() {
        assert_eq!(date("by 2026-03-01").as_deref(), Some("2026-03-01"));
        assert_eq!(date("<2019-01-10 Thu +1w>").as_deref(), Some("2019-01-10"));
        assert_eq!(date("due: 2026-02-29"), None);
        assert_eq!(date("2026-02-29"), None);
        assert_eq!(date("2026-03-01 if all goes well"), None);
        assert_eq!(date("End of February 2025"), None);
    }
}
