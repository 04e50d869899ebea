//! The search for the smallest loss: what is enough, what else would be, what it costs to refuse.
//!
//! In: levers on the draws that are searched on, and a judge on those that are shown. Out: sets of levers,
//! and where they lead.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use plan::{Lever, LeverKind, PersonId, TaskId};
use rayon::prelude::*;

use super::aim::Aim;
use super::candidates::Ground;
use super::cut::{Refusal, Step};
use super::hand_overs;
use super::judge::Judge;
use super::pool::Pool;
use super::scope::loss;
use super::smallest::{EXACT_MAX, Set, bit, members, smallest};
use crate::{Dates, Snapshot};

/// Sets are looked at that are short by so much on the draws that are searched on: these are others, fewer,
/// and played in the order of the plan as it is.
const SHORT: f64 = 0.03;
/// So many sets may turn out not to be enough before only likelier ones are looked at, and as many more
/// before the search ends.
const REFUSED_MAX: usize = 8;
/// So many other choices are shown in place of the last step.
const OTHERS_MAX: usize = 4;
/// So many steps are refused, those that bring most.
const REFUSALS_MAX: usize = 3;

/// What the search works with.
pub(super) struct Desk<'a> {
    pub(super) snapshot: &'a Snapshot,
    pub(super) dates: &'a Dates,
    pub(super) pool: Pool<'a>,
    pub(super) judge: Judge<'a>,
}

impl Desk<'_> {
    /// The set out of `allowed` that is enough at the smallest loss, from which nothing can be taken;
    /// `None` if none is found.
    pub(super) fn least(&self, allowed: Set) -> Option<Set> {
        let pool = &self.pool;
        let (choices, moves) = (allowed & pool.choices(), allowed & !pool.choices());
        let is_exact = choices.count_ones() as usize <= EXACT_MAX;
        let start = if is_exact { choices } else { pool.likeliest(allowed) & pool.choices() };
        let mut wanted = (self.judge.wanted() - SHORT).max(self.judge.wanted() / 2.0);
        let mut refused: BTreeSet<Set> = BTreeSet::new();
        while refused.len() < 2 * REFUSED_MAX {
            let chance = |set: Set| {
                let chance = pool.with_moves(set, moves, wanted)[0].0;
                if refused.contains(&set) { chance.min(wanted - f64::EPSILON) } else { chance }
            };
            let Some(set) = smallest(pool.losses(), choices, start, wanted, chance) else { break };
            let tried = pool.with_moves(set, moves, wanted);
            let best = tried[0].0;
            let mut likely = tried.into_iter().filter(|(chance, _)| *chance >= wanted);
            let found = likely.find_map(|(_, set)| self.confirmed(set));
            if found.is_some() {
                return found;
            }
            refused.insert(set);
            if !is_exact || refused.len() >= REFUSED_MAX {
                wanted = wanted.max(best + f64::EPSILON);
            }
        }
        self.confirmed(pool.likeliest(allowed))
    }

    /// A set that is enough, without what it can do without, if the text with it says so too.
    fn confirmed(&self, set: Set) -> Option<Set> {
        let is_confirmed = |set: &Set| self.judge.is_confirmed(&self.pool.levers(*set));
        let thinned = self.is_enough(set).then(|| self.thinned(set))?;
        [thinned, set].into_iter().find(is_confirmed)
    }

    fn is_enough(&self, set: Set) -> bool {
        self.judge.is_enough(&self.pool.levers(set))
    }

    /// A set that is enough, without what it can do without, the largest loss first.
    fn thinned(&self, mut set: Set) -> Set {
        let near = self.judge.wanted() - SHORT;
        loop {
            let before = set;
            for index in self.pool.dearest_first(set) {
                let without = set & !bit(index);
                if self.pool.chance(without) >= near && self.is_enough(without) {
                    set = without;
                }
            }
            if set == before {
                return set;
            }
        }
    }

    /// The levers of a set in the order in which they are proposed, with where each of them leads.
    pub(super) fn steps(&self, set: Set) -> Vec<Step> {
        let mut levers = self.merged(self.pool.levers(set));
        levers.sort_by(|one, other| self.by_cost(one, other));
        let stand = |n| self.judge.stand(&levers[..n].iter().collect::<Vec<_>>());
        let stands: Vec<_> = (1..=levers.len()).into_par_iter().map(stand).collect();
        levers.into_iter().zip(stands).map(|(lever, stand)| Step { lever, stand }).collect()
    }

    /// A set that is not enough, less the steps with which nobody sees a gain, unless somebody would see
    /// that all of these are missing.
    pub(super) fn seen(&self, set: Set) -> Set {
        let steps = self.steps(set);
        let levers: Vec<&Lever> = steps.iter().map(|step| &step.lever).collect();
        let is_seen = |n: &usize| self.judge.is_gain(&levers[..*n], &levers[..*n + 1]);
        let unseen = (0..levers.len()).filter(|n| !is_seen(n));
        let less = unseen.fold(set, |set, n| set & !self.pool.set_of(&levers[n].kind));
        if less == set || self.judge.is_gain(&self.pool.levers(less), &levers) { set } else { less }
    }

    fn by_cost(&self, one: &Lever, other: &Lever) -> Ordering {
        let loss = |lever: &Lever| loss(&self.snapshot.plan, &lever.kind);
        let cost = one.kind.cost().cmp(&other.kind.cost());
        cost.then(loss(one).order(&loss(other)))
    }

    /// Hand-overs to one person in one step, where the first of them stands.
    fn merged(&self, levers: Vec<&Lever>) -> Vec<Lever> {
        let ground = Ground::new(self.snapshot, self.dates);
        let mut merged: Vec<Lever> = Vec::new();
        for lever in levers {
            let same = |earlier: &Lever| tasks_of_both(&earlier.kind, &lever.kind);
            let both = merged.iter().enumerate().find_map(|(n, earlier)| {
                let (tasks, to) = same(earlier)?;
                Some((n, hand_overs::lever(ground.as_ref()?, tasks, to)?))
            });
            match both {
                Some((n, both)) => merged[n] = both,
                None => merged.push(lever.clone()),
            }
        }
        merged
    }

    /// What other choices come to in place of the last of `steps`, which are the set `taken`; the most
    /// likely first.
    pub(super) fn others(&self, steps: &[Step], taken: Set) -> Vec<Step> {
        let pool = &self.pool;
        let last = steps.last().map_or(0, |step| pool.set_of(&step.lever.kind)) & pool.choices();
        if last == 0 {
            return Vec::new();
        }
        let with = |index: usize| taken & !last | bit(index);
        let mut others: Vec<usize> = pool.dearest_first(pool.choices() & !taken);
        others.sort_by(|one, other| {
            pool.chance(with(*other)).total_cmp(&pool.chance(with(*one))).then(one.cmp(other))
        });
        others.truncate(OTHERS_MAX);
        let other = |index: usize| Step {
            lever: pool.levers(bit(index))[0].clone(),
            stand: self.judge.stand(&pool.levers(with(index))),
        };
        let mut others: Vec<Step> = others.into_par_iter().map(other).collect();
        others.sort_by(|one, other| other.stand.chance.total_cmp(&one.stand.chance));
        others
    }

    /// What it takes if one of the steps that bring most is refused.
    pub(super) fn refusals(&self, steps: &[Step]) -> Vec<Refusal> {
        let mut chance = self.judge.now().chance;
        let mut gains: Vec<(usize, f64)> = Vec::new();
        for (position, step) in steps.iter().enumerate() {
            let before = std::mem::replace(&mut chance, step.stand.chance);
            gains.push((position, step.stand.chance - before));
        }
        gains.sort_by(|one, other| other.1.total_cmp(&one.1));
        gains.truncate(REFUSALS_MAX);
        gains.sort_by_key(|(position, _)| *position);
        gains.into_iter().map(|(position, _)| self.refusal(steps, position)).collect()
    }

    fn refusal(&self, steps: &[Step], refused: usize) -> Refusal {
        let pool = &self.pool;
        let sets: Vec<Set> = steps.iter().map(|step| pool.set_of(&step.lever.kind)).collect();
        let known = sets.iter().fold(0, |all, set| all | set);
        let allowed = pool.all() & !sets[refused];
        let enough = self.least(allowed);
        let taken = enough.unwrap_or_else(|| pool.likeliest(allowed));
        let is_spared = |step: &usize| *step != refused && sets[*step] & taken == 0;
        Refusal {
            step: refused,
            instead: self.merged(pool.levers(taken & !known)),
            spared: (0..steps.len()).filter(is_spared).collect(),
            stand: self.judge.stand(&pool.levers(taken)),
            is_enough: enough.is_some(),
        }
    }

    /// The choices outside `taken` that bring the finish nearer by nothing that somebody would notice: not
    /// alone, not beside all others, and not beside `taken`.
    pub(super) fn idle(&self, taken: Set) -> Vec<Lever> {
        /// In the mean over the runs.
        const MOVES_MINUTES: i64 = 30;
        let pool = &self.pool;
        let mean = |set: Set| pool.aim.mean_minutes_later(&pool.levers(set)).unwrap_or(0);
        let moves = pool.all() & !pool.choices();
        let contexts = [moves, pool.all(), pool.choices(), taken].map(|set| (set, mean(set)));
        let is_idle = |index: &usize| {
            let gain = |(set, with): &(Set, i64)| match set & bit(*index) {
                0 => with - mean(set | bit(*index)),
                _ => mean(set & !bit(*index)) - with,
            };
            contexts.iter().all(|context| gain(context) < MOVES_MINUTES)
        };
        let left: Vec<usize> = members(pool.choices() & !taken).collect();
        let idle: Vec<usize> = left.into_par_iter().filter(is_idle).collect();
        idle.into_iter().map(|index| pool.levers(bit(index))[0].clone()).collect()
    }
}

/// The tasks of two hand-overs to one person.
fn tasks_of_both(one: &LeverKind, other: &LeverKind) -> Option<(Vec<TaskId>, PersonId)> {
    match (one, other) {
        (LeverKind::HandOver { tasks, to }, LeverKind::HandOver { tasks: more, to: same })
            if to == same =>
        {
            let mut all = [tasks.as_slice(), more].concat();
            all.sort_unstable();
            Some((all, *to))
        }
        _ => None,
    }
}

/// Splits simpler forms and cuts into those that move anything in any run, alone or beside all others, and
/// those that do not. Of more than can be searched through exactly only those count that move it by
/// something.
pub(super) fn moving(aim: &Aim<'_>, free: &[Lever], scope: Vec<Lever>) -> (Vec<Lever>, Vec<Lever>) {
    /// Elapsed, in the mean over the runs.
    const MINUTES_OF_MANY: i64 = 30;
    let least = if scope.len() > EXACT_MAX { MINUTES_OF_MANY } else { 1 };
    let mean = |levers: &[&Lever]| aim.mean_minutes_later(levers).unwrap_or(0);
    let free: Vec<&Lever> = free.iter().collect();
    // A free move may hide what a cut does, and the other way round.
    let sides = if free.is_empty() { vec![free] } else { vec![Vec::new(), free] };
    let sides: Vec<_> = sides
        .into_iter()
        .map(|side| {
            let all: Vec<&Lever> = side.iter().copied().chain(&scope).collect();
            (mean(&side), mean(&all), side, all)
        })
        .collect();
    let moves = |lever: &Lever| {
        sides.iter().any(|(without, with_all, side, all)| {
            let alone: Vec<&Lever> = side.iter().copied().chain([lever]).collect();
            let others: Vec<&Lever> =
                all.iter().copied().filter(|other| other.kind != lever.kind).collect();
            let is_shift = |shift: i64| if least == 1 { shift != 0 } else { shift >= least };
            is_shift(without - mean(&alone)) || is_shift(mean(&others) - with_all)
        })
    };
    let moving: Vec<bool> = scope.par_iter().map(moves).collect();
    let (mut useful, mut idle) = (Vec::new(), Vec::new());
    for (lever, moves) in scope.into_iter().zip(moving) {
        if moves { useful.push(lever) } else { idle.push(lever) }
    }
    (useful, idle)
}
