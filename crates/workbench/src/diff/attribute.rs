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
//! it: a group is worth what the part of it that can be carried out is worth. An order of work that was
//! chosen anew for the newer plan is a player as well: no edit made it, and the older plan could have
//! followed it too. What remains when all edits are carried out and the newer plan still is another (the
//! order of the items, mostly) is nobody's, and is named apart.

use std::collections::{BTreeMap, BTreeSet};

use calendar::Moment;
use forecast::Emphasis;
use plan::Intent;
use rayon::prelude::*;

use super::shapley::{Coalition, Orders, PLAYERS_MAX, whole};
use crate::{Dates, PlayOptions, Snapshot, dates, read};

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
    let acting = steps.iter().filter(|step| step.acts()).count();
    let effort = Effort::new(acting + others.len(), activities);
    let (players, riders) = players(steps, &others, effort.players);
    let game =
        Game { base, head, players: &players, riders: &riders, options, orders, runs: effort.runs };
    let [origin, target] = [(base, dates[0]), (head, dates[1])].map(|known| game.p80_again(known));
    let (origin, target) = (origin?, game.minutes(origin?, target?));

    let seed = options.seed.unwrap_or(base.plan.settings.seed);
    let turns = Orders::new(players.len(), effort.coalitions, seed);
    let (none, all) = (Coalition::default(), Coalition::all(players.len()));
    let mut wanted = turns.coalitions();
    wanted.extend((0..players.len()).map(|player| all.without(player)).chain([none, all]));
    let worths = game.worths(origin, wanted);

    let mut shares =
        turns.shares(&worths.iter().map(|(group, worth)| (*group, *worth as f64)).collect());
    shares.push((target - (worths[&all] - worths[&none])) as f64);
    let shares = whole(&fitted(&shares, total), total);
    let mut found = Attribution {
        steps: vec![0; steps.len()],
        without: vec![None; steps.len()],
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
        for (step, part) in player.steps.iter().zip(parts) {
            found.steps[*step] = part;
        }
        if let [step] = player.steps[..] {
            found.without[step] = Some(worths[&all] - worths[&all.without(index)]);
        }
    }
    Some(found)
}

impl Step {
    /// Whether it may move a date by itself.
    fn acts(&self) -> bool {
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
}

const ORDERS_MIN: usize = 4;
const PLAYERS_MIN: usize = 4;

/// Steps that come together, or something else that may move the date.
#[derive(Debug, Default)]
struct Player {
    act: Act,
    steps: Vec<usize>,
    intents: Vec<Intent>,
    needs: Coalition,
}

/// What a player does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Act {
    #[default]
    Steps,
    /// `fore.toml` becomes that of the newer plan.
    Settings,
    /// Work is done in the order of the newer plan.
    Order,
}

/// What comes along with players: its intents, and who has to be there.
type Rider = (Vec<Intent>, Coalition);

/// The steps that move anything as at most `players_max` players, neighbors as one if there are
/// more; and those that come along.
fn players(steps: &[Step], others: &[Act], players_max: usize) -> (Vec<Player>, Vec<Rider>) {
    let acting: Vec<usize> = (0..steps.len()).filter(|step| steps[*step].acts()).collect();
    let size = acting.len().div_ceil(players_max - others.len()).max(1);
    let needs = |group: &[usize]| {
        let needed = all_needs(steps, group).into_iter();
        let players = needed.filter_map(|step| acting.binary_search(&step).ok());
        players.map(|at| at / size).fold(Coalition::default(), Coalition::with)
    };
    let player = |(index, group): (usize, &[usize])| Player {
        steps: group.to_vec(),
        intents: group.iter().flat_map(|step| steps[*step].intents.clone()).collect(),
        needs: needs(group).without(index),
        act: Act::Steps,
    };
    let mut players: Vec<Player> = acting.chunks(size).enumerate().map(player).collect();
    players.extend(others.iter().map(|act| Player { act: *act, ..Player::default() }));
    let riders = (0..steps.len()).filter(|step| steps[*step].comes_along);
    let rider = |step: usize| (steps[step].intents.clone(), needs(&[step]));
    (players, riders.map(rider).collect())
}

/// The steps that a group needs, and those that these need where they only come along.
fn all_needs(steps: &[Step], group: &[usize]) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    let mut open: Vec<usize> = group.to_vec();
    while let Some(step) = open.pop() {
        for need in &steps[step].needs {
            if found.insert(*need) && steps[*need].comes_along {
                open.push(*need);
            }
        }
    }
    found
}

/// The plans between the two, and what they are worth.
struct Game<'a> {
    base: &'a Snapshot,
    head: &'a Snapshot,
    players: &'a [Player],
    riders: &'a [Rider],
    options: PlayOptions,
    orders: [&'a Emphasis; 2],
    runs: u32,
}

impl Game<'_> {
    /// How much later than `origin` P80 is with each of these groups.
    fn worths(&self, origin: Moment, wanted: BTreeSet<Coalition>) -> BTreeMap<Coalition, i64> {
        let parts: BTreeSet<Coalition> = wanted.iter().map(|group| self.feasible(*group)).collect();
        let parts: Vec<Coalition> = parts.into_iter().collect();
        let p80 = |part: &Coalition| match *part {
            // The older plan itself.
            part if part == Coalition::default() => Some(origin),
            part => self.p80_of(part),
        };
        let p80s: Vec<Option<Moment>> = parts.par_iter().map(p80).collect();
        // Groups with which the work never ends count like the worst of the others.
        let latest = p80s.iter().flatten().max().copied().unwrap_or(origin);
        let minutes = |p80: Option<Moment>| self.minutes(origin, p80.unwrap_or(latest));
        let worths: BTreeMap<Coalition, i64> =
            parts.into_iter().zip(p80s.into_iter().map(minutes)).collect();
        wanted.into_iter().map(|group| (group, worths[&self.feasible(group)])).collect()
    }

    /// The largest part of a group in which nobody misses what it needs.
    fn feasible(&self, group: Coalition) -> Coalition {
        let mut part = group;
        while let Some(stuck) =
            part.players().find(|player| !part.includes(self.players[*player].needs))
        {
            part = part.without(stuck);
        }
        part
    }

    fn p80_of(&self, group: Coalition) -> Option<Moment> {
        let mut group = group;
        loop {
            let order = usize::from(self.acts(group, Act::Order));
            match self.carried_out(group) {
                Some(snapshot) => return self.p80(&snapshot, self.orders[order]),
                // What `needs` does not know: the last step is left out until the rest can be done.
                None => group = group.without(group.players().last()?),
            }
        }
    }

    /// The older plan with what a group does; `None` if that cannot be done or leaves no work.
    fn carried_out(&self, group: Coalition) -> Option<Snapshot> {
        let base = self.base;
        let players = || group.players().map(|player| &self.players[player]);
        let along = self.riders.iter().filter(|(_, needs)| group.includes(*needs));
        let along = along.flat_map(|(intents, _)| intents.clone());
        let intents: Vec<Intent> =
            players().flat_map(|player| player.intents.clone()).chain(along).collect();
        let edits = plan::edit(&base.files, &base.outlines, &base.plan, &intents).ok()?;
        let mut input = base.input();
        text::apply_to_files(&mut input.files, &edits).ok()?;
        if self.acts(group, Act::Settings) {
            input.settings = self.head.input().settings;
        }
        Some(read(input)).filter(|after| after.lowered.is_some())
    }

    fn acts(&self, group: Coalition, act: Act) -> bool {
        group.players().any(|player| self.players[player].act == act)
    }

    fn p80(&self, snapshot: &Snapshot, order: &Emphasis) -> Option<Moment> {
        dates::forecast_finish(snapshot, self.futures(), order)?.finish.percentile(80)
    }

    /// The same of a snapshot that has dates.
    fn p80_again(&self, (snapshot, dates): (&Snapshot, &Dates)) -> Option<Moment> {
        dates::finish_again(snapshot, self.futures(), dates)?.finish.percentile(80)
    }

    fn futures(&self) -> PlayOptions {
        // One seed for all, even where the settings change it.
        let seed = self.options.seed.or(Some(self.head.plan.settings.seed));
        PlayOptions { runs: Some(self.runs), seed }
    }

    fn minutes(&self, from: Moment, to: Moment) -> i64 {
        let lowered = self.head.lowered.as_ref().expect("BUG: dates without a problem");
        lowered.plan_calendar().work_between(from, to).0
    }
}

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

    /// A feature (1) is written together with a task (2) that is for it and waits for another (0):
    /// the task needs what the feature needs.
    #[test]
    fn what_comes_along_is_no_player_and_hands_its_needs_on() {
        let step = |needs: &[usize], comes_along| Step {
            intents: vec![Intent::Untick(plan::Target::Plan)],
            needs: needs.to_vec(),
            comes_along,
        };
        let steps = [step(&[], false), step(&[0], true), step(&[1], false)];
        let (players, riders) = players(&steps, &[], 8);
        assert_eq!(players.len(), 2);
        assert!(players[1].needs.has(0) && !players[0].needs.has(1));
        assert!(riders.len() == 1 && riders[0].1 == Coalition::default().with(0));
    }
}
