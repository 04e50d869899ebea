//! The message of a commit: which items an edit of the plan touches, what it does to the date, and
//! each edit in words.
//!
//! In: the edits since the last commit, and the 80 % date before and after. Out: a subject, and
//! below it a line an edit. It must not know git.

use jiff::civil::Date;

use crate::edits::{Edit, EditKind};
use crate::words;

/// So many edits are told; a message is read, not studied.
const EDITS_MAX: usize = 40;

/// `cutover: 80% date 22 → 20 July`, and the edits below. Without an edit in it, the change is one
/// of notes.
#[must_use]
pub fn message(edits: &[Edit], p80: (Option<Date>, Option<Date>), today: Date) -> String {
    let told: Vec<&Edit> = edits.iter().filter(|edit| edit.kind != EditKind::Order).collect();
    let names: Vec<&str> = told.iter().map(|edit| edit.name()).collect();
    let about = match names[..] {
        [] => "Notes".to_owned(),
        [one] => one.to_owned(),
        [one, other] => format!("{one} and {other}"),
        [first, ref more @ ..] => format!("{first} and {} more", words::number(more.len())),
    };
    let subject = match p80 {
        (Some(before), Some(after)) if before == after => {
            format!("{about}: 80% date stays {}", words::day(after, today))
        }
        (Some(before), Some(after)) => {
            let is_same_month = before.first_of_month() == after.first_of_month();
            let first =
                if is_same_month { before.day().to_string() } else { words::day(before, today) };
            format!("{about}: 80% date {first} → {}", words::day(after, today))
        }
        (None, Some(after)) => format!("{about}: 80% date {}", words::day(after, today)),
        (_, None) => about,
    };
    let line = |edit: &&Edit| format!("- {}: {}", edit.name(), edit.text.replace('`', ""));
    let mut lines: Vec<String> = told.iter().take(EDITS_MAX).map(line).collect();
    if told.len() > EDITS_MAX {
        lines.push(format!("- and {} more", told.len() - EDITS_MAX));
    }
    if lines.is_empty() { subject } else { format!("{subject}\n\n{}", lines.join("\n")) }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn edit(id: &str, text: &str) -> Edit {
        Edit { id: Some(id.to_owned()), text: text.to_owned(), ..Edit::of_order(0) }
    }

    #[track_caller]
    fn check(edits: &[(&str, &str)], p80: (Option<Date>, Option<Date>), expected: &str) {
        let edits: Vec<Edit> = edits
            .iter()
            .map(|(id, text)| Edit { kind: EditKind::Changed, ..edit(id, text) })
            .collect();
        assert_eq!(message(&edits, p80, date(2026, 4, 14)), expected);
    }

    #[test]
    fn a_message_says_what_it_is_about_and_what_it_does() {
        let july = |day| Some(date(2026, 7, day));
        let handed = ("cutover", "`@maya` → `@priya`");
        check(
            &[handed],
            (july(22), july(20)),
            "cutover: 80% date 22 → 20 July\n\n- cutover: @maya → @priya",
        );
        check(
            &[handed, ("tax", "left 2d → 3d")],
            (july(30), Some(date(2026, 8, 3))),
            "cutover and tax: 80% date 30 July → 3 August\n\n\
             - cutover: @maya → @priya\n- tax: left 2d → 3d",
        );
        check(&[], (july(22), july(22)), "Notes: 80% date stays 22 July");
        let three = [handed, ("tax", "new"), ("load", "gone")];
        let said = "cutover and two more: 80% date 22 July";
        check(
            &three,
            (None, july(22)),
            &format!("{said}\n\n- cutover: @maya → @priya\n- tax: new\n- load: gone"),
        );
        let order = [Edit::of_order(30)];
        assert_eq!(message(&order, (None, None), date(2026, 4, 14)), "Notes");
    }
}
