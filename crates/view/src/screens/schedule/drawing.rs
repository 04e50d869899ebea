//! Lanes over working days, with a legend.

use std::ops::Range;

use calendar::{Moment, start_of_day};
use jiff::ToSpan;
use jiff::civil::Date;
use plan::PersonId;

use super::picture::{Group, Mark, PATH_SHARE_MIN, Picture, hidden, is_counted, load};
use crate::chart::{self, Bar, Lane, Lanes};
use crate::facts::Facts;
use crate::screens::columns::Columns;
use crate::terminal::{Line, Page, Role};
use crate::words;

/// Draws `picture` on `page`: one column is a working day, or several where they do not fit.
pub(super) fn draw(page: &mut Page, facts: &Facts, picture: &Picture) {
    let loads: Vec<String> = picture.work.iter().map(|group| load(facts, group)).collect();
    let heads =
        picture.work.iter().zip(&loads).map(|(group, load)| (group.name.as_str(), load.as_str()));
    let labels = picture.work.iter().flat_map(|group| &group.tasks).map(|mark| mark.name.as_str());
    let gutter = chart::gutter(heads, labels);
    let (from, to) = span(facts, picture);
    let room = page.paint().width.saturating_sub(gutter).max(COLUMNS_MIN);
    let columns = Columns::new(
        facts.lowered.plan_calendar(),
        &facts.lowered.zone,
        from,
        to,
        None,
        room + room / CUT_OFF,
    );
    let deadline =
        facts.plan.due.map(|due| facts.end_of(due.date)).filter(|end| columns.contain(*end));
    let lanes =
        picture.work.iter().zip(&loads).map(|(group, load)| lane(facts, &columns, group, load));
    let chart = Lanes {
        gutter,
        columns: columns.len().min(room),
        ticks: ticks(&columns, facts.today),
        today: Some(columns.of_start(facts.lowered.problem.today())),
        deadline: deadline.map(|end| columns.of_finish(end)),
        lanes: lanes.collect(),
    };
    page.drawn(chart::lanes(&chart));
    legend(page, facts, picture, &columns);
}

const COLUMNS_MIN: usize = 20;
/// A sixth of the width may be cut off on the right, which is where unlikely ends are, before a
/// column stands for more days.
const CUT_OFF: usize = 6;

/// From the Monday of this week to the last P90; to the deadline if it is later and not far.
fn span(facts: &Facts, picture: &Picture) -> (Moment, Moment) {
    let today = facts.today;
    let monday = today.saturating_sub(i64::from(today.weekday().to_monday_zero_offset()).days());
    let from = start_of_day(monday, &facts.lowered.zone);
    let lates = picture
        .work
        .iter()
        .flat_map(|group| &group.tasks)
        .map(|mark| mark.late.unwrap_or(mark.middle));
    let last = lates.max().unwrap_or(facts.lowered.problem.today());
    let due = facts.plan.due.map(|due| facts.end_of(due.date));
    let near = due.filter(|end| (*end - from).0 < 2 * (last - from).0);
    (from, near.map_or(last, |end| end.max(last)))
}

/// A label at the first column of each week, or at each column of a week and more; the first of
/// another year names it.
fn ticks(columns: &Columns, today: Date) -> Vec<(usize, String)> {
    let week = |day: Date| day.iso_week_date().week();
    let begins_week =
        |index: usize| index == 0 || week(columns.days[index]) != week(columns.days[index - 1]);
    let mut year = today.year();
    let label = |index: usize| {
        let day = columns.days[index];
        let before = std::mem::replace(&mut year, day.year());
        let label = words::bare(day);
        (index, if before == year { label } else { format!("{label} {year}") })
    };
    (0..columns.len()).filter(|index| begins_week(*index)).map(label).collect()
}

fn lane(facts: &Facts, columns: &Columns, group: &Group, load: &str) -> Lane {
    let leave = leave(facts, columns, group.person);
    let bars = group.tasks.iter().map(|mark| {
        let solid = columns.of_start(mark.start)..columns.of_finish(mark.middle) + 1;
        Bar {
            label: mark.name.clone(),
            in_progress: mark.in_progress,
            on_path: mark.path_share >= PATH_SHARE_MIN,
            fade_end: columns.of_finish(mark.late.unwrap_or(mark.middle)) + 1,
            gaps: leave.clone(),
            solid,
            ends_here: mark.ends_plan,
        }
    });
    Lane {
        name: group.name.clone(),
        note: load.to_owned(),
        leave: leave.clone(),
        bars: bars.collect(),
    }
}

fn leave(facts: &Facts, columns: &Columns, person: Option<PersonId>) -> Vec<Range<usize>> {
    let Some(person) = person else { return Vec::new() };
    let away = facts.plan.people[person.index()].away.iter();
    away.filter_map(|range| {
        let first = start_of_day(range.first, &facts.lowered.zone);
        let end = facts.end_of(range.last);
        let is_shown =
            columns.edges().first() < Some(&end) && Some(&first) < columns.edges().last();
        let columns = columns.of_start_ceil(first)..columns.of_finish(end) + 1;
        (is_shown && columns.start < columns.end).then_some(columns)
    })
    .collect()
}

/// What the marks mean that are in the picture, and no others.
fn legend(page: &mut Page, facts: &Facts, picture: &Picture, columns: &Columns) {
    page.gap();
    let any =
        |test: &dyn Fn(&Mark) -> bool| picture.work.iter().flat_map(|group| &group.tasks).any(test);
    let mut bars = Line::plain(" ");
    if any(&|mark| mark.path_share < PATH_SHARE_MIN) {
        bars = bars
            .with(Role::Forecast, " ━━")
            .with(Role::Label, " P50 start to P50 finish  ")
            .with(Role::Forecast, "╌╌")
            .with(Role::Label, " to P90 ");
        if any(&|mark| mark.path_share >= PATH_SHARE_MIN) {
            bars = bars
                .with(Role::Path, " ██░░")
                .with(Role::Label, " on the longest path in most runs");
        }
    } else {
        bars = bars
            .with(Role::Path, " ██")
            .with(Role::Label, " P50 start to P50 finish  ")
            .with(Role::Path, "░░")
            .with(Role::Label, " to P90, all on the longest path in most runs");
    }
    page.wrapped(&bars, 2);
    let mut marks = format!("  ┊ today, {}", words::weekday(facts.today, facts.today));
    if any(&|mark| mark.in_progress) {
        marks.insert_str(0, "  ● in progress");
    }
    if let Some(due) = facts.plan.due.filter(|due| columns.contain(facts.end_of(due.date))) {
        let word = if due.hard { "deadline" } else { "due" };
        marks.push_str(&format!("  │ {word}, {}", words::weekday(due.date, facts.today)));
    }
    if any(&|mark| mark.ends_plan) {
        marks.push_str("  ◆ the end of the plan");
    }
    if any(&|mark| mark.is_question) {
        marks.push_str("  ? to find out");
    }
    let unit = match columns.unit {
        1 => "one column is one working day".to_owned(),
        n => format!("one column is {} working days", words::number(n)),
    };
    page.wrapped(&Line::of(Role::Label, &format!("{marks}  {unit}")), 2);
    let mut notes = hidden(picture);
    if let Some(due) = facts.plan.due
        && let Some(first) = picture.work.iter().find(|group| is_counted(facts, group))
    {
        let due = words::day(due.date, facts.today);
        notes.push(format!("{}: work left of the days available until {due}.", load(facts, first)));
    }
    if picture.work.iter().any(|group| group.person.is_some() && overlaps(group)) {
        notes.push("Bars overlap where runs differ; nobody does two things at once.".to_owned());
    }
    if !notes.is_empty() {
        page.wrapped(&Line::of(Role::Label, &format!("  {}", notes.join("  "))), 2);
    }
}

/// Whether middle bars of one lane run side by side.
fn overlaps(group: &Group) -> bool {
    let mut ends: Option<Moment> = None;
    group.tasks.iter().any(|mark| {
        let overlaps = ends.is_some_and(|end| mark.start < end);
        ends = ends.max(Some(mark.middle));
        overlaps
    })
}
