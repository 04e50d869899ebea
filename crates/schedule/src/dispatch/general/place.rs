//! Placing: what changes when an activity becomes ready, starts, ends, or is handed on.

use std::cmp::Reverse;
use std::ops::Range;

use calendar::{Moment, Work};

use super::{Event, General, LeftOver};
use crate::links::{Bound, bound};
use crate::{ActivityId, Cause, Entry, LinkKind, Progress};

impl General<'_> {
    /// Nothing holds `activity` any more: it waits for its people from its ready moment on, or is
    /// placed at once if it needs nobody.
    pub(super) fn make_ready(&mut self, activity: u32) {
        let choices = self.table.choices[activity as usize].clone();
        if choices.clone().all(|mode| self.needs_nobody(activity, mode)) {
            self.place_without_people(activity);
            return;
        }
        let held = self.held[activity as usize];
        let mut ready = held.start;
        if choices.len() == 1 || held.finish.is_some() {
            let earliest =
                choices.clone().filter_map(|mode| self.earliest_start(activity, mode)).min();
            match earliest {
                Some(earliest) => ready = earliest,
                None if choices == self.table.all_modes[activity as usize] => return,
                None => self.take_over(activity, held.start.max(self.round.now)),
            }
        }
        if ready <= self.round.now {
            self.wait(activity);
        } else {
            self.events.push(Reverse((ready, Event::Ready(activity))));
        }
    }

    /// Who has started `activity` has left before going on at `at`: all of it is left over.
    pub(super) fn take_over(&mut self, activity: u32, at: Moment) {
        let index = activity as usize;
        let mode = self.table.all_modes[index].start;
        self.placed[index].cause = self.cause(activity, mode, at);
        self.hand_on(activity, mode, at, self.efforts[index]);
    }

    fn needs_nobody(&self, activity: u32, mode: u32) -> bool {
        let row = &self.table.modes[mode as usize];
        row.demands.is_empty() || row.duration(self.efforts[activity as usize]) == Work(0)
    }

    /// Places an activity that nobody is busy with: in the mode expected to end first, and what that
    /// leaves over in the mode in which it ends first.
    fn place_without_people(&mut self, activity: u32) {
        let index = activity as usize;
        let choices = self.table.choices[index].clone();
        let ready = self.held[index].start;
        if choices.len() == 1
            && self.held[index].finish.is_none()
            && self.table.modes[choices.start as usize].duration(self.efforts[index]) == Work(0)
        {
            // A moment, such as a milestone: it comes when nothing holds it any more.
            self.placed[index].cause = self.held[index].cause;
            self.settle(activity, choices.start, ready, ready);
            return;
        }
        let by_middle = |mode: u32| self.table.middle(activity, mode);
        let first = self.ends_first(activity, choices.clone(), ready, by_middle);
        let (mode, start) = first.unwrap_or((choices.start, ready));
        self.placed[index].cause = self.held_by(activity, mode);
        self.placed_at(activity, mode, start);
        let row = &self.table.modes[mode as usize];
        let calendar = &self.table.calendars[row.calendar as usize];
        if let Some(finish) = calendar.finish(start, row.duration(self.efforts[index])) {
            self.settle(activity, mode, start, finish);
            return;
        }
        let leave = calendar.end().map_or(start, |end| end.max(start));
        let effort = self.keep_rest(leave, activity);
        let by_rest = |mode: u32| self.table.modes[mode as usize].duration(effort);
        let next = self.ends_first(activity, self.table.all_modes[index].clone(), leave, by_rest);
        if let Some((mode, start)) = next {
            let row = &self.table.modes[mode as usize];
            let calendar = &self.table.calendars[row.calendar as usize];
            if let Some(finish) = calendar.finish(start, row.duration(effort)) {
                self.settle(activity, mode, start, finish);
            }
        }
    }

    /// The mode in which `activity` ends first from `at` on, and its start; among those in which it
    /// never ends, the first that works at all.
    fn ends_first(
        &self,
        activity: u32,
        modes: Range<u32>,
        at: Moment,
        duration: impl Fn(u32) -> Work,
    ) -> Option<(u32, Moment)> {
        let mut best: Option<(Moment, u32, Moment)> = None;
        for mode in modes {
            let Some(start) = self.start_from(activity, mode, at) else { continue };
            let row = &self.table.modes[mode as usize];
            let calendar = &self.table.calendars[row.calendar as usize];
            let end = calendar.finish(start, duration(mode)).unwrap_or(Moment(i64::MAX));
            if best.is_none_or(|(earliest, ..)| end < earliest) {
                best = Some((end, mode, start));
            }
        }
        best.map(|(_, mode, start)| (mode, start))
    }

    /// Adds `activity` to those that wait for their people.
    pub(super) fn wait(&mut self, activity: u32) {
        let rank = self.table.rank[activity as usize];
        match self.table.queues_for[activity as usize] {
            Some(person) => self.queues[person as usize].insert(rank),
            None => self.choosing.insert(rank),
        }
        let looks_back = self.held[activity as usize].start < self.round.now;
        self.round.looks_back |= looks_back;
        self.round.next_rank = self.round.next_rank.min(rank);
        self.round.reserved_below = self.round.reserved_below.min(rank);
        self.placed[activity as usize].ready_in = self.round.number;
        for at in self.table.wants[activity as usize].clone() {
            let resource = self.table.wanted[at as usize];
            self.waiting_for[resource as usize].insert(rank);
            self.resources[resource as usize].n_wanting += 1;
            if looks_back {
                self.absent.remove(resource);
            }
            self.note_use(resource);
        }
    }

    fn stop_waiting(&mut self, activity: u32) {
        let rank = self.table.rank[activity as usize];
        match self.table.queues_for[activity as usize] {
            Some(person) => self.queues[person as usize].remove(rank),
            None => self.choosing.remove(rank),
        }
        for at in self.table.wants[activity as usize].clone() {
            let resource = self.table.wanted[at as usize];
            self.waiting_for[resource as usize].remove(rank);
            self.resources[resource as usize].n_wanting -= 1;
            self.note_use(resource);
        }
    }

    /// Keeps [`General::useful`] right for `resource`.
    pub(super) fn note_use(&mut self, resource: u32) {
        let state = &self.resources[resource as usize];
        if state.free_units > 0 && state.n_wanting > 0 && !self.absent.contains(resource) {
            self.useful.insert(resource);
        } else {
            self.useful.remove(resource);
        }
    }

    /// Starts `activity`, or what is left over of it, in `mode` with people who are free.
    pub(super) fn begin(&mut self, activity: u32, mode: u32, start: Moment) {
        let row = &self.table.modes[mode as usize];
        let calendar = &self.table.calendars[row.calendar as usize];
        let finish = calendar.finish(start, row.duration(self.effort_to_do(activity)));
        let end = match (finish, calendar.end()) {
            (Some(finish), _) => finish,
            (None, Some(leave)) => leave,
            (None, None) => return,
        };
        if self.left_over(activity).is_none() {
            self.placed[activity as usize].cause = self.cause(activity, mode, start);
        }
        self.stop_waiting(activity);
        self.take_people(activity, mode);
        if finish.is_some() {
            let finish = self.settle(activity, mode, start, end);
            self.events.push(Reverse((finish, Event::Finish(activity))));
        } else {
            self.placed_at(activity, mode, start);
            self.events.push(Reverse((end, Event::Leave(activity))));
        }
    }

    fn take_people(&mut self, activity: u32, mode: u32) {
        for at in self.table.modes[mode as usize].demands.clone() {
            let demand = self.table.demands[at as usize];
            let state = &mut self.resources[demand.resource as usize];
            state.free_units -= demand.units;
            (state.taken_by, state.expected) = (activity, None);
            self.note_use(demand.resource);
        }
    }

    /// The people of `activity` are free from `at` on.
    pub(super) fn free_people(&mut self, at: Moment, activity: u32) {
        let mode = self.placed[activity as usize].mode;
        for row in self.table.modes[mode as usize].demands.clone() {
            let demand = self.table.demands[row as usize];
            let state = &mut self.resources[demand.resource as usize];
            state.free_units += demand.units;
            // What never runs out was free before as well, and keeps nobody waiting.
            if self.table.capacity[demand.resource as usize] < u32::MAX {
                (state.left_by, state.free_since) = (Some(activity), at);
            }
            self.note_use(demand.resource);
        }
    }

    /// Whoever works on `activity` leaves at `at`: the effort not yet worked is left over, returned
    /// with what the hand-over costs.
    pub(super) fn keep_rest(&mut self, at: Moment, activity: u32) -> Work {
        let placed = self.placed[activity as usize];
        let row = &self.table.modes[placed.mode as usize];
        let calendar = &self.table.calendars[row.calendar as usize];
        let effort = self.efforts[activity as usize];
        let duration = row.duration(effort);
        let rest = duration - calendar.work_between(placed.since, at);
        let product = i128::from(effort.0) * i128::from(rest.0);
        let duration = i128::from(duration.0.max(1));
        let effort = Work((product / duration) as i64 + i64::from(product % duration != 0));
        self.hand_on(activity, placed.mode, placed.since, effort)
    }

    fn hand_on(&mut self, activity: u32, mode: u32, start: Moment, rest: Work) -> Work {
        let effort = self.table.problem.hand_over().added_to(rest);
        self.left_over.push(LeftOver { activity, effort, start, mode });
        effort
    }

    /// What is left over of `activity`, if it has been handed on.
    pub(super) fn left_over(&self, activity: u32) -> Option<LeftOver> {
        self.left_over.iter().find(|rest| rest.activity == activity).copied()
    }

    /// The effort that `activity` still takes: all of it, or what is left over.
    fn effort_to_do(&self, activity: u32) -> Work {
        self.left_over(activity).map_or(self.efforts[activity as usize], |rest| rest.effort)
    }

    fn placed_at(&mut self, activity: u32, mode: u32, since: Moment) {
        let placed = &mut self.placed[activity as usize];
        (placed.mode, placed.since) = (mode, since);
    }

    /// Enters the dates of `activity`, to be passed on to its successors, and returns its finish.
    fn settle(&mut self, activity: u32, mode: u32, start: Moment, finish: Moment) -> Moment {
        let index = activity as usize;
        let first_mode = self.table.all_modes[index].start;
        let held_until = self.held[index].finish.map_or(finish, |(at, _)| at);
        let finish = finish.max(held_until);
        let mut entry = Entry {
            start,
            resumed: start,
            finish,
            mode: mode - first_mode,
            handed_on: None,
            cause: self.placed[index].cause,
        };
        if let Some(rest) = self.left_over(activity) {
            entry.handed_on = Some((start, entry.mode));
            (entry.start, entry.mode) = (rest.start, rest.mode - first_mode);
            entry.resumed = rest.start;
        }
        let progress = self.table.problem.activity(ActivityId(activity)).progress;
        if let Progress::Started { start } = progress {
            entry.start = start;
        }
        self.placed_at(activity, mode, start);
        self.schedule.entries[index] = Some(entry);
        self.settled.push(activity);
        finish
    }

    /// Passes the dates of settled activities on to their successors.
    pub(super) fn pass_on(&mut self) {
        while let Some(activity) = self.settled.pop() {
            let Some(entry) = self.schedule.entries[activity as usize] else { continue };
            for at in self.table.outgoing[activity as usize].clone() {
                let row = self.table.links[at as usize];
                let held = &mut self.held[row.to as usize];
                if row.is_plain {
                    held.add(LinkKind::FinishStart, row.link, entry.finish);
                } else {
                    let problem = self.table.problem;
                    let link = &problem.links()[row.link as usize];
                    match bound(problem, link, entry.start, entry.finish) {
                        Bound::At(at) => held.add(link.kind, row.link, at),
                        Bound::Nothing => {}
                        Bound::Never => continue,
                    }
                }
                held.open -= 1;
                if held.open == 0 {
                    self.make_ready(row.to);
                }
            }
        }
    }

    /// When `activity` can start in `mode` as far as predecessors and release dates go; `None` if
    /// nobody works in that mode any more.
    pub(super) fn earliest_start(&self, activity: u32, mode: u32) -> Option<Moment> {
        self.start_from(activity, mode, self.held[activity as usize].start)
    }

    /// The first working moment of `mode` from `at` on from which `activity` ends no sooner than its
    /// finish links ask for.
    pub(super) fn start_from(&self, activity: u32, mode: u32, at: Moment) -> Option<Moment> {
        let held = &self.held[activity as usize];
        let row = &self.table.modes[mode as usize];
        let calendar = &self.table.calendars[row.calendar as usize];
        let duration = row.duration(self.effort_to_do(activity));
        let bound = held.finish.and_then(|(finish, _)| calendar.start(finish, duration));
        let at = bound.map_or(at, |bound| bound.max(at));
        if duration == Work(0) { Some(at) } else { calendar.next_working(at) }
    }

    /// Why `activity` starts at `start` in `mode` and no sooner: what held it, unless it could have
    /// started in that mode before its people were free.
    fn cause(&self, activity: u32, mode: u32, start: Moment) -> Cause {
        let ready = self.held[activity as usize].start;
        let last_left = |resources: &mut dyn Iterator<Item = u32>| {
            resources
                .map(|resource| &self.resources[resource as usize])
                .filter(|state| ready < state.free_since && state.free_since <= start)
                .filter_map(|state| state.left_by.map(|by| (state.free_since, by)))
                .max()
        };
        let demands = self.table.modes[mode as usize].demands.clone();
        let demands = &self.table.demands[demands.start as usize..demands.end as usize];
        let wants = self.table.wants[activity as usize].clone();
        let wanted = &self.table.wanted[wants.start as usize..wants.end as usize];
        let busy = last_left(&mut demands.iter().map(|demand| demand.resource))
            .or_else(|| last_left(&mut wanted.iter().copied()));
        match busy {
            Some((_, by)) if self.earliest_start(activity, mode) < Some(start) => {
                Cause::Busy(ActivityId(by))
            }
            _ => self.held_by(activity, mode),
        }
    }

    /// What held the start of `activity` in `mode`, people aside.
    fn held_by(&self, activity: u32, mode: u32) -> Cause {
        let held = &self.held[activity as usize];
        let Some((finish, link)) = held.finish else { return held.cause };
        let row = &self.table.modes[mode as usize];
        let duration = row.duration(self.efforts[activity as usize]);
        let bound = self.table.calendars[row.calendar as usize].start(finish, duration);
        if bound > Some(held.start) { Cause::Link(link) } else { held.cause }
    }
}
