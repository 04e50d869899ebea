//! Justification: everything as late as the finish of a schedule allows, to see what can wait.
//!
//! In: a schedule. Out: an order. It must not choose who does what: people stay as they are.

use std::collections::BinaryHeap;

use calendar::{Moment, Work};

use super::change::is_open;
use crate::critical_path::{Dates, latest};
use crate::{ActivityId, Problem, Schedule};

/// Returns the activities by their starts when each, last first, is done as late as the finish of
/// `schedule`, its successors and the other work of its people allow.
///
/// **Meaning.** Only people are busy; what is drawn from a pool is not counted. What is never done
/// comes last.
///
/// **Cost.** `O(n log n + links)`, and for each activity the later work of its people.
pub(super) fn justified(
    problem: &Problem,
    middle: &[Work],
    schedule: &Schedule,
) -> Vec<ActivityId> {
    let n = middle.len();
    let last = schedule.entries.iter().flatten().map(|entry| entry.finish).max();
    let last = last.unwrap_or(problem.today());
    let of_plan = schedule.last(problem).map_or(last, |(_, finish)| finish);
    let mut until = vec![last; n];
    for id in problem.finish() {
        until[id.index()] = of_plan;
    }
    let mut late = dates(problem, middle, schedule);
    let mut busy: Vec<Vec<(Moment, Moment)>> = vec![Vec::new(); problem.resources().len()];
    let mut open: Vec<usize> = problem.ids().map(|id| problem.outgoing(id).count()).collect();
    let key = |id: ActivityId| (schedule.finish(id), schedule.start(id), id);
    let mut next: BinaryHeap<_> =
        problem.ids().filter(|id| open[id.index()] == 0).map(key).collect();
    while let Some((finish, _, id)) = next.pop() {
        if finish.is_some() && is_open(problem, id) {
            late[id.index()] = latest_free(problem, id, &late, until[id.index()], &mut busy);
        }
        for (_, link) in problem.incoming(id) {
            open[link.from.index()] -= 1;
            if open[link.from.index()] == 0 {
                next.push(key(link.from));
            }
        }
    }
    let mut order: Vec<ActivityId> = problem.ids().collect();
    order.sort_by_key(|&id| (schedule.entry(id).is_none(), late[id.index()].start, id));
    order
}

/// When each activity is done in `schedule`.
fn dates(problem: &Problem, middle: &[Work], schedule: &Schedule) -> Vec<Dates> {
    let today = problem.today();
    let of = |(id, entry): (ActivityId, &Option<crate::Entry>)| match entry {
        None => Dates { start: today, finish: today, mode: 0, duration: Work(0) },
        Some(entry) => {
            let mode = entry.mode as usize;
            let duration = problem.activity(id).modes[mode].duration(middle[id.index()]);
            Dates { start: entry.resumed, finish: entry.finish, mode, duration }
        }
    };
    problem.ids().zip(&schedule.entries).map(of).collect()
}

/// The latest dates of `id` at which its people are free; they are busy with it then.
fn latest_free(
    problem: &Problem,
    id: ActivityId,
    late: &[Dates],
    mut until: Moment,
    busy: &mut [Vec<(Moment, Moment)>],
) -> Dates {
    let dates = late[id.index()];
    let demands = problem.activity(id).modes[dates.mode].demands.iter();
    let people = demands.map(|demand| demand.resource.index());
    let people: Vec<usize> =
        people.filter(|&person| problem.resources()[person].capacity == 1).collect();
    let mut found = latest(problem, id, dates, late, until);
    // Each round passes at least one piece of later work.
    while let Some(from) = people.iter().filter_map(|&at| overlap(&busy[at], found)).min()
        && from < until
    {
        until = from;
        found = latest(problem, id, dates, late, until);
    }
    if found.start < found.finish {
        for &person in &people {
            let at = busy[person].partition_point(|&(from, _)| from > found.start);
            busy[person].insert(at, (found.start, found.finish));
        }
    }
    found
}

/// The start of the last piece of work, last first in `busy`, that is in the way of `dates`.
fn overlap(busy: &[(Moment, Moment)], dates: Dates) -> Option<Moment> {
    let at = busy.partition_point(|&(from, _)| from >= dates.finish);
    busy.get(at).filter(|&&(_, to)| dates.start < to).map(|&(from, _)| from)
}
