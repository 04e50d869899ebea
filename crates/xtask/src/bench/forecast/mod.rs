//! How fast forecasts are, beside what others reach in the same minutes.
//!
//! In: where the rivals' scripts are, which Python runs them. Out: a table, and one object a
//! measurement as JSON. Times are processor seconds of one thread unless said otherwise, the best of
//! several rounds: on a busy machine ratios decide, not the figures themselves.

mod measure;
mod plans;
mod rivals;

use std::fs;
use std::path::Path;

use serde::Serialize;

use crate::{complain, say};

/// What the command was told.
pub struct Told<'a> {
    /// The folder with `numpy_forecast.py`, `numba_forecast.py` and `precedence-1000.txt`.
    pub rivals: Option<&'a Path>,
    /// The Python that has numpy, scipy and numba; else one is made under `target`.
    pub python: Option<&'a Path>,
    /// Where the JSON goes.
    pub json: Option<&'a Path>,
}

/// One measurement.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Measurement {
    pub name: String,
    /// How many efforts were drawn or placed in a second.
    pub task_runs_per_second: f64,
    pub cpu_seconds: f64,
    /// What it is compared with.
    pub rival: Option<String>,
    /// How many times as fast it is; of two threads, as fast as one.
    pub ratio: Option<f64>,
}

impl Measurement {
    pub(super) fn new(name: &str, task_runs: f64, cpu_seconds: f64) -> Self {
        Measurement {
            name: name.to_owned(),
            task_runs_per_second: task_runs / cpu_seconds,
            cpu_seconds,
            rival: None,
            ratio: None,
        }
    }

    pub(super) fn against(&self, rival: &Measurement) -> Self {
        Measurement {
            rival: Some(rival.name.clone()),
            ratio: Some(self.task_runs_per_second / rival.task_runs_per_second),
            ..self.clone()
        }
    }
}

/// Measures everything that can be measured here, and says what cannot.
pub fn run(told: &Told<'_>) -> Result<(), String> {
    if cfg!(debug_assertions) {
        complain("A SLOW BUILD: cargo run --release -p xtask -- bench forecast");
    }
    let network = plans::network(told.rivals);
    if !network.is_the_rivals {
        complain("NOT COMPARABLE: no precedence-1000.txt, a made-up network stands in for it");
    }
    let mut found = measure::precedence(&network);
    found.extend(rivals::measure(told.rivals, told.python, &found));
    found.extend(measure::dispatch()?);
    found.extend(measure::two_threads(&network));
    show(&found);
    if let Some(out) = told.json {
        let json = serde_json::to_string_pretty(&found).map_err(|error| error.to_string())?;
        fs::write(out, json).map_err(|error| format!("{}: {error}", out.display()))?;
    }
    Ok(())
}

fn show(found: &[Measurement]) {
    say("| measurement | million task-runs/s | CPU ms | against | ratio |\n|---|---|---|---|---|");
    for one in found {
        let ratio = one.ratio.map_or_else(String::new, |ratio| format!("{ratio:.2}"));
        say(&format!(
            "| {} | {:.2} | {:.1} | {} | {ratio} |",
            one.name,
            one.task_runs_per_second / 1e6,
            one.cpu_seconds * 1e3,
            one.rival.as_deref().unwrap_or(""),
        ));
    }
}
