//! The same code for several instruction sets, chosen when the program runs.
//!
//! In goes a job, and which instructions to use; it is done. Nothing here says how: the compiler
//! translates [`Job::run`] once for every set, with vectors as wide as they come. What a job
//! computes does not depend on the choice, as long as it is made of operations that are exact or
//! rounded as IEEE 754 says: those have the same bits at any width.
//!
//! This is the only module with unsafe code: a processor must not be given instructions that it
//! does not have.
#![allow(unsafe_code)]

/// Something to be done with the widest instructions there are.
pub(super) trait Job {
    /// Does it. To be inlined, with all it calls: only what is inlined is translated again.
    fn run(self);
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
            Set::Portable => job.run(),
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

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn run_avx2(job: impl Job) {
    job.run();
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,gfni")]
fn run_avx512(job: impl Job) {
    job.run();
}
