//! Several activities with a known joint finish: series, parallel, a bridge, people who are scarce.

use super::{Sketch, Who, check_chance, check_mean, check_variance, play_iid, play_with};
use crate::quantile::normal_quantile;

fn exponential(u: f64) -> f64 {
    -libm::log(1.0 - u)
}

/// 1 + 1/2 + … + 1/k
fn harmonic(k: u32) -> f64 {
    (1..=k).map(|i| 1.0 / f64::from(i)).sum()
}

#[test]
fn the_later_of_two_normals() {
    // Clark 1961: for N(10, 2) twice, 10 + 2 / √π and 4 (1 − 1 / π).
    let found = play_iid(&Sketch::free(2), 1 << 15, |u| 10.0 + 2.0 * normal_quantile(u));
    check_mean(&found, 11.128_379);
    check_variance(&found, 11.128_379, 1.651_291 * 1.651_291);
}

#[test]
fn the_later_of_two_correlated_normals() {
    // Correlation ½ from a shared half of the variance.
    let found = play_with(&Sketch::free(2), 1 << 15, 3, |inputs| {
        let score = |input: usize| normal_quantile(inputs[input]);
        [1, 2].map(|own| 10.0 + 2.0 * 0.5f64.sqrt() * (score(0) + score(own))).to_vec()
    });
    check_mean(&found, 10.797_885);
    check_variance(&found, 10.797_885, 1.833_952 * 1.833_952);
}

#[test]
fn two_unlike_normals_and_which_of_them_binds() {
    let found = play_with(&Sketch::free(2), 1 << 15, 2, |inputs| {
        let [first, second] = [0, 1].map(|input| normal_quantile(inputs[input]));
        vec![20.0 + 4.0 * first, 18.0 + 3.0 * second]
    });
    check_mean(&found, 21.152_194);
    check_variance(&found, 21.152_194, 3.155_315 * 3.155_315);
    // P(first is later) = Φ(2 / 5); its standard error is at most √(¼ / 2¹⁵) = 0.0028.
    let share = found.activities[0].path_share;
    assert!((share - 0.655_422).abs() < 4.0 * 0.0028, "{share}");
    assert!((share + found.activities[1].path_share - 1.0).abs() < 1e-3);
}

#[test]
fn the_last_of_many_normals() {
    for (k, mean) in [(3, 0.846_284), (5, 1.162_964), (10, 1.538_753)] {
        let found = play_iid(&Sketch::free(k), 1 << 15, |u| 10.0 + normal_quantile(u));
        check_mean(&found, 10.0 + mean);
    }
    let ten = play_iid(&Sketch::free(10), 1 << 15, |u| 10.0 + normal_quantile(u));
    check_chance(&ten, 10.0 + 2.012_812, 0.8);
    // All by their mean: 2⁻³.
    let three = play_iid(&Sketch::free(3), 1 << 15, |u| 10.0 + normal_quantile(u));
    check_chance(&three, 10.0, 0.125);
    check_chance(&three, 10.0 + 1.463_376, 0.8);
}

#[test]
fn three_uniforms_in_series_and_in_parallel() {
    let series = play_iid(&Sketch::chain(3), 1 << 15, |u| u);
    check_mean(&series, 1.5);
    check_chance(&series, 2.0, 5.0 / 6.0);
    let parallel = play_iid(&Sketch::free(3), 1 << 15, |u| u);
    check_mean(&parallel, 0.75);
    check_chance(&parallel, 0.928_318, 0.8);
}

#[test]
fn the_last_of_exponentials() {
    let found = play_iid(&Sketch::free(6), 1 << 15, exponential);
    check_mean(&found, harmonic(6));
    // 1 + 1/4 + 1/9 + 1/16 + 1/25 + 1/36
    check_variance(&found, harmonic(6), 1.491_389);
}

#[test]
fn exponentials_for_a_few_people() {
    // While more wait than there are people, somebody ends after 1 / c on average; then the last c
    // take H_c: (12 − 4) / 4 + 25/12 = 4.083333.
    let sketch =
        Sketch { people: vec![Who::Person(0); 12], n_people: 1, capacity: 4, ..Sketch::free(12) };
    let found = play_iid(&sketch, 1 << 14, exponential);
    check_mean(&found, 2.0 + harmonic(4));
}

#[test]
fn exponentials_for_any_of_a_few_people() {
    // Four people by name, as good as a pool of four: nobody idles because somebody else is overdue.
    let sketch = Sketch { people: vec![Who::Anybody; 12], n_people: 4, ..Sketch::free(12) };
    let found = play_iid(&sketch, 1 << 14, exponential);
    check_mean(&found, 2.0 + harmonic(4));
}

#[test]
fn a_bridge_of_exponentials() {
    // Wheatstone's bridge: a from s to 1, b from s to 2, c from 1 to 2, d from 1 to t, e from 2 to
    // t. The Markov chain of Kulkarni and Adlakha 1986 gives mean 83/24, variance 2.887153.
    let bridge = Sketch { links: vec![(0, 2), (0, 3), (1, 4), (2, 4)], ..Sketch::free(5) };
    let found = play_iid(&bridge, 1 << 15, exponential);
    check_mean(&found, 83.0 / 24.0);
    check_variance(&found, 83.0 / 24.0, 2.887_153);
}
