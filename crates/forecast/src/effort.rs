//! How much work each activity is, in each run.
//!
//! In go a problem's ranges and risks, and the calibration by which to read them; out come whole
//! minutes, run by run. It must not know calendars, people or order.
//!
//! # Theory
//! In one run, the effort of an activity is X · Π Φⱼ + Σ Aⱼ, over the risks j that happen: X is
//! drawn from its range (or from what remains of it, where some is spent) and, if paced, carries
//! the factor F = pace · exp(τ Z) that all work of the team shares. A risk happens once for all it
//! hits, and one score says how hard: so effects of one risk are fully dependent, and no
//! correlation is ever stated (the risk drivers of Hulett; AACE 57R-09).

use calendar::Work;
use schedule::{Activity, ActivityId, Effort, Impact, Problem, Range, Risk};

use crate::calibrate::{Calibration, Prior};
use crate::draw::{Purpose, Stream};
use crate::quantile::{exp, normal_quantile, normal_quantiles};
use crate::two_piece::TwoPiece;

/// Returns the median effort of each activity, by index: without pace and risks.
///
/// Of started work it is the median of what remains, its range widened as usual ([`Prior::USUAL`]).
/// At least one minute for a range. `O(n)`.
#[must_use]
pub fn middle_efforts(problem: &Problem) -> Vec<Work> {
    let middle = |activity: &Activity| match activity.effort {
        Effort::Exact(work) => work,
        Effort::Range(range) if range.spent > 0.0 => {
            let spread = spread_of(&range, Prior::USUAL.overconfidence);
            whole_minutes(spread.remaining(range.spent, 0.5), 1)
        }
        Effort::Range(range) => whole_minutes(range.likely, 1),
    };
    problem.activities().iter().map(middle).collect()
}

/// Where the efforts of runs come from.
pub(crate) trait EffortSource: Sync {
    /// The efforts of `runs` runs from `first_run` on, both multiples of
    /// [`crate::draw::SCRAMBLES`]: run by run, in each one entry an activity.
    fn efforts(&self, first_run: u32, runs: usize) -> Vec<Work>;
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
    team: Stream,
    log_pace: f64,
    pace_sd: f64,
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
    /// Least minutes: what is work at all takes one.
    pub minutes_min: i64,
    /// Factors first.
    pub hits: Vec<Hit>,
}

/// Its work before any risk.
#[derive(Clone, Debug)]
pub(crate) enum WorkDraw {
    Exact(f64),
    Whole { stream: Stream, spread: TwoPiece, paced: bool },
    Remaining { stream: Stream, spread: TwoPiece, paced: bool, spent: f64 },
}

/// What one risk does to the activity.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hit {
    pub risk: usize,
    pub multiplies: bool,
    pub spread: TwoPiece,
}

impl Sampler {
    /// The draws of `problem` under `seed`, ranges and pace as in `calibration`.
    pub fn new(problem: &Problem, seed: u64, calibration: &Calibration) -> Self {
        let widening = calibration.overconfidence;
        let risk_draw = |risk: &Risk| RiskDraw {
            probability: risk.probability,
            happens: Stream::new(seed, risk.key, Purpose::RiskHappens),
            impact: Stream::new(seed, risk.key, Purpose::RiskImpact),
        };
        let mut activities: Vec<ActivityDraw> = problem
            .activities()
            .iter()
            .map(|activity| ActivityDraw::new(activity, seed, widening))
            .collect();
        for (index, risk) in problem.risks().iter().enumerate() {
            for effect in &risk.effects {
                let hit = Hit::new(index, &effect.impact, widening);
                activities[effect.activity.index()].hits.push(hit);
            }
        }
        for activity in &mut activities {
            activity.hits.sort_by_key(|hit| !hit.multiplies);
        }
        Sampler {
            team: Stream::new(seed, 0, Purpose::TeamFactor),
            log_pace: libm::log(calibration.pace),
            pace_sd: calibration.pace_sd,
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
                WorkDraw::Whole { stream, .. } | WorkDraw::Remaining { stream, .. } => {
                    stream.fill(0, &mut draws);
                }
            },
            Uncertainty::Risk(risk) => self.risks[risk].badness(&mut draws),
        }
        Some(draws)
    }

    /// The minutes of an activity by run, pace and risks aside; `None` if they are exact.
    pub fn own_work(&self, id: ActivityId, runs: usize) -> Option<Vec<f64>> {
        let work = &self.activities[id.index()].work;
        let mut minutes = vec![0.0; runs];
        work.fill(0, &vec![0.0; runs], &mut minutes);
        (!matches!(work, WorkDraw::Exact(_))).then_some(minutes)
    }

    /// Settles `what` in all runs: work and pace at their middle, a risk as gone.
    pub fn settle(&mut self, what: Uncertainty) {
        match what {
            Uncertainty::Pace => self.pace_sd = 0.0,
            Uncertainty::Work(id) => self.activities[id.index()].work.settle(),
            Uncertainty::Risk(risk) => self.risks[risk].probability = 0.0,
        }
    }

    /// The logarithm of the factor that the team's work shares, by run.
    pub fn log_factors(&self, first_run: u32, runs: usize) -> Vec<f64> {
        let mut scores = vec![0.0; runs];
        self.team.fill(first_run, &mut scores);
        normal_quantiles(&mut scores);
        scores.into_iter().map(|score| self.log_pace + self.pace_sd * score).collect()
    }

    /// Fills in the minutes of one activity, risks included, not yet whole, in the runs from
    /// `first_run` on.
    pub fn fill(&self, activity: usize, first_run: u32, log_factors: &[f64], minutes: &mut [f64]) {
        let activity = &self.activities[activity];
        activity.work.fill(first_run, log_factors, minutes);
        for hit in &activity.hits {
            hit.land(&self.risks[hit.risk].blows(first_run, minutes.len()), minutes);
        }
    }
}

impl EffortSource for Sampler {
    fn efforts(&self, first_run: u32, runs: usize) -> Vec<Work> {
        let n = self.activities.len();
        let log_factors = self.log_factors(first_run, runs);
        let blows: Vec<Vec<Option<f64>>> =
            self.risks.iter().map(|risk| risk.blows(first_run, runs)).collect();
        let mut efforts = vec![Work(0); runs * n];
        let mut minutes = vec![0.0; runs];
        for (index, activity) in self.activities.iter().enumerate() {
            activity.work.fill(first_run, &log_factors, &mut minutes);
            for hit in &activity.hits {
                hit.land(&blows[hit.risk], &mut minutes);
            }
            for (run, &minutes) in efforts.chunks_exact_mut(n).zip(&minutes) {
                run[index] = whole_minutes(minutes, activity.minutes_min);
            }
        }
        efforts
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
    fn new(activity: &Activity, seed: u64, widening: f64) -> Self {
        let stream = || Stream::new(seed, activity.key, Purpose::Effort);
        let (work, minutes_min) = match activity.effort {
            Effort::Exact(work) => (WorkDraw::Exact(work.0 as f64), work.0.min(1)),
            Effort::Range(range) => {
                let (stream, spread) = (stream(), spread_of(&range, widening));
                let (paced, spent) = (range.paced, range.spent);
                if spent > 0.0 {
                    (WorkDraw::Remaining { stream, spread, paced, spent }, 1)
                } else {
                    (WorkDraw::Whole { stream, spread, paced }, 1)
                }
            }
        };
        ActivityDraw { work, minutes_min, hits: Vec::new() }
    }
}

impl WorkDraw {
    /// Makes the work, or what remains of it, take its median but for the pace.
    fn settle(&mut self) {
        let certain = |median| TwoPiece { median, sigma_below: 0.0, sigma_above: 0.0 };
        match self {
            WorkDraw::Exact(_) => {}
            WorkDraw::Whole { spread, .. } => *spread = certain(spread.median),
            WorkDraw::Remaining { stream, spread, paced, spent } => {
                let spread = certain(spread.remaining(*spent, 0.5));
                *self = WorkDraw::Whole { stream: stream.clone(), spread, paced: *paced };
            }
        }
    }

    /// Fills in the minutes of the runs from `first_run` on, before any risk.
    pub fn fill(&self, first_run: u32, log_factors: &[f64], minutes: &mut [f64]) {
        match self {
            WorkDraw::Exact(exact) => minutes.fill(*exact),
            WorkDraw::Whole { stream, spread, paced } => {
                stream.fill(first_run, minutes);
                normal_quantiles(minutes);
                let weight = f64::from(u8::from(*paced));
                for (minutes, log_factor) in minutes.iter_mut().zip(log_factors) {
                    *minutes = spread.at_times(*minutes, weight * log_factor);
                }
            }
            WorkDraw::Remaining { stream, spread, paced, spent } => {
                stream.fill(first_run, minutes);
                for (minutes, &log_factor) in minutes.iter_mut().zip(log_factors) {
                    // Time spent in a slow run has done less of the work.
                    let factor = if *paced { exp(log_factor) } else { 1.0 };
                    *minutes = factor * spread.remaining(spent / factor, *minutes);
                }
            }
        }
    }
}

impl Hit {
    fn new(risk: usize, impact: &Impact, widening: f64) -> Self {
        match *impact {
            Impact::Add(range) => {
                Hit { risk, multiplies: false, spread: spread_of(&range, widening) }
            }
            Impact::Multiply { low, likely, high } => {
                let spread = TwoPiece::through(low, likely, high, widening);
                Hit { risk, multiplies: true, spread }
            }
        }
    }

    fn land(&self, blows: &[Option<f64>], minutes: &mut [f64]) {
        for (minutes, blow) in minutes.iter_mut().zip(blows) {
            let Some(score) = *blow else { continue };
            let impact = self.spread.at(score);
            if self.multiplies {
                *minutes *= impact;
            } else {
                *minutes += impact;
            }
        }
    }
}

fn spread_of(range: &Range, widening: f64) -> TwoPiece {
    let widening = if range.widened { widening } else { 1.0 };
    TwoPiece::through(range.low, range.likely, range.high, widening)
}

/// Rounds to the nearest minute, halves up; at least `minutes_min`, at most [`Problem::LONGEST`].
fn whole_minutes(minutes: f64, minutes_min: i64) -> Work {
    Work(((minutes + 0.5) as i64).clamp(minutes_min, Problem::LONGEST.0))
}
