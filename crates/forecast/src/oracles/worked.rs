//! Risks, the team's factor and the record: cases worked by hand.

use calendar::{Moment, Work};
use schedule::{ActivityId, Effect, Effort, Impact, Range, Risk};

use super::{PLAIN, Sketch, UNIT, check_chance, check_mean, check_variance, options, units};
use crate::quantile::Z90;
use crate::{Finished, Options, Prior, simulate};

/// A range without spread: exactly so many units.
fn exactly(units: f64) -> Range {
    let minutes = units * UNIT;
    Range { low: minutes, likely: minutes, high: minutes, widened: true, paced: false, spent: 0.0 }
}

fn risk(key: u64, probability: f64, activities: &[u32], impact: Impact) -> Risk {
    let effect = |&activity: &u32| Effect { activity: ActivityId(activity), impact };
    Risk { key, probability, effects: activities.iter().map(effect).collect() }
}

fn exact_efforts(n: usize, units: f64) -> Vec<Effort> {
    vec![Effort::Exact(Work((units * UNIT) as i64)); n]
}

#[test]
fn a_risk_on_a_chain() {
    // Three times 5, and with chance 0.3 another 4: mean 15 + 1.2.
    let sketch = Sketch {
        efforts: exact_efforts(3, 5.0),
        risks: vec![risk(7, 0.3, &[1], Impact::Add(exactly(4.0)))],
        ..Sketch::chain(3)
    };
    let found = simulate(&sketch.problem(), &options(8192, PLAIN));
    check_mean(&found, 16.2);
    check_chance(&found, 15.0, 0.7);
    assert_eq!(found.finish.percentile(69), Some(Moment(0) + units(15.0)));
    assert_eq!(found.finish.percentile(80), Some(Moment(0) + units(19.0)));
}

#[test]
fn a_shared_risk_and_two_independent_ones() {
    // Two parallel tasks of 10. One risk of 0.3 that adds 5 to both: 10 + 0.3 · 5 = 11.5. Two
    // risks: 10 + (1 − 0.7²) · 5 = 12.55.
    let both = |risks| {
        let sketch = Sketch { efforts: exact_efforts(2, 10.0), risks, ..Sketch::free(2) };
        simulate(&sketch.problem(), &options(1 << 15, PLAIN))
    };
    let add = Impact::Add(exactly(5.0));
    check_mean(&both(vec![risk(7, 0.3, &[0, 1], add)]), 11.5);
    check_mean(&both(vec![risk(7, 0.3, &[0], add), risk(8, 0.3, &[1], add)]), 12.55);
}

#[test]
fn factors_come_before_what_is_added() {
    // 10 · 1.5 + 4 = 19, whichever is written first.
    let certain = |impact| risk(7, 1.0, &[0], impact);
    let factor = Impact::Multiply { low: 1.5, likely: 1.5, high: 1.5 };
    let sketch = Sketch {
        efforts: exact_efforts(1, 10.0),
        risks: vec![certain(Impact::Add(exactly(4.0))), certain(factor)],
        ..Sketch::free(1)
    };
    let found = simulate(&sketch.problem(), &options(16, Prior::USUAL));
    assert_eq!(found.finish.percentile(10), Some(Moment(0) + units(19.0)));
    assert_eq!(found.finish.percentile(95), Some(Moment(0) + units(19.0)));
}

#[test]
fn how_hard_a_risk_hits_is_shared_too() {
    // One score for both parallel tasks: the later of 10 + A and 10 + A is 10 + A, whose 90th
    // percentile is 10 + 8.
    let range = Range { low: 2.0 * UNIT, high: 8.0 * UNIT, ..exactly(4.0) };
    let sketch = Sketch {
        efforts: exact_efforts(2, 10.0),
        risks: vec![risk(7, 1.0, &[0, 1], Impact::Add(range))],
        ..Sketch::free(2)
    };
    let found = simulate(&sketch.problem(), &options(1 << 14, PLAIN));
    check_chance(&found, 14.0, 0.5);
    check_chance(&found, 18.0, 0.9);
}

/// A range of log-normal spread `sigma` around one unit.
fn unit_range(sigma: f64) -> Effort {
    let ratio = libm::exp(sigma * Z90);
    Effort::Range(Range {
        low: UNIT / ratio,
        likely: UNIT,
        high: UNIT * ratio,
        widened: false,
        paced: true,
        spent: 0.0,
    })
}

#[test]
fn a_chain_with_a_shared_factor() {
    // cv² = (1 + c_F²)(1 + c² / n) − 1, with 1 + c² = exp(σ²): sums do not average a factor out.
    let (sigma, tau, n) = (0.4f64, 0.2f64, 10);
    let sketch = Sketch { efforts: vec![unit_range(sigma); n], ..Sketch::chain(n) };
    let prior = Prior { overconfidence: 1.0, pace_sd: tau };
    let found = simulate(&sketch.problem(), &options(1 << 15, prior));
    let (task, factor) = (libm::exp(sigma * sigma), libm::exp(tau * tau));
    let mean = n as f64 * (task * factor).sqrt();
    check_mean(&found, mean);
    let cv_squared = factor * (1.0 + (task - 1.0) / n as f64) - 1.0;
    check_variance(&found, mean, cv_squared * mean * mean);
}

#[test]
fn what_a_slow_team_has_left() {
    // With a factor that is surely 2, four spent of 2..4..8 are two of the work: S(2) = 0.9, and
    // what remains is twice what remains of 2..4..8 after 2.
    let range =
        Range { low: 2.0 * UNIT, high: 8.0 * UNIT, paced: true, spent: 4.0 * UNIT, ..exactly(4.0) };
    let sketch = Sketch { efforts: vec![Effort::Range(range)], ..Sketch::free(1) };
    // Of so many tasks at twice their middle, the prior's ten hide little: 2^(10⁵ / 100,010) =
    // 1.9999.
    let twice = Finished { low: 1.0, likely: 1.0, high: 1.0, actual: 2.0 };
    let record = vec![twice; 100_000];
    let found = simulate(&sketch.problem(), &Options { record, ..options(1 << 14, PLAIN) });
    // The 4/9 quantile of the rest: S = 0.9 · 5/9 = 1/2, at 4; less 2, times 2.
    check_chance(&found, 4.0, 4.0 / 9.0);
    // The 8/9 quantile: S = 0.1, at 8; less 2, times 2.
    check_chance(&found, 12.0, 8.0 / 9.0);
}

#[test]
fn a_record_sets_the_pace_and_the_spread() {
    // Ten tasks at twice their middle: pace √2 (see `calibrate`), and points teach no spread: k =
    // 1.5. The median of 1 is √2, and P90 of 0.5..1..2 is √2 · 2^1.5 = 4.
    let twice = Finished { low: 1.0, likely: 1.0, high: 1.0, actual: 2.0 };
    let prior = Prior { overconfidence: 1.5, pace_sd: 0.0 };
    let range = Range { low: 0.5 * UNIT, high: 2.0 * UNIT, paced: true, ..exactly(1.0) };
    let sketch = Sketch { efforts: vec![Effort::Range(range)], ..Sketch::free(1) };
    let record = vec![twice; 10];
    let found = simulate(&sketch.problem(), &Options { record, ..options(8192, prior) });
    check_chance(&found, 2f64.sqrt(), 0.5);
    check_chance(&found, 4.0, 0.9);
}
