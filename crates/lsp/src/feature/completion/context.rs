//! Where in an attribute block the cursor is: which word is being typed, of what kind of item.

use markup::{NodeKind, TokenKind};
use plan::ItemRef;
use plan::table::Kind;
use text::{FileId, TextRange};

use crate::names::node_at;
use crate::workspace::Reading;

/// A word that is being typed.
#[derive(Clone, Debug)]
pub struct Context<'a> {
    /// What the word is an attribute of.
    pub kind: Kind,
    /// The item, once it is one.
    pub item: Option<ItemRef>,
    /// The title of its line.
    pub title: &'a str,
    /// The word up to the cursor, which may be empty.
    pub word: &'a str,
    /// Where the word stands.
    pub range: TextRange,
    /// The words that stand in the block already, up to their `=`.
    pub used: Vec<&'a str>,
}

/// The word before `offset` of `file`; `None` outside of attribute blocks and inside of quotes.
#[must_use]
pub fn context<'a>(reading: &'a Reading, file: FileId, offset: usize) -> Option<Context<'a>> {
    let text = reading.text(file);
    let paragraph = text[..offset].rfind("\n\n").map_or(0, |end| end + 2);
    let before = &text[paragraph..offset];
    let open = before.rfind("`{")?;
    let inside = &before[open + 2..];
    if inside.contains("}`") {
        return None;
    }
    let mut start = 0;
    let mut is_quoted = false;
    for (at, character) in inside.char_indices() {
        match character {
            '"' => is_quoted = !is_quoted,
            c if c.is_whitespace() && !is_quoted => start = at + c.len_utf8(),
            _ => {}
        }
    }
    if is_quoted {
        return None;
    }
    let word = &inside[start..];
    let range = TextRange::new(offset - word.len(), offset);
    let (node_id, node) = node_at(&reading.snapshot, file, offset)?;
    let item = reading.items.get(&(file, node_id)).copied();
    let kind =
        item.map_or_else(|| kind_by_heading(reading, file, offset), |item| Some(item.kind()))?;
    let tokens = node.block.iter().flat_map(|block| &block.tokens);
    let others =
        tokens.filter(|token| token.range.end < range.start || token.range.start > range.end);
    let used = others.map(|token| match &token.kind {
        TokenKind::Pair { key, .. } => key.of(text),
        TokenKind::Id(_) => "#",
        TokenKind::Estimate => "estimate",
        _ => token.range.of(text),
    });
    let title = node.title.of(text).split("`{").next().unwrap_or_default().trim();
    Some(Context { kind, item, title, word, range, used: used.collect() })
}

/// The kind of what stands under the headings around `offset`: of a line that is no item yet.
fn kind_by_heading(reading: &Reading, file: FileId, offset: usize) -> Option<Kind> {
    let (_, mut node) = node_at(&reading.snapshot, file, offset)?;
    let outline = &reading.snapshot.outlines[file.index()];
    loop {
        if matches!(node.kind, NodeKind::Heading { level: 1 | 2 })
            && let Some((_, kind)) = plan::section(node.title.of(reading.text(file)))
        {
            return Some(kind);
        }
        match node.parent {
            Some(parent) => node = &outline.nodes[parent.index()],
            None => return Some(Kind::Task),
        }
    }
}
