//! A network in slots: what search works on.
//!
//! In: durations, precedence and demands in whole slots of time. Out: a [`Network`], laid out so that
//! the question "does it fit here" is one subtraction and one mask a slot. It must not know calendars
//! or modes.

/// An activity of a [`Network`], before it is laid out.
#[derive(Clone, Debug)]
pub struct NetworkActivity {
    /// In slots.
    pub duration: u32,
    /// Units of each resource, by index.
    pub demands: Vec<u32>,
    /// Indices of those that cannot start before it has finished.
    pub successors: Vec<usize>,
}

/// Activities with a duration, a precedence order and demands of resources of constant capacity.
///
/// Its mirror image, in which time runs backward, is a network as well.
#[derive(Clone, Debug)]
pub struct Network {
    /// By activity.
    pub(super) durations: Vec<u32>,
    /// What must be over before each activity starts; and, for the mirror, what it must precede.
    pub(super) sides: [Rows; 2],
    /// For each activity, the words of its demand, [`Lanes::words`] of them.
    pub(super) demands: Vec<u64>,
    /// How the words of a slot are laid out.
    pub(super) lanes: Lanes,
    /// What share of all capacity an activity takes while it lasts, in millionths.
    pub(super) load: Vec<u32>,
    /// Everything one after another.
    pub(super) horizon: u32,
    /// Predecessors first.
    topological: Vec<u32>,
    /// The longest path.
    critical_path: u32,
}

/// Which way time runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// Everything as soon as possible.
    Forward,
    /// Everything as late as possible, read from the end.
    Backward,
}

impl Side {
    pub fn other(self) -> Self {
        match self {
            Side::Forward => Side::Backward,
            Side::Backward => Side::Forward,
        }
    }
}

/// Lists of indices, in compressed rows.
#[derive(Clone, Debug)]
pub(super) struct Rows {
    starts: Vec<u32>,
    entries: Vec<u32>,
}

impl Rows {
    fn new(n: usize, pairs: &[(usize, usize)]) -> Self {
        let mut starts = vec![0u32; n + 1];
        for &(row, _) in pairs {
            starts[row + 1] += 1;
        }
        for row in 0..n {
            starts[row + 1] += starts[row];
        }
        let mut next = starts.clone();
        let mut entries = vec![0; pairs.len()];
        for &(row, entry) in pairs {
            entries[next[row] as usize] = entry as u32;
            next[row] += 1;
        }
        Rows { starts, entries }
    }

    pub fn of(&self, row: usize) -> &[u32] {
        &self.entries[self.starts[row] as usize..self.starts[row + 1] as usize]
    }
}

impl Network {
    /// Lays out `activities` over resources of these `capacities`; `None` if the precedence has a
    /// cycle, a demand exceeds its capacity, or a number is too large to be packed (capacities up to
    /// 2³¹, a sum of durations up to 2²⁴).
    ///
    /// `O(activities + relations)`.
    #[must_use]
    pub fn new(activities: &[NetworkActivity], capacities: &[u32]) -> Option<Self> {
        let n = activities.len();
        let lanes = Lanes::new(capacities)?;
        let horizon: u64 = activities.iter().map(|activity| u64::from(activity.duration)).sum();
        if horizon >= 1 << 24 {
            return None;
        }
        let mut demands = vec![0; n * lanes.words];
        for (index, activity) in activities.iter().enumerate() {
            for (resource, &units) in activity.demands.iter().enumerate() {
                if units > capacities[resource] {
                    return None;
                }
                let (word, shift) = lanes.place[resource];
                demands[index * lanes.words + word] += u64::from(units) << shift;
            }
        }
        let after = |from: usize| activities[from].successors.iter().map(move |&to| (from, to));
        let forward: Vec<(usize, usize)> = (0..n).flat_map(after).collect();
        let backward: Vec<(usize, usize)> = forward.iter().map(|&(from, to)| (to, from)).collect();
        let total: f64 = capacities.iter().filter(|&&units| units > 0).count() as f64;
        let load = |activity: &NetworkActivity| {
            let shares =
                activity.demands.iter().zip(capacities).filter(|(_, capacity)| **capacity > 0);
            let share: f64 = shares.map(|(&units, &all)| f64::from(units) / f64::from(all)).sum();
            (1e6 * share / total.max(1.0)) as u32
        };
        let mut network = Network {
            durations: activities.iter().map(|activity| activity.duration).collect(),
            sides: [Rows::new(n, &backward), Rows::new(n, &forward)],
            demands,
            lanes,
            load: activities.iter().map(load).collect(),
            horizon: horizon as u32,
            topological: Vec::new(),
            critical_path: 0,
        };
        network.topological = network.topological_order()?;
        let ends = network.heads(Side::Forward).into_iter().zip(&network.durations);
        network.critical_path = ends.map(|(start, duration)| start + duration).max().unwrap_or(0);
        Some(network)
    }

    /// How many activities there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.durations.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.durations.is_empty()
    }

    /// The length of the longest path in slots: no schedule is shorter.
    #[must_use]
    pub fn critical_path(&self) -> u32 {
        self.critical_path
    }

    /// What must be placed before `activity` where time runs to this `side`.
    pub(super) fn before(&self, side: Side, activity: usize) -> &[u32] {
        self.sides[side as usize].of(activity)
    }

    pub(super) fn demand(&self, activity: usize) -> &[u64] {
        &self.demands[activity * self.lanes.words..][..self.lanes.words]
    }

    /// The earliest start of each activity by precedence alone, where time runs to this `side`.
    pub(super) fn heads(&self, side: Side) -> Vec<u32> {
        let mut heads = vec![0; self.len()];
        let mut place = |activity: &u32| {
            let activity = *activity as usize;
            let ends = self.before(side, activity).iter();
            let ends = ends.map(|&at| heads[at as usize] + self.durations[at as usize]);
            heads[activity] = ends.max().unwrap_or(0);
        };
        match side {
            Side::Forward => self.topological.iter().for_each(&mut place),
            Side::Backward => self.topological.iter().rev().for_each(&mut place),
        }
        heads
    }

    /// The resources that are demanded at all.
    pub(super) fn resources(&self) -> impl Iterator<Item = usize> {
        (0..self.lanes.place.len()).filter(|&resource| self.capacity(resource) > 0)
    }

    pub(super) fn capacity(&self, resource: usize) -> u32 {
        self.lanes.units(resource, &self.lanes.empty)
    }

    /// How many units of `resource` an activity demands.
    pub(super) fn units(&self, resource: usize, activity: usize) -> u32 {
        self.lanes.units(resource, self.demand(activity))
    }

    /// Predecessors first; `None` if there is a cycle.
    fn topological_order(&self) -> Option<Vec<u32>> {
        let n = self.len();
        let mut open: Vec<usize> =
            (0..n).map(|activity| self.before(Side::Forward, activity).len()).collect();
        let mut order: Vec<u32> = (0..n as u32).filter(|&at| open[at as usize] == 0).collect();
        let mut next = 0;
        while let Some(&activity) = order.get(next) {
            next += 1;
            for &successor in self.before(Side::Backward, activity as usize) {
                open[successor as usize] -= 1;
                if open[successor as usize] == 0 {
                    order.push(successor);
                }
            }
        }
        (order.len() == n).then_some(order)
    }
}

/// Where each resource lies in the words of a slot: a lane of bits for its free units, and a guard
/// bit above it that a subtraction clears where too few are free.
#[derive(Clone, Debug)]
pub(super) struct Lanes {
    /// How many words one slot has.
    pub words: usize,
    /// Word and shift, by resource.
    place: Vec<(usize, u32)>,
    /// Bits of the lane below its guard, by resource.
    widths: Vec<u32>,
    /// What is free in an empty slot, guard bits set.
    pub empty: Vec<u64>,
    /// The bit above each lane.
    pub guards: Vec<u64>,
}

impl Lanes {
    fn new(capacities: &[u32]) -> Option<Self> {
        let mut lanes = Lanes {
            words: 1,
            place: Vec::new(),
            widths: Vec::new(),
            empty: vec![0],
            guards: vec![0],
        };
        let mut used = 0;
        for &capacity in capacities {
            if capacity >= 1 << 31 {
                return None;
            }
            let bits = u32::BITS - capacity.leading_zeros() + 1;
            if used + bits > 64 {
                lanes.words += 1;
                lanes.empty.push(0);
                lanes.guards.push(0);
                used = 0;
            }
            let word = lanes.words - 1;
            lanes.place.push((word, used));
            lanes.widths.push(bits - 1);
            lanes.guards[word] |= 1 << (used + bits - 1);
            lanes.empty[word] |= u64::from(capacity) << used | 1 << (used + bits - 1);
            used += bits;
        }
        Some(lanes)
    }

    /// The units of `resource` that `words` hold.
    fn units(&self, resource: usize, words: &[u64]) -> u32 {
        let (word, shift) = self.place[resource];
        (words[word] >> shift & ((1 << self.widths[resource]) - 1)) as u32
    }
}
