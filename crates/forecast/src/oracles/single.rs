//! One activity: its distribution comes back out of the forecast.

use schedule::{Effort, Range};

use super::{PLAIN, Sketch, UNIT, check_chance, check_mean, check_variance, options, play_iid};
use crate::{Forecast, simulate};

const RUNS: u32 = 8192;

/// PERT: a beta distribution on low to high with shape 4, mean (low + 4 likely + high) / 6.
fn pert(low: f64, likely: f64, high: f64) -> Forecast {
    let a = 1.0 + 4.0 * (likely - low) / (high - low);
    let b = 1.0 + 4.0 * (high - likely) / (high - low);
    play_iid(&Sketch::free(1), RUNS, move |u| low + (high - low) * beta_quantile(a, b, u))
}

/// By bisection of the incomplete beta function.
fn beta_quantile(a: f64, b: f64, probability: f64) -> f64 {
    let (mut below, mut above) = (0.0, 1.0);
    for _ in 0..24 {
        let middle = 0.5 * (below + above);
        if beta_cdf(a, b, middle) < probability {
            below = middle;
        } else {
            above = middle;
        }
    }
    0.5 * (below + above)
}

/// The series x^a (1 − x)^b / (a B(a, b)) · Σ Π (a + b + j) / (a + 1 + j) · x^i, from the nearer
/// end.
fn beta_cdf(a: f64, b: f64, x: f64) -> f64 {
    if x > 0.5 {
        return 1.0 - beta_cdf(b, a, 1.0 - x);
    }
    let log_beta = libm::lgamma(a) + libm::lgamma(b) - libm::lgamma(a + b);
    let front = libm::exp(a * libm::log(x) + b * libm::log(1.0 - x) - log_beta) / a;
    let (mut term, mut sum) = (1.0, 1.0);
    for step in 0..40 {
        let step = f64::from(step);
        term *= x * (a + b + step) / (a + 1.0 + step);
        sum += term;
    }
    front * sum
}

#[test]
fn pert_2_4_9() {
    let found = pert(2.0, 4.0, 9.0);
    check_mean(&found, 4.5);
    // (μ − low)(high − μ) / 7, not ((high − low) / 6)².
    check_variance(&found, 4.5, 2.5 * 4.5 / 7.0);
    for (percentile, chance) in [(2.904_353, 0.1), (4.382_589, 0.5), (5.625_880, 0.8)] {
        check_chance(&found, percentile, chance);
    }
    check_chance(&found, 6.773_921, 0.95);
}

#[test]
fn pert_3_4_12() {
    let found = pert(3.0, 4.0, 12.0);
    check_mean(&found, 31.0 / 6.0);
    check_variance(&found, 31.0 / 6.0, 2.115_079);
    check_chance(&found, 6.383_238, 0.8);
}

#[test]
fn triangular_2_4_9() {
    // The share of the left side is (4 − 2) / (9 − 2) = 2/7.
    let quantile = |u: f64| {
        if u < 2.0 / 7.0 { 2.0 + (14.0 * u).sqrt() } else { 9.0 - (35.0 * (1.0 - u)).sqrt() }
    };
    let found = play_iid(&Sketch::free(1), RUNS, quantile);
    check_mean(&found, 5.0);
    check_variance(&found, 5.0, 2.166_667);
    for (percentile, chance) in [(4.816_700, 0.5), (6.354_249, 0.8), (7.677_124, 0.95)] {
        check_chance(&found, percentile, chance);
    }
}

/// 2..4..8 as stated, of which so much is spent.
fn two_to_eight(spent: f64) -> Forecast {
    let range = Range {
        low: 2.0 * UNIT,
        likely: 4.0 * UNIT,
        high: 8.0 * UNIT,
        widened: false,
        paced: true,
        spent: spent * UNIT,
    };
    let sketch = Sketch { efforts: vec![Effort::Range(range)], ..Sketch::free(1) };
    simulate(&sketch.problem(), &options(1 << 16, PLAIN))
}

#[test]
fn log_normal_through_2_and_8() {
    let found = two_to_eight(0.0);
    check_mean(&found, 4.630_025);
    check_variance(&found, 4.630_025, 2.699_032 * 2.699_032);
    for (percentile, chance) in [(2.0, 0.1), (4.0, 0.5), (6.305_980, 0.8), (9.737_059, 0.95)] {
        check_chance(&found, percentile, chance);
    }
}

#[test]
fn what_remains_of_a_log_normal() {
    let spent_4 = two_to_eight(4.0);
    check_mean(&spent_4, 2.534_816);
    check_chance(&spent_4, 1.760_952, 0.5);
    check_chance(&spent_4, 4.0, 0.8);
    let spent_8 = two_to_eight(8.0);
    check_mean(&spent_8, 2.623_218);
    check_chance(&spent_8, 1.737_059, 0.5);
    check_chance(&spent_8, 4.147_174, 0.8);
    check_mean(&two_to_eight(12.0), 2.924_168);
}
