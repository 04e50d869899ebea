//! Placing: what changes when an activity becomes ready, starts or ends.

use std::cmp::Reverse;

use calendar::{Moment, Work};

use super::layout::NO_GROUP;
use super::{NOTHING, Plain};
use crate::links::{Bound, bound};
use crate::{ActivityId, Cause, Entry, LinkKind, Progress};

impl Plain<'_> {
    /// Nothing holds `activity` any more: it waits for its people from its ready moment on, or is
    /// placed at once if it needs nobody.
    pub(super) fn make_ready(&mut self, activity: u32) {
        let row = &self.layout.rows[activity as usize];
        if row.group == NO_GROUP || self.takes_no_time(activity) {
            self.place_without_people(activity);
            return;
        }
        let mut ready = self.held[activity as usize].start;
        if row.ways.len() == 1 {
            let person = self.layout.ways[row.ways.start as usize].person;
            if !self.people[person as usize].stretch.contains(ready) {
                let Some(working) = self.layout.next_working(person, ready) else { return };
                ready = working;
            }
        }
        if ready <= self.round.now {
            self.wait(activity);
        } else {
            self.later.push(Reverse((ready, activity)));
        }
    }

    fn takes_no_time(&self, activity: u32) -> bool {
        let effort = self.efforts[activity as usize];
        effort <= Work(0)
            && self.layout.rows[activity as usize]
                .ways
                .clone()
                .all(|way| self.layout.duration(way, effort) == Work(0))
    }

    /// Places an activity that nobody is busy with, in the mode expected to end first.
    fn place_without_people(&mut self, activity: u32) {
        let ready = self.held[activity as usize].start;
        let effort = self.efforts[activity as usize];
        let table = &self.layout.table;
        let in_mode = |mode: u32| {
            let row = &table.modes[mode as usize];
            let calendar = &table.calendars[row.calendar as usize];
            let duration = row.duration(effort);
            let start =
                if duration == Work(0) { ready } else { calendar.next_working(ready)? };
            Some((calendar.finish(start, row.middle)?, mode, start, calendar, duration))
        };
        let first = self.layout.rows[activity as usize]
            .ways
            .clone()
            .filter_map(in_mode)
            .min_by_key(|&(end, mode, ..)| (end, mode));
        let Some((_, mode, start, calendar, duration)) = first else { return };
        let Some(finish) = calendar.finish(start, duration) else { return };
        let cause = self.held[activity as usize].cause;
        self.enter(activity, mode, start, finish, cause);
        self.settled.push(activity);
    }

    /// Adds `activity` to those that wait.
    pub(super) fn wait(&mut self, activity: u32) {
        let row = &self.layout.rows[activity as usize];
        let group = &self.layout.groups[row.group as usize];
        self.waiting[(group.first_word + row.place / 64) as usize] |= 1 << (row.place % 64);
        let state = &mut self.groups[row.group as usize];
        state.n_waiting += 1;
        if state.n_waiting == 1 {
            let people = group.people.clone();
            for &person in &self.layout.people_of[people.start as usize..people.end as usize] {
                self.people[person as usize].n_wanting += 1;
            }
        }
        if row.has_choice {
            self.choosing.insert(row.rank);
        }
    }

    fn stop_waiting(&mut self, activity: u32) {
        let row = &self.layout.rows[activity as usize];
        let group = &self.layout.groups[row.group as usize];
        self.waiting[(group.first_word + row.place / 64) as usize] &= !(1 << (row.place % 64));
        let state = &mut self.groups[row.group as usize];
        state.n_waiting -= 1;
        if state.n_waiting == 0 {
            let people = group.people.clone();
            for &person in &self.layout.people_of[people.start as usize..people.end as usize] {
                self.people[person as usize].n_wanting -= 1;
            }
        }
        if row.has_choice {
            self.choosing.remove(row.rank);
        }
    }

    /// Starts `activity` now in `way`, whose person is here.
    pub(super) fn begin(&mut self, activity: u32, way: u32) {
        let now = self.round.now;
        let index = self.layout.ways[way as usize].person;
        let duration = self.layout.duration(way, self.efforts[activity as usize]);
        let person = &self.people[index as usize];
        let since = person.stretch.worked_before(now);
        let mut finish = now;
        let mut stretch = person.stretch;
        if duration > Work(0) {
            let last = since + duration - Work(1);
            let calendar = self.layout.people[index as usize].calendar;
            let calendar = &self.layout.table.calendars[calendar as usize];
            let Some(found) = calendar.stretch_of(last) else { return };
            (finish, stretch) = (found.end_of(last), found);
        }
        let cause = self.cause(activity, index, duration);
        self.stop_waiting(activity);
        let person = &mut self.people[index as usize];
        (person.busy_with, person.way, person.since) = (activity, way, since);
        (person.expected, person.stretch, person.here_in) = (None, stretch, 0);
        self.next[index as usize] = finish;
        self.idle.remove(index);
        self.here.retain(|&here| here != index);
        self.enter(activity, way, now, finish, cause);
    }

    /// The work in hand of `person` ends now.
    pub(super) fn finish(&mut self, person: u32) {
        let state = &mut self.people[person as usize];
        let activity = state.busy_with;
        (state.busy_with, state.left_by) = (NOTHING, activity);
        state.free_since = self.round.now;
        self.idle.insert(person);
        self.settled.push(activity);
        self.pass_on();
    }

    /// Enters the dates of `activity`.
    fn enter(&mut self, activity: u32, way: u32, start: Moment, finish: Moment, cause: Cause) {
        let index = activity as usize;
        let mode = way - self.layout.table.all_modes[index].start;
        let progress = self.layout.table.problem.activity(ActivityId(activity)).progress;
        let begun = if let Progress::Started { start } = progress { start } else { start };
        self.schedule.entries[index] =
            Some(Entry { start: begun, resumed: start, finish, mode, handed_on: None, cause });
    }

    /// Passes the dates of settled activities on to their successors.
    pub(super) fn pass_on(&mut self) {
        while let Some(activity) = self.settled.pop() {
            let Some(entry) = self.schedule.entries[activity as usize] else { continue };
            for at in self.layout.table.outgoing[activity as usize].clone() {
                let row = self.layout.table.links[at as usize];
                let held = &mut self.held[row.to as usize];
                if row.is_plain {
                    held.add(LinkKind::FinishStart, row.link, entry.finish);
                } else {
                    let problem = self.layout.table.problem;
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

    /// Why `activity` starts now with `person` and no sooner: what held it, unless it could have
    /// started with that person before its people were free.
    fn cause(&self, activity: u32, person: u32, duration: Work) -> Cause {
        let held = &self.held[activity as usize];
        if held.start >= self.round.now {
            return held.cause;
        }
        let left = |person: u32| {
            let state = &self.people[person as usize];
            (state.free_since > held.start && state.left_by != NOTHING)
                .then_some((state.free_since, state.left_by))
        };
        let group = &self.layout.groups[self.layout.rows[activity as usize].group as usize];
        let people = group.people.clone();
        let wanted = &self.layout.people_of[people.start as usize..people.end as usize];
        let busy = left(person).or_else(|| wanted.iter().filter_map(|&other| left(other)).max());
        match busy {
            Some((_, by))
                if duration == Work(0) || self.could_start_before(person, held.start) =>
            {
                Cause::Busy(ActivityId(by))
            }
            _ => held.cause,
        }
    }

    /// Whether `person`, who is here, has working time from `at` on before now.
    fn could_start_before(&self, person: u32, at: Moment) -> bool {
        self.people[person as usize].stretch.start < self.round.now
            || self.layout.next_working(person, at) < Some(self.round.now)
    }
}
