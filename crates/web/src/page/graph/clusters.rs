//! The map with a box for each part of the work, and a dot in it for each task.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};
use plan::{ItemRef, TaskId};
use view::map::PATH_MIN;
use view::parts::{Part, parts};
use view::screens::holder;
use view::{Facts, Status, words};

const BOX: (f64, f64) = (148.0, 112.0);
const GAP: (f64, f64) = (46.0, 26.0);
const MARGIN: f64 = 8.0;
/// Dots in a line, and lines of dots.
const DOTS: (usize, usize) = (11, 4);
/// So many parts are drawn: those that are most on the longest path.
const PARTS_MAX: usize = 24;

/// The picture.
pub fn picture(facts: &Facts<'_>) -> Markup {
    let (all, left_out) = most_on_path(facts);
    let mut ties = ties(facts, &all);
    let places = places(facts, &all, &ties);
    // Parts may wait for each other both ways: the way on is drawn.
    ties.retain(|(from, to)| places[*from].0 < places[*to].0);
    let shares = shares(facts, &all);
    let at = |n: usize| {
        let (column, row) = places[n];
        (MARGIN + column as f64 * (BOX.0 + GAP.0), MARGIN + row as f64 * (BOX.1 + GAP.1))
    };
    let columns = places.iter().map(|place| place.0 + 1).max().unwrap_or(0) as f64;
    let rows = places.iter().map(|place| place.1 + 1).max().unwrap_or(0) as f64;
    let (width, height) =
        (2.0 * MARGIN + columns * (BOX.0 + GAP.0) - GAP.0, 2.0 * MARGIN + rows * (BOX.1 + GAP.1));
    html! {
        svg.map viewBox=(format!("0 0 {width} {height}")) width=(width) height=(height) role="img" aria-label=(words::count(all.len(), "part")) {
            @for (from, to) in &ties {
                @let share = shares.get(&(*from, *to)).copied().unwrap_or(0.0).min(1.0);
                path.path[share >= OFTEN] stroke-width=(format!("{:.1}", 1.2 + 3.0 * share)) d=(line((at(*from), places[*from]), (at(*to), places[*to]))) {}
            }
            @for (n, part) in all.iter().enumerate() { (cluster(facts, part, at(n))) }
        }
        @if left_out > 0 {
            p.cap { "and " (words::count(left_out, "part")) " more, less often on the longest path" }
        }
    }
}

/// The longest path goes often between two parts that it joins in this share of the runs.
const OFTEN: f64 = 0.3;

/// The parts that are drawn, in the order of the text, and how many are not.
fn most_on_path<'a>(facts: &Facts<'a>) -> (Vec<Part<'a>>, usize) {
    let mut ranked: Vec<(usize, Part<'a>)> = parts(facts).into_iter().enumerate().collect();
    ranked.sort_by(|one, other| other.1.path_days.total_cmp(&one.1.path_days));
    let left_out = ranked.len().saturating_sub(PARTS_MAX);
    ranked.truncate(PARTS_MAX);
    ranked.sort_by_key(|(place, _)| *place);
    (ranked.into_iter().map(|(_, part)| part).collect(), left_out)
}

/// In what share of the runs the longest path goes from one part to another.
fn shares(facts: &Facts<'_>, all: &[Part<'_>]) -> BTreeMap<(usize, usize), f64> {
    let leaves =
        all.iter().enumerate().flat_map(|(n, part)| part.leaves.iter().map(move |id| (*id, n)));
    let part_of: BTreeMap<TaskId, usize> = leaves.collect();
    let mut shares = BTreeMap::new();
    for (leaf, to) in &part_of {
        let Some(played) = facts.played(ItemRef::Task(*leaf)) else { continue };
        for (cause, share) in &played.causes {
            let held_by = holder(facts, *cause).and_then(|by| facts.lowered.item_of(by));
            let Some(ItemRef::Task(by)) = held_by else { continue };
            if let Some(from) = part_of.get(&by).filter(|from| *from != to) {
                *shares.entry((*from, *to)).or_default() += share * played.path_share;
            }
        }
    }
    shares
}

fn on_path(facts: &Facts<'_>, part: &Part<'_>) -> bool {
    part.leaves.iter().any(|leaf| share(facts, *leaf) >= PATH_MIN)
}

fn share(facts: &Facts<'_>, leaf: TaskId) -> f64 {
    facts.played(ItemRef::Task(leaf)).map_or(0.0, |played| played.path_share)
}

/// Which part waits for which, by the links of their tasks.
fn ties(facts: &Facts<'_>, all: &[Part<'_>]) -> BTreeSet<(usize, usize)> {
    let top = |id: TaskId| facts.plan.with_parents(id).last().unwrap_or(id);
    let index: BTreeMap<TaskId, usize> =
        all.iter().enumerate().map(|(n, part)| (part.task, n)).collect();
    let mut ties = BTreeSet::new();
    for (id, task) in (0..).map(TaskId).zip(&facts.plan.tasks) {
        for link in &task.own_links {
            let ItemRef::Task(before) = link.to else { continue };
            let (from, to) = (index.get(&top(before)), index.get(&top(id)));
            if let (Some(from), Some(to)) = (from, to)
                && from != to
            {
                ties.insert((*from, *to));
            }
        }
    }
    ties
}

/// Column and row of each part: right of all that it waits for, below what stands there already.
fn places(
    facts: &Facts<'_>,
    all: &[Part<'_>],
    ties: &BTreeSet<(usize, usize)>,
) -> Vec<(usize, usize)> {
    let start = |part: &Part<'_>| {
        let starts = part.leaves.iter().filter_map(|leaf| facts.entry(ItemRef::Task(*leaf)));
        starts.map(|entry| entry.start).min()
    };
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by_key(|n| (start(&all[*n]), *n));
    let rank: BTreeMap<usize, usize> =
        order.iter().enumerate().map(|(rank, n)| (*n, rank)).collect();
    let mut columns = vec![0; all.len()];
    for to in &order {
        let before = ties.iter().filter(|(from, other)| other == to && rank[from] < rank[to]);
        columns[*to] = before.map(|(from, _)| columns[*from] + 1).max().unwrap_or(0);
    }
    let mut taken: BTreeMap<usize, usize> = BTreeMap::new();
    let mut places = vec![(0, 0); all.len()];
    for n in 0..all.len() {
        let row = taken.entry(columns[n]).or_default();
        places[n] = (columns[n], *row);
        *row += 1;
    }
    places
}

/// A corner of a box, and its column and row.
type Spot = ((f64, f64), (usize, usize));

/// From the right side of a box to the left side of another, never behind a box: to the next column
/// through the gap between the two, further on along the gap below the upper row.
fn line(((x1, y1), from): Spot, ((x2, y2), to): Spot) -> String {
    let (left, top) = (x1 + BOX.0, y1 + BOX.1 / 2.0);
    let (right, bottom) = (x2, y2 + BOX.1 / 2.0);
    let curve = |x: f64, y: f64, to_x: f64, to_y: f64| {
        let middle = f64::midpoint(x, to_x);
        format!("C{middle:.0} {y:.0} {middle:.0} {to_y:.0} {to_x:.0} {to_y:.0}")
    };
    if to.0 == from.0 + 1 {
        return format!("M{left:.0} {top:.0}{}", curve(left, top, right, bottom));
    }
    // Lines from several columns do not lie on each other.
    let apart = (from.0 % LANES) as f64 * GAP.1 / LANES as f64 - GAP.1 / 4.0;
    let lane = y1.min(y2) + BOX.1 + GAP.1 / 2.0 + apart;
    let (on, off) = (left + GAP.0, right - GAP.0);
    format!(
        "M{left:.0} {top:.0}{}H{off:.0}{}",
        curve(left, top, on, lane),
        curve(off, lane, right, bottom)
    )
}

/// So many lines lie side by side between two rows.
const LANES: usize = 3;

fn cluster(facts: &Facts<'_>, part: &Part<'_>, (x, y): (f64, f64)) -> Markup {
    let is_main = on_path(facts, part);
    let shown = part.leaves.iter().take(DOTS.0 * DOTS.1);
    let title = super::stations::wrapped(part.title, 20);
    let count = match part.open {
        0 => format!("{}, done", words::count(part.leaves.len(), "task")),
        open => format!("{}, {open} open", words::count(part.leaves.len(), "task")),
    };
    html! {
        g {
            title { (part.title) ", " (count) }
            rect.box.main[is_main] x=(x) y=(y) width=(BOX.0) height=(BOX.1) rx="8" {}
            text.strong x=(x + 12.0) y=(y + 22.0) { (title.first().map_or("", String::as_str)) @if title.len() > 1 { "…" } }
            text.t x=(x + 12.0) y=(y + 39.0) { (count) }
            @for (n, leaf) in shown.enumerate() {
                @let class = if facts.status(*leaf) == Status::Done { "dot past" }
                    else if share(facts, *leaf) >= PATH_MIN { "dot main" } else { "dot" };
                circle class=(class) cx=(x + 16.0 + 11.6 * (n % DOTS.0) as f64) cy=(y + 56.0 + 12.0 * (n / DOTS.0) as f64) r="4" {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spot(column: usize, row: usize) -> Spot {
        let at = |n: usize, size: f64, gap: f64| MARGIN + n as f64 * (size + gap);
        ((at(column, BOX.0, GAP.0), at(row, BOX.1, GAP.1)), (column, row))
    }

    #[test]
    fn a_line_past_a_box_goes_between_the_rows() {
        // From column 0 to column 2 of the first row, whose boxes end at 8 + 112; the gap is 26 high.
        let path = line(spot(0, 0), spot(2, 0));
        let (on, off) = path.split_once('H').expect("a straight part");
        let lane: f64 = on.rsplit(' ').next().unwrap().parse().unwrap();
        assert!(120.0 < lane && lane < 146.0, "{path}");
        // It is on its lane where column 1 begins, at 8 + 148 + 46, and until it ends at 202 + 148.
        assert!(on.ends_with(&format!(" 202 {lane:.0}")), "{path}");
        assert!(off.starts_with("350C"), "{path}");
        assert!(!line(spot(0, 0), spot(1, 1)).contains('H'));
    }
}
