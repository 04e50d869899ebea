//! The same code for several instruction sets, chosen when the program runs.
//!
//! In goes a job, and which instructions to use; it is done. Nothing here says how: the compiler
//! translates [`Job::run`] once for every set, with vectors as wide as they come. What a job
//! computes does not depend on the choice, as long as it is made of operations that are exact or
//! rounded as IEEE 754 says: those have the same bits at any width.
//!
//! One thing no compiler finds: that a table is small enough for registers. So the scores of rows are read
//! by hand, with the operations of [`ScoreTable::tail_score`] in the same order.
//!
//! This is the only module with unsafe code: a processor must not be given instructions that it
//! does not have.
#![allow(unsafe_code)]

#[cfg(target_arch = "x86_64")]
use std::arch::x86_64::*;
#[cfg(target_arch = "x86_64")]
use std::mem::transmute;

use super::lanes::{LANES, Row};
use super::scores::ScoreTable;
#[cfg(target_arch = "x86_64")]
use super::scores::{OCTAVES, TERMS};

/// Something to be done with the widest instructions there are.
pub(super) trait Job {
    /// Does it, reading scores by `reader`. To be inlined, with all it calls: only what is inlined is
    /// translated again.
    fn run(self, reader: impl ScoreReader);
}

/// Reads the table of scores.
pub(crate) trait ScoreReader: Copy {
    /// [`ScoreTable::tail_score`] of each lane, to the same bits.
    fn tail_scores(self, table: &ScoreTable, bits: &RowBits, scores: &mut Row);
}

/// The bits of a draw for each of the runs that are played side by side, in whole lines of the cache.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
pub(crate) struct RowBits(pub [u32; LANES]);

/// A set of instructions that this machine has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instructions(Set);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Set {
    Portable,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    #[cfg(target_arch = "x86_64")]
    Avx512,
}

impl Instructions {
    /// Those that this machine has, the widest last; the portable ones are always there.
    #[must_use]
    pub fn available() -> Vec<Self> {
        let mut sets = vec![Set::Portable];
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx2") {
                sets.push(Set::Avx2);
            }
            if is_x86_feature_detected!("avx512f")
                && is_x86_feature_detected!("avx512bw")
                && is_x86_feature_detected!("avx512dq")
                && is_x86_feature_detected!("avx512vl")
                && is_x86_feature_detected!("gfni")
            {
                sets.push(Set::Avx512);
            }
        }
        sets.into_iter().map(Instructions).collect()
    }

    /// The widest that this machine has.
    #[must_use]
    pub fn widest() -> Self {
        Self::available().pop().unwrap_or(Instructions(Set::Portable))
    }

    /// `portable`, `AVX2` or `AVX-512`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self.0 {
            Set::Portable => "portable",
            #[cfg(target_arch = "x86_64")]
            Set::Avx2 => "AVX2",
            #[cfg(target_arch = "x86_64")]
            Set::Avx512 => "AVX-512",
        }
    }

    /// Does `job` with these instructions.
    #[inline]
    pub(super) fn run(self, job: impl Job) {
        match self.0 {
            Set::Portable => job.run(Plain),
            // SAFETY: `run_avx2` may be called where AVX2 is there, and `Set::Avx2` is made in
            // `available` only, after the processor has said that it is.
            #[cfg(target_arch = "x86_64")]
            Set::Avx2 => unsafe { run_avx2(job) },
            // SAFETY: `run_avx512` may be called where all five features are there, and
            // `Set::Avx512` is made in `available` only, after the processor has said so of each.
            #[cfg(target_arch = "x86_64")]
            Set::Avx512 => unsafe { run_avx512(job) },
        }
    }
}

/// One lane after the other.
#[derive(Clone, Copy)]
struct Plain;

impl ScoreReader for Plain {
    #[inline(always)]
    fn tail_scores(self, table: &ScoreTable, bits: &RowBits, scores: &mut Row) {
        table.tail_scores(&bits.0, scores);
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn run_avx2(job: impl Job) {
    job.run(Avx2(()));
}

/// Eight lanes at a time. Made in [`run_avx2`] only.
#[cfg(target_arch = "x86_64")]
#[derive(Clone, Copy)]
struct Avx2(());

#[cfg(target_arch = "x86_64")]
impl ScoreReader for Avx2 {
    #[inline(always)]
    fn tail_scores(self, table: &ScoreTable, bits: &RowBits, scores: &mut Row) {
        // SAFETY: `scores_avx2` may be called where AVX2 is there. `run_avx2` is a function that needs
        // it, and nothing else makes an `Avx2`.
        unsafe { scores_avx2(table, bits, scores) }
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
#[inline]
fn scores_avx2(table: &ScoreTable, bits: &RowBits, scores: &mut Row) {
    // SAFETY: 32 numbers are as long as four vectors of 8, and any bits make numbers.
    let terms = table.0.map(|term| unsafe { transmute::<[f32; OCTAVES], [__m256; 4]>(term) });
    let eights = bits.0.as_chunks::<8>().0;
    for (scores, bits) in scores.as_chunks_mut::<8>().0.iter_mut().zip(eights) {
        // SAFETY: 8 integers are as long as the vector, and any bits make integers.
        let bits = unsafe { transmute::<[u32; 8], __m256i>(*bits) };
        let tail = _mm256_xor_si256(bits, _mm256_srai_epi32::<31>(bits));
        let tail = _mm256_add_ps(_mm256_cvtepi32_ps(tail), _mm256_set1_ps(1.0));
        let tail = _mm256_castps_si256(tail);
        let mantissa = _mm256_and_si256(tail, _mm256_set1_epi32(0x007F_FFFF));
        let mantissa = _mm256_or_si256(mantissa, _mm256_set1_epi32(0x3F80_0000));
        let mantissa = _mm256_castsi256_ps(mantissa);
        // The lowest three bits say which of eight; the fourth and fifth, moved to where they are looked
        // at, which eight.
        let at = _mm256_srli_epi32::<23>(tail);
        let second = _mm256_castsi256_ps(_mm256_slli_epi32::<28>(at));
        let upper = _mm256_castsi256_ps(_mm256_slli_epi32::<27>(at));
        let coefficient = |term: usize| {
            let [a, b, c, d] = terms[term].map(|eight| _mm256_permutevar8x32_ps(eight, at));
            let below = _mm256_blendv_ps(a, b, second);
            _mm256_blendv_ps(below, _mm256_blendv_ps(c, d, second), upper)
        };
        let mut sum = coefficient(TERMS - 1);
        for term in (0..TERMS - 1).rev() {
            sum = _mm256_add_ps(_mm256_mul_ps(sum, mantissa), coefficient(term));
        }
        // SAFETY: 8 numbers are as long as the vector, and any bits make numbers.
        *scores = unsafe { transmute::<__m256, [f32; 8]>(sum) };
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,gfni")]
fn run_avx512(job: impl Job) {
    job.run(Avx512(()));
}

/// Sixteen lanes at a time, the whole table in registers. Made in [`run_avx512`] only.
#[cfg(target_arch = "x86_64")]
#[derive(Clone, Copy)]
struct Avx512(());

#[cfg(target_arch = "x86_64")]
impl ScoreReader for Avx512 {
    #[inline(always)]
    fn tail_scores(self, table: &ScoreTable, bits: &RowBits, scores: &mut Row) {
        // SAFETY: `scores_avx512` may be called where AVX-512 is there. `run_avx512` is a function that
        // needs it, and nothing else makes an `Avx512`.
        unsafe { scores_avx512(table, bits, scores) }
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f")]
#[inline]
fn scores_avx512(table: &ScoreTable, bits: &RowBits, scores: &mut Row) {
    // SAFETY: 32 numbers are as long as two vectors of 16, and any bits make numbers.
    let terms = table.0.map(|term| unsafe { transmute::<[f32; OCTAVES], [__m512; 2]>(term) });
    let sixteens = bits.0.as_chunks::<16>().0;
    for (scores, bits) in scores.as_chunks_mut::<16>().0.iter_mut().zip(sixteens) {
        // SAFETY: 16 integers are as long as the vector, and any bits make integers.
        let bits = unsafe { transmute::<[u32; 16], __m512i>(*bits) };
        let tail = _mm512_xor_si512(bits, _mm512_srai_epi32::<31>(bits));
        let tail = _mm512_add_ps(_mm512_cvtepi32_ps(tail), _mm512_set1_ps(1.0));
        let tail = _mm512_castps_si512(tail);
        let mantissa = _mm512_and_si512(tail, _mm512_set1_epi32(0x007F_FFFF));
        let mantissa = _mm512_or_si512(mantissa, _mm512_set1_epi32(0x3F80_0000));
        let mantissa = _mm512_castsi512_ps(mantissa);
        // The lowest five bits say which octave; the instruction looks at no others.
        let at = _mm512_srli_epi32::<23>(tail);
        let coefficient = |term: usize| {
            let [below, above] = terms[term];
            _mm512_permutex2var_ps(below, at, above)
        };
        let mut sum = coefficient(TERMS - 1);
        for term in (0..TERMS - 1).rev() {
            sum = _mm512_add_ps(_mm512_mul_ps(sum, mantissa), coefficient(term));
        }
        // SAFETY: 16 numbers are as long as the vector, and any bits make numbers.
        *scores = unsafe { transmute::<__m512, [f32; 16]>(sum) };
    }
}
