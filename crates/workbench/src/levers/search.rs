//! The best single levers: many screened on few runs, some of them sorted on more, the best priced on all.

use std::collections::BTreeMap;

use plan::{Lever, LeverCost, LeverKind, PersonId, TaskId};
use rayon::prelude::*;

use super::candidates::{Ground, candidates};
use super::hand_overs;
use super::price::{PricedLever, Pricer, Sieve, is_noticed};
use crate::{Dates, PlayOptions, Snapshot, runs_for_price};

/// So many more than asked for are sorted by P80, because screening puts some in the wrong place.
const SPARE: usize = 3;
/// Enough runs to tell the best of them.
const SORT_RUNS: u32 = 512;
/// Enough runs to tell what one buys, for it is a difference on common draws.
const PRICE_RUNS: u32 = 2048;

/// The levers that help most, with what they buy: those that cost nothing first, then by what they
/// cost, within that by what they buy; after them the simpler forms and cuts that buy nothing. At
/// most `limit`.
///
/// Which are the best is seen on draws that nobody is shown. Prices are on the draws of the plan, in
/// `options.runs` runs, else as many as the plan has and an edit is priced on, but no more than it takes.
#[must_use]
pub fn best(
    snapshot: &Snapshot,
    dates: &Dates,
    options: PlayOptions,
    limit: usize,
) -> Vec<PricedLever> {
    let usual = || Some(runs_for_price(snapshot)?.min(dates.forecast.runs).min(PRICE_RUNS));
    let Some(runs) = options.runs.or_else(usual) else { return Vec::new() };
    let seed = search_seed(snapshot, options);
    let unseen = PlayOptions { runs: Some(SORT_RUNS.min(runs)), seed: Some(seed) };
    let shown = || match dates.forecast.runs {
        played if played == runs => Some(Pricer::of(snapshot, dates)),
        _ => Pricer::new(snapshot, dates, PlayOptions { runs: Some(runs), ..options }),
    };
    let looked = screened(snapshot, dates, seed, limit + SPARE);
    if looked.is_empty() {
        return Vec::new();
    }
    let (Some(unseen), Some(shown)) = (Pricer::new(snapshot, dates, unseen), shown()) else {
        return Vec::new();
    };
    let sorted = priced(&unseen, looked);
    let sorted = best_first(sorted, PricedLever::minutes_sooner_at_most);
    let mut left: Vec<Lever> = sorted.into_iter().map(|priced| priced.lever).collect();
    let mut found: Vec<PricedLever> = Vec::new();
    // Where one buys less than it seemed, the next is looked at.
    while found.len() < limit && !left.is_empty() {
        let later = left.split_off(left.len().min(limit - found.len()));
        found.extend(priced(&shown, left));
        found = best_first(found, PricedLever::minutes_sooner);
        left = later;
    }
    found
}

/// What each of `levers` buys.
fn priced(pricer: &Pricer<'_>, levers: Vec<Lever>) -> Vec<PricedLever> {
    levers.into_par_iter().filter_map(|lever| pricer.price(lever)).collect()
}

/// `priced`, best by `gain` first, without those that buy nothing and lose nothing, and with each
/// task handed over once.
fn best_first(mut priced: Vec<PricedLever>, gain: fn(&PricedLever) -> i64) -> Vec<PricedLever> {
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
fn screened(snapshot: &Snapshot, dates: &Dates, seed: u64, limit: usize) -> Vec<Lever> {
    let Some(sieve) = Sieve::new(snapshot, dates, seed) else { return Vec::new() };
    let (scope, others): (Vec<Lever>, Vec<Lever>) = candidates(snapshot, dates)
        .into_iter()
        .partition(|lever| lever.kind.cost() >= LeverCost::Simpler);
    let sooner = |lever: Lever| {
        let minutes = sieve.minutes_sooner(&lever.intents)?;
        Some(Look { lever, minutes })
    };
    let all_sooner =
        |levers: Vec<Lever>| levers.into_par_iter().filter_map(sooner).collect::<Vec<Look>>();
    let mut others = all_sooner(others);
    others.extend(all_sooner(bundles(snapshot, dates, &others)));
    // That scope buys nothing is worth knowing too.
    let any = |lever: Lever| {
        let minutes = -sieve.minutes_later(&lever.intents)?;
        Some(Look { lever, minutes })
    };
    let mut scope: Vec<Look> = scope.into_par_iter().filter_map(any).collect();
    for looks in [&mut others, &mut scope] {
        looks.sort_by_key(|look| -look.minutes);
    }
    let levers = others.into_iter().take(limit).chain(scope.into_iter().take(limit.div_ceil(2)));
    levers.map(|look| look.lever).collect()
}

/// The seed of draws that nobody is shown: see the head of `levers`.
pub(super) fn search_seed(snapshot: &Snapshot, options: PlayOptions) -> u64 {
    const OTHER: u64 = 0x5EED_0F1E_7E25;
    options.seed.unwrap_or(snapshot.plan.settings.seed) ^ OTHER
}

/// A lever, and how much sooner the plan is with it in the mean, in minutes.
struct Look {
    lever: Lever,
    minutes: i64,
}

/// All that helps from one person to another, taken together where it is more than one task.
fn bundles(snapshot: &Snapshot, dates: &Dates, looks: &[Look]) -> Vec<Lever> {
    let Some(ground) = Ground::new(snapshot, dates) else { return Vec::new() };
    let mut together: BTreeMap<(PersonId, PersonId), Vec<TaskId>> = BTreeMap::new();
    for look in looks {
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
