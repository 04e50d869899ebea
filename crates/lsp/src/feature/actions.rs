//! What can be done at a place: the fix that a diagnostic offers, and the everyday changes of an item.
//!
//! In: a reading and a range. Out: actions with their edits, each proven on the text in memory before
//! it is offered.

use plan::table::Kind;
use plan::{Attribute, Intent, ItemRef, Plan, free_id};
use text::{FileId, TextRange};
use workbench::{actions, apply};

use crate::answer::Action;
use crate::names::node_at;
use crate::workspace::Reading;

/// Ranges to begin with, with what they are for.
const ESTIMATES: [(&str, &str); 3] =
    [("1d..2d", "a day or two"), ("2d..5d", "most of a week"), ("1w..3w", "weeks")];

/// What can be done in `range` of `file`.
#[must_use]
pub fn actions(reading: &Reading, file: FileId, range: TextRange) -> Vec<Action> {
    let mut found = fixes(reading, file, range);
    let item = node_at(&reading.snapshot, file, line_end(reading, file, range.start))
        .filter(|(_, node)| is_on_line(reading, file, node, range.start))
        .and_then(|(id, _)| reading.items.get(&(file, id)).copied());
    if let Some(item) = item {
        let wanted = wanted(&reading.snapshot.plan, item, reading.snapshot.today);
        found.extend(wanted.into_iter().filter_map(|(title, intents)| {
            let applied = apply(&reading.snapshot, &intents).ok()?;
            Some(Action { title, edits: applied.edits, mends: None })
        }));
    }
    found
}

/// The fixes of the diagnostics that touch `range`.
fn fixes(reading: &Reading, file: FileId, range: TextRange) -> Vec<Action> {
    let touches = |other: TextRange| other.start <= range.end && range.start <= other.end;
    let all = reading.snapshot.diagnostics.iter().enumerate();
    let here = all.filter(|(_, found)| found.place.file == file && touches(found.place.range));
    here.filter_map(|(index, found)| {
        let fix = found.fix.as_ref()?;
        let title = format!("{} ({})", view::words::capitalized(&fix.title), found.code);
        Some(Action { title, edits: fix.edits.clone(), mends: Some(index) })
    })
    .collect()
}

/// Where the line of `offset` ends.
fn line_end(reading: &Reading, file: FileId, offset: usize) -> usize {
    let lines = &reading.lines[file.index()];
    lines.content(reading.text(file), lines.line_of(offset)).end
}

/// Whether the line of `offset` is one of those of the title or the block of `node`.
fn is_on_line(reading: &Reading, file: FileId, node: &markup::Node, offset: usize) -> bool {
    let lines = &reading.lines[file.index()];
    let last = node.block.as_ref().map_or(node.title.end, |block| block.range.end);
    let (first, last) = (lines.line_of(node.range.start), lines.line_of(last));
    (first..=last).contains(&lines.line_of(offset))
}

/// What somebody may want to say about `item`.
fn wanted(plan: &Plan, item: ItemRef, today: jiff::civil::Date) -> Vec<(String, Vec<Intent>)> {
    let mut wanted = Vec::new();
    let mut offer = |title: &str, intents: Vec<Intent>| wanted.push((title.to_owned(), intents));
    if let Ok(intents) = actions::done(plan, item, today) {
        offer(done_word(item), intents);
    }
    if let Ok(intents) = actions::start(plan, item, today) {
        offer("Start it today", intents);
    }
    let (Some(target), Some(found)) = (plan.target(item), plan.item(item)) else { return wanted };
    if let ItemRef::Task(id) = item {
        let task = plan.task(id);
        if task.is_leaf() && task.estimate.is_none() && !task.ticked {
            for (range, what_for) in ESTIMATES {
                let intent = Intent::Set(target.clone(), Attribute::Estimate(range.to_owned()));
                offer(&format!("Estimate {range}, {what_for}"), vec![intent]);
            }
        }
    }
    let takes_id = !matches!(item.kind(), Kind::Plan | Kind::Person | Kind::Answer);
    if takes_id && found.id.is_none() {
        let id = free_id(&found.title, &plan.by_id.keys().cloned().collect());
        let intent = Intent::Set(target, Attribute::Id(id.clone()));
        offer(&format!("Give it the id `{id}`"), vec![intent]);
    }
    wanted
}

fn done_word(item: ItemRef) -> &'static str {
    match item {
        ItemRef::Decision(_) => "It is decided today",
        ItemRef::Unknown(_) => "It is answered today",
        ItemRef::Obstacle(_) => "It is out of the way",
        ItemRef::Milestone(_) => "It is reached today",
        _ => "It is done today",
    }
}
