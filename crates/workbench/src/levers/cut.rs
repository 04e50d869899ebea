//! The smallest loss that makes a date likely enough: free moves, then simpler forms, then optional
//! work by its value; and what it would cost to refuse one of them.
//!
//! In: a snapshot, its dates, a goal. Out: steps with where the plan stands after each, as a forecast of
//! the plan with them says; they were searched for on other draws.

use calendar::Moment;
use forecast::Forecast;
use plan::{Lever, LeverCost};

use super::aim::{Aim, Goal, intents};
use super::candidates::candidates;
use super::desk::{Desk, moving};
use super::free_moves::free_moves;
use super::judge::Judge;
use super::pool::Pool;
use super::smallest::CHOICES_MAX;
use super::soonest::{Soonest, soonest};
use crate::{Dates, PlayOptions, Snapshot};

/// What it takes to be done by a date, as likely as is wanted.
#[derive(Clone, Debug)]
pub struct Cut {
    /// What was asked.
    pub goal: Goal,
    /// The plan as it is.
    pub now: Stand,
    /// What is done, in order: free moves, simpler forms, cuts. Where it is not enough, all that
    /// helps: the same whatever chance is wanted.
    pub steps: Vec<Step>,
    /// Whether the last of them, or the plan as it is, is likely enough.
    pub is_enough: bool,
    /// Other simpler forms and cuts in place of the last step, if that is one: what they come to.
    pub others: Vec<Step>,
    /// Simpler forms and cuts that gain nothing beside the steps.
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
    /// How many runs this is from: as many as a forecast of the plan takes.
    pub runs: u32,
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
    /// What is done instead of it, besides the other steps: at the smallest loss, or all that helps if
    /// nothing is enough.
    pub instead: Vec<Lever>,
    /// The positions of the other steps that are not taken then.
    pub spared: Vec<usize>,
    /// Where that ends.
    pub stand: Stand,
    /// Whether it is likely enough.
    pub is_enough: bool,
}

/// What makes `goal` likely enough, at the smallest loss; `None` if the plan cannot be played.
#[must_use]
pub fn cut(snapshot: &Snapshot, dates: &Dates, goal: Goal, options: PlayOptions) -> Option<Cut> {
    let judge = Judge::new(snapshot, dates, goal, options)?;
    let now = judge.now();
    let mut cut = Cut {
        goal,
        now,
        steps: Vec::new(),
        is_enough: now.chance >= judge.wanted(),
        others: Vec::new(),
        idle: Vec::new(),
        refusals: Vec::new(),
        soonest: None,
    };
    if cut.is_enough {
        return Some(cut);
    }
    let aim = Aim::new(snapshot, dates, options, goal)?;
    let (scope, free) = sorted_out(candidates(snapshot, dates));
    let free = free_moves(&aim, free);
    let (mut choices, mut idle) = moving(&aim, &free, scope);
    idle.extend(choices.split_off(choices.len().min(CHOICES_MAX)));
    let pool = Pool::new(&snapshot.plan, aim, choices, free);
    let desk = Desk { snapshot, dates, pool, judge };
    let everything = desk.pool.all();
    if let Some(taken) = desk.least(everything) {
        cut.is_enough = true;
        cut.steps = desk.steps(taken);
        cut.others = desk.others(&cut.steps, taken);
        cut.refusals = desk.refusals(&cut.steps);
        idle.extend(desk.idle(taken));
    } else {
        let taken = desk.seen(desk.pool.likeliest(everything));
        cut.steps = desk.steps(taken);
        cut.soonest = soonest(snapshot, dates, &all_intents(&cut.steps), goal);
        let left = desk.pool.choices() & !taken;
        idle.extend(desk.pool.levers(left).into_iter().cloned());
    }
    cut.idle = idle;
    Some(cut)
}

impl Cut {
    /// Where the plan stands with all steps.
    #[must_use]
    pub fn last(&self) -> Stand {
        self.steps.last().map_or(self.now, |step| step.stand)
    }
}

fn all_intents(steps: &[Step]) -> Vec<plan::Intent> {
    let levers: Vec<&Lever> = steps.iter().map(|step| &step.lever).collect();
    intents(&levers)
}

/// Simpler forms and cuts, and free moves.
fn sorted_out(levers: Vec<Lever>) -> (Vec<Lever>, Vec<Lever>) {
    let (scope, others): (Vec<Lever>, Vec<Lever>) =
        levers.into_iter().partition(|lever| lever.kind.cost() >= LeverCost::Simpler);
    (scope, others.into_iter().filter(|lever| lever.kind.cost() == LeverCost::Free).collect())
}

impl Stand {
    /// Where a plan stands that was played: the chance of `end`, and when it is done so surely.
    pub(super) fn of(played: &Forecast, end: Moment, percent: u32) -> Self {
        let finish = &played.finish;
        let chance = finish.chance_by(end);
        Stand {
            runs: played.runs,
            chance,
            chance_least: (chance - played.chance_half_width(end)).max(0.0),
            wanted: finish.percentile(percent),
            p50: finish.percentile(50),
            p80: finish.percentile(80),
            p95: finish.percentile(95),
        }
    }

    /// A plan that is never done.
    pub(super) const NEVER: Stand = Stand {
        runs: 0,
        chance: 0.0,
        chance_least: 0.0,
        wanted: None,
        p50: None,
        p80: None,
        p95: None,
    };
}
