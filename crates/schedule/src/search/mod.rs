//! Search: the shortest schedule of a network that can be found within a budget.
//!
//! In: a [`Network`] and a [`Budget`]. Out: a schedule in slots and what is known of the shortest
//! there is. The modules stand in the order of the work: what a network is (`network`), an order to a
//! schedule (`decode`), orders bred from pairs of schedules (`breed`), one schedule improved by small
//! moves (`walk`), how short it can be at all (`bound`), whether any is shorter (`prove`). It must not
//! know calendars, people or clocks.
//!
//! # Theory
//! Schedules are built forward and backward in turn: what finished last goes first where time runs the
//! other way, so that each pass closes the gaps that the one before left (justification; Valls,
//! Ballestín and Quintanilla 2005). Four fifths of the budget go to two populations, one of each
//! direction, of which each breeds the other (Debels and Vanhoucke 2007), and which are sampled anew
//! whenever they have grown alike; the rest to a walk from the best of all, which moves what starts
//! within a few slots and keeps what is no worse.

mod bound;
mod breed;
mod decode;
mod network;
mod prove;
mod walk;

pub use network::{Network, NetworkActivity};
pub use prove::prove;

use crate::random::Random;
use breed::Population;
use decode::Decoder;
use network::Side;

/// How long to search, and along which path.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    /// Schedules to generate, forward and backward ones alike. The answer depends on nothing else.
    pub schedules: u64,
    /// Another seed searches elsewhere.
    pub seed: u64,
}

/// The shortest schedule found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The first slot of each activity, by index.
    pub starts: Vec<u32>,
    /// The slot after the last: how long it takes.
    pub length: u32,
    /// No schedule is shorter than this. If it is as long as `length`, nothing is left to find.
    pub bound: u32,
    /// How many schedules were generated.
    pub schedules: u64,
}

/// Returns the shortest schedule of `network` that is found within `budget`; it stops when no shorter
/// one exists.
///
/// **Cost.** `O(activities · (relations + duration))` a schedule at worst, in practice about 4 µs for
/// 120 activities. At least one schedule is generated whatever the budget.
///
/// **Determinism.** The same answer for the same network, budget and seed. A larger budget plans its
/// search otherwise and can, though it seldom does, find less.
#[must_use]
pub fn search(network: &Network, budget: Budget) -> Found {
    let mut search = Search::new(network, budget);
    search.run();
    let best = search.best.expect("BUG: a first schedule is always generated");
    Found {
        length: best.length,
        starts: best.forward_starts(network),
        bound: search.bound,
        schedules: search.schedules,
    }
}

/// A schedule, in the time of its side.
#[derive(Clone, Debug)]
struct Candidate {
    side: Side,
    starts: Vec<u32>,
    length: u32,
}

impl Candidate {
    fn forward_starts(self, network: &Network) -> Vec<u32> {
        match self.side {
            Side::Forward => self.starts,
            Side::Backward => {
                let mirrored = |(start, duration): (u32, &u32)| self.length - start - duration;
                self.starts.into_iter().zip(&network.durations).map(mirrored).collect()
            }
        }
    }

    /// When `activity` starts where time runs the other way.
    fn mirrored_start(&self, network: &Network, activity: usize) -> u32 {
        self.length - self.starts[activity] - network.durations[activity]
    }
}

/// A search under way.
struct Search<'n> {
    network: &'n Network,
    decoder: Decoder<'n>,
    random: Random,
    budget: Budget,
    bound: u32,
    schedules: u64,
    best: Option<Candidate>,
    /// The next schedule's order, as keys with the activity in the lower half.
    keys: Vec<u64>,
}

impl<'n> Search<'n> {
    fn new(network: &'n Network, budget: Budget) -> Self {
        Search {
            network,
            decoder: Decoder::new(network),
            random: Random::new(budget.seed),
            budget,
            bound: bound::bound(network),
            schedules: 0,
            best: None,
            keys: Vec::with_capacity(network.len()),
        }
    }

    fn run(&mut self) {
        let bred = self.budget.schedules / 5 * 4;
        let mut population = Population::sample(self, bred);
        while !self.is_over() && self.schedules < bred {
            population.turn(self);
            if population.is_exhausted() {
                population = Population::sample(self, bred.saturating_sub(self.schedules));
            }
        }
        if let Some(best) = self.best.clone() {
            self.walk(best);
        }
    }

    fn is_over(&self) -> bool {
        let is_shortest = |best: &Candidate| best.length <= self.bound;
        let is_found = self.best.as_ref().is_some_and(is_shortest);
        is_found || self.schedules >= self.budget.schedules.max(1)
    }

    /// Writes the key of `activity`: less goes first.
    fn key(&mut self, activity: usize, key: u32) {
        self.keys.push(u64::from(key) << 32 | activity as u64);
    }

    /// Builds the schedule in which the keys say what goes first, and clears them.
    fn build(&mut self, side: Side) -> Candidate {
        self.keys.sort_unstable();
        let mut starts = vec![0; self.network.len()];
        let length =
            self.decoder.decode(side, self.keys.iter().map(|&key| key as u32), &mut starts);
        self.keys.clear();
        self.schedules += 1;
        let candidate = Candidate { side, starts, length };
        if self.best.as_ref().is_none_or(|best| candidate.length < best.length) {
            self.best = Some(candidate.clone());
        }
        candidate
    }

    /// Builds `candidate` again where time runs the other way: never longer.
    fn turn_around(&mut self, candidate: &Candidate) -> Candidate {
        for activity in 0..self.network.len() {
            self.key(activity, candidate.mirrored_start(self.network, activity));
        }
        self.build(candidate.side.other())
    }
}
