//! Sixteen lanes in two registers, a table in four.

use std::arch::x86_64::*;
use std::mem::transmute;

use super::{Job, TABLE, Vectors, WIDTH};

/// Instructions of AVX2. Made in [`run`] only.
#[derive(Clone, Copy)]
pub(super) struct Avx2(());

type Ints = [__m256i; 2];
type Floats = [__m256; 2];

/// Does `job`.
#[target_feature(enable = "avx2,fma")]
pub(super) fn run(job: impl Job) {
    job.run(Avx2(()));
}

/// An instruction that is there.
macro_rules! there {
    ($instruction:expr) => {
        // SAFETY: what is called needs no more than the two features that `run` needs. That is a
        // function which may be called only where they are, and nothing else makes an `Avx2`, of
        // which all that comes here is a method.
        unsafe { $instruction }
    };
}

impl Vectors for Avx2 {
    type Ints = Ints;
    type Floats = Floats;
    type Table<'t> = [__m256; 4];

    #[inline(always)]
    fn ints(self, lanes: &[u32; WIDTH]) -> Ints {
        // SAFETY: 16 integers are as long as two vectors of 8, and any bits make integers.
        unsafe { transmute(*lanes) }
    }

    #[inline(always)]
    fn floats(self, lanes: &[f32; WIDTH]) -> Floats {
        // SAFETY: 16 numbers are as long as two vectors of 8, and any bits make numbers.
        unsafe { transmute(*lanes) }
    }

    #[inline(always)]
    fn same_int(self, lane: u32) -> Ints {
        [there!(_mm256_set1_epi32(lane as i32)); 2]
    }

    #[inline(always)]
    fn same_float(self, lane: f32) -> Floats {
        [there!(_mm256_set1_ps(lane)); 2]
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
        [there!(_mm256_add_epi32(a[0], b[0])), there!(_mm256_add_epi32(a[1], b[1]))]
    }

    #[inline(always)]
    fn mul_ints(self, a: Ints, b: Ints) -> Ints {
        [there!(_mm256_mullo_epi32(a[0], b[0])), there!(_mm256_mullo_epi32(a[1], b[1]))]
    }

    #[inline(always)]
    fn and(self, a: Ints, b: Ints) -> Ints {
        [there!(_mm256_and_si256(a[0], b[0])), there!(_mm256_and_si256(a[1], b[1]))]
    }

    #[inline(always)]
    fn or(self, a: Ints, b: Ints) -> Ints {
        [there!(_mm256_or_si256(a[0], b[0])), there!(_mm256_or_si256(a[1], b[1]))]
    }

    #[inline(always)]
    fn xor(self, a: Ints, b: Ints) -> Ints {
        [there!(_mm256_xor_si256(a[0], b[0])), there!(_mm256_xor_si256(a[1], b[1]))]
    }

    #[inline(always)]
    fn shift_right<const BITS: u32>(self, a: Ints) -> Ints {
        [
            there!(_mm256_srl_epi32(a[0], _mm_cvtsi32_si128(BITS as i32))),
            there!(_mm256_srl_epi32(a[1], _mm_cvtsi32_si128(BITS as i32))),
        ]
    }

    #[inline(always)]
    fn reverse_bits(self, a: Ints) -> Ints {
        [there!(reverse_bits(a[0])), there!(reverse_bits(a[1]))]
    }

    #[inline(always)]
    fn spread_highest(self, a: Ints) -> Ints {
        [there!(_mm256_srai_epi32::<31>(a[0])), there!(_mm256_srai_epi32::<31>(a[1]))]
    }

    #[inline(always)]
    fn if_at_most(self, a: Ints, b: Ints, yes: Floats, no: Floats) -> Floats {
        [
            there!(if_at_most(a[0], b[0], yes[0], no[0])),
            there!(if_at_most(a[1], b[1], yes[1], no[1])),
        ]
    }

    #[inline(always)]
    fn add(self, a: Floats, b: Floats) -> Floats {
        [there!(_mm256_add_ps(a[0], b[0])), there!(_mm256_add_ps(a[1], b[1]))]
    }

    #[inline(always)]
    fn mul(self, a: Floats, b: Floats) -> Floats {
        [there!(_mm256_mul_ps(a[0], b[0])), there!(_mm256_mul_ps(a[1], b[1]))]
    }

    #[inline(always)]
    fn mul_add(self, a: Floats, b: Floats, c: Floats) -> Floats {
        [there!(_mm256_fmadd_ps(a[0], b[0], c[0])), there!(_mm256_fmadd_ps(a[1], b[1], c[1]))]
    }

    #[inline(always)]
    fn max(self, a: Floats, b: Floats) -> Floats {
        [there!(_mm256_max_ps(a[0], b[0])), there!(_mm256_max_ps(a[1], b[1]))]
    }

    #[inline(always)]
    fn min(self, a: Floats, b: Floats) -> Floats {
        [there!(_mm256_min_ps(a[0], b[0])), there!(_mm256_min_ps(a[1], b[1]))]
    }

    #[inline(always)]
    fn round(self, a: Floats) -> Floats {
        [
            there!(_mm256_round_ps::<{ _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC }>(a[0])),
            there!(_mm256_round_ps::<{ _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC }>(a[1])),
        ]
    }

    #[inline(always)]
    fn to_floats(self, a: Ints) -> Floats {
        [there!(_mm256_cvtepi32_ps(a[0])), there!(_mm256_cvtepi32_ps(a[1]))]
    }

    #[inline(always)]
    fn to_ints(self, a: Floats) -> Ints {
        [there!(_mm256_cvttps_epi32(a[0])), there!(_mm256_cvttps_epi32(a[1]))]
    }

    #[inline(always)]
    fn as_floats(self, bits: Ints) -> Floats {
        [there!(_mm256_castsi256_ps(bits[0])), there!(_mm256_castsi256_ps(bits[1]))]
    }

    #[inline(always)]
    fn as_ints(self, a: Floats) -> Ints {
        [there!(_mm256_castps_si256(a[0])), there!(_mm256_castps_si256(a[1]))]
    }

    #[inline(always)]
    fn table(self, numbers: &[f32; TABLE]) -> [__m256; 4] {
        // SAFETY: 32 numbers are as long as four vectors of 8, and any bits make numbers.
        unsafe { transmute(*numbers) }
    }

    #[inline(always)]
    fn look_up(self, table: [__m256; 4], at: Ints) -> Floats {
        [there!(look_up(table, at[0])), there!(look_up(table, at[1]))]
    }
}

#[target_feature(enable = "avx2")]
#[inline]
fn if_at_most(a: __m256i, b: __m256i, yes: __m256, no: __m256) -> __m256 {
    let at_most = _mm256_cmpeq_epi32(_mm256_min_epu32(a, b), a);
    _mm256_blendv_ps(no, yes, _mm256_castsi256_ps(at_most))
}

/// Each half of a byte is looked up turned around, then they and the four bytes change places.
#[target_feature(enable = "avx2")]
#[inline]
fn reverse_bits(a: __m256i) -> __m256i {
    let half = _mm256_set1_epi8(0x0F);
    let turned = _mm_set_epi8(15, 7, 11, 3, 13, 5, 9, 1, 14, 6, 10, 2, 12, 4, 8, 0);
    let turned = _mm256_broadcastsi128_si256(turned);
    let low = _mm256_shuffle_epi8(turned, _mm256_and_si256(a, half));
    let high = _mm256_and_si256(_mm256_srli_epi32::<4>(a), half);
    let high = _mm256_shuffle_epi8(turned, high);
    let bytes = _mm256_or_si256(_mm256_slli_epi32::<4>(low), high);
    let places = _mm_set_epi8(12, 13, 14, 15, 8, 9, 10, 11, 4, 5, 6, 7, 0, 1, 2, 3);
    _mm256_shuffle_epi8(bytes, _mm256_broadcastsi128_si256(places))
}

/// The lowest three bits say which of eight; the fourth and fifth, moved to where they are looked
/// at, which eight.
#[target_feature(enable = "avx2")]
#[inline]
fn look_up(table: [__m256; 4], at: __m256i) -> __m256 {
    let second = _mm256_castsi256_ps(_mm256_slli_epi32::<28>(at));
    let upper = _mm256_castsi256_ps(_mm256_slli_epi32::<27>(at));
    let [a, b, c, d] = table;
    let (a, b) = (_mm256_permutevar8x32_ps(a, at), _mm256_permutevar8x32_ps(b, at));
    let (c, d) = (_mm256_permutevar8x32_ps(c, at), _mm256_permutevar8x32_ps(d, at));
    let (below, above) = (_mm256_blendv_ps(a, b, second), _mm256_blendv_ps(c, d, second));
    _mm256_blendv_ps(below, above, upper)
}
