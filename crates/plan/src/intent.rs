//! Intents: what somebody wants changed, in words of the plan instead of bytes.
//!
//! An intent names its item so that it can be carried out again on a newer revision. [`edit`]
//! turns intents into text edits, and [`check_edit`] proves that the new text says exactly what
//! was wanted. Values are text as in a plan: [`quote`] writes those that need quotes.
//!
//! [`edit`]: crate::edit()
//! [`check_edit`]: crate::check_edit

use crate::table::{Flag, Key};
use crate::{ItemRef, Plan};

/// Which item is meant, in any revision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// The root heading.
    Plan,
    /// By its id, a person by `@name`.
    Id(String),
    /// By its draw key: an item without id, as long as the path of its titles stays.
    Key(u64),
}

/// An attribute with its value as written in a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attribute {
    /// `#core`, given without the mark.
    Id(String),
    /// Everybody who does it, with marks: `@ada @cy` or `@ada|@cy`.
    Who(String),
    /// `3d..5d`.
    Estimate(String),
    /// `due=2026-03-02`; the text is what stands behind the `=`.
    Pair(Key, String),
    /// `optional`.
    Flag(Flag),
}

/// An attribute whatever its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// The id.
    Id,
    /// All `@name` tokens.
    Who,
    /// The estimate.
    Estimate,
    /// A key.
    Key(Key),
    /// A flag.
    Flag(Flag),
}

impl Attribute {
    /// The pair of `key` and a value as somebody typed it: with spaces in it, it gets quotes.
    #[must_use]
    pub fn typed(key: Key, value: &str) -> Self {
        let is_bare = !value.contains(char::is_whitespace) || value.starts_with('"');
        Attribute::Pair(key, if is_bare { value.to_owned() } else { quote(value) })
    }

    /// Which one it is.
    #[must_use]
    pub fn slot(&self) -> Slot {
        match self {
            Attribute::Id(_) => Slot::Id,
            Attribute::Who(_) => Slot::Who,
            Attribute::Estimate(_) => Slot::Estimate,
            Attribute::Pair(key, _) => Slot::Key(*key),
            Attribute::Flag(flag) => Slot::Flag(*flag),
        }
    }

    /// As it stands in a block.
    #[must_use]
    pub fn token(&self) -> String {
        match self {
            Attribute::Id(id) => format!("#{id}"),
            Attribute::Who(text) | Attribute::Estimate(text) => text.clone(),
            Attribute::Pair(key, value) => format!("{key}={value}"),
            Attribute::Flag(flag) => flag.word().to_owned(),
        }
    }
}

impl Slot {
    /// The slot of a token as written; `None` if it is none of the language's.
    #[must_use]
    pub fn of_token(token: &str) -> Option<Self> {
        match token.as_bytes().first()? {
            b'#' => Some(Slot::Id),
            b'@' => Some(Slot::Who),
            b'0'..=b'9' => Some(Slot::Estimate),
            _ => match token.split_once('=') {
                Some((key, _)) => Key::from_word(key).map(Slot::Key),
                None => Flag::from_word(token).map(Slot::Flag),
            },
        }
    }
}

/// Where a new item goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Position {
    /// As the last part of this item; under the plan's heading if it is the plan.
    Inside(Target),
    /// Right after this item and its parts.
    After(Target),
    /// Right before this item.
    Before(Target),
    /// As the last item of the section with this heading, which is added if it is not there.
    Section(String),
}

/// A new item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewItem {
    /// Its title.
    pub title: String,
    /// Whether it has a check box.
    pub check_box: bool,
    /// Its attributes; an item without check box needs one.
    pub attributes: Vec<Attribute>,
}

/// A change that somebody wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Intent {
    /// Writes an attribute, in place of the one that stands there. `cut` cuts a task.
    Set(Target, Attribute),
    /// Takes an attribute away, if it is there. Without `cut` a task is back in the plan.
    Unset(Target, Slot),
    /// Ticks the box.
    Tick(Target),
    /// Takes the tick away.
    Untick(Target),
    /// Gives another title.
    Rename(Target, String),
    /// Adds a link; the text is what stands behind `after=` or `ends=`, such as `core:+2d`.
    AddLink(Target, Key, String),
    /// Removes the links to the item of this id.
    RemoveLink(Target, Key, String),
    /// Adds an item.
    Add(Position, NewItem),
    /// Adds an item as written, with its notes and parts: what follows its marker, and further
    /// lines as far to the left as they can be; of a heading all of its lines.
    Insert(Position, String),
    /// Removes an item with its notes and parts, except those that move elsewhere.
    Remove(Target),
    /// Moves an item with its notes and parts.
    Move(Target, Position),
    /// Writes what follows its block (or its title) before its parts: the rest of that line, and
    /// further lines as far to the left as they can be. Empty text takes the notes away.
    Note(Target, String),
}

impl Plan {
    /// The item that `target` means, if it is there. `O(log n)` by id, `O(n)` by key.
    #[must_use]
    pub fn resolve(&self, target: &Target) -> Option<ItemRef> {
        match target {
            Target::Plan => self.heading.as_ref().map(|_| ItemRef::Plan),
            Target::Id(id) => self.by_id.get(id).copied(),
            Target::Key(key) => {
                self.items().find(|(_, item)| item.key == *key).map(|(found, _)| found)
            }
        }
    }

    /// How to name `item` in an intent.
    #[must_use]
    pub fn target(&self, item: ItemRef) -> Option<Target> {
        let found = self.item(item)?;
        Some(match (item, &found.id) {
            (ItemRef::Plan, _) => Target::Plan,
            (ItemRef::Person(_), Some(name)) => Target::Id(format!("@{name}")),
            (_, Some(id)) => Target::Id(id.clone()),
            (_, None) => Target::Key(found.key),
        })
    }
}

/// `text` in quotes, as a plan writes it; as it is if it can stand alone. A line break becomes a
/// space and a backtick an apostrophe, because neither can stand in a block.
#[must_use]
pub fn quote(text: &str) -> String {
    let mut letters = text.chars();
    let word = |c: char| c.is_ascii_alphanumeric() || "-_./#".contains(c);
    if letters.next().is_some_and(|c| c.is_ascii_alphabetic()) && letters.all(word) {
        return text.to_owned();
    }
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '`' => quoted.push('\''),
            '\n' | '\r' => quoted.push(' '),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_quoted_where_it_must_be() {
        assert_eq!(quote("BIL-112"), "BIL-112");
        assert_eq!(quote("event log"), "\"event log\"");
        assert_eq!(quote("say \"no\" to `x`"), "\"say \\\"no\\\" to 'x'\"");
        assert_eq!(quote(""), "\"\"");
    }
}
