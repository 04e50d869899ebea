//! GitHub-flavored Markdown.
//!
//! The structure is comrak's. Headings nest by their level, lists by their indentation; what
//! stands in quotes, code and HTML is left closed.

use comrak::nodes::{AstNode, ListType, NodeValue};
use comrak::{Arena, parse_document};

use super::DEPTH_MAX;
use crate::draft::{Draft, Entry, Prose, Shape};
use crate::rich::{Part, Rich, options};
use crate::title::take_box;

/// Reads `source`. `O(bytes)` for texts that people write; nothing here recurses.
pub fn read(source: &str) -> Draft {
    let (spaced, added) = with_space_around_tables(source);
    let arena = Arena::new();
    let root = parse_document(&arena, &spaced, &options());
    let mut reader = Reader {
        draft: Draft::new(),
        headings: Vec::new(),
        items: Vec::new(),
        lists: Vec::new(),
        list_count: 0,
    };
    let mut next = root.first_child();
    while let Some(node) = next {
        let inside = reader.open(node);
        next = node.first_child().filter(|_| inside);
        let mut left = node;
        while next.is_none() && !left.same_node(root) {
            reader.close(left);
            next = left.next_sibling();
            left = left.parent().expect("only the root has no parent");
        }
    }
    reader.name_by_first_heading();
    reader.draft.map_lines(|line| line - added.partition_point(|blank| *blank <= line));
    reader.draft
}

/// `source` with a blank line wherever a table touches other text, and the numbers of those lines.
/// Without them the table would go on with a list's last sentence, or the text after it would be
/// a row, which nobody means.
fn with_space_around_tables(source: &str) -> (String, Vec<usize>) {
    let mut spaced = String::with_capacity(source.len() + 16);
    let mut added = Vec::new();
    let mut lines = source.split_inclusive('\n').peekable();
    let mut number = 0;
    let mut before = "";
    let mut fenced = false;
    while let Some(line) = lines.next() {
        let text = line.trim_start();
        fenced ^= text.starts_with("```") || text.starts_with("~~~");
        let begins = line.starts_with('|') && lines.peek().is_some_and(|next| is_table_rule(next));
        let ends = before.starts_with('|') && !line.contains('|') && !text.is_empty();
        if (begins && !before.starts_with('|') && !before.trim().is_empty() || ends) && !fenced {
            number += 1;
            added.push(number);
            spaced.push('\n');
        }
        number += 1;
        spaced.push_str(line);
        before = line;
    }
    (spaced, added)
}

fn is_table_rule(line: &str) -> bool {
    line.contains('-') && line.trim().chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\t'))
}

struct Reader {
    draft: Draft,
    /// The open headings with their levels, the highest first.
    headings: Vec<(u8, usize)>,
    /// The open items, the outermost first.
    items: Vec<usize>,
    /// The open lists, the outermost first.
    lists: Vec<List>,
    list_count: usize,
}

struct List {
    id: usize,
    /// The number of the next item, if the list is numbered.
    number: Option<usize>,
    intro: Option<String>,
}

impl Reader {
    /// Reads `node`, and says whether to look into it.
    fn open<'a>(&mut self, node: &'a AstNode<'a>) -> bool {
        let data = node.data();
        let (start, end) = (data.sourcepos.start.line, data.sourcepos.end.line);
        let lines = end.saturating_sub(start) + 1;
        match &data.value {
            NodeValue::Heading(heading) if self.items.is_empty() => {
                self.heading(heading.level, Rich::from_inlines(node).on_one_line(), start);
            }
            NodeValue::Heading(_) | NodeValue::Paragraph => {
                self.paragraph(Rich::from_inlines(node), start, lines);
            }
            NodeValue::List(list) => {
                self.list_count += 1;
                self.lists.push(List {
                    id: self.list_count,
                    number: (list.list_type == ListType::Ordered).then_some(list.start),
                    intro: node.previous_sibling().and_then(short_paragraph),
                });
                return true;
            }
            NodeValue::Item(_) => {
                self.item(start);
                return true;
            }
            NodeValue::Table(_) => self.table(node, start),
            NodeValue::HtmlBlock(html) if html.literal.trim_start().starts_with("<!--") => {}
            NodeValue::ThematicBreak | NodeValue::FootnoteDefinition(_) => {}
            _ => self.prose(Prose { line: start, lines, text: None }),
        }
        false
    }

    fn heading(&mut self, level: u8, title: Rich, line: usize) {
        let root = &mut self.draft.entries[0];
        if level == 1 && self.headings.is_empty() && root.title.is_empty() {
            root.title = title;
            root.line = line;
            return;
        }
        while self.headings.last().is_some_and(|(open, _)| *open >= level) {
            self.headings.pop();
        }
        let parent = self.headings.last().map_or(0, |(_, index)| *index);
        let index =
            self.draft.push(Entry { title, ..Entry::new(Shape::Heading, Some(parent), line) });
        self.headings.push((level, index));
    }

    /// Without a title, a first heading that holds neither lists nor sections is the title.
    fn name_by_first_heading(&mut self) {
        let entries = &self.draft.entries;
        let is_heading = |entry: &Entry| entry.shape == Shape::Heading;
        let is_name = entries[0].title.is_empty()
            && entries[0].prose.is_empty()
            && entries.get(1).is_some_and(is_heading)
            && entries.iter().skip(2).any(is_heading)
            && !entries
                .iter()
                .any(|one| one.parent == Some(1) && (one.is_item() || is_heading(one)));
        if is_name {
            self.draft.take_name();
        }
    }

    fn item(&mut self, line: usize) {
        let parent = match self.items.len() {
            0 => self.headings.last().map_or(0, |(_, index)| *index),
            depth => self.items[(depth - 1).min(DEPTH_MAX)],
        };
        let list = self.lists.last_mut().expect("an item is in a list");
        let number = list.number;
        list.number = number.map(|number| number.saturating_add(1));
        let (list, intro) = (list.id, list.intro.clone());
        let entry = Entry::new(Shape::Item(number), Some(parent), line);
        let index = self.draft.push(Entry { list, intro, ..entry });
        self.items.push(index);
    }

    /// Leaves `node` and all that is in it.
    fn close<'a>(&mut self, node: &'a AstNode<'a>) {
        match node.data().value {
            NodeValue::Item(_) => {
                self.items.pop();
            }
            NodeValue::List(_) => {
                self.lists.pop();
            }
            _ => {}
        }
    }

    fn paragraph(&mut self, mut text: Rich, line: usize, lines: usize) {
        let Some(item) = self.items.last() else {
            return self.prose(Prose { line, lines, text: Some(text) });
        };
        let entry = &mut self.draft.entries[*item];
        if entry.title.is_empty() && entry.prose.is_empty() && entry.mark.is_none() {
            entry.set_box(take_box(&mut text));
            entry.title = text.on_one_line();
        } else {
            entry.prose.push(Prose { line, lines, text: Some(text) });
        }
    }

    fn prose(&mut self, prose: Prose) {
        let heading = self.headings.last().map_or(0, |(_, index)| *index);
        let owner = self.items.last().copied().unwrap_or(heading);
        self.draft.entries[owner].prose.push(prose);
    }

    fn table<'a>(&mut self, node: &'a AstNode<'a>, line: usize) {
        let heading = self.headings.last().map_or(0, |(_, index)| *index);
        let parent = self.items.last().copied().unwrap_or(heading);
        let mut rows = node.children().map(|row| {
            let cells: Vec<Rich> = row.children().map(Rich::from_inlines).collect();
            (row.data().sourcepos.start.line, cells)
        });
        let Some((_, header)) = rows.next() else { return };
        let columns = header.iter().map(Rich::plain).collect();
        let table = self.draft.push(Entry::new(Shape::Table { columns }, Some(parent), line));
        for (line, cells) in rows {
            self.draft.push(Entry::new(Shape::Row(cells), Some(table), line));
        }
    }
}

/// The text of a paragraph that is short enough to announce a list.
fn short_paragraph<'a>(node: &'a AstNode<'a>) -> Option<String> {
    if !matches!(node.data().value, NodeValue::Paragraph) {
        return None;
    }
    let rich = Rich::from_inlines(node);
    let length: usize = rich
        .parts
        .iter()
        .map(|part| match part {
            Part::Words(words) => words.len(),
            _ => 0,
        })
        .sum();
    (length < 80).then(|| rich.plain())
}
