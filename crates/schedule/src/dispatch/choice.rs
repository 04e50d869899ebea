//! Choosing: who does a ready activity, and whether now.

use std::cmp::Reverse;
use std::ops::Range;

use calendar::Moment;

use super::{Dispatcher, Event};

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
                self.wake_for(best);
                return None;
            }
        }
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
        let mut best: Option<Prospect> = None;
        for mode in modes {
            let Some(prospect) = self.prospect(activity, mode) else { continue };
            if best.is_none_or(|best| prospect.beats(&best)) {
                best = Some(prospect);
            }
        }
        best
    }

    fn prospect(&mut self, activity: u32, mode: u32) -> Option<Prospect> {
        let mut is_open = self.are_free(mode);
        let from = if is_open { self.free_from(activity, mode) } else { self.round.now };
        let mut start = self.start_from(activity, mode, from)?;
        is_open &= start <= self.round.now;
        if !is_open {
            let expected = self.expected_free(mode);
            if expected > start {
                start = self.start_from(activity, mode, expected)?;
            }
        }
        let left_over = self.left_over(activity);
        let row = &self.table.modes[mode as usize];
        let work = left_over.map_or(row.middle, |rest| row.duration(rest.effort));
        let end = self.table.calendars[row.calendar as usize].finish(start, work);
        if left_over.is_some() && end.is_none() {
            return None;
        }
        Some(Prospect { mode, start, end, is_open })
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

    /// Asks for a round when the people of `prospect`, free but not at work, are at work again.
    fn wake_for(&mut self, prospect: Prospect) {
        if prospect.start <= self.round.now || !self.are_free(prospect.mode) {
            return;
        }
        let calendar = self.table.modes[prospect.mode as usize].calendar as usize;
        if self.woken[calendar] != prospect.start {
            self.woken[calendar] = prospect.start;
            self.events.push(Reverse((prospect.start, Event::Wake)));
        }
    }
}
