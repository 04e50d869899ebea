//! What happened in each revision.
//!
//! In: the texts of all revisions, read in one batch. Out: one list of events, in the order of the
//! line. Each revision is parsed once, on all threads; only neighbors are in memory together.

use std::collections::BTreeMap;

use plan::{Happening, Plan, Transition, transitions};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use store::{History, HistoryError, PlanFiles, Revision, Texts};

use super::plan_of;

/// Something that happened to an item in a revision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// The item's key, as it is today.
    pub key: u64,
    /// What happened.
    pub what: Happening,
    /// The position of the revision on the line.
    pub revision: u32,
    /// For a merge, the position of the commit it brought in that did it.
    pub merged: Option<u32>,
}

/// All events of a line.
#[derive(Debug, Default)]
pub struct Events {
    /// In the order of the line.
    pub all: Vec<Event>,
    /// The positions of the revisions whose plan has errors or is no text.
    pub unread: Vec<u32>,
}

/// The same as it is kept: it holds for one line, named by its last commit.
#[derive(Serialize, Deserialize)]
struct Remembered {
    last: String,
    revisions: usize,
    events: Vec<(u64, u8, u32, Option<u32>)>,
    unread: Vec<u32>,
}

/// Another name whenever the same revisions give other events than they did.
const REMEMBERED_AS: &str = "events-2";

/// So many revisions are a piece of work for one thread: each piece parses one revision more.
const PIECE: usize = 32;

impl Events {
    /// The events of `revisions`, as remembered or read anew.
    pub fn read(history: &History, revisions: &[Revision]) -> Result<Self, HistoryError> {
        let Some(last) = revisions.last() else { return Ok(Events::default()) };
        if let Some(known) = history.remembered::<Remembered>(REMEMBERED_AS)
            && known.last == last.commit
            && known.revisions == revisions.len()
            && let Some(events) = Events::of_remembered(&known)
        {
            return Ok(events);
        }
        let events = Events::of(&Read::all(history, revisions)?);
        let remembered = Remembered {
            last: last.commit.clone(),
            revisions: revisions.len(),
            events: events
                .all
                .iter()
                .map(|event| (event.key, event.what as u8, event.revision, event.merged))
                .collect(),
            unread: events.unread.clone(),
        };
        history.remember(REMEMBERED_AS, &remembered);
        Ok(events)
    }

    fn of_remembered(known: &Remembered) -> Option<Self> {
        let event = |&(key, what, revision, merged): &(u64, u8, u32, Option<u32>)| {
            let what = *Happening::ALL.get(usize::from(what))?;
            ((revision as usize) < known.revisions).then_some(Event { key, what, revision, merged })
        };
        let all = known.events.iter().map(event).collect::<Option<_>>()?;
        Some(Events { all, unread: known.unread.clone() })
    }

    fn of(read: &Read<'_>) -> Self {
        let positions: Vec<usize> = (0..read.revisions.len()).collect();
        let pieces: Vec<Piece> =
            positions.par_chunks(PIECE).map(|piece| read.piece(piece)).collect();
        let mut events = Events::default();
        let mut transitions = Vec::new();
        for piece in pieces {
            transitions.extend(piece.found);
            events.unread.extend(piece.unread);
        }
        // What an item is called today, by what it was called before.
        let mut names: BTreeMap<u64, u64> = BTreeMap::new();
        for (transition, revision, merged) in transitions.iter().rev() {
            let today = |key: u64| names.get(&key).copied().unwrap_or(key);
            let key = today(transition.key);
            if let Some(before) = transition.key_before {
                names.insert(before, key);
            }
            let (revision, merged) = (*revision, *merged);
            events.all.push(Event { key, what: transition.what, revision, merged });
        }
        events.all.reverse();
        events
    }
}

struct Piece {
    found: Vec<(Transition, u32, Option<u32>)>,
    unread: Vec<u32>,
}

/// All texts of a line.
struct Read<'a> {
    revisions: &'a [Revision],
    texts: BTreeMap<&'a str, PlanFiles>,
}

impl<'a> Read<'a> {
    fn all(history: &History, revisions: &'a [Revision]) -> Result<Self, HistoryError> {
        let all = revisions.iter().flat_map(|revision| revision.merged.iter().chain([revision]));
        let mut wanted: Vec<&Texts> = all.filter_map(|one| one.texts.as_ref()).collect();
        wanted.sort_by_key(|texts| &texts.key);
        wanted.dedup_by_key(|texts| &texts.key);
        let texts = history.texts(&wanted)?;
        let named = wanted.iter().zip(texts);
        let texts =
            named.filter_map(|(name, text)| Some((name.key.as_str(), text.ok()?))).collect();
        Ok(Read { revisions, texts })
    }

    fn plan(&self, revision: &Revision) -> Option<Plan> {
        plan_of(self.texts.get(revision.texts.as_ref()?.key.as_str())?)
    }

    fn piece(&self, positions: &[usize]) -> Piece {
        let mut piece = Piece { found: Vec::new(), unread: Vec::new() };
        let first = positions.first().copied().unwrap_or(0);
        let mut before = self.revisions[..first].iter().rev().find_map(|one| self.plan(one));
        for &position in positions {
            let revision = &self.revisions[position];
            let number = u32::try_from(position).expect("fewer than four billion revisions");
            let Some(plan) = self.plan(revision) else {
                if revision.texts.is_some() {
                    piece.unread.push(number);
                }
                continue;
            };
            if let Some(before) = &before {
                let found = transitions(before, &plan);
                let by = self.brought_by(revision, before, &found);
                piece
                    .found
                    .extend(found.into_iter().zip(by).map(|(one, merged)| (one, number, merged)));
            }
            before = Some(plan);
        }
        piece
    }

    /// For each of `found`, what a merge did, the first of the commits it brought in that shows it.
    fn brought_by(
        &self,
        merge: &Revision,
        before: &Plan,
        found: &[Transition],
    ) -> Vec<Option<u32>> {
        let mut by = vec![None; found.len()];
        for (position, side) in (0..).zip(&merge.merged) {
            if by.iter().all(Option::is_some) {
                break;
            }
            let Some(plan) = self.plan(side) else { continue };
            let shown = transitions(before, &plan);
            for (by, wanted) in by.iter_mut().zip(found) {
                if by.is_none() && shown.contains(wanted) {
                    *by = Some(position);
                }
            }
        }
        by
    }
}
