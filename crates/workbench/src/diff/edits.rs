//! The edits between two versions: the changes of one item together, and what each edit needs.
//!
//! In: two snapshots. Out: [`Edit`]s in the order of the newer plan, ready to be carried out on the
//! older one in any combination that [`Step::needs`] allows. It must not know dates.

use std::collections::{BTreeMap, BTreeSet};

use plan::table::Kind;
use plan::{Change, Intent, ItemRef, Slot, Version, What};

use super::attribute::Step;
use crate::Snapshot;

/// What happened to one item, or to the settings.
#[derive(Clone, Debug)]
pub struct Edit {
    /// The item in the older plan; `None` if it is new, or for the settings.
    pub base: Option<ItemRef>,
    /// The item in the newer plan; `None` if it is gone, or for the settings.
    pub head: Option<ItemRef>,
    /// What is different; never empty.
    pub changes: Vec<Change>,
    /// How it is done to the older plan.
    pub step: Step,
}

impl Edit {
    /// Whether it is about `fore.toml`.
    #[must_use]
    pub fn is_settings(&self) -> bool {
        self.base.is_none() && self.head.is_none()
    }
}

/// The edits between two versions, those of settings last and together. Prose outside of items is
/// no edit, and neither is another spelling of a value.
#[must_use]
pub fn edits(base: &Snapshot, head: &Snapshot) -> Vec<Edit> {
    let mut edits: Vec<Edit> = Vec::new();
    let mut of_item: BTreeMap<(Option<ItemRef>, Option<ItemRef>), usize> = BTreeMap::new();
    for change in plan::diff(version(base), version(head)) {
        if matches!(change.what, What::Prose { .. }) || is_spelling(&change.what) {
            continue;
        }
        let (base, head) = (change.base, change.head);
        let index = *of_item.entry((base, head)).or_insert(edits.len());
        if index == edits.len() {
            edits.push(Edit { base, head, changes: Vec::new(), step: Step::default() });
        }
        edits[index].changes.push(change);
    }
    let (base, head) = (Named::new(base), Named::new(head));
    let ids: Vec<Ids> = edits.iter().map(|edit| Ids::of(edit, &base, &head)).collect();
    for (edit, needs) in edits.iter_mut().zip(needs(&ids)) {
        let intents = edit.changes.iter().flat_map(|change| change.intents.clone());
        // Nothing that a date could depend on stands in notes.
        let intents = intents.filter(|intent| !matches!(intent, Intent::Note(..))).collect();
        let comes_along =
            edit.base.is_none() && edit.head.is_some_and(|item| says_why(item.kind()));
        edit.step = Step { intents, needs, comes_along };
    }
    edits
}

/// Whether a value is only written in another way: with quotes, or without.
fn is_spelling(what: &What) -> bool {
    let What::Attribute { old: Some(old), new: Some(new), .. } = what else { return false };
    values(old) == values(new)
}

/// The values of a list, without the quotes around them.
fn values(list: &str) -> Vec<String> {
    let (mut found, mut is_quoted, mut letters) = (vec![String::new()], false, list.chars());
    while let Some(letter) = letters.next() {
        let value = found.last_mut().expect("BUG: there is always one");
        match letter {
            '"' => is_quoted = !is_quoted,
            '\\' if is_quoted => value.extend(letters.next()),
            ',' if !is_quoted => found.push(String::new()),
            letter => value.push(letter),
        }
    }
    found
}

/// Whether items of a kind are no work and hold none back: they say what work is for.
fn says_why(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Goal
            | Kind::Feature
            | Kind::System
            | Kind::Line
            | Kind::Step
            | Kind::Premortem
            | Kind::Answer
    )
}

fn version(snapshot: &Snapshot) -> Version<'_> {
    Version { files: &snapshot.files, outlines: &snapshot.outlines, plan: &snapshot.plan }
}

/// The names that an edit is about.
#[derive(Debug, Default)]
struct Ids {
    /// Names that only the newer plan knows.
    brought: BTreeSet<String>,
    /// Names that only the older plan knows.
    taken: BTreeSet<String>,
    /// Words of what is written.
    written: BTreeSet<String>,
    /// Words of what stood there before.
    replaced: BTreeSet<String>,
}

impl Ids {
    fn of(edit: &Edit, base: &Named<'_>, head: &Named<'_>) -> Self {
        let mut ids = Ids::default();
        for change in &edit.changes {
            match &change.what {
                What::Added { .. } => {
                    ids.brought.extend(change.head.into_iter().flat_map(|item| head.ids_in(item)));
                    ids.written
                        .extend(change.head.into_iter().flat_map(|item| head.words_in(item)));
                }
                What::Removed { .. } => {
                    ids.taken.extend(change.base.into_iter().flat_map(|item| base.ids_in(item)));
                    ids.replaced
                        .extend(change.base.into_iter().flat_map(|item| base.words_in(item)));
                }
                What::Attribute { slot: Slot::Id, old, new } => {
                    ids.taken.extend(old.clone());
                    ids.brought.extend(new.clone());
                }
                What::Attribute { old, new, .. } => {
                    ids.replaced.extend(old.iter().flat_map(|text| names(text)));
                    ids.written.extend(new.iter().flat_map(|text| names(text)));
                }
                _ => {}
            }
        }
        ids
    }
}

/// For each edit those that bring a name that it writes, and those that take away a name that it
/// no longer uses need it: no name may be used that is not there.
fn needs(ids: &[Ids]) -> Vec<Vec<usize>> {
    let mut bringers: BTreeMap<&str, usize> = BTreeMap::new();
    let mut takers: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, own) in ids.iter().enumerate() {
        bringers.extend(own.brought.iter().map(|id| (id.as_str(), index)));
        takers.extend(own.taken.iter().map(|id| (id.as_str(), index)));
    }
    let mut needs = vec![BTreeSet::new(); ids.len()];
    for (index, own) in ids.iter().enumerate() {
        let brought = own.written.iter().filter_map(|word| bringers.get(word.as_str()));
        needs[index].extend(brought.copied());
        for taker in own.replaced.iter().filter_map(|word| takers.get(word.as_str())) {
            needs[*taker].insert(index);
        }
    }
    let others = |(index, needs): (usize, BTreeSet<usize>)| {
        needs.into_iter().filter(|need| *need != index).collect()
    };
    needs.into_iter().enumerate().map(others).collect()
}

/// A version, and where its ids stand.
struct Named<'a> {
    snapshot: &'a Snapshot,
    /// File, offset of the title and id, people's with their mark; ascending.
    ids: Vec<(usize, usize, String)>,
}

impl<'a> Named<'a> {
    fn new(snapshot: &'a Snapshot) -> Self {
        let ids = snapshot.plan.items().filter_map(|(reference, item)| {
            let id = item.id.as_ref()?;
            let mark = if matches!(reference, ItemRef::Person(_)) { "@" } else { "" };
            let place = item.place;
            Some((place.file.index(), place.range.start, format!("{mark}{id}")))
        });
        let mut ids: Vec<_> = ids.collect();
        ids.sort();
        Self { snapshot, ids }
    }

    /// The ids of an item and its parts.
    fn ids_in(&self, item: ItemRef) -> Vec<String> {
        let Some((file, range)) = place(self.snapshot, item) else { return Vec::new() };
        let before =
            |end: usize| self.ids.partition_point(|(in_file, at, _)| (*in_file, *at) < (file, end));
        self.ids[before(range.start)..before(range.end)].iter().map(|(.., id)| id.clone()).collect()
    }

    /// The words in the attributes of an item and its parts.
    fn words_in(&self, item: ItemRef) -> Vec<String> {
        let Some((file, range)) = place(self.snapshot, item) else { return Vec::new() };
        let text = &self.snapshot.files[file].text;
        let nodes = &self.snapshot.outlines[file].nodes;
        let before = |end: usize| nodes.partition_point(|node| node.title.start < end);
        let inside = nodes[before(range.start)..before(range.end)].iter();
        let blocks = inside.filter_map(|node| node.block.as_ref());
        blocks.flat_map(|block| names(block.range.of(text))).collect()
    }
}

/// The file and the bytes of an item and its parts.
fn place(snapshot: &Snapshot, item: ItemRef) -> Option<(usize, std::ops::Range<usize>)> {
    let item = snapshot.plan.item(item)?;
    let file = item.place.file.index();
    let range = snapshot.outlines.get(file)?.nodes.get(item.node.index())?.range;
    Some((file, range.start..range.end))
}

/// Whatever in the text of attributes could be the name of an item: `tax`, `@ada`.
fn names(text: &str) -> Vec<String> {
    let is_name = |c: char| c.is_alphanumeric() || "-_@.".contains(c);
    let names = text.split(|c| !is_name(c)).filter(|name| !name.is_empty());
    names.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_are_a_spelling_and_other_words_are_not() {
        assert_eq!(
            values(r#"Board,"the, \"new\" team",@ada"#),
            ["Board", r#"the, "new" team"#, "@ada"]
        );
        assert_eq!(values(r#""Board",@ada"#), values("Board,@ada"));
        assert_ne!(values("Board"), values("Board,@ada"));
        assert_ne!(values(r#""a,b""#), values("a,b"));
    }
}
