//! The review of documents of real projects, which are not part of this repository.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use review::SHOWN_MAX;
use serde_json::Value;

use crate::program::{Folder, fore};

/// Names the folder with `plans/markdown` in it.
const FOLDER: &str = "FORE_SHARED_DATA";

#[test]
fn no_real_plan_is_asked_more_than_nine_questions() {
    let Some(data) = std::env::var_os(FOLDER) else {
        // Past the test runner, which would keep it to itself.
        let how = format!(
            "SKIPPED: no real documents. Set {FOLDER} to a folder that has plans/markdown in it.\n"
        );
        std::io::stderr().write_all(how.as_bytes()).unwrap();
        return;
    };
    let mut documents = Vec::new();
    find(&Path::new(&data).join("plans/markdown"), &mut documents);
    assert!(!documents.is_empty(), "{FOLDER} has no documents");
    for document in &documents {
        let folder = Folder::empty();
        fore(folder.path(), &["init", "--from", document.to_str().unwrap()]).ends(0, &[]);
        let said = fore(folder.path(), &["review", "--json"]).fine();
        let review: Value = serde_json::from_str(&said).unwrap();
        let questions = review["questions"].as_array().unwrap();
        assert!(questions.len() <= SHOWN_MAX, "{}: {}", document.display(), questions.len());
        for question in questions {
            let headline = question["headline"].as_str().unwrap();
            assert!(headline.ends_with('?'), "{}: {headline}", document.display());
        }
        let screen = fore(folder.path(), &["review", "--all", "--width", "60"]).fine();
        assert!(!screen.is_empty(), "{}", document.display());
    }
}

fn find(folder: &Path, documents: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("the folder can be read").path();
        if path.is_dir() {
            find(&path, documents);
        } else {
            documents.push(path);
        }
    }
}
