//! The search on published instances: how far from the longest path and from the best known.
//!
//! In: a folder of instances, with `best-known.csv` (name, lower bound, upper bound) beside them where
//! somebody has it. Out: a table, and one JSON object an instance with its starts, so that anyone can
//! check the answer with other code. Every schedule is checked here as well, slot by slot.

mod instance;
pub mod stochastic;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use schedule::search::{Budget, Found, Network, prove, search};
use serde::Serialize;

use crate::say;
use instance::Instance;

/// What is run.
#[derive(Args)]
pub struct Options {
    /// Folder with `.sm` or `.rcp` files
    #[arg(long)]
    data: PathBuf,
    /// Schedules for each instance: the same answer on every machine
    #[arg(long, default_value_t = 50_000, conflicts_with = "seconds")]
    schedules: u64,
    /// CPU seconds for each instance, instead
    #[arg(long)]
    seconds: Option<f64>,
    /// Contradictions to learn from, for each instance that the search leaves open
    #[arg(long, default_value_t = 0)]
    contradictions: u64,
    /// Searches elsewhere
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Only instances whose name matches this regular expression
    #[arg(long = "match", value_name = "REGEX")]
    pattern: Option<regex_lite::Regex>,
    /// Where the answers go
    #[arg(long)]
    json: Option<PathBuf>,
}

#[derive(Serialize)]
struct Answer {
    name: String,
    makespan: u32,
    bound: u32,
    proved: bool,
    schedules: u64,
    cpu_seconds: f64,
    starts: Vec<u32>,
}

/// Runs every instance and says how it went.
pub fn run(options: &Options) -> Result<(), String> {
    let best_known = best_known(&options.data)?;
    let mut answers = Vec::new();
    let mut tally = Tally::default();
    for instance in instance::read_all(&options.data)? {
        if options.pattern.as_ref().is_some_and(|pattern| !pattern.is_match(&instance.name)) {
            continue;
        }
        let network = Network::new(&instance.activities, &instance.capacities)
            .ok_or_else(|| format!("{}: this has no schedule", instance.name))?;
        let (found, cpu_seconds) =
            solve(&network, budget(&network, options)?, options.contradictions)?;
        check(&instance, &found).map_err(|wrong| format!("{}: {wrong}", instance.name))?;
        tally.add(&network, &found, best_known.get(&instance.name).copied(), cpu_seconds);
        answers.push(Answer {
            name: instance.name,
            makespan: found.length,
            bound: found.bound,
            proved: found.length == found.bound,
            schedules: found.schedules,
            cpu_seconds,
            starts: found.starts,
        });
    }
    if let Some(out) = &options.json {
        let json = serde_json::to_string(&answers).map_err(|error| error.to_string())?;
        fs::write(out, json).map_err(|error| format!("{}: {error}", out.display()))?;
    }
    say(&tally.table());
    Ok(())
}

/// Searches as long as asked. How many schedules a number of seconds buys is found out before, and not
/// counted.
fn solve(network: &Network, budget: Budget, contradictions: u64) -> Result<(Found, f64), String> {
    let before = cpu_seconds()?;
    let found = prove(network, search(network, budget), contradictions);
    Ok((found, cpu_seconds()? - before))
}

/// How many schedules to generate.
fn budget(network: &Network, options: &Options) -> Result<Budget, String> {
    /// The clock of a thread ticks every few milliseconds.
    const LONG_ENOUGH: f64 = 0.04;
    let seed = options.seed;
    let Some(seconds) = options.seconds else {
        return Ok(Budget { schedules: options.schedules, seed });
    };
    let trial = Budget { schedules: if seconds < 0.01 { 100 } else { 1_000 }, seed };
    let (before, mut schedules) = (cpu_seconds()?, 0);
    loop {
        schedules += search(network, trial).schedules;
        let spent = cpu_seconds()? - before;
        if spent >= LONG_ENOUGH {
            return Ok(Budget { schedules: (schedules as f64 / spent * seconds) as u64, seed });
        }
    }
}

/// What a schedule must be, said without the code that made it.
fn check(instance: &Instance, found: &Found) -> Result<(), String> {
    let end = |at: usize| found.starts[at] + instance.activities[at].duration;
    for (at, activity) in instance.activities.iter().enumerate() {
        if let Some(early) = activity.successors.iter().find(|&&next| found.starts[next] < end(at))
        {
            return Err(format!("{} starts before {} has ended", early + 1, at + 1));
        }
    }
    for (resource, &capacity) in instance.capacities.iter().enumerate() {
        let mut units = vec![0; found.length as usize];
        for (at, activity) in instance.activities.iter().enumerate() {
            for slot in &mut units[found.starts[at] as usize..end(at) as usize] {
                *slot += activity.demands[resource];
            }
        }
        if let Some(slot) = units.iter().position(|&units| units > capacity) {
            return Err(format!("resource {} has too few units in slot {slot}", resource + 1));
        }
    }
    let last = (0..instance.activities.len()).map(end).max().unwrap_or(0);
    if last == found.length { Ok(()) } else { Err(format!("it ends after {last}")) }
}

/// Sums over the instances.
#[derive(Default)]
struct Tally {
    instances: u32,
    deviation: f64,
    known: u32,
    gap: f64,
    as_good: u32,
    proved: u32,
    schedules: u64,
    cpu_seconds: f64,
}

impl Tally {
    fn add(&mut self, network: &Network, found: &Found, best_known: Option<u32>, cpu_seconds: f64) {
        let above =
            |length: u32| 100.0 * (f64::from(found.length) / f64::from(length.max(1)) - 1.0);
        self.instances += 1;
        self.deviation += above(network.critical_path());
        if let Some(best) = best_known {
            self.known += 1;
            self.gap += above(best);
            self.as_good += u32::from(found.length <= best);
        }
        self.proved += u32::from(found.length == found.bound);
        self.schedules += found.schedules;
        self.cpu_seconds += cpu_seconds;
    }

    fn table(&self) -> String {
        let mean = |sum: f64, n: u32| sum / f64::from(n.max(1));
        format!(
            "| instances | above the longest path | above the best known | as good | proved | \
             schedules | CPU s each | schedules a CPU s |\n|---|---|---|---|---|---|---|---|\n\
             | {} | {:.2} % | {:.2} % | {} of {} | {} | {} | {:.3} | {:.0} |",
            self.instances,
            mean(self.deviation, self.instances),
            mean(self.gap, self.known),
            self.as_good,
            self.known,
            self.proved,
            self.schedules,
            mean(self.cpu_seconds, self.instances),
            self.schedules as f64 / self.cpu_seconds.max(1e-9),
        )
    }
}

/// The upper bounds of `best-known.csv`, by name; empty if there is no such file.
fn best_known(data: &Path) -> Result<BTreeMap<String, u32>, String> {
    let path = data.join("best-known.csv");
    if !path.exists() {
        say(&format!("{} is not there: no gaps to the best known", path.display()));
        return Ok(BTreeMap::new());
    }
    let text = fs::read_to_string(&path).map_err(|error| error.to_string())?;
    let row = |line: &str| {
        let mut fields = line.split(',');
        let name = fields.next()?.to_owned();
        Some((name, fields.nth(1)?.trim().parse().ok()?))
    };
    let rows = text.lines().skip(1).map(|line| row(line).ok_or_else(|| line.to_owned()));
    rows.collect::<Result<_, _>>().map_err(|line| format!("{}: `{line}`", path.display()))
}

/// CPU time of this thread so far.
fn cpu_seconds() -> Result<f64, String> {
    let path = "/proc/thread-self/schedstat";
    let counts = fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
    let nanoseconds = counts.split_whitespace().next().and_then(|count| count.parse::<f64>().ok());
    nanoseconds.map(|count| count * 1e-9).ok_or_else(|| format!("{path}: no number"))
}
