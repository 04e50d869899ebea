//! A text as a tree of its pieces, which can be rearranged and written again.
//!
//! In: a text and its outline. Out: [`Unit`]s, one for each node and one for each stretch of prose
//! between nodes; their lines and the white space before them are the whole text. The other way,
//! [`write()`] puts [`Piece`]s together: what stands where it stood keeps its bytes, what moved is
//! indented anew. Which pieces there should be is not known here.

use text::TextRange;

use crate::lines::{columns, content_indent, line_break, line_start, rest_of_line};
use crate::outline::{Node, NodeId, NodeKind, Outline};

/// The pieces of one text, in its order; so a parent stands before what is inside it.
#[derive(Clone, Debug)]
pub struct Tree {
    /// The pieces.
    pub units: Vec<Unit>,
    /// The white space after the last one.
    pub tail: TextRange,
}

/// A node without what is nested in it, or prose between nodes.
#[derive(Clone, Debug)]
pub struct Unit {
    /// The node; `None` for prose that follows a nested item, and before the first node.
    pub node: Option<NodeId>,
    /// What it stands in: an item or heading, by its position.
    pub parent: Option<usize>,
    /// What sort of piece.
    pub kind: UnitKind,
    /// The white space between the lines before it and its own.
    pub gap: TextRange,
    /// Its lines, notes included, without the line break at the end.
    pub lines: TextRange,
    /// Where its notes begin: after the block, else after the title.
    pub notes: usize,
    /// The column at which the text inside it begins.
    pub inset: usize,
}

/// The sorts of pieces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnitKind {
    /// A heading, with the prose under it up to the next node.
    Heading,
    /// A list item, with its notes up to the next node.
    Item,
    /// Prose that belongs to an item or heading and stands after something nested in it.
    Prose,
}

/// Takes `text` apart. `None` if an item opens in the line of another one: then lines are no
/// pieces. `O(bytes)`, and the depth of the nesting for each stretch of prose.
#[must_use]
pub fn tree(text: &str, outline: &Outline) -> Option<Tree> {
    let mut reader =
        Reader { text, nodes: &outline.nodes, units: Vec::new(), of: Vec::new(), end: 0 };
    for (index, node) in outline.nodes.iter().enumerate() {
        let start = line_start(text, node.range.start);
        let begins_line = text[start..node.range.start].trim_ascii().is_empty();
        if !begins_line || start < reader.end {
            return None;
        }
        reader.prose(index, start);
        reader.node(index, start);
    }
    reader.prose(outline.nodes.len(), text.len());
    let tail = TextRange::new(reader.end, text.len());
    Some(Tree { units: reader.units, tail })
}

struct Reader<'t> {
    text: &'t str,
    nodes: &'t [Node],
    units: Vec<Unit>,
    /// The unit of each node.
    of: Vec<usize>,
    /// Where the last lines end.
    end: usize,
}

impl Reader<'_> {
    fn node(&mut self, index: usize, start: usize) {
        let (text, node) = (self.text, &self.nodes[index]);
        let next = self.nodes.get(index + 1);
        let next = next.map_or(text.len(), |next| line_start(text, next.range.start)).max(start);
        let (kind, limit, inset) = match node.kind {
            NodeKind::Heading { .. } => (UnitKind::Heading, next, 0),
            NodeKind::Item { marker, .. } => {
                let end = rest_of_line(text, node.range.end, text.len()).end;
                (UnitKind::Item, next.min(end), columns(&content_indent(text, marker)))
            }
        };
        let own = match (&node.block, node.kind) {
            (Some(block), _) => block.range.end,
            (None, NodeKind::Heading { .. }) => node.range.end,
            (None, NodeKind::Item { .. }) => node.title.end,
        };
        let lines = TextRange::new(start, self.last_line(start, limit).max(own));
        self.of.push(self.units.len());
        let parent = node.parent.map(|parent| self.of[parent.index()]);
        let id = NodeId(u32::try_from(index).expect("positions fit: ids are made of them"));
        self.push(Unit {
            node: Some(id),
            parent,
            kind,
            gap: TextRange::new(self.end, start),
            lines,
            notes: own,
            inset,
        });
    }

    /// The prose between what was read last and `limit`, where node `index` begins.
    fn prose(&mut self, index: usize, limit: usize) {
        loop {
            let rest = &self.text[self.end..limit];
            let blank = rest.len() - rest.trim_start_matches(is_blank).len();
            if blank == rest.len() {
                return;
            }
            let start = line_start(self.text, self.end + blank).max(self.end);
            let owner = self.owner(index, start);
            let end = match owner.map(|owner| &self.nodes[owner]) {
                Some(Node { kind: NodeKind::Item { .. }, range, .. }) => {
                    limit.min(rest_of_line(self.text, range.end, self.text.len()).end)
                }
                _ => limit,
            };
            let lines = TextRange::new(start, self.last_line(start, end));
            let parent = owner.map(|owner| self.of[owner]);
            let inset = parent.map_or(0, |parent| self.units[parent].inset);
            let (kind, notes) = (UnitKind::Prose, lines.start);
            let gap = TextRange::new(self.end, start);
            self.push(Unit { node: None, parent, kind, gap, lines, notes, inset });
        }
    }

    /// The innermost node before node `index` that the text at `start` is part of.
    fn owner(&self, index: usize, start: usize) -> Option<usize> {
        let mut owner = index.checked_sub(1);
        while let Some(at) = owner {
            let node = &self.nodes[at];
            if matches!(node.kind, NodeKind::Heading { .. }) || node.range.end > start {
                break;
            }
            owner = node.parent.map(NodeId::index);
        }
        owner
    }

    /// The end of the last line of `start..limit` that is not blank.
    fn last_line(&self, start: usize, limit: usize) -> usize {
        let end = start + self.text[start..limit].trim_end_matches(is_blank).len();
        rest_of_line(self.text, end, limit.max(end)).end
    }

    fn push(&mut self, unit: Unit) {
        self.end = unit.lines.end;
        self.units.push(unit);
    }
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n' | '\u{feff}')
}

/// The lines of a node with all that is in it, wherever they stand: of an item what follows its
/// marker, and further lines as far to the left as they can be; of a heading all of its lines.
///
/// # Panics
/// If `id` is of another outline.
#[must_use]
pub fn content(text: &str, outline: &Outline, id: NodeId) -> String {
    let node = &outline.nodes[id.index()];
    let NodeKind::Item { marker, .. } = node.kind else {
        let end = outline.nodes[id.index() + 1..]
            .iter()
            .find(|later| later.parent.is_none_or(|parent| parent < id))
            .map_or(text.len(), |later| line_start(text, later.range.start));
        return plain_lines(&text[node.range.start..end.max(node.range.start)], 0);
    };
    let width = columns(&content_indent(text, marker));
    plain_lines(&text[marker.end..node.range.end.max(marker.end)], width)
}

/// The notes of a node, those after something nested in it left out: what follows its block (or
/// its title) on the same line, and further lines as far to the left as they can be.
///
/// # Panics
/// If `id` is of another outline.
#[must_use]
pub fn note(text: &str, outline: &Outline, id: NodeId) -> String {
    let node = &outline.nodes[id.index()];
    let next = outline.nodes.get(id.index() + 1);
    let next = next.map_or(text.len(), |next| line_start(text, next.range.start));
    let (start, end, width) = match node.kind {
        NodeKind::Heading { .. } => {
            (node.block.as_ref().map_or(node.range.end, |block| block.range.end), next, 0)
        }
        NodeKind::Item { marker, .. } => {
            let start = node.block.as_ref().map_or(node.title.end, |block| block.range.end);
            (start, next.min(node.range.end), columns(&content_indent(text, marker)))
        }
    };
    plain_lines(&text[start..end.max(start)], width)
}

/// The first line without white space around it, the others without the white space in their
/// first `width` columns, all without blank lines at the end.
fn plain_lines(lines: &str, width: usize) -> String {
    let mut lines = lines.trim_end_matches(is_blank).split('\n');
    let mut plain = lines.next().unwrap_or_default().trim_ascii().to_owned();
    for line in lines {
        plain.push('\n');
        plain.push_str(outdented(line, width).trim_ascii_end());
    }
    plain
}

/// `line` without the white space in its first `width` columns.
fn outdented(line: &str, width: usize) -> &str {
    let mut at = 0;
    for (index, c) in line.char_indices() {
        let next = if c == '\t' { at + 4 - at % 4 } else { at + 1 };
        if !matches!(c, ' ' | '\t') || next > width {
            return &line[index..];
        }
        at = next;
    }
    ""
}

/// A piece of a text to be written.
#[derive(Clone, Debug)]
pub struct Piece {
    /// Its lines as they stand where it comes from.
    pub lines: String,
    /// What sort of piece.
    pub kind: UnitKind,
    /// The column at which the text inside its parent began where it comes from: its lines are
    /// moved by the difference to the parent that it has now.
    pub home: isize,
    /// The column at which the text inside it began there.
    pub inset: isize,
    /// Where in its lines the notes begin.
    pub notes: usize,
    /// The white space before it there, and whether an item stood before it.
    pub gap: (String, bool),
    /// The pieces inside it, in order.
    pub children: Vec<usize>,
}

impl Piece {
    /// The column at which its lines begin where it comes from.
    #[must_use]
    pub fn indent(&self) -> isize {
        let words = self.lines.trim_start_matches([' ', '\t']);
        columns(&self.lines[..self.lines.len() - words.len()]) as isize
    }

    /// The piece that `unit` of `tree` is, without what is inside it.
    #[must_use]
    pub fn of(text: &str, tree: &Tree, unit: usize) -> Self {
        let found = &tree.units[unit];
        let after_item =
            unit.checked_sub(1).is_some_and(|at| tree.units[at].kind == UnitKind::Item);
        Self {
            lines: found.lines.of(text).to_owned(),
            kind: found.kind,
            home: found.parent.map_or(0, |parent| tree.units[parent].inset as isize),
            inset: found.inset as isize,
            notes: found.notes - found.lines.start,
            gap: (found.gap.of(text).to_owned(), after_item),
            children: Vec::new(),
        }
    }
}

/// Writes `pieces` in the order of `roots`, each with what is inside it.
///
/// `gap` says what white space stands before a piece after another (`None`: at the start), where
/// that is known; otherwise it is what stood before the piece where it comes from, if that fits,
/// else what a list or a paragraph needs. `tail` follows the last piece.
#[must_use]
pub fn write(
    pieces: &[Piece],
    roots: &[usize],
    line_break: &str,
    gap: impl Fn(Option<usize>, usize) -> Option<String>,
    tail: &str,
) -> String {
    let mut text = String::new();
    let mut previous: Option<usize> = None;
    let mut open: Vec<(usize, isize)> = roots.iter().rev().map(|root| (*root, 0)).collect();
    while let Some((at, there)) = open.pop() {
        let piece = &pieces[at];
        let before = gap(previous, at).unwrap_or_else(|| {
            usual_gap(previous.map(|previous| &pieces[previous]), piece, line_break)
        });
        text.push_str(&before);
        let there = if piece.kind == UnitKind::Heading { piece.home } else { there };
        push_lines(&mut text, &piece.lines, there - piece.home);
        let inside = piece.inset + there - piece.home;
        open.extend(piece.children.iter().rev().map(|child| (*child, inside)));
        previous = Some(at);
    }
    text.push_str(tail);
    text
}

fn usual_gap(previous: Option<&Piece>, piece: &Piece, line_break: &str) -> String {
    let Some(previous) = previous else { return String::new() };
    let after_item = previous.kind == UnitKind::Item;
    if piece.gap.0.contains('\n') && piece.gap.1 == after_item {
        return piece.gap.0.clone();
    }
    let in_list = after_item && piece.kind == UnitKind::Item;
    line_break.repeat(if in_list { 1 } else { 2 })
}

/// Adds `lines`, moved to the right by so many columns; the marks of an unfinished merge stay.
fn push_lines(text: &mut String, lines: &str, by: isize) {
    if by == 0 {
        text.push_str(lines);
        return;
    }
    for (index, line) in lines.split('\n').enumerate() {
        if index > 0 {
            text.push('\n');
        }
        let words = line.trim_start_matches([' ', '\t']);
        let indent = columns(&line[..line.len() - words.len()]);
        if !words.trim_ascii().is_empty() && !crate::conflict::is_mark(line) {
            text.push_str(&" ".repeat(indent.saturating_add_signed(by)));
        }
        text.push_str(words);
    }
}

/// `head`, the lines of a node up to its notes, with other notes: as [`note`] gives them, `inset`
/// columns from the left. `None` if they begin on the line of a title that no block ends.
#[must_use]
pub fn with_note(head: &str, new: &str, inset: isize, line_break: &str) -> Option<String> {
    let mut lines = new.split('\n');
    let first = lines.next().unwrap_or_default();
    if !first.is_empty() && (!head.ends_with("}`") || head.starts_with(['#', '`'])) {
        return None;
    }
    let mut text = head.to_owned();
    text.push_str(if first.is_empty() { "" } else { " " });
    text.push_str(first);
    for line in lines {
        text.push_str(line_break);
        if !line.is_empty() {
            text.push_str(&" ".repeat(usize::try_from(inset).unwrap_or(0)));
            text.push_str(line);
        }
    }
    Some(text)
}

/// The line break that `text` uses.
#[must_use]
pub fn line_break_of(text: &str) -> &'static str {
    line_break(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse;

    /// Takes `text` apart, compares what the units say, and puts it together again.
    fn check(text: &str, expected: &[(Option<usize>, &str)]) {
        let tree = tree(text, &parse(text)).expect("every item begins its own line");
        let said: Vec<(Option<usize>, &str)> =
            tree.units.iter().map(|unit| (unit.parent, unit.lines.of(text))).collect();
        assert_eq!(said, expected);
        assert_eq!(written_again(text, &tree), text);
    }

    fn written_again(text: &str, tree: &Tree) -> String {
        let mut pieces: Vec<Piece> =
            (0..tree.units.len()).map(|unit| Piece::of(text, tree, unit)).collect();
        let mut roots = Vec::new();
        for (at, unit) in tree.units.iter().enumerate() {
            match unit.parent {
                Some(parent) => pieces[parent].children.push(at),
                None => roots.push(at),
            }
        }
        let gap = |_, at: usize| Some(tree.units[at].gap.of(text).to_owned());
        write(&pieces, &roots, line_break(text), gap, tree.tail.of(text))
    }

    #[test]
    fn a_text_is_the_sum_of_its_pieces() {
        check(
            "\u{feff}Intro\n\n# P\n\n`{start=2026-03-02}`\nmore\n\n- [ ] A\n  note\n  - [ ] B\n\n  of A\n\nof P\n\n## R\n",
            &[
                (None, "Intro"),
                (None, "# P\n\n`{start=2026-03-02}`\nmore"),
                (Some(1), "- [ ] A\n  note"),
                (Some(2), "  - [ ] B"),
                (Some(2), "  of A"),
                (Some(1), "of P"),
                (Some(1), "## R"),
            ],
        );
        check("", &[]);
        check("- a\r\n- b", &[(None, "- a"), (None, "- b")]);
    }

    #[test]
    fn items_in_one_line_are_no_pieces() {
        let text = "- - [ ] A\n";
        assert!(tree(text, &parse(text)).is_none());
    }

    #[test]
    fn what_moves_is_indented_anew() {
        let text = "- A\n  - B\n    note\n\n    more\n- C\n";
        let outline = parse(text);
        let tree = tree(text, &outline).expect("plain");
        let mut pieces: Vec<Piece> =
            (0..tree.units.len()).map(|unit| Piece::of(text, &tree, unit)).collect();
        pieces[2].children.push(1);
        let moved = write(&pieces, &[2, 0], "\n", |_, _| None, "\n");
        assert_eq!(moved, "- C\n  - B\n    note\n\n    more\n- A\n");
        pieces[2].children.clear();
        let moved = write(&pieces, &[0, 1, 2], "\n", |_, _| None, "\n");
        assert_eq!(moved, "- A\n- B\n  note\n\n  more\n- C\n");
    }
}
