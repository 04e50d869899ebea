//! `fore demo`: a sample plan to look around in.

use std::path::Path;

use crate::arguments::{Arguments, ReadOptions};
use crate::exit::{Exit, Trouble};
use crate::terminal::Terminal;
use crate::{demo, open};

/// Writes the sample into `folder` and shows its overview.
pub fn run(folder: &Path, arguments: &Arguments, terminal: &Terminal) -> Result<Exit, Trouble> {
    let today = open::today(&arguments.read);
    let folder = arguments.read.place.join(folder);
    demo::write(&folder, today)?;
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
        terminal.say(&view::screens::after_demo(&folder.to_string_lossy(), &terminal.paint))?;
    }
    Ok(exit)
}
