//! Proofs: whether any schedule is shorter than the one that was found.
//!
//! In: a network, a schedule of it, how many contradictions to learn from. Out: a shorter schedule, or
//! the proof that there is none, or neither. It must not know how the schedule was found.
//!
//! # Theory
//! Lazy clause generation (Ohrimenko, Stuckey and Codish 2009) for project scheduling (Schutt, Feydy,
//! Stuckey and Wallace 2011). Each start has bounds; a decision narrows one, precedence and the time
//! table of each resource narrow others, each step with its reason. Where bounds contradict each other,
//! the reasons are traced back to one fact of the last decision, and the clause that follows is kept: what
//! failed once does not fail again elsewhere. With the clauses the search restarts, and goes where
//! contradictions were found.

mod clauses;
mod timetable;
mod trail;

use clauses::Clauses;
use timetable::Timetable;
use trail::{Contradiction, Fact, Reason, Trail};

use super::Found;
use super::network::{Network, Side};

/// Returns `found`, with its bound raised to its length if no schedule of `network` is shorter; or a
/// shorter schedule that was come across.
///
/// **Cost.** Ends after `contradictions` at most; some thousand take a second for 60 activities.
///
/// **Determinism.** The same answer for the same arguments.
#[must_use]
pub fn prove(network: &Network, found: Found, contradictions: u64) -> Found {
    let mut found = found;
    if found.length <= found.bound || network.is_empty() {
        return found;
    }
    let mut prover = Prover::new(network, found.length - 1);
    loop {
        match prover.search(contradictions) {
            Verdict::Impossible => return Found { bound: found.length, ..found },
            Verdict::Unknown => return found,
            Verdict::Shorter => {
                found.starts = prover.starts();
                found.length = prover.length();
                if found.length <= found.bound || !prover.shorten(found.length - 1) {
                    return Found { bound: found.length, ..found };
                }
            }
        }
    }
}

/// Contradictions until the search begins anew, and how that grows.
const RESTART_FIRST: u64 = 100;
const RESTART_GROWTH: f64 = 1.2;
/// How much a contradiction counts for less than the next.
const DECAY: f64 = 0.95;
const SCALE_MAX: f64 = 1e100;

enum Verdict {
    Shorter,
    Impossible,
    Unknown,
}

struct Prover<'n> {
    network: &'n Network,
    trail: Trail,
    clauses: Clauses,
    timetable: Timetable,
    /// By side of an activity: what follows at once from a bound, and how much later.
    edges: Vec<Vec<(u32, i32)>>,
    /// How many steps of the trail have been followed.
    followed: usize,
    /// How often an activity has lately been part of a contradiction.
    activity: Vec<f64>,
    increment: f64,
    contradictions: u64,
}

impl<'n> Prover<'n> {
    fn new(network: &'n Network, length: u32) -> Self {
        let n = network.len();
        let mut edges = vec![Vec::new(); 2 * n];
        for to in 0..n {
            for &from in network.before(Side::Forward, to) {
                let from = from as usize;
                let by = network.durations[from] as i32;
                edges[2 * from].push((2 * to as u32, by));
                edges[2 * to + 1].push((2 * from as u32 + 1, by));
            }
        }
        let heads = network.heads(Side::Forward);
        let bounds = heads.iter().zip(latest_starts(network, length));
        let bounds = bounds.flat_map(|(&earliest, latest)| [earliest as i32, -latest]);
        Prover {
            network,
            trail: Trail::new(bounds.collect()),
            clauses: Clauses::new(2 * n),
            timetable: Timetable::new(network, length),
            edges,
            followed: 0,
            activity: vec![0.0; n],
            increment: 1.0,
            contradictions: 0,
        }
    }

    /// Looks for a schedule within the bounds.
    fn search(&mut self, contradictions: u64) -> Verdict {
        let (mut restart, mut until) = (RESTART_FIRST as f64, self.contradictions + RESTART_FIRST);
        if self.trail.is_empty_somewhere() {
            return Verdict::Impossible;
        }
        loop {
            if let Err(contradiction) = self.follow() {
                self.contradictions += 1;
                if self.trail.level() == 0 || !self.learn(&contradiction) {
                    return Verdict::Impossible;
                }
            } else if self.contradictions >= contradictions {
                return Verdict::Unknown;
            } else if self.contradictions >= until {
                restart *= RESTART_GROWTH;
                until = self.contradictions + restart as u64;
                self.back_to(0);
                self.clauses.forget(&self.trail);
            } else if let Some(activity) = self.next() {
                let side = 2 * activity as u32;
                let (earliest, latest) = (self.trail.bound(side), -self.trail.bound(side + 1));
                let middle = earliest + (latest - earliest) / 2;
                let decision = Fact { side: side + 1, value: -middle };
                self.trail.decide(decision);
            } else {
                return Verdict::Shorter;
            }
        }
    }

    /// Follows everything that is known to what comes of it.
    fn follow(&mut self) -> Result<(), Contradiction> {
        loop {
            while let Some((side, old, new)) = self.trail.step(self.followed) {
                self.followed += 1;
                for &(to, by) in &self.edges[side as usize] {
                    let fact = Fact { side: to, value: new + by };
                    self.trail.set(fact, Reason::Precedence { from: side, by })?;
                }
                self.clauses.follow(&mut self.trail, side, old, new)?;
            }
            self.timetable.follow(self.network, &mut self.trail)?;
            if self.trail.step(self.followed).is_none() {
                return Ok(());
            }
        }
    }

    /// Keeps the clause that a contradiction teaches, and goes back to where it says something new; no
    /// if that contradicts what always holds.
    fn learn(&mut self, contradiction: &Contradiction) -> bool {
        let lesson = self.trail.lesson(contradiction, &self.clauses);
        for &activity in &lesson.seen {
            self.activity[activity as usize] += self.increment;
        }
        self.increment /= DECAY;
        if self.increment > SCALE_MAX {
            self.activity.iter_mut().for_each(|activity| *activity /= SCALE_MAX);
            self.increment /= SCALE_MAX;
        }
        self.back_to(lesson.level);
        let fact = lesson.clause[0];
        let reason = self.clauses.add(lesson.clause);
        self.trail.set(fact, reason).is_ok()
    }

    fn back_to(&mut self, level: usize) {
        self.trail.back_to(level);
        self.followed = self.followed.min(self.trail.len());
    }

    /// What to decide next: an activity that was often in the way, the earliest of these.
    fn next(&self) -> Option<usize> {
        let is_open = |&at: &usize| !self.trail.is_fixed(at);
        let key = |&at: &usize| (self.activity[at], -self.trail.bound(2 * at as u32));
        (0..self.network.len()).rev().filter(is_open).max_by(|a, b| {
            let ((a, early_a), (b, early_b)) = (key(a), key(b));
            a.total_cmp(&b).then(early_a.cmp(&early_b))
        })
    }

    /// From now on nothing may end after `length`; no if that is impossible at once.
    fn shorten(&mut self, length: u32) -> bool {
        self.back_to(0);
        for (at, latest) in latest_starts(self.network, length).into_iter().enumerate() {
            let fact = Fact { side: 2 * at as u32 + 1, value: -latest };
            if self.trail.set(fact, Reason::Given).is_err() {
                return false;
            }
        }
        true
    }

    fn starts(&self) -> Vec<u32> {
        (0..self.network.len()).map(|at| self.trail.bound(2 * at as u32) as u32).collect()
    }

    fn length(&self) -> u32 {
        let ends = self.starts().into_iter().zip(&self.network.durations);
        ends.map(|(start, duration)| start + duration).max().unwrap_or(0)
    }
}

/// The last start of each activity in a schedule of this length.
fn latest_starts(network: &Network, length: u32) -> Vec<i32> {
    let after = network.heads(Side::Backward).into_iter().zip(&network.durations);
    after.map(|(after, &duration)| length as i32 - after as i32 - duration as i32).collect()
}
