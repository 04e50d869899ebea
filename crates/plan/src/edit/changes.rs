//! What intents change, by line and by piece, before any text is made of it.
//!
//! In: a plan with its texts, and intents. Out: for each line that changes what it is to say, the
//! items that come, and the steps of rearranging; or why an intent cannot be carried out.

use std::collections::BTreeMap;

use markup::{Node, NodeId, NodeKind, Outline};
use text::{FileId, SourceFile};

use super::forest::{Forest, Place, Step};
use super::line::{Line, tokens_of};
use super::{Added, EditRefused};
use crate::Plan;
use crate::build::complaint;
use crate::intent::{Attribute, Intent, NewItem, Position, Slot, Target};
use crate::table::Kind;

/// All that `intents` change, by line.
pub(super) struct Changes {
    /// What lines are to say.
    pub nodes: BTreeMap<(FileId, NodeId), Line>,
    /// The items that come.
    pub added: Vec<Added>,
    /// What comes, goes and moves, those items included, in order.
    steps: Vec<Step>,
}

impl Changes {
    /// What `intents` change.
    pub fn new(
        files: &[SourceFile],
        outlines: &[Outline],
        plan: &Plan,
        intents: &[Intent],
    ) -> Result<Self, EditRefused> {
        let mut changes = Self { nodes: BTreeMap::new(), added: Vec::new(), steps: Vec::new() };
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
            Intent::Add(position, item) => {
                let added = source.added(position, item)?;
                self.steps.push(Step::Insert(added.place.clone(), added.content()));
                self.added.push(added);
            }
            Intent::Insert(position, content) => {
                let (place, _) = source.place(position)?;
                self.steps.push(Step::Insert(place, content.clone()));
            }
            Intent::Remove(target) => {
                let (file, node) = source.node(target)?;
                self.steps.push(Step::Remove(file, node));
            }
            Intent::Move(target, position) => {
                let (file, node) = source.node(target)?;
                let (place, _) = source.place(position)?;
                self.steps.push(Step::Move(file, node, place));
            }
            Intent::Note(target, note) => {
                let (file, node) = source.node(target)?;
                self.steps.push(Step::Note(file, node, note.clone()));
            }
        }
        Ok(())
    }

    /// Whether more than lines change and items come.
    pub fn rearranges(&self) -> bool {
        let before = |step: &Step| matches!(step, Step::Insert(Place::Before(..), _));
        self.steps.len() > self.added.len() || self.steps.iter().any(before)
    }

    /// `files`, whose lines say already what they should, with everything in its place.
    pub fn rearranged<'t>(
        &self,
        files: &'t [SourceFile],
        outlines: &[Outline],
    ) -> Result<Forest<'t>, EditRefused> {
        let no_place = || EditRefused::NoPlace("- -".to_owned());
        let mut forest = Forest::new(files, outlines).ok_or_else(no_place)?;
        self.steps.iter().try_for_each(|step| forest.take(step))?;
        Ok(forest)
    }

    fn mark(
        &mut self,
        source: &Source<'_>,
        target: &Target,
        ticked: bool,
    ) -> Result<(), EditRefused> {
        // What is ticked some day gets its box with the tick.
        let may_get_box = ticked && source.may_have_box(target)?;
        let line = self.line(source, target)?;
        if line.ticked.is_none() && !may_get_box {
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

    /// Whether a box can be written at an item: it is a line of a list, and of a kind that has one.
    fn may_have_box(&self, target: &Target) -> Result<bool, EditRefused> {
        let (file, node) = self.node(target)?;
        let node = &self.outlines[file.index()].nodes[node.index()];
        Ok(self.kind(target)?.has_box() && matches!(node.kind, NodeKind::Item { .. }))
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
        let (place, kind) = self.place(position)?;
        for attribute in &item.attributes {
            self.allow(kind, attribute)?;
        }
        Ok(Added { place, line })
    }

    /// A position in the text, and the kind of what comes there.
    fn place(&self, position: &Position) -> Result<(Place, Kind), EditRefused> {
        Ok(match position {
            Position::Inside(target) => {
                let (file, node) = self.node(target)?;
                let kind = self.kind(target)?;
                (Place::Inside(file, node), if kind == Kind::Plan { Kind::Task } else { kind })
            }
            Position::After(target) => {
                let (file, node) = self.node(target)?;
                (Place::After(file, node), self.kind(target)?)
            }
            Position::Before(target) => {
                let (file, node) = self.node(target)?;
                (Place::Before(file, node), self.kind(target)?)
            }
            Position::Section(name) => self.section(name)?,
        })
    }

    fn section(&self, name: &str) -> Result<(Place, Kind), EditRefused> {
        let missing = || EditRefused::NoSection(name.to_owned());
        let (name, kind) = crate::build::section(name).ok_or_else(missing)?;
        let root = crate::build::root_file(self.files).ok_or_else(missing)?;
        // The plan's own file first, then the others in order.
        let files =
            std::iter::once(root).chain((0..self.outlines.len()).filter(|file| *file != root));
        for file in files {
            let text = &self.files[file].text;
            let is_it = |node: &Node| {
                let level = if file == root { 2 } else { 1 };
                matches!(node.kind, NodeKind::Heading { level: found } if (level..=2).contains(&found))
                    && node.title.of(text) == name
            };
            if let Some(node) = self.outlines[file].nodes.iter().position(is_it) {
                return Ok((Place::Inside(FileId(file as u32), NodeId(node as u32)), kind));
            }
        }
        Ok((Place::NewSection(FileId(root as u32), name), kind))
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
