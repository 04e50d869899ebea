//! The search for the smallest loss: what is useful, what is enough, what it costs to refuse.
//!
//! In: a plan on two sets of draws, a goal, levers. Out: levers, and where they lead on the draws
//! that are shown.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Mutex;

use calendar::{Moment, end_of_day};
use forecast::Forecast;
use plan::{Lever, LeverCost, LeverKind};
use rayon::prelude::*;

use super::aim::{Aim, Goal, intents};
use super::candidates::Ground;
use super::cut::{Refusal, Stand, Step};
use super::hand_overs;
use super::price::Pricer;
use super::scope::loss;
use super::smallest::{Loss, Set, bit, smallest};
use crate::{Dates, PlayOptions, Snapshot, runs_for_price};

/// The search begins by so much below what is wanted, because its draws are not the plan's …
const AIM_SLACK: f64 = 0.02;
/// … and aims higher so many times, each time just above a set that the plan's draws refused.
const AIMS_MAX: u32 = 12;
/// A chance that is less by this is none the worse where the date is the same: it rounds away.
const NOTHING: f64 = 0.005;
/// So many other choices are shown in place of the last step.
const OTHERS_MAX: usize = 4;
/// So many steps are refused, those that bring most.
const REFUSALS_MAX: usize = 3;

/// What the search works with.
pub(super) struct Desk<'a> {
    snapshot: &'a Snapshot,
    dates: &'a Dates,
    goal: Goal,
    end: Moment,
    pub(super) aim: Aim<'a>,
    shown: Pricer<'a>,
    /// Where the plan stands with sets that have been played on the draws that are shown: the same
    /// few come up again and again.
    known: Mutex<Vec<(Vec<LeverKind>, Stand)>>,
}

impl<'a> Desk<'a> {
    /// Plays the plan as it is, on the draws that are shown and on those that are searched on.
    pub(super) fn new(
        snapshot: &'a Snapshot,
        dates: &'a Dates,
        goal: Goal,
        options: PlayOptions,
    ) -> Option<Self> {
        /// In one screen a plan is played up to a hundred times: two seconds at the most, measured at
        /// a tenth of a microsecond for each run of an activity.
        const ACTIVITY_RUNS_MAX: usize = 200_000;
        let n = snapshot.lowered.as_ref()?.problem.activities().len();
        let shown = if n * dates.forecast.runs as usize <= ACTIVITY_RUNS_MAX {
            Pricer::of(snapshot, dates)
        } else {
            let runs = options.runs.or_else(|| runs_for_price(snapshot));
            Pricer::new(snapshot, dates, PlayOptions { runs, ..options })?
        };
        Some(Self {
            snapshot,
            dates,
            goal,
            end: end_of_day(goal.by, &snapshot.plan.zone),
            aim: Aim::new(snapshot, dates, options, goal)?,
            shown,
            known: Mutex::default(),
        })
    }

    /// How many runs the numbers that are shown are from.
    pub(super) fn runs(&self) -> u32 {
        self.shown.base().runs
    }

    /// Whether it is as likely as is wanted.
    pub(super) fn is_enough(&self, stand: &Stand) -> bool {
        stand.chance >= f64::from(self.goal.percent) / 100.0
    }

    /// Where the plan stands with `levers`, on its own draws.
    pub(super) fn stand(&self, levers: &[&Lever]) -> Stand {
        if levers.is_empty() {
            return self.stand_of(self.shown.base());
        }
        let is_same = |kinds: &[LeverKind]| {
            kinds.len() == levers.len() && levers.iter().all(|lever| kinds.contains(&lever.kind))
        };
        let known = || self.known.lock().expect("BUG: nobody panics while it is locked");
        let found = known().iter().find(|(kinds, _)| is_same(kinds)).map(|(_, stand)| *stand);
        if let Some(stand) = found {
            return stand;
        }
        let stand = match self.shown.with(&intents(levers)) {
            Some(played) => self.stand_of(&played),
            None => Stand::NEVER,
        };
        known().push((levers.iter().map(|lever| lever.kind.clone()).collect(), stand));
        stand
    }

    fn stand_of(&self, played: &Forecast) -> Stand {
        Stand::of(played, self.end, self.goal.percent)
    }

    /// The simpler forms and cuts that move anything, alone or with all others, and those that do
    /// not.
    pub(super) fn useful(&self, free: &[Lever], scope: Vec<Lever>) -> (Vec<Lever>, Vec<Lever>) {
        const MOVES_MINUTES: i64 = 30;
        let mean = |chosen: &[&Lever]| self.aim.mean_minutes_later(chosen).unwrap_or(0);
        let free: Vec<&Lever> = free.iter().collect();
        let all: Vec<&Lever> = free.iter().copied().chain(&scope).collect();
        let (without, with_all) = (mean(&free), mean(&all));
        let moves = |lever: &Lever| {
            let alone: Vec<&Lever> = free.iter().copied().chain([lever]).collect();
            let others: Vec<&Lever> =
                all.iter().copied().filter(|other| other.kind != lever.kind).collect();
            without - mean(&alone) >= MOVES_MINUTES || mean(&others) - with_all >= MOVES_MINUTES
        };
        let moving: Vec<bool> = scope.par_iter().map(moves).collect();
        let (mut useful, mut idle) = (Vec::new(), Vec::new());
        for (lever, moves) in scope.into_iter().zip(moving) {
            if moves { useful.push(lever) } else { idle.push(lever) }
        }
        (useful, idle)
    }

    /// The free moves and choices with which the day is likeliest on the draws that are searched on,
    /// of all that there is, less what buys nothing. What is wanted plays no part: the best chance of
    /// a day is one number.
    pub(super) fn best(&self, free: &[Lever], choices: &[Lever]) -> Vec<Lever> {
        let mut best = (self.aim.stand(&[]), Vec::new());
        for moves in 0..=free.len() {
            for chosen in [&[], choices] {
                let taken: Vec<&Lever> = free[..moves].iter().chain(chosen).collect();
                let stand = self.aim.stand(&taken);
                let is_sooner = stand.chance == best.0.chance && is_sooner(&stand, &best.0);
                if stand.chance > best.0.chance || is_sooner {
                    best = (stand, taken);
                }
            }
        }
        let (full, mut taken) = best;
        taken.sort_by(|one, other| self.by_cost(one, other));
        for position in (0..taken.len()).rev() {
            let lever = taken.remove(position);
            let without = self.aim.stand(&taken);
            if without.chance < full.chance - NOTHING || is_sooner(&full, &without) {
                taken.insert(position, lever);
            }
        }
        taken.into_iter().cloned().collect()
    }

    /// The free moves and choices that are likely enough on the plan's own draws, at the smallest
    /// loss, in order; `None` if none is found.
    pub(super) fn enough(&self, free: &[Lever], choices: &[Lever]) -> Option<Vec<Lever>> {
        let losses: Vec<Loss> =
            choices.iter().map(|lever| loss(&self.snapshot.plan, &lever.kind)).collect();
        let with = |set| {
            let own = choices.iter().enumerate().filter(move |(n, _)| set & bit(*n) != 0);
            free.iter().chain(own.map(|(_, lever)| lever)).collect::<Vec<&Lever>>()
        };
        let mut known: BTreeMap<Set, f64> = BTreeMap::new();
        let mut wanted = f64::from(self.goal.percent) / 100.0 - AIM_SLACK;
        for _ in 0..AIMS_MAX {
            let mut chance = |set| *known.entry(set).or_insert_with(|| self.aim.chance(&with(set)));
            let Some(set) = smallest(&losses, |set| chance(set) >= wanted) else { break };
            let taken = with(set);
            if self.is_enough(&self.stand(&taken)) {
                let taken = self.without_idle_moves(taken);
                return Some(taken.into_iter().cloned().collect());
            }
            wanted = chance(set) + f64::EPSILON;
        }
        None
    }

    /// `taken` without the free moves that it can do without, the last found first.
    fn without_idle_moves<'l>(&self, mut taken: Vec<&'l Lever>) -> Vec<&'l Lever> {
        for position in (0..taken.len()).rev() {
            if taken[position].kind.cost() == LeverCost::Free {
                let lever = taken.remove(position);
                if !self.is_enough(&self.stand(&taken)) {
                    taken.insert(position, lever);
                }
            }
        }
        taken
    }

    /// The levers in the order in which they are proposed, with where each of them leads.
    pub(super) fn steps(&self, levers: Vec<Lever>) -> Vec<Step> {
        let mut levers = self.merged(levers);
        levers.sort_by(|one, other| self.by_cost(one, other));
        let stands: Vec<Stand> = (1..=levers.len())
            .into_par_iter()
            .map(|n| self.stand(&levers[..n].iter().collect::<Vec<_>>()))
            .collect();
        levers.into_iter().zip(stands).map(|(lever, stand)| Step { lever, stand }).collect()
    }

    fn by_cost(&self, one: &Lever, other: &Lever) -> Ordering {
        let loss = |lever: &Lever| loss(&self.snapshot.plan, &lever.kind);
        let cost = one.kind.cost().cmp(&other.kind.cost());
        cost.then(loss(one).order(&loss(other)))
    }

    /// Hand-overs to one person in one step, where the first of them stands.
    fn merged(&self, levers: Vec<Lever>) -> Vec<Lever> {
        let Some(ground) = Ground::new(self.snapshot, self.dates) else { return levers };
        let mut merged: Vec<Lever> = Vec::new();
        for lever in levers {
            let LeverKind::HandOver { tasks, to } = &lever.kind else {
                merged.push(lever);
                continue;
            };
            let known = merged.iter_mut().find_map(|earlier| match &earlier.kind {
                LeverKind::HandOver { tasks, to: same } if same == to => {
                    Some((tasks.clone(), earlier))
                }
                _ => None,
            });
            let Some((mut all, earlier)) = known else {
                merged.push(lever);
                continue;
            };
            all.extend(tasks);
            all.sort_unstable();
            if let Some(both) = hand_overs::lever(&ground, all, *to) {
                *earlier = both;
            }
        }
        merged
    }

    /// What other choices come to in place of the last step, the most likely first.
    pub(super) fn others(&self, steps: &[Step], choices: &[Lever]) -> Vec<Step> {
        let Some((last, before)) = steps.split_last() else { return Vec::new() };
        if last.lever.kind.cost() < LeverCost::Simpler {
            return Vec::new();
        }
        let is_taken = |lever: &Lever| steps.iter().any(|step| step.lever.kind == lever.kind);
        let other = |lever: &Lever| {
            let levers: Vec<&Lever> =
                before.iter().map(|step| &step.lever).chain([lever]).collect();
            Step { lever: lever.clone(), stand: self.stand(&levers) }
        };
        let others: Vec<&Lever> = choices.iter().filter(|lever| !is_taken(lever)).collect();
        let mut others: Vec<Step> = others.into_par_iter().map(other).collect();
        others.sort_by(|one, other| other.stand.chance.total_cmp(&one.stand.chance));
        others.truncate(OTHERS_MAX);
        others
    }

    /// What it takes if one of the steps that bring most is refused.
    pub(super) fn refusals(&self, steps: &[Step], choices: &[Lever]) -> Vec<Refusal> {
        let mut chance = self.stand(&[]).chance;
        let mut gains: Vec<(usize, f64)> = Vec::new();
        for (position, step) in steps.iter().enumerate() {
            gains.push((
                position,
                step.stand.chance - std::mem::replace(&mut chance, step.stand.chance),
            ));
        }
        gains.sort_by(|one, other| other.1.total_cmp(&one.1));
        gains.truncate(REFUSALS_MAX);
        gains.sort_by_key(|(position, _)| *position);
        gains.into_iter().map(|(position, _)| self.refusal(steps, choices, position)).collect()
    }

    fn refusal(&self, steps: &[Step], choices: &[Lever], refused: usize) -> Refusal {
        let kept = steps.iter().enumerate().filter(|(position, step)| {
            *position != refused && step.lever.kind.cost() == LeverCost::Free
        });
        let free: Vec<Lever> = kept.map(|(_, step)| step.lever.clone()).collect();
        let choices: Vec<Lever> = choices
            .iter()
            .filter(|lever| lever.kind != steps[refused].lever.kind)
            .cloned()
            .collect();
        let taken = self.enough(&free, &choices).unwrap_or_else(|| everything(&free, &choices));
        let stand = self.stand(&taken.iter().collect::<Vec<_>>());
        let is_enough = self.is_enough(&stand);
        let is_known = |lever: &Lever| steps.iter().any(|step| step.lever.kind == lever.kind);
        let instead = taken.into_iter().filter(|lever| !is_known(lever)).collect();
        Refusal { step: refused, instead, stand, is_enough }
    }
}

/// Whether the one is done sooner, in 80 of 100 runs; never is the latest.
fn is_sooner(one: &Stand, other: &Stand) -> bool {
    one.p80.is_some_and(|finish| other.p80.is_none_or(|later| finish < later))
}

/// All that there is.
fn everything(free: &[Lever], choices: &[Lever]) -> Vec<Lever> {
    free.iter().chain(choices).cloned().collect()
}
