//! The critical path: how early and how late each activity can be done if people were never busy.
//!
//! In: a problem and an effort for each activity. Out: a [`CriticalPath`]. It must not know resources:
//! what it calls float is precedence-only, and usually less is left once people are counted.
//!
//! # Theory
//! The two passes of Kelley and Walker (1959), for the four kinds of links with lags and leads
//! (Elmaghraby and Kamburowski 1992), each activity in its own calendar:
//!
//! - forward, `ES(j)` is the first working moment at or after today, the release date and what the
//!   links ask of the start, and late enough that `EF(j)` is no sooner than what they ask of the finish;
//! - backward, `LS(i)` is the last working moment from which neither the finish of the plan nor a late
//!   date of a successor moves.
//!
//! Conventions where calendars leave a choice. Work starts at the beginning of a working minute and
//! finishes at the end of one: Friday 17:00, not Monday 9:00. A milestone has no work and stays at the
//! moment given: after work that ends on Friday at 17:00, that is when it is; before work that starts
//! on Monday at 9:00, it is late then. An activity that a finish link holds to a moment until which
//! nothing more is worked finishes at that moment. Float is working time of the activity's calendar
//! between its early and its late start. These are also the conventions of Microsoft Project.

use calendar::{Calendar, Moment, Span, Work};

use crate::links::{Bound, bound};
use crate::{ActivityId, Lag, Link, LinkKind, Problem, Progress};

/// Early and late dates, by activity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CriticalPath {
    /// First possible start; for started work, from when on it can go on.
    pub early_start: Vec<Moment>,
    /// Finish of what starts then.
    pub early_finish: Vec<Moment>,
    /// Last start that does not delay the plan.
    pub late_start: Vec<Moment>,
    /// Finish of what starts then.
    pub late_finish: Vec<Moment>,
    /// Working time by which the start can slip without delaying the plan.
    pub total_float: Vec<Work>,
    /// Working time by which the start can slip without moving the early dates of any successor.
    pub free_float: Vec<Work>,
    /// Unfinished, and without float.
    pub critical: Vec<bool>,
}

/// Returns early and late dates of each activity, resources ignored, each in the mode in which it
/// finishes first.
///
/// **Meaning.** The plan finishes when the last of [`Problem::finish`] does; what does not lead there
/// may be as late as the last activity of all. Finished work keeps its dates and has no float. What
/// nobody can finish is taken to end when the last who may do it leaves.
///
/// **Units.** `efforts` in working minutes at full share, by index.
///
/// **Cost.** `O(activities × modes + links)`.
#[must_use]
pub fn critical_path(problem: &Problem, efforts: &[Work]) -> CriticalPath {
    let n = problem.activities().len();
    assert_eq!(efforts.len(), n, "BUG: one effort an activity");
    let early = forward(problem, efforts);
    let last = |ids: &mut dyn Iterator<Item = ActivityId>| {
        ids.map(|id| early[id.index()].finish).max().unwrap_or(problem.today())
    };
    let mut horizon = vec![last(&mut problem.ids()); n];
    let finish_of_plan = last(&mut problem.finish().iter().copied());
    for id in problem.finish() {
        horizon[id.index()] = finish_of_plan;
    }

    let mut late = early.clone();
    let mut free_float = vec![Work(0); n];
    for &id in problem.topological_order().iter().rev() {
        if matches!(problem.activity(id).progress, Progress::Finished { .. }) {
            continue;
        }
        let dates = early[id.index()];
        let calendar = problem.calendar(problem.activity(id).modes[dates.mode].calendar);
        let until = horizon[id.index()];
        late[id.index()] = latest(problem, id, dates, &late, until);
        let free = latest(problem, id, dates, &early, until);
        free_float[id.index()] = calendar.work_between(dates.start, free.start).max(Work(0));
    }

    let total_float: Vec<Work> = problem
        .ids()
        .map(|id| {
            let (early, late) = (early[id.index()], late[id.index()]);
            let calendar = problem.calendar(problem.activity(id).modes[early.mode].calendar);
            calendar.work_between(early.start, late.start)
        })
        .collect();
    let is_open = |id| !matches!(problem.activity(id).progress, Progress::Finished { .. });
    CriticalPath {
        early_start: early.iter().map(|dates| dates.start).collect(),
        early_finish: early.iter().map(|dates| dates.finish).collect(),
        late_start: late.iter().map(|dates| dates.start).collect(),
        late_finish: late.iter().map(|dates| dates.finish).collect(),
        critical: problem
            .ids()
            .map(|id| is_open(id) && total_float[id.index()] <= Work(0))
            .collect(),
        total_float,
        free_float,
    }
}

/// When an activity is done, in which mode, and how long it takes there.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Dates {
    pub start: Moment,
    pub finish: Moment,
    pub mode: usize,
    pub duration: Work,
}

/// What is asked of the start and of the finish of an activity.
#[derive(Clone, Copy, Debug)]
struct Bounds {
    start: Moment,
    finish: Option<Moment>,
}

fn forward(problem: &Problem, efforts: &[Work]) -> Vec<Dates> {
    let today = problem.today();
    let nothing = Dates { start: today, finish: today, mode: 0, duration: Work(0) };
    let mut early = vec![nothing; efforts.len()];
    for &id in problem.topological_order() {
        let activity = problem.activity(id);
        let mut bounds = Bounds { start: today, finish: None };
        match activity.progress {
            Progress::Finished { start, finish } => {
                early[id.index()] = Dates { start, finish, ..nothing };
                continue;
            }
            Progress::Started { start } => bounds.start = today.max(start),
            Progress::Planned => {
                bounds.start = activity.release.map_or(today, |release| release.max(today));
            }
        }
        for (_, link) in problem.incoming(id).filter(|(_, link)| problem.holds(link)) {
            let from = early[link.from.index()];
            let (start, finish) = problem.past_dates(link).unwrap_or((from.start, from.finish));
            let Bound::At(at) = bound(problem, link, start, finish) else { continue };
            match link.kind {
                LinkKind::FinishStart | LinkKind::StartStart => {
                    bounds.start = bounds.start.max(at);
                }
                LinkKind::FinishFinish | LinkKind::StartFinish => {
                    bounds.finish = bounds.finish.max(Some(at));
                }
            }
        }
        early[id.index()] = earliest(problem, id, efforts[id.index()], bounds);
    }
    early
}

/// The earliest dates within `bounds`, in the mode that finishes first.
fn earliest(problem: &Problem, id: ActivityId, effort: Work, bounds: Bounds) -> Dates {
    let activity = problem.activity(id);
    let n_modes = match activity.progress {
        Progress::Started { .. } => 1,
        _ => activity.modes.len(),
    };
    let mut best: Option<Dates> = None;
    let mut latest_end = bounds.start;
    for (mode, way) in activity.modes.iter().enumerate().take(n_modes) {
        let calendar = problem.calendar(way.calendar);
        let duration = way.duration(effort);
        latest_end = latest_end.max(calendar.end().unwrap_or(latest_end));
        let Some((start, finish)) = earliest_in(calendar, duration, bounds) else { continue };
        if best.is_none_or(|best| finish < best.finish) {
            best = Some(Dates { start, finish, mode, duration });
        }
    }
    best.unwrap_or(Dates { start: bounds.start, finish: latest_end, mode: 0, duration: Work(0) })
}

fn earliest_in(calendar: &Calendar, duration: Work, bounds: Bounds) -> Option<(Moment, Moment)> {
    let held = bounds.finish.and_then(|finish| calendar.start(finish, duration));
    let start = held.map_or(bounds.start, |held| held.max(bounds.start));
    let start = if duration == Work(0) { start } else { calendar.next_working(start)? };
    let finish = calendar.finish(start, duration)?;
    Some((start, bounds.finish.map_or(finish, |held| held.max(finish))))
}

/// The latest dates of `id` that leave its successors the dates in `successors`, and end by `until`.
pub(crate) fn latest(
    problem: &Problem,
    id: ActivityId,
    dates: Dates,
    successors: &[Dates],
    until: Moment,
) -> Dates {
    let mut finish = until;
    let mut start: Option<Moment> = None;
    let waiting = |link: &Link| problem.holds(link) && !problem.has_begun(link);
    for (_, link) in problem.outgoing(id).filter(|(_, link)| waiting(link)) {
        let to = successors[link.to.index()];
        let Some(at) = latest_end(problem, link, to) else { continue };
        match link.kind {
            LinkKind::FinishStart | LinkKind::FinishFinish => finish = finish.min(at),
            LinkKind::StartStart | LinkKind::StartFinish => {
                start = Some(start.map_or(at, |start| start.min(at)));
            }
        }
    }
    let calendar = problem.calendar(problem.activity(id).modes[dates.mode].calendar);
    if dates.duration == Work(0) {
        let start = start.map_or(finish, |start| start.min(finish));
        return Dates { start, finish: start, ..dates };
    }
    // The last working minute that begins at or before the bound.
    let held = start.and_then(|at| calendar.start(at + Span(1), Work(1)));
    let last = calendar.start(finish, dates.duration).unwrap_or(dates.start);
    let start = held.map_or(last, |held| held.min(last));
    let finish = calendar.finish(start, dates.duration).unwrap_or(finish);
    Dates { start, finish, ..dates }
}

/// The last moment for the predecessor's end of `link` that leaves the successor the dates `to`;
/// `None` if any does.
fn latest_end(problem: &Problem, link: &Link, to: Dates) -> Option<Moment> {
    let end = match link.kind {
        LinkKind::FinishStart | LinkKind::StartStart => to.start,
        LinkKind::FinishFinish | LinkKind::StartFinish => to.finish,
    };
    match link.lag {
        Lag::Elapsed(span) => Some(end - span),
        Lag::Working(calendar, work) => problem.calendar(calendar).offset(end, -work),
    }
}
