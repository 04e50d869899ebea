//! Org mode: headlines with keywords, priorities and tags, planning lines, drawers, lists, tables.

use super::DEPTH_MAX;
use crate::draft::{Draft, Entry, Prose, Shape};
use crate::rich::{Part, Rich};
use crate::title::{Tick, take_box};

/// Reads `source`. `O(bytes)`.
pub fn read(source: &str) -> Draft {
    let mut reader = Reader {
        draft: Draft::new(),
        headings: Vec::new(),
        items: Vec::new(),
        open: Open::Nothing,
        keywords: Keywords::of(source),
        list: 0,
        inside: Inside::Text,
    };
    let mut lines = source.lines().enumerate();
    while let Some((index, line)) = lines.next() {
        // A link may go on in the next line.
        let next = || lines.next().map(|(_, line)| line.trim());
        match is_link_open(line).then(next).flatten() {
            Some(next) => reader.line(&format!("{line} {next}"), index + 1),
            None => reader.line(line, index + 1),
        }
    }
    reader.name_by_only_headline();
    reader.draft
}

/// The keywords that say open, done and dropped.
struct Keywords {
    open: Vec<String>,
    done: Vec<String>,
}

const DROPPED: &[&str] = &["CANCELLED", "CANCELED", "KILL", "WONTFIX", "DROPPED"];

impl Keywords {
    /// The usual ones, and those that the file declares.
    fn of(source: &str) -> Self {
        let list = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        let mut open: Vec<String> = list(&[
            "TODO",
            "NEXT",
            "STARTED",
            "DOING",
            "WAITING",
            "HOLD",
            "INPROGRESS",
            "IN-PROGRESS",
        ]);
        let mut done: Vec<String> = list(&["DONE", "FINISHED"]);
        for line in source.lines() {
            let declared = ["#+TODO:", "#+SEQ_TODO:", "#+TYP_TODO:"];
            let Some(words) = declared.iter().find_map(|start| line.strip_prefix(start)) else {
                continue;
            };
            let (before, after) = words.split_once('|').unwrap_or((words, ""));
            let name = |word: &str| word.split('(').next().unwrap_or(word).to_owned();
            open.extend(before.split_whitespace().map(name));
            done.extend(after.split_whitespace().map(name));
        }
        done.extend(DROPPED.iter().map(|word| (*word).to_owned()));
        Self { open, done }
    }

    /// Whether `word` is a keyword, and whether it says done.
    fn mark(&self, word: &str) -> Option<bool> {
        if self.done.iter().any(|known| known == word) {
            return Some(true);
        }
        self.open.iter().any(|known| known == word).then_some(false)
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Inside {
    Text,
    /// A block such as `#+BEGIN_SRC`.
    Block,
    /// A drawer whose lines are properties.
    Properties,
    /// Another drawer.
    Drawer,
}

/// What a further line may continue.
#[derive(Clone, Copy, PartialEq)]
enum Open {
    Nothing,
    /// The title of the innermost item.
    Title,
    /// The last paragraph of this entry.
    Paragraph(usize),
    Table(usize),
}

struct Reader {
    draft: Draft,
    /// The open headlines with their levels.
    headings: Vec<(usize, usize)>,
    /// The open items with their indentation.
    items: Vec<(usize, usize)>,
    open: Open,
    keywords: Keywords,
    list: usize,
    inside: Inside,
}

impl Reader {
    fn line(&mut self, line: &str, number: usize) {
        let text = line.trim();
        let lower = text.to_ascii_lowercase();
        match self.inside {
            Inside::Block => {
                self.prose(None, number);
                if lower.starts_with("#+end") {
                    self.inside = Inside::Text;
                }
                return;
            }
            Inside::Properties | Inside::Drawer => return self.in_drawer(text),
            Inside::Text => {}
        }
        let stars = line.len() - line.trim_start_matches('*').len();
        if stars > 0 && line[stars..].starts_with(' ') {
            return self.headline(stars, line[stars..].trim(), number);
        }
        if lower.starts_with("#+begin") {
            self.inside = Inside::Block;
            return self.prose(None, number);
        }
        if let Some(title) = lower.starts_with("#+title:").then(|| text[8..].trim()) {
            self.draft.entries[0].title = inline(title);
            return;
        }
        if lower == ":properties:" {
            self.inside = Inside::Properties;
            return;
        }
        if is_drawer(text) {
            self.inside = Inside::Drawer;
            return;
        }
        if text.starts_with("#+") || text.starts_with("# ") || self.planning(text) || is_log(text) {
            self.open = Open::Nothing;
            return;
        }
        self.text(line, text, number);
    }

    /// A line of a list, a table or a paragraph.
    fn text(&mut self, line: &str, text: &str, number: usize) {
        let indent = line.len() - line.trim_start().len();
        if text.is_empty() {
            self.open = Open::Nothing;
        } else if text.starts_with('|') {
            self.row(text, number);
        } else if let Some((ordinal, rest)) = bullet(text, indent) {
            self.item(indent, ordinal, rest, number);
        } else {
            while self.items.last().is_some_and(|(at, _)| *at >= indent) {
                self.items.pop();
                self.open = Open::Nothing;
            }
            self.continue_with(text, number);
        }
    }

    fn headline(&mut self, level: usize, text: &str, line: usize) {
        self.items.clear();
        self.open = Open::Nothing;
        while self.headings.last().is_some_and(|(open, _)| *open >= level) {
            self.headings.pop();
        }
        let parent = match self.headings.len() {
            0 => 0,
            depth => self.headings[(depth - 1).min(DEPTH_MAX)].1,
        };
        let mut entry = Entry::new(Shape::Heading, Some(parent), line);
        let mut rest = text;
        let word = rest.split(' ').next().unwrap_or_default();
        if let Some(done) = self.keywords.mark(word) {
            entry.dropped = DROPPED.contains(&word);
            entry.mark = Some(done && !entry.dropped);
            rest = rest[word.len()..].trim_start();
        }
        if rest.starts_with("[#") && rest.get(3..4) == Some("]") {
            entry.fields.push(("priority".to_owned(), rest[2..3].to_owned()));
            rest = rest[4..].trim_start();
        }
        let (title, tags) = split_tags(rest);
        if !tags.is_empty() {
            entry.fields.push(("tags".to_owned(), tags));
        }
        entry.title = inline(without_cookies(title).trim());
        let index = self.draft.push(entry);
        self.headings.push((level, index));
    }

    fn item(&mut self, indent: usize, ordinal: Option<usize>, text: &str, line: usize) {
        while self.items.last().is_some_and(|(at, _)| *at > indent) {
            self.items.pop();
        }
        let sibling = self.items.pop_if(|(at, _)| *at == indent).map(|(_, index)| index);
        let parent = match self.items.len() {
            0 => self.owner(),
            depth => self.items[(depth - 1).min(DEPTH_MAX)].1,
        };
        let before = sibling
            .map(|index| (self.draft.entries[index].list, self.draft.entries[index].intro.clone()));
        let (list, intro) = before.unwrap_or_else(|| {
            self.list += 1;
            (self.list, self.announced())
        });
        let mut title = inline(without_cookies(text).trim());
        // A dash in a box of Org says that some of its parts are done.
        let mark = take_box(&mut title).map(|tick| tick == Tick::Done);
        let entry = Entry::new(Shape::Item(ordinal), Some(parent), line);
        let index = self.draft.push(Entry { title, mark, list, intro, ..entry });
        self.items.push((indent, index));
        self.open = Open::Title;
    }

    /// The paragraph right before a list that begins.
    fn announced(&self) -> Option<String> {
        let prose = self.draft.entries[self.owner()].prose.last()?;
        let text = prose.text.as_ref()?.plain();
        (text.len() < 80).then_some(text)
    }

    fn row(&mut self, text: &str, line: usize) {
        let is_rule = text.chars().all(|c| matches!(c, '|' | '-' | '+' | ':' | ' '));
        let cells: Vec<&str> = text.trim_matches('|').split('|').map(str::trim).collect();
        match self.open {
            _ if is_rule => {}
            Open::Table(table) => {
                let cells = cells.into_iter().map(inline).collect();
                self.draft.push(Entry::new(Shape::Row(cells), Some(table), line));
            }
            _ => {
                let columns = cells.into_iter().map(str::to_owned).collect();
                let owner = self.owner();
                let entry = Entry::new(Shape::Table { columns }, Some(owner), line);
                self.open = Open::Table(self.draft.push(entry));
            }
        }
    }

    /// A line of text goes on with what is open, or begins a paragraph.
    fn continue_with(&mut self, text: &str, line: usize) {
        let more = inline(text);
        let space = Part::Words(if self.open == Open::Title { " " } else { "\n" }.to_owned());
        let target = match self.open {
            Open::Title => self.items.last().map(|(_, item)| &mut self.draft.entries[*item].title),
            Open::Paragraph(owner) => {
                let prose = self.draft.entries[owner].prose.last_mut();
                prose.and_then(|prose| {
                    prose.lines += 1;
                    prose.text.as_mut()
                })
            }
            _ => None,
        };
        match target {
            Some(rich) => {
                rich.parts.push(space);
                rich.parts.extend(more.parts);
            }
            None => self.prose(Some(more), line),
        }
    }

    fn prose(&mut self, text: Option<Rich>, line: usize) {
        let owner = self.items.last().map_or_else(|| self.owner(), |(_, item)| *item);
        self.open = if text.is_some() { Open::Paragraph(owner) } else { Open::Nothing };
        self.draft.entries[owner].prose.push(Prose { line, lines: 1, text });
    }

    fn owner(&self) -> usize {
        self.headings.last().map_or(0, |(_, index)| *index)
    }

    fn in_drawer(&mut self, text: &str) {
        if text.eq_ignore_ascii_case(":end:") {
            self.inside = Inside::Text;
            return;
        }
        let owner = self.owner();
        let property = text.strip_prefix(':').and_then(|text| text.split_once(':'));
        if let (Inside::Properties, Some((name, value))) = (self.inside, property) {
            let name = name.to_ascii_lowercase();
            let is_known =
                ["effort", "owner", "assignee", "blocked_by", "blocker", "id", "custom_id"]
                    .contains(&name.as_str());
            if is_known {
                self.draft.entries[owner].fields.push((name, value.trim().to_owned()));
            }
        }
    }

    /// Reads a line with `DEADLINE:`, `SCHEDULED:` or `CLOSED:`.
    fn planning(&mut self, text: &str) -> bool {
        let words = ["DEADLINE:", "SCHEDULED:", "CLOSED:"];
        if !words.iter().any(|word| text.starts_with(word)) || self.headings.is_empty() {
            return false;
        }
        let owner = self.owner();
        // What has a date is to be done, with or without a keyword.
        self.draft.entries[owner].mark.get_or_insert(false);
        for word in words {
            let Some((_, after)) = text.split_once(word) else { continue };
            let date = after.trim_start().split(['>', ']']).next().unwrap_or_default();
            let name = word.trim_end_matches(':').to_ascii_lowercase();
            self.draft.entries[owner].fields.push((name, date.to_owned()));
        }
        true
    }

    /// Without a title, a single top headline that holds everything is the title.
    fn name_by_only_headline(&mut self) {
        let entries = &self.draft.entries;
        let tops = entries.iter().filter(|entry| entry.parent == Some(0)).count();
        let is_name = entries[0].title.is_empty()
            && entries[0].prose.is_empty()
            && tops == 1
            && entries.len() > 2
            && entries[1].shape == Shape::Heading
            && entries[1].mark.is_none();
        if is_name {
            self.draft.take_name();
        }
    }
}

fn is_link_open(line: &str) -> bool {
    line.rfind("[[").is_some_and(|open| !line[open..].contains("]]"))
}

/// The number and the text of a list item.
fn bullet(text: &str, indent: usize) -> Option<(Option<usize>, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = match digits {
        0 if text.starts_with(['-', '+']) || indent > 0 && text.starts_with('*') => &text[1..],
        1..9 => text[digits..].strip_prefix(['.', ')'])?,
        _ => return None,
    };
    (rest.starts_with(' ') || rest.is_empty()).then(|| (text[..digits].parse().ok(), rest.trim()))
}

fn is_drawer(text: &str) -> bool {
    let name = text.strip_prefix(':').and_then(|text| text.strip_suffix(':'));
    name.is_some_and(|name| {
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
    })
}

/// Lines that record what happened to a headline.
fn is_log(text: &str) -> bool {
    text.starts_with("CLOCK:")
        || text.starts_with("- State \"")
        || text.starts_with("- Note taken on")
}

/// The tags at the end of a headline.
fn split_tags(text: &str) -> (&str, String) {
    let trimmed = text.trim_end();
    let Some((before, tags)) = trimmed.rsplit_once([' ', '\t']) else {
        return (text, String::new());
    };
    let is_tag = |c: char| c.is_alphanumeric() || matches!(c, '_' | '@' | '#' | '%' | ':');
    if tags.len() > 2 && tags.starts_with(':') && tags.ends_with(':') && tags.chars().all(is_tag) {
        return (before.trim_end(), tags.trim_matches(':').replace(':', ", "));
    }
    (text, String::new())
}

/// `text` without progress cookies such as `[3/7]` and `[42%]` at its end.
fn without_cookies(text: &str) -> &str {
    let mut text = text.trim_end();
    while let Some(open) = text.strip_suffix(']').and_then(|text| text.rfind('[')) {
        let inside = &text[open + 1..text.len() - 1];
        let is_cookie = inside.contains(['/', '%'])
            && inside.chars().all(|c| c.is_ascii_digit() || matches!(c, '/' | '%'));
        if !is_cookie {
            break;
        }
        text = text[..open].trim_end();
    }
    text
}

/// Reads links, code and emphasis.
fn inline(text: &str) -> Rich {
    let mut parts: Vec<Part> = Vec::new();
    let mut words = String::new();
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        let starts = words.is_empty() || words.ends_with(|c: char| !c.is_alphanumeric());
        if let Some((url, label, after)) = rest.strip_prefix("[[").and_then(link) {
            push_words(&mut parts, &mut words);
            parts.push(Part::LinkStart(url.to_owned()));
            parts.push(Part::Words(label.to_owned()));
            parts.push(Part::LinkEnd);
            rest = after;
        } else if let Some((inside, after)) = marked(rest).filter(|_| starts) {
            if matches!(character, '=' | '~') {
                push_words(&mut parts, &mut words);
                parts.push(Part::Code(inside.to_owned()));
            } else {
                words.push_str(inside);
            }
            rest = after;
        } else {
            words.push(character);
            rest = &rest[character.len_utf8()..];
        }
    }
    push_words(&mut parts, &mut words);
    let is_struck = text.len() > 2 && text.starts_with('+') && text.ends_with('+');
    let struck = if is_struck { text.len() } else { 0 };
    Rich { parts, struck }
}

fn push_words(parts: &mut Vec<Part>, words: &mut String) {
    if !words.is_empty() {
        parts.push(Part::Words(std::mem::take(words)));
    }
}

/// A link of more bytes is none: what opens and never closes must not be searched for again and
/// again.
const LINK_MAX: usize = 2000;

/// The address, the text and the rest behind `[[`.
fn link(text: &str) -> Option<(&str, &str, &str)> {
    let near = &text[..text.floor_char_boundary(LINK_MAX)];
    let inside = &text[..near.find("]]")?];
    let after = &text[inside.len() + 2..];
    let (url, label) = inside.split_once("][").unwrap_or((inside, inside));
    Some((url, label, after))
}

/// What stands between two marks of emphasis or code at the start of `text`, and the rest.
fn marked(text: &str) -> Option<(&str, &str)> {
    let mark = text.chars().next().filter(|c| matches!(c, '*' | '/' | '_' | '=' | '~' | '+'))?;
    let inside = &text[1..];
    let close = inside.get(..200.min(inside.len())).unwrap_or(inside).find(mark)?;
    let (inner, after) = (&inside[..close], &inside[close + 1..]);
    let tight = !inner.is_empty() && inner.trim().len() == inner.len();
    let ends = !after.starts_with(char::is_alphanumeric);
    (tight && ends).then_some((inner, after))
}
