//! The demo's dates, moved to today's.

use jiff::ToSpan;
use jiff::civil::Date;

const LENGTH: usize = "2026-04-14".len();

/// Moves every ISO date in `text` by as many whole weeks as lie between `written_for` and
/// `today`, so that what was a Tuesday stays a Tuesday. Everything else stays as it is.
#[must_use]
pub fn move_dates(text: &str, written_for: Date, today: Date) -> String {
    let days = (today - written_for).get_days();
    let weeks = days.div_euclid(7);
    let mut moved = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(offset) = rest.find(is_digit) {
        let (before, from_digit) = rest.split_at(offset);
        moved.push_str(before);
        let digits = from_digit.find(|c| !is_date_character(c)).unwrap_or(from_digit.len());
        let (word, after) = from_digit.split_at(digits);
        match date(word).and_then(|date| date.checked_add(weeks.weeks()).ok()) {
            Some(date) => moved.push_str(&date.to_string()),
            None => moved.push_str(word),
        }
        rest = after;
    }
    moved.push_str(rest);
    moved
}

fn is_digit(character: char) -> bool {
    character.is_ascii_digit()
}

fn is_date_character(character: char) -> bool {
    is_digit(character) || character == '-'
}

fn date(word: &str) -> Option<Date> {
    if word.len() != LENGTH { None } else { word.parse().ok() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn dates_move_by_whole_weeks_and_nothing_else_moves() {
        let text = "2026-04-14..2026-04-20, 10-20 2019 rows, 12026-04-14, id-2026-04-14x";
        let moved = move_dates(text, date(2026, 4, 14), date(2026, 4, 27));
        assert_eq!(moved, "2026-04-21..2026-04-27, 10-20 2019 rows, 12026-04-14, id-2026-04-21x");
        assert_eq!(move_dates(text, date(2026, 4, 14), date(2026, 4, 20)), text);
    }
}
