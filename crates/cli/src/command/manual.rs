//! `fore completions` and `fore manual`: the command line described for shells and for `man`.

use std::fs;
use std::path::Path;

use clap::CommandFactory;
use clap_complete::Shell;
use store::StoreError;

use crate::arguments::Arguments;
use crate::exit::{Exit, Trouble};
use crate::terminal::Terminal;

/// Prints the completions for a shell.
pub fn completions(shell: Shell, terminal: &Terminal) -> Result<Exit, Trouble> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "fore", &mut script);
    terminal.say(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Fine)
}

/// Writes a manual page for the program and for each of its commands into `folder`.
pub fn manual(folder: &Path, terminal: &Terminal) -> Result<Exit, Trouble> {
    let disk = |source| StoreError::Disk { path: folder.to_path_buf(), source };
    fs::create_dir_all(folder).map_err(disk)?;
    clap_mangen::generate_to(Arguments::command(), folder).map_err(disk)?;
    terminal
        .say(&format!("Wrote the manual pages into {}: man -l {0}/fore.1\n", folder.display()))?;
    Ok(Exit::Fine)
}
