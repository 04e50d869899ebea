//! The order of what stands in one thing, from the orders of three texts.
//!
//! In: three sequences, and which members are there in the end. Out: one sequence. What a member
//! is, is not known here.

use std::collections::{BTreeMap, BTreeSet};

use text::longest_rising;

/// Merges the orders of the base, ours and theirs. `there` are the members of the result, each of
/// which is in ours or theirs. Also returns those that both sides moved to different places: they
/// stand where ours has them, those in `as_theirs` where theirs has them. `sooner` decides between
/// two that both sides put at one place.
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
    let in_base: BTreeSet<usize> = base.iter().copied().collect();
    let [in_ours, in_theirs] =
        [ours, theirs].map(|side| side.iter().copied().collect::<BTreeSet<usize>>());
    // Whose place holds for a member that does not hold one: the side's that added or moved it.
    let is_ours = |at: usize| {
        let put_by_ours = !in_theirs.contains(&at) || !kept[0].contains(&at);
        in_ours.contains(&at) && put_by_ours && !as_theirs.contains(&at)
    };
    let [mut runs, mut their_runs] = [
        after_held(ours, &held, |at| there.contains(&at) && is_ours(at)),
        after_held(theirs, &held, |at| there.contains(&at) && !is_ours(at)),
    ];
    let places = [places(ours), places(theirs)];
    let mut merged = Vec::new();
    let anchors =
        std::iter::once(None).chain(base.iter().filter(|at| held.contains(at)).map(|at| Some(*at)));
    for anchor in anchors {
        merged.extend(anchor);
        let ours = runs.remove(&anchor).unwrap_or_default();
        let theirs = their_runs.remove(&anchor).unwrap_or_default();
        let theirs_first = match (ours.first(), theirs.first()) {
            (Some(one), Some(other)) => {
                let agreed =
                    places.iter().all(|places| match (places.get(one), places.get(other)) {
                        (Some(one), Some(other)) => other < one,
                        _ => false,
                    });
                agreed || (!both_know(&places, *one, *other) && sooner(*other, *one))
            }
            _ => false,
        };
        let (first, second) = if theirs_first { (theirs, ours) } else { (ours, theirs) };
        merged.extend(first.into_iter().chain(second));
    }
    let moved = both_moved(orders, &held, &in_base, &merged, &kept);
    (merged, moved)
}

fn both_know(places: &[BTreeMap<usize, usize>; 2], one: usize, other: usize) -> bool {
    places.iter().all(|places| places.contains_key(&one) && places.contains_key(&other))
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

/// Members that both sides put here, and not after the same one that holds its place.
fn both_moved(
    orders: [&[usize]; 3],
    held: &BTreeSet<usize>,
    in_base: &BTreeSet<usize>,
    merged: &[usize],
    kept: &[BTreeSet<usize>; 2],
) -> Vec<usize> {
    let anchors = |order: &[usize]| {
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
    };
    let (ours, theirs) = (anchors(orders[1]), anchors(orders[2]));
    let moved = |at: &&usize| {
        kept.iter().all(|kept| !in_base.contains(at) || !kept.contains(at))
            && matches!((ours.get(at), theirs.get(at)), (Some(one), Some(other)) if one != other)
    };
    merged.iter().filter(moved).copied().collect()
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
}
