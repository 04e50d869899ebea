//! When the plan finishes: dots or a line of blocks over working days, and weeks of a histogram.

use calendar::{Moment, end_of_day, start_of_day};
use jiff::ToSpan;
use jiff::civil::Date;

pub(crate) use super::columns::Columns as WorkingDays;
use super::columns::Columns;
use crate::Facts;
use crate::chart::{self, HistogramRow, Mark};
use crate::terminal::{Line, Paint, Role};
use crate::words;

/// The distribution of the finish with its marks, indented by `indent`: fifty dots where there is a
/// deadline to count against, else a line of blocks. As words where nothing is drawn; nothing where
/// all runs finish within days of each other.
pub(super) fn drawing(facts: &Facts, paint: &Paint, indent: usize) -> Vec<Line> {
    if !paint.draws() {
        return paint.wrap(&Line::plain(&format!("  {}", in_words(facts))), 4);
    }
    let room = paint.width - indent - 2;
    let Some(columns) = spread(facts, None, room.min(COLUMNS_MAX)) else { return Vec::new() };
    let marks = marks(facts, &columns);
    let mut lines = dots(facts, &columns).unwrap_or_else(|| vec![spark(facts, &columns)]);
    lines.extend(chart::marks(&marks, room));
    let margin = Line::plain(&" ".repeat(indent));
    lines.into_iter().map(|line| margin.clone().and_line(line)).collect()
}

/// Of fifty dots those that finish in time, and those that never finish and are not drawn; `None`
/// without a due date.
pub(crate) fn dots_in_time(facts: &Facts) -> Option<(usize, usize)> {
    let end = facts.end_of(facts.plan.due?.date);
    let drawn = fifty(facts);
    Some((drawn.iter().filter(|moment| **moment <= end).count(), DOTS - drawn.len()))
}

/// Weeks as a histogram, the last row `later`; several weeks a row if there are many.
pub(super) fn histogram(facts: &Facts, paint: &Paint, indent: usize) -> Vec<Line> {
    let (step, rows) = weeks(facts);
    let title = if step == 1 { "week of".to_owned() } else { format!("{step} weeks of") };
    chart::histogram(&title, &rows, paint, indent)
}

/// How many weeks a row holds, and the rows.
fn weeks(facts: &Facts) -> (usize, Vec<HistogramRow>) {
    let finish = &facts.forecast.finish;
    let Some((first, last)) = ends(facts, 1, 98) else { return (1, never_row(facts)) };
    let zone = &facts.lowered.zone;
    let monday = monday_of(facts.finish_date(first));
    let weeks = weeks_between(monday, facts.finish_date(last)) + 1;
    let step = weeks.div_ceil(ROWS_MAX);
    let n_rows = weeks.div_ceil(step);
    let starts: Vec<Date> = (0..=n_rows).map(|row| weeks_after(monday, row * step)).collect();
    let edges: Vec<Moment> = starts.iter().map(|start| start_of_day(*start, zone)).collect();
    let mut rows: Vec<HistogramRow> = edges
        .windows(2)
        .enumerate()
        .map(|(row, edge)| HistogramRow {
            label: week_label(&starts, row, facts.today),
            // What finishes before the first week shown is counted with it.
            share: finish.chance_by(edge[1])
                - if row == 0 { 0.0 } else { finish.chance_by(edge[0]) },
            by_then: finish.chance_by(edge[1]),
            in_time: facts.plan.due.is_some_and(|due| edge[1] <= end_of_day(due.date, zone)),
            notes: notes(facts, edge[0], edge[1]),
        })
        .collect();
    let end = edges[edges.len() - 1];
    let later = 1.0 - finish.chance_by(end) - finish.chance_never();
    if later > 1e-9 {
        rows.push(HistogramRow {
            label: "later".to_owned(),
            share: later,
            by_then: 1.0 - finish.chance_never(),
            in_time: false,
            notes: notes(facts, end, Moment(i64::MAX)),
        });
    }
    rows.extend(never_row(facts));
    (step, rows)
}

/// The first day of a row; the year before it where another one begins.
fn week_label(starts: &[Date], row: usize, today: Date) -> String {
    let year = starts[row].year();
    let before = if row == 0 { today.year() } else { starts[row - 1].year() };
    let label = words::bare(starts[row]);
    if year == before { label } else { format!("{year} {label:>6}") }
}

/// The runs that never finish, if there are some.
fn never_row(facts: &Facts) -> Vec<HistogramRow> {
    let share = facts.forecast.finish.chance_never();
    if share == 0.0 {
        return Vec::new();
    }
    let row = HistogramRow {
        label: "never".to_owned(),
        share,
        by_then: 1.0 - share,
        in_time: false,
        notes: Vec::new(),
    };
    vec![row]
}

/// The moments by which so many percent of the runs that finish have finished.
fn ends(facts: &Facts, low: usize, high: usize) -> Option<(Moment, Moment)> {
    let moments = facts.forecast.finish.moments();
    let at = |percent: usize| {
        moments.get((moments.len() * percent).div_ceil(100).saturating_sub(1)).copied()
    };
    Some((at(low)?, at(high)?))
}

const COLUMNS_MAX: usize = 60;
const COLUMNS_MIN: usize = 6;
const DOTS: usize = 50;
const STACK_MAX: usize = 7;
const ROWS_MAX: usize = 14;

fn in_words(facts: &Facts) -> String {
    let finish = &facts.forecast.finish;
    let percentiles = [(50, "P50"), (80, "P80"), (95, "P95")].map(|(percent, name)| {
        finish.percentile(percent).map(|moment| {
            format!("{name} {}", words::weekday(facts.finish_date(moment), facts.today))
        })
    });
    let deadline = facts.deadline().map(|deadline| {
        format!(
            "{} {}: {}",
            due_word(deadline.hard),
            words::weekday(deadline.date, facts.today),
            words::percent(deadline.chance)
        )
    });
    percentiles.into_iter().chain([deadline]).flatten().collect::<Vec<String>>().join(", ")
}

fn due_word(hard: bool) -> &'static str {
    if hard { "deadline" } else { "due" }
}

/// Working days from the first percentile to the last but one, with the deadline unless it is far
/// from them, at which a column ends; `None` if they are too few to show anything.
pub(crate) fn columns(facts: &Facts, most: usize) -> Option<Columns> {
    spread(facts, facts.plan.due.map(|due| facts.end_of(due.date)), most)
}

fn spread(facts: &Facts, edge: Option<Moment>, most: usize) -> Option<Columns> {
    let (mut from, mut to) = ends(facts, 1, 99)?;
    from = Moment(from.0 - 1);
    let width = to - from;
    if let Some(due) = facts.plan.due {
        let end = facts.end_of(due.date);
        if end < from && from - end <= width {
            from = Moment(end.0 - 1);
        }
        if end > to && end - to <= width {
            to = end;
        }
    }
    let (calendar, zone) = (facts.lowered.plan_calendar(), &facts.lowered.zone);
    let columns = Columns::new(calendar, zone, from, to, edge, most);
    (columns.len() >= COLUMNS_MIN).then_some(columns)
}

/// The finishes at the middles of fifty equal shares of the runs, without those that never finish.
pub(crate) fn fifty(facts: &Facts) -> Vec<Moment> {
    (0..50).filter_map(|dot| facts.forecast.finish.percentile(2 * dot + 1)).collect()
}

fn dots(facts: &Facts, columns: &Columns) -> Option<Vec<Line>> {
    let (in_time, _) = dots_in_time(facts)?;
    let at: Vec<usize> = fifty(facts).into_iter().map(|moment| columns.of_finish(moment)).collect();
    let lines = chart::dots(&at, in_time);
    (lines.len() <= STACK_MAX).then_some(lines)
}

fn spark(facts: &Facts, columns: &Columns) -> Line {
    let counts = facts.forecast.finish.counts_between(columns.edges());
    let counts: Vec<u32> =
        counts.into_iter().map(|count| u32::try_from(count).unwrap_or(u32::MAX)).collect();
    let in_time = match facts.plan.due {
        Some(due) => columns.edges()[1..].partition_point(|edge| *edge <= facts.end_of(due.date)),
        None => 0,
    };
    chart::spark(&counts, in_time)
}

/// The due date and the percentiles, in the order of time; the first of another year names it.
fn marks(facts: &Facts, columns: &Columns) -> Vec<Mark> {
    let finish = &facts.forecast.finish;
    let percentiles = [(50, "P50"), (80, "P80"), (95, "P95")].map(|(percent, name)| {
        let moment = finish.percentile(percent)?;
        Some((moment, name, "┬", Role::Forecast))
    });
    let due = facts.plan.due.map(|due| (due, facts.end_of(due.date)));
    let due = due
        .filter(|(_, end)| columns.contain(*end))
        .map(|(due, end)| (end, due_word(due.hard), "│", Role::Deadline));
    let mut points: Vec<_> = percentiles.into_iter().chain([due]).flatten().collect();
    points.sort_by_key(|(moment, ..)| *moment);
    let mut year = facts.today.year();
    let mark = |(moment, what, tick, role): (Moment, &str, &'static str, Role)| {
        let date = facts.finish_date(moment);
        let when = words::bare(date);
        let when = if date.year() == year { when } else { format!("{when} {}", date.year()) };
        year = date.year();
        Mark { column: columns.of_finish(moment), tick, when, what: what.to_owned(), role }
    };
    points.into_iter().map(mark).collect()
}

/// What falls after `from` and by `to`.
fn notes(facts: &Facts, from: Moment, to: Moment) -> Vec<(String, Role)> {
    let mut notes = Vec::new();
    let falls = |moment: Moment| from < moment && moment <= to;
    if let Some(deadline) = facts.deadline().filter(|deadline| falls(facts.end_of(deadline.date))) {
        let text = format!(
            "{} {}: {}",
            words::bare(deadline.date),
            due_word(deadline.hard),
            words::percent(deadline.chance)
        );
        notes.push((text, Role::Deadline));
    }
    for (percent, name) in [(50, "P50"), (80, "P80"), (95, "P95")] {
        if let Some(moment) =
            facts.forecast.finish.percentile(percent).filter(|moment| falls(*moment))
        {
            let date = words::bare(facts.finish_date(moment));
            notes.push((format!("{name} {date}"), Role::Forecast));
        }
    }
    notes
}

fn weeks_after(monday: Date, weeks: usize) -> Date {
    monday.saturating_add(i64::try_from(weeks).expect("weeks of a calendar").weeks())
}

fn monday_of(date: Date) -> Date {
    date.saturating_sub(i64::from(date.weekday().to_monday_zero_offset()).days())
}

fn weeks_between(monday: Date, date: Date) -> usize {
    usize::try_from((date - monday).get_days() / 7).unwrap_or(0)
}
