//! The normal distribution, each way, and the exponential function, in plain arithmetic.
//!
//! In go probabilities or scores, out come scores or probabilities, with the same bits on every
//! machine. What works on slices is written so that compilers turn it into vector code.

use std::f64::consts::{FRAC_1_SQRT_2, LOG2_E};

/// The 90th percentile of the standard normal distribution.
pub const Z90: f64 = 1.281_551_565_544_600_4;

/// Returns the standard normal probability of at most `score`; relative error below 1e-14 in the
/// lower tail too.
#[must_use]
pub fn normal_cdf(score: f64) -> f64 {
    0.5 * libm::erfc(-score * FRAC_1_SQRT_2)
}

/// Returns the score that a standard normal variable stays at or below with `probability`.
///
/// For probabilities in (0, 1), down to the smallest floats; relative error below 1e-15. Source:
/// Wichura 1988, algorithm AS 241, routine PPND16.
#[must_use]
pub fn normal_quantile(probability: f64) -> f64 {
    let offset = probability - 0.5;
    if offset.abs() <= CENTRAL {
        central_quantile(offset)
    } else if offset < 0.0 {
        -tail_quantile(probability)
    } else {
        tail_quantile(1.0 - probability)
    }
}

/// Replaces each probability by its [`normal_quantile`], to the same bits.
pub fn normal_quantiles(numbers: &mut [f64]) {
    normal_quantiles_inlined(numbers);
}

/// [`normal_quantiles`], translated for the instructions of whoever calls it.
#[inline(always)]
pub(crate) fn normal_quantiles_inlined(numbers: &mut [f64]) {
    let (blocks, rest) = numbers.as_chunks_mut::<BLOCK>();
    for block in blocks {
        let probabilities = *block;
        for number in block.iter_mut() {
            *number = central_quantile(*number - 0.5);
        }
        for (score, probability) in block.iter_mut().zip(probabilities) {
            if (probability - 0.5).abs() > CENTRAL {
                *score = normal_quantile(probability);
            }
        }
    }
    for number in rest {
        *number = normal_quantile(*number);
    }
}

/// Returns e to the power of `x`, for `x` within ±700 (and clamped to it).
///
/// Relative error below 1e-14: the remainder of the series after the 11th power, on ±ln 2 / 2, is
/// less than 0.347¹² / 12! = 6.3e-15. Exactly 1 at 0. Unlike a library's, it inlines into vector
/// code.
#[inline(always)]
#[must_use]
pub fn exp(x: f64) -> f64 {
    // Adding 1.5 · 2⁵² leaves the nearest integer in the lowest bits of the mantissa.
    const ROUNDER: f64 = 6_755_399_441_055_744.0;
    const LN_2_HIGH: f64 = 6.931_471_803_691_238e-1;
    const LN_2_LOW: f64 = 1.908_214_929_270_587_7e-10;
    let x = x.clamp(-700.0, 700.0);
    let shifted = x * LOG2_E + ROUNDER;
    let power = shifted - ROUNDER;
    let rest = (x - power * LN_2_HIGH) - power * LN_2_LOW;
    let two_to_the_power = f64::from_bits((shifted.to_bits() << 52).wrapping_add(1023 << 52));
    polynomial(&INVERSE_FACTORIALS, rest) * two_to_the_power
}

const BLOCK: usize = 64;

/// How far from one half the central approximation reaches.
const CENTRAL: f64 = 0.425;

#[inline(always)]
fn central_quantile(offset: f64) -> f64 {
    let r = 0.180_625 - offset * offset;
    offset * polynomial(&CENTRAL_ABOVE, r) / polynomial(&CENTRAL_BELOW, r)
}

/// The positive score exceeded with probability `tail`, for a tail below 0.075.
fn tail_quantile(tail: f64) -> f64 {
    let r = (-libm::log(tail)).sqrt();
    if r <= 5.0 {
        polynomial(&TAIL_ABOVE, r - 1.6) / polynomial(&TAIL_BELOW, r - 1.6)
    } else {
        polynomial(&FAR_ABOVE, r - 5.0) / polynomial(&FAR_BELOW, r - 5.0)
    }
}

/// The polynomial with these coefficients, highest power first.
#[inline(always)]
fn polynomial<const N: usize>(coefficients: &[f64; N], x: f64) -> f64 {
    let mut sum = coefficients[0];
    for &coefficient in &coefficients[1..] {
        sum = sum * x + coefficient;
    }
    sum
}

/// 1/11!, 1/10!, … 1/0!
const INVERSE_FACTORIALS: [f64; 12] = [
    1.0 / 39_916_800.0,
    1.0 / 3_628_800.0,
    1.0 / 362_880.0,
    1.0 / 40_320.0,
    1.0 / 5_040.0,
    1.0 / 720.0,
    1.0 / 120.0,
    1.0 / 24.0,
    1.0 / 6.0,
    0.5,
    1.0,
    1.0,
];

const CENTRAL_ABOVE: [f64; 8] = [
    2_509.080_928_730_122_7,
    33_430.575_583_588_13,
    67_265.770_927_008_7,
    45_921.953_931_549_87,
    13_731.693_765_509_46,
    1_971.590_950_306_551_3,
    133.141_667_891_784_38,
    3.387_132_872_796_366_5,
];

const CENTRAL_BELOW: [f64; 8] = [
    5_226.495_278_852_854,
    28_729.085_735_721_943,
    39_307.895_800_092_71,
    21_213.794_301_586_597,
    5_394.196_021_424_751,
    687.187_007_492_057_9,
    42.313_330_701_600_91,
    1.0,
];

const TAIL_ABOVE: [f64; 8] = [
    0.000_774_545_014_278_341_4,
    0.022_723_844_989_269_184,
    0.241_780_725_177_450_6,
    1.270_458_252_452_368_4,
    3.647_848_324_763_204_5,
    5.769_497_221_460_691,
    4.630_337_846_156_546,
    1.423_437_110_749_683_5,
];

const TAIL_BELOW: [f64; 8] = [
    1.050_750_071_644_416_9e-9,
    0.000_547_593_808_499_534_5,
    0.015_198_666_563_616_457,
    0.148_103_976_427_480_08,
    0.689_767_334_985_1,
    1.676_384_830_183_803_8,
    2.053_191_626_637_759,
    1.0,
];

const FAR_ABOVE: [f64; 8] = [
    2.010_334_399_292_288_1e-7,
    2.711_555_568_743_487_6e-5,
    0.001_242_660_947_388_078_4,
    0.026_532_189_526_576_124,
    0.296_560_571_828_504_87,
    1.784_826_539_917_291_3,
    5.463_784_911_164_114,
    6.657_904_643_501_103,
];

const FAR_BELOW: [f64; 8] = [
    2.044_263_103_389_939_7e-15,
    1.421_511_758_316_446e-7,
    1.846_318_317_510_054_8e-5,
    0.000_786_869_131_145_613_3,
    0.014_875_361_290_850_615,
    0.136_929_880_922_735_8,
    0.599_832_206_555_888,
    1.0,
];

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, found: f64, expected: f64, error_max: f64) {
        let error = (found - expected).abs() / expected.abs();
        assert!(error < error_max, "{name}: {found:e} instead of {expected:e}");
    }

    #[test]
    fn quantiles_agree_with_thirty_digit_references() {
        // By bisection of erfc in 30 digits.
        for (probability, score) in [
            (0.500_1, 2.506_628_300_880_35e-4),
            (0.9, Z90),
            (0.1, -Z90),
            (0.01, -2.326_347_874_040_841),
            (0.999, 3.090_232_306_167_813_5),
            (1e-10, -6.361_340_902_404_056),
            (1e-100, -21.273_453_560_965_325),
        ] {
            check("quantile", normal_quantile(probability), score, 1e-12);
        }
    }

    #[test]
    fn probabilities_and_scores_are_inverse() {
        for step in 1..1000 {
            let probability = f64::from(step) / 1000.0;
            check("there and back", normal_cdf(normal_quantile(probability)), probability, 1e-13);
        }
    }

    #[test]
    fn many_at_once_have_the_bits_of_one_at_a_time() {
        let probabilities: Vec<f64> = (1..=1000).map(|step| f64::from(step) / 1001.0).collect();
        let mut scores = probabilities.clone();
        normal_quantiles(&mut scores);
        assert!(probabilities.into_iter().map(normal_quantile).eq(scores));
    }

    #[test]
    fn exponentials_agree_with_the_library() {
        assert_eq!(exp(0.0), 1.0);
        for step in -6999..6999 {
            let x = f64::from(step) * 0.1;
            check("exp", exp(x), libm::exp(x), 1e-14);
        }
        check("far up", exp(1e9), libm::exp(700.0), 1e-13);
        check("far down", exp(f64::NEG_INFINITY), libm::exp(-700.0), 1e-13);
    }
}
