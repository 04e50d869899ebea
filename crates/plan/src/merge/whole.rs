//! The merge of three trees.
//!
//! In: three texts. Out: the merged one, or nothing if one of them is no tree, or if the merged
//! text would be read as another tree than was meant.

use std::collections::{BTreeMap, BTreeSet};

use markup::tree::{Piece, UnitKind, line_break_of, tree, write};

use super::lines::marked;
use super::things::{BASE, OURS, State, THEIRS, Thing, name, things};
use super::{Clash, Collision, Merged, Side, content, order};
use crate::edit::forest::{read, said};

/// Merges the base, ours and theirs.
pub fn merge(texts: [&str; 3], settle: &dyn Fn(&Collision) -> Option<Side>) -> Option<Merged> {
    let [base, ours, theirs] = texts.map(State::new);
    let mut states = [base?, ours?, theirs?];
    let things = things(&mut states);
    let mut merger = Merger {
        there: vec![false; things.len()],
        outer: vec![None; things.len()],
        removed: BTreeMap::new(),
        states,
        things,
        settle,
        collisions: Vec::new(),
        open: 0,
    };
    merger.decide_places();
    merger.decide_presence();
    merger.write()
}

/// A thing that one side removed and the other still needs: from which side it was removed.
type Removed = BTreeMap<usize, Side>;

struct Merger<'a> {
    states: [State<'a>; 3],
    things: Vec<Thing>,
    /// Which things are in the result.
    there: Vec<bool>,
    /// What each is in.
    outer: Vec<Option<usize>>,
    /// The outermost things between marks because one side removed them.
    removed: Removed,
    settle: &'a dyn Fn(&Collision) -> Option<Side>,
    collisions: Vec<Collision>,
    open: usize,
}

impl Merger<'_> {
    fn collide(&mut self, collision: Collision) -> Option<Side> {
        let side = (self.settle)(&collision);
        self.collisions.push(collision);
        self.open += usize::from(side.is_none());
        side
    }

    fn outer_in(&self, side: usize, thing: usize) -> Option<usize> {
        self.things[thing][side].and_then(|unit| self.states[side].outer(unit))
    }

    /// What each thing is in, as the side says that moved it.
    fn decide_places(&mut self) {
        for at in 0..self.things.len() {
            let outer = [BASE, OURS, THEIRS].map(|side| self.outer_in(side, at));
            self.outer[at] = match self.things[at] {
                [_, None, None] => outer[BASE],
                [_, Some(_), None] => outer[OURS],
                [_, None, Some(_)] => outer[THEIRS],
                [None, ..] if outer[OURS] == outer[THEIRS] => outer[OURS],
                [Some(_), ..] if outer[OURS] == outer[BASE] => outer[THEIRS],
                [Some(_), ..] if outer[THEIRS] == outer[BASE] || outer[OURS] == outer[THEIRS] => {
                    outer[OURS]
                }
                _ => self.settle_place(at, outer[OURS], outer[THEIRS]),
            };
        }
    }

    fn settle_place(
        &mut self,
        at: usize,
        ours: Option<usize>,
        theirs: Option<usize>,
    ) -> Option<usize> {
        let said =
            |outer: Option<usize>| outer.map(|outer| name(&self.states, &self.things[outer]));
        let collision = Collision {
            name: name(&self.states, &self.things[at]),
            what: Clash::Place,
            ours: said(ours),
            theirs: said(theirs),
        };
        match self.collide(collision) {
            Some(Side::Theirs) => theirs,
            _ => ours,
        }
    }

    fn decide_presence(&mut self) {
        for at in 0..self.things.len() {
            self.there[at] = matches!(self.things[at], [_, Some(_), Some(_)] | [None, ..]);
        }
        for (side, other, by) in [(OURS, THEIRS, Side::Ours), (THEIRS, OURS, Side::Theirs)] {
            let went = |thing: &Thing| {
                thing[BASE].is_some() && thing[side].is_none() && thing[other].is_some()
            };
            let gone: BTreeSet<usize> =
                (0..self.things.len()).filter(|at| went(&self.things[*at])).collect();
            let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
            for at in &gone {
                groups.entry(self.outermost(*at, &gone)).or_default().push(*at);
            }
            for (root, group) in groups {
                self.decide_group(root, &group, other, by);
            }
        }
        self.drop_what_has_no_place();
    }

    /// The outermost of the things around `at` that went with it.
    fn outermost(&self, at: usize, gone: &BTreeSet<usize>) -> usize {
        let outer = |at: &usize| self.outer_in(BASE, *at).filter(|outer| gone.contains(outer));
        std::iter::successors(Some(at), outer).last().unwrap_or(at)
    }

    /// Things that one side removed together: gone, unless the other side changed any of them or
    /// put something there.
    fn decide_group(&mut self, root: usize, group: &[usize], other: usize, by: Side) {
        let members: BTreeSet<usize> = group.iter().copied().collect();
        let is_changed = |at: &usize| {
            let words = |side: usize| {
                self.things[*at][side].map(|unit| words(self.states[side].lines(unit)))
            };
            words(BASE) != words(other) || self.outer_in(BASE, *at) != self.outer_in(other, *at)
        };
        let is_used = (0..self.things.len()).any(|at| {
            self.there[at] && self.outer[at].is_some_and(|outer| members.contains(&outer))
        });
        if !is_used && !group.iter().any(is_changed) {
            return;
        }
        let kept = self.things[root][other]
            .map(|unit| self.states[other].lines(unit).trim_ascii().to_owned());
        let (ours, theirs) = if by == Side::Ours { (None, kept) } else { (kept, None) };
        let what = Clash::Removed(by);
        let side = self.collide(Collision {
            name: name(&self.states, &self.things[root]),
            what,
            ours,
            theirs,
        });
        if side == Some(by) {
            return;
        }
        group.iter().for_each(|at| self.there[*at] = true);
        if side.is_none() {
            self.removed.insert(root, by);
        }
    }

    /// What stood in something that went goes with it, or back to where the other side has it.
    fn drop_what_has_no_place(&mut self) {
        let mut inside: Vec<Vec<usize>> = vec![Vec::new(); self.things.len()];
        for (at, outer) in self.outer.iter().enumerate() {
            if let Some(outer) = outer {
                inside[*outer].push(at);
            }
        }
        let is_lost = |whole: &Self, at: usize| {
            whole.there[at] && whole.outer[at].is_some_and(|outer| !whole.there[outer])
        };
        let mut lost: BTreeSet<usize> =
            (0..self.things.len()).filter(|at| is_lost(self, *at)).collect();
        while let Some(at) = lost.pop_first() {
            let places = [OURS, THEIRS].map(|side| self.outer_in(side, at));
            let place = [OURS, THEIRS].into_iter().zip(places).find(|(side, place)| {
                self.things[at][*side].is_some() && place.is_none_or(|place| self.there[place])
            });
            match place.filter(|_| matches!(self.things[at], [Some(_), Some(_), Some(_)])) {
                Some((_, place)) => {
                    self.outer[at] = place;
                    if let Some(place) = place {
                        inside[place].push(at);
                    }
                }
                None => {
                    self.there[at] = false;
                    lost.extend(inside[at].iter().filter(|below| is_lost(self, **below)));
                }
            }
        }
    }

    fn write(mut self) -> Option<Merged> {
        let mut pieces: Vec<Piece> = Vec::with_capacity(self.things.len());
        for at in 0..self.things.len() {
            let (side, mut piece) = self.piece(at);
            self.move_with(side, at, &mut piece);
            pieces.push(piece);
        }
        let roots = self.arrange(&mut pieces)?;
        let marks = self.mark_removed(&mut pieces);
        let line_break = line_break_of(self.states[OURS].text);
        let text = write(
            &pieces,
            &roots,
            line_break,
            |previous, at| self.gap(previous, at),
            &self.tail(line_break),
        );
        let is_whole = self.open > 0 || marks || {
            let outline = markup::parse(&text);
            tree(&text, &outline).is_some() && read(&text, &outline)? == said(&pieces, &roots)
        };
        is_whole.then_some(Merged { text, collisions: self.collisions, open: self.open })
    }

    /// What a thing says in the result, and in which text it stands like that.
    fn piece(&mut self, at: usize) -> (usize, Piece) {
        let thing = self.things[at];
        let of = |side: usize, unit: usize| {
            (side, Piece::of(self.states[side].text, &self.states[side].tree, unit))
        };
        let (ours, theirs) = match thing {
            [_, Some(ours), Some(theirs)] => (ours, theirs),
            [_, Some(ours), None] => return of(OURS, ours),
            [_, None, Some(theirs)] => return of(THEIRS, theirs),
            [base, None, None] => return of(BASE, base.expect("BUG: a thing is somewhere")),
        };
        let lines = |side: usize, unit: usize| self.states[side].lines(unit);
        let base = thing[BASE].map(|unit| lines(BASE, unit));
        let (one, other) = (lines(OURS, ours), lines(THEIRS, theirs));
        if one == other || Some(other) == base {
            return of(OURS, ours);
        }
        if Some(one) == base {
            return of(THEIRS, theirs);
        }
        let (_, mut piece) = of(OURS, ours);
        let merged = content::merge(&self.states, &thing, [ours, theirs], self.settle);
        self.open +=
            merged.collisions.iter().filter(|found| (self.settle)(found).is_none()).count();
        self.collisions.extend(merged.collisions);
        piece.lines = marked(&merged.ours, &merged.theirs, line_break_of(self.states[OURS].text));
        (OURS, piece)
    }

    /// Lets a piece of one side stand as far from its parent's text as on the side that moved it.
    fn move_with(&self, side: usize, at: usize, piece: &mut Piece) {
        if self.outer_in(side, at) == self.outer[at] {
            return;
        }
        let mover = [OURS, THEIRS].into_iter().find(|mover| {
            self.things[at][*mover].is_some() && self.outer_in(*mover, at) == self.outer[at]
        });
        let Some(mover) = mover else { return };
        let Some(unit) = self.things[at][mover] else { return };
        let there = Piece::of(self.states[mover].text, &self.states[mover].tree, unit);
        piece.home = piece.indent() - (there.indent() - there.home);
    }

    /// Puts the pieces into each other in their order; returns the outermost. `None` if two sides
    /// put two things into each other.
    fn arrange(&mut self, pieces: &mut [Piece]) -> Option<Vec<usize>> {
        let mut there: BTreeMap<Option<usize>, BTreeSet<usize>> = BTreeMap::new();
        for at in (0..self.things.len()).filter(|at| self.there[*at]) {
            there.entry(self.outer[at]).or_default().insert(at);
        }
        let mut orders: [BTreeMap<Option<usize>, Vec<usize>>; 3] = Default::default();
        for (side, orders) in orders.iter_mut().enumerate() {
            for (unit, at) in self.states[side].things.iter().enumerate() {
                orders.entry(self.states[side].outer(unit)).or_default().push(*at);
            }
        }
        let mut roots = Vec::new();
        for (outer, there) in there {
            let [base, ours, theirs] =
                [BASE, OURS, THEIRS].map(|side| orders[side].remove(&outer).unwrap_or_default());
            let orders = [base.as_slice(), ours.as_slice(), theirs.as_slice()];
            let key = |at: usize| (is_heading(&pieces[at]), pieces[at].lines.trim_ascii_start());
            let sooner = |one: usize, other: usize| key(one) < key(other);
            let (mut merged, crossed) = order::merge(orders, &there, &BTreeSet::new(), sooner);
            let as_theirs: BTreeSet<usize> =
                crossed.into_iter().filter(|at| self.settle_order(*at)).collect();
            if !as_theirs.is_empty() {
                (merged, _) = order::merge(orders, &there, &as_theirs, sooner);
            }
            // Headings end lists, so what is no heading stands before them.
            merged.sort_by_key(|at| is_heading(&pieces[*at]));
            align(pieces, &merged);
            match outer {
                Some(outer) => pieces[outer].children = merged,
                None => roots = merged,
            }
        }
        let mut reached = 0;
        let mut open: Vec<usize> = roots.clone();
        while let Some(at) = open.pop() {
            reached += 1;
            open.extend(&pieces[at].children);
        }
        (reached == self.there.iter().filter(|there| **there).count()).then_some(roots)
    }

    /// Whether a thing that both sides moved stands where theirs has it.
    fn settle_order(&mut self, at: usize) -> bool {
        let name = name(&self.states, &self.things[at]);
        let collision = Collision { name, what: Clash::Place, ours: None, theirs: None };
        self.collide(collision) == Some(Side::Theirs)
    }

    /// Puts marks around what one side removed; whether there is any.
    fn mark_removed(&self, pieces: &mut [Piece]) -> bool {
        let line_break = line_break_of(self.states[OURS].text);
        for (root, by) in &self.removed {
            let mut last = *root;
            while let Some(child) = pieces[last].children.last() {
                last = *child;
            }
            let (before, after) = match by {
                Side::Ours => {
                    (format!("<<<<<<< ours{line_break}======="), ">>>>>>> theirs".to_owned())
                }
                Side::Theirs => {
                    ("<<<<<<< ours".to_owned(), format!("======={line_break}>>>>>>> theirs"))
                }
            };
            pieces[*root].lines.insert_str(0, &format!("{before}{line_break}"));
            pieces[last].lines.push_str(&format!("{line_break}{after}"));
        }
        !self.removed.is_empty()
    }

    /// The white space before a thing after another, where they stand so in one of the texts.
    fn gap(&self, previous: Option<usize>, at: usize) -> Option<String> {
        let Some(previous) = previous else {
            let first = |state: &State<'_>| {
                state.tree.units.first().map_or("", |unit| unit.gap.of(state.text)).to_owned()
            };
            let [base, ours, theirs] = [BASE, OURS, THEIRS].map(|side| first(&self.states[side]));
            return Some(if ours == base { theirs } else { ours });
        };
        let stood = |side: usize| {
            let (before, unit) = (self.things[previous][side]?, self.things[at][side]?);
            let state = &self.states[side];
            (before + 1 == unit).then(|| state.tree.units[unit].gap.of(state.text).to_owned())
        };
        match [BASE, OURS, THEIRS].map(stood) {
            [base, Some(ours), Some(theirs)] => {
                Some(if base.as_ref() == Some(&ours) { theirs } else { ours })
            }
            [_, Some(one), None] | [_, None, Some(one)] | [Some(one), None, None] => Some(one),
            [None, None, None] => None,
        }
    }

    fn tail(&self, line_break: &str) -> String {
        let tail = |side: usize| self.states[side].tree.tail.of(self.states[side].text);
        let (base, ours, theirs) = (tail(BASE), tail(OURS), tail(THEIRS));
        let tail = if ours == base { theirs } else { ours };
        if self.open > 0 && tail.is_empty() { line_break.to_owned() } else { tail.to_owned() }
    }
}

/// Items of several texts, which may be indented differently there, side by side: none so far to
/// the right that it would be part of the one before it.
fn align(pieces: &mut [Piece], siblings: &[usize]) {
    let mut before: Option<(isize, isize)> = None;
    for at in siblings {
        let piece = &mut pieces[*at];
        if piece.kind != UnitKind::Item {
            continue;
        }
        let indent = piece.indent();
        if let Some((column, _)) = before.filter(|(_, inside)| indent - piece.home >= *inside) {
            piece.home = indent - column;
        }
        before = Some((indent - piece.home, piece.inset - piece.home));
    }
}

fn is_heading(piece: &Piece) -> bool {
    piece.kind == UnitKind::Heading
}

/// The words of lines, however they are indented.
fn words(lines: &str) -> Vec<&str> {
    lines.split_ascii_whitespace().collect()
}
