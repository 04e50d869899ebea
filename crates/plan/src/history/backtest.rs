//! How old forecasts held: plain values between those who work them out and those who show them.

use jiff::civil::Date;

/// Old forecasts against what has happened since.
#[derive(Clone, Debug, PartialEq)]
pub struct Backtest {
    /// How many forecasts there were of tasks and milestones that are finished now; each counts
    /// once for each row in which it was open.
    pub forecasts: usize,
    /// How many tasks and milestones those are, each counted once.
    pub items: usize,
    /// How many of the forecasts held from P10 to P90.
    pub inside: usize,
    /// How many were finished by their P50.
    pub by_p50: usize,
    /// How many were finished by their P80.
    pub by_p80: usize,
    /// By how many working days they came after their P50, on average; negative is before.
    pub late_days: f64,
    /// The day on which the whole plan was finished, if it is.
    pub finished: Option<Date>,
    /// One row a forecast, the oldest first.
    pub rows: Vec<BacktestRow>,
}

/// One old forecast.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BacktestRow {
    /// The day on which it would have been made.
    pub date: Date,
    /// The finish of the plan that half of the runs made.
    pub p50: Option<Date>,
    /// The finish that eight of ten runs made.
    pub p80: Option<Date>,
    /// Whether the plan was finished by that P80; `None` while it is open.
    pub held: Option<bool>,
    /// How many tasks and milestones were open then and are finished now.
    pub forecasts: usize,
    /// How many of them were finished on a day from P10 to P90.
    pub inside: usize,
    /// How many were finished by their P80.
    pub by_p80: usize,
}
