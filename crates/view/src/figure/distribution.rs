//! When the plan finishes, by working day; and the chance of every day, for a deadline that moves.

use jiff::civil::Date;

use super::axis::day_labels;
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
/// Between two days under the axis.
const APART: f64 = 76.0;

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

/// Bars of how many runs finish on each working day, dark where they are done `by` a day, which is
/// marked; `None` where all runs end within days of each other, or never.
#[must_use]
pub fn distribution(facts: &Facts, by: Option<Date>, width: f64, height: f64) -> Option<Scene> {
    let columns = finishes::columns(facts, DAYS_MAX)?;
    let counts = facts.forecast.finish.counts_between(columns.edges());
    let most = counts.iter().copied().max().filter(|most| *most > 0)? as f64;
    let (axis, pitch) = (height - FOOT, width / columns.len() as f64);
    let in_time = by.map_or(0, |by| {
        let end = facts.end_of(by);
        columns.edges()[1..].partition_point(|edge| *edge <= end)
    });
    let flag = by.and_then(|by| flag(facts, by, &columns, pitch));
    let mut marks = percentiles(facts, &columns, (pitch, axis, width), flag.as_ref());
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
    let step = (APART / pitch).ceil().max(1.0) as usize;
    let days = columns.days.iter().enumerate().step_by(step);
    let days = days.map(|(column, day)| ((column as f64 + 0.5) * pitch, *day));
    // The days are written over the red line, which goes on below them.
    marks.extend(flag.map(|flag| flag.drawn(height)));
    marks.extend(day_labels(days, axis + 17.0, (0.0, width), facts.today));
    Some(Scene { name: "distribution", title: title(facts), width, height, marks })
}

/// The red line with its words.
struct Flag {
    x: f64,
    /// From where to where its words go.
    words: (f64, f64),
    anchor: Anchor,
    lines: [Mark; 3],
}

/// The day that is asked about, if it is among the columns: its words on the left, where there is
/// room and where they do not take that of the 80 % date.
fn flag(facts: &Facts, by: Date, columns: &finishes::WorkingDays, pitch: f64) -> Option<Flag> {
    const AWAY: f64 = 8.0;
    let end = facts.end_of(by);
    let chance = facts.forecast.finish.chance_by(end);
    if !columns.contain(end) {
        return None;
    }
    let x = (columns.of_finish(end) as f64 + 1.0) * pitch;
    let line = |y, text: String| Mark::text(0.0, y, text, Ink::Deadline);
    let lines = [
        line(12.0, words::day_month(by, facts.today)).strong(),
        line(35.0, words::percent(chance)).strong().sized(22.0),
        line(51.0, words::odds(chance)),
    ];
    let room = lines.iter().map(width_of).fold(0.0, f64::max);
    let sure = facts.forecast.finish.percentile(80).map(|p80| x_of(columns, p80, pitch));
    let is_taken = sure.is_some_and(|sure| (x - room - FAR..=x).contains(&sure));
    let has_room_behind = x + AWAY + room <= pitch * columns.len() as f64;
    let (anchor, words) = if x - AWAY >= room && !(is_taken && has_room_behind) {
        (Anchor::End, (x - AWAY - room, x - AWAY))
    } else {
        (Anchor::Start, (x + AWAY, x + AWAY + room))
    };
    Some(Flag { x, words, anchor, lines })
}

fn width_of(mark: &Mark) -> f64 {
    match mark {
        Mark::Text { text, size, weight, .. } => text_width(text, *size, *weight),
        _ => 0.0,
    }
}

impl Flag {
    /// One group, so that a page can move it.
    fn drawn(self, bottom: f64) -> Mark {
        let Flag { x, words, anchor, lines } = self;
        let at = if anchor == Anchor::End { words.1 } else { words.0 };
        let lines = lines.into_iter().map(|line| line.anchored(anchor).moved(at, 0.0));
        let rule = Mark::upright(x, 2.0, bottom, Ink::Deadline, 1.5);
        let marks = std::iter::once(rule).chain(lines).collect();
        Mark::Group { name: "deadline", title: String::new(), marks }
    }
}

/// Labels further than this from their line are not read as its own.
const FAR: f64 = 48.0;

/// The middle of the column in which a moment is.
fn x_of(columns: &finishes::WorkingDays, moment: calendar::Moment, pitch: f64) -> f64 {
    (columns.of_finish(moment) as f64 + 0.5) * pitch
}

/// Thin lines at P50, P80 and P95, with their dates above in the line where they are nearest, beside
/// the words of the deadline. The 80 % date is the number of the page and has its place first; one of
/// the others that would be far from its line is left out.
fn percentiles(
    facts: &Facts,
    columns: &finishes::WorkingDays,
    (pitch, axis, width): (f64, f64, f64),
    flag: Option<&Flag>,
) -> Vec<Mark> {
    const LINES: [f64; 2] = [12.0, 28.0];
    let mut marks = Vec::new();
    let words: Vec<(f64, f64)> = flag.map(|flag| flag.words).into_iter().collect();
    let mut taken = [words.clone(), words];
    for (percent, name) in [(80, "P80"), (50, "P50"), (95, "P95")] {
        let Some(moment) = facts.forecast.finish.percentile(percent) else { continue };
        let x = x_of(columns, moment, pitch);
        let day = words::day_month(facts.finish_date(moment), facts.today);
        let label = format!("{name} {day}");
        let half = text_width(&label, CHART_TYPE, Weight::Strong) / 2.0;
        let far = if percent == 80 { width } else { FAR };
        let places = (0..LINES.len())
            .filter_map(|line| Some((free_place(&taken[line], (x, half), width)?, line)));
        let best = places
            .filter(|(at, _)| (at - x).abs() <= far)
            .min_by(|one, other| (one.0 - x).abs().total_cmp(&(other.0 - x).abs()));
        let top = best.map_or(LINES[0], |(_, line)| LINES[line]) + 8.0;
        marks.push(Mark::upright(x, top, axis, Ink::Rule, 1.0));
        if let Some((at, line)) = best {
            let label = Mark::text(at, LINES[line], label, Ink::Ink).strong();
            marks.push(label.anchored(Anchor::Middle));
            taken[line].push((at - half, at + half));
        }
    }
    marks
}

/// The middle nearest to `x` at which a label of twice `half` is beside all that is taken.
fn free_place(taken: &[(f64, f64)], (x, half): (f64, f64), width: f64) -> Option<f64> {
    const APART: f64 = 8.0;
    let inside = x.min(width - half).max(half);
    let beside = taken.iter().flat_map(|(from, to)| [from - APART - half, to + APART + half]);
    let is_free = |at: &f64| {
        let apart = |(from, to): &(f64, f64)| {
            at + half <= from - APART + 0.01 || at - half >= to + APART - 0.01
        };
        *at >= half && at + half <= width && taken.iter().all(apart)
    };
    let places = std::iter::once(inside).chain(beside).filter(is_free);
    places.min_by(|one, other| (one - x).abs().total_cmp(&(other - x).abs()))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_stands_beside_what_is_taken_on_the_side_that_is_nearer() {
        // 40 wide around 100 would reach from 80 to 120.
        assert_eq!(free_place(&[], (100.0, 20.0), 300.0), Some(100.0));
        // 110 to 180 is taken: left of it, 8 apart, the middle is 110 − 8 − 20.
        assert_eq!(free_place(&[(110.0, 180.0)], (100.0, 20.0), 300.0), Some(82.0));
        // On the left there is no room before 10 to 110: right of it is 110 + 8 + 20.
        assert_eq!(free_place(&[(10.0, 110.0)], (100.0, 20.0), 300.0), Some(138.0));
        assert_eq!(free_place(&[(0.0, 300.0)], (100.0, 20.0), 300.0), None);
    }
}
