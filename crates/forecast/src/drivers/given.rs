//! What is left unknown once one thing is known, from the runs that there are.
//!
//! In go numbers by run (when it finishes, and how bad the draws of one thing were); out come shares
//! of variance and the buffer that goes. No run is played again. It must not know what was drawn.
//!
//! # Theory
//! The runs are dealt to bins of equal probability by one input X. Within a bin X is nearly known, so
//! the means of the bins are E(T | X), and what is left around them is the rest (Pearson's correlation
//! ratio 1905; as "given data": Plischke, Borgonovo and Smith, EJOR 2013).

/// Bins of equal probability.
const BINS: usize = 32;

/// Returns the first-order index of X: the share of the variance of `finishes` that would go if X were
/// known, Var E(T | X) / Var T, 0 to 1.
///
/// **Meaning.** `badness` is X by run, uniform in (0, 1). Means of bins vary even if X says nothing:
/// by (bins − 1) / N of the variance within; that is taken off.
///
/// **Cost.** `O(runs)`. **Source.** Sobol 1993; the estimator as in the module head.
pub fn first_order_index(finishes: &[f64], badness: &[f64]) -> f64 {
    let means = Bins::of(finishes, badness);
    let mean = mean(finishes);
    let (mut between, mut total) = (0.0, 0.0);
    for (finish, badness) in finishes.iter().zip(badness) {
        let expected = means.at(*badness);
        between += (expected - mean) * (expected - mean);
        total += (finish - mean) * (finish - mean);
    }
    if total <= 0.0 {
        return 0.0;
    }
    let by_chance = (BINS - 1) as f64 / finishes.len() as f64 * (total - between);
    ((between - by_chance) / total).clamp(0.0, 1.0)
}

/// Returns by how much less than now the 80th percentile of `finishes` would be above the median if X
/// were known, on average over what X turns out to be; in the unit of `finishes`, at least 0.
///
/// **Meaning.** (Q80 − Q50)(T) − E[(Q80 − Q50)(T | X)], with `badness` X by run, uniform in (0, 1).
/// The runs around their bin's mean are taken together for the second term: so it is as sure as the
/// first, and both err alike. They are spread by √((N − 1) / (N − bins)), for the means were fitted.
///
/// **Cost.** `O(runs)`.
pub fn buffer_removed(finishes: &[f64], badness: &[f64]) -> f64 {
    let means = Bins::of(finishes, badness);
    let n = finishes.len() as f64;
    let fitted = ((n - 1.0) / (n - BINS as f64).max(1.0)).sqrt();
    let rest = finishes.iter().zip(badness).map(|(t, badness)| fitted * (t - means.at(*badness)));
    (buffer(finishes.to_vec()) - buffer(rest.collect())).max(0.0)
}

/// How far the 80th percentile is above the median.
fn buffer(mut numbers: Vec<f64>) -> f64 {
    let mut at = |percent| {
        let rank = crate::distribution::rank(percent, numbers.len());
        *numbers.select_nth_unstable_by(rank, f64::total_cmp).1
    };
    at(80) - at(50)
}

fn mean(numbers: &[f64]) -> f64 {
    numbers.iter().sum::<f64>() / numbers.len() as f64
}

/// The mean of each bin.
struct Bins([f64; BINS]);

impl Bins {
    fn of(finishes: &[f64], badness: &[f64]) -> Self {
        let mut sums = [(0.0, 0.0); BINS];
        for (finish, badness) in finishes.iter().zip(badness) {
            let (sum, count) = &mut sums[bin(*badness)];
            *sum += finish;
            *count += 1.0;
        }
        Bins(sums.map(|(sum, count)| if count > 0.0 { sum / count } else { 0.0 }))
    }

    fn at(&self, badness: f64) -> f64 {
        self.0[bin(badness)]
    }
}

fn bin(badness: f64) -> usize {
    ((badness * BINS as f64) as usize).min(BINS - 1)
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

    fn check(name: &str, found: f64, expected: f64, error_max: f64) {
        assert!((found - expected).abs() < error_max, "{name}: {found} instead of {expected}");
    }

    #[test]
    fn shares_of_the_variance_of_a_sum() {
        // 4 / 5.25 = 0.7619, 1 / 5.25 = 0.1905, 0.25 / 5.25 = 0.0476, and nothing. A bin has a width:
        // within 1/32 of the probability a normal variable keeps 0.9 % of its variance, mostly at the
        // ends, so that the first is seen as about 0.755. Two streams correlate by ρ = 0.014 (one
        // standard deviation), which moves the share of Y to (1 + 2 ρ)² / 5.25, by 0.011.
        check("x", first_order_index(&total(), &uniform(1)), 0.755, 0.03);
        check("y", first_order_index(&total(), &uniform(2)), 0.1905, 0.03);
        check("z", first_order_index(&total(), &uniform(3)), 0.0476, 0.02);
        check("unrelated", first_order_index(&total(), &uniform(4)), 0.0, 0.004);
    }

    #[test]
    fn buffers_of_a_sum() {
        // (Q80 − Q50) of a normal variable is 0.8416 σ. Of T: 0.8416 √5.25 = 1.928. Without X, σ² is
        // 1.25 and 1.9 of X's 4 · 0.009 in the bins: 0.8416 √1.286 = 0.954, so 0.974 goes. Without Y:
        // 1.928 − 0.8416 √4.25 = 0.193; without Z: 1.928 − 0.8416 √5 = 0.046. A quantile of 8,192 runs
        // has a standard deviation of about 0.04, the difference of two that correlate by 0.9 of 0.02.
        check("P80", normal_quantile(0.8), 0.8416, 1e-4);
        check("x", buffer_removed(&total(), &uniform(1)), 0.974, 0.06);
        check("y", buffer_removed(&total(), &uniform(2)), 0.193, 0.06);
        check("z", buffer_removed(&total(), &uniform(3)), 0.046, 0.06);
        check("unrelated", buffer_removed(&total(), &uniform(4)), 0.0, 0.02);
    }

    #[test]
    fn what_is_certain_has_no_variance_and_no_buffer() {
        let same = vec![7.0; RUNS];
        assert_eq!(first_order_index(&same, &uniform(1)), 0.0);
        assert_eq!(buffer_removed(&same, &uniform(1)), 0.0);
    }
}
