//! `fore forecast`: when, how sure, and how far to trust it.

use forecast::Calibration;
use plan::ItemRef;

use super::overview::{crew, overview};
use super::{finishes, targets};
use crate::chart;
use crate::facts::Facts;
use crate::rows;
use crate::sentence::Situation;
use crate::terminal::{Column, Line, Page, Paint, Role, Table};
use crate::words;

/// The forecast in full; while it is too early for a date, the overview says what to settle first.
#[must_use]
pub fn forecast(facts: &Facts, paint: &Paint) -> String {
    let situation = facts.situation();
    if matches!(situation, Situation::TooEarly { .. } | Situation::Backlog { .. }) {
        return overview(facts, paint);
    }
    let mut page = Page::new(&headline(facts, &situation), paint);
    if let Some(crew) = crew(facts) {
        page.wrapped(&Line::of(Role::Label, &crew), 0);
    }
    if !matches!(situation, Situation::Done { .. }) {
        page.gap();
        page.drawn(finishes::histogram(facts, paint, 4));
    }
    for (title, targets) in
        [("Milestones", rows::milestones(facts)), ("What ships when", rows::features(facts))]
    {
        if !targets.is_empty() {
            page.gap();
            page.table(&targets::table(&targets, title, facts.today), 2);
        }
    }
    path(&mut page, facts);
    trust(&mut page, facts);
    page.next(&[
        ("fore schedule", "who does what, and when"),
        ("fore explain p80", "what the words mean"),
    ]);
    page.render()
}

/// `80% sure by Wed 22 July, even odds by Fri 10 July, 95% by Tue 4 August. 30 June: 19%.`
fn headline(facts: &Facts, situation: &Situation) -> String {
    let Situation::Dated { p50, p80, deadline } = situation else { return facts.answer() };
    let said = |date| words::weekday_long(date, facts.today);
    let p95 = facts.forecast.finish.percentile(95).map_or_else(
        || "fewer than 95% ever finish".to_owned(),
        |p95| format!("95% by {}", said(facts.finish_date(p95))),
    );
    let chance = deadline.map_or_else(String::new, |deadline| {
        format!(" {}: {}.", words::day(deadline.date, facts.today), words::percent(deadline.chance))
    });
    format!("80% sure by {}, even odds by {}, {p95}.{chance}", said(*p80), said(*p50))
}

const PATH_MAX: usize = 5;

fn path(page: &mut Page, facts: &Facts) {
    let mut tasks: Vec<_> =
        rows::tasks(facts).into_iter().filter(|task| task.path_share > 0.005).collect();
    tasks.retain(|row| row.status != crate::Status::Done);
    tasks.sort_by(|a, b| b.path_share.total_cmp(&a.path_share).then(a.task.cmp(&b.task)));
    tasks.truncate(PATH_MAX);
    if tasks.is_empty() {
        return;
    }
    let columns = vec![
        Column::left("On the longest path most often"),
        Column::right("runs"),
        Column::left(""),
        Column::left("P50"),
        Column::left("P80"),
    ];
    let mut table = Table::new(columns);
    for row in tasks {
        let date = |date: Option<_>| {
            Line::plain(
                &date.map_or_else(|| "never".to_owned(), |date| words::weekday(date, facts.today)),
            )
        };
        let name = Line::prose(&facts.mention(ItemRef::Task(row.task)));
        let name =
            if row.id.is_some() { name.and("  ").with(Role::Label, row.title) } else { name };
        let bar = if page.paint().draws() {
            Line::of(Role::Path, &chart::bar(row.path_share, 12))
        } else {
            Line::new()
        };
        table.row(vec![
            name.truncated(52),
            Line::plain(&words::percent(row.path_share)),
            bar,
            date(row.p50),
            date(row.p80),
        ]);
    }
    page.gap();
    page.table(&table, 2);
}

fn trust(page: &mut Page, facts: &Facts) {
    page.heading("How far to trust this", "");
    let forecast = facts.forecast;
    let mut text = format!(
        "{}, seed {}: the same answer every time.",
        words::count(forecast.runs as usize, "run"),
        forecast.seed
    );
    if let Some(half_width) = forecast.p80_half_width() {
        text.push_str(&sampling(half_width.0));
    }
    text.push_str(&learned(&forecast.calibration));
    text.push_str(" Not included: new scope, and people who leave without being marked so.");
    page.wrapped(&Line::plain(&format!("    {text}")), 4);
}

/// What finished tasks have taught about estimates, and what is used.
fn learned(calibration: &Calibration) -> String {
    let Some(observed) = calibration.pace_observed else {
        return format!(
            " No finished task has taught it anything yet, so written ranges are widened by {:.1}, as is usual.",
            calibration.overconfidence
        );
    };
    let doubt = if calibration.finished < RECORD_ENOUGH {
        ", because so few tasks prove only part of it"
    } else {
        ""
    };
    format!(
        " Of {}, {} inside the stated range and {} in its upper half. Work took {observed:.2} × the middle; the forecast uses {:.2} ×{doubt}. Written ranges are widened by {:.1}.",
        words::count(calibration.finished, "finished task"),
        calibration.inside,
        calibration.upper_half,
        calibration.pace,
        calibration.overconfidence,
    )
}

/// From so many finished tasks on, what they teach is not called few.
const RECORD_ENOUGH: usize = 20;

/// How far P80 may be off because runs are few, in days.
fn sampling(half_width_minutes: i64) -> String {
    const DAY: i64 = 24 * 60;
    match (half_width_minutes + DAY / 2) / DAY {
        0 => " With other seeds P80 stays on its day.".to_owned(),
        1 => " With another seed P80 may move by a day.".to_owned(),
        days => format!(" With another seed P80 may move by {days} days."),
    }
}
