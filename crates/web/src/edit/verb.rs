//! What a form can do, and the word for it in the form.
//!
//! In: a word, or a verb. Out: the other. An attribute is named as in the language, a key with its
//! `=`: so `start`, which begins a task, is not `start=`, before which it shall not begin.

use std::fmt;

use plan::Slot;
use plan::table::{Flag, Key};

/// What a form does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// Writes an attribute of an item, or takes it away where nothing was typed.
    Set(Slot),
    /// Does something with an item.
    Deed(Deed),
    /// Replies to a question of the review.
    Reply(Reply),
    /// Adds, moves or takes back leave.
    Leave,
    /// Moves a bar of the timeline.
    Shift,
    /// Takes up what would help.
    Take,
}

/// What happens to an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// It begins today.
    Start,
    /// It is finished, gone or answered.
    Done,
    /// It is not, after all.
    Reopen,
    /// A decision is made.
    Decide,
    /// Somebody has been told of it.
    Tell,
}

/// What is said to a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reply {
    /// An answer, or ways out that are taken.
    Answer,
    /// Nobody knows yet: somebody finds out.
    Unknown,
    /// It is no question now.
    NotNow,
}

/// The verbs that are no attributes.
const WORDS: [(Verb, &str); 11] = [
    (Verb::Deed(Deed::Start), "start"),
    (Verb::Deed(Deed::Done), "done"),
    (Verb::Deed(Deed::Reopen), "reopen"),
    (Verb::Deed(Deed::Decide), "decide"),
    (Verb::Deed(Deed::Tell), "tell"),
    (Verb::Reply(Reply::Answer), "answer"),
    (Verb::Reply(Reply::Unknown), "unknown"),
    (Verb::Reply(Reply::NotNow), "not-now"),
    (Verb::Leave, "leave"),
    (Verb::Shift, "shift"),
    (Verb::Take, "take"),
];

impl Verb {
    /// Who does it.
    pub const WHO: Self = Verb::Set(Slot::Who);
    /// How much it is.
    pub const ESTIMATE: Self = Verb::Set(Slot::Estimate);

    /// Writes the value of a key.
    #[must_use]
    pub const fn key(key: Key) -> Self {
        Verb::Set(Slot::Key(key))
    }

    /// The verb of a word.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        if let Some((verb, _)) = WORDS.iter().find(|(_, name)| *name == word) {
            return Some(*verb);
        }
        let slot = match (word, word.strip_suffix('=')) {
            ("who", _) => Slot::Who,
            ("estimate", _) => Slot::Estimate,
            (_, Some(key)) => Slot::Key(Key::from_word(key)?),
            (flag, None) => Slot::Flag(Flag::from_word(flag)?),
        };
        Some(Verb::Set(slot))
    }
}

impl fmt::Display for Verb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Verb::Set(Slot::Id) => f.write_str("id"),
            Verb::Set(Slot::Who) => f.write_str("who"),
            Verb::Set(Slot::Estimate) => f.write_str("estimate"),
            Verb::Set(Slot::Key(key)) => write!(f, "{key}="),
            Verb::Set(Slot::Flag(flag)) => write!(f, "{flag}"),
            other => {
                let found = WORDS.iter().find(|(verb, _)| verb == other);
                f.write_str(found.map_or("", |(_, name)| name))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_verb_is_read_as_it_is_written() {
        let attributes = ["who", "estimate", "start=", "done=", "left=", "optional"];
        for word in WORDS.iter().map(|(_, word)| *word).chain(attributes) {
            assert_eq!(Verb::of(word).unwrap().to_string(), word);
        }
        assert_eq!(Verb::of("start="), Some(Verb::key(Key::Start)));
        assert_eq!(Verb::of("start"), Some(Verb::Deed(Deed::Start)));
        // Ids are not changed from a page, and there is no such key.
        for word in ["id", "", "=", "left", "nothing="] {
            assert_eq!(Verb::of(word), None, "{word}");
        }
    }
}
