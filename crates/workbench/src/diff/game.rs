//! The plans between two versions, and what they are worth.
//!
//! In: the steps between the versions, and runs to be played in. Out: P80 of any group of them, carried out
//! on the older version; and which of them move nothing. It must not know how the shares are made of that.

use std::collections::{BTreeMap, BTreeSet};

use calendar::Moment;
use forecast::{Distribution, Emphasis};
use plan::Intent;
use rayon::prelude::*;

use super::attribute::Step;
use super::shapley::Coalition;
use crate::{Dates, PlayOptions, Snapshot, dates, read};

/// Steps that come together, or something else that may move the date.
#[derive(Debug, Default)]
pub(super) struct Player {
    /// What it does.
    pub act: Act,
    /// The steps, by index.
    pub steps: Vec<usize>,
    intents: Vec<Intent>,
    /// Who has to be there too.
    pub needs: Coalition,
}

/// What a player does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Act {
    /// It carries out its steps.
    #[default]
    Steps,
    /// `fore.toml` becomes that of the newer plan.
    Settings,
    /// Work is done in the order of the newer plan.
    Order,
}

/// What comes along with players: its intents, and who has to be there.
pub(super) type Rider = (Vec<Intent>, Coalition);

/// The steps that move anything as at most `players_max` players, neighbors as one if there are
/// more; and those that come along.
pub(super) fn players(
    steps: &[Step],
    others: &[Act],
    players_max: usize,
) -> (Vec<Player>, Vec<Rider>) {
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

/// The finishes of the plan with groups of players; `None` where it never ends.
pub(super) type Finishes = BTreeMap<Coalition, Option<Distribution>>;

/// The plans between the two, and what they are worth.
pub(super) struct Game<'a> {
    /// The older plan.
    pub base: &'a Snapshot,
    /// The newer plan.
    pub head: &'a Snapshot,
    /// Whoever may move the date.
    pub players: &'a [Player],
    /// What comes along with them.
    pub riders: &'a [Rider],
    /// The seed.
    pub options: PlayOptions,
    /// The order of work of the older and of the newer plan.
    pub orders: [&'a Emphasis; 2],
    /// How many runs a group is played.
    pub runs: u32,
}

impl Game<'_> {
    /// How much later than `origin` P80 is with each of these groups; of some the finish is known.
    pub fn worths(
        &self,
        origin: Moment,
        wanted: BTreeSet<Coalition>,
        known: &Finishes,
    ) -> BTreeMap<Coalition, i64> {
        let parts: BTreeSet<Coalition> = wanted.iter().map(|group| self.feasible(*group)).collect();
        let parts: Vec<Coalition> = parts.into_iter().collect();
        let p80 = |part: &Coalition| match *part {
            // The older plan itself.
            part if part == Coalition::default() => Some(origin),
            part => match known.get(&part) {
                Some(finish) => finish.as_ref()?.percentile(80),
                None => self.finish_of(part)?.percentile(80),
            },
        };
        let p80s: Vec<Option<Moment>> = parts.par_iter().map(p80).collect();
        // Groups with which the work never ends count like the worst of the others.
        let latest = p80s.iter().flatten().max().copied().unwrap_or(origin);
        let minutes = |p80: Option<Moment>| self.minutes(origin, p80.unwrap_or(latest));
        let worths: BTreeMap<Coalition, i64> =
            parts.into_iter().zip(p80s.into_iter().map(minutes)).collect();
        wanted.into_iter().map(|group| (group, worths[&self.feasible(group)])).collect()
    }

    /// The steps that change the finish of no run, neither where they come first nor where they come last,
    /// and the finishes that tell. `known` are the two versions with their dates.
    pub fn idle(&self, known: [(&Snapshot, &Dates); 2]) -> (Vec<usize>, Finishes) {
        let asked = (0..self.players.len()).filter(|at| self.players[*at].steps.len() == 1);
        let asked: Vec<(usize, [[Coalition; 2]; 2])> =
            asked.map(|at| (self.players[at].steps[0], self.without_and_with(at))).collect();
        let wanted: BTreeSet<Coalition> =
            asked.iter().flat_map(|(_, ends)| ends.iter().flatten().copied()).collect();
        let wanted: Vec<Coalition> = wanted.into_iter().collect();
        let finish = |group: &Coalition| match *group {
            none if none == Coalition::default() => (none, self.finish_again(known[0])),
            group => (group, self.finish_of(group)),
        };
        let finishes: Finishes = wanted.par_iter().map(finish).collect();
        let is_same = |[without, with]: &[Coalition; 2]| {
            finishes[without].is_some() && finishes[without] == finishes[with]
        };
        let idle = asked.iter().filter(|(_, ends)| ends.iter().all(is_same));
        (idle.map(|(step, _)| *step).collect(), finishes)
    }

    /// The groups without and with a player: as the first one, but for those it needs, and as the last one.
    fn without_and_with(&self, at: usize) -> [[Coalition; 2]; 2] {
        let first = self.feasible(self.needed(at));
        let all = self.feasible(Coalition::all(self.players.len()));
        [[first, first.with(at)], [self.feasible(all.without(at)), all]]
    }

    /// All that a player needs, and what that needs.
    fn needed(&self, at: usize) -> Coalition {
        let mut found = self.players[at].needs;
        loop {
            let more = found.players().flat_map(|one| self.players[one].needs.players());
            let more = more.fold(found, Coalition::with).without(at);
            if more == found {
                return found;
            }
            found = more;
        }
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

    fn finish_of(&self, group: Coalition) -> Option<Distribution> {
        let mut group = group;
        loop {
            let order = usize::from(self.acts(group, Act::Order));
            match self.carried_out(group) {
                Some(snapshot) => return self.finish(&snapshot, self.orders[order]),
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

    fn finish(&self, snapshot: &Snapshot, order: &Emphasis) -> Option<Distribution> {
        Some(dates::forecast_finish(snapshot, self.futures(), order)?.finish)
    }

    /// The same of a snapshot that has dates.
    pub fn p80_again(&self, known: (&Snapshot, &Dates)) -> Option<Moment> {
        self.finish_again(known)?.percentile(80)
    }

    fn finish_again(&self, (snapshot, dates): (&Snapshot, &Dates)) -> Option<Distribution> {
        Some(dates::finish_again(snapshot, self.futures(), dates)?.finish)
    }

    fn futures(&self) -> PlayOptions {
        // One seed for all, even where the settings change it.
        let seed = self.options.seed.or(Some(self.head.plan.settings.seed));
        PlayOptions { runs: Some(self.runs), seed }
    }

    pub fn minutes(&self, from: Moment, to: Moment) -> i64 {
        let lowered = self.head.lowered.as_ref().expect("BUG: dates without a problem");
        lowered.plan_calendar().work_between(from, to).0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
