//! Choosing: in which way a waiting activity starts, and whether now.

use std::cmp::Reverse;

use calendar::{Moment, Work};

use super::{Expected, NOTHING, Plain, Reserved};

/// How an activity is expected to go in one way.
#[derive(Clone, Copy, Debug)]
struct Prospect {
    way: u32,
    /// Working minutes of the person before its start.
    start: Work,
    end: Moment,
    /// Its person is here.
    is_open: bool,
}

impl Prospect {
    /// Ends sooner; on ties, who is really free before who should be; then as written.
    fn beats(&self, other: &Self) -> bool {
        let key = |one: &Self| (one.end, !one.is_open, one.way);
        key(self) < key(other)
    }
}

impl Plain<'_> {
    /// The way in which the waiting `activity` starts now, if it does.
    pub(super) fn choose(&mut self, activity: u32) -> Option<u32> {
        let row = &self.layout.rows[activity as usize];
        let (rank, ways, has_choice) = (row.rank, row.ways.clone(), row.has_choice);
        if !has_choice {
            return Some(ways.start);
        }
        loop {
            let best = self.best(activity)?;
            if best.is_open {
                return Some(best.way);
            }
            let person = self.layout.ways[best.way as usize].person;
            if ways.len() == 1 || !self.reserve(rank, person) {
                self.wake_for(person, best.start);
                return None;
            }
        }
    }

    fn is_here(&self, person: u32) -> bool {
        self.people[person as usize].here_in == self.round.number
    }

    /// The way in which `activity` is expected to end first.
    fn best(&mut self, activity: u32) -> Option<Prospect> {
        let row = &self.layout.rows[activity as usize];
        let (rank, ways) = (row.rank, row.ways.clone());
        let mut best: Option<Prospect> = None;
        self.bounds.clear();
        let mut first = (Work(i64::MAX), ways.start);
        for way in ways.clone() {
            let row = self.layout.ways[way as usize];
            let mut bound = Work(i64::MAX);
            if self.is_here(row.person) {
                let here = self.prospect_here(way);
                best = here.filter(|here| best.is_none_or(|best| here.beats(&best))).or(best);
            } else {
                bound = self.bound(row.person) + row.middle;
                first = first.min((bound, way));
            }
            self.bounds.push(bound);
        }
        let mut latest = self.latest_bound(best.as_ref());
        let others = ways.clone().filter(|&way| way != first.1);
        for way in std::iter::once(first.1).chain(others) {
            if self.bounds[(way - ways.start) as usize] > latest {
                continue;
            }
            let later = self.prospect_later(way, rank, best.as_ref());
            if let Some(later) = later
                && best.is_none_or(|best| later.beats(&best))
            {
                best = Some(later);
                latest = self.latest_bound(best.as_ref());
            }
        }
        best
    }

    /// The working minutes of the covering calendar before the end of `best`: what cannot be done in as
    /// many cannot be better.
    fn latest_bound(&self, best: Option<&Prospect>) -> Work {
        best.map_or(Work(i64::MAX - 1), |best| self.covered_before(best.end))
    }

    /// The working minutes of the covering calendar before `person`, who is not here, is expected back,
    /// at least.
    fn bound(&mut self, person: u32) -> Work {
        let state = &self.people[person as usize];
        if state.reserved.round == self.round.number {
            return state.reserved.covered_before;
        }
        if state.busy_with == NOTHING {
            return self.round.covered_before;
        }
        if state.expected.is_none() {
            self.expect(person);
        }
        let expected = self.people[person as usize].expected;
        expected.map_or(Work(0), |one| one.covered_before).max(self.round.covered_before)
    }

    /// Works out when the work that `person` has in hand is expected to end.
    fn expect(&mut self, person: u32) {
        let state = &self.people[person as usize];
        let worked_before = state.since + self.layout.ways[state.way as usize].middle;
        let end = self.end_of(person, worked_before).unwrap_or(super::NEVER);
        let covered_before = self.covered_before(end);
        self.people[person as usize].expected =
            Some(Expected { end, worked_before, covered_before });
    }

    /// The working minutes of the covering calendar before `at`.
    pub(super) fn covered_before(&self, at: Moment) -> Work {
        let stretch = self.layout.covering.stretch_at(at);
        stretch.map_or(Work(i64::MAX - 1), |stretch| stretch.worked_before(at))
    }

    /// How it goes if somebody who is here begins now.
    fn prospect_here(&self, way: u32) -> Option<Prospect> {
        let row = self.layout.ways[way as usize];
        let start = self.people[row.person as usize].stretch.worked_before(self.round.now);
        let end = self.end_of(row.person, start + row.middle)?;
        Some(Prospect { way, start, end, is_open: true })
    }

    /// How it goes if the activity at `rank` waits for somebody, unless that is surely worse than
    /// `best`.
    fn prospect_later(
        &mut self,
        way: u32,
        rank: u32,
        best: Option<&Prospect>,
    ) -> Option<Prospect> {
        let row = self.layout.ways[way as usize];
        let (moment, mut start, below) = self.expected_back(row.person);
        let mut latest = Work(i64::MAX);
        if let Some(best) = best {
            // No work takes less time than it is; only where that does not tell, ask the calendar.
            if moment.0 + row.middle.0 > best.end.0 {
                return None;
            }
            latest = self.worked_before(row.person, best.end) - row.middle;
        }
        let queue = self.layout.people[row.person as usize].queue;
        let mut place = 0;
        while start <= latest
            && queue != super::layout::NO_GROUP
            && let Some(queued) = self.next_member(queue, place)
        {
            let queued = &self.layout.rows[queued as usize];
            if queued.rank >= rank {
                break;
            }
            place = queued.place + 1;
            if queued.rank >= below {
                start += self.layout.ways[queued.ways.start as usize].middle;
            }
        }
        if start > latest {
            return None;
        }
        let end = self.end_of(row.person, start + row.middle)?;
        Some(Prospect { way, start, end, is_open: false })
    }

    /// When `person`, who is not here, is expected to have done the work in hand and what has put them
    /// down: not before that moment, how much they have worked then, and below which rank what waits
    /// is included.
    fn expected_back(&mut self, person: u32) -> (Moment, Work, u32) {
        let now = self.round.now;
        let state = &self.people[person as usize];
        if state.reserved.round == self.round.number {
            return (state.reserved.until, state.reserved.worked_before, state.reserved.below);
        }
        if state.busy_with == NOTHING {
            return (now, self.worked_before(person, now), 0);
        }
        if state.expected.is_none() {
            self.expect(person);
        }
        match self.people[person as usize].expected {
            Some(expected) if expected.end > now => (expected.end, expected.worked_before, 0),
            _ => (now, self.worked_before(person, now), 0),
        }
    }

    /// The working minutes of `person` before `at`.
    fn worked_before(&self, person: u32, at: Moment) -> Work {
        let calendar = self.layout.people[person as usize].calendar;
        self.layout.table.calendars[calendar as usize]
            .stretch_at(at)
            .map_or(Work(i64::MAX), |stretch| stretch.worked_before(at))
    }

    /// When `person` has worked so many minutes.
    fn end_of(&self, person: u32, worked: Work) -> Option<Moment> {
        let last = worked - Work(1);
        let calendar = self.layout.people[person as usize].calendar;
        let calendar = &self.layout.table.calendars[calendar as usize];
        calendar.stretch_of(last).map(|stretch| stretch.end_of(last))
    }

    /// Puts down people for waiting work with a choice, of higher priority than `rank`, in order, until
    /// it concerns `person`; says whether it does.
    fn reserve(&mut self, rank: u32, person: u32) -> bool {
        while let Some(other) = self.choosing.next(self.round.reserved_below)
            && other < rank
        {
            self.round.reserved_below = other + 1;
            let activity = self.layout.table.at_rank[other as usize];
            let Some(best) = self.best(activity).filter(|best| !best.is_open) else { continue };
            let row = self.layout.ways[best.way as usize];
            self.people[row.person as usize].reserved = Reserved {
                round: self.round.number,
                below: other + 1,
                until: best.end,
                worked_before: best.start + row.middle,
                covered_before: self.covered_before(best.end),
            };
            if row.person == person {
                return true;
            }
        }
        false
    }

    /// Asks for a round when `person`, idle but not at work, is back and has done what waits: at the
    /// working minute `start`.
    fn wake_for(&mut self, person: u32, start: Work) {
        if self.people[person as usize].busy_with != NOTHING {
            return;
        }
        let calendar = self.layout.people[person as usize].calendar;
        let calendar = &self.layout.table.calendars[calendar as usize];
        let Some(stretch) = calendar.stretch_of(start) else { return };
        let at = Moment(stretch.start.0 + (start - stretch.worked_before).0);
        let state = &mut self.people[person as usize];
        if at > self.round.now && at != self.next[person as usize] && at != state.promised {
            state.promised = at;
            self.later.push(Reverse((at, NOTHING)));
        }
    }
}
