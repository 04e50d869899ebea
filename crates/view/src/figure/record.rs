//! Where finished tasks landed in the ranges that were given for them.

use schedule::FinishedTask;

use super::pack::pack;
use crate::facts::Facts;
use crate::scene::{Anchor, CHART_TYPE, Fill, Ink, Mark, Scene, Weight, fit, text_width};

const RADIUS: f64 = 5.0;
/// How far beyond its range a dot may lie, in widths of it; what was worse lies at the edge.
const BEYOND: f64 = 0.3;
/// Room under the range for what its ends are.
const FOOT: f64 = 30.0;

/// A dot for each finished task with a range, from its low end to its high one; those outside of it
/// have their names. `None` without such a task.
#[must_use]
pub fn record(facts: &Facts, width: f64) -> Option<Scene> {
    let mut tasks: Vec<(f64, &FinishedTask)> = facts
        .lowered
        .record
        .iter()
        .filter(|task| task.is_range && task.low < task.likely && task.likely < task.high)
        .map(|task| (place(task), task))
        .collect();
    tasks.sort_by(|one, other| one.0.total_cmp(&other.0));
    let room = width / (1.0 + 2.0 * BEYOND);
    let x = |place: f64| room * (BEYOND + place);
    let dots: Vec<(f64, f64)> =
        tasks.iter().map(|(at, _)| (x(*at) - RADIUS, x(*at) + RADIUS)).collect();
    let rows = pack(&dots, 1.0);
    let tall = *rows.iter().max()? as f64 + 1.0;
    let base = 8.0 + tall * (2.0 * RADIUS + 1.0);
    let mut marks = vec![
        Mark::bar(x(0.0), base + 2.0, x(1.0) - x(0.0), 9.0, Fill::Solid(Ink::Outer)),
        Mark::upright(x(0.5), base, base + 13.0, Ink::Faint, 1.0),
    ];
    for (at, text) in [(0.0, "low end"), (0.5, "middle"), (1.0, "high end")] {
        let label = Mark::text(x(at), base + FOOT, text, Ink::Faint);
        marks.push(label.anchored(Anchor::Middle));
    }
    let mut inside = 0;
    for ((at, task), row) in tasks.iter().zip(&rows) {
        let y = base - 2.0 - RADIUS - (2.0 * RADIUS + 1.0) * *row as f64;
        let name = facts.plan.task(task.task).item.title.as_str();
        let is_inside = (0.0..=1.0).contains(at);
        inside += usize::from(is_inside);
        let (fill, edge) =
            if is_inside { (Ink::Strong, None) } else { (Ink::Paper, Some(Ink::Strong)) };
        let mut own = vec![Mark::dot(x(*at), y, RADIUS, fill, edge)];
        own.extend((!is_inside).then(|| outside(name, (x(*at), y), width, *row)).flatten());
        marks.push(Mark::Group { name: "", title: name.to_owned(), marks: own });
    }
    let title = format!("{inside} of {} finished tasks landed inside their range.", tasks.len());
    Some(Scene { name: "record", title, width, height: base + FOOT + 8.0, marks })
}

/// The name of a task beside its dot, away from the range; only in the lowest row, so that no two
/// meet.
fn outside(name: &str, (x, y): (f64, f64), width: f64, row: usize) -> Option<Mark> {
    const AWAY: f64 = 9.0;
    let (room, anchor, at) = if x < width / 2.0 {
        (x - AWAY, Anchor::End, x - AWAY)
    } else {
        (width - x - AWAY, Anchor::Start, x + AWAY)
    };
    let name = fit(name, CHART_TYPE, Weight::Regular, room);
    let has_room = row == 0 && text_width(&name, CHART_TYPE, Weight::Regular) <= room;
    (has_room && room > 40.0).then(|| Mark::text(at, y + 4.0, name, Ink::Soft).anchored(anchor))
}

/// Where in its range a task landed: 0 is the low end, a half the middle, 1 the high end.
fn place(task: &FinishedTask) -> f64 {
    let (from, to, start) = if task.actual < task.likely {
        (task.low, task.likely, 0.0)
    } else {
        (task.likely, task.high, 0.5)
    };
    (start + 0.5 * (task.actual - from) / (to - from)).clamp(-BEYOND * 0.9, 1.0 + BEYOND * 0.9)
}

#[cfg(test)]
mod tests {
    use plan::TaskId;

    use super::*;

    #[test]
    fn both_halves_of_a_range_are_as_wide() {
        let landed = |actual| {
            let (low, likely, high) = (2.0, 4.0, 12.0);
            let task = TaskId(0);
            place(&FinishedTask { task, low, likely, high, is_range: true, actual })
        };
        // 3 is half way from 2 to 4, 8 half way from 4 to 12.
        assert_eq!([2.0, 3.0, 4.0, 8.0, 12.0].map(landed), [0.0, 0.25, 0.5, 0.75, 1.0]);
        assert!(landed(1e9) < 1.0 + BEYOND && landed(0.0) > -BEYOND);
    }
}
