//! Plays a network, [`LANES`] runs at a time.
//!
//! In go a network and a source of efforts; out come the counts at which the runs finish. One block
//! keeps a row a start or finish that is still asked for, which stays in the processor's second
//! cache, and nothing else is written. It must not know what a count or an effort stands for.

use rayon::prelude::*;

use super::efforts::RowSource;
use super::lanes::{LANES, Row, max};
use super::network::{NEVER, Network, Step, Tie, TieLag, asks_for_finish};
use super::wide::{Instructions, Job, ScoreReader};

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
    let play = |rows: &mut Vec<Row>, block: u32| {
        let mut last = Row::of(0.0);
        let first_run = block * LANES as u32;
        instructions.run(Block { network, source, first_run, rows, last: &mut last });
        last
    };
    let played: Vec<Row> =
        (0..blocks).into_par_iter().map_init(|| vec![Row::of(0.0); network.n_rows], play).collect();
    let mut counts: Vec<f32> = played.iter().flat_map(|row| row.0).collect();
    counts.truncate(runs as usize);
    counts
}

/// Lanes that fit into one register of the widest kind.
const CHUNK: usize = 16;

/// One block of runs.
struct Block<'a, 'p, S> {
    network: &'a Network<'p>,
    source: &'a S,
    first_run: u32,
    rows: &'a mut [Row],
    /// The finish of the plan.
    last: &'a mut Row,
}

impl<S: RowSource> Job for Block<'_, '_, S> {
    #[inline(always)]
    fn run(self, reader: impl ScoreReader) {
        let Block { network, source, first_run, rows, last } = self;
        let shared = source.shared(first_run);
        let mut minutes = Row::of(0.0);
        for step in &network.steps {
            source.fill(reader, &shared, step.activity.index(), &mut minutes);
            let ties = network.plain_ties(step);
            if step.is_simple() && step.start_row.is_none() && ties.len() <= 4 {
                place(ties, rows, step, &minutes, last);
                continue;
            }
            let mut start = Row::of(step.start_min);
            wait_plainly(ties, rows, &mut start);
            if !step.is_simple() {
                wait_otherwise(network, step, rows, &mut minutes, &mut start);
            }
            if let Some(row) = step.start_row {
                rows[row as usize] = start;
            }
            if let Some(row) = step.finish_row {
                let finish = &mut rows[row as usize];
                for lane in 0..LANES {
                    finish[lane] = start[lane] + minutes[lane];
                }
            }
            if step.ends_plan {
                for lane in 0..LANES {
                    last[lane] = max(last[lane], start[lane] + minutes[lane]);
                }
            }
        }
    }
}

/// Places a step that does nothing but start after a few others, without a row for its start.
#[inline(always)]
fn place(ties: &[Tie], rows: &mut [Row], step: &Step, minutes: &Row, last: &mut Row) {
    let row = |tie: &Tie| tie.row as usize;
    match ties {
        [] => place_after([], rows, step, minutes, last),
        [a] => place_after([row(a)], rows, step, minutes, last),
        [a, b] => place_after([row(a), row(b)], rows, step, minutes, last),
        [a, b, c] => place_after([row(a), row(b), row(c)], rows, step, minutes, last),
        _ => place_after([0, 1, 2, 3].map(|at| row(&ties[at])), rows, step, minutes, last),
    }
}

/// A chunk of lanes is read before it is written: the step may take the row of one it waits for.
#[inline(always)]
fn place_after<const N: usize>(
    ties: [usize; N],
    rows: &mut [Row],
    step: &Step,
    minutes: &Row,
    last: &mut Row,
) {
    for (chunk, minutes) in minutes.as_chunks::<CHUNK>().0.iter().enumerate() {
        let mut finish = [step.start_min; CHUNK];
        for tie in ties {
            let other = &rows[tie].as_chunks::<CHUNK>().0[chunk];
            for lane in 0..CHUNK {
                finish[lane] = max(finish[lane], other[lane]);
            }
        }
        for lane in 0..CHUNK {
            finish[lane] += minutes[lane];
        }
        if let Some(row) = step.finish_row {
            rows[row as usize].as_chunks_mut::<CHUNK>().0[chunk] = finish;
        }
        if step.ends_plan {
            let last = &mut last.as_chunks_mut::<CHUNK>().0[chunk];
            for lane in 0..CHUNK {
                last[lane] = max(last[lane], finish[lane]);
            }
        }
    }
}

/// Moves `start` to no sooner than the finishes in the rows of `ties`.
#[inline(always)]
fn wait_plainly(ties: &[Tie], rows: &[Row], start: &mut Row) {
    let row = |tie: &Tie| &rows[tie.row as usize];
    let (fours, rest) = ties.as_chunks::<4>();
    for [a, b, c, d] in fours {
        let (a, b, c, d) = (row(a), row(b), row(c), row(d));
        for lane in 0..LANES {
            let last = max(max(a[lane], b[lane]), max(c[lane], d[lane]));
            start[lane] = max(start[lane], last);
        }
    }
    match rest {
        [a, b, c] => {
            let (a, b, c) = (row(a), row(b), row(c));
            for lane in 0..LANES {
                start[lane] = max(max(start[lane], a[lane]), max(b[lane], c[lane]));
            }
        }
        [a, b] => {
            let (a, b) = (row(a), row(b));
            for lane in 0..LANES {
                start[lane] = max(start[lane], max(a[lane], b[lane]));
            }
        }
        [a] => {
            let a = row(a);
            for lane in 0..LANES {
                start[lane] = max(start[lane], a[lane]);
            }
        }
        _ => {}
    }
}

/// Moves `start` to no sooner than lags allow, and `minutes` to what it takes from there until no
/// sooner than finish links allow. What they hold starts no later for it: a start that is not later
/// for less work, so that nothing after it is either.
#[inline(never)]
fn wait_otherwise(
    network: &Network<'_>,
    step: &Step,
    rows: &[Row],
    minutes: &mut Row,
    start: &mut Row,
) {
    let mut finish_min = Row::of(step.finish_min);
    for tie in network.other_ties(step) {
        let held = if asks_for_finish(tie.kind) { &mut finish_min } else { &mut *start };
        let other = &rows[tie.row as usize];
        for lane in 0..LANES {
            let count = match tie.lag {
                TieLag::Minutes(lag) => other[lane] + lag,
                TieLag::Looked(link) => network.look(link, other[lane]),
            };
            held[lane] = max(held[lane], count);
        }
    }
    for lane in 0..LANES {
        let finish = if step.has_own_hours {
            network.finish_in_own_hours(step, start[lane], minutes[lane])
        } else {
            start[lane] + minutes[lane]
        };
        let finish = max(finish, finish_min[lane]);
        // From never on there is no telling how long it takes.
        minutes[lane] = if finish == NEVER { NEVER } else { finish - start[lane] };
    }
}
