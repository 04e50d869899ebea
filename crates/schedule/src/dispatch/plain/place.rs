//! Placing: what changes when an activity becomes ready, starts or ends.

use std::cmp::Reverse;

use calendar::{Moment, Span, Work};

use super::layout::NO_GROUP;
use super::{Expected, LIMIT, NEVER, NOTHING, Plain};
use crate::links::{Bound, bound};
use crate::{ActivityId, Cause, CauseCode, Minute, Outcome};

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
            let Some(from) = self.at_work_from(person, ready) else { return };
            ready = from;
        }
        if ready <= self.round.now {
            self.wait(activity);
        } else {
            self.later.push(Reverse((ready, activity)));
        }
    }

    fn takes_no_time(&self, activity: u32) -> bool {
        let mut ways = self.layout.rows[activity as usize].ways.clone();
        self.efforts[activity as usize] == 0 && ways.all(|way| self.layout.duration(way, 0) == 0)
    }

    /// Places an activity that nobody is busy with, in the mode expected to end first.
    fn place_without_people(&mut self, activity: u32) {
        let today = self.layout.table.problem.today();
        let hold = self.held[activity as usize];
        let ready = today + Span(i64::from(hold.start));
        let effort = Work(i64::from(self.efforts[activity as usize]));
        let table = &self.layout.table;
        let in_mode = |mode: u32| {
            let row = &table.modes[mode as usize];
            let calendar = &table.calendars[row.calendar as usize];
            let duration = row.duration(effort);
            let start = if duration == Work(0) { ready } else { calendar.next_working(ready)? };
            Some((
                calendar.finish(start, table.middle(activity, mode))?,
                mode,
                start,
                calendar,
                duration,
            ))
        };
        let ways = self.layout.rows[activity as usize].ways.clone();
        let first = ways.filter_map(in_mode).min_by_key(|&(end, mode, ..)| (end, mode));
        let Some((_, way, start, calendar, duration)) = first else { return };
        let Some(finish) = calendar.finish(start, duration) else { return };
        let (start, finish) = (self.minutes(start), self.minutes(finish));
        self.write_down(activity, way, [start, finish], hold.cause);
        self.settled.push(activity);
    }

    /// Writes down when and how `activity` is done: moments up to [`LIMIT`].
    #[inline]
    fn write_down(&mut self, activity: u32, way: u32, [start, finish]: [u32; 2], cause: CauseCode) {
        let (start, finish) = (Minute(start as i32), Minute(finish as i32));
        self.outcomes[activity as usize] = Outcome { start, finish, cause };
        self.ways[activity as usize] = way;
    }

    /// The minutes from today to `moment`; if that is too far, the run is given up.
    fn minutes(&mut self, moment: Moment) -> u32 {
        let minutes = (moment - self.layout.table.problem.today()).0;
        self.is_too_long |= minutes > i64::from(LIMIT);
        minutes.clamp(0, i64::from(LIMIT)) as u32
    }

    /// Adds `activity` to those that wait.
    pub(super) fn wait(&mut self, activity: u32) {
        let row = &self.layout.rows[activity as usize];
        let group = &self.layout.groups[row.group as usize];
        self.waiting[row.word as usize] |= 1 << (row.place % 64);
        let state = &mut self.groups[row.group as usize];
        state.n_waiting += 1;
        state.first = state.first.min(row.rank);
        if state.n_waiting == 1 {
            let people = group.people.clone();
            for &person in &self.layout.people_of[people.start as usize..people.end as usize] {
                self.people[person as usize].n_wanting += 1;
                self.wanted.insert(person);
            }
        }
        if row.has_choice {
            self.choosing.insert(row.rank);
        } else {
            self.queued[row.word as usize] += self.layout.only_middle(row);
        }
    }

    /// Takes `activity`, the first of its group, from those that wait.
    fn stop_waiting(&mut self, activity: u32) {
        let row = &self.layout.rows[activity as usize];
        let group = &self.layout.groups[row.group as usize];
        self.waiting[row.word as usize] &= !(1 << (row.place % 64));
        let first = self.next_member(row.group, row.place + 1);
        let state = &mut self.groups[row.group as usize];
        state.n_waiting -= 1;
        state.first = first;
        if state.n_waiting == 0 {
            let people = group.people.clone();
            for &person in &self.layout.people_of[people.start as usize..people.end as usize] {
                let state = &mut self.people[person as usize];
                state.n_wanting -= 1;
                if state.n_wanting == 0 {
                    self.wanted.remove(person);
                }
            }
        }
        if row.has_choice {
            self.choosing.remove(row.rank);
        } else {
            self.queued[row.word as usize] -= self.layout.only_middle(row);
        }
    }

    /// Starts `activity` now in `way`, whose person is here.
    pub(super) fn begin(&mut self, activity: u32, way: u32) {
        let now = self.round.now;
        let row = self.layout.ways[way as usize];
        let middle = self.layout.middle(&self.layout.rows[activity as usize], &row);
        let duration = self.layout.duration(way, self.efforts[activity as usize]);
        let cause = if self.tells_causes {
            self.cause(activity, row.person, duration)
        } else {
            CauseCode::of(Cause::Nothing)
        };
        let state = &self.people[row.person as usize];
        let since = state.worked;
        let worked = since + duration;
        let mut shift = state.shift;
        let mut finish = now;
        if duration > 0 {
            if worked > shift.worked_after() {
                let Some(last) = self.shift_of(row.person, worked) else { return };
                shift = last;
            }
            finish = shift.end_of(worked);
        }
        let state = &mut self.people[row.person as usize];
        (state.busy_with, state.here_in, state.worked) = (activity, 0, worked);
        state.shift = shift;
        state.expected =
            Expected { covered: self.round.covered + middle, worked: since + middle, below: 0 };
        self.stop_waiting(activity);
        self.happens(row.person, finish);
        if let Some(place) = self.here.iter().position(|&here| here == row.person) {
            self.here.swap_remove(place);
        }
        self.write_down(activity, way, [now, finish], cause);
    }

    /// The work in hand of `person` ends now.
    pub(super) fn finish(&mut self, person: u32) {
        let state = &mut self.people[person as usize];
        let activity = state.busy_with;
        (state.busy_with, state.left_by) = (NOTHING, activity);
        (state.free_since, state.expected) = (self.round.now, Expected::NOW);
        self.pass_on_from(activity);
        self.pass_on();
    }

    /// Passes the dates of settled activities on to their successors.
    pub(super) fn pass_on(&mut self) {
        while let Some(activity) = self.settled.pop() {
            self.pass_on_from(activity);
        }
    }

    fn pass_on_from(&mut self, activity: u32) {
        let outcome = self.outcomes[activity as usize];
        let range = self.layout.table.outgoing[activity as usize].clone();
        for at in range {
            let row = self.layout.table.links[at as usize];
            let mut from = outcome.finish.0 as u32;
            if !row.is_plain {
                from = self.after_lag(row.link, outcome);
            }
            let hold = &mut self.held[row.to as usize];
            if self.tells_causes {
                hold.add(row.link, from);
            } else {
                hold.delay(from);
            }
            hold.open -= 1;
            if hold.open == 0 {
                self.make_ready(row.to);
            }
        }
    }

    /// From when on a link with a lag lets its successor start.
    fn after_lag(&mut self, link: u32, outcome: Outcome) -> u32 {
        let problem = self.layout.table.problem;
        let [start, finish] =
            [outcome.start, outcome.finish].map(|at| problem.today() + Span(i64::from(at.0)));
        match bound(problem, &problem.links()[link as usize], start, finish) {
            Bound::At(at) => self.minutes(at),
            Bound::Nothing => 0,
            Bound::Never => {
                self.is_too_long = true;
                NEVER
            }
        }
    }

    /// Why `activity` starts now with `person` and no sooner: what held it, unless it could have
    /// started with that person before its people were free.
    fn cause(&mut self, activity: u32, person: u32, duration: u32) -> CauseCode {
        let hold = self.held[activity as usize];
        if hold.start >= self.round.now {
            return hold.cause;
        }
        let left = |person: u32| {
            let state = &self.people[person as usize];
            (state.free_since > hold.start && state.left_by != NOTHING)
                .then_some((state.free_since, state.left_by))
        };
        let group = &self.layout.groups[self.layout.rows[activity as usize].group as usize];
        let people = group.people.clone();
        let wanted = &self.layout.people_of[people.start as usize..people.end as usize];
        let busy = left(person).or_else(|| wanted.iter().filter_map(|&other| left(other)).max());
        match busy {
            Some((_, by)) if duration == 0 || self.could_start_before(person, hold.start) => {
                CauseCode::of(Cause::Busy(ActivityId(by)))
            }
            _ => hold.cause,
        }
    }

    /// Whether `person`, who is here, has working time from `at` on before now.
    fn could_start_before(&mut self, person: u32, at: u32) -> bool {
        let state = &self.people[person as usize];
        if state.shift.start < self.round.now {
            return true;
        }
        let worked = state.worked;
        self.shift_at(person, at).is_some_and(|shift| shift.worked_at(at) < worked)
    }
}
