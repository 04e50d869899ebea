//! The changes of `fore.toml`.
//!
//! In: the files of two plans. Out: one change for each setting of the language whose written
//! value differs.

use text::SourceFile;
use toml_edit::{Document, Item};

use super::{Change, What};
use crate::settings::SETTINGS;

/// The settings that differ; each side is its files, of which the first so many are the plan's.
pub fn changes(
    base: &[SourceFile],
    base_files: usize,
    head: &[SourceFile],
    head_files: usize,
) -> Vec<Change> {
    let read = |files: &[SourceFile], from: usize| {
        files.get(from).and_then(|file| Document::parse(file.text.clone()).ok())
    };
    let (old, new) = (read(base, base_files), read(head, head_files));
    let value = |document: &Option<Document<String>>, path: &[&str]| {
        let document = document.as_ref()?;
        let mut item: &Item = document.as_item();
        for name in path {
            item = item.get(name)?;
        }
        item.as_value().map(|value| value.to_string().trim().to_owned())
    };
    let mut found = Vec::new();
    for setting in SETTINGS {
        let (old, new) = (value(&old, setting.path), value(&new, setting.path));
        if old != new {
            let name = setting.path.join(".");
            found.push(Change::of_no_item(What::Setting { name, old, new }));
        }
    }
    found
}
