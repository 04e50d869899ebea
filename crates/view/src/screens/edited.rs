//! What an edit did: its effect on the date, the lines that changed, how to take it back.

use jiff::civil::Date;

use crate::terminal::{Line, Page, Paint, Role};
use crate::words;

/// An edit and its effect, as plain values.
#[derive(Clone, Debug)]
pub struct Edited<'a> {
    /// What was done, as a past participle phrase: "set cutover @priya".
    pub title: &'a str,
    /// What it does to the date; `None` if it was not asked, or the plan has no dates.
    pub effect: Option<Effect>,
    /// The lines that changed.
    pub lines: &'a [Changed<'a>],
    /// What else the reader should know, a sentence each.
    pub remarks: &'a [String],
    /// Whether it is only shown.
    pub is_dry_run: bool,
    /// The status date.
    pub today: Date,
}

/// Lines of a file that are replaced by others.
#[derive(Clone, Debug)]
pub struct Changed<'a> {
    /// The file.
    pub path: &'a str,
    /// The first line in the new text, from 1.
    pub line: usize,
    /// The lines before.
    pub before: &'a [String],
    /// The lines after.
    pub after: &'a [String],
}

/// How the finish of the plan moves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effect {
    /// The date that is 80 % sure, before and after; `None` where the work never ends.
    pub p80: (Option<Date>, Option<Date>),
    /// Working days from the one to the other, rounded; negative if it is sooner.
    pub working_days: i64,
    /// The deadline, with its chance before and after.
    pub deadline: Option<(Date, f64, f64)>,
    /// Where work changes hands: the date that is 80 % sure with what catching up costs, which the
    /// text does not say.
    pub caught_up: Option<Date>,
    /// The date that is 80 % sure after it in the order of work that there was; `None` if that order is
    /// still followed, or its date is the same.
    pub in_same_order: Option<Date>,
}

/// The screen of one edit.
#[must_use]
pub fn edited(edited: &Edited<'_>, paint: &Paint) -> String {
    let mut page = Page::new(&headline(edited), paint);
    for change in edited.lines {
        page.gap();
        let place = format!("  {}:{}", change.path, change.line);
        page.wrapped(&Line::of(Role::Label, &place), 4);
        for line in change.before {
            page.wrapped(&Line::of(Role::Gone, &format!("  - {}", line.trim_end())), 4);
        }
        for line in change.after {
            page.wrapped(&Line::of(Role::New, &format!("  + {}", line.trim_end())), 4);
        }
    }
    for remark in edited.remarks {
        page.gap();
        page.wrapped(&Line::plain("  ").and_prose(remark), 2);
    }
    if edited.lines.is_empty() {
        page.next(&[("fore", "where the plan stands")]);
    } else if edited.is_dry_run {
        page.next(&[("the same without --dry-run", "writes it")]);
    } else {
        page.next(&[("fore undo", "takes it back"), ("fore", "where the plan stands now")]);
    }
    page.render()
}

/// "P80 moves from 22 to 24 July, 2 working days later."
fn headline(edited: &Edited<'_>) -> String {
    if edited.lines.is_empty() {
        return format!("Nothing to do: {}; the plan says so already.", edited.title);
    }
    let done = if edited.is_dry_run { "Would do" } else { "Done" };
    let Some(effect) = edited.effect else { return format!("{done}: {}.", edited.title) };
    let (before, after) = match effect.p80 {
        (Some(before), Some(after)) => (before, after),
        (None, Some(after)) => {
            let date = words::day(after, edited.today);
            return format!("{done}: {}. Now it ends: {date} is 80% sure.", edited.title);
        }
        (_, None) => return format!("{done}: {}. As written, it never ends.", edited.title),
    };
    let chance = chance_words(effect.deadline, edited.today);
    if before == after {
        let date = words::day(after, edited.today);
        return format!("{done}: {}. P80 stays on {date}{chance}.", edited.title);
    }
    let days = words::count(usize::try_from(effect.working_days.abs()).unwrap_or(0), "working day");
    let direction = if after < before { "sooner" } else { "later" };
    format!(
        "{done}: {}. P80 moves from {} to {}, {days} {direction}{chance}.",
        edited.title,
        words::day(before, edited.today),
        words::day(after, edited.today)
    )
}

/// Chances in words, to the nearest 5 %, as in every sentence.
fn chance_words(deadline: Option<(Date, f64, f64)>, today: Date) -> String {
    let Some((date, before, after)) = deadline else { return String::new() };
    let date = words::day(date, today);
    let (before, after) = (words::odds(before), words::odds(after));
    if before == after {
        format!("; {date} stays {after}")
    } else {
        format!("; {date} goes from {before} to {after}")
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn check(p80: (Option<Date>, Option<Date>), working_days: i64, expected: &str) {
        let deadline = Some((date(2026, 6, 30), 0.19, 0.33));
        let lines = [Changed { path: "plan.md", line: 1, before: &[], after: &[] }];
        let edit = Edited {
            title: "set cutover @priya",
            effect: Some(Effect {
                p80,
                working_days,
                deadline,
                caught_up: None,
                in_same_order: None,
            }),
            lines: &lines,
            remarks: &[],
            is_dry_run: false,
            today: date(2026, 4, 14),
        };
        assert_eq!(headline(&edit), expected);
    }

    #[test]
    fn the_first_line_is_what_it_does_to_the_date() {
        let (early, late) = (Some(date(2026, 7, 20)), Some(date(2026, 7, 22)));
        check(
            (late, early),
            -2,
            "Done: set cutover @priya. P80 moves from 22 July to 20 July, 2 working days sooner; \
             30 June goes from about 1 in 5 to about 1 in 3.",
        );
        check(
            (late, late),
            0,
            "Done: set cutover @priya. P80 stays on 22 July; 30 June goes from about 1 in 5 to about 1 in 3.",
        );
        check((late, None), 0, "Done: set cutover @priya. As written, it never ends.");
    }
}
