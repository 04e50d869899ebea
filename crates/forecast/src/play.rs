//! Plays runs, in blocks, on all threads.
//!
//! In go a problem and a source of efforts; out come the blocks in the order of the runs, each with
//! what is needed to summarize it. Which thread plays which block leaves no trace. It must not know
//! where efforts come from.

use std::ops::Range;

use calendar::{Moment, Span, Work};
use rayon::prelude::*;
use schedule::{ActivityId, Cause, Dispatcher, Entry, Problem, Schedule, binding_chain};

use crate::draw::SCRAMBLES;
use crate::effort::{EffortSource, middle_efforts};

/// What happened in some consecutive runs. Columns are by activity, then by run.
#[derive(Debug)]
pub(crate) struct Block {
    runs: usize,
    starts: Vec<Minute>,
    finishes: Vec<Minute>,
    causes: Vec<CauseCode>,
    /// The finish of the plan, by run.
    pub plan_finishes: Vec<Minute>,
    /// In how many runs each activity is on the path that binds.
    pub on_path: Vec<u32>,
    /// The sum over the runs of each activity's effort.
    pub effort_sums: Vec<i64>,
}

/// A moment as minutes after the status date: half the size of a [`Moment`], and what is more than
/// four thousand years off is never.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Minute(i32);

impl Minute {
    const NEVER: Minute = Minute(i32::MAX);

    fn of(moment: Moment, today: Moment) -> Self {
        let Span(minutes) = moment - today;
        Minute(minutes.clamp(i64::from(i32::MIN), i64::from(i32::MAX)) as i32)
    }

    pub fn moment(self, today: Moment) -> Option<Moment> {
        (self != Minute::NEVER).then(|| today + Span(i64::from(self.0)))
    }
}

/// A cause in one word; nothing for work that is never done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct CauseCode(u32);

impl CauseCode {
    const NEVER_DONE: CauseCode = CauseCode(u32::MAX);

    fn of(cause: Cause) -> Self {
        CauseCode(match cause {
            Cause::Nothing => 0,
            Cause::Release => 1,
            Cause::Link(link) => 2 + 2 * link,
            Cause::Busy(activity) => 3 + 2 * activity.0,
        })
    }

    pub fn cause(self) -> Option<Cause> {
        match self {
            CauseCode::NEVER_DONE => None,
            CauseCode(0) => Some(Cause::Nothing),
            CauseCode(1) => Some(Cause::Release),
            CauseCode(code) if code % 2 == 0 => Some(Cause::Link(code / 2 - 1)),
            CauseCode(code) => Some(Cause::Busy(ActivityId((code - 3) / 2))),
        }
    }
}

/// Plays these runs; both ends are multiples of [`SCRAMBLES`].
///
/// The priorities are the same in all of them: nobody knows how long things will take.
pub(crate) fn play(
    problem: &Problem,
    order: &[ActivityId],
    runs: Range<u32>,
    source: &impl EffortSource,
) -> Vec<Block> {
    let middle = middle_efforts(problem);
    let block_runs = block_runs(problem.activities().len());
    (0..(runs.end - runs.start).div_ceil(block_runs))
        .into_par_iter()
        .map_init(
            || Dispatcher::new(problem, order, &middle),
            |dispatcher, block| {
                let first_run = runs.start + block * block_runs;
                let runs = block_runs.min(runs.end - first_run) as usize;
                let efforts = source.efforts(first_run, runs);
                play_block(problem, dispatcher, &efforts, runs)
            },
        )
        .collect()
}

impl Block {
    /// When `activity` starts, by run.
    pub fn starts(&self, activity: ActivityId) -> &[Minute] {
        &self.starts[activity.index() * self.runs..][..self.runs]
    }

    /// When `activity` finishes, by run.
    pub fn finishes(&self, activity: ActivityId) -> &[Minute] {
        &self.finishes[activity.index() * self.runs..][..self.runs]
    }

    /// What holds the start of `activity`, by run.
    pub fn causes(&self, activity: ActivityId) -> &[CauseCode] {
        &self.causes[activity.index() * self.runs..][..self.runs]
    }

    fn new(n: usize, runs: usize) -> Self {
        Block {
            runs,
            starts: vec![Minute::NEVER; n * runs],
            finishes: vec![Minute::NEVER; n * runs],
            causes: vec![CauseCode::NEVER_DONE; n * runs],
            plan_finishes: vec![Minute::NEVER; runs],
            on_path: vec![0; n],
            effort_sums: vec![0; n],
        }
    }

    fn record(&mut self, problem: &Problem, run: usize, schedule: &Schedule, efforts: &[Work]) {
        let today = problem.today();
        for (index, entry) in schedule.entries.iter().enumerate() {
            if let Some(Entry { start, finish, cause, .. }) = *entry {
                let at = index * self.runs + run;
                self.starts[at] = Minute::of(start, today);
                self.finishes[at] = Minute::of(finish, today);
                self.causes[at] = CauseCode::of(cause);
            }
            self.effort_sums[index] += efforts[index].0;
        }
        if let Some((last, finish)) = schedule.last(problem) {
            self.plan_finishes[run] = Minute::of(finish, today);
            for (id, _) in binding_chain(problem, schedule, last) {
                self.on_path[id.index()] += 1;
            }
        }
    }
}

/// How many runs make a block: enough to draw them together, few enough to stay in the cache.
fn block_runs(n: usize) -> u32 {
    const CELLS_MAX: usize = 1 << 17;
    let runs = (CELLS_MAX / n.max(1)).clamp(SCRAMBLES, 256);
    (runs - runs % SCRAMBLES) as u32
}

fn play_block(
    problem: &Problem,
    dispatcher: &mut Dispatcher<'_>,
    efforts: &[Work],
    runs: usize,
) -> Block {
    let n = problem.activities().len();
    let mut block = Block::new(n, runs);
    for run in 0..runs {
        let efforts = &efforts[run * n..][..n];
        let schedule = dispatcher.run(efforts);
        block.record(problem, run, schedule, efforts);
    }
    block
}
