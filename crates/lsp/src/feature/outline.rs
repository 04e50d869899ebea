//! The shape of a document: its headings and items, what can be folded, and its one spelling.

use markup::{Node, NodeId, NodeKind, TokenKind};
use plan::table::Kind;
use text::{FileId, TextEdit, TextRange};
use workbench::arrange;

use crate::answer::{Answer, Symbol, SymbolSort};
use crate::workspace::Reading;

/// Deeper lists are shown at this depth: editors and messages have limits of their own.
const DEPTH_MAX: usize = 24;

/// The headings and items of `file`.
#[must_use]
pub fn outline(reading: &Reading, file: FileId) -> Answer {
    let Some(outline) = reading.snapshot.outlines.get(file.index()) else {
        return Answer::Outline(Vec::new());
    };
    let ends = ends(&outline.nodes);
    let mut depths: Vec<usize> = Vec::with_capacity(outline.nodes.len());
    let mut symbols = Vec::new();
    for (index, node) in outline.nodes.iter().enumerate() {
        let around = node.parent.map_or(0, |parent| depths[parent.index()]);
        let is_heading = matches!(node.kind, NodeKind::Heading { .. });
        if !is_heading && !node.is_plan_item() {
            depths.push(around);
            continue;
        }
        depths.push(around + 1);
        let kind = reading.items.get(&(file, NodeId(index as u32))).map(|item| item.kind());
        let text = reading.text(file);
        let title = node.title.of(text).trim();
        symbols.push(Symbol {
            name: if title.is_empty() { "(no title)".to_owned() } else { title.to_owned() },
            detail: detail(text, node),
            sort: sort(kind),
            range: TextRange::new(node.range.start, ends[index]),
            title: node.title,
            depth: around.min(DEPTH_MAX),
        });
    }
    Answer::Outline(symbols)
}

/// Everything of `file` that has something under it.
#[must_use]
pub fn folds(reading: &Reading, file: FileId) -> Answer {
    let outline = reading.snapshot.outlines.get(file.index());
    let nodes = outline.map_or(&[][..], |outline| &outline.nodes);
    let text = reading.text(file);
    let ends = ends(nodes);
    let folds = nodes.iter().zip(ends).map(|(node, end)| {
        let content = text[node.range.start..end].trim_end().len();
        TextRange::new(node.range.start, node.range.start + content)
    });
    Answer::Folds(folds.collect())
}

/// Brings `file` to its one spelling; the other files stay as they are.
#[must_use]
pub fn format(reading: &Reading, file: FileId) -> Answer {
    match arrange(&reading.snapshot) {
        Ok(Some(applied)) => {
            let own = applied.edits.into_iter().filter(|edit: &TextEdit| edit.file == file);
            Answer::Formatted(own.collect())
        }
        Ok(None) => Answer::Formatted(Vec::new()),
        Err(refused) => Answer::Refused(refused.to_string()),
    }
}

/// Where each node ends: an item with what is under it, a heading before the next one that is as high.
fn ends(nodes: &[Node]) -> Vec<usize> {
    let mut ends: Vec<usize> = nodes.iter().map(|node| node.range.end).collect();
    for (index, node) in nodes.iter().enumerate() {
        let notes = node.notes.iter().map(|note| note.end);
        let block = node.block.iter().map(|block| block.range.end);
        ends[index] = notes.chain(block).fold(ends[index], usize::max);
    }
    for index in (0..nodes.len()).rev() {
        if let Some(parent) = nodes[index].parent {
            ends[parent.index()] = ends[parent.index()].max(ends[index]);
        }
    }
    ends
}

fn detail(text: &str, node: &Node) -> String {
    let tokens = node.block.iter().flat_map(|block| &block.tokens);
    let shown = tokens.filter(|token| {
        matches!(token.kind, TokenKind::Id(_) | TokenKind::Who(_) | TokenKind::Estimate)
    });
    shown.map(|token| token.range.of(text)).collect::<Vec<_>>().join(" ")
}

fn sort(kind: Option<Kind>) -> SymbolSort {
    match kind {
        None => SymbolSort::Section,
        Some(Kind::Plan) => SymbolSort::Plan,
        Some(Kind::Task) => SymbolSort::Task,
        Some(Kind::Milestone | Kind::Goal | Kind::Feature) => SymbolSort::Aim,
        Some(Kind::Person) => SymbolSort::Person,
        Some(Kind::Unknown | Kind::Decision | Kind::Risk | Kind::Obstacle) => SymbolSort::Open,
        Some(_) => SymbolSort::Other,
    }
}
