//! The way from a document to a plan.

use crate::draft::{Draft, Shape};
use crate::format::{Format, recognize};
use crate::item::{self, Item, is_taken};
use crate::known::Known;
use crate::people::{People, owners, owners_in_cell};
use crate::read::read;
use crate::rich::{Rich, one_line};
use crate::title::{Facts, take_labeled};
use crate::waits;
use crate::words::normalized;
use crate::work::{self, Part, Work};
use crate::write::{Document, write};

/// What is known about a text besides the text.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hint<'a> {
    /// The name of its file, if it has one: its ending tells the format, its stem names the plan.
    pub file_name: Option<&'a str>,
}

/// A plan made of a document.
#[derive(Clone, Debug, PartialEq)]
pub struct Import {
    /// The text of the plan. It always builds without errors.
    pub text: String,
    /// What was left out or could not be carried over, in the order of the source.
    pub not_understood: Vec<NotUnderstood>,
    /// What was carried over.
    pub kept: Counts,
}

/// Something that a plan does not hold, or that could mean two things.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NotUnderstood {
    /// Its line in the source, from 1.
    pub line: usize,
    /// Its words, or the title of its section.
    pub text: String,
    /// What was not understood or why it was left out.
    pub why: String,
}

/// How much of a document is in the plan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Tasks and summaries.
    pub items: usize,
    /// People and teams.
    pub people: usize,
    /// Items with somebody named.
    pub owners: usize,
    /// Items that are finished.
    pub ticks: usize,
    /// Items with an estimate.
    pub estimates: usize,
    /// Links between items.
    pub links: usize,
    /// Remarks.
    pub notes: usize,
}

/// Makes a plan of an outline, a task list, a table or a document with some of these in it.
///
/// Cannot fail: a text without any work in it becomes a plan with nothing but its name, and the
/// report says what was left out. A text that is a plan already is returned as it is. Nothing is
/// invented: an item has people, an estimate, dates and links only where the source says so in
/// words that can mean one thing. `O(n log n)` for `n` bytes.
#[must_use]
pub fn plan_from(source: &str, hint: Hint<'_>) -> Import {
    if let Some(counts) = already_a_plan(source) {
        return Import { text: source.to_owned(), not_understood: Vec::new(), kept: counts };
    }
    let source = source.strip_prefix('\u{feff}').unwrap_or(source);
    let source = source.replace("\r\n", "\n").replace('\r', "\n");
    let format = recognize(&source, hint.file_name);
    let draft = read(&source, format);
    let work = work::find(&draft);
    let leads = leads(&draft);
    let (by_themselves, _) = item::items(&draft, &work, &Known::default());
    let known = Known::people(&by_themselves, &leads);
    let (by_people, _) = item::items(&draft, &work, &known);
    let known = known.with_tasks(&by_people);
    let (items, unticked) = item::items(&draft, &work, &known);
    let waits = waits::resolve(&items);
    let mut people = People::default();
    let mut not_understood = report(&draft, &work, format);
    for index in unticked {
        not_understood.push(NotUnderstood {
            line: items[index].line,
            text: items[index].title.clone(),
            why: "ticked, and parts of it are open: it is left open".to_owned(),
        });
    }
    for (index, words) in &waits.unresolved {
        not_understood.push(NotUnderstood {
            line: items[*index].line,
            text: words.clone(),
            why: "what it waits for is not plain: no link was made".to_owned(),
        });
    }
    for item in &items {
        not_understood.extend(item.doubts.iter().map(|(words, why)| NotUnderstood {
            line: item.line,
            text: one_line(words),
            why: (*why).to_owned(),
        }));
    }
    let ids = claim_ids(&items, &mut people, &mut not_understood);
    not_understood.sort();
    for lead in leads {
        people.lead(&lead);
    }
    let name = name(&draft, hint);
    let description = description(&draft).map(Rich::labeled_lines).unwrap_or_default();
    let description: Vec<String> = description.iter().map(Rich::linked).collect();
    let description = description.join("; ");
    let document = Document {
        name: &name,
        description: &description,
        items: &items,
        after: &waits.after,
        ids,
    };
    let text = write(&document, &mut people);
    Import { text, not_understood, kept: counts(&items, &people, &waits.after) }
}

/// For each item the first id of its own that a plan can use; the others are reported.
fn claim_ids(
    items: &[Item],
    people: &mut People,
    not_understood: &mut Vec<NotUnderstood>,
) -> Vec<Option<String>> {
    let mut claimed = vec![None; items.len()];
    for (index, item) in items.iter().enumerate() {
        for id in &item.ids {
            if claimed[index].is_none() && people.taken.claim(id) {
                claimed[index] = Some(id.clone());
            } else if claimed[index].as_ref() != Some(id) {
                not_understood.push(NotUnderstood {
                    line: item.line,
                    text: one_line(id),
                    why: "an id that is taken, or no name in a plan: left out".to_owned(),
                });
            }
        }
    }
    claimed
}

/// What is in `source`, if it is a plan with attributes that builds without errors.
fn already_a_plan(source: &str) -> Option<Counts> {
    if !source.contains("`{") {
        return None;
    }
    let outline = markup::parse(source);
    let has_attributes =
        outline.nodes.iter().any(|node| node.block.as_ref().is_some_and(|b| !b.tokens.is_empty()));
    if !has_attributes {
        return None;
    }
    let files = [text::SourceFile::new("plan.md", source)];
    let (plan, found) = plan::build(&files, &[outline], &plan::Settings::default());
    if text::has_errors(&found) {
        return None;
    }
    let tasks = &plan.tasks;
    Some(Counts {
        items: tasks.len(),
        people: plan.people.len(),
        owners: tasks.iter().filter(|task| !task.who.is_empty()).count(),
        ticks: tasks.iter().filter(|task| task.item.ticked).count(),
        estimates: tasks.iter().filter(|task| task.estimate.is_some()).count(),
        links: tasks.iter().map(|task| task.own_links.len()).sum(),
        notes: 0,
    })
}

fn counts(items: &[Item], people: &People, after: &[Vec<usize>]) -> Counts {
    Counts {
        items: items.len(),
        people: people.list.len(),
        owners: items.iter().filter(|item| !item.who.is_empty()).count(),
        ticks: items.iter().filter(|item| item.ticked).count(),
        estimates: items.iter().filter(|item| item.estimate.is_some()).count(),
        links: after.iter().map(Vec::len).sum(),
        notes: items.iter().map(|item| item.notes.len() + item.details.len()).sum(),
    }
}

/// The plan's name: the document's title, else its file's name.
fn name(draft: &Draft, hint: Hint<'_>) -> String {
    let mut title = draft.entries[0].title.plain();
    if title.ends_with('#') {
        title.insert(title.len() - 1, '\\');
    }
    if !title.is_empty() {
        return title;
    }
    let file = hint.file_name.unwrap_or_default();
    let file = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let stem = file.split('.').next().unwrap_or(file);
    let stem = Rich::literal(stem).plain();
    if stem.is_empty() { "Plan".to_owned() } else { stem }
}

/// The first paragraph under the title; else that of a section that stands for it.
fn description(draft: &Draft) -> Option<&Rich> {
    let first =
        |index: usize| draft.entries[index].prose.iter().find_map(|prose| prose.text.as_ref());
    first(0).or_else(|| {
        let is_summary = |index: &usize| {
            let title = normalized(&draft.entries[*index].title.plain());
            draft.entries[*index].shape == Shape::Heading
                && matches!(
                    title.as_str(),
                    "summary" | "overview" | "abstract" | "sprint goal" | "goal"
                )
        };
        (1..draft.entries.len()).find(is_summary).and_then(first)
    })
}

/// Who leads, as far as the document says: a row "Point of contact", or a line "Owner: @ana" that
/// is not about one task.
fn leads(draft: &Draft) -> Vec<String> {
    let mut leads = Vec::new();
    for (index, entry) in draft.entries.iter().enumerate() {
        if let Shape::Row(cells) = &entry.shape
            && let [label, value, ..] = cells.as_slice()
            && matches!(
                normalized(&label.plain()).as_str(),
                "point of contact" | "owner" | "lead" | "dri"
            )
        {
            leads.extend(owners_in_cell(value).together.into_iter().flatten());
        }
        if !entry.is_heading() || entry.mark.is_some() || work::is_task_heading(draft, index) {
            continue;
        }
        let paragraphs = entry.prose.iter().filter_map(|prose| prose.text.as_ref());
        for text in paragraphs.flat_map(Rich::labeled_lines) {
            let words = text.words();
            let Some((label, value)) = words.split_once(':') else { continue };
            let mut facts = Facts::default();
            if take_labeled(&normalized(label), value, &mut facts) {
                for owners in facts.owners.iter().map(|words| owners(words)) {
                    let is_sentence = owners.note.is_some();
                    let names = owners.together.into_iter().flatten();
                    leads.extend(names.filter(|name| !is_sentence || name.starts_with('@')));
                }
            }
        }
    }
    leads
}

/// What is left out, one entry for each section that is.
fn report(draft: &Draft, work: &Work, format: Format) -> Vec<NotUnderstood> {
    let mut left: Vec<LeftOut> = vec![LeftOut::default(); draft.entries.len()];
    let mut kept = vec![false; draft.entries.len()];
    for index in (0..draft.entries.len()).rev() {
        let entry = &draft.entries[index];
        let is_kept = work.parts[index] != Part::Out;
        kept[index] |= is_kept;
        left[index].add_prose(draft, work, index);
        match &entry.shape {
            Shape::Item(_) if !is_kept => left[index].items += 1,
            Shape::Row(_) if !is_kept => left[index].rows += 1,
            _ => {}
        }
        let Some(parent) = entry.parent else { continue };
        kept[parent] |= kept[index];
        let is_own_section = entry.shape == Shape::Heading
            && (kept[index] || parent == 0 || kept_above(draft, work, parent));
        if !is_own_section {
            let own = std::mem::take(&mut left[index]);
            left[parent].merge(&own);
        }
    }
    let mut report = Vec::new();
    for (index, left) in left.iter().enumerate() {
        let entry = &draft.entries[index];
        let Some(why) = left.words() else { continue };
        let why = match format {
            Format::Settings => format!("settings, not an outline: {why} left out"),
            _ => format!("not work: {why} left out"),
        };
        let text = one_line(&entry.title.plain());
        report.push(NotUnderstood { line: entry.line, text, why });
    }
    report
}

/// Whether any section around `index`, itself included, has tasks.
fn kept_above(draft: &Draft, work: &Work, index: usize) -> bool {
    work.parts[index] != Part::Out || draft.entries[index].parent.is_none()
}

/// What of a section is left out.
#[derive(Clone, Default)]
struct LeftOut {
    lines: usize,
    items: usize,
    rows: usize,
}

impl LeftOut {
    fn add_prose(&mut self, draft: &Draft, work: &Work, index: usize) {
        let takes_text = is_taken(draft, work, index);
        let described = (index == 0 || !takes_text).then(|| description(draft)).flatten();
        for prose in &draft.entries[index].prose {
            let is_taken = match &prose.text {
                Some(text) => {
                    takes_text || described.is_some_and(|taken| std::ptr::eq(taken, text))
                }
                None => false,
            };
            self.lines += if is_taken { 0 } else { prose.lines };
        }
    }

    fn merge(&mut self, other: &Self) {
        self.lines += other.lines;
        self.items += other.items;
        self.rows += other.rows;
    }

    /// "12 lines of text and 3 list items", if it is anything.
    fn words(&self) -> Option<String> {
        let count = |number: usize, one: &str, many: &str| match number {
            0 => None,
            1 => Some(format!("1 {one}")),
            _ => Some(format!("{number} {many}")),
        };
        let parts: Vec<String> = [
            count(self.lines, "line of text", "lines of text"),
            count(self.items, "list item", "list items"),
            count(self.rows, "row of a table", "rows of a table"),
        ]
        .into_iter()
        .flatten()
        .collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }
}
