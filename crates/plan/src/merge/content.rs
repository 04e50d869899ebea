//! What a thing says that both sides have: its line by key, its notes by line.
//!
//! In: a thing in three states. Out: its lines as ours and as theirs would have what collides, and
//! the collisions.

use std::collections::BTreeSet;

use markup::splice::Splice;
use markup::tree::{line_break_of, with_note};
use text::{FileId, TextEdit, TextRange};

use super::lines::merge_lines;
use super::things::{BASE, OURS, State, THEIRS, Thing, name};
use super::{Clash, Collision, Side};
use crate::diff::rows::{Row, attribute, value_of};
use crate::edit::Line;
use crate::intent::Slot;
use crate::table::{Arity, KEYS};

/// The lines of a thing on either side, equal where nothing collides.
pub struct Content {
    /// With ours in all collisions.
    pub ours: String,
    /// With theirs in all collisions.
    pub theirs: String,
    /// What collides.
    pub collisions: Vec<Collision>,
}

/// Merges the lines of a thing that both sides have changed, or added; `ours` and `theirs` are its
/// pieces there.
pub fn merge(
    states: &[State<'_>; 3],
    thing: &Thing,
    [ours, theirs]: [usize; 2],
    settle: &dyn Fn(&Collision) -> Option<Side>,
) -> Content {
    let mut merger = Merger { name: name(states, thing), settle, collisions: Vec::new() };
    let merged = match (states[OURS].row(ours), states[THEIRS].row(theirs)) {
        (Some(one), Some(other)) => {
            let base = thing[BASE].and_then(|unit| states[BASE].row(unit));
            merger.rows(&states[OURS], ours, base, one, other)
        }
        _ => {
            let base = thing[BASE].map_or("", |unit| states[BASE].lines(unit));
            let (one, other) = (states[OURS].lines(ours), states[THEIRS].lines(theirs));
            Some(merger.text(base, one, other))
        }
    };
    let (ours, theirs) = merged.unwrap_or_else(|| {
        merger.collisions.clear();
        let (one, other) = (states[OURS].lines(ours), states[THEIRS].lines(theirs));
        let (said, other_said) = (Some(one.to_owned()), Some(other.to_owned()));
        let pair = (one.to_owned(), other.to_owned());
        merger.collide(Clash::Line, said, other_said, pair)
    });
    Content { ours, theirs, collisions: merger.collisions }
}

struct Merger<'a> {
    name: String,
    settle: &'a dyn Fn(&Collision) -> Option<Side>,
    collisions: Vec<Collision>,
}

impl Merger<'_> {
    /// The pair as it is settled.
    fn collide<T: Clone>(
        &mut self,
        what: Clash,
        ours: Option<String>,
        theirs: Option<String>,
        pair: (T, T),
    ) -> (T, T) {
        let collision = Collision { name: self.name.clone(), what, ours, theirs };
        let side = (self.settle)(&collision);
        self.collisions.push(collision);
        match side {
            Some(Side::Ours) => (pair.0.clone(), pair.0),
            Some(Side::Theirs) => (pair.1.clone(), pair.1),
            None => pair,
        }
    }

    fn text(&mut self, base: &str, ours: &str, theirs: &str) -> (String, String) {
        let merged = merge_lines(base, ours, theirs);
        if merged.0 == merged.1 {
            return merged;
        }
        let said = |text: &str| Some(text.trim_ascii().to_owned());
        self.collide(Clash::Text, said(ours), said(theirs), merged)
    }

    /// The lines of a node; `None` if they cannot be written.
    fn rows(
        &mut self,
        state: &State<'_>,
        unit: usize,
        base: Option<&Row>,
        ours: &Row,
        theirs: &Row,
    ) -> Option<(String, String)> {
        let mut lines = (ours.line.clone(), ours.line.clone());
        let title = self.value(
            Clash::Title,
            base.map(|base| base.title.as_str()),
            Some(ours.title.clone()),
            Some(theirs.title.clone()),
        );
        for (line, title) in [(&mut lines.0, title.0), (&mut lines.1, title.1)] {
            if let Some(title) = title.filter(|title| *title != ours.title) {
                line.title = title;
            }
        }
        let was = base.and_then(|base| base.line.ticked);
        if ours.line.ticked != theirs.line.ticked && (base.is_none() || was == ours.line.ticked) {
            // What nobody had before is ticked if either side ticks it.
            let ticked = if base.is_none() { Some(true) } else { theirs.line.ticked };
            (lines.0.ticked, lines.1.ticked) = (ticked, ticked);
        }
        self.slots(&mut lines, base, ours, theirs)?;
        let empty = String::new();
        let was = base.map_or(&empty, |base| &base.note);
        let note = self.text(was, &ours.note, &theirs.note);
        Some((
            written(state, unit, ours, &lines.0, &note.0)?,
            written(state, unit, ours, &lines.1, &note.1)?,
        ))
    }

    fn slots(
        &mut self,
        lines: &mut (Line, Line),
        base: Option<&Row>,
        ours: &Row,
        theirs: &Row,
    ) -> Option<()> {
        let known =
            |row: &Row| row.line.tokens.iter().all(|token| Slot::of_token(&token.text).is_some());
        if !known(ours) || !known(theirs) || base.is_some_and(|base| !known(base)) {
            return None;
        }
        let slots = [base.map(Row::slots).unwrap_or_default(), ours.slots(), theirs.slots()];
        let find = |side: usize, slot: Slot| {
            slots[side].iter().find(|(known, _)| *known == slot).map(|(_, text)| text.clone())
        };
        let mut seen: Vec<Slot> = Vec::new();
        for (slot, _) in slots.iter().flatten() {
            if seen.contains(slot) {
                continue;
            }
            seen.push(*slot);
            let [was, one, other] = [BASE, OURS, THEIRS].map(|side| find(side, *slot));
            let merged = match list(*slot, was.as_deref(), one.as_deref(), other.as_deref()) {
                Some(merged) => (Some(merged.clone()), Some(merged)),
                None => self.value(Clash::Attribute(*slot), was.as_deref(), one.clone(), other),
            };
            for (line, value) in [(&mut lines.0, merged.0), (&mut lines.1, merged.1)] {
                match value {
                    Some(text) if Some(&text) != one.as_ref() => line.set(&attribute(*slot, &text)),
                    Some(_) => {}
                    None => line.unset(*slot),
                }
            }
        }
        Some(())
    }

    /// One value of three; both sides' where they collide.
    fn value(
        &mut self,
        what: Clash,
        base: Option<&str>,
        ours: Option<String>,
        theirs: Option<String>,
    ) -> (Option<String>, Option<String>) {
        if ours == theirs || theirs.as_deref() == base {
            return (ours.clone(), ours);
        }
        if ours.as_deref() == base {
            return (theirs.clone(), theirs);
        }
        let said = |value: &Option<String>| {
            let value = value.as_deref()?;
            Some(match what {
                Clash::Attribute(slot) => value_of(slot, value).to_owned(),
                _ => value.to_owned(),
            })
        };
        let (one, other) = (said(&ours), said(&theirs));
        self.collide(what, one, other, (ours, theirs))
    }
}

/// The union of what both sides did to a list of values, such as links; `None` if this is no list,
/// or they replaced the same value differently.
fn list(
    slot: Slot,
    base: Option<&str>,
    ours: Option<&str>,
    theirs: Option<&str>,
) -> Option<String> {
    let Slot::Key(key) = slot else { return None };
    if !KEYS.iter().any(|row| row.key == key && row.arity == Arity::Many) {
        return None;
    }
    let (ours, theirs) = (ours?, theirs?);
    let values = |text: &str| -> Vec<String> {
        let value = value_of(slot, text);
        if value.contains('"') {
            vec![value.to_owned()]
        } else {
            value.split(',').map(str::to_owned).collect()
        }
    };
    let base = base.map(values).unwrap_or_default();
    let (one, other) = (values(ours), values(theirs));
    let gone = |side: &[String]| -> BTreeSet<String> {
        base.iter().filter(|value| !side.contains(value)).cloned().collect()
    };
    let come = |side: &[String]| -> Vec<String> {
        side.iter().filter(|value| !base.contains(value)).cloned().collect()
    };
    let (gone_here, gone_there) = (gone(&one), gone(&other));
    if !gone_here.is_disjoint(&gone_there) && come(&one) != come(&other) {
        return None;
    }
    let mut merged: Vec<String> =
        one.iter().filter(|value| !gone_there.contains(*value)).cloned().collect();
    for value in come(&other) {
        if !merged.contains(&value) {
            merged.push(value);
        }
    }
    // Two values about one item, such as two lags: they replaced the same thing.
    let about = |value: &str| value.split(':').next().unwrap_or_default().to_owned();
    let mut items: Vec<String> = merged.iter().map(|value| about(value)).collect();
    items.sort_unstable();
    let twice = items.windows(2).any(|pair| pair[0] == pair[1]);
    (!merged.is_empty() && !twice).then(|| format!("{key}={}", merged.join(",")))
}

/// The lines of a piece of ours with another line and other notes.
fn written(state: &State<'_>, unit: usize, row: &Row, line: &Line, note: &str) -> Option<String> {
    let piece = &state.tree.units[unit];
    let node = &state.outline.nodes[row.node.index()];
    let splices = line.splices(state.text, node).ok()?;
    let start = piece.lines.start;
    let edits: Vec<TextEdit> = splices
        .into_iter()
        .map(|Splice { range, text }| TextEdit {
            file: FileId(0),
            range: TextRange::new(range.start - start, range.end - start),
            text,
        })
        .collect();
    let head = text::apply(&state.text[start..piece.notes], &edits).ok()?;
    if note == row.note {
        return Some(head + &state.text[piece.notes..piece.lines.end]);
    }
    with_note(&head, note, piece.inset as isize, line_break_of(state.text))
}
