//! What something is: an item with its dates and why they are what they are, a person, a risk, a key,
//! a diagnostic. In Markdown.

use plan::{ItemRef, Plan, codes};
use text::{FileId, TextRange};
use view::words;

use super::completion::key_doc;
use crate::answer::Answer;
use crate::names::{Spot, spot_at};
use crate::outlook::Outlook;
use crate::workspace::Reading;

/// At most so many steps of the chain that holds a date.
const STEPS_MAX: usize = 5;
/// At most so many tasks of a person.
const TASKS_MAX: usize = 8;

/// What stands at `offset` of `file`.
#[must_use]
pub fn hover(reading: &Reading, outlook: Option<&Outlook>, file: FileId, offset: usize) -> Answer {
    let spot = spot_at(&reading.snapshot, &reading.items, file, offset);
    let (range, mut text) = match spot {
        Some((item, spot)) => described(reading, outlook, item, spot),
        None => (None, String::new()),
    };
    let touches = |range: TextRange| range.start <= offset && offset <= range.end;
    let all = reading.snapshot.diagnostics.iter();
    let wrong = all.filter(|found| found.place.file == file && touches(found.place.range));
    let mut range = range;
    for found in wrong {
        let Some(code) = codes::explain(found.code) else { continue };
        let gap = if text.is_empty() { "" } else { "\n\n---\n\n" };
        text.push_str(&format!("{gap}**{}** {}\n\n{}", code.code, code.name, code.explanation));
        range = range.or(Some(found.place.range));
    }
    match range {
        Some(range) if !text.is_empty() => Answer::Hover(range, text),
        _ => Answer::Nothing,
    }
}

fn described(
    reading: &Reading,
    outlook: Option<&Outlook>,
    item: Option<ItemRef>,
    spot: Spot,
) -> (Option<TextRange>, String) {
    let plan = &reading.snapshot.plan;
    match spot {
        Spot::Name(name) => {
            let meant = plan.by_id.get(&name.name).copied();
            let text = meant.map_or_else(String::new, |item| about(reading, outlook, item));
            (Some(name.place.range), text)
        }
        Spot::Key(row, range) => (Some(range), key_doc(row)),
        Spot::Flag(row, range) => (Some(range), format!("`{}`: {}.", row.flag, row.doc)),
        Spot::Estimate(range) => (Some(range), estimate(plan)),
        Spot::Title(range) => {
            let text = item.map_or_else(String::new, |item| about(reading, outlook, item));
            (Some(range), text)
        }
    }
}

fn about(reading: &Reading, outlook: Option<&Outlook>, item: ItemRef) -> String {
    let plan = &reading.snapshot.plan;
    match item {
        ItemRef::Plan => outlook.map_or_else(String::new, |outlook| outlook.now.facts().answer()),
        ItemRef::Person(id) => person(reading, outlook, id),
        ItemRef::Risk(id) => risk(reading, outlook, id),
        _ => {
            let Some(known) = plan.item(item) else { return String::new() };
            let head = format!("**{}**, {}", known.title, item.kind().name());
            match dates(outlook, known.key) {
                Some(dates) => format!("{head}\n\n{dates}"),
                None => head,
            }
        }
    }
}

/// When it will be done, how far that moved, and what holds it.
fn dates(outlook: Option<&Outlook>, key: u64) -> Option<String> {
    let outlook = outlook?;
    let facts = outlook.now.facts();
    let item = outlook.now.item_of(key)?;
    if facts.plan.is_too_early() {
        return Some(facts.answer());
    }
    let why = view::screens::reasons(&facts, item, STEPS_MAX)?;
    let mut text = why.headline;
    if let Some(finish) = outlook.finish(key)
        && let Some(before) = finish.before
        && finish.moved != 0
    {
        text.push_str(&format!(" Before, that was {}.", words::day(before, facts.today)));
    }
    if !why.steps.is_empty() {
        text.push_str("\n\nWhat holds it, from the end back to today:\n");
        text.extend(why.steps.iter().map(|step| {
            format!("\n- {}: {} {}", step.dates, facts.mention(step.item), step.causes)
        }));
    }
    Some(text)
}

fn person(reading: &Reading, outlook: Option<&Outlook>, id: plan::PersonId) -> String {
    let plan = &reading.snapshot.plan;
    let today = reading.snapshot.today;
    let person = &plan.people[id.index()];
    let mut facts = Vec::new();
    if person.outside {
        facts.push("a team outside, in its own time".to_owned());
    } else if person.time_percent < 100 {
        facts.push(format!("{} % of the working day", person.time_percent));
    }
    if !person.skills.is_empty() {
        facts.push(person.skills.join(", "));
    }
    let away = person.away.iter().filter(|days| days.last >= today);
    facts.extend(away.map(|days| {
        let day = |date| words::day(date, today);
        format!("away {} to {}", day(days.first), day(days.last))
    }));
    let mut text = format!("**{}** `@{}`", person.item.title, person.name());
    text.extend(facts.iter().map(|fact| format!("\n\n{fact}")));
    let named = plan.open_leaves().filter(|(_, task)| task.who.people().any(|who| who == id));
    let named: Vec<_> = named.collect();
    if !named.is_empty() {
        text.push_str("\n\nOpen work with this name:\n");
    }
    for (_, task) in named.iter().take(TASKS_MAX) {
        let p80 = outlook.and_then(|outlook| outlook.finish(task.item.key)?.p80);
        let by =
            p80.map_or_else(String::new, |p80| format!(", P80 {}", words::weekday(p80, today)));
        text.push_str(&format!("\n- {}{by}", task.item.title));
    }
    if let Some(more) = named.len().checked_sub(TASKS_MAX).filter(|more| *more > 0) {
        text.push_str(&format!("\n- and {more} more"));
    }
    text
}

fn risk(reading: &Reading, outlook: Option<&Outlook>, id: plan::RiskId) -> String {
    let plan = &reading.snapshot.plan;
    let risk = &plan.risks[id.index()];
    let mut text = format!("**{}**, risk", risk.item.title);
    if let Some(percent) = risk.percent {
        text.push_str(&format!("\n\nIt comes in {}.", words::runs(f64::from(percent) / 100.0)));
    }
    for effect in &risk.effects {
        let task = &plan.task(effect.task).item;
        let place = effect.place;
        let written = place.range.of(reading.text(place.file));
        text.push_str(&format!("\n\n`{written}` hits {}", task.title));
        if let Some(p80) = outlook.and_then(|outlook| outlook.finish(task.key)?.p80) {
            let p80 = words::weekday(p80, reading.snapshot.today);
            text.push_str(&format!(", whose P80 is {p80} with this risk in it"));
        }
        text.push('.');
    }
    text
}

fn estimate(plan: &Plan) -> String {
    let hours = f64::from(plan.settings.day_minutes) / 60.0;
    format!(
        "Working time of whoever does it: less than the low one time in ten, more than the high one time in ten. `d` is a working day of {hours} h, `w` five of them. Ranges are widened, because ranges that people write are too narrow."
    )
}
