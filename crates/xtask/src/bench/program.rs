//! Whole-process figures of the release build: CPU seconds from start to exit, and peak memory.
//!
//! Read from `/proc` (Linux): the CPU time of ended children in clock ticks, so each command runs
//! several times and the mean is quoted; peak resident memory by watching the running process.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::generate;
use crate::say;

/// Clock ticks a second in `/proc`, fixed at 100 on Linux.
pub(super) const TICKS_PER_SECOND: f64 = 100.0;

pub(super) struct Case {
    pub(super) name: &'static str,
    pub(super) bound: &'static str,
    pub(super) folder: PathBuf,
    pub(super) today: String,
    pub(super) arguments: &'static [&'static str],
    pub(super) repeat: u32,
}

/// Builds `fore`, runs it on plans of several sizes, prints one row each.
pub fn run(repeat: u32) -> Result<(), String> {
    let program = build()?;
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let scratch = root.join("target/bench");
    say("| command | plan | CPU ms | peak MB | asked |\n|---|---|---|---|---|");
    for case in cases(&root, &scratch, repeat)? {
        let (milliseconds, megabytes) = measure(&program, &case)?;
        say(&format!(
            "| `fore {}` | {} | {milliseconds:.0} | {megabytes:.0} | {} |",
            case.arguments.join(" "),
            case.name,
            case.bound
        ));
    }
    Ok(())
}

/// Builds `fore` and returns where it is.
pub(super) fn build() -> Result<PathBuf, String> {
    let build =
        Command::new(env!("CARGO")).args(["build", "--release", "--package", "cli"]).status();
    if !build.is_ok_and(|status| status.success()) {
        return Err("`fore` does not build".to_owned());
    }
    Ok(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/release/fore"))
}

fn cases(root: &Path, scratch: &Path, repeat: u32) -> Result<Vec<Case>, String> {
    let billing = Case {
        name: "billing rewrite, 35 tasks",
        bound: "60 ms",
        folder: root.join("examples/billing"),
        today: "2026-04-14".to_owned(),
        arguments: &["forecast"],
        repeat,
    };
    let generated = |name, bound, tasks, people, arguments, repeat| {
        let folder = scratch.join(format!("{tasks}x{people}"));
        let text = generate::plan(tasks, people, 1);
        fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
        fs::write(folder.join("plan.md"), text).map_err(|error| error.to_string())?;
        let today = generate::START.to_string();
        Ok::<_, String>(Case { name, bound, folder, today, arguments, repeat })
    };
    let base = |folder: &Path, text: String| {
        fs::write(folder.join("old.md"), text).map_err(|error| error.to_string())
    };
    let compared =
        generated("200 tasks, 8 people, 5 edits", "1,000 ms", 200, 8, &["diff", "old.md"], repeat)?;
    base(&compared.folder, super::diff::edited(&generate::plan(200, 8, 1), 5))?;
    let sample = scratch.join("billing");
    fs::create_dir_all(&sample).map_err(|error| error.to_string())?;
    let text = fs::read_to_string(billing.folder.join("plan/plan.md"))
        .map_err(|error| error.to_string())?;
    fs::write(sample.join("plan.md"), &text).map_err(|error| error.to_string())?;
    base(&sample, super::diff::edited(&text, 5))?;
    let sample = Case {
        name: "billing rewrite, 5 edits",
        bound: "250 ms",
        folder: sample,
        today: billing.today.clone(),
        arguments: &["diff", "old.md"],
        repeat,
    };
    Ok(vec![
        billing,
        sample,
        compared,
        generated("200 tasks, 8 people", "150 ms", 200, 8, &["forecast"], repeat)?,
        generated(
            "200 tasks, 8 people",
            "15 ms",
            200,
            8,
            &["set", "t5", "3d..9d", "--dry-run", "--no-price"],
            repeat,
        )?,
        generated(
            "200 tasks, 8 people",
            "200 ms",
            200,
            8,
            &["set", "t5", "3d..9d", "--dry-run"],
            repeat,
        )?,
        generated("20,000 items", "150 ms", 20_000, 50, &["check"], repeat)?,
        generated("10,000 tasks, 50 people", "5,000 ms, 300 MB", 10_000, 50, &["schedule"], 2)?,
    ])
}

/// Mean CPU milliseconds and peak resident megabytes of one case.
pub(super) fn measure(program: &Path, case: &Case) -> Result<(f64, f64), String> {
    let before = children_ticks()?;
    let mut peak = 0.0_f64;
    for _ in 0..case.repeat {
        let mut child = Command::new(program)
            .args(case.arguments)
            .args(["--today", &case.today, "-C"])
            .arg(&case.folder)
            .stdout(Stdio::null())
            .spawn()
            .map_err(|error| error.to_string())?;
        let status = loop {
            peak = peak.max(peak_megabytes(child.id()).unwrap_or(0.0));
            match child.try_wait().map_err(|error| error.to_string())? {
                Some(status) => break status,
                None => std::thread::sleep(std::time::Duration::from_millis(1)),
            }
        };
        if !status.success() {
            return Err(format!("`fore {}` failed on {}", case.arguments.join(" "), case.name));
        }
    }
    let ticks = children_ticks()? - before;
    Ok((1000.0 * ticks / TICKS_PER_SECOND / f64::from(case.repeat), peak))
}

/// User and system time of ended children, in clock ticks.
fn children_ticks() -> Result<f64, String> {
    // Fields 16 and 17 of proc_pid_stat(5).
    ticks([16, 17])
}

/// User and system time of this process, in clock ticks.
pub(super) fn own_ticks() -> Result<f64, String> {
    ticks([14, 15])
}

fn ticks(wanted: [usize; 2]) -> Result<f64, String> {
    let stat = fs::read_to_string("/proc/self/stat").map_err(|error| error.to_string())?;
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let fields: Vec<f64> =
        after_name.split_whitespace().map(|field| field.parse().unwrap_or(0.0)).collect();
    // The part after the name begins with field 3.
    Ok(wanted.iter().map(|field| fields[field - 3]).sum())
}

fn peak_megabytes(process: u32) -> Option<f64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().trim_end_matches("kB").trim().parse::<f64>().ok()? / 1024.0)
}
