//! Carries out intents: the smallest text edits, and the proof that they did what was wanted.
//!
//! In: a plan, its text and outlines, and intents. Out: text edits in which every byte that is
//! not part of a change stays. A caller applies them, parses and builds again, and asks
//! [`check_edit`] whether the new text is the old one with just these changes.

mod line;

use std::collections::BTreeMap;
use std::fmt;

use markup::splice::{self, Splice};
use markup::{Node, NodeId, NodeKind, Outline};
use text::{FileId, SourceFile, TextEdit, TextRange};

use self::line::{Line, tokens_of};
use crate::Plan;
use crate::build::complaint;
use crate::intent::{Attribute, Intent, NewItem, Position, Slot, Target};
use crate::table::Kind;

/// Why an intent cannot be carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EditRefused {
    /// The item is not there (any more).
    NotFound(Target),
    /// The item of this title has no check box.
    NoBox(String),
    /// The line of this title has no place for attributes or items.
    NoPlace(String),
    /// The text is not what the attribute or title takes; and why.
    Invalid(String, String),
    /// There is no such link.
    NoLink(String),
    /// There is no section of this name.
    NoSection(String),
}

impl fmt::Display for EditRefused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            EditRefused::NotFound(Target::Id(id)) => write!(f, "there is nothing called `{id}`"),
            EditRefused::NotFound(Target::Plan) => f.write_str("the plan has no root heading"),
            EditRefused::NotFound(Target::Key(_)) => {
                f.write_str("the item is not in the plan any more")
            }
            EditRefused::NoBox(title) => write!(f, "“{title}” has no check box"),
            EditRefused::NoPlace(title) => write!(f, "the line of “{title}” has no place for this"),
            EditRefused::Invalid(text, why) => write!(f, "`{text}`: {why}"),
            EditRefused::NoLink(id) => write!(f, "there is no link to `{id}`"),
            EditRefused::NoSection(name) => write!(f, "there is no section called `{name}`"),
        }
    }
}

impl std::error::Error for EditRefused {}

/// The edits that carry out `intents` together, on the text that `plan` was built from.
///
/// # Errors
/// [`EditRefused`] if an intent names something that is not there, or a value that its attribute
/// does not take. Whether names in values exist shows when the new text is built.
pub fn edit(
    files: &[SourceFile],
    outlines: &[Outline],
    plan: &Plan,
    intents: &[Intent],
) -> Result<Vec<TextEdit>, EditRefused> {
    let changes = Changes::new(files, outlines, plan, intents)?;
    let mut edits = Vec::new();
    for ((file, node), lines) in &changes.nodes {
        let splices = lines
            .splices(&files[file.index()].text, &outlines[file.index()].nodes[node.index()])?;
        edits.extend(splices.into_iter().map(|splice| splice.in_file(*file)));
    }
    for new in &changes.added {
        edits.push(new.splice(files, outlines)?.in_file(new.file));
    }
    Ok(edits)
}

/// Whether `after` is the text of `before` with exactly what `intents` want: the changed items
/// say what they should, the new ones are where they should be, all others are as they were.
///
/// Each side is the files and their outlines; `plan` is that of `before`. `O(items)`.
#[must_use]
pub fn check_edit(
    before: (&[SourceFile], &[Outline]),
    after: (&[SourceFile], &[Outline]),
    plan: &Plan,
    intents: &[Intent],
) -> bool {
    let Ok(changes) = Changes::new(before.0, before.1, plan, intents) else { return false };
    before.0.len() == after.0.len()
        && (0..before.0.len()).all(|file| changes.explain(file, before, after))
}

/// An item that comes.
struct Added {
    file: FileId,
    place: Neighbor,
    line: Line,
}

#[derive(Clone, Copy)]
enum Neighbor {
    After(NodeId),
    Inside(NodeId),
    /// Under a new second-level heading at the end of the file.
    NewSection(&'static str),
}

impl Added {
    fn content(&self) -> String {
        let check = if self.line.ticked.is_some() { "[ ] " } else { "" };
        let tokens: Vec<&str> = self.line.tokens.iter().map(|token| token.text.as_str()).collect();
        let block =
            if tokens.is_empty() { String::new() } else { format!(" `{{{}}}`", tokens.join(" ")) };
        format!("{check}{}{block}", self.line.title)
    }

    fn splice(&self, files: &[SourceFile], outlines: &[Outline]) -> Result<Splice, EditRefused> {
        let (text, outline) = (&files[self.file.index()].text, &outlines[self.file.index()]);
        let content = self.content();
        let splice = match self.place {
            Neighbor::After(node) => splice::insert_after(text, outline, node, &content),
            Neighbor::Inside(node) => splice::insert_last_child(text, outline, node, &content)
                .or_else(|| splice::insert_under_heading(text, outline, node, &content)),
            Neighbor::NewSection(name) => Some(new_section(text, name, &content)),
        };
        splice.ok_or_else(|| EditRefused::NoPlace(self.line.title.clone()))
    }
}

fn new_section(text: &str, name: &str, content: &str) -> Splice {
    let line = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let end = text.trim_end().len();
    let gap = if end == 0 { String::new() } else { line.repeat(2) };
    Splice { range: TextRange::at(end), text: format!("{gap}## {name}{line}{line}- {content}") }
}

/// All that `intents` change, by line.
struct Changes {
    nodes: BTreeMap<(FileId, NodeId), Line>,
    added: Vec<Added>,
}

impl Changes {
    fn new(
        files: &[SourceFile],
        outlines: &[Outline],
        plan: &Plan,
        intents: &[Intent],
    ) -> Result<Self, EditRefused> {
        let mut changes = Self { nodes: BTreeMap::new(), added: Vec::new() };
        let source = Source { files, outlines, plan };
        for intent in intents {
            changes.add(&source, intent)?;
        }
        Ok(changes)
    }

    fn add(&mut self, source: &Source<'_>, intent: &Intent) -> Result<(), EditRefused> {
        match intent {
            Intent::Set(target, attribute) => {
                source.allow(source.kind(target)?, attribute)?;
                self.line(source, target)?.set(attribute);
            }
            Intent::Unset(target, slot) => self.line(source, target)?.unset(*slot),
            Intent::Tick(target) => self.mark(source, target, true)?,
            Intent::Untick(target) => self.mark(source, target, false)?,
            Intent::Rename(target, title) => {
                check_title(title)?;
                self.line(source, target)?.title.clone_from(title);
            }
            Intent::AddLink(target, key, link) => {
                source.allow(source.kind(target)?, &Attribute::Pair(*key, link.clone()))?;
                self.line(source, target)?.add_link(*key, link);
            }
            Intent::RemoveLink(target, key, to) => {
                self.line(source, target)?.remove_link(*key, to)?;
            }
            Intent::Add(position, item) => self.added.push(source.added(position, item)?),
        }
        Ok(())
    }

    fn mark(
        &mut self,
        source: &Source<'_>,
        target: &Target,
        ticked: bool,
    ) -> Result<(), EditRefused> {
        let line = self.line(source, target)?;
        if line.ticked.is_none() {
            return Err(EditRefused::NoBox(line.title.clone()));
        }
        line.ticked = Some(ticked);
        Ok(())
    }

    fn line(&mut self, source: &Source<'_>, target: &Target) -> Result<&mut Line, EditRefused> {
        let (file, node) = source.node(target)?;
        let line = || {
            Line::of(
                &source.files[file.index()].text,
                &source.outlines[file.index()].nodes[node.index()],
            )
        };
        Ok(self.nodes.entry((file, node)).or_insert_with(line))
    }

    /// Whether the lines of one file after the edit are those before it with the changes made.
    fn explain(
        &self,
        file: usize,
        before: (&[SourceFile], &[Outline]),
        after: (&[SourceFile], &[Outline]),
    ) -> bool {
        let id = FileId(file as u32);
        let mut pending: Vec<&Added> = self.added.iter().filter(|added| added.file == id).collect();
        let new_sections: Vec<&str> =
            pending.iter().filter_map(|added| added.place.section()).collect();
        let (old, new) = (&before.1[file].nodes, &after.1[file].nodes);
        // Where each old line is now.
        let mut moved: Vec<usize> = Vec::with_capacity(old.len());
        for (index, node) in new.iter().enumerate() {
            let line = Line::of(&after.0[file].text, node);
            let expected = old.get(moved.len()).map(|old| {
                let changed = self.nodes.get(&(id, NodeId(moved.len() as u32)));
                changed.cloned().unwrap_or_else(|| Line::of(&before.0[file].text, old))
            });
            let parent_stays =
                expected.is_some() && same_parent(old[moved.len()].parent, node.parent, &moved);
            let is_new = |added: &&Added| added.line == line && added.is_at(node, old, &moved);
            if expected.as_ref() == Some(&line) && parent_stays {
                moved.push(index);
            } else if let Some(found) = pending.iter().position(is_new) {
                pending.remove(found);
            } else if !new_sections.contains(&line.title.as_str()) {
                return false;
            }
        }
        moved.len() == old.len() && pending.is_empty()
    }
}

fn same_parent(old: Option<NodeId>, new: Option<NodeId>, moved: &[usize]) -> bool {
    old.map(|old| moved[old.index()]) == new.map(NodeId::index)
}

impl Neighbor {
    fn section(self) -> Option<&'static str> {
        match self {
            Neighbor::NewSection(name) => Some(name),
            _ => None,
        }
    }
}

impl Added {
    /// Whether `node` stands where this item should, given where the old lines are now.
    fn is_at(&self, node: &Node, old: &[Node], moved: &[usize]) -> bool {
        let parent = node.parent.map(NodeId::index);
        match self.place {
            Neighbor::After(neighbor) => {
                neighbor.index() < moved.len()
                    && same_parent(old[neighbor.index()].parent, node.parent, moved)
            }
            Neighbor::Inside(outer) => moved.get(outer.index()).copied() == parent,
            Neighbor::NewSection(_) => parent.is_some(),
        }
    }
}

/// The text that intents are about.
struct Source<'a> {
    files: &'a [SourceFile],
    outlines: &'a [Outline],
    plan: &'a Plan,
}

impl Source<'_> {
    fn node(&self, target: &Target) -> Result<(FileId, NodeId), EditRefused> {
        let item = self.plan.resolve(target).and_then(|item| self.plan.item(item));
        let item = item.ok_or_else(|| EditRefused::NotFound(target.clone()))?;
        Ok((item.place.file, item.node))
    }

    fn kind(&self, target: &Target) -> Result<Kind, EditRefused> {
        let item =
            self.plan.resolve(target).ok_or_else(|| EditRefused::NotFound(target.clone()))?;
        Ok(item.kind())
    }

    /// Whether items of `kind` take this attribute with this value.
    fn allow(&self, kind: Kind, attribute: &Attribute) -> Result<(), EditRefused> {
        let token = attribute.token();
        let is_slot = |token: &String| Slot::of_token(token) == Some(attribute.slot());
        let line = format!("- x `{{{token}}}`");
        let outline = markup::parse(&line);
        let read = match outline.nodes.as_slice() {
            [node] if outline.problems.is_empty() && node.range.end == line.len() => {
                Line::of(&line, node)
            }
            _ => {
                return Err(EditRefused::Invalid(token, "this cannot stand in a block".to_owned()));
            }
        };
        let texts: Vec<String> = read.tokens.into_iter().map(|token| token.text).collect();
        if texts != tokens_of(attribute) || !texts.iter().all(is_slot) {
            return Err(EditRefused::Invalid(token, "this is not one attribute".to_owned()));
        }
        match complaint(kind, &line, &outline) {
            Some(why) => Err(EditRefused::Invalid(token, why)),
            None => Ok(()),
        }
    }

    fn added(&self, position: &Position, item: &NewItem) -> Result<Added, EditRefused> {
        check_title(&item.title)?;
        let line = Line::new(item);
        if line.ticked.is_none() && line.tokens.is_empty() {
            let why = "an item has a check box or attributes".to_owned();
            return Err(EditRefused::Invalid(item.title.clone(), why));
        }
        let (file, place, kind) = match position {
            Position::Inside(target) => {
                let (file, node) = self.node(target)?;
                let kind = self.kind(target)?;
                (file, Neighbor::Inside(node), if kind == Kind::Plan { Kind::Task } else { kind })
            }
            Position::After(target) => {
                let (file, node) = self.node(target)?;
                (file, Neighbor::After(node), self.kind(target)?)
            }
            Position::Section(name) => self.section(name)?,
        };
        for attribute in &item.attributes {
            self.allow(kind, attribute)?;
        }
        Ok(Added { file, place, line })
    }

    fn section(&self, name: &str) -> Result<(FileId, Neighbor, Kind), EditRefused> {
        let missing = || EditRefused::NoSection(name.to_owned());
        let (name, kind) = crate::build::section(name).ok_or_else(missing)?;
        let root = crate::build::root_file(self.files).ok_or_else(missing)?;
        // The plan's own file first, then the others in order.
        let files = std::iter::once(root).chain((0..self.files.len()).filter(|file| *file != root));
        for file in files {
            let text = &self.files[file].text;
            let is_it = |node: &Node| {
                let level = if file == root { 2 } else { 1 };
                matches!(node.kind, NodeKind::Heading { level: found } if (level..=2).contains(&found))
                    && node.title.of(text) == name
            };
            if let Some(node) = self.outlines[file].nodes.iter().position(is_it) {
                return Ok((FileId(file as u32), Neighbor::Inside(NodeId(node as u32)), kind));
            }
        }
        Ok((FileId(root as u32), Neighbor::NewSection(name), kind))
    }
}

/// A title is one line of text that is not read as anything else.
fn check_title(title: &str) -> Result<(), EditRefused> {
    let line = format!("- {title} `{{wait}}`");
    let outline = markup::parse(&line);
    let is_title = match outline.nodes.as_slice() {
        [node] => {
            outline.problems.is_empty() && node.block.is_some() && node.title.of(&line) == title
        }
        _ => false,
    };
    if is_title && !title.is_empty() && !title.contains(['\n', '\r']) {
        return Ok(());
    }
    Err(EditRefused::Invalid(
        title.to_owned(),
        "this would be read as something else than a title".to_owned(),
    ))
}
