//! Makes the outline of the pieces of a text.
//!
//! In: a text and its pieces. Out: nodes with titles, boxes, blocks and notes, and the mistakes of
//! form. Only the raw text is read here.

use text::TextRange;

use crate::check_box;
use crate::code_span::{self, Span, SpanKind};
use crate::lines::{content_indent, line_break, line_start, rest_of_line, trim};
use crate::outline::{Block, Node, NodeId, NodeKind, Outline, Problem, ProblemKind};
use crate::pieces::Piece;
use crate::token;

/// Builds the outline of `text`, whose pieces are `pieces`. `O(bytes)`.
pub fn outline(text: &str, pieces: &[Piece]) -> Outline {
    let mut builder = Builder {
        text,
        outline: Outline::default(),
        headings: Vec::new(),
        items: Vec::new(),
        previous: Previous::Other,
    };
    // An item has at least three pieces: its start, its text, its end.
    builder.outline.nodes.reserve(pieces.len() / 3 + 1);
    for piece in pieces {
        builder.add(*piece);
    }
    builder.outline
}

/// What stands right before a piece.
#[derive(Clone, Copy, PartialEq)]
enum Previous {
    /// A heading, which may take a block.
    Heading,
    /// The start of an item, whose first paragraph is its head.
    ItemStart,
    Other,
}

struct Builder<'t> {
    text: &'t str,
    outline: Outline,
    /// The open headings with their levels, the highest first.
    headings: Vec<(u8, NodeId)>,
    /// The open items, the outermost first.
    items: Vec<NodeId>,
    previous: Previous,
}

impl Builder<'_> {
    fn add(&mut self, piece: Piece) {
        let previous = std::mem::replace(&mut self.previous, Previous::Other);
        match piece {
            Piece::Heading { level, underlined, range } => self.heading(level, underlined, range),
            Piece::ItemStart(start) => self.item_start(start),
            Piece::ItemEnd => self.item_end(),
            Piece::Paragraph(range) => match previous {
                Previous::ItemStart => self.head(range),
                Previous::Heading => self.under_heading(range),
                Previous::Other => self.prose(range),
            },
            Piece::Code { range, fenced } => {
                if !fenced {
                    let start = line_start(self.text, range.start);
                    self.stray_boxes(TextRange::new(start, range.end));
                }
                self.note(range);
            }
            Piece::Other(range) => self.note(range),
        }
    }

    fn heading(&mut self, level: u8, underlined: bool, range: TextRange) {
        while self.headings.last().is_some_and(|(open, _)| *open >= level) {
            self.headings.pop();
        }
        let title = match underlined {
            true => above_underline(self.text, range),
            false => inside_hashes(self.text, range),
        };
        let parent = self.headings.last().map(|(_, id)| *id);
        let id = self.push(NodeKind::Heading { level }, parent, range, title);
        self.headings.push((level, id));
        self.previous = Previous::Heading;
        for span in code_span::find(self.text, title) {
            let moved = self.moved_under(&span, range);
            self.misplaced(span.kind, span.range, moved);
        }
    }

    /// The text that puts a block at the end of a heading's line into a paragraph under it.
    fn moved_under(&self, span: &Span, heading: TextRange) -> Option<String> {
        let block = match span.kind {
            SpanKind::Block => span.range.of(self.text),
            SpanKind::Bare | SpanKind::Unclosed => span.meant.as_deref()?,
        };
        let line_break = line_break(self.text);
        let next = self.text[heading.end..].lines().nth(1).unwrap_or_default();
        let after = if next.trim().is_empty() { "" } else { line_break };
        (span.range.end == heading.end).then(|| format!("{line_break}{line_break}{block}{after}"))
    }

    /// Reads the paragraph right under a heading, which is its block or prose.
    fn under_heading(&mut self, range: TextRange) {
        let mut spans = code_span::find(self.text, range);
        let first = match spans.first_mut() {
            Some(first) if first.range.start == range.start => first,
            _ => return self.prose(range),
        };
        let alone = first.range == range;
        if alone && first.kind == SpanKind::Block {
            let (_, id) = *self.headings.last().expect("a heading stands right before");
            self.outline.nodes[id.index()].block = Some(block(self.text, range));
        } else if alone {
            self.misplaced(first.kind, range, first.meant.take());
            self.note(range);
        } else if self.text[first.range.end..].starts_with(['\r', '\n']) {
            let apart = format!("{}{}", first.range.of(self.text), line_break(self.text));
            let fix = (first.kind == SpanKind::Block).then_some(apart);
            self.misplaced(first.kind, first.range, fix);
            self.note(range);
        } else {
            self.prose(range);
        }
    }

    fn item_start(&mut self, start: usize) {
        let rest = &self.text[start..];
        let length = check_box::marker_length(rest).expect("an item begins with a marker");
        let marker = TextRange::new(start, start + length);
        let parent = self.items.last().or(self.headings.last().map(|(_, id)| id)).copied();
        let kind = NodeKind::Item { marker, check: None };
        let id = self.push(kind, parent, marker, TextRange::at(marker.end));
        self.items.push(id);
        self.previous = Previous::ItemStart;
    }

    fn item_end(&mut self) {
        let id = self.items.pop().expect("an item that ends has begun");
        let end = self.outline.nodes[id.index()].range.end;
        if let Some(parent) = self.items.last() {
            self.outline.nodes[parent.index()].range.end = end;
        }
    }

    /// Reads the first paragraph of the innermost item.
    fn head(&mut self, range: TextRange) {
        let text = self.text;
        let end = self.stray_boxes(range).unwrap_or(range.end);
        self.extend_item(range);
        let id = *self.items.last().expect("a head is in an item");
        let node = &mut self.outline.nodes[id.index()];
        let mut start = range.start;
        let line = rest_of_line(text, range.start, end);
        if let Some(found) = check_box::read(text, line.start, line.end) {
            let NodeKind::Item { check, .. } = &mut node.kind else { return };
            *check = Some(found.check);
            self.outline.problems.extend(found.problem);
            start = found.end;
        }
        let spans = code_span::find(text, TextRange::new(start, end));
        node.title =
            trim(text, TextRange::new(start, spans.first().map_or(end, |s| s.range.start)));
        let mut first = None;
        let alone = spans.len() == 1;
        for span in spans {
            match span.kind {
                SpanKind::Block if first.is_none() => first = Some(span.range),
                SpanKind::Block => self.problem(ProblemKind::SecondBlock, span.range, None),
                kind => self.misplaced(kind, span.range, span.meant.filter(|_| alone)),
            }
        }
        let Some(range) = first else { return };
        let node = &mut self.outline.nodes[id.index()];
        node.block = Some(block(text, range));
        let note = trim(text, TextRange::new(range.end, end));
        if !note.is_empty() {
            node.notes.push(note);
        }
    }

    /// Reads a paragraph that is no item's first.
    fn prose(&mut self, range: TextRange) {
        let end = self.stray_boxes(range).unwrap_or(range.end);
        self.note(range);
        for span in code_span::find(self.text, TextRange::new(range.start, end)) {
            let block = span.range.of(self.text);
            let named = block.trim_start_matches(['`', '{']).trim_start().starts_with(['#', '@']);
            if named || !self.items.is_empty() {
                let literal = span.kind == SpanKind::Block && !named;
                let fix = literal.then(|| format!("`{block}`"));
                self.misplaced(span.kind, span.range, fix);
            }
        }
    }

    /// Notes that something like a block stands where it is none.
    fn misplaced(&mut self, kind: SpanKind, range: TextRange, fix: Option<String>) {
        let kind = match kind {
            SpanKind::Block => ProblemKind::BlockOutOfPlace,
            SpanKind::Bare => ProblemKind::BareBlock,
            SpanKind::Unclosed => ProblemKind::UnclosedBlock,
        };
        self.problem(kind, range, fix);
    }

    /// Notes the lines of `range` that look like items, and returns where the first one begins.
    fn stray_boxes(&mut self, range: TextRange) -> Option<usize> {
        let text = self.text;
        let marker = match self.items.last().map(|id| self.outline.nodes[id.index()].kind) {
            Some(NodeKind::Item { marker, .. }) => Some(marker),
            _ => None,
        };
        let indent = || marker.map_or(String::new(), |marker| content_indent(text, marker));
        let mut first = None;
        let mut start = range.start;
        while start < range.end {
            let line = rest_of_line(text, start, range.end);
            if let Some(problem) = check_box::in_text(text, line, indent) {
                first.get_or_insert(line.start);
                self.outline.problems.push(problem);
            }
            start = line.end + 1;
        }
        first
    }

    /// Adds `range` to the notes of what it stands in.
    fn note(&mut self, range: TextRange) {
        self.extend_item(range);
        let owner = self.items.last().or(self.headings.last().map(|(_, id)| id)).copied();
        if let Some(id) = owner.filter(|_| !range.is_empty()) {
            self.outline.nodes[id.index()].notes.push(range);
        }
    }

    fn extend_item(&mut self, range: TextRange) {
        if let Some(id) = self.items.last() {
            let item = &mut self.outline.nodes[id.index()].range;
            item.end = item.end.max(range.end);
        }
    }

    fn push(
        &mut self,
        kind: NodeKind,
        parent: Option<NodeId>,
        range: TextRange,
        title: TextRange,
    ) -> NodeId {
        let position = u32::try_from(self.outline.nodes.len()).expect("a text has less than 4 GB");
        self.outline.nodes.push(Node {
            kind,
            parent,
            range,
            title,
            block: None,
            notes: Vec::new(),
        });
        NodeId(position)
    }

    fn problem(&mut self, kind: ProblemKind, range: TextRange, fix: Option<String>) {
        self.outline.problems.push(Problem { kind, range, fix });
    }
}

fn block(text: &str, range: TextRange) -> Block {
    let inner = TextRange::new(range.start + 2, range.end - 2);
    Block { range, inner, tokens: token::read(text, inner) }
}

/// The title of a heading that is underlined.
fn above_underline(text: &str, range: TextRange) -> TextRange {
    let last = range.of(text).rfind(['\n', '\r']).unwrap_or(0);
    trim(text, TextRange::new(range.start, range.start + last))
}

/// The title of a heading that begins, and perhaps ends, with hashes.
fn inside_hashes(text: &str, range: TextRange) -> TextRange {
    let line = range.of(text);
    let opened = line.len() - line.trim_start_matches('#').len();
    let closed = line.trim_end_matches('#');
    let end = if closed.ends_with([' ', '\t']) { closed.len() } else { line.len() };
    trim(text, TextRange::new(range.start + opened, range.start + end.max(opened)))
}
