//! A document of any format, before anybody has decided what in it is work.
//!
//! Plain data: the readers make it, the later steps read it.

use crate::rich::Rich;
use crate::title::Tick;

/// A document as a tree. A parent stands before its children; the first entry is the root.
#[derive(Debug)]
pub struct Draft {
    /// The headings, list items, tables and rows, in the order of the text.
    pub entries: Vec<Entry>,
}

impl Draft {
    /// A draft with nothing but its root.
    pub fn new() -> Self {
        Self { entries: vec![Entry::new(Shape::Root, None, 1)] }
    }

    /// Adds `entry` and returns its position.
    pub fn push(&mut self, entry: Entry) -> usize {
        self.entries.push(entry);
        self.entries.len() - 1
    }

    /// Makes the first entry, a heading, the title of the document.
    pub fn take_name(&mut self) {
        let name = self.entries.remove(1);
        let root = &mut self.entries[0];
        (root.title, root.prose, root.line) = (name.title, name.prose, name.line);
        for entry in &mut self.entries[1..] {
            entry.parent = entry.parent.map(|parent| parent.saturating_sub(1));
        }
    }

    /// Replaces every line number by what `line` says about it.
    pub fn map_lines(&mut self, line: impl Fn(usize) -> usize) {
        for entry in &mut self.entries {
            entry.line = line(entry.line);
            for prose in &mut entry.prose {
                prose.line = line(prose.line);
            }
        }
    }

    /// The entry that holds `index`; the root holds itself.
    pub fn parent(&self, index: usize) -> usize {
        self.entries[index].parent.unwrap_or(0)
    }

    /// The heading, or the root, that `index` stands under, itself left out.
    pub fn heading_above(&self, index: usize) -> usize {
        let mut above = self.parent(index);
        while !self.entries[above].is_heading() {
            above = self.parent(above);
        }
        above
    }
}

/// What an entry looks like in its document.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// The document itself: its title.
    Root,
    /// A heading or headline.
    Heading,
    /// A list item, with its number if the list is numbered.
    Item(Option<usize>),
    /// A table; its rows are its children.
    Table {
        /// The headers.
        columns: Vec<String>,
    },
    /// A row of a table.
    Row(Vec<Rich>),
}

/// One heading, list item, table or row.
#[derive(Debug)]
pub struct Entry {
    /// What it looks like.
    pub shape: Shape,
    /// What it stands in; only the root stands in nothing.
    pub parent: Option<usize>,
    /// Its line in the source, from 1.
    pub line: usize,
    /// Its text.
    pub title: Rich,
    /// Whether it has a box or a keyword, and whether that says done.
    pub mark: Option<bool>,
    /// Taken out of the work by its keyword, such as CANCELLED.
    pub dropped: bool,
    /// What stands in it besides entries, in order.
    pub prose: Vec<Prose>,
    /// Values with a name: the properties of a headline.
    pub fields: Vec<(String, String)>,
    /// Of a list item, which list of the document it is in.
    pub list: usize,
    /// The paragraph right before its list, if that is short.
    pub intro: Option<String>,
}

impl Entry {
    /// An entry without text.
    pub fn new(shape: Shape, parent: Option<usize>, line: usize) -> Self {
        Self {
            shape,
            parent,
            line,
            title: Rich::default(),
            mark: None,
            dropped: false,
            prose: Vec::new(),
            fields: Vec::new(),
            list: 0,
            intro: None,
        }
    }

    /// Sets what stands in its check box.
    pub fn set_box(&mut self, tick: Option<Tick>) {
        self.mark = tick.map(|tick| tick == Tick::Done);
        self.dropped = tick == Some(Tick::Dropped);
    }

    /// Whether it is the root or a heading.
    pub fn is_heading(&self) -> bool {
        matches!(self.shape, Shape::Root | Shape::Heading)
    }

    /// Whether it is a list item.
    pub fn is_item(&self) -> bool {
        matches!(self.shape, Shape::Item(_))
    }
}

/// A paragraph, or something that no plan holds.
#[derive(Debug)]
pub struct Prose {
    /// Its first line, from 1.
    pub line: usize,
    /// How many lines it has.
    pub lines: usize,
    /// A paragraph's text; `None` for code, quotes and HTML.
    pub text: Option<Rich>,
}
