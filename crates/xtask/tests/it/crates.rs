//! Which crate may use which, and who may touch the disk.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::texts::root;

/// Who may use whom. A crate may use a part of its row, never more; the order is downward.
const ARROWS: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("words", &[]),
    ("markup", &["text"]),
    ("calendar", &[]),
    ("plan", &["text", "markup", "calendar"]),
    ("schedule", &["text", "plan", "calendar"]),
    ("forecast", &["schedule", "calendar"]),
    ("store", &["text", "plan"]),
    ("exchange", &["text", "markup", "plan"]),
    ("review", &["text", "words", "calendar", "plan", "schedule", "forecast"]),
    ("view", &["text", "words", "calendar", "plan", "schedule", "forecast", "review"]),
    (
        "workbench",
        &[
            "text", "words", "markup", "calendar", "plan", "schedule", "forecast", "store",
            "review", "view", "exchange",
        ],
    ),
    (
        "lsp",
        &[
            "text",
            "markup",
            "calendar",
            "plan",
            "schedule",
            "forecast",
            "store",
            "review",
            "view",
            "workbench",
        ],
    ),
    (
        "web",
        &[
            "text",
            "markup",
            "calendar",
            "plan",
            "schedule",
            "forecast",
            "store",
            "review",
            "view",
            "workbench",
        ],
    ),
    (
        "cli",
        &[
            "text",
            "calendar",
            "plan",
            "schedule",
            "forecast",
            "store",
            "review",
            "view",
            "exchange",
            "workbench",
            "lsp",
            "web",
        ],
    ),
    (
        "xtask",
        &[
            "text",
            "words",
            "markup",
            "calendar",
            "plan",
            "schedule",
            "forecast",
            "store",
            "review",
            "workbench",
        ],
    ),
];

/// The workspace crates that `name` uses, tests left out.
fn uses(name: &str) -> BTreeSet<String> {
    let path = root().join("crates").join(name).join("Cargo.toml");
    let manifest: toml_edit::DocumentMut = fs::read_to_string(path).unwrap().parse().unwrap();
    let own: BTreeSet<&str> = ARROWS.iter().map(|(name, _)| *name).collect();
    let dependencies = manifest["dependencies"].as_table().unwrap();
    let names = dependencies.iter().map(|(name, _)| name.to_owned());
    names.filter(|name| own.contains(name.as_str())).collect()
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
    let allowed: BTreeMap<&str, &[&str]> = ARROWS.iter().copied().collect();
    let folders = fs::read_dir(root().join("crates")).unwrap();
    let mut seen = 0;
    for folder in folders {
        let name = folder.unwrap().file_name().into_string().unwrap();
        let row = allowed.get(name.as_str()).unwrap_or_else(|| panic!("{name} is in no row"));
        for used in uses(&name) {
            assert!(row.contains(&used.as_str()), "{name} must not use {used}");
        }
        seen += 1;
    }
    assert_eq!(seen, ARROWS.len(), "a row names a crate that does not exist");
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
