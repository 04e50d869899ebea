//! The ways that flows take over the paper: from box to box, straight to a neighbor, and through the
//! gaps of a band that they pass.

use std::collections::BTreeMap;

use maud::{Markup, html};
use plan::SystemId;
use view::systems::{Flow, Verb};

use super::picture::{BOX, DIP, LEFT, Paper, WIDTH};

/// Between flows that pass a band in the same gap.
const APART: f64 = 9.0;

/// A flow on paper.
pub(super) struct Way {
    from: (f64, f64),
    to: (f64, f64),
    /// Whether it enters its box from below.
    from_below: bool,
    /// Whether both boxes stand in one line.
    same_line: bool,
    /// Whether it goes straight from the side of a box to its neighbor.
    is_beside: bool,
    /// Where it passes the lines of boxes between its ends: from where to where, down or up.
    pass: Option<(f64, f64, f64)>,
    verb: Verb,
}

/// Straight across to a neighbor; the two directions keep apart.
fn beside(flow: &Flow, a: (f64, f64), b: (f64, f64)) -> Way {
    let is_right = a.0 < b.0;
    let y = a.1 + BOX.1 / 2.0 + if is_right { -6.0 } else { 6.0 };
    let (from, to) = if is_right { (a.0 + BOX.0, b.0) } else { (a.0, b.0 + BOX.0) };
    Way {
        from: (from, y),
        to: (to, y),
        from_below: false,
        same_line: true,
        is_beside: true,
        pass: None,
        verb: flow.verb,
    }
}

/// A place at a side of a box: where the other end of the flow is, which flow it is, and whether it
/// begins here.
type Port = (i64, usize, bool);

/// Where flows leave their boxes and enter others: spread along the side, in the order of what is at
/// their other ends, so that few of them cross.
pub(super) fn ways(paper: &Paper, flows: &[Flow]) -> Vec<Way> {
    let place = |id: SystemId| paper.places.get(&id).copied();
    let known = |flow: &Flow| Some((*flow, place(flow.from)?, place(flow.to)?));
    let known: Vec<_> = flows.iter().filter_map(known).collect();
    let mut sides: BTreeMap<(SystemId, bool), Vec<Port>> = BTreeMap::new();
    let is_beside =
        |a: &(f64, f64), b: &(f64, f64)| a.1 == b.1 && (a.0 - b.0).abs() < 1.5 * paper.step;
    for (n, (flow, a, b)) in known.iter().enumerate() {
        if is_beside(a, b) {
            continue;
        }
        let (out_below, in_below) = (a.1 <= b.1, a.1 >= b.1);
        sides.entry((flow.from, out_below)).or_default().push((b.0 as i64, n, true));
        sides.entry((flow.to, in_below)).or_default().push((a.0 as i64, n, false));
    }
    let mut ways: Vec<Way> = known
        .iter()
        .map(|(flow, a, b)| {
            if is_beside(a, b) {
                beside(flow, *a, *b)
            } else {
                Way {
                    from: (a.0, if a.1 <= b.1 { a.1 + BOX.1 } else { a.1 }),
                    to: (b.0, if a.1 >= b.1 { b.1 + BOX.1 } else { b.1 }),
                    from_below: a.1 >= b.1,
                    same_line: a.1 == b.1,
                    is_beside: false,
                    pass: None,
                    verb: flow.verb,
                }
            }
        })
        .collect();
    for side in sides.values_mut() {
        side.sort_unstable();
        let step = BOX.0 / (side.len() + 1) as f64;
        for (turn, (_, n, begins)) in side.iter().enumerate() {
            let end = if *begins { &mut ways[*n].from } else { &mut ways[*n].to };
            end.0 += step * (turn + 1) as f64;
        }
    }
    let mut taken: BTreeMap<i64, usize> = BTreeMap::new();
    for way in &mut ways {
        let (top, bottom) = (way.from.1.min(way.to.1), way.from.1.max(way.to.1));
        let passed: Vec<f64> =
            paper.lines.iter().copied().filter(|y| *y > top && *y + BOX.1 < bottom).collect();
        let (Some(first), Some(last)) = (passed.first(), passed.last()) else { continue };
        // The middle of the first gap, and of the one that is nearest.
        let first_gap = LEFT + f64::midpoint(BOX.0, paper.step);
        let gap = ((f64::midpoint(way.from.0, way.to.0) - first_gap) / paper.step).round();
        let gap = gap.clamp(0.0, (paper.columns.max(2) - 2) as f64);
        let turn = taken.entry(gap as i64).or_default();
        let middle = first_gap + gap * paper.step;
        let side = if turn.is_multiple_of(2) { 1.0 } else { -1.0 };
        let x = middle + side * APART * turn.div_ceil(2) as f64;
        *turn += 1;
        way.pass = Some((x.clamp(LEFT - 12.0, WIDTH - 2.0), first - 8.0, last + BOX.1 + 8.0));
    }
    ways
}

impl Way {
    /// The line and its head.
    pub(super) fn drawn(&self) -> Markup {
        let ((x1, y1), (x2, y2)) = (self.from, self.to);
        if self.is_beside {
            let back = if x1 < x2 { x2 - 6.0 } else { x2 + 6.0 };
            let head = format!("M{x2:.0} {y2:.0}L{back:.0} {:.1}V{:.1}Z", y2 - 3.5, y2 + 3.5);
            return html! {
                path.flow d=(format!("M{x1:.0} {y1:.0}H{back:.0}")) {} path.head d=(head) {}
            };
        }
        // The head is as long as the line is shortened.
        let tip = if self.from_below { y2 + 6.0 } else { y2 - 6.0 };
        let d = match self.pass {
            _ if self.same_line => {
                let low = y1 + DIP;
                format!("M{x1:.0} {y1:.0}C{x1:.0} {low:.0} {x2:.0} {low:.0} {x2:.0} {tip:.0}")
            }
            None => format!("M{x1:.0} {y1:.0}{}", bend((x1, y1), (x2, tip))),
            Some((x, top, bottom)) => {
                let (first, last) = if y1 < y2 { (top, bottom) } else { (bottom, top) };
                let (into, out) = (bend((x1, y1), (x, first)), bend((x, last), (x2, tip)));
                format!("M{x1:.0} {y1:.0}{into}V{last:.0}{out}")
            }
        };
        let head = format!("M{x2:.0} {y2:.0}L{:.0} {tip:.0}H{:.0}Z", x2 - 3.5, x2 + 3.5);
        html! { path.flow d=(d) {} path.head d=(head) {} }
    }

    /// What flows, beside where it arrives; calls go without a name.
    pub(super) fn named(&self) -> Markup {
        if self.verb == Verb::Calls || self.is_beside {
            return html! {};
        }
        let y = if self.from_below { self.to.1 + 18.0 } else { self.to.1 - 11.0 };
        html! { text.label.t x=(self.to.0 + 6.0) y=(y) { (self.verb.word()) } }
    }
}

/// Down or up first, then across, then on.
fn bend((x1, y1): (f64, f64), (x2, y2): (f64, f64)) -> String {
    let middle = f64::midpoint(y1, y2);
    format!("C{x1:.0} {middle:.0} {x2:.0} {middle:.0} {x2:.0} {y2:.0}")
}
