//! Orders of priority, tried on common draws.
//!
//! In go a problem, its draws and how many runs may be played; out comes the order that did best, which
//! looks better than it is. It must not know how that is settled.
//!
//! # Theory
//! Tried first are orders that finish sooner if everything takes its middle effort, and rules that know
//! how wide an estimate is and what is often in the way. Then the best order so far is changed a little:
//! in one of its late runs, something on the chain that decides the finish goes before what its people
//! were busy with. Whatever is better in the runs around P80 is kept.

use calendar::Work;
use rayon::prelude::*;
use schedule::search::Budget;
use schedule::{ActivityId, Changes, Dispatcher, Minute, Problem, improve, usual_budget};

use crate::distribution::rank;
use crate::draw::SCRAMBLES;
use crate::effort::{EffortSource, Sampler, middle_efforts};
use crate::emphasis::Emphasis;
use crate::play::{finish, play};

/// The runs in which orders are tried.
pub(crate) struct Trials<'p> {
    problem: &'p Problem,
    middle: Vec<Work>,
    /// In the usual order.
    dispatcher: Dispatcher<'p>,
    /// Run by run, one entry an activity.
    efforts: Vec<Work>,
    usual: Vec<ActivityId>,
    /// Orders that finish sooner at middle efforts, the soonest first.
    sooner: Vec<Vec<ActivityId>>,
    /// In what share of the runs each activity is on the longest path in the usual order.
    path_shares: Vec<f64>,
    /// How many orders may be tried.
    tries: usize,
}

/// An order, with the rule that it began as.
struct Candidate {
    rule: Emphasis,
    order: Vec<ActivityId>,
}

/// What a candidate came to.
struct Try<'p> {
    candidate: Candidate,
    dispatcher: Dispatcher<'p>,
    late: Late,
}

/// Runs in which an order is tried.
const RUNS: usize = 32;
const CHANGE_SEED: u64 = 1;

impl<'p> Trials<'p> {
    /// Trials on the first draws of `sampler`, of no more than about `runs` runs in all.
    pub fn new(problem: &'p Problem, sampler: &Sampler, runs: usize) -> Self {
        let middle = middle_efforts(problem);
        let budget = usual_budget(problem);
        let budget = Budget { schedules: budget.schedules.min(runs as u64), ..budget };
        let improved = improve(problem, &middle, budget);
        let is_sooner = improved.finish.is_some_and(|finish| finish.found < finish.usual);
        let sooner = std::iter::once(improved.order).chain(improved.earlier.into_iter().rev());
        let usual = Emphasis::default().order(problem);
        let blocks = play(problem, &usual, 0..RUNS as u32, sampler);
        let share = |activity: usize| {
            let count: u32 = blocks.iter().map(|block| block.on_path[activity]).sum();
            f64::from(count) / RUNS as f64
        };
        Trials {
            problem,
            dispatcher: Dispatcher::new(problem, &usual, &middle),
            efforts: sampler.efforts(0, RUNS),
            sooner: sooner.filter(|order| is_sooner && *order != usual).collect(),
            path_shares: (0..middle.len()).map(share).collect(),
            tries: runs.saturating_sub(improved.schedules as usize) / RUNS,
            middle,
            usual,
        }
    }

    /// The best order that the tries show; `None` if none beats the usual one.
    ///
    /// Where there is nothing left to try with, it is the soonest at middle efforts.
    pub fn search(mut self) -> Option<Emphasis> {
        let Some(tries) = self.tries.checked_sub(2).filter(|&tries| tries > 0) else {
            return Some(Emphasis::default().moved_to(self.problem, self.sooner.first()?));
        };
        let usual = Candidate { rule: Emphasis::default(), order: self.usual.clone() };
        let mut best = self.tried(usual)?;
        let bar = best.late.mean;
        let mut seen = vec![self.usual.clone()];
        let mut changes = Changes::new(self.problem, CHANGE_SEED);
        let mut first = self.sooner().into_iter().chain(self.rules());
        for round in 0..tries {
            let next = first.next().unwrap_or_else(|| self.changed(&mut best, round, &mut changes));
            if seen.contains(&next.order) {
                continue;
            }
            seen.push(next.order.clone());
            if let Some(found) = self.tried(next)
                && found.late.mean < best.late.mean
            {
                best = found;
            }
        }
        let Candidate { rule, order } = best.candidate;
        (best.late.mean < bar).then(|| rule.moved_to(self.problem, &order))
    }

    fn sooner(&mut self) -> Vec<Candidate> {
        let candidate = |order| Candidate { rule: Emphasis::default(), order };
        std::mem::take(&mut self.sooner).into_iter().map(candidate).collect()
    }

    /// By mean effort; by P80; and each of the three weighted by how often an activity decides.
    fn rules(&self) -> Vec<Candidate> {
        let n = self.middle.len();
        let mut mean = vec![1.0; n];
        let mut p80 = vec![1.0; n];
        for activity in 0..n {
            let mut drawn: Vec<f64> =
                self.efforts.iter().skip(activity).step_by(n).map(|work| work.0 as f64).collect();
            drawn.sort_unstable_by(f64::total_cmp);
            let middle = self.middle[activity].0.max(1) as f64;
            mean[activity] = drawn.iter().sum::<f64>() / RUNS as f64 / middle;
            p80[activity] = drawn[rank(80, RUNS)] / middle;
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
        [mean, p80, shares, mean_often, p80_often].map(|weights| self.counting(&weights)).into()
    }

    /// The order in which activities count for their middle efforts times `weights`.
    fn counting(&self, weights: &[f64]) -> Candidate {
        let weighed = self.middle.iter().zip(weights);
        let efforts: Vec<Work> = weighed
            .map(|(middle, weight)| Work((middle.0 as f64 * weight).round() as i64))
            .collect();
        let rule = Emphasis::towards(self.problem, &efforts);
        Candidate { order: rule.order(self.problem), rule }
    }

    /// `best` with something sooner that was waited for in one of its late runs.
    fn changed(&self, best: &mut Try<'p>, round: usize, changes: &mut Changes<'p>) -> Candidate {
        let n = self.middle.len();
        let run = best.late.runs[round % best.late.runs.len()];
        let schedule = best.dispatcher.run(&self.efforts[run * n..][..n]);
        let Candidate { rule, order } = &best.candidate;
        Candidate { rule: rule.clone(), order: changes.next(order, &schedule) }
    }

    /// Plays an order in all trial runs; `None` if one of the late runs never finishes.
    fn tried(&self, candidate: Candidate) -> Option<Try<'p>> {
        let n = self.middle.len();
        let dispatcher = self.dispatcher.in_order(&candidate.order);
        let finishes: Vec<Minute> = self
            .efforts
            .par_chunks(n * SCRAMBLES)
            .flat_map_iter(|runs| {
                let mut dispatcher = dispatcher.clone();
                let finish = move |efforts: &[Work]| finish(self.problem, &mut dispatcher, efforts);
                runs.chunks_exact(n).map(finish)
            })
            .collect();
        Some(Try { candidate, dispatcher, late: Late::of(&finishes)? })
    }
}

/// The runs around the 80th percentile, from the 65th to the 95th: their mean is less a matter of chance
/// than the percentile itself.
struct Late {
    /// In minutes from today.
    mean: f64,
    runs: Vec<usize>,
}

impl Late {
    /// `None` if one of them never finishes.
    fn of(finishes: &[Minute]) -> Option<Self> {
        let n = finishes.len();
        let mut runs: Vec<usize> = (0..n).collect();
        runs.sort_unstable_by_key(|&run| (finishes[run], run));
        let runs = runs[n * 65 / 100..n * 95 / 100].to_vec();
        if runs.iter().any(|&run| finishes[run] == Minute::NEVER) {
            return None;
        }
        let sum: i64 = runs.iter().map(|&run| i64::from(finishes[run].0)).sum();
        Some(Late { mean: sum as f64 / runs.len() as f64, runs })
    }
}
