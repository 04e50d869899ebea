//! Fifty ways in which the plan could end, each equally likely, against the deadline.

use jiff::civil::Date;

use super::axis::day_labels;
use crate::facts::Facts;
use crate::scene::{Anchor, CHART_TYPE, Ink, Mark, Scene, Weight, text_width};
use crate::screens::finishes;
use crate::words;

/// The largest radius of a dot.
const RADIUS_MAX: f64 = 11.0;
/// The smallest; below it dots cannot be counted.
const RADIUS_MIN: f64 = 3.0;
/// Room for the words of the deadline above the highest dot.
const HEAD: f64 = 44.0;
/// Room for the axis and the three dates under it.
const FOOT: f64 = 62.0;

/// Fifty dots over working days, `width` wide, at most `height` high, with even odds, 80 %
/// and 95 % under the axis; `None` where all runs end within days of each other, or never.
#[must_use]
pub fn dots(facts: &Facts, width: f64, height: f64) -> Option<Scene> {
    let room = (height - HEAD - FOOT).max(40.0);
    let (radius, columns, stacks) = places(facts, width, room)?;
    let pitch = width / columns.len() as f64;
    let top = stacks.iter().map(Vec::len).max().unwrap_or(0) as f64;
    let axis = HEAD + top * (2.0 * radius + 1.5);
    let mut marks = Vec::new();
    marks.push(Mark::level(axis, 0.0, width, Ink::Rule, 1.0));
    for (column, stack) in stacks.iter().enumerate() {
        for (row, in_time) in stack.iter().enumerate() {
            let x = (column as f64 + 0.5) * pitch;
            let y = axis - radius - 1.0 - row as f64 * (2.0 * radius + 1.5);
            marks.push(if *in_time {
                Mark::dot(x, y, radius, Ink::Strong, None)
            } else {
                Mark::dot(x, y, radius - 0.5, Ink::Pale, Some(Ink::Mid))
            });
        }
    }
    let at = |column: usize| (column as f64 + 1.0) * pitch;
    marks.extend(days(facts, &columns, pitch, axis, width));
    marks.extend(deadline(facts, &columns, &at, axis, width));
    marks.extend(percentiles(facts, &columns, pitch, axis, width));
    Some(Scene { name: "dots", title: title(facts), width, height: axis + FOOT, marks })
}

/// The radius that fits, the columns, and in each column whether its dots are in time.
fn places(
    facts: &Facts,
    width: f64,
    room: f64,
) -> Option<(f64, finishes::WorkingDays, Vec<Vec<bool>>)> {
    let mut radius = RADIUS_MAX;
    loop {
        let most = (width / (2.0 * radius + 4.0)) as usize;
        let columns = finishes::columns(facts, most)?;
        let mut stacks = vec![Vec::new(); columns.len()];
        let in_time = finishes::dots_in_time(facts).map_or(0, |(in_time, _)| in_time);
        for (dot, moment) in finishes::fifty(facts).into_iter().enumerate() {
            stacks[columns.of_finish(moment)].push(dot < in_time);
        }
        let top = stacks.iter().map(Vec::len).max().unwrap_or(0) as f64;
        if top * (2.0 * radius + 1.5) <= room || radius <= RADIUS_MIN {
            return Some((radius, columns, stacks));
        }
        radius -= 1.0;
    }
}

/// Days under the axis, each with a tick.
fn days(
    facts: &Facts,
    columns: &finishes::WorkingDays,
    pitch: f64,
    axis: f64,
    width: f64,
) -> Vec<Mark> {
    const APART: f64 = 74.0;
    let step = (APART / pitch).ceil().max(1.0) as usize;
    let places = columns.days.iter().enumerate().step_by(step);
    let places: Vec<(f64, Date)> =
        places.map(|(column, day)| ((column as f64 + 0.5) * pitch, *day)).collect();
    let tick = |(x, _): &(f64, Date)| Mark::upright(*x, axis, axis + 4.0, Ink::Rule, 1.0);
    let ticks: Vec<Mark> = places.iter().map(tick).collect();
    let labels = day_labels(places, axis + 17.0, (0.0, width), facts.today);
    ticks.into_iter().chain(labels).collect()
}

/// The red line, and how many dots are on its left.
fn deadline(
    facts: &Facts,
    columns: &finishes::WorkingDays,
    at: &impl Fn(usize) -> f64,
    axis: f64,
    width: f64,
) -> Vec<Mark> {
    let (Some(due), Some((in_time, _))) = (facts.plan.due, finishes::dots_in_time(facts)) else {
        return Vec::new();
    };
    let end = facts.end_of(due.date);
    if !columns.contain(end) {
        return Vec::new();
    }
    let x = at(columns.of_finish(end)).min(width);
    let word = if due.hard { "Deadline" } else { "Due" };
    let first = format!("{word} {}", words::day_month(due.date, facts.today));
    let second = format!("{in_time} of 50 make it");
    let room = text_width(&first, CHART_TYPE, Weight::Strong).max(text_width(
        &second,
        CHART_TYPE,
        Weight::Regular,
    ));
    let (x_text, anchor) =
        if x - room > 8.0 { (x - 8.0, Anchor::End) } else { (x + 8.0, Anchor::Start) };
    let line = |y, text, ink| Mark::text(x_text, y, text, ink).anchored(anchor);
    vec![
        Mark::upright(x, 0.0, axis + 6.0, Ink::Deadline, 1.5),
        line(12.0, first, Ink::Deadline).strong(),
        line(28.0, second, Ink::Deadline),
    ]
}

/// Even odds, 80 % and 95 % as arrows from below.
fn percentiles(
    facts: &Facts,
    columns: &finishes::WorkingDays,
    pitch: f64,
    axis: f64,
    width: f64,
) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut free = 0.0;
    for (percent, said) in [(50, "even odds"), (80, "80% sure"), (95, "95% sure")] {
        let Some(moment) = facts.forecast.finish.percentile(percent) else { continue };
        let x = columns.place(moment) * pitch;
        let day = words::day_month(facts.finish_date(moment), facts.today);
        let bold = text_width(&day, CHART_TYPE, Weight::Strong);
        let whole = bold + 5.0 + text_width(said, CHART_TYPE, Weight::Regular);
        let start = (x - whole / 2.0).max(free).min(width - whole);
        if start < free {
            continue;
        }
        free = start + whole + 12.0;
        let tip = axis + 28.0;
        let arrow = vec![(x - 4.0, tip + 6.0), (x, tip), (x + 4.0, tip + 6.0)];
        marks.push(Mark::Path {
            points: arrow,
            fill: Some(crate::scene::Fill::Solid(Ink::Ink)),
            edge: None,
        });
        marks.push(Mark::text(start, axis + 50.0, day, Ink::Ink).strong());
        marks.push(Mark::text(start + bold + 5.0, axis + 50.0, said, Ink::Faint));
    }
    marks
}

fn title(facts: &Facts) -> String {
    let against = match (facts.plan.due, finishes::dots_in_time(facts)) {
        (Some(due), Some((in_time, _))) => {
            format!(" {in_time} of them by {}.", words::day(due.date, facts.today))
        }
        _ => String::new(),
    };
    format!("Fifty ways in which this could end, each equally likely.{against}")
}
