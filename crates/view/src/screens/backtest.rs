//! `fore forecast --backtest`: how old forecasts held.

use jiff::civil::Date;
use plan::Backtest;

use crate::facts::Facts;
use crate::terminal::{Column, Line, Page, Paint, Role, Table};
use crate::words;

/// How the forecasts of the past held.
#[must_use]
pub fn backtest(facts: &Facts, backtest: &Backtest, paint: &Paint) -> String {
    let mut page = Page::new(&said(backtest, facts.today), paint);
    if backtest.forecasts > 0 {
        page.wrapped(&Line::of(Role::Label, &in_numbers(backtest)), 0);
    }
    if !backtest.rows.is_empty() {
        page.gap();
        page.table(&table(facts, backtest), 2);
    }
    page.next(&[
        ("fore forecast", "today's forecast, and what the finished tasks taught it"),
        ("fore status", "how the date moved, and what moved it"),
    ]);
    page.render()
}

/// The answer: whether the ranges were wide enough, and which way they erred.
pub(crate) fn said(backtest: &Backtest, today: Date) -> String {
    let Backtest { forecasts, items, inside, by_p80, .. } = *backtest;
    if forecasts == 0 {
        return "Nothing that was forecast is finished yet, so there is nothing to compare."
            .to_owned();
    }
    let plan = backtest.finished.map_or_else(String::new, |finished| {
        let held = backtest.rows.iter().filter(|row| row.held == Some(true)).count();
        let of = backtest.rows.iter().filter(|row| row.held.is_some()).count();
        format!(
            "The plan was finished on {}, by the P80 of {held} of {of} forecasts. ",
            words::day(finished, today)
        )
    });
    let share = inside as f64 / forecasts as f64;
    let in_time = by_p80 as f64 / forecasts as f64;
    let ranges = if items < ITEMS_MIN {
        let finished = words::count(items, "finished item");
        return format!(
            "{plan}Too few to tell: {finished}, where about {ITEMS_MIN} begin to say whether \
             the ranges hold."
        );
    } else if in_time < LATE {
        "The dates were too early"
    } else if share < NARROW {
        "The ranges were too narrow"
    } else if share > WIDE {
        "The ranges were wider than they had to be"
    } else {
        "The ranges held"
    };
    format!(
        "{plan}{ranges}: {} of what was finished came between P10 and P90, and {} by P80.",
        words::percent(share),
        words::percent(in_time)
    )
}

/// Fewer finished items than this say nothing: of ten ranges that hold in eight of ten cases, six
/// to ten do by mere chance.
const ITEMS_MIN: usize = 10;
/// By P80 eight of ten should be finished; below this share the dates were no promise.
const LATE: f64 = 0.7;
/// Ranges from P10 to P90 should hold eight of ten; within these shares they do.
const NARROW: f64 = 0.7;
/// The other end.
const WIDE: f64 = 0.9;

fn in_numbers(backtest: &Backtest) -> String {
    let days = backtest.late_days;
    let bias = if days.abs() < 0.05 {
        "on the day of P50".to_owned()
    } else {
        let way = if days > 0.0 { "after" } else { "before" };
        format!("{} {way} P50", words::days(days.abs()))
    };
    format!(
        "{} of {}, each counted in every row in which it was open. Right would be 80%, \
         80% by P80, and half by P50; {} came by P50, on average {bias}.",
        words::count(backtest.forecasts, "forecast"),
        words::count(backtest.items, "finished item"),
        words::percent(backtest.by_p50 as f64 / backtest.forecasts.max(1) as f64),
    )
}

fn table(facts: &Facts, backtest: &Backtest) -> Table {
    let mut columns = vec![
        Column::left("as of"),
        Column::left("plan P50"),
        Column::left("plan P80"),
        Column::right("finished since"),
        Column::right("P10 to P90"),
        Column::right("by P80"),
    ];
    if backtest.finished.is_some() {
        columns.push(Column::left("plan"));
    }
    let day = |date: Option<Date>| {
        let said =
            date.map_or_else(|| "no date".to_owned(), |date| words::day_month(date, facts.today));
        Line::plain(&said)
    };
    let mut table = Table::new(columns);
    for row in &backtest.rows {
        let share = |n: usize| match row.forecasts {
            0 => Line::new(),
            all => Line::plain(&format!("{n} of {all}")),
        };
        let mut cells = vec![
            day(Some(row.date)),
            day(row.p50),
            day(row.p80),
            Line::plain(&row.forecasts.to_string()),
            share(row.inside),
            share(row.by_p80),
        ];
        cells.extend(row.held.map(|held| match held {
            true => Line::of(Role::Good, "made it"),
            false => Line::of(Role::Warn, "missed it"),
        }));
        table.row(cells);
    }
    table
}
