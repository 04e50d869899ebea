//! Choosing: in which way a waiting activity starts, and whether now.
//!
//! Ends are compared in minutes of the covering calendar: see [`super::shifts`].

use std::cmp::Reverse;
use std::ops::Range;

use super::layout::NO_GROUP;
use super::{Expected, NOTHING, Plain};

/// How an activity is expected to go in one way.
#[derive(Clone, Copy, Debug)]
struct Prospect {
    /// The minutes covered before its end.
    end: u32,
    /// Its person is not here.
    is_later: bool,
    way: u32,
    /// Working minutes of the person before its start.
    start: u32,
}

impl Prospect {
    /// Ends sooner; on ties, who is really free before who should be; then as written.
    #[inline]
    fn beats(&self, other: &Self) -> bool {
        let key = |one: &Self| (one.end, one.is_later, one.way);
        key(self) < key(other)
    }
}

impl Plain<'_> {
    /// The way in which the waiting `activity`, which has a choice, starts now, if it does.
    pub(super) fn choose(&mut self, activity: u32) -> Option<u32> {
        let row = &self.layout.rows[activity as usize];
        let (rank, ways) = (row.rank, row.ways.clone());
        loop {
            let best = self.best(activity)?;
            if !best.is_later {
                return Some(best.way);
            }
            let person = self.layout.ways[best.way as usize].person;
            if ways.len() == 1 || !self.reserve(rank, person) {
                self.wake_for(person, best.start);
                return None;
            }
        }
    }

    /// The way in which `activity` is expected to end first.
    fn best(&mut self, activity: u32) -> Option<Prospect> {
        let ways = self.layout.rows[activity as usize].ways.clone();
        let mut best: Option<Prospect> = None;
        // Who is promising: the one who could be first of all by the bound.
        let mut first = (u32::MAX, ways.start);
        for way in ways.clone() {
            let (person, middle) = self.middle(activity, way);
            let state = &self.people[person as usize];
            if state.here_in != self.round.number {
                let bound = state.expected.covered.max(self.round.covered) + middle;
                first = first.min((bound, way));
                continue;
            }
            let start = state.worked;
            let end = if start + middle <= state.shift.steady_until {
                self.round.covered + middle
            } else {
                self.shift_of(person, start + middle)?.covered_at(start + middle)
            };
            let here = Prospect { end, is_later: false, way, start };
            if best.is_none_or(|best| here.beats(&best)) {
                best = Some(here);
            }
        }
        if best.is_some_and(|best| first.0 >= best.end && !best.is_later) {
            return best;
        }
        best = self.later(best, activity, first.1);
        for way in ways {
            let (person, middle) = self.middle(activity, way);
            let state = &self.people[person as usize];
            if way != first.1 && state.here_in != self.round.number {
                let bound = state.expected.covered.max(self.round.covered) + middle;
                if best.is_none_or(|best| bound <= best.end) {
                    best = self.later(best, activity, way);
                }
            }
        }
        best
    }

    /// The person of `way`, and what `activity` is expected to take in it.
    #[inline]
    fn middle(&self, activity: u32, way: u32) -> (u32, u32) {
        let way = &self.layout.ways[way as usize];
        (way.person, self.layout.middle(&self.layout.rows[activity as usize], way))
    }

    /// The better of `best` and how it goes if `activity` waits for the person of `way`.
    fn later(&mut self, best: Option<Prospect>, activity: u32, way: u32) -> Option<Prospect> {
        let (person, middle) = self.middle(activity, way);
        let rank = self.layout.rows[activity as usize].rank;
        let expected = self.expected(person);
        let latest = best.map_or(u32::MAX, |best| best.end);
        let bound = expected.covered + middle;
        if bound > latest {
            return best;
        }
        let queued = self.queued(person, expected.below..rank, latest - bound);
        if bound + queued > latest {
            return best;
        }
        let start = expected.worked + queued;
        let worked = start + middle;
        let Some(shift) = self.shift_of(person, worked) else { return best };
        let later = Prospect { end: shift.covered_at(worked), is_later: true, way, start };
        if best.is_none_or(|best| later.beats(&best)) { Some(later) } else { best }
    }

    /// What the work that waits for nobody but `person` is expected to take, as far as its rank is in
    /// `ranks`; where that is more than `most`, some of it.
    fn queued(&self, person: u32, ranks: Range<u32>, most: u32) -> u32 {
        let queue = self.layout.people[person as usize].queue;
        if queue == NO_GROUP || self.groups[queue as usize].n_waiting == 0 {
            return 0;
        }
        let group = &self.layout.groups[queue as usize];
        let members =
            &self.layout.members[group.members.start as usize..group.members.end as usize];
        let mut sum = 0;
        for (word, members) in (group.first_word as usize..).zip(members.chunks(64)) {
            let mut bits = self.waiting[word];
            if bits == 0 {
                continue;
            }
            // The queues of large plans are long: what waits in a whole word has been added up.
            let last = members[members.len() - 1];
            if ranks.start <= members[0] && last < ranks.end {
                sum += self.queued[word];
                bits = 0;
            }
            while bits != 0 && sum <= most {
                let queued = members[bits.trailing_zeros() as usize];
                if queued >= ranks.end {
                    return sum;
                }
                if queued >= ranks.start {
                    let activity = self.layout.table.at_rank[queued as usize];
                    sum += self.layout.only_middle(&self.layout.rows[activity as usize]);
                }
                bits &= bits - 1;
            }
            if sum > most {
                return sum;
            }
        }
        sum
    }

    /// When `person`, who is not here, is expected to be free: not before now.
    fn expected(&mut self, person: u32) -> Expected {
        let expected = self.people[person as usize].expected;
        if expected.covered > self.round.covered {
            return expected;
        }
        let now = self.round.now;
        let worked = self.shift_at(person, now).map_or(0, |shift| shift.worked_at(now));
        Expected {
            covered: self.round.covered,
            worked: expected.worked.max(worked),
            below: expected.below,
        }
    }

    /// Puts down people for waiting work with a choice, of higher priority than `rank`, in order, until
    /// it concerns `person`; says whether it does.
    fn reserve(&mut self, rank: u32, person: u32) -> bool {
        while let Some(other) = self.choosing.next(self.round.reserved_below)
            && other < rank
        {
            self.round.reserved_below = other + 1;
            let activity = self.layout.table.at_rank[other as usize];
            let Some(best) = self.best(activity).filter(|best| best.is_later) else { continue };
            let (who, middle) = self.middle(activity, best.way);
            let expected = &mut self.people[who as usize].expected;
            self.put_down.push((who, *expected));
            *expected =
                Expected { covered: best.end, worked: best.start + middle, below: other + 1 };
            if who == person {
                return true;
            }
        }
        false
    }

    /// Asks for a round when `person`, idle but not at work, is back and has done what waits: when they
    /// have worked `start` minutes.
    fn wake_for(&mut self, person: u32, start: u32) {
        if self.people[person as usize].busy_with != NOTHING {
            return;
        }
        let Some(shift) = self.shift_of(person, start + 1) else { return };
        let at = shift.end_of(start);
        let state = &mut self.people[person as usize];
        if at > self.round.now && at != self.next[person as usize] && at != state.promised {
            state.promised = at;
            self.later.push(Reverse((at, NOTHING)));
        }
    }
}
