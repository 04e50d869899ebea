//! What moves the date, where it is known: chains and forks of a few activities.

use calendar::{Calendar, Work};
use schedule::{ActivityId, Effect, Effort, Impact, Range, Risk};

use super::{PLAIN, Sketch, UNIT, options};
use crate::{Forecast, Prior, Study, Uncertainty, simulate};

/// Mean of a standard normal variable in its best or worst fifth: φ(0.8416) / 0.2 = 0.27996 / 0.2.
const FIFTH: f64 = 1.399_8;

fn check(name: &str, found: f64, expected: f64, error_max: f64) {
    assert!((found - expected).abs() < error_max, "{name}: {found} instead of {expected}");
}

/// A range so narrow that it is nearly normal: a standard deviation of `sd` units around `middle`.
fn narrow(middle: f64, sd: f64, paced: bool) -> Effort {
    let spread = crate::quantile::Z90 * sd / middle;
    let likely = middle * UNIT;
    let (low, high) = (likely * libm::exp(-spread), likely * libm::exp(spread));
    Effort::Range(Range { low, likely, high, widened: false, paced, spent: 0.0 })
}

fn played(sketch: &Sketch, prior: Prior) -> (schedule::Problem, Forecast) {
    let problem = sketch.problem();
    let forecast = simulate(&problem, &options(8192, prior));
    (problem, forecast)
}

#[test]
fn swings_of_a_chain_are_those_of_its_parts() {
    // Three in a row, standard deviations 0.03, 0.04 and 0 of 10 units: each swings by 2 · 1.3998 sd,
    // whatever the others do, and owns sd² / (0.03² + 0.04²) of the variance: 0.36 and 0.64.
    let mut sketch = Sketch::chain(3);
    sketch.efforts[0] = narrow(10.0, 0.03, false);
    sketch.efforts[1] = narrow(10.0, 0.04, false);
    let (problem, forecast) = played(&sketch, PLAIN);
    let clock = Calendar::clock();
    let study = Study::new(&problem, &forecast, &clock).expect("it ends");
    let swings = study.swings();
    let order: Vec<Uncertainty> = swings.iter().map(|swing| swing.of).take(2).collect();
    assert_eq!(order, [Uncertainty::Work(ActivityId(1)), Uncertainty::Work(ActivityId(0))]);
    check("wider", swings[0].minutes() / UNIT, 2.0 * FIFTH * 0.04, 0.002);
    check("narrower", swings[1].minutes() / UNIT, 2.0 * FIFTH * 0.03, 0.002);
    check("wider, of the variance", swings[0].first_order.value, 0.64, 0.03);
    check("narrower, of the variance", swings[1].first_order.value, 0.36, 0.03);
    // P80 − P50 is 0.8416 · 0.05; with the wider one known 0.8416 · 0.03 remain, and of what P80 is
    // over the middle 0.8416 · (0.05 − 0.03) goes as well when it is fixed at its middle.
    check("buffer", swings[0].buffer.value / UNIT, 0.8416 * 0.02, 0.001);
    let without = study.without(Uncertainty::Work(ActivityId(1)), 8192).value;
    check("without", without / UNIT, 0.8416 * 0.02, 0.001);
    let both = study.buffer_of(&[ActivityId(0), ActivityId(1), ActivityId(2)]).value;
    // The bins have a width: about 0.9 % of the variance, a tenth of the deviation at the ends, stay.
    check("all of it known", both / UNIT, 0.8416 * 0.05, 0.003);
}

#[test]
fn the_pace_is_a_driver_of_its_own() {
    // Four in a row of 10 units, certain but for the pace: with τ = 0.01 the finish has a standard
    // deviation of 0.4, all of it the pace's.
    let mut sketch = Sketch::chain(4);
    sketch.efforts = vec![narrow(10.0, 1e-9, true); 4];
    let (problem, forecast) = played(&sketch, Prior { overconfidence: 1.0, pace_sd: 0.01 });
    let clock = Calendar::clock();
    let study = Study::new(&problem, &forecast, &clock).expect("it ends");
    let first = study.swings()[0];
    assert_eq!(first.of, Uncertainty::Pace);
    check("swing", first.minutes() / UNIT, 2.0 * FIFTH * 0.4, 0.02);
    check("of the variance", first.first_order.value, 0.99, 0.02);
    check("without", study.without(Uncertainty::Pace, 8192).value / UNIT, 0.8416 * 0.4, 0.01);
}

#[test]
fn a_risk_moves_the_date_when_it_happens() {
    // One activity of 10 units, and a risk of 0.3 that adds 2. The worst fifth of its draws are two
    // thirds of those in which it happens: 2 later than the best fifth. P80 is 12 with it, 10 without.
    // Var = 0.3 · 0.7 · 4, all of it the risk's.
    let two = Range {
        low: 2.0 * UNIT,
        likely: 2.0 * UNIT,
        high: 2.0 * UNIT,
        widened: false,
        paced: false,
        spent: 0.0,
    };
    let effects = vec![Effect { activity: ActivityId(0), impact: Impact::Add(two) }];
    let mut sketch = Sketch::chain(1);
    sketch.efforts = vec![Effort::Exact(Work(10 * UNIT as i64))];
    sketch.risks = vec![Risk { key: 5, probability: 0.3, effects }];
    let (problem, forecast) = played(&sketch, PLAIN);
    let clock = Calendar::clock();
    let study = Study::new(&problem, &forecast, &clock).expect("it ends");
    let swing = study.swings()[0];
    assert_eq!(swing.of, Uncertainty::Risk(0));
    check("swing", swing.minutes() / UNIT, 2.0, 0.02);
    // The bin in which 0.7 lies is mixed: it costs 1 − 0.4 · 0.6 / 32 / 0.21 at most.
    check("of the variance", swing.first_order.value, 0.97, 0.03);
    check("without", study.without(Uncertainty::Risk(0), 1024).value / UNIT, 2.0, 1e-9);
}

#[test]
fn indices_of_two_side_by_side() {
    // A chain beside a shorter activity that never decides: slack of 10 in each run.
    let mut sketch = Sketch::free(4);
    sketch.links = vec![(0, 1), (1, 3), (2, 3)];
    sketch.efforts[0] = narrow(10.0, 0.3, false);
    sketch.efforts[1] = narrow(10.0, 0.4, false);
    sketch.efforts[2] = Effort::Exact(Work(10 * UNIT as i64));
    sketch.efforts[3] = Effort::Exact(Work(0));
    let (problem, forecast) = played(&sketch, PLAIN);
    let clock = Calendar::clock();
    let study = Study::new(&problem, &forecast, &clock).expect("it ends");
    let found = study.indices(8192);
    // SI is 1 without slack, and E[10 / T · T / 20] = 0.5 beside: 10 / (10 + T − 10) = 10 / T.
    check("SI of the chain", found[0].significance, 1.0, 1e-9);
    check("SI beside it", found[2].significance, 0.5, 0.001);
    // SSI = 1 · 0.3 / 0.5; CRI = Cov(d, d + e) / (sd d · sd T) = 0.3 / 0.5 as well.
    check("SSI", found[0].schedule_sensitivity, 0.6, 0.01);
    check("CRI", found[0].cruciality, 0.6, 0.02);
    // Of bivariate normal ranks: 6 / π · asin(0.6 / 2) = 0.5819.
    check("CRI by rank", found[0].cruciality_rank, 0.5819, 0.02);
    check("CRI of what is certain", found[2].cruciality, 0.0, 1e-9);
}
