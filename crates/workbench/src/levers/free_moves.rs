//! The free moves that bring a date nearest: hand-overs, earlier starts, contracts.
//!
//! In: a plan on search draws. Out: levers to be pulled together, the one that brings most
//! first. Greedy, because each move changes what the next one is worth; lazy, because mostly it is
//! worth less than before (Minoux 1978), so that few are tried again.

use plan::{Lever, LeverKind, TaskId};
use rayon::prelude::*;

use super::aim::Aim;

/// More moves than these at once are a new plan.
const MOVES_MAX: usize = 8;
/// So many of those that look best alone are tried together.
const TRIED_MAX: usize = 24;
/// So many combinations are played at most.
const TRIALS_MAX: usize = 120;
/// What brings the date nearer by less than this, in elapsed minutes, is not worth the asking.
const WORTH_MINUTES: i64 = 4 * 60;

/// The free moves among `candidates` that bring the finish nearer, to the end: whoever asks for less
/// than all of it is given a part, so that the same moves are known whatever is asked.
pub(super) fn free_moves(aim: &Aim<'_>, candidates: Vec<Lever>) -> Vec<Lever> {
    let mut chosen: Vec<Lever> = Vec::new();
    let Some(mut at) = aim.finish(&[]) else { return chosen };
    // What each is worth as of how many moves, in minutes; the best last.
    let mut queue: Vec<(i64, usize, Lever)> = alone(aim, candidates);
    let mut trials = 0;
    while chosen.len() < MOVES_MAX && trials < TRIALS_MAX {
        let Some((worth, as_of, lever)) = queue.pop().filter(|best| best.0 >= WORTH_MINUTES) else {
            break;
        };
        if as_of == chosen.len() + 1 {
            at = calendar::Moment(at.0 - worth);
            queue.retain(|(_, _, other)| !overlap(&lever, other));
            chosen.push(lever);
            continue;
        }
        trials += 1;
        let with: Vec<&Lever> = chosen.iter().chain([&lever]).collect();
        let Some(finish) = aim.finish(&with) else { continue };
        let worth = (at - finish).0;
        let place = queue.partition_point(|(other, _, _)| *other < worth);
        queue.insert(place, (worth, chosen.len() + 1, lever));
    }
    chosen
}

/// The levers that look best alone, each with its mean gain in minutes, the best last.
fn alone(aim: &Aim<'_>, candidates: Vec<Lever>) -> Vec<(i64, usize, Lever)> {
    let look = |lever: Lever| Some((aim.sieve.minutes_sooner(&lever.intents)?, 0, lever));
    let mut looks: Vec<_> = candidates.into_par_iter().filter_map(look).collect();
    looks.sort_by_key(|(worth, _, _)| *worth);
    let beyond = looks.len().saturating_sub(TRIED_MAX);
    looks.split_off(beyond)
}

/// Whether two levers are about one task, so that only one of them can be pulled.
fn overlap(one: &Lever, other: &Lever) -> bool {
    tasks(&one.kind).iter().any(|task| tasks(&other.kind).contains(task))
}

fn tasks(kind: &LeverKind) -> Vec<TaskId> {
    match kind {
        LeverKind::HandOver { tasks, .. } => tasks.clone(),
        LeverKind::Contract { provider, consumer } => vec![*provider, *consumer],
        _ => Vec::new(),
    }
}
