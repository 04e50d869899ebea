//! Which lines are headings, items, paragraphs or something else: the block structure.
//!
//! In: a text. Out: a flat list of [`Piece`]s in the order of the text. The structure is comrak's;
//! of its positions only the first byte of a block and the number of its last line are used,
//! because those of inline elements are not exact. What stands in block quotes, tables, code and
//! HTML is prose to a plan and is not looked into.

use comrak::nodes::{AstNode, LineColumn, NodeValue};
use comrak::{Arena, Options, parse_document};
use text::TextRange;

use crate::check_box::marker_length;
use crate::lines::{Lines, rest_of_line, trim};

/// A part of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece {
    /// A heading that is not inside an item.
    Heading {
        /// 1 to 6.
        level: u8,
        /// Whether it is underlined, so that its last line is no text.
        underlined: bool,
        /// Its lines.
        range: TextRange,
    },
    /// The start of an item: where its marker begins.
    ItemStart(usize),
    /// The end of the innermost open item.
    ItemEnd,
    /// A paragraph, or a heading inside an item.
    Paragraph(TextRange),
    /// A code block.
    Code {
        /// Its lines.
        range: TextRange,
        /// Whether it is fenced, else indented.
        fenced: bool,
    },
    /// A quote, a table, HTML or a rule.
    Other(TextRange),
}

/// Finds the pieces of `text`.
pub fn find(text: &str) -> Vec<Piece> {
    let arena = Arena::new();
    let root = parse_document(&arena, text, &options());
    let finder = Finder { text, lines: Lines::new(text) };
    let mut pieces = Vec::new();
    let mut depth = 0usize;
    let mut next = root.first_child();
    while let Some(node) = next {
        let inside = finder.open(node, depth, &mut pieces);
        depth += usize::from(inside == Inside::Item);
        next = node.first_child().filter(|_| inside != Inside::Nothing);
        let mut left = node;
        while next.is_none() && !left.same_node(root) {
            if matches!(left.data().value, NodeValue::Item(_)) {
                pieces.push(Piece::ItemEnd);
                depth -= 1;
            }
            next = left.next_sibling();
            left = left.parent().expect("only the root has no parent");
        }
    }
    pieces
}

fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.table = true;
    options
}

#[derive(PartialEq)]
enum Inside {
    List,
    Item,
    Nothing,
}

struct Finder<'t> {
    text: &'t str,
    lines: Lines,
}

impl Finder<'_> {
    /// Notes `node`, `depth` items deep, and says what is to be looked for inside it.
    fn open<'a>(&self, node: &'a AstNode<'a>, depth: usize, pieces: &mut Vec<Piece>) -> Inside {
        let data = node.data();
        let start = self.offset(data.sourcepos.start);
        let range = self.until_line(start, data.sourcepos.end.line);
        match &data.value {
            NodeValue::List(_) => return Inside::List,
            NodeValue::Item(_) => {
                pieces.push(Piece::ItemStart(start));
                let line = data.sourcepos.start.line;
                if node.first_child().is_none_or(|child| child.data().sourcepos.start.line > line) {
                    pieces.extend(self.definition(start).map(Piece::Paragraph));
                }
                return Inside::Item;
            }
            NodeValue::Heading(heading) if depth == 0 => pieces.push(Piece::Heading {
                level: heading.level,
                underlined: heading.setext,
                range,
            }),
            NodeValue::Heading(heading) if heading.setext => {
                let last = data.sourcepos.end.line;
                pieces.push(Piece::Paragraph(self.until_line(start, last.saturating_sub(1))));
            }
            NodeValue::Paragraph | NodeValue::Heading(_) => pieces.push(Piece::Paragraph(range)),
            NodeValue::CodeBlock(code) => pieces.push(Piece::Code { range, fenced: code.fenced }),
            _ => pieces.push(Piece::Other(range)),
        }
        Inside::Nothing
    }

    /// The text on the line of the item at `start`, which comrak took away because it defines a
    /// link, as in `- [x]: done`.
    fn definition(&self, start: usize) -> Option<TextRange> {
        let line = rest_of_line(self.text, start, self.text.len());
        let marker = marker_length(line.of(self.text))?;
        let rest = trim(self.text, TextRange::new(start + marker, line.end));
        (!rest.is_empty()).then_some(rest)
    }

    fn offset(&self, at: LineColumn) -> usize {
        let offset = self.lines.start(at.line) + at.column.saturating_sub(1);
        offset.min(self.text.len())
    }

    /// From `start` to the end of line `last`, trimmed.
    fn until_line(&self, start: usize, last: usize) -> TextRange {
        trim(self.text, TextRange::new(start, self.lines.start(last + 1).max(start)))
    }
}
