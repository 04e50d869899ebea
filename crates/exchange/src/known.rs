//! What the rest of a document tells about the words of a title: who is a person, what is a task.
//!
//! In: the items as they read by themselves. Out: answers about words. "Cy" at the end of a title
//! is an owner only if another line says so.

use std::collections::BTreeSet;

use crate::item::Item;
use crate::people::owners;
use crate::waits::{Index, references};

/// The people and the tasks of a document, as far as they are plain.
#[derive(Default)]
pub struct Known {
    people: BTreeSet<String>,
    /// `None` before the titles are known.
    tasks: Option<Index>,
}

/// Whether a phrase such as "after the importer" is a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// Every task in it is there, once.
    Plain,
    /// It says that something is waited for, and not plainly what.
    Unclear,
    /// It may be just words.
    None,
}

impl Known {
    /// The people whom `items` name, and who leads.
    pub fn people(items: &[Item], leads: &[String]) -> Self {
        let named = items.iter().flat_map(|item| item.who.iter().flatten());
        Self { people: named.chain(leads).map(|name| key(name)).collect(), tasks: None }
    }

    /// The same people, and the tasks `items`. `O(n log n)`.
    pub fn with_tasks(self, items: &[Item]) -> Self {
        Self { tasks: Some(Index::of(items)), ..self }
    }

    /// Whether `words` are names of people and nothing else.
    pub fn are_people(&self, words: &str) -> bool {
        let owners = owners(words);
        let mut names = owners.together.iter().flatten().peekable();
        owners.note.is_none()
            && names.peek().is_some()
            && names.all(|name| self.people.contains(&key(name)))
    }

    /// What `phrase` is. Before tasks are known every phrase is taken for a link, so that titles
    /// are known without them.
    pub fn link(&self, phrase: &str) -> Link {
        let Some(tasks) = &self.tasks else { return Link::Plain };
        let references = references(phrase);
        if !references.is_empty() && references.iter().all(|name| tasks.names_one(name)) {
            return Link::Plain;
        }
        let is_explicit = !phrase.to_lowercase().starts_with("after ");
        let is_unclear = is_explicit || references.iter().any(|name| tasks.names_several(name));
        if is_unclear { Link::Unclear } else { Link::None }
    }
}

fn key(name: &str) -> String {
    name.trim().trim_start_matches('@').to_lowercase()
}
