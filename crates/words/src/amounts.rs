//! Counts, lists and working days.

/// `1 task`, `35 tasks`, `2 people`, `10,000 runs`; `noun` in the singular.
#[must_use]
pub fn count(n: usize, noun: &str) -> String {
    if n == 1 { format!("1 {noun}") } else { format!("{} {}", thousands(n), plural(noun)) }
}

/// `10,000`.
#[must_use]
pub fn thousands(n: usize) -> String {
    let digits = n.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A number in words up to ten, in digits beyond: `three`, `12`.
#[must_use]
pub fn number(n: usize) -> String {
    const WORDS: [&str; 11] =
        ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    WORDS.get(n).map_or_else(|| thousands(n), |word| (*word).to_owned())
}

/// `one person does it`, `two people do it`.
#[must_use]
pub fn people(n: usize) -> String {
    if n == 1 { "one person does it".to_owned() } else { format!("{} people do it", number(n)) }
}

/// `a, b and c`.
#[must_use]
pub fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// A phrase as the beginning of a sentence.
#[must_use]
pub fn capitalized(phrase: &str) -> String {
    let mut letters = phrase.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Effort in working days with one decimal: `127.5 d`, `12 d`.
#[must_use]
pub fn days(days: f64) -> String {
    format!("{} d", one_decimal(days))
}

/// A range of working days for lists, whole from three days on: `3–7 d`, `1.5–4 d`, `2 d`.
#[must_use]
pub fn days_range(low: f64, high: f64) -> String {
    let (low, high) = (coarse(low), coarse(high));
    if low == high { format!("{low} d") } else { format!("{low}–{high} d") }
}

/// A name as an argument of a command: as it is, or quoted for a shell.
#[must_use]
pub fn argument(name: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_.:/".contains(c);
    if !name.is_empty() && name.chars().all(is_plain) {
        return name.to_owned();
    }
    if name.contains(['"', '$', '`', '\\', '!']) {
        return format!("'{}'", name.replace('\'', "'\\''"));
    }
    format!("\"{name}\"")
}

fn plural(noun: &str) -> String {
    if noun == "person" {
        return "people".to_owned();
    }
    match noun.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'i', 'o', 'u']) => format!("{stem}ies"),
        _ => format!("{noun}s"),
    }
}

fn one_decimal(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
}

fn coarse(value: f64) -> String {
    if value < 2.95 { one_decimal(value) } else { format!("{value:.0}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_follow_their_number() {
        assert_eq!(count(1, "task"), "1 task");
        assert_eq!(count(0, "day"), "0 days");
        assert_eq!(count(2, "entry"), "2 entries");
        assert_eq!(count(2, "person"), "2 people");
        assert_eq!(count(1_234_567, "run"), "1,234,567 runs");
        assert_eq!(people(1), "one person does it");
        assert_eq!(people(2), "two people do it");
    }

    #[test]
    fn lists_end_with_and() {
        let items = ["a", "b", "c"].map(str::to_owned);
        assert_eq!(list(&items[..0]), "");
        assert_eq!(list(&items[..2]), "a and b");
        assert_eq!(list(&items), "a, b and c");
    }

    #[test]
    fn names_with_spaces_are_quoted() {
        assert_eq!(argument("tax-2"), "tax-2");
        assert_eq!(argument("Bill it"), "\"Bill it\"");
        assert_eq!(argument("Ana's $5"), "'Ana'\\''s $5'");
    }

    #[test]
    fn days_are_as_fine_as_they_are_meant() {
        assert_eq!(days(127.46), "127.5 d");
        assert_eq!(days(12.0), "12 d");
        assert_eq!(days_range(1.5, 4.2), "1.5–4 d");
        assert_eq!(days_range(2.98, 3.1), "3 d");
    }
}
