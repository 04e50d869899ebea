//! Draw keys: the number under which an item's random draws are found in every revision.
//!
//! A key is the [hash](text::hash) of `#id` (a person: `@name`); without an id, of the titles
//! from the outermost item to this one, each with a unit separator (U+001F) before it. So a task
//! keeps its draws when others come and go, and with an id even when it moves. If the key is
//! taken, the hash goes on over one more unit separator until it is free. Neither the hash nor
//! what it reads may ever change: old forecasts would not come out the same.

use std::collections::BTreeMap;

use text::Hash;

/// Stands between the titles of a path.
const SEPARATOR: &str = "\u{1f}";

/// Goes on over one more title of a path.
#[must_use]
pub fn and_title(path: Hash, title: &str) -> Hash {
    path.and(SEPARATOR).and(title)
}

/// The keys given so far.
#[derive(Default)]
pub struct Keys {
    /// Each taken key, with the last key that was found by going on from it: of ten thousand twins
    /// each begins where the one before it ended.
    taken: BTreeMap<u64, Hash>,
}

impl Keys {
    /// The key of an item whose id or path of titles has this hash.
    pub fn give(&mut self, wanted: Hash) -> u64 {
        let mut free = wanted;
        while let Some(last) = self.taken.get(&free.0) {
            free = last.and(SEPARATOR);
        }
        self.taken.insert(free.0, free);
        if free != wanted {
            self.taken.insert(wanted.0, free);
        }
        free.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_is_given_twice() {
        let mut keys = Keys::default();
        let path = and_title(and_title(Hash::EMPTY, "Move"), "Copy");
        let first = keys.give(path);
        assert_eq!(first, path.0);
        assert_eq!(keys.give(path), path.and(SEPARATOR).0);
        assert_eq!(keys.give(path), path.and(SEPARATOR).and(SEPARATOR).0);
    }
}
