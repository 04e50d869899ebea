//! Plays runs, in blocks, on all threads.
//!
//! In go a problem and a source of efforts; out come the blocks in the order of the runs, each with
//! what is needed to summarize it. Which thread plays which block leaves no trace. It must not know
//! where efforts come from.

use std::ops::Range;

use calendar::Work;
use rayon::prelude::*;
use schedule::{
    ActivityId, Cause, CauseCode, Dispatcher, Minute, Outcome, Problem, before, last_outcome,
};

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
    let n = problem.activities().len();
    in_blocks(problem, order, runs, source, |dispatcher, efforts, runs| {
        let mut block = Block::new(n, runs);
        for run in 0..runs {
            let efforts = &efforts[run * n..][..n];
            block.record(problem, run, dispatcher.outcomes(efforts));
        }
        block
    })
}

/// Plays these runs only for the finish of the plan, by run.
pub(crate) fn play_finish(
    problem: &Problem,
    order: &[ActivityId],
    runs: Range<u32>,
    source: &impl EffortSource,
) -> Vec<Minute> {
    let n = problem.activities().len();
    let blocks: Vec<Vec<Minute>> =
        in_blocks(problem, order, runs, source, |dispatcher, efforts, runs| {
            let efforts_of = |run| &efforts[run * n..][..n];
            (0..runs).map(|run| dispatcher.finish(efforts_of(run))).collect()
        });
    blocks.concat()
}

/// Plays these runs in blocks: each gets a dispatcher, the efforts run by run, and how many runs.
fn in_blocks<T: Send>(
    problem: &Problem,
    order: &[ActivityId],
    runs: Range<u32>,
    source: &impl EffortSource,
    play_block: impl Fn(&mut Dispatcher<'_>, &[Work], usize) -> T + Sync,
) -> Vec<T> {
    let middle = middle_efforts(problem);
    let mut prepared = Dispatcher::new(problem, order, &middle);
    // Working time is laid out as far as a run asks: once, rather than in each copy.
    prepared.outcomes(&middle);
    let block_runs = block_runs(problem.activities().len());
    (0..(runs.end - runs.start).div_ceil(block_runs))
        .into_par_iter()
        .map_init(
            || (prepared.clone(), Vec::new()),
            |(dispatcher, room), block| {
                let first_run = runs.start + block * block_runs;
                let runs = block_runs.min(runs.end - first_run) as usize;
                play_block(dispatcher, source.efforts(first_run, runs, room), runs)
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
        }
    }

    fn record(&mut self, problem: &Problem, run: usize, outcomes: &[Outcome]) {
        for (index, outcome) in outcomes.iter().enumerate() {
            let at = index * self.runs + run;
            self.starts[at] = outcome.start;
            self.finishes[at] = outcome.finish;
            self.causes[at] = outcome.cause;
        }
        let Some((last, finish)) = last_outcome(problem, outcomes) else { return };
        self.plan_finishes[run] = finish;
        let mut at = Some(last);
        // Every cause lies before its effect; a chain has no more links than there are activities.
        for _ in 0..outcomes.len() {
            let Some(id) = at else { break };
            self.on_path[id.index()] += 1;
            at = match outcomes[id.index()].cause.cause() {
                None | Some(Cause::Nothing | Cause::Release) => None,
                Some(Cause::Link(link)) => before(problem, link),
                Some(Cause::Busy(other)) => Some(other),
            };
        }
    }
}

/// How many runs make a block: enough to draw them together, few enough to stay in the cache.
fn block_runs(n: usize) -> u32 {
    const CELLS_MAX: usize = 1 << 17;
    let runs = (CELLS_MAX / n.max(1)).clamp(SCRAMBLES, 256);
    (runs - runs % SCRAMBLES) as u32
}
