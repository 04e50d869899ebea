//! Writes the plan.
//!
//! In: the name and description, items, people and links. Out: the text of `plan.md`: headings
//! where the source has headings, one item a line, notes under their items, an id only where the
//! source has one or a link needs it.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use text::closest;

use crate::item::Item;
use crate::people::{People, slug};
use crate::rich::guard_start;
use crate::words::normalized;

/// What is written.
pub struct Document<'a> {
    /// The plan's name.
    pub name: &'a str,
    /// The paragraph under it.
    pub description: &'a str,
    /// The tasks, a parent before its children.
    pub items: &'a [Item],
    /// For each task what it waits for.
    pub after: &'a [Vec<usize>],
    /// For each task the id that it brought along.
    pub ids: Vec<Option<String>>,
}

/// Writes the text of the plan. `O(bytes)`.
pub fn write(document: &Document<'_>, people: &mut People) -> String {
    let items = document.items;
    let mut children = vec![Vec::new(); items.len()];
    let mut top = Vec::new();
    for (index, item) in items.iter().enumerate() {
        match item.parent {
            Some(parent) => children[parent].push(index),
            None => top.push(index),
        }
    }
    let who: Vec<String> = items.iter().map(|item| who(item, people)).collect();
    let ids = ids(document, people);
    let mut writer = Writer { document, children, who, ids, out: String::new() };
    writer.paragraph("# ", document.name);
    if !document.description.is_empty() {
        writer.paragraph("", &guard_start(document.description));
    }
    writer.team(people);
    writer.work(&top);
    writer.out.truncate(writer.out.trim_end().len());
    writer.out.push('\n');
    writer.out
}

/// The titles of sections. Under a heading that is, or nearly is, one of these stand no tasks.
const SECTIONS: &[&str] = &[
    "goals",
    "features",
    "good enough",
    "team",
    "milestones",
    "work",
    "unknowns",
    "decisions",
    "risks",
    "obstacles",
    "systems",
    "launch",
    "rollback",
    "premortem",
    "answers",
    "notes",
];

/// Items nested deeper than this stand beside their parent.
const DEPTH_MAX: usize = 200;

fn who(item: &Item, people: &mut People) -> String {
    let mut seen = BTreeSet::new();
    let mut words = Vec::new();
    for any in &item.who {
        let ids: Vec<String> = any.iter().map(|name| people.id(name)).collect();
        let ids: Vec<String> = ids
            .into_iter()
            .filter(|id| seen.insert(id.clone()))
            .map(|id| format!("@{id}"))
            .collect();
        if !ids.is_empty() {
            words.push(ids.join("|"));
        }
    }
    words.join(" ")
}

/// The ids that items brought along, and one for every other item that a link names.
fn ids(document: &Document<'_>, people: &People) -> Vec<Option<String>> {
    let mut taken = people.taken.clone();
    let mut ids = document.ids.clone();
    let named: BTreeSet<usize> = document.after.iter().flatten().copied().collect();
    for index in named {
        ids[index].get_or_insert_with(|| taken.unique(&slug(&document.items[index].title, 24)));
    }
    ids
}

struct Writer<'a> {
    document: &'a Document<'a>,
    children: Vec<Vec<usize>>,
    who: Vec<String>,
    ids: Vec<Option<String>>,
    out: String,
}

impl Writer<'_> {
    fn team(&mut self, people: &People) {
        if people.list.is_empty() {
            return;
        }
        self.paragraph("## ", "Team");
        for person in &people.list {
            let lead = if person.lead { " lead" } else { "" };
            let name = crate::rich::Rich::literal(&person.name).plain();
            let _ = writeln!(self.out, "- {} `{{@{}{lead}}}`", guard_start(&name), person.id);
        }
    }

    /// The tasks: those right under the document first, then a section for each heading.
    fn work(&mut self, top: &[usize]) {
        let headings = self.headings_at_end(top);
        let clashes = top[headings..].iter().any(|index| self.clashes(*index));
        let has_loose = headings > 0 && self.out.contains("\n## ");
        if clashes || has_loose {
            self.paragraph("## ", "Work");
        }
        self.list(&top[..headings], 0);
        let level = if clashes { 3 } else { 2 };
        let mut open: Vec<(usize, usize)> =
            top[headings..].iter().rev().map(|i| (*i, level)).collect();
        while let Some((index, level)) = open.pop() {
            self.heading(index, level);
            let children = self.children[index].clone();
            let first = if level < 6 { self.headings_at_end(&children) } else { children.len() };
            self.list(&children[..first], 0);
            open.extend(children[first..].iter().rev().map(|child| (*child, level + 1)));
        }
    }

    /// Where the children begin that can all be headings: what stands under a heading belongs to
    /// it, so list items come first.
    fn headings_at_end(&self, children: &[usize]) -> usize {
        let is_item = |index: &usize| !self.can_be_heading(*index);
        children.iter().rposition(is_item).map_or(0, |last| last + 1)
    }

    fn can_be_heading(&self, index: usize) -> bool {
        let item = &self.document.items[index];
        let title = normalized(&item.title);
        let is_private = title.starts_with("1 1") || title.starts_with("one on one");
        let plain = !item.ticked && !item.cut && item.details.is_empty() && !is_private;
        item.is_heading && plain && !self.children[index].is_empty()
    }

    fn clashes(&self, index: usize) -> bool {
        let title = self.document.items[index].title.to_lowercase();
        closest(&title, SECTIONS.iter().copied()).is_some()
    }

    fn heading(&mut self, index: usize, level: usize) {
        let item = &self.document.items[index];
        let mut title = item.title.clone();
        if title.ends_with('#') {
            title.insert(title.len() - 1, '\\');
        }
        self.paragraph(&format!("{} ", "#".repeat(level)), &title);
        let block = self.block(index);
        if !block.is_empty() {
            self.paragraph("", &block);
        }
        for note in &item.notes {
            self.paragraph("", &guard_start(note));
        }
    }

    fn list(&mut self, items: &[usize], depth: usize) {
        if items.is_empty() {
            return;
        }
        self.gap();
        let mut open: Vec<(usize, usize)> =
            items.iter().rev().map(|index| (*index, depth)).collect();
        while let Some((index, depth)) = open.pop() {
            self.item(index, depth);
            let deeper = (depth + 1).min(DEPTH_MAX);
            open.extend(self.children[index].iter().rev().map(|child| (*child, deeper)));
        }
    }

    fn item(&mut self, index: usize, depth: usize) {
        let item = &self.document.items[index];
        let indent = "  ".repeat(depth);
        let mark = if item.ticked { 'x' } else { ' ' };
        let block = self.block(index);
        let space = if block.is_empty() { "" } else { " " };
        let _ = writeln!(self.out, "{indent}- [{mark}] {}{space}{block}", item.title);
        for (position, note) in item.notes.iter().enumerate() {
            let note = guard_start(note);
            if position > 0 || block.is_empty() {
                self.out.push('\n');
            }
            let _ = writeln!(self.out, "{indent}  {note}");
        }
        for (level, detail) in &item.details {
            let deeper = "  ".repeat((depth + level).min(DEPTH_MAX + 1));
            let _ = writeln!(self.out, "{deeper}- {}", guard_start(detail));
        }
    }

    fn block(&self, index: usize) -> String {
        let item = &self.document.items[index];
        let mut words: Vec<String> = Vec::new();
        words.extend(self.ids[index].as_ref().map(|id| format!("#{id}")));
        if !self.who[index].is_empty() {
            words.push(self.who[index].clone());
        }
        words.extend(item.estimate.clone());
        let after = &self.document.after[index];
        if !after.is_empty() {
            let ids: Vec<&str> = after.iter().filter_map(|to| self.ids[*to].as_deref()).collect();
            words.push(format!("after={}", ids.join(",")));
        }
        words.extend(item.start.as_ref().map(|date| format!("start={date}")));
        words.extend(item.due.as_ref().map(|date| format!("due={date}")));
        words.extend(item.ticket.as_deref().and_then(ticket));
        // How far a task with parts is follows from its parts.
        if self.children[index].is_empty() {
            words.extend(item.started.as_ref().map(|date| format!("started={date}")));
            words.extend(
                item.left.as_ref().filter(|_| !item.ticked).map(|left| format!("left={left}")),
            );
            words.extend(item.spent.as_ref().map(|spent| format!("spent={spent}")));
        }
        words.extend(item.done.as_ref().filter(|_| item.ticked).map(|date| format!("done={date}")));
        words.extend(item.cut.then(|| "cut".to_owned()));
        if words.is_empty() { String::new() } else { format!("`{{{}}}`", words.join(" ")) }
    }

    /// A line with a blank line before it.
    fn paragraph(&mut self, mark: &str, text: &str) {
        self.gap();
        let _ = writeln!(self.out, "{mark}{text}");
        if !mark.is_empty() {
            self.out.push('\n');
        }
    }

    fn gap(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }
}

/// The name of an issue in another tracker, in quotes where it is no word of the language.
fn ticket(name: &str) -> Option<String> {
    let is_mark = |c: char| c.is_ascii_alphanumeric() || "-_./#".contains(c);
    let is_word = name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(is_mark);
    let is_text = !name.contains(['`', '\\', '"']) && !name.contains(char::is_control);
    match (is_word, is_text) {
        (true, _) => Some(format!("ticket={name}")),
        (false, true) => Some(format!("ticket=\"{name}\"")),
        (false, false) => None,
    }
}
