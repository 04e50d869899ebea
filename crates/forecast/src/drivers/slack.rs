//! How much each activity mattered in each run: durations and slacks, summed up as indices.
//!
//! In goes a study; out comes an [`Indices`] for each activity. Some runs are played again for it.
//!
//! # Theory
//! The slack of an activity in a run is how much later it could have ended without moving the finish,
//! if everything after it, by a link or because the same person does it next, were only pushed along:
//! the least, over what follows, of the gap before it and its own slack. All in working minutes, so that
//! a night is no slack.

use calendar::{Moment, Work};
use schedule::{ActivityId, Dispatcher, Entry, Lag, Link, LinkKind, Problem, Schedule};

use super::{Study, index};
use crate::draw::SCRAMBLES;
use crate::effort::{EffortSource, middle_efforts};
use crate::frozen::next_of_people;

/// The sensitivity indices of one activity. For formulas and sources see the module `index`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Indices {
    /// SI.
    pub significance: f64,
    /// SSI.
    pub schedule_sensitivity: f64,
    /// CRI, of the numbers.
    pub cruciality: f64,
    /// CRI, of the ranks.
    pub cruciality_rank: f64,
}

impl Study<'_> {
    /// Returns the indices of each activity, by index, with its effort in a run as d.
    ///
    /// **Cost.** `runs` runs are played, on the draws of the first ones of the forecast; and a sort of
    /// them an activity.
    #[must_use]
    pub fn indices(&self, runs: u32) -> Vec<Indices> {
        let n = self.problem.activities().len();
        let runs = (runs.min(self.finishes.len() as u32) as usize).next_multiple_of(SCRAMBLES);
        let runs = runs.min(self.finishes.len());
        let finishes = &self.finishes[..runs];
        let mut room = Vec::new();
        let efforts = self.sampler.efforts(0, runs, &mut room);
        let middle = middle_efforts(self.problem);
        let mut dispatcher = Dispatcher::new(self.problem, &self.order, &middle);
        let mut slacks = vec![0.0; n * runs];
        for run in 0..runs {
            let schedule = dispatcher.run(&efforts[run * n..][..n]);
            for (activity, slack) in slacks_of(self.problem, &schedule).into_iter().enumerate() {
                slacks[activity * runs + run] = slack;
            }
        }
        let finish_ranks = index::ranks(finishes);
        let indices = |activity: usize| {
            let durations: Vec<f64> =
                efforts.iter().skip(activity).step_by(n).map(|effort| effort.0 as f64).collect();
            let share = self.forecast.activities[activity].path_share;
            Indices {
                significance: index::significance(
                    &durations,
                    &slacks[activity * runs..][..runs],
                    finishes,
                ),
                schedule_sensitivity: index::schedule_sensitivity(share, &durations, finishes),
                cruciality: index::pearson(&durations, finishes),
                cruciality_rank: index::pearson(&index::ranks(&durations), &finish_ranks),
            }
        };
        (0..n).map(indices).collect()
    }
}

/// The slack of each activity in `schedule`, in working minutes; infinite for what is never done and
/// for what the finish does not wait for.
fn slacks_of(problem: &Problem, schedule: &Schedule) -> Vec<f64> {
    let mut slacks = vec![f64::INFINITY; schedule.entries.len()];
    let Some((_, end)) = schedule.last(problem) else { return slacks };
    for &id in problem.finish() {
        if let Some(entry) = schedule.entry(id) {
            slacks[id.index()] = gap(problem, id, entry, entry.finish, end);
        }
    }
    let (backward, next) = (backward(problem, schedule), next_of_people(problem, schedule));
    // A lead points back in time: the second pass sees what the first one came to later.
    for &id in backward.iter().chain(&backward) {
        let Some(entry) = schedule.entry(id) else { continue };
        let mut slack = slacks[id.index()];
        let first = next.partition_point(|&(from, _)| from < id);
        for &(_, to) in next[first..].iter().take_while(|&&(from, _)| from == id) {
            let Some(after) = schedule.entry(to) else { continue };
            let gap = gap(problem, to, after, entry.finish, after.resumed);
            slack = slack.min(gap + slacks[to.index()]);
        }
        let waiting = |link: &Link| problem.holds(link) && !problem.has_begun(link);
        for (_, link) in problem.outgoing(id).filter(|(_, link)| waiting(link)) {
            let Some(after) = schedule.entry(link.to) else { continue };
            let (from, to) = match link.kind {
                LinkKind::FinishStart => (entry.finish, after.resumed),
                LinkKind::StartStart => (entry.start, after.resumed),
                LinkKind::FinishFinish => (entry.finish, after.finish),
                LinkKind::StartFinish => (entry.start, after.finish),
            };
            let gap = gap(problem, link.to, after, lagged(problem, from, link.lag), to);
            slack = slack.min(gap + slacks[link.to.index()]);
        }
        slacks[id.index()] = slack;
    }
    slacks
}

/// Activities by when they are worked on, last first.
fn backward(problem: &Problem, schedule: &Schedule) -> Vec<ActivityId> {
    let mut order = problem.topological_order().to_vec();
    order.sort_by_key(|id| schedule.entry(*id).map(|entry| entry.resumed));
    order.reverse();
    order
}

/// Working minutes from `from` to `to` for whoever does `id`; 0 if that is backward.
fn gap(problem: &Problem, id: ActivityId, entry: &Entry, from: Moment, to: Moment) -> f64 {
    let mode = &problem.activity(id).modes[entry.mode as usize];
    let Work(minutes) = problem.calendar(mode.calendar).work_between(from, to);
    minutes.max(0) as f64
}

fn lagged(problem: &Problem, at: Moment, lag: Lag) -> Moment {
    match lag {
        Lag::Elapsed(span) => at + span,
        Lag::Working(calendar, work) => problem.calendar(calendar).offset(at, work).unwrap_or(at),
    }
}
