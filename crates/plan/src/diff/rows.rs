//! The lines of a plan as they are compared: each heading and list item with what it says.
//!
//! In: the files of a plan, their outlines, and what was built of them. Out: [`Row`]s in the order
//! of the text.

use std::collections::BTreeMap;

use markup::{NodeId, NodeKind, Outline, tree};
use text::{FileId, SourceFile};

use crate::edit::Line;
use crate::intent::{Attribute, Slot};
use crate::table::Kind;
use crate::{ItemRef, Phase, Plan};

/// One state of a plan.
#[derive(Clone, Copy, Debug)]
pub struct Version<'a> {
    /// The plan's files; after them the settings file, if there is one.
    pub files: &'a [SourceFile],
    /// The outlines of the plan's files.
    pub outlines: &'a [Outline],
    /// What the text means.
    pub plan: &'a Plan,
}

/// What sort of line: only lines of one sort can be the same line in two plans.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// An item of the plan; whether it is a rollback step, a heading, and has a check box.
    Item { kind: Kind, rollback: bool, heading: bool, check_box: bool },
    /// The heading of a section, or one that says nothing to the plan.
    Heading,
    /// A bullet that is no item.
    Bullet,
}

/// A heading or list item.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its file.
    pub file: FileId,
    /// Its node.
    pub node: NodeId,
    /// The item that it is, if it is one.
    pub item: Option<ItemRef>,
    /// What sort of line.
    pub sort: Sort,
    /// The row it stands in.
    pub parent: Option<usize>,
    /// The item that it is part of: its container.
    pub container: Option<usize>,
    /// Its id; a person's with its mark.
    pub id: Option<String>,
    /// Its title, each white space one space.
    pub title: String,
    /// What its line says.
    pub line: Line,
    /// Its notes.
    pub note: String,
}

impl Row {
    /// Its attributes as written, by slot.
    pub fn slots(&self) -> Vec<(Slot, String)> {
        let mut slots: Vec<(Slot, String)> = Vec::new();
        for token in &self.line.tokens {
            let Some(slot) = Slot::of_token(&token.text) else { continue };
            match slots.iter_mut().find(|(known, _)| *known == slot) {
                Some((_, text)) => {
                    text.push(' ');
                    text.push_str(&token.text);
                }
                None => slots.push((slot, token.text.clone())),
            }
        }
        slots
    }

    /// Whether it is an item of the plan other than the plan itself.
    pub fn is_item(&self) -> bool {
        self.item.is_some_and(|item| item != ItemRef::Plan)
    }
}

/// The rows of a plan, in the order of the text.
pub fn rows(version: Version<'_>) -> Vec<Row> {
    let plan = version.plan;
    let items: BTreeMap<(FileId, NodeId), ItemRef> = plan
        .written_items()
        .map(|(reference, item)| ((item.place.file, item.node), reference))
        .collect();
    let mut rows: Vec<Row> = Vec::new();
    for (index, (file, outline)) in version.files.iter().zip(version.outlines).enumerate() {
        let (file_id, first) = (FileId(index as u32), rows.len());
        for (at, node) in outline.nodes.iter().enumerate() {
            let id = NodeId(at as u32);
            let item = items.get(&(file_id, id)).copied();
            let parent = node.parent.map(|parent| first + parent.index());
            let container = parent.and_then(|parent: usize| {
                if rows[parent].is_item() { Some(parent) } else { rows[parent].container }
            });
            let line = Line::of(&file.text, node);
            rows.push(Row {
                file: file_id,
                node: id,
                item,
                sort: sort(plan, item, node.kind),
                parent,
                container,
                id: item.and_then(|item| id_of(plan, item)),
                title: line.title.split_ascii_whitespace().collect::<Vec<_>>().join(" "),
                line,
                note: tree::note(&file.text, outline, id),
            });
        }
    }
    rows
}

fn sort(plan: &Plan, item: Option<ItemRef>, node: NodeKind) -> Sort {
    let heading = matches!(node, NodeKind::Heading { .. });
    match (item, node) {
        (Some(item), _) => Sort::Item {
            kind: item.kind(),
            rollback: match item {
                ItemRef::Step(id) => plan.steps[id.index()].phase == Phase::Rollback,
                _ => false,
            },
            heading,
            check_box: matches!(node, NodeKind::Item { check: Some(_), .. }),
        },
        (None, NodeKind::Heading { .. }) => Sort::Heading,
        (None, NodeKind::Item { .. }) => Sort::Bullet,
    }
}

fn id_of(plan: &Plan, item: ItemRef) -> Option<String> {
    let id = plan.item(item)?.id.as_ref()?;
    Some(if item.kind() == Kind::Person { format!("@{id}") } else { id.clone() })
}

/// The value in the tokens of a slot: without `#` and without key.
pub fn value_of(slot: Slot, tokens: &str) -> &str {
    match slot {
        Slot::Id => tokens.trim_start_matches('#'),
        Slot::Key(_) => tokens.split_once('=').map_or(tokens, |(_, value)| value),
        Slot::Who | Slot::Estimate | Slot::Flag(_) => tokens,
    }
}

/// The attribute that the tokens of a slot write.
pub fn attribute(slot: Slot, tokens: &str) -> Attribute {
    let value = value_of(slot, tokens).to_owned();
    match slot {
        Slot::Id => Attribute::Id(value),
        Slot::Who => Attribute::Who(value),
        Slot::Estimate => Attribute::Estimate(value),
        Slot::Key(key) => Attribute::Pair(key, value),
        Slot::Flag(flag) => Attribute::Flag(flag),
    }
}
