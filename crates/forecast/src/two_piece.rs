//! The two-piece log-normal distribution: an estimate as a distribution.
//!
//! In go a median and a spread to each side, out come amounts at a score and what remains of an
//! amount of which some is spent. It must not know what is estimated.
//!
//! # Theory
//! With Z standard normal, the amount is X = m · exp(σ₋ Z) for Z < 0 and m · exp(σ₊ Z) above: a
//! log-normal distribution with its own spread on each side of the median m. Through 10th, 50th and
//! 90th percentiles l ≤ m ≤ h it has σ₋ = k ln(m / l) / z₉₀ and σ₊ = k ln(h / m) / z₉₀; k = 1 meets
//! the percentiles exactly, and k > 1 widens both sides for estimators who are surer than they
//! should be. It exists for every such triple. That task times are close to log-normal: Trietsch,
//! Mazmanyan, Gevorgyan and Baker, EJOR 2012.
//!
//! # Practice
//! ```
//! use forecast::TwoPiece;
//! use forecast::quantile::normal_quantile;
//!
//! let days = TwoPiece::through(2.0, 4.0, 8.0, 1.0);
//! assert_eq!(format!("{:.1}", days.at(normal_quantile(0.8))), "6.3");
//! // Four days in and not done: even odds for another 1.8.
//! assert_eq!(format!("{:.1}", days.remaining(4.0, 0.5)), "1.8");
//! ```

use crate::doubt::{FAR_OUT, score_beyond};
use crate::quantile::{Z90, exp, normal_cdf};

/// A two-piece log-normal distribution of a positive amount, in the unit of its median.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TwoPiece {
    /// The amount that is exceeded in half of the cases.
    pub median: f64,
    /// Spread of the logarithm below the median.
    pub sigma_below: f64,
    /// Spread of the logarithm above the median.
    pub sigma_above: f64,
}

impl TwoPiece {
    /// The distribution with 10th, 50th and 90th percentile `low <= likely <= high`, all positive,
    /// its logarithm widened `widening` times to each side.
    #[must_use]
    pub fn through(low: f64, likely: f64, high: f64, widening: f64) -> Self {
        TwoPiece {
            median: likely,
            sigma_below: widening * libm::log(likely / low) / Z90,
            sigma_above: widening * libm::log(high / likely) / Z90,
        }
    }

    /// The amount as far out as `score` is in a standard normal distribution; its quantile function
    /// after [`crate::quantile::normal_quantile`]. Exactly the median where there is no spread.
    #[inline]
    #[must_use]
    pub fn at(&self, score: f64) -> f64 {
        self.at_times(score, 0.0)
    }

    /// [`TwoPiece::at`] times e to the power of `log_factor`, for the price of one exponential.
    #[inline(always)]
    #[must_use]
    pub fn at_times(&self, score: f64, log_factor: f64) -> f64 {
        let sigma = if score < 0.0 { self.sigma_below } else { self.sigma_above };
        self.median * exp(sigma * score + log_factor)
    }

    /// How far out `amount` is: the inverse of [`TwoPiece::at`]. Infinite beyond a side without
    /// spread.
    #[must_use]
    pub fn score(&self, amount: f64) -> f64 {
        let log_ratio = libm::log(amount / self.median);
        let sigma = if log_ratio < 0.0 { self.sigma_below } else { self.sigma_above };
        if log_ratio == 0.0 { 0.0 } else { log_ratio / sigma }
    }

    /// The same with both spreads `times` as wide.
    #[inline]
    #[must_use]
    pub fn widened(&self, times: f64) -> Self {
        let TwoPiece { median, sigma_below, sigma_above } = *self;
        TwoPiece { median, sigma_below: times * sigma_below, sigma_above: times * sigma_above }
    }

    /// This with the same middle, each side at least as wide as a log-normal with `sd`.
    #[must_use]
    pub fn at_least_as_wide(&self, sd: f64) -> Self {
        TwoPiece {
            sigma_below: self.sigma_below.max(sd),
            sigma_above: self.sigma_above.max(sd),
            ..*self
        }
    }

    /// The logarithm of the chance that it is more than `amount`.
    #[must_use]
    pub fn log_survival(&self, amount: f64) -> f64 {
        let score = self.score(amount);
        if score < FAR_OUT {
            libm::log(normal_cdf(-score))
        } else {
            // S(z) is close to φ(z) / z. Beyond a side without spread there is no chance at all.
            -0.5 * score * score - libm::log(score * SQRT_2_PI)
        }
    }

    /// What remains when `spent > 0` did not suffice: the quantile at `probability` of X − spent,
    /// given X > spent. Never negative.
    ///
    /// With the survival function S, it solves S(x) = (1 − u) S(spent). The more an amount has been
    /// overrun, the more of it is to be expected: the distribution is heavy-tailed.
    #[must_use]
    pub fn remaining(&self, spent: f64, probability: f64) -> f64 {
        let score = score_beyond(self.score(spent), 1.0 - probability);
        if score.is_finite() { (self.at(score) - spent).max(0.0) } else { 0.0 }
    }
}

const SQRT_2_PI: f64 = 2.506_628_274_631_000_2;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantile::normal_quantile;
    use proptest::prelude::*;

    fn check(name: &str, found: f64, expected: f64) {
        let error = (found / expected - 1.0).abs();
        assert!(error < 1e-9, "{name}: {found} instead of {expected}");
    }

    fn two_to_eight() -> TwoPiece {
        TwoPiece::through(2.0, 4.0, 8.0, 1.0)
    }

    #[test]
    fn it_meets_its_percentiles_and_widens_them_evenly_in_the_logarithm() {
        let estimate = TwoPiece::through(2.0, 3.0, 9.0, 1.0);
        check("P10", estimate.at(-Z90), 2.0);
        check("P50", estimate.at(0.0), 3.0);
        check("P90", estimate.at(Z90), 9.0);
        let widened = TwoPiece::through(2.0, 3.0, 9.0, 2.0);
        check("P10, twice as wide: 3 · (2/3)²", widened.at(-Z90), 4.0 / 3.0);
        check("P90, twice as wide: 3 · (9/3)²", widened.at(Z90), 27.0);
        check("log-normal P80", two_to_eight().at(normal_quantile(0.8)), 6.305_979_753_44);
        check("log-normal P95", two_to_eight().at(normal_quantile(0.95)), 9.737_059_134_22);
    }

    #[test]
    fn scores_are_the_inverse() {
        let estimate = TwoPiece::through(2.0, 3.0, 9.0, 1.5);
        for score in [-5.0, -1.0, 0.25, 4.0] {
            check("score", estimate.score(estimate.at(score)), score);
        }
        assert_eq!(estimate.score(3.0), 0.0);
    }

    #[test]
    fn what_remains_grows_with_the_overrun() {
        // References: quantiles by bisection in 30 digits.
        check("half, 4 spent", two_to_eight().remaining(4.0, 0.5), 1.760_951_645_27);
        // S(4) = 1/2; P80 of the rest is where S = 1/10: at 8, and 4 are spent.
        check("P80, 4 spent", two_to_eight().remaining(4.0, 0.8), 4.0);
        check("half, 8 spent", two_to_eight().remaining(8.0, 0.5), 1.737_059_142_21);
        check("P80, 8 spent", two_to_eight().remaining(8.0, 0.8), 4.147_173_835_39);
        check("half, 12 spent", two_to_eight().remaining(12.0, 0.5), 1.922_007_960_59);
    }

    #[test]
    fn survival_goes_on_where_floats_would_not() {
        check("half", two_to_eight().log_survival(4.0), libm::log(0.5));
        check("a tenth", two_to_eight().log_survival(8.0), libm::log(0.1));
        let at = |score: f64| two_to_eight().log_survival(two_to_eight().at(score));
        // The two forms agree where they meet: ln(1 − 1/z²) is -0.0011 at z = 30.
        assert!((at(FAR_OUT - 1e-9) - at(FAR_OUT + 1e-9)).abs() < 0.0012);
        assert!(at(200.0) < at(100.0));
    }

    #[test]
    fn hardly_anything_spent_changes_hardly_anything() {
        let whole = two_to_eight().at(normal_quantile(0.3));
        assert!((two_to_eight().remaining(1e-6, 0.3) - whole).abs() < 1e-5);
    }

    #[test]
    fn the_far_tail_joins_smoothly() {
        let tight = TwoPiece::through(9.9, 10.0, 10.1, 1.0);
        let around = |score: f64| tight.remaining(tight.at(score), 0.5);
        let (near, far) = (around(FAR_OUT - 0.01), around(FAR_OUT + 0.01));
        assert!((near / far - 1.0).abs() < 0.01, "{near} against {far}");
    }

    proptest! {
        #[test]
        fn what_remains_is_an_amount_that_grows_with_luck_running_out(
            likely in 1.0..1e5f64,
            (down, up) in (1.0..20.0f64, 1.0..20.0f64),
            widening in 0.5..4.0f64,
            spent_share in 0.001..100.0f64,
            probability in 0.001..0.998f64,
        ) {
            let estimate = TwoPiece::through(likely / down, likely, likely * up, widening);
            let spent = likely * spent_share;
            let rest = estimate.remaining(spent, probability);
            prop_assert!(rest.is_finite() && rest >= 0.0);
            prop_assert!(rest <= estimate.remaining(spent, probability + 0.001));
        }
    }

    #[test]
    fn without_spread_the_rest_is_a_difference() {
        let exact = TwoPiece::through(10.0, 10.0, 10.0, 1.5);
        assert_eq!(exact.at(2.0), 10.0);
        check("rest", exact.remaining(4.0, 0.9), 6.0);
        assert_eq!(exact.remaining(10.0, 0.9), 0.0);
        assert_eq!(exact.remaining(12.0, 0.9), 0.0);
    }
}
