//! Calls the program `git` for repositories of our own making, and for commits of ours in others.
//!
//! In: a folder, and commits as plain values. Out: a repository, or why not. Nothing that the user
//! or a repository has configured takes part: no hooks, no templates, no signing, no names, no
//! variables of the environment, so that the same commits get the same ids everywhere. It must
//! not know what the texts mean.

mod branch;
mod commit;
mod import;
pub(crate) mod run;

pub use branch::{BranchError, write_branch};
pub use commit::{CommitError, Committed, Uncommitted, commit, uncommitted};

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use self::run::Terms;

/// The oldest git that is used: major and minor.
const OLDEST: (u32, u32) = (2, 30);

/// A line of commits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Branch {
    /// Its name, such as `main`.
    pub name: String,
    /// Its commits, the oldest first. The first one of any branch but the first follows the last
    /// one of the branch before.
    pub commits: Vec<Commit>,
}

/// A state of all files, and who left it when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit {
    /// Who wrote it, and committed it.
    pub author: Author,
    /// When, in seconds since the beginning of 1970 in UTC.
    pub seconds: i64,
    /// How far the author's clock was ahead of UTC, in whole minutes.
    pub ahead_of_utc_minutes: i32,
    /// The subject line, and after an empty line the rest.
    pub message: String,
    /// Every file, by its path from the repository's root.
    pub files: Vec<(String, String)>,
}

/// Somebody who commits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Author {
    /// The name.
    pub name: String,
    /// The mail address.
    pub email: String,
}

/// Why there is no repository.
#[derive(Debug, thiserror::Error)]
pub enum GitError {
    /// The program is not there.
    #[error("git is not installed")]
    Missing,
    /// The program is older than what is known to work, or does not say how old it is.
    #[error("git 2.30 or newer is needed, and this one says `{0}`")]
    TooOld(String),
    /// The program could not be run.
    #[error("git could not be run: {0}")]
    NotRun(#[source] io::Error),
    /// The program said no.
    #[error("git {command} failed: {said}")]
    Failed {
        /// What it was asked.
        command: String,
        /// What it said.
        said: String,
    },
    /// The folder has a `.git` already.
    #[error("{} is a git repository already", .0.display())]
    Occupied(PathBuf),
    /// A name, address, path or time that git's format cannot hold.
    #[error("`{0}` cannot stand in a commit")]
    Unfit(String),
}

impl GitError {
    /// Why the program did not run in `folder`.
    pub(crate) fn of_run(folder: &Path, error: io::Error) -> Self {
        match error.kind() {
            ErrorKind::NotFound if folder.is_dir() => GitError::Missing,
            _ => GitError::NotRun(error),
        }
    }
}

/// The program `git`, working in one folder.
#[derive(Clone, Debug)]
pub struct Git {
    folder: PathBuf,
}

impl Git {
    /// Finds the program, to work in `folder`, which must exist.
    ///
    /// # Errors
    /// [`GitError::Missing`], [`GitError::TooOld`], [`GitError::NotRun`].
    pub fn new(folder: &Path) -> Result<Self, GitError> {
        let git = Git { folder: folder.to_path_buf() };
        let said = git.run("version", &[], b"")?;
        check_version(&said)?;
        Ok(git)
    }

    /// Makes a repository with `branches` in the folder, with the first branch switched to.
    ///
    /// **Meaning.** The files in the folder are not touched; where they are those of the first
    /// branch's last commit, the repository is clean. If git fails, the folder is without a
    /// repository again.
    ///
    /// **Determinism.** The ids of the commits follow from `branches` alone.
    ///
    /// **Cost.** Three processes, however many commits.
    ///
    /// # Errors
    /// [`GitError::Occupied`], [`GitError::Unfit`], or what git said.
    pub fn create(&self, branches: &[Branch]) -> Result<(), GitError> {
        let repository = self.folder.join(".git");
        if repository.symlink_metadata().is_ok() {
            return Err(GitError::Occupied(self.folder.clone()));
        }
        let Some(first) = branches.first() else { return Ok(()) };
        let commits = import::stream(branches)?;
        let made = self.fill(&first.name, &commits);
        if made.is_err() {
            // What is left of it would only be in the way; the first error is the one to tell.
            let _ = fs::remove_dir_all(&repository);
        }
        made
    }

    fn fill(&self, first: &str, commits: &[u8]) -> Result<(), GitError> {
        let branch = format!("--initial-branch={first}");
        self.run("init", &["--quiet", "--template=", "--object-format=sha1", &branch], b"")?;
        self.run("fast-import", &["--quiet", "--date-format=raw"], commits)?;
        self.run("reset", &["--quiet"], b"")?;
        Ok(())
    }

    /// Runs one command of git with `input`, and returns its output.
    fn run(&self, command: &str, arguments: &[&str], input: &[u8]) -> Result<String, GitError> {
        let output = run::run(&self.folder, &TERMS, command, arguments, input.to_vec());
        let output = output.map_err(|error| GitError::of_run(&self.folder, error))?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        Err(GitError::Failed { command: command.to_owned(), said })
    }
}

/// Nothing that is configured takes part. Before 2.32 git does not know GIT_CONFIG_GLOBAL, so what
/// could run a program or change a byte is said once more.
const TERMS: Terms<'_> = Terms {
    environment: &[("GIT_CONFIG_NOSYSTEM", "1"), ("GIT_CONFIG_GLOBAL", NOTHING)],
    flags: &[],
    settings: &["commit.gpgSign=false", "core.fsmonitor=false", "core.autocrlf=false"],
};

#[cfg(not(windows))]
const NOTHING: &str = "/dev/null";
#[cfg(windows)]
const NOTHING: &str = "NUL";

#[cfg(not(windows))]
pub(crate) const NO_HOOKS: &str = "core.hooksPath=/dev/null";
#[cfg(windows)]
pub(crate) const NO_HOOKS: &str = "core.hooksPath=NUL";

/// Refuses a git that is too old, by what `git version` says.
pub(crate) fn check_version(said: &str) -> Result<(), GitError> {
    if version(said).is_some_and(|version| version >= OLDEST) {
        Ok(())
    } else {
        Err(GitError::TooOld(said.trim().to_owned()))
    }
}

/// Major and minor version in what `git version` says.
fn version(said: &str) -> Option<(u32, u32)> {
    let mut numbers = said.trim().strip_prefix("git version ")?.split('.');
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_from_what_vendors_say() {
        assert_eq!(version("git version 2.47.3\n"), Some((2, 47)));
        assert_eq!(version("git version 2.39.5 (Apple Git-154)"), Some((2, 39)));
        assert_eq!(version("git version 2.45.1.windows.1"), Some((2, 45)));
        assert_eq!(version("hub version 2"), None);
        assert!(Some((2, 29)) < Some(OLDEST) && Some((3, 0)) > Some(OLDEST));
    }

    fn commit(name: &str, text: &str) -> Commit {
        Commit {
            author: Author { name: name.to_owned(), email: "ana@example.com".to_owned() },
            seconds: 1_769_786_400, // 2026-01-30 15:20 UTC
            ahead_of_utc_minutes: 60,
            message: format!("Now it says {text}\n"),
            files: vec![("plan/plan.md".to_owned(), text.to_owned())],
        }
    }

    fn branch(name: &str, commits: Vec<Commit>) -> Branch {
        Branch { name: name.to_owned(), commits }
    }

    #[test]
    fn branches_follow_each_other_and_the_files_are_clean() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("plan")).unwrap();
        fs::write(folder.path().join("plan/plan.md"), "two").unwrap();
        let git = Git::new(folder.path()).unwrap();
        let main = branch("main", vec![commit("Ana", "one"), commit("Bo", "two")]);
        git.create(&[main, branch("idea", vec![commit("Ana", "three")])]).unwrap();
        assert_eq!(git.run("status", &["--porcelain", "--branch"], b"").unwrap(), "## main\n");
        let log = git.run("log", &["--format=%an %ai %s", "idea", "--"], b"").unwrap();
        assert_eq!(
            log,
            "Ana 2026-01-30 16:20:00 +0100 Now it says three\n\
             Bo 2026-01-30 16:20:00 +0100 Now it says two\n\
             Ana 2026-01-30 16:20:00 +0100 Now it says one\n"
        );
        assert!(matches!(git.create(&[]), Err(GitError::Occupied(_))));
    }

    #[test]
    fn what_git_refuses_leaves_no_repository() {
        let folder = tempfile::tempdir().unwrap();
        let git = Git::new(folder.path()).unwrap();
        let refused = git.create(&[
            branch("main", vec![commit("Ana", "one")]),
            branch("a..b", vec![commit("Ana", "two")]),
        ]);
        assert!(
            matches!(&refused, Err(GitError::Failed { command, said })
            if command == "fast-import" && said.contains("a..b")),
            "{refused:?}"
        );
        assert!(!folder.path().join(".git").exists());
    }

    #[test]
    fn a_folder_that_is_gone_is_not_a_missing_git() {
        let folder = tempfile::tempdir().unwrap();
        let gone = Git::new(&folder.path().join("gone"));
        assert!(matches!(gone, Err(GitError::NotRun(_))), "{gone:?}");
    }
}
