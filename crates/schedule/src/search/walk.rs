//! The walk: one schedule, improved by small moves.
//!
//! In: a schedule. Out: nothing but what the search remembers as its best. It must not know other
//! schedules.

use super::{Candidate, Search};

/// What starts within so many slots is moved together, in hundredths of the schedule's length.
const WINDOW_PERCENT: u32 = 2;

/// How far it is moved at most, either way, in hundredths of the schedule's length.
const REACH_PERCENT: u32 = 25;

impl Search<'_> {
    /// Spends the rest of the budget on moves from `at`.
    ///
    /// **Meaning.** A move shifts the keys of what starts in a short window, each by its own random
    /// distance, and builds the schedule the other way and back. The better of the two takes the place
    /// of the schedule that was moved if it is no longer: on the wide plains of equal lengths the
    /// walk drifts, which is what finds the way down.
    pub(super) fn walk(&mut self, mut at: Candidate) {
        while !self.is_over() {
            self.shift(&at);
            let there = self.build(at.side.other());
            let back = self.turn_around(&there);
            let better = if there.length < back.length { there } else { back };
            if better.length <= at.length {
                at = better;
            }
        }
    }

    /// Writes the keys of `at`, as seen from its end, with those of a window shifted.
    fn shift(&mut self, at: &Candidate) {
        let window = 1 + self.random.below(at.length * WINDOW_PERCENT / 100 + 1);
        let from = self.random.below(at.length.max(1));
        let reach = (at.length * REACH_PERCENT / 100).max(4);
        for activity in 0..self.network.len() {
            let is_moved = (from..from + window).contains(&at.starts[activity]);
            let shift = if is_moved { self.random.below(2 * reach + 1) } else { reach };
            let key = at.mirrored_start(self.network, activity) + shift;
            self.key(activity, key);
        }
    }
}
