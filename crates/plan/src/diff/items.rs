//! The changes of items.
//!
//! In: the rows of two plans and their pairs. Out: changes, each with its place in the order of
//! the head, and the intents that make it in the base.

use std::collections::{BTreeMap, BTreeSet};

use markup::tree;
use text::longest_rising;

use super::pairs::Pairs;
use super::rows::{Row, Sort, Version, attribute, value_of};
use super::{Change, What};
use crate::intent::{Intent, Position, Slot, Target};
use crate::table::Kind;

/// Where a change stands: its row of the head, or the last row before it that was kept; then its
/// row of the base if it went.
pub type Order = (Option<usize>, Option<usize>);

/// The changes of all items.
pub fn changes(
    base: Version<'_>,
    head: Version<'_>,
    rows: (&[Row], &[Row]),
    pairs: &Pairs,
) -> Vec<(Order, Change)> {
    let differ = Differ::new(base, head, rows, pairs);
    let mut found = Vec::new();
    for (at, row) in rows.1.iter().enumerate().filter(|(_, row)| row.item.is_some()) {
        let changes = match pairs.to_base[at] {
            Some(old) => differ.kept(old, at),
            None if differ.is_carried(row.container) => Vec::new(),
            None => vec![differ.added(at)],
        };
        found.extend(changes.into_iter().map(|change| ((Some(at), None), change)));
    }
    let mut last_kept = None;
    for (at, row) in rows.0.iter().enumerate() {
        last_kept = pairs.to_head[at].or(last_kept);
        let went = row.item.is_some() && pairs.to_head[at].is_none();
        let with_parent = row.container.is_some_and(|parent| pairs.to_head[parent].is_none());
        if went && !with_parent {
            found.push(((last_kept, Some(at)), differ.removed(at)));
        }
    }
    found
}

struct Differ<'a> {
    base: Version<'a>,
    head: Version<'a>,
    rows: (&'a [Row], &'a [Row]),
    pairs: &'a Pairs,
    /// The rows of the head that come with an added item.
    carried: Vec<bool>,
    /// The rows of the head that stand among their siblings where they stood.
    stable: BTreeSet<usize>,
    /// The items of the head by what they are part of and what they stand among.
    siblings: BTreeMap<(Option<usize>, Sort), Vec<usize>>,
    /// For each row of the head, the rows of the base of the nearest siblings that stay, before and
    /// after it.
    beside: Vec<[Option<usize>; 2]>,
}

impl<'a> Differ<'a> {
    fn new(
        base: Version<'a>,
        head: Version<'a>,
        rows: (&'a [Row], &'a [Row]),
        pairs: &'a Pairs,
    ) -> Self {
        let mut carried: Vec<bool> = Vec::with_capacity(rows.1.len());
        let mut siblings: BTreeMap<(Option<usize>, Sort), Vec<usize>> = BTreeMap::new();
        for (at, row) in rows.1.iter().enumerate() {
            carried.push(
                row.container.is_some_and(|outer| carried[outer] || pairs.to_base[outer].is_none()),
            );
            if row.is_item() {
                siblings.entry((row.container, among(row.sort))).or_default().push(at);
            }
        }
        let (stable, beside) = (BTreeSet::new(), vec![[None; 2]; rows.1.len()]);
        let mut differ = Self { base, head, rows, pairs, carried, stable, siblings, beside };
        for siblings in differ.siblings.values() {
            let stays = |at: &usize| differ.stays_inside(*at);
            let kept: Vec<usize> = siblings.iter().copied().filter(stays).collect();
            let places: Vec<usize> = kept.iter().filter_map(|at| pairs.to_base[*at]).collect();
            differ.stable.extend(longest_rising(&places).into_iter().map(|at| kept[at]));
        }
        differ.beside = differ.beside();
        differ
    }

    fn beside(&self) -> Vec<[Option<usize>; 2]> {
        let mut beside = vec![[None; 2]; self.rows.1.len()];
        for siblings in self.siblings.values() {
            // Headings stand beside headings, and list items beside list items.
            let (mut before, mut after) = ([None; 2], [None; 2]);
            let sort = |at: usize| usize::from(is_heading(self.rows.1[at].sort));
            for &at in siblings {
                beside[at][0] = before[sort(at)];
                before[sort(at)] = self.staying(at).or(before[sort(at)]);
            }
            for &at in siblings.iter().rev() {
                beside[at][1] = after[sort(at)];
                after[sort(at)] = self.staying(at).or(after[sort(at)]);
            }
        }
        beside
    }

    /// The item of the base that a row of the head is, if it stands where it stood.
    fn staying(&self, at: usize) -> Option<usize> {
        let old = self.pairs.to_base[at].filter(|_| self.stable.contains(&at))?;
        self.rows.0[old].item.map(|_| old)
    }

    /// Whether a row of the head is part of what it was part of.
    fn stays_inside(&self, at: usize) -> bool {
        let Some(old) = self.pairs.to_base[at] else { return false };
        let was = self.rows.0[old].container.map(|outer| self.pairs.to_head[outer]);
        was == self.rows.1[at].container.map(Some)
    }

    /// Whether what is in this container comes with an added item.
    fn is_carried(&self, container: Option<usize>) -> bool {
        container.is_some_and(|at| self.carried[at] || self.pairs.to_base[at].is_none())
    }

    fn added(&self, at: usize) -> Change {
        let row = &self.rows.1[at];
        let end = subtree_end(self.rows.1, at);
        let parts = (at + 1..end).filter(|part| self.rows.1[*part].is_item()).count();
        let file = &self.head.files[row.file.index()].text;
        let content = tree::content(file, &self.head.outlines[row.file.index()], row.node);
        let mut intents = vec![Intent::Insert(self.position(at), content)];
        // What was elsewhere and is in it now comes with it.
        let mut inside: BTreeSet<usize> = BTreeSet::new();
        for old in (at + 1..end).filter_map(|part| self.pairs.to_base[part]) {
            inside.insert(old);
        }
        for old in &inside {
            let outer =
                std::iter::successors(self.rows.0[*old].parent, |at| self.rows.0[*at].parent);
            if outer.into_iter().any(|outer| inside.contains(&outer)) {
                continue;
            }
            intents.extend(self.base_target(*old).map(Intent::Remove));
        }
        Change { base: None, head: row.item, what: What::Added { parts }, intents }
    }

    fn removed(&self, at: usize) -> Change {
        let row = &self.rows.0[at];
        let end = subtree_end(self.rows.0, at);
        let goes =
            |part: &usize| self.rows.0[*part].is_item() && self.pairs.to_head[*part].is_none();
        let parts = (at + 1..end).filter(goes).count();
        let intents = self.base_target(at).map(Intent::Remove).into_iter().collect();
        Change { base: row.item, head: None, what: What::Removed { parts }, intents }
    }

    /// What is different about an item that is in both.
    fn kept(&self, old: usize, new: usize) -> Vec<Change> {
        let (was, is) = (&self.rows.0[old], &self.rows.1[new]);
        let Some(target) = self.base_target(old) else { return Vec::new() };
        let mut found: Vec<(What, Vec<Intent>)> = Vec::new();
        if is.is_item() && !self.stable.contains(&new) {
            let item = |rows: &[Row], at: Option<usize>| at.and_then(|at| rows[at].item);
            let (from, to) = (item(self.rows.0, was.container), item(self.rows.1, is.container));
            let moved = Intent::Move(target.clone(), self.position(new));
            found.push((What::Moved { from, to }, vec![moved]));
        }
        if was.title != is.title {
            let (old, new) = (was.title.clone(), is.title.clone());
            let intent = Intent::Rename(target.clone(), new.clone());
            found.push((What::Retitled { old, new }, vec![intent]));
        }
        match (was.line.ticked, is.line.ticked) {
            (Some(false), Some(true)) => {
                found.push((What::Ticked, vec![Intent::Tick(target.clone())]));
            }
            (Some(true), Some(false)) => {
                found.push((What::Unticked, vec![Intent::Untick(target.clone())]));
            }
            _ => {}
        }
        found.extend(slots(was, is, &target));
        if was.note != is.note && is.is_item() {
            let intent = Intent::Note(target, is.note.clone());
            found.push((What::Notes { old: was.note.clone(), new: is.note.clone() }, vec![intent]));
        }
        let change = |(what, intents): (What, Vec<Intent>)| Change {
            base: was.item,
            head: is.item,
            what,
            intents: if self.carried[new] { Vec::new() } else { intents },
        };
        found.into_iter().map(change).collect()
    }

    /// Where a row of the head goes in the base: beside the nearest item that stays, else inside.
    fn position(&self, at: usize) -> Position {
        let row = &self.rows.1[at];
        let [before, after] =
            self.beside[at].map(|old: Option<usize>| old.and_then(|old| self.base_target(old)));
        if let Some(target) = before {
            return Position::After(target);
        }
        if let Some(target) = after {
            return Position::Before(target);
        }
        let outer = row.container.and_then(|outer| self.pairs.to_base[outer]);
        match outer.and_then(|outer| self.base_target(outer)) {
            Some(target) => Position::Inside(target),
            None if is_heading(row.sort) => Position::Inside(Target::Plan),
            None => Position::Section(section(row.sort).to_owned()),
        }
    }

    fn base_target(&self, at: usize) -> Option<Target> {
        self.base.plan.target(self.rows.0[at].item?)
    }
}

/// Items without box stand among those with one, and headings among list items.
fn among(sort: Sort) -> Sort {
    match sort {
        Sort::Item { kind, rollback, .. } => {
            Sort::Item { kind, rollback, heading: false, check_box: false }
        }
        other => other,
    }
}

fn is_heading(sort: Sort) -> bool {
    matches!(sort, Sort::Heading | Sort::Item { heading: true, .. })
}

/// The section that items of this sort stand in.
fn section(sort: Sort) -> &'static str {
    match sort {
        Sort::Item { rollback: true, .. } => "Rollback",
        Sort::Item { kind, .. } => crate::build::section_of(kind),
        _ => crate::build::section_of(Kind::Task),
    }
}

/// One past the last row inside the row at `at`.
fn subtree_end(rows: &[Row], at: usize) -> usize {
    let outside = |row: &Row| row.parent.is_none_or(|parent| parent < at);
    rows[at + 1..].iter().position(outside).map_or(rows.len(), |length| at + 1 + length)
}

/// The attributes that are different.
fn slots(was: &Row, is: &Row, target: &Target) -> Vec<(What, Vec<Intent>)> {
    let (old, new) = (was.slots(), is.slots());
    let find = |slots: &[(Slot, String)], slot: Slot| {
        slots.iter().find(|(known, _)| *known == slot).map(|(_, text)| text.clone())
    };
    let added = new.iter().filter(|(slot, _)| find(&old, *slot).is_none());
    let all: Vec<Slot> = old.iter().chain(added).map(|(slot, _)| *slot).collect();
    let mut found = Vec::new();
    for slot in all {
        let (before, after) = (find(&old, slot), find(&new, slot));
        if before == after {
            continue;
        }
        let intent = match &after {
            Some(text) => Intent::Set(target.clone(), attribute(slot, text)),
            None => Intent::Unset(target.clone(), slot),
        };
        let value = |text: Option<String>| text.map(|text| value_of(slot, &text).to_owned());
        found.push((What::Attribute { slot, old: value(before), new: value(after) }, vec![intent]));
    }
    found
}
