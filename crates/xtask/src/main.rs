//! Checks, benchmarks and generated pages of this repository: `cargo xtask help`.

mod bench;
mod check;
mod docs;
mod generate;
mod picture;
mod rules;
mod show;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(about = "Checks, benchmarks and generated pages of forethought")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Everything that CI runs: formatting, lints, tests, documentation
    Check,
    /// Measure; needs the release build of `fore`, which it makes
    #[command(subcommand)]
    Bench(bench::Bench),
    /// Write the pages that are made from the code: the keys, the codes, the rules
    Docs,
    /// Write the file of a new rule of the review, and its line in the table
    NewRule {
        /// Its name: the situation, in words with dashes
        name: String,
        /// What it is about
        #[arg(long, value_enum)]
        family: rules::FamilyArgument,
    },
    /// Draw the picture in the README
    Picture,
    /// Print a generated plan: so many tasks, so many people
    Generate {
        /// Number of tasks
        #[arg(long)]
        tasks: usize,
        /// Number of people
        #[arg(long)]
        people: usize,
        /// Another plan for each seed
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// Print what a stage makes of a plan
    Show {
        /// Which stage
        #[arg(value_enum)]
        stage: show::Stage,
        /// The plan's Markdown file
        file: PathBuf,
        /// The status date
        #[arg(long)]
        today: jiff::civil::Date,
    },
}

fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Check => check::run(),
        Command::Bench(bench) => bench::run(&bench),
        Command::Docs => docs::run(),
        Command::NewRule { name, family } => rules::new_rule(&name, family),
        Command::Picture => picture::run(),
        Command::Generate { tasks, people, seed } => {
            say(&generate::plan(tasks, people, seed));
            Ok(())
        }
        Command::Show { stage, file, today } => show::run(stage, &file, today),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            complain(&message);
            ExitCode::FAILURE
        }
    }
}

/// Prints to standard output.
#[allow(clippy::print_stdout, reason = "this is a program for developers' terminals")]
fn say(text: &str) {
    println!("{text}");
}

/// Prints to standard error.
#[allow(clippy::print_stderr, reason = "this is a program for developers' terminals")]
fn complain(text: &str) {
    eprintln!("{text}");
}
