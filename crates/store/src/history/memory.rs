//! What was worked out before, kept beside the repository.
//!
//! In: a name and a value. Out: the value, as long as it is there and was written by the same
//! program. Losing it costs time only: whoever asks works it out again. So nothing here fails.

use std::fs;
use std::path::{Path, PathBuf};
use std::process;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{History, Place};
use crate::undo::{fingerprint, is_ours};

/// Changes when what is kept changes its form or its meaning.
const FORM: &str = "1";

impl History {
    /// The same history, remembering in `folder` where the repository may not be written.
    #[must_use]
    pub fn with_state_folder(mut self, folder: &Path) -> Self {
        self.state_folder = Some(folder.join("forethought"));
        self
    }

    /// What was remembered of this plan under `name`, a plain word; `None` if nothing can be read.
    #[must_use]
    pub fn remembered<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        self.folders().find_map(|folder| {
            let text = fs::read_to_string(self.file(&folder, name)).ok()?;
            serde_json::from_str(text.strip_prefix(&header())?).ok()
        })
    }

    /// Remembers `value` under `name`. If nothing may be written, nothing is.
    pub fn remember<T: Serialize>(&self, name: &str, value: &T) {
        let Ok(json) = serde_json::to_string(value) else { return };
        let text = header() + &json;
        for folder in self.folders() {
            if replace(&folder, &self.file(&folder, name), &text).is_some() {
                return;
            }
        }
    }

    fn folders(&self) -> impl Iterator<Item = PathBuf> {
        let beside = self.reader.common_dir().join("forethought");
        is_ours(&beside).then_some(beside).into_iter().chain(self.state_folder.clone())
    }

    fn file(&self, folder: &Path, name: &str) -> PathBuf {
        let place = match &self.place {
            Place::Folder(folder) => folder.clone(),
            Place::File { folder, name } => format!("{folder}/{name}"),
        };
        let plan = fingerprint(&format!("{}\n{place}", self.top.display()));
        folder.join(format!("history-{name}-{plan}.json"))
    }
}

fn header() -> String {
    format!("fore {} {FORM}\n", env!("CARGO_PKG_VERSION"))
}

/// Writes the whole file aside and puts it in its place, so that nobody reads half of it.
fn replace(folder: &Path, file: &Path, text: &str) -> Option<()> {
    fs::create_dir_all(folder).ok()?;
    let aside = file.with_extension(format!("{}.new", process::id()));
    let written = fs::write(&aside, text).and_then(|()| fs::rename(&aside, file));
    if written.is_err() {
        let _ = fs::remove_file(&aside);
    }
    written.ok()
}
