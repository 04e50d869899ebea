//! Random numbers with an address: which seed, whose, what for, in which run.
//!
//! In goes an address, out comes a number in (0, 1); there is no generator and no state. So nothing
//! a plan gains or loses changes the numbers of anything else, two plans drawn with one seed share
//! their luck (common random numbers), and runs may be drawn in any order on any number of threads.
//! This module must not know what the numbers are used for.
//!
//! # Theory
//! The runs are dealt in turn to [`SCRAMBLES`] independent scrambles: run `r` is point `r / 16` of
//! scramble `r % 16`. Within a scramble, the points are the van der Corput sequence in base 2, of
//! which every block of 2ᵐ points has one in each of 2ᵐ equal strata. Two nested uniform scrambles
//! (Owen 1995) make it random without losing the strata: one shuffles the order of the points, so
//! that two streams pair their strata at random (a Latin hypercube sample, McKay et al. 1979), one
//! scrambles their values. Differences between the scrambles measure the error of any estimate.
//!
//! A nested scramble flips each bit by a hash of the bits above it. Laine and Karras (2011) compute
//! it with a few multiplications on the reversed bits; the constants are those of Vegdahl
//! ("Building a better LK hash", 2021), the use of two scrambles is that of Burley (2020). Seeds
//! come from the finalizer of SplitMix64 (Steele et al. 2014; constants by Stafford, variant 13).
//!
//! The numbers never change from version to version: a forecast must be the same for ever.

use crate::wide::{Portable, Vectors, WIDTH};

/// How many independent scrambles the runs are dealt to.
pub const SCRAMBLES: usize = WIDTH;

/// What a draw is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// How much work an activity is.
    Effort = 1,
    /// Whether a risk happens.
    RiskHappens = 2,
    /// How hard a risk hits.
    RiskImpact = 3,
    /// The factor that all work of the team shares.
    TeamFactor = 4,
    /// How much wider than believed the team's ranges are.
    Overconfidence = 5,
    /// A factor that some work shares.
    SharedFactor = 6,
}

/// The draws of one address, for all runs.
#[derive(Clone, Debug)]
#[repr(align(64))]
pub struct Stream {
    order_seeds: [u32; SCRAMBLES],
    value_seeds: [u32; SCRAMBLES],
}

impl Stream {
    /// The draws of `key` for `purpose` under `seed`.
    #[must_use]
    pub fn new(seed: u64, key: u64, purpose: Purpose) -> Self {
        let address = mix(mix(mix(seed) ^ key).wrapping_add(purpose as u64));
        let mut stream = Stream { order_seeds: [0; SCRAMBLES], value_seeds: [0; SCRAMBLES] };
        let mut state = address;
        for (order, value) in stream.order_seeds.iter_mut().zip(&mut stream.value_seeds) {
            state = state.wrapping_add(GOLDEN);
            let bits = mix(state);
            *order = (bits >> 32) as u32;
            *value = bits as u32;
        }
        stream
    }

    /// Fills `numbers` with the draws of the runs from `first_run` on, each in (0, 1).
    ///
    /// `first_run` must be a multiple of [`SCRAMBLES`].
    pub fn fill(&self, first_run: u32, numbers: &mut [f64]) {
        self.fill_with(Portable, first_run, numbers);
    }

    /// [`Stream::fill`] with the instructions of `v`.
    #[inline(always)]
    pub(crate) fn fill_with<V: Vectors>(&self, v: V, first_run: u32, numbers: &mut [f64]) {
        debug_assert!(first_run.is_multiple_of(SCRAMBLES as u32));
        let first_point = first_run / SCRAMBLES as u32;
        let (points, rest) = numbers.as_chunks_mut::<SCRAMBLES>();
        debug_assert!(rest.is_empty());
        let seeds = self.ready(v);
        for (point, numbers) in (first_point..).zip(points) {
            let bits = v.int_lanes(seeds.bits(v, point));
            for (number, bits) in numbers.iter_mut().zip(bits) {
                *number = (f64::from(bits) + 0.5) * (1.0 / 4_294_967_296.0);
            }
        }
    }

    /// Ready to be drawn from.
    #[inline(always)]
    pub(crate) fn ready<V: Vectors>(&self, v: V) -> Seeds<V> {
        let (order, value) = (v.ints(&self.order_seeds), v.ints(&self.value_seeds));
        Seeds { order: (order, odd(v, order)), value: (value, odd(v, value)) }
    }
}

/// The seeds of a [`Stream`], each with the odd number that it multiplies by.
#[derive(Clone, Copy)]
pub(crate) struct Seeds<V: Vectors> {
    order: (V::Ints, V::Ints),
    value: (V::Ints, V::Ints),
}

impl<V: Vectors> Seeds<V> {
    /// The draws of the runs from `point` · [`SCRAMBLES`] on, each as the 32 bits b of the number
    /// (b + ½) / 2³².
    #[inline(always)]
    pub fn bits(&self, v: V, point: u32) -> V::Ints {
        self.scrambled(v, self.place(v, point))
    }

    /// [`Seeds::bits`] of `point`, which must be even, and of the next.
    #[inline(always)]
    pub fn two_bits(&self, v: V, point: u32) -> [V::Ints; 2] {
        debug_assert!(point.is_multiple_of(2));
        let place = self.place(v, point);
        // Points that differ in the lowest bit have places that do: nothing stands on that bit.
        let next = v.xor(place, v.same_int(1));
        [self.scrambled(v, place), self.scrambled(v, next)]
    }

    /// Where in its scramble's order a point is. Shuffling and taking the radical inverse reverse
    /// the bits twice: neither is needed.
    #[inline(always)]
    fn place(&self, v: V, point: u32) -> V::Ints {
        let reversed = v.same_int(point.reverse_bits());
        v.reverse_bits(flip_by_lower_bits(v, reversed, self.order))
    }

    #[inline(always)]
    fn scrambled(&self, v: V, place: V::Ints) -> V::Ints {
        v.reverse_bits(flip_by_lower_bits(v, place, self.value))
    }
}

/// 2⁶⁴ divided by the golden ratio, odd: the step of SplitMix64.
const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

fn mix(bits: u64) -> u64 {
    let bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}

/// Odd numbers that seeds multiply by.
#[inline(always)]
fn odd<V: Vectors>(v: V, seeds: V::Ints) -> V::Ints {
    v.or(v.shift_right::<16>(seeds), v.same_int(1))
}

/// Flips each bit by a hash of `seed` and of the bits below it.
#[inline(always)]
fn flip_by_lower_bits<V: Vectors>(v: V, bits: V::Ints, (seed, odd): (V::Ints, V::Ints)) -> V::Ints {
    let bits = v.xor(bits, v.mul_ints(bits, v.same_int(0x3D20_ADEA)));
    let bits = v.mul_ints(v.add_ints(bits, seed), odd);
    let bits = v.xor(bits, v.mul_ints(bits, v.same_int(0x0552_6C56)));
    v.xor(bits, v.mul_ints(bits, v.same_int(0x53A2_2864)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(seed: u64, key: u64, purpose: Purpose, runs: usize) -> Vec<f64> {
        let mut numbers = vec![0.0; runs];
        Stream::new(seed, key, purpose).fill(0, &mut numbers);
        numbers
    }

    #[test]
    fn every_scramble_has_one_draw_in_each_stratum() {
        for points in [4, 128, 512] {
            let numbers = numbers(1, 42, Purpose::Effort, SCRAMBLES * points);
            for scramble in 0..SCRAMBLES {
                let lane = numbers.iter().skip(scramble).step_by(SCRAMBLES);
                let mut strata: Vec<usize> = lane.map(|u| (u * points as f64) as usize).collect();
                strata.sort_unstable();
                assert!(strata.into_iter().eq(0..points), "{points} points of scramble {scramble}");
            }
        }
    }

    #[test]
    fn a_later_part_is_the_same_wherever_the_filling_begins() {
        let whole = numbers(1, 42, Purpose::Effort, 256);
        let mut part = vec![0.0; 32];
        Stream::new(1, 42, Purpose::Effort).fill(96, &mut part);
        assert_eq!(part, whole[96..128]);
    }

    #[test]
    fn streams_are_as_unrelated_as_chance_allows() {
        // The correlation of two streams over N = 8,192 runs has a standard deviation of about
        // 1.25 / √N = 0.0138 (two-way interactions of a shuffled van der Corput sequence); five of
        // them is 0.069.
        let base = numbers(7, 1000, Purpose::Effort, 8192);
        let others = (1001..1101).map(|key| numbers(7, key, Purpose::Effort, 8192)).chain([
            numbers(7, 1000, Purpose::RiskHappens, 8192),
            numbers(7, 1000, Purpose::TeamFactor, 8192),
            numbers(8, 1000, Purpose::Effort, 8192),
        ]);
        for other in others {
            let products = base.iter().zip(&other).map(|(a, b)| (a - 0.5) * (b - 0.5));
            let correlation = 12.0 * products.sum::<f64>() / 8192.0;
            assert!(correlation.abs() < 0.069, "{correlation}");
        }
    }

    #[test]
    fn the_numbers_are_the_same_for_ever() {
        let found: Vec<u64> = [
            (0, 0, Purpose::Effort),
            (1, 42, Purpose::RiskHappens),
            (u64::MAX, 7, Purpose::RiskImpact),
            (2026, u64::MAX, Purpose::TeamFactor),
        ]
        .into_iter()
        .flat_map(|(seed, key, purpose)| [0, 47].map(|run| numbers(seed, key, purpose, 48)[run]))
        .map(|number| (number * 4_294_967_296.0) as u64)
        .collect();
        let seeds_0_1 = [2_991_569_737, 4_031_185_389, 273_636_105, 2_818_524_548];
        let other_seeds = [2_579_859_642, 1_844_151_741, 2_894_640_619, 4_198_306_326];
        assert_eq!(found, [seeds_0_1, other_seeds].concat());
    }
}
