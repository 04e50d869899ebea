//! What CI runs, and what a contributor runs before a commit: one command.

use std::env;
use std::path::Path;
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
    in_a_browser()?;
    say("all checks passed");
    Ok(())
}

/// The tests of the pages in a real browser, where there is one. Nothing is installed here.
fn in_a_browser() -> Result<(), String> {
    let chromium = env::var("CHROMIUM").unwrap_or_else(|_| "/usr/bin/chromium".to_owned());
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../e2e");
    let wanted = [
        ("Chromium (apt-get install chromium, or CHROMIUM=path)", Path::new(&chromium).exists()),
        ("Playwright (npm ci in e2e)", folder.join("node_modules/playwright-core").exists()),
    ];
    let missing = wanted.iter().filter(|(_, is_there)| !is_there);
    let missing: Vec<&str> = missing.map(|(name, _)| *name).collect();
    if !missing.is_empty() {
        say("── pages in a browser: SKIPPED, THE PAGES WERE NOT TESTED IN A BROWSER");
        say(&format!("   missing: {}", missing.join("; ")));
        return Ok(());
    }
    cargo("the program for the browser", &["build", "--release", "--package", "cli"])?;
    say("── pages in a browser: npm test");
    let mut command = Command::new("npm");
    command.args(["test", "--silent"]).current_dir(&folder);
    command.env("FORE", folder.join("../target/release/fore")).env("CHROMIUM", chromium);
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err("the pages in a browser failed".to_owned()),
        Err(error) => Err(format!("npm: {error}")),
    }
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
