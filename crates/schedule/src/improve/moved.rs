//! The difference of two orders: what was moved, and behind what.
//!
//! In: two orders of the same activities. Out: the fewest that must be moved to get from one to the
//! other. It must not know why.

use std::ops::Range;

use crate::ActivityId;

/// What is moved in an order, each behind what it goes; in the order in which they end up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moved(Vec<(ActivityId, Option<ActivityId>)>);

impl Moved {
    /// The fewest activities that make `order` of `usual` when they are moved: all but a longest common
    /// subsequence. `O(n log n)`.
    ///
    /// # Panics
    /// If the two are not orders of the same activities.
    #[must_use]
    pub fn between(usual: &[ActivityId], order: &[ActivityId]) -> Self {
        assert_eq!(usual.len(), order.len(), "BUG: orders of the same activities");
        let stays = longest_in_order(&places(usual), order);
        let before = std::iter::once(None).chain(order.iter().copied().map(Some));
        let pairs = order.iter().copied().zip(before);
        Moved(pairs.filter(|(id, _)| !stays[id.index()]).collect())
    }

    /// What is moved, each with what it goes right behind; `None` for the front.
    pub fn iter(&self) -> impl Iterator<Item = (ActivityId, Option<ActivityId>)> {
        self.0.iter().copied()
    }

    /// Moves that are known; each goes behind something that is not moved, or was moved before it.
    #[must_use]
    pub fn new(moves: Vec<(ActivityId, Option<ActivityId>)>) -> Self {
        Moved(moves)
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// The same without some of the moves; what went behind those goes behind what they went behind.
    pub(super) fn without(&self, range: Range<usize>) -> Self {
        let mut rest = Vec::with_capacity(self.0.len());
        for (at, &(id, mut behind)) in self.0.iter().enumerate() {
            if range.contains(&at) {
                continue;
            }
            // Moves stand in order, so this ends at the first of them.
            while let Some(other) = behind
                && let Some(&(_, before)) =
                    self.0[range.clone()].iter().find(|(moved, _)| *moved == other)
            {
                behind = before;
            }
            rest.push((id, behind));
        }
        Moved(rest)
    }

    /// `usual` with the moves made; what is not in it is left out.
    #[must_use]
    pub fn applied(&self, usual: &[ActivityId]) -> Vec<ActivityId> {
        let last = usual.iter().map(|id| id.index() + 1).max().unwrap_or(0);
        let mut is_moved = vec![false; last];
        let mut first = Vec::new();
        let mut behind: Vec<Vec<ActivityId>> = vec![Vec::new(); last];
        for &(id, before) in self.0.iter().filter(|(id, _)| id.index() < last) {
            if std::mem::replace(&mut is_moved[id.index()], true) {
                continue;
            }
            match before {
                Some(before) => behind[before.index()].push(id),
                None => first.push(id),
            }
        }
        let mut order = Vec::with_capacity(usual.len());
        // Last first: what comes next is taken from the end.
        let stays = |id: &ActivityId| !is_moved[id.index()];
        let mut next: Vec<ActivityId> = usual.iter().rev().copied().filter(stays).collect();
        next.extend(first.into_iter().rev());
        while let Some(id) = next.pop() {
            order.push(id);
            next.extend(std::mem::take(&mut behind[id.index()]).into_iter().rev());
        }
        order
    }
}

/// The position of each activity in `order`, by index.
fn places(order: &[ActivityId]) -> Vec<usize> {
    let mut places = vec![0; order.len()];
    for (place, id) in order.iter().enumerate() {
        places[id.index()] = place;
    }
    places
}

/// Which activities are in a longest part of `order` whose `places` rise, by index (Schensted 1961).
fn longest_in_order(places: &[usize], order: &[ActivityId]) -> Vec<bool> {
    // The last activity of the best part of each length, and what stands before each in its part.
    let mut ends: Vec<ActivityId> = Vec::new();
    let mut before: Vec<Option<ActivityId>> = vec![None; order.len()];
    for &id in order {
        let length = ends.partition_point(|end| places[end.index()] < places[id.index()]);
        before[id.index()] = length.checked_sub(1).map(|at| ends[at]);
        match ends.get_mut(length) {
            Some(end) => *end = id,
            None => ends.push(id),
        }
    }
    let mut is_in = vec![false; order.len()];
    let mut at = ends.last().copied();
    while let Some(id) = at {
        is_in[id.index()] = true;
        at = before[id.index()];
    }
    is_in
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ids(order: &[u32]) -> Vec<ActivityId> {
        order.iter().copied().map(ActivityId).collect()
    }

    fn check(usual: &[u32], order: &[u32], moves: usize) {
        let (usual, order) = (ids(usual), ids(order));
        let moved = Moved::between(&usual, &order);
        assert_eq!(moved.len(), moves);
        assert_eq!(moved.applied(&usual), order);
    }

    #[test]
    fn as_few_as_possible_are_moved() {
        check(&[], &[], 0);
        check(&[0, 1, 2], &[0, 1, 2], 0);
        check(&[0, 1, 2, 3], &[3, 0, 1, 2], 1);
        check(&[2, 1, 0], &[0, 1, 2], 2);
        check(&[4, 0, 3, 1, 2], &[0, 1, 2, 3, 4], 2);
    }

    #[test]
    fn what_goes_behind_something_put_back_goes_before_it() {
        // 3 and 4 to the front; without 3, 4 is first.
        let usual = ids(&[0, 1, 2, 3, 4]);
        let moved = Moved::between(&usual, &ids(&[3, 4, 0, 1, 2]));
        assert_eq!(moved.without(0..1).applied(&usual), ids(&[4, 0, 1, 2, 3]));
        assert_eq!(moved.without(0..2).applied(&usual), usual);
    }

    proptest! {
        #[test]
        fn any_order_is_moved_to(order in Just((0..12).collect::<Vec<u32>>()).prop_shuffle()) {
            let usual = ids(&(0..12).collect::<Vec<u32>>());
            let moved = Moved::between(&usual, &ids(&order));
            prop_assert_eq!(moved.applied(&usual), ids(&order));
            for at in 0..moved.len() {
                let mut applied = moved.without(at..at + 1).applied(&usual);
                applied.sort_unstable();
                prop_assert_eq!(&applied, &usual);
            }
        }
    }
}
