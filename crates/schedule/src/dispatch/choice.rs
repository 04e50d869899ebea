//! Choosing: who does a ready activity, and whether now.

use std::cmp::Reverse;
use std::ops::Range;

use calendar::{Moment, Span, Work};

use super::table::ModeRow;
use super::{Dispatcher, Event};

/// How an activity is expected to go in one mode.
#[derive(Clone, Copy, Debug)]
struct Prospect {
    mode: u32,
    start: Moment,
    work: Work,
    /// `None` if whoever does it leaves before.
    end: Option<Moment>,
    /// Everybody it needs is free and at work.
    is_open: bool,
}

impl Prospect {
    /// Ends sooner; ending ever is sooner than handing on.
    fn beats(&self, other: &Self) -> bool {
        match (self.end, other.end) {
            (Some(end), Some(other)) => end < other,
            (Some(_), None) => true,
            (None, _) => false,
        }
    }
}

impl Dispatcher<'_> {
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
            let Some(best) = self.best(activity, modes.clone()) else {
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
                return None;
            }
        }
    }

    /// Now or not now, where there is one mode.
    fn choose_only(&mut self, activity: u32, mode: u32) -> Option<(u32, Moment)> {
        let (start, is_open) = self.expected_start(activity, mode)?;
        if is_open {
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

    /// The mode expected to end first, the first of them on ties; `None` if nobody works any more.
    fn best(&mut self, activity: u32, modes: Range<u32>) -> Option<Prospect> {
        let left_over = self.left_over(activity);
        let mut best: Option<Prospect> = None;
        for mode in modes {
            let Some((start, is_open)) = self.expected_start(activity, mode) else { continue };
            let row = &self.table.modes[mode as usize];
            let work = left_over.map_or(row.middle, |rest| row.duration(rest.effort));
            if best.is_some_and(|best| self.cannot_beat(&best, row, start, work)) {
                continue;
            }
            let end = self.table.calendars[row.calendar as usize].finish(start, work);
            if end.is_none() && !self.may_leave_midway(activity, mode, start) {
                continue;
            }
            let prospect = Prospect { mode, start, work, end, is_open };
            if best.is_none_or(|best| prospect.beats(&best)) {
                best = Some(prospect);
            }
        }
        best
    }

    /// Whether `work` from `start` ends no sooner than `best`, as far as can be said without asking the
    /// calendar: no work takes less time than it is, and in one calendar what starts later ends later.
    fn cannot_beat(&self, best: &Prospect, row: &ModeRow, start: Moment, work: Work) -> bool {
        let Some(end) = best.end else { return false };
        let calendar = self.table.modes[best.mode as usize].calendar;
        start + Span(work.0) >= end
            || (calendar == row.calendar && best.work <= work && best.start <= start)
    }

    /// When `activity` is expected to start in `mode`, and whether that can be in this round. A start
    /// that lies ahead may not be a working moment.
    fn expected_start(&mut self, activity: u32, mode: u32) -> Option<(Moment, bool)> {
        let is_simple = self.held[activity as usize].finish.is_none();
        let mut start = self.round.now;
        if self.are_free(mode) {
            start = self.free_from(activity, mode);
            start = if is_simple {
                self.at_work(self.table.modes[mode as usize].calendar, start)?
            } else {
                self.start_from(activity, mode, start)?
            };
            if start <= self.round.now {
                return Some((start, true));
            }
        }
        let start = start.max(self.expected_free(mode));
        Some((if is_simple { start } else { self.start_from(activity, mode, start)? }, false))
    }

    /// The first working moment of the calendar from `at` on, remembered from round to round.
    fn at_work(&mut self, calendar: u32, at: Moment) -> Option<Moment> {
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

    /// When everybody in `mode` is expected to be free, reservations included.
    fn expected_free(&mut self, mode: u32) -> Moment {
        let demands = self.table.modes[mode as usize].demands.clone();
        let mut free = self.round.now;
        for at in demands {
            let demand = self.table.demands[at as usize];
            let state = self.resources[demand.resource as usize];
            if state.free_units < demand.units {
                free = free.max(self.expected_end(state.taken_by));
            }
            if state.reserved.0 == self.round.number {
                free = free.max(state.reserved.1);
            }
        }
        free
    }

    /// When the running `activity` is expected to end: by its middle, or when who does it leaves.
    fn expected_end(&mut self, activity: u32) -> Moment {
        let placed = &mut self.placed[activity as usize];
        if let Some(expected) = placed.expected {
            return expected;
        }
        let row = &self.table.modes[placed.mode as usize];
        let calendar = &self.table.calendars[row.calendar as usize];
        let end = calendar.finish(placed.since, row.middle).or(calendar.end());
        let end = end.unwrap_or(placed.since);
        placed.expected = Some(end);
        end
    }

    /// Puts down people for waiting work of higher priority than `rank`, in order, until it concerns
    /// somebody in `mode`; says whether it does.
    fn reserve(&mut self, rank: u32, mode: u32) -> bool {
        while let Some(other) = self.waiting.next(self.round.reserved_below)
            && other < rank
        {
            self.round.reserved_below = other + 1;
            let activity = self.table.at_rank[other as usize];
            let modes = self.modes_of(activity);
            let Some(best) = self.best(activity, modes) else { continue };
            let Some(end) = best.end.filter(|_| !best.is_open) else { continue };
            self.put_down(best.mode, end);
            if self.shares_people(best.mode, mode) {
                return true;
            }
        }
        false
    }

    fn put_down(&mut self, mode: u32, end: Moment) {
        let demands = self.table.modes[mode as usize].demands.clone();
        for demand in &self.table.demands[demands.start as usize..demands.end as usize] {
            if self.table.capacity[demand.resource as usize] == 1 {
                self.resources[demand.resource as usize].reserved = (self.round.number, end);
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
