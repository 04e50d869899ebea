//! What is left unknown once one thing is known, from the runs that there are.
//!
//! In go numbers by run (when it finishes, and how bad the draws of one thing were); out come shares
//! of variance and the buffer that goes, each with how far it may be off. No run is played again. It must
//! not know what was drawn.
//!
//! # Theory
//! The runs are dealt to bins of equal probability by one input X. Within a bin X is nearly known, so
//! what is left of the spread in the bins is the rest (Pearson's correlation ratio 1905; as "given data":
//! Plischke, Borgonovo and Smith, EJOR 2013).
//!
//! The variance of a finish is ruled by its latest few runs: in one of four tasks its share owed to one
//! of them came out between 0.02 and 0.25, by seed. So finishes before P5 and after P95 count as these.
//! For the same reason the buffer is not read off percentiles of bins, which are a matter of chance by more than what
//! most things are worth: what goes of it is taken to be what goes of the spread.
//!
//! How far a number may be off is seen from the scrambles, each of which gives its own.

use crate::distribution::rank;
use crate::draw::SCRAMBLES;
use crate::stopping::t_half_width;

/// A number read off runs.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Measured {
    /// The number.
    pub value: f64,
    /// How far it may be off because runs are few: half of a 95 % interval.
    pub half_width: f64,
}

/// Finishes, prepared for [`Given::known`].
#[derive(Debug)]
pub(super) struct Given {
    /// By run, those beyond P5 and P95 moved there, less their mean.
    finishes: Vec<f64>,
    /// How far the 80th percentile is above the median: in all runs, and by scramble.
    buffer: f64,
    buffers: [f64; SCRAMBLES],
}

/// What would go if an input were known.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known {
    /// The first-order index (Sobol 1993): the share of the variance of the finish, Var E(T | X) / Var T,
    /// 0 to 1.
    pub first_order: Measured,
    /// By how much less than now the 80th percentile would be above the median, on average over what X
    /// turns out to be: (Q80 − Q50)(T) · (1 − E sd(T | X) / sd T), at least 0; in the unit of finishes.
    pub buffer: Measured,
}

/// Bins of equal probability.
const BINS: usize = 32;
/// So many of them are one where only the runs of a scramble are looked at.
const BINS_TOGETHER: usize = 4;

impl Given {
    /// Of `finishes` by run, as many in each scramble.
    pub fn new(finishes: &[f64]) -> Self {
        let ascending = sorted(finishes.iter().copied());
        let at = |percent| ascending[rank(percent, ascending.len())];
        let (low, high) = (at(5), at(95));
        let clamped = || finishes.iter().map(|finish| finish.clamp(low, high));
        let mean = clamped().sum::<f64>() / finishes.len() as f64;
        let of_scramble = |scramble| finishes.iter().copied().skip(scramble).step_by(SCRAMBLES);
        Given {
            finishes: clamped().map(|finish| finish - mean).collect(),
            buffer: buffer(&ascending),
            buffers: std::array::from_fn(|scramble| buffer(&sorted(of_scramble(scramble)))),
        }
    }

    /// Returns what would go if X were known, with `badness` X by run, uniform in (0, 1).
    ///
    /// **Cost.** `O(runs)`.
    pub fn known(&self, badness: &[f64]) -> Known {
        let mut scrambles = [[Moments::default(); BINS]; SCRAMBLES];
        for (run, (finish, badness)) in self.finishes.iter().zip(badness).enumerate() {
            let bin = ((badness * BINS as f64) as usize).min(BINS - 1);
            scrambles[run % SCRAMBLES][bin].add(*finish);
        }
        let bins: Vec<Moments> = (0..BINS)
            .map(|bin| Moments::together(scrambles.iter().map(|scramble| &scramble[bin])))
            .collect();
        let coarse =
            scrambles.map(|bins| bins.chunks(BINS_TOGETHER).map(Moments::together).collect());
        let shares = coarse.each_ref().map(|bins: &Vec<Moments>| share_of_variance(bins));
        let mut buffers = self.buffers;
        for (buffer, bins) in buffers.iter_mut().zip(&coarse) {
            *buffer *= share_of_spread(bins);
        }
        Known {
            first_order: Measured {
                value: share_of_variance(&bins).clamp(0.0, 1.0),
                half_width: t_half_width(&shares),
            },
            buffer: Measured {
                value: (self.buffer * share_of_spread(&bins)).max(0.0),
                half_width: t_half_width(&buffers),
            },
        }
    }
}

/// Count, sum and sum of squares.
#[derive(Clone, Copy, Debug, Default)]
struct Moments {
    n: f64,
    sum: f64,
    squares: f64,
}

impl Moments {
    fn add(&mut self, number: f64) {
        self.n += 1.0;
        self.sum += number;
        self.squares += number * number;
    }

    fn together<'a>(parts: impl IntoIterator<Item = &'a Moments>) -> Self {
        let mut all = Moments::default();
        for part in parts {
            all.n += part.n;
            all.sum += part.sum;
            all.squares += part.squares;
        }
        all
    }

    /// The sum of squares around the mean.
    fn around_mean(&self) -> f64 {
        (self.squares - self.sum * self.sum / self.n.max(1.0)).max(0.0)
    }

    /// The standard deviation, without the bias that it has for few numbers that are normal.
    fn deviation(&self) -> f64 {
        let degrees = (self.n - 1.0).max(1.0);
        (self.around_mean() / degrees).sqrt() * (1.0 + 0.25 / degrees)
    }
}

/// Which share of the variance is between `bins`. Means of bins vary even if X says nothing: the variance
/// within is what is left per degree of freedom, so that is not counted.
fn share_of_variance(bins: &[Moments]) -> f64 {
    let all = Moments::together(bins);
    let within: f64 = bins.iter().map(Moments::around_mean).sum();
    let within = within / (all.n - bins.len() as f64).max(1.0);
    let total = all.around_mean() / (all.n - 1.0).max(1.0);
    if total > 0.0 { 1.0 - within / total } else { 0.0 }
}

/// By which share the standard deviation is smaller in a bin, on average.
fn share_of_spread(bins: &[Moments]) -> f64 {
    let all = Moments::together(bins);
    let within: f64 = bins.iter().map(|bin| bin.n * bin.deviation()).sum();
    let total = all.n * all.deviation();
    if total > 0.0 { 1.0 - within / total } else { 0.0 }
}

/// How far the 80th percentile is above the median.
fn buffer(ascending: &[f64]) -> f64 {
    let at = |percent| ascending[rank(percent, ascending.len())];
    at(80) - at(50)
}

fn sorted(numbers: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut numbers: Vec<f64> = numbers.collect();
    numbers.sort_unstable_by(f64::total_cmp);
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::{Purpose, Stream};
    use crate::quantile::{normal_quantile, normal_quantiles};

    const RUNS: usize = 8192;

    fn uniform(key: u64) -> Vec<f64> {
        let mut numbers = vec![0.0; RUNS];
        Stream::new(1, key, Purpose::Effort).fill(0, &mut numbers);
        numbers
    }

    fn normal(key: u64) -> Vec<f64> {
        let mut numbers = uniform(key);
        normal_quantiles(&mut numbers);
        numbers
    }

    /// T = 2 X + Y + ½ Z with independent standard normals: Var T = 4 + 1 + ¼ = 5.25.
    fn total() -> Vec<f64> {
        let (x, y, z) = (normal(1), normal(2), normal(3));
        (0..RUNS).map(|run| 2.0 * x[run] + y[run] + 0.5 * z[run]).collect()
    }

    fn check(name: &str, found: Measured, expected: f64, error_max: f64) {
        let Measured { value, half_width } = found;
        assert!((value - expected).abs() < error_max, "{name}: {value} instead of {expected}");
        assert!(half_width < error_max, "{name}: {value} ± {half_width}");
    }

    #[test]
    fn shares_of_the_variance_of_a_sum() {
        // 4 / 5.25 = 0.762, 1 / 5.25 = 0.190, 0.25 / 5.25 = 0.048, and nothing. What counts as P5 or P95
        // and the width of bins take a few hundredths of the first.
        let given = Given::new(&total());
        let first_order = |key| given.known(&uniform(key)).first_order;
        check("x", first_order(1), 0.735, 0.03);
        check("y", first_order(2), 0.190, 0.03);
        check("z", first_order(3), 0.048, 0.02);
        check("unrelated", first_order(4), 0.0, 0.01);
    }

    #[test]
    fn buffers_of_a_sum() {
        // (Q80 − Q50) of a normal variable is 0.8416 σ. Of T: 0.8416 √5.25 = 1.928. Without X, σ² is
        // 1.25: 1.928 − 0.8416 √1.25 = 0.987; bins have a width, and what counts as P95 is not in it.
        // Without Y: 1.928 − 0.8416 √4.25 = 0.193; without Z: 1.928 − 0.8416 √5 = 0.046.
        let given = Given::new(&total());
        let buffer = |key| given.known(&uniform(key)).buffer;
        assert!((normal_quantile(0.8) - 0.8416).abs() < 1e-4);
        check("x", buffer(1), 0.96, 0.06);
        check("y", buffer(2), 0.193, 0.04);
        check("z", buffer(3), 0.046, 0.02);
        check("unrelated", buffer(4), 0.0, 0.01);
    }

    #[test]
    fn a_few_runs_beyond_measure_say_nothing() {
        // One run of a thousand ends a hundred times as late, for no reason at all.
        let mut finishes = total();
        finishes.iter_mut().step_by(1_000).for_each(|finish| *finish += 1_000.0);
        let share = Given::new(&finishes).known(&uniform(2)).first_order;
        check("y", share, 0.190, 0.03);
    }

    #[test]
    fn what_is_certain_has_no_variance_and_no_buffer() {
        let known = Given::new(&[7.0; RUNS]).known(&uniform(1));
        assert_eq!((known.first_order, known.buffer), Default::default());
    }
}
