//! The work graph as a map: stations for tasks, lines for what waits for what.
//!
//! In: [`Facts`]. Out: a column and a row for every station, and the lines between them. The same
//! plan gives the same map, and a small edit a map that is much the same. It must not know pixels.
//!
//! # Theory
//! Columns are layers: a station stands one right of the last one that it waits for, what is done
//! left of what is open. What waits for the same hands counts as a wait. Rows are tracks: the longest
//! path has the middle one, every other station goes on in the track of the nearest one of its part
//! that it waits for, if it is free there, else on one that has come to its end, else on a new
//! one. A line that other lines imply is left out (transitive reduction).

use std::collections::{BTreeMap, BTreeSet};

use plan::{ItemRef, TaskId};
use schedule::{ActivityId, Cause};

use crate::facts::{Facts, Status};

/// A task on the map.
#[derive(Clone, Debug, PartialEq)]
pub struct Station {
    /// Which task.
    pub task: TaskId,
    /// How many columns from the left.
    pub column: usize,
    /// How many rows from the top.
    pub row: usize,
    /// How far it is.
    pub status: Status,
    /// In what share of the runs it is on the longest path.
    pub share: f64,
}

/// What waits for what; both by their position in [`Map::stations`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Track {
    /// What comes first.
    pub from: usize,
    /// What waits for it.
    pub to: usize,
    /// In what share of the runs the longest path goes along it.
    pub share: f64,
    /// Whether nothing but the same hands ties the two.
    pub same_hands: bool,
}

/// The whole map.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Map {
    /// The tasks, in the order of their columns.
    pub stations: Vec<Station>,
    /// The lines.
    pub tracks: Vec<Track>,
    /// How many columns hold what is done.
    pub columns_done: usize,
    /// How many columns there are.
    pub columns: usize,
    /// How many rows there are.
    pub rows: usize,
}

impl Map {
    /// Whether no station stands on a row between two columns, both excluded.
    #[must_use]
    pub fn is_free(&self, row: usize, from: usize, to: usize) -> bool {
        let between = |one: &&Station| one.row == row && one.column > from && one.column < to;
        !self.stations.iter().any(|one| between(&one))
    }
}

/// From this share of the runs on a task is on the middle row.
pub const PATH_MIN: f64 = 0.5;
/// A wait for hands is drawn if it holds the task in this share of the runs.
const HANDS_MIN: f64 = 0.4;

/// A map of `tasks`, all of them leaves.
///
/// **Cost.** `O(tasks · links)`: for the few that fit on a page.
#[must_use]
pub fn map(facts: &Facts, tasks: &[TaskId]) -> Map {
    let order = in_order(facts, tasks);
    let ties = reduced(order.len(), &ties(facts, &order));
    let status: Vec<Status> = order.iter().map(|(task, _)| facts.status(*task)).collect();
    let mut columns = vec![0; order.len()];
    let mut first_open = 0;
    for is_done in [true, false] {
        for to in 0..order.len() {
            if (status[to] == Status::Done) != is_done {
                continue;
            }
            let before = ties.iter().filter(|tie| tie.to == to);
            let before = before.filter(|tie| (status[tie.from] == Status::Done) == is_done);
            columns[to] = before.map(|tie| columns[tie.from] + 1).max().unwrap_or(first_open);
        }
        if is_done {
            let done = (0..order.len()).filter(|n| status[*n] == Status::Done);
            first_open = done.map(|n| columns[n] + 1).max().unwrap_or(0);
        }
    }
    let share = |activity: ActivityId| facts.forecast.activities[activity.index()].path_share;
    let shares: Vec<f64> = order.iter().map(|(_, activity)| share(*activity)).collect();
    let rows = rows(facts, &order, &ties, &columns, &shares);
    let mut stations: Vec<(usize, Station)> = Vec::new();
    for (n, (task, _)) in order.iter().enumerate() {
        let (column, row, status, share) = (columns[n], rows[n], status[n], shares[n]);
        stations.push((n, Station { task: *task, column, row, status, share }));
    }
    stations.sort_by_key(|(n, station)| (station.column, station.row, *n));
    let mut position = vec![0; order.len()];
    for (new, (old, _)) in stations.iter().enumerate() {
        position[*old] = new;
    }
    let moved = |tie: Track| Track { from: position[tie.from], to: position[tie.to], ..tie };
    Map {
        tracks: ties.into_iter().map(moved).collect(),
        columns_done: first_open,
        columns: columns.iter().map(|column| column + 1).max().unwrap_or(0),
        rows: rows.iter().map(|row| row + 1).max().unwrap_or(0),
        stations: stations.into_iter().map(|(_, station)| station).collect(),
    }
}

/// The tasks in an order in which no line goes back: by their start in the one future, then as links
/// have it.
fn in_order(facts: &Facts, tasks: &[TaskId]) -> Vec<(TaskId, ActivityId)> {
    let mut place = vec![0; facts.lowered.problem.activities().len()];
    for (n, id) in facts.lowered.problem.topological_order().iter().enumerate() {
        place[id.index()] = n;
    }
    let known = |task: &TaskId| Some((*task, facts.lowered.activity_of(ItemRef::Task(*task))?));
    let mut order: Vec<(TaskId, ActivityId)> = tasks.iter().filter_map(known).collect();
    let start = |id: ActivityId| facts.schedule.start(id).map_or(i64::MAX, |start| start.0);
    order.sort_by_key(|(task, id)| (start(*id), place[id.index()], *task));
    order
}

/// All lines that do not go back in the order: links through whatever is no station, and waits for
/// hands.
fn ties(facts: &Facts, order: &[(TaskId, ActivityId)]) -> Vec<Track> {
    let problem = &facts.lowered.problem;
    let mut position = vec![None; problem.activities().len()];
    for (n, (_, id)) in order.iter().enumerate() {
        position[id.index()] = Some(n);
    }
    let mut ties = Vec::new();
    for (to, (_, id)) in order.iter().enumerate() {
        let played = &facts.forecast.activities[id.index()];
        let held = |cause: &Cause| match cause {
            Cause::Link(link) => Some(problem.links()[*link as usize].from),
            Cause::Busy(other) => Some(*other),
            Cause::Nothing | Cause::Release => None,
        };
        let mut shares: BTreeMap<usize, f64> = BTreeMap::new();
        for (cause, share) in &played.causes {
            let Some(holder) = held(cause) else { continue };
            for from in stations_before(facts, holder, &position) {
                *shares.entry(from).or_default() += share * played.path_share;
            }
        }
        let mut linked = BTreeSet::new();
        for (_, link) in problem.incoming(*id) {
            linked.extend(stations_before(facts, link.from, &position));
        }
        let busy = played.causes.iter().filter(|(_, share)| *share >= HANDS_MIN);
        let busy = busy.filter_map(|(cause, _)| match cause {
            Cause::Busy(other) => position[other.index()],
            _ => None,
        });
        let hands: Vec<usize> = busy.filter(|from| !linked.contains(from)).collect();
        let all = linked.iter().map(|from| (*from, false)).chain(hands.iter().map(|n| (*n, true)));
        for (from, same_hands) in all.filter(|(from, _)| *from < to) {
            let share = shares.get(&from).copied().unwrap_or(0.0).min(1.0);
            ties.push(Track { from, to, share, same_hands });
        }
    }
    ties
}

/// The station of an activity; of one that is none, the stations that it waits for.
fn stations_before(
    facts: &Facts,
    activity: ActivityId,
    position: &[Option<usize>],
) -> BTreeSet<usize> {
    let problem = &facts.lowered.problem;
    let (mut found, mut seen, mut open) = (BTreeSet::new(), BTreeSet::new(), vec![activity]);
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        match position[id.index()] {
            Some(station) => {
                found.insert(station);
            }
            None => open.extend(problem.incoming(id).map(|(_, link)| link.from)),
        }
    }
    found
}

/// The lines without those that others imply. What the longest path goes along is kept.
fn reduced(n: usize, ties: &[Track]) -> Vec<Track> {
    let mut reach: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); n];
    let mut kept: Vec<Track> = Vec::new();
    for to in 0..n {
        let mut own: Vec<&Track> = ties.iter().filter(|tie| tie.to == to).collect();
        own.sort_by_key(|tie| std::cmp::Reverse(tie.from));
        let mut before: BTreeSet<usize> = BTreeSet::new();
        for tie in own {
            if !before.contains(&tie.from) || tie.share >= PATH_MIN {
                kept.push(*tie);
            }
            before.insert(tie.from);
            before.extend(&reach[tie.from]);
        }
        reach[to] = before;
    }
    kept
}

/// The rows of the stations: see the head of the module.
fn rows(
    facts: &Facts,
    order: &[(TaskId, ActivityId)],
    ties: &[Track],
    columns: &[usize],
    shares: &[f64],
) -> Vec<usize> {
    let part = |n: usize| facts.plan.with_parents(order[n].0).last();
    let mut lanes: Vec<Lane> = vec![Lane::default()];
    let mut lane_of = vec![0; order.len()];
    for n in 0..order.len() {
        let column = columns[n];
        let before = ties.iter().filter(|tie| tie.to == n).map(|tie| tie.from);
        let nearest =
            before.filter(|from| part(*from) == part(n)).max_by_key(|from| columns[*from]);
        let goes_on = nearest.map(|from| lane_of[from]).filter(|lane| *lane > 0);
        let others = (1..lanes.len()).collect::<Vec<_>>();
        let same = others.iter().copied().filter(|lane| lanes[*lane].part == part(n));
        // Where a part has come to its end another may go on.
        let ended = others.iter().copied().filter(|lane| lanes[*lane].end <= column);
        let mut candidates = goes_on.into_iter().chain(same).chain(ended);
        let lane = if shares[n] >= PATH_MIN && lanes[0].is_free(column) {
            0
        } else {
            candidates.find(|lane| lanes[*lane].is_free(column)).unwrap_or_else(|| {
                lanes.push(Lane { part: part(n), ..Lane::default() });
                lanes.len() - 1
            })
        };
        lanes[lane].part = lanes[lane].part.max(part(n));
        lanes[lane].end = lanes[lane].end.max(column + 1);
        lanes[lane].taken.insert(column);
        lane_of[n] = lane;
    }
    // The parts in the order of the text, half of the tracks above the longest path.
    let mut others: Vec<usize> = (1..lanes.len()).collect();
    others.sort_by_key(|lane| (lanes[*lane].part, *lane));
    let above = others.len() / 2;
    let mut row_of = vec![above; lanes.len()];
    for (n, lane) in others.into_iter().enumerate() {
        row_of[lane] = if n < above { n } else { n + 1 };
    }
    lane_of.into_iter().map(|lane| row_of[lane]).collect()
}

/// A row while it is being filled.
#[derive(Default)]
struct Lane {
    /// The last part in it.
    part: Option<TaskId>,
    taken: BTreeSet<usize>,
    /// Right of all that is in it.
    end: usize,
}

impl Lane {
    fn is_free(&self, column: usize) -> bool {
        !self.taken.contains(&column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tie(from: usize, to: usize, share: f64) -> Track {
        Track { from, to, share, same_hands: false }
    }

    #[test]
    fn a_line_that_others_imply_is_left_out() {
        let all =
            vec![tie(0, 1, 0.0), tie(1, 2, 0.0), tie(0, 2, 0.0), tie(2, 3, 0.0), tie(0, 3, 0.0)];
        let kept: Vec<(usize, usize)> =
            reduced(4, &all).iter().map(|tie| (tie.from, tie.to)).collect();
        assert_eq!(kept, [(0, 1), (1, 2), (2, 3)]);
    }

    #[test]
    fn a_line_of_the_longest_path_stays() {
        let kept = reduced(3, &[tie(0, 1, 0.0), tie(1, 2, 0.0), tie(0, 2, 0.9)]);
        assert_eq!(kept.len(), 3);
    }
}
