//! Leave that is added, moved or taken back.
//!
//! In: a form with a person, the days as they were and the days as they are to be. Out: what that
//! changes in the person's line. The same form with nothing written is the question what it would
//! cost to do without somebody for a while.

use jiff::ToSpan;
use jiff::civil::Date;
use plan::{DateRange, ItemRef, Plan};
use workbench::away_on;

use super::{Wanted, Wish};

/// What changes: the days `was` of the form, if it has any, become the days `from` to `to`; without
/// those they are worked.
///
/// # Errors
/// A sentence, if there is no such person or no such days.
pub fn wanted(plan: &Plan, wish: &Wish) -> Result<Wanted, String> {
    let name = whose(wish);
    let Some(ItemRef::Person(id)) = plan.by_id.get(&name).copied() else {
        return Err(format!("There is nobody called {name}."));
    };
    let was = days(wish.field("was").split_once("..").unwrap_or_default())?;
    let is = days((wish.field("from"), wish.field("to")))?
        .map(|range| stretched(range, wish.field("weeks")));
    if was.is_none() && is.is_none() {
        return Err("Say from when to when.".to_owned());
    }
    let kept = plan.people[id.index()].away.iter().filter(|range| Some(**range) != was);
    let away: Vec<DateRange> = kept.copied().chain(is).collect();
    let intent = away_on(plan, id, &away).ok_or("That person has no line in the plan.")?;
    Ok(Wanted { title: format!("leave of {name}"), intents: vec![intent] })
}

/// Days as a plan and our forms write them.
#[must_use]
pub fn as_written(range: &DateRange) -> String {
    format!("{}..{}", range.first, range.last)
}

/// The name of the person, with its mark.
fn whose(wish: &Wish) -> String {
    let name = wish.field("who");
    let name = if name.is_empty() { wish.about.as_str() } else { name };
    format!("@{}", name.trim_start_matches('@'))
}

/// From the first day on for so many weeks, if a form asks for weeks.
fn stretched(range: DateRange, weeks: &str) -> DateRange {
    let Ok(weeks) = weeks.parse::<i32>() else { return range };
    let days = weeks.clamp(1, 52) * 7 - 1;
    DateRange { last: range.first.saturating_add(days.days()), ..range }
}

/// A first and a last day; one that is missing is the other.
fn days((first, last): (&str, &str)) -> Result<Option<DateRange>, String> {
    let day = |text: &str| -> Result<Date, String> {
        text.parse().map_err(|_| format!("“{text}” is no day; write it as 2026-05-18."))
    };
    let (first, last) = match (first, last) {
        ("", "") => return Ok(None),
        ("", only) | (only, "") => (day(only)?, day(only)?),
        (first, last) => (day(first)?, day(last)?),
    };
    if last < first {
        return Err("The last day is before the first.".to_owned());
    }
    Ok(Some(DateRange { first, last }))
}
