//! Golden screens of the sample plan, wide and narrow, in ASCII and without drawings.

use std::path::Path;

use unicode_width::UnicodeWidthStr;

use crate::program::{billing, fore};

/// How each screen is shown: what comes after `fore COMMAND`, and the columns it has.
const LOOKS: [(&[&str], usize); 5] = [
    (&["--width", "100"], 100),
    (&["--width", "80"], 80),
    (&["--width", "60"], 60),
    (&["--width", "100", "--ascii"], 100),
    (&["--width", "80", "--plain"], 80),
];

/// All looks of one screen of the sample, one below the other.
fn looks(command: &[&str]) -> String {
    looks_in(&billing(), command)
}

/// All looks of one screen of the plan in `folder`, one below the other.
pub fn looks_in(folder: &Path, command: &[&str]) -> String {
    let mut screens = String::new();
    for (options, columns) in LOOKS {
        let screen = fore(folder, &[command, options].concat()).fine();
        let is_plain = options.contains(&"--plain");
        for line in screen.lines() {
            // Without drawings a row of a list stays one line, however long, to be read aloud.
            let is_row = is_plain && line.starts_with("    ");
            assert!(is_row || line.width() <= columns, "wider than {columns}: {line}");
            assert!(!line.ends_with(' '), "space at the end of {line:?}");
        }
        if options.contains(&"--ascii") {
            assert!(screen.is_ascii(), "not ASCII: {screen}");
        }
        let typed = [&["fore"], command, options].concat().join(" ");
        screens += &format!("$ {typed}\n{screen}\n");
    }
    screens
}

#[test]
fn overview() {
    insta::assert_snapshot!(looks(&[]));
}

#[test]
fn check() {
    insta::assert_snapshot!(looks(&["check"]));
}

#[test]
fn schedule() {
    insta::assert_snapshot!(looks(&["schedule"]));
}

#[test]
fn why() {
    insta::assert_snapshot!(looks(&["why", "cutover"]));
}

#[test]
fn next() {
    insta::assert_snapshot!(looks(&["next"]));
}

#[test]
fn forecast() {
    insta::assert_snapshot!(looks(&["forecast"]));
}

#[test]
fn cut() {
    insta::assert_snapshot!(looks(&["cut", "--confidence", "60"]));
}
