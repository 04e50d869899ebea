//! What a team's finished tasks say about its estimates.
//!
//! In go stated ranges and what the work came to, out come the pace of the team and how much wider
//! than stated its ranges must be read, each with the doubt that is left. It must not know the plan.
//!
//! # Theory
//! Each task has the log residual rᵢ = ln(actual / likely). Few tasks say little, so a prior worth
//! n₀ = 10 tasks stands beside the n finished ones:
//!
//! - pace = exp(n r̄ / (n + n₀)): the prior is a pace of 1. The doubt τ of its logarithm shrinks to
//!   τ √(n₀ / (n + n₀)): see the module `pace`.
//! - k² = (n₀ k₀² + Σ min(zᵢ², c² k²) / β) / (n₀ + n), with zᵢ = (rᵢ − ln pace) / σᵢ and σᵢ the stated
//!   spread on the side on which the residual lies. The prior is k₀: stated 80 % ranges that hold 60 %
//!   are read right with k = 1.2816 / 0.8416 = 1.52. A scaled inverse χ² prior of the variance leads to
//!   this mean, with n₀ + n degrees of freedom.
//!
//! Squares of scores would leave all of k to the one task whose range was a slip of the pen: 6..7 days
//! that took 1.5 are 23 standard deviations off. So a score counts no further than c = 2 times the k
//! that is learned, and β = E min(Z², c²) makes k right for normal scores (Huber's proposal 2; Robust
//! Statistics, 1981, ch. 5). The right side is concave in k², so one k solves it. One task of eleven
//! can raise it by an eighth. What most of the tasks say is believed in the end, up to k = 3: a stated
//! 80 % range that holds a third. The surest people on record came to 2.8 (98 % ranges that held 59 %:
//! Alpert and Raiffa 1982).
//!
//! These are the normal-normal and inverse χ² updates (Gelman et al., Bayesian Data Analysis, ch. 2).
//! Neither number is known for certain, so runs differ in both: in one the team is slower, in one its
//! ranges are narrower, for all of its work. k is drawn as k √(ν / χ²_ν) with ν = n₀ + n, times z₉₀ /
//! t₉₀(ν): a single range keeps the ends that k gives it, since over all runs its score has a t
//! distribution with ν degrees of freedom (see the module `doubt`).

use crate::doubt::Doubt;
use crate::two_piece::TwoPiece;

/// A finished task: its estimate as 10th, 50th and 90th percentile, and what it came to, all in the
/// same unit. An estimate of one number has `low = likely = high`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Finished {
    /// Stated 10th percentile.
    pub low: f64,
    /// Stated median.
    pub likely: f64,
    /// Stated 90th percentile.
    pub high: f64,
    /// Effort it took.
    pub actual: f64,
}

/// What is believed of estimates before a team has a record of its own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prior {
    /// k₀: how many times wider than stated the logarithm of a written range is read.
    pub overconfidence: f64,
    /// τ: standard deviation of the logarithm of the factor that all work of a team shares.
    pub pace_sd: f64,
}

impl Prior {
    /// Ranges stated as 80 % hold about 60 %; a team as a whole is off by a fifth.
    pub const USUAL: Prior = Prior { overconfidence: 1.5, pace_sd: 0.20 };

    /// s = √n₀ τ: standard deviation of the logarithm of one task's own luck, which is what the prior
    /// says by being worth n₀ tasks.
    #[must_use]
    pub fn own_sd(&self) -> f64 {
        PRIOR_TASKS.sqrt() * self.pace_sd
    }
}

/// What was learned, and what is used.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Calibration {
    /// How many finished tasks taught the pace.
    pub finished: usize,
    /// How many of them had a range; these taught the overconfidence.
    pub ranges: usize,
    /// How many ended inside their stated range, ends included.
    pub inside: usize,
    /// How many of all took longer than their middle.
    pub upper_half: usize,
    /// Geometric mean of actual / likely; `None` without finished tasks.
    pub pace_observed: Option<f64>,
    /// The factor on all paced effort that is used.
    pub pace: f64,
    /// The widening that would have fitted the finished ranges alone; `None` without any.
    pub overconfidence_observed: Option<f64>,
    /// The widening k of written ranges that is used.
    pub overconfidence: f64,
    /// The doubt about ln pace: what finished work has left of the prior's τ.
    pub pace_sd: f64,
}

impl Calibration {
    /// Whether a finished task lies so far off its range that it counts only in part: further than
    /// twice the widening that is used.
    #[must_use]
    pub fn is_far_off(&self, task: &Finished) -> bool {
        let log_pace = libm::log(self.pace);
        score(task, log_pace).is_some_and(|score| score.abs() > SCORE_MAX * self.overconfidence)
    }

    /// What is not known of [`Calibration::overconfidence`].
    #[must_use]
    pub(crate) fn doubt(&self) -> Doubt {
        Doubt::after(PRIOR_TASKS + self.ranges as f64)
    }
}

/// Returns the calibration that `record` teaches, beginning at `prior`.
///
/// Ranges are not read as narrower than stated before 20 of them have finished. Tasks without a
/// positive estimate and actual are passed over. `O(n)`.
///
/// ```
/// use forecast::{Finished, Prior, calibrate};
///
/// // Ten tasks that took twice as long as said: half believed, for the prior is worth ten as well.
/// let twice = Finished { low: 3.0, likely: 4.0, high: 6.0, actual: 8.0 };
/// let learned = calibrate(&[twice; 10], Prior::USUAL);
/// assert_eq!(format!("{:.3}", learned.pace), "1.414");
/// assert_eq!((learned.inside, learned.upper_half), (0, 10));
/// ```
#[must_use]
pub fn calibrate(record: &[Finished], prior: Prior) -> Calibration {
    let record: Vec<&Finished> = record.iter().filter(|task| is_usable(task)).collect();
    let residual = |task: &Finished| libm::log(task.actual / task.likely);
    let finished = record.len();
    let residuals: f64 = record.iter().map(|task| residual(task)).sum();
    let log_pace = residuals / (finished as f64 + PRIOR_TASKS);

    let squares: Vec<f64> =
        record.iter().filter_map(|task| score(task, log_pace)).map(|score| score * score).collect();
    let ranges = squares.len();
    let learned = widening(&squares, prior.overconfidence);

    Calibration {
        finished,
        ranges,
        inside: record
            .iter()
            .filter(|task| task.low < task.high)
            .filter(|task| task.low <= task.actual && task.actual <= task.high)
            .count(),
        upper_half: record.iter().filter(|task| task.actual > task.likely).count(),
        pace_observed: (finished > 0).then(|| libm::exp(residuals / finished as f64)),
        pace: libm::exp(log_pace),
        overconfidence_observed: (ranges > 0)
            .then(|| (squares.iter().sum::<f64>() / ranges as f64).sqrt()),
        overconfidence: if ranges < NARROWING_AFTER { learned.max(1.0) } else { learned },
        pace_sd: prior.pace_sd * (PRIOR_TASKS / (PRIOR_TASKS + finished as f64)).sqrt(),
    }
}

/// How many stated standard deviations a finished task is off its middle at this pace; `None` if it has
/// no range.
fn score(task: &Finished, log_pace: f64) -> Option<f64> {
    let has_range = is_usable(task) && task.low < task.likely && task.likely < task.high;
    has_range.then(|| {
        let stated = TwoPiece::through(task.low, task.likely, task.high, 1.0);
        stated.score(task.actual / libm::exp(log_pace))
    })
}

/// The k that `squares` of scores and the prior lead to: the one that solves the equation of the module.
///
/// With the m largest squares at their bound the equation is linear in k², for each m. `O(n log n)`.
fn widening(squares: &[f64], prior: f64) -> f64 {
    let mut ascending = squares.to_vec();
    ascending.sort_by(f64::total_cmp);
    let bound = SCORE_MAX * SCORE_MAX;
    let weight = PRIOR_TASKS + ascending.len() as f64;
    let mut sum = PRIOR_TASKS * prior * prior;
    let mut solution = f64::INFINITY;
    for counted in 0..=ascending.len() {
        let bounded = (ascending.len() - counted) as f64;
        let rest = weight - bounded * bound / SCORE_BIAS;
        let found = sum / rest;
        let next = ascending.get(counted).copied().unwrap_or(f64::INFINITY);
        // The first solution that leaves the rest beyond the bound has all others inside of it.
        if rest > 0.0 && bound * found <= next {
            solution = found;
            break;
        }
        sum += next / SCORE_BIAS;
    }
    solution.sqrt().min(prior.max(WIDENING_MAX))
}

/// Returns how many times as long as `elsewhere` work takes `here`, against its estimates, if that is
/// clear; else `None`.
///
/// **Meaning.** The quotient of the geometric means of actual / likely. It is clear where both have five
/// tasks and their difference is more than 2.5 standard errors of it (Welch), and more than a tenth:
/// of a dozen systems that do not differ, one in ten plans shows one that seems to.
#[must_use]
pub fn pace_gap(here: &[Finished], elsewhere: &[Finished]) -> Option<f64> {
    const TASKS_MIN: usize = 5;
    const ERRORS_MIN: f64 = 2.5;
    const GAP_MIN: f64 = 0.1;
    let mean_and_error = |record: &[Finished]| {
        let logs: Vec<f64> = ratios(record).into_iter().map(libm::log).collect();
        let n = logs.len() as f64;
        let mean = logs.iter().sum::<f64>() / n;
        let squares: f64 = logs.iter().map(|log| (log - mean) * (log - mean)).sum();
        (logs.len() >= TASKS_MIN).then(|| (mean, squares / (n - 1.0) / n))
    };
    let ((here, here_error), (elsewhere, elsewhere_error)) =
        (mean_and_error(here)?, mean_and_error(elsewhere)?);
    let gap = here - elsewhere;
    let is_clear = gap.abs() > ERRORS_MIN * (here_error + elsewhere_error).sqrt();
    (is_clear && gap.abs() > GAP_MIN).then(|| libm::exp(gap))
}

/// The ratios of what tasks took to their middles, ascending.
pub(crate) fn ratios(record: &[Finished]) -> Vec<f64> {
    let usable = record.iter().filter(|task| is_usable(task));
    let mut ratios: Vec<f64> = usable.map(|task| task.actual / task.likely).collect();
    ratios.sort_by(f64::total_cmp);
    ratios
}

/// c: no score counts further than so many times the widening.
const SCORE_MAX: f64 = 2.0;

/// β: the mean of min(Z², c²) of a standard normal Z, which is 2 (Φ(c) − ½) − 2 c φ(c) + 2 c² (1 − Φ(c)).
const SCORE_BIAS: f64 = 0.920_537;

/// The widest that a record makes ranges: stated 80 % that hold a third.
const WIDENING_MAX: f64 = 3.0;

/// How many finished tasks the prior is worth.
const PRIOR_TASKS: f64 = 10.0;

/// How many finished ranges it takes to believe that they are stated too wide.
const NARROWING_AFTER: usize = 20;

fn is_usable(task: &Finished) -> bool {
    let amounts = [task.low, task.likely, task.high, task.actual];
    amounts.iter().all(|amount| amount.is_finite() && *amount > 0.0)
        && task.low <= task.likely
        && task.likely <= task.high
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::{Purpose, Stream};
    use crate::quantile::{Z90, normal_quantile};

    fn task(low: f64, likely: f64, high: f64, actual: f64) -> Finished {
        Finished { low, likely, high, actual }
    }

    #[track_caller]
    fn check(record: &[Finished], pace: f64, overconfidence: f64) {
        let found = calibrate(record, Prior::USUAL);
        assert!((found.pace - pace).abs() < 1e-9, "pace {}", found.pace);
        assert!((found.overconfidence - overconfidence).abs() < 1e-9, "k {}", found.overconfidence);
    }

    #[test]
    fn without_a_record_the_prior_stands() {
        check(&[], 1.0, 1.5);
        let found = calibrate(&[], Prior::USUAL);
        assert_eq!((found.pace_observed, found.overconfidence_observed), (None, None));
    }

    #[test]
    fn points_teach_pace_only() {
        // Ten tasks that took twice as long, against a prior worth ten: the pace is √2.
        let record = [task(8.0, 8.0, 8.0, 16.0); 10];
        check(&record, 2f64.sqrt(), 1.5);
        let found = calibrate(&record, Prior::USUAL);
        assert_eq!((found.finished, found.ranges, found.inside), (10, 0, 0));
        assert_eq!(found.upper_half, 10);
        assert!(found.pace_observed.is_some_and(|pace| (pace - 2.0).abs() < 1e-12));
    }

    #[test]
    fn ranges_teach_how_wide_they_should_have_been() {
        // Half of ten tasks ended at twice their P90 ratio, half at the inverse: 2..4..8 came to 16
        // or 1. The pace stays 1; each score is 2 · z₉₀, so k² = (10 · 1.5² + 10 · (2 z₉₀)² / β) / 20 =
        // (22.5 + 71.3659...) / 20.
        let mut record = vec![task(2.0, 4.0, 8.0, 16.0); 5];
        record.extend([task(2.0, 4.0, 8.0, 1.0); 5]);
        let score = 2.0 * Z90;
        check(&record, 1.0, ((22.5 + 10.0 * score * score / SCORE_BIAS) / 20.0).sqrt());
        assert_eq!(calibrate(&record, Prior::USUAL).inside, 0);
    }

    #[test]
    fn the_spread_is_measured_around_the_learned_middle() {
        // 30 tasks at twice the middle: ln pace = 30 ln 2 / 40, so a quarter of ln 2 is left over,
        // a quarter of z₉₀ for 2..4..8. k² = (22.5 + 30 (z₉₀ / 4)² / β) / 40, and below 1 is believed.
        let left = Z90 / 4.0;
        let squares = 30.0 * left * left / SCORE_BIAS;
        check(
            &[task(2.0, 4.0, 8.0, 8.0); 30],
            libm::pow(2.0, 0.75),
            ((22.5 + squares) / 40.0).sqrt(),
        );
    }

    #[test]
    fn one_slip_of_eleven_widens_ranges_by_an_eighth() {
        // Ten of 2..4..8 took the middle. The eleventh, 6..7, took 1.5: −23 standard deviations, or 2 k.
        // ln pace = ln(1.5 / 6.5) / 21, so the ten are off by 0.07 / 0.541 each, and the eleventh counts
        // 4 k² / β: k² (21 − 4 / 0.9205) = 22.5 + 10 · 0.0167 / 0.9205, k = 1.167.
        let middles = [task(2.0, 4.0, 8.0, 4.0); 10];
        let slip = task(6.0, 6.48, 7.0, 1.5);
        let record: Vec<Finished> = middles.into_iter().chain([slip]).collect();
        let found = calibrate(&record, Prior::USUAL);
        assert!((found.overconfidence - 1.167).abs() < 0.001, "{}", found.overconfidence);
        assert!(found.is_far_off(&slip) && !found.is_far_off(&middles[0]));
        // However far off: two of twelve still stay in sight of the prior.
        let record: Vec<Finished> = record.into_iter().chain([slip]).collect();
        assert!(calibrate(&record, Prior::USUAL).overconfidence < 1.5);
    }

    #[test]
    fn the_widening_solves_its_equation() {
        for squares in [vec![], vec![0.0; 30], vec![1.0, 9.0, 400.0], vec![9.0; 5], vec![1e6, 2.0]]
        {
            let found = widening(&squares, 1.5);
            let bound = 4.0 * found * found;
            let sum: f64 = squares.iter().map(|square| square.min(bound) / SCORE_BIAS).sum();
            let right = ((22.5 + sum) / (10.0 + squares.len() as f64)).sqrt();
            assert!((found - right).abs() < 1e-9, "{squares:?}: {found} instead of {right}");
        }
        assert_eq!(widening(&[1e6; 9], 1.5), WIDENING_MAX);
        assert_eq!(widening(&[1e6; 9], 4.0), 4.0, "what the settings say is not narrowed");
    }

    #[test]
    fn narrower_than_stated_needs_twenty_finished_ranges() {
        // Exactly the middle each time: k² = 22.5 / (10 + n), below 1 from n = 13 on.
        check(&[task(2.0, 4.0, 8.0, 4.0); 19], 1.0, 1.0);
        check(&[task(2.0, 4.0, 8.0, 4.0); 20], 1.0, (22.5f64 / 30.0).sqrt());
    }

    #[test]
    fn after_thirty_tasks_bands_hold_what_they_promise() {
        // Teams that need 1.3 times as long as they say and are surer by a factor 1.9 than they
        // should be: their stated 80 % ranges hold less than half. After 30 tasks, k² is about (10
        // · 1.5² + 30 · 1.9²) / 40, k = 1.81, and bands hold 2 Φ(z₉₀ · 1.81 / 1.9) − 1 = 78 %, less
        // what the pace is still off.
        let (pace, sureness, n_teams) = (1.3, 1.9, 2000);
        let honest = TwoPiece::through(2.0, 4.0, 10.0, sureness);
        let (mut held, mut held_as_stated) = (0, 0);
        for team in 0..n_teams {
            let mut scores = [0.0; 32];
            Stream::new(7, team, Purpose::Effort).fill(0, &mut scores);
            let actuals = scores.map(|u| pace * honest.at(normal_quantile(u)));
            let record: Vec<Finished> =
                actuals[..30].iter().map(|&actual| task(2.0, 4.0, 10.0, actual)).collect();
            let learned = calibrate(&record, Prior::USUAL);
            let next = actuals[30];
            let band = TwoPiece::through(2.0, 4.0, 10.0, learned.overconfidence);
            let score = band.score(next / learned.pace);
            held += u32::from(score.abs() <= Z90);
            held_as_stated += u32::from((2.0..=10.0).contains(&next));
        }
        let percent = |count| f64::from(100 * count) / n_teams as f64;
        assert!((75.0..=82.0).contains(&percent(held)), "{}", percent(held));
        assert!(percent(held_as_stated) < 52.0, "{}", percent(held_as_stated));
    }

    #[test]
    fn the_doubt_about_the_pace_shrinks_with_the_record() {
        // 30 tasks beside the prior's ten: half of the spread is left.
        let found = calibrate(&[task(8.0, 8.0, 8.0, 8.0); 30], Prior::USUAL);
        assert!((found.pace_sd - 0.1).abs() < 1e-12, "{}", found.pace_sd);
    }

    #[test]
    fn a_range_keeps_its_ends_although_the_widening_is_in_doubt() {
        // Scores times the doubt have a t distribution, scaled to the 90th percentile of the normal
        // one: 80 % lie within ±z₉₀, for any record. 512 × 512 strata of both.
        for finished in [0, 10, 100] {
            let learned = calibrate(&vec![task(2.0, 4.0, 8.0, 6.0); finished], Prior::USUAL);
            let score = |step: i32| normal_quantile((f64::from(step) + 0.5) / 512.0);
            let inside = (0..512)
                .flat_map(|doubt| (0..512).map(move |luck| (doubt, luck)))
                .filter(|&(doubt, luck)| {
                    (score(luck) * learned.doubt().widening(score(doubt))).abs() <= Z90
                })
                .count();
            let share = inside as f64 / (512.0 * 512.0);
            assert!((share - 0.8).abs() < 0.001, "{share} after {finished}");
        }
    }

    #[test]
    fn a_gap_between_systems_is_told_where_it_is_clear() {
        let took = |ratios: &[f64]| -> Vec<Finished> {
            ratios.iter().map(|ratio| task(4.0, 4.0, 4.0, 4.0 * ratio)).collect()
        };
        let elsewhere = took(&[0.8, 0.9, 1.0, 1.1, 1.25]);
        // Twice as long each: the means differ by ln 2, the error is √(2 · 0.0059) = 0.108.
        let found = pace_gap(&took(&[1.6, 1.8, 2.0, 2.2, 2.5]), &elsewhere);
        assert!(found.is_some_and(|gap| (gap - 2.0).abs() < 1e-9), "{found:?}");
        assert_eq!(pace_gap(&took(&[2.0; 4]), &elsewhere), None, "too few");
        assert_eq!(pace_gap(&took(&[0.5, 0.9, 1.1, 1.5, 3.0]), &elsewhere), None, "too wild");
        assert_eq!(pace_gap(&took(&[1.05; 5]), &took(&[1.0; 5])), None, "too small");
    }

    #[test]
    fn nonsense_is_passed_over() {
        check(&[task(2.0, 4.0, 8.0, 0.0), task(4.0, 2.0, 8.0, 3.0)], 1.0, 1.5);
        check(&[task(f64::NAN, 4.0, 8.0, 4.0), task(0.0, 0.0, 0.0, 4.0)], 1.0, 1.5);
    }
}
