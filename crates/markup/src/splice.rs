//! The smallest changes of a plan's text, one for each thing that can happen to a node.
//!
//! In: a text, and what its outline says about it. Out: [`Splice`]s that touch no byte but those
//! of the change itself. Nothing is applied here, and what a token means is not known here: a
//! caller applies the splices, parses again and compares.

use text::{FileId, TextEdit, TextRange};

use crate::code_span::{self, SpanKind};
use crate::lines::{blank_copy, content_indent, line_break, line_start, padding, rest_of_line};
use crate::outline::{Node, NodeId, NodeKind, Outline, Token};

/// What goes and what comes instead, in one text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Splice {
    /// What goes.
    pub range: TextRange,
    /// What comes instead.
    pub text: String,
}

impl Splice {
    /// The edit that does this in `file`.
    #[must_use]
    pub fn in_file(self, file: FileId) -> TextEdit {
        TextEdit { file, range: self.range, text: self.text }
    }

    fn insert(offset: usize, text: String) -> Self {
        Self { range: TextRange::at(offset), text }
    }

    fn remove(range: TextRange) -> Self {
        Self { range, text: String::new() }
    }
}

/// Ticks the box of `node`; `None` if it has none.
#[must_use]
pub fn tick(node: &Node) -> Option<Splice> {
    mark(node, "x")
}

/// Takes the tick from the box of `node`; `None` if it has no box.
#[must_use]
pub fn untick(node: &Node) -> Option<Splice> {
    mark(node, " ")
}

/// Writes a ticked box before the title of `node`; `None` if it has one, or is no item with a title.
#[must_use]
pub fn add_ticked_box(node: &Node) -> Option<Splice> {
    let NodeKind::Item { check: None, .. } = node.kind else { return None };
    let has_title = node.title.start < node.title.end;
    has_title.then(|| Splice::insert(node.title.start, "[x] ".to_owned()))
}

fn mark(node: &Node, mark: &str) -> Option<Splice> {
    let NodeKind::Item { check, .. } = node.kind else { return None };
    Some(Splice { range: check?.mark, text: mark.to_owned() })
}

/// Adds `token` at the end of the block of `node`, or adds a block if `node` has none: right after
/// an item's title, or as a paragraph under a heading.
///
/// `None` if there is no place for a block: an item that begins with something else than text, or
/// a title with a stray backtick.
#[must_use]
pub fn append_token(text: &str, node: &Node, token: &str) -> Option<Splice> {
    let Some(block) = &node.block else { return add_block(text, node, token) };
    Some(match block.tokens.last() {
        Some(last) => Splice::insert(last.range.end, format!(" {token}")),
        None => Splice { range: block.inner, text: token.to_owned() },
    })
}

fn add_block(text: &str, node: &Node, token: &str) -> Option<Splice> {
    if let NodeKind::Heading { .. } = node.kind {
        let line = line_break(text);
        let next = text[node.range.end..].lines().nth(1).unwrap_or_default();
        let after = if next.trim_ascii().is_empty() { "" } else { line };
        return Some(Splice::insert(node.range.end, format!("{line}{line}`{{{token}}}`{after}")));
    }
    let after = rest_of_line(text, node.title.end, text.len());
    if !after.of(text).trim_ascii().is_empty() {
        return None;
    }
    let head = format!("{} `{{{token}}}`", node.title.of(text));
    let spans = code_span::find(&head, TextRange::new(0, head.len()));
    let alone = spans.len() == 1 && spans[0].kind == SpanKind::Block;
    alone.then(|| Splice::insert(node.title.end, head[node.title.len()..].to_owned()))
}

/// Puts `new` in the place of `token`.
#[must_use]
pub fn replace_token(token: &Token, new: &str) -> Splice {
    Splice { range: token.range, text: new.to_owned() }
}

/// Removes the tokens of `node` whose positions are in `which`, each with the space before it, or
/// at the start of the block the space after it.
///
/// A block that has no token left goes too, with the space before it, unless a note follows it in
/// its paragraph: that would become part of the title, so an empty block stays.
#[must_use]
pub fn remove_tokens(text: &str, node: &Node, which: &[usize]) -> Vec<Splice> {
    let Some(block) = &node.block else { return Vec::new() };
    let stays = |position: &usize| !which.contains(position);
    let Some(first) = (0..block.tokens.len()).find(stays) else {
        return vec![remove_block(text, node, block.range, block.inner)];
    };
    let mut splices = Vec::new();
    if first > 0 {
        let start = block.tokens[0].range.start;
        splices.push(Splice::remove(TextRange::new(start, block.tokens[first].range.start)));
    }
    for position in (first..block.tokens.len()).filter(|position| !stays(position)) {
        let start = block.tokens[position - 1].range.end;
        splices.push(Splice::remove(TextRange::new(start, block.tokens[position].range.end)));
    }
    splices
}

fn remove_block(text: &str, node: &Node, block: TextRange, inner: TextRange) -> Splice {
    let before = text[..block.start].trim_ascii_end().len();
    if let NodeKind::Heading { .. } = node.kind {
        return Splice::remove(TextRange::new(before, block.end));
    }
    let note = node.notes.first().map(|note| &text[block.end..note.start]);
    if note.is_some_and(|between| between.matches('\n').count() < 2) {
        return Splice::remove(inner);
    }
    Splice::remove(TextRange::new(before, block.end))
}

/// Inserts an item after the item `neighbor` and all that is nested in it.
///
/// `content` is what follows the marker, `[ ] Title` for example; further lines of it become notes.
/// Marker, indentation, line break and a blank line between items are the neighbor's; a number
/// counts on. `None` if `neighbor` is a heading.
#[must_use]
pub fn insert_after(
    text: &str,
    outline: &Outline,
    neighbor: NodeId,
    content: &str,
) -> Option<Splice> {
    let node = outline.nodes.get(neighbor.index())?;
    let NodeKind::Item { marker, .. } = node.kind else { return None };
    let sibling = nearest_sibling(text, outline, neighbor);
    let line = Line {
        indent: blank_copy(&text[line_start(text, marker.start)..marker.start]),
        marker: next_marker(text, marker, sibling.map(|sibling| sibling.0)),
        padding: padding(text, marker).to_owned(),
    };
    let gap = sibling.is_some_and(|(_, between)| has_blank_line(between.of(text)));
    Some(insert(text, outline, node.range.end, &line.with(text, content, gap)))
}

/// Inserts an item as the last one inside the item `parent`, like the items there; the first one
/// is indented to where the parent's text begins. `None` if `parent` is a heading.
#[must_use]
pub fn insert_last_child(
    text: &str,
    outline: &Outline,
    parent: NodeId,
    content: &str,
) -> Option<Splice> {
    if let Some(last) = last_item_in(outline, parent) {
        return insert_after(text, outline, last, content);
    }
    let node = outline.nodes.get(parent.index())?;
    let NodeKind::Item { marker, .. } = node.kind else { return None };
    let indent = content_indent(text, marker);
    let written = marker.of(text);
    let marker = match written.strip_prefix(|c: char| c.is_ascii_digit()) {
        Some(_) => format!("1{}", &written[written.len() - 1..]),
        None => written.to_owned(),
    };
    let line = Line { indent, marker, padding: " ".to_owned() };
    let after_html = node.notes.last().is_some_and(|note| note.of(text).starts_with('<'));
    Some(insert(text, outline, node.range.end, &line.with(text, content, after_html)))
}

/// Inserts an item as the last one right under `heading`, like the items there; the first one
/// stands after the heading's prose, with the bullet of the text's first list. `None` if `heading`
/// is an item.
#[must_use]
pub fn insert_under_heading(
    text: &str,
    outline: &Outline,
    heading: NodeId,
    content: &str,
) -> Option<Splice> {
    let node = outline.nodes.get(heading.index())?;
    let NodeKind::Heading { .. } = node.kind else { return None };
    if let Some(last) = last_item_in(outline, heading) {
        return insert_after(text, outline, last, content);
    }
    let mut bullets = outline.nodes.iter().filter_map(|node| match node.kind {
        NodeKind::Item { marker, .. } => Some(marker.of(text)),
        NodeKind::Heading { .. } => None,
    });
    let marker = bullets.find(|marker| marker.len() == 1).unwrap_or("-").to_owned();
    let line = Line { indent: String::new(), marker, padding: " ".to_owned() };
    let block = node.block.as_ref().map_or(node.range.end, |block| block.range.end);
    let end = node.notes.last().map_or(block, |note| note.end.max(block));
    Some(insert(text, outline, end, &line.with(text, content, true)))
}

/// How the line of a new item begins.
struct Line {
    indent: String,
    marker: String,
    padding: String,
}

impl Line {
    /// The lines of the item, with the line break before them.
    fn with(&self, text: &str, content: &str, gap: bool) -> String {
        let line_break = line_break(text);
        let deeper = blank_copy(&format!("{}{}{}", self.indent, self.marker, self.padding));
        let mut lines = content.lines();
        let first = lines.next().unwrap_or_default();
        let gap = if gap { line_break } else { "" };
        let mut result =
            format!("{gap}{line_break}{}{}{}{first}", self.indent, self.marker, self.padding);
        for line in lines {
            result.push_str(line_break);
            if !line.is_empty() {
                result.push_str(&deeper);
                result.push_str(line);
            }
        }
        result
    }
}

/// Inserts `lines` at `end`, where a line ends; a blank line follows if the next line would
/// otherwise be read as text of the new item.
fn insert(text: &str, outline: &Outline, end: usize, lines: &str) -> Splice {
    let end = rest_of_line(text, end, text.len()).end;
    let next = end + (text[end..].len() - text[end..].trim_start_matches(['\r', '\n']).len());
    let next_line = rest_of_line(text, next, text.len());
    let blank =
        text[end..next].matches('\n').count() > 1 || next_line.of(text).trim_ascii().is_empty();
    let start = next + (next_line.len() - next_line.of(text).trim_ascii_start().len());
    let position = outline.nodes.partition_point(|node| node.range.start < start);
    let opens_node = outline.nodes.get(position).is_some_and(|node| {
        let underlined =
            matches!(node.kind, NodeKind::Heading { .. }) && !text[start..].starts_with('#');
        node.range.start == start && !underlined
    });
    let after = if blank || opens_node { "" } else { line_break(text) };
    Splice::insert(end, format!("{lines}{after}"))
}

/// The marker after `marker`: a bullet stays, a number counts on unless the list repeats it.
fn next_marker(text: &str, marker: TextRange, sibling: Option<TextRange>) -> String {
    let written = marker.of(text);
    let digits = written.len() - 1;
    let repeats = sibling.is_some_and(|sibling| sibling.of(text) == written);
    match written[..digits].parse::<u32>() {
        Ok(number) if !repeats => {
            format!("{}{}", (number + 1).min(999_999_999), &written[digits..])
        }
        _ => written.to_owned(),
    }
}

/// The marker of the item before `id` in its list, else of the one after it, and what is between.
fn nearest_sibling(text: &str, outline: &Outline, id: NodeId) -> Option<(TextRange, TextRange)> {
    let node = &outline.nodes[id.index()];
    let sibling =
        |other: &&Node| other.parent == node.parent && matches!(other.kind, NodeKind::Item { .. });
    let before = outline.nodes[..id.index()].iter().rev().find(sibling);
    let after = || outline.nodes[id.index() + 1..].iter().find(sibling);
    let (earlier, later, other) = match before {
        Some(before) => (before, node, before),
        None => after().map(|after| (node, after, after))?,
    };
    let NodeKind::Item { marker, .. } = other.kind else { return None };
    let between = TextRange::new(earlier.range.end, later.range.start);
    between.of(text).trim_ascii().is_empty().then_some((marker, between))
}

fn last_item_in(outline: &Outline, parent: NodeId) -> Option<NodeId> {
    let is_item =
        |node: &Node| node.parent == Some(parent) && matches!(node.kind, NodeKind::Item { .. });
    let position = outline.nodes.iter().rposition(is_item)?;
    Some(NodeId(u32::try_from(position).expect("positions fit: ids are made of them")))
}

fn has_blank_line(between: &str) -> bool {
    between.matches('\n').count() > 1
}
