//! The decoder: an order to a schedule.
//!
//! In: a network, the way time runs, an order. Out: the start of each activity: one after another, each
//! as soon as precedence and resources allow (the serial schedule generation scheme, Kelley 1963). It
//! must not choose anything.

use std::ops::Range;

use super::network::{Network, Side};

/// Builds schedules of one network; keeps its memory from one to the next.
#[derive(Clone, Debug)]
pub(super) struct Decoder<'n> {
    network: &'n Network,
    /// What is free, slot by slot.
    profile: Vec<u64>,
    /// When each activity ends.
    ends: Vec<u32>,
    /// How many slots may differ from an empty one.
    used: u32,
    /// Whose turn came before something that must precede them was placed.
    waiting: Vec<usize>,
}

/// The end of what is not placed yet.
const UNPLACED: u32 = u32::MAX;

impl<'n> Decoder<'n> {
    pub fn new(network: &'n Network) -> Self {
        let words = network.lanes.words;
        let slots = network.horizon as usize + 1;
        let profile = network.lanes.empty.iter().copied().cycle().take(slots * words).collect();
        Decoder { network, profile, ends: vec![0; network.len()], used: 0, waiting: Vec::new() }
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
        self.ends.fill(UNPLACED);
        for activity in order {
            let activity = activity as usize;
            match self.ready(side, activity) {
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
        let used = &mut self.profile[..self.used as usize * words];
        match self.network.lanes.empty.as_slice() {
            [empty] => used.fill(*empty),
            empty => used.chunks_exact_mut(words).for_each(|slot| slot.copy_from_slice(empty)),
        }
        self.used = 0;
        self.waiting.clear();
    }

    /// When everything that must precede `activity` is over; `None` if something is not placed yet.
    fn ready(&self, side: Side, activity: usize) -> Option<u32> {
        let ends = self.network.before(side, activity).iter().map(|&at| self.ends[at as usize]);
        let ready = ends.max().unwrap_or(0);
        (ready != UNPLACED).then_some(ready)
    }

    fn place(&mut self, activity: usize, ready: u32, starts: &mut [u32]) {
        let duration = self.network.durations[activity];
        let start = if self.network.lanes.words == 1 {
            self.place_in_word(activity, ready)
        } else {
            self.place_in_words(activity, ready)
        };
        starts[activity] = start;
        self.ends[activity] = start + duration;
        self.used = self.used.max(start + duration);
    }

    fn place_waiting(&mut self, side: Side, starts: &mut [u32]) {
        let mut at = 0;
        while let Some(&activity) = self.waiting.get(at) {
            match self.ready(side, activity) {
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
        let is_full = |slot: &u64| slot.wrapping_sub(demand) & guards != guards;
        let last_full = |slots: Range<usize>| self.profile[slots].iter().rposition(is_full);
        let start = first_fit(start, duration, last_full);
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
        let is_full = |slot: &[u64]| {
            let mut lanes = slot.iter().zip(demands).zip(&self.network.lanes.guards);
            lanes.any(|((free, demand), guards)| free.wrapping_sub(*demand) & guards != *guards)
        };
        let last_full = |slots: Range<usize>| {
            let slots = &self.profile[slots.start * words..slots.end * words];
            slots.chunks_exact(words).rposition(is_full)
        };
        let start = first_fit(start, duration, last_full);
        let taken = start as usize * words..(start + duration) as usize * words;
        for slot in self.profile[taken].chunks_exact_mut(words) {
            for (free, demand) in slot.iter_mut().zip(demands) {
                *free -= demand;
            }
        }
        start
    }
}

/// The first slot from `start` on from which `duration` slots are free; `last_full` finds the last in a
/// range that is not.
///
/// Looks at each window from its end: a slot that is full rules out all windows that hold it, and the
/// slots behind it need no second look.
fn first_fit(
    mut start: u32,
    duration: u32,
    last_full: impl Fn(Range<usize>) -> Option<usize>,
) -> u32 {
    let mut known = start;
    loop {
        let end = start + duration;
        let from = known.max(start) as usize;
        let Some(full) = last_full(from..end as usize) else { return start };
        start = (from + full) as u32 + 1;
        known = end;
    }
}
