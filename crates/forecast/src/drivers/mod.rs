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

use crate::draw::SCRAMBLES;
use crate::effort::{EffortSource, Sampler, Uncertainty};
use crate::play::play_finish;
use crate::simulate::Forecast;
use crate::stopping::t_half_width;

pub use given::Measured;
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
    given: given::Given,
}

/// All that was found out about what moves a date, in the terms of the problem.
#[derive(Clone, Debug, PartialEq)]
pub struct Drivers {
    /// How many runs were looked at.
    pub runs: usize,
    /// How many of them were played again, for each of what was.
    pub runs_again: u32,
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
    pub without: Option<Measured>,
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
    pub buffer: Measured,
}

impl Question {
    /// Days of P80 for a day of work.
    #[must_use]
    pub fn worth(&self) -> f64 {
        self.buffer.value / self.effort_minutes()
    }

    /// How far that may be off because runs are few.
    #[must_use]
    pub fn worth_half_width(&self) -> f64 {
        self.buffer.half_width / self.effort_minutes()
    }

    /// Whether it is worth more than `other` by more than chance could show.
    fn is_clearly_before(&self, other: &Question) -> bool {
        let (one, two) = (self.worth_half_width(), other.worth_half_width());
        self.worth() - other.worth() > (one * one + two * two).sqrt()
    }

    fn effort_minutes(&self) -> f64 {
        self.effort.0.max(1) as f64
    }
}

/// Which questions to settle before work goes on.
#[derive(Clone, Debug, PartialEq)]
pub enum Advice<'a> {
    /// None: planning may stop.
    Stop,
    /// Whether any is worth it is too close to tell; these may be.
    TooClose(Vec<&'a Question>),
    /// These, the best first. The first `tied` are too close to tell which is best.
    Settle {
        /// Those that are worth it, as far as the runs say.
        questions: Vec<&'a Question>,
        /// How many of them may be the best, one at least.
        tied: usize,
    },
}

impl Drivers {
    /// What to settle before work goes on, if that is to bring P80 nearer by `worth_min` days or more for a
    /// day of work.
    #[must_use]
    pub fn advice(&self, worth_min: f64) -> Advice<'_> {
        let reaching = |questions: fn(&Question) -> f64| -> Vec<&Question> {
            self.questions.iter().filter(|question| questions(question) >= worth_min).collect()
        };
        let surely = reaching(|question| question.worth() - question.worth_half_width());
        let perhaps = reaching(|question| question.worth() + question.worth_half_width());
        if perhaps.is_empty() {
            return Advice::Stop;
        }
        if surely.is_empty() {
            return Advice::TooClose(perhaps);
        }
        let questions = reaching(Question::worth);
        let is_tied = |question: &&&Question| !questions[0].is_clearly_before(question);
        let tied = questions.iter().take_while(is_tied).count();
        Advice::Settle { questions, tied }
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
    /// How far `bad - good` may be off because runs are few: half of a 95 % interval.
    pub half_width: f64,
    /// Share of the variance of the finish that would go if it were known, 0 to 1; of finishes before P5
    /// and after P95 moved there.
    pub first_order: Measured,
    /// Working minutes by which P80 would be nearer to P50 if it were known, on average: what goes of the
    /// spread goes of the buffer.
    pub buffer: Measured,
}

impl Swing {
    /// Working minutes from good to bad.
    #[must_use]
    pub fn minutes(&self) -> f64 {
        self.bad - self.good
    }
}

/// No more runs than these are taken apart.
const RUNS_MAX: usize = 65_536;
/// With a larger share of runs that never finish there is nothing to average.
const NEVER_MAX: f64 = 0.05;
/// Minutes that count for never: two million years.
const NEVER: f64 = 1e12;

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
        let finishes: Vec<f64> = finishes.iter().map(minutes).collect();
        Some(Study {
            problem,
            forecast,
            calendar,
            sampler: Sampler::new(problem, forecast.seed, &forecast.reading),
            order: forecast.emphasis.order(problem),
            given: given::Given::new(&finishes),
            finishes,
        })
    }

    /// How many runs are looked at.
    #[must_use]
    pub fn runs(&self) -> usize {
        self.finishes.len()
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
    pub fn buffer_of(&self, activities: &[ActivityId]) -> Measured {
        let open = activities.iter().filter(|id| self.is_open(**id));
        let draws: Vec<Vec<f64>> =
            open.filter_map(|&id| self.sampler.own_work(id, self.finishes.len())).collect();
        let mut sums = vec![0.0; self.finishes.len()];
        for draws in &draws {
            sums.iter_mut().zip(draws).for_each(|(sum, minutes)| *sum += minutes);
        }
        let n = sums.len() as f64;
        let badness: Vec<f64> = index::ranks(&sums).iter().map(|rank| (rank + 0.5) / n).collect();
        self.given.known(&badness).buffer
    }

    /// Returns how many working minutes later P80 is than it would be without `what`: work and pace at
    /// their middle, a risk that is gone. Negative if it would be later.
    ///
    /// **Cost.** `runs` runs are played, on the draws of the first ones of the forecast.
    #[must_use]
    pub fn without(&self, what: Uncertainty, runs: u32) -> Measured {
        let mut sampler = self.sampler.clone();
        sampler.settle(what);
        let later = self.shift(self.problem, &self.order, &sampler, runs);
        Measured { value: -later.value, ..later }
    }

    /// Returns how many working minutes later P80 is in `changed`, a problem with the same draws
    /// wherever its activities have the same keys; with the order of priority of the forecast.
    ///
    /// **Cost.** As [`Study::without`].
    #[must_use]
    pub fn shift_in(&self, changed: &Problem, runs: u32) -> f64 {
        let sampler = Sampler::new(changed, self.forecast.seed, &self.forecast.reading);
        self.shift(changed, &self.forecast.emphasis.order(changed), &sampler, runs).value
    }

    /// The swing of one of them, if it is wider than `by_chance`.
    fn swing(&self, of: Uncertainty, by_chance: f64) -> Option<Swing> {
        let badness = self.sampler.badness(of, self.finishes.len())?;
        let (mut good, mut bad) = ([Mean::default(); SCRAMBLES], [Mean::default(); SCRAMBLES]);
        for (run, (badness, finish)) in badness.iter().zip(&self.finishes).enumerate() {
            if *badness < 0.2 {
                good[run % SCRAMBLES].add(*finish);
            } else if *badness >= 0.8 {
                bad[run % SCRAMBLES].add(*finish);
            }
        }
        let scrambles: Option<Vec<f64>> =
            bad.iter().zip(&good).map(|(bad, good)| Some(bad.get()? - good.get()?)).collect();
        let (good, bad) = (Mean::of_all(&good)?, Mean::of_all(&bad)?);
        if (bad - good).abs() <= by_chance {
            return None;
        }
        let given::Known { first_order, buffer } = self.given.known(&badness);
        let half_width = scrambles.map_or(by_chance, |swings| t_half_width(&swings));
        Some(Swing { of, good, bad, half_width, first_order, buffer })
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
    ) -> Measured {
        let runs = runs.min(self.finishes.len() as u32);
        let today = problem.today();
        let finishes = play_finish(problem, order, 0..runs, source);
        let minutes = finishes.into_iter().map(|finish| match finish.moment(today) {
            Some(finish) => self.calendar.work_between(today, finish).0 as f64,
            None => NEVER,
        });
        let (after, before) = (minutes.collect::<Vec<f64>>(), &self.finishes[..runs as usize]);
        let of_scramble = |scramble| {
            let one =
                |all: &[f64]| around_p80(all.iter().copied().skip(scramble).step_by(SCRAMBLES));
            one(&after) - one(before)
        };
        let scrambles: Vec<f64> = (0..SCRAMBLES).map(of_scramble).collect();
        Measured {
            value: around_p80(after.iter().copied()) - around_p80(before.iter().copied()),
            half_width: t_half_width(&scrambles),
        }
    }
}

/// The mean from the 75th to the 85th percentile: P80, less a matter of chance.
fn around_p80(minutes: impl Iterator<Item = f64>) -> f64 {
    let mut minutes: Vec<f64> = minutes.collect();
    minutes.sort_unstable_by(f64::total_cmp);
    let (from, to) = (minutes.len() * 75 / 100, (minutes.len() * 85).div_ceil(100));
    let around = &minutes[from..to];
    around.iter().sum::<f64>() / around.len().max(1) as f64
}

#[derive(Clone, Copy, Default)]
struct Mean {
    sum: f64,
    count: f64,
}

impl Mean {
    fn add(&mut self, number: f64) {
        self.sum += number;
        self.count += 1.0;
    }

    fn of_all(parts: &[Mean]) -> Option<f64> {
        let (sum, count) = parts
            .iter()
            .fold((0.0, 0.0), |(sum, count), part| (sum + part.sum, count + part.count));
        Mean { sum, count }.get()
    }

    fn get(&self) -> Option<f64> {
        (self.count > 0.0).then(|| self.sum / self.count)
    }
}
