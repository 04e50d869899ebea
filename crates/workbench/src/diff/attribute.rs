//! Which edit moved the date by how much.
//!
//! In: two snapshots, and the edits that lie between them, each as intents against the older one.
//! Out: working minutes of P80, an edit each, that add up to the whole. Any group of the edits can
//! be carried out alone, so each can be asked what it adds to the others, in whatever order they
//! come: see `shapley`. It must not know words.
//!
//! # Practice
//! All groups live through the same futures, few but common to all, so the noise of the runs is in
//! both sides of every difference. The shares that few runs give are then fitted to the difference
//! that all runs give. An edit that needs another (a link to a task that the other adds) waits for
//! it: a group is worth what the part of it that can be carried out is worth. Where not all groups can be
//! valued closely, the edits that change the finish of no run, neither of the older plan nor of the newer,
//! are no players: what moves nothing must not blur the shares of the others. An order of work that was
//! chosen anew for the newer plan is a player as well: no edit made it, and the older plan could have
//! followed it too. What remains when all edits are carried out and the newer plan still is another (the
//! order of the items, mostly) is nobody's, and is named apart.

use std::collections::BTreeMap;

use plan::Intent;

use super::game::{Act, Game, players};
use super::shapley::{Coalition, Orders, PLAYERS_MAX, whole};
use crate::{Dates, PlayOptions, Snapshot};

/// What is done to one item.
#[derive(Clone, Debug, Default)]
pub struct Step {
    /// How it is done to the older plan; none if it can move no date.
    pub intents: Vec<Intent>,
    /// The steps, by index, without which it cannot be done.
    pub needs: Vec<usize>,
    /// Whether it comes along wherever it can, and moves nothing by itself: a new feature is what
    /// new tasks are for, and the date moves because of the tasks.
    pub comes_along: bool,
}

/// Who moved P80, in working minutes of the newer plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribution {
    /// The share of each step, by index.
    pub steps: Vec<i64>,
    /// How much sooner P80 would be without each step and those that need it, by index; `None`
    /// where steps were valued in groups.
    pub without: Vec<Option<i64>>,
    /// How far off the share of each step may be, by index: because only some orders of the steps were
    /// looked at, or several steps at once, and because all runs give another total than the few.
    pub doubts: Vec<i64>,
    /// The share of `fore.toml`.
    pub settings: i64,
    /// The share of the order of work, where the newer plan has another one than the older.
    pub order: i64,
    /// What none of these explains.
    pub other: i64,
    /// Whether all groups of single steps were valued, rather than a sample.
    pub is_exact: bool,
}

impl Attribution {
    /// What all shares add up to.
    #[must_use]
    pub fn total(&self) -> i64 {
        self.steps.iter().sum::<i64>() + self.settings + self.order + self.other
    }
}

/// So many runs of an activity may be spent, so many for what takes no sampling: measured, at a tenth of a
/// microsecond each and as much again for the texts of small plans, these are half of the two seconds that
/// are asked of twenty edits on 200 tasks, and of the quarter of a second of the sample's few.
const ACTIVITY_RUNS_MAX: usize = 8_000_000;
const ACTIVITY_RUNS_EXACT: usize = 1_000_000;
/// Reading a plan anew costs about as much as so many runs of it.
const RUNS_OF_READING: usize = 64;
/// How many runs a group is played: more only where all groups are valued soon.
const RUNS: [usize; 3] = [1024, 512, 256];

/// Finds out who moved P80 by `total` working minutes; the shares add up to it exactly. `None` if
/// one of the two plans has no date. `dates` are those of the older and of the newer plan.
///
/// **Cost.** At most about eight million runs of an activity.
///
/// **Determinism.** The same shares for the same inputs, at any number of threads.
#[must_use]
pub fn attribute(
    base: &Snapshot,
    head: &Snapshot,
    steps: &[Step],
    total: i64,
    options: PlayOptions,
    dates: [&Dates; 2],
) -> Option<Attribution> {
    let orders = dates.map(|dates| &dates.forecast.emphasis);
    let settings = settings_text(base) != settings_text(head);
    let others = [(settings, Act::Settings), (orders[0] != orders[1], Act::Order)];
    let others: Vec<Act> =
        others.into_iter().filter(|(acts, _)| *acts).map(|(_, act)| act).collect();
    let activities =
        [base, head].map(|side| side.lowered.as_ref().map(|l| l.problem.activities().len()));
    let activities = activities[0]?.max(activities[1]?).max(1);
    let known = [(base, dates[0]), (head, dates[1])];
    let mut steps = steps.to_vec();
    let acting = |steps: &[Step]| steps.iter().filter(|step| step.acts()).count() + others.len();
    let mut effort = Effort::new(acting(&steps), activities);
    let mut played = BTreeMap::new();
    if let Some(cost) = effort.cost_of_idle(acting(&steps)) {
        let (players, riders) = players(&steps, &others, effort.players);
        let (players, riders) = (&players[..], &riders[..]);
        let game = Game { base, head, players, riders, options, orders, runs: effort.runs };
        let (idle, finishes) = game.idle(known);
        // What nobody needs to be asked about comes along, and the others are looked at more closely.
        if idle.is_empty() {
            played = finishes;
        } else {
            idle.into_iter().for_each(|step| steps[step].comes_along = true);
            let closer = Effort::new(acting(&steps), activities);
            effort = Effort { coalitions: closer.coalitions - cost, ..closer };
        }
    }
    let steps = &steps[..];
    let (players, riders) = players(steps, &others, effort.players);
    let game =
        Game { base, head, players: &players, riders: &riders, options, orders, runs: effort.runs };
    let [origin, target] = known.map(|known| game.p80_again(known));
    let (origin, target) = (origin?, game.minutes(origin?, target?));

    let seed = options.seed.unwrap_or(base.plan.settings.seed);
    let turns = Orders::new(players.len(), effort.coalitions, seed);
    let (none, all) = (Coalition::default(), Coalition::all(players.len()));
    let mut wanted = turns.coalitions();
    wanted.extend((0..players.len()).map(|player| all.without(player)).chain([none, all]));
    let worths = game.worths(origin, wanted, &played);

    let minutes = worths.iter().map(|(group, worth)| (*group, *worth as f64)).collect();
    let mut shares = turns.shares(&minutes);
    shares.push((target - (worths[&all] - worths[&none])) as f64);
    let fitted = fitted(&shares, total);
    let by_runs = shares.iter().zip(&fitted).map(|(few, all)| (few - all).abs());
    let doubts: Vec<f64> =
        turns.doubts(&minutes).iter().zip(by_runs).map(|(orders, runs)| orders + runs).collect();
    let shares = whole(&fitted, total);
    let mut found = Attribution {
        steps: vec![0; steps.len()],
        without: vec![None; steps.len()],
        doubts: vec![0; steps.len()],
        settings: 0,
        order: 0,
        other: shares[players.len()],
        is_exact: matches!(turns, Orders::All(_))
            && players.iter().all(|player| player.steps.len() <= 1),
    };
    for (index, (player, share)) in players.iter().zip(shares).enumerate() {
        match player.act {
            Act::Settings => found.settings = share,
            Act::Order => found.order = share,
            Act::Steps => {}
        }
        if player.act != Act::Steps {
            continue;
        }
        let equal = vec![share as f64 / player.steps.len() as f64; player.steps.len()];
        let parts = whole(&equal, share);
        let doubt = if player.steps.len() > 1 { share.abs() } else { doubts[index].ceil() as i64 };
        for (step, part) in player.steps.iter().zip(parts) {
            found.steps[*step] = part;
            found.doubts[*step] = doubt;
        }
        if let [step] = player.steps[..] {
            found.without[step] = Some(worths[&all] - worths[&all.without(index)]);
        }
    }
    Some(found)
}

impl Step {
    /// Whether it may move a date by itself.
    pub(super) fn acts(&self) -> bool {
        !self.intents.is_empty() && !self.comes_along
    }
}

/// The text of `fore.toml`; empty without one.
fn settings_text(snapshot: &Snapshot) -> &str {
    snapshot.files.get(snapshot.outlines.len()).map_or("", |file| &file.text)
}

/// How thoroughly to look.
struct Effort {
    runs: u32,
    coalitions: usize,
    players: usize,
}

impl Effort {
    /// As thoroughly as the cost allows: all groups rather than many runs, at least two orders and
    /// their reverses, and steps in groups where even that is too much.
    fn new(steps: usize, activities: usize) -> Self {
        let groups = |runs: usize, cost: usize| cost / activities / (runs + RUNS_OF_READING);
        let all = 1_usize.checked_shl(steps as u32).unwrap_or(usize::MAX);
        let is_soon = |runs: &usize| all <= groups(*runs, ACTIVITY_RUNS_EXACT);
        let runs = RUNS.into_iter().find(is_soon).unwrap_or(RUNS[RUNS.len() - 1]);
        let coalitions = groups(runs, ACTIVITY_RUNS_MAX);
        let players = (coalitions / ORDERS_MIN).clamp(PLAYERS_MIN, PLAYERS_MAX);
        Effort { runs: runs as u32, coalitions, players }
    }

    /// How many groups have to be valued to find out which of so many steps are idle; `None` where that is
    /// not worth it: because all groups are valued in many runs anyway, or because it takes too many.
    fn cost_of_idle(&self, steps: usize) -> Option<usize> {
        let cost = IDLE_GROUPS * steps;
        let is_close = self.runs as usize == RUNS[0];
        (!is_close && steps <= self.players && cost <= self.coalitions / 2).then_some(cost)
    }
}

/// A step is looked at alone and missing from all, and at most once with those it needs.
const IDLE_GROUPS: usize = 2;
const ORDERS_MIN: usize = 4;
const PLAYERS_MIN: usize = 4;

/// `shares` so that they add up to `total`: what is missing is spread in proportion to their size;
/// the last takes it all if none has any.
fn fitted(shares: &[f64], total: i64) -> Vec<f64> {
    let missing = total as f64 - shares.iter().sum::<f64>();
    let size: f64 = shares.iter().map(|share| share.abs()).sum();
    let mut fitted = shares.to_vec();
    if size > 0.0 {
        for share in &mut fitted {
            *share += missing * share.abs() / size;
        }
    } else if let Some(last) = fitted.last_mut() {
        *last = missing;
    }
    fitted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_fitted_in_proportion() {
        // 2 are missing: half of them for the first, 3/8 and 1/8 for the others.
        assert_eq!(fitted(&[4.0, 3.0, -1.0], 8), [5.0, 3.75, -0.75]);
        assert_eq!(fitted(&[0.0, 0.0], 3), [0.0, 3.0]);
    }

    #[test]
    fn few_steps_are_valued_exactly_and_many_in_groups() {
        let few = Effort::new(4, 40);
        assert_eq!((few.runs, few.coalitions >= 16), (1024, true));
        let many = Effort::new(3000, 3000);
        let untick = Intent::Untick(plan::Target::Plan);
        let mut steps =
            vec![Step { intents: vec![untick], needs: vec![0], comes_along: false }; 3000];
        steps[7].intents.clear();
        let (players, _) = players(&steps, &[Act::Settings], many.players);
        assert!(players.len() <= many.players && many.players >= PLAYERS_MIN);
        let all: Vec<usize> = players.iter().flat_map(|player| player.steps.clone()).collect();
        assert_eq!(all, (0..3000).filter(|step| *step != 7).collect::<Vec<_>>());
        assert!(players[1].needs.has(0) && !players[0].needs.has(0));
    }
}
