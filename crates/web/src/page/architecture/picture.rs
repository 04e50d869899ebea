//! The systems in bands, by what they are, in the order of the text; and what flows between them.
//!
//! Nothing about a place is written in a plan, and nothing is tried out: the picture must look the
//! same next week.

use std::collections::BTreeMap;

use maud::{Markup, html};
use plan::SystemId;
use view::systems::{Band, Flow, Row};

use super::state;
use crate::page::graph::wrapped;

const WIDTH: f64 = 1130.0;
const BOX: (f64, f64) = (150.0, 58.0);
const LEFT: f64 = 118.0;
const GAP: f64 = 18.0;
/// Between two lines of boxes, so that flows can be told apart.
const BETWEEN: f64 = 62.0;
const TOP: f64 = 14.0;
/// How far a flow within a line hangs below it.
const DIP: f64 = 34.0;

/// The picture.
pub fn picture(rows: &[Row<'_>], flows: &[Flow]) -> Markup {
    let paper = Paper::new(rows);
    let mut ports: BTreeMap<(SystemId, bool), f64> = BTreeMap::new();
    let drawn: Vec<Markup> = flows.iter().filter_map(|one| flow(&paper, one, &mut ports)).collect();
    html! {
        svg.map width=(WIDTH) height=(paper.height) role="img" aria-label="The systems, and what flows between them" {
            @for (band, y) in &paper.bands {
                @if *y > TOP { line x1="0" x2=(WIDTH) y1=(y - BETWEEN / 2.0) y2=(y - BETWEEN / 2.0) {} }
                text.t x="0" y=(y + 14.0) { (band.title()) }
            }
            @for one in &drawn { (one) }
            @for row in rows {
                @if let Some(place) = paper.places.get(&row.id) { (system(row, *place)) }
            }
        }
    }
}

/// Where each box and each band begins.
struct Paper {
    places: BTreeMap<SystemId, (f64, f64)>,
    bands: Vec<(Band, f64)>,
    height: f64,
}

impl Paper {
    fn new(rows: &[Row<'_>]) -> Self {
        let a_line = ((WIDTH - LEFT + GAP) / (BOX.0 + GAP)) as usize;
        let mut paper = Paper { places: BTreeMap::new(), bands: Vec::new(), height: TOP };
        for band in Band::ALL {
            let own: Vec<SystemId> =
                rows.iter().filter(|row| row.band == band).map(|row| row.id).collect();
            if own.is_empty() {
                continue;
            }
            paper.bands.push((band, paper.height));
            for line in own.chunks(a_line) {
                let step = (WIDTH - LEFT - BOX.0) / (line.len() - 1).max(1) as f64;
                let step = step.min(BOX.0 + 3.0 * GAP);
                for (n, id) in line.iter().enumerate() {
                    paper.places.insert(*id, (LEFT + n as f64 * step, paper.height));
                }
                paper.height += BOX.1 + BETWEEN;
            }
        }
        paper.height -= BETWEEN - DIP - 8.0;
        paper
    }
}

/// A flow leaves a box and enters the other where no other flow does.
fn flow(paper: &Paper, flow: &Flow, ports: &mut BTreeMap<(SystemId, bool), f64>) -> Option<Markup> {
    let (from, to) = (paper.places.get(&flow.from)?, paper.places.get(&flow.to)?);
    let is_below = |one: f64, other: f64| one < other;
    // Which side of the box: true is the lower one.
    let (out, into) = if from.1 == to.1 {
        (true, true)
    } else {
        (is_below(from.1, to.1), !is_below(from.1, to.1))
    };
    let mut port = |id: SystemId, side: bool, x: f64| {
        let used = ports.entry((id, side)).or_insert(0.0);
        *used += 1.0;
        // 1st in the middle, then by turns left and right of it.
        let turn = (*used / 2.0).floor() * if *used % 2.0 == 0.0 { -22.0 } else { 22.0 };
        x + BOX.0 / 2.0 + turn.clamp(-BOX.0 / 2.0 + 12.0, BOX.0 / 2.0 - 12.0)
    };
    let (x1, x2) = (port(flow.from, out, from.0), port(flow.to, into, to.0));
    let y1 = if out { from.1 + BOX.1 } else { from.1 };
    let y2 = if into { to.1 + BOX.1 } else { to.1 };
    // The head is as long as the line is shortened.
    let tip = if into { y2 + 6.0 } else { y2 - 6.0 };
    let d = if from.1 == to.1 {
        let low = y1 + DIP;
        format!("M{x1:.0} {y1:.0}C{x1:.0} {low:.0} {x2:.0} {low:.0} {x2:.0} {tip:.0}")
    } else {
        let middle = f64::midpoint(y1, y2);
        format!("M{x1:.0} {y1:.0}C{x1:.0} {middle:.0} {x2:.0} {middle:.0} {x2:.0} {tip:.0}")
    };
    let head = format!("M{x2:.0} {y2:.0}L{:.0} {tip:.0}H{:.0}Z", x2 - 3.5, x2 + 3.5);
    Some(html! { path.flow d=(d) {} path.head d=(head) {} })
}

/// Of a letter of a name, on average.
const LETTERS: usize = 20;

fn system(row: &Row<'_>, (x, y): (f64, f64)) -> Markup {
    let (open, few) = state(row);
    let title = wrapped(&row.system.item.title, LETTERS);
    let name = title.first().map_or("", String::as_str);
    let (width, height) = BOX;
    let is_plain = open.is_empty() && few.is_empty();
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
                    (open)
                    @if !few.is_empty() { @if !open.is_empty() { ", " } tspan.wn { (few) } }
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
