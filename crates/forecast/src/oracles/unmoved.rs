//! Changes that must not matter, or matter in a known way.

use calendar::{Moment, Span, Work};
use schedule::{ActivityId, Cause, Effect, Effort, Impact, Range, Risk};

use super::{PLAIN, Sketch, UNIT, Who, options};
use crate::effort::{Drawn, Sampler};
use crate::{
    ActivityForecast, Comparison, Forecast, Futures, Options, Prior, RUNS_FIRST, Reading, Runs,
    compare, middle_efforts, replay, replay_finish, runs_for, simulate, simulate_finish,
};

/// A made-up plan of `n` activities in two strands for three people, `widening` from middle to
/// either end; working days of eight hours on the clock.
fn strands(n: u32, widening: f64) -> Sketch {
    let effort = |index: u32| {
        let likely = 480.0 * f64::from(1 + index * 5 % 7);
        Effort::Range(Range {
            low: likely / widening,
            likely,
            high: likely * widening,
            widened: true,
            paced: true,
            spent: 0.0,
        })
    };
    let who =
        |index: u32| if index.is_multiple_of(3) { Who::Anybody } else { Who::Person(index % 3) };
    Sketch {
        efforts: (0..n).map(effort).collect(),
        people: (0..n).map(who).collect(),
        n_people: 3,
        capacity: 1,
        links: (2..n).map(|to| (to - 2, to)).collect(),
        risks: vec![risk(0.3, &[0, 3])],
    }
}

fn risk(probability: f64, activities: &[u32]) -> Risk {
    let days =
        Range { low: 480.0, likely: 960.0, high: 1920.0, widened: true, paced: false, spent: 0.0 };
    let effect =
        |&activity: &u32| Effect { activity: ActivityId(activity), impact: Impact::Add(days) };
    Risk { key: 99, probability, effects: activities.iter().map(effect).collect() }
}

fn forecast(sketch: &Sketch) -> Forecast {
    simulate(&sketch.problem(), &options(1024, Prior::USUAL))
}

#[test]
fn without_uncertainty_it_is_the_schedule() {
    let sketch = Sketch { risks: vec![], ..strands(12, 1.0) };
    let problem = sketch.problem();
    let schedule = schedule::solve(&problem, &middle_efforts(&problem));
    let found = simulate(&problem, &options(32, PLAIN));
    for (id, activity) in problem.ids().zip(&found.activities) {
        assert_eq!(activity.start.p10, schedule.start(id));
        assert_eq!(activity.start.p90, schedule.start(id));
        assert_eq!(activity.finish.p10, schedule.finish(id));
        assert_eq!(activity.finish.p95, schedule.finish(id));
        let cause = schedule.entry(id).map(|entry| (entry.cause, 1.0));
        assert_eq!(activity.causes, Vec::from_iter(cause));
    }
    let chain = schedule.last(&problem).map(|(last, _)| {
        schedule::binding_chain(&problem, &schedule, last).into_iter().map(|(id, _)| id).collect()
    });
    let on_path = problem.ids().filter(|id| found.activities[id.index()].path_share == 1.0);
    let mut chain: Vec<ActivityId> = chain.expect("it finishes");
    chain.sort_unstable();
    assert_eq!(on_path.collect::<Vec<_>>(), chain);
}

#[test]
fn a_replay_of_the_same_problem_is_the_same_forecast() {
    let problem = strands(10, 2.0).problem();
    let played = simulate(&problem, &options(256, Prior::USUAL));
    assert_eq!(replay(&problem, &played, &[]), played);
    let finish = replay_finish(&problem, &played);
    assert_eq!(finish, Forecast { activities: vec![], ..played.clone() });
    assert_eq!(played.finishes.len(), 256);
}

#[test]
fn the_first_runs_of_a_forecast_are_a_forecast() {
    let problem = strands(10, 2.0).problem();
    let played = simulate(&problem, &options(256, Prior::USUAL));
    let first = played.of_first(&problem, 64).expect("there are 64");
    assert_eq!(first, simulate_finish(&problem, &options(64, Prior::USUAL)));
    assert_eq!(played.of_first(&problem, 257), None);
}

#[test]
fn what_is_drawn_once_for_many_changes_is_the_same() {
    let sketch = strands(10, 2.0);
    let problem = sketch.problem();
    let played = simulate_finish(&problem, &options(256, Prior::USUAL));
    let futures = Futures::new(&problem, played.clone());
    let check = |change: &dyn Fn(&mut Sketch)| {
        let mut changed = sketch.clone();
        change(&mut changed);
        let changed = changed.problem();
        assert_eq!(futures.finish(&changed), replay_finish(&changed, &played));
    };
    check(&|_| ());
    check(&|sketch| sketch.efforts[4] = sketch.efforts[5]);
    check(&|sketch| {
        sketch.efforts.push(Effort::Exact(Work(480)));
        sketch.people.push(Who::Nobody);
    });
    check(&|sketch| sketch.risks = vec![risk(0.6, &[1, 3])]);
    check(&|sketch| sketch.risks.clear());
}

#[test]
fn unrelated_work_changes_nobody_elses_runs() {
    let before = strands(10, 2.0);
    let mut after = before.clone();
    after.efforts.push(before.efforts[4]);
    after.people.push(Who::Nobody);
    let (before, after) = (forecast(&before), forecast(&after));
    for (before, after) in before.activities.iter().zip(after.activities) {
        // Only the path may change: the new activity is sometimes the last.
        assert_eq!(*before, ActivityForecast { path_share: before.path_share, ..after });
    }
}

#[test]
fn the_place_in_the_file_does_not_change_a_draw() {
    let efforts = |sketch: &Sketch, reversed: bool| {
        let mut parts = sketch.problem().parts().clone();
        parts.links.clear();
        parts.risks.clear();
        if reversed {
            parts.activities.reverse();
        }
        let problem = schedule::Problem::new(parts).expect("still a problem");
        let reading = Reading::new(&problem, &options(256, Prior::USUAL));
        let drawn = Drawn::new(&Sampler::new(&problem, 2026, &reading), 256);
        (0..problem.activities().len())
            .map(|activity| drawn.of_activity(activity).collect())
            .collect::<Vec<Vec<Work>>>()
    };
    let sketch = strands(6, 2.0);
    let mut reversed = efforts(&sketch, true);
    reversed.reverse();
    assert_eq!(efforts(&sketch, false), reversed);
}

#[test]
fn a_risk_that_never_happens_changes_nothing() {
    let before = strands(10, 2.0);
    let mut after = before.clone();
    after.risks.push(Risk { key: 5, ..risk(0.0, &[1, 2]) });
    assert_eq!(forecast(&before), forecast(&after));
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let sketch = strands(20, 2.0);
    let with = |n_threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build();
        pool.expect("threads").install(|| forecast(&sketch))
    };
    assert_eq!(with(1), with(2));
}

#[test]
fn twice_the_work_takes_twice_as_long() {
    let once = Sketch { risks: vec![], ..strands(10, 2.0) };
    let double = |effort: &Effort| match *effort {
        Effort::Exact(work) => Effort::Exact(work + work),
        Effort::Range(range) => Effort::Range(Range {
            low: 2.0 * range.low,
            likely: 2.0 * range.likely,
            high: 2.0 * range.high,
            ..range
        }),
    };
    let twice = Sketch { efforts: once.efforts.iter().map(double).collect(), ..once.clone() };
    let p80 = |sketch| forecast(sketch).finish.percentile(80).expect("it finishes").0;
    // Each of ten efforts is rounded to a minute, in each of the two.
    assert!((2 * p80(&once) - p80(&twice)).abs() <= 30);
}

#[test]
fn fewer_runs_are_the_first_of_more() {
    let sketch = strands(8, 2.0);
    let run_finishes = |runs| {
        let problem = sketch.problem();
        let few = simulate(&problem, &options(runs, Prior::USUAL));
        few.scrambles.into_iter().map(|scramble| scramble.moments().to_vec())
    };
    for (few, many) in run_finishes(64).zip(run_finishes(128)) {
        assert!(few.iter().all(|finish| many.contains(finish)));
    }
}

/// Checks that the sd of the shift of P80, over replicated forecasts of two seeds, is at least
/// `times` as large as over forecasts of one seed for both.
#[track_caller]
fn check_common_draws(base: &Sketch, changed: &Sketch, times: f64) {
    let played = |sketch: &Sketch, seed| {
        simulate(&sketch.problem(), &Options { seed, ..options(1024, Prior::USUAL) })
    };
    let bases: Vec<Forecast> = (0..20).map(|seed| played(base, seed)).collect();
    let sd_of_shifts = |first_seed: u64| {
        let shift = |(seed, base): (u64, &Forecast)| {
            compare(base, &played(changed, seed)).p80.map_or(f64::NAN, |Span(shift)| shift as f64)
        };
        let shifts: Vec<f64> = (first_seed..).zip(&bases).map(shift).collect();
        let mean = shifts.iter().sum::<f64>() / shifts.len() as f64;
        let squares: f64 = shifts.iter().map(|shift| (shift - mean) * (shift - mean)).sum();
        (squares / (shifts.len() - 1) as f64).sqrt()
    };
    let (common, independent) = (sd_of_shifts(0), sd_of_shifts(1000));
    assert!(independent >= times * common, "{common} against {independent}");
}

/// [`strands`], each activity one certain person's.
fn pinned_strands(n: u32) -> Sketch {
    let people = (0..n).map(|index| Who::Person(index % 3)).collect();
    Sketch { people, ..strands(n, 2.0) }
}

#[test]
fn a_new_first_step_is_priced_far_more_surely_than_either_plan() {
    let base = pinned_strands(40);
    let mut changed = base.clone();
    changed.efforts.push(Effort::Exact(Work(2 * 480)));
    changed.people.push(Who::Nobody);
    changed.links.extend([(40, 0), (40, 1)]);
    check_common_draws(&base, &changed, 20.0);
}

#[test]
fn a_larger_task_is_priced_more_surely_than_either_plan() {
    // One of forty is a tenth larger. It binds in some runs only, so less of the noise cancels.
    let base = pinned_strands(40);
    let mut changed = base.clone();
    let Effort::Range(range) = base.efforts[6] else { unreachable!("strands have ranges") };
    changed.efforts[6] = Effort::Range(Range {
        low: 1.1 * range.low,
        likely: 1.1 * range.likely,
        high: 1.1 * range.high,
        ..range
    });
    check_common_draws(&base, &changed, 8.0);
}

#[test]
fn nothing_compared_with_itself_moves() {
    let found = forecast(&strands(6, 2.0));
    let none = Some(Span(0));
    let expected = Comparison { p50: none, p80: none, p95: none, p80_half_width: none };
    assert_eq!(compare(&found, &found), expected);
}

#[test]
fn causes_are_shares_of_the_runs() {
    // One person, two tasks: the longer goes first, and the other waits for the person in each run.
    let mut sketch = Sketch { people: vec![Who::Person(0); 2], n_people: 1, ..Sketch::free(2) };
    sketch.efforts[1] = Effort::Exact(Work(2 * UNIT as i64));
    let found = forecast(&sketch);
    assert_eq!(found.activities[1].causes, [(Cause::Nothing, 1.0)]);
    assert_eq!(found.activities[0].causes, [(Cause::Busy(ActivityId(1)), 1.0)]);
    assert_eq!(found.activities.iter().map(|one| one.path_share).sum::<f64>(), 2.0);
}

#[test]
fn the_kept_are_whole() {
    let sketch = strands(6, 2.0);
    let keep = vec![ActivityId(3)];
    let wanted = Options { keep, ..options(256, Prior::USUAL) };
    let found = simulate(&sketch.problem(), &wanted);
    let kept = &found.kept[&ActivityId(3)];
    assert_eq!((kept.runs(), kept.quantiles()), (256, found.activities[3].finish));
}

#[test]
fn an_empty_plan_has_an_empty_forecast() {
    let found = forecast(&Sketch::free(0));
    assert_eq!((found.finish.percentile(80), found.precision.p80), (None, None));
    assert_eq!(found.activities, []);
}

#[test]
fn playing_until_sure_is_playing_so_many_runs() {
    // Doubling keeps what was played: the forecast is that of as many runs at once.
    let problem = strands(12, 2.0).problem();
    let until = |within| {
        let runs = Runs::UntilSure { within: Work(within), most: 1 << 14 };
        simulate(&problem, &Options { runs, ..options(0, Prior::USUAL) })
    };
    let (loose, tight, never) = (until(100_000), until(700), until(0));
    assert_eq!((loose.runs, never.runs), (RUNS_FIRST, 1 << 14));
    assert!((RUNS_FIRST + 1..1 << 14).contains(&tight.runs), "{}", tight.runs);
    for played in [loose, tight, never] {
        assert_eq!(played, simulate(&problem, &options(played.runs, Prior::USUAL)));
    }
}

#[test]
fn large_plans_have_fewer_runs() {
    let runs = |n| runs_for(&Sketch::free(n).problem());
    let found = [0, 61, 62, 122, 123, 2441, 2442, 10_000, 100_000, 1_000_000].map(runs);
    assert_eq!(found, [8192, 8192, 4096, 4096, 2048, 2048, 1024, 256, 64, 16]);
}

#[test]
fn the_forecast_is_the_same_for_ever() {
    let found = forecast(&strands(12, 2.0));
    let p = |percent| found.finish.percentile(percent);
    assert_eq!(
        [p(10), p(50), p(80)],
        [13_374, 20_784, 30_497].map(|minutes| Some(Moment(minutes)))
    );
}
