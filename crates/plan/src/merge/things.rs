//! Which pieces of three texts are the same thing.
//!
//! In: three texts. Out: their trees and rows, and a [`Thing`] for each item, heading, bullet or
//! stretch of prose that any of them has.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use markup::Outline;
use markup::tree::{Tree, UnitKind, tree};
use text::SourceFile;

use crate::diff::pairs::pairs;
use crate::diff::rows::{Row, Version, rows};
use crate::{ItemRef, Settings};

/// The position of the ancestor, ours and theirs in whatever there are three of.
pub const BASE: usize = 0;
/// See [`BASE`].
pub const OURS: usize = 1;
/// See [`BASE`].
pub const THEIRS: usize = 2;

/// One of the three texts.
pub struct State<'t> {
    /// The text.
    pub text: &'t str,
    /// What it consists of.
    pub outline: Outline,
    /// Its pieces.
    pub tree: Tree,
    /// What its nodes say.
    pub rows: Vec<Row>,
    /// The thing that each piece is.
    pub things: Vec<usize>,
}

/// For each of the three texts the piece that this is in it.
pub type Thing = [Option<usize>; 3];

impl<'t> State<'t> {
    /// Reads a text; `None` if it is no tree.
    pub fn new(text: &'t str) -> Option<Self> {
        let files = [SourceFile::new("plan.md", text)];
        let outline = markup::parse(text);
        let outlines = std::slice::from_ref(&outline);
        let tree = tree(text, &outline)?;
        let (plan, _) = crate::build(&files, outlines, &Settings::default());
        let rows = rows(Version { files: &files, outlines, plan: &plan });
        Some(Self { text, things: vec![usize::MAX; tree.units.len()], outline, tree, rows })
    }

    /// What the node of a piece says; `None` for prose.
    pub fn row(&self, unit: usize) -> Option<&Row> {
        self.tree.units[unit].node.map(|node| &self.rows[node.index()])
    }

    /// The lines of a piece.
    pub fn lines(&self, unit: usize) -> &'t str {
        self.tree.units[unit].lines.of(self.text)
    }

    /// The thing that a piece is in.
    pub fn outer(&self, unit: usize) -> Option<usize> {
        self.tree.units[unit].parent.map(|parent| self.things[parent])
    }

    /// The piece of each node.
    fn units_of_rows(&self) -> Vec<usize> {
        let units = 0..self.tree.units.len();
        units.filter(|unit| self.tree.units[*unit].node.is_some()).collect()
    }

    /// The piece before each piece, of those in the same one.
    fn siblings(&self) -> Vec<Option<usize>> {
        let mut last = BTreeMap::new();
        let units = self.tree.units.iter().enumerate();
        units.map(|(unit, piece)| last.insert(piece.parent, unit)).collect()
    }

    /// By what a stretch of prose is recognized.
    fn traits(&self, siblings: &[Option<usize>], unit: usize) -> Traits<'t> {
        let before = siblings[unit].map(|before| self.things[before]);
        (self.outer(unit), self.lines(unit).trim_ascii(), before)
    }

    fn is_prose(&self, unit: usize) -> bool {
        self.tree.units[unit].kind == UnitKind::Prose
    }
}

/// Finds the things, and notes in each state which piece is which.
pub fn things(states: &mut [State<'_>; 3]) -> Vec<Thing> {
    let mut things: Vec<Thing> = Vec::new();
    nodes(states, &mut things);
    for side in [BASE, OURS, THEIRS] {
        prose(states, &mut things, side);
    }
    things
}

fn assign(
    states: &mut [State<'_>; 3],
    things: &mut Vec<Thing>,
    thing: Option<usize>,
    side: usize,
    unit: usize,
) {
    let thing = thing.unwrap_or_else(|| {
        things.push([None; 3]);
        things.len() - 1
    });
    things[thing][side] = Some(unit);
    states[side].things[unit] = thing;
}

fn nodes(states: &mut [State<'_>; 3], things: &mut Vec<Thing>) {
    let units: Vec<Vec<usize>> = states.iter().map(State::units_of_rows).collect();
    for unit in &units[BASE] {
        assign(states, things, None, BASE, *unit);
    }
    for side in [OURS, THEIRS] {
        let pairs = pairs(&states[BASE].rows, &states[side].rows);
        for (row, old) in pairs.to_base.iter().enumerate() {
            if let Some(old) = old {
                let thing = states[BASE].things[units[BASE][*old]];
                assign(states, things, Some(thing), side, units[side][row]);
            }
        }
    }
    // What both sides added.
    let both = pairs(&states[OURS].rows, &states[THEIRS].rows);
    let new = |states: &[State<'_>; 3], side: usize, row: usize| {
        states[side].things[units[side][row]] == usize::MAX
    };
    for (row, other) in both.to_head.iter().enumerate() {
        if !new(states, OURS, row) {
            continue;
        }
        assign(states, things, None, OURS, units[OURS][row]);
        let thing = states[OURS].things[units[OURS][row]];
        let same = other.filter(|other| {
            let (one, other_row) = (&states[OURS].rows[row], &states[THEIRS].rows[*other]);
            new(states, THEIRS, *other)
                && (one.title == other_row.title || (one.id.is_some() && one.id == other_row.id))
        });
        if let Some(other) = same {
            assign(states, things, Some(thing), THEIRS, units[THEIRS][other]);
        }
    }
    for (row, unit) in units[THEIRS].iter().enumerate() {
        if new(states, THEIRS, row) {
            assign(states, things, None, THEIRS, *unit);
        }
    }
}

/// Which things the stretches of prose of one text are: those in the same thing of a text before it,
/// with the same words, else after the same piece.
fn prose(states: &mut [State<'_>; 3], things: &mut Vec<Thing>, side: usize) {
    let mut known = Prose::default();
    for state in &states[..side] {
        // Prose that both sides add is two stretches, unless it says the same.
        known.add(state, |thing| things[thing][BASE].is_some());
    }
    let siblings = states[side].siblings();
    let mut taken = BTreeSet::new();
    for unit in 0..states[side].tree.units.len() {
        if states[side].is_prose(unit) {
            let found = known.find(states[side].traits(&siblings, unit), &taken);
            assign(states, things, found, side, unit);
            taken.insert(states[side].things[unit]);
        }
    }
}

/// By what a stretch of prose is recognized: the thing that it is in, its words, and the thing before
/// it.
type Traits<'t> = (Option<usize>, &'t str, Option<usize>);

/// The stretches of prose of some texts, in the order of the texts.
#[derive(Default)]
struct Prose<'t> {
    by_words: BTreeMap<(Option<usize>, &'t str), VecDeque<usize>>,
    by_place: BTreeMap<(Option<usize>, Option<usize>), VecDeque<usize>>,
}

impl<'t> Prose<'t> {
    /// Adds those of a text; `has_place` are those that may be recognized by their place.
    fn add(&mut self, state: &State<'t>, has_place: impl Fn(usize) -> bool) {
        let siblings = state.siblings();
        for unit in (0..state.tree.units.len()).filter(|unit| state.is_prose(*unit)) {
            let (outer, words, before) = state.traits(&siblings, unit);
            let thing = state.things[unit];
            self.by_words.entry((outer, words)).or_default().push_back(thing);
            if has_place(thing) {
                self.by_place.entry((outer, before)).or_default().push_back(thing);
            }
        }
    }

    /// The first one like this that is not taken.
    fn find(
        &mut self,
        (outer, words, before): Traits<'t>,
        taken: &BTreeSet<usize>,
    ) -> Option<usize> {
        let free = |things: Option<&mut VecDeque<usize>>| {
            let things = things?;
            while things.front().is_some_and(|thing| taken.contains(thing)) {
                things.pop_front();
            }
            things.front().copied()
        };
        free(self.by_words.get_mut(&(outer, words)))
            .or_else(|| free(self.by_place.get_mut(&(outer, before))))
    }
}

/// How a thing is called in a sentence.
pub fn name(states: &[State<'_>; 3], thing: &Thing) -> String {
    let (side, unit) = [OURS, THEIRS, BASE]
        .into_iter()
        .find_map(|side| thing[side].map(|unit| (side, unit)))
        .expect("BUG: a thing is somewhere");
    match states[side].row(unit) {
        Some(row) => match &row.id {
            Some(id) if row.item != Some(ItemRef::Plan) => format!("`{id}`"),
            _ => format!("“{}”", row.title),
        },
        None => {
            let line = states[side].lines(unit).trim_ascii().lines().next().unwrap_or_default();
            format!("“{line}”")
        }
    }
}
