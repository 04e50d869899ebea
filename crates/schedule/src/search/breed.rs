//! Two populations, of which each breeds the other.
//!
//! In: a search with its network and budget. Out: schedules that it remembers. It must not know how an
//! order becomes a schedule.

use std::ops::RangeInclusive;

use super::network::Side;
use super::{Candidate, Search};

/// One member for so many schedules that may be bred, within limits …
const SCHEDULES_A_MEMBER: u64 = 200;
const MEMBERS: RangeInclusive<u64> = 10..=600;
/// … and where many may be bred, one for so many: a large population goes on finding while small ones
/// grow alike, but takes more generations.
const SCHEDULES_A_MEMBER_OF_MANY: u64 = 400;
const MEMBERS_OF_MANY_MAX: u64 = 1_200;

/// A population in which no more than one in so many is longer than the shortest is alike …
const ALIKE_PART: usize = 50;
/// … and finds nothing more after so many generations of that.
const GENERATIONS_ALIKE: u32 = 3;

/// The schedules of one direction, and those of the other that they came from.
pub(super) struct Population {
    members: Vec<Candidate>,
    /// Empty in the first generation.
    others: Vec<Candidate>,
    /// How many generations have been alike, up to this one.
    generations_alike: u32,
}

impl Population {
    /// Samples members to breed from for so many `schedules`, forward: those with little slack tend to
    /// go first.
    ///
    /// **Source.** Regret-based biased random sampling with the latest finish time (Drexl 1991; Kolisch
    /// 1996).
    pub fn sample(search: &mut Search<'_>, schedules: u64) -> Self {
        let few = (schedules / SCHEDULES_A_MEMBER).clamp(*MEMBERS.start(), *MEMBERS.end());
        let size = few.max((schedules / SCHEDULES_A_MEMBER_OF_MANY).min(MEMBERS_OF_MANY_MAX));
        let latest = latest_finishes(search);
        let mut members = Vec::with_capacity(size as usize);
        while members.len() < size as usize && (members.is_empty() || !search.is_over()) {
            let is_greedy = members.is_empty();
            sample_order(search, &latest, is_greedy);
            members.push(search.build(Side::Forward));
        }
        Population { members, others: Vec::new(), generations_alike: 0 }
    }

    /// Breeds the next generation, in the other direction.
    ///
    /// **Meaning.** Each member in turn is crossed both ways with the shortest of three drawn at random;
    /// the shorter child takes the place of the member of the other direction, longer or not, unless
    /// none is shorter than that member. A population that keeps the better of the two at each place
    /// grows alike too soon.
    pub fn turn(&mut self, search: &mut Search<'_>) {
        let size = self.members.len();
        let mut next = Vec::with_capacity(size);
        for place in 0..size {
            if search.is_over() {
                return;
            }
            let father = &self.members[place];
            let mother = self.shortest_of_three(search);
            let one = cross(search, father, mother);
            let two = cross(search, mother, father);
            let child = if one.length <= two.length { one } else { two };
            let shortest = search.best.as_ref().map_or(child.length, |best| best.length);
            let is_kept =
                |other: &&Candidate| other.length < child.length && other.length <= shortest;
            let other = self.others.get(place).filter(is_kept);
            next.push(other.cloned().unwrap_or(child));
        }
        self.others = std::mem::replace(&mut self.members, next);
        self.generations_alike = if self.is_alike() { self.generations_alike + 1 } else { 0 };
    }

    /// Whether all have been of one length for so long that nothing is left to breed from.
    pub fn is_exhausted(&self) -> bool {
        self.generations_alike >= GENERATIONS_ALIKE
    }

    fn is_alike(&self) -> bool {
        let shortest = self.members.iter().map(|member| member.length).min();
        let is_longer = |member: &&Candidate| Some(member.length) != shortest;
        self.members.iter().filter(is_longer).count() * ALIKE_PART <= self.members.len()
    }

    fn shortest_of_three(&self, search: &mut Search<'_>) -> &Candidate {
        let mut any = || &self.members[search.random.below(self.members.len() as u32) as usize];
        let (one, two, three) = (any(), any(), any());
        let shorter = if one.length <= two.length { one } else { two };
        if shorter.length <= three.length { shorter } else { three }
    }
}

/// Builds the child that keeps the busiest stretch of `father` and orders the rest as `mother` does.
///
/// **Source.** The peak crossover of Debels and Vanhoucke (2007), with a small random shift of what
/// starts close together in `father`, without which populations become alike too soon.
fn cross(search: &mut Search<'_>, father: &Candidate, mother: &Candidate) -> Candidate {
    /// More than any key of a parent.
    const STEP: u32 = 1 << 25;
    let network = search.network;
    let (from, to) = busiest_stretch(search, father);
    let window = 1 + search.random.below(father.length * 3 / 100 + 1);
    let shaken = search.random.below(father.length.max(1));
    let reach = (father.length / 4).max(4);
    for activity in 0..network.len() {
        let start = father.starts[activity];
        let finish = start + network.durations[activity];
        // Seen from the end, what follows the stretch comes before it.
        let mut key = if finish > to {
            STEP + mother.mirrored_start(network, activity)
        } else if finish > from {
            2 * STEP + father.mirrored_start(network, activity)
        } else {
            3 * STEP + mother.mirrored_start(network, activity)
        };
        if (shaken..shaken + window).contains(&start) {
            key = key + search.random.below(2 * reach + 1) - reach;
        }
        search.key(activity, key);
    }
    search.build(father.side.other())
}

/// The stretch of `schedule`, between a tenth and half of it long, with the most work in it.
fn busiest_stretch(search: &mut Search<'_>, schedule: &Candidate) -> (u32, u32) {
    let network = search.network;
    let length = schedule.length as usize;
    // Work begun less work ended, summed twice: what is in progress, then what was done by a slot.
    let mut done = vec![0i64; length + 2];
    for (activity, &start) in schedule.starts.iter().enumerate() {
        let load = i64::from(network.load[activity]);
        done[start as usize + 1] += load;
        done[(start + network.durations[activity]) as usize + 1] -= load;
    }
    for _ in 0..2 {
        for slot in 1..done.len() {
            done[slot] += done[slot - 1];
        }
    }
    let drawn = schedule.length / 10 + search.random.below(schedule.length * 2 / 5 + 1);
    let stretch = (drawn as usize).max(1).min(length);
    let work = |from: usize| done[from + stretch] - done[from];
    let last = length - stretch;
    let from = (0..=last).rev().max_by_key(|&from| work(from)).unwrap_or(0);
    (from as u32, (from + stretch) as u32)
}

/// When each activity must finish for the whole to be as long as the longest path.
fn latest_finishes(search: &Search<'_>) -> Vec<u32> {
    let tails = search.network.heads(Side::Backward);
    tails.into_iter().map(|tail| search.network.critical_path() - tail).collect()
}

/// Writes the keys of an order drawn at random, in which what must finish early tends to go first; the
/// greedy one has it always so.
fn sample_order(search: &mut Search<'_>, latest: &[u32], is_greedy: bool) {
    let network = search.network;
    let mut open: Vec<usize> =
        (0..network.len()).map(|activity| network.before(Side::Forward, activity).len()).collect();
    let mut eligible: Vec<usize> = (0..network.len()).filter(|&at| open[at] == 0).collect();
    for place in 0..network.len() as u32 {
        let at = if is_greedy {
            (0..eligible.len()).min_by_key(|&at| (latest[eligible[at]], eligible[at])).unwrap_or(0)
        } else {
            draw_by_regret(search, latest, &eligible)
        };
        let activity = eligible.swap_remove(at);
        search.key(activity, place);
        for &successor in network.before(Side::Backward, activity) {
            open[successor as usize] -= 1;
            if open[successor as usize] == 0 {
                eligible.push(successor as usize);
            }
        }
    }
}

/// Draws a position of `eligible`, the likelier the more one would regret to wait with it.
fn draw_by_regret(search: &mut Search<'_>, latest: &[u32], eligible: &[usize]) -> usize {
    let last = eligible.iter().map(|&activity| latest[activity]).max().unwrap_or(0);
    let regret = |activity: usize| u64::from(last - latest[activity]) + 1;
    let total: u64 = eligible.iter().map(|&activity| regret(activity)).sum();
    let mut left = search.random.bits() % total.max(1);
    for (at, &activity) in eligible.iter().enumerate() {
        if left < regret(activity) {
            return at;
        }
        left -= regret(activity);
    }
    0
}
