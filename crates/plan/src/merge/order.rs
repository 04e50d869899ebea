//! The order of what stands in one thing, from the orders of three texts.
//!
//! In: three sequences, and which members are there in the end. Out: one sequence. What a member
//! is, is not known here.

use std::collections::{BTreeMap, BTreeSet};

use text::longest_rising;

/// Merges the orders of the base, ours and theirs. `there` are the members of the result, each of
/// which is in ours or theirs. Also returns those that both sides moved to different places: they
/// stand where ours has them, those in `as_theirs` where theirs has them. `sooner` decides between
/// two that both sides put at one place, and between two orders in which both put the same there, so
/// that it does not matter who merges whom.
///
/// Members that neither side moved keep their order and hold the places; what a side added or
/// moved stands after the same of these as it does on that side. `O(n log n)`.
pub fn merge(
    orders: [&[usize]; 3],
    there: &BTreeSet<usize>,
    as_theirs: &BTreeSet<usize>,
    sooner: impl Fn(usize, usize) -> bool,
) -> (Vec<usize>, Vec<usize>) {
    let [base, ours, theirs] = orders;
    let kept = [unmoved(base, ours, there), unmoved(base, theirs, there)];
    let held: BTreeSet<usize> = kept[0].intersection(&kept[1]).copied().collect();
    let anchors = [anchors(ours, &held), anchors(theirs, &held)];
    let put_by_both: BTreeSet<usize> = anchors[0]
        .keys()
        .copied()
        .filter(|at| anchors[1].contains_key(at) && kept.iter().all(|kept| !kept.contains(at)))
        .collect();
    let is_shared = |at: usize| put_by_both.contains(&at) && anchors[0][&at] == anchors[1][&at];
    // Whose place holds for a member that does not hold one: the side's that added or moved it.
    let is_ours = |at: usize| {
        let put_by_ours = !anchors[1].contains_key(&at) || !kept[0].contains(&at);
        anchors[0].contains_key(&at) && put_by_ours && !as_theirs.contains(&at)
    };
    let mut runs = [
        after_held(ours, &held, |at| there.contains(&at) && (is_ours(at) || is_shared(at))),
        after_held(theirs, &held, |at| there.contains(&at) && (!is_ours(at) || is_shared(at))),
    ];
    let places = [places(ours), places(theirs)];
    let is_theirs_first = |one: usize, other: usize| {
        let agree = |first: usize, second: usize| {
            places.iter().all(|places| match (places.get(&first), places.get(&second)) {
                (Some(first), Some(second)) => first < second,
                _ => false,
            })
        };
        agree(other, one) || (!agree(one, other) && sooner(other, one))
    };
    let mut merged = Vec::new();
    let held_in_order = base.iter().filter(|at| held.contains(at)).map(|at| Some(*at));
    for anchor in std::iter::once(None).chain(held_in_order) {
        merged.extend(anchor);
        let here = runs.each_mut().map(|runs| runs.remove(&anchor).unwrap_or_default());
        merged.extend(woven(&here, &sooner, is_theirs_first));
    }
    let both_moved = |at: &usize| put_by_both.contains(at) && !is_shared(*at);
    let moved = merged.iter().copied().filter(both_moved).collect();
    (merged, moved)
}

/// What two sides put at one place, as one sequence. What both put there holds the places in it, in
/// the order of the side that has the sooner ones first, should they differ.
fn woven(
    sides: &[Vec<usize>; 2],
    sooner: impl Fn(usize, usize) -> bool,
    is_theirs_first: impl Fn(usize, usize) -> bool,
) -> Vec<usize> {
    let sets = sides.each_ref().map(|side| side.iter().copied().collect::<BTreeSet<usize>>());
    let shared: BTreeSet<usize> = sets[0].intersection(&sets[1]).copied().collect();
    let [one, other] =
        sides.each_ref().map(|side| side.iter().filter(|at| shared.contains(at)).copied());
    let differ = one.clone().zip(other.clone()).find(|(one, other)| one != other);
    let shared_in_order: Vec<usize> = if differ.is_some_and(|(one, other)| sooner(other, one)) {
        other.collect()
    } else {
        one.collect()
    };
    let mut runs = sides.each_ref().map(|side| after_held(side, &shared, |_| true));
    let mut woven = Vec::new();
    for anchor in std::iter::once(None).chain(shared_in_order.into_iter().map(Some)) {
        woven.extend(anchor);
        let [ours, theirs] = runs.each_mut().map(|runs| runs.remove(&anchor).unwrap_or_default());
        let theirs_first = match (ours.first(), theirs.first()) {
            (Some(one), Some(other)) => is_theirs_first(*one, *other),
            _ => false,
        };
        let (first, second) = if theirs_first { (theirs, ours) } else { (ours, theirs) };
        woven.extend(first.into_iter().chain(second));
    }
    woven
}

fn places(order: &[usize]) -> BTreeMap<usize, usize> {
    order.iter().enumerate().map(|(place, at)| (*at, place)).collect()
}

/// The members of the base that a side has left among each other as they were.
fn unmoved(base: &[usize], side: &[usize], there: &BTreeSet<usize>) -> BTreeSet<usize> {
    let in_side = places(side);
    let common: Vec<usize> =
        base.iter().copied().filter(|at| there.contains(at) && in_side.contains_key(at)).collect();
    let values: Vec<usize> = common.iter().map(|at| in_side[at]).collect();
    longest_rising(&values).into_iter().map(|at| common[at]).collect()
}

/// What stands after each member that holds its place.
fn after_held(
    order: &[usize],
    held: &BTreeSet<usize>,
    stands_here: impl Fn(usize) -> bool,
) -> BTreeMap<Option<usize>, Vec<usize>> {
    let mut runs: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
    let mut anchor = None;
    for at in order {
        if held.contains(at) {
            anchor = Some(*at);
        } else if stands_here(*at) {
            runs.entry(anchor).or_default().push(*at);
        }
    }
    runs
}

/// After which of the members that hold their places each of the others stands.
fn anchors(order: &[usize], held: &BTreeSet<usize>) -> BTreeMap<usize, Option<usize>> {
    let mut anchor = None;
    let mut anchors = BTreeMap::new();
    for at in order {
        if held.contains(at) {
            anchor = Some(*at);
        } else {
            anchors.insert(*at, anchor);
        }
    }
    anchors
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(
        base: &[usize],
        ours: &[usize],
        theirs: &[usize],
        expected: &[usize],
        moved: &[usize],
    ) {
        let all: BTreeSet<usize> = base.iter().chain(ours).chain(theirs).copied().collect();
        let there = all.into_iter().filter(|at| {
            let (o, t) = (ours.contains(at), theirs.contains(at));
            if base.contains(at) { o && t } else { o || t }
        });
        let there: BTreeSet<usize> = there.collect();
        let merged =
            merge([base, ours, theirs], &there, &BTreeSet::new(), |one, other| one < other);
        assert_eq!(merged, (expected.to_vec(), moved.to_vec()));
        let other = merge([base, theirs, ours], &there, &BTreeSet::new(), |one, other| one < other);
        if moved.is_empty() {
            assert_eq!(other.0, expected, "the other way round");
        }
    }

    #[test]
    fn what_one_side_did_is_done() {
        check(&[1, 2, 3], &[1, 2, 3], &[3, 1, 2], &[3, 1, 2], &[]);
        check(&[1, 2, 3], &[1, 9, 2, 3], &[1, 2, 3, 8], &[1, 9, 2, 3, 8], &[]);
        check(&[1, 2, 3], &[1, 3], &[1, 2, 8, 3], &[1, 8, 3], &[]);
        check(&[1, 2], &[1, 9, 2], &[1, 8, 2], &[1, 8, 9, 2], &[]);
        check(&[1, 2], &[2, 1], &[2, 1], &[2, 1], &[]);
        check(&[1, 2, 3, 4], &[4, 1, 2, 3], &[1, 4, 2, 3], &[4, 1, 2, 3], &[4]);
        check(&[], &[7, 5], &[6], &[6, 7, 5], &[]);
    }

    #[test]
    fn what_both_put_at_one_place_is_ordered_alike_whoever_merges() {
        // Both added 5, one of them 7 before it.
        check(&[1], &[1, 5], &[1, 7, 5], &[1, 7, 5], &[]);
        check(&[1], &[1, 5, 6], &[1, 7, 5, 4], &[1, 7, 5, 4, 6], &[]);
        // Both added 5 and 6, in two orders: the smaller number goes first.
        check(&[1], &[1, 6, 5], &[1, 5, 6, 8], &[1, 5, 6, 8], &[]);
        // Both moved 3 and 4 to the front, in two orders.
        check(&[1, 2, 0, 3, 4], &[4, 3, 1, 2, 0], &[3, 4, 1, 2, 0], &[3, 4, 1, 2, 0], &[]);
    }
}
