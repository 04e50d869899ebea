//! `fore why ID --since REV`: what held an item then, what holds it now, and what moved it.

use jiff::civil::Date;
use plan::{Cause, ItemRef};
use schedule::Progress;

use super::status::causes_table;
use super::why::{causes, chain, headline};
use crate::facts::Facts;
use crate::terminal::{Line, Page, Paint};
use crate::words;

/// An item in an old revision, and what moved it since.
pub struct Before<'a> {
    /// The plan of then, with its dates.
    pub facts: Facts<'a>,
    /// The item in it; `None` if it was not there.
    pub item: Option<ItemRef>,
    /// By how many working days its P80 moved.
    pub moved: Option<i64>,
    /// What moved it.
    pub causes: &'a [Cause],
}

/// Why `item` has another date than it had.
#[must_use]
pub fn why_since(facts: &Facts, item: ItemRef, before: &Before, paint: &Paint) -> String {
    let mut page = Page::new(&since_said(facts, item, before), paint);
    page.gap();
    let day = |date: Date| words::day_month(date, facts.today);
    if let Some(then) = before.item.and_then(|item| holds(&before.facts, item)) {
        page.labeled(&day(before.facts.today), Line::prose(&then));
    }
    if let Some(now) = holds(facts, item) {
        page.labeled("today", Line::prose(&now));
    }
    if !before.causes.is_empty() {
        let what = match before.moved {
            Some(0) => "What went against what, in working days",
            _ => "What moved it, in working days",
        };
        page.heading(what, "");
        let shown: Vec<&Cause> = before.causes.iter().collect();
        page.table(&causes_table(&shown, before.moved, facts.today, false), 4);
    }
    let why = format!("fore why {}", words::argument(facts.name(item)));
    page.next(&[(&why, "what it waits for, down to today"), ("fore status", "how the plan moved")]);
    page.render()
}

/// The answer: from which date to which.
pub(crate) fn since_said(facts: &Facts, item: ItemRef, before: &Before) -> String {
    let mention = facts.mention(item);
    let since = words::day(before.facts.today, facts.today);
    let Some(then) = before.item else {
        return format!("{mention} was not in the plan on {since}.");
    };
    if before.facts.plan.is_too_early() || facts.plan.is_too_early() {
        return format!(
            "{mention} has no date to compare with {since}: most of the work has no estimate."
        );
    }
    let p80 = |facts: &Facts, item: ItemRef| {
        let activity = facts.lowered.activity_of(item)?;
        facts.forecast.activities[activity.index()].finish.p80.map(|p80| facts.finish_date(p80))
    };
    let (Some(old), Some(new)) = (p80(&before.facts, then), p80(facts, item)) else {
        return format!("{mention} has no date to compare with {since}.");
    };
    let moved = before.moved.unwrap_or_default();
    let days = words::count(moved.unsigned_abs() as usize, "working day");
    let (was, is) = (words::day(old, facts.today), words::day(new, old));
    match moved {
        0 => format!("{mention} has not moved since {since}: P80 was and is {was}."),
        1.. => format!("{mention} is {days} later than on {since}: P80 was {was}, it is {is}."),
        _ => format!("{mention} is {days} sooner than on {since}: P80 was {was}, it is {is}."),
    }
}

/// What holds an item most often, as a sentence; `None` for what is finished.
fn holds(facts: &Facts, item: ItemRef) -> Option<String> {
    let activity = facts.lowered.activity_of(item)?;
    if matches!(facts.lowered.problem.activity(activity).progress, Progress::Finished { .. }) {
        return Some(headline(facts, item).trim_end_matches('.').to_owned());
    }
    let steps = chain(facts, activity);
    let first = steps.first()?;
    Some(format!("{} {}", facts.mention(first.item), causes(facts, first)))
}
