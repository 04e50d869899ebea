//! Forecasts against answers known otherwise: closed forms, enumerations, and changes that must not
//! matter.
//!
//! Everything runs on the clock, and a unit of time is so many minutes that rounding does not show.
//! Each check compares a mean over the runs (of the finish, of a square, of whether it is by a
//! date) with its exact value, within four standard errors over the 16 scrambles.

mod drivers;
mod enumerated;
mod honest;
mod networks;
mod order;
mod overrun;
mod precedence;
mod shapes;
mod single;
mod unmoved;
mod worked;

use calendar::{Calendar, Moment, Span, Work};
use schedule::{
    Activity, ActivityId, CalendarId, Demand, Effort, HandOver, Lag, Link, LinkKind, Mode, Problem,
    ProblemParts, Progress, Rank, Resource, ResourceId, Risk,
};

use crate::draw::{Purpose, Stream};
use crate::effort::EffortSource;
use crate::simulate::simulate_from;
use crate::{Distribution, Emphasis, Forecast, Options, Prior, Reading, Runs, Shape};

/// Minutes in the unit of time in which the oracles are given.
const UNIT: f64 = 100_000.0;

/// What rounding to minutes may do to a finish, in units.
const MINUTES: f64 = 2.0 / UNIT;

/// Nobody is sure of anything and everybody is right: no widening, no shared factor.
const PLAIN: Prior = Prior { overconfidence: 1.0, pace_sd: 0.0 };

/// A plan in the making: efforts in units, who does what, what follows what.
#[derive(Clone, Default)]
struct Sketch {
    efforts: Vec<Effort>,
    /// By activity: the person who does it, or one of so many, or nobody.
    people: Vec<Who>,
    n_people: u32,
    /// Of each of them: a pool of so many who are as good as one another.
    capacity: u32,
    links: Vec<(u32, u32)>,
    risks: Vec<Risk>,
}

#[derive(Clone, Copy)]
enum Who {
    Nobody,
    Person(u32),
    Anybody,
}

impl Sketch {
    /// So many activities that nobody is busy with.
    fn free(n: usize) -> Self {
        Sketch {
            efforts: vec![Effort::Exact(Work(UNIT as i64)); n],
            people: vec![Who::Nobody; n],
            capacity: 1,
            ..Sketch::default()
        }
    }

    fn chain(n: usize) -> Self {
        let links = (1..n as u32).map(|to| (to - 1, to)).collect();
        Sketch { links, ..Sketch::free(n) }
    }

    fn problem(&self) -> Problem {
        let modes = |who: Who| {
            let mode = |demands| Mode {
                calendar: CalendarId(0),
                share_percent: 100,
                demands,
                hand_over: HandOver::NONE,
            };
            let by = |person| mode(vec![Demand { resource: ResourceId(person), units: 1 }]);
            match who {
                Who::Nobody => vec![mode(vec![])],
                Who::Person(person) => vec![by(person)],
                Who::Anybody => (0..self.n_people).map(by).collect(),
            }
        };
        let activity = |(key, (&effort, &who)): (u64, (&Effort, &Who))| Activity {
            key,
            effort,
            modes: modes(who).into(),
            release: None,
            progress: Progress::Planned,
            rank: Rank::default(),
        };
        let link = |&(from, to): &(u32, u32)| Link {
            from: ActivityId(from),
            to: ActivityId(to),
            kind: LinkKind::FinishStart,
            lag: Lag::ZERO,
            binds_started: false,
        };
        let efforts = self.efforts.iter().zip(&self.people);
        Problem::new(ProblemParts {
            today: Moment(0),
            calendars: vec![Calendar::clock()],
            resources: vec![Resource { capacity: self.capacity }; self.n_people as usize],
            activities: (0..).zip(efforts).map(activity).collect(),
            links: self.links.iter().map(link).collect(),
            hand_over: HandOver::NONE,
            risks: self.risks.clone(),
            finish: (0..self.efforts.len() as u32).map(ActivityId).collect(),
        })
        .expect("sketches are problems")
    }
}

fn options(runs: u32, prior: Prior) -> Options {
    let runs = Runs::Fixed(runs);
    Options {
        runs,
        calendar: CalendarId(0),
        seed: 2026,
        prior,
        record: vec![],
        shape: Shape::LogNormal,
        factors: vec![],
        emphasis: Emphasis::default(),
        keep: vec![],
    }
}

/// The test seam: efforts in units, made from one uniform number for each of `n_inputs`.
struct Made<F> {
    n_inputs: usize,
    efforts: F,
}

impl<F: Fn(&[f64]) -> Vec<f64> + Sync> EffortSource for Made<F> {
    fn efforts<'a>(&'a self, first_run: u32, runs: usize, room: &'a mut Vec<Work>) -> &'a [Work] {
        let mut inputs = vec![vec![0.0; runs]; self.n_inputs];
        for (key, numbers) in (0..).zip(&mut inputs) {
            Stream::new(2026, key, Purpose::Effort).fill(first_run, numbers);
        }
        let of_run = |run| inputs.iter().map(|numbers| numbers[run]).collect::<Vec<f64>>();
        let minutes = |units: f64| Work((units * UNIT + 0.5) as i64);
        *room = (0..runs).flat_map(|run| (self.efforts)(&of_run(run))).map(minutes).collect();
        room
    }
}

/// Plays `sketch` with efforts that `efforts` makes of one uniform number for each input.
fn play_with(
    sketch: &Sketch,
    runs: u32,
    n_inputs: usize,
    efforts: impl Fn(&[f64]) -> Vec<f64> + Sync,
) -> Forecast {
    let source = Made { n_inputs, efforts };
    let (problem, options) = (sketch.problem(), options(runs, PLAIN));
    simulate_from(&problem, &options, Reading::new(&problem, &options), &source)
}

/// Plays `sketch` with one independent input an activity, all with this quantile function.
fn play_iid(sketch: &Sketch, runs: u32, quantile: impl Fn(f64) -> f64 + Sync) -> Forecast {
    let n = sketch.efforts.len();
    play_with(sketch, runs, n, |inputs| inputs.iter().map(|&u| quantile(u)).collect())
}

/// Checks that the mean of `measure` of the finish, in units, is `expected`; besides noise, it may
/// be off by `resolution`.
#[track_caller]
fn check(forecast: &Forecast, measure: impl Fn(f64) -> f64, expected: f64, resolution: f64) {
    check_scrambles(&forecast.scrambles, measure, expected, resolution);
}

/// [`check`] of the finishes by scramble.
#[track_caller]
fn check_scrambles(
    scrambles: &[Distribution],
    measure: impl Fn(f64) -> f64,
    expected: f64,
    resolution: f64,
) {
    let mean_of = |scramble: &Distribution| {
        let units = |&Moment(minutes): &Moment| minutes as f64 / UNIT;
        scramble.moments().iter().map(|at| measure(units(at))).sum::<f64>() / scramble.runs() as f64
    };
    let means: Vec<f64> = scrambles.iter().map(mean_of).collect();
    let n = means.len() as f64;
    let mean = means.iter().sum::<f64>() / n;
    let squares: f64 = means.iter().map(|one| (one - mean) * (one - mean)).sum();
    let error = (squares / (n - 1.0) / n).sqrt();
    let allowed = 4.0 * error + resolution;
    assert!(
        (mean - expected).abs() <= allowed,
        "{mean} instead of {expected}: off by {:.1} standard errors of {error}",
        (mean - expected).abs() / error,
    );
    assert!(error <= 0.02 * expected.abs(), "{mean} ± {error} says too little");
}

#[track_caller]
fn check_mean(forecast: &Forecast, expected: f64) {
    check(forecast, |finish| finish, expected, MINUTES);
}

#[track_caller]
fn check_variance(forecast: &Forecast, mean: f64, expected: f64) {
    check(forecast, |finish| (finish - mean) * (finish - mean), expected, MINUTES);
}

/// Checks that a share `chance` of runs finishes by `by`.
#[track_caller]
fn check_chance(forecast: &Forecast, by: f64, chance: f64) {
    let in_time = |finish| f64::from(u8::from(finish <= by + MINUTES));
    // Of so many strata, one is cut in two.
    let stratum = forecast.scrambles.len() as f64 / f64::from(forecast.runs);
    check(forecast, in_time, chance, stratum);
}

/// Units as elapsed minutes.
fn units(units: f64) -> Span {
    Span((units * UNIT).round() as i64)
}
