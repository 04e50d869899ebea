//! Every problem there is: with leads and finish links, with people who leave midway, with work done
//! together and pools of equal units.
//!
//! In: the table of the problem; then the efforts of a run. Out: the schedule of that run. It must
//! not look ahead: choices use middle efforts, only what happens uses the run's.

mod choice;
mod place;

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use calendar::{Moment, Work};

use super::ranks::RankSet;
use super::table::{Held, Table};
use crate::{Cause, Entry, Progress, Schedule};

/// Plays runs of any problem.
#[derive(Clone, Debug)]
pub(super) struct General<'p> {
    table: Table<'p>,
    /// What each activity takes in this run.
    efforts: Vec<Work>,
    held: Vec<Held>,
    placed: Vec<Placed>,
    resources: Vec<ResourceState>,
    /// The ranks that wait for one person, by person: see [`Table::queues_for`].
    queues: Vec<RankSet>,
    /// The other ranks that wait.
    choosing: RankSet,
    /// The ranks that wait and could be done with each resource.
    waiting_for: Vec<RankSet>,
    /// The resources that are free, and wanted by something that waits.
    useful: RankSet,
    /// Those among them that are not at work: not in `useful` before they are again.
    absent: RankSet,
    /// What somebody who left has handed on.
    left_over: Vec<LeftOver>,
    events: BinaryHeap<Reverse<(Moment, Event)>>,
    /// When each resource has been promised a round, as far as it is absent.
    back: Vec<Moment>,
    /// When each calendar has been promised a round: no second one for the same moment.
    woken: Vec<Moment>,
    /// For each calendar, a moment and the first working moment from it on.
    at_work: Vec<(Moment, Moment)>,
    /// Activities whose dates are known but not yet passed on to their successors.
    settled: Vec<u32>,
    round: Round,
    schedule: Schedule,
}

/// Where and since when an activity is worked on.
#[derive(Clone, Copy, Debug)]
struct Placed {
    /// In which row of [`Table::modes`].
    mode: u32,
    since: Moment,
    /// The mode in which it was last expected to end first: looked at first, to rule out the others.
    favorite: Option<u32>,
    /// The round in which it became ready.
    ready_in: u32,
    cause: Cause,
}

#[derive(Clone, Copy, Debug)]
struct ResourceState {
    free_units: u32,
    /// By how many waiting activities.
    n_wanting: u32,
    /// The last activity that took units of it.
    taken_by: u32,
    /// When that is expected to end, once somebody has asked.
    expected: Option<Moment>,
    /// The last activity that gave units back, and when.
    left_by: Option<u32>,
    free_since: Moment,
    reserved: Reserved,
}

/// Up to when waiting work with a choice has put somebody down.
#[derive(Clone, Copy, Debug)]
struct Reserved {
    /// Holds in this round only.
    round: u32,
    until: Moment,
    /// Includes all that waits below this rank.
    below: u32,
}

/// An activity that somebody who left midway has handed on.
#[derive(Clone, Copy, Debug)]
struct LeftOver {
    activity: u32,
    /// How much effort remains.
    effort: Work,
    /// When and in which mode it began.
    start: Moment,
    mode: u32,
}

/// The decisions at one moment.
#[derive(Clone, Copy, Debug)]
struct Round {
    number: u32,
    now: Moment,
    /// Something became ready that could have started before now.
    looks_back: bool,
    /// Waiting work with a choice below this rank has made its reservations.
    reserved_below: u32,
    /// Ranks from here on are still to be considered.
    next_rank: u32,
}

/// What happens at a moment; in this order where several do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    /// The activity ends.
    Finish(u32),
    /// Whoever works on the activity leaves the project.
    Leave(u32),
    /// Nothing holds the activity any more.
    Ready(u32),
    /// Somebody is at work again.
    Wake,
}

impl<'p> General<'p> {
    pub fn new(table: Table<'p>) -> Self {
        let problem = table.problem;
        let n = problem.activities().len();
        let today = problem.today();
        let placed = Placed {
            mode: 0,
            since: today,
            favorite: None,
            ready_in: u32::MAX,
            cause: Cause::Nothing,
        };
        let idle = |&units: &u32| ResourceState::idle(units, today);
        Self {
            efforts: vec![Work(0); n],
            held: table.held.clone(),
            placed: vec![placed; n],
            resources: table.capacity.iter().map(idle).collect(),
            queues: vec![RankSet::new(n); table.capacity.len()],
            choosing: RankSet::new(n),
            waiting_for: vec![RankSet::new(n); table.capacity.len()],
            useful: RankSet::new(table.capacity.len()),
            absent: RankSet::new(table.capacity.len()),
            left_over: Vec::new(),
            events: BinaryHeap::with_capacity(2 * n + problem.calendars().len()),
            back: vec![today; table.capacity.len()],
            woken: vec![today; problem.calendars().len()],
            at_work: vec![(Moment(1), Moment(0)); problem.calendars().len()],
            settled: Vec::with_capacity(n),
            round: Round::first(today),
            schedule: Schedule { entries: vec![None; n] },
            table,
        }
    }

    /// Plays one run: see [`super::Dispatcher::run`].
    pub fn run(&mut self, efforts: &[Work]) -> &Schedule {
        self.reset(efforts);
        for at in 0..self.table.free.len() {
            self.make_ready(self.table.free[at]);
        }
        self.pass_on();
        self.decide();
        while let Some(&Reverse((at, _))) = self.events.peek() {
            self.round.now = self.round.now.max(at);
            self.round.number += 1;
            self.round.looks_back = false;
            while let Some(&Reverse((at, event))) = self.events.peek()
                && at <= self.round.now
            {
                self.events.pop();
                self.happen(at, event);
            }
            self.decide();
        }
        &self.schedule
    }

    fn reset(&mut self, efforts: &[Work]) {
        let today = self.table.problem.today();
        self.efforts.copy_from_slice(efforts);
        self.held.copy_from_slice(&self.table.held);
        for placed in &mut self.placed {
            (placed.favorite, placed.ready_in) = (None, u32::MAX);
        }
        for (state, &units) in self.resources.iter_mut().zip(&self.table.capacity) {
            *state = ResourceState::idle(units, today);
        }
        self.queues.iter_mut().for_each(RankSet::clear);
        self.choosing.clear();
        self.waiting_for.iter_mut().for_each(RankSet::clear);
        self.useful.clear();
        self.absent.clear();
        self.left_over.clear();
        self.events.clear();
        self.back.fill(today);
        self.woken.fill(today);
        self.round = Round::first(today);
        for (entry, activity) in
            self.schedule.entries.iter_mut().zip(self.table.problem.activities())
        {
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

    /// Lets `event` happen.
    fn happen(&mut self, at: Moment, event: Event) {
        match event {
            Event::Finish(activity) => self.free_people(at, activity),
            Event::Leave(activity) => {
                self.free_people(at, activity);
                self.keep_rest(at, activity);
                self.wait(activity);
            }
            Event::Ready(activity) => self.wait(activity),
            Event::Wake => {}
        }
    }

    /// Considers what waits, in order of priority, as long as somebody wanted is free.
    fn decide(&mut self) {
        (self.round.next_rank, self.round.reserved_below) = (0, 0);
        self.welcome_back();
        while let Some(rank) = self.next_candidate() {
            self.round.next_rank = rank + 1;
            let activity = self.table.at_rank[rank as usize];
            if let Some((mode, start)) = self.choose(activity) {
                self.begin(activity, mode, start);
                self.pass_on();
            }
        }
    }

    /// Lets those be considered again who are back at work.
    fn welcome_back(&mut self) {
        let mut next = 0;
        while let Some(resource) = self.absent.next(next) {
            next = resource + 1;
            if self.back[resource as usize] <= self.round.now {
                self.absent.remove(resource);
                self.note_use(resource);
            }
        }
    }

    /// Whether `resource`, who is free, is at work; if not, there will be a round at which it is.
    fn is_at_work(&mut self, resource: u32) -> bool {
        if self.back[resource as usize] > self.round.now {
            return false;
        }
        let mut back: Option<Moment> = None;
        for at in 0..self.table.hours[resource as usize].len() {
            let calendar = self.table.hours[resource as usize][at];
            match self.at_work(calendar, self.round.now) {
                Some(moment) if moment <= self.round.now => return true,
                moment => back = back.into_iter().chain(moment).min(),
            }
        }
        if let Some(back) = back {
            self.back[resource as usize] = back;
            self.events.push(Reverse((back, Event::Wake)));
        }
        // Whoever has left for ever is looked at as before: others may have to take over.
        back.is_none()
    }

    /// The first rank not yet considered that waits for somebody who is free and at work.
    fn next_candidate(&mut self) -> Option<u32> {
        let mut first = None;
        let mut resource = self.useful.next(0);
        while let Some(free) = resource {
            if !self.is_at_work(free) && !self.round.looks_back {
                self.useful.remove(free);
                self.absent.insert(free);
                resource = self.useful.next(free + 1);
                continue;
            }
            let rank = self.waiting_for[free as usize].next(self.round.next_rank);
            first = match (first, rank) {
                (Some(first), Some(rank)) => Some(rank.min(first)),
                (first, rank) => rank.or(first),
            };
            resource = self.useful.next(free + 1);
        }
        first
    }
}

impl ResourceState {
    fn idle(units: u32, today: Moment) -> Self {
        Self {
            free_units: units,
            n_wanting: 0,
            taken_by: 0,
            expected: None,
            left_by: None,
            free_since: today,
            reserved: Reserved { round: 0, until: today, below: 0 },
        }
    }
}

impl Round {
    fn first(today: Moment) -> Self {
        Self { number: 0, now: today, looks_back: false, reserved_below: 0, next_rank: 0 }
    }
}
