//! Standard normal scores from random bits, by a table that fits into a few registers.
//!
//! In go the bits of draws, out come how far out in the normal distribution they are. It must not
//! know what is drawn.
//!
//! # Theory
//! The tail that begins at a draw, upper or lower, is a whole number of 2³²nds. As a floating-point number
//! its exponent says in which octave it is (less than 1/2, less than 1/4 …), and the mantissa where in it.
//! On an octave the score is close to straight: a polynomial of degree 4 through five of its values is
//! within 2.9e-5 of it. So 32 polynomials are enough for every tail there is. The values are those at
//! Chebyshev nodes, moved a little toward the small tails, where the score is more curved.

use crate::quantile::normal_quantile;
use crate::wide::{TABLE, Vectors};

/// How far a score is from [`normal_quantile`], at most.
pub(super) const SCORE_ERROR: f32 = 3.2e-5;

/// No tail of 32 bits is further out.
pub(super) const SCORE_MAX: f64 = 6.4;

/// How many coefficients a polynomial has.
const TERMS: usize = 5;

/// Coefficients by term, lowest power first, and by the lowest bits of a number's exponent.
#[derive(Clone, Debug)]
#[repr(align(64))]
pub(super) struct ScoreTable([[f32; TABLE]; TERMS]);

/// A [`ScoreTable`] where vectors are looked up: in registers, if there are enough.
pub(super) type Scores<'t, V> = [<V as Vectors>::Table<'t>; TERMS];

impl ScoreTable {
    /// The table. It takes some microseconds.
    pub fn new() -> Self {
        let mut table = ScoreTable([[0.0; TABLE]; TERMS]);
        // There is one tail in the lowest octave, and one in the highest: one half, with a score of 0.
        table.0[0][place(1.0)] = score_of(1.0) as f32;
        for octave in 1..31 {
            for (term, coefficient) in polynomial_of(octave).into_iter().enumerate() {
                table.0[term][place(size(octave))] = coefficient as f32;
            }
        }
        table
    }

    /// Ready for [`tail_scores`].
    #[inline(always)]
    pub fn ready<V: Vectors>(&self, v: V) -> Scores<'_, V> {
        // No closure: those are not always inlined.
        let [a, b, c, d, e] = &self.0;
        [v.table(a), v.table(b), v.table(c), v.table(d), v.table(e)]
    }
}

/// The scores of the tails, upper or lower, that begin at `bits` / 2³²: positive, but for the error
/// next to one half. And all bits where it is an upper one.
///
/// A draw stands half a step further up, (`bits` + ½) / 2³²: so its amount is a little more than the
/// score says, where it matters at all (a tail of t steps is off by 1 / 2tz). Of the lowest draw of
/// all, t = 0, the score is that of t = 2.
#[inline(always)]
pub(super) fn tail_scores<V: Vectors>(
    v: V,
    scores: &Scores<'_, V>,
    bits: V::Ints,
) -> (V::Floats, V::Ints) {
    // With its sign an upper tail is negative: its octave and its mantissa are the same.
    let tail = v.as_ints(v.to_floats(bits));
    let at = v.shift_right::<23>(tail);
    let mantissa = mantissas(v, tail);
    let [lower @ .., last] = scores;
    let mut sum = v.look_up(*last, at);
    for &term in lower.iter().rev() {
        sum = v.mul_add(sum, mantissa, v.look_up(term, at));
    }
    (sum, v.spread_highest(bits))
}

/// The numbers from 1 to 2 that have the fractions of these.
#[inline(always)]
pub(super) fn mantissas<V: Vectors>(v: V, bits: V::Ints) -> V::Floats {
    let fraction = v.and(bits, v.same_int(0x007F_FFFF));
    v.as_floats(v.or(fraction, v.same_int(0x3F80_0000)))
}

/// Where the octave of a tail stands in the table.
#[inline(always)]
fn place(tail: f32) -> usize {
    (tail.to_bits() >> 23) as usize % TABLE
}

/// Two to the power of `octave`.
fn size(octave: i32) -> f32 {
    (1_u32 << octave) as f32
}

/// The score of a tail, which is counted in 2³²nds from 1 on.
fn score_of(tail: f64) -> f64 {
    -normal_quantile(tail / 4_294_967_296.0)
}

/// The polynomial, lowest power first, through the scores of an octave.
fn polynomial_of(octave: i32) -> [f64; TERMS] {
    /// cos((k + ½) π / 5).
    const COSINES: [f64; TERMS] = [
        0.951_056_516_295_153_5,
        0.587_785_252_292_473_1,
        0.0,
        -0.587_785_252_292_473_1,
        -0.951_056_516_295_153_5,
    ];
    const TOWARD_SMALL: f64 = 0.025;
    let nodes = COSINES.map(|x| 1.5 + 0.5 * x - TOWARD_SMALL * (1.0 - x * x));
    // Newton's divided differences …
    let mut differences = nodes.map(|node| score_of(node * f64::from(size(octave))));
    for width in 1..TERMS {
        for at in (width..TERMS).rev() {
            differences[at] =
                (differences[at] - differences[at - 1]) / (nodes[at] - nodes[at - width]);
        }
    }
    // … multiplied out.
    let mut sum = [0.0; TERMS];
    for (difference, node) in differences.into_iter().zip(nodes).rev() {
        let before = sum;
        sum[0] = difference - node * before[0];
        for power in 1..TERMS {
            sum[power] = before[power - 1] - node * before[power];
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wide::{Portable, WIDTH};

    #[test]
    fn scores_are_those_of_the_normal_distribution() {
        let table = ScoreTable::new();
        let scores = table.ready(Portable);
        let few = (0..5_000).filter(|bits| *bits != 1);
        let near_half = (1_u32 << 31) - 5_000..(1 << 31) + 5_000;
        let last = (u32::MAX - 5_000)..=u32::MAX;
        let even = (0..u32::MAX).step_by(99_991);
        let octaves =
            (6..32).flat_map(|octave| (64..128_u32).map(move |part| part << (octave - 6)));
        for bits in few.chain(near_half).chain(last).chain(even).chain(octaves) {
            let probability = f64::from(bits.max(2)) / 4_294_967_296.0;
            let expected = normal_quantile(probability).abs();
            let (found, is_upper) = tail_scores(Portable, &scores, [bits; WIDTH]);
            let error = (f64::from(found[0]) - expected).abs();
            assert!(error < f64::from(SCORE_ERROR), "{bits}: {error:e} off {expected}");
            assert!(expected < SCORE_MAX);
            assert_eq!(is_upper[0] != 0, probability >= 0.5);
        }
    }
}
