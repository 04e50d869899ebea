//! The newcomer's lamp: what each stage makes of a plan.

use std::path::Path;

use clap::ValueEnum;
use jiff::civil::Date;
use workbench::{Input, PlayOptions, play, read};

use crate::say;

/// A stage of the pipeline.
#[derive(Clone, Copy, ValueEnum)]
pub enum Stage {
    /// Headings, items and tokens
    Outline,
    /// Names resolved, attributes inherited
    Plan,
    /// Activities, modes, links
    Problem,
    /// One future
    Schedule,
}

/// Prints what `stage` makes of the plan in `file`.
pub fn run(stage: Stage, file: &Path, today: Date) -> Result<(), String> {
    let read_files = store::read(file).map_err(|error| error.to_string())?;
    let snapshot = read(Input::new(read_files.files, read_files.settings, today));
    let shown = match stage {
        Stage::Outline => format!("{:#?}", snapshot.outlines),
        Stage::Plan => format!("{:#?}", snapshot.plan),
        Stage::Problem => {
            let lowered = snapshot.lowered.ok_or("the plan has errors: see `fore check`")?;
            format!("{:#?}", (lowered.problem.activities(), lowered.problem.links()))
        }
        Stage::Schedule => {
            let dates = play(&snapshot, PlayOptions::default());
            format!("{:#?}", dates.ok_or("the plan has errors: see `fore check`")?.schedule)
        }
    };
    say(&shown);
    Ok(())
}
