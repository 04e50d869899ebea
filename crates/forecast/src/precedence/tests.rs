//! The lanes against the exact path: quantiles, whole runs, bits.

use calendar::{Calendar, CalendarRules, Moment, Span, Work};
use jiff::civil::{date, time};
use jiff::tz::TimeZone;
use proptest::prelude::*;
use schedule::{
    Activity, ActivityId, CalendarId, Demand, Effect, Effort, HandOver, Impact, Lag, Link,
    LinkKind, Mode, Problem, ProblemParts, Progress, Range, Rank, Resource, ResourceId, Risk,
};

use super::lanes::LanePiece;
use super::scores::ScoreTable;
use super::*;
use crate::quantile::normal_quantile;
use crate::simulate::simulate;
use crate::wide::{Portable, Vectors, WIDTH};
use crate::{Prior, Runs, Shape, TwoPiece};

/// The amount at the quantile that `bits` stand for.
fn amount(piece: &LanePiece, scores: &ScoreTable, bits: u32) -> f32 {
    let (v, bits) = (Portable, [bits; WIDTH]);
    let [widening, log_factor] = [1.0, 0.0].map(|same| v.same_float(same));
    piece.amounts(v, piece.powers(v, &scores.ready(v), bits, widening, log_factor))[0]
}

#[test]
fn amounts_are_exact_to_a_ten_thousandth_and_never_more() {
    let scores = ScoreTable::new();
    let skew = TwoPiece { median: 4800.0, sigma_below: 0.2, sigma_above: 1.5 };
    for spread in [TwoPiece::through(240.0, 480.0, 960.0, 1.0), skew] {
        let piece = LanePiece::new(&spread, 1.0).expect("not beyond all measure");
        // Probabilities from 1e-4 to 1 − 1e-4, and the steps around one half.
        let last = (0.9999 * 4_294_967_296.0) as u32;
        let even = (429_497..last).step_by(9_973);
        let middle = (1u32 << 31) - 5_000..(1 << 31) + 5_000;
        for bits in even.chain(middle) {
            let found = f64::from(amount(&piece, &scores, bits));
            let probability = (f64::from(bits) + 0.5) / 4_294_967_296.0;
            let exact = spread.at(normal_quantile(probability));
            let error = 1.0 - found / exact;
            assert!((0.0..1e-4).contains(&error), "{probability}: {found} instead of {exact}");
        }
    }
}

#[test]
fn nothing_is_too_wide_or_too_far_out() {
    let point = TwoPiece { median: 480.0, sigma_below: 0.0, sigma_above: 0.0 };
    assert!(LanePiece::new(&TwoPiece { sigma_above: 100.0, ..point }, 1.0).is_none());
    let piece = LanePiece::new(&TwoPiece { sigma_above: 10.0, sigma_below: 10.0, ..point }, 1.0);
    let piece = piece.expect("not beyond all measure");
    let scores = ScoreTable::new();
    for bits in [0, 1, (1 << 31) - 1, 1 << 31, u32::MAX] {
        let amount = amount(&piece, &scores, bits);
        assert!(amount.is_finite() && amount > 0.0, "{bits}: {amount}");
    }
    // 480 − 6e-6 · 480 is 480 again once it is whole.
    let exact = LanePiece::new(&point, 1.0).expect("no spread at all");
    assert_eq!(amount(&exact, &scores, 7).round(), 480.0);
}

/// What a made-up plan is made from.
#[derive(Clone, Debug)]
struct Sketch {
    activities: Vec<Job>,
    /// Two activities, of which the earlier waits; the kind; the lag in minutes, worked or not.
    links: Vec<(usize, usize, usize, i64, bool)>,
    /// Which activity, and whether it multiplies.
    risks: Vec<(usize, bool)>,
}

/// An activity: its middle in minutes, 0 for a milestone; its person; how many minutes ago it has
/// started, if it has; its release in minutes after today.
type Job = (u32, u32, Option<u32>, Option<u32>);

const KINDS: [LinkKind; 4] =
    [LinkKind::FinishStart, LinkKind::FinishStart, LinkKind::StartStart, LinkKind::FinishFinish];

fn sketches() -> impl Strategy<Value = Sketch> {
    let started = prop::option::weighted(0.1, 1..5_000u32);
    let activity = (0..5_000u32, 0..3u32, started, prop::option::weighted(0.1, 0..40_000u32));
    (2..12usize).prop_flat_map(move |n| {
        let link = (0..n, 0..n, 0..KINDS.len(), -2_000..2_000i64, any::<bool>());
        (
            prop::collection::vec(activity.clone(), n),
            prop::collection::vec(link, 0..2 * n),
            prop::collection::vec((0..n, any::<bool>()), 0..4),
        )
            .prop_map(|(activities, links, risks)| Sketch { activities, links, risks })
    })
}

const MONDAY: (i16, i8, i8) = (2026, 3, 2);

/// Three people in the one calendar of the plan, nine to five.
fn problem(sketch: &Sketch) -> Problem {
    let zone = TimeZone::UTC;
    let monday = date(MONDAY.0, MONDAY.1, MONDAY.2);
    let hours = vec![(time(9, 0, 0, 0), time(17, 0, 0, 0))];
    let rules = CalendarRules {
        week: std::array::from_fn(|day| if day < 5 { hours.clone() } else { vec![] }),
        days_off: vec![],
        from: None,
        until: None,
        zone: zone.clone(),
    };
    let today = calendar::moment(monday, time(9, 0, 0, 0), &zone);
    let activity = |(key, &(likely, person, started, release)): (u64, &Job)| {
        let likely = f64::from(likely);
        let spent = f64::from(started.unwrap_or(0));
        let range = Range {
            low: likely / 2.0,
            likely,
            high: likely * 3.0,
            widened: true,
            paced: key % 3 > 0,
            spent,
        };
        let effort = if likely == 0.0 { Effort::Exact(Work(0)) } else { Effort::Range(range) };
        let demand = Demand { resource: ResourceId(person), units: 1 };
        Activity {
            key,
            effort,
            modes: vec![Mode {
                calendar: CalendarId(0),
                share_percent: if key % 4 == 0 { 60 } else { 100 },
                demands: if likely == 0.0 { vec![] } else { vec![demand] },
                hand_over: HandOver::NONE,
            }]
            .into(),
            release: release.map(|minutes| today + Span(i64::from(minutes))),
            progress: match started {
                Some(ago) if likely > 0.0 => {
                    Progress::Started { start: today - Span(i64::from(ago)) }
                }
                _ => Progress::Planned,
            },
            rank: Rank::default(),
        }
    };
    let link = |&(one, other, kind, lag, worked): &(usize, usize, usize, i64, bool)| Link {
        from: ActivityId(one.min(other) as u32),
        to: ActivityId(one.max(other) as u32),
        kind: KINDS[kind],
        lag: if worked { Lag::Working(CalendarId(0), Work(lag)) } else { Lag::Elapsed(Span(lag)) },
        binds_started: false,
    };
    let risk = |(index, &(activity, multiplies)): (usize, &(usize, bool))| {
        let days = Range {
            low: 480.0,
            likely: 960.0,
            high: 1920.0,
            widened: true,
            paced: false,
            spent: 0.0,
        };
        let factor = Impact::Multiply { low: 1.1, likely: 1.5, high: 2.0 };
        let impact = if multiplies { factor } else { Impact::Add(days) };
        let effects = vec![Effect { activity: ActivityId(activity as u32), impact }];
        Risk { key: 1000 + index as u64, probability: 0.4, effects }
    };
    Problem::new(ProblemParts {
        today,
        calendars: vec![Calendar::new(&rules, monday, date(2027, 12, 31))],
        resources: vec![Resource { capacity: 1 }; 3],
        activities: (0..).zip(&sketch.activities).map(activity).collect(),
        links: sketch.links.iter().filter(|link| link.0 != link.1).map(link).collect(),
        hand_over: HandOver::NONE,
        risks: sketch.risks.iter().enumerate().map(risk).collect(),
        finish: (0..sketch.activities.len() as u32).map(ActivityId).collect(),
    })
    .expect("links lead from earlier to later activities")
}

fn options(runs: u32) -> Options {
    Options {
        runs: Runs::Fixed(runs),
        calendar: CalendarId(0),
        shape: Shape::LogNormal,
        factors: vec![],
        seed: 5,
        prior: Prior::USUAL,
        record: vec![],
        keep: vec![],
        emphasis: crate::Emphasis::default(),
    }
}

/// When each run is finished, and the bits of the counts.
fn played(problem: &Problem, runs: u32, instructions: Instructions) -> Vec<Option<Moment>> {
    let reading = Reading::new(problem, &options(runs));
    let sampler = Sampler::new(problem, 5, &reading);
    finishes(problem, CalendarId(0), runs, &RowSampler::new(&sampler), instructions)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_run_is_later_than_with_people_who_are_busy(sketch in sketches()) {
        let problem = problem(&sketch);
        let full = simulate(&problem, &options(64));
        let free = played(&problem, 64, Instructions::widest());
        for (run, (free, full)) in free.iter().zip(&full.finishes).enumerate() {
            prop_assert!(free <= full, "run {run}: {free:?} after {full:?}");
        }
    }

    #[test]
    fn bits_depend_on_neither_instructions_nor_threads(sketch in sketches()) {
        let problem = problem(&sketch);
        let pool = |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        let counts = |instructions, threads| {
            let play = || play_part(&problem, CalendarId(0), &options(400), Part::All, instructions);
            let counts = pool(threads).expect("a few threads").install(play);
            counts.into_iter().map(f32::to_bits).collect::<Vec<u32>>()
        };
        let portable = counts(Instructions::available()[0], 1);
        for instructions in Instructions::available() {
            for threads in [1, 2, 3] {
                prop_assert_eq!(&counts(instructions, threads), &portable);
            }
        }
    }
}

/// One activity after the other, with nobody else in the way.
fn chain(n: usize) -> Sketch {
    Sketch {
        activities: vec![(480, 0, None, None); n],
        links: (1..n).map(|to| (to - 1, to, 0, 0, true)).collect(),
        risks: vec![],
    }
}

#[test]
fn where_nobody_waits_it_is_the_forecast_to_a_few_minutes() {
    // Shares of 60 % are full time here, so every fourth activity has none of it: keys 1, 2, 3.
    let problem = problem(&chain(4));
    let mut parts = problem.parts().clone();
    for activity in &mut parts.activities {
        activity.modes[0].share_percent = 100;
    }
    let problem = Problem::new(parts).expect("as sound as before");
    let full = simulate(&problem, &options(512)).finish;
    let free = with_enough_people(&problem, CalendarId(0), &options(512));
    for percent in [10, 50, 80, 95] {
        let (full, free) = (full.percentile(percent), free.percentile(percent));
        let calendar = problem.calendar(CalendarId(0));
        let (full, free) = (full.expect("it ends"), free.expect("it ends"));
        let Work(earlier) = calendar.work_between(free, full);
        // Four roundings down, and 1e-4 of some 10,000 minutes.
        assert!((0..=5).contains(&earlier), "P{percent}: {earlier} minutes");
    }
}

#[test]
fn what_is_over_is_over() {
    let mut parts = problem(&chain(2)).parts().clone();
    let (start, finish) = (parts.today - Span(2_000), parts.today - Span(1_000));
    for activity in &mut parts.activities {
        activity.progress = Progress::Finished { start, finish };
    }
    let problem = Problem::new(parts).expect("as sound as before");
    let found = with_enough_people(&problem, CalendarId(0), &options(64));
    assert_eq!(found.percentile(1), Some(finish));
    assert_eq!(found.percentile(100), Some(finish));
}

#[test]
fn waits_on_the_clock_keep_their_hours() {
    // A day of work, then a wait of 20 hours from Monday 17:00 to Tuesday 13:00, then 4 hours: done
    // on Tuesday at 17:00.
    let mut parts = problem(&chain(3)).parts().clone();
    parts.calendars.push(Calendar::clock());
    for (activity, minutes) in parts.activities.iter_mut().zip([480, 20 * 60, 240]) {
        activity.effort = Effort::Exact(Work(minutes));
        activity.modes[0].share_percent = 100;
    }
    parts.activities[1].modes[0].calendar = CalendarId(1);
    parts.activities[1].modes[0].demands.clear();
    let today = parts.today;
    let problem = Problem::new(parts).expect("as sound as before");
    let found = with_enough_people(&problem, CalendarId(0), &options(16));
    assert_eq!(found.percentile(50), Some(today + Span((24 + 8) * 60)));
}
