//! When something finishes, over all runs.
//!
//! In go the finishes of the runs, some of them never; out come percentiles and chances. Moments,
//! not days: what a day is, the caller knows.

use calendar::Moment;

/// Percentiles of a moment; `None` where so few runs get there that the percentile is never.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Quantiles {
    /// 10th percentile.
    pub p10: Option<Moment>,
    /// Median.
    pub p50: Option<Moment>,
    /// 80th percentile.
    pub p80: Option<Moment>,
    /// 90th percentile.
    pub p90: Option<Moment>,
    /// 95th percentile.
    pub p95: Option<Moment>,
}

impl Quantiles {
    /// Of something that comes at the same moment in every run.
    #[must_use]
    pub fn certain(moment: Moment) -> Self {
        let at = Some(moment);
        Self { p10: at, p50: at, p80: at, p90: at, p95: at }
    }
}

/// The finishes of all runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Distribution {
    sorted: Vec<Moment>,
    runs: usize,
}

impl Distribution {
    /// The distribution of the finishes of runs; `None` for one that never finishes.
    #[must_use]
    pub fn new(finishes: impl IntoIterator<Item = Option<Moment>>) -> Self {
        let mut runs = 0;
        let finished = finishes.into_iter().inspect(|_| runs += 1).flatten();
        let mut sorted: Vec<Moment> = finished.collect();
        sorted.sort_unstable();
        Distribution { sorted, runs }
    }

    /// The `percent`-th percentile: of N runs the ⌈percent · N / 100⌉-th to finish; `None` if that
    /// one never does. `O(1)`.
    #[must_use]
    pub fn percentile(&self, percent: u32) -> Option<Moment> {
        self.sorted.get(rank(percent, self.runs)).copied()
    }

    /// The five percentiles of the tables.
    #[must_use]
    pub fn quantiles(&self) -> Quantiles {
        Quantiles {
            p10: self.percentile(10),
            p50: self.percentile(50),
            p80: self.percentile(80),
            p90: self.percentile(90),
            p95: self.percentile(95),
        }
    }

    /// The share of runs, 0 to 1, that finish at `moment` or before. `O(log n)`.
    #[must_use]
    pub fn chance_by(&self, moment: Moment) -> f64 {
        self.share(self.count_by(moment))
    }

    /// The share of runs, 0 to 1, that never finish.
    #[must_use]
    pub fn chance_never(&self) -> f64 {
        self.share(self.runs - self.sorted.len())
    }

    /// How many runs finish after each edge and by the next one: one entry fewer than `edges`,
    /// which ascend. For histograms.
    #[must_use]
    pub fn counts_between(&self, edges: &[Moment]) -> Vec<usize> {
        let by: Vec<usize> = edges.iter().map(|&edge| self.count_by(edge)).collect();
        by.windows(2).map(|pair| pair[1].saturating_sub(pair[0])).collect()
    }

    /// The finishes of the runs that finish, ascending.
    #[must_use]
    pub fn moments(&self) -> &[Moment] {
        &self.sorted
    }

    /// How many runs there are.
    #[must_use]
    pub fn runs(&self) -> usize {
        self.runs
    }

    fn count_by(&self, moment: Moment) -> usize {
        self.sorted.partition_point(|&finish| finish <= moment)
    }

    fn share(&self, count: usize) -> f64 {
        if self.runs == 0 { 0.0 } else { count as f64 / self.runs as f64 }
    }
}

/// Where in ascending order the `percent`-th percentile of `runs` runs is.
pub(crate) fn rank(percent: u32, runs: usize) -> usize {
    (percent as usize * runs).div_ceil(100).saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(percent: u32, expected: Option<i64>) {
        // Ten runs finish at 10, 20, … 80; two of them never.
        let finishes = (1..=10).rev().map(|run| (run <= 8).then_some(Moment(10 * run)));
        let found = Distribution::new(finishes).percentile(percent);
        assert_eq!(found, expected.map(Moment), "P{percent}");
    }

    #[test]
    fn percentiles_are_runs_and_round_up() {
        check(0, Some(10));
        check(10, Some(10));
        check(11, Some(20));
        check(80, Some(80));
        check(81, None);
        check(100, None);
    }

    #[test]
    fn chances_count_runs() {
        let finishes = [Some(Moment(5)), None, Some(Moment(3)), Some(Moment(5))];
        let found = Distribution::new(finishes);
        assert_eq!(found.chance_by(Moment(2)), 0.0);
        assert_eq!(found.chance_by(Moment(3)), 0.25);
        assert_eq!(found.chance_by(Moment(5)), 0.75);
        assert_eq!(found.chance_never(), 0.25);
        assert_eq!(found.counts_between(&[Moment(2), Moment(3), Moment(5), Moment(9)]), [1, 2, 0]);
    }

    #[test]
    fn no_runs_have_no_percentile_and_no_chance() {
        let found = Distribution::new([]);
        assert_eq!(found.percentile(80), None);
        assert_eq!(found.chance_by(Moment(0)), 0.0);
    }
}
