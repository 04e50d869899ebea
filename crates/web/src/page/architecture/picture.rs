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
const BETWEEN: f64 = 76.0;
const TOP: f64 = 14.0;
/// How far a flow within a line hangs below it.
const DIP: f64 = 34.0;

/// The picture.
pub fn picture(rows: &[Row<'_>], flows: &[Flow]) -> Markup {
    let paper = Paper::new(rows);
    let drawn: Vec<Markup> = ends(&paper, flows).iter().map(flow).collect();
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
                let step = step.min(2.0 * BOX.0);
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

/// The two ends of a flow.
struct Ends {
    from: (f64, f64),
    to: (f64, f64),
    /// Whether it enters its box from below.
    from_below: bool,
    /// Whether both boxes stand in one line.
    same_line: bool,
}

/// A place at a side of a box: where the other end of the flow is, which flow it is, and whether it
/// begins here.
type Port = (i64, usize, bool);

/// Where flows leave their boxes and enter others: spread along the side, in the order of what is at
/// their other ends, so that few of them cross.
fn ends(paper: &Paper, flows: &[Flow]) -> Vec<Ends> {
    let place = |id: SystemId| paper.places.get(&id).copied();
    let known = |flow: &Flow| Some((flow.from, flow.to, place(flow.from)?, place(flow.to)?));
    let known: Vec<_> = flows.iter().filter_map(known).collect();
    let mut sides: BTreeMap<(SystemId, bool), Vec<Port>> = BTreeMap::new();
    for (n, (from, to, a, b)) in known.iter().enumerate() {
        let (out_below, in_below) = (a.1 <= b.1, a.1 >= b.1);
        sides.entry((*from, out_below)).or_default().push((b.0 as i64, n, true));
        sides.entry((*to, in_below)).or_default().push((a.0 as i64, n, false));
    }
    let mut ends: Vec<Ends> = known
        .iter()
        .map(|(_, _, a, b)| Ends {
            from: (a.0, if a.1 <= b.1 { a.1 + BOX.1 } else { a.1 }),
            to: (b.0, if a.1 >= b.1 { b.1 + BOX.1 } else { b.1 }),
            from_below: a.1 >= b.1,
            same_line: a.1 == b.1,
        })
        .collect();
    for side in sides.values_mut() {
        side.sort_unstable();
        let step = BOX.0 / (side.len() + 1) as f64;
        for (turn, (_, n, begins)) in side.iter().enumerate() {
            let end = if *begins { &mut ends[*n].from } else { &mut ends[*n].to };
            end.0 += step * (turn + 1) as f64;
        }
    }
    ends
}

fn flow(ends: &Ends) -> Markup {
    let ((x1, y1), (x2, y2)) = (ends.from, ends.to);
    // The head is as long as the line is shortened.
    let tip = if ends.from_below { y2 + 6.0 } else { y2 - 6.0 };
    let d = if ends.same_line {
        let low = y1 + DIP;
        format!("M{x1:.0} {y1:.0}C{x1:.0} {low:.0} {x2:.0} {low:.0} {x2:.0} {tip:.0}")
    } else {
        let middle = f64::midpoint(y1, y2);
        format!("M{x1:.0} {y1:.0}C{x1:.0} {middle:.0} {x2:.0} {middle:.0} {x2:.0} {tip:.0}")
    };
    let head = format!("M{x2:.0} {y2:.0}L{:.0} {tip:.0}H{:.0}Z", x2 - 3.5, x2 + 3.5);
    html! { path.flow d=(d) {} path.head d=(head) {} }
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
