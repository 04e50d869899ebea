//! The best single levers: many screened on few runs, some of them sorted on more, the best priced on all.

use std::collections::BTreeMap;

use plan::{Lever, LeverCost, LeverKind, PersonId, TaskId};
use rayon::prelude::*;

use super::candidates::{Ground, candidates};
use super::hand_overs;
use super::price::{PricedLever, Pricer, is_noticed};
use crate::{Dates, PlayOptions, Snapshot, runs_for_price};

/// Enough runs to tell what helps from what does not, by the mean.
const SCREEN_RUNS: u32 = 64;
/// So many more than asked for are priced in full, because screening puts some in the wrong place.
const SPARE: usize = 3;
/// Enough runs to tell the best of them, by P80.
const SORT_RUNS: u32 = 1024;

/// The levers that help most, with what they buy: those that cost nothing first, then by what they
/// cost, within that by what they buy; after them the simpler forms and cuts that buy nothing. At
/// most `limit`.
///
/// Prices are on the draws of the plan, in `options.runs` runs, else as many as the plan has and an edit is
/// priced on. Which are the best is seen on the first of these runs.
#[must_use]
pub fn best(
    snapshot: &Snapshot,
    dates: &Dates,
    options: PlayOptions,
    limit: usize,
) -> Vec<PricedLever> {
    let usual = || Some(runs_for_price(snapshot)?.min(dates.forecast.runs));
    let Some(runs) = options.runs.or_else(usual) else { return Vec::new() };
    let price = |levers: Vec<Lever>, runs: u32, gain: fn(&PricedLever) -> i64| {
        let options = PlayOptions { runs: Some(runs), ..options };
        let pricer = Pricer::new(snapshot, dates, options);
        pricer.map_or(Vec::new(), |pricer| sorted(&pricer, levers, gain))
    };
    let mut levers = screened(snapshot, dates, options, limit + SPARE);
    if runs > SORT_RUNS {
        let sorted = price(levers, SORT_RUNS, PricedLever::minutes_sooner_at_most).into_iter();
        levers = sorted.take(limit + 1).map(|priced| priced.lever).collect();
    }
    let mut priced = price(levers, runs, PricedLever::minutes_sooner);
    priced.truncate(limit);
    priced
}

/// The prices of `levers`, best by `gain` first, without those that buy nothing and lose nothing, and
/// with each task handed over once.
fn sorted(
    pricer: &Pricer<'_>,
    levers: Vec<Lever>,
    gain: fn(&PricedLever) -> i64,
) -> Vec<PricedLever> {
    let mut priced: Vec<PricedLever> =
        levers.into_par_iter().filter_map(|lever| pricer.price(lever)).collect();
    let helps = |priced: &PricedLever| is_noticed(gain(priced));
    priced.retain(|priced| helps(priced) || priced.lever.kind.cost() >= LeverCost::Simpler);
    priced.sort_by_key(|priced| (!helps(priced), priced.lever.kind.cost(), -gain(priced)));
    let mut used = Vec::new();
    priced.retain(|priced| is_news(&priced.lever, &mut used));
    priced
}

/// Whether a hand-over is about tasks that no better one is about already.
fn is_news(lever: &Lever, used: &mut Vec<TaskId>) -> bool {
    let LeverKind::HandOver { tasks, .. } = &lever.kind else { return true };
    let is_news = !tasks.iter().any(|task| used.contains(task));
    used.extend(tasks);
    is_news
}

/// The levers that look best on few runs, hand-overs between the same two people taken together.
fn screened(snapshot: &Snapshot, dates: &Dates, options: PlayOptions, limit: usize) -> Vec<Lever> {
    let screen =
        PlayOptions { runs: Some(SCREEN_RUNS), seed: Some(search_seed(snapshot, options)) };
    let Some(pricer) = Pricer::new(snapshot, dates, screen) else { return Vec::new() };
    let mut looks = looks(&pricer, candidates(snapshot, dates));
    let bundles = bundles(snapshot, dates, &looks);
    looks.extend(self::looks(&pricer, bundles));
    looks.sort_by_key(|look| look.minutes_later);
    let (scope, others): (Vec<Look>, Vec<Look>) =
        looks.into_iter().partition(|look| look.lever.kind.cost() >= LeverCost::Simpler);
    let others = others.into_iter().filter(|look| look.minutes_later < 0);
    let levers = others.take(limit).chain(scope.into_iter().take(limit.div_ceil(2)));
    levers.map(|look| look.lever).collect()
}

/// The seed of draws that nobody is shown: see the head of `levers`.
pub(super) fn search_seed(snapshot: &Snapshot, options: PlayOptions) -> u64 {
    const OTHER: u64 = 0x5EED_0F1E_7E25;
    options.seed.unwrap_or(snapshot.plan.settings.seed) ^ OTHER
}

/// A lever, and how much later the plan is with it in the mean, in minutes.
struct Look {
    lever: Lever,
    minutes_later: i64,
}

fn looks(pricer: &Pricer<'_>, levers: Vec<Lever>) -> Vec<Look> {
    let look = |lever: Lever| {
        let minutes_later = pricer.mean_minutes_later(&lever.intents)?;
        Some(Look { lever, minutes_later })
    };
    levers.into_par_iter().filter_map(look).collect()
}

/// All that helps from one person to another, taken together where it is more than one task.
fn bundles(snapshot: &Snapshot, dates: &Dates, looks: &[Look]) -> Vec<Lever> {
    let Some(ground) = Ground::new(snapshot, dates) else { return Vec::new() };
    let mut together: BTreeMap<(PersonId, PersonId), Vec<TaskId>> = BTreeMap::new();
    for look in looks.iter().filter(|look| look.minutes_later < 0) {
        let LeverKind::HandOver { tasks, to } = &look.lever.kind else { continue };
        for task in tasks {
            let Some(from) = snapshot.plan.task(*task).who.only() else { continue };
            together.entry((from, *to)).or_default().push(*task);
        }
    }
    let several = together.into_iter().filter(|(_, tasks)| tasks.len() > 1);
    let levers = several.filter_map(|((_, to), mut tasks)| {
        tasks.sort_unstable();
        hand_overs::lever(&ground, tasks, to)
    });
    levers.collect()
}
