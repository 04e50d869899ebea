//! What is not known of the widening of ranges, and what that leaves of work that has begun.
//!
//! In go how many ranges have taught the widening, and scores; out come the widening of a run, scores with
//! the doubt in them, and what remains of an amount. It must not know what is estimated.
//!
//! # Theory
//! k is drawn once a run as k √(ν / χ²_ν) z₉₀ / t₉₀(ν), see [`crate::calibrate()`]. So over all runs the
//! score of one range, W = widening · Z, is a scaled t variable with ν degrees of freedom: its own law.
//!
//! Work that has taken e and is not done has a score beyond w = score(e). What remains must be drawn from
//! the law of W given W > w, in which k is in doubt as well: tasks that have overrun by far are mostly those
//! whose range was too narrow. To draw Z beyond w / k in each run, with k as before, would keep the runs in
//! which k is small, where nothing that has overrun can take any longer.
//!
//! How deep into that law a run goes is what it would have drawn for the task if it were new: V = P(W ≤
//! widening · Z), as often below any share as that share says. So work that has hardly begun keeps its
//! draws, and runs with wide ranges have both the longest rests and the shortest, as for other work. An
//! overrun says nothing of other ranges: it may be this one that was a slip of the pen.
//!
//! A t variable is made normal, and a normal one t, by z = (8ν + 1) / (8ν + 3) √(ν ln(1 + t² / ν)) (Wallace,
//! Annals of Mathematical Statistics 30, 1959): within 0.007 up to z = 3.3 from ten degrees of freedom on.

use crate::quantile::{Z90, normal_cdf, normal_quantile};
use crate::two_piece::TwoPiece;

/// The doubt about the widening of ranges.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Doubt {
    /// ν: degrees of freedom.
    freedom: f64,
    /// z₉₀ / t₉₀(ν).
    scale: f64,
}

/// The most by which a run widens ranges more than believed: exceeded in one run of 4,000.
pub(crate) const WIDENING_DOUBT_MAX: f64 = 3.0;

impl Doubt {
    /// After as many tasks as the prior is worth and the finished ranges are, ten at least.
    pub fn after(tasks: f64) -> Self {
        Doubt { freedom: tasks, scale: Z90 / t90(tasks) }
    }

    /// By how much a run with a standard normal `score` widens ranges besides the k that is believed: 1
    /// in the middle, more above.
    pub fn widening(self, score: f64) -> f64 {
        // χ² by the cube of a normal (Wilson and Hilferty 1931): within 1 % for ten and more. High
        // scores are wide ranges, so small χ².
        let variance = 2.0 / (9.0 * self.freedom);
        let cube_root = (1.0 - variance - score * variance.sqrt()).max(0.1);
        let chi_squared_share = cube_root * cube_root * cube_root;
        (self.scale / chi_squared_share.sqrt()).min(WIDENING_DOUBT_MAX)
    }

    /// What remains of an amount with this `spread` when `spent > 0` did not suffice, in a run that would
    /// have drawn `score` for it (widening · Z) if it were new. Never negative.
    pub fn remaining(self, spread: &TwoPiece, spent: f64, score: f64) -> f64 {
        let least = self.as_normal(spread.score(spent));
        let survival = normal_cdf(-self.as_normal(score));
        let score = self.of_normal(score_beyond(least, survival));
        if score.is_finite() { (spread.at(score) - spent).max(0.0) } else { 0.0 }
    }

    /// The normal score that is exceeded as often as W exceeds `score`.
    fn as_normal(self, score: f64) -> f64 {
        let t = score / self.scale;
        let size = self.correction() * (self.freedom * libm::log1p(t * t / self.freedom)).sqrt();
        size.copysign(score)
    }

    /// The inverse of [`Doubt::as_normal`].
    fn of_normal(self, score: f64) -> f64 {
        let z = score / self.correction();
        let t = (self.freedom * libm::expm1(z * z / self.freedom)).sqrt();
        (self.scale * t).copysign(score)
    }

    fn correction(self) -> f64 {
        (8.0 * self.freedom + 1.0) / (8.0 * self.freedom + 3.0)
    }
}

/// The score that a standard normal variable above `least` exceeds with probability `survival`.
pub(crate) fn score_beyond(least: f64, survival: f64) -> f64 {
    if least < FAR_OUT {
        -normal_quantile(normal_cdf(-least) * survival)
    } else {
        // S(z) is close to φ(z) / z, and the quotient of two near values of z close to 1.
        (least * least - 2.0 * libm::log(survival)).sqrt()
    }
}

/// The score beyond which the survival function comes near the smallest floats.
pub(crate) const FAR_OUT: f64 = 30.0;

/// The 90th percentile of the t distribution, by its expansion about the normal one (Cornish and
/// Fisher; Abramowitz and Stegun 26.7.5): within 0.0005 from ten degrees of freedom on.
fn t90(freedom: f64) -> f64 {
    let z = Z90;
    let cube = z * z * z;
    let fifth = cube * z * z;
    z + (cube + z) / (4.0 * freedom)
        + (5.0 * fifth + 16.0 * cube + 3.0 * z) / (96.0 * freedom * freedom)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, found: f64, expected: f64, error_max: f64) {
        assert!((found - expected).abs() <= error_max, "{name}: {found} instead of {expected}");
    }

    #[test]
    fn scores_agree_with_tables_of_the_t_distribution() {
        // Ten degrees of freedom: t of 0.9, 0.975, 0.995 and 0.9995, against the normal scores.
        let ten = Doubt::after(10.0);
        let table =
            [(1.372_18, Z90), (2.228_14, 1.959_96), (3.169_27, 2.575_83), (4.586_89, 3.290_53)];
        for (t, z) in table {
            check("normal", ten.as_normal(ten.scale * t), z, 0.007);
            check("below", ten.as_normal(ten.scale * -t), -z, 0.007);
        }
        check("the ends stay", ten.as_normal(Z90), Z90, 0.001);
        check("as good as certain", Doubt::after(1e6).as_normal(3.0), 3.0, 1e-4);
    }

    #[test]
    fn scores_there_and_back() {
        let doubt = Doubt::after(13.0);
        for step in -80..=80 {
            let score = f64::from(step) / 4.0;
            check("score", doubt.of_normal(doubt.as_normal(score)), score, 1e-9);
        }
        assert!(doubt.as_normal(f64::INFINITY).is_infinite());
    }

    #[test]
    fn what_runs_draw_is_spread_evenly_over_the_law() {
        // V = P(W ≤ widening · Z) in 256 × 256 strata of both: each tenth of it holds a tenth.
        let doubt = Doubt::after(10.0);
        let scores: Vec<f64> =
            (0..256).map(|step| normal_quantile((f64::from(step) + 0.5) / 256.0)).collect();
        let mut counts = [0u32; 10];
        for k in &scores {
            for z in &scores {
                let share = normal_cdf(doubt.as_normal(doubt.widening(*k) * z));
                counts[((share * 10.0) as usize).min(9)] += 1;
            }
        }
        for count in counts {
            check("a tenth", f64::from(count) / 65_536.0, 0.1, 0.002);
        }
    }

    #[test]
    fn work_that_has_hardly_begun_keeps_its_draws() {
        let (doubt, spread) = (Doubt::after(10.0), TwoPiece::through(2.0, 4.0, 8.0, 1.5));
        for score in [-2.0, -0.5, 0.0, 1.0, 3.0] {
            let rest = doubt.remaining(&spread, 0.01, score);
            check("rest", rest / (spread.at(score) - 0.01), 1.0, 0.02);
        }
    }

    #[test]
    fn nothing_is_left_of_what_was_certain() {
        let certain = TwoPiece::through(4.0, 4.0, 4.0, 1.5);
        let doubt = Doubt::after(10.0);
        assert_eq!(doubt.remaining(&certain, 5.0, 1.0), 0.0);
        check("and all of it before", doubt.remaining(&certain, 1.0, 1.0), 3.0, 1e-12);
    }
}
