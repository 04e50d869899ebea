//! How soon the editor hears back: a client that replays keystrokes at the pace of somebody who types
//! fast, and measures from each keystroke to what it brings.

mod client;
mod keystrokes;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use client::Client;
use keystrokes::{Keystroke, recording};

use super::percentile;
use super::program::{TICKS_PER_SECOND, build};
use crate::generate;
use crate::say;

/// Between two keystrokes: a hundred words a minute.
const PACE: Duration = Duration::from_millis(120);
/// After so long without anything new, what was typed has had its effect; less than the pause after
/// which a plan is played in full.
const SILENCE: Duration = Duration::from_millis(500);

/// A plan, and what was asked of the server: milliseconds to diagnostics, to dates, to completions.
struct Case {
    tasks: usize,
    people: usize,
    asked: [u32; 3],
}

const CASES: [Case; 2] = [
    Case { tasks: 200, people: 8, asked: [30, 150, 20] },
    Case { tasks: 2_000, people: 20, asked: [100, 600, 40] },
];

/// Builds `fore`, types into plans of two sizes, prints the figures of each.
pub fn run(bursts: usize) -> Result<(), String> {
    let program = build()?;
    say("| plan | what | median ms | P99 ms | asked |\n|---|---|---|---|---|");
    for case in &CASES {
        measure(&program, case, bursts)?;
    }
    Ok(())
}

fn measure(program: &Path, case: &Case, bursts: usize) -> Result<(), String> {
    let text = generate::plan(case.tasks, case.people, 1);
    let folder = folder(case)?;
    fs::write(folder.join("plan.md"), &text).map_err(|error| error.to_string())?;
    let recorded = recording(&text, case.tasks, bursts);
    let mut client = Client::start(program, &folder, &generate::START.to_string())?;
    client.open(&text)?;
    client.settle(Duration::from_secs(3))?;
    let (mut mistakes, mut dates, mut completions) = (Vec::new(), Vec::new(), Vec::new());
    let before = client.ticks()?;
    let mut typed = 0;
    for burst in &recorded {
        for Keystroke { line, column, removed, typed: text } in burst {
            let (found, completed) = client.type_one(*line, *column, *removed, text, PACE)?;
            mistakes.push(found);
            completions.push(completed);
            typed += 1;
        }
        dates.extend(client.settle(SILENCE)?);
    }
    let ticks = client.ticks()? - before;
    let plan = format!("{} tasks, {} people", case.tasks, case.people);
    let rows = [("diagnostics", mistakes), ("dates", dates), ("completions", completions)];
    for ((what, latencies), asked) in rows.into_iter().zip(case.asked) {
        let (median, p99) = (percentile(latencies.clone(), 50), percentile(latencies, 99));
        say(&format!("| {plan} | {what} | {median:.0} | {p99:.0} | {asked} |"));
    }
    let cpu = 1000.0 * ticks / TICKS_PER_SECOND / f64::from(typed);
    let memory = client.peak_megabytes()?;
    say(&format!(
        "| {plan} | CPU of a keystroke, full forecasts after pauses in it | {cpu:.0} | | |"
    ));
    say(&format!("| {plan} | peak memory, MB | {memory:.0} | | 150 |"));
    client.quit()
}

fn folder(case: &Case) -> Result<PathBuf, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/bench");
    let folder = root.join(format!("editor-{}", case.tasks));
    fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    folder.canonicalize().map_err(|error| error.to_string())
}
