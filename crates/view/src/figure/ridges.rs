//! Thousands of tasks: one ridge a part of the work, as high as tasks are open on that day.

use std::collections::BTreeMap;

use calendar::{Moment, start_of_day};
use plan::{ItemRef, TaskId};

use super::axis::Axis;
use crate::facts::{Facts, Status};
use crate::scene::{Anchor, Fill, Ink, Mark, Weight, fit};
use crate::screens::picture::PATH_SHARE_MIN;
use crate::words;

/// More ridges than these are no picture; the rest is counted.
pub(super) const RIDGES_MAX: usize = 60;
/// The height of a row, and of the highest ridge in it.
const ROW: f64 = 25.0;
const RIDGE: f64 = 17.0;
/// A ridge is looked at so many times from its beginning to its end.
const SAMPLES: usize = 60;

/// One part of the work.
pub(super) struct Ridge {
    name: String,
    tasks: usize,
    /// From when to when each task is open, finished ones included.
    spans: Vec<(Moment, Moment)>,
    p10: Option<Moment>,
    p50: Option<Moment>,
    p80: Option<Moment>,
    p90: Option<Moment>,
    on_path: bool,
}

/// The parts of the work with open tasks, in the order of the text.
pub(super) fn ridges(facts: &Facts) -> Vec<Ridge> {
    let mut parts: BTreeMap<ItemRef, Ridge> = BTreeMap::new();
    for (id, _) in facts.plan.leaves() {
        let root = facts.plan.with_parents(id).last().unwrap_or(id);
        let ridge = parts.entry(ItemRef::Task(root)).or_insert_with(|| Ridge {
            name: facts.plan.task(root).item.title.clone(),
            tasks: 0,
            spans: Vec::new(),
            p10: None,
            p50: None,
            p80: None,
            p90: None,
            on_path: false,
        });
        add(facts, ridge, id);
    }
    parts.into_values().filter(|ridge| ridge.p50.is_some()).collect()
}

fn add(facts: &Facts, ridge: &mut Ridge, id: TaskId) {
    let task = facts.plan.task(id);
    let begun = task.started.map(|day| start_of_day(day, &facts.lowered.zone));
    match facts.status(id) {
        Status::Cut => return,
        Status::Done => {
            let done = task.done.map(|day| facts.end_of(day));
            ridge.spans.extend(begun.zip(done));
        }
        Status::InProgress | Status::ToGo => {
            let Some(played) = facts.played(ItemRef::Task(id)) else { return };
            let start = begun.or(played.start.p50);
            ridge.spans.extend(start.zip(played.finish.p50));
            ridge.p10 = ridge.p10.max(played.finish.p10);
            ridge.p50 = ridge.p50.max(played.finish.p50);
            ridge.p80 = ridge.p80.max(played.finish.p80);
            ridge.p90 = ridge.p90.max(played.finish.p90);
            ridge.on_path |= played.path_share >= PATH_SHARE_MIN;
        }
    }
    ridge.tasks += 1;
}

/// The last moment of any ridge.
pub(super) fn end(ridges: &[Ridge]) -> Option<Moment> {
    ridges.iter().filter_map(|ridge| ridge.p90.or(ridge.p80).or(ridge.p50)).max()
}

/// The rows from `top` on, and where they end.
pub(super) fn drawn(
    facts: &Facts,
    ridges: &[Ridge],
    axis: &Axis,
    top: f64,
    width: f64,
) -> (Vec<Mark>, f64) {
    let shown = &ridges[..ridges.len().min(RIDGES_MAX)];
    let open = |ridge: &Ridge, at: Moment| {
        ridge.spans.iter().filter(|(from, to)| *from <= at && at < *to).count()
    };
    let samples = |ridge: &Ridge| {
        let from = ridge.spans.iter().map(|span| span.0).min().unwrap_or(axis.from).max(axis.from);
        let to = ridge.spans.iter().map(|span| span.1).max().unwrap_or(from);
        let step = ((to.0 - from.0) / SAMPLES as i64).max(1);
        (0..=SAMPLES as i64).map(move |n| Moment(from.0 + n * step)).collect::<Vec<Moment>>()
    };
    let highest = shown
        .iter()
        .flat_map(|ridge| samples(ridge).into_iter().map(|at| open(ridge, at)).max())
        .max()
        .unwrap_or(1)
        .max(1) as f64;
    let mut marks = Vec::new();
    for (row, ridge) in shown.iter().enumerate() {
        let base = top + ROW * (row as f64 + 1.0) - 5.0;
        let points: Vec<(Moment, f64)> = samples(ridge)
            .into_iter()
            .map(|at| (at, base - RIDGE * open(ridge, at) as f64 / highest))
            .collect();
        marks.push(one(facts, ridge, &points, base, axis, width));
    }
    let mut bottom = top + ROW * shown.len() as f64;
    if ridges.len() > shown.len() {
        let more = words::count(ridges.len() - shown.len(), "more part");
        marks.push(Mark::text(0.0, bottom + 16.0, format!("and {more}"), Ink::Faint));
        bottom += ROW;
    }
    (marks, bottom)
}

fn one(
    facts: &Facts,
    ridge: &Ridge,
    points: &[(Moment, f64)],
    base: f64,
    axis: &Axis,
    width: f64,
) -> Mark {
    let today = facts.lowered.problem.today();
    let (past, ahead): (Vec<_>, Vec<_>) = points.iter().partition(|(at, _)| *at <= today);
    let area = |points: Vec<(Moment, f64)>, ink| {
        let ends = points.first().zip(points.last());
        let (first, last) = ends?;
        let outline = [(axis.x(first.0), base)]
            .into_iter()
            .chain(points.iter().map(|(at, y)| (axis.x(*at), *y)))
            .chain([(axis.x(last.0), base)])
            .collect();
        Some(Mark::Path { points: outline, fill: Some(Fill::Solid(ink)), edge: None })
    };
    let (ink, weight, text) = if ridge.on_path {
        (Ink::Strong, Weight::Strong, Ink::Ink)
    } else {
        (Ink::Mid, Weight::Regular, Ink::Soft)
    };
    let joint = past.last().copied();
    let ahead: Vec<(Moment, f64)> = joint.into_iter().chain(ahead).collect();
    let mut marks: Vec<Mark> =
        [area(past, Ink::Past), area(ahead, ink)].into_iter().flatten().collect();
    let name = Mark::text(0.0, base, fit(&ridge.name, 12.0, weight, 170.0), text);
    marks.push(if ridge.on_path { name.strong() } else { name });
    let count = words::thousands(ridge.tasks);
    marks.push(Mark::text(axis.left - 12.0, base, count, Ink::Faint).anchored(Anchor::End));
    if let (Some(p10), Some(p90)) = (ridge.p10, ridge.p90) {
        marks.push(Mark::level(base, axis.x(p10), axis.x(p90), ink, 1.6));
    }
    if let Some(p50) = ridge.p50 {
        marks.push(Mark::diamond(axis.x(p50), base, 5.0, ink));
    }
    let day = |moment: Option<Moment>| {
        moment.map(|moment| words::day_month(facts.finish_date(moment), facts.today))
    };
    let dates = [day(ridge.p50), day(ridge.p80)].into_iter().flatten();
    let dates = dates.collect::<Vec<String>>().join(" – ");
    marks.push(Mark::text(width, base, dates.clone(), text).anchored(Anchor::End));
    let title = format!("{}: {}, {dates}", ridge.name, words::count(ridge.tasks, "task"));
    Mark::Group { name: "", title, marks }
}
