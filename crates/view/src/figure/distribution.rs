//! When the plan finishes, by working day; and the chance of every day, for a deadline that moves.

use jiff::civil::Date;

use super::axis::centered;
use crate::facts::Facts;
use crate::scene::{Anchor, CHART_TYPE, Fill, Ink, Mark, Scene, Weight, text_width};
use crate::screens::finishes;
use crate::words;

/// The chance of one day, as a reader may ask for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Chance {
    /// The day; the last of a column of several.
    pub day: Date,
    /// The share of the runs that finish by its end, 0 to 1.
    pub chance: f64,
}

/// The columns of [`distribution`] are at most so many.
pub const DAYS_MAX: usize = 64;
/// Where the bars begin, under the labels of the percentiles.
const HEAD: f64 = 56.0;
const FOOT: f64 = 26.0;

/// The last day of every column of the distribution, with its chance; empty where there is none.
#[must_use]
pub fn chances(facts: &Facts) -> Vec<Chance> {
    let Some(columns) = finishes::columns(facts, DAYS_MAX) else { return Vec::new() };
    let finish = &facts.forecast.finish;
    let ends = &columns.edges()[1..];
    let chance = |(index, end): (usize, &calendar::Moment)| {
        let next = columns.days.get(index + 1).copied();
        let last = next.map_or_else(
            || facts.finish_date(*end),
            |next| {
                // The last working day before the next column.
                facts.finish_date(
                    facts.lowered.plan_calendar().last_worked(facts.start_of(next)).unwrap_or(*end),
                )
            },
        );
        Chance { day: last, chance: finish.chance_by(*end) }
    };
    ends.iter().enumerate().map(chance).collect()
}

/// Bars of how many runs finish on each working day, dark where they make the deadline; `None`
/// where all runs end within days of each other, or never.
#[must_use]
pub fn distribution(facts: &Facts, width: f64, height: f64) -> Option<Scene> {
    let columns = finishes::columns(facts, DAYS_MAX)?;
    let counts = facts.forecast.finish.counts_between(columns.edges());
    let most = counts.iter().copied().max().filter(|most| *most > 0)? as f64;
    let (axis, pitch) = (height - FOOT, width / columns.len() as f64);
    let in_time = facts.plan.due.map_or(0, |due| {
        let end = facts.end_of(due.date);
        columns.edges()[1..].partition_point(|edge| *edge <= end)
    });
    let mut marks = percentiles(facts, &columns, pitch, axis, width);
    let bar = |(column, count): (usize, &usize)| {
        let tall = (axis - HEAD) * *count as f64 / most;
        let (fill, edge) =
            if column < in_time { (Ink::Strong, None) } else { (Ink::Pale, Some(Ink::Mid)) };
        Mark::Rect {
            x: column as f64 * pitch + 0.5,
            y: axis - tall,
            width: pitch - 1.0,
            height: tall,
            radius: 1.0,
            fill: Fill::Solid(fill),
            edge,
        }
    };
    let bars = counts.iter().enumerate().map(bar).collect();
    marks.push(Mark::Group { name: "bars", title: String::new(), marks: bars });
    marks.push(Mark::level(axis, 0.0, width, Ink::Rule, 1.0));
    marks.extend(day_labels(facts, &columns, pitch, axis, width));
    marks.extend(deadline(facts, &columns, pitch, axis));
    Some(Scene { name: "distribution", title: title(facts), width, height, marks })
}

fn day_labels(
    facts: &Facts,
    columns: &finishes::WorkingDays,
    pitch: f64,
    axis: f64,
    width: f64,
) -> Vec<Mark> {
    const APART: f64 = 90.0;
    let step = (APART / pitch).ceil().max(1.0) as usize;
    let label = |(column, day): (usize, &Date)| {
        let x = (column as f64 + 0.5) * pitch;
        let text = words::day_month(*day, facts.today);
        centered(x, axis + 17.0, &text, (0.0, width), CHART_TYPE, Ink::Faint)
    };
    columns.days.iter().enumerate().step_by(step).map(label).collect()
}

/// Thin lines at P50, P80 and P95, with their dates above.
fn percentiles(
    facts: &Facts,
    columns: &finishes::WorkingDays,
    pitch: f64,
    axis: f64,
    width: f64,
) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut free = f64::NEG_INFINITY;
    for (percent, name) in [(50, "P50"), (80, "P80"), (95, "P95")] {
        let Some(moment) = facts.forecast.finish.percentile(percent) else { continue };
        let x = (columns.of_finish(moment) as f64 + 0.5) * pitch;
        let day = words::day_month(facts.finish_date(moment), facts.today);
        let label = format!("{name} {day}");
        let half = text_width(&label, CHART_TYPE, Weight::Strong) / 2.0;
        marks.push(Mark::upright(x, 20.0, axis, Ink::Rule, 1.0));
        if x - half >= free {
            marks.push(centered(x, 12.0, &label, (0.0, width), CHART_TYPE, Ink::Ink).strong());
            free = x + half + 8.0;
        }
    }
    marks
}

/// The red line with its chance, in one group, so that a page can move it.
fn deadline(facts: &Facts, columns: &finishes::WorkingDays, pitch: f64, axis: f64) -> Vec<Mark> {
    let Some(deadline) = facts.deadline() else { return Vec::new() };
    let end = facts.end_of(deadline.date);
    if !columns.contain(end) {
        return Vec::new();
    }
    let x = (columns.of_finish(end) as f64 + 1.0) * pitch;
    let (x_text, anchor) = if x > 96.0 { (x - 8.0, Anchor::End) } else { (x + 8.0, Anchor::Start) };
    let line = |y, text: String| Mark::text(x_text, y, text, Ink::Deadline).anchored(anchor);
    let marks = vec![
        Mark::upright(x, 2.0, axis + 8.0, Ink::Deadline, 1.5),
        line(12.0, words::day_month(deadline.date, facts.today)).strong(),
        line(35.0, words::percent(deadline.chance)).strong().sized(22.0),
        line(51.0, words::odds(deadline.chance)),
    ];
    vec![Mark::Group { name: "deadline", title: String::new(), marks }]
}

fn title(facts: &Facts) -> String {
    let said = |percent| {
        let moment = facts.forecast.finish.percentile(percent)?;
        Some(words::day(facts.finish_date(moment), facts.today))
    };
    match (said(50), said(80)) {
        (Some(p50), Some(p80)) => {
            format!(
                "When the plan finishes, by working day: even odds by {p50}, 80% sure by {p80}."
            )
        }
        _ => "When the plan finishes, by working day.".to_owned(),
    }
}
