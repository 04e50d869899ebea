//! The order of priority, chosen by what it does to the 80th percentile.
//!
//! In go a problem and how its estimates are read; out comes an [`Emphasis`] and what it bought, or
//! none. It must not know what a day is, nor how the dispatcher works.
//!
//! # Theory
//! A fixed order of priority, followed by a dispatcher in every run, is a resource-based policy of the
//! stochastic resource-constrained project scheduling problem (Ballestín 2007; Rostami, Creemers and
//! Leus 2018). The order by the longest path at middle estimates is hard to beat by much, but it knows
//! neither how wide an estimate is nor what is often in the way. So other orders are tried on common
//! draws (`trials`). The best of many tries looks better than it is (the winner's curse): it is played
//! again on fresh draws against the usual order, and kept only if it is sooner there beyond doubt. So
//! nearly equal plans keep nearly equal orders.
//!
//! What is tried goes by the keys of activities and not by where their lines stand: the same work written
//! down in another order gets the same order of work.

use calendar::Moment;
use schedule::{ActivityId, Link, Problem, Progress};

use crate::canonical::Canonical;
use crate::draw::SCRAMBLES;
use crate::effort::{Drawn, Sampler};
use crate::emphasis::Emphasis;
use crate::play::play_finish;
use crate::reading::Reading;
use crate::simulate::Options;
use crate::stopping::t_half_width;
use crate::trials::Trials;

/// An order that is better than the usual one, with the finishes that say so.
#[derive(Clone, Debug, PartialEq)]
pub struct Ordered {
    /// The order.
    pub emphasis: Emphasis,
    /// The mean of the finishes around the 80th percentile in the usual order, from the 65th to the 95th.
    pub usual: Moment,
    /// The same in this order and the same runs, none of which was used to find it.
    pub chosen: Moment,
}

/// Returns an order of priority whose finishes around the 80th percentile are sooner than those of the usual
/// order, if one is found that is so beyond doubt on fresh draws, and by enough to matter.
///
/// **Cost.** At most a quarter of a million runs of an activity that the finish waits for; beyond 500 of
/// them half a million.
///
/// **Determinism.** By the problem and how `options` say that estimates are read; not by their seed, nor by
/// how many runs they ask for.
#[must_use]
pub fn choose_order(problem: &Problem, options: &Options) -> Option<Ordered> {
    let n = needed(problem);
    if problem.resources().is_empty() || n < 2 {
        return None;
    }
    let runs = affordable(n);
    let proof = proof_runs(runs);
    let reading = Reading::new(problem, options);
    let twin = Canonical::new(problem);
    let sampler = Sampler::new(&twin.problem, TRIAL_SEED, &reading);
    let best = Trials::new(&twin.problem, &sampler, runs.saturating_sub(2 * proof)).search()?;
    let order = twin.original(&best.order);
    if order == Emphasis::default().order(problem) {
        return None;
    }
    prove(problem, best.rule.moved_to(problem, &order), proof, &reading)
}

/// How many runs may be played in search of an order of `n` activities, and to confirm it.
fn affordable(n: usize) -> usize {
    (ACTIVITY_RUNS_MAX / n).max(RUNS_OF_LARGE.min(2 * ACTIVITY_RUNS_MAX / n))
}

/// In how many of so many runs the best order is played against the usual one: a fifth of them each, no
/// more than it takes and at least one a scramble.
fn proof_runs(runs: usize) -> usize {
    let fifth = runs / 5 / SCRAMBLES * SCRAMBLES;
    fifth.clamp(SCRAMBLES, PROOF_RUNS_MAX)
}

/// So many runs of an activity: measured, a fifth of what `fore forecast` takes on 200 tasks, at a tenth of
/// a microsecond each. Four times as many bring P80 forward by a third more (docs/benchmarks.md).
const ACTIVITY_RUNS_MAX: usize = 250_000;
/// So many for problems of more than 500 activities, as far as twice the budget goes.
const RUNS_OF_LARGE: usize = 500;
const PROOF_RUNS_MAX: usize = 512;

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

/// Less than half a hundredth of the way to P80 is not worth another order of work.
const GAIN_MIN_PART: i64 = 200;

/// Plays `emphasis` against the usual order on fresh draws; `None` unless it is sooner by more than
/// chance could show, and by enough to matter.
fn prove(problem: &Problem, emphasis: Emphasis, runs: usize, reading: &Reading) -> Option<Ordered> {
    let drawn = Drawn::new(&Sampler::new(problem, PROOF_SEED, reading), runs);
    let play_by = |emphasis: &Emphasis| -> Vec<Option<Moment>> {
        let played = play_finish(problem, &emphasis.order(problem), 0..runs as u32, &drawn);
        played.into_iter().map(|finish| finish.moment(problem.today())).collect()
    };
    let [usual, chosen] = [&Emphasis::default(), &emphasis].map(play_by);
    let of_scrambles = |finishes: &[Option<Moment>]| -> Option<Vec<Moment>> {
        let of_one = |scramble| late(finishes.iter().copied().skip(scramble).step_by(SCRAMBLES));
        (0..SCRAMBLES).map(of_one).collect()
    };
    let (usual, chosen) = (of_scrambles(&usual)?, of_scrambles(&chosen)?);
    let both = usual.iter().zip(&chosen);
    let gains: Vec<f64> = both.map(|(usual, chosen)| (*usual - *chosen).0 as f64).collect();
    let (usual, chosen) = (mean(&usual), mean(&chosen));
    let worth_it = (usual - problem.today()).0 / GAIN_MIN_PART;
    let gain = usual - chosen;
    (gain.0 as f64 > t_half_width(&gains) && gain.0 > worth_it).then_some(Ordered {
        emphasis,
        usual,
        chosen,
    })
}

/// The mean of the finishes around the 80th percentile, from the 65th to the 95th, which is less a matter of
/// chance than the percentile itself. `None` if one of them never comes.
fn late(finishes: impl Iterator<Item = Option<Moment>>) -> Option<Moment> {
    let mut minutes: Vec<Option<i64>> =
        finishes.map(|finish| finish.map(|moment| moment.0)).collect();
    minutes.sort_unstable_by_key(|minute| minute.unwrap_or(i64::MAX));
    let (from, to) = (minutes.len() * 65 / 100, minutes.len() * 95 / 100);
    let late: Vec<i64> = minutes[from..to.max(from + 1)].iter().copied().collect::<Option<_>>()?;
    Some(Moment(late.iter().sum::<i64>() / late.len() as i64))
}

fn mean(moments: &[Moment]) -> Moment {
    Moment(moments.iter().map(|moment| moment.0).sum::<i64>() / moments.len() as i64)
}
