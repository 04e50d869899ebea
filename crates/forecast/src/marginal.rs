//! Other readings of a range than the two-piece log-normal: PERT, triangular, history, fixed.
//!
//! In go a low, a middle and a high amount, out come quantiles, what remains of an amount of which
//! some is spent, and the chance that it is more. It must not know what is estimated.
//!
//! # Theory
//! - **PERT**: a beta distribution from low to high, with a = 1 + 4 (m − l) / (h − l) and b = 6 − a
//!   (Malcolm, Roseboom, Clark and Fazar 1959): mean (l + 4 m + h) / 6. Its ends are the least and the
//!   most that can happen, and m is its mode.
//! - **Triangular**: from low to high with mode m.
//! - **History**: the middle, times one of the ratios of actual to middle that the team's own finished
//!   tasks had, each as likely (the evidence-based scheduling of Spolsky 2007). Work that has taken
//!   longer than any of them goes on like a log-normal.
//! - **Fixed**: the middle.
//!
//! # Practice
//! Inverting a beta distribution is slow, so a PERT quantile is read from a table over the normal
//! score with cubic pieces. All ranges with the same mode, relative to their ends, share a table.

use std::collections::BTreeMap;
use std::sync::Arc;

use schedule::Range;

use crate::quantile::{normal_cdf, normal_quantile};
use crate::two_piece::TwoPiece;

/// How ranges of work are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// [`TwoPiece`] log-normal through the 10th, 50th and 90th percentile.
    LogNormal,
    /// A beta distribution between the ends.
    Pert,
    /// A triangle between the ends.
    Triangular,
    /// The ratios that the team's finished tasks had.
    History,
    /// The middle, surely.
    Fixed,
}

/// The distribution of one amount.
#[derive(Clone, Debug)]
pub(crate) enum Marginal {
    Pert {
        low: f64,
        width: f64,
        shape: f64,
        table: Arc<BetaTable>,
    },
    Triangular {
        low: f64,
        mode: f64,
        high: f64,
    },
    /// Ratios ascend.
    History {
        middle: f64,
        ratios: Arc<[f64]>,
        beyond: TwoPiece,
    },
    Fixed(f64),
}

/// Makes the marginals of a problem.
pub(crate) struct Marginals {
    shape: Shape,
    ratios: Arc<[f64]>,
    tables: BTreeMap<u32, Arc<BetaTable>>,
}

impl Marginals {
    /// Of this shape; history from `ratios`, which ascend and of which there is at least one.
    pub fn new(shape: Shape, ratios: &[f64]) -> Self {
        Marginals { shape, ratios: ratios.into(), tables: BTreeMap::new() }
    }

    /// How `range`, widened to `spread`, is read; `None` for the log-normal that `spread` is.
    pub fn of(&mut self, range: &Range, spread: TwoPiece, widening: f64) -> Option<Marginal> {
        let middle = range.likely;
        let stretched = |end: f64| middle * libm::pow(end / middle, widening);
        let (low, high) = (stretched(range.low), stretched(range.high));
        match self.shape {
            Shape::LogNormal => None,
            // The ratios are those of work at the team's pace.
            Shape::History if !range.paced => None,
            Shape::History => {
                Some(Marginal::History { middle, ratios: self.ratios.clone(), beyond: spread })
            }
            Shape::Triangular if low < high => {
                Some(Marginal::Triangular { low, mode: middle, high })
            }
            Shape::Pert if low < high => Some(self.pert(low, middle, high)),
            Shape::Fixed | Shape::Triangular | Shape::Pert => Some(Marginal::Fixed(middle)),
        }
    }

    fn pert(&mut self, low: f64, mode: f64, high: f64) -> Marginal {
        /// So many modes are told apart: each is off by a hundred-thousandth of the width at most.
        const MODES: f64 = 65_536.0;
        let width = high - low;
        let nearest = ((mode - low) / width * MODES).round();
        let shape = 1.0 + 4.0 * nearest / MODES;
        let table = self.tables.entry(nearest as u32);
        let table = table.or_insert_with(|| Arc::new(BetaTable::new(shape))).clone();
        Marginal::Pert { low, width, shape, table }
    }
}

impl Marginal {
    /// The amount that is exceeded with probability 1 − `probability`.
    pub fn quantile(&self, probability: f64) -> f64 {
        match self {
            Marginal::Pert { low, width, table, .. } => low + width * table.quantile(probability),
            Marginal::Triangular { low, mode, high } => {
                let (left, width) = (mode - low, high - low);
                if probability * width < left {
                    low + (probability * width * left).sqrt()
                } else {
                    high - ((1.0 - probability) * width * (high - mode)).sqrt()
                }
            }
            Marginal::History { middle, ratios, .. } => {
                let at = (probability * ratios.len() as f64) as usize;
                middle * ratios[at.min(ratios.len() - 1)]
            }
            Marginal::Fixed(amount) => *amount,
        }
    }

    /// The chance that it is more than `amount`.
    pub fn survival(&self, amount: f64) -> f64 {
        match self {
            Marginal::Pert { low, width, shape, .. } => {
                beta_cdf(6.0 - shape, *shape, 1.0 - ((amount - low) / width).clamp(0.0, 1.0))
            }
            Marginal::Triangular { low, mode, high } => {
                let (left, width) = (mode - low, high - low);
                let amount = amount.clamp(*low, *high);
                if amount < *mode {
                    1.0 - (amount - low) * (amount - low) / (width * left)
                } else {
                    (high - amount) * (high - amount)
                        / (width * (high - mode)).max(f64::MIN_POSITIVE)
                }
            }
            Marginal::History { middle, ratios, .. } => {
                let below = ratios.partition_point(|ratio| middle * ratio <= amount);
                (ratios.len() - below) as f64 / ratios.len() as f64
            }
            Marginal::Fixed(middle) => f64::from(u8::from(amount < *middle)),
        }
    }

    /// What running work that has taken `spent` says of the pace: the logarithm of the chance that it
    /// takes more. Nothing where only a fixed amount or a handful of ratios stand against it.
    pub fn log_survival(&self, spent: f64) -> f64 {
        match self {
            Marginal::Fixed(_) => 0.0,
            Marginal::History { beyond, .. } => beyond.log_survival(spent),
            Marginal::Pert { .. } | Marginal::Triangular { .. } => libm::log(self.survival(spent)),
        }
    }

    /// What remains when `spent > 0` did not suffice; never negative. See [`TwoPiece::remaining`].
    pub fn remaining(&self, spent: f64, probability: f64) -> f64 {
        let survival = self.survival(spent);
        match self {
            Marginal::History { beyond, .. } if survival == 0.0 => {
                beyond.remaining(spent, probability)
            }
            _ => (self.quantile(1.0 - survival * (1.0 - probability)) - spent).max(0.0),
        }
    }
}

/// The quantile function of a beta distribution whose two shapes add up to six.
#[derive(Debug)]
pub(crate) struct BetaTable {
    /// At each knot: the quantile, and its slope times the distance of knots.
    knots: Vec<(f64, f64)>,
}

/// The knots go from minus this score to this score.
const KNOT_REACH: f64 = 7.0;
const KNOTS_PER_SCORE: f64 = 8.0;

impl BetaTable {
    fn new(shape: f64) -> Self {
        let n = (2.0 * KNOT_REACH * KNOTS_PER_SCORE) as usize + 1;
        let knot = |index: usize| {
            let score = index as f64 / KNOTS_PER_SCORE - KNOT_REACH;
            // From the nearer end, where the probability keeps its digits.
            let (x, density) = if score < 0.0 {
                beta_quantile(shape, 6.0 - shape, normal_cdf(score))
            } else {
                let (rest, density) = beta_quantile(6.0 - shape, shape, normal_cdf(-score));
                (1.0 - rest, density)
            };
            let slope = libm::exp(-0.5 * score * score) / SQRT_2_PI / density;
            (x, if slope.is_finite() { slope / KNOTS_PER_SCORE } else { 0.0 })
        };
        BetaTable { knots: (0..n).map(knot).collect() }
    }

    /// By the cubic through both knots with their slopes.
    fn quantile(&self, probability: f64) -> f64 {
        let score = normal_quantile(probability).clamp(-KNOT_REACH, KNOT_REACH);
        let place = (score + KNOT_REACH) * KNOTS_PER_SCORE;
        let index = (place as usize).min(self.knots.len() - 2);
        let t = place - index as f64;
        let ((low, low_slope), (high, high_slope)) = (self.knots[index], self.knots[index + 1]);
        let rise = high - low;
        let (bend_low, bend_high) = (low_slope - rise, rise - high_slope);
        low + t * (rise + (1.0 - t) * (bend_low * (1.0 - t) + bend_high * t))
    }
}

const SQRT_2_PI: f64 = 2.506_628_274_631_000_2;

/// The quantile of Beta(a, b) and the density there, by Newton steps inside a shrinking bracket.
fn beta_quantile(a: f64, b: f64, probability: f64) -> (f64, f64) {
    let log_beta = libm::lgamma(a) + libm::lgamma(b) - libm::lgamma(a + b);
    let density =
        |x: f64| libm::exp((a - 1.0) * libm::log(x) + (b - 1.0) * libm::log(1.0 - x) - log_beta);
    let (mut below, mut above) = (0.0, 1.0);
    let mut x = a / (a + b);
    for _ in 0..60 {
        let off = beta_cdf(a, b, x) - probability;
        if off < 0.0 {
            below = x;
        } else {
            above = x;
        }
        let step = off / density(x);
        let newton = x - step;
        let next = if newton > below && newton < above { newton } else { 0.5 * (below + above) };
        if (next - x).abs() <= 1e-15 * x {
            break;
        }
        x = next;
    }
    (x, density(x))
}

/// The series x^a (1 − x)^b / (a B(a, b)) · Σ Π (a + b + j) / (a + 1 + j) · x^i, from the nearer
/// end (Abramowitz and Stegun 26.5.4).
fn beta_cdf(a: f64, b: f64, x: f64) -> f64 {
    if x > 0.5 {
        return 1.0 - beta_cdf(b, a, 1.0 - x);
    }
    if x <= 0.0 {
        return 0.0;
    }
    let log_beta = libm::lgamma(a) + libm::lgamma(b) - libm::lgamma(a + b);
    let front = libm::exp(a * libm::log(x) + b * libm::log(1.0 - x) - log_beta) / a;
    let (mut term, mut sum, mut step) = (1.0, 1.0, 0.0);
    while term > 1e-17 * sum {
        term *= x * (a + b + step) / (a + 1.0 + step);
        sum += term;
        step += 1.0;
    }
    front * sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn marginal(shape: Shape, low: f64, likely: f64, high: f64) -> Marginal {
        let range = Range { low, likely, high, widened: false, paced: true, spent: 0.0 };
        let spread = TwoPiece::through(low, likely, high, 1.0);
        let ratios = [0.5, 1.0, 2.0, 2.0];
        Marginals::new(shape, &ratios).of(&range, spread, 1.0).expect("not a log-normal")
    }

    #[track_caller]
    fn check(found: f64, expected: f64, error_max: f64) {
        let error = (found / expected - 1.0).abs();
        assert!(error <= error_max, "{found} instead of {expected}");
    }

    #[test]
    fn quantiles_of_pert_are_those_of_the_tables() {
        let found = marginal(Shape::Pert, 2.0, 4.0, 9.0);
        for (probability, amount) in
            [(0.1, 2.904_353), (0.5, 4.382_589), (0.8, 5.625_880), (0.95, 6.773_921)]
        {
            check(found.quantile(probability), amount, 1e-5);
        }
        check(marginal(Shape::Pert, 3.0, 4.0, 12.0).quantile(0.8), 6.383_238, 1e-5);
    }

    #[test]
    fn quantiles_of_triangles() {
        let found = marginal(Shape::Triangular, 2.0, 4.0, 9.0);
        for (probability, amount) in [(0.5, 4.816_700), (0.8, 6.354_249), (0.95, 7.677_124)] {
            check(found.quantile(probability), amount, 1e-6);
        }
        // Awati, “Eight to Late”: 2..4..8 is at most 4 in one case of three.
        let awati = marginal(Shape::Triangular, 2.0, 4.0, 8.0);
        check(awati.quantile(0.8), 5.809, 1e-4);
        check(awati.survival(4.0), 2.0 / 3.0, 1e-12);
    }

    #[test]
    fn table_quantiles_are_exact_to_a_ten_thousandth() {
        for (low, likely, high) in [
            (2.0, 4.0, 9.0),
            (1.0, 1.0, 1000.0),
            (1.0, 1000.0, 1000.0),
            (1.0, 3.0, 10.0),
            (0.1, 3.0, 90.0),
        ] {
            let found = marginal(Shape::Pert, low, likely, high);
            let a = 1.0 + 4.0 * (likely - low) / (high - low);
            let probabilities = (1..1000).map(|step| f64::from(step) / 1000.0);
            for probability in probabilities.chain([1e-4, 3e-4, 1.0 - 3e-4, 1.0 - 1e-4]) {
                let exact = low + (high - low) * beta_quantile(a, 6.0 - a, probability).0;
                check(found.quantile(probability), exact, 1e-4);
            }
        }
    }

    #[test]
    fn history_is_one_ratio_of_the_record() {
        let found = marginal(Shape::History, 2.0, 4.0, 8.0);
        assert_eq!([0.1, 0.3, 0.6, 0.99].map(|u| found.quantile(u)), [2.0, 4.0, 8.0, 8.0]);
        // Of those above 4 there are two, and both are 8.
        assert_eq!((found.survival(4.0), found.remaining(4.0, 0.01)), (0.5, 4.0));
        // None is above 8: it goes on like the log-normal through 2..4..8.
        check(found.remaining(8.0, 0.5), 1.737_059, 1e-6);
    }

    #[test]
    fn a_range_without_width_is_its_middle_in_any_shape() {
        for shape in [Shape::Pert, Shape::Triangular, Shape::Fixed] {
            let found = marginal(shape, 4.0, 4.0, 4.0);
            assert_eq!((found.quantile(0.9), found.remaining(1.0, 0.9)), (4.0, 3.0));
            assert_eq!(found.remaining(9.0, 0.9), 0.0);
        }
    }

    proptest! {
        #[test]
        fn what_remains_is_what_is_more_than_spent(
            likely in 1.0..1e4f64,
            (down, up) in (1.0..9.0f64, 1.0..9.0f64),
            shape in prop::sample::select(vec![Shape::Pert, Shape::Triangular, Shape::History, Shape::Fixed]),
            spent_share in 0.001..20.0f64,
            probability in 0.001..0.998f64,
        ) {
            let found = marginal(shape, likely / down, likely, likely * up);
            let spent = likely * spent_share;
            let rest = found.remaining(spent, probability);
            prop_assert!(rest.is_finite() && rest >= 0.0);
            prop_assert!(rest <= found.remaining(spent, probability + 0.001) + 1e-9 * likely);
            prop_assert!((0.0..=1.0).contains(&found.survival(spent)));
            let quantile = found.quantile(probability);
            if matches!(shape, Shape::Pert | Shape::Triangular) && up * down > 1.01 {
                prop_assert!((found.survival(quantile) - (1.0 - probability)).abs() < 1e-4);
            }
        }
    }
}
