//! How fast forecasts are: `cargo run --release -p forecast --example forecast_speed`.
//!
//! Made-up plans: activities in layers of five, each after one or two of the layer before, done by
//! one of several people with office hours, every estimate a range and every tenth activity hit by
//! a risk. Prints the best of several rounds on one thread, with the part that drawing the efforts
//! takes.
// A measurement reads the clock and shows what it finds.
#![allow(clippy::print_stdout, clippy::disallowed_methods)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use calendar::{Calendar, CalendarRules, Moment, Work, moment};
use forecast::draw::{Purpose, Stream};
use forecast::quantile::normal_quantiles;
use forecast::{Emphasis, Options, Prior, Runs, Shape, TwoPiece, middle_efforts, simulate};
use jiff::civil::{date, time};
use jiff::tz::TimeZone;
use schedule::{
    Activity, ActivityId, CalendarId, Demand, Dispatcher, Effect, Effort, HandOver, Impact, Lag,
    Link, LinkKind, Mode, Problem, ProblemParts, Progress, Range, Rank, Resource, ResourceId, Risk,
    priority_order,
};

const RUNS: u32 = 8192;

fn main() {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("one thread");
    for (n, people) in [(35, 4), (200, 8), (1000, 12)] {
        let problem = office_plan(n, people);
        let options = Options {
            runs: Runs::Fixed(RUNS),
            calendar: CalendarId(0),
            seed: 1,
            prior: Prior::USUAL,
            record: vec![],
            shape: Shape::LogNormal,
            factors: vec![],
            emphasis: Emphasis::default(),
            keep: vec![],
        };
        let rounds = if n > 500 { 3 } else { 10 };
        let whole = best_of(rounds, || {
            black_box(pool.install(|| simulate(&problem, &options)));
        });
        let dispatch = dispatching(&problem, rounds);
        let draws = best_of(rounds, || draw_efforts(n));
        let per_activity = |time: Duration| time.as_nanos() as f64 / f64::from(RUNS) / f64::from(n);
        println!(
            "{n:4} activities, {people:2} people, {RUNS} runs: {:6.1} ms; \
             ns an activity and run: {:5.1}, of it dispatch {:5.1}, draws {:4.1}",
            whole.as_secs_f64() * 1e3,
            per_activity(whole),
            per_activity(dispatch),
            per_activity(draws),
        );
    }
}

fn best_of(rounds: u32, mut work: impl FnMut()) -> Duration {
    let time = |_| {
        let begin = Instant::now();
        work();
        begin.elapsed()
    };
    (0..rounds).map(time).min().unwrap_or_default()
}

/// The dispatcher alone, on efforts drawn beforehand.
fn dispatching(problem: &Problem, rounds: u32) -> Duration {
    let middle = middle_efforts(problem);
    let order = priority_order(problem, &middle);
    let runs = drawn_efforts(&middle);
    let mut dispatcher = Dispatcher::new(problem, &order, &middle);
    best_of(rounds, || {
        for run in 0..RUNS as usize {
            black_box(dispatcher.run(&runs[run % runs.len()]));
        }
    })
}

/// Some runs of efforts around `middle`.
fn drawn_efforts(middle: &[Work]) -> Vec<Vec<Work>> {
    let mut runs = vec![vec![Work(0); middle.len()]; BLOCK];
    for (activity, &Work(likely)) in middle.iter().enumerate() {
        for (run, minutes) in runs.iter_mut().zip(drawn(activity as u64, 0, likely as f64)) {
            run[activity] = Work(minutes as i64);
        }
    }
    runs
}

/// One draw an activity and run, to a log-normal amount.
fn draw_efforts(n: u32) {
    for key in 0..u64::from(n) {
        for block in 0..RUNS / BLOCK as u32 {
            black_box(drawn(key, block * BLOCK as u32, 480.0));
        }
    }
}

const BLOCK: usize = 256;

fn drawn(key: u64, first_run: u32, likely: f64) -> [f64; BLOCK] {
    let spread = TwoPiece::through(0.6 * likely, likely, 2.0 * likely, 1.5);
    let mut minutes = [0.0; BLOCK];
    Stream::new(1, key, Purpose::Effort).fill(first_run, &mut minutes);
    normal_quantiles(&mut minutes);
    minutes.map(|score| spread.at(score))
}

fn office_plan(n: u32, people: u32) -> Problem {
    let zone = TimeZone::UTC;
    let nine_to_five = vec![(time(9, 0, 0, 0), time(17, 0, 0, 0))];
    let rules = CalendarRules {
        week: std::array::from_fn(|day| if day < 5 { nine_to_five.clone() } else { vec![] }),
        days_off: vec![(date(2026, 12, 24), date(2027, 1, 1))],
        from: None,
        until: None,
        zone: zone.clone(),
    };
    let calendar = Calendar::new(&rules, date(2026, 1, 1), date(2028, 12, 31));
    let today: Moment = moment(date(2026, 3, 2), time(0, 0, 0, 0), &zone);
    let parts = ProblemParts {
        today,
        calendars: vec![calendar],
        resources: vec![Resource { capacity: 1 }; people as usize],
        activities: (0..n).map(|index| activity(index, people)).collect(),
        links: links(n),
        hand_over: HandOver::NONE,
        risks: (0..n).step_by(10).map(risk).collect(),
        finish: (0..n).map(ActivityId).collect(),
    };
    Problem::new(parts).expect("a layered plan has no cycle")
}

/// Half of the activities are anybody's, half are one person's.
fn activity(index: u32, people: u32) -> Activity {
    let mode = |person: u32| Mode {
        calendar: CalendarId(0),
        share_percent: 100,
        demands: vec![Demand { resource: ResourceId(person), units: 1 }],
        hand_over: HandOver::NONE,
    };
    let likely = 240.0 + 120.0 * f64::from(index * 7 % 11);
    Activity {
        key: u64::from(index),
        effort: Effort::Range(range(likely * 0.6, likely, likely * 2.0, true)),
        modes: match index % 2 {
            0 => (0..people).map(mode).collect::<Vec<_>>().into(),
            _ => vec![mode(index * 5 % people)].into(),
        },
        release: None,
        progress: Progress::Planned,
        rank: Rank::default(),
    }
}

fn range(low: f64, likely: f64, high: f64, paced: bool) -> Range {
    Range { low, likely, high, widened: true, paced, spent: 0.0 }
}

fn links(n: u32) -> Vec<Link> {
    let link = |from: u32, to: u32| Link {
        from: ActivityId(from),
        to: ActivityId(to),
        kind: LinkKind::FinishStart,
        lag: Lag::ZERO,
        binds_started: false,
    };
    let ties = |to: u32| {
        let layer = (to / 5 - 1) * 5;
        let first = layer + to * 3 % 5;
        let second = layer + to * 7 % 5;
        let mut ties = vec![link(first, to)];
        if to.is_multiple_of(2) && second != first {
            ties.push(link(second, to));
        }
        ties
    };
    (5..n).flat_map(ties).collect()
}

fn risk(activity: u32) -> Risk {
    let impact = Impact::Add(range(480.0, 960.0, 1920.0, false));
    Risk {
        key: u64::from(activity),
        probability: 0.3,
        effects: vec![Effect { activity: ActivityId(activity), impact }],
    }
}
