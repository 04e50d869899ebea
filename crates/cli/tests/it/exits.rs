//! How the program ends: exit codes, and what it says when it is used wrongly.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::os::unix::fs::PermissionsExt;
use std::process::Stdio;

use crate::program::{Folder, QUESTIONS, Said, billing, fore, program};

const SMALL: &str = "# P\n\n- [ ] A `{#a @ada 1d..3d}`\n- [ ] B `{#b @ada 2d after=a}`\n";
const BROKEN: &str = "# P\n\n- [ ] B `{#b 1d after=nowhere}`\n";

#[test]
fn zero_when_all_is_well() {
    let folder = Folder::with_plan(SMALL);
    for command in QUESTIONS {
        assert!(!fore(folder.path(), command).fine().is_empty());
    }
    fore(folder.path(), &["why", "b"]).fine();
    fore(folder.path(), &["plan.md"]).fine();
    let elsewhere = Folder::empty();
    fore(elsewhere.path(), &["-C", folder.path().to_str().unwrap()]).fine();
    for words in [&["help"][..], &["help", "all"], &["--help"], &["--version"], &["explain"]] {
        fore(elsewhere.path(), words).fine();
    }
}

#[test]
fn one_when_the_plan_has_an_error() {
    let folder = Folder::with_plan(BROKEN);
    for command in QUESTIONS {
        fore(folder.path(), command).ends(1, &["E105", "plan.md:3\n"]);
    }
    fore(folder.path(), &["why", "b"]).ends(1, &["E105"]);
}

#[test]
fn two_when_used_wrongly() {
    let folder = Folder::with_plan(SMALL);
    let say = |words: &[&str]| fore(folder.path(), words);
    say(&["nonsense"]).ends(2, &["no command", "nonsense", "fore help"]);
    say(&["frecast"]).ends(2, &["did you mean `forecast`?"]);
    say(&["help", "frecast"]).ends(2, &["did you mean `forecast`?"]);
    say(&["explain", "p81"]).ends(2, &["did you mean"]);
    say(&["why", "nowhere"]).ends(2, &["nothing called `nowhere`"]);
    say(&["set"]).ends(2, &["<ITEM>"]);
    say(&["--frobnicate"]).ends(2, &["--frobnicate"]);
    say(&["check", "--today", "2026-02-30"]).ends(2, &["2026-02-30"]);
    say(&["--runs", "3"]).ends(2, &["16..=1000000"]);
    say(&["--color", "--no-color"]).ends(2, &["cannot be used with"]);
    fore(Folder::empty().path(), &["check"]).ends(2, &["there is no plan", "fore demo"]);
}

#[test]
fn three_when_the_deadline_is_not_safe_enough() {
    let ends = |options: &[&str]| fore(&billing(), &[&["forecast"], options].concat()).code;
    // The chance is between 20 and 35 %, so 80 (which is meant without a number) is too much.
    assert_eq!(ends(&["--exit-code"]), 3);
    assert_eq!(ends(&["--exit-code", "80", "--json"]), 3);
    assert_eq!(ends(&["--exit-code", "35"]), 3);
    assert_eq!(ends(&["--exit-code", "20"]), 0);
    let without_deadline = Folder::with_plan(SMALL);
    fore(without_deadline.path(), &["forecast", "--exit-code"]).fine();
}

#[test]
fn five_when_the_disk_says_no() {
    let folder = Folder::with_plan(SMALL);
    let missing = folder.path().join("no/such/folder");
    fore(folder.path(), &["-C", missing.to_str().unwrap()]).ends(5, &["no/such/folder"]);

    let plan = folder.path().join("plan.md");
    fs::set_permissions(&plan, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(&plan).is_ok() {
        skipped("the superuser may read everything");
        return;
    }
    fore(folder.path(), &["check"]).ends(5, &["plan.md"]);
}

#[allow(clippy::print_stderr, reason = "a test that did not run says so")]
fn skipped(why: &str) {
    eprintln!("SKIPPED in part: {why}");
}

#[test]
fn a_reader_that_has_enough_is_no_trouble() {
    let mut child = program(&billing())
        .arg("forecast")
        .arg("--json")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first_line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut first_line).unwrap();
    assert_eq!(first_line, "{\n");
    let mut complaints = String::new();
    child.stderr.take().unwrap().read_to_string(&mut complaints).unwrap();
    assert_eq!((child.wait().unwrap().code(), complaints.as_str()), (Some(0), ""));
}

#[test]
fn complaints_go_to_the_other_stream() {
    let said: Said = fore(Folder::empty().path(), &["check"]);
    assert_eq!(said.out, "");
    assert!(said.err.starts_with("fore: "), "{}", said.err);
}
