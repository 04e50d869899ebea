//! The texts of the repository, and the fenced blocks of a page.

use std::fs;
use std::path::{Path, PathBuf};

use crate::program::repository;

/// Where texts about the program stand.
const TEXTS: [&str; 4] = ["crates", "docs", "examples", "tests"];

/// The paths of all texts that end in `.EXTENSION`, relative to the repository.
pub fn texts(extension: &str) -> Vec<PathBuf> {
    let root = repository();
    let mut found = Vec::new();
    let mut to_visit: Vec<PathBuf> = TEXTS.iter().map(|folder| root.join(folder)).collect();
    found.extend(fs::read_dir(&root).unwrap().map(|entry| entry.unwrap().path()));
    while let Some(folder) = to_visit.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { to_visit.push(path) } else { found.push(path) }
        }
    }
    found.retain(|path| path.extension().is_some_and(|found| found == extension) && path.is_file());
    found.sort();
    found.iter().map(|path| path.strip_prefix(&root).unwrap().to_owned()).collect()
}

/// The pages for readers: no plans, no test cases.
pub fn pages() -> Vec<PathBuf> {
    let mut pages = texts("md");
    pages.retain(|page| !page.starts_with("tests/plans") && !page.starts_with("examples/billing"));
    assert!(pages.len() > 15, "the pages were not found");
    pages
}

/// A fenced block of a page.
pub struct Block {
    /// `console`, `markdown`, …
    pub language: String,
    pub text: String,
    /// The comment on the line before it, or before the empty line before it.
    pub comment: Option<String>,
    /// `PAGE:LINE`, for messages.
    pub place: String,
}

/// The fenced blocks of a page, in order.
pub fn blocks(page: &Path) -> Vec<Block> {
    let text = fs::read_to_string(repository().join(page)).unwrap();
    let mut blocks = Vec::new();
    let mut comment = None;
    let mut lines = text.lines().enumerate();
    while let Some((index, line)) = lines.next() {
        let fence: String = line.trim_start().chars().take_while(|&c| c == '`').collect();
        if fence.len() < 3 {
            if let Some(inner) = line.strip_prefix("<!-- ").and_then(|l| l.strip_suffix(" -->")) {
                comment = Some(inner.to_owned());
            } else if !line.is_empty() {
                comment = None;
            }
            continue;
        }
        let indent = line.len() - line.trim_start().len();
        let inside = lines.by_ref().map(|(_, line)| line).take_while(|line| line.trim() != fence);
        let text = inside.map(|line| line.get(indent..).unwrap_or("").to_owned() + "\n").collect();
        let language = line.trim_start_matches([' ', '`']).to_owned();
        let place = format!("{}:{}", page.display(), index + 1);
        blocks.push(Block { language, text, comment: comment.take(), place });
    }
    blocks
}
