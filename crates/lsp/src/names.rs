//! What stands where: the item, word or name at an offset, and every place in which a name is
//! written.
//!
//! In: a reading of a plan. Out: [`Spot`]s and [`Name`]s with exact ranges.

use std::collections::BTreeMap;

use markup::{Node, NodeId, Token, TokenKind, ValueToken};
use plan::table::{Flag, FlagRow, Key, KeyRow, Kind, ValueType, flag_row, key_row};
use plan::{ItemRef, Plan};
use text::{FileId, Place, TextRange};
use workbench::Snapshot;

/// A name in an attribute block: an id, or a person's with its `@`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The name as [`Plan::by_id`] knows it: `core`, `@ada`.
    pub name: String,
    /// Where it stands, without `#` or `@`.
    pub place: Place,
    /// Whether it gives the name, rather than uses it.
    pub is_declared: bool,
}

/// What stands at an offset.
#[derive(Clone, Debug)]
pub enum Spot {
    /// A name that is given or used.
    Name(Name),
    /// The key of a pair.
    Key(&'static KeyRow, TextRange),
    /// A flag.
    Flag(&'static FlagRow, TextRange),
    /// An estimate.
    Estimate(TextRange),
    /// The title of an item or heading.
    Title(TextRange),
}

/// Which item each line of the files is.
pub type Items = BTreeMap<(FileId, NodeId), ItemRef>;

/// The items of `plan` by their lines.
#[must_use]
pub fn items(plan: &Plan) -> Items {
    plan.written_items()
        .map(|(reference, item)| ((item.place.file, item.node), reference))
        .collect()
}

/// The line of the outline at `offset` of `file`: the last one that begins before it.
#[must_use]
pub fn node_at(snapshot: &Snapshot, file: FileId, offset: usize) -> Option<(NodeId, &Node)> {
    let nodes = &snapshot.outlines.get(file.index())?.nodes;
    let index = nodes.partition_point(|node| node.range.start <= offset).checked_sub(1)?;
    Some((NodeId(index as u32), &nodes[index]))
}

/// What stands at `offset` of `file`.
#[must_use]
pub fn spot_at(
    snapshot: &Snapshot,
    items: &Items,
    file: FileId,
    offset: usize,
) -> Option<(Option<ItemRef>, Spot)> {
    let (id, node) = node_at(snapshot, file, offset)?;
    let item = items.get(&(file, id)).copied();
    let touches = |range: TextRange| range.start <= offset && offset <= range.end;
    let text = &snapshot.files[file.index()].text;
    if touches(node.title) {
        return Some((item, Spot::Title(node.title)));
    }
    let tokens = &node.block.as_ref()?.tokens;
    let token = tokens.iter().find(|token| touches(token.range))?;
    let kind = item?.kind();
    let found = names_of(text, token, kind).into_iter().find(|(range, ..)| touches(*range)).map(
        |(range, name, is_declared)| Name { name, place: Place::new(file, range), is_declared },
    );
    let spot = match (found, &token.kind) {
        (Some(name), _) => Spot::Name(name),
        (None, TokenKind::Pair { key, .. }) => {
            Spot::Key(key_row(kind, Key::from_word(key.of(text))?)?, *key)
        }
        (None, TokenKind::Flag) => {
            Spot::Flag(flag_row(kind, Flag::from_word(token.range.of(text))?)?, token.range)
        }
        (None, TokenKind::Estimate) => Spot::Estimate(token.range),
        _ => return None,
    };
    Some((item, spot))
}

/// Every place in which a name is written, in the order of the text.
#[must_use]
pub fn all(snapshot: &Snapshot, items: &Items) -> Vec<Name> {
    let mut names = Vec::new();
    for (index, outline) in snapshot.outlines.iter().enumerate() {
        let file = FileId(index as u32);
        let text = &snapshot.files[index].text;
        for (node_index, node) in outline.nodes.iter().enumerate() {
            let Some(item) = items.get(&(file, NodeId(node_index as u32))) else { continue };
            for token in node.block.iter().flat_map(|block| &block.tokens) {
                let found = names_of(text, token, item.kind()).into_iter();
                names.extend(found.map(|(range, name, is_declared)| Name {
                    name,
                    place: Place::new(file, range),
                    is_declared,
                }));
            }
        }
    }
    names
}

/// The names in one token of an item of `kind`: range, name, whether it is given here.
fn names_of(text: &str, token: &Token, kind: Kind) -> Vec<(TextRange, String, bool)> {
    let person =
        |range: &TextRange, is_declared| (*range, format!("@{}", range.of(text)), is_declared);
    match &token.kind {
        TokenKind::Id(range) => vec![(*range, range.of(text).to_owned(), true)],
        TokenKind::Who(ranges) => {
            ranges.iter().map(|range| person(range, kind == Kind::Person)).collect()
        }
        TokenKind::Pair { key, values } => {
            let row = Key::from_word(key.of(text)).and_then(|key| key_row(kind, key));
            let Some(row) = row else { return Vec::new() };
            values.iter().filter_map(|value| name_in(text, value, row.value)).collect()
        }
        _ => Vec::new(),
    }
}

/// The name in one value of a pair.
fn name_in(text: &str, value: &ValueToken, kind: ValueType) -> Option<(TextRange, String, bool)> {
    if value.quoted.is_some() {
        return None;
    }
    let word = value.range.of(text);
    let from = |start: usize, length: usize| {
        TextRange::new(value.range.start + start, value.range.start + start + length)
    };
    match kind {
        ValueType::Link | ValueType::Effect | ValueType::Id(_) => {
            let id = word.split(':').next().unwrap_or(word);
            Some((from(0, id.len()), id.to_owned(), false))
        }
        ValueType::Person | ValueType::Someone if word.starts_with('@') => {
            Some((from(1, word.len() - 1), word.to_owned(), false))
        }
        ValueType::Told if word.starts_with('@') => {
            let name = word.split(':').next().unwrap_or(word);
            Some((from(1, name.len() - 1), name.to_owned(), false))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use text::SourceFile;
    use workbench::{Input, read};

    const PLAN: &str = "# P\n\n## Team\n\n- Ada `{@ada}`\n- Ben `{@ben}`\n\n## Work\n\n- [ ] Core `{#core @ada|@ben 2d..3d}`\n- [ ] Ship `{after=core:+1d expert=@ada wait}`\n\n## Risks\n\n- R `{p=5% hits=core:+1d told=@ada}`\n";

    fn snapshot() -> Snapshot {
        let files = vec![SourceFile::new("plan.md", PLAN)];
        read(Input::new(files, None, date(2026, 3, 2)))
    }

    #[test]
    fn every_use_of_a_name_is_found() {
        let snapshot = snapshot();
        let names = all(&snapshot, &items(&snapshot.plan));
        let shown: Vec<String> = names
            .iter()
            .map(|name| {
                let mark = if name.is_declared { "!" } else { "" };
                format!("{}{mark}", name.name)
            })
            .collect();
        // `told` is no key of risks, so it names nobody.
        assert_eq!(shown, ["@ada!", "@ben!", "core!", "@ada", "@ben", "core", "@ada", "core"]);
        for name in &names {
            assert_eq!(name.place.range.of(PLAN), name.name.trim_start_matches('@'));
        }
    }

    fn check(before: &str, expected: &str) {
        let snapshot = snapshot();
        let offset = PLAN.find(before).unwrap() + before.len();
        let found = spot_at(&snapshot, &items(&snapshot.plan), FileId(0), offset);
        let shown = match found {
            None => "nothing".to_owned(),
            Some((_, Spot::Name(name))) => name.name,
            Some((_, Spot::Key(row, _))) => format!("key {}", row.key),
            Some((_, Spot::Flag(row, _))) => format!("flag {}", row.flag),
            Some((_, Spot::Estimate(range))) => range.of(PLAN).to_owned(),
            Some((_, Spot::Title(range))) => range.of(PLAN).to_owned(),
        };
        assert_eq!(shown, expected, "after {before:?}");
    }

    #[test]
    fn what_is_under_the_cursor() {
        check("- [ ] Co", "Core");
        check("`{#co", "core");
        check("@ada|@b", "@ben");
        check("2d", "2d..3d");
        check("aft", "key after");
        check("after=co", "core");
        check("expert=@a", "@ada");
        check("wai", "flag wait");
        check("## Ri", "Risks");
        check("", "nothing");
    }
}
