//! `fore demo`: a sample plan to look around in, with its history.

use std::path::Path;

use crate::arguments::{Arguments, ReadOptions};
use crate::exit::{Exit, Trouble};
use crate::terminal::Terminal;
use crate::{demo, open};

/// Writes the sample into `folder`, shows its overview, and says what to try with it.
pub fn run(folder: &Path, arguments: &Arguments, terminal: &Terminal) -> Result<Exit, Trouble> {
    let today = open::today(&arguments.read);
    let folder = arguments.read.place.join(folder);
    let sample = demo::write(&folder, today)?;
    let written = Arguments {
        command: None,
        file: None,
        read: ReadOptions {
            place: folder.clone(),
            today: Some(today),
            seed: arguments.read.seed,
            runs: arguments.read.runs,
        },
        output: arguments.output.clone(),
    };
    let exit = super::overview::run(&written, terminal)?;
    if !terminal.json {
        let branch = sample.history.is_ok().then_some(demo::BRANCH);
        let folder = folder.to_string_lossy();
        terminal.say(&view::screens::after_demo(&folder, branch, &terminal.paint))?;
    }
    if let Err(error) = sample.history {
        terminal.complain(&format!("{error}: the plan is written, without its history"));
    }
    Ok(exit)
}
