//! `fore forecast --backtest --json`.

use jiff::civil::Date;
use plan::{Backtest, BacktestRow};
use serde::Serialize;

use crate::facts::Facts;
use crate::screens::backtest_said;

/// How old forecasts held.
#[derive(Debug, Serialize)]
pub struct BacktestJson {
    plan: String,
    today: String,
    answer: String,
    forecasts: usize,
    items: usize,
    inside_p10_p90: usize,
    by_p50: usize,
    by_p80: usize,
    working_days_after_p50_mean: f64,
    finished: Option<String>,
    rows: Vec<RowJson>,
}

#[derive(Debug, Serialize)]
struct RowJson {
    date: String,
    p50: Option<String>,
    p80: Option<String>,
    held: Option<bool>,
    forecasts: usize,
    inside_p10_p90: usize,
    by_p80: usize,
}

/// The forecasts of the past, and what became of them.
#[must_use]
pub fn backtest(facts: &Facts, backtest: &Backtest) -> BacktestJson {
    BacktestJson {
        plan: facts.plan.name.clone(),
        today: facts.today.to_string(),
        answer: backtest_said(backtest, facts.today),
        forecasts: backtest.forecasts,
        items: backtest.items,
        inside_p10_p90: backtest.inside,
        by_p50: backtest.by_p50,
        by_p80: backtest.by_p80,
        working_days_after_p50_mean: backtest.late_days,
        finished: text(backtest.finished),
        rows: backtest.rows.iter().map(row).collect(),
    }
}

fn row(row: &BacktestRow) -> RowJson {
    RowJson {
        date: row.date.to_string(),
        p50: text(row.p50),
        p80: text(row.p80),
        held: row.held,
        forecasts: row.forecasts,
        inside_p10_p90: row.inside,
        by_p80: row.by_p80,
    }
}

fn text(date: Option<Date>) -> Option<String> {
    date.map(|date| date.to_string())
}
