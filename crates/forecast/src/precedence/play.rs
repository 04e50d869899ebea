//! Plays a network, [`LANES`] runs at a time.
//!
//! In go a network and a source of efforts; out come the counts at which the runs finish. One block
//! keeps a row a start or finish that is still asked for, which stays in the processor's second
//! cache, and nothing else is written. It must not know what a count or an effort stands for.

use rayon::prelude::*;

use super::efforts::RowSource;
use super::lanes::{LANES, Row, max};
use super::network::{NEVER, Network, Step, Tie, TieLag, asks_for_finish};
use super::wide::{Instructions, Job};

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
        let mut last = [0.0; LANES];
        let first_run = block * LANES as u32;
        instructions.run(Block { network, source, first_run, rows, last: &mut last });
        last
    };
    let played: Vec<Row> =
        (0..blocks).into_par_iter().map_init(|| vec![[0.0; LANES]; network.n_rows], play).collect();
    let mut counts = played.into_flattened();
    counts.truncate(runs as usize);
    counts
}

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
    fn run(self) {
        let Block { network, source, first_run, rows, last } = self;
        let shared = source.shared(first_run);
        let mut minutes = [0.0; LANES];
        for step in &network.steps {
            source.fill(&shared, step.activity.index(), &mut minutes);
            let mut start = [step.start_min; LANES];
            wait_plainly(network.plain_ties(step), rows, &mut start);
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
    let mut finish_min = [step.finish_min; LANES];
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
