//! Which few of many choices to take so that something holds, at the smallest loss.
//!
//! In: what each choice loses, and how likely a set of choices does. Out: the set. It must not know what the
//! choices are.
//!
//! # Theory
//! A larger set is nearly always at least as likely to do as a smaller one. Up to [`ALL_MAX`] choices every
//! set that loses less than the best known is looked at, so the answer is exact. Up to [`EXACT_MAX`] it is
//! exact as long as no set is likelier by [`ANOMALY`] than one that contains it (branch and bound): list
//! schedules have anomalies (Graham 1966), and these are small. Beyond that many choices: everything, less
//! what can be left out of it, the largest loss first; then every exchange that loses less.

use std::cmp::Ordering;
use std::collections::BTreeMap;

/// A set of choices, one bit each.
pub(super) type Set = u64;

/// More choices than these are not looked at.
pub(super) const CHOICES_MAX: usize = 48;
/// So many choices are searched through exactly.
pub(super) const EXACT_MAX: usize = 15;
/// So many are searched through without leaving out any set.
const ALL_MAX: usize = 5;
/// By so much less choices may be likelier than more.
const ANOMALY: f64 = 0.1;

/// What is lost: value first, then how many things are not done at all, then how many are done in
/// a simpler form.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Loss {
    /// Sum of the values of what is not done.
    pub value: f64,
    /// How many things are not done.
    pub cuts: u32,
    /// How many are done in a simpler form.
    pub simpler: u32,
}

impl Loss {
    fn plus(self, other: Loss) -> Loss {
        Loss {
            value: self.value + other.value,
            cuts: self.cuts + other.cuts,
            simpler: self.simpler + other.simpler,
        }
    }

    pub(super) fn order(&self, other: &Loss) -> Ordering {
        let counts = (self.cuts, self.simpler).cmp(&(other.cuts, other.simpler));
        self.value.total_cmp(&other.value).then(counts)
    }

    pub(super) fn of(losses: &[Loss], set: Set) -> Loss {
        let own = losses.iter().enumerate().filter(|(choice, _)| set & bit(*choice) != 0);
        own.fold(Loss::default(), |sum, (_, loss)| sum.plus(*loss))
    }
}

/// The set of just this choice.
pub(super) fn bit(choice: usize) -> Set {
    1 << choice
}

/// The members of a set.
pub(super) fn members(set: Set) -> impl DoubleEndedIterator<Item = usize> {
    (0..Set::BITS as usize).filter(move |choice| set & bit(*choice) != 0)
}

/// The set out of `allowed` of the smallest loss whose chance is `wanted`; `None` if there is none, as far
/// as can be seen. The search begins with all that is allowed, or with `start` where that is not enough.
///
/// `losses` are at most [`CHOICES_MAX`]. `chance` is asked once a set.
pub(super) fn smallest(
    losses: &[Loss],
    allowed: Set,
    start: Set,
    wanted: f64,
    chance: impl FnMut(Set) -> f64,
) -> Option<Set> {
    let mut search = Search { losses, allowed, wanted, chance, known: BTreeMap::new() };
    let known = [allowed, start].into_iter().find(|set| search.is_enough(*set));
    let found = known.map(|set| {
        let thinned = search.thinned(set);
        search.exchanged(thinned)
    });
    match allowed.count_ones() as usize {
        few if few <= ALL_MAX => search.exact(found, f64::INFINITY),
        some if some <= EXACT_MAX => search.exact(found, ANOMALY),
        _ => found,
    }
}

struct Search<'a, F> {
    losses: &'a [Loss],
    allowed: Set,
    wanted: f64,
    chance: F,
    known: BTreeMap<Set, f64>,
}

impl<F: FnMut(Set) -> f64> Search<'_, F> {
    fn is_enough(&mut self, set: Set) -> bool {
        self.chance(set) >= self.wanted
    }

    fn chance(&mut self, set: Set) -> f64 {
        if let Some(known) = self.known.get(&set) {
            return *known;
        }
        let chance = (self.chance)(set);
        self.known.insert(set, chance);
        chance
    }

    /// Whether `one` loses less than `other`.
    fn is_less(&self, one: Set, other: Set) -> bool {
        Loss::of(self.losses, one).order(&Loss::of(self.losses, other)).is_lt()
    }

    /// The choices, the largest loss first; of equal ones the last first.
    fn by_loss(&self) -> Vec<usize> {
        let mut choices: Vec<usize> = members(self.allowed).rev().collect();
        choices.sort_by(|one, other| self.losses[*other].order(&self.losses[*one]));
        choices
    }

    /// A set that is enough, without what it can do without.
    fn thinned(&mut self, mut set: Set) -> Set {
        for choice in self.by_loss() {
            let without = set & !bit(choice);
            if without != set && self.is_enough(without) {
                set = without;
            }
        }
        set
    }

    /// A set that is enough, with each choice exchanged for another where that loses less.
    fn exchanged(&mut self, mut set: Set) -> Set {
        for given in self.by_loss() {
            for taken in self.by_loss().into_iter().rev() {
                let other = set & !bit(given) | bit(taken);
                let is_exchange = set & bit(given) != 0 && set & bit(taken) == 0;
                if is_exchange && self.is_less(other, set) && self.is_enough(other) {
                    set = self.thinned(other);
                }
            }
        }
        set
    }

    /// The set of the smallest loss, given one that is enough if one is known. More choices than a set
    /// that is short by more than `anomaly` are not looked at.
    fn exact(&mut self, mut best: Option<Set>, anomaly: f64) -> Option<Set> {
        let choices = self.by_loss();
        // What has been taken so far, and how many choices have been made.
        let mut open: Vec<(Set, usize)> = vec![(0, 0)];
        while let Some((taken, made)) = open.pop() {
            let rest = choices[made..].iter().fold(0, |set, choice| set | bit(*choice));
            let is_less = best.is_none_or(|best| self.is_less(taken, best));
            if !is_less || self.chance(taken | rest) < self.wanted - anomaly {
                continue;
            }
            if self.is_enough(taken) {
                best = Some(taken);
            } else if let Some(choice) = choices.get(made) {
                open.push((taken | bit(*choice), made + 1));
                open.push((taken, made + 1));
            }
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cut(value: f64) -> Loss {
        Loss { value, cuts: 1, simpler: 0 }
    }

    fn check(values: &[f64], gains: &[u32], wanted: u32, expected: Option<&[usize]>) {
        let losses: Vec<Loss> = values.iter().map(|value| cut(*value)).collect();
        let gain = |set: Set| -> u32 {
            (0..gains.len()).filter(|choice| set & bit(*choice) != 0).map(|c| gains[c]).sum()
        };
        let all = bit(losses.len()) - 1;
        let found = smallest(&losses, all, all, f64::from(wanted), |set| f64::from(gain(set)));
        let expected = expected.map(|set| set.iter().fold(0, |set, choice| set | bit(*choice)));
        assert_eq!(found, expected);
    }

    #[test]
    fn the_smallest_loss_is_found() {
        check(&[], &[], 0, Some(&[]));
        check(&[4.0, 5.0, 3.0], &[11, 14, 5], 0, Some(&[]));
        // Value 4 buys what is wanted; value 3 alone does not.
        check(&[4.0, 5.0, 3.0], &[11, 14, 5], 8, Some(&[0]));
        // Two of small value lose 7, the one of value 5 is enough.
        check(&[4.0, 5.0, 3.0], &[11, 14, 5], 14, Some(&[1]));
        check(&[4.0, 5.0, 3.0], &[11, 14, 5], 30, Some(&[0, 1, 2]));
        check(&[4.0, 5.0, 3.0], &[11, 14, 5], 31, None);
    }

    #[test]
    fn a_simpler_form_comes_before_any_cut() {
        let simpler = Loss { simpler: 1, ..Loss::default() };
        let losses = [cut(1.0), simpler, simpler];
        let found = smallest(&losses, 0b111, 0b111, 2.0, |set| f64::from(set.count_ones()));
        assert_eq!(found, Some(0b110));
    }

    #[test]
    fn many_choices_are_thinned_and_exchanged() {
        let losses: Vec<Loss> = (1..=40).map(|value| cut(f64::from(value))).collect();
        let all = bit(losses.len()) - 1;
        let found = smallest(&losses, all, all, 3.0, |set| f64::from(set.count_ones()));
        assert_eq!(found, Some(0b111));
    }

    #[test]
    fn less_may_be_likelier_than_more() {
        // Not even all three together are enough, the first and the third are.
        let chance = |set: Set| match set {
            0b101 => 0.81,
            0b111 => 0.74,
            _ => 0.5,
        };
        let losses = [cut(2.0), cut(8.0), cut(1.0)];
        assert_eq!(smallest(&losses, 0b111, 0b111, 0.8, chance), Some(0b101));
        assert_eq!(smallest(&losses, 0b110, 0b110, 0.8, chance), None);
    }

    proptest! {
        #[test]
        fn no_set_that_is_enough_loses_less(
            choices in prop::collection::vec((0_u8..6, 0_u32..9), 0..9),
            wanted in 0_u32..40,
        ) {
            let losses: Vec<Loss> = choices.iter().map(|(value, _)| cut(f64::from(*value))).collect();
            // More together than apart, as when two strands have to be shortened both.
            let gain = |set: Set| {
                let taken = (0..choices.len()).filter(|choice| set & bit(*choice) != 0);
                let sum: u32 = taken.map(|choice| choices[choice].1).sum();
                sum + sum * set.count_ones() / 4
            };
            let is_enough = |set: Set| gain(set) >= wanted;
            let all = bit(losses.len()) - 1;
            let found = smallest(&losses, all, all, f64::from(wanted), |set| f64::from(gain(set)));
            let sets = 0..bit(choices.len());
            let least = sets.filter(|set| is_enough(*set)).map(|set| Loss::of(&losses, set));
            let least = least.min_by(Loss::order);
            prop_assert_eq!(found.is_some(), least.is_some());
            if let (Some(found), Some(least)) = (found, least) {
                prop_assert!(is_enough(found));
                prop_assert_eq!(Loss::of(&losses, found), least);
            }
        }
    }
}
