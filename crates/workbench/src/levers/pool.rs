//! The levers that may be pulled together, and how near sets of them come on the draws that are searched
//! on.
//!
//! In: choices, each with what it loses, and free moves. Out: sets of them with their chances. It must not
//! know which of them are shown.

use std::collections::BTreeMap;
use std::sync::Mutex;

use calendar::Moment;
use plan::{Lever, LeverKind, Plan};

use super::aim::Aim;
use super::scope::loss;
use super::smallest::{Loss, Set, bit, members};

/// A chance that is less by this is none the worse where the date is the same: it rounds away.
const NOTHING: f64 = 0.005;
/// Free moves are chosen one by one for sets of choices that are short by no more than this.
const NEAR: f64 = 0.1;
/// So many sets are tried at most in search of the likeliest one, from the best of the usual ones on.
const TRIALS_MAX: usize = 64;

/// Choices first, then free moves; a set of them has a bit for each.
pub(super) struct Pool<'a> {
    pub(super) aim: Aim<'a>,
    levers: Vec<Lever>,
    losses: Vec<Loss>,
    known: Mutex<BTreeMap<Set, Reach>>,
}

/// How near a set comes.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Reach {
    chance: f64,
    p80: Option<Moment>,
}

impl<'a> Pool<'a> {
    /// No more than [`super::smallest::CHOICES_MAX`] choices, and a few free moves, the best first.
    pub(super) fn new(plan: &Plan, aim: Aim<'a>, choices: Vec<Lever>, free: Vec<Lever>) -> Self {
        let losses = choices.iter().map(|lever| loss(plan, &lever.kind)).collect();
        let levers = [choices, free].concat();
        Self { aim, levers, losses, known: Mutex::default() }
    }

    /// What each choice loses.
    pub(super) fn losses(&self) -> &[Loss] {
        &self.losses
    }

    /// The set of all choices.
    pub(super) fn choices(&self) -> Set {
        bit(self.losses.len()) - 1
    }

    /// The set of everything.
    pub(super) fn all(&self) -> Set {
        bit(self.levers.len()) - 1
    }

    /// The levers of a set: free moves first, as they are done first. What is left out has no simpler form.
    pub(super) fn levers(&self, set: Set) -> Vec<&Lever> {
        let (choices, moves) = (set & self.choices(), set & !self.choices());
        let is_left_out =
            |task| members(choices).any(|index| self.levers[index].kind == LeverKind::Cut(task));
        let is_done = |lever: &&Lever| match lever.kind {
            LeverKind::Smaller(task) => !is_left_out(task),
            _ => true,
        };
        let indices = members(moves).chain(members(choices));
        indices.map(|index| &self.levers[index]).filter(is_done).collect()
    }

    /// The set of what `kind` is made of.
    pub(super) fn set_of(&self, kind: &LeverKind) -> Set {
        let is_part = |lever: &Lever| match (&lever.kind, kind) {
            (
                LeverKind::HandOver { tasks, to },
                LeverKind::HandOver { tasks: all, to: same_to },
            ) => to == same_to && tasks.iter().all(|task| all.contains(task)),
            (one, other) => one == other,
        };
        let parts = (0..self.levers.len()).filter(|index| is_part(&self.levers[*index]));
        parts.fold(0, |set, index| set | bit(index))
    }

    /// The members of a set, the largest loss first; free moves are last, the best of them the very last.
    pub(super) fn dearest_first(&self, set: Set) -> Vec<usize> {
        let loss = |index: usize| self.losses.get(index).copied().unwrap_or_default();
        let mut indices: Vec<usize> = members(set).collect();
        indices.reverse();
        indices.sort_by(|one, other| loss(*other).order(&loss(*one)));
        indices
    }

    /// The chance of the day with a set.
    pub(super) fn chance(&self, set: Set) -> f64 {
        self.reach(set).chance
    }

    /// Some choices beside free moves out of `moves`, with their chances, the likeliest first: with all of
    /// them and with none, and where that is nearly `wanted`, with one more or less as long as it helps.
    pub(super) fn with_moves(&self, choices: Set, moves: Set, wanted: f64) -> Vec<(f64, Set)> {
        let mut tried: Vec<Set> = vec![choices | moves];
        if moves != 0 {
            tried.push(choices);
        }
        let chance = |set: &Set| self.chance(*set);
        let likelier = |one: &Set, other: &Set| chance(other).total_cmp(&chance(one));
        tried.sort_by(likelier);
        if (wanted - NEAR..wanted).contains(&chance(&tried[0])) {
            tried.insert(0, self.climbed(tried[0], moves));
        }
        tried.into_iter().map(|set| (chance(&set), set)).collect()
    }

    /// The set out of `allowed` with which the day is likeliest, less what buys nothing. What is wanted
    /// plays no part: the best chance of a day is one number.
    pub(super) fn likeliest(&self, allowed: Set) -> Set {
        let (choices, moves) = (allowed & self.choices(), allowed & !self.choices());
        let mut best = 0;
        let mut prefix = 0;
        for set in [0].into_iter().chain(members(moves).map(bit)) {
            prefix |= set;
            for start in [prefix, prefix | choices] {
                if self.reach(start).is_better(&self.reach(best)) {
                    best = start;
                }
            }
        }
        let best = self.climbed(best, allowed);
        let full = self.reach(best);
        let mut left = best;
        for index in self.dearest_first(best) {
            let without = self.reach(left & !bit(index));
            if without.chance >= full.chance - NOTHING && !is_sooner(&full, &without) {
                left &= !bit(index);
            }
        }
        left
    }

    /// `set` with one more or less out of `of`, as long as that helps.
    fn climbed(&self, mut set: Set, of: Set) -> Set {
        let mut trials = 0;
        loop {
            let before = set;
            for index in members(of) {
                let other = set ^ bit(index);
                trials += 1;
                if trials <= TRIALS_MAX && self.reach(other).is_better(&self.reach(set)) {
                    set = other;
                }
            }
            if set == before || trials > TRIALS_MAX {
                return set;
            }
        }
    }

    fn reach(&self, set: Set) -> Reach {
        let lock = || self.known.lock().expect("BUG: nobody panics while it is locked");
        if let Some(reach) = lock().get(&set) {
            return *reach;
        }
        let stand = self.aim.stand(&self.levers(set));
        let reach = Reach { chance: stand.chance, p80: stand.p80 };
        lock().insert(set, reach);
        reach
    }
}

impl Reach {
    fn is_better(&self, other: &Reach) -> bool {
        self.chance > other.chance || self.chance == other.chance && is_sooner(self, other)
    }
}

/// Whether the one is done sooner, in 80 of 100 runs; never is the latest.
fn is_sooner(one: &Reach, other: &Reach) -> bool {
    one.p80.is_some_and(|finish| other.p80.is_none_or(|later| finish < later))
}
