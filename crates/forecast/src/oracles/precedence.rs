//! Networks that nobody waits for a person in, played in lanes, against the same closed forms: all
//! at 2¹⁸ runs, within four standard errors.

use calendar::Moment;
use schedule::{CalendarId, Effort, Problem, Range};

use super::{Made, Sketch, UNIT, check_scrambles, options};
use crate::draw::{Purpose, SCRAMBLES, Stream};
use crate::effort::Sampler;
use crate::precedence::{Drawn, Instructions, LANES, Room, Row, RowSampler, RowSource, finishes};
use crate::quantile::{Z90, normal_quantile};
use crate::wide::Vectors;
use crate::{Distribution, Prior, Reading};

const RUNS: u32 = 1 << 18;

/// What single precision and rounding to minutes may do to a finish, in units.
const RESOLUTION: f64 = 1e-4;

/// The seam: quantile functions of any kind in place of a problem's estimates.
impl<F: Fn(&[f64]) -> Vec<f64> + Sync> RowSource for Made<F> {
    type Shared = Vec<Row>;

    fn shared(&self, first_run: u32) -> Vec<Row> {
        let mut inputs = vec![[0.0; LANES]; self.n_inputs];
        for (key, numbers) in (0..).zip(&mut inputs) {
            Stream::new(2026, key, Purpose::Effort).fill(first_run, numbers);
        }
        let mut rows: Vec<Row> = Vec::new();
        for lane in 0..LANES {
            let numbers: Vec<f64> = inputs.iter().map(|numbers| numbers[lane]).collect();
            let efforts = (self.efforts)(&numbers);
            rows.resize(efforts.len(), Row::of(0.0));
            for (row, effort) in rows.iter_mut().zip(efforts) {
                row[lane] = (effort * UNIT).round() as f32;
            }
        }
        rows
    }

    fn draw(
        &self,
        _: impl Vectors,
        rows: &Vec<Row>,
        activity: usize,
        room: &mut Room,
    ) -> Drawn<'_> {
        room.minutes = rows[activity];
        Drawn::Minutes
    }
}

/// The finishes of a network by scramble.
struct Played(Vec<Distribution>);

fn by_scramble(finishes: &[Option<Moment>]) -> Played {
    let of = |scramble| finishes.iter().skip(scramble).step_by(SCRAMBLES).copied();
    Played((0..SCRAMBLES).map(|scramble| Distribution::new(of(scramble))).collect())
}

fn play(sketch: &Sketch, n_inputs: usize, efforts: impl Fn(&[f64]) -> Vec<f64> + Sync) -> Played {
    let source = Made { n_inputs, efforts };
    let widest = Instructions::widest();
    by_scramble(&finishes(&sketch.problem(), CalendarId(0), RUNS, &source, widest))
}

/// One independent input an activity, all with this quantile function.
fn play_iid(sketch: &Sketch, quantile: impl Fn(f64) -> f64 + Sync) -> Played {
    let n = sketch.efforts.len();
    play(sketch, n, |inputs| inputs.iter().map(|&u| quantile(u)).collect())
}

impl Played {
    #[track_caller]
    fn check_mean(&self, expected: f64) {
        check_scrambles(&self.0, |finish| finish, expected, RESOLUTION);
    }

    #[track_caller]
    fn check_variance(&self, mean: f64, expected: f64) {
        check_scrambles(&self.0, |finish| (finish - mean) * (finish - mean), expected, RESOLUTION);
    }

    #[track_caller]
    fn check_chance(&self, by: f64, chance: f64) {
        let in_time = |finish| f64::from(u8::from(finish <= by + RESOLUTION));
        check_scrambles(&self.0, in_time, chance, 2.0 * RESOLUTION);
    }
}

fn exponential(u: f64) -> f64 {
    -libm::log(1.0 - u)
}

/// Of a triangle from `low` over `top` to `high`.
fn triangular(u: f64, low: f64, top: f64, high: f64) -> f64 {
    let width = high - low;
    if u < (top - low) / width {
        low + (u * width * (top - low)).sqrt()
    } else {
        high - ((1.0 - u) * width * (high - top)).sqrt()
    }
}

#[test]
fn the_later_of_two_normals() {
    // Clark 1961: for N(10, 2) twice, 10 + 2 / √π and 4 (1 − 1 / π).
    let found = play_iid(&Sketch::free(2), |u| 10.0 + 2.0 * normal_quantile(u));
    found.check_mean(11.128_379);
    found.check_variance(11.128_379, 1.651_291 * 1.651_291);
    // Correlation ½ from a shared half of the variance.
    let found = play(&Sketch::free(2), 3, |inputs| {
        let score = |input: usize| normal_quantile(inputs[input]);
        [1, 2].map(|own| 10.0 + 2.0 * 0.5f64.sqrt() * (score(0) + score(own))).to_vec()
    });
    found.check_mean(10.797_885);
    found.check_variance(10.797_885, 1.833_952 * 1.833_952);
    let found = play(&Sketch::free(2), 2, |inputs| {
        let [first, second] = [0, 1].map(|input| normal_quantile(inputs[input]));
        vec![20.0 + 4.0 * first, 18.0 + 3.0 * second]
    });
    found.check_mean(21.152_194);
    found.check_variance(21.152_194, 3.155_315 * 3.155_315);
}

#[test]
fn the_last_of_many_normals() {
    for (k, mean) in [(2, 0.564_190), (5, 1.162_964), (10, 1.538_753)] {
        let found = play_iid(&Sketch::free(k), |u| 10.0 + normal_quantile(u));
        found.check_mean(10.0 + mean);
        // All by their mean: 2⁻ᵏ; too seldom for ten.
        if k < 10 {
            found.check_chance(10.0, 0.5f64.powi(k as i32));
        }
    }
    let ten = play_iid(&Sketch::free(10), |u| 10.0 + normal_quantile(u));
    ten.check_chance(12.012_812, 0.8);
}

#[test]
fn three_uniforms_in_series_and_in_parallel() {
    let series = play_iid(&Sketch::chain(3), |u| u);
    series.check_mean(1.5);
    series.check_chance(2.0, 5.0 / 6.0);
    let parallel = play_iid(&Sketch::free(3), |u| u);
    parallel.check_mean(0.75);
    parallel.check_chance(0.928_318, 0.8);
}

#[test]
fn the_last_of_exponentials() {
    // H₆ = 1 + 1/2 + … + 1/6 and 1 + 1/4 + … + 1/36.
    let found = play_iid(&Sketch::free(6), exponential);
    found.check_mean(2.45);
    found.check_variance(2.45, 1.491_389);
}

#[test]
fn a_bridge_of_exponentials() {
    // Wheatstone's: mean 83/24 by the Markov chain of Kulkarni and Adlakha 1986.
    let bridge = Sketch { links: vec![(0, 2), (0, 3), (1, 4), (2, 4)], ..Sketch::free(5) };
    let found = play_iid(&bridge, exponential);
    found.check_mean(83.0 / 24.0);
    found.check_variance(83.0 / 24.0, 2.887_153);
}

#[test]
fn triangles_in_series_and_in_parallel() {
    // Awati, Eight to Late; values by exact convolution.
    let triangle = |u| triangular(u, 2.0, 4.0, 8.0);
    let single = play_iid(&Sketch::free(1), triangle);
    single.check_chance(4.0, 1.0 / 3.0);
    let series = play_iid(&Sketch::chain(2), triangle);
    series.check_mean(28.0 / 3.0);
    series.check_variance(28.0 / 3.0, 28.0 / 9.0);
    series.check_chance(11.688, 0.9);
    let parallel = play_iid(&Sketch::free(2), triangle);
    parallel.check_mean(5.377_8);
    parallel.check_chance(6.890_2, 0.9);
}

#[test]
fn a_house_of_seven_triangles() {
    // GAO-16-89G, table 2, as a chain: mean 21, P(by 20) = 0.2186, P80 22.078.
    let rows = [
        (3.0, 4.0, 6.0),
        (1.0, 1.0, 2.0),
        (3.0, 5.0, 6.0),
        (1.0, 1.0, 2.0),
        (2.0, 3.0, 4.0),
        (2.0, 3.0, 4.0),
        (2.0, 3.0, 5.0),
    ];
    let found = play(&Sketch::chain(7), 7, |inputs| {
        rows.iter()
            .zip(inputs)
            .map(|(&(low, top, high), &u)| triangular(u, low, top, high))
            .collect()
    });
    found.check_mean(21.0);
    found.check_variance(21.0, 1.2693 * 1.2693);
    found.check_chance(20.0, 0.2186);
    found.check_chance(22.078, 0.8);
}

#[test]
fn a_chain_with_the_team_s_factor() {
    // cv² = (1 + c_F²)(1 + c² / n) − 1, with 1 + c² = exp(σ²), drawn as plans are.
    let (sigma, tau, n) = (0.4f64, 0.2f64, 10);
    let ratio = libm::exp(sigma * Z90);
    let range = Range {
        low: UNIT / ratio,
        likely: UNIT,
        high: UNIT * ratio,
        widened: false,
        paced: true,
        spent: 0.0,
    };
    let sketch = Sketch { efforts: vec![Effort::Range(range); n], ..Sketch::chain(n) };
    let found = drawn(&sketch.problem(), Prior { overconfidence: 1.0, pace_sd: tau });
    let (task, factor) = (libm::exp(sigma * sigma), libm::exp(tau * tau));
    let mean = n as f64 * (task * factor).sqrt();
    // Rounded down: by at most 5e-5 of it.
    check_scrambles(&found.0, |finish| finish, mean, 5e-5 * mean);
    let cv_squared = factor * (1.0 + (task - 1.0) / n as f64) - 1.0;
    let variance = cv_squared * mean * mean;
    let square = |finish: f64| (finish - mean) * (finish - mean);
    check_scrambles(&found.0, square, variance, 1e-3 * variance);
}

/// Played as users' plans are.
fn drawn(problem: &Problem, prior: Prior) -> Played {
    let reading = Reading::new(problem, &options(RUNS, prior));
    let sampler = Sampler::new(problem, 2026, &reading);
    let source = RowSampler::new(&sampler);
    by_scramble(&finishes(problem, CalendarId(0), RUNS, &source, Instructions::widest()))
}
