//! What CI runs, and what a contributor runs before a commit: one command.

use std::process::{Command, Stdio};

use crate::say;

/// Formatting, lints, tests, documentation; stops at the first that fails.
pub fn run() -> Result<(), String> {
    let tests: &[&str] = if has_nextest() {
        &["nextest", "run", "--workspace", "--no-fail-fast"]
    } else {
        &["test", "--workspace", "--no-fail-fast"]
    };
    cargo("formatting", &["fmt", "--all", "--check"])?;
    cargo("lints", &["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"])?;
    cargo("tests", tests)?;
    cargo("examples in the documentation", &["test", "--workspace", "--doc", "--quiet"])?;
    cargo("documentation", &["doc", "--workspace", "--no-deps", "--quiet"])?;
    say("all checks passed");
    Ok(())
}

fn has_nextest() -> bool {
    let mut command = Command::new(env!("CARGO"));
    command.args(["nextest", "--version"]).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

fn cargo(what: &str, arguments: &[&str]) -> Result<(), String> {
    say(&format!("── {what}: cargo {}", arguments.join(" ")));
    let mut command = Command::new(env!("CARGO"));
    command.args(arguments).env("RUSTDOCFLAGS", "--deny warnings");
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(format!("{what} failed")),
        Err(error) => Err(format!("{what}: {error}")),
    }
}
