//! Carries out intents: the smallest text edits, and the proof that they did what was wanted.
//!
//! In: a plan, its text and outlines, and intents. Out: text edits in which every byte that is
//! not part of a change stays. A caller applies them, parses and builds again, and asks
//! [`check_edit`] whether the new text is the old one with just these changes.

mod changes;
pub(crate) mod forest;
mod line;

use markup::splice::{self, Splice};
use markup::tree::line_break_of;
use markup::{Node, NodeId, Outline};
use text::{FileId, SourceFile, TextEdit, TextRange};

use self::changes::Changes;
use self::forest::Place;
pub(crate) use self::line::Line;
use crate::Plan;
use crate::intent::{Intent, Target};

/// Why an intent cannot be carried out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditRefused {
    /// The item is not there (any more).
    #[error("{}", missing(.0))]
    NotFound(Target),
    /// The item of this title has no check box, and is of a kind that takes none.
    #[error("“{0}” has no check box")]
    NoBox(String),
    /// The line of this title has no place for attributes or items.
    #[error("the line of “{0}” has no place for this")]
    NoPlace(String),
    /// The text is not what the attribute or title takes; and why.
    #[error("`{0}`: {1}")]
    Invalid(String, String),
    /// There is no such link.
    #[error("there is no link to `{0}`")]
    NoLink(String),
    /// There is no section of this name.
    #[error("there is no section called `{0}`")]
    NoSection(String),
}

fn missing(target: &Target) -> String {
    match target {
        Target::Id(id) => format!("there is nothing called `{id}`"),
        Target::Plan => "the plan has no root heading".to_owned(),
        Target::Key(_) => "the item is not in the plan any more".to_owned(),
    }
}

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
    if !changes.rearranges() {
        let mut edits = line_edits(files, outlines, &changes)?;
        for new in &changes.added {
            edits.push(new.splice(files, outlines)?.in_file(new.place.file()));
        }
        return Ok(edits);
    }
    let (written, outlines) = with_lines(files, outlines, &changes)?;
    let forest = changes.rearranged(&written, &outlines)?;
    let ids = (0..outlines.len()).map(|file| FileId(file as u32));
    let edits = ids.map(|id| text::line_edits(id, &files[id.index()].text, &forest.text(id)));
    Ok(edits.flatten().collect())
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
    if before.0.len() != after.0.len() {
        return false;
    }
    let files = 0..before.1.len();
    if !changes.rearranges() {
        return files.into_iter().all(|file| changes.explain(file, &changes.added, before, after));
    }
    let Ok((written, outlines)) = with_lines(before.0, before.1, &changes) else { return false };
    let written_side = (written.as_slice(), outlines.as_slice());
    let Ok(forest) = changes.rearranged(&written, &outlines) else { return false };
    files.into_iter().all(|file| {
        let (text, id) = (&after.0[file].text, FileId(file as u32));
        let is_there =
            forest::read(text, &after.1[file]).is_some_and(|said| said == forest.said(id));
        is_there && changes.explain(file, &[], before, written_side)
    })
}

/// The edits of lines that stay where they are.
fn line_edits(
    files: &[SourceFile],
    outlines: &[Outline],
    changes: &Changes,
) -> Result<Vec<TextEdit>, EditRefused> {
    let mut edits = Vec::new();
    for ((file, node), lines) in &changes.nodes {
        let splices = lines
            .splices(&files[file.index()].text, &outlines[file.index()].nodes[node.index()])?;
        edits.extend(splices.into_iter().map(|splice| splice.in_file(*file)));
    }
    Ok(edits)
}

/// The texts whose lines say what they should, before anything comes, goes or moves.
fn with_lines(
    files: &[SourceFile],
    outlines: &[Outline],
    changes: &Changes,
) -> Result<(Vec<SourceFile>, Vec<Outline>), EditRefused> {
    let edits = line_edits(files, outlines, changes)?;
    let mut written = files[..outlines.len()].to_vec();
    text::apply_to_files(&mut written, &edits).expect("BUG: edits of lines do not overlap");
    let outlines = written.iter().map(|file| markup::parse(&file.text)).collect();
    Ok((written, outlines))
}

/// An item that comes.
struct Added {
    place: Place,
    line: Line,
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
        let file = self.place.file().index();
        let (text, outline) = (&files[file].text, &outlines[file]);
        let content = self.content();
        let splice = match self.place {
            Place::After(_, node) => splice::insert_after(text, outline, node, &content),
            Place::Inside(_, node) => splice::insert_last_child(text, outline, node, &content)
                .or_else(|| splice::insert_under_heading(text, outline, node, &content)),
            Place::NewSection(_, name) => Some(new_section(text, name, &content)),
            Place::Before(..) => None,
        };
        splice.ok_or_else(|| EditRefused::NoPlace(self.line.title.clone()))
    }
}

fn new_section(text: &str, name: &str, content: &str) -> Splice {
    let line = line_break_of(text);
    let end = text.trim_end().len();
    let gap = if end == 0 { String::new() } else { line.repeat(2) };
    Splice { range: TextRange::at(end), text: format!("{gap}## {name}{line}{line}- {content}") }
}

impl Changes {
    /// Whether the lines of one file after the edit are those before it with the changes made.
    fn explain(
        &self,
        file: usize,
        added: &[Added],
        before: (&[SourceFile], &[Outline]),
        after: (&[SourceFile], &[Outline]),
    ) -> bool {
        let id = FileId(file as u32);
        let mut pending: Vec<&Added> =
            added.iter().filter(|added| added.place.file() == id).collect();
        let mut new_sections: Vec<&str> =
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
            } else if let Some(met) = new_sections.iter().position(|title| *title == line.title) {
                new_sections.remove(met);
            } else {
                return false;
            }
        }
        moved.len() == old.len() && pending.is_empty()
    }
}

fn same_parent(old: Option<NodeId>, new: Option<NodeId>, moved: &[usize]) -> bool {
    old.map(|old| moved[old.index()]) == new.map(NodeId::index)
}

impl Added {
    /// Whether `node` stands where this item should, given where the old lines are now.
    fn is_at(&self, node: &Node, old: &[Node], moved: &[usize]) -> bool {
        let parent = node.parent.map(NodeId::index);
        match self.place {
            Place::After(_, neighbor) | Place::Before(_, neighbor) => {
                neighbor.index() < moved.len()
                    && same_parent(old[neighbor.index()].parent, node.parent, moved)
            }
            Place::Inside(_, outer) => moved.get(outer.index()).copied() == parent,
            Place::NewSection(..) => parent.is_some(),
        }
    }
}
