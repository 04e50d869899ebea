//! What is known about each task: its title, ticks, people, amounts, dates, waits and notes.
//!
//! In: a draft and what of it is work. Out: [`Item`]s, a tree in the order of the text. People are
//! still names here, and what an item waits for is still words.

use crate::amount;
use crate::date;
use crate::draft::{Draft, Entry, Prose, Shape};
use crate::known::Known;
use crate::people::{Owners, owners};
use crate::rich::{Part as TextPart, Rich};
use crate::row::row;
use crate::title::{Facts, split_long, take_facts, take_labeled};
use crate::words::{self, announces_criteria, is_done_column, normalized, says_done};
use crate::work::{Part, Work, is_task_heading};

/// A task or a summary.
#[derive(Debug, Default)]
pub struct Item {
    /// Its entry in the draft.
    pub entry: usize,
    /// Its line in the source.
    pub line: usize,
    /// The item around it.
    pub parent: Option<usize>,
    /// Whether it stands as a heading in the source.
    pub is_heading: bool,
    /// The text of its title, written so that a plan reads it as that.
    pub title: String,
    /// Finished.
    pub ticked: bool,
    /// Taken out of the work.
    pub cut: bool,
    /// Who does it: all of these together, each one of several who may.
    pub who: Vec<Vec<String>>,
    /// How much it is.
    pub estimate: Option<String>,
    /// By when.
    pub due: Option<String>,
    /// From when.
    pub start: Option<String>,
    /// When it was finished.
    pub done: Option<String>,
    /// Under way.
    pub begun: bool,
    /// When work on it began.
    pub started: Option<String>,
    /// What is left of it.
    pub left: Option<String>,
    /// What went into it.
    pub spent: Option<String>,
    /// Its name in a tracker.
    pub ticket: Option<String>,
    /// What it waits for, in words.
    pub waits: Vec<String>,
    /// What waits for it, in words.
    pub blocks: Vec<String>,
    /// What it is part of, in words.
    pub inside: Vec<String>,
    /// What it is part of, if that is there.
    pub around: Option<String>,
    /// How deep it stands under the rows before it.
    pub level: Option<usize>,
    /// Other names that it has in the source.
    pub names: Vec<String>,
    /// The ids that it has in the source.
    pub ids: Vec<String>,
    /// Its number in a list, and which list.
    pub number: Option<(usize, String)>,
    /// Words of it that are not plain, and what became of them.
    pub doubts: Vec<Doubt>,
    /// Its remarks, a paragraph each.
    pub notes: Vec<String>,
    /// Its remarks that are a list, with their depth.
    pub details: Vec<(usize, String)>,
}

/// Words that are not plain, and what became of them.
#[derive(Clone, Debug)]
pub struct Doubt {
    /// The header of their column, if they have one.
    pub column: String,
    /// The words.
    pub words: String,
    /// What is not plain about them, and what became of them.
    pub why: &'static str,
}

/// Makes the items of the tasks of `draft`. `O(bytes)`.
pub fn items(draft: &Draft, work: &Work, known: &Known) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    let mut places: Vec<Option<usize>> = vec![None; draft.entries.len()];
    let mut depths = vec![0_usize; draft.entries.len()];
    for (index, entry) in draft.entries.iter().enumerate().skip(1) {
        let parent = draft.parent(index);
        let above = places[parent];
        places[index] = above;
        match work.parts[index] {
            Part::Out => {}
            Part::Task => {
                let mut item = match &entry.shape {
                    Shape::Row(cells) => {
                        row(cells, &work.columns[&parent], columns(draft, parent), known)
                    }
                    _ => titled(entry, known),
                };
                if item.title.is_empty() || is_frame(draft, work, index) {
                    continue;
                }
                let above_it = &draft.entries[draft.heading_above(index)];
                item.ticked |= above_it.shape == Shape::Heading
                    && !entry.dropped
                    && is_done_column(&above_it.title.plain());
                item.cut &= !item.ticked;
                (item.entry, item.line, item.parent) = (index, entry.line, above);
                let holds_work =
                    entry.shape != Shape::Heading || is_task_itself(draft, work, index);
                if holds_work {
                    let before = item.who.clone();
                    take_prose(&entry.prose, &mut item);
                    // Who owns a section leads the document; its tasks say who does them.
                    if item.is_heading && !is_task_heading(draft, index) {
                        item.who = before;
                    }
                }
                places[index] = Some(items.len());
                items.push(item);
            }
            Part::Detail => {
                depths[index] = depths[parent] + 1;
                let Some(item) = above.map(|above| &mut items[above]) else { continue };
                take_detail(entry, depths[index], item);
            }
            Part::Criterion(task) => {
                depths[index] = 1;
                let Some(item) = places[task].map(|place| &mut items[place]) else { continue };
                let met = if entry.mark == Some(true) { " (met)" } else { "" };
                let mut text = entry.title.linked();
                if !text.is_empty() {
                    text.truncate(text.trim_end_matches('.').len());
                    item.details.push((1, format!("Done when{met}: {text}")));
                }
            }
        }
    }
    items
}

fn columns(draft: &Draft, table: usize) -> &[String] {
    match &draft.entries[table].shape {
        Shape::Table { columns } => columns,
        _ => &[],
    }
}

/// The prose of the entries that no item takes: what a report counts.
pub fn is_taken(draft: &Draft, work: &Work, index: usize) -> bool {
    work.parts[index] != Part::Out
        && (draft.entries[index].shape != Shape::Heading || is_task_itself(draft, work, index))
}

/// Whether a heading holds its work right under it, or is the work, so that its prose is about it.
fn is_task_itself(draft: &Draft, work: &Work, index: usize) -> bool {
    if draft.entries[index].mark.is_some() {
        return true;
    }
    let is_direct = |(other, entry): (usize, &Entry)| {
        let above = match &entry.shape {
            Shape::Row(_) => draft.parent(draft.parent(other)),
            _ => draft.parent(other),
        };
        above == index && entry.shape != Shape::Heading && work.parts[other] != Part::Out
    };
    let end = (index + 1..draft.entries.len())
        .find(|other| draft.entries[*other].shape == Shape::Heading)
        .unwrap_or(draft.entries.len());
    let mut below = (index + 1..end).map(|other| (other, &draft.entries[other]));
    let has_parts = draft.entries.get(end).is_some_and(|entry| entry.parent == Some(index));
    below.any(is_direct) || !has_parts
}

/// Whether a heading is no task itself: `## Work`, which is the language's own, and a section such
/// as "Motivation" that has its tasks in sections of their own.
fn is_frame(draft: &Draft, work: &Work, index: usize) -> bool {
    let entry = &draft.entries[index];
    if entry.shape != Shape::Heading || entry.mark.is_some() {
        return false;
    }
    let title = entry.title.plain();
    title == "Work" || words::is_frame(&title) && !is_task_itself(draft, work, index)
}

fn titled(entry: &Entry, known: &Known) -> Item {
    let (mut title, rest) = split_long(entry.title.clone());
    let facts = take_facts(&mut title, known);
    let mut item = Item {
        is_heading: entry.shape == Shape::Heading && entry.mark.is_none(),
        ticked: entry.mark == Some(true),
        cut: entry.dropped,
        number: match entry.shape {
            Shape::Item(Some(number)) => Some((entry.list, number.to_string())),
            _ => None,
        },
        ..Item::default()
    };
    set_title(&title, &mut item);
    take(facts, &mut item);
    if let Some(rest) = rest.filter(|rest| !rest.is_empty()) {
        item.notes.push(rest.linked());
    }
    for (name, value) in &entry.fields {
        take_property(name, value, &mut item);
    }
    item
}

/// The title, and the links that it had as a note.
pub fn set_title(title: &Rich, item: &mut Item) {
    let mut text = title.plain();
    text.truncate(text.trim_end_matches([':', ' ']).len());
    item.title = text;
    let links = title.links();
    if !links.is_empty() {
        item.notes.push(links.join(", "));
    }
    let badges: Vec<&str> = title.badges().filter(|badge| !says_done(badge)).collect();
    if !badges.is_empty() {
        item.notes.push(badges.join(", "));
    }
}

/// What a title or a label says.
pub fn take(facts: Facts, item: &mut Item) {
    item.ticked |= facts.done;
    item.cut |= facts.cut;
    for words in &facts.owners {
        take_owners(owners(words), item);
    }
    item.estimate = facts.estimate.or(item.estimate.take());
    item.due = facts.due.or(item.due.take());
    item.waits.extend(facts.waits);
    item.doubts.extend(facts.doubts.into_iter().map(|(words, why)| Doubt {
        column: String::new(),
        words,
        why,
    }));
    item.notes.extend(facts.notes.iter().map(|note| Rich::literal(note).plain()));
}

/// Who does it.
pub fn take_owners(owners: Owners, item: &mut Item) {
    item.who.extend(owners.together);
    item.notes.extend(owners.note.map(|note| Rich::literal(&note).plain()));
}

/// A property of a headline.
fn take_property(name: &str, value: &str, item: &mut Item) {
    let value = value.trim();
    let mut facts = Facts::default();
    match name {
        "deadline" => item.due = date::date(value),
        "scheduled" => item.start = date::date(value),
        "closed" => item.done = date::date(value),
        "effort" if value.bytes().all(|byte| byte.is_ascii_digit()) && !value.is_empty() => {
            item.estimate = amount::estimate(&format!("{value}m"));
        }
        "id" | "custom_id" => item.ids.push(value.to_owned()),
        "blocked_by" | "blocker" => item.waits.push(format!("blocked by {value}")),
        _ if take_labeled(name, value, &mut facts) => take(facts, item),
        _ => item.notes.push(Rich::literal(&format!("{name}: {value}")).plain()),
    }
}

/// The paragraphs of an item: labeled values are understood, the others are notes.
fn take_prose(prose: &[Prose], item: &mut Item) {
    let paragraphs = prose.iter().filter_map(|prose| prose.text.as_ref());
    for line in paragraphs.flat_map(Rich::labeled_lines) {
        if !take_line(&line, item) && !announces_only(&line) {
            item.notes.push(line.linked());
        }
    }
    item.notes.retain(|note| !note.is_empty());
}

/// Whether a paragraph only announces the list after it: a few words and a colon.
fn announces_only(text: &Rich) -> bool {
    let words = text.plain();
    let is_label = words.ends_with(':') && words.split(' ').count() <= 3;
    is_label || announces_criteria(&words)
}

fn take_line(text: &Rich, item: &mut Item) -> bool {
    let has_code = text.parts.iter().any(|part| matches!(part, TextPart::Code(_)));
    let words = text.words();
    let Some((label, value)) = words.split_once(':').filter(|_| !has_code) else { return false };
    let mut facts = Facts::default();
    let label = normalized(label);
    let understood = take_labeled(&label, value, &mut facts)
        && facts.owners.iter().all(|words| owners(words).note.is_none());
    if understood {
        take(facts, item);
    }
    understood
}

fn take_detail(entry: &Entry, depth: usize, item: &mut Item) {
    if depth == 1 && take_line(&entry.title, item) {
        return;
    }
    let text = entry.title.linked();
    let text = if entry.title.is_struck() { format!("~~{text}~~") } else { text };
    if !text.is_empty() {
        item.details.push((depth, text));
    }
    for text in entry.prose.iter().filter_map(|prose| prose.text.as_ref()) {
        let text = text.linked();
        if !text.is_empty() {
            item.details.push((depth + 1, text));
        }
    }
}

/// A tick holds for everything below it, so what has open parts is left open; returns which.
/// `O(items)`.
pub fn untick_open(items: &mut [Item]) -> Vec<usize> {
    let mut holds_open = vec![false; items.len()];
    let mut unticked = Vec::new();
    for index in (0..items.len()).rev() {
        let item = &items[index];
        let is_open = !item.cut && (holds_open[index] || !item.ticked && !item.is_heading);
        if holds_open[index] && items[index].ticked {
            items[index].ticked = false;
            unticked.push(index);
        }
        if let Some(parent) = items[index].parent {
            holds_open[parent] |= is_open;
        }
    }
    unticked.reverse();
    unticked
}
