//! Plain problems: each piece of work keeps one person busy, people stay, links run from a finish to
//! a start and do not lead. Nearly every plan is one.
//!
//! In: the table of a plain problem; then the efforts of a run. Out: the schedule of that run, the
//! same that [`super::general`] would give. It must not look ahead.
//!
//! # Theory
//! In a plain problem nothing ever happens before now. So what comes next is the first of a few
//! moments, one a person (the end of the work in hand, or the return to work), and whatever has been
//! promised for later; no other events are kept in order.
//!
//! Working time is counted, not searched: where a person is on the line is the number `W` of working
//! minutes of their calendar until then. Work of `d` minutes leads from `W` to `W + d`, a queue of
//! work adds up, and the calendar is asked only once, for the moment at the end.
//!
//! Activities that want the same people wait together in one group, a bit each, by priority. Somebody
//! who is free looks at the first bit of a few groups.

mod choice;
mod layout;
mod place;

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use calendar::{Moment, Stretch, Work};

use super::ranks::RankSet;
use super::table::{Held, Table};
use crate::{Cause, Entry, Progress, Schedule};
pub(super) use layout::is_plain;
use layout::Layout;

/// Never, as a moment at which something happens.
const NEVER: Moment = Moment(i64::MAX);
/// In place of an activity.
const NOTHING: u32 = u32::MAX;

/// Plays runs of a plain problem.
#[derive(Clone, Debug)]
pub(super) struct Plain<'p> {
    layout: Layout<'p>,
    /// What each activity takes in this run.
    efforts: Vec<Work>,
    held: Vec<Held>,
    /// When something happens to each person next: the work in hand ends, or they are back at work.
    next: Vec<Moment>,
    people: Vec<Person>,
    idle: RankSet,
    /// Who is idle, wanted and at work in this round.
    here: Vec<u32>,
    /// One bit for each member of each group: it waits.
    waiting: Vec<u64>,
    groups: Vec<GroupState>,
    /// The ranks that wait and have a choice.
    choosing: RankSet,
    /// What becomes ready later, and rounds promised ([`NOTHING`]).
    later: BinaryHeap<Reverse<(Moment, u32)>>,
    /// Activities whose dates are known but not yet passed on to their successors.
    settled: Vec<u32>,
    /// What bounds the ways of the activity that is looked at.
    bounds: Vec<Work>,
    round: Round,
    schedule: Schedule,
}

/// The decisions at one moment.
#[derive(Clone, Copy, Debug)]
struct Round {
    number: u32,
    now: Moment,
    /// The working minutes of the covering calendar before now.
    covered_before: Work,
    /// Waiting work with a choice below this rank has made its reservations.
    reserved_below: u32,
}

#[derive(Clone, Copy, Debug)]
struct GroupState {
    n_waiting: u32,
    /// In this round, members before this place have been considered.
    round: u32,
    place: u32,
}

#[derive(Clone, Copy, Debug)]
struct Person {
    /// The activity in hand.
    busy_with: u32,
    way: u32,
    /// Working minutes before its start.
    since: Work,
    /// When it is expected to end, once somebody has asked.
    expected: Option<Expected>,
    /// The last activity done, and when it ended.
    left_by: u32,
    free_since: Moment,
    /// By how many groups in which something waits.
    n_wanting: u32,
    /// The last round in which somebody idle was at work and wanted.
    here_in: u32,
    /// The stretch of work in which the work in hand ends; when idle, the current or next one, as far
    /// as somebody has asked.
    stretch: Stretch,
    /// The last round promised beyond the return to work.
    promised: Moment,
    reserved: Reserved,
}

/// When somebody's work in hand is expected to end.
#[derive(Clone, Copy, Debug)]
struct Expected {
    end: Moment,
    /// In their calendar.
    worked_before: Work,
    /// In the calendar that covers all.
    covered_before: Work,
}

/// Up to when waiting work with a choice has put somebody down.
#[derive(Clone, Copy, Debug)]
struct Reserved {
    /// Holds in this round only.
    round: u32,
    /// Includes all that waits below this rank.
    below: u32,
    until: Moment,
    worked_before: Work,
    covered_before: Work,
}

impl<'p> Plain<'p> {
    pub fn new(table: Table<'p>) -> Self {
        let layout = Layout::new(table);
        let problem = layout.table.problem;
        let n = problem.activities().len();
        let people = layout.people.iter().map(|row| {
            let calendar = &layout.table.calendars[row.calendar as usize];
            Person::idle(problem.today(), calendar.stretch_at(problem.today()))
        });
        let n_people = layout.people.len();
        let group = GroupState { n_waiting: 0, round: 0, place: 0 };
        Self {
            efforts: vec![Work(0); n],
            held: layout.table.held.clone(),
            next: vec![NEVER; n_people],
            people: people.collect(),
            idle: RankSet::new(n_people),
            here: Vec::with_capacity(n_people),
            waiting: vec![0; layout.n_words],
            groups: vec![group; layout.groups.len()],
            choosing: RankSet::new(n),
            later: BinaryHeap::with_capacity(n),
            settled: Vec::with_capacity(n),
            bounds: Vec::new(),
            round: Round::first(problem.today()),
            schedule: Schedule { entries: vec![None; n] },
            layout,
        }
    }

    /// Plays one run: see [`super::Dispatcher::run`].
    pub fn run(&mut self, efforts: &[Work]) -> &Schedule {
        self.reset(efforts);
        for at in 0..self.layout.table.free.len() {
            self.make_ready(self.layout.table.free[at]);
        }
        self.pass_on();
        self.decide();
        while let Some(now) = self.next_moment() {
            self.round.now = now;
            self.happen();
            self.decide();
        }
        &self.schedule
    }

    fn reset(&mut self, efforts: &[Work]) {
        let today = self.layout.table.problem.today();
        self.efforts.copy_from_slice(efforts);
        self.held.copy_from_slice(&self.layout.table.held);
        self.next.fill(NEVER);
        for (person, row) in self.people.iter_mut().zip(&self.layout.people) {
            let calendar = &self.layout.table.calendars[row.calendar as usize];
            *person = Person::idle(today, calendar.stretch_at(today));
        }
        (0..self.people.len() as u32).for_each(|person| self.idle.insert(person));
        self.waiting.fill(0);
        self.groups.fill(GroupState { n_waiting: 0, round: 0, place: 0 });
        self.choosing.clear();
        self.later.clear();
        self.round = Round::first(today);
        let activities = self.layout.table.problem.activities();
        for (entry, activity) in self.schedule.entries.iter_mut().zip(activities) {
            *entry = match activity.progress {
                Progress::Finished { start, finish } => Some(Entry {
                    start,
                    resumed: start,
                    finish,
                    mode: 0,
                    handed_on: None,
                    cause: Cause::Nothing,
                }),
                _ => None,
            };
        }
    }

    /// The next moment at which anything happens.
    fn next_moment(&self) -> Option<Moment> {
        let first = self.next.iter().copied().fold(NEVER, Moment::min);
        let later = self.later.peek().map_or(NEVER, |&Reverse((at, _))| at);
        Some(first.min(later)).filter(|&moment| moment < NEVER)
    }

    /// Lets happen what happens now.
    fn happen(&mut self) {
        let now = self.round.now;
        for person in 0..self.next.len() {
            if self.next[person] == now {
                self.next[person] = NEVER;
                if self.people[person].busy_with != NOTHING {
                    self.finish(person as u32);
                }
            }
        }
        while let Some(&Reverse((at, activity))) = self.later.peek()
            && at <= now
        {
            self.later.pop();
            if activity != NOTHING {
                self.wait(activity);
            }
        }
    }

    /// Considers what waits, in order of priority, as long as somebody wanted is idle and at work.
    fn decide(&mut self) {
        self.round.number += 1;
        self.round.reserved_below = 0;
        self.gather();
        if self.here.is_empty() {
            return;
        }
        self.round.covered_before = self.covered_before(self.round.now);
        while let Some(activity) = self.next_candidate() {
            let row = &self.layout.rows[activity as usize];
            let group = &mut self.groups[row.group as usize];
            (group.round, group.place) = (self.round.number, row.place + 1);
            if let Some(way) = self.choose(activity) {
                self.begin(activity, way);
            }
        }
    }

    /// Finds out who is idle, wanted and at work; those who are not at work get a round when they are
    /// back.
    fn gather(&mut self) {
        self.here.clear();
        let mut next = 0;
        while let Some(index) = self.idle.next(next) {
            next = index + 1;
            let person = &mut self.people[index as usize];
            if person.n_wanting == 0 || self.next[index as usize] != NEVER {
                continue;
            }
            if !person.stretch.contains(self.round.now) {
                let calendar = self.layout.people[index as usize].calendar;
                let calendar = &self.layout.table.calendars[calendar as usize];
                let Some(stretch) = calendar.stretch_at(self.round.now) else { continue };
                person.stretch = stretch;
            }
            if person.stretch.start <= self.round.now {
                person.here_in = self.round.number;
                self.here.push(index);
            } else {
                self.next[index as usize] = person.stretch.start;
            }
        }
    }

    /// The first activity not yet considered that waits for somebody who is here.
    fn next_candidate(&self) -> Option<u32> {
        let mut first: Option<(u32, u32)> = None;
        for &person in &self.here {
            let groups = self.layout.people[person as usize].groups.clone();
            for &group in &self.layout.groups_of[groups.start as usize..groups.end as usize] {
                let state = self.groups[group as usize];
                if state.n_waiting == 0 {
                    continue;
                }
                let from = if state.round == self.round.number { state.place } else { 0 };
                let Some(activity) = self.next_member(group, from) else { continue };
                let rank = self.layout.rows[activity as usize].rank;
                if first.is_none_or(|(best, _)| rank < best) {
                    first = Some((rank, activity));
                }
            }
        }
        first.map(|(_, activity)| activity)
    }

    /// The first member of `group` from `place` on that waits.
    fn next_member(&self, group: u32, place: u32) -> Option<u32> {
        let row = &self.layout.groups[group as usize];
        let n = row.members.end - row.members.start;
        let mut at = place;
        while at < n {
            let word = self.waiting[(row.first_word + at / 64) as usize] >> (at % 64);
            if word != 0 {
                at += word.trailing_zeros();
                return Some(self.layout.members[(row.members.start + at) as usize]);
            }
            at = (at / 64 + 1) * 64;
        }
        None
    }
}

impl Round {
    fn first(today: Moment) -> Self {
        Self { number: 0, now: today, covered_before: Work(0), reserved_below: 0 }
    }
}

impl Person {
    fn idle(today: Moment, stretch: Option<Stretch>) -> Self {
        let nowhere = Stretch { start: today, end: today, worked_before: Work(0) };
        Self {
            busy_with: NOTHING,
            way: 0,
            since: Work(0),
            expected: None,
            left_by: NOTHING,
            free_since: today,
            n_wanting: 0,
            here_in: 0,
            stretch: stretch.unwrap_or(nowhere),
            promised: today,
            reserved: Reserved { round: 0, below: 0, until: today, worked_before: Work(0), covered_before: Work(0) },
        }
    }
}

#[cfg(test)]
mod tests;
