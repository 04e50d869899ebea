//! What became of a merge: what both sides changed, and what each side would cost.

use jiff::civil::Date;
use text::{Diagnostic, SourceFile};

use crate::diagnostics::diagnostics;
use crate::terminal::{Line, Page, Paint, Role};
use crate::words;

/// A merge of some files, as plain values.
#[derive(Clone, Debug)]
pub struct Merge<'a> {
    /// The files, by their paths.
    pub files: &'a [String],
    /// What both sides changed differently.
    pub collisions: &'a [Collision],
    /// Errors that neither side has alone.
    pub errors: &'a [Diagnostic],
    /// The files that the errors point into.
    pub sources: &'a [SourceFile],
    /// Whether the texts are those of git, which asks for no more than the result.
    pub is_driver: bool,
    /// The status date.
    pub today: Date,
}

/// Something that both sides changed differently.
#[derive(Clone, Debug, PartialEq)]
pub struct Collision {
    /// The item, as it is mentioned: `cutover`.
    pub item: String,
    /// What of it: "the estimate".
    pub what: String,
    /// What our side says; `None` if it removed it.
    pub ours: Option<String>,
    /// What their side says.
    pub theirs: Option<String>,
    /// Which side was taken: "ours" or "theirs"; `None` if nobody has decided.
    pub taken: Option<&'static str>,
    /// The date that is 80 % sure with either side, where both have one.
    pub p80: Option<(Date, Date)>,
}

/// So many letters of each side are shown.
const SHOWN_MAX: usize = 160;

/// The screen of a merge.
#[must_use]
pub fn merged(merge: &Merge<'_>, paint: &Paint) -> String {
    let mut page = Page::new(&headline(merge), paint);
    for collision in merge.collisions {
        page.gap();
        let title = format!("  {}: {}", collision.item, collision.what);
        page.wrapped(&Line::plain(&title), 4);
        let sides = [("ours", &collision.ours), ("theirs", &collision.theirs)];
        for (side, said) in sides.into_iter().filter(|_| is_marked(collision)) {
            let said = said.as_deref().map_or_else(|| "nothing".to_owned(), shortened);
            let mark = if collision.taken == Some(side) { " (taken)" } else { "" };
            let role = if collision.taken.is_some_and(|taken| taken != side) {
                Role::Gone
            } else {
                Role::Plain
            };
            page.wrapped(
                &Line::of(Role::Label, &format!("    {side:<7} "))
                    .with(role, &said)
                    .with(Role::Label, mark),
                12,
            );
        }
        if let Some(price) = price(collision, merge.today) {
            page.wrapped(&Line::of(Role::Forecast, &format!("    {price}")), 4);
        }
    }
    if !merge.errors.is_empty() {
        page.heading("What neither side has alone", "");
        page.gap();
        page.drawn(diagnostics(merge.errors, merge.sources, paint, 2));
    }
    next(merge, &mut page);
    page.render()
}

fn open(merge: &Merge<'_>) -> usize {
    merge.collisions.iter().filter(|collision| collision.taken.is_none()).count()
}

/// Whether it stands between marks in the text: the place of an item cannot.
fn is_marked(collision: &Collision) -> bool {
    collision.ours.is_some() || collision.theirs.is_some()
}

fn headline(merge: &Merge<'_>) -> String {
    let files = words::list(merge.files);
    let (open, all) = (open(merge), merge.collisions.len());
    let is_left = |collision: &&Collision| collision.taken.is_none() && is_marked(collision);
    let marks = match merge.collisions.iter().filter(is_left).count() {
        0 => "",
        1 => "; its marks are in the file",
        _ => "; their marks are in the file",
    };
    let collisions = match (all, open) {
        (0, _) => "both sides are kept, nothing collides".to_owned(),
        (_, 0) => format!("both sides are kept, and {} settled", words::count(all, "collision")),
        _ => format!(
            "both sides are kept, but {} {} to be settled{marks}",
            words::count(open, "collision"),
            if open == 1 { "is" } else { "are" }
        ),
    };
    let errors = match merge.errors.len() {
        0 => String::new(),
        n => format!(" Together they have {} that neither has alone.", words::count(n, "error")),
    };
    format!("Merged {files}: {collisions}.{errors}")
}

/// "Taking theirs moves P80 from 22 July to 27 July; ours keeps 22 July."
fn price(collision: &Collision, today: Date) -> Option<String> {
    let (ours, theirs) = collision.p80?;
    let (ours_said, theirs_said) = (words::day(ours, today), words::day(theirs, today));
    Some(if ours == theirs {
        format!("P80 is {ours_said} with either.")
    } else {
        format!(
            "Taking theirs moves P80 from {ours_said} to {theirs_said}; ours keeps {ours_said}."
        )
    })
}

fn next(merge: &Merge<'_>, page: &mut Page) {
    if merge.is_driver {
        if open(merge) > 0 {
            page.next(&[("fore merge", "settles what is left, with the price of each side")]);
        } else if !merge.errors.is_empty() {
            page.next(&[("fore check", "what is wrong with the result, in place")]);
        }
        return;
    }
    let add = format!("git add {}", merge.files.join(" "));
    if open(merge) > 0 {
        page.next(&[
            ("fore merge --theirs", "takes their side of what is left"),
            ("fore merge --ours", "takes our side of what is left"),
            ("fore undo", "takes the merge back"),
        ]);
    } else if !merge.errors.is_empty() {
        page.next(&[
            ("fore check", "what is wrong with the result, in place"),
            ("fore undo", "takes the merge back"),
        ]);
    } else {
        page.next(&[(&add, "tells git that it is settled"), ("fore undo", "takes the merge back")]);
    }
}

fn shortened(text: &str) -> String {
    let line = text.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= SHOWN_MAX {
        return line;
    }
    line.chars().take(SHOWN_MAX).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::terminal::Charset;

    fn check(collisions: &[Collision], width: usize, expected: &str) {
        let paint = Paint { color: false, charset: Charset::Unicode, plain: false, width };
        let merge = Merge {
            files: &["plan/plan.md".to_owned()],
            collisions,
            errors: &[],
            sources: &[],
            is_driver: false,
            today: date(2026, 4, 14),
        };
        assert_eq!(merged(&merge, &paint), expected);
    }

    #[test]
    fn a_merge_says_what_is_left_and_what_each_side_costs() {
        check(
            &[],
            80,
            "\
Merged plan/plan.md: both sides are kept, nothing collides.

  Next       git add plan/plan.md    tells git that it is settled
             fore undo               takes the merge back
",
        );
        let mut collision = Collision {
            item: "`cutover`".to_owned(),
            what: "the estimate".to_owned(),
            ours: Some("2d".to_owned()),
            theirs: Some("5d".to_owned()),
            taken: None,
            p80: Some((date(2026, 7, 22), date(2026, 7, 27))),
        };
        check(
            std::slice::from_ref(&collision),
            80,
            "\
Merged plan/plan.md: both sides are kept, but 1 collision is to be settled; its
marks are in the file.

  `cutover`: the estimate
    ours    2d
    theirs  5d
    Taking theirs moves P80 from 22 July to 27 July; ours keeps 22 July.

  Next       fore merge --theirs     takes their side of what is left
             fore merge --ours       takes our side of what is left
             fore undo               takes the merge back
",
        );
        collision.taken = Some("ours");
        collision.theirs = None;
        collision.p80 = None;
        check(
            &[collision],
            60,
            "\
Merged plan/plan.md: both sides are kept, and 1 collision
settled.

  `cutover`: the estimate
    ours    2d (taken)
    theirs  nothing

  Next       git add plan/plan.md
               tells git that it is settled
             fore undo
               takes the merge back
",
        );
    }
}
