//! The sentences of a diff, shared by the screen and the comment.
//!
//! In: plain values. Out: sentences that name the work, not the people.

use jiff::civil::Date;

use super::{Diff, Lever};
use crate::difference::{Difference, DueChange, Load, Shift};
use crate::edits::{Edit, EditKind};
use crate::facts::Facts;
use crate::sentence::Situation;
use crate::words as say;

/// The row of [`Diff::if_kept`].
pub const NOBODY_SWAPS: &str = "P80, nobody swaps";

/// The first line: what the change costs, and what it does to the date and its chance.
#[must_use]
pub fn headline(diff: &Diff, figures: Option<&Difference>) -> String {
    let answer = diff.head.answer();
    let Some(figures) = figures else {
        return format!("All of it is new. {answer}");
    };
    if diff.edits.is_empty() {
        return format!("Nothing differs from {}. {answer}", diff.base_name);
    }
    let work = work_said(figures);
    let today = diff.head.today;
    match (figures.p80.date.base, figures.p80.date.head) {
        (Some(base), Some(head)) if base == head => {
            let and = match by_order(diff, figures) {
                Some(_) => ". Only because people take their tasks in another order, P80 stays on",
                None => ", and P80 stays on",
            };
            format!("{work}{and} {}{}.", say::day(head, today), chance(figures, today))
        }
        (Some(base), Some(head)) => {
            let moved = moved(base, head, today);
            let and = match by_order(diff, figures) {
                Some(_) => ". Only because people take their tasks in another order, P80 moves",
                None => " and moves P80",
            };
            format!("{work}{and} {moved}{}.", chance(figures, today))
        }
        _ => format!("{work}. {}", standing(diff)),
    }
}

/// The change in two or three sentences, for somebody who does not read tables.
#[must_use]
pub fn paragraph(diff: &Diff, figures: &Difference) -> String {
    let (Some(base), Some(head)) = (figures.p80.date.base, figures.p80.date.head) else {
        return verdict(diff, figures);
    };
    let mut said = verdict(diff, figures);
    // Of a date that stays no edit is most.
    let moves = figures.p80.working_days != Some(0) && by_order(diff, figures).is_none();
    if let Some(why) = heaviest(diff).filter(|_| moves) {
        said.push_str(&format!(" {why}"));
    }
    let helps = |lever: &&Lever| lever.working_days > 0 && lever.text_of_work.is_some();
    if let Some(lever) = diff.levers.iter().find(helps)
        && let (Some(p80), Some(text)) = (lever.p80, &lever.text_of_work)
    {
        let against = if p80 < base { ", sooner than without this change" } else { "" };
        said.push_str(&format!(" If we {text}, it is {}{against}.", say::day(p80, head)));
    }
    said
}

/// What the change does to the date, as a sentence.
#[must_use]
pub fn verdict(diff: &Diff, figures: &Difference) -> String {
    let today = diff.head.today;
    let (Some(base), Some(head)) = (figures.p80.date.base, figures.p80.date.head) else {
        return format!("{}. {}", work_said(figures), standing(diff));
    };
    let days = figures.p80.working_days.unwrap_or(0);
    if let Some(kept) = by_order(diff, figures) {
        let moved = if days == 0 {
            format!("stays {}", say::day(head, today))
        } else {
            let (head, base) = (say::day(head, today), say::day(base, head));
            format!("is {} sooner, {head} instead of {base}", say_days(days))
        };
        return format!(
            "P80 {moved}, but not because of this change: people take their tasks in another order. {}",
            if_kept(kept, today)
        );
    }
    if days == 0 {
        return format!("This change does not move the date: it stays {}.", say::day(head, today));
    }
    format!(
        "This change makes it {} {}: {} instead of {}.",
        say_days(days),
        if days > 0 { "later" } else { "sooner" },
        say::day(head, today),
        say::day(base, head)
    )
}

/// What the change called `name` does to the date, as a heading; as [`verdict`] where it does not
/// move it by itself.
#[must_use]
pub fn heading(diff: &Diff, figures: &Difference, name: &str) -> String {
    let dates = figures.p80.date.base.zip(figures.p80.date.head);
    let days = figures.p80.working_days.filter(|days| *days != 0);
    match (dates, days) {
        (Some((base, head)), Some(days)) if by_order(diff, figures).is_none() => format!(
            "{name} {} {}: {} instead of {}.",
            if days > 0 { "costs" } else { "saves" },
            say_days(days),
            say::day(head, diff.head.today),
            say::day(base, head)
        ),
        _ => verdict(diff, figures),
    }
}

/// How P80 would move if everybody kept their tasks, where more work seems to make it no later.
fn by_order(diff: &Diff, figures: &Difference) -> Option<Shift> {
    diff.if_kept.filter(|_| figures.p80.working_days.is_some_and(|days| days <= 0))
}

/// What the change comes to if everybody keeps their tasks.
fn if_kept(kept: Shift, today: Date) -> String {
    let date = kept.date.head.map_or_else(String::new, |date| say::day(date, today));
    match kept.working_days {
        Some(days @ 1..) => format!(
            "If everybody kept theirs, this change would make it {} later: {date}.",
            say_days(days)
        ),
        _ => format!("If everybody kept theirs, this change would not move it: {date}."),
    }
}

/// Dues whose date or chance changes visibly; the plan's always.
pub fn notable_dues(figures: &Difference) -> impl Iterator<Item = &DueChange> {
    let differs = |due: &DueChange| {
        let point = |chance: Option<f64>| chance.map(|chance| (chance * 100.0).round() as i64);
        due.date.base != due.date.head || point(due.chance.base) != point(due.chance.head)
    };
    figures.dues.iter().filter(move |due| due.item.is_none() || differs(due)).take(DUES_MAX)
}

/// Loads that change by half a day or more, the largest changes first.
#[must_use]
pub fn notable_loads(figures: &Difference) -> Vec<&Load> {
    let change =
        |load: &Load| load.work_days.head.unwrap_or(0.0) - load.work_days.base.unwrap_or(0.0);
    let mut loads: Vec<&Load> =
        figures.loads.iter().filter(|load| change(load).abs() >= 0.5).collect();
    loads.sort_by(|a, b| change(b).abs().total_cmp(&change(a).abs()));
    loads.truncate(LOADS_MAX);
    loads
}

const DUES_MAX: usize = 4;
const LOADS_MAX: usize = 3;

/// The edits that move the date most first, then in the order of the text.
#[must_use]
pub fn by_weight(edits: &[Edit]) -> Vec<&Edit> {
    let mut sorted: Vec<&Edit> = edits.iter().collect();
    let weight = |edit: &Edit| edit.p80_minutes.unwrap_or(0).abs();
    sorted.sort_by_key(|edit| std::cmp::Reverse(weight(edit)));
    sorted
}

/// What of the change nobody has sized or placed yet.
#[must_use]
pub fn unplanned(diff: &Diff) -> Vec<String> {
    let all = |is: fn(&Edit) -> bool| -> Vec<String> {
        diff.edits.iter().filter(|edit| is(edit)).map(Edit::mention).collect()
    };
    let mut sentences = Vec::new();
    let few = |names: &[String]| match names.len() {
        0..=3 => say::list(names),
        n => format!("{} and {} more", names[..2].join(", "), n - 2),
    };
    let bare = all(|edit| edit.is_unestimated);
    if !bare.is_empty() {
        let has = if bare.len() == 1 { "has" } else { "have" };
        sentences.push(format!("{} {has} no estimate.", few(&bare)));
    }
    let loose = all(|edit| edit.is_unlinked);
    if !loose.is_empty() {
        let waits = if loose.len() == 1 { ("waits", "it") } else { ("wait", "them") };
        let (waits, them) = waits;
        sentences
            .push(format!("{} {waits} for nothing, and nothing waits for {them}.", few(&loose)));
    }
    sentences
}

/// Added edits without which the date would not be sooner.
#[must_use]
pub fn buys_nothing(diff: &Diff) -> Option<String> {
    if diff.p80_minutes.is_none_or(|minutes| minutes <= 0) {
        return None;
    }
    let half_hour = 30;
    let added = diff.edits.iter().filter(|edit| edit.kind == EditKind::Added);
    let idle: Vec<String> = added
        .filter(|edit| edit.without_minutes.is_some_and(|minutes| minutes.abs() < half_hour))
        .filter(|edit| edit.work_days.is_some_and(|days| days > 0.0))
        .map(Edit::mention)
        .take(IDLE_MAX)
        .collect();
    if idle.is_empty() {
        return None;
    }
    Some(format!("Leaving out {} buys nothing: 0 days.", say::list(&idle).replace(" and ", " or ")))
}

const IDLE_MAX: usize = 4;

/// Levers that move the date, and those that would not.
#[must_use]
pub fn levers<'a>(diff: &Diff<'a>) -> (Vec<&'a Lever>, Vec<&'a Lever>) {
    diff.levers.iter().partition(|lever| lever.p80.is_some() && lever.working_days > 0)
}

/// A lever as a sentence.
#[must_use]
pub fn lever(lever: &Lever, today: Date) -> String {
    lever_said(&lever.text, lever, today)
}

/// A lever as a sentence that names no people; `None` if it is about one.
#[must_use]
pub fn lever_of_work(lever: &Lever, today: Date) -> Option<String> {
    Some(lever_said(lever.text_of_work.as_deref()?, lever, today))
}

fn lever_said(text: &str, lever: &Lever, today: Date) -> String {
    match lever.p80 {
        Some(p80) if lever.working_days > 0 => format!(
            "{text}: P80 {}, {} sooner ({}).",
            say::day(p80, today),
            say_days(lever.working_days),
            lever.cost
        ),
        _ => format!("{text}: buys nothing ({}).", lever.cost),
    }
}

/// `+7 working days`, `−1 working day`, `same day`.
#[must_use]
pub fn working_days(days: i64) -> String {
    match days {
        0 => "same day".to_owned(),
        _ => format!("{}{}", sign(days < 0), say_days(days)),
    }
}

/// `+6.3 d`, `−0.5 d`, `0 d`: working minutes as working days of the plan.
#[must_use]
pub fn days_moved(minutes: i64, diff: &Diff) -> String {
    signed_days(diff.head.days(minutes as f64))
}

/// `+6.3 d`, `−0.5 d`, `0 d`.
#[must_use]
pub fn signed_days(days: f64) -> String {
    let tenths = (days * 10.0).round();
    if tenths == 0.0 {
        return "0 d".to_owned();
    }
    format!("{}{}", sign(tenths < 0.0), say::days(tenths.abs() / 10.0))
}

/// `+3 points`, `−16 points`.
#[must_use]
pub fn points(base: f64, head: f64) -> String {
    let points = ((head - base) * 100.0).round() as i64;
    let word = if points.abs() == 1 { "point" } else { "points" };
    match points {
        0 => "the same".to_owned(),
        _ => format!("{}{} {word}", sign(points < 0), points.abs()),
    }
}

fn sign(is_negative: bool) -> &'static str {
    if is_negative { "−" } else { "+" }
}

/// `7 working days`, whatever the sign.
fn say_days(days: i64) -> String {
    say::count(usize::try_from(days.unsigned_abs()).unwrap_or(usize::MAX), "working day")
}

/// `This change costs 17.1 d of work`, without a period.
fn work_said(figures: &Difference) -> String {
    let more = figures.work_days.head - figures.work_days.base;
    let amount = |days: f64| {
        if days >= 10.0 {
            format!("{days:.0} days")
        } else {
            let said = say::days(days);
            if said == "1 d" { "1 day".to_owned() } else { said.replace(" d", " days") }
        }
    };
    if more.abs() < 0.05 {
        "This change adds no work".to_owned()
    } else if more > 0.0 {
        format!("This change costs {} of work", amount(more))
    } else {
        format!("This change saves {} of work", amount(-more))
    }
}

/// `from 29 July to 7 August, 7 working days later`.
fn moved(base: Date, head: Date, today: Date) -> String {
    format!("from {} to {}", say::day(base, today), say::day(head, base))
}

/// What happens to the chance of the plan's due date, as the end of a sentence.
fn chance(figures: &Difference, today: Date) -> String {
    let Some(due) = figures.due() else { return String::new() };
    let (Some(date), Some(base), Some(head)) = (due.date.head, due.chance.base, due.chance.head)
    else {
        return String::new();
    };
    if due.date.base != due.date.head {
        return format!("; the due date is now {}, {}", say::day(date, today), say::odds(head));
    }
    let (before, after) = (say::odds(base), say::odds(head));
    let date = say::day(date, today);
    // Where the table shows the same, the words do not differ either.
    if before == after || say::percent(base) == say::percent(head) {
        format!("; {date} {}", still(&say::predicate(head)))
    } else {
        format!("; {date} goes from {before} to {after}")
    }
}

/// `is still a coin toss`, `still has about a 1 in 5 chance`.
fn still(predicate: &str) -> String {
    match predicate.strip_prefix("is ") {
        Some(rest) => format!("is still {rest}"),
        None => format!("still {predicate}"),
    }
}

/// What the newer version comes to where the two have no dates to compare.
fn standing(diff: &Diff) -> String {
    let answer = diff.head.answer();
    let was = diff.base.map(Facts::situation);
    match (was, diff.head.situation()) {
        (Some(Situation::Dated { .. }), Situation::Dated { .. }) => answer,
        (Some(Situation::Dated { .. }), _) => format!("There was a date before. {answer}"),
        (Some(Situation::Never(_)), Situation::Dated { .. }) => {
            format!("It never ended before. {answer}")
        }
        (Some(Situation::TooEarly { .. }), Situation::Dated { .. }) => {
            format!("It was too early for a date before. {answer}")
        }
        _ => answer,
    }
}

/// Which edit moves the date most, and how much of the whole that is.
fn heaviest(diff: &Diff) -> Option<String> {
    let total = diff.p80_minutes.filter(|total| *total != 0)?;
    let same_way = |edit: &&Edit| edit.p80_minutes.unwrap_or(0).signum() == total.signum();
    let sorted = by_weight(diff.edits);
    let most = sorted.iter().copied().find(same_way)?;
    // Of those that show the same share, new work is the cause and not what links to it.
    let shown = |edit: &Edit| days_moved(edit.p80_minutes.unwrap_or(0), diff);
    let ties = sorted.into_iter().filter(|edit| shown(edit) == shown(most));
    let work = |edit: &Edit| edit.work_days.unwrap_or(0.0);
    let first = ties
        .filter(|edit| edit.kind == EditKind::Added)
        .reduce(|first, edit| if work(edit) > work(first) { edit } else { first })
        .unwrap_or(most);
    let part = part(first, second(diff, first, total), total)?;
    let Some(part) = part else { return Some("No single edit is most of it.".to_owned()) };
    let what = match first.kind {
        EditKind::Settings => "the settings".to_owned(),
        EditKind::Order => "another order of the work".to_owned(),
        _ => format!("‘{}’", first.title),
    };
    Some(format!("{part} {what}."))
}

/// The edit of the largest share but one, of those that move the date the same way.
fn second<'a>(diff: &Diff<'a>, first: &Edit, total: i64) -> Option<&'a Edit> {
    let others = diff.edits.iter().filter(|edit| !std::ptr::eq(*edit, first));
    let minutes = |edit: &Edit| edit.p80_minutes.unwrap_or(0) * total.signum();
    others.max_by_key(|edit| minutes(edit)).filter(|edit| minutes(edit) > 0)
}

/// How much of `total` the `first` edit is, in words that hold wherever in their doubt the shares are; `None`
/// within if it is no large part, `None` where the doubt leaves nothing to say.
fn part(first: &Edit, second: Option<&Edit>, total: i64) -> Option<Option<&'static str>> {
    let total = total.abs() as f64;
    let (share, doubt) =
        (first.p80_minutes?.abs() as f64 / total, first.doubt_minutes as f64 / total);
    let is_first = second.is_none_or(|other| {
        let doubts = first.doubt_minutes.max(other.doubt_minutes);
        first.p80_minutes.unwrap_or(0).abs() - other.p80_minutes.unwrap_or(0).abs() > doubts
    });
    Some(match share - doubt {
        0.85.. => Some("Nearly all of it is"),
        0.6.. => Some("Most of it is"),
        0.4.. if share + doubt < 0.65 => Some("About half of it is"),
        0.2.. if is_first => Some("The largest part is"),
        _ if share + doubt < 0.4 => None,
        _ => return None,
    })
}

/// How much wider the gap between even odds and nearly sure becomes, and which risks are new.
#[must_use]
pub fn unsure(diff: &Diff, figures: &Difference) -> Option<String> {
    if matches!(diff.head.situation(), Situation::Done { .. }) {
        return None;
    }
    let calendar = diff.head.lowered.plan_calendar();
    let gap = |from: Option<Date>, to: Option<Date>| {
        Some(calendar.working_days(from?, to?, &diff.head.lowered.zone))
    };
    let base = gap(figures.p50.date.base, figures.p95.date.base)?;
    let head = gap(figures.p50.date.head, figures.p95.date.head)?;
    if (head - base).abs() as f64 <= gap_doubt(diff) {
        return None;
    }
    let way = if head > base { "less sure" } else { "surer" };
    let risks = diff.edits.iter().filter(|edit| edit.kind == EditKind::Risk).map(Edit::mention);
    let risks: Vec<String> = risks.take(RISKS_MAX).collect();
    let with =
        if risks.is_empty() { String::new() } else { format!(" With {}", say::list(&risks)) };
    let the = if with.is_empty() { "The" } else { " the" };
    Some(
        format!(
            "{with}{the} end becomes {way}: from even odds to 95% sure are {} instead of {base}.",
            say_days(head)
        )
        .trim_start()
        .to_owned(),
    )
}

/// By how many working days the gaps of the two versions differ although nothing does: a day because of
/// what is rounded, and as much as another seed would move the far end of either.
fn gap_doubt(diff: &Diff) -> f64 {
    let of = |facts: &Facts| {
        let far = facts.forecast.precision.p95.map_or(0.0, |far| far.0 as f64);
        facts.days(far)
    };
    1.0 + of(diff.head).max(diff.base.map_or(0.0, of))
}

const RISKS_MAX: usize = 3;
