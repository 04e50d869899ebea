//! The first minute: `fore demo` in an empty place.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::program::{Folder, fore};

/// The texts of a folder by their paths, without what git keeps.
fn texts(folder: &Path) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    let mut to_visit = vec![folder.to_path_buf()];
    while let Some(place) = to_visit.pop() {
        for entry in fs::read_dir(place).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && !path.ends_with(".git") {
                to_visit.push(path);
            } else if path.is_file() {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
                texts.insert(name, fs::read_to_string(&path).unwrap());
            }
        }
    }
    texts
}

#[test]
fn the_sample_is_sound_and_shows_itself() {
    let place = Folder::empty();
    let shown = fore(place.path(), &["demo"]).fine();
    assert!(shown.starts_with("Billing rewrite will be live by "), "{shown}");
    assert!(shown.contains("fore-demo"), "where it is: {shown}");

    let sample = place.path().join("fore-demo");
    assert!(texts(&sample).contains_key("plan/plan.md"));
    let check = fore(&sample, &["check"]).fine();
    assert!(check.contains("is sound") && check.contains("No warnings"), "{check}");
    let overview = fore(&sample, &[]).fine();
    assert!(shown.starts_with(&overview), "what was shown is the overview: {shown}");
}

#[test]
fn the_same_day_gives_the_same_sample_and_another_week_another() {
    let place = Folder::empty();
    let demo = |folder: &str, today: &str| {
        fore(place.path(), &["demo", folder, "--today", today]).fine();
        texts(&place.path().join(folder))
    };
    let once = demo("one", "2027-11-17");
    assert!(once == demo("two", "2027-11-17"), "the same day, other bytes");
    assert!(once != demo("three", "2027-11-24"), "another week, the same bytes");
}

/// A day of the week, the end of a month, a leap day, far away: the sample stays sound.
#[test]
fn any_day_will_do() {
    let place = Folder::empty();
    for today in ["2026-04-14", "2026-04-18", "2027-01-01", "2028-02-29", "2199-06-30"] {
        fore(place.path(), &["demo", today, "--today", today]).fine();
        let check = fore(&place.path().join(today), &["check", "--today", today]).fine();
        assert!(check.contains("is sound"), "{today}: {check}");
    }
}

#[test]
fn nothing_is_overwritten() {
    let place = Folder::with_files(&[("taken/notes.txt", b"mine")]);
    let said = fore(place.path(), &["demo", "taken"]);
    said.ends(2, &["taken", "nothing is overwritten", "fore demo"]);
    assert_eq!(texts(&place.path().join("taken")).len(), 1);

    let file = Folder::with_files(&[("a-file", b"mine")]);
    let said = fore(file.path(), &["demo", "a-file"]);
    assert!(said.code == 2 || said.code == 5, "{said:?}");
    assert_eq!(texts(file.path())["a-file"], "mine");
}
