//! What a sheet is put together from: marks with a height, under and beside each other.

use super::{BASELINE, BODY, HEADING, LEADING};
use crate::scene::{Ink, Mark, Weight, wrap};

/// Marks with a height, at the origin.
#[derive(Default)]
pub(super) struct Piece {
    pub(super) height: f64,
    pub(super) marks: Vec<Mark>,
}

impl Piece {
    /// A line of text with its baseline in it; the piece grows by `leading`.
    pub(super) fn line(&mut self, x: f64, leading: f64, mark: Mark) {
        let baseline = self.height + leading * BASELINE;
        self.marks.push(mark.moved(x, baseline));
        self.height += leading;
    }

    /// Lines of text in `room`.
    pub(super) fn text(&mut self, x: f64, room: f64, text: &str, ink: Ink) {
        for line in wrap(text, BODY, Weight::Regular, room) {
            self.line(x, LEADING, Mark::text(0.0, 0.0, line, ink).sized(BODY));
        }
    }

    pub(super) fn heading(&mut self, text: &str) {
        let mark = Mark::text(0.0, 0.0, text, Ink::Ink).strong().sized(HEADING);
        self.line(0.0, LEADING + 2.0, mark);
    }

    pub(super) fn rule(&mut self, width: f64) {
        self.marks.push(Mark::level(self.height, 0.0, width, Ink::Rule, 0.5));
        self.height += 3.2;
    }

    pub(super) fn under(&mut self, below: Piece, dx: f64) {
        let dy = self.height;
        self.marks.extend(below.marks.into_iter().map(|mark| mark.moved(dx, dy)));
        self.height += below.height;
    }
}

/// Pieces side by side, each at its place.
pub(super) fn beside(pieces: Vec<(f64, Option<Piece>)>) -> Option<Piece> {
    let mut whole = Piece::default();
    for (x, piece) in pieces {
        let Some(piece) = piece else { continue };
        whole.height = whole.height.max(piece.height);
        whole.marks.extend(piece.marks.into_iter().map(|mark| mark.moved(x, 0.0)));
    }
    (!whole.marks.is_empty()).then_some(whole)
}
