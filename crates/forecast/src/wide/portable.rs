//! Lanes one after the other: right on every processor, and a compiler may still take several at a
//! time.

use super::{TABLE, Vectors, WIDTH};

/// Instructions that every processor has.
#[derive(Clone, Copy)]
pub(crate) struct Portable;

type Ints = [u32; WIDTH];
type Floats = [f32; WIDTH];

/// A loop and no closure: those are not always inlined.
macro_rules! each {
    ($lane:ident => $value:expr) => {{
        let mut lanes = [Default::default(); WIDTH];
        for $lane in 0..WIDTH {
            lanes[$lane] = $value;
        }
        lanes
    }};
}

impl Vectors for Portable {
    type Ints = Ints;
    type Floats = Floats;
    type Table<'t> = &'t [f32; TABLE];

    #[inline(always)]
    fn ints(self, lanes: &Ints) -> Ints {
        *lanes
    }

    #[inline(always)]
    fn floats(self, lanes: &Floats) -> Floats {
        *lanes
    }

    #[inline(always)]
    fn same_int(self, lane: u32) -> Ints {
        [lane; WIDTH]
    }

    #[inline(always)]
    fn same_float(self, lane: f32) -> Floats {
        [lane; WIDTH]
    }

    #[inline(always)]
    fn int_lanes(self, a: Ints) -> Ints {
        a
    }

    #[inline(always)]
    fn float_lanes(self, a: Floats) -> Floats {
        a
    }

    #[inline(always)]
    fn add_ints(self, a: Ints, b: Ints) -> Ints {
        each!(lane => a[lane].wrapping_add(b[lane]))
    }

    #[inline(always)]
    fn mul_ints(self, a: Ints, b: Ints) -> Ints {
        each!(lane => a[lane].wrapping_mul(b[lane]))
    }

    #[inline(always)]
    fn and(self, a: Ints, b: Ints) -> Ints {
        each!(lane => a[lane] & b[lane])
    }

    #[inline(always)]
    fn or(self, a: Ints, b: Ints) -> Ints {
        each!(lane => a[lane] | b[lane])
    }

    #[inline(always)]
    fn xor(self, a: Ints, b: Ints) -> Ints {
        each!(lane => a[lane] ^ b[lane])
    }

    #[inline(always)]
    fn shift_right<const BITS: u32>(self, a: Ints) -> Ints {
        each!(lane => a[lane] >> BITS)
    }

    #[inline(always)]
    fn reverse_bits(self, a: Ints) -> Ints {
        each!(lane => a[lane].reverse_bits())
    }

    #[inline(always)]
    fn spread_highest(self, a: Ints) -> Ints {
        each!(lane => ((a[lane] as i32) >> 31) as u32)
    }

    #[inline(always)]
    fn if_at_most(self, a: Ints, b: Ints, yes: Floats, no: Floats) -> Floats {
        each!(lane => if a[lane] <= b[lane] { yes[lane] } else { no[lane] })
    }

    #[inline(always)]
    fn add(self, a: Floats, b: Floats) -> Floats {
        each!(lane => a[lane] + b[lane])
    }

    #[inline(always)]
    fn mul(self, a: Floats, b: Floats) -> Floats {
        each!(lane => a[lane] * b[lane])
    }

    #[inline(always)]
    fn mul_add(self, a: Floats, b: Floats, c: Floats) -> Floats {
        each!(lane => a[lane].mul_add(b[lane], c[lane]))
    }

    // One instruction each, where the library's also look for NaN.
    #[inline(always)]
    fn max(self, a: Floats, b: Floats) -> Floats {
        each!(lane => if a[lane] > b[lane] { a[lane] } else { b[lane] })
    }

    #[inline(always)]
    fn min(self, a: Floats, b: Floats) -> Floats {
        each!(lane => if a[lane] < b[lane] { a[lane] } else { b[lane] })
    }

    #[inline(always)]
    fn round(self, a: Floats) -> Floats {
        // From 2²³ on every number is whole.
        const ROUNDER: f32 = 8_388_608.0;
        each!(lane => if a[lane] < ROUNDER { (a[lane] + ROUNDER) - ROUNDER } else { a[lane] })
    }

    #[inline(always)]
    fn to_floats(self, a: Ints) -> Floats {
        each!(lane => a[lane] as i32 as f32)
    }

    #[inline(always)]
    fn to_ints(self, a: Floats) -> Ints {
        each!(lane => a[lane] as i32 as u32)
    }

    #[inline(always)]
    fn as_floats(self, bits: Ints) -> Floats {
        each!(lane => f32::from_bits(bits[lane]))
    }

    #[inline(always)]
    fn as_ints(self, a: Floats) -> Ints {
        each!(lane => a[lane].to_bits())
    }

    #[inline(always)]
    fn table(self, numbers: &[f32; TABLE]) -> &[f32; TABLE] {
        numbers
    }

    #[inline(always)]
    fn look_up(self, table: &[f32; TABLE], at: Ints) -> Floats {
        each!(lane => table[at[lane] as usize % TABLE])
    }
}
