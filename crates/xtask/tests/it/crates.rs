//! Which crate may use which, and who may touch the disk.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::texts::root;

/// The table of crates in ARCHITECTURE.md, from top to bottom: a crate, and those that it uses.
fn rows() -> Vec<(String, BTreeSet<String>)> {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let (_, table) = text.split_once("\n## The crates\n").unwrap();
    let lines = table.lines().skip_while(|line| !line.starts_with('|'));
    let rows = lines.take_while(|line| line.starts_with('|')).skip(2).map(|line| {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let uses = cells[3].split(", ").filter(|name| *name != "–").map(str::to_owned);
        (cells[1].trim_matches('`').to_owned(), uses.collect())
    });
    rows.collect()
}

/// The workspace crates that `name` uses, tests left out.
fn uses(name: &str, own: &BTreeSet<String>) -> BTreeSet<String> {
    let path = root().join("crates").join(name).join("Cargo.toml");
    let manifest: toml_edit::DocumentMut = fs::read_to_string(path).unwrap().parse().unwrap();
    let dependencies = manifest["dependencies"].as_table().unwrap();
    let names = dependencies.iter().map(|(name, _)| name.to_owned());
    names.filter(|used| used != name && own.contains(used)).collect()
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn arrows_point_down_only() {
    let rows = rows();
    let own: BTreeSet<String> = rows.iter().map(|(name, _)| name.clone()).collect();
    let mut above = BTreeSet::new();
    for (name, said) in &rows {
        assert_eq!(uses(name, &own), *said, "what {name} uses, and what ARCHITECTURE.md says");
        assert!(said.is_subset(&above), "{name} uses what stands below it");
        above.insert(name.clone());
    }
    let folders = fs::read_dir(root().join("crates")).unwrap();
    let folders = folders.map(|folder| folder.unwrap().file_name().into_string().unwrap());
    assert_eq!(folders.collect::<BTreeSet<_>>(), own);
}

#[test]
fn only_store_and_front_ends_touch_the_world() {
    let words = ["std::fs", "std::net", "std::env::", "std::process", "std::time", "Zoned::now"];
    let mut looked_at = 0;
    for crate_name in [
        "text",
        "words",
        "markup",
        "calendar",
        "plan",
        "schedule",
        "forecast",
        "review",
        "view",
        "exchange",
        "workbench",
    ] {
        let mut files = Vec::new();
        sources(&root().join("crates").join(crate_name).join("src"), &mut files);
        for file in files {
            let text = fs::read_to_string(&file).unwrap();
            for word in words {
                assert!(!text.contains(word), "{} must not use {word}", file.display());
            }
            looked_at += 1;
        }
    }
    assert!(looked_at > 40, "the sources were not found");
}
