//! Whole projects, levelled by us and by TaskJuggler: who finishes sooner, and what it costs.
//!
//! In: a folder of projects in neutral JSON, each with a `.tjp` of the same name that says the same and
//! writes its tasks to `tasks.csv`. Out: a table. Our schedules are checked; the CPU time counts reading
//! the plan, and all that TaskJuggler does.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use clap::Args;
use schedule::search::Budget;
use schedule::{check_schedule, finish_bound, improve, usual_budget};

use super::answer::{minute, read_project};
use crate::say;

/// What is run.
#[derive(Args)]
pub struct Options {
    /// Folder with the projects, in it or in folders in it
    #[arg(long)]
    data: PathBuf,
    /// Schedules for each project, if not as many as a plan of its size gets
    #[arg(long)]
    schedules: Option<u64>,
    /// Searches elsewhere
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Only projects whose path matches this regular expression
    #[arg(long = "match", value_name = "REGEX")]
    pattern: Option<regex_lite::Regex>,
    /// Leave TaskJuggler out
    #[arg(long)]
    alone: bool,
}

/// What became of one project, in minutes from its start and CPU seconds.
struct Row {
    usual: i64,
    found: i64,
    bound: i64,
    cpu: f64,
    rival: Option<(i64, f64)>,
}

/// Levels every project and says how it went.
pub fn run(options: &Options) -> Result<(), String> {
    let mut projects = Vec::new();
    collect(&options.data, &mut projects)?;
    projects.retain(|path| {
        options.pattern.as_ref().is_none_or(|regex| regex.is_match(&path.to_string_lossy()))
    });
    projects.sort();
    let mut rows = Vec::new();
    for path in &projects {
        let row = level(path, options)?;
        say(&format!(
            "{}: the usual order {} min, found {}, bound {}, {:.3} CPU s{}",
            path.display(),
            row.usual,
            row.found,
            row.bound,
            row.cpu,
            row.rival.map_or_else(String::new, |(finish, cpu)| {
                format!("; TaskJuggler {finish} min, {cpu:.2} CPU s")
            })
        ));
        rows.push(row);
    }
    say(&table(&rows));
    Ok(())
}

fn collect(folder: &Path, projects: &mut Vec<PathBuf>) -> Result<(), String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    for entry in entries {
        let path = entry.map_err(|error| error.to_string())?.path();
        if path.is_dir() {
            collect(&path, projects)?;
        } else if path.extension().is_some_and(|ending| ending == "json") {
            projects.push(path);
        }
    }
    Ok(())
}

fn level(path: &Path, options: &Options) -> Result<Row, String> {
    let before = cpu_seconds(Whose::Own)?;
    let snapshot = read_project(path)?;
    let problem = &snapshot.lowered.as_ref().ok_or("the plan is not sound")?.problem;
    let middle = forecast::middle_efforts(problem);
    let usual = usual_budget(problem);
    let schedules = options.schedules.unwrap_or(usual.schedules);
    let improved = improve(problem, &middle, Budget { schedules, seed: options.seed });
    let cpu = cpu_seconds(Whose::Own)? - before;
    let violations = check_schedule(problem, &middle, &improved.schedule);
    if !violations.is_empty() {
        return Err(format!("{}: {violations:?}", path.display()));
    }
    let finish = improved.finish.ok_or("it never ends")?;
    let from = problem.today();
    let rival = if options.alone { None } else { rival(path, &minute(from))? };
    Ok(Row {
        usual: (finish.usual - from).0,
        found: (finish.found - from).0,
        bound: (finish_bound(problem, &middle, finish.found) - from).0,
        cpu,
        rival,
    })
}

/// The finish and CPU seconds of TaskJuggler; `None` where it is not installed.
fn rival(path: &Path, start: &str) -> Result<Option<(i64, f64)>, String> {
    let project = path.with_extension("tjp");
    let out = std::env::temp_dir().join(format!("levelling-{}", std::process::id()));
    fs::create_dir_all(&out).map_err(|error| error.to_string())?;
    let before = cpu_seconds(Whose::Children)?;
    let ended =
        Command::new("tj3").arg("--silent").arg("--output-dir").arg(&out).arg(&project).output();
    let Ok(ended) = ended else { return Ok(None) };
    if !ended.status.success() {
        return Err(String::from_utf8_lossy(&ended.stderr).into_owned());
    }
    let cpu = cpu_seconds(Whose::Children)? - before;
    let csv = fs::read_to_string(out.join("tasks.csv")).map_err(|error| error.to_string())?;
    fs::remove_dir_all(&out).map_err(|error| error.to_string())?;
    let ends =
        csv.lines().skip(1).filter_map(|line| Some(line.split(';').nth(2)?.trim_matches('"')));
    let last = ends.max().ok_or("TaskJuggler lists no task")?;
    let read = |text: &str| {
        text.replace('T', " ").parse::<jiff::civil::DateTime>().map_err(|error| error.to_string())
    };
    let minutes = read(last)?.since(read(start)?).and_then(|span| {
        span.total((jiff::Unit::Minute, jiff::SpanRelativeTo::days_are_24_hours()))
    });
    Ok(Some((minutes.map_err(|error| error.to_string())? as i64, cpu)))
}

#[derive(Clone, Copy)]
enum Whose {
    Own,
    Children,
}

/// CPU time so far, of this process or of those that it has waited for.
fn cpu_seconds(whose: Whose) -> Result<f64, String> {
    /// Linux counts in hundredths of a second there.
    const TICK: f64 = 0.01;
    let path = "/proc/self/stat";
    let text = fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
    // The name of the program may hold blanks; behind it come numbers, user time 12th.
    let numbers = text.rsplit(')').next().unwrap_or_default();
    let ticks = |at: usize| numbers.split_whitespace().nth(at).and_then(|n| n.parse::<f64>().ok());
    let first = match whose {
        Whose::Own => 11,
        Whose::Children => 13,
    };
    let sum = ticks(first).zip(ticks(first + 1)).map(|(user, system)| user + system);
    sum.map(|ticks| ticks * TICK).ok_or_else(|| format!("{path}: no number"))
}

fn table(rows: &[Row]) -> String {
    let mean = |of: &dyn Fn(&Row) -> Option<f64>| {
        let values: Vec<f64> = rows.iter().filter_map(of).collect();
        values.iter().sum::<f64>() / values.len().max(1) as f64
    };
    let sooner = |row: &Row| {
        let (finish, _) = row.rival?;
        Some(100.0 * (finish - row.found) as f64 / finish as f64)
    };
    let later = rows.iter().filter(|row| row.rival.is_some_and(|(finish, _)| row.found > finish));
    format!(
        "| projects | sooner than the usual order | sooner than TaskJuggler | never sooner than the bound | later than TaskJuggler | \
         CPU s | TaskJuggler |\n|---|---|---|---|---|---|---|\n\
         | {} | {:.2} % | {:.2} % | {:.2} % above it | {} | {:.3} | {:.2} |",
        rows.len(),
        mean(&|row| Some(100.0 * (row.usual - row.found) as f64 / row.usual as f64)),
        mean(&sooner),
        mean(&|row| Some(100.0 * (row.found - row.bound) as f64 / row.bound.max(1) as f64)),
        later.count(),
        mean(&|row| Some(row.cpu)),
        mean(&|row| Some(row.rival?.1)),
    )
}
