//! A plan in a folder that goes away after the test.

use std::fs;
use std::path::{Path, PathBuf};

use store::{Change, UndoLog};
use tempfile::TempDir;

pub struct PlanFolder {
    pub folder: TempDir,
}

impl PlanFolder {
    /// `files` below `root`, beside a `state` folder.
    pub fn new(files: &[(&str, &str)]) -> Self {
        let plan = PlanFolder { folder: tempfile::tempdir().unwrap() };
        for (path, text) in files {
            let path = plan.root().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        plan
    }

    pub fn root(&self) -> PathBuf {
        self.folder.path().join("root")
    }

    pub fn state(&self) -> PathBuf {
        self.folder.path().join("state")
    }

    pub fn log(&self) -> UndoLog {
        UndoLog::open(&self.root(), &self.state()).unwrap()
    }

    pub fn text(&self, path: &str) -> String {
        fs::read_to_string(self.root().join(path)).unwrap()
    }
}

pub fn change(path: &str, before: &str, after: &str) -> Change {
    Change { path: path.to_owned(), before: before.to_owned(), after: after.to_owned() }
}

/// The names in `folder` that begin with a dot.
pub fn hidden_names(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    names.filter_map(|name| name.into_string().ok()).filter(|name| name.starts_with('.')).collect()
}
