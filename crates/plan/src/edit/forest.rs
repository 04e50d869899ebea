//! The texts of a plan as trees that can be rearranged: items that come with parts and notes, go,
//! or stand elsewhere.
//!
//! In: texts whose lines say already what they should, and the rearrangements in order. Out: the
//! new texts; and what their pieces must be when they are read again, which is the proof. It must
//! not know kinds or attributes.

use markup::tree::{Piece, Tree, UnitKind, line_break_of, tree, with_note, write};
use markup::{NodeId, Outline};
use text::{FileId, SourceFile};

use super::EditRefused;

/// Where a piece goes.
#[derive(Clone, Debug)]
pub enum Place {
    /// Right after a node and its parts.
    After(FileId, NodeId),
    /// Right before a node.
    Before(FileId, NodeId),
    /// As the last part of a node.
    Inside(FileId, NodeId),
    /// Under a second-level heading of this name, which is added at the end of the file.
    NewSection(FileId, &'static str),
}

/// One rearrangement.
#[derive(Clone, Debug)]
pub enum Step {
    /// An item comes: what follows its marker; or the lines of a heading.
    Insert(Place, String),
    /// A node goes, with all that is in it then.
    Remove(FileId, NodeId),
    /// A node stands elsewhere.
    Move(FileId, NodeId, Place),
    /// A node has other notes.
    Note(FileId, NodeId, String),
}

/// The pieces of all files.
pub struct Forest<'t> {
    files: &'t [SourceFile],
    trees: Vec<Tree>,
    pieces: Vec<Piece>,
    parents: Vec<Option<usize>>,
    /// The pieces of each file that are in nothing.
    roots: Vec<Vec<usize>>,
    /// Where the pieces of each file's tree begin, and one past the last.
    starts: Vec<usize>,
    /// The piece of each node of each file.
    of_nodes: Vec<Vec<usize>>,
    /// What was last put after a piece.
    last_after: Vec<Option<usize>>,
    /// The sections that were added.
    sections: Vec<(FileId, &'static str, usize)>,
}

impl<'t> Forest<'t> {
    /// Takes the texts apart; `None` if lists open in the line of other items.
    pub fn new(files: &'t [SourceFile], outlines: &[Outline]) -> Option<Self> {
        let mut forest = Self {
            files,
            trees: Vec::new(),
            pieces: Vec::new(),
            parents: Vec::new(),
            roots: Vec::new(),
            starts: vec![0],
            of_nodes: Vec::new(),
            last_after: Vec::new(),
            sections: Vec::new(),
        };
        for (file, outline) in files.iter().zip(outlines) {
            let tree = tree(&file.text, outline)?;
            let (roots, of_nodes) = forest.plant(&file.text, &tree);
            forest.roots.push(roots);
            forest.of_nodes.push(of_nodes);
            forest.starts.push(forest.pieces.len());
            forest.trees.push(tree);
        }
        Some(forest)
    }

    /// Adds the pieces of a tree: those in nothing, and the piece of each node.
    fn plant(&mut self, text: &str, tree: &Tree) -> (Vec<usize>, Vec<usize>) {
        let start = self.pieces.len();
        let (mut roots, mut of_nodes) = (Vec::new(), Vec::new());
        for (index, unit) in tree.units.iter().enumerate() {
            self.pieces.push(Piece::of(text, tree, index));
            self.parents.push(unit.parent.map(|parent| start + parent));
            self.last_after.push(None);
            match unit.parent {
                Some(parent) => self.pieces[start + parent].children.push(start + index),
                None => roots.push(start + index),
            }
            if unit.node.is_some() {
                of_nodes.push(start + index);
            }
        }
        (roots, of_nodes)
    }

    /// Carries out one step.
    pub fn take(&mut self, step: &Step) -> Result<(), EditRefused> {
        match step {
            Step::Insert(place, content) => {
                let piece = self.grow(place, content)?;
                self.put(piece, place)
            }
            Step::Remove(file, node) => {
                self.detach(self.of_nodes[file.index()][node.index()]);
                Ok(())
            }
            Step::Move(file, node, place) => {
                let piece = self.of_nodes[file.index()][node.index()];
                self.detach(piece);
                self.put(piece, place)
            }
            Step::Note(file, node, note) => self.note(*file, *node, note),
        }
    }

    /// Makes pieces of new lines.
    fn grow(&mut self, place: &Place, content: &str) -> Result<usize, EditRefused> {
        let refused = || EditRefused::NoPlace(first_line(content).to_owned());
        let text = if content.starts_with('#') {
            content.to_owned()
        } else {
            in_list(&self.marker_at(place), content)
        };
        let text = text.replace('\n', line_break_of(&self.files[place.file().index()].text));
        let outline = markup::parse(&text);
        let tree = tree(&text, &outline).ok_or_else(refused)?;
        let (roots, _) = self.plant(&text, &tree);
        match roots.as_slice() {
            [root] if outline.problems.is_empty() => Ok(*root),
            _ => Err(refused()),
        }
    }

    /// The marker of the items that stand where a new one comes.
    fn marker_at(&self, place: &Place) -> String {
        let neighbor = match place {
            Place::After(file, node) | Place::Before(file, node) => {
                Some(self.of_nodes[file.index()][node.index()])
            }
            Place::Inside(file, node) => {
                let inside = &self.pieces[self.of_nodes[file.index()][node.index()]].children;
                inside.iter().rev().find(|at| self.pieces[**at].kind == UnitKind::Item).copied()
            }
            Place::NewSection(..) => None,
        };
        let lines = neighbor.map_or("- ", |at| self.pieces[at].lines.trim_start());
        let marker = lines.split_ascii_whitespace().next().unwrap_or("-");
        let number = marker[..marker.len() - 1].parse::<u32>();
        match number {
            Ok(number) if !matches!(place, Place::Before(..)) => {
                format!("{}{}", (number + 1).min(999_999_999), &marker[marker.len() - 1..])
            }
            Ok(_) => marker.to_owned(),
            Err(_) if ["-", "*", "+"].contains(&marker) => marker.to_owned(),
            Err(_) => "-".to_owned(),
        }
    }

    fn detach(&mut self, piece: usize) {
        match self.parents[piece].take() {
            Some(parent) => self.pieces[parent].children.retain(|child| *child != piece),
            None => self.roots.iter_mut().for_each(|roots| roots.retain(|root| *root != piece)),
        }
    }

    /// Puts a piece that is in nothing at `place`.
    fn put(&mut self, piece: usize, place: &Place) -> Result<(), EditRefused> {
        let refusal = EditRefused::NoPlace(first_line(&self.pieces[piece].lines).to_owned());
        let refused = || refusal.clone();
        let (parent, at) = match place {
            Place::After(file, node) => {
                let mut anchor = self.of_nodes[file.index()][node.index()];
                anchor = self.last_after[anchor].filter(|last| *last != piece).unwrap_or(anchor);
                (self.parents[anchor], self.position(anchor, *file).ok_or_else(refused)? + 1)
            }
            Place::Before(file, node) => {
                let anchor = self.of_nodes[file.index()][node.index()];
                (self.parents[anchor], self.position(anchor, *file).ok_or_else(refused)?)
            }
            Place::Inside(file, node) => {
                let parent = self.of_nodes[file.index()][node.index()];
                (Some(parent), self.end_of(parent, piece))
            }
            Place::NewSection(file, name) => {
                let section = self.section(*file, name);
                (Some(section), self.pieces[section].children.len())
            }
        };
        let outermost = std::iter::successors(parent, |at| self.parents[*at]).last();
        if outermost.is_some_and(|root| !self.roots[place.file().index()].contains(&root)) {
            return Err(refusal);
        }
        if let Place::After(file, node) = place {
            let anchor = self.of_nodes[file.index()][node.index()];
            self.last_after[anchor] = Some(piece);
        }
        self.align(piece, parent, place.file(), at);
        self.parents[piece] = parent;
        match parent {
            Some(parent) => self.pieces[parent].children.insert(at, piece),
            None => self.roots[place.file().index()].insert(at, piece),
        }
        Ok(())
    }

    fn siblings(&self, parent: Option<usize>, file: FileId) -> &[usize] {
        match parent {
            Some(parent) => &self.pieces[parent].children,
            None => &self.roots[file.index()],
        }
    }

    fn position(&self, piece: usize, file: FileId) -> Option<usize> {
        self.siblings(self.parents[piece], file).iter().position(|other| *other == piece)
    }

    /// Where in `parent` its last part goes: after the last item, before headings.
    fn end_of(&self, parent: usize, piece: usize) -> usize {
        let inside = &self.pieces[parent].children;
        if self.pieces[piece].kind == UnitKind::Heading {
            return inside.len();
        }
        let is_heading = |at: &usize| self.pieces[*at].kind == UnitKind::Heading;
        let end = inside.iter().position(is_heading).unwrap_or(inside.len());
        let is_item = |at: &usize| self.pieces[*at].kind == UnitKind::Item;
        inside[..end].iter().rposition(is_item).map_or(0, |last| last + 1)
    }

    fn section(&mut self, file: FileId, name: &'static str) -> usize {
        let known = self.sections.iter().find(|known| known.0 == file && known.1 == name);
        if let Some((.., section)) = known {
            return *section;
        }
        let lines = format!("## {name}");
        let section = self.pieces.len();
        self.pieces.push(Piece {
            notes: lines.len(),
            lines,
            kind: UnitKind::Heading,
            home: 0,
            inset: 0,
            gap: (String::new(), false),
            children: Vec::new(),
        });
        self.last_after.push(None);
        let roots = &self.roots[file.index()];
        let is_first_level =
            |at: &&usize| self.pieces[**at].lines.trim_start_matches('\u{feff}').starts_with("# ");
        let parent = roots.iter().rev().find(is_first_level).copied();
        self.parents.push(parent);
        match parent {
            Some(parent) => self.pieces[parent].children.push(section),
            None => self.roots[file.index()].push(section),
        }
        self.sections.push((file, name, section));
        section
    }

    /// Lets an item stand as far from its parent's text as the items that it comes to stand among.
    fn align(&mut self, piece: usize, parent: Option<usize>, file: FileId, at: usize) {
        if self.pieces[piece].kind != UnitKind::Item {
            return;
        }
        let siblings = self.siblings(parent, file);
        let (before, after) = siblings.split_at(at);
        let is_item = |at: &&usize| self.pieces[**at].kind == UnitKind::Item;
        let sibling = before.iter().rev().chain(after).find(is_item);
        let offset = sibling.map_or(0, |at| self.pieces[*at].indent() - self.pieces[*at].home);
        self.pieces[piece].home = self.pieces[piece].indent() - offset;
    }

    fn note(&mut self, file: FileId, node: NodeId, note: &str) -> Result<(), EditRefused> {
        let at = self.of_nodes[file.index()][node.index()];
        let line_break = line_break_of(&self.files[file.index()].text);
        let piece = &mut self.pieces[at];
        let head = &piece.lines[..piece.notes];
        let lines = with_note(head, note, piece.inset, line_break);
        piece.lines = lines.ok_or_else(|| EditRefused::NoPlace(first_line(head).to_owned()))?;
        Ok(())
    }

    /// The new text of a file.
    pub fn text(&self, file: FileId) -> String {
        let (text, tree) = (&self.files[file.index()].text, &self.trees[file.index()]);
        let start = self.starts[file.index()];
        let own = start..self.starts[file.index() + 1];
        let gap = |previous: Option<usize>, at: usize| {
            let Some(previous) = previous else {
                return Some(tree.units.first().map_or("", |first| first.gap.of(text)).to_owned());
            };
            let stood = own.contains(&previous) && at == previous + 1 && own.contains(&at);
            stood.then(|| tree.units[at - start].gap.of(text).to_owned())
        };
        let tail = if tree.units.is_empty() { "\n" } else { tree.tail.of(text) };
        write(&self.pieces, &self.roots[file.index()], line_break_of(text), gap, tail)
    }

    /// What the pieces of a file say in their order, each with the position of what it is in.
    /// Prose right after what it belongs to is one with it.
    pub fn said(&self, file: FileId) -> Vec<Said> {
        said(&self.pieces, &self.roots[file.index()])
    }
}

impl Place {
    /// The file that it is in.
    pub fn file(&self) -> FileId {
        match self {
            Place::After(file, _)
            | Place::Before(file, _)
            | Place::Inside(file, _)
            | Place::NewSection(file, _) => *file,
        }
    }

    /// The section that is added with it.
    pub fn section(&self) -> Option<&'static str> {
        match self {
            Place::NewSection(_, name) => Some(name),
            _ => None,
        }
    }
}

/// A piece as it is compared: how far in it is, its sort, its words line by line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    parent: Option<usize>,
    kind: UnitKind,
    lines: Vec<String>,
}

/// What the pieces of `text` say, as [`Forest::said`] tells it.
pub fn read(text: &str, outline: &Outline) -> Option<Vec<Said>> {
    let file = [SourceFile::new("", text)];
    let forest = Forest::new(&file, std::slice::from_ref(outline))?;
    Some(forest.said(FileId(0)))
}

/// What pieces say: see [`Forest::said`].
pub fn said(pieces: &[Piece], roots: &[usize]) -> Vec<Said> {
    let mut found: Vec<Said> = Vec::new();
    let mut open: Vec<(usize, Option<usize>)> =
        roots.iter().rev().map(|root| (*root, None)).collect();
    while let Some((at, parent)) = open.pop() {
        let piece = &pieces[at];
        let mut lines: Vec<String> = piece
            .lines
            .lines()
            .map(|line| line.trim_ascii().to_owned())
            .filter(|line| !line.is_empty())
            .collect();
        let previous = found.len().checked_sub(1);
        let joins = |last: usize| {
            parent == Some(last)
                || (found[last].kind == UnitKind::Prose && found[last].parent == parent)
        };
        match previous {
            Some(last) if piece.kind == UnitKind::Prose && joins(last) => {
                found[last].lines.append(&mut lines);
            }
            _ => found.push(Said { parent, kind: piece.kind, lines }),
        }
        let own = found.len() - 1;
        open.extend(piece.children.iter().rev().map(|child| (*child, Some(own))));
    }
    found
}

fn first_line(text: &str) -> &str {
    text.trim_ascii_start().lines().next().unwrap_or_default()
}

/// `content` behind `marker`, with its further lines inside the item.
fn in_list(marker: &str, content: &str) -> String {
    let mut text = format!("{marker} ");
    for (index, line) in content.lines().enumerate() {
        if index > 0 {
            text.push('\n');
            if !line.is_empty() {
                text.push_str(&" ".repeat(marker.len() + 1));
            }
        }
        text.push_str(line);
    }
    text
}
