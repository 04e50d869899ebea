//! Three states of a file of a plan become one: by item and key, not by line.
//!
//! In: the texts of the common ancestor and of the two sides. Out: the merged text with everything
//! that either side changed; and the [`Collision`]s, where both changed the same thing
//! differently, which somebody has to settle. Dates and prices are not known here.
//!
//! # Theory
//! Each text is a tree of pieces: headings and items without what is in them, and prose between
//! them. Pieces of the three texts that are the same item make a `Thing`. Whether a thing stays,
//! what it says, what it is in and where it stands there are merged one by one: what one side left
//! as it was follows the other side. What only one side touched is taken from it byte for byte.
//! In the end the text is read again, and must be the tree that was meant.

mod content;
mod lines;
mod marks;
mod order;
mod things;
mod whole;

use text::{Diagnostic, Level, SourceFile};

use crate::Settings;
use crate::intent::Slot;

pub use self::marks::{Sides, sides_of};

/// One of the two sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// The side that is merged into.
    Ours,
    /// The side that is merged.
    Theirs,
}

/// Something that both sides changed differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Collision {
    /// Which item, as it is mentioned in a sentence; of prose its first words.
    pub name: String,
    /// What of it.
    pub what: Clash,
    /// What ours says; `None` if it is not there.
    pub ours: Option<String>,
    /// What theirs says.
    pub theirs: Option<String>,
}

/// What both sides changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Clash {
    /// An attribute.
    Attribute(Slot),
    /// The title.
    Title,
    /// The notes, or prose between items.
    Text,
    /// What it is part of, or where it stands there. There are no marks for it in the text: it
    /// stays where ours has it.
    Place,
    /// One side removed it, and the other changed it or something in it.
    Removed(Side),
    /// The line as a whole: it cannot be taken apart.
    Line,
    /// The whole file, which cannot be taken apart. The text is merged by lines.
    File,
}

/// A merged text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// The text: with the marks of a conflict around what collides and was not settled.
    pub text: String,
    /// The collisions, settled or not.
    pub collisions: Vec<Collision>,
    /// How many of them were not settled.
    pub open: usize,
}

/// Merges the changes from `base` to `ours` and from `base` to `theirs`. `settle` says which side
/// to take in a collision; `None` leaves both in the text, between the marks of a conflict.
///
/// **Meaning.** Changes of different items, and of different attributes of one item, are both
/// kept, however near they stand; so are links that both sides add to one item. The same change
/// on both sides is one change. What neither side touched keeps its bytes. Pieces that both sides
/// add at one place stand in the order of their texts, so that it does not matter who merges whom.
///
/// Whether the union is sound, no cycle for example, is another question: [`errors_of_union`].
///
/// `O(n log n)` for `n` lines, `O(n)` more for each group of pieces that one side removed, and the square
/// of the length of prose that both changed.
#[must_use]
pub fn merge(
    base: &str,
    ours: &str,
    theirs: &str,
    settle: &dyn Fn(&Collision) -> Option<Side>,
) -> Merged {
    let clean = |text: &str| Merged { text: text.to_owned(), collisions: Vec::new(), open: 0 };
    if ours == theirs || theirs == base {
        return clean(ours);
    }
    if ours == base {
        return clean(theirs);
    }
    let ends = [base, ours, theirs].map(|text| text.contains("\r\n"));
    if ends[0] == ends[1] && ends[0] == ends[2] {
        return merge_trees(base, ours, theirs, settle);
    }
    // One side changed how lines end: the words are merged, then the ends.
    let [base, ours, theirs] = [base, ours, theirs].map(|text| text.replace("\r\n", "\n"));
    let mut merged = merge(&base, &ours, &theirs, settle);
    if if ends[1] == ends[0] { ends[2] } else { ends[1] } {
        merged.text = merged.text.replace('\n', "\r\n");
    }
    merged
}

fn merge_trees(
    base: &str,
    ours: &str,
    theirs: &str,
    settle: &dyn Fn(&Collision) -> Option<Side>,
) -> Merged {
    whole::merge([base, ours, theirs], settle)
        .unwrap_or_else(|| by_lines(base, ours, theirs, settle))
}

/// Merges texts that are no trees, or whose merged tree is read as another one.
fn by_lines(
    base: &str,
    ours: &str,
    theirs: &str,
    settle: &dyn Fn(&Collision) -> Option<Side>,
) -> Merged {
    let (as_ours, as_theirs) = lines::merge_lines(base, ours, theirs);
    let collision = Collision { name: String::new(), what: Clash::File, ours: None, theirs: None };
    let side = settle(&collision);
    let text = match side {
        Some(Side::Ours) => as_ours,
        Some(Side::Theirs) => as_theirs,
        None => lines::marked(&as_ours, &as_theirs, markup::tree::line_break_of(ours)),
    };
    Merged { text, collisions: vec![collision], open: usize::from(side.is_none()) }
}

/// The errors that a merged file has though neither side has them: links to what the other side
/// removed, double ids, cycles. `beside` are the other files of the plan.
#[must_use]
pub fn errors_of_union(
    path: &str,
    sides: [&str; 2],
    merged: &str,
    beside: &[SourceFile],
) -> Vec<Diagnostic> {
    let errors = |text: &str| -> Vec<Diagnostic> {
        let mut files = vec![SourceFile::new(path, text)];
        files.extend_from_slice(beside);
        let outlines: Vec<_> = files.iter().map(|file| markup::parse(&file.text)).collect();
        let (_, found) = crate::build(&files, &outlines, &Settings::default());
        found.into_iter().filter(|found| found.level == Level::Error).collect()
    };
    let known: Vec<Diagnostic> = sides.into_iter().flat_map(errors).collect();
    let is_known = |found: &Diagnostic| {
        known.iter().any(|known| known.code == found.code && known.what == found.what)
    };
    errors(merged).into_iter().filter(|found| !is_known(found)).collect()
}
