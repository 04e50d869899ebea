//! The systems in bands, by what they are; and what flows between them.
//!
//! Nothing about a place is written in a plan. Systems stand in the order of the text, the other
//! bands under or over what they are tied to; a flow that passes a band goes between its boxes. The
//! same plan gives the same picture, and a small edit one that is much the same.

use std::collections::BTreeMap;

use maud::{Markup, html};
use plan::SystemId;
use view::systems::{Band, Flow, Row};

use super::View;
use super::ways::ways;
use crate::page::graph::wrapped;

pub(super) const WIDTH: f64 = 1130.0;
pub(super) const BOX: (f64, f64) = (150.0, 58.0);
pub(super) const LEFT: f64 = 118.0;
const GAP: f64 = 18.0;
/// Between two lines of boxes, so that flows can be told apart.
const BETWEEN: f64 = 76.0;
const TOP: f64 = 14.0;
/// How far a flow within a line hangs below it.
pub(super) const DIP: f64 = 34.0;

/// The picture; `said` gives the second line of a box, and what of it is amber.
pub fn picture(
    rows: &[Row<'_>],
    flows: &[Flow],
    view: View,
    said: impl Fn(&Row<'_>) -> (String, &'static str),
) -> Markup {
    let paper = Paper::new(rows, flows);
    let ways = ways(&paper, flows);
    html! {
        svg.map viewBox=(format!("0 0 {WIDTH} {}", paper.height)) width=(WIDTH) height=(paper.height) role="img" aria-label="The systems, and what flows between them" {
            @for (band, y) in &paper.bands {
                @if *y > TOP { line x1="0" x2=(WIDTH) y1=(y - BETWEEN / 2.0) y2=(y - BETWEEN / 2.0) {} }
                text.t x="0" y=(y + 14.0) { (band.title()) }
            }
            @for way in &ways { (way.drawn()) }
            @for row in rows {
                @if let Some(place) = paper.places.get(&row.id) { (system(row, *place, said(row))) }
            }
            @if view == View::Flows { @for way in &ways { (way.named()) } }
        }
    }
}

/// Where each box and each band begins.
pub(super) struct Paper {
    /// Where boxes begin.
    pub(super) places: BTreeMap<SystemId, (f64, f64)>,
    bands: Vec<(Band, f64)>,
    /// The tops of the lines of boxes.
    pub(super) lines: Vec<f64>,
    /// How many columns there are, and from one to the next.
    pub(super) columns: usize,
    pub(super) step: f64,
    height: f64,
}

impl Paper {
    fn new(rows: &[Row<'_>], flows: &[Flow]) -> Self {
        let columns = columns(rows, flows);
        let most = columns.values().map(|(column, _)| column + 1).max().unwrap_or(1);
        let step = (WIDTH - 2.0 - LEFT - BOX.0) / (most.max(2) - 1) as f64;
        let step = step.min(2.0 * BOX.0);
        let (places, bands, lines) = (BTreeMap::new(), Vec::new(), Vec::new());
        let mut paper = Paper { places, bands, lines, columns: most, step, height: TOP };
        for band in Band::ALL {
            let own: Vec<SystemId> =
                rows.iter().filter(|row| row.band == band).map(|row| row.id).collect();
            let Some(last) = own.iter().map(|id| columns[id].1).max() else { continue };
            paper.bands.push((band, paper.height));
            for id in own {
                let (column, line) = columns[&id];
                let y = paper.height + line as f64 * (BOX.1 + BETWEEN);
                paper.places.insert(id, (LEFT + column as f64 * step, y));
            }
            for line in 0..=last {
                paper.lines.push(paper.height + line as f64 * (BOX.1 + BETWEEN));
            }
            paper.height += (last + 1) as f64 * (BOX.1 + BETWEEN);
        }
        paper.height -= BETWEEN - DIP - 8.0;
        paper
    }
}

/// The column of each system and its line within its band: the widest band fills its lines in the
/// order of the text, the boxes of every other one stand near what they are tied to.
fn columns(rows: &[Row<'_>], flows: &[Flow]) -> BTreeMap<SystemId, (usize, usize)> {
    let a_line = ((WIDTH - LEFT + GAP) / (BOX.0 + GAP)) as usize;
    let of = |band: Band| -> Vec<SystemId> {
        rows.iter().filter(|row| row.band == band).map(|row| row.id).collect()
    };
    let mut bands: Vec<Vec<SystemId>> = Band::ALL.into_iter().map(of).collect();
    bands.sort_by_key(|own| std::cmp::Reverse(own.len().min(a_line)));
    let most = bands.first().map_or(1, |own| own.len().min(a_line));
    let mut columns: BTreeMap<SystemId, (usize, usize)> = BTreeMap::new();
    for own in &bands {
        if own.len() >= most && columns.is_empty() {
            columns.extend(own.iter().enumerate().map(|(n, id)| (*id, (n % most, n / most))));
            continue;
        }
        let mut wanted: Vec<(f64, SystemId)> =
            own.iter().map(|id| (wish(*id, flows, &columns), *id)).collect();
        wanted.sort_by(|one, other| one.0.total_cmp(&other.0));
        for (line, part) in wanted.chunks(most).enumerate() {
            let wishes: Vec<f64> = part.iter().map(|(wish, _)| *wish).collect();
            let spread = spread(&wishes, most);
            columns.extend(part.iter().zip(spread).map(|((_, id), column)| (*id, (column, line))));
        }
    }
    columns
}

/// The mean column of what a system is tied to; the first where there is nothing.
fn wish(id: SystemId, flows: &[Flow], columns: &BTreeMap<SystemId, (usize, usize)>) -> f64 {
    let others = flows.iter().filter_map(|flow| {
        let other = if flow.from == id { flow.to } else { flow.from };
        (flow.from == id || flow.to == id).then(|| columns.get(&other)).flatten()
    });
    let tied: Vec<f64> = others.map(|(column, _)| *column as f64).collect();
    tied.iter().fold(0.0, |sum, column| sum + column) / tied.len().max(1) as f64
}

/// A column of `most` for each wish, in the same order, none twice: as near to all of them as can be.
fn spread(wishes: &[f64], most: usize) -> Vec<usize> {
    // The least cost of placing the first `n` of them in columns below `c`, and the column of the last.
    let n = wishes.len();
    let mut cost = vec![vec![f64::INFINITY; most + 1]; n + 1];
    cost[0] = vec![0.0; most + 1];
    for (place, wish) in wishes.iter().enumerate() {
        for column in place..most {
            let here = cost[place][column] + (wish - column as f64).abs();
            cost[place + 1][column + 1] = cost[place + 1][column].min(here);
        }
    }
    let (mut columns, mut below) = (vec![0; n], most);
    for place in (0..n).rev() {
        while below > place + 1 && cost[place + 1][below - 1] <= cost[place + 1][below] {
            below -= 1;
        }
        below -= 1;
        columns[place] = below;
    }
    columns
}

/// Letters in a line of a box, on average.
const LETTERS: usize = 20;

fn system(row: &Row<'_>, (x, y): (f64, f64), (second, amber): (String, &'static str)) -> Markup {
    let title = wrapped(&row.system.item.title, LETTERS);
    let name = title.first().map_or("", String::as_str);
    let (width, height) = BOX;
    let is_plain = second.is_empty() && amber.is_empty();
    let line = if is_plain { y + height / 2.0 + 4.0 } else { y + 25.0 };
    html! {
        g {
            title { (row.system.item.title) }
            @match (row.system.kind, row.band) {
                (Some("store"), _) => {
                    path.box.main[row.on_path] d=(cylinder(x, y)) {}
                    path.flow d=(format!("M{x:.0} {:.0}a{:.0} 7 0 0 0 {width:.0} 0", y + 7.0, width / 2.0)) {}
                }
                (Some("queue"), _) => {
                    rect.box.main[row.on_path] x=(x) y=(y) width=(width) height=(height) rx="29" {}
                    path.flow d=(format!("M{:.0} {:.0}v20m6 -20v20m6 -20v20", x + width - 34.0, y + 19.0)) {}
                }
                (_, Band::Outside) => rect.box.foreign x=(x) y=(y) width=(width) height=(height) rx="8" {},
                (_, Band::Products) => rect.box.known.main[row.on_path] x=(x) y=(y) width=(width) height=(height) rx="8" {},
                _ => rect.box.main[row.on_path] x=(x) y=(y) width=(width) height=(height) rx="8" {},
            }
            @let dx = if row.system.kind == Some("queue") { 20.0 } else { 12.0 };
            text.strong x=(x + dx) y=(line) { (name) @if title.len() > 1 { "…" } }
            @if !is_plain {
                text.t x=(x + dx) y=(y + 43.0) {
                    (second)
                    @if !amber.is_empty() { @if !second.is_empty() { ", " } tspan.wn { (amber) } }
                }
            }
        }
    }
}

fn cylinder(x: f64, y: f64) -> String {
    let (width, height) = BOX;
    let radius = width / 2.0;
    format!(
        "M{x:.0} {top:.0}a{radius:.0} 7 0 0 1 {width:.0} 0v{side:.0}a{radius:.0} 7 0 0 1 -{width:.0} 0Z",
        top = y + 7.0,
        side = height - 14.0
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_stand_near_what_they_are_tied_to_and_none_on_another() {
        assert_eq!(spread(&[1.2], 4), [1]);
        assert_eq!(spread(&[3.0, 3.0], 4), [2, 3]);
        assert_eq!(spread(&[0.0, 0.0, 0.0], 4), [0, 1, 2]);
        assert_eq!(spread(&[0.0, 2.9], 4), [0, 3]);
        assert!(spread(&[], 4).is_empty());
    }
}
