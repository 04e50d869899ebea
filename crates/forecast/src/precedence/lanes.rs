//! Two-piece log-normal amounts for many runs at a time, in single precision.
//!
//! In go scores (see `scores`), out come amounts, one a lane. Every operation is one that IEEE 754
//! rounds exactly, none are fused, and nothing branches: a compiler may put as many lanes into one
//! instruction as the machine has, and the bits stay the same. It must not know what is estimated.

use std::f64::consts::LOG2_E;
use std::ops::{Deref, DerefMut};

use super::scores::{SCORE_ERROR, SCORE_MAX, is_upper};
use crate::two_piece::TwoPiece;

/// How many runs are played side by side: a row of a network has so many finishes.
pub(crate) const LANES: usize = 128;

/// One number for each of the runs that are played side by side, in whole lines of the cache.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
pub(crate) struct Row(pub [f32; LANES]);

impl Row {
    /// The same number in all lanes.
    #[inline(always)]
    pub fn of(number: f32) -> Self {
        Row([number; LANES])
    }
}

impl Deref for Row {
    type Target = [f32; LANES];

    #[inline(always)]
    fn deref(&self) -> &[f32; LANES] {
        &self.0
    }
}

impl DerefMut for Row {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut [f32; LANES] {
        &mut self.0
    }
}

/// How far [`two_to_the`] and single precision are off, at most, relatively.
const POWER_ERROR: f32 = 5e-6;

/// Beyond this a factor of the team is cut off: a logarithm to base 2.
pub(super) const LOG_FACTOR_MAX: f64 = 16.0;

/// A [`TwoPiece`] ready to be drawn from in lanes; never more than its exact amount.
#[derive(Clone, Copy, Debug)]
pub(super) struct LanePiece {
    median: f32,
    /// Logarithms to base 2, negative: the score of a tail is positive.
    sigma_below: f32,
    sigma_above: f32,
}

impl LanePiece {
    /// `spread`, rounded down; `None` if it is so wide that single precision might overflow. Powers may
    /// be multiplied by up to `widening_max` before the amount is taken.
    pub fn new(spread: &TwoPiece, widening_max: f64) -> Option<Self> {
        let sigma_max = widening_max * spread.sigma_below.max(spread.sigma_above);
        let power_max = sigma_max * LOG2_E * SCORE_MAX + LOG_FACTOR_MAX;
        if power_max + libm::log2(spread.median).abs() > 120.0 {
            return None;
        }
        Some(LanePiece {
            median: spread.median as f32
                * (1.0 - SCORE_ERROR * sigma_max as f32 - widening_max as f32 * POWER_ERROR),
            sigma_below: -(spread.sigma_below * LOG2_E) as f32,
            sigma_above: (spread.sigma_above * LOG2_E) as f32,
        })
    }

    /// The power of two on the median at the quantile that `bits` stand for, whose tail is `score` out.
    #[inline(always)]
    pub fn power(&self, bits: u32, score: f32) -> f32 {
        // Chosen by bits: compilers turn a choice between two fields into a slow gather.
        let differ = self.sigma_above.to_bits() ^ self.sigma_below.to_bits();
        f32::from_bits(self.sigma_below.to_bits() ^ (differ & is_upper(bits))) * score
    }

    /// The amount at a power of two on the median.
    #[inline(always)]
    pub fn amount(&self, power: f32) -> f32 {
        self.median * two_to_the(power)
    }
}

/// Two to the power of `x`, for `x` within ±126; exactly 1 at 0.
#[inline(always)]
pub(super) fn two_to_the(x: f32) -> f32 {
    // Adding 1.5 · 2²³ leaves the nearest integer in the lowest bits of the mantissa.
    const ROUNDER: f32 = 12_582_912.0;
    let shifted = x + ROUNDER;
    let rest = x - (shifted - ROUNDER);
    let mantissa = polynomial(&TWO_TO_THE, rest).to_bits();
    f32::from_bits(mantissa.wrapping_add(shifted.to_bits() << 23))
}

/// The nearest whole number, of two the even one.
#[inline(always)]
pub(super) fn whole(x: f32) -> f32 {
    // From 2²³ on every number is whole, and between there and 2²⁴ the sum rounds to even ones.
    const ROUNDER: f32 = 8_388_608.0;
    (x + ROUNDER) - ROUNDER
}

/// The larger: one instruction, where [`f32::max`] also looks for NaN.
#[inline(always)]
pub(super) fn max(a: f32, b: f32) -> f32 {
    if a > b { a } else { b }
}

/// The smaller.
#[inline(always)]
pub(super) fn min(a: f32, b: f32) -> f32 {
    if a < b { a } else { b }
}

/// The polynomial with these coefficients, lowest power first.
#[inline(always)]
fn polynomial<const N: usize>(coefficients: &[f32; N], x: f32) -> f32 {
    let mut sum = coefficients[N - 1];
    let mut power = N - 1;
    while power > 0 {
        power -= 1;
        sum = sum * x + coefficients[power];
    }
    sum
}

/// 2ˣ on ±½, within 2.8e-6.
const TWO_TO_THE: [f32; 5] = [1.0, 0.693_124_06, 0.240_240_89, 0.055_907_2, 0.009_583_32];
