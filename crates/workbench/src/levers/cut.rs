//! The smallest loss that makes a date likely enough: free moves, then simpler forms, then optional
//! work by its value; and what it would cost to refuse one of them.
//!
//! In: a snapshot, its dates, a goal. Out: steps with where the plan stands after each, on the
//! draws of the plan; they were searched for on other draws.

use calendar::Moment;
use forecast::Forecast;
use plan::{Lever, LeverCost};

use super::aim::{Goal, intents};
use super::candidates::candidates;
use super::desk::Desk;
use super::free_moves::free_moves;
use super::smallest::CHOICES_MAX;
use super::soonest::{Soonest, soonest};
use crate::{Dates, PlayOptions, Snapshot};

/// What it takes to be done by a date, as likely as is wanted.
#[derive(Clone, Debug)]
pub struct Cut {
    /// What was asked.
    pub goal: Goal,
    /// How many runs the numbers are from.
    pub runs: u32,
    /// The plan as it is.
    pub now: Stand,
    /// What is done, in order: free moves, simpler forms, cuts. Where it is not enough, all that
    /// helps: the same whatever chance is wanted.
    pub steps: Vec<Step>,
    /// Whether the last of them, or the plan as it is, is likely enough.
    pub is_enough: bool,
    /// Other simpler forms and cuts in place of the last step, if that is one: what they come to.
    pub others: Vec<Step>,
    /// Simpler forms and cuts that move nothing.
    pub idle: Vec<Lever>,
    /// What it takes if one of the steps is refused.
    pub refusals: Vec<Refusal>,
    /// What is possible at all, where the date is not.
    pub soonest: Option<Soonest>,
}

/// A lever, and where the plan stands with it.
#[derive(Clone, Debug)]
pub struct Step {
    /// The lever.
    pub lever: Lever,
    /// The plan with it, and with all steps before it.
    pub stand: Stand,
}

/// Where a plan stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stand {
    /// The chance of the day, 0 to 1.
    pub chance: f64,
    /// What the chance is at least: the lower end of a 95 % interval.
    pub chance_least: f64,
    /// When it is done as surely as is wanted.
    pub wanted: Option<Moment>,
    /// The median finish.
    pub p50: Option<Moment>,
    /// The 80 % finish.
    pub p80: Option<Moment>,
    /// The 95 % finish.
    pub p95: Option<Moment>,
}

/// One step is not taken.
#[derive(Clone, Debug)]
pub struct Refusal {
    /// Its position.
    pub step: usize,
    /// What is done instead of it, besides the other free moves; everything there is if that is
    /// not enough.
    pub instead: Vec<Lever>,
    /// Where that ends.
    pub stand: Stand,
    /// Whether it is likely enough.
    pub is_enough: bool,
}

/// What makes `goal` likely enough, at the smallest loss; `None` if the plan cannot be played.
#[must_use]
pub fn cut(snapshot: &Snapshot, dates: &Dates, goal: Goal, options: PlayOptions) -> Option<Cut> {
    let desk = Desk::new(snapshot, dates, goal, options)?;
    let now = desk.stand(&[]);
    let mut cut = Cut {
        goal,
        runs: desk.runs(),
        now,
        steps: Vec::new(),
        is_enough: desk.is_enough(&now),
        others: Vec::new(),
        idle: Vec::new(),
        refusals: Vec::new(),
        soonest: None,
    };
    if cut.is_enough {
        return Some(cut);
    }
    let (scope, free) = sorted_out(candidates(snapshot, dates));
    let free = free_moves(&desk.aim, free);
    let (choices, idle) = desk.useful(&free, scope);
    cut.idle = idle;
    let best = desk.best(&free, &choices);
    cut.is_enough = desk.is_enough(&desk.stand(&best.iter().collect::<Vec<_>>()));
    if !cut.is_enough {
        let is_left = |lever: &&Lever| best.iter().all(|taken| taken.kind != lever.kind);
        cut.idle.extend(choices.iter().filter(is_left).cloned());
    }
    let enough = cut.is_enough.then(|| desk.enough(&free, &choices)).flatten();
    cut.steps = desk.steps(enough.unwrap_or(best));
    let (steps, idle) = seen(&desk, snapshot, &cut);
    (cut.steps, cut.idle) = (steps, [idle, cut.idle].concat());
    if cut.is_enough {
        cut.others = desk.others(&cut.steps, &choices);
        cut.refusals = desk.refusals(&cut.steps, &choices);
    } else {
        cut.soonest = soonest(snapshot, dates, &all_intents(&cut.steps), goal);
    }
    Some(cut)
}

/// The steps with which a reader sees something move, the chance in percent or the 80 % day, and the
/// levers of the others. All are steps if the date is not likely enough without the others.
fn seen(desk: &Desk<'_>, snapshot: &Snapshot, cut: &Cut) -> (Vec<Step>, Vec<Lever>) {
    let shown = |stand: &Stand| {
        let day = stand.p80.map(|p80| snapshot.finish_date(p80));
        ((stand.chance * 100.0).round(), day)
    };
    let before = std::iter::once(&cut.now).chain(cut.steps.iter().map(|step| &step.stand));
    let moved: Vec<bool> =
        before.zip(&cut.steps).map(|(before, step)| shown(before) != shown(&step.stand)).collect();
    let levers = |wanted: bool| {
        let pairs = cut.steps.iter().zip(&moved).filter(move |(_, moved)| **moved == wanted);
        pairs.map(|(step, _)| step.lever.clone()).collect::<Vec<Lever>>()
    };
    let steps = desk.steps(levers(true));
    let last = steps.last().map_or(cut.now, |step| step.stand);
    if moved.iter().all(|moved| *moved) || desk.is_enough(&last) != cut.is_enough {
        return (cut.steps.clone(), Vec::new());
    }
    (steps, levers(false))
}

fn all_intents(steps: &[Step]) -> Vec<plan::Intent> {
    let levers: Vec<&Lever> = steps.iter().map(|step| &step.lever).collect();
    intents(&levers)
}

/// Simpler forms and cuts, and free moves.
fn sorted_out(levers: Vec<Lever>) -> (Vec<Lever>, Vec<Lever>) {
    let (mut scope, others): (Vec<Lever>, Vec<Lever>) =
        levers.into_iter().partition(|lever| lever.kind.cost() >= LeverCost::Simpler);
    scope.truncate(CHOICES_MAX);
    (scope, others.into_iter().filter(|lever| lever.kind.cost() == LeverCost::Free).collect())
}

impl Stand {
    /// Where a plan stands that was played: the chance of `end`, and when it is done so surely.
    pub(super) fn of(played: &Forecast, end: Moment, percent: u32) -> Self {
        let finish = &played.finish;
        let chance = finish.chance_by(end);
        Stand {
            chance,
            chance_least: (chance - played.chance_half_width(end)).max(0.0),
            wanted: finish.percentile(percent),
            p50: finish.percentile(50),
            p80: finish.percentile(80),
            p95: finish.percentile(95),
        }
    }

    /// A plan that is never done.
    pub(super) const NEVER: Stand =
        Stand { chance: 0.0, chance_least: 0.0, wanted: None, p50: None, p80: None, p95: None };
}
