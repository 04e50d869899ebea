//! The parts of the work, one without the others: what `cargo xtask bench forecast` measures.
//!
//! In go a problem and which part; out come counts, which mean something only if everything was
//! done. It must not know clocks.

use std::hint::black_box;

use schedule::{CalendarId, Problem};

use super::efforts::{Drawn, Room, RowSampler, RowSource};
use super::lanes::{CHUNKS, LANES, Lanes, Row};
use super::network::Network;
use super::play::counts;
use crate::effort::Sampler;
use crate::reading::Reading;
use crate::simulate::Options;
use crate::wide::{Instructions, Job, Vectors};

/// What is done of the work of [`super::with_enough_people`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// One draw an activity and run, and links.
    Draws,
    /// Links only, over efforts that were there before.
    Propagation,
    /// Everything: draws, their quantiles, risks, links.
    All,
}

/// Does a part of the work on `problem` and returns what comes out for each run.
///
/// A problem without links shows what a part costs without propagation.
#[must_use]
pub fn play_part(
    problem: &Problem,
    plan_calendar: CalendarId,
    options: &Options,
    part: Part,
    instructions: Instructions,
) -> Vec<f32> {
    let reading = Reading::new(problem, options);
    let sampler = Sampler::new(problem, options.seed, &reading);
    let runs = options.runs.at_first();
    let network = Network::new(problem, plan_calendar);
    let source = RowSampler::new(&sampler);
    match part {
        Part::Draws => counts(&network, &DrawsOnly(source), runs, instructions),
        Part::Propagation => counts(&network, &Steady::new(), runs, instructions),
        Part::All => counts(&network, &source, runs, instructions),
    }
}

/// Reads `n_rows` rows so many times over, keeping the maxima, and returns how many numbers were
/// read: what propagation would take if it did nothing but read.
#[must_use]
pub fn read_rows(n_rows: usize, passes: u32, instructions: Instructions) -> f64 {
    let rows = vec![Row::of(1.0); n_rows];
    let mut last = Row::of(0.0);
    instructions.run(Read { rows: &rows, passes, last: &mut last });
    black_box(last);
    n_rows as f64 * f64::from(passes) * LANES as f64
}

struct Read<'a> {
    rows: &'a [Row],
    passes: u32,
    last: &'a mut Row,
}

impl Job for Read<'_> {
    #[inline(always)]
    fn run(self, v: impl Vectors) {
        for _ in 0..self.passes {
            for row in black_box(self.rows) {
                for chunk in 0..CHUNKS {
                    let last = self.last.chunk_mut(chunk);
                    *last = v.float_lanes(v.max(v.floats(last), v.floats(row.chunk(chunk))));
                }
            }
        }
    }
}

/// Raw draws instead of efforts.
struct DrawsOnly<'s>(RowSampler<'s>);

impl RowSource for DrawsOnly<'_> {
    type Shared = u32;

    fn shared(&self, first_run: u32) -> u32 {
        first_run
    }

    #[inline(always)]
    fn draw(
        &self,
        v: impl Vectors,
        first_run: &u32,
        activity: usize,
        room: &mut Room,
    ) -> Drawn<'_> {
        self.0.fill_with_draws(v, *first_run, activity, room);
        Drawn::Minutes
    }
}

/// The same few rows again and again, as the rivals have it.
struct Steady {
    rows: Vec<Row>,
}

impl Steady {
    fn new() -> Self {
        let of_row =
            |row: usize| Lanes(std::array::from_fn(|lane| ((row * 37 + lane * 11) % 960) as f32));
        Steady { rows: (0..64).map(of_row).collect::<Vec<Row>>() }
    }
}

impl RowSource for Steady {
    type Shared = ();

    fn shared(&self, _: u32) {}

    #[inline(always)]
    fn draw(&self, _: impl Vectors, (): &(), activity: usize, room: &mut Room) -> Drawn<'_> {
        room.minutes = self.rows[activity % 64];
        Drawn::Minutes
    }
}
