//! The order of priority, chosen by what it does to the 80th percentile.
//!
//! In go a problem and how its estimates are read; out comes an [`Emphasis`] and what it bought, or
//! none. It must not know what a day is, nor how the dispatcher works.
//!
//! # Theory
//! A fixed order of priority, followed by a dispatcher in every run, is a resource-based policy of the
//! stochastic resource-constrained project scheduling problem (Ballestín 2007; Rostami, Creemers and
//! Leus 2018). The order by the longest path at middle estimates is hard to beat by much, but it knows
//! neither how wide an estimate is nor what is often in the way. So a few rules that do are tried on
//! common draws, then the best of them is changed a little where the longest path often runs. The best
//! of many tries looks better than it is (the winner's curse): it is played again on fresh draws against
//! the usual order, and kept only if it is sooner there beyond doubt. So nearly equal plans keep nearly
//! equal orders.

use calendar::{Moment, Work};
use rayon::prelude::*;
use schedule::{ActivityId, Dispatcher, Link, Minute, Problem, Progress};

use crate::distribution::Distribution;
use crate::draw::SCRAMBLES;
use crate::effort::{EffortSource, Sampler, middle_efforts};
use crate::emphasis::Emphasis;
use crate::play::{finish, play, play_finish};
use crate::reading::Reading;
use crate::simulate::Options;
use crate::stopping::t_half_width;

/// An order that is better than the usual one, with the 80th percentiles that say so.
#[derive(Clone, Debug, PartialEq)]
pub struct Ordered {
    /// The order.
    pub emphasis: Emphasis,
    /// The 80th percentile of the finish in the usual order.
    pub usual: Moment,
    /// The same in this order and the same runs, none of which was used to find it.
    pub chosen: Moment,
}

/// How many runs of an activity are played in search of an order, and to confirm it.
const ACTIVITY_RUNS_MAX: usize = 250_000;
/// Runs in which an order is tried.
const TRIAL_RUNS: usize = 32;
/// Runs in which the best one is played against the usual order.
const PROOF_RUNS: u32 = 512;
/// Larger problems keep the usual order: there is no time to try anything.
const ACTIVITIES_MAX: usize = 500;

/// Returns an order of priority whose 80th percentile is sooner than that of the usual order, if one
/// is found that is so beyond doubt on fresh draws, and by a hundredth of the time to come.
///
/// **Cost.** At most a quarter of a million runs of an activity that the finish waits for.
///
/// **Determinism.** By the problem and how `options` say that estimates are read; not by their seed, nor by
/// how many runs they ask for.
#[must_use]
pub fn choose_order(problem: &Problem, options: &Options) -> Option<Ordered> {
    let n = needed(problem);
    if problem.resources().is_empty() || !(2..=ACTIVITIES_MAX).contains(&n) {
        return None;
    }
    let reading = Reading::new(problem, options);
    let trials = Trials::new(problem, TRIAL_SEED, &reading);
    let proof = 2 * PROOF_RUNS as usize * n;
    let tries = ACTIVITY_RUNS_MAX.saturating_sub(proof) / (TRIAL_RUNS * n);
    let best = trials.search(tries)?;
    prove(problem, best, PROOF_SEED, &reading)
}

/// How many open activities the finish waits for: what stands beside them must change nothing.
fn needed(problem: &Problem) -> usize {
    let mut leads = vec![false; problem.activities().len()];
    for &id in problem.finish() {
        leads[id.index()] = true;
    }
    for &id in problem.topological_order().iter().rev() {
        let holds = |link: &Link| problem.holds(link) && leads[link.to.index()];
        leads[id.index()] |= problem.outgoing(id).any(|(_, link)| holds(link));
    }
    let is_open =
        |id: ActivityId| !matches!(problem.activity(id).progress, Progress::Finished { .. });
    problem.ids().filter(|id| leads[id.index()] && is_open(*id)).count()
}

/// Other draws than those of the forecast, and others than each other's; always the same, so that another
/// seed plays other futures of the same order of work.
const TRIAL_SEED: u64 = 0x7269_616D;
const PROOF_SEED: u64 = 0x7072_6F67;

/// The runs in which orders are tried.
struct Trials<'p> {
    problem: &'p Problem,
    middle: Vec<Work>,
    /// In the usual order.
    dispatcher: Dispatcher<'p>,
    /// Run by run, one entry an activity.
    efforts: Vec<Work>,
    /// The usual order.
    usual: Vec<ActivityId>,
    /// In what share of the runs each activity is on the longest path in the usual order.
    path_shares: Vec<f64>,
}

/// What each activity counts for, with the order that follows and what it came to.
struct Try {
    weights: Vec<f64>,
    order: Vec<ActivityId>,
    /// Mean minutes of the late runs.
    late: f64,
}

impl<'p> Trials<'p> {
    fn new(problem: &'p Problem, seed: u64, reading: &Reading) -> Self {
        let sampler = Sampler::new(problem, seed, reading);
        let usual = Emphasis::default().order(problem);
        let blocks = play(problem, &usual, 0..TRIAL_RUNS as u32, &sampler);
        let share = |activity: usize| {
            let count: u32 = blocks.iter().map(|block| block.on_path[activity]).sum();
            f64::from(count) / TRIAL_RUNS as f64
        };
        let middle = middle_efforts(problem);
        Trials {
            problem,
            dispatcher: Dispatcher::new(problem, &usual, &middle),
            middle,
            efforts: sampler.efforts(0, TRIAL_RUNS),
            path_shares: (0..problem.activities().len()).map(share).collect(),
            usual,
        }
    }

    /// The best weights that `tries` orders show; `None` if none beats the usual order.
    fn search(&self, tries: usize) -> Option<Emphasis> {
        let n = self.middle.len();
        let usual = self.tried(vec![1.0; n], Some(self.usual.clone()))?;
        let bar = usual.late;
        let mut seen = vec![usual.order.clone()];
        let mut best = usual;
        let mut left = tries.saturating_sub(2);
        let rules = self.rules();
        let changes = self.changes();
        let mut change = changes.iter().cycle().take(changes.len() * ROUNDS);
        let mut rules = rules.into_iter();
        while left > 0 {
            let weights = match rules.next() {
                Some(weights) => weights,
                None => {
                    let Some(&(activity, factor)) = change.next() else { break };
                    let mut weights = best.weights.clone();
                    weights[activity] *= factor;
                    weights
                }
            };
            let order = self.emphasis(&weights).order(self.problem);
            if seen.contains(&order) {
                continue;
            }
            left -= 1;
            seen.push(order.clone());
            if let Some(found) = self.tried(weights, Some(order))
                && found.late < best.late
            {
                best = found;
            }
        }
        (best.late < bar).then(|| self.emphasis(&best.weights))
    }

    /// By mean effort; by P80; and each of the three weighted by how often an activity decides.
    fn rules(&self) -> Vec<Vec<f64>> {
        let n = self.middle.len();
        let mut mean = vec![1.0; n];
        let mut p80 = vec![1.0; n];
        for activity in 0..n {
            let mut drawn: Vec<f64> =
                self.efforts.iter().skip(activity).step_by(n).map(|work| work.0 as f64).collect();
            drawn.sort_unstable_by(f64::total_cmp);
            let middle = self.middle[activity].0.max(1) as f64;
            mean[activity] = drawn.iter().sum::<f64>() / TRIAL_RUNS as f64 / middle;
            p80[activity] = drawn[crate::distribution::rank(80, TRIAL_RUNS)] / middle;
        }
        let often = |weights: &[f64]| -> Vec<f64> {
            weights
                .iter()
                .zip(&self.path_shares)
                .map(|(weight, share)| weight * (1.0 + share))
                .collect()
        };
        let shares = often(&vec![1.0; n]);
        let (mean_often, p80_often) = (often(&mean), often(&p80));
        vec![mean, p80, shares, mean_often, p80_often]
    }

    /// Where to change weights a little, and how: what is often on the longest path, more and less.
    fn changes(&self) -> Vec<(usize, f64)> {
        let mut often: Vec<usize> =
            (0..self.middle.len()).filter(|&activity| self.path_shares[activity] > 0.05).collect();
        often.sort_by(|&a, &b| self.path_shares[b].total_cmp(&self.path_shares[a]).then(a.cmp(&b)));
        FACTORS.iter().flat_map(|&factor| often.iter().map(move |&at| (at, factor))).collect()
    }

    fn emphasis(&self, weights: &[f64]) -> Emphasis {
        let weighed = self.middle.iter().zip(weights);
        let efforts: Vec<Work> = weighed
            .map(|(middle, weight)| Work((middle.0 as f64 * weight).round() as i64))
            .collect();
        Emphasis::towards(self.problem, &efforts)
    }

    /// Plays an order in all trial runs; `None` if one of the late runs never finishes.
    fn tried(&self, weights: Vec<f64>, order: Option<Vec<ActivityId>>) -> Option<Try> {
        let order = order?;
        let n = self.middle.len();
        let dispatcher = self.dispatcher.in_order(&order);
        let finishes: Vec<Minute> = self
            .efforts
            .par_chunks(n * SCRAMBLES)
            .flat_map_iter(|runs| {
                let mut dispatcher = dispatcher.clone();
                let finish = move |efforts: &[Work]| finish(self.problem, &mut dispatcher, efforts);
                runs.chunks_exact(n).map(finish)
            })
            .collect();
        Some(Try { weights, order, late: late(finishes)? })
    }
}

/// Less than a hundredth of the way to P80 is not worth another order of work.
const GAIN_MIN_PART: i64 = 100;

/// Each change is tried so often, at most.
const ROUNDS: usize = 3;
const FACTORS: [f64; 4] = [1.5, 0.67, 3.0, 0.33];

/// The mean of the runs around the 80th percentile, from the 65th to the 95th: less a matter of chance
/// than the percentile itself.
fn late(mut finishes: Vec<Minute>) -> Option<f64> {
    finishes.sort_unstable();
    let n = finishes.len();
    let around = &finishes[n * 65 / 100..n * 95 / 100];
    if around.contains(&Minute::NEVER) {
        return None;
    }
    let sum: i64 = around.iter().map(|finish| i64::from(finish.0)).sum();
    Some(sum as f64 / around.len() as f64)
}

/// Plays `emphasis` against the usual order on fresh draws; `None` unless it is sooner by more than
/// chance could show, and by enough to matter.
fn prove(problem: &Problem, emphasis: Emphasis, seed: u64, reading: &Reading) -> Option<Ordered> {
    let sampler = Sampler::new(problem, seed, reading);
    let play_by = |emphasis: &Emphasis| -> Vec<Option<Moment>> {
        let played = play_finish(problem, &emphasis.order(problem), 0..PROOF_RUNS, &sampler);
        played.into_iter().map(|finish| finish.moment(problem.today())).collect()
    };
    let [usual, chosen] = [&Emphasis::default(), &emphasis].map(play_by);
    let p80 =
        |finishes: &[Option<Moment>]| Distribution::new(finishes.iter().copied()).percentile(80);
    let p80_of = |finishes: &[Option<Moment>], scramble: usize| {
        Distribution::new(finishes.iter().copied().skip(scramble).step_by(SCRAMBLES)).percentile(80)
    };
    let gain_of =
        |scramble| Some((p80_of(&usual, scramble)? - p80_of(&chosen, scramble)?).0 as f64);
    let gains: Vec<f64> = (0..SCRAMBLES).map(gain_of).collect::<Option<_>>()?;
    let (usual, chosen) = (p80(&usual)?, p80(&chosen)?);
    let worth_it = (usual - problem.today()).0 / GAIN_MIN_PART;
    let gain = usual - chosen;
    (gain.0 as f64 > t_half_width(&gains) && gain.0 > worth_it).then_some(Ordered {
        emphasis,
        usual,
        chosen,
    })
}
