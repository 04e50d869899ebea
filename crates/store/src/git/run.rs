//! One run of the program `git`.
//!
//! In: what to ask, where, and under which settings. Out: what git says. Nothing of the environment
//! takes part that begins with `GIT_`; it must not know what is asked.

use std::env;
use std::io::{self, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::thread;

use super::NO_HOOKS;

/// The environment and the words before the command, which decide what of the user's and of the
/// repository's settings takes part.
pub(crate) struct Terms<'a> {
    /// Variables that are set.
    pub environment: &'a [(&'a str, &'a str)],
    /// Words before the command.
    pub flags: &'a [&'a str],
    /// Settings that hold whatever is configured, beside [`NO_HOOKS`].
    pub settings: &'a [&'a str],
}

/// Runs `command` in `folder` with `input`; whether it succeeded is in what it returns.
pub(crate) fn run(
    folder: &Path,
    terms: &Terms<'_>,
    command: &str,
    arguments: &[&str],
    input: Vec<u8>,
) -> io::Result<Output> {
    let mut git = Command::new("git");
    for (name, _) in env::vars_os() {
        if name.to_string_lossy().starts_with("GIT_") {
            git.env_remove(name);
        }
    }
    git.envs(terms.environment.iter().copied()).args(terms.flags);
    for setting in [NO_HOOKS].iter().chain(terms.settings) {
        git.args(["-c", setting]);
    }
    git.arg(command).args(arguments).current_dir(folder);
    git.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = git.spawn()?;
    let stdin = child.stdin.take();
    // Git answers while it is still asked, so both ends have to be served at once. If it stops
    // listening, its exit code says why.
    let feeding = thread::spawn(move || stdin.map(|mut stdin| stdin.write_all(&input)));
    let output = child.wait_with_output();
    let _ = feeding.join();
    output
}
