//! Milestones as bands: eight of ten runs, even odds, 80 %, and the planned day.

use calendar::Moment;
use jiff::civil::Date;
use plan::{ItemRef, MilestoneId};

use super::axis::Axis;
use crate::facts::Facts;
use crate::rows;
use crate::scene::{Anchor, Fill, Ink, Mark, Scene, Weight, fit};
use crate::words;

/// One milestone that is still to come.
#[derive(Clone, Debug, PartialEq)]
pub struct Band {
    /// Its name for others: `brief=`, else its title.
    pub name: String,
    /// Nine of ten runs take longer.
    pub p10: Moment,
    /// Even odds.
    pub p50: Moment,
    /// Four of five runs.
    pub p80: Moment,
    /// Nine of ten runs; the 80 % moment where they never get there.
    pub p90: Moment,
    /// The date that others were given, else the date that is wanted.
    pub planned: Option<Date>,
    /// Whether it is the end of the plan.
    pub is_end: bool,
}

impl Band {
    /// The milestones that are still to come, the earliest first. Those that nothing leads to have
    /// no date and are left out.
    #[must_use]
    pub fn all(facts: &Facts) -> Vec<Band> {
        let last = rows::milestones(facts).iter().filter_map(|row| row.p50).max();
        let mut bands: Vec<Band> = (0..)
            .map(MilestoneId)
            .zip(&facts.plan.milestones)
            .zip(rows::milestones(facts))
            .filter(|(_, row)| row.reached.is_none() && !row.waits_for_nothing)
            .filter_map(|((id, milestone), row)| {
                let finish = facts.played(ItemRef::Milestone(id))?.finish;
                let (p10, p50, p80) = (finish.p10?, finish.p50?, finish.p80?);
                let written = milestone.planned();
                Some(Band {
                    name: milestone.item.public_name().to_owned(),
                    p10,
                    p50,
                    p80,
                    p90: finish.p90.unwrap_or(p80),
                    planned: written,
                    is_end: row.p50 == last,
                })
            })
            .collect();
        bands.sort_by_key(|band| band.p50);
        bands
    }
}

/// The bands over months, with their two dates on the right, in type of `size`; `None` without
/// milestones to come.
#[must_use]
pub fn milestones(facts: &Facts, width: f64, size: f64) -> Option<Scene> {
    let bands = Band::all(facts);
    let first = bands.iter().map(|band| band.p10).min()?;
    let last = bands.iter().map(|band| band.p90).max()?;
    let today = facts.lowered.problem.today();
    let week = Moment(7 * 24 * 60).0;
    let from = Moment(first.min(today).0 - week);
    let due = facts.plan.due.map(|due| facts.end_of(due.date));
    let near = due.filter(|end| *end > from && end.0 - last.0 < 2 * (last.0 - from.0));
    let to = Moment(near.map_or(last, |end| end.max(last)).0 + week / 2);
    let (names, dates) = (width * 0.235, size * 12.0);
    let axis = Axis::new((from, to), (names, width - dates), &facts.lowered.zone);
    let (head, row) = (size * 2.1, size * 2.05);
    let height = head + row * bands.len() as f64 + size * 0.4;
    let mut marks = axis.month_rules(head - size * 0.3, height, size, facts.today);
    marks.extend(columns(width, head, size));
    if axis.contains(today) {
        marks.push(Mark::upright(axis.x(today), head - size * 0.3, height, Ink::Ink, 1.0));
    }
    if let Some(end) = due.filter(|end| axis.contains(*end)) {
        let x = axis.x(end);
        marks.push(Mark::upright(x, head - size * 0.3, height, Ink::Deadline, 1.4));
    }
    for (index, band) in bands.iter().enumerate() {
        let y = head + row * (index as f64 + 0.55);
        marks.extend(drawn(facts, &axis, band, y, (size, names, width)));
    }
    let title = format!("When {} will be reached.", words::count(bands.len(), "milestone"));
    Some(Scene { name: "milestones", title, width, height, marks })
}

/// What the two columns on the right are.
fn columns(width: f64, head: f64, size: f64) -> Vec<Mark> {
    let y = head - size * 0.8;
    let label =
        |x, text: &str| Mark::text(x, y, text, Ink::Faint).anchored(Anchor::End).sized(size);
    vec![label(width - size * 5.6, "even odds"), label(width, "80% sure")]
}

fn drawn(
    facts: &Facts,
    axis: &Axis,
    band: &Band,
    y: f64,
    (size, names, width): (f64, f64, f64),
) -> Vec<Mark> {
    let (weight, ink) =
        if band.is_end { (Weight::Strong, Ink::Ink) } else { (Weight::Regular, Ink::Soft) };
    let name = Mark::text(0.0, y + size * 0.36, fit(&band.name, size, weight, names - size), ink);
    let name = if band.is_end { name.strong() } else { name };
    let half = size * 0.48;
    let (left, right) = (axis.x(band.p10), axis.x(band.p90));
    let mut marks = vec![
        name.sized(size),
        Mark::Rect {
            x: left,
            y: y - half,
            width: (right - left).max(2.0 * half),
            height: 2.0 * half,
            radius: half,
            fill: Fill::Band,
            edge: None,
        },
    ];
    let planned = band.planned.map(|date| facts.end_of(date));
    if let Some(at) = planned.filter(|at| axis.contains(*at)) {
        let x = axis.x(at);
        marks.push(Mark::Line {
            from: (x, y - half * 1.4),
            to: (x, y + half * 1.4),
            ink: Ink::Faint,
            width: 1.4,
            dotted: true,
        });
    }
    let p80 = axis.x(band.p80);
    marks.push(Mark::upright(p80, y - half, y + half, Ink::Strong, 1.8));
    marks.push(Mark::diamond(axis.x(band.p50), y, size * 0.56, Ink::Strong));
    let date = |moment| words::day_month(facts.finish_date(moment), facts.today);
    let at =
        |x, text, ink| Mark::text(x, y + size * 0.36, text, ink).anchored(Anchor::End).sized(size);
    marks.push(at(width - size * 5.6, date(band.p50), Ink::Soft));
    marks.push(at(width, date(band.p80), Ink::Ink).strong());
    marks
}
