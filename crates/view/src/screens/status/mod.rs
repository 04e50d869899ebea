//! `fore status`: how the forecast moved, what moved it, and what others were told.

mod causes;
mod pace;
mod scale;

use jiff::civil::Date;
use plan::{Milestone, Point, Told, Trend};

pub(crate) use causes::{rest_said, story, sum, table as causes_table};

use super::overview::{Work, work};
use pace::{Pace, pace};
use scale::Scale;

use crate::chart::{self, Mark};
use crate::facts::Facts;
use crate::rows;
use crate::terminal::{Column, Line, Page, Paint, Role, Table};
use crate::words;

/// The trend of a plan; with `evidence` each cause names the commits behind it.
#[must_use]
pub fn status(facts: &Facts, trend: &Trend, evidence: bool, paint: &Paint) -> String {
    let mut page = Page::new(&sentence(facts, trend), paint);
    remarks(&mut page, facts, trend);
    if trend.points.len() > 1 {
        page.gap();
        page.drawn(rows(facts, trend, paint));
    }
    causes::block(&mut page, facts, trend, evidence);
    milestones(&mut page, facts, trend);
    page.gap();
    effort(&mut page, facts, trend, paint);
    for told in &trend.told {
        page.labeled("Told", told_line(told, facts.today));
    }
    stale(&mut page, facts, trend);
    next(&mut page, facts, trend);
    page.render()
}

/// A status without a past: what is known today, and why there is no more.
#[must_use]
pub fn status_without_past(facts: &Facts, why: &str, paint: &Paint) -> String {
    let mut page = Page::new(&facts.answer(), paint);
    page.wrapped(&Line::of(Role::Label, why), 0);
    page.gap();
    effort(&mut page, facts, &Trend::default(), paint);
    page.next(&[("fore forecast", "how sure the date is")]);
    page.render()
}

/// The answer: which way the date goes.
pub(crate) fn sentence(facts: &Facts, trend: &Trend) -> String {
    let since = trend.points.get(trend.since);
    let now = trend.points.last();
    let (Some(_), Some(then), Some(now)) = (trend.moved, since, now) else {
        return facts.answer();
    };
    let (Some(p80_then), Some(p80_now)) = (then.p80, now.p80) else { return facts.answer() };
    if facts.is_done() || then.date == now.date {
        return facts.answer();
    }
    let today = facts.today;
    let pace = pace(trend);
    let was =
        |at: &Point, p80| format!("{} on {}", words::day(p80, today), words::day(at.date, p80));
    let before = first(trend).filter(|first| pace.is_none() && first.date < then.date);
    let before = before.and_then(|first| Some(format!("{}, ", was(first, first.p80?))));
    let was = format!("P80 was {}{}", before.unwrap_or_default(), was(then, p80_then));
    let is = if p80_then == p80_now {
        "and is today".to_owned()
    } else {
        format!("it is {} today", words::day(p80_now, p80_then))
    };
    let due = facts.plan.due.map_or_else(String::new, |due| {
        let what = if due.hard { "Deadline" } else { "Wanted by" };
        format!(" {what} {}.", words::day(due.date, p80_now))
    });
    let pace = pace.map_or_else(|| "To and fro".to_owned(), Pace::said);
    format!("{pace}: {was}, {is}.{due}")
}

fn remarks(page: &mut Page, facts: &Facts, trend: &Trend) {
    let mut said = Vec::new();
    if trend.points.len() < 2 {
        said.push("There is no older revision of the plan to compare with.".to_owned());
    }
    if trend.shallow {
        said.push(
            "The clone is shallow, so older revisions are missing: git fetch --unshallow"
                .to_owned(),
        );
    }
    let left_out: Vec<String> = trend
        .left_out
        .iter()
        .map(|one| {
            format!("{} ({})", words::day(one.date, facts.today), plan::short_id(&one.commit))
        })
        .collect();
    if !left_out.is_empty() {
        said.push(format!("Left out, because the plan had errors: {}.", words::list(&left_out)));
    }
    for remark in said {
        page.wrapped(&Line::of(Role::Label, &remark), 0);
    }
}

/// Where the drawing begins: an indent, a day, a gap.
const DRAWING_START: usize = 15;
/// What stands to the right of it: a gap and a date.
const DATE_WIDTH: usize = 14;
/// A wider drawing says no more.
const DRAWING_MAX: usize = 52;

/// The trend, drawn or as a table.
fn rows(facts: &Facts, trend: &Trend, paint: &Paint) -> Vec<Line> {
    let due = facts.plan.due.map(|due| due.date);
    let dates = trend.points.iter().flat_map(|point| [point.p50, point.p80]);
    let dates = dates.chain([due]).flatten();
    let width = paint.width.saturating_sub(DRAWING_START + DATE_WIDTH).min(DRAWING_MAX);
    let scale = Scale::new(dates, width).filter(|_| paint.draws());
    let Some(scale) = scale else { return table(facts, trend).lines(paint, 2) };
    let head = Line::plain("    ").with(Role::Label, "as of").padded(DRAWING_START);
    let head = head.with(Role::Label, "○ P50   ● P80").padded(DRAWING_START + width + 3);
    let mut lines = vec![head.with(Role::Label, "P80")];
    for point in &trend.points {
        let ends = point.p50.zip(point.p80);
        let ends = ends.map(|(p50, p80)| (scale.column(p50), scale.column(p80)));
        let day = words::bare(point.date);
        let label = format!("{}{day}", " ".repeat(DRAWING_START.saturating_sub(day.len() + 2)));
        let p80 = point.p80.map_or_else(
            || Line::of(Role::Label, "no date"),
            |p80| Line::plain(&words::day_month(p80, facts.today)),
        );
        let drawn = Line::of(Role::Label, &label).padded(DRAWING_START);
        let drawn =
            drawn.and_line(chart::trend(ends, due.map(|due| scale.column(due)), scale.width));
        lines.push(drawn.padded(DRAWING_START + width + 3).and_line(p80));
    }
    let margin = Line::plain(&" ".repeat(DRAWING_START));
    let marks = chart::marks(&marks(facts, trend, &scale), width);
    lines.extend(marks.into_iter().map(|line| margin.clone().and_line(line)));
    lines
}

/// The deadline, and today's dates where they do not fall on it.
fn marks(facts: &Facts, trend: &Trend, scale: &Scale) -> Vec<Mark> {
    let due = facts.plan.due.map(|due| (due.date, if due.hard { "deadline" } else { "wanted" }));
    let mark = |date: Date, tick, what: &str, role| Mark {
        column: scale.column(date),
        tick,
        when: words::day_month(date, facts.today),
        what: what.to_owned(),
        role,
    };
    let mut marks = Vec::from_iter(due.map(|(date, what)| mark(date, "│", what, Role::Deadline)));
    let now = trend.points.last();
    let dates = now.map_or([None, None], |now| [now.p50, now.p80]);
    for (date, what) in dates.into_iter().zip(["P50 today", "P80 today"]) {
        let Some(date) = date else { continue };
        if marks.iter().all(|other| other.column != scale.column(date)) {
            marks.push(mark(date, "┬", what, Role::Forecast));
        }
    }
    marks
}

fn table(facts: &Facts, trend: &Trend) -> Table {
    let columns = vec![Column::left("as of"), Column::left("P50"), Column::left("P80")];
    let mut table = Table::new(columns);
    let day = |date: Option<Date>| {
        date.map_or_else(|| Line::plain("no date"), |date| day_line(date, facts.today))
    };
    for point in &trend.points {
        table.row(vec![day_line(point.date, facts.today), day(point.p50), day(point.p80)]);
    }
    table
}

fn day_line(date: Date, today: Date) -> Line {
    Line::plain(&words::day_month(date, today))
}

/// Milestones as they were wanted in the first revision, as they are wanted now, and as forecast.
fn milestones(page: &mut Page, facts: &Facts, trend: &Trend) {
    let all = rows::milestones(facts);
    let first = first(trend);
    if all.is_empty() {
        return;
    }
    let mut table = Table::new(vec![
        Column::left("Milestone"),
        Column::left(planned_head(facts)),
        Column::left("now P50"),
        Column::left("now P80"),
        Column::left(""),
    ]);
    for (target, milestone) in all.iter().zip(&facts.plan.milestones) {
        let key = milestone.item.key;
        let began = planned(first, key).or(target.due.map(|due| due.date));
        let planned = milestone.planned().or(began);
        let shown =
            |date: Option<Date>| date.map_or_else(Line::new, |date| day_line(date, facts.today));
        let was = match (began, planned) {
            (Some(began), Some(planned)) if began != planned => {
                Line::of(Role::Label, &format!("{} → ", words::day_month(began, facts.today)))
            }
            _ => Line::new(),
        };
        let plan = was.and_line(shown(planned));
        let Some(reached) = target.reached else {
            let title = Line::plain(&format!("◇ {}", target.title));
            let late = planned.zip(target.p80).map(|(planned, p80)| ahead(facts, planned, p80));
            let late = late.unwrap_or_default();
            table.row(vec![title, plan, shown(target.p50), shown(target.p80), late]);
            continue;
        };
        let title = Line::of(Role::Label, &format!("✓ {}", target.title));
        let how = planned.map(|planned| late(facts, planned, reached)).unwrap_or_default();
        let reached = Line::of(Role::Label, &words::day_month(reached, facts.today));
        let cells = vec![title, plan, reached, Line::of(Role::Label, "reached")];
        table.row([cells, vec![Line::of(Role::Label, &how)]].concat());
    }
    page.gap();
    page.table(&table, 2);
}

/// What the dates of the milestones are called: promises only where somebody was told of each.
fn planned_head(facts: &Facts) -> &'static str {
    let mut dated = facts.plan.milestones.iter().filter(|one| one.planned().is_some()).peekable();
    let are_promised = dated.peek().is_some() && dated.all(Milestone::is_promised);
    if are_promised { "promised" } else { "planned" }
}

/// The forecast with which the plan began; `None` where the clone does not reach back so far.
pub(crate) fn first(trend: &Trend) -> Option<&Point> {
    trend.points.first().filter(|_| !trend.shallow)
}

/// The date that was planned for a milestone in one forecast.
fn planned(point: Option<&Point>, key: u64) -> Option<Date> {
    point?.milestones.iter().find(|one| one.key == key)?.wanted
}

/// `on the day`, `4 days late`.
fn late(facts: &Facts, planned: Date, date: Date) -> String {
    let days = facts.lowered.working_days(planned, date);
    let said = words::count(days.unsigned_abs() as usize, "day");
    match days {
        0 => "on the day".to_owned(),
        1.. => format!("{said} late"),
        _ => format!("{said} early"),
    }
}

/// `+27 days`, what eight of ten runs need beyond the planned day.
fn ahead(facts: &Facts, planned: Date, p80: Date) -> Line {
    let days = facts.lowered.working_days(planned, p80);
    let said = words::count(days.unsigned_abs() as usize, "day");
    match days {
        0 => Line::of(Role::Label, "as planned"),
        1.. => Line::of(Role::Warn, &format!("+{said}")),
        _ => Line::of(Role::Good, &format!("−{said}")),
    }
}

fn effort(page: &mut Page, facts: &Facts, trend: &Trend, paint: &Paint) {
    let Work { effort_share, minutes_done, minutes_left, .. } = work(facts);
    let Some(share) = effort_share else { return };
    let days = |minutes| words::days(facts.days(minutes));
    let mut line =
        Line::plain(&format!("{} done · {} to go", days(minutes_done), days(minutes_left)));
    if paint.draws() {
        line = line.and(" · ").and_line(chart::progress(share, 10));
    }
    // Work is counted, so all of it is 100 %; only chances are never that.
    let percent = if share < 1.0 { (share * 100.0).min(99.0) } else { 100.0 };
    line = line.and(&format!(" {percent:.0}%"));
    if let Some(first) = first(trend).filter(|_| trend.points.len() > 1) {
        let then = words::days(first.effort);
        let said = format!("   on {}: {then} in all", words::day_month(first.date, facts.today));
        line = line.with(Role::Label, &said);
    }
    page.labeled("Effort", line);
}

/// What somebody was told, and whether it still holds.
fn told_line(told: &Told, today: Date) -> Line {
    let on = told.on.map_or_else(String::new, |on| format!(" on {}", words::day(on, today)));
    let name = format!("{} was told about {}{on}", told.audience, told.name);
    let mut said = Line::prose(&name);
    if let Some(promised) = told.promised {
        said = said.and(&format!(", for {}", words::day(promised, today)));
    }
    if let Some(news) = told.news {
        let news = format!("not yet of {}", words::day(news, told.promised.unwrap_or(today)));
        said = said.and(", ").with(Role::Warn, &news);
    }
    match (told.then, told.now) {
        (Some(then), Some(now)) if then == now => {
            said.and(&format!("; P80 is {} as it was", words::day(now, today)))
        }
        (Some(then), Some(now)) => {
            let role = if now > then { Role::Warn } else { Role::Good };
            let news =
                format!("P80 was {} and is {}", words::day(then, today), words::day(now, then));
            said.and("; ").with(role, &news)
        }
        (None, Some(now)) => said.and(&format!("; P80 is {}", words::day(now, today))),
        _ => said,
    }
}

fn stale(page: &mut Page, facts: &Facts, trend: &Trend) {
    const SHOWN_MAX: usize = 5;
    let shown = trend.stale.iter().take(SHOWN_MAX);
    let mut said: Vec<String> = shown
        .map(|(name, since)| format!("{name} since {}", words::day(*since, facts.today)))
        .collect();
    if trend.stale.len() > SHOWN_MAX {
        said.push(format!("{} more", trend.stale.len() - SHOWN_MAX));
    }
    if !said.is_empty() {
        let text = format!("begun and unchanged: {}", words::list(&said));
        page.labeled("Stale", Line::prose(&text));
    }
}

fn next(page: &mut Page, facts: &Facts, trend: &Trend) {
    let last = facts.lowered.item_of(facts.lowered.finish).map(|item| facts.name(item));
    let why = last.map(|name| format!("fore why {}", words::argument(name)));
    let mut commands = vec![("fore forecast", "how sure the date is, week by week")];
    if trend.causes.iter().any(|cause| !cause.evidence.is_empty()) {
        commands.push(("fore status --evidence", "the commits behind each cause"));
    }
    if let Some(why) = &why {
        commands.push((why, "what the date is waiting for"));
    }
    page.next(&commands);
}
