//! A folder with a plan, and the program run in it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// The day as of which plans are read, unless a test says otherwise: a Tuesday.
pub const TODAY: &str = "2026-04-14";

/// The commands that answer something about a plan; the first is `fore` alone.
pub const QUESTIONS: [&[&str]; 5] = [&[], &["check"], &["schedule"], &["next"], &["forecast"]];

/// A folder that goes away after the test. It counts as the root of a git repository, so that no
/// plan above it is found.
pub struct Folder(TempDir);

impl Folder {
    /// A folder without a plan.
    pub fn empty() -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        fs::create_dir(folder.path().join(".git")).unwrap();
        folder
    }

    /// A folder whose plan is `text`.
    pub fn with_plan(text: &str) -> Self {
        Self::with_files(&[("plan.md", text.as_bytes())])
    }

    /// A folder with these files.
    pub fn with_files(files: &[(&str, &[u8])]) -> Self {
        let folder = Self::empty();
        for (path, content) in files {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }
        folder
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }
}

/// What the program said, and how it ended.
#[derive(Debug, PartialEq, Eq)]
pub struct Said {
    pub out: String,
    pub err: String,
    pub code: i32,
}

impl Said {
    /// What it printed, if all was well.
    #[track_caller]
    pub fn fine(self) -> String {
        assert_eq!((self.code, self.err.as_str()), (0, ""), "{}", self.out);
        self.out
    }

    /// Asserts how it ended and that it said each of `words`, on either stream.
    #[track_caller]
    pub fn ends(&self, code: i32, words: &[&str]) {
        assert_eq!(self.code, code, "{self:?}");
        for word in words {
            assert!(self.out.contains(word) || self.err.contains(word), "no {word:?} in {self:?}");
        }
    }
}

impl From<Output> for Said {
    fn from(output: Output) -> Self {
        Self {
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
            code: output.status.code().expect("ended by a signal"),
        }
    }
}

/// The program, about to be run in `folder`, untouched by the environment.
pub fn program_without_today(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fore"));
    for variable in ["NO_COLOR", "TERM", "RAYON_NUM_THREADS"] {
        command.env_remove(variable);
    }
    command.current_dir(folder);
    command
}

/// The program, about to be run in `folder` as of [`TODAY`].
pub fn program(folder: &Path) -> Command {
    let mut command = program_without_today(folder);
    command.args(["--today", TODAY]);
    command
}

/// Runs the program in `folder` as of [`TODAY`].
pub fn fore(folder: &Path, arguments: &[&str]) -> Said {
    program(folder).args(arguments).output().unwrap().into()
}

/// The root of the repository.
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// The sample plan as it stands in the repository.
pub fn billing() -> PathBuf {
    repository().join("examples/billing")
}
