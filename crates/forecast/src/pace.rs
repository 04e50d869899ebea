//! What is believed of the team's pace: a distribution, after finished and after running work.
//!
//! In go what the record taught and the work that is running, out comes the factor F on all paced
//! effort at any score. It must not know runs or draws.
//!
//! # Theory
//! Before anything is known, ln F ~ N(0, τ²). A finished task shows r = ln(actual / likely), which is
//! ln F and its own luck, N(0, s²). That the prior is worth n₀ = 10 tasks says that s² = n₀ τ². Then n
//! of them leave, by the one conjugate update (Gelman et al., Bayesian Data Analysis, 2.5),
//!
//! ```text
//! ln F | r₁ … rₙ ~ N( n r̄ / (n + n₀),  τ² n₀ / (n + n₀) ).
//! ```
//!
//! The mean is the pace that is used and the variance is the doubt that is left of τ²: both come out
//! of the same update, so that the record counts once. It would count twice if F were centered at a
//! learned pace and then updated by the same tasks again.
//!
//! A running task says something too: it has taken e and is not done, which is likelier if work is
//! slow. Without it the pace would be learned from the short tasks alone, for those finish first. Its
//! likelihood is ε + (1 − ε) S(e / F): in one case of fifty it is done and the tick was forgotten, else
//! it has survived, with S the survival function of its range, read no narrower than s. That bounds what
//! one task teaches (a median pace of about a tenth more, under the usual prior), and what has overrun
//! beyond belief teaches nothing: a forgotten tick is likelier than a team five times as slow. Many tasks
//! that overrun still agree with each other. The product with the density above has no closed form: it is summed over [`NODES`] nodes of the score z, with ln F = mean + sd z.
//! Between two nodes the likelihood is a straight line, which a normal density integrates in closed
//! form: ∫ (a + b z) φ = a ΔΦ − b Δφ. So where the likelihood is flat nothing changes at all. The first
//! pass finds where the mass is, the second puts the nodes there.
//!
//! F is drawn by the inverse of that distribution function. It is kept as pairs of scores, of the
//! posterior and of z, since these lie on a line for a normal posterior, far into the tails.

use crate::calibrate::Calibration;
use crate::quantile::{exp, normal_cdf, normal_quantile};

/// How many nodes the posterior after running work is summed over.
pub const NODES: usize = 65;

/// How far out nodes go, in standard deviations.
const REACH: f64 = 8.0;

/// How far out they go when it is known where the mass is; further out ln F goes on in a line.
const REACH_FINE: f64 = 5.0;

/// What is believed of the factor F that all of the team's work shares.
#[derive(Clone, Debug, PartialEq)]
pub struct Pace {
    /// Mean of ln F after finished work.
    log_mean: f64,
    /// Standard deviation of ln F after finished work.
    log_sd: f64,
    /// Scores of the posterior after running work, ascending, and how many standard deviations off the
    /// mean they are. Empty where running work says nothing.
    nodes: Vec<(f64, f64)>,
}

impl Pace {
    /// After finished work alone.
    #[must_use]
    pub fn learned(calibration: &Calibration) -> Self {
        let (log_mean, log_sd) = (libm::log(calibration.pace), calibration.pace_sd);
        Pace { log_mean, log_sd, nodes: Vec::new() }
    }

    /// This, after work that has a likelihood of `log_likelihood` (its logarithm, up to a constant) at
    /// each ln F.
    #[must_use]
    pub fn given(self, log_likelihood: impl Fn(f64) -> f64) -> Self {
        if self.log_sd == 0.0 {
            return self;
        }
        let at = |z: f64| log_likelihood(self.log_mean + self.log_sd * z);
        let rough = posterior(-REACH, REACH, at);
        let mut near = rough.iter().filter(|(score, _)| score.abs() <= REACH_FINE);
        let Some(first) = near.next() else { return self };
        let last = near.next_back().unwrap_or(first);
        let step = 2.0 * REACH / (NODES - 1) as f64;
        let nodes = posterior(first.1 - step, last.1 + step, at);
        Pace { nodes, ..self }
    }

    /// Surely its median.
    #[must_use]
    pub fn settled(&self) -> Self {
        Pace { log_mean: self.log_factor(0.0), log_sd: 0.0, nodes: Vec::new() }
    }

    /// The factor that is exceeded with probability 1 − `probability`.
    #[must_use]
    pub fn percentile(&self, probability: f64) -> f64 {
        exp(self.log_factor(normal_quantile(probability)))
    }

    /// ln F at a standard normal score.
    #[must_use]
    pub fn log_factor(&self, score: f64) -> f64 {
        self.log_mean + self.log_sd * self.off_the_mean(score)
    }

    /// By linear interpolation between nodes, and along the line beyond them.
    fn off_the_mean(&self, score: f64) -> f64 {
        let above = self.nodes.partition_point(|(node, _)| *node < score);
        match self.nodes.as_slice() {
            [] => score,
            nodes if above == 0 => nodes[0].1 + (score - nodes[0].0),
            nodes if above == nodes.len() => nodes[above - 1].1 + (score - nodes[above - 1].0),
            nodes => {
                let ((low, z_low), (high, z_high)) = (nodes[above - 1], nodes[above]);
                z_low + (score - low) / (high - low) * (z_high - z_low)
            }
        }
    }
}

/// The logarithm of the chance that a task is not ticked, by that of its still running.
#[must_use]
pub fn unticked(log_survival: f64) -> f64 {
    libm::log(TICK_FORGOTTEN + (1.0 - TICK_FORGOTTEN) * libm::exp(log_survival))
}

/// The share of open tasks that are done and not ticked. A guess: the larger, the less an overrun says.
const TICK_FORGOTTEN: f64 = 0.02;

/// The posterior of a standard normal z with this likelihood: pairs of its score and z at the nodes
/// from `from` to `to`, as far as there is mass on both sides.
fn posterior(from: f64, to: f64, log_likelihood: impl Fn(f64) -> f64) -> Vec<(f64, f64)> {
    let z = |node: usize| from + (to - from) * node as f64 / (NODES - 1) as f64;
    let logs: Vec<f64> = (0..NODES).map(|node| log_likelihood(z(node))).collect();
    // The largest product with the density is 1, so that nothing that matters underflows.
    let weight = |node: usize| logs[node] - 0.5 * z(node) * z(node);
    let top = (0..NODES).map(weight).fold(f64::NEG_INFINITY, f64::max);
    if !top.is_finite() {
        return Vec::new();
    }
    let scale = (0..NODES).filter(|&node| weight(node) == top).map(|node| logs[node]).next();
    let likelihood =
        |node: usize| libm::exp((logs[node] - scale.unwrap_or_default()).min(LOG_LARGEST));
    let mass =
        |node: usize| mass_between(z(node), z(node + 1), likelihood(node), likelihood(node + 1));
    let masses: Vec<f64> = (0..NODES - 1).map(mass).collect();
    let whole: f64 = masses.iter().sum();
    // Summed from either end, so that both tails are exact.
    let mut below = vec![normal_cdf(from) * likelihood(0)];
    let mut above = vec![normal_cdf(-to) * likelihood(NODES - 1)];
    for node in 0..NODES - 1 {
        below.push(below[node] + masses[node]);
        above.push(above[node] + masses[NODES - 2 - node]);
    }
    let whole = whole + below[0] + above[0];
    let score = |node: usize| {
        let (below, above) = (below[node] / whole, above[NODES - 1 - node] / whole);
        if below < above { normal_quantile(below) } else { -normal_quantile(above) }
    };
    let mut nodes: Vec<(f64, f64)> = Vec::new();
    for node in 0..NODES {
        let score = score(node);
        let is_new = score.is_finite() && nodes.last().is_none_or(|(last, _)| *last < score);
        if is_new && score.abs() <= REACH {
            nodes.push((score, z(node)));
        }
    }
    nodes
}

/// Likelihoods beyond this power of e, relative to the one that matters most, have no mass beside it.
const LOG_LARGEST: f64 = 600.0;

/// ∫ φ times the line from `low_value` at `low` to `high_value` at `high`.
fn mass_between(low: f64, high: f64, low_value: f64, high_value: f64) -> f64 {
    /// 1 / √(2π)
    const DENSITY: f64 = 0.398_942_280_401_432_7;
    let density = |z: f64| DENSITY * libm::exp(-0.5 * z * z);
    // On the side on which the distribution function keeps its digits.
    let chance = if low > 0.0 {
        normal_cdf(-low) - normal_cdf(-high)
    } else {
        normal_cdf(high) - normal_cdf(low)
    };
    let slope = (high_value - low_value) / (high - low);
    let at_zero = low_value - slope * low;
    (at_zero * chance - slope * (density(high) - density(low))).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calibrate::{Finished, Prior, calibrate};
    use crate::draw::{Purpose, Stream};
    use crate::two_piece::TwoPiece;

    fn prior() -> Pace {
        Pace { log_mean: 0.0, log_sd: 0.2, nodes: Vec::new() }
    }

    fn check(name: &str, found: f64, expected: f64, error_max: f64) {
        assert!((found - expected).abs() <= error_max, "{name}: {found} instead of {expected}");
    }

    #[test]
    fn a_flat_likelihood_changes_nothing() {
        let found = prior().given(|_| -3.0);
        for score in [-7.5, -6.0, -1.3, 0.0, 0.7, 5.0, 7.9] {
            check("score", found.off_the_mean(score), score, 1e-9);
        }
    }

    #[test]
    fn the_grid_agrees_with_the_conjugate_update() {
        // n tasks with residuals around 0.3 and s² = 10 τ², put on the grid as if they were running
        // work: the mean must be n r̄ / (n + 10), the variance 10 τ² / (n + 10). A straight line
        // between nodes 0.25 apart is off by a thousandth of a standard deviation or two.
        for n in [1, 5, 13, 30, 100] {
            let (tau, mean_residual) = (0.2, 0.3);
            let s_squared = 10.0 * tau * tau;
            let tasks = f64::from(n);
            let log_likelihood = |log_factor: f64| {
                let off = mean_residual - log_factor;
                -0.5 * tasks * off * off / s_squared
            };
            let grid = prior().given(log_likelihood);
            let mean = tasks * mean_residual / (tasks + 10.0);
            let sd = tau * (10.0 / (tasks + 10.0)).sqrt();
            for score in [-3.0, -1.0, 0.0, 0.5, 2.0, 3.0] {
                check(&format!("{n} tasks"), grid.log_factor(score), mean + score * sd, 0.01 * sd);
            }
            let task = Finished { low: 1.0, likely: 1.0, high: 1.0, actual: libm::exp(0.3) };
            let learned = Pace::learned(&calibrate(&vec![task; n as usize], Prior::USUAL));
            for score in [-2.0, 0.0, 1.0] {
                check("learned", learned.log_factor(score), mean + score * sd, 1e-12);
            }
        }
    }

    #[test]
    fn overrun_work_says_that_the_team_is_slow_and_fresh_work_says_nothing() {
        let task = TwoPiece::through(2.0, 4.0, 8.0, 1.0);
        let median_after = |spent: f64| {
            let log_likelihood = |log_factor: f64| task.log_survival(spent / libm::exp(log_factor));
            prior().given(log_likelihood).percentile(0.5)
        };
        check("hardly begun", median_after(0.01), 1.0, 1e-4);
        assert!(median_after(8.0) > 1.05, "{}", median_after(8.0));
        assert!(median_after(40.0) > median_after(8.0));
        assert!(median_after(1e6).is_finite());
    }

    #[test]
    fn one_open_task_teaches_little_and_one_beyond_belief_nothing() {
        // 1..1.4..2, read as wide as one task's luck is: ln F's 0.2 times √10.
        let task = TwoPiece::through(1.0, 1.414, 2.0, 1.0).at_least_as_wide(0.2 * 10f64.sqrt());
        let median_after = |spent: f64| {
            let log_likelihood =
                |log_factor: f64| unticked(task.log_survival(spent / libm::exp(log_factor)));
            prior().given(log_likelihood).percentile(0.5)
        };
        let most = (1..400).map(|step| median_after(f64::from(step) / 8.0)).fold(0.0, f64::max);
        assert!((1.05..1.15).contains(&most), "{most}");
        // Forty times the middle: more than five standard deviations of its own luck.
        check("beyond belief", median_after(57.0), 1.0, 1e-3);
    }

    #[test]
    fn no_likelihood_breaks_it() {
        for wild in [f64::NEG_INFINITY, f64::NAN, 1e300] {
            assert!(prior().given(|log_factor| wild * log_factor).log_factor(1.0).is_finite());
        }
        let certain = Pace { log_sd: 0.0, ..prior() };
        assert_eq!(certain.clone().given(|_| f64::NAN), certain);
    }

    #[test]
    fn under_the_model_the_truth_is_uniform_in_the_posterior() {
        // Simulation-based calibration (Talts et al. 2018): teams drawn from the prior, a record and
        // running work drawn from the team, then the place of the truth in the posterior. Twenty
        // equal bins of 2,000 teams: χ² with 19 degrees of freedom exceeds 43.8 in one case of 1,000.
        const TEAMS: usize = 2000;
        const BINS: usize = 20;
        let tau = 0.2;
        let own_sd = tau * 10f64.sqrt();
        // Its 10th and 90th percentile as stated, without widening.
        let ratio = libm::exp(own_sd * crate::quantile::Z90);
        let range = TwoPiece::through(4.0 / ratio, 4.0, 4.0 * ratio, 1.0);
        let mut counts = [0usize; BINS];
        for team in 0..TEAMS {
            let mut scores = [0.0; 32];
            Stream::new(3, team as u64, Purpose::Effort).fill(0, &mut scores);
            let scores = scores.map(normal_quantile);
            let log_factor = tau * scores[0];
            let taken = |score: f64| 4.0 * libm::exp(log_factor + own_sd * score);
            let record: Vec<Finished> = scores[1..13]
                .iter()
                .map(|&score| Finished { low: 4.0, likely: 4.0, high: 4.0, actual: taken(score) })
                .collect();
            // Begun 5 ago: finished by now, or still running.
            let (over, running): (Vec<f64>, Vec<f64>) =
                scores[13..21].iter().map(|&score| taken(score)).partition(|&taken| taken <= 5.0);
            let finished = |&actual: &f64| Finished { low: 4.0, likely: 4.0, high: 4.0, actual };
            let record: Vec<Finished> =
                record.into_iter().chain(over.iter().map(finished)).collect();
            let log_likelihood = |log_factor: f64| {
                running.len() as f64 * range.log_survival(5.0 / libm::exp(log_factor))
            };
            let learned = calibrate(&record, Prior { pace_sd: tau, ..Prior::USUAL });
            let found = Pace::learned(&learned).given(log_likelihood);
            // Where the truth lies: the score at which ln F is the truth, by bisection.
            let (mut low, mut high) = (-8.0, 8.0);
            for _ in 0..50 {
                let middle = 0.5 * (low + high);
                if found.log_factor(middle) < log_factor { low = middle } else { high = middle }
            }
            counts[((normal_cdf(low) * BINS as f64) as usize).min(BINS - 1)] += 1;
        }
        let expected = (TEAMS / BINS) as f64;
        let squares =
            counts.iter().map(|&count| (count as f64 - expected) * (count as f64 - expected));
        let chi_squared = squares.sum::<f64>() / expected;
        assert!(chi_squared < 43.8, "{chi_squared}: {counts:?}");
    }
}
