//! Benchmarks. Each prints its figures and, where one is asked for, the bound it is held against.

mod answer;
mod diff;
mod editor;
mod edits;
mod forecast;
mod history;
mod levelling;
mod merge;
mod oracle;
mod order;
mod program;
mod psplib;
mod server;
mod stability;

use std::path::PathBuf;

use clap::Subcommand;

use crate::say;

/// What is measured.
#[derive(Subcommand)]
pub enum Bench {
    /// Whole-process CPU time and peak memory of `fore` on plans of several sizes
    Program {
        /// Runs of each command that are counted
        #[arg(long, default_value_t = 10)]
        repeat: u32,
    },
    /// Early and late dates against the values that another program stored
    Oracle {
        /// Folder with the plans
        #[arg(long)]
        data: PathBuf,
    },
    /// Shares of edits in a difference: what they cost, and how sure a difference is
    Diff,
    /// A thousand revisions read and played again: CPU time and peak memory of `fore status`
    History {
        /// Warm runs that are counted
        #[arg(long, default_value_t = 10)]
        repeat: u32,
    },
    /// How soon `fore lsp` answers each keystroke: diagnostics, dates, completions, memory
    Editor {
        /// How many bursts of keystrokes
        #[arg(long, default_value_t = 40)]
        bursts: usize,
    },
    /// `fore serve`: pages from a cold start, processor time of a page, from an edit to its date, sizes,
    /// two hundred slow connections
    Server {
        /// How often each page is asked for
        #[arg(long, default_value_t = 10)]
        repeat: u32,
        /// A `fore` that is built already
        #[arg(long)]
        program: Option<PathBuf>,
    },
    /// Random edits: each does what was wanted, is taken back, and commutes with others
    Edits {
        /// How many sequences of one to four edits
        #[arg(long, default_value_t = 1_000_000)]
        sequences: u32,
        /// Other sequences
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// Two branches of random edits, merged by lines (as git does) and by item and key
    Merge {
        /// How many pairs of branches
        #[arg(long, default_value_t = 300)]
        trials: u32,
        /// Tasks of each plan
        #[arg(long, default_value_t = 300)]
        tasks: usize,
        /// Edits of each branch
        #[arg(long, default_value_t = 10)]
        edits: u32,
        /// Other branches
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// How fast forecasts are: draws, quantiles, links, people, two threads; rivals beside them
    Forecast {
        /// Folder with `numpy_forecast.py`, `numba_forecast.py` and their `precedence-1000.txt`
        #[arg(long)]
        rivals: Option<PathBuf>,
        /// A Python that has numpy, scipy and numba; else one is made under `target/rivals`
        #[arg(long)]
        python: Option<PathBuf>,
        /// Where to write one JSON object a measurement
        #[arg(long)]
        json: Option<PathBuf>,
    },
    /// The order of priority chosen for P80 against the usual one, on generated plans, and what stays as it
    /// was when they are edited
    Order {
        /// How many plans
        #[arg(long, default_value_t = 50)]
        plans: u64,
    },
    /// Schedule a project given as neutral JSON and write who does what when, for a checker
    Answer {
        /// The project
        project: PathBuf,
        /// Where the answer goes
        out: PathBuf,
    },
    /// Projects in neutral JSON, each with the same for TaskJuggler beside it: who finishes sooner
    Levelling(levelling::Options),
    /// The search on published instances: above the longest path, above the best known
    Psplib(psplib::Options),
    /// The same with random durations: orders of priority against each other, above the longest path
    Stochastic(psplib::stochastic::Options),
}

/// Runs one benchmark.
pub fn run(bench: &Bench) -> Result<(), String> {
    match bench {
        Bench::Program { repeat } => program::run(*repeat),
        Bench::Oracle { data } => {
            let report = oracle::run(data)?;
            say(&report.to_string());
            if report.is_complete() { Ok(()) } else { Err("dates differ".to_owned()) }
        }
        Bench::Diff => diff::run(),
        Bench::Editor { bursts } => editor::run(*bursts),
        Bench::Server { repeat, program } => server::run(*repeat, program.clone()),
        Bench::Edits { sequences, seed } => edits::run(*sequences, *seed),
        Bench::Merge { trials, tasks, edits, seed } => merge::run(*trials, *tasks, *edits, *seed),
        Bench::Forecast { rivals, python, json } => forecast::run(&forecast::Told {
            rivals: rivals.as_deref(),
            python: python.as_deref(),
            json: json.as_deref(),
        }),
        Bench::History { repeat } => history::run(*repeat),
        Bench::Order { plans } => order::run(*plans).and_then(|()| stability::run(*plans)),
        Bench::Answer { project, out } => answer::run(project, out),
        Bench::Levelling(options) => levelling::run(options),
        Bench::Psplib(options) => psplib::run(options),
        Bench::Stochastic(options) => psplib::stochastic::run(options),
    }
}

/// The smallest value that so many percent are not above.
fn percentile(mut values: Vec<f64>, percent: usize) -> f64 {
    values.sort_by(f64::total_cmp);
    let rank = (values.len() * percent).div_ceil(100).max(1);
    values.get(rank - 1).copied().unwrap_or(f64::NAN)
}
