//! How much work each activity is, in each run.
//!
//! In go a problem's ranges and risks, and the calibration by which to read them; out come whole
//! minutes, run by run. It must not know calendars, people or order.
//!
//! # Theory
//! In one run, the effort of an activity is X · Π Φⱼ + Σ Aⱼ, over the risks j that happen: X is
//! drawn from its range (or from what remains of it, where some is spent) and, if paced, carries
//! the factor F that all work of the team shares ([`crate::Pace`]) and those of the groups it is in
//! ([`crate::Factor`]). What is not known of the widening of ranges is shared as well (see the module
//! `doubt`). A risk happens once for all it
//! hits, and one score says how hard: so effects of one risk are fully dependent, and no
//! correlation is ever stated (the risk drivers of Hulett; AACE 57R-09).

use std::collections::BTreeMap;

use calendar::Work;
use schedule::{Activity, ActivityId, Effort, Impact, Problem, Risk};

use crate::calibrate::{Calibration, Prior, calibrate};
use crate::doubt::Doubt;
use crate::draw::{Purpose, Stream};
use crate::marginal::{Marginal, Marginals};
use crate::pace::Pace;
use crate::quantile::{exp, normal_quantile, normal_quantiles};
use crate::reading::{Factor, Reading};
use crate::two_piece::TwoPiece;
use crate::whole::Whole;
use crate::wide::Instructions;

/// Returns the median effort of each activity, by index: without pace and risks.
///
/// Of started work it is the median of what remains, its range widened as usual ([`Prior::USUAL`]).
/// At least one minute for a range. `O(n)`.
#[must_use]
pub fn middle_efforts(problem: &Problem) -> Vec<Work> {
    problem.activities().iter().map(middle_effort).collect()
}

/// The median effort of one activity, as in [`middle_efforts`]: what is left of it, wherever days of
/// work are added up. A mean would not do, since that of a wide range lies far beyond its middle.
#[must_use]
pub fn middle_effort(activity: &Activity) -> Work {
    match activity.effort {
        Effort::Exact(work) => work,
        Effort::Range(range) if range.spent > 0.0 => {
            let widening = if range.widened { Prior::USUAL.overconfidence } else { 1.0 };
            let spread = TwoPiece::through(range.low, range.likely, range.high, widening);
            let doubt = range.widened.then(|| calibrate(&[], Prior::USUAL).doubt());
            whole_minutes(middle_of_rest(&spread, doubt, range.spent), 1)
        }
        Effort::Range(range) => whole_minutes(range.likely, 1),
    }
}

/// Where the efforts of runs come from.
pub(crate) trait EffortSource: Sync {
    /// The efforts of `runs` runs from `first_run` on, both multiples of
    /// [`crate::draw::SCRAMBLES`]: run by run, in each one entry an activity. They stand in `room`, which
    /// may hold anything, unless they are there already.
    fn efforts<'a>(&'a self, first_run: u32, runs: usize, room: &'a mut Vec<Work>) -> &'a [Work];
}

/// One thing that nobody knows beforehand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Uncertainty {
    /// What all work of the team takes over its estimates.
    Pace,
    /// How much work an activity is, pace and risks aside.
    Work(ActivityId),
    /// Whether the risk with this index happens, and how hard it hits.
    Risk(usize),
}

/// The draws of a problem's efforts.
#[derive(Clone, Debug)]
pub(crate) struct Sampler {
    instructions: Instructions,
    team: Stream,
    pace: Pace,
    overconfidence: Stream,
    calibration: Calibration,
    /// Streams of the shared factors, and how wide they are.
    factors: Vec<(Stream, f64)>,
    pub(crate) risks: Vec<RiskDraw>,
    pub(crate) activities: Vec<ActivityDraw>,
}

/// Whether a risk happens, and how hard.
#[derive(Clone, Debug)]
pub(crate) struct RiskDraw {
    pub probability: f64,
    pub happens: Stream,
    pub impact: Stream,
}

/// How much work one activity is.
#[derive(Clone, Debug)]
pub(crate) struct ActivityDraw {
    pub work: WorkDraw,
    /// The shared factors that multiply it.
    pub factors: Vec<usize>,
    /// Least minutes: what is work at all takes one.
    pub minutes_min: i64,
    /// Factors first.
    pub hits: Vec<Hit>,
}

/// Its work before any risk.
#[derive(Clone, Debug)]
pub(crate) enum WorkDraw {
    Exact(f64),
    Ranged { stream: Stream, amount: Amount, paced: bool, spent: f64 },
}

/// The distribution of an amount of work.
#[derive(Clone, Debug)]
pub(crate) enum Amount {
    /// In doubt if it is widened.
    LogNormal {
        spread: TwoPiece,
        doubt: Option<Doubt>,
    },
    Other(Marginal),
}

/// What one risk does to the activity.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hit {
    pub risk: usize,
    pub multiplies: bool,
    pub spread: TwoPiece,
    pub widened: bool,
}

/// What all work of some consecutive runs shares, by run.
pub(crate) struct Shared {
    /// Logarithm of the team's factor.
    pub team: Vec<f64>,
    /// By how much more or less than believed ranges are widened.
    pub widenings: Vec<f64>,
    /// Logarithms of the other factors.
    factors: Vec<Vec<f64>>,
}

impl Sampler {
    /// The draws of `problem` under `seed`, estimates as in `reading`.
    pub fn new(problem: &Problem, seed: u64, reading: &Reading) -> Self {
        let risk_draw = |risk: &Risk| RiskDraw {
            probability: risk.probability,
            happens: Stream::new(seed, risk.key, Purpose::RiskHappens),
            impact: Stream::new(seed, risk.key, Purpose::RiskImpact),
        };
        let mut marginals = reading.marginals();
        let mut activities: Vec<ActivityDraw> = problem
            .activities()
            .iter()
            .map(|activity| ActivityDraw::new(activity, seed, reading, &mut marginals))
            .collect();
        for (index, risk) in problem.risks().iter().enumerate() {
            for effect in &risk.effects {
                let hit = Hit::new(index, &effect.impact, reading);
                activities[effect.activity.index()].hits.push(hit);
            }
        }
        for activity in &mut activities {
            activity.hits.sort_by_key(|hit| !hit.multiplies);
        }
        join_factors(&mut activities, problem, &reading.factors);
        let factor =
            |factor: &Factor| (Stream::new(seed, factor.key, Purpose::SharedFactor), factor.sd);
        Sampler {
            instructions: Instructions::widest(),
            team: Stream::new(seed, 0, Purpose::TeamFactor),
            pace: reading.pace.clone(),
            overconfidence: Stream::new(seed, 0, Purpose::Overconfidence),
            calibration: reading.calibration,
            factors: reading.factors.iter().map(factor).collect(),
            risks: problem.risks().iter().map(risk_draw).collect(),
            activities,
        }
    }

    /// By run, in (0, 1): how bad the draws of `what` are, any tenth as often as any other. `None`
    /// for an activity whose work is exact.
    pub fn badness(&self, what: Uncertainty, runs: usize) -> Option<Vec<f64>> {
        let mut draws = vec![0.0; runs];
        match what {
            Uncertainty::Pace => self.team.fill(0, &mut draws),
            Uncertainty::Work(id) => match &self.activities[id.index()].work {
                WorkDraw::Exact(_) => return None,
                WorkDraw::Ranged { stream, .. } => stream.fill(0, &mut draws),
            },
            Uncertainty::Risk(risk) => self.risks[risk].badness(&mut draws),
        }
        Some(draws)
    }

    /// The minutes of an activity by run, risks and all that it shares with other work aside; `None`
    /// if they are exact.
    pub fn own_work(&self, id: ActivityId, runs: usize) -> Option<Vec<f64>> {
        let work = &self.activities[id.index()].work;
        let mut minutes = vec![0.0; runs];
        work.fill(self.instructions, 0, &vec![0.0; runs], &vec![1.0; runs], &mut minutes);
        (!matches!(work, WorkDraw::Exact(_))).then_some(minutes)
    }

    /// Settles `what` in all runs: work and pace at their middle, a risk as gone.
    pub fn settle(&mut self, what: Uncertainty) {
        match what {
            Uncertainty::Pace => self.pace = self.pace.settled(),
            Uncertainty::Work(id) => self.activities[id.index()].work.settle(),
            Uncertainty::Risk(risk) => self.risks[risk].probability = 0.0,
        }
    }

    /// What the work of the runs from `first_run` on shares.
    pub fn shared(&self, first_run: u32, runs: usize) -> Shared {
        let scores = |stream: &Stream| {
            let mut scores = vec![0.0; runs];
            stream.fill(first_run, &mut scores);
            normal_quantiles(&mut scores);
            scores.into_iter()
        };
        let doubt = self.calibration.doubt();
        let widening = |score| doubt.widening(score);
        let times = |(stream, sd): &(Stream, f64)| scores(stream).map(|score| sd * score).collect();
        Shared {
            team: scores(&self.team).map(|score| self.pace.log_factor(score)).collect(),
            widenings: scores(&self.overconfidence).map(widening).collect(),
            factors: self.factors.iter().map(times).collect(),
        }
    }

    /// Fills in the minutes of one activity, risks included, not yet whole, in the runs from
    /// `first_run` on.
    pub fn fill(&self, activity: usize, first_run: u32, shared: &Shared, minutes: &mut [f64]) {
        let activity = &self.activities[activity];
        let mut log_factors = vec![0.0; minutes.len()];
        activity.log_factors(shared, libm::log(self.calibration.pace), &mut log_factors);
        let widenings = &shared.widenings;
        activity.work.fill(self.instructions, first_run, &log_factors, widenings, minutes);
        for hit in &activity.hits {
            let blows = self.risks[hit.risk].blows(first_run, minutes.len());
            hit.land(&blows, &shared.widenings, minutes);
        }
    }

    /// Whether a risk hits an activity.
    pub fn is_hit(&self, activity: usize) -> bool {
        !self.activities[activity].hits.is_empty()
    }

    /// [`EffortSource::efforts`], of which those of some activities are `known` in these runs; in `efforts`.
    pub fn efforts_beside<'a>(
        &self,
        first_run: u32,
        runs: usize,
        known: impl Fn(usize) -> Option<&'a [Work]>,
        efforts: &mut Vec<Work>,
    ) {
        let n = self.activities.len();
        let shared = self.shared(first_run, runs);
        let blows: Vec<Vec<Option<f64>>> =
            self.risks.iter().map(|risk| risk.blows(first_run, runs)).collect();
        efforts.resize(runs * n, Work(0));
        let mut minutes = vec![0.0; runs];
        let mut log_factors = vec![0.0; runs];
        let log_pace = libm::log(self.calibration.pace);
        for (index, activity) in self.activities.iter().enumerate() {
            if let Some(known) = known(index) {
                efforts.chunks_exact_mut(n).zip(known).for_each(|(run, work)| run[index] = *work);
                continue;
            }
            activity.log_factors(&shared, log_pace, &mut log_factors);
            let (instructions, widenings) = (self.instructions, &shared.widenings);
            activity.work.fill(instructions, first_run, &log_factors, widenings, &mut minutes);
            for hit in &activity.hits {
                hit.land(&blows[hit.risk], &shared.widenings, &mut minutes);
            }
            for (run, &minutes) in efforts.chunks_exact_mut(n).zip(&minutes) {
                run[index] = whole_minutes(minutes, activity.minutes_min);
            }
        }
    }
}

impl EffortSource for Sampler {
    fn efforts<'a>(&'a self, first_run: u32, runs: usize, room: &'a mut Vec<Work>) -> &'a [Work] {
        self.efforts_beside(first_run, runs, |_| None, room);
        room
    }
}

/// The efforts of the first runs, drawn once for those who play them several times.
#[derive(Clone, Debug)]
pub(crate) struct Drawn {
    n: usize,
    /// Run by run, one entry an activity.
    efforts: Vec<Work>,
}

impl Drawn {
    /// Those of `sampler` in `runs` runs, a multiple of [`crate::draw::SCRAMBLES`].
    pub fn new(sampler: &Sampler, runs: usize) -> Self {
        let mut efforts = Vec::new();
        sampler.efforts(0, runs, &mut efforts);
        Drawn { n: sampler.activities.len(), efforts }
    }

    /// Those of one run, one entry an activity.
    pub fn of_run(&self, run: usize) -> &[Work] {
        &self.efforts[run * self.n..][..self.n]
    }

    /// Those of one activity, by run.
    pub fn of_activity(&self, activity: usize) -> impl Iterator<Item = Work> {
        self.efforts.iter().skip(activity).step_by(self.n).copied()
    }
}

impl EffortSource for Drawn {
    fn efforts<'a>(&'a self, first_run: u32, runs: usize, _: &'a mut Vec<Work>) -> &'a [Work] {
        &self.efforts[first_run as usize * self.n..][..runs * self.n]
    }
}

/// Notes with each activity which of `factors` multiply it.
fn join_factors(activities: &mut [ActivityDraw], problem: &Problem, factors: &[Factor]) {
    if factors.is_empty() {
        return;
    }
    let mut of_key: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for (index, factor) in factors.iter().enumerate() {
        for &key in &factor.activities {
            of_key.entry(key).or_default().push(index);
        }
    }
    for (draw, activity) in activities.iter_mut().zip(problem.activities()) {
        draw.factors = of_key.get(&activity.key).cloned().unwrap_or_default();
    }
}

impl RiskDraw {
    /// Not happening at all is best; when it happens, a harder hit is worse.
    fn badness(&self, draws: &mut [f64]) {
        let mut impacts = vec![0.0; draws.len()];
        self.happens.fill(0, draws);
        self.impact.fill(0, &mut impacts);
        for (draw, impact) in draws.iter_mut().zip(impacts) {
            let happens = *draw < self.probability;
            *draw = 1.0 - if happens { self.probability * (1.0 - impact) } else { *draw };
        }
    }

    /// By run: how hard it hits, as a standard normal score, if it happens.
    fn blows(&self, first_run: u32, runs: usize) -> Vec<Option<f64>> {
        let mut chances = vec![0.0; runs];
        self.happens.fill(first_run, &mut chances);
        let mut scores = vec![0.0; runs];
        self.impact.fill(first_run, &mut scores);
        let happens = |chance| chance < self.probability;
        chances
            .into_iter()
            .zip(scores)
            .map(|(chance, score)| happens(chance).then(|| normal_quantile(score)))
            .collect()
    }
}

impl ActivityDraw {
    fn new(activity: &Activity, seed: u64, reading: &Reading, marginals: &mut Marginals) -> Self {
        let (work, minutes_min) = match activity.effort {
            Effort::Exact(work) => (WorkDraw::Exact(work.0 as f64), work.0.min(1)),
            Effort::Range(range) => {
                let spread = reading.spread(&range);
                let doubt = range.widened.then(|| reading.calibration.doubt());
                let amount = match marginals.of(&range, spread, reading.widening(&range)) {
                    None => Amount::LogNormal { spread, doubt },
                    Some(marginal) => Amount::Other(marginal),
                };
                let stream = Stream::new(seed, activity.key, Purpose::Effort);
                let (paced, spent) = (range.paced, range.spent);
                (WorkDraw::Ranged { stream, amount, paced, spent }, 1)
            }
        };
        ActivityDraw { work, factors: Vec::new(), minutes_min, hits: Vec::new() }
    }

    /// The logarithm of all that multiplies its work, by run.
    fn log_factors(&self, shared: &Shared, log_pace: f64, log_factors: &mut [f64]) {
        let WorkDraw::Ranged { amount, paced: true, .. } = &self.work else {
            return log_factors.fill(0.0);
        };
        log_factors.copy_from_slice(&shared.team);
        if let Amount::Other(Marginal::History { .. }) = amount {
            // The ratios of finished tasks have the pace in them already, though not its doubt.
            log_factors.iter_mut().for_each(|log_factor| *log_factor -= log_pace);
        }
        for &factor in &self.factors {
            for (log_factor, of_factor) in log_factors.iter_mut().zip(&shared.factors[factor]) {
                *log_factor += of_factor;
            }
        }
    }
}

impl WorkDraw {
    /// Makes the work, or what remains of it, take its median but for the pace.
    fn settle(&mut self) {
        let WorkDraw::Ranged { amount, spent, .. } = self else { return };
        let median = match amount {
            Amount::LogNormal { spread, .. } if *spent == 0.0 => spread.median,
            Amount::LogNormal { spread, doubt } => middle_of_rest(spread, *doubt, *spent),
            Amount::Other(marginal) if *spent == 0.0 => marginal.quantile(0.5),
            Amount::Other(marginal) => marginal.remaining(*spent, 0.5),
        };
        let spread = TwoPiece { median, sigma_below: 0.0, sigma_above: 0.0 };
        (*amount, *spent) = (Amount::LogNormal { spread, doubt: None }, 0.0);
    }

    /// Fills in the minutes of the runs from `first_run` on, before any risk.
    pub fn fill(
        &self,
        instructions: Instructions,
        first_run: u32,
        log_factors: &[f64],
        widenings: &[f64],
        minutes: &mut [f64],
    ) {
        let (stream, amount, spent) = match self {
            WorkDraw::Exact(exact) => return minutes.fill(*exact),
            WorkDraw::Ranged { stream, amount, spent, .. } => (stream, amount, *spent),
        };
        if let Amount::LogNormal { spread, doubt } = amount
            && spent == 0.0
        {
            let widenings = doubt.map(|_| widenings);
            let whole = Whole { stream, spread, first_run, log_factors, widenings, minutes };
            return instructions.run(whole);
        }
        stream.fill(first_run, minutes);
        match amount {
            Amount::LogNormal { spread, doubt } => {
                let runs = minutes.iter_mut().zip(log_factors).zip(widenings);
                for ((minutes, &log_factor), &widening) in runs {
                    // Time spent in a slow run has done less of the work.
                    let factor = exp(log_factor);
                    let (spent, draw) = (spent / factor, *minutes);
                    let rest = match doubt {
                        None => spread.remaining(spent, draw),
                        Some(doubt) => {
                            doubt.remaining(spread, spent, widening * normal_quantile(draw))
                        }
                    };
                    *minutes = factor * rest;
                }
            }
            Amount::Other(marginal) => {
                for (minutes, &log_factor) in minutes.iter_mut().zip(log_factors) {
                    let factor = exp(log_factor);
                    *minutes = if spent == 0.0 {
                        factor * marginal.quantile(*minutes)
                    } else {
                        factor * marginal.remaining(spent / factor, *minutes)
                    };
                }
            }
        }
    }
}

/// The median of what remains of work of which some is spent.
fn middle_of_rest(spread: &TwoPiece, doubt: Option<Doubt>, spent: f64) -> f64 {
    match doubt {
        None => spread.remaining(spent, 0.5),
        Some(doubt) => doubt.remaining(spread, spent, 0.0),
    }
}

impl Hit {
    fn new(risk: usize, impact: &Impact, reading: &Reading) -> Self {
        match *impact {
            Impact::Add(range) => {
                let (spread, widened) = (reading.spread(&range), range.widened);
                Hit { risk, multiplies: false, spread, widened }
            }
            Impact::Multiply { low, likely, high } => {
                let widening = reading.calibration.overconfidence;
                let spread = TwoPiece::through(low, likely, high, widening);
                Hit { risk, multiplies: true, spread, widened: true }
            }
        }
    }

    fn land(&self, blows: &[Option<f64>], widenings: &[f64], minutes: &mut [f64]) {
        for ((minutes, blow), widening) in minutes.iter_mut().zip(blows).zip(widenings) {
            let Some(score) = *blow else { continue };
            let impact = self.spread.at(if self.widened { widening * score } else { score });
            if self.multiplies {
                *minutes *= impact;
            } else {
                *minutes += impact;
            }
        }
    }
}

/// Rounds to the nearest minute, halves up; at least `minutes_min`, at most [`Problem::LONGEST`].
fn whole_minutes(minutes: f64, minutes_min: i64) -> Work {
    Work(((minutes + 0.5) as i64).clamp(minutes_min, Problem::LONGEST.0))
}
