//! Every operation with every set of instructions, on numbers that are none and on those at the
//! edges, against the portable one.

use super::{Instructions, Job, Portable, TABLE, Vectors, WIDTH};

/// What all operations make of some lanes, as bits.
fn bits_of(v: impl Vectors, a: &[u32; WIDTH], b: &[u32; WIDTH]) -> Vec<[u32; WIDTH]> {
    let numbers: [f32; TABLE] = std::array::from_fn(|at| at as f32 * 1.7 - 3.0);
    // Within ±2³⁰, and not negative.
    let small = b.map(|b| (b as i32 >> 2) as f32 + 0.6);
    let positive = a.map(|a| a as f32 / 512.5);
    let (a, b) = (v.ints(a), v.ints(b));
    let (x, y) = (v.to_floats(a), v.to_floats(b));
    let (raw_x, raw_y) = (v.as_floats(a), v.as_floats(b));
    let ints = [
        v.add_ints(a, b),
        v.mul_ints(a, b),
        v.and(a, b),
        v.or(a, b),
        v.xor(a, b),
        v.shift_right::<23>(a),
        v.reverse_bits(a),
        v.spread_highest(a),
        v.to_ints(v.floats(&small)),
        v.as_ints(raw_x),
        v.same_int(7),
    ];
    let floats = [
        v.if_at_most(a, b, x, y),
        v.add(x, y),
        v.mul(x, y),
        v.mul_add(x, y, v.floats(&small)),
        v.max(raw_x, raw_y),
        v.min(raw_x, raw_y),
        v.round(v.floats(&positive)),
        v.look_up(v.table(&numbers), a),
        v.same_float(0.1),
    ];
    let floats = floats.map(|floats| v.float_lanes(floats).map(f32::to_bits));
    ints.map(|ints| v.int_lanes(ints)).into_iter().chain(floats).collect()
}

struct Compare {
    a: [u32; WIDTH],
    b: [u32; WIDTH],
}

impl Job for Compare {
    fn run(self, v: impl Vectors) {
        assert_eq!(bits_of(v, &self.a, &self.b), bits_of(Portable, &self.a, &self.b));
    }
}

#[test]
fn every_operation_has_the_same_bits_everywhere() {
    let edges = [0, 1, 2, 1 << 22, 1 << 23, 0x3F80_0000, 0x7F80_0000, 0x7FC0_0001, 1 << 31];
    let mut state = 1_u32;
    let mut next = |at: usize| {
        state = state.wrapping_mul(0x9E37_79B9).wrapping_add(0x7F4A_7C15);
        if state >> 30 == 0 { edges[at % edges.len()] } else { state.rotate_left(13) }
    };
    for round in 0..1_000 {
        let a = std::array::from_fn(|lane| next(lane + round));
        let b = std::array::from_fn(|lane| next(lane * 5 + round));
        for instructions in Instructions::available() {
            instructions.run(Compare { a, b });
        }
    }
}

#[test]
fn portable_rounding_is_to_even_and_leaves_whole_numbers_alone() {
    let mut lanes = [0.0; WIDTH];
    lanes[..8].copy_from_slice(&[0.5, 1.5, 2.5, 0.499, 8_388_607.5, 8_388_609.0, 3e9, 7.0]);
    let expected = [0.0, 2.0, 2.0, 0.0, 8_388_608.0, 8_388_609.0, 3e9, 7.0];
    assert_eq!(Portable.round(lanes)[..8], expected);
}
