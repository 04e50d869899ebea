//! The problem, laid out for running it thousands of times: flat rows, 32-bit indices, and whatever
//! does not depend on a run already worked out.
//!
//! In: a problem, an order, the middle efforts. Out: a [`Table`]. It must not know efforts of a run.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use calendar::{Calendar, Moment, Work};

use crate::links::{Bound, bound};
use crate::{ActivityId, Cause, Lag, LinkKind, Mode, Problem, Progress};

/// Everything about the problem that a run reads.
#[derive(Clone, Debug)]
pub(super) struct Table<'p> {
    pub problem: &'p Problem,
    pub calendars: &'p [Calendar],
    /// Priority of each activity, 0 first: started work in plan order, then as ordered.
    pub rank: Vec<u32>,
    /// The activity of each rank.
    pub at_rank: Vec<u32>,
    /// What may be chosen at first: all modes of planned work, the first of started work.
    pub choices: Vec<Range<u32>>,
    /// All modes of each activity.
    pub all_modes: Vec<Range<u32>>,
    /// Those that several activities have in common are there once.
    pub modes: Vec<ModeRow>,
    pub demands: Vec<DemandRow>,
    /// What each activity is expected to take, at each of the rates at which it can be done.
    middles: Vec<Work>,
    first_middle: Vec<u32>,
    /// The resources that any mode of an activity needs, each once.
    pub wants: Vec<Range<u32>>,
    pub wanted: Vec<u32>,
    /// For work that one person can do in one way, and that nothing but that person delays once it is
    /// ready: who.
    pub queues_for: Vec<Option<u32>>,
    /// The calendars in which each resource works.
    pub hours: Vec<Vec<u32>>,
    /// The links that hold a successor, by predecessor.
    pub outgoing: Vec<Range<u32>>,
    pub links: Vec<LinkRow>,
    /// What holds each activity before anything has run.
    pub held: Vec<Held>,
    /// The units of each resource; behind the last there is one that never runs out, for the modes
    /// without demands of activities that also have modes with some.
    pub capacity: Vec<u32>,
    /// Unfinished activities that nothing unfinished holds.
    pub free: Vec<u32>,
}

/// One mode.
#[derive(Clone, Debug)]
pub(super) struct ModeRow {
    pub calendar: u32,
    pub demands: Range<u32>,
    /// Which of the rates of its activity: as many modes beside it have the same share and hand-over.
    pub rate: u32,
    /// How a run's effort becomes a duration.
    pub share_percent: u32,
    pub hand_over: crate::HandOver,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct DemandRow {
    pub resource: u32,
    pub units: u32,
}

/// The modes of some activities.
#[derive(Clone, Debug)]
struct SharedModes {
    modes: Range<u32>,
    wanted: Range<u32>,
    /// A mode for each rate.
    rates: Vec<u32>,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct LinkRow {
    pub link: u32,
    pub to: u32,
    /// Finish to start without lag, as most are.
    pub is_plain: bool,
}

/// What holds an activity so far: how many predecessors are open, and what the others ask for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Held {
    pub open: u32,
    /// It starts no sooner, and why.
    pub start: Moment,
    pub cause: Cause,
    /// It finishes no sooner, by which link; `None` for no such link.
    pub finish: Option<(Moment, u32)>,
}

impl Held {
    /// Adds what `link` asks for; where two ask for the same moment, the first in the problem is the
    /// cause.
    pub fn add(&mut self, kind: LinkKind, link: u32, at: Moment) {
        match kind {
            LinkKind::FinishStart | LinkKind::StartStart => {
                let is_first = matches!(self.cause, Cause::Link(known) if link < known);
                if at > self.start || (at == self.start && is_first) {
                    (self.start, self.cause) = (at, Cause::Link(link));
                }
            }
            LinkKind::FinishFinish | LinkKind::StartFinish => {
                if self.finish.is_none_or(|(latest, _)| at > latest) {
                    self.finish = Some((at, link));
                }
            }
        }
    }
}

impl ModeRow {
    pub fn duration(&self, effort: Work) -> Work {
        crate::problem::duration(effort, self.share_percent, self.hand_over)
    }
}

impl<'p> Table<'p> {
    pub fn new(problem: &'p Problem, order: &[ActivityId], middle: &[Work]) -> Self {
        let mut table = Self {
            problem,
            calendars: problem.calendars(),
            rank: Vec::new(),
            at_rank: Vec::new(),
            choices: Vec::new(),
            all_modes: Vec::new(),
            modes: Vec::new(),
            demands: Vec::new(),
            middles: Vec::new(),
            first_middle: Vec::new(),
            wants: Vec::new(),
            wanted: Vec::new(),
            queues_for: Vec::new(),
            hours: vec![Vec::new(); problem.resources().len() + 1],
            outgoing: Vec::new(),
            links: Vec::new(),
            held: Vec::new(),
            capacity: problem.resources().iter().map(|resource| resource.capacity).collect(),
            free: Vec::new(),
        };
        table.capacity.push(u32::MAX);
        let mut shared = BTreeMap::new();
        for id in problem.ids() {
            let modes = &problem.activity(id).modes;
            let modes = shared.entry(modes.address()).or_insert_with(|| table.add_modes(modes));
            table.add_ways(id, modes, middle[id.index()]);
            table.add_links(id);
            table.add_held(id);
            let queues_for = table.queues_for(id);
            table.queues_for.push(queues_for);
        }
        table.put_in_order(order);
        table
    }

    /// What `activity` is expected to take in `mode`, one of its modes.
    #[inline]
    pub fn middle(&self, activity: u32, mode: u32) -> Work {
        let rate = self.modes[mode as usize].rate;
        self.middles[(self.first_middle[activity as usize] + rate) as usize]
    }

    /// What `activity` is expected to take, by [`ModeRow::rate`].
    pub fn middles(&self, activity: usize) -> &[Work] {
        let end = self.first_middle.get(activity + 1).map_or(self.middles.len(), |&at| at as usize);
        &self.middles[self.first_middle[activity] as usize..end]
    }

    /// Takes another order of priority.
    pub fn put_in_order(&mut self, order: &[ActivityId]) {
        self.at_rank = ranks(self.problem, order);
        self.rank = vec![0; self.at_rank.len()];
        for (position, &activity) in self.at_rank.iter().enumerate() {
            self.rank[activity as usize] = position as u32;
        }
    }

    fn add_modes(&mut self, modes: &[Mode]) -> SharedModes {
        let (first, first_wanted) = (self.modes.len(), self.wanted.len());
        let needs_people = modes.iter().any(|mode| !mode.demands.is_empty());
        // By resource: there may be thousands.
        let mut wanted = BTreeSet::new();
        let mut rates: Vec<u32> = Vec::new();
        for mode in modes {
            let demands = self.add_demands(mode, needs_people);
            for row in &self.demands[demands.start as usize..demands.end as usize] {
                if wanted.insert(row.resource) {
                    self.wanted.push(row.resource);
                }
                let hours = &mut self.hours[row.resource as usize];
                if !hours.contains(&mode.calendar.0) {
                    hours.push(mode.calendar.0);
                }
            }
            let is_alike = |other: &u32| {
                let other = &self.modes[*other as usize];
                (other.share_percent, other.hand_over) == (mode.share_percent, mode.hand_over)
            };
            let rate = rates.iter().position(is_alike).unwrap_or(rates.len());
            if rate == rates.len() {
                rates.push(self.modes.len() as u32);
            }
            self.modes.push(ModeRow {
                calendar: mode.calendar.0,
                demands,
                rate: rate as u32,
                share_percent: mode.share_percent,
                hand_over: mode.hand_over,
            });
        }
        SharedModes {
            modes: first as u32..self.modes.len() as u32,
            wanted: first_wanted as u32..self.wanted.len() as u32,
            rates,
        }
    }

    fn add_ways(&mut self, id: ActivityId, shared: &SharedModes, middle: Work) {
        let all = shared.modes.clone();
        let started = matches!(self.problem.activity(id).progress, Progress::Started { .. });
        self.choices.push(if started { all.start..all.start + 1 } else { all.clone() });
        self.all_modes.push(all);
        self.wants.push(shared.wanted.clone());
        self.first_middle.push(self.middles.len() as u32);
        for &mode in &shared.rates {
            self.middles.push(self.modes[mode as usize].duration(middle));
        }
    }

    /// Adds one row a resource: what a mode asks of it in several demands is added up.
    fn add_demands(&mut self, mode: &Mode, needs_people: bool) -> Range<u32> {
        let first = self.demands.len();
        for demand in &mode.demands {
            let resource = demand.resource.0;
            match self.demands[first..].iter_mut().find(|row| row.resource == resource) {
                Some(row) => row.units += demand.units,
                None => self.demands.push(DemandRow { resource, units: demand.units }),
            }
        }
        if needs_people && mode.demands.is_empty() {
            let boundless = self.problem.resources().len() as u32;
            self.demands.push(DemandRow { resource: boundless, units: 1 });
        }
        first as u32..self.demands.len() as u32
    }

    /// See [`Table::queues_for`], the field.
    fn queues_for(&self, id: ActivityId) -> Option<u32> {
        let modes = self.all_modes[id.index()].clone();
        let demands = self.modes[modes.start as usize].demands.clone();
        if modes.len() != 1 || demands.len() != 1 {
            return None;
        }
        let asks_for_finish = |(_, link): (u32, &crate::Link)| {
            matches!(link.kind, LinkKind::FinishFinish | LinkKind::StartFinish)
        };
        let resource = self.demands[demands.start as usize].resource;
        let is_person = self.capacity[resource as usize] == 1;
        (is_person && !self.problem.incoming(id).any(asks_for_finish)).then_some(resource)
    }

    fn add_links(&mut self, id: ActivityId) {
        let first = self.links.len() as u32;
        let problem = self.problem;
        let holding = problem
            .outgoing(id)
            .filter(|(_, link)| problem.holds(link) && problem.past_dates(link).is_none());
        self.links.extend(holding.map(|(index, link)| LinkRow {
            link: index,
            to: link.to.0,
            is_plain: link.kind == LinkKind::FinishStart && link.lag == Lag::ZERO,
        }));
        self.outgoing.push(first..self.links.len() as u32);
    }

    fn add_held(&mut self, id: ActivityId) {
        let problem = self.problem;
        let activity = problem.activity(id);
        let mut held =
            Held { open: 0, start: problem.today(), cause: Cause::Nothing, finish: None };
        match activity.progress {
            Progress::Planned => {
                if let Some(release) = activity.release.filter(|&release| release > held.start) {
                    (held.start, held.cause) = (release, Cause::Release);
                }
            }
            Progress::Started { start } => held.start = held.start.max(start),
            Progress::Finished { .. } => {}
        }
        for (index, link) in problem.incoming(id).filter(|(_, link)| problem.holds(link)) {
            let Some((start, finish)) = problem.past_dates(link) else {
                held.open += 1;
                continue;
            };
            match bound(problem, link, start, finish) {
                Bound::At(at) => held.add(link.kind, index, at),
                Bound::Nothing => {}
                Bound::Never => held.open += 1,
            }
        }
        if held.open == 0 && !matches!(activity.progress, Progress::Finished { .. }) {
            self.free.push(id.0);
        }
        self.held.push(held);
    }
}

/// The activities by priority: started work first, in plan order; then `order`; then what it leaves
/// out, in plan order.
fn ranks(problem: &Problem, order: &[ActivityId]) -> Vec<u32> {
    let started =
        |&id: &ActivityId| matches!(problem.activity(id).progress, Progress::Started { .. });
    let mut ranked = vec![false; problem.activities().len()];
    let mut at_rank = Vec::with_capacity(ranked.len());
    for id in problem.ids().filter(started).chain(order.iter().copied()).chain(problem.ids()) {
        if !std::mem::replace(&mut ranked[id.index()], true) {
            at_rank.push(id.0);
        }
    }
    at_rank
}
