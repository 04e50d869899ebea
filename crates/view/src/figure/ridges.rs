//! Thousands of tasks: one ridge a part of the work, as high as so many tasks are likely open then.

use std::collections::BTreeMap;

use calendar::{Moment, start_of_day};
use forecast::Quantiles;
use plan::{ItemRef, TaskId};

use super::axis::Axis;
use crate::facts::{Facts, Status};
use crate::scene::{Anchor, CHART_TYPE, Fill, Ink, Mark, Weight, fit, text_width};
use crate::screens::picture::PATH_SHARE_MIN;
use crate::words;

/// More ridges than these are no picture; the rest is counted.
const RIDGES_MAX: usize = 60;
/// The height of a row, and of the highest ridge in it.
const ROW: f64 = 25.0;
const RIDGE: f64 = 19.0;
/// A ridge is looked at so many times from its beginning to its end.
const SAMPLES: usize = 72;

/// One part of the work.
pub(super) struct Ridge {
    name: String,
    tasks: usize,
    /// When each task begins and ends, finished ones included.
    spans: Vec<(Curve, Curve)>,
    p10: Option<Moment>,
    p50: Option<Moment>,
    p80: Option<Moment>,
    p90: Option<Moment>,
    on_path: bool,
}

/// In what share of the runs something has happened by a moment: straight lines through what is known
/// of it, moments with their shares.
struct Curve([(i64, f64); 6]);

impl Curve {
    /// What has happened, or certainly will.
    fn certain(Moment(at): Moment) -> Self {
        Curve([0.0, 0.1, 0.5, 0.8, 0.9, 1.0].map(|share| (at, share)))
    }

    /// Through the percentiles; the ends go on as they begin. `None` of what most runs never see.
    fn of(quantiles: &Quantiles) -> Option<Self> {
        let Moment(p50) = quantiles.p50?;
        let p10 = quantiles.p10.map_or(p50, |at| at.0);
        let p80 = quantiles.p80.map_or(p50, |at| at.0);
        let p90 = quantiles.p90.map_or(p80, |at| at.0);
        let (first, last) = (p10 - (p50 - p10) / 4, p90 + (p90 - p80));
        Some(Curve([(first, 0.0), (p10, 0.1), (p50, 0.5), (p80, 0.8), (p90, 0.9), (last, 1.0)]))
    }

    fn by(&self, Moment(at): Moment) -> f64 {
        let next = self.0.partition_point(|(moment, _)| *moment <= at);
        let (Some(after), Some(before)) = (self.0.get(next), next.checked_sub(1)) else {
            return if next == 0 { 0.0 } else { 1.0 };
        };
        let before = self.0[before];
        let way = (at - before.0) as f64 / (after.0 - before.0) as f64;
        before.1 + way * (after.1 - before.1)
    }

    fn first(&self) -> Moment {
        Moment(self.0[0].0)
    }

    fn last(&self) -> Moment {
        Moment(self.0[5].0)
    }
}

/// The parts of the work with open tasks, in the order of the text; of many those that can move the
/// date and those that end last. And how many more there are.
pub(super) fn ridges(facts: &Facts) -> (Vec<Ridge>, usize) {
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
    let open = parts.into_values().filter(|ridge| ridge.p50.is_some());
    let mut ranked: Vec<(usize, Ridge)> = open.enumerate().collect();
    ranked.sort_by_key(|(_, ridge)| std::cmp::Reverse((ridge.on_path, ridge.p80)));
    let hidden = ranked.len().saturating_sub(RIDGES_MAX);
    ranked.truncate(RIDGES_MAX);
    ranked.sort_by_key(|(place, _)| *place);
    (ranked.into_iter().map(|(_, ridge)| ridge).collect(), hidden)
}

fn add(facts: &Facts, ridge: &mut Ridge, id: TaskId) {
    let task = facts.plan.task(id);
    let begun = task.started.map(|day| start_of_day(day, &facts.lowered.zone));
    let begun = begun.map(Curve::certain);
    match facts.status(id) {
        Status::Cut => return,
        Status::Done => {
            let done = task.done.map(|day| Curve::certain(facts.end_of(day)));
            ridge.spans.extend(begun.zip(done));
        }
        Status::InProgress | Status::ToGo => {
            let Some(played) = facts.played(ItemRef::Task(id)) else { return };
            let start = begun.or_else(|| Curve::of(&played.start));
            ridge.spans.extend(start.zip(Curve::of(&played.finish)));
            ridge.p10 = ridge.p10.max(played.finish.p10);
            ridge.p50 = ridge.p50.max(played.finish.p50);
            ridge.p80 = ridge.p80.max(played.finish.p80);
            ridge.p90 = ridge.p90.max(played.finish.p90);
            ridge.on_path |= played.path_share >= PATH_SHARE_MIN;
        }
    }
    ridge.tasks += 1;
}

impl Ridge {
    /// So many tasks are open at a moment, in the mean over the runs.
    fn open(&self, at: Moment) -> f64 {
        let open = |(start, finish): &(Curve, Curve)| (start.by(at) - finish.by(at)).max(0.0);
        self.spans.iter().map(open).fold(0.0, |sum, one| sum + one)
    }

    /// The ridge from its beginning to its end, or as much of it as the axis has.
    fn heights(&self, axis: &Axis) -> Vec<(Moment, f64)> {
        let from = self.spans.iter().map(|span| span.0.first()).min();
        let from = from.unwrap_or(axis.from).max(axis.from);
        let to = self.spans.iter().map(|span| span.1.last()).max();
        let to = to.unwrap_or(from).min(axis.to).max(from);
        let step = (to.0 - from.0) as f64 / SAMPLES as f64;
        let at = |n: usize| Moment(from.0 + (step * n as f64) as i64);
        (0..=SAMPLES).map(|n| (at(n), self.open(at(n)))).collect()
    }

    /// `8 Jun – 3 Oct`: even odds and 80 % of its last task.
    fn dates(&self, facts: &Facts) -> String {
        let day = |moment: Option<Moment>| {
            moment.map(|moment| words::day_month(facts.finish_date(moment), facts.today))
        };
        let dates = [day(self.p50), day(self.p80)].into_iter().flatten();
        dates.collect::<Vec<String>>().join(" – ")
    }
}

/// The last moment of any ridge.
pub(super) fn end(ridges: &[Ridge]) -> Option<Moment> {
    ridges.iter().filter_map(|ridge| ridge.p90.or(ridge.p80).or(ridge.p50)).max()
}

/// The room that the dates on the right take.
pub(super) fn room(facts: &Facts, ridges: &[Ridge]) -> f64 {
    let widest = |ridge: &Ridge| text_width(&ridge.dates(facts), CHART_TYPE, Weight::Strong);
    ridges.iter().map(widest).fold(0.0, f64::max) + 18.0
}

/// The rows from `top` on, and where they end; `hidden` parts are counted.
pub(super) fn drawn(
    facts: &Facts,
    (ridges, hidden): (&[Ridge], usize),
    axis: &Axis,
    top: f64,
    width: f64,
) -> (Vec<Mark>, f64) {
    let heights: Vec<Vec<(Moment, f64)>> = ridges.iter().map(|ridge| ridge.heights(axis)).collect();
    let highest = heights.iter().flatten().map(|(_, open)| *open).fold(1.0, f64::max);
    let mut marks = Vec::new();
    for (row, (ridge, heights)) in ridges.iter().zip(&heights).enumerate() {
        let base = top + ROW * (row as f64 + 1.0) - 5.0;
        // By its root: one busy week must not make all others flat.
        let place = |(at, open): &(Moment, f64)| (*at, base - RIDGE * (open / highest).sqrt());
        let points: Vec<(Moment, f64)> = heights.iter().map(place).collect();
        marks.push(one(facts, ridge, &points, base, axis, width));
    }
    let mut bottom = top + ROW * ridges.len() as f64;
    if hidden > 0 {
        let more = words::count(hidden, "part");
        let text = format!("and {more} more, which end sooner and do not move the date");
        marks.push(Mark::text(0.0, bottom + 16.0, text, Ink::Faint));
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
    let area = |points: Vec<(Moment, f64)>, ink, edge| {
        let ends = points.first().zip(points.last());
        let (first, last) = ends?;
        let outline = [(axis.x(first.0), base)]
            .into_iter()
            .chain(points.iter().map(|(at, y)| (axis.x(*at), *y)))
            .chain([(axis.x(last.0), base)])
            .collect();
        Some(Mark::Path { points: outline, fill: Some(Fill::Solid(ink)), edge })
    };
    let (ink, weight, text) = if ridge.on_path {
        (Ink::Strong, Weight::Strong, Ink::Ink)
    } else {
        (Ink::Mid, Weight::Regular, Ink::Soft)
    };
    let (filled, edge) =
        if ridge.on_path { (Ink::Strong, None) } else { (Ink::Pale, Some((Ink::Mid, 0.8))) };
    let joint = past.last().copied();
    let ahead: Vec<(Moment, f64)> = joint.into_iter().chain(ahead).collect();
    let mut marks: Vec<Mark> =
        [area(past, Ink::Past, None), area(ahead, filled, edge)].into_iter().flatten().collect();
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
    let dates = ridge.dates(facts);
    marks.push(Mark::text(width, base, dates.clone(), text).anchored(Anchor::End));
    let title = format!("{}: {}, {dates}", ridge.name, words::count(ridge.tasks, "task"));
    Mark::Group { name: "", title, marks }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_goes_through_its_percentiles() {
        let at = |minutes| Some(Moment(minutes));
        let quantiles =
            Quantiles { p10: at(100), p50: at(500), p80: at(800), p90: at(1000), p95: at(2000) };
        let curve = Curve::of(&quantiles).unwrap();
        // It begins a quarter of P10..P50 before P10, and ends as far after P90 as P80 is before it.
        let by = [-1, 0, 100, 300, 500, 800, 900, 1000, 1100, 1200, 9999];
        let shares = [0.0, 0.0, 0.1, 0.3, 0.5, 0.8, 0.85, 0.9, 0.95, 1.0, 1.0];
        for (at, share) in by.into_iter().zip(shares) {
            let found = curve.by(Moment(at));
            assert!((found - share).abs() < 1e-9, "{at}: {found}");
        }
        assert_eq!(Curve::certain(Moment(7)).by(Moment(6)), 0.0);
        assert_eq!(Curve::certain(Moment(7)).by(Moment(7)), 1.0);
    }
}
