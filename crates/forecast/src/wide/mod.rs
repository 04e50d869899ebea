//! The same code for several instruction sets, chosen when the program runs.
//!
//! In goes a job, and which instructions to use; it is done. A job is written once, in terms of
//! [`Vectors`]: sixteen numbers at a time and some thirty things that can be done with them. What a
//! job computes does not depend on the choice: every one of them is exact or rounded as IEEE 754
//! says, lane by lane, and none are fused. Nothing here knows what is computed.
//!
//! These are the only modules with unsafe code: a processor must not be given instructions that it
//! does not have. A value that computes with them is made only where they are known to be there.
#![allow(unsafe_code)]

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
mod portable;

pub(crate) use portable::Portable;

/// How many lanes a vector has: as many as 32 bits fit into the widest register there is.
pub(crate) const WIDTH: usize = 16;

/// How many numbers a table has.
pub(crate) const TABLE: usize = 32;

/// Something to be done with some instructions.
pub(crate) trait Job {
    /// Does it. To be inlined, with all it calls: only what is inlined is translated for the
    /// instructions of `v`.
    fn run(self, v: impl Vectors);
}

/// Arithmetic on [`WIDTH`] lanes at a time.
pub(crate) trait Vectors: Copy {
    /// Whole numbers of 32 bits, which wrap around.
    type Ints: Copy;
    /// Single precision.
    type Floats: Copy;
    /// [`TABLE`] numbers, ready to be looked up.
    type Table<'t>: Copy;

    fn ints(self, lanes: &[u32; WIDTH]) -> Self::Ints;
    fn floats(self, lanes: &[f32; WIDTH]) -> Self::Floats;
    fn same_int(self, lane: u32) -> Self::Ints;
    fn same_float(self, lane: f32) -> Self::Floats;
    fn int_lanes(self, a: Self::Ints) -> [u32; WIDTH];
    fn float_lanes(self, a: Self::Floats) -> [f32; WIDTH];

    fn add_ints(self, a: Self::Ints, b: Self::Ints) -> Self::Ints;
    fn mul_ints(self, a: Self::Ints, b: Self::Ints) -> Self::Ints;
    fn and(self, a: Self::Ints, b: Self::Ints) -> Self::Ints;
    fn or(self, a: Self::Ints, b: Self::Ints) -> Self::Ints;
    fn xor(self, a: Self::Ints, b: Self::Ints) -> Self::Ints;
    fn shift_right<const BITS: u32>(self, a: Self::Ints) -> Self::Ints;
    /// The lowest bit becomes the highest.
    fn reverse_bits(self, a: Self::Ints) -> Self::Ints;
    /// All bits where the highest is set, else none.
    fn spread_highest(self, a: Self::Ints) -> Self::Ints;
    /// `yes` where `a` is at most `b`, both without sign; else `no`.
    fn if_at_most(
        self,
        a: Self::Ints,
        b: Self::Ints,
        yes: Self::Floats,
        no: Self::Floats,
    ) -> Self::Floats;

    fn add(self, a: Self::Floats, b: Self::Floats) -> Self::Floats;
    fn mul(self, a: Self::Floats, b: Self::Floats) -> Self::Floats;
    /// `a` · `b` + `c`, rounded once.
    fn mul_add(self, a: Self::Floats, b: Self::Floats, c: Self::Floats) -> Self::Floats;
    /// The larger; `b` where one of them is no number.
    fn max(self, a: Self::Floats, b: Self::Floats) -> Self::Floats;
    /// The smaller; `b` where one of them is no number.
    fn min(self, a: Self::Floats, b: Self::Floats) -> Self::Floats;
    /// The nearest whole number, of two the even one; `a` must not be negative.
    fn round(self, a: Self::Floats) -> Self::Floats;

    /// The nearest floats to numbers with sign.
    fn to_floats(self, a: Self::Ints) -> Self::Floats;
    /// Without the fraction, with sign; `a` must be within ±2³⁰.
    fn to_ints(self, a: Self::Floats) -> Self::Ints;
    /// The floats with these bits.
    fn as_floats(self, bits: Self::Ints) -> Self::Floats;
    /// The bits of floats.
    fn as_ints(self, a: Self::Floats) -> Self::Ints;

    fn table<'t>(self, numbers: &'t [f32; TABLE]) -> Self::Table<'t>;
    /// The number at the place that the lowest five bits say.
    fn look_up(self, table: Self::Table<'_>, at: Self::Ints) -> Self::Floats;
}

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
            if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
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
    pub(crate) fn run(self, job: impl Job) {
        match self.0 {
            Set::Portable => job.run(Portable),
            // SAFETY: `run` may be called where both features are there, and `Set::Avx2` is made
            // in `available` only, after the processor has said so of each.
            #[cfg(target_arch = "x86_64")]
            Set::Avx2 => unsafe { avx2::run(job) },
            // SAFETY: `run` may be called where all five features are there, and `Set::Avx512` is
            // made in `available` only, after the processor has said so of each.
            #[cfg(target_arch = "x86_64")]
            Set::Avx512 => unsafe { avx512::run(job) },
        }
    }
}

#[cfg(test)]
mod tests;
