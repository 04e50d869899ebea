//! The texts of the repository.

use std::fs;
use std::path::{Path, PathBuf};

/// The folders and, by their ends, the files at the root that belong to the repository.
const FOLDERS: [&str; 8] =
    [".cargo", ".ci", "crates", "docs", "e2e", "editors", "examples", "tests"];
const ENDS: [&str; 13] =
    ["md", "toml", "rs", "cases", "svg", "snap", "yml", "mjs", "js", "json", "css", "html", "sh"];
/// Folders of what others wrote and what tests made, which are not in the repository.
const LEFT_OUT: [&str; 2] = ["node_modules", "shots"];

/// A text, and its path from the root.
pub struct Text {
    pub path: PathBuf,
    pub text: String,
}

/// The root of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Every text of the repository, by path.
pub fn texts() -> Vec<Text> {
    let root = root();
    let mut to_visit: Vec<PathBuf> = FOLDERS.iter().map(|folder| root.join(folder)).collect();
    let mut found: Vec<PathBuf> = entries(&root).filter(|path| path.is_file()).collect();
    while let Some(folder) = to_visit.pop() {
        let (folders, files): (Vec<_>, Vec<_>) = entries(&folder).partition(|path| path.is_dir());
        let is_ours = |folder: &PathBuf| LEFT_OUT.iter().all(|name| !folder.ends_with(name));
        to_visit.extend(folders.into_iter().filter(is_ours));
        found.extend(files);
    }
    found.retain(|path| path.extension().is_some_and(|end| ENDS.iter().any(|known| end == *known)));
    found.sort();
    let text = |path: PathBuf| Text {
        text: fs::read_to_string(&path).unwrap(),
        path: path.strip_prefix(&root).unwrap().to_owned(),
    };
    found.into_iter().map(text).collect()
}

/// Every page for readers: what ends in `.md`, but for the input of tests.
pub fn pages() -> Vec<Text> {
    let mut pages = texts();
    pages.retain(|text| {
        let is_page = text.path.extension().is_some_and(|end| end == "md");
        is_page && !text.path.starts_with("crates")
    });
    assert!(pages.len() > 30, "the pages were not found");
    pages
}

fn entries(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let entries =
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    entries.map(|entry| entry.unwrap().path())
}
