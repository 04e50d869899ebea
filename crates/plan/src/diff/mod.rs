//! What changed between two plans, item by item and key by key.
//!
//! In: two plans with their texts. Out: [`Change`]s in the order of the plan, each with the
//! intents that make it. What a change does to dates is not known here, and the bytes of the text
//! are not compared: spacing, line ends and the order of sections are no changes.

mod items;
pub(crate) mod pairs;
mod prose;
pub(crate) mod rows;
mod settings;

use crate::ItemRef;
use crate::intent::{Intent, Slot};

pub use self::rows::Version;

/// One thing that is different.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The item in the base; `None` if it was added, or if this is about no item.
    pub base: Option<ItemRef>,
    /// The item in the head; `None` if it was removed, or if this is about no item.
    pub head: Option<ItemRef>,
    /// What is different about it.
    pub what: What,
    /// What makes this change in the base. Empty for settings and for prose outside of items,
    /// which intents do not reach; and for what happened to an item that has moved into an added
    /// one, because it comes with that.
    pub intents: Vec<Intent>,
}

/// What can be different.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// An item came, with its parts.
    Added {
        /// How many items are in it.
        parts: usize,
    },
    /// An item went, with its parts.
    Removed {
        /// How many items were in it.
        parts: usize,
    },
    /// An item stands elsewhere.
    Moved {
        /// The item that it was part of.
        from: Option<ItemRef>,
        /// The item of the head that it is part of; the same one if only the order is different.
        to: Option<ItemRef>,
    },
    /// It has another title.
    Retitled {
        /// The title that it had.
        old: String,
        /// The title that it has.
        new: String,
    },
    /// Its box was ticked.
    Ticked,
    /// The tick was taken away.
    Unticked,
    /// An attribute is different; the text is as written, without key.
    Attribute {
        /// Which one.
        slot: Slot,
        /// What it was.
        old: Option<String>,
        /// What it is.
        new: Option<String>,
    },
    /// Its notes are different.
    Notes {
        /// What they were.
        old: String,
        /// What they are.
        new: String,
    },
    /// A setting of `fore.toml` is different; the values are as written.
    Setting {
        /// Its tables and name, with dots.
        name: String,
        /// What it was.
        old: Option<String>,
        /// What it is.
        new: Option<String>,
    },
    /// Prose outside of items is different.
    Prose {
        /// The heading that it stands under, if any.
        heading: Option<String>,
        /// What it was.
        old: String,
        /// What it is.
        new: String,
    },
}

/// What is different in `head`, in the order of the plan: an item that went stands where it was,
/// settings come last. Items are told apart by id, without one by their place and title; a renamed
/// id, another title or another place is recognized where nothing else could be meant.
///
/// **What the intents keep.** All intents of all changes, carried out together on the base, give a
/// plan with the items of the head: their sorts, titles, ticks, attributes, notes, what they are
/// part of and in which order. Not kept: settings, prose outside of items, prose that follows the
/// parts of an item, how attributes are ordered and spaced, in which file and in what order
/// sections stand, tokens that are not of the language, and what changed in an item besides an
/// [`Intent`] that cannot be made in its place.
///
/// `O(n log n)` for `n` lines whose titles differ; items of one title are compared with each other.
#[must_use]
pub fn diff(base: Version<'_>, head: Version<'_>) -> Vec<Change> {
    let rows = (rows::rows(base), rows::rows(head));
    let pairs = pairs::pairs(&rows.0, &rows.1);
    let mut changes = items::changes(base, head, (&rows.0, &rows.1), &pairs);
    changes.extend(prose::changes(base, head, (&rows.0, &rows.1), &pairs));
    changes.sort_by_key(|(place, _)| *place);
    let mut changes: Vec<Change> = changes.into_iter().map(|(_, change)| change).collect();
    changes.extend(settings::changes(
        base.files,
        base.outlines.len(),
        head.files,
        head.outlines.len(),
    ));
    changes
}

impl Change {
    fn of_no_item(what: What) -> Self {
        Self { base: None, head: None, what, intents: Vec::new() }
    }
}
