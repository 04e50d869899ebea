//! Sixteen lanes in one register, a table in two.

use std::arch::x86_64::*;
use std::mem::transmute;

use super::{Job, TABLE, Vectors, WIDTH};

/// Instructions of AVX-512. Made in [`run`] only.
#[derive(Clone, Copy)]
pub(super) struct Avx512(());

type Ints = __m512i;
type Floats = __m512;

/// Does `job`.
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,gfni")]
pub(super) fn run(job: impl Job) {
    job.run(Avx512(()));
}

/// An instruction that is there.
macro_rules! there {
    ($instruction:expr) => {
        // SAFETY: what is called needs no more than the features that `run` needs. That is a
        // function which may be called only where they are, and nothing else makes an `Avx512`, of
        // which all that comes here is a method.
        unsafe { $instruction }
    };
}

impl Vectors for Avx512 {
    type Ints = Ints;
    type Floats = Floats;
    type Table<'t> = [__m512; 2];

    #[inline(always)]
    fn ints(self, lanes: &[u32; WIDTH]) -> Ints {
        // SAFETY: 16 integers are as long as the vector, and any bits make integers.
        unsafe { transmute(*lanes) }
    }

    #[inline(always)]
    fn floats(self, lanes: &[f32; WIDTH]) -> Floats {
        // SAFETY: 16 numbers are as long as the vector, and any bits make numbers.
        unsafe { transmute(*lanes) }
    }

    #[inline(always)]
    fn same_int(self, lane: u32) -> Ints {
        there!(_mm512_set1_epi32(lane as i32))
    }

    #[inline(always)]
    fn same_float(self, lane: f32) -> Floats {
        there!(_mm512_set1_ps(lane))
    }

    #[inline(always)]
    fn int_lanes(self, a: Ints) -> [u32; WIDTH] {
        // SAFETY: as in `ints`.
        unsafe { transmute(a) }
    }

    #[inline(always)]
    fn float_lanes(self, a: Floats) -> [f32; WIDTH] {
        // SAFETY: as in `floats`.
        unsafe { transmute(a) }
    }

    #[inline(always)]
    fn add_ints(self, a: Ints, b: Ints) -> Ints {
        there!(_mm512_add_epi32(a, b))
    }

    #[inline(always)]
    fn mul_ints(self, a: Ints, b: Ints) -> Ints {
        there!(_mm512_mullo_epi32(a, b))
    }

    #[inline(always)]
    fn and(self, a: Ints, b: Ints) -> Ints {
        there!(_mm512_and_si512(a, b))
    }

    #[inline(always)]
    fn or(self, a: Ints, b: Ints) -> Ints {
        there!(_mm512_or_si512(a, b))
    }

    #[inline(always)]
    fn xor(self, a: Ints, b: Ints) -> Ints {
        there!(_mm512_xor_si512(a, b))
    }

    #[inline(always)]
    fn shift_right<const BITS: u32>(self, a: Ints) -> Ints {
        there!(_mm512_srli_epi32::<BITS>(a))
    }

    #[inline(always)]
    fn reverse_bits(self, a: Ints) -> Ints {
        there!(reverse_bits(a))
    }

    #[inline(always)]
    fn spread_highest(self, a: Ints) -> Ints {
        there!(_mm512_srai_epi32::<31>(a))
    }

    #[inline(always)]
    fn if_at_most(self, a: Ints, b: Ints, yes: Floats, no: Floats) -> Floats {
        there!(_mm512_mask_blend_ps(_mm512_cmple_epu32_mask(a, b), no, yes))
    }

    #[inline(always)]
    fn add(self, a: Floats, b: Floats) -> Floats {
        there!(_mm512_add_ps(a, b))
    }

    #[inline(always)]
    fn mul(self, a: Floats, b: Floats) -> Floats {
        there!(_mm512_mul_ps(a, b))
    }

    #[inline(always)]
    fn mul_add(self, a: Floats, b: Floats, c: Floats) -> Floats {
        there!(_mm512_fmadd_ps(a, b, c))
    }

    #[inline(always)]
    fn max(self, a: Floats, b: Floats) -> Floats {
        there!(_mm512_max_ps(a, b))
    }

    #[inline(always)]
    fn min(self, a: Floats, b: Floats) -> Floats {
        there!(_mm512_min_ps(a, b))
    }

    #[inline(always)]
    fn round(self, a: Floats) -> Floats {
        there!(_mm512_roundscale_ps::<_MM_FROUND_TO_NEAREST_INT>(a))
    }

    #[inline(always)]
    fn to_floats(self, a: Ints) -> Floats {
        there!(_mm512_cvtepi32_ps(a))
    }

    #[inline(always)]
    fn to_ints(self, a: Floats) -> Ints {
        there!(_mm512_cvttps_epi32(a))
    }

    #[inline(always)]
    fn as_floats(self, bits: Ints) -> Floats {
        there!(_mm512_castsi512_ps(bits))
    }

    #[inline(always)]
    fn as_ints(self, a: Floats) -> Ints {
        there!(_mm512_castps_si512(a))
    }

    #[inline(always)]
    fn table(self, numbers: &[f32; TABLE]) -> [__m512; 2] {
        // SAFETY: 32 numbers are as long as two vectors of 16, and any bits make numbers.
        unsafe { transmute(*numbers) }
    }

    #[inline(always)]
    fn look_up(self, [below, above]: [__m512; 2], at: Ints) -> Floats {
        // The instruction looks at the lowest five bits only.
        there!(_mm512_permutex2var_ps(below, at, above))
    }
}

/// Each byte is multiplied by the matrix that turns it around, then the four bytes change places.
#[target_feature(enable = "avx512f,avx512bw,gfni")]
#[inline]
fn reverse_bits(a: Ints) -> Ints {
    let turned = _mm512_set1_epi64(0x8040_2010_0804_0201_u64.cast_signed());
    let bytes = _mm512_gf2p8affine_epi64_epi8::<0>(a, turned);
    let places = _mm_set_epi8(12, 13, 14, 15, 8, 9, 10, 11, 4, 5, 6, 7, 0, 1, 2, 3);
    _mm512_shuffle_epi8(bytes, _mm512_broadcast_i32x4(places))
}
