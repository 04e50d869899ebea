//! Two-piece log-normal amounts for many runs at a time, in single precision.
//!
//! In go draws, out come amounts, one a lane. Nothing branches, and every operation is one of
//! [`Vectors`], so that the bits are the same on every machine. It must not know what is estimated.
//!
//! # Theory
//! The amount is m · 2ˣ with x = σ · z · w + f: the score z of the draw, the spread σ of its side, how
//! much wider or narrower ranges are in this run (w), what all work shares (f). Everything up to x is
//! counted in 2⁻²³, so that x cut off to a whole number has in its bits what a floating-point number
//! is made of: the power of two above, the fraction below. Of a fraction, 2ˣ is a polynomial of degree
//! 4, the best there is (Remez); its coefficients have m in them.

use std::f64::consts::LOG2_E;
use std::ops::{Deref, DerefMut};

use super::scores::{SCORE_ERROR, SCORE_MAX, Scores, mantissas, tail_scores};
use crate::two_piece::TwoPiece;
use crate::wide::{Vectors, WIDTH};

/// How many runs are played side by side: a row of a network has so many finishes.
pub(crate) const LANES: usize = 128;

/// How many vectors a row is.
pub(super) const CHUNKS: usize = LANES / WIDTH;

/// One number for each of the runs that are played side by side, in whole lines of the cache.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
pub(crate) struct Lanes<T>(pub [T; LANES]);

/// Minutes, counts of them, factors.
pub(crate) type Row = Lanes<f32>;

/// Draws, and numbers counted in 2⁻²³.
pub(crate) type RowBits = Lanes<u32>;

impl<T: Copy> Lanes<T> {
    /// The same number in all lanes.
    #[inline(always)]
    pub fn of(number: T) -> Self {
        Lanes([number; LANES])
    }

    /// The lanes of one vector.
    #[inline(always)]
    pub fn chunk(&self, chunk: usize) -> &[T; WIDTH] {
        &self.0.as_chunks().0[chunk]
    }

    /// The lanes of one vector, to be written.
    #[inline(always)]
    pub fn chunk_mut(&mut self, chunk: usize) -> &mut [T; WIDTH] {
        &mut self.0.as_chunks_mut().0[chunk]
    }
}

impl<T> Deref for Lanes<T> {
    type Target = [T; LANES];

    #[inline(always)]
    fn deref(&self) -> &[T; LANES] {
        &self.0
    }
}

impl<T> DerefMut for Lanes<T> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut [T; LANES] {
        &mut self.0
    }
}

/// A power of two of 1, as it is counted here.
pub(super) const OCTAVE: f64 = 8_388_608.0;

/// Beyond this a factor of the team is cut off: a logarithm to base 2.
pub(super) const LOG_FACTOR_MAX: f64 = 16.0;

/// How far [`POWERS`] and single precision are off, at most, relatively.
const POWER_ERROR: f64 = 6e-6;

/// 2ˣ⁻¹ for x from 1 to 2, within 2.6e-6 of it; lowest power first.
const POWERS: [f64; 5] =
    [0.509_964_222_75, 0.312_016_031_83, 0.166_613_381_56, -0.002_125_210_62, 0.013_534_167_85];

/// A [`TwoPiece`] ready to be drawn from in lanes; never more than its exact amount.
#[derive(Clone, Copy, Debug)]
pub(super) struct LanePiece {
    /// [`POWERS`], times the median.
    powers: [f32; POWERS.len()],
    /// In [`OCTAVE`]s, negative: the score of a tail is positive.
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
        let error = f64::from(SCORE_ERROR) * sigma_max + widening_max * POWER_ERROR;
        Some(LanePiece {
            powers: POWERS.map(|coefficient| (coefficient * spread.median * (1.0 - error)) as f32),
            sigma_below: -(spread.sigma_below * LOG2_E * OCTAVE) as f32,
            sigma_above: (spread.sigma_above * LOG2_E * OCTAVE) as f32,
        })
    }

    /// The powers of two on the median at the quantiles that `bits` stand for, all spreads `widening`
    /// times as wide, times what `log_factor` is the logarithm of.
    #[inline(always)]
    pub fn powers<V: Vectors>(
        &self,
        v: V,
        scores: &Scores<'_, V>,
        bits: V::Ints,
        widening: V::Floats,
        log_factor: V::Floats,
    ) -> V::Ints {
        let (score, is_upper) = tail_scores(v, scores, bits);
        // Chosen by bits.
        let below = v.same_int(self.sigma_below.to_bits());
        let differ = v.same_int(self.sigma_below.to_bits() ^ self.sigma_above.to_bits());
        let sigma = v.as_floats(v.xor(below, v.and(differ, is_upper)));
        v.to_ints(v.mul_add(v.mul(sigma, widening), score, log_factor))
    }

    /// The amounts at powers of two on the median.
    #[inline(always)]
    pub fn amounts<V: Vectors>(&self, v: V, powers: V::Ints) -> V::Floats {
        let x = mantissas(v, powers);
        let [lower @ .., last] = self.powers;
        let mut sum = v.same_float(last);
        for coefficient in lower.into_iter().rev() {
            sum = v.mul_add(sum, x, v.same_float(coefficient));
        }
        // Adding to the exponent multiplies by a power of two.
        let exponent = v.and(powers, v.same_int(0xFF80_0000));
        v.as_floats(v.add_ints(v.as_ints(sum), exponent))
    }
}
