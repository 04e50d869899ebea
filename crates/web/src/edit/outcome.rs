//! What became of a wish, as a piece of a page: the line that changed, and the way back.

use jiff::civil::Date;
use maud::{Markup, html};
use plan::Slot;
use plan::merge::{Clash, Collision};
use store::Committed;
use view::words;
use workbench::{ChangedLines, Effect};

use super::{OF, Wish};
use crate::shell::prose;

/// What became of a wish.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// It is in the file.
    Written {
        /// What it was.
        title: String,
        /// The lines that changed; none if it stood there already.
        lines: Vec<ChangedLines>,
        /// What it did to the 80 % date, if that is known already.
        moved: Option<String>,
        /// What the text does not say of it, as a sentence.
        remark: Option<String>,
    },
    /// The newest edit is out of the file again.
    Undone(String),
    /// Somebody else has changed the same thing meanwhile.
    Collides {
        /// The wish.
        wish: Wish,
        /// The newest state, to wish it again on.
        revision: String,
        /// What both changed.
        collisions: Vec<Collision>,
        /// What the wish would do to the date as it is with theirs.
        price: Option<Effect>,
        /// The status date.
        today: Date,
    },
    /// The plan is committed.
    Committed(Committed),
    /// It is not possible, and why.
    Refused(String),
}

/// The outcome, with a way back where there is one.
#[must_use]
pub fn fragment(outcome: &Outcome, token: &str) -> Markup {
    match outcome {
        Outcome::Written { title, lines, .. } if lines.is_empty() => html! {
            p { "It says so already: " (title) "." }
        },
        Outcome::Written { title, lines, moved, remark } => html! {
            p { "Done: " (title) "." }
            pre.diff {
                @for line in lines {
                    @match (line.before.as_slice(), line.after.as_slice()) {
                        ([old], [new]) => {
                            @let (old, new) = differing(old.trim(), new.trim());
                            @if !old.is_empty() { del { "- " (old) } "\n" }
                            @if !new.is_empty() { ins { "+ " (new) } "\n" }
                        }
                        (before, after) => {
                            @for old in before { del { "- " (old.trim()) } "\n" }
                            @for new in after { ins { "+ " (new.trim()) } "\n" }
                        }
                    }
                }
            }
            @if let Some(moved) = moved { p { (moved) } }
            @if let Some(remark) = remark { p { (prose(remark)) } }
            (undo(token))
        },
        Outcome::Undone(title) => html! { p { "Taken back: " (title) "." } },
        Outcome::Collides { wish, revision, collisions, price, today } => html! {
            p { "Somebody else has changed this since the page was made. Which one is meant?" }
            ul { @for collision in collisions { li { (collided(collision)) } } }
            @if let Some(effect) = price { (sides(effect, *today)) }
            (again(wish, revision))
        },
        Outcome::Committed(Committed { id, branch, files }) => html! {
            p { "Committed as " code { (id) } " on " code { (branch) } ": " (files.join(", ")) "." }
        },
        Outcome::Refused(why) => html! { p.wn { (prose(why)) } },
    }
}

/// `P80 22 → 24 Jul, 2 days later`; what stays is said too, and what it costs that work changes hands.
#[must_use]
pub fn said_price(effect: &Effect, today: Date) -> String {
    let mut said = said_move(effect, today);
    if let Some(date) = effect.in_same_order {
        let date = words::day_month(date, today);
        said.push_str(&format!("; {date} in the order of work before"));
    }
    match effect.caught_up {
        Some(date) => format!("{said}; {} with catching up", words::day_month(date, today)),
        None => said,
    }
}

fn said_move(effect: &Effect, today: Date) -> String {
    let said = said_dates(effect.p80, today);
    let (Some(before), Some(after)) = effect.p80 else { return said };
    if before == after {
        return said;
    }
    let days = usize::try_from(effect.working_days.unsigned_abs()).unwrap_or(usize::MAX);
    let way = if after < before { "sooner" } else { "later" };
    format!("{said}, {} {way}", words::count(days, "day"))
}

/// The 80 % date before and after: `P80 22 → 24 Jul`.
pub(super) fn said_dates(p80: (Option<Date>, Option<Date>), today: Date) -> String {
    let (before, after) = match p80 {
        (Some(before), Some(after)) => (before, after),
        (_, Some(after)) => return format!("P80 {}", words::day_month(after, today)),
        (_, None) => return "never ends".to_owned(),
    };
    let after_said = words::day_month(after, today);
    if before == after {
        return format!("P80 stays {after_said}");
    }
    let before_said = if before.first_of_month() == after.first_of_month() {
        before.day().to_string()
    } else {
        words::day_month(before, today)
    };
    format!("P80 {before_said} → {after_said}")
}

/// The words in which two lines differ, from the first to the last; what is the same before and
/// after them is left out.
fn differing<'a>(old: &'a str, new: &'a str) -> (&'a str, &'a str) {
    let is_same = |(one, other): &(char, char)| one == other;
    let boundary = |text: &str, at: usize| text[..at].rfind(' ').map_or(0, |space| space + 1);
    let common = old.chars().zip(new.chars()).take_while(is_same);
    let same: usize = common.map(|(letter, _)| letter.len_utf8()).sum();
    let start = boundary(old, same);
    let (old, new) = (&old[start..], &new[start..]);
    let common = old.chars().rev().zip(new.chars().rev()).take_while(is_same);
    let same: usize = common.map(|(letter, _)| letter.len_utf8()).sum();
    let tail = &old[old.len() - same..];
    // A tail begins with a whole word.
    let tail = tail.find([' ', '}']).map_or(0, |at| tail.len() - at);
    (&old[..old.len() - tail], &new[..new.len() - tail])
}

fn undo(token: &str) -> Markup {
    html! {
        form.do method="post" action="/undo" {
            input type="hidden" name="of" value=(token);
            button data-undo { "Undo" }
        }
    }
}

/// The same wish, knowing what the other said.
fn again(wish: &Wish, revision: &str) -> Markup {
    let of = format!("{} {revision} {} {}", wish.token, wish.verb, wish.about);
    html! {
        form.do method="post" action="/edit" {
            input type="hidden" name=(OF) value=(of);
            @for (name, value) in &wish.fields { input type="hidden" name=(name) value=(value); }
            button.p { "Write mine" }
        }
        button data-close { "Keep theirs" }
    }
}

/// What each of both means for the date.
fn sides(effect: &Effect, today: Date) -> Markup {
    let theirs = effect.p80.0.map(|p80| words::day_month(p80, today));
    html! {
        dl {
            dt { "Theirs" } dd { @if let Some(p80) = theirs { "P80 " (p80) } @else { "never ends" } }
            dt { "Yours" } dd { (said_price(effect, today)) }
        }
    }
}

fn collided(collision: &Collision) -> Markup {
    let what = match &collision.what {
        Clash::Attribute(slot) => slot_name(slot),
        Clash::Title => "the title".to_owned(),
        Clash::Text => "the notes".to_owned(),
        Clash::Place => "where it stands".to_owned(),
        Clash::Removed(_) => "whether it is there".to_owned(),
        Clash::Line => "the line".to_owned(),
        Clash::File => "the file".to_owned(),
    };
    let said = |side: &Option<String>| side.clone().unwrap_or_else(|| "nothing".to_owned());
    html! {
        (prose(&collision.name)) ": " (what) ", yours "
        code { (said(&collision.ours)) } ", theirs " code { (said(&collision.theirs)) }
    }
}

fn slot_name(slot: &Slot) -> String {
    match slot {
        Slot::Id => "the id".to_owned(),
        Slot::Who => "who does it".to_owned(),
        Slot::Estimate => "the estimate".to_owned(),
        Slot::Key(key) => key.word().to_owned(),
        Slot::Flag(flag) => flag.word().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::differing;

    #[test]
    fn a_change_is_shown_without_what_stays() {
        let check = |old, new, expected| assert_eq!(differing(old, new), expected);
        check(
            "- [ ] A `{#a 2d left=1d..2d}`",
            "- [ ] A `{#a 2d left=3d}`",
            ("left=1d..2d", "left=3d"),
        );
        check("- [ ] A `{#a 2d}`", "- [ ] A `{#a 2d @bo}`", ("2d", "2d @bo"));
        check("- [ ] Grün", "- [x] Grün", ("[ ]", "[x]"));
        check("", "new", ("", "new"));
    }
}
