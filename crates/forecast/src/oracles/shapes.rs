//! Published examples with other shapes than the log-normal, and factors that some work shares.

use schedule::{Effort, Range};

use super::{PLAIN, Sketch, UNIT, check_chance, check_mean, check_variance, options};
use crate::quantile::Z90;
use crate::{Factor, Finished, Forecast, Options, Prior, Shape, simulate};

const RUNS: u32 = 1 << 15;

fn range((low, likely, high): (f64, f64, f64)) -> Effort {
    let (low, likely, high) = (low * UNIT, likely * UNIT, high * UNIT);
    Effort::Range(Range { low, likely, high, widened: false, paced: true, spent: 0.0 })
}

fn play(sketch: Sketch, ranges: &[(f64, f64, f64)], options: &Options) -> Forecast {
    let efforts = ranges.iter().copied().map(range).collect();
    simulate(&Sketch { efforts, ..sketch }.problem(), options)
}

fn shaped(shape: Shape) -> Options {
    Options { shape, ..options(RUNS, PLAIN) }
}

#[test]
fn two_triangles_in_series_and_in_parallel() {
    // Awati, “Eight to Late”: two tasks of 2..4..8, added and side by side; values by convolution.
    let two = [(2.0, 4.0, 8.0); 2];
    let series = play(Sketch::chain(2), &two, &shaped(Shape::Triangular));
    check_mean(&series, 28.0 / 3.0);
    check_variance(&series, 28.0 / 3.0, 28.0 / 9.0);
    check_chance(&series, 11.688, 0.9);
    let parallel = play(Sketch::free(2), &two, &shaped(Shape::Triangular));
    check_mean(&parallel, 5.3778);
    check_chance(&parallel, 6.8902, 0.9);
}

#[test]
fn a_chain_of_the_schedule_guide() {
    // GAO-16-89G, table 2, as a chain: the sum of the most likely is 20, and one in five makes it.
    let rows = [
        (3.0, 4.0, 6.0),
        (1.0, 1.0, 2.0),
        (3.0, 5.0, 6.0),
        (1.0, 1.0, 2.0),
        (2.0, 3.0, 4.0),
        (2.0, 3.0, 4.0),
        (2.0, 3.0, 5.0),
    ];
    let found = play(Sketch::chain(rows.len()), &rows, &shaped(Shape::Triangular));
    check_mean(&found, 21.0);
    check_variance(&found, 21.0, 1.2693 * 1.2693);
    check_chance(&found, 20.0, 0.2186);
    check_chance(&found, 22.078, 0.8);
}

#[test]
fn pert_through_the_whole_forecast() {
    let found = play(Sketch::free(1), &[(2.0, 4.0, 9.0)], &shaped(Shape::Pert));
    check_mean(&found, 4.5);
    check_variance(&found, 4.5, 2.5 * 4.5 / 7.0);
    check_chance(&found, 5.625_880, 0.8);
}

/// Finished tasks of one hour as said, done at these velocities.
fn history(velocities: &[f64]) -> Options {
    let task =
        |velocity: &f64| Finished { low: 1.0, likely: 1.0, high: 1.0, actual: 1.0 / velocity };
    Options { record: velocities.iter().map(task).collect(), ..shaped(Shape::History) }
}

#[test]
fn evidence_based_scheduling() {
    // Spolsky 2007. 16 h: 32, 26.67 or 22.86 with chances 2/8, 5/8 and 1/8.
    let team = history(&[0.6, 0.5, 0.6, 0.6, 0.5, 0.6, 0.7, 0.6]);
    let exactly = |hours: f64| (hours, hours, hours);
    let one = play(Sketch::free(1), &[exactly(16.0)], &team);
    check_mean(&one, 27.523_81);
    check_chance(&one, 22.858, 1.0 / 8.0);
    check_chance(&one, 26.667, 6.0 / 8.0);
    // 8 h and 4 h, 64 outcomes: mean 12 · 1.7202, the median 20.
    let two = play(Sketch::chain(2), &[exactly(8.0), exactly(4.0)], &team);
    check_mean(&two, 20.642_857);
    // At most 20: all but 16 + 8, 16 + 6.67, 16 + 5.71 and 13.33 + 8, that is 1 − 2/8 − 10/64.
    check_chance(&two, 20.001, 38.0 / 64.0);
}

#[test]
fn two_velocities_of_many() {
    // The second example: each of ten tasks of two hours takes 2 (9/11) or 4 (2/11).
    let team = history(&[1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.5, 0.5]);
    let found = play(Sketch::chain(10), &[(2.0, 2.0, 2.0); 10], &team);
    check_mean(&found, 23.636_364);
    // At most two of ten: Σ C(10, i) (2/11)^i (9/11)^(10 − i) for i ≤ 2.
    check_chance(&found, 24.001, 0.731_900);
}

#[test]
fn a_short_history_is_no_history() {
    let found = play(Sketch::free(1), &[(2.0, 4.0, 8.0)], &history(&[0.5; 4]));
    assert_eq!(found.reading.shape, Shape::LogNormal);
}

#[test]
fn fixed_work_differs_by_pace_alone() {
    let tau = 0.2;
    let prior = Prior { overconfidence: 1.0, pace_sd: tau };
    let options = Options { prior, ..shaped(Shape::Fixed) };
    let found = play(Sketch::free(1), &[(2.0, 4.0, 8.0)], &options);
    check_chance(&found, 4.0 * libm::exp(Z90 * tau), 0.9);
    assert_eq!(
        play(Sketch::free(1), &[(2.0, 4.0, 8.0)], &shaped(Shape::Fixed)).finish.percentile(1),
        found.finish.percentile(50).map(|_| calendar::Moment((4.0 * UNIT) as i64)),
    );
}

#[test]
fn work_that_shares_a_factor_does_not_average_it_out() {
    // As with the team's factor: cv² = (1 + c_F²)(1 + c² / n) − 1 for a chain of n with the factor.
    let (sigma, sd, n) = (0.4f64, 0.3f64, 10);
    let ratio = libm::exp(sigma * Z90);
    let ranges = vec![(1.0 / ratio, 1.0, ratio); n];
    let factor = |members: Vec<u64>| Factor { key: 77, sd, activities: members };
    let with = |factors| {
        let options = Options { factors, ..options(RUNS, PLAIN) };
        play(Sketch::chain(n), &ranges, &options)
    };
    let (task, shared) = (libm::exp(sigma * sigma), libm::exp(sd * sd));
    let found = with(vec![factor((0..n as u64).collect())]);
    let mean = n as f64 * (task * shared).sqrt();
    check_mean(&found, mean);
    let cv_squared = shared * (1.0 + (task - 1.0) / n as f64) - 1.0;
    check_variance(&found, mean, cv_squared * mean * mean);
    // A factor of nobody changes nothing but what it was told.
    assert_eq!(with(vec![factor(vec![])]).finishes, with(vec![]).finishes);
}
