//! `fore forecast`: when, how sure, and how far to trust it.

use forecast::Drivers;
use plan::ItemRef;

use super::overview::{overview, remarks, wanted_cut};
use super::trust::{learned, trust, within};
use super::{drivers, finishes, targets};
use crate::chart;
use crate::facts::Facts;
use crate::rows::{self, TaskRow};
use crate::sentence::Situation;
use crate::terminal::{Column, Line, Page, Paint, Role, Table};
use crate::words;

/// The forecast in full; while it is too early for a date, the overview says what to settle first.
#[must_use]
pub fn forecast(facts: &Facts, drivers: Option<&Drivers>, paint: &Paint) -> String {
    let situation = facts.situation();
    if matches!(situation, Situation::TooEarly { .. } | Situation::Backlog { .. }) {
        return overview(facts, None, paint);
    }
    let mut page = Page::new(&headline(facts, &situation), paint);
    remarks(&mut page, facts, &situation);
    let is_done = matches!(situation, Situation::Done { .. });
    if !is_done {
        page.gap();
        page.drawn(finishes::histogram(facts, paint, 4));
    }
    let blocks = [
        ("Milestones", rows::milestones(facts)),
        ("What ships when", rows::features(facts)),
        ("Tasks due", rows::due_tasks(facts)),
    ];
    for (title, mut targets) in blocks {
        if !targets.is_empty() {
            targets
                .sort_by_key(|target| (target.reached.is_none(), target.p50.is_none(), target.p50));
            page.gap();
            page.table(&targets::table(&targets, title, facts.today), 2);
            if let Some(loose) = targets::loose(&targets) {
                page.wrapped(&Line::plain("  ").and_prose(&loose), 4);
            }
        }
    }
    if is_done {
        if facts.forecast.reading.calibration.pace_observed.is_some() {
            page.heading("How good the estimates were", "");
            page.wrapped(&Line::plain(&format!("    {}", learned(facts))), 4);
        }
        page.next(&[("fore", "the plan at a glance")]);
        return page.render();
    }
    path(&mut page, facts);
    if let Some(drivers) = drivers {
        drivers::movers(&mut page, facts, drivers);
        drivers::settle_first(&mut page, facts, drivers);
    }
    trust(&mut page, facts);
    let cut = wanted_cut(facts);
    let cut = cut.as_ref().map(|(command, shows)| (command.as_str(), shows.as_str()));
    let others =
        [("fore schedule", "who does what, and when"), ("fore explain p80", "what the words mean")];
    page.next(&cut.into_iter().chain(others).collect::<Vec<_>>());
    page.render()
}

/// `80% sure by Wed 22 July (±0.3 days), even odds by Fri 10 July, 95% by Tue 4 August. 30 June: 19%.`
fn headline(facts: &Facts, situation: &Situation) -> String {
    let Situation::Dated { p50, p80, deadline } = situation else { return facts.answer() };
    // Each date has the year of the one before, unless it says another.
    let mut before = facts.today;
    let mut said = |date| words::weekday_long(date, std::mem::replace(&mut before, date));
    let (p80, p50) = (said(*p80), said(*p50));
    let p95 = facts.forecast.finish.percentile(95).map_or_else(
        || "fewer than 95% ever finish".to_owned(),
        |p95| format!("95% by {}", said(facts.finish_date(p95))),
    );
    let chance = deadline.map_or_else(String::new, |deadline| {
        format!(" {}: {}.", words::day(deadline.date, before), words::percent(deadline.chance))
    });
    let within = within(facts).map_or_else(String::new, |within| format!(" ({within})"));
    format!("80% sure by {p80}{within}, even odds by {p50}, {p95}.{chance}")
}

const PATH_MAX: usize = 5;
const ALWAYS_MAX: usize = 5;

/// In so many runs a task is on the path whatever happens, and no longer worth a row.
const ALWAYS: f64 = 0.95;
/// From this width on there is room for bars beside names and dates.
const BARS_WIDTH_MIN: usize = 90;

/// What is often on the longest path: first what always is, in a line, then the rest by its share.
fn path(page: &mut Page, facts: &Facts) {
    let mut tasks = rows::tasks(facts);
    tasks.retain(|row| row.path_share > 0.005 && row.status != crate::Status::Done);
    tasks.sort_by(|a, b| b.path_share.total_cmp(&a.path_share).then(a.task.cmp(&b.task)));
    let n_always = tasks.partition_point(|row| row.path_share >= ALWAYS);
    let mention = |row: &TaskRow| facts.mention(ItemRef::Task(row.task));
    let always: Vec<String> =
        tasks[..n_always].iter().rev().take(ALWAYS_MAX).map(mention).collect();
    tasks.drain(..n_always);
    tasks.truncate(PATH_MAX);
    if tasks.is_empty() && always.is_empty() {
        return;
    }
    page.gap();
    if !tasks.is_empty() {
        page.table(&path_table(facts, &tasks, page.paint()), 2);
    }
    if !always.is_empty() {
        let more = match n_always - always.len() {
            0 => words::list(&always),
            n => format!("{} and {n} more", always.join(", ")),
        };
        let text = format!("  On the longest path in nearly every run: {more}");
        page.wrapped(&Line::prose(&text), 4);
    }
}

fn path_table(facts: &Facts, tasks: &[TaskRow], paint: &Paint) -> Table {
    let has_bars = paint.draws() && paint.width >= BARS_WIDTH_MIN;
    let mut columns = vec![Column::left("Often on the longest path"), Column::right("runs")];
    if has_bars {
        columns.push(Column::left(""));
    }
    columns.extend([Column::left("P50"), Column::left("P80")]);
    let mut table = Table::new(columns);
    let date = |date: Option<_>| {
        let said = |date| words::weekday(date, facts.today);
        Line::plain(&date.map_or_else(|| "never".to_owned(), said))
    };
    for row in tasks {
        let name = Line::prose(&facts.mention(ItemRef::Task(row.task)));
        let name =
            if row.id.is_some() { name.and("  ").with(Role::Label, row.title) } else { name };
        let mut cells = vec![name.truncated(52), Line::plain(&words::percent(row.path_share))];
        if has_bars {
            cells.push(Line::of(Role::Path, &chart::bar(row.path_share, 12)));
        }
        cells.extend([date(row.p50), date(row.p80)]);
        table.row(cells);
    }
    table
}
