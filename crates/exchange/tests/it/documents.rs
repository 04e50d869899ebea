//! Documents of real projects, which are not part of this repository.

#![allow(clippy::print_stdout, reason = "the counts are for whoever runs this by hand")]

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::sound::{build, import, outline};

/// Names the folder with `plans/markdown` in it.
const FOLDER: &str = "FORE_SHARED_DATA";

#[test]
fn every_real_document_gives_a_sound_plan() {
    let Some(folder) = std::env::var_os(FOLDER) else {
        // Past the test runner, which would keep it to itself.
        let how = format!(
            "SKIPPED: no real documents. Set {FOLDER} to a folder that has plans/markdown in it.\n"
        );
        std::io::stderr().write_all(how.as_bytes()).unwrap();
        return;
    };
    let mut files = Vec::new();
    find(&Path::new(&folder).join("plans/markdown"), &mut files);
    files.sort();
    assert!(!files.is_empty(), "{FOLDER} has no documents");
    println!(
        "{:>5} {:>6} {:>5} {:>9} {:>5} {:>5} {:>4}  document",
        "items", "owners", "ticks", "estimates", "links", "notes", "left"
    );
    for file in &files {
        let source = fs::read_to_string(file).unwrap();
        let name = file.file_name().and_then(|name| name.to_str());
        let (import, plan) = import(&source, name);
        let kept = import.kept;
        println!(
            "{:>5} {:>6} {:>5} {:>9} {:>5} {:>5} {:>4}  {}",
            kept.items,
            kept.owners,
            kept.ticks,
            kept.estimates,
            kept.links,
            kept.notes,
            import.not_understood.len(),
            file.display()
        );
        assert_eq!(plan.tasks.len(), kept.items, "{}\n{}", file.display(), import.text);
        let again = crate::sound::import(&import.text, Some("plan.md")).0;
        assert_eq!(outline(&build(&again.text)), outline(&plan), "{}", file.display());
    }
    println!("{} documents", files.len());
}

fn find(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("the folder can be read").path();
        if path.is_dir() {
            find(&path, files);
        } else {
            files.push(path);
        }
    }
}
