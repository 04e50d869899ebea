//! Orders of priority, tried on common draws.
//!
//! In go a problem, its draws and how many runs may be played; out comes the order that did best, which
//! looks better than it is. It must not know how that is settled.
//!
//! # Theory
//! Tried first are orders that finish sooner if everything takes its middle effort, and rules that know
//! how wide an estimate is and what is often in the way. Then the best order so far is changed a little:
//! in one of its late runs, something on the chain that decides the finish goes before what its people
//! were busy with. What is better in the runs around P80 is kept. Where single changes find nothing for
//! long, several are made at once (iterated local search; Lourenço, Martin and Stützle 2003).
//!
//! Most changes are no better. So an order is played in the late runs of the best one only, in a few of
//! them first (racing; Birattari and others 2002), and in all runs once it has won in these.

use std::collections::BTreeSet;

use calendar::Work;
use schedule::search::Budget;
use schedule::{ActivityId, Changes, Dispatcher, Minute, Problem, improve, usual_budget};

use crate::distribution::rank;
use crate::draw::{Purpose, SCRAMBLES, Stream};
use crate::effort::{Drawn, Sampler, middle_efforts};
use crate::emphasis::Emphasis;
use crate::play::play;
use crate::quantile::{exp, normal_quantile};

/// The runs in which orders are tried.
pub(crate) struct Trials<'p> {
    problem: &'p Problem,
    middle: Vec<Work>,
    /// In the usual order.
    dispatcher: Dispatcher<'p>,
    drawn: Drawn,
    runs: usize,
    usual: Vec<ActivityId>,
    /// By run.
    usual_finishes: Vec<Minute>,
    /// Orders that finish sooner at middle efforts, the soonest first.
    sooner: Vec<Vec<ActivityId>>,
    /// In what share of the runs each activity is on the longest path in the usual order.
    path_shares: Vec<f64>,
    /// How many more runs may be played.
    left: usize,
}

/// An order, with the rule that it began as.
pub(crate) struct Candidate {
    /// The rule.
    pub rule: Emphasis,
    /// The order.
    pub order: Vec<ActivityId>,
}

/// What a candidate came to.
struct Try<'p> {
    candidate: Candidate,
    dispatcher: Dispatcher<'p>,
    /// By run.
    finishes: Vec<Minute>,
    /// The runs around the 80th percentile, from the 65th to the 95th: their sum is less a matter of
    /// chance than the percentile itself.
    late: Vec<usize>,
    /// Minutes from today in the late runs, added up.
    sum: i64,
}

/// An order is tried in an eighth of the runs that may be played, within limits.
const RUNS_PART: usize = 8;
const RUNS_MAX: usize = 128;
/// So many late runs are looked at first.
const RACE: usize = 4;
/// After so many changes in a row that were tried before, there is nothing left to try.
const MISSES_MAX: usize = 50;
/// So many changes are made at once, at most.
const CHANGES_MAX: usize = 4;
const CHANGE_SEED: u64 = 1;

impl<'p> Trials<'p> {
    /// Trials on the first draws of `sampler`, of no more than about `left` runs in all.
    pub fn new(problem: &'p Problem, sampler: &Sampler, left: usize) -> Self {
        let middle = middle_efforts(problem);
        let budget = usual_budget(problem);
        let budget = Budget { schedules: budget.schedules.min(left as u64), ..budget };
        let improved = improve(problem, &middle, budget);
        let is_sooner = improved.finish.is_some_and(|finish| finish.found < finish.usual);
        let sooner = std::iter::once(improved.order).chain(improved.earlier.into_iter().rev());
        let left = left.saturating_sub(improved.schedules as usize);
        let runs = (left / RUNS_PART).clamp(SCRAMBLES, RUNS_MAX) / SCRAMBLES * SCRAMBLES;
        let usual = Emphasis::default().order(problem);
        // None where nothing can be tried with what they leave.
        let tried = if left < 3 * runs { 0 } else { runs };
        let drawn = Drawn::new(sampler, tried);
        let blocks = play(problem, &usual, 0..tried as u32, &drawn);
        let share = |activity: usize| {
            let count: u32 = blocks.iter().map(|block| block.on_path[activity]).sum();
            f64::from(count) / runs as f64
        };
        Trials {
            problem,
            dispatcher: Dispatcher::new(problem, &usual, &middle),
            usual_finishes: blocks.iter().flat_map(|block| block.plan_finishes.clone()).collect(),
            drawn,
            runs: tried,
            sooner: sooner.filter(|order| is_sooner && *order != usual).collect(),
            path_shares: (0..middle.len()).map(share).collect(),
            // Runs that are recorded, with what held each activity, count twice.
            left: left.saturating_sub(2 * tried),
            middle,
            usual,
        }
    }

    /// The best order that was found, which may be the usual one; `None` if that never finishes.
    ///
    /// Where nothing can be tried, it is the soonest at middle efforts.
    pub fn search(mut self) -> Option<Candidate> {
        if self.runs == 0 {
            return self.sooner().into_iter().next();
        }
        let usual = Candidate { rule: Emphasis::default(), order: self.usual.clone() };
        let finishes = std::mem::take(&mut self.usual_finishes);
        let mut best = self.came_to(usual, self.dispatcher.clone(), finishes)?;
        let mut seen = BTreeSet::from([self.usual.clone()]);
        let mut changes = Changes::new(self.problem, CHANGE_SEED);
        let mut first = self.sooner().into_iter().chain(self.rules()).chain(self.by_lot());
        let (mut round, mut misses, mut stale) = (0, 0, 0);
        let half = self.left / 2;
        while self.left > self.runs && misses < MISSES_MAX && stale < self.stale_max() {
            // Where half of the runs found nothing, the other half seldom does.
            if self.left < half && best.candidate.order == self.usual {
                break;
            }
            round += 1;
            let next = match first.next() {
                Some(next) => next,
                None if changes.is_empty() => break,
                None => {
                    let n_changes = 1 + (stale / self.patience()).min(CHANGES_MAX - 1);
                    self.changed(&mut best, round, &mut changes, n_changes)
                }
            };
            stale += 1;
            if !seen.insert(next.order.clone()) {
                misses += 1;
                continue;
            }
            misses = 0;
            if let Some(found) = self.better(next, &best, round) {
                (best, stale) = (found, 0);
            }
        }
        Some(best.candidate)
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
                self.drawn.of_activity(activity).map(|work| work.0 as f64).collect();
            drawn.sort_unstable_by(f64::total_cmp);
            let middle = self.middle[activity].0.max(1) as f64;
            mean[activity] = drawn.iter().sum::<f64>() / self.runs as f64 / middle;
            p80[activity] = drawn[rank(80, self.runs)] / middle;
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

    /// Rules drawn by lot: small problems can afford some dozens, large ones none.
    fn by_lot(&self) -> Vec<Candidate> {
        const N_MAX: usize = 64;
        let n = self.middle.len();
        let count = (self.left / (N_MAX * n)).min(N_MAX);
        let keys = self.problem.activities().iter().map(|activity| activity.key);
        let scores: Vec<Vec<f64>> = keys
            .map(|key| {
                let mut scores = vec![0.0; count.next_multiple_of(SCRAMBLES)];
                Stream::new(CHANGE_SEED, key, Purpose::Effort).fill(0, &mut scores);
                scores
            })
            .collect();
        let weights = |lot: usize| -> Vec<f64> {
            scores.iter().map(|scores| exp(normal_quantile(scores[lot]))).collect()
        };
        (0..count).map(|lot| self.counting(&weights(lot))).collect()
    }

    /// After so many tries for nothing the search ends.
    fn stale_max(&self) -> usize {
        2 * CHANGES_MAX * self.patience()
    }

    /// After so many tries for nothing, one more change at a time is tried.
    fn patience(&self) -> usize {
        const TRIES_OF_ACTIVITY: usize = 4;
        TRIES_OF_ACTIVITY * self.middle.len()
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

    /// `best` with something sooner that was waited for in one of its late runs, so many times.
    fn changed(
        &mut self,
        best: &mut Try<'p>,
        round: usize,
        changes: &mut Changes<'p>,
        n_changes: usize,
    ) -> Candidate {
        // One run, and about as much for what is prepared.
        self.left -= 2;
        let run = best.late[round % best.late.len()];
        let schedule = best.dispatcher.run(self.drawn.of_run(run));
        let Candidate { rule, order } = &best.candidate;
        let order = (0..n_changes).fold(order.clone(), |order, _| changes.next(&order, &schedule));
        Candidate { rule: rule.clone(), order }
    }

    /// What `candidate` comes to, if it is better than `best`.
    fn better(&mut self, candidate: Candidate, best: &Try<'p>, round: usize) -> Option<Try<'p>> {
        let mut dispatcher = self.dispatcher.in_order(&candidate.order);
        let n = best.late.len();
        let mut gain = 0;
        for count in 0..n {
            let run = best.late[(round + count) % n];
            let finish = dispatcher.finish(self.drawn.of_run(run));
            self.left = self.left.saturating_sub(1);
            gain += i64::from(best.finishes[run].0) - i64::from(finish.0);
            let is_race = count + 1 == RACE.min(n) || count + 1 == n;
            if finish == Minute::NEVER || (is_race && gain <= 0) {
                return None;
            }
        }
        self.played(candidate, dispatcher).filter(|found| found.sum < best.sum)
    }

    /// Plays an order in all runs; `None` if one of the late ones never finishes.
    fn played(&mut self, candidate: Candidate, mut dispatcher: Dispatcher<'p>) -> Option<Try<'p>> {
        self.left = self.left.saturating_sub(self.runs);
        let finishes: Vec<Minute> =
            (0..self.runs).map(|run| dispatcher.finish(self.drawn.of_run(run))).collect();
        self.came_to(candidate, dispatcher, finishes)
    }

    /// What an order came to in all runs; `None` if one of the late ones never finishes.
    fn came_to(
        &self,
        candidate: Candidate,
        dispatcher: Dispatcher<'p>,
        finishes: Vec<Minute>,
    ) -> Option<Try<'p>> {
        let mut late: Vec<usize> = (0..self.runs).collect();
        late.sort_unstable_by_key(|&run| (finishes[run], run));
        let late = late[self.runs * 65 / 100..self.runs * 95 / 100].to_vec();
        if late.iter().any(|&run| finishes[run] == Minute::NEVER) {
            return None;
        }
        let sum = late.iter().map(|&run| i64::from(finishes[run].0)).sum();
        Some(Try { candidate, dispatcher, finishes, late, sum })
    }
}
