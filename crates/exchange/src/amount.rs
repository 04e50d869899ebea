//! Durations as people write them.
//!
//! In: words such as "1-2 weeks", "2,5 Tage" or the seconds of a tracker. Out: an estimate in the
//! language of plans, or nothing: what is not plainly a duration is not guessed.

/// The estimate that `words` are, all of them: `3d`, `2 days`, `1-2 weeks`, `~4h`, `2:00`.
pub fn estimate(words: &str) -> Option<String> {
    // Microsoft Project marks what it only supposes.
    let words = words.trim().trim_start_matches(['~', '≈']).trim_end_matches('?').to_lowercase();
    let words = words.strip_prefix("about ").or(words.strip_prefix("ca. ")).unwrap_or(&words);
    if let Some(clock) = clock(words) {
        return Some(clock);
    }
    if let Some(sum) = sum(words) {
        return Some(sum);
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

/// The estimate that a bare number is in a column whose header names the unit, `s` for seconds, or
/// [`estimate`].
pub fn estimate_in(words: &str, unit: Option<char>) -> Option<String> {
    let bare = words.trim();
    match unit {
        Some('s') if bare.bytes().all(|byte| byte.is_ascii_digit()) => {
            in_hours(bare.parse::<u32>().ok()? / 60)
        }
        Some(unit) => estimate(bare).or_else(|| {
            let is_number =
                |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '–' | ' ');
            let is_bare = !bare.is_empty() && bare.chars().all(is_number);
            if is_bare { estimate(&format!("{bare}{unit}")) } else { None }
        }),
        None => estimate(bare),
    }
}

/// Whether `words` are a size without a duration: story points.
pub fn is_points(words: &str) -> bool {
    let words = words.trim().to_lowercase();
    let number = words.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let points = ["pt", "pts", "point", "points", "sp", "story points", "story point"];
    number.len() < words.len() && points.contains(&number.trim())
}

/// "2:30" as two and a half hours.
fn clock(words: &str) -> Option<String> {
    let (hours, minutes) = words.split_once(':')?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(hours) || !digits(minutes) || minutes.len() != 2 || hours.len() > 3 {
        return None;
    }
    let (hours, minutes): (u32, u32) = (hours.parse().ok()?, minutes.parse().ok()?);
    if minutes < 60 { in_hours(hours * 60 + minutes) } else { None }
}

/// Minutes of work, in hours where these are whole.
fn in_hours(minutes: u32) -> Option<String> {
    match minutes {
        0 => None,
        _ if f64::from(minutes) > MINUTES_MAX => None,
        _ if minutes.is_multiple_of(60) => Some(format!("{}h", minutes / 60)),
        _ => Some(format!("{minutes}m")),
    }
}

/// Several amounts one after the other as one: "1d 4h".
fn sum(words: &str) -> Option<String> {
    let amounts: Vec<f64> = words
        .split_whitespace()
        .map(|word| amount(word, None).map(|(_, minutes)| minutes))
        .collect::<Option<_>>()?;
    let is_falling = amounts.is_sorted_by(|one, next| one > next);
    // Amounts are positive and bounded, so that the whole minutes fit.
    if amounts.len() > 1 && is_falling {
        in_hours(amounts.iter().sum::<f64>() as u32)
    } else {
        None
    }
}

fn split_range(words: &str) -> Vec<&str> {
    for separator in ["..", " to ", " bis ", "–", "—", "-"] {
        if words.contains(separator) {
            return words.split(separator).map(str::trim).collect();
        }
    }
    vec![words]
}

/// One amount in the language of plans, and its minutes; `unit` is for a bare number.
fn amount(words: &str, unit: Option<char>) -> Option<(String, f64)> {
    let is_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
    let digits = words.find(|c| !is_number(c)).unwrap_or(words.len());
    let (number, name) = words.split_at(digits);
    let number = with_point(number)?;
    let (unit, minutes) = match name.trim().trim_end_matches('.') {
        "" => unit.and_then(unit_of_letter)?,
        "m" | "min" | "mins" | "minute" | "minutes" | "minuten" => ('m', 1.0),
        "h" | "hr" | "hrs" | "hour" | "hours" | "std" | "stunde" | "stunden" => ('h', 60.0),
        "d" | "day" | "days" | "working days" | "person days" | "person-days" | "pd" | "tag"
        | "tage" | "tagen" | "arbeitstage" | "personentage" => ('d', 480.0),
        "w" | "wk" | "wks" | "week" | "weeks" | "woche" | "wochen" => ('w', 2400.0),
        _ => return None,
    };
    let sensible = number > 0.0 && number * minutes <= MINUTES_MAX;
    sensible.then(|| (format!("{number}{unit}"), number * minutes))
}

/// More than 500 weeks are no piece of work.
const MINUTES_MAX: f64 = 2400.0 * 500.0;

/// A number whose decimals may stand behind a comma; with three of them it could be thousands.
fn with_point(number: &str) -> Option<f64> {
    let Some((whole, decimals)) = number.split_once(',') else { return number.parse().ok() };
    let is_decimal = (1..=2).contains(&decimals.len()) && !number.contains('.');
    if is_decimal { format!("{whole}.{decimals}").parse().ok() } else { None }
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
        check("1d 4h", Some("12h"));
        check("1h 30m", Some("90m"));
    }

    #[test]
    fn durations_may_be_german() {
        check("2,5d", Some("2.5d"));
        check("3 Tage", Some("3d"));
        check("1 bis 2 Wochen", Some("1w..2w"));
        check("1,5-2 Std.", Some("1.5h..2h"));
    }

    #[test]
    fn what_is_no_duration_is_not_guessed() {
        for words in [
            "",
            "5",
            "5 pts",
            "3 releases",
            "2 months",
            "0d",
            "5-2 days",
            "1e3d",
            "soon",
            "1,000 h",
            "4h 1d",
        ] {
            check(words, None);
        }
    }

    #[test]
    fn a_header_may_name_the_unit() {
        assert_eq!(estimate_in("3", Some('d')).as_deref(), Some("3d"));
        assert_eq!(estimate_in("2-4", Some('h')).as_deref(), Some("2h..4h"));
        assert_eq!(estimate_in("2,5", Some('d')).as_deref(), Some("2.5d"));
        assert_eq!(estimate_in("L", Some('d')), None);
        // 57,600 seconds are 16 hours of 3,600 each; 5,400 are one and a half.
        assert_eq!(estimate_in("57600", Some('s')).as_deref(), Some("16h"));
        assert_eq!(estimate_in("5400", Some('s')).as_deref(), Some("90m"));
        assert_eq!(estimate_in("0", Some('s')), None);
    }
}
