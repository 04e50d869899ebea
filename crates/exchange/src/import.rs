//! The way from a document to a plan.

use std::collections::BTreeSet;

use crate::draft::{Draft, Shape};
use crate::format::{Format, recognize};
use crate::item::{self, Doubt, Item};
use crate::known::Known;
use crate::nest::{nest, take_out};
use crate::people::{People, owners, owners_in_cell};
use crate::read::read;
use crate::report;
use crate::rich::{Rich, one_line};
use crate::table::{Role, is_title_guessed};
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
    /// The day `YYYY-MM-DD` on which it says what it says: by then, at the latest, work began that
    /// is under way.
    pub today: Option<&'a str>,
}

/// A plan made of a document.
#[derive(Clone, Debug, PartialEq)]
pub struct Import {
    /// The text of the plan. It always builds without errors.
    pub text: String,
    /// What was left out or could not be carried over, in the order of the source.
    pub not_understood: Vec<NotUnderstood>,
    /// Whether places are the rows of a sheet rather than the lines of a text.
    pub is_sheet: bool,
    /// What was carried over.
    pub kept: Counts,
}

/// Something that a plan does not hold, or that could mean two things.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NotUnderstood {
    /// Its lines in the source, from 1; of a sheet its rows, the header being one. At least one.
    pub places: Vec<usize>,
    /// Its words, or the title of its section, or of a sheet the column and the first of its values.
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
        let text = source.to_owned();
        return Import { text, not_understood: Vec::new(), is_sheet: false, kept: counts };
    }
    let source = source.strip_prefix('\u{feff}').unwrap_or(source);
    let source = source.replace("\r\n", "\n").replace('\r', "\n");
    let format = recognize(&source, hint.file_name);
    let is_sheet = matches!(format, Format::Sheet(_));
    let draft = read(&source, format);
    let work = work::find(&draft);
    let leads = leads(&draft);
    let by_themselves = item::items(&draft, &work, &Known::default());
    let known = Known::people(&by_themselves, &leads);
    let by_people = item::items(&draft, &work, &known);
    let known = known.with_tasks(&by_people);
    let items = nest(item::items(&draft, &work, &known));
    // A tracker holds what nobody will do for ever; in a list somebody left it to be read.
    let (mut items, dropped) = take_out(items, |item| is_sheet && item.cut);
    let unticked = item::untick_open(&mut items);
    say_since_when(&mut items, hint.today);
    let waits = waits::resolve(&items);
    let mut people = People::default();
    let mut doubts = Doubts::default();
    for item in &dropped {
        doubts.add(item, &item.title, "dropped: left out");
    }
    for index in unticked {
        let item = &items[index];
        doubts.add(item, &item.title, "ticked, and parts of it are open: it is left open");
    }
    for (index, words) in &waits.unresolved {
        doubts.add(&items[*index], words, "what it waits for is not plain: no link was made");
    }
    for item in &items {
        if item.cut {
            doubts.add(item, &item.title, "dropped: marked `cut`, no work");
        }
        doubts.0.extend(item.doubts.iter().map(|doubt| (item.line, doubt.clone())));
    }
    doubts.0.extend(upkeep(&draft, &work));
    if is_sheet {
        doubts.0.extend(untitled(&draft, &work));
        doubts.0.extend(guessed_titles(&draft));
    }
    let ids = claim_ids(&items, &mut people, &mut doubts);
    let mut not_understood = report::left_out(&draft, &work, format);
    not_understood.extend(report::doubts(doubts.0, is_sheet));
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
    Import { text, not_understood, is_sheet, kept: counts(&items, &people, &waits.after) }
}

/// Doubts with their lines or rows.
#[derive(Default)]
struct Doubts(Vec<(usize, Doubt)>);

impl Doubts {
    fn add(&mut self, item: &Item, words: &str, why: &'static str) {
        let doubt = Doubt { column: String::new(), words: one_line(words), why };
        self.0.push((item.line, doubt));
    }
}

/// Says of work that is under way that it began by `today`, where nothing says since when.
fn say_since_when(items: &mut [Item], today: Option<&str>) {
    let holds_parts: BTreeSet<usize> = items.iter().filter_map(|item| item.parent).collect();
    for (index, item) in items.iter_mut().enumerate() {
        let is_told = item.started.is_some() || item.spent.is_some() || item.left.is_some();
        if !item.begun || item.ticked || is_told || holds_parts.contains(&index) {
            continue;
        }
        item.started = today.map(str::to_owned);
        let why = match today {
            Some(_) => "under way, and since when is not said: `started=` is today",
            None => "under way, and since when is not said: write `started=`",
        };
        let words = item.title.clone();
        item.doubts.push(Doubt { column: String::new(), words, why });
    }
}

/// The columns with something in them that a plan has no use for.
fn upkeep(draft: &Draft, work: &Work) -> Vec<(usize, Doubt)> {
    let mut doubts = Vec::new();
    for (table, roles) in &work.columns {
        let Shape::Table { columns } = &draft.entries[*table].shape else { continue };
        let mut is_used = vec![false; columns.len()];
        for entry in draft.entries.iter().filter(|entry| entry.parent == Some(*table)) {
            let Shape::Row(cells) = &entry.shape else { continue };
            for (used, cell) in is_used.iter_mut().zip(cells) {
                *used |= !cell.is_empty();
            }
        }
        let why = "columns that a plan has no use for: left out";
        for ((column, role), is_used) in columns.iter().zip(roles).zip(is_used) {
            if *role == Role::Upkeep && is_used {
                let doubt = Doubt { column: String::new(), words: one_line(column), why };
                doubts.push((draft.entries[*table].line, doubt));
            }
        }
    }
    doubts
}

/// The rows that are no tasks.
fn untitled(draft: &Draft, work: &Work) -> Vec<(usize, Doubt)> {
    let out = draft.entries.iter().zip(&work.parts).filter(|(_, part)| **part == Part::Out);
    out.filter_map(|(entry, _)| {
        let Shape::Row(cells) = &entry.shape else { return None };
        let words = cells.iter().map(Rich::words).find(|words| !words.trim().is_empty())?;
        let why = "a row without a title: left out";
        Some((entry.line, Doubt { column: String::new(), words: one_line(&words), why }))
    })
    .collect()
}

/// Tables in which no header says where the titles are.
fn guessed_titles(draft: &Draft) -> Vec<(usize, Doubt)> {
    let guessed = draft.entries.iter().filter_map(|entry| {
        let Shape::Table { columns } = &entry.shape else { return None };
        let why = "no column is called Title: the first that is nothing else was taken for it";
        let doubt = Doubt { column: String::new(), words: one_line(&columns.join(", ")), why };
        is_title_guessed(columns).then_some((entry.line, doubt))
    });
    guessed.collect()
}

/// For each item the first id of its own that a plan can use; the others are reported.
fn claim_ids(items: &[Item], people: &mut People, doubts: &mut Doubts) -> Vec<Option<String>> {
    let mut claimed = vec![None; items.len()];
    for (index, item) in items.iter().enumerate() {
        for id in &item.ids {
            if claimed[index].is_none() && people.taken.claim(id) {
                claimed[index] = Some(id.clone());
            } else if claimed[index].as_ref() != Some(id) {
                doubts.add(item, id, "an id that is taken, or no name in a plan: left out");
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
pub fn description(draft: &Draft) -> Option<&Rich> {
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
