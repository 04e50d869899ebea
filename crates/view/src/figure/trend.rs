//! How the forecast moved: even odds to 80 %, week by week. Flat is stable, up is slip.

use calendar::Moment;
use jiff::civil::Date;
use plan::Trend;

use super::axis::Axis;
use crate::facts::Facts;
use crate::scene::{Anchor, Fill, Ink, Mark, Scene};
use crate::words;

const LEFT: f64 = 48.0;
const RIGHT: f64 = 76.0;
const FOOT: f64 = 24.0;

/// The band from P50 to P80 over the days on which a forecast was made; `None` with fewer than two
/// of them.
#[must_use]
pub fn trend(facts: &Facts, trend: &Trend, width: f64, height: f64) -> Option<Scene> {
    let at = |date: Date| facts.end_of(date);
    let points: Vec<(Moment, Moment, Moment)> = trend
        .points
        .iter()
        .filter_map(|point| Some((at(point.date), at(point.p50?), at(point.p80?))))
        .collect();
    let (first, last) = (points.first()?, points.last()?);
    if points.len() < 2 {
        return None;
    }
    let axis = Axis::new((first.0, last.0), (LEFT, width - RIGHT), &facts.lowered.zone);
    let due = facts.plan.due.map(|due| at(due.date));
    let ends = points.iter().flat_map(|(_, p50, p80)| [*p50, *p80]).chain(due);
    let (low, high) = (ends.clone().min()?, ends.max()?);
    let (bottom, span) = (height - FOOT, ((high.0 - low.0) as f64).max(1.0));
    let y = |moment: Moment| 10.0 + (bottom - 18.0) * (high.0 - moment.0) as f64 / span;
    let upper = points.iter().map(|(on, _, p80)| (axis.x(*on), y(*p80)));
    let lower = points.iter().map(|(on, p50, _)| (axis.x(*on), y(*p50)));
    let area = upper.clone().chain(lower.clone().rev()).collect();
    let line = |points: Vec<(f64, f64)>, width| Mark::Path {
        points,
        fill: None,
        edge: Some((Ink::Strong, width)),
    };
    let mut marks = axis.month_rules(bottom + 18.0, bottom + 18.0, 12.0, facts.today);
    let label = |moment, ink| {
        let day = words::day_month(facts.finish_date(moment), facts.today);
        Mark::text(LEFT - 8.0, y(moment) + 4.0, day, ink).anchored(Anchor::End)
    };
    for moment in [low, high].into_iter().filter(|moment| due != Some(*moment)) {
        marks.push(Mark::level(y(moment), LEFT, width - RIGHT, Ink::Rule, 1.0));
        if due.is_none_or(|due| (y(due) - y(moment)).abs() > 14.0) {
            marks.push(label(moment, Ink::Faint));
        }
    }
    if let Some(due) = due {
        marks.push(Mark::level(y(due), LEFT, width - RIGHT, Ink::Deadline, 1.2));
        marks.push(label(due, Ink::Deadline));
    }
    marks.push(Mark::Path { points: area, fill: Some(Fill::Solid(Ink::Outer)), edge: None });
    marks.push(line(lower.collect(), 1.0));
    marks.push(line(upper.collect(), 1.8));
    let (x, p50, p80) = (axis.x(last.0), y(last.1), y(last.2));
    marks.push(Mark::dot(x, p80, 3.5, Ink::Strong, None));
    let day = |moment| words::day_month(facts.finish_date(moment), facts.today);
    marks.push(Mark::text(x + 8.0, p80 + 4.0, format!("P80 {}", day(last.2)), Ink::Ink).strong());
    let below = p50.max(p80 + 16.0);
    marks.push(Mark::text(x + 8.0, below + 4.0, format!("P50 {}", day(last.1)), Ink::Faint));
    let title = "How the forecast moved, week by week; up is later.".to_owned();
    Some(Scene { name: "trend", title, width, height, marks })
}
