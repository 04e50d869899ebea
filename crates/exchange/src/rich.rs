//! The text of a line: words, code and links, and how to write them so that they mean nothing else
//! in a plan.
//!
//! In: inline Markdown, or words that are meant literally. Out: one line of Markdown that a plan
//! reads as the same words: no block, no box, no HTML.

use comrak::nodes::{AstNode, NodeValue};
use comrak::{Arena, Options, parse_document};
use std::fmt::Write as _;

/// A run of text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rich {
    /// Its parts, in order.
    pub parts: Vec<Part>,
    /// How many of its letters are struck out.
    pub struck: usize,
}

/// A part of a text.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// Words, literally.
    Words(String),
    /// Code.
    Code(String),
    /// A link begins; it ends at the next [`Part::LinkEnd`].
    LinkStart(String),
    /// The link that is open ends.
    LinkEnd,
    /// An image, by its text: a badge such as "Help wanted".
    Badge(String),
}

impl Rich {
    /// Words that are meant literally.
    pub fn literal(words: &str) -> Self {
        Self { parts: vec![Part::Words(words.to_owned())], struck: 0 }
    }

    /// Reads one line of inline Markdown. `O(bytes)`.
    pub fn from_markdown(line: &str) -> Self {
        if !line.contains(['`', '*', '_', '<', '[', '&', '\\', '~', '!', ':', '@']) {
            return Self::literal(line);
        }
        // Behind a word nothing is a heading, a list or a rule.
        let guarded = format!("x {}", line.replace(['\n', '\r'], " "));
        let arena = Arena::new();
        let root = parse_document(&arena, &guarded, &options());
        let Some(paragraph) = root.first_child() else { return Self::literal(line) };
        let mut rich = Self::from_inlines(paragraph);
        if let Some(Part::Words(first)) = rich.parts.first_mut() {
            *first =
                first.strip_prefix("x ").or(first.strip_prefix('x')).unwrap_or(first).to_owned();
        }
        rich
    }

    /// Reads the inline children of a paragraph, heading or cell.
    pub fn from_inlines<'a>(node: &'a AstNode<'a>) -> Self {
        let mut parts = Vec::new();
        for edge in node.traverse() {
            match edge {
                comrak::arena_tree::NodeEdge::Start(node) => open(node, &mut parts),
                comrak::arena_tree::NodeEdge::End(node) => close(node, &mut parts),
            }
        }
        Self { parts: badges(merged(parts)), struck: struck_letters(node) }
    }

    /// Whether all of its letters are struck out.
    pub fn is_struck(&self) -> bool {
        let letters = |part: &Part| match part {
            Part::Words(words) | Part::Code(words) => visible(words),
            _ => 0,
        };
        self.struck > 0 && self.struck >= self.parts.iter().map(letters).sum()
    }

    /// The text with links as plain words: what a title is made of.
    pub fn plain(&self) -> String {
        self.write(|_, _| {})
    }

    /// The text with its links.
    pub fn linked(&self) -> String {
        self.write(|out, end| match end {
            Some(url) => {
                let _ = write!(out, "]({})", safe_url(url));
            }
            None => out.push('['),
        })
    }

    /// The links alone, those left out whose text is the address itself or whose target is a place
    /// in the same document.
    pub fn links(&self) -> Vec<String> {
        let mut links = Vec::new();
        let mut open: Option<(&str, Vec<Part>)> = None;
        for part in &self.parts {
            match (part, &mut open) {
                (Part::LinkStart(url), _) => open = Some((url, Vec::new())),
                (Part::LinkEnd, _) => {
                    let Some((url, parts)) = open.take() else { continue };
                    let inside = Rich { parts, struck: 0 };
                    let text = inside.plain();
                    let is_target = !url.is_empty() && !url.starts_with('#') && !text.is_empty();
                    if is_target && !is_address(&inside.words(), url) {
                        links.push(format!("[{}]({})", escape_brackets(&text), safe_url(url)));
                    }
                }
                (part, Some((_, parts))) => parts.push(part.clone()),
                _ => {}
            }
        }
        links
    }

    /// The text on one line, parts and all.
    pub fn on_one_line(mut self) -> Self {
        for part in &mut self.parts {
            if let Part::Words(words) = part
                && words.contains('\n')
            {
                *words = words.replace('\n', " ");
            }
        }
        self
    }

    /// Its lines, if each of them is a label, a colon and a value; else all of it.
    pub fn labeled_lines(&self) -> Vec<Self> {
        let mut lines = vec![Self::default()];
        for part in &self.parts {
            let Part::Words(words) = part else {
                lines.last_mut().expect("there is a line").parts.push(part.clone());
                continue;
            };
            for (index, piece) in words.split('\n').enumerate() {
                if index > 0 {
                    lines.push(Self::default());
                }
                let line = lines.last_mut().expect("there is a line");
                line.parts.push(Part::Words(piece.to_owned()));
            }
        }
        let is_labeled = |line: &Self| {
            let words = line.words();
            let label = words.split_once(':').map_or("", |(label, _)| label);
            !label.is_empty() && label.split_whitespace().count() <= 3
        };
        let all = lines.iter().all(is_labeled);
        if all { lines } else { vec![self.clone()] }
    }

    /// The texts of its images.
    pub fn badges(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Badge(text) => Some(text.as_str()),
            _ => None,
        })
    }

    /// Whether there is nothing to read in it.
    pub fn is_empty(&self) -> bool {
        self.parts.iter().all(|part| match part {
            Part::Words(words) => words.trim().is_empty(),
            Part::Code(_) | Part::Badge(_) => false,
            Part::LinkStart(_) | Part::LinkEnd => true,
        })
    }

    /// The single link that is all of it, if there is one.
    pub fn only_link(&self) -> Option<&str> {
        let mut links = self.parts.iter().filter_map(|part| match part {
            Part::LinkStart(url) => Some(url.as_str()),
            _ => None,
        });
        let first = self.parts.first();
        let whole = matches!(first, Some(Part::LinkStart(_)))
            && matches!(self.parts.last(), Some(Part::LinkEnd));
        links.next().filter(|_| whole && links.next().is_none())
    }

    /// Writes the parts; `link` writes the start (`None`) and the end of a link worth keeping.
    fn write(&self, link: impl Fn(&mut String, Option<&str>)) -> String {
        let mut out = String::new();
        let mut open: Option<&str> = None;
        let mut in_address = false;
        for (index, part) in self.parts.iter().enumerate() {
            match part {
                Part::Words(words) if in_address => out.push_str(&safe_url(words)),
                Part::Words(words) => escape_words(words, &mut out),
                Part::Code(code) => write_code(code, &mut out),
                Part::LinkStart(url) if self.is_kept(index, url) => {
                    open = Some(url);
                    link(&mut out, None);
                }
                Part::LinkStart(url) => in_address = is_address(&self.link_text(index), url),
                Part::LinkEnd => {
                    in_address = false;
                    if let Some(url) = open.take() {
                        link(&mut out, Some(url));
                    }
                }
                Part::Badge(_) => {}
            }
        }
        one_line(&out)
    }

    /// The words of the link that starts at `start`, as they are.
    fn link_text(&self, start: usize) -> String {
        let inside = self.parts[start + 1..].iter().take_while(|part| **part != Part::LinkEnd);
        Rich { parts: inside.cloned().collect(), struck: 0 }.words()
    }

    /// The words as they are, nothing hidden.
    pub fn words(&self) -> String {
        let words = |part: &Part| match part {
            Part::Words(words) | Part::Code(words) => words.clone(),
            _ => String::new(),
        };
        self.parts.iter().map(words).collect()
    }

    fn is_kept(&self, start: usize, url: &str) -> bool {
        let text = self.link_text(start);
        let readable = !text.trim().is_empty() && !text.contains(['[', ']']);
        readable && !url.is_empty() && !url.starts_with('#') && !is_address(&text, url)
    }
}

/// How inline Markdown is read: as on GitHub.
pub fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.autolink = true;
    options
}

/// `text` on one line: every run of white space and control characters is one space.
pub fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for character in text.chars() {
        if is_space(character) {
            if !line.is_empty() && !line.ends_with(' ') {
                line.push(' ');
            }
        } else {
            line.push(character);
        }
    }
    line.truncate(line.trim_end().len());
    line
}

/// Whether `character` is only a space to a plan.
fn is_space(character: char) -> bool {
    character.is_whitespace() || character.is_control() || character == '\u{feff}'
}

/// `line` with what would begin a list, a heading or another block at its start hidden.
pub fn guard_start(line: &str) -> String {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 && line[digits..].starts_with(['.', ')']) && begins(&line[digits + 1..]) {
        return format!("{}\\{}", &line[..digits], &line[digits..]);
    }
    let rest = line.get(1..).unwrap_or_default();
    let hide = match line.bytes().next() {
        Some(b'>' | b'|') => true,
        Some(b'#') => begins(line.trim_start_matches('#')),
        Some(b'-' | b'+' | b'*') => begins(rest) || rest.starts_with(['-', '*']),
        Some(b'=') => line.trim_matches('=').is_empty(),
        Some(b'~') => line.starts_with("~~~"),
        Some(b':') => rest.starts_with('-'),
        // What looks like a box would make a remark in a list a task.
        Some(b'[') => rest
            .split_once(']')
            .is_some_and(|(inside, after)| inside.chars().count() < 4 && !after.starts_with('(')),
        _ => line.starts_with("<<<<<<<"),
    };
    if hide { format!("\\{line}") } else { line.to_owned() }
}

/// Whether `rest` stands behind a mark as the text of a list item or heading does.
fn begins(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with([' ', '['])
}

/// How many letters of `node` are struck out.
fn struck_letters<'a>(node: &'a AstNode<'a>) -> usize {
    let (mut struck, mut depth) = (0, 0_usize);
    for edge in node.traverse() {
        match edge {
            comrak::arena_tree::NodeEdge::Start(node) => match &node.data().value {
                NodeValue::Strikethrough => depth += 1,
                NodeValue::Text(text) if depth > 0 => struck += visible(text),
                NodeValue::Code(code) if depth > 0 => struck += visible(&code.literal),
                _ => {}
            },
            comrak::arena_tree::NodeEdge::End(node) => {
                if matches!(node.data().value, NodeValue::Strikethrough) {
                    depth -= 1;
                }
            }
        }
    }
    struck
}

fn open<'a>(node: &'a AstNode<'a>, parts: &mut Vec<Part>) {
    match &node.data().value {
        NodeValue::Text(text) => parts.push(Part::Words(text.clone().into_owned())),
        NodeValue::Code(code) => parts.push(Part::Code(code.literal.clone())),
        NodeValue::SoftBreak | NodeValue::LineBreak => parts.push(Part::Words("\n".to_owned())),
        NodeValue::HtmlInline(tag) if tag.to_ascii_lowercase().starts_with("<br") => {
            parts.push(Part::Words("\n".to_owned()));
        }
        NodeValue::Link(link) => parts.push(Part::LinkStart(link.url.clone())),
        NodeValue::Image(_) => parts.push(Part::Badge(String::new())),
        _ => {}
    }
}

fn close<'a>(node: &'a AstNode<'a>, parts: &mut Vec<Part>) {
    match &node.data().value {
        NodeValue::Link(_) => parts.push(Part::LinkEnd),
        NodeValue::Image(_) => {
            let start = parts.iter().rposition(|part| matches!(part, Part::Badge(_)));
            let start = start.expect("an image that ends has begun");
            let inside = Rich { parts: parts.split_off(start + 1), struck: 0 };
            parts[start] = Part::Badge(inside.plain());
        }
        _ => {}
    }
}

/// Neighboring words as one part.
fn merged(parts: Vec<Part>) -> Vec<Part> {
    let mut merged: Vec<Part> = Vec::with_capacity(parts.len());
    for part in parts {
        match (merged.last_mut(), part) {
            (Some(Part::Words(before)), Part::Words(words)) => before.push_str(&words),
            (_, part) => merged.push(part),
        }
    }
    merged
}

/// Finds images whose address is defined elsewhere, as in `![Help wanted][]`.
fn badges(parts: Vec<Part>) -> Vec<Part> {
    let mut found = Vec::with_capacity(parts.len());
    for part in parts {
        let Part::Words(words) = &part else {
            found.push(part);
            continue;
        };
        let mut rest = words.as_str();
        while let Some((before, label, after)) = split_badge(rest) {
            found.push(Part::Words(before.to_owned()));
            found.push(Part::Badge(label.to_owned()));
            rest = after;
        }
        if !rest.is_empty() {
            found.push(Part::Words(rest.to_owned()));
        }
    }
    found
}

fn split_badge(words: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = words.split_once("![")?;
    let (label, after) = rest.split_once("][]")?;
    (!label.contains(['[', ']'])).then_some((before, label, after))
}

fn visible(text: &str) -> usize {
    text.chars().filter(|character| character.is_alphanumeric()).count()
}

/// Whether a link's text is only its address.
fn is_address(text: &str, url: &str) -> bool {
    let bare = |text: &str| {
        let text = text.trim_start_matches("https://").trim_start_matches("http://");
        text.trim_start_matches("mailto:").trim_end_matches('/').to_owned()
    };
    bare(text) == bare(url)
}

fn safe_url(url: &str) -> String {
    let mut safe = String::with_capacity(url.len());
    for character in url.chars() {
        match character {
            ' ' | '(' | ')' | '<' | '>' | '`' | '{' | '}' | '\\' => {
                let _ = write!(safe, "%{:02X}", u32::from(character));
            }
            _ if character.is_control() || character.is_whitespace() => {}
            _ => safe.push(character),
        }
    }
    safe
}

fn escape_brackets(text: &str) -> String {
    text.replace('[', "\\[").replace(']', "\\]")
}

/// Writes code so that it is neither a block nor something unclosed that looks like one.
fn write_code(code: &str, out: &mut String) {
    let code = one_line(code);
    if code.is_empty() {
        return;
    }
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let least = if code.starts_with('{') { 2 } else { 1 };
    let length = (1..).find(|n| *n >= least && !has_run(&code, *n)).unwrap_or(longest + 1);
    let fence = "`".repeat(length);
    let pad = if code.starts_with('`') || code.ends_with('`') { " " } else { "" };
    let _ = write!(out, "{fence}{pad}{code}{pad}{fence}");
}

fn has_run(code: &str, length: usize) -> bool {
    code.split(|c| c != '`').any(|run| run.len() == length)
}

/// Writes words so that Markdown reads them as the same words.
fn escape_words(words: &str, out: &mut String) {
    let tildes = words.matches('~').count() > 1;
    let mut before = out.chars().next_back().unwrap_or(' ');
    let mut characters = words.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let next = characters.peek().map_or(' ', |(_, next)| *next);
        let last = characters.peek().is_none();
        let touches = !is_space(before) || !is_space(next);
        let hide = match character {
            '\\' => next.is_ascii_punctuation() || last,
            '`' => true,
            '{' => matches!(next, '#' | '@') || last,
            '<' => next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?') || last,
            '&' => is_entity(&words[at..]),
            '*' => touches,
            '_' => touches && !(before.is_alphanumeric() && next.is_alphanumeric()),
            '~' => tildes,
            '!' => next == '[',
            ']' => matches!(next, '(' | ':'),
            _ => false,
        };
        if hide {
            out.push('\\');
        }
        out.push(character);
        before = character;
    }
}

fn is_entity(text: &str) -> bool {
    let name = text[1..].split(';').next().unwrap_or_default();
    let is_name = name.len() < 33 && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'#');
    !name.is_empty() && is_name && text.len() > name.len() + 1
}
