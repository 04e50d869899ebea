//! Plays a network, [`LANES`] runs at a time.
//!
//! In go a network and a source of efforts; out come the counts at which the runs finish. One block
//! keeps a row a start or finish that is still asked for, which stays in the processor's second
//! cache, and nothing else is written. It must not know what a count or an effort stands for.

use std::cell::Cell;

use rayon::prelude::*;

use super::efforts::{Drawn, Minutes, Room, RowSource};
use super::lanes::{CHUNKS, LANES, Row};
use super::network::{NEVER, Network, Step, Tie, TieLag, asks_for_finish};
use crate::wide::{Instructions, Job, Vectors, WIDTH};

/// The count at which each of `runs` runs finishes, in their order.
///
/// The same bits with any instructions and on any number of threads.
pub(super) fn counts<S: RowSource>(
    network: &Network<'_>,
    source: &S,
    runs: u32,
    instructions: Instructions,
) -> Vec<f32> {
    let blocks = runs.div_ceil(LANES as u32);
    let play = |rows: &mut Vec<Kept>, block: u32| {
        let mut last = Row::of(0.0);
        let first_run = block * LANES as u32;
        instructions.run(Block { network, source, first_run, rows, last: &mut last });
        last
    };
    let played: Vec<Row> =
        (0..blocks).into_par_iter().map_init(|| vec![Kept::new(); network.n_rows], play).collect();
    let mut counts: Vec<f32> = played.iter().flat_map(|row| row.0).collect();
    counts.truncate(runs as usize);
    counts
}

/// One block of runs.
struct Block<'a, 'p, S> {
    network: &'a Network<'p>,
    source: &'a S,
    first_run: u32,
    rows: &'a [Kept],
    /// The finish of the plan.
    last: &'a mut Row,
}

/// Starts or finishes that are asked for later, by vector. In cells: a step may take the row of one
/// that it waits for.
#[derive(Clone)]
#[repr(align(64))]
struct Kept([Cell<[f32; WIDTH]>; CHUNKS]);

impl Kept {
    fn new() -> Self {
        Kept([const { Cell::new([0.0; WIDTH]) }; CHUNKS])
    }

    /// All of them.
    fn row(&self) -> Row {
        let mut row = Row::of(0.0);
        for (chunk, kept) in self.0.iter().enumerate() {
            *row.chunk_mut(chunk) = kept.get();
        }
        row
    }
}

impl<S: RowSource> Job for Block<'_, '_, S> {
    #[inline(always)]
    fn run(self, v: impl Vectors) {
        let Block { network, source, first_run, rows, last } = self;
        let shared = source.shared(first_run);
        let mut room = Room::new();
        for step in &network.steps {
            let drawn = source.draw(v, &shared, step.activity.index(), &mut room);
            let ties = network.plain_ties(step);
            if step.is_simple() && step.start_row.is_none() {
                match drawn {
                    Drawn::Minutes => place(v, ties, rows, step, &room.minutes, last),
                    Drawn::Powers(powers) => {
                        place(v, ties, rows, step, &(powers, &room.bits), last);
                    }
                }
                continue;
            }
            if let Drawn::Powers(powers) = drawn {
                for chunk in 0..CHUNKS {
                    let minutes = (powers, &room.bits).of_chunk(v, chunk);
                    *room.minutes.chunk_mut(chunk) = v.float_lanes(minutes);
                }
            }
            place_otherwise(v, network, step, rows, &mut room.minutes, last);
        }
    }
}

/// Places a step that does nothing but start after some others, without a row for its start.
#[inline(always)]
fn place(
    v: impl Vectors,
    ties: &[Tie],
    rows: &[Kept],
    step: &Step,
    minutes: &impl Minutes,
    last: &mut Row,
) {
    let row = |tie: &Tie| &rows[tie.row as usize];
    let kept = step.finish_row.map(|row| &rows[row as usize]);
    match ties {
        [] => place_after(v, [], step, minutes, kept, last),
        [a] => place_after(v, [row(a)], step, minutes, kept, last),
        [a, b] => place_after(v, [row(a), row(b)], step, minutes, kept, last),
        [a, b, c] => place_after(v, [row(a), row(b), row(c)], step, minutes, kept, last),
        [a, b, c, d] => {
            place_after(v, [row(a), row(b), row(c), row(d)], step, minutes, kept, last);
        }
        [a, b, c, d, more @ ..] => {
            let mut latest = Kept::new();
            for chunk in 0..CHUNKS {
                let mut start = v.floats(&row(d).0[chunk].get());
                for tie in more {
                    start = v.max(start, v.floats(&row(tie).0[chunk].get()));
                }
                latest.0[chunk] = Cell::new(v.float_lanes(start));
            }
            place_after(v, [row(a), row(b), row(c), &latest], step, minutes, kept, last);
        }
    }
}

/// Places a step after those of `ties`, and keeps its finish if it is asked for.
#[inline(always)]
fn place_after<const N: usize>(
    v: impl Vectors,
    ties: [&Kept; N],
    step: &Step,
    minutes: &impl Minutes,
    kept: Option<&Kept>,
    last: &mut Row,
) {
    for chunk in 0..CHUNKS {
        let mut start = v.same_float(step.start_min);
        for tie in ties {
            start = v.max(start, v.floats(&tie.0[chunk].get()));
        }
        let finish = v.add(start, minutes.of_chunk(v, chunk));
        if let Some(kept) = kept {
            kept.0[chunk].set(v.float_lanes(finish));
        }
        if step.ends_plan {
            let last = last.chunk_mut(chunk);
            *last = v.float_lanes(v.max(v.floats(last), finish));
        }
    }
}

/// Places any step.
#[inline(always)]
fn place_otherwise(
    v: impl Vectors,
    network: &Network<'_>,
    step: &Step,
    rows: &[Kept],
    minutes: &mut Row,
    last: &mut Row,
) {
    let mut start = Row::of(step.start_min);
    for tie in network.plain_ties(step) {
        for (chunk, other) in rows[tie.row as usize].0.iter().enumerate() {
            let start = start.chunk_mut(chunk);
            *start = v.float_lanes(v.max(v.floats(start), v.floats(&other.get())));
        }
    }
    if !step.is_simple() {
        wait_otherwise(network, step, rows, minutes, &mut start);
    }
    if let Some(row) = step.start_row {
        for (chunk, kept) in rows[row as usize].0.iter().enumerate() {
            kept.set(*start.chunk(chunk));
        }
    }
    for chunk in 0..CHUNKS {
        let finish = v.add(v.floats(start.chunk(chunk)), v.floats(minutes.chunk(chunk)));
        if let Some(row) = step.finish_row {
            rows[row as usize].0[chunk].set(v.float_lanes(finish));
        }
        if step.ends_plan {
            let last = last.chunk_mut(chunk);
            *last = v.float_lanes(v.max(v.floats(last), finish));
        }
    }
}

/// Moves `start` to no sooner than lags allow, and `minutes` to what it takes from there until no
/// sooner than finish links allow. What they hold starts no later for it: a start that is not later
/// for less work, so that nothing after it is either.
#[inline(never)]
fn wait_otherwise(
    network: &Network<'_>,
    step: &Step,
    rows: &[Kept],
    minutes: &mut Row,
    start: &mut Row,
) {
    let mut finish_min = Row::of(step.finish_min);
    for tie in network.other_ties(step) {
        let held = if asks_for_finish(tie.kind) { &mut finish_min } else { &mut *start };
        let other = rows[tie.row as usize].row();
        for lane in 0..LANES {
            let count = match tie.lag {
                TieLag::Minutes(lag) => other[lane] + lag,
                TieLag::Looked(link) => network.look(link, other[lane]),
            };
            held[lane] = held[lane].max(count);
        }
    }
    for lane in 0..LANES {
        let finish = if step.has_own_hours {
            network.finish_in_own_hours(step, start[lane], minutes[lane])
        } else {
            start[lane] + minutes[lane]
        };
        let finish = finish.max(finish_min[lane]);
        // From never on there is no telling how long it takes.
        minutes[lane] = if finish == NEVER { NEVER } else { finish - start[lane] };
    }
}
