//! The usual sensitivity indices of schedules, from columns of numbers by run.
//!
//! In go durations, slacks and finishes by run, out come significance, schedule sensitivity and
//! cruciality. It must not know where they come from.
//!
//! # Theory
//! With d the duration of an activity, s its slack and T the finish, over all runs (Vanhoucke,
//! Measuring Time, 2010, ch. 3; Williams 1992 for significance and cruciality):
//!
//! - criticality CI = P(on the path that decides the finish), which we call path share;
//! - significance SI = E[ d / (d + s) · T / E T ];
//! - schedule sensitivity SSI = CI · sd(d) / sd(T);
//! - cruciality CRI = the correlation of d with T, of the numbers (Pearson) or their ranks (Spearman).

/// Returns the significance index: near 1 for what is long, without slack, and long when T is.
///
/// A run in which d and s are 0 counts as 0: what takes no time is not significant.
pub fn significance(durations: &[f64], slacks: &[f64], finishes: &[f64]) -> f64 {
    let total: f64 = finishes.iter().sum();
    let weighed = durations
        .iter()
        .zip(slacks)
        .zip(finishes)
        .map(|((d, slack), finish)| if *d > 0.0 { d / (d + slack) * finish } else { 0.0 });
    if total > 0.0 { weighed.sum::<f64>() / total } else { 0.0 }
}

/// Returns the schedule sensitivity index of an activity with this criticality; 0 if T is certain.
pub fn schedule_sensitivity(criticality: f64, durations: &[f64], finishes: &[f64]) -> f64 {
    let (d, finish) = (moments(durations).1, moments(finishes).1);
    if finish > 0.0 { criticality * (d / finish).sqrt() } else { 0.0 }
}

/// Returns the correlation of two columns (Pearson), −1 to 1; 0 if one of them is constant.
pub fn pearson(a: &[f64], b: &[f64]) -> f64 {
    let (mean_a, variance_a) = moments(a);
    let (mean_b, variance_b) = moments(b);
    let product = (variance_a * variance_b).sqrt();
    if product <= 0.0 {
        return 0.0;
    }
    let covariance = a.iter().zip(b).map(|(a, b)| (a - mean_a) * (b - mean_b)).sum::<f64>();
    (covariance / a.len() as f64 / product).clamp(-1.0, 1.0)
}

/// Returns the rank of each number, from 0; equal ones share the mean of their ranks. The correlation
/// of ranks is Spearman's. `O(n log n)`.
pub fn ranks(numbers: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..numbers.len()).collect();
    order.sort_unstable_by(|&a, &b| numbers[a].total_cmp(&numbers[b]).then(a.cmp(&b)));
    let mut ranks = vec![0.0; numbers.len()];
    let mut first = 0;
    for equal in order.chunk_by(|&a, &b| numbers[a] == numbers[b]) {
        let rank = first as f64 + (equal.len() - 1) as f64 / 2.0;
        equal.iter().for_each(|&at| ranks[at] = rank);
        first += equal.len();
    }
    ranks
}

/// Mean and variance.
fn moments(numbers: &[f64]) -> (f64, f64) {
    let n = numbers.len().max(1) as f64;
    let mean = numbers.iter().sum::<f64>() / n;
    (mean, numbers.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / n)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-12, "{name}: {found} instead of {expected}");
    }

    // Two activities side by side, four runs: A takes 4, 6, 8, 6, B always takes 6; T is the longer of
    // the two: 6, 6, 8, 6 with a mean of 6.5. Slack of A: 2, 0, 0, 0; of B: 0, 0, 2, 0.
    const A: [f64; 4] = [4.0, 6.0, 8.0, 6.0];
    const B: [f64; 4] = [6.0; 4];
    const T: [f64; 4] = [6.0, 6.0, 8.0, 6.0];

    #[test]
    fn significance_of_two_side_by_side() {
        // A: (4/6 · 6 + 1 · 6 + 1 · 8 + 1 · 6) / 26 = 24 / 26. B: (6 + 6 + 6/8 · 8 + 6) / 26 = 24 / 26.
        check("A", significance(&A, &[2.0, 0.0, 0.0, 0.0], &T), 24.0 / 26.0);
        check("B", significance(&B, &[0.0, 0.0, 2.0, 0.0], &T), 24.0 / 26.0);
        check("far from the path", significance(&A, &[f64::INFINITY; 4], &T), 0.0);
        check("a milestone", significance(&[0.0; 4], &[0.0; 4], &T), 0.0);
    }

    #[test]
    fn sensitivity_of_two_side_by_side() {
        // Var A = (4 + 0 + 4 + 0) / 4 = 2; Var T = (3 · 0.25 + 2.25) / 4 = 0.75. A is critical in three
        // runs of four: 0.75 · √(2 / 0.75) = 1.2247. B never varies.
        check("A", schedule_sensitivity(0.75, &A, &T), 0.75 * (2.0f64 / 0.75).sqrt());
        check("B", schedule_sensitivity(0.75, &B, &T), 0.0);
        check("nothing varies", schedule_sensitivity(1.0, &B, &B), 0.0);
    }

    #[test]
    fn cruciality_of_two_side_by_side() {
        // Cov(A, T) = (−2 · −0.5 + 0 + 2 · 1.5 + 0) / 4 = 1; 1 / √(2 · 0.75) = 0.8165.
        check("A", pearson(&A, &T), 1.0 / 1.5f64.sqrt());
        check("B", pearson(&B, &T), 0.0);
        // Ranks of A: 0, 1.5, 3, 1.5; of T: 1, 1, 3, 1. Both have the mean 1.5; covariance
        // (−1.5 · −0.5 + 0 + 1.5 · 1.5 + 0) / 4 = 0.75; variances 4.5 / 4 = 1.125 and 3 / 4 = 0.75.
        check("A, by rank", pearson(&ranks(&A), &ranks(&T)), 0.75 / (1.125f64 * 0.75).sqrt());
    }

    #[test]
    fn ranks_of_equals_are_shared() {
        assert_eq!(ranks(&[5.0, 1.0, 5.0, 9.0]), [1.5, 0.0, 1.5, 3.0]);
    }
}
