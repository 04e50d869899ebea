//! How short a schedule can be at all.
//!
//! In: a network. Out: a number of slots that no schedule beats. It must not know how schedules are
//! built.

use super::network::{Network, Side};

/// Returns a length that no schedule is shorter than: the longest path, or the time that a resource
/// needs for all work that cannot start before and must be followed by some more, whichever is longer.
///
/// **Formula.** For a resource of capacity c, and for every head h and tail t at which an activity
/// demands it: h + ⌈Σ demand · duration / c⌉ + t, summed over the activities whose head is at least h
/// and whose tail is at least t.
///
/// **Cost.** `O(resources · activities²)`.
#[must_use]
pub(super) fn bound(network: &Network) -> u32 {
    let heads = network.heads(Side::Forward);
    let tails = network.heads(Side::Backward);
    let energy =
        network.resources().map(|resource| energy_bound(network, resource, &heads, &tails));
    energy.max().unwrap_or(0).max(network.critical_path())
}

fn energy_bound(network: &Network, resource: usize, heads: &[u32], tails: &[u32]) -> u32 {
    let capacity = u64::from(network.capacity(resource));
    let energy = |activity: usize| {
        u64::from(network.units(resource, activity)) * u64::from(network.durations[activity])
    };
    let mut by_tail: Vec<usize> = (0..network.len()).filter(|&at| energy(at) > 0).collect();
    by_tail.sort_unstable_by_key(|&activity| std::cmp::Reverse(tails[activity]));
    let mut best = 0;
    for &first in &by_tail {
        let head = heads[first];
        let mut work = 0;
        for &activity in by_tail.iter().filter(|&&activity| heads[activity] >= head) {
            work += energy(activity);
            let length = u64::from(head) + work.div_ceil(capacity) + u64::from(tails[activity]);
            best = best.max(length);
        }
    }
    u32::try_from(best).unwrap_or(u32::MAX)
}
