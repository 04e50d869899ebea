//! What the features answer, as plain values with byte ranges.

use text::{Place, TextEdit, TextRange};

/// The answer to a question about a document.
#[derive(Clone, Debug)]
pub enum Answer {
    /// There is nothing to say.
    Nothing,
    /// It cannot be done; why.
    Refused(String),
    /// What something is, in Markdown.
    Hover(TextRange, String),
    /// What can stand here.
    Completions(Completions),
    /// Where something is.
    Places(Vec<Place>),
    /// What would be renamed.
    Renamable(TextRange),
    /// Edits of any files.
    Edits(Vec<TextEdit>),
    /// Edits of the document.
    Formatted(Vec<TextEdit>),
    /// Headings and items, parents before their parts.
    Outline(Vec<Symbol>),
    /// What can be folded, from the first byte to the last.
    Folds(Vec<TextRange>),
    /// What can be done.
    Actions(Vec<Action>),
    /// Sentences above lines.
    Lenses(Vec<Lens>),
    /// Words at the ends of lines.
    Hints(Vec<Hint>),
}

/// What can stand at a place.
#[derive(Clone, Debug)]
pub struct Completions {
    /// What is replaced.
    pub range: TextRange,
    /// The possibilities, best first.
    pub items: Vec<Completion>,
    /// Whether others may fit when more is typed.
    pub is_partial: bool,
}

/// One possibility.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// What is shown.
    pub label: String,
    /// What is written.
    pub text: String,
    /// A few words beside it.
    pub detail: String,
    /// What it means, in Markdown.
    pub doc: String,
    /// Of what sort it is.
    pub sort: Sort,
}

/// The sorts of completions, for their icons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// An item of the plan.
    Item,
    /// A person.
    Person,
    /// A key.
    Key,
    /// A flag.
    Flag,
    /// A value.
    Value,
}

/// A heading or item of the outline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// Its title.
    pub name: String,
    /// Id, estimate and who.
    pub detail: String,
    /// Of which sort.
    pub sort: SymbolSort,
    /// All of it.
    pub range: TextRange,
    /// Its title.
    pub title: TextRange,
    /// How many are around it.
    pub depth: usize,
}

/// The sorts of symbols, for their icons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SymbolSort {
    /// A heading that says what stands under it.
    Section,
    /// The plan.
    Plan,
    /// A task, or a deliverable with tasks.
    Task,
    /// A milestone, goal or feature.
    Aim,
    /// A person.
    Person,
    /// Something unsettled: an unknown, a decision, a risk, an obstacle.
    Open,
    /// Any other item.
    Other,
}

/// Something that can be done.
#[derive(Clone, Debug)]
pub struct Action {
    /// What it does, as an imperative.
    pub title: String,
    /// Its edits.
    pub edits: Vec<TextEdit>,
    /// Which diagnostic it mends: its place in the snapshot's list.
    pub mends: Option<usize>,
}

/// A sentence above a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lens {
    /// Which line: any byte of it.
    pub at: usize,
    /// The sentence.
    pub text: String,
}

/// Words at the end of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// Where.
    pub at: usize,
    /// The words.
    pub text: String,
    /// What they mean.
    pub tip: String,
}
