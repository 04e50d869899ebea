//! What moves the date: how much of the finish is owed to each thing that nobody knows.
//!
//! In go a problem, its forecast, and the calendar in whose working time days are counted; out come
//! swings, shares of variance, buffers, shifts and indices. It must not know items, names or words.
//!
//! # Theory
//! Every draw has an address, so the draws behind each run can be made again: what the finish was when
//! they were bad, and when they were good, is read off the runs that were played. Only what is worth it
//! is played again with one thing changed, on the same draws (common random numbers).
//!
//! # Practice
//! [`Study::swings`] is cheap and covers everything; [`Study::without`] costs some runs and is for the
//! few that swing most.

mod given;
mod index;
mod slack;

use calendar::{Calendar, Moment, Work};
use schedule::{ActivityId, Effort, Problem, Progress, ResourceId};

use crate::effort::{EffortSource, Sampler, Uncertainty};
use crate::play::play_finish;
use crate::simulate::Forecast;

pub use slack::Indices;

/// A forecast taken apart.
#[derive(Debug)]
pub struct Study<'a> {
    problem: &'a Problem,
    forecast: &'a Forecast,
    calendar: &'a Calendar,
    sampler: Sampler,
    order: Vec<ActivityId>,
    /// Working minutes from today to the finish, by run.
    finishes: Vec<f64>,
}

/// All that was found out about what moves a date, in the terms of the problem.
#[derive(Clone, Debug, PartialEq)]
pub struct Drivers {
    /// The mean finish, in working minutes from today.
    pub mean: f64,
    /// What swings the finish, widest first; without what cannot be told from chance.
    pub movers: Vec<Mover>,
    /// What more time of some people would do, the largest effect first.
    pub people: Vec<PersonShift>,
    /// The questions worth settling before work goes on, best first.
    pub questions: Vec<Question>,
    /// Working minutes by which P80 is later if nobody swaps; `None` if that cannot be played.
    pub if_frozen: Option<f64>,
    /// Working minutes by which P80 is sooner in the order of priority that was chosen for it; `None`
    /// if the usual one is followed.
    pub ordered: Option<f64>,
}

/// A swing, and what became of the finish without it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mover {
    /// The swing.
    pub swing: Swing,
    /// Working minutes that P80 would be sooner without it; `None` if that was not played.
    pub without: Option<f64>,
}

/// What the finish has to do with one person's time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PersonShift {
    /// Who.
    pub resource: ResourceId,
    /// Working minutes that P80 would be sooner if they were never away; `None` for whoever is not.
    pub never_away: Option<f64>,
    /// Working minutes that P80 would be sooner if there were two of them.
    pub one_more: f64,
}

/// A question that could be settled by some work beforehand.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// What stands for it: an unknown, a decision, or a task whose estimate is wide.
    pub activity: ActivityId,
    /// Whose work it would make known.
    pub informs: Vec<ActivityId>,
    /// Working minutes that settling it takes.
    pub effort: Work,
    /// Working minutes by which P80 would be nearer to P50 if those were known.
    pub buffer: f64,
}

impl Question {
    /// Days of P80 for a day of work.
    #[must_use]
    pub fn worth(&self) -> f64 {
        self.buffer / (self.effort.0.max(1) as f64)
    }
}

/// What the finish has to do with one uncertainty.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Swing {
    /// Which.
    pub of: Uncertainty,
    /// Mean finish, in working minutes from today, in the fifth of the runs in which its draws are
    /// best.
    pub good: f64,
    /// The same where they are worst.
    pub bad: f64,
    /// Share of the variance of the finish that would go if it were known, 0 to 1.
    pub first_order: f64,
    /// Working minutes by which P80 would be nearer to P50 if it were known, on average.
    pub buffer: f64,
}

impl Swing {
    /// Working minutes from good to bad.
    #[must_use]
    pub fn minutes(&self) -> f64 {
        self.bad - self.good
    }
}

/// No more runs than these are taken apart.
const RUNS_MAX: usize = 8192;
/// With a larger share of runs that never finish there is nothing to average.
const NEVER_MAX: f64 = 0.05;

impl<'a> Study<'a> {
    /// Prepares the study of `forecast`, which was played from `problem`. `None` if there is nothing
    /// to take apart: no runs, or too many that never finish.
    ///
    /// A run that never finishes counts as long as the longest that does.
    #[must_use]
    pub fn new(
        problem: &'a Problem,
        forecast: &'a Forecast,
        calendar: &'a Calendar,
    ) -> Option<Self> {
        let runs = forecast.finishes.len().min(RUNS_MAX);
        let finishes = &forecast.finishes[..runs];
        let longest = finishes.iter().flatten().max()?;
        if forecast.finish.chance_never() > NEVER_MAX {
            return None;
        }
        let minutes = |finish: &Option<Moment>| {
            calendar.work_between(problem.today(), finish.unwrap_or(*longest)).0 as f64
        };
        Some(Study {
            problem,
            forecast,
            calendar,
            sampler: Sampler::new(problem, forecast.seed, &forecast.reading),
            order: forecast.emphasis.order(problem),
            finishes: finishes.iter().map(minutes).collect(),
        })
    }

    /// The mean finish, in working minutes from today.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.finishes.iter().sum::<f64>() / self.finishes.len() as f64
    }

    /// Returns the swing of everything uncertain that is still open, widest first; without what cannot
    /// be told from chance.
    ///
    /// **Meaning.** Two fifths of N runs have means that differ by chance with a standard deviation of
    /// sd(T) · √(10 / N); three of them are chance.
    ///
    /// **Cost.** `O(runs)` for each; nothing is played.
    #[must_use]
    pub fn swings(&self) -> Vec<Swing> {
        let work = self.problem.ids().filter(|&id| self.is_open(id)).map(Uncertainty::Work);
        let risks = (0..self.problem.risks().len()).map(Uncertainty::Risk);
        let all = std::iter::once(Uncertainty::Pace).chain(work).chain(risks);
        let by_chance = 3.0 * (self.variance() * 10.0 / self.finishes.len() as f64).sqrt();
        let mut swings: Vec<Swing> = all.filter_map(|what| self.swing(what, by_chance)).collect();
        swings
            .sort_by(|a, b| b.minutes().abs().total_cmp(&a.minutes().abs()).then(a.of.cmp(&b.of)));
        swings
    }

    /// Returns the working minutes by which P80 would be nearer to P50 if it were known how much work
    /// all of `activities` together are. See the module `given`.
    #[must_use]
    pub fn buffer_of(&self, activities: &[ActivityId]) -> f64 {
        let open = activities.iter().filter(|id| self.is_open(**id));
        let draws: Vec<Vec<f64>> =
            open.filter_map(|&id| self.sampler.own_work(id, self.finishes.len())).collect();
        let mut sums = vec![0.0; self.finishes.len()];
        for draws in &draws {
            sums.iter_mut().zip(draws).for_each(|(sum, minutes)| *sum += minutes);
        }
        let n = sums.len() as f64;
        let badness: Vec<f64> = index::ranks(&sums).iter().map(|rank| (rank + 0.5) / n).collect();
        given::buffer_removed(&self.finishes, &badness)
    }

    /// Returns how many working minutes later P80 is than it would be without `what`: work and pace at
    /// their middle, a risk that is gone. Negative if it would be later.
    ///
    /// **Cost.** `runs` runs are played, on the draws of the first ones of the forecast.
    #[must_use]
    pub fn without(&self, what: Uncertainty, runs: u32) -> f64 {
        let mut sampler = self.sampler.clone();
        sampler.settle(what);
        -self.shift(self.problem, &self.order, &sampler, runs)
    }

    /// Returns how many working minutes later P80 is in `changed`, a problem with the same draws
    /// wherever its activities have the same keys; with the order of priority of the forecast.
    ///
    /// **Cost.** As [`Study::without`].
    #[must_use]
    pub fn shift_in(&self, changed: &Problem, runs: u32) -> f64 {
        let sampler = Sampler::new(changed, self.forecast.seed, &self.forecast.reading);
        self.shift(changed, &self.forecast.emphasis.order(changed), &sampler, runs)
    }

    /// The swing of one of them, if it is wider than `by_chance`.
    fn swing(&self, of: Uncertainty, by_chance: f64) -> Option<Swing> {
        let badness = self.sampler.badness(of, self.finishes.len())?;
        let (mut good, mut bad) = (Mean::default(), Mean::default());
        for (badness, finish) in badness.iter().zip(&self.finishes) {
            if *badness < 0.2 {
                good.add(*finish);
            } else if *badness >= 0.8 {
                bad.add(*finish);
            }
        }
        let (good, bad) = (good.get()?, bad.get()?);
        if (bad - good).abs() <= by_chance {
            return None;
        }
        Some(Swing {
            of,
            good,
            bad,
            first_order: given::first_order_index(&self.finishes, &badness),
            buffer: given::buffer_removed(&self.finishes, &badness),
        })
    }

    fn variance(&self) -> f64 {
        let mean = self.mean();
        let squares = self.finishes.iter().map(|finish| (finish - mean) * (finish - mean));
        squares.sum::<f64>() / self.finishes.len() as f64
    }

    /// Whether there is work of it to come whose amount is not known.
    fn is_open(&self, id: ActivityId) -> bool {
        let activity = self.problem.activity(id);
        !matches!(activity.progress, Progress::Finished { .. })
            && matches!(activity.effort, Effort::Range(_))
    }

    fn shift(
        &self,
        problem: &Problem,
        order: &[ActivityId],
        source: &impl EffortSource,
        runs: u32,
    ) -> f64 {
        let runs = runs.min(self.finishes.len() as u32);
        let today = problem.today();
        let finishes = play_finish(problem, order, 0..runs, source);
        let minutes = finishes.into_iter().map(|finish| match finish.moment(today) {
            Some(finish) => self.calendar.work_between(today, finish).0 as f64,
            None => f64::MAX,
        });
        p80(minutes.collect()) - p80(self.finishes[..runs as usize].to_vec())
    }
}

fn p80(mut minutes: Vec<f64>) -> f64 {
    let rank = crate::distribution::rank(80, minutes.len());
    *minutes.select_nth_unstable_by(rank, f64::total_cmp).1
}

#[derive(Default)]
struct Mean {
    sum: f64,
    count: f64,
}

impl Mean {
    fn add(&mut self, number: f64) {
        self.sum += number;
        self.count += 1.0;
    }

    fn get(&self) -> Option<f64> {
        (self.count > 0.0).then(|| self.sum / self.count)
    }
}
