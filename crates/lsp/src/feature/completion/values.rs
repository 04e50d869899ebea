//! The values of a key: ids of items that it can point to, people, dates, words, ranges.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use plan::Plan;
use plan::table::{Key, KeyRow, Kind, LINK_TARGETS, ValueType};
use text::Place;

use super::context::Context;
use crate::answer::{Completion, Sort};
use crate::workspace::Reading;

/// What can stand at `piece`, the value of the key of `row` as far as it is typed; and how much of the
/// piece is completed.
#[must_use]
pub fn of<'a>(
    reading: &Reading,
    context: &Context<'_>,
    row: &KeyRow,
    piece: &'a str,
) -> (&'a str, Vec<Completion>) {
    let plan = &reading.snapshot.plan;
    let after_colon = piece.split_once(':').map(|(_, rest)| rest);
    match row.value {
        ValueType::Link => match after_colon {
            Some(rest) => {
                (rest, words(&["start", "+1d", "+1w", "-1d"], "instead of finished, or later"))
            }
            None => (piece, ids(plan, context, LINK_TARGETS)),
        },
        ValueType::Effect => match after_colon {
            Some(rest) => {
                (rest, words(&["+1d..3d", "+2d..5d", "+1w..2w", "x1.2", "x1.5", "x1.2..2"], ""))
            }
            None => (piece, ids(plan, context, &[Kind::Task])),
        },
        ValueType::Id(kinds) => (piece, ids(plan, context, kinds)),
        ValueType::Person => (piece, people(reading, false)),
        ValueType::Told if after_colon.is_some() => {
            let day = after_colon.unwrap_or(piece);
            (day, dates(reading.snapshot.today, day, plan))
        }
        ValueType::Someone | ValueType::Told => (piece, people(reading, true)),
        ValueType::Date => (piece, dates(reading.snapshot.today, piece, plan)),
        ValueType::Dates => {
            let day = piece.rsplit("..").next().unwrap_or(piece);
            (day, dates(reading.snapshot.today, day, plan))
        }
        ValueType::Estimate => (piece, estimates(piece)),
        ValueType::Duration | ValueType::Spent => {
            (piece, words(&["1h", "4h", "1d", "2d", "3d", "1w"], "working time"))
        }
        ValueType::Percent(_) => (piece, words(&["10%", "20%", "30%", "50%", "80%", "100%"], "")),
        ValueType::Choice(choices) => (piece, words(choices, "")),
        ValueType::Zone => (
            piece,
            words(
                &[
                    "Europe/Berlin",
                    "Europe/London",
                    "America/New_York",
                    "America/Los_Angeles",
                    "Asia/Kolkata",
                    "Asia/Tokyo",
                    "UTC",
                ],
                "",
            ),
        ),
        ValueType::Text if row.key == Key::Needs || row.key == Key::Skills => (piece, skills(plan)),
        ValueType::Text | ValueType::Number | ValueType::Count => (piece, Vec::new()),
    }
}

/// The items of these kinds that have an id: what is open before what is done, what stands near the
/// item before what is far from it.
fn ids(plan: &Plan, context: &Context<'_>, kinds: &[Kind]) -> Vec<Completion> {
    let here = context.item.and_then(|item| plan.item(item)).map(|item| item.place);
    let far = |place: Place| match here {
        Some(here) if here.file == place.file => here.range.start.abs_diff(place.range.start),
        _ => usize::MAX,
    };
    let mut found: Vec<_> = plan
        .items()
        .filter(|(reference, _)| {
            kinds.contains(&reference.kind()) && Some(*reference) != context.item
        })
        .filter_map(|(reference, item)| {
            Some((item.ticked, far(item.place), reference, item.id.as_ref()?, item))
        })
        .collect();
    found.sort_by_key(|(ticked, far, reference, ..)| (*ticked, *far, *reference));
    let shown = found.into_iter().map(|(ticked, _, reference, id, item)| Completion {
        label: id.clone(),
        text: id.clone(),
        detail: item.title.clone(),
        doc: format!("{}{}", reference.kind().name(), if ticked { ", finished" } else { "" }),
        sort: Sort::Item,
    });
    shown.collect()
}

/// The people of the plan, and perhaps everybody.
#[must_use]
pub fn people(reading: &Reading, with_team: bool) -> Vec<Completion> {
    let person = |name: &str, title: &str| Completion {
        label: format!("@{name}"),
        text: format!("@{name}"),
        detail: title.to_owned(),
        doc: String::new(),
        sort: Sort::Person,
    };
    let people = &reading.snapshot.plan.people;
    let mut found: Vec<Completion> =
        people.iter().map(|one| person(one.name(), &one.item.title)).collect();
    found.retain(|one| one.label != "@");
    if with_team {
        found.push(person("team", "everybody"));
    }
    found
}

fn skills(plan: &Plan) -> Vec<Completion> {
    let needed = plan.tasks.iter().flat_map(|task| task.needs.iter());
    let had = plan.people.iter().flat_map(|person| &person.skills);
    let mut all: Vec<&str> = had.chain(needed).map(String::as_str).collect();
    all.sort_unstable();
    all.dedup();
    all.iter().map(|skill| value(&plan::quote(skill), "")).collect()
}

fn words(words: &[&str], detail: &str) -> Vec<Completion> {
    words.iter().map(|word| value(word, detail)).collect()
}

fn value(text: &str, detail: &str) -> Completion {
    Completion {
        label: text.to_owned(),
        text: text.to_owned(),
        detail: detail.to_owned(),
        doc: String::new(),
        sort: Sort::Value,
    }
}

/// Ranges that begin with what is typed: `3d` becomes `3d..6d` or `3d..9d`.
#[must_use]
pub fn estimates(typed: &str) -> Vec<Completion> {
    const USUAL: [&str; 5] = ["1d..2d", "2d..4d", "3d..6d", "1w..2w", "2w..4w"];
    let low = typed.trim_end_matches('.');
    let digits = low.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = &low[digits.len()..];
    match digits.parse::<u16>() {
        Ok(count) if count > 0 && ["", "m", "h", "d", "w"].contains(&unit) => {
            let unit = if unit.is_empty() { "d" } else { unit };
            let range = |times: u32| format!("{count}{unit}..{}{unit}", u32::from(count) * times);
            [2, 3]
                .map(|times| {
                    value(
                        &range(times),
                        "you would bet four to one that it takes no less and no more",
                    )
                })
                .to_vec()
        }
        _ => words(&USUAL, "you would bet four to one that it takes no less and no more"),
    }
}

/// Days by the words that people use, and the ones that the plan has.
fn dates(today: Date, typed: &str, plan: &Plan) -> Vec<Completion> {
    let mut found: Vec<(String, Option<Date>)> =
        vec![("today".to_owned(), Some(today)), ("tomorrow".to_owned(), today.tomorrow().ok())];
    for day in [Weekday::Monday, Weekday::Friday] {
        let date = today.nth_weekday(1, day).ok();
        found.extend(date.map(|date| (view::words::weekday_name(date).to_lowercase(), Some(date))));
    }
    let usual = ["+1d", "+3d", "+1w", "+2w", "+4w"].map(str::to_owned);
    let own = typed.starts_with('+').then(|| typed.to_owned());
    for step in own.into_iter().chain(usual) {
        let date = later(today, &step);
        if !found.iter().any(|(label, _)| *label == step) {
            found.push((step, date));
        }
    }
    found.extend(plan.due.map(|due| ("due".to_owned(), Some(due.date))));
    let milestones = plan.milestones.iter();
    found.extend(milestones.filter_map(|one| Some((one.item.id.clone()?, Some(one.due?.date)))));
    let shown = found.into_iter().filter_map(|(label, date)| {
        let date = date?;
        let detail = format!("{} {date}", view::words::weekday_name(date));
        Some(Completion {
            label,
            text: date.to_string(),
            detail,
            doc: String::new(),
            sort: Sort::Value,
        })
    });
    shown.collect()
}

/// `+3d` and `+2w` from `today`, in days of the calendar.
fn later(today: Date, step: &str) -> Option<Date> {
    let step = step.strip_prefix('+')?;
    let count: i64 = step.get(..step.len().checked_sub(1)?)?.parse().ok()?;
    let days = match step.as_bytes().last()? {
        b'd' => count,
        b'w' => count.checked_mul(7)?,
        _ => return None,
    };
    let fits = (0..=36_500).contains(&days);
    if fits { today.checked_add(days.days()).ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn steps_are_days_of_the_calendar() {
        let today = date(2026, 4, 14);
        assert_eq!(later(today, "+1w"), Some(date(2026, 4, 21)));
        assert_eq!(later(today, "+30d"), Some(date(2026, 5, 14)));
        for wrong in ["1w", "+", "+w", "+1", "+1y", "+99999999999999999999d", "+9999999w", "+ä"] {
            assert_eq!(later(today, wrong), None, "{wrong}");
        }
    }

    #[test]
    fn ranges_begin_with_what_is_typed() {
        let labels = |typed: &str| -> Vec<String> {
            estimates(typed).into_iter().map(|one| one.label).collect()
        };
        assert_eq!(labels("3"), ["3d..6d", "3d..9d"]);
        assert_eq!(labels("2w.."), ["2w..4w", "2w..6w"]);
        assert_eq!(labels("").len(), 5);
        assert_eq!(labels("0d").len(), 5);
    }
}
