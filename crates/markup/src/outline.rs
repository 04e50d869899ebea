//! What parsing returns: the outline of one file, as plain data that points into its text.

use text::TextRange;

/// The headings and list items of one file, in the order of the text.
#[derive(Clone, Debug, Default)]
pub struct Outline {
    /// Every heading and every list item, by where they begin; so a parent stands before its
    /// children. Headings inside items, and items inside quotes, are prose.
    pub nodes: Vec<Node>,
    /// What is wrong with the form of the text.
    pub problems: Vec<Problem>,
}

/// A position in [`Outline::nodes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub u32);

impl NodeId {
    /// The position as an index.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A heading or a list item.
#[derive(Clone, Debug)]
pub struct Node {
    /// Which of the two, and its mark.
    pub kind: NodeKind,
    /// An item's enclosing item, else the heading it stands under; a heading's next higher one.
    pub parent: Option<NodeId>,
    /// The heading's line, or lines if it is underlined; or the whole item, its nested items
    /// included, without the line break at the end.
    pub range: TextRange,
    /// The text before the block, trimmed; an item without a block has its whole first paragraph
    /// as its title. A wrapped title has line breaks and indentation in it.
    pub title: TextRange,
    /// The attributes. A heading's stand as a paragraph of their own right under it.
    pub block: Option<Block>,
    /// The text after the block and the item's further paragraphs, quotes, code and tables, nested
    /// items left out; of a heading, the prose between it and the next heading.
    pub notes: Vec<TextRange>,
}

impl Node {
    /// Whether this is a plan item: a list item with a check box or an attribute block. Other
    /// bullets are prose.
    #[must_use]
    pub fn is_plan_item(&self) -> bool {
        match self.kind {
            NodeKind::Heading { .. } => false,
            NodeKind::Item { check, .. } => check.is_some() || self.block.is_some(),
        }
    }
}

/// What kind of node, and its mark in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NodeKind {
    /// A heading of level 1 to 6.
    Heading {
        /// The number of `#`.
        level: u8,
    },
    /// A list item.
    Item {
        /// The `-`, `*`, `+`, `1.` or `1)` that opens it.
        marker: TextRange,
        /// Its check box, if it has one.
        check: Option<CheckBox>,
    },
}

/// A check box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CheckBox {
    /// Whether it is ticked.
    pub ticked: bool,
    /// The one character between the brackets: a tick flips this byte. After
    /// [`ProblemKind::UnknownMark`] whatever stands there, perhaps nothing.
    pub mark: TextRange,
}

/// An attribute block: one code span that begins with `{` and ends with `}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// From the opening backtick to the closing one, both included.
    pub range: TextRange,
    /// Between the braces.
    pub inner: TextRange,
    /// The tokens, in order.
    pub tokens: Vec<Token>,
}

/// One word of a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// The whole token.
    pub range: TextRange,
    /// What it looks like.
    pub kind: TokenKind,
}

/// What a token looks like; what it means is decided by the kind of the item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// `#name`; the range is the name's.
    Id(TextRange),
    /// `@name` or `@name|@name`; the ranges are the names'.
    Who(Vec<TextRange>),
    /// Begins with a digit: an estimate.
    Estimate,
    /// `key=value,value`.
    Pair {
        /// The key.
        key: TextRange,
        /// The values, at least one.
        values: Vec<ValueToken>,
    },
    /// A word alone.
    Flag,
    /// Not a token of the language; the text says what is wrong with it.
    Malformed(&'static str),
}

/// One value of a pair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueToken {
    /// Its range, quotes included.
    pub range: TextRange,
    /// The text of a quoted value, escapes resolved; `None` for a bare one.
    pub quoted: Option<String>,
}

/// Something wrong with the form of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What.
    pub kind: ProblemKind,
    /// Where: the exact characters.
    pub range: TextRange,
    /// The replacement of `range` that mends it, when there is one obvious replacement.
    pub fix: Option<String>,
}

/// The mistakes of form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// `<<<<<<<`, `=======` or `>>>>>>>` of an unfinished merge: one problem for each conflict,
    /// from the first mark to the last.
    ConflictMarkers,
    /// A bare `{#` or `{@` outside code: to its `}`, else to the end of the line.
    BareBlock,
    /// A block that stands where no item or heading can take it. Under headings, outside items,
    /// only what begins with `{#` or `{@` counts.
    BlockOutOfPlace,
    /// A backtick and a brace that no brace and backtick close. Whoever means such a code span
    /// literally writes it with double backticks.
    UnclosedBlock,
    /// A second block in the same first paragraph.
    SecondBlock,
    /// `-[ ]`: no space before the box.
    NoSpaceBeforeBox,
    /// `- [ ]` at the start of a line that Markdown reads as text of the paragraph above it or as
    /// code, because it is indented too far, or has a number other than 1 right under text.
    ItemReadAsText,
    /// `- [ ]x`: no space after the box.
    NoSpaceAfterBox,
    /// `[-]`, `[v]`, `[]`, …: a mark that is neither a space nor an `x`. Digits are references.
    UnknownMark,
}
