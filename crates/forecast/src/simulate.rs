//! The forecast: a problem played out many times, summarized.
//!
//! In go a problem, a seed and the team's record; out come percentiles, chances, path shares and
//! causes. It must not know dates, zones or words.

use std::collections::BTreeMap;
use std::ops::Range;

use calendar::{Moment, Work};
use rayon::prelude::*;
use schedule::{ActivityId, CalendarId, Cause, Minute, Problem, Progress};

use crate::calibrate::{Finished, Prior};
use crate::distribution::{Distribution, Quantiles, rank};
use crate::draw::SCRAMBLES;
use crate::effort::{EffortSource, Sampler};
use crate::emphasis::Emphasis;
use crate::marginal::Shape;
use crate::play::{Block, play, play_finish};
use crate::reading::{Factor, Reading};
use crate::stopping::{Precision, RUNS_FIRST, RUNS_MAX, Runs, t_half_width};

/// How to play.
#[derive(Clone, Debug)]
pub struct Options {
    /// How many runs.
    pub runs: Runs,
    /// In whose working time it is said how sure the dates are: the plan's.
    pub calendar: CalendarId,
    /// Which futures: the same seed gives the same ones, whatever changes in the plan.
    pub seed: u64,
    /// What is believed of estimates before the record speaks.
    pub prior: Prior,
    /// The team's finished tasks.
    pub record: Vec<Finished>,
    /// How ranges of work are read.
    pub shape: Shape,
    /// What some of the work shares, besides the pace of the team.
    pub factors: Vec<Factor>,
    /// What is urgent beyond the longest path at the middle estimates.
    pub emphasis: Emphasis,
    /// Of which activities to keep the whole distribution of the finish: milestones and the like.
    pub keep: Vec<ActivityId>,
}

/// What happened over all runs.
#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    /// How many runs were played.
    pub runs: u32,
    /// Their seed.
    pub seed: u64,
    /// How far the finish may be off because the runs are not more.
    pub precision: Precision,
    /// In whose working time that is.
    pub calendar: CalendarId,
    /// How the estimates were read.
    pub reading: Reading,
    /// Which order of priority was followed.
    pub emphasis: Emphasis,
    /// The finish of the plan: the last of [`Problem::finish`].
    pub finish: Distribution,
    /// The same in the order of the runs, `None` for one that never finishes. In all forecasts of one
    /// seed, run `r` is the same future.
    pub finishes: Vec<Option<Moment>>,
    /// The same, by scramble: independent smaller forecasts.
    pub scrambles: Vec<Distribution>,
    /// The finish of the activities that were asked for.
    pub kept: BTreeMap<ActivityId, Distribution>,
    /// One entry an activity, by index; none where only the finish was asked for ([`replay_finish`],
    /// [`simulate_finish`]).
    pub activities: Vec<ActivityForecast>,
}

/// What happened to one activity.
#[derive(Clone, Debug, PartialEq)]
pub struct ActivityForecast {
    /// When it starts.
    pub start: Quantiles,
    /// When it finishes.
    pub finish: Quantiles,
    /// The share of runs, 0 to 1, in which it is on the chain that binds: traced back from the
    /// finish of the plan by what held each start.
    pub path_share: f64,
    /// What held its start, with the share of runs, most frequent first. The shares add up to 1,
    /// less the runs in which it is never done.
    pub causes: Vec<(Cause, f64)>,
}

/// Returns the most runs to play: [`RUNS_MAX`], for large problems fewer.
///
/// **Meaning.** Measured, a run of an activity takes a tenth of a microsecond, in large plans up to two.
/// The largest power of two with at most half a million runs of an activity (100 activities
/// 4,096 times), but [`RUNS_FIRST`] as long as that is within five million, and 64 as long as that is
/// within eight: so large plans answer too. Up to 61 activities may have all 8,192, and up to 2,441
/// have 2,048. Never less than one run a scramble.
#[must_use]
pub fn runs_for(problem: &Problem) -> u32 {
    let n = problem.activities().len().max(1);
    let affordable =
        (500_000 / n).max((RUNS_FIRST as usize).min(5_000_000 / n)).max(64.min(8_000_000 / n));
    1 << affordable.clamp(SCRAMBLES, RUNS_MAX as usize).ilog2()
}

/// Returns what happens over many runs of `problem`.
///
/// **Meaning.** Each run draws the efforts (see the module `effort`) and plays them by
/// [`schedule::Dispatcher`], in the order of [`Options::emphasis`].
///
/// **Cost.** `O(runs · dispatch)`; memory of 12 bytes a run and activity.
///
/// **Determinism.** The same bytes for the same inputs, on any number of threads.
#[must_use]
pub fn simulate(problem: &Problem, options: &Options) -> Forecast {
    let reading = Reading::new(problem, options);
    let sampler = Sampler::new(problem, options.seed, &reading);
    simulate_from(problem, options, reading, &sampler)
}

/// [`simulate`] for no more than the finish of the plan, at a smaller cost.
#[must_use]
pub fn simulate_finish(problem: &Problem, options: &Options) -> Forecast {
    let reading = Reading::new(problem, options);
    let sampler = Sampler::new(problem, options.seed, &reading);
    simulate_finish_from(problem, options, reading, &sampler)
}

/// Returns what happens to `problem` in the futures of `base`: as many runs, the same seed, estimates
/// read and work ordered in the same way.
///
/// **Meaning.** Whatever `problem` has in common with the problem of `base` has the same efforts in
/// the same run, so that `finishes` may be compared run by run.
#[must_use]
pub fn replay(problem: &Problem, base: &Forecast, keep: &[ActivityId]) -> Forecast {
    let sampler = Sampler::new(problem, base.seed, &base.reading);
    simulate_from(problem, &as_in(base, keep), base.reading.clone(), &sampler)
}

/// [`replay`] for no more than the finish of the plan, at a smaller cost.
#[must_use]
pub fn replay_finish(problem: &Problem, base: &Forecast) -> Forecast {
    let sampler = Sampler::new(problem, base.seed, &base.reading);
    simulate_finish_from(problem, &as_in(base, &[]), base.reading.clone(), &sampler)
}

pub(crate) fn as_in(base: &Forecast, keep: &[ActivityId]) -> Options {
    Options {
        runs: Runs::Fixed(base.runs),
        calendar: base.calendar,
        seed: base.seed,
        prior: Prior::USUAL,
        record: Vec::new(),
        shape: base.reading.shape,
        factors: Vec::new(),
        emphasis: base.emphasis.clone(),
        keep: keep.to_vec(),
    }
}

/// [`simulate`] with efforts from anywhere.
pub(crate) fn simulate_from(
    problem: &Problem,
    options: &Options,
    reading: Reading,
    source: &impl EffortSource,
) -> Forecast {
    let order = options.emphasis.order(problem);
    let mut blocks = Vec::new();
    let finishes = until_sure(problem, options, |runs| {
        let more = play(problem, &order, runs, source);
        let finishes = more.iter().flat_map(|block| block.plan_finishes.clone()).collect();
        blocks.extend(more);
        finishes
    });
    let mut found = gather(options, reading, finishes);
    let today = problem.today();
    let of_activity = |&id: &ActivityId| {
        let finishes = blocks.iter().flat_map(|block: &Block| block.finishes(id));
        (id, Distribution::new(finishes.map(|finish| finish.moment(today))))
    };
    found.kept = options.keep.iter().map(of_activity).collect();
    found.activities = summarize(problem, found.runs, &blocks);
    found
}

/// [`simulate_finish`] with efforts from anywhere.
pub(crate) fn simulate_finish_from(
    problem: &Problem,
    options: &Options,
    reading: Reading,
    source: &impl EffortSource,
) -> Forecast {
    let order = options.emphasis.order(problem);
    let played = |runs| play_finish(problem, &order, runs, source);
    gather(options, reading, until_sure(problem, options, played))
}

/// Plays more and more runs, until they are as many as `options` ask for; `play` returns the finishes
/// of some of them.
fn until_sure(
    problem: &Problem,
    options: &Options,
    mut play: impl FnMut(Range<u32>) -> Vec<Minute>,
) -> Finishes {
    let mut runs = in_scrambles(options.runs.at_first());
    let most = match options.runs {
        Runs::Fixed(_) => runs,
        Runs::UntilSure { most, .. } => in_scrambles(most),
    };
    let today = problem.today();
    let mut play = |runs| play(runs).into_iter().map(move |finish: Minute| finish.moment(today));
    let mut finishes = Finishes::of(problem, play(0..runs).collect(), options.calendar);
    while runs < most && !finishes.are_sure(options.runs) {
        let more = (2 * runs).min(most);
        let by_run = finishes.by_run.into_iter().chain(play(runs..more)).collect();
        finishes = Finishes::of(problem, by_run, options.calendar);
        runs = more;
    }
    finishes
}

fn in_scrambles(runs: u32) -> u32 {
    runs.max(1).next_multiple_of(SCRAMBLES as u32)
}

/// When the plan finishes, in all that has been played.
struct Finishes {
    by_run: Vec<Option<Moment>>,
    scrambles: Vec<Distribution>,
    whole: Distribution,
    precision: Precision,
    /// Working time from today to the 80th percentile.
    remaining: Work,
}

impl Finishes {
    fn of(problem: &Problem, by_run: Vec<Option<Moment>>, calendar: CalendarId) -> Self {
        let today = problem.today();
        let of_scramble =
            |scramble| Distribution::new(by_run.iter().copied().skip(scramble).step_by(SCRAMBLES));
        let scrambles: Vec<Distribution> = (0..SCRAMBLES).map(of_scramble).collect();
        let whole = Distribution::new(by_run.iter().copied());
        let working = problem.calendar(calendar);
        let remaining = whole.percentile(80).map(|finish| working.work_between(today, finish));
        Finishes {
            precision: Precision::of(&scrambles, working, today),
            remaining: remaining.unwrap_or_default(),
            by_run,
            scrambles,
            whole,
        }
    }

    fn are_sure(&self, runs: Runs) -> bool {
        match runs {
            Runs::Fixed(_) => true,
            Runs::UntilSure { within, .. } => self.precision.is_enough(within, self.remaining),
        }
    }
}

/// The forecast of the finish.
fn gather(options: &Options, reading: Reading, finishes: Finishes) -> Forecast {
    Forecast {
        runs: finishes.by_run.len() as u32,
        seed: options.seed,
        precision: finishes.precision,
        calendar: options.calendar,
        reading,
        emphasis: options.emphasis.clone(),
        finish: finishes.whole,
        finishes: finishes.by_run,
        scrambles: finishes.scrambles,
        kept: BTreeMap::new(),
        activities: Vec::new(),
    }
}

impl Forecast {
    /// What [`simulate_finish`] gives of `problem`, from which this was played, in the first `runs` of its
    /// runs; `None` if these are fewer. Nothing is played: draws have addresses.
    #[must_use]
    pub fn of_first(&self, problem: &Problem, runs: u32) -> Option<Forecast> {
        let runs = in_scrambles(runs);
        let by_run = self.finishes.get(..runs as usize)?.to_vec();
        let Finishes { by_run, scrambles, whole, precision, .. } =
            Finishes::of(problem, by_run, self.calendar);
        Some(Forecast {
            runs,
            seed: self.seed,
            precision,
            calendar: self.calendar,
            reading: self.reading.clone(),
            emphasis: self.emphasis.clone(),
            finish: whole,
            finishes: by_run,
            scrambles,
            kept: BTreeMap::new(),
            activities: Vec::new(),
        })
    }

    /// How far the chance of being finished by `moment` may be off, because runs are few: half the
    /// width of a 95 % interval over the scrambles, from 0 to 1.
    #[must_use]
    pub fn chance_half_width(&self, moment: Moment) -> f64 {
        let chances = self.scrambles.iter().map(|scramble| scramble.chance_by(moment));
        t_half_width(&chances.collect::<Vec<f64>>())
    }
}

fn summarize(problem: &Problem, runs: u32, blocks: &[Block]) -> Vec<ActivityForecast> {
    let today = problem.today();
    let share = |count: u32| f64::from(count) / f64::from(runs);
    let summary = |index: usize| {
        let id = ActivityId(index as u32);
        let (start, finish, causes) = match problem.activity(id).progress {
            // What is over is the same in every run.
            Progress::Finished { start, finish } => {
                (Quantiles::certain(start), Quantiles::certain(finish), vec![(Cause::Nothing, 1.0)])
            }
            _ => {
                let starts: Vec<&[Minute]> = blocks.iter().map(|block| block.starts(id)).collect();
                let finishes: Vec<&[Minute]> =
                    blocks.iter().map(|block| block.finishes(id)).collect();
                let causes = tally(blocks, id).into_iter();
                let causes = causes.map(|(cause, count)| (cause, share(count))).collect();
                (select(starts.concat(), today), select(finishes.concat(), today), causes)
            }
        };
        ActivityForecast {
            start,
            finish,
            path_share: share(blocks.iter().map(|block| block.on_path[index]).sum()),
            causes,
        }
    };
    (0..problem.activities().len()).into_par_iter().map(summary).collect()
}

/// The percentiles of the tables. Each is looked for in what comes after the one before it, without
/// putting it all in order.
fn select(mut minutes: Vec<Minute>, today: Moment) -> Quantiles {
    if minutes.is_empty() {
        return Quantiles::default();
    }
    let runs = minutes.len();
    let mut from = 0;
    let mut at = |percent| {
        let rank = rank(percent, runs);
        let (_, found, _) = minutes[from..].select_nth_unstable(rank - from);
        from = rank;
        found.moment(today)
    };
    let [p10, p50, p80, p90, p95] = [10, 50, 80, 90, 95].map(&mut at);
    Quantiles { p10, p50, p80, p90, p95 }
}

/// How often each cause held the start of `activity`; most frequent first, ties in their order.
fn tally(blocks: &[Block], activity: ActivityId) -> Vec<(Cause, u32)> {
    let mut counts = Vec::new();
    for code in blocks.iter().flat_map(|block| block.causes(activity)) {
        // The causes of one activity are few.
        match counts.iter_mut().find(|(known, _)| *known == code) {
            Some((_, count)) => *count += 1,
            None => counts.push((code, 1)),
        }
    }
    let known = counts.into_iter().filter_map(|(code, count)| Some((code.cause()?, count)));
    let mut tally: Vec<(Cause, u32)> = known.collect();
    tally.sort_by_key(|&(cause, count)| (std::cmp::Reverse(count), cause));
    tally
}

#[cfg(test)]
mod tests {
    use calendar::Moment;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn selected_percentiles_are_those_of_the_distribution(
            minutes in proptest::collection::vec(
                prop_oneof![
                    8 => 0..50_000_i32,
                    1 => -100_000_000..1_900_000_000_i32,
                    1 => Just(i32::MAX),
                    1 => Just(7),
                ],
                0..400,
            ),
        ) {
            let today = Moment(123);
            let minutes: Vec<Minute> = minutes.into_iter().map(Minute).collect();
            let moments = minutes.iter().map(|minute| minute.moment(today));
            let expected = Distribution::new(moments).quantiles();
            prop_assert_eq!(select(minutes, today), expected);
        }
    }
}
