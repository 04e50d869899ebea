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
//! Working time is counted, not searched: where somebody is on the line is the number of working
//! minutes of their calendar until then. Work leads from one number to another by addition, a queue of
//! work adds up, and the tables of [`shifts`] are asked only once, for the moment at the end.
//!
//! Activities that want the same people wait together in one group, a bit each, by priority. Somebody
//! who is free looks at the first bit of a few groups.
//!
//! All `u32` called moments are minutes from today; a run that goes beyond [`shifts::LIMIT`] is given
//! up, and played the general way.

mod choice;
mod layout;
mod place;
mod shifts;
#[cfg(test)]
mod tests;

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};
use std::ops::Range;

use calendar::{Moment, Work};

use super::ranks::RankSet;
use super::table::{Held, Table};
use crate::{ActivityId, Cause, CauseCode, Entry, Minute, Outcome, Progress, Schedule};
use layout::Layout;
pub(super) use layout::is_plain;
pub(crate) use shifts::WorkingTime;
use shifts::{LIMIT, Shift, Shifts};

/// Never, as a moment at which something happens.
const NEVER: u32 = u32::MAX;
/// In place of an activity, or of a rank.
const NOTHING: u32 = u32::MAX;

/// So many people are looked at in one step.
const CHUNK: usize = 16;

/// Plays runs of a plain problem.
#[derive(Clone, Debug)]
pub(super) struct Plain<'p> {
    layout: Layout<'p>,
    /// By calendar, as far as people work in them.
    shifts: Vec<Option<Shifts<'p>>>,
    /// What each activity takes in this run.
    efforts: Vec<u32>,
    /// What holds each activity before anything has run, and now.
    held_at_first: Vec<Hold>,
    held: Vec<Hold>,
    /// When something happens to each person next: the work in hand ends, or they are back at work. Up
    /// to a whole chunk it goes on with people who do not exist, to whom nothing ever happens.
    next: Vec<u32>,
    people: Vec<Person>,
    /// To whom nothing happens next, and who is wanted by a group in which something waits.
    free: RankSet,
    wanted: RankSet,
    /// Who is idle, wanted and at work in this round.
    here: Vec<u32>,
    /// Whom waiting work with a choice has put down in this round, and what they were expected before.
    put_down: Vec<(u32, Expected)>,
    /// One bit for each member of each group: it waits.
    waiting: Vec<u64>,
    /// By the same words: what the members that wait are expected to take, where they have no choice.
    queued: Vec<u32>,
    groups: Vec<GroupState>,
    /// Groups of which something has been considered in this round and goes on waiting, with its rank.
    passed: Vec<(u32, u32)>,
    /// The ranks that wait and have a choice.
    choosing: RankSet,
    /// What becomes ready later, and rounds promised ([`NOTHING`]).
    later: BinaryHeap<Reverse<(u32, u32)>>,
    /// Activities whose dates are known but not yet passed on to their successors.
    settled: Vec<u32>,
    round: Round,
    /// The run has gone beyond [`LIMIT`], or beyond the tables.
    is_too_long: bool,
    /// Somebody asks why work starts when it does.
    pub tells_causes: bool,
    /// What happens to each activity, and in which way it is done.
    pub outcomes: Vec<Outcome>,
    ways: Vec<u32>,
}

/// The decisions at one moment.
#[derive(Clone, Copy, Debug)]
struct Round {
    number: u32,
    now: u32,
    /// The working minutes of the covering calendar before now.
    covered: u32,
    /// Waiting work with a choice below this rank has made its reservations.
    reserved_below: u32,
}

#[derive(Clone, Copy, Debug)]
struct GroupState {
    n_waiting: u32,
    /// The first rank that waits and has not been considered in this round; [`NOTHING`] if none.
    first: u32,
}

/// What holds an activity so far.
#[derive(Clone, Copy, Debug)]
struct Hold {
    /// How many predecessors are open.
    open: u32,
    /// It starts no sooner, and why.
    start: u32,
    cause: CauseCode,
}

#[derive(Clone, Copy, Debug)]
struct Person {
    /// The activity in hand.
    busy_with: u32,
    /// By how many groups in which something waits.
    n_wanting: u32,
    /// The last round in which they were idle, at work and wanted.
    here_in: u32,
    expected: Expected,
    /// Their working minutes up to the end of the work in hand.
    worked: u32,
    /// In which shift that ends; when idle, the current or next one, as far as somebody has asked.
    shift: Shift,
    /// The last activity done, and when it ended.
    left_by: u32,
    free_since: u32,
    /// The last round promised beyond the return to work.
    promised: u32,
    /// They are at work from the one to the other, as was asked last.
    at_work: [u32; 2],
}

/// When somebody is expected to have done the work in hand, or what has put them down; as long as that
/// is not past.
#[derive(Clone, Copy, Debug)]
struct Expected {
    /// Not before the covering calendar has worked so many minutes.
    covered: u32,
    /// When they have worked so many.
    worked: u32,
    /// Includes what waits for nobody else below this rank.
    below: u32,
}

impl<'p> Plain<'p> {
    pub fn new(table: Table<'p>) -> Self {
        let layout = Layout::new(table);
        let problem = layout.table.problem;
        let mut shifts: Vec<Option<Shifts<'p>>> = vec![None; problem.calendars().len()];
        let wanted = layout.people.iter().filter(|row| !row.groups.is_empty());
        let calendars: BTreeSet<u32> = wanted.map(|row| row.calendar).collect();
        for &index in &calendars {
            let laid_out = Shifts::new(problem, index as usize, layout.time, calendars.len());
            shifts[index as usize] = Some(laid_out);
        }
        let today = layout.table.problem.today();
        let n = layout.rows.len();
        let n_people = layout.people.len();
        let held: Vec<Hold> = layout.table.held.iter().map(|held| Hold::of(held, today)).collect();
        Self {
            shifts,
            efforts: vec![0; n],
            held: held.clone(),
            held_at_first: held,
            next: vec![NEVER; n_people.next_multiple_of(CHUNK)],
            people: vec![Person::IDLE; n_people],
            free: RankSet::new(n_people),
            wanted: RankSet::new(n_people),
            here: Vec::with_capacity(n_people),
            put_down: Vec::with_capacity(n_people),
            waiting: vec![0; layout.n_words],
            queued: vec![0; layout.n_words],
            groups: vec![GroupState::EMPTY; layout.groups.len()],
            passed: Vec::with_capacity(n_people),
            choosing: RankSet::new(n),
            later: BinaryHeap::with_capacity(n),
            settled: Vec::with_capacity(n),
            round: Round::FIRST,
            is_too_long: false,
            tells_causes: true,
            outcomes: vec![Outcome::NEVER; n],
            ways: vec![0; n],
            layout,
        }
    }

    /// Takes another order of priority.
    pub fn put_in_order(&mut self, order: &[ActivityId]) {
        self.layout.put_in_order(order);
    }

    /// Plays one run and leaves [`Plain::outcomes`]: see [`super::Dispatcher::outcomes`]. False if it
    /// goes too far.
    pub fn outcomes(&mut self, efforts: &[Work]) -> bool {
        self.play(efforts);
        if self.is_too_long {
            return false;
        }
        let today = self.layout.table.problem.today();
        for &(index, progress) in &self.layout.begun {
            let outcome = &mut self.outcomes[index];
            match progress {
                Progress::Finished { start, finish } => {
                    *outcome = Outcome {
                        start: Minute::of(start, today),
                        finish: Minute::of(finish, today),
                        cause: CauseCode::of(Cause::Nothing),
                    };
                }
                Progress::Started { start } if *outcome != Outcome::NEVER => {
                    outcome.start = Minute::of(start, today);
                }
                Progress::Started { .. } | Progress::Planned => {}
            }
        }
        true
    }

    /// The schedule of one run: see [`super::Dispatcher::run`]. `None` if it goes too far.
    pub fn run(&mut self, efforts: &[Work]) -> Option<Schedule> {
        self.play(efforts);
        if self.is_too_long {
            return None;
        }
        let table = &self.layout.table;
        let today = table.problem.today();
        let entry = |(outcome, (way, modes)): (&Outcome, (&u32, &Range<u32>))| {
            let start = outcome.start.moment(today)?;
            Some(Entry {
                start,
                resumed: start,
                finish: outcome.finish.moment(today)?,
                mode: way - modes.start,
                handed_on: None,
                cause: outcome.cause.cause()?,
            })
        };
        let rows = self.outcomes.iter().zip(self.ways.iter().zip(&table.all_modes));
        let mut entries: Vec<Option<Entry>> = rows.map(entry).collect();
        for &(index, progress) in &self.layout.begun {
            let entry = &mut entries[index];
            match (progress, entry.as_mut()) {
                (Progress::Finished { start, finish }, _) => {
                    *entry = Some(Entry {
                        start,
                        resumed: start,
                        finish,
                        mode: 0,
                        handed_on: None,
                        cause: Cause::Nothing,
                    });
                }
                (Progress::Started { start }, Some(entry)) => entry.start = start,
                _ => {}
            }
        }
        Some(Schedule { entries })
    }

    fn play(&mut self, efforts: &[Work]) {
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
    }

    fn reset(&mut self, efforts: &[Work]) {
        self.is_too_long = false;
        for (own, effort) in self.efforts.iter_mut().zip(efforts) {
            // What is longer than any run leads beyond it, whoever does it.
            *own = effort.0.clamp(0, i64::from(LIMIT)) as u32;
        }
        self.held.copy_from_slice(&self.held_at_first);
        self.next.fill(NEVER);
        self.people.fill(Person::IDLE);
        (0..self.people.len() as u32).for_each(|person| self.free.insert(person));
        self.wanted.clear();
        self.waiting.fill(0);
        self.queued.fill(0);
        self.groups.fill(GroupState::EMPTY);
        self.choosing.clear();
        self.later.clear();
        self.round = Round::FIRST;
        self.outcomes.fill(Outcome::NEVER);
    }

    /// The next moment at which anything happens.
    fn next_moment(&self) -> Option<u32> {
        let (next, _) = self.next.as_chunks::<CHUNK>();
        let first = next.iter().map(earliest).fold(NEVER, u32::min);
        let later = self.later.peek().map_or(NEVER, |&Reverse((at, _))| at);
        Some(first.min(later)).filter(|&moment| moment < NEVER && !self.is_too_long)
    }

    /// Writes down when something happens to `person` next, who was free.
    #[inline]
    fn happens(&mut self, person: u32, at: u32) {
        self.next[person as usize] = at;
        self.free.remove(person);
    }

    /// Lets happen what happens now.
    fn happen(&mut self) {
        let now = self.round.now;
        for chunk in 0..self.next.len() / CHUNK {
            // Nobody else follows while these are worked off: nothing starts before all have happened.
            let (next, _) = self.next.as_chunks::<CHUNK>();
            let mut people = happening(&next[chunk], now);
            while people != 0 {
                let person = chunk * CHUNK + people.trailing_zeros() as usize;
                people &= people - 1;
                self.next[person] = NEVER;
                self.free.insert(person as u32);
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
        self.gather();
        while !self.is_too_long
            && let Some(activity) = self.next_candidate()
        {
            let row = &self.layout.rows[activity as usize];
            if !row.has_choice {
                let way = row.ways.start;
                self.begin(activity, way);
                continue;
            }
            match self.choose(activity) {
                Some(way) => self.begin(activity, way),
                None => self.pass_over(activity),
            }
        }
        while let Some((group, rank)) = self.passed.pop() {
            self.groups[group as usize].first = rank;
        }
        while let Some((person, expected)) = self.put_down.pop() {
            self.people[person as usize].expected = expected;
        }
    }

    /// Finds out who is idle, wanted and at work; those who are not at work get a round when they are
    /// back.
    fn gather(&mut self) {
        self.round.number += 1;
        self.round.reserved_below = 0;
        self.here.clear();
        for word in 0..self.free.n_words() {
            let mut people = self.free.both(&self.wanted, word);
            while people != 0 {
                self.look_for_work(word as u32 * 64 + people.trailing_zeros());
                people &= people - 1;
            }
        }
    }

    /// Adds somebody who is free and wanted to those who are here, if they are at work.
    #[inline]
    fn look_for_work(&mut self, index: u32) {
        let now = self.round.now;
        let person = &self.people[index as usize];
        if now >= person.shift.end || now < person.shift.start {
            let Some(shift) = self.shift_at(index, now) else { return };
            self.people[index as usize].shift = shift;
        }
        let person = &mut self.people[index as usize];
        if person.shift.start > now {
            let back = person.shift.start;
            self.happens(index, back);
            return;
        }
        person.here_in = self.round.number;
        person.worked = person.shift.worked_at(now);
        self.round.covered = person.shift.covered_at(person.worked);
        self.here.push(index);
    }

    /// The first activity not yet considered that waits for somebody who is here.
    fn next_candidate(&self) -> Option<u32> {
        let mut first = NOTHING;
        for &person in &self.here {
            let groups = self.layout.people[person as usize].groups.clone();
            for &group in &self.layout.groups_of[groups.start as usize..groups.end as usize] {
                first = first.min(self.groups[group as usize].first);
            }
        }
        self.layout.table.at_rank.get(first as usize).copied()
    }

    /// Leaves `activity`, the first of its group, waiting for the rest of this round.
    fn pass_over(&mut self, activity: u32) {
        let row = &self.layout.rows[activity as usize];
        self.passed.push((row.group, row.rank));
        self.groups[row.group as usize].first = self.next_member(row.group, row.place + 1);
    }

    /// The rank of the first member of `group` from `place` on that waits; [`NOTHING`] if none.
    #[inline]
    fn next_member(&self, group: u32, place: u32) -> u32 {
        let row = &self.layout.groups[group as usize];
        let n = row.members.end - row.members.start;
        let mut at = place;
        while at < n {
            let word = self.waiting[(row.first_word + at / 64) as usize] >> (at % 64);
            if word != 0 {
                at += word.trailing_zeros();
                return self.layout.members[(row.members.start + at) as usize];
            }
            at = (at / 64 + 1) * 64;
        }
        NOTHING
    }

    /// From when on `person` is at work, not before `at`.
    #[inline]
    fn at_work_from(&mut self, person: u32, at: u32) -> Option<u32> {
        let [start, end] = self.people[person as usize].at_work;
        if (start..end).contains(&at) {
            return Some(at);
        }
        let shift = self.shift_at(person, at)?;
        self.people[person as usize].at_work = [shift.start, shift.end];
        Some(at.max(shift.start))
    }

    /// The first shift of `person` that ends after `at`.
    fn shift_at(&mut self, person: u32, at: u32) -> Option<Shift> {
        self.look_up(person, |shifts| shifts.shift_at(at))
    }

    /// The shift of `person` in which the last of `worked` minutes is worked.
    #[inline]
    fn shift_of(&mut self, person: u32, worked: u32) -> Option<Shift> {
        self.look_up(person, |shifts| shifts.shift_of(worked))
    }

    /// Asks the tables, which grow until they know; if that is too far, the run is given up.
    #[inline]
    fn look_up(
        &mut self,
        person: u32,
        ask: impl Fn(&Shifts<'p>) -> Option<Shift>,
    ) -> Option<Shift> {
        let calendar = self.layout.people[person as usize].calendar;
        let shifts = self.shifts[calendar as usize].as_mut()?;
        loop {
            if let Some(shift) = ask(shifts) {
                return Some(shift);
            }
            if !shifts.grow(self.layout.time) {
                self.is_too_long = true;
                return None;
            }
        }
    }
}

/// The first of these moments. Signed numbers are compared in fewer steps.
#[inline]
fn earliest(next: &[u32; CHUNK]) -> u32 {
    let signed = |at: u32| (at ^ (1 << 31)) as i32;
    let mut first = [i32::MAX; 4];
    for part in next.as_chunks::<4>().0 {
        for (first, &at) in first.iter_mut().zip(part) {
            *first = (*first).min(signed(at));
        }
    }
    let [a, b, c, d] = first;
    a.min(b).min(c.min(d)) as u32 ^ (1 << 31)
}

/// A bit for each of these moments that is `now`.
#[inline]
fn happening(next: &[u32; CHUNK], now: u32) -> u32 {
    (0..CHUNK).fold(0, |bits, at| bits | u32::from(next[at] == now) << at)
}

impl Hold {
    fn of(held: &Held, today: Moment) -> Self {
        let start = (held.start - today).0.clamp(0, i64::from(LIMIT)) as u32;
        Self { open: held.open, start, cause: CauseCode::of(held.cause) }
    }

    /// Adds what a link asks for, without the cause.
    #[inline]
    fn delay(&mut self, at: u32) {
        self.start = self.start.max(at);
    }

    /// Adds what a link asks for; where two ask for the same moment, the first in the problem is the
    /// cause.
    #[inline]
    fn add(&mut self, link: u32, at: u32) {
        let cause = CauseCode::of(Cause::Link(link));
        if at > self.start || (at == self.start && self.cause.is_link() && cause < self.cause) {
            (self.start, self.cause) = (at, cause);
        }
    }
}

impl Round {
    const FIRST: Round = Round { number: 0, now: 0, covered: 0, reserved_below: 0 };
}

impl GroupState {
    const EMPTY: GroupState = GroupState { n_waiting: 0, first: NOTHING };
}

impl Person {
    /// Idle, and nobody has asked yet.
    const IDLE: Person = Person {
        busy_with: NOTHING,
        n_wanting: 0,
        here_in: 0,
        expected: Expected::NOW,
        worked: 0,
        shift: Shift { start: 0, end: 0, worked_before: 0, covered_before: 0, steady_until: 0 },
        left_by: NOTHING,
        free_since: 0,
        promised: 0,
        at_work: [0; 2],
    };
}

impl Expected {
    /// There is nothing to wait for.
    const NOW: Expected = Expected { covered: 0, worked: 0, below: 0 };
}
