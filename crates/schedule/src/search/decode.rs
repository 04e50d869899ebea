//! The decoder: an order to a schedule.
//!
//! In: a network, the way time runs, an order. Out: the start of each activity: one after another, each
//! as soon as precedence and resources allow (the serial schedule generation scheme, Kelley 1963). It
//! must not choose anything.

use super::network::{Network, Side};

/// Builds schedules of one network; keeps its memory from one to the next.
#[derive(Clone, Debug)]
pub(super) struct Decoder<'n> {
    network: &'n Network,
    /// What is free, slot by slot.
    profile: Vec<u64>,
    /// How many slots may differ from an empty one.
    used: u32,
    /// Whose turn came before something that must precede them was placed.
    waiting: Vec<usize>,
}

/// The start of what is not placed yet.
const UNPLACED: u32 = u32::MAX;

impl<'n> Decoder<'n> {
    pub fn new(network: &'n Network) -> Self {
        let words = network.lanes.words;
        let slots = network.horizon as usize + 1;
        let profile = network.lanes.empty.iter().copied().cycle().take(slots * words).collect();
        Decoder { network, profile, used: 0, waiting: Vec::new() }
    }

    /// Places all activities and returns the end of the last. What comes too early in `order` is placed
    /// as soon as what must precede it is.
    pub fn decode(
        &mut self,
        side: Side,
        order: impl Iterator<Item = u32>,
        starts: &mut [u32],
    ) -> u32 {
        self.clear();
        starts.fill(UNPLACED);
        for activity in order {
            let activity = activity as usize;
            match self.ready(side, activity, starts) {
                Some(ready) => self.place(activity, ready, starts),
                None => self.waiting.push(activity),
            }
            if !self.waiting.is_empty() {
                self.place_waiting(side, starts);
            }
        }
        self.used
    }

    fn clear(&mut self) {
        let words = self.network.lanes.words;
        for slot in self.profile[..self.used as usize * words].chunks_exact_mut(words) {
            slot.copy_from_slice(&self.network.lanes.empty);
        }
        self.used = 0;
        self.waiting.clear();
    }

    /// When everything that must precede `activity` is over; `None` if something is not placed yet.
    fn ready(&self, side: Side, activity: usize, starts: &[u32]) -> Option<u32> {
        let mut ready = 0;
        for &before in self.network.before(side, activity) {
            let start = starts[before as usize];
            if start == UNPLACED {
                return None;
            }
            ready = ready.max(start + self.network.durations[before as usize]);
        }
        Some(ready)
    }

    fn place(&mut self, activity: usize, ready: u32, starts: &mut [u32]) {
        let duration = self.network.durations[activity];
        let start = if self.network.lanes.words == 1 {
            self.place_in_word(activity, ready)
        } else {
            self.place_in_words(activity, ready)
        };
        starts[activity] = start;
        self.used = self.used.max(start + duration);
    }

    fn place_waiting(&mut self, side: Side, starts: &mut [u32]) {
        let mut at = 0;
        while let Some(&activity) = self.waiting.get(at) {
            match self.ready(side, activity, starts) {
                Some(ready) => {
                    self.waiting.remove(at);
                    self.place(activity, ready, starts);
                    // It may be what the others wait for.
                    at = 0;
                }
                None => at += 1,
            }
        }
    }

    /// Takes the first slots from `start` on in which `activity` fits.
    fn place_in_word(&mut self, activity: usize, start: u32) -> u32 {
        let duration = self.network.durations[activity];
        let demand = self.network.demands[activity];
        let guards = self.network.lanes.guards[0];
        let fits = |slot: u64| slot.wrapping_sub(demand) & guards == guards;
        let start = first_fit(start, duration, |slot| fits(self.profile[slot]));
        for slot in &mut self.profile[start as usize..(start + duration) as usize] {
            *slot -= demand;
        }
        start
    }

    /// The same with more resources than one word holds.
    fn place_in_words(&mut self, activity: usize, start: u32) -> u32 {
        let duration = self.network.durations[activity];
        let words = self.network.lanes.words;
        let demands = self.network.demand(activity);
        let fits = |slot: usize| {
            let free = &self.profile[slot * words..][..words];
            let mut lanes = free.iter().zip(demands).zip(&self.network.lanes.guards);
            lanes.all(|((free, demand), guards)| free.wrapping_sub(*demand) & guards == *guards)
        };
        let start = first_fit(start, duration, fits);
        let taken = start as usize * words..(start + duration) as usize * words;
        for slot in self.profile[taken].chunks_exact_mut(words) {
            for (free, demand) in slot.iter_mut().zip(demands) {
                *free -= demand;
            }
        }
        start
    }
}

/// The first slot from `start` on from which `duration` slots fit.
///
/// Looks at each window from its end: a slot that does not fit rules out all windows that hold it, and
/// the slots behind it need no second look.
fn first_fit(mut start: u32, duration: u32, fits: impl Fn(usize) -> bool) -> u32 {
    let mut fits_from_start_to = start;
    loop {
        let end = start + duration;
        let new = fits_from_start_to.max(start)..end;
        let Some(taken) = new.rev().find(|&slot| !fits(slot as usize)) else { return start };
        start = taken + 1;
        fits_from_start_to = end;
    }
}
