//! Choosing: who does a ready activity, and whether now.

use std::cmp::Reverse;
use std::ops::Range;

use calendar::{Moment, Span, Work};

use super::super::table::DemandRow;
use super::{Event, General, Reserved};

/// How an activity is expected to go in one mode.
#[derive(Clone, Copy, Debug)]
struct Prospect {
    mode: u32,
    start: Moment,
    /// `None` if whoever does it leaves before.
    end: Option<Moment>,
    /// Everybody it needs is free and at work.
    is_open: bool,
}

/// An activity that might be done in a mode.
#[derive(Clone, Copy, Debug)]
struct Candidate {
    activity: u32,
    rank: u32,
    mode: u32,
    work: Work,
}

impl Prospect {
    /// Ends sooner; ending ever is sooner than handing on. On ties, who is really free before who
    /// should be; then as written.
    fn beats(&self, other: &Self) -> bool {
        let key = |one: &Self| (one.end.map_or(i64::MAX, |end| end.0), !one.is_open, one.mode);
        key(self) < key(other)
    }
}

impl General<'_> {
    /// The mode and moment in which the waiting `activity` starts in this round, if it does.
    ///
    /// The moment lies before now only for an activity that became ready in this round, with people
    /// who have been idle since (leads do that).
    pub(super) fn choose(&mut self, activity: u32) -> Option<(u32, Moment)> {
        let mut modes = self.modes_of(activity);
        if !modes.clone().any(|mode| self.are_free(mode)) {
            return None;
        }
        if self.table.all_modes[activity as usize].len() == 1 && self.left_over.is_empty() {
            return self.choose_only(activity, modes.start);
        }
        let rank = self.table.rank[activity as usize];
        loop {
            let Some(best) = self.best(activity, rank, modes.clone()) else {
                if modes == self.table.all_modes[activity as usize] {
                    return None;
                }
                self.take_over(activity, self.round.now);
                modes = self.modes_of(activity);
                continue;
            };
            if best.is_open {
                return Some((best.mode, best.start));
            }
            if modes.len() == 1 || !self.reserve(rank, best.mode) {
                self.wake_for(activity, best.mode, best.start);
                if self.held[activity as usize].finish.is_some() {
                    // Another mode may be the best once it opens, and nothing else may happen then.
                    modes.for_each(|mode| self.wake_for(activity, mode, self.round.now));
                }
                return None;
            }
        }
    }

    /// Now or not now, where there is one mode.
    fn choose_only(&mut self, activity: u32, mode: u32) -> Option<(u32, Moment)> {
        let start = self.open_from(activity, mode)?;
        if start <= self.round.now {
            return Some((mode, start));
        }
        self.wake_for(activity, mode, start);
        None
    }

    /// The modes among which `activity` may choose: what is handed on may go to anyone who may do it.
    fn modes_of(&self, activity: u32) -> Range<u32> {
        if self.left_over(activity).is_some() {
            self.table.all_modes[activity as usize].clone()
        } else {
            self.table.choices[activity as usize].clone()
        }
    }

    fn are_free(&self, mode: u32) -> bool {
        let demands = self.table.modes[mode as usize].demands.clone();
        self.table.demands[demands.start as usize..demands.end as usize]
            .iter()
            .all(|demand| self.resources[demand.resource as usize].free_units >= demand.units)
    }

    /// The mode in which `activity`, at `rank`, is expected to end first; `None` if nobody works any
    /// more.
    fn best(&mut self, activity: u32, rank: u32, modes: Range<u32>) -> Option<Prospect> {
        let left_over = self.left_over(activity);
        let favorite = self.placed[activity as usize].favorite.filter(|mode| modes.contains(mode));
        let favorite = favorite.or_else(|| modes.clone().find(|&mode| self.are_free(mode)));
        let others = modes.filter(|&mode| Some(mode) != favorite);
        let mut best: Option<Prospect> = None;
        for mode in favorite.into_iter().chain(others) {
            let work = match left_over {
                Some(rest) => self.table.modes[mode as usize].duration(rest.effort),
                None => self.table.middle(activity, mode),
            };
            let candidate = Candidate { activity, rank, mode, work };
            best = self.prospect(candidate, best.as_ref()).or(best);
        }
        self.placed[activity as usize].favorite = best.map(|best| best.mode);
        best
    }

    /// How `candidate` is expected to go, if that is better than `best`.
    fn prospect(&mut self, candidate: Candidate, best: Option<&Prospect>) -> Option<Prospect> {
        let Candidate { activity, mode, work, .. } = candidate;
        let mut start = self.round.now;
        let mut is_open = false;
        if self.are_free(mode) {
            start = self.open_from(activity, mode)?;
            is_open = start <= self.round.now;
        }
        if !is_open {
            start = start.max(self.expected_free(&candidate, best)?);
            if self.held[activity as usize].finish.is_some() {
                start = self.start_from(activity, mode, start)?;
            }
        }
        let row = &self.table.modes[mode as usize];
        let mut prospect = Prospect { mode, start, end: Some(start + Span(work.0)), is_open };
        if best.is_some_and(|best| !prospect.beats(best)) {
            return None;
        }
        prospect.end = self.table.calendars[row.calendar as usize].finish(start, work);
        if prospect.end.is_none() && !self.may_leave_midway(activity, mode, start) {
            return None;
        }
        best.is_none_or(|best| prospect.beats(best)).then_some(prospect)
    }

    /// When `activity` could start in `mode` with its people, who are free. Ahead of now it may not be
    /// a working moment.
    fn open_from(&mut self, activity: u32, mode: u32) -> Option<Moment> {
        let from = self.free_from(activity, mode);
        if self.held[activity as usize].finish.is_some() {
            return self.start_from(activity, mode, from);
        }
        self.at_work(self.table.modes[mode as usize].calendar, from)
    }

    /// The first working moment of the calendar from `at` on, remembered from round to round.
    pub(super) fn at_work(&mut self, calendar: u32, at: Moment) -> Option<Moment> {
        let known = self.at_work[calendar as usize];
        if (known.0..=known.1).contains(&at) {
            return Some(known.1);
        }
        let next = self.table.calendars[calendar as usize].next_working(at)?;
        self.at_work[calendar as usize] = (at, next);
        Some(next)
    }

    /// Whether somebody who leaves before the end may begin: there is work before, and nobody has left
    /// it over already.
    fn may_leave_midway(&self, activity: u32, mode: u32, start: Moment) -> bool {
        self.left_over(activity).is_none() && self.start_from(activity, mode, start).is_some()
    }

    /// From when on `activity` may start with the free people of `mode`.
    fn free_from(&self, activity: u32, mode: u32) -> Moment {
        if self.placed[activity as usize].ready_in != self.round.number {
            return self.round.now;
        }
        let ready =
            self.left_over(activity).map_or(self.held[activity as usize].start, |_| self.round.now);
        let demands = self.table.modes[mode as usize].demands.clone();
        self.table.demands[demands.start as usize..demands.end as usize]
            .iter()
            .map(|demand| self.resources[demand.resource as usize].free_since)
            .fold(ready, Moment::max)
    }

    /// When everybody whom `candidate` needs is expected to be free, and to have done what waits for
    /// them before it; `None` if that is too late to be better than `best`.
    fn expected_free(&mut self, candidate: &Candidate, best: Option<&Prospect>) -> Option<Moment> {
        let &Candidate { rank, mode, work, .. } = candidate;
        let row = &self.table.modes[mode as usize];
        let calendars = self.table.calendars;
        let (calendar, demands) = (&calendars[row.calendar as usize], row.demands.clone());
        let mut free = self.round.now;
        for at in demands.clone() {
            free = free.max(self.expected_back(self.table.demands[at as usize], rank));
        }
        let mut latest = Moment(i64::MAX);
        if let Some(end) = best.and_then(|best| best.end) {
            // No work takes less time than it is; only where that does not tell, ask the calendar.
            if free + Span(work.0) > end {
                return None;
            }
            latest = calendar.start(end, work)?;
        }
        for at in demands {
            let demand = self.table.demands[at as usize];
            let back = self.expected_back(demand, rank);
            free = free.max(self.after_queue(demand.resource, rank, back, latest));
        }
        (free <= latest).then_some(free)
    }

    /// When the resource of `demand` is expected to have done the work in hand, and what has put it
    /// down before `rank`.
    fn expected_back(&mut self, demand: DemandRow, rank: u32) -> Moment {
        let mut back = self.round.now;
        if self.resources[demand.resource as usize].free_units < demand.units {
            back = back.max(self.expected_end(demand.resource));
        }
        if let Some(reserved) = self.reserved_before(demand.resource, rank) {
            back = back.max(reserved.until);
        }
        back
    }

    /// What has put `resource` down in this round, if that comes before `rank`: whoever is considered
    /// once more does not wait for themselves.
    fn reserved_before(&self, resource: u32, rank: u32) -> Option<Reserved> {
        let reserved = self.resources[resource as usize].reserved;
        (reserved.round == self.round.number && reserved.below <= rank).then_some(reserved)
    }

    /// When `resource`, back at `from`, has done what waits for nobody else below `rank` and is not
    /// included there; or some moment before that and after `latest`.
    fn after_queue(&self, resource: u32, rank: u32, from: Moment, latest: Moment) -> Moment {
        let mut next = self.reserved_before(resource, rank).map_or(0, |reserved| reserved.below);
        let mut free = from;
        while free <= latest
            && let Some(queued) = self.queues[resource as usize].next(next)
            && queued < rank
        {
            next = queued + 1;
            let activity = self.table.at_rank[queued as usize];
            let mode = self.table.all_modes[activity as usize].start;
            let row = &self.table.modes[mode as usize];
            let calendar = &self.table.calendars[row.calendar as usize];
            free = calendar.finish(free, self.table.middle(activity, mode)).unwrap_or(free);
        }
        free
    }

    /// When the work that `resource` has in hand is expected to end: by its middle, or when who does
    /// it leaves.
    fn expected_end(&mut self, resource: u32) -> Moment {
        let state = &mut self.resources[resource as usize];
        if let Some(expected) = state.expected {
            return expected;
        }
        let placed = &self.placed[state.taken_by as usize];
        let row = &self.table.modes[placed.mode as usize];
        let calendar = &self.table.calendars[row.calendar as usize];
        let middle = self.table.middle(state.taken_by, placed.mode);
        let end = calendar.finish(placed.since, middle).or(calendar.end());
        let end = end.unwrap_or(placed.since);
        state.expected = Some(end);
        end
    }

    /// Puts down people for waiting work with a choice, of higher priority than `rank`, in order, until
    /// it concerns somebody in `mode`; says whether it does.
    fn reserve(&mut self, rank: u32, mode: u32) -> bool {
        while let Some(other) = self.choosing.next(self.round.reserved_below)
            && other < rank
        {
            self.round.reserved_below = other + 1;
            let activity = self.table.at_rank[other as usize];
            let modes = self.modes_of(activity);
            let Some(best) = self.best(activity, other, modes) else { continue };
            let Some(end) = best.end.filter(|_| !best.is_open) else { continue };
            self.put_down(best.mode, other, end);
            if self.shares_people(best.mode, mode) {
                return true;
            }
        }
        false
    }

    fn put_down(&mut self, mode: u32, rank: u32, end: Moment) {
        let demands = self.table.modes[mode as usize].demands.clone();
        for demand in &self.table.demands[demands.start as usize..demands.end as usize] {
            if self.table.capacity[demand.resource as usize] == 1 {
                self.resources[demand.resource as usize].reserved =
                    Reserved { round: self.round.number, until: end, below: rank + 1 };
            }
        }
    }

    fn shares_people(&self, one: u32, other: u32) -> bool {
        let demands = |mode: u32| {
            let range = self.table.modes[mode as usize].demands.clone();
            &self.table.demands[range.start as usize..range.end as usize]
        };
        demands(one).iter().any(|a| demands(other).iter().any(|b| a.resource == b.resource))
    }

    /// Asks for a round when the people of `mode`, free but not at work, are at work from `start` on.
    fn wake_for(&mut self, activity: u32, mode: u32, start: Moment) {
        if !self.are_free(mode) {
            return;
        }
        let Some(start) = self.start_from(activity, mode, start) else { return };
        let calendar = self.table.modes[mode as usize].calendar as usize;
        if start > self.round.now && self.woken[calendar] != start {
            self.woken[calendar] = start;
            self.events.push(Reverse((start, Event::Wake)));
        }
    }
}
