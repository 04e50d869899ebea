//! A new branch with one commit in somebody's repository.
//!
//! In: a place in a repository, a name, texts. Out: the branch, which follows what is checked out;
//! files, index and checked-out branch stay as they are. No hook, filter or signature takes part.

use std::path::{Path, PathBuf};

use super::GitError;
use super::import::{data, line, quoted};
use crate::history::HistoryError;
use crate::history::place::below;
use crate::history::reader::{Reader, failed};

/// Why a branch was not written.
#[derive(Debug, thiserror::Error)]
pub enum BranchError {
    /// The place is in no work tree of a repository.
    #[error("{} is not in a git repository, so there is nothing to branch from", .0.display())]
    NoRepository(PathBuf),
    /// There is a branch of this name.
    #[error("there is a branch called `{0}` already, and it is left as it is")]
    Exists(String),
    /// Git does not take the name.
    #[error("`{0}` is no name for a branch")]
    Name(String),
    /// The repository cannot be asked, or git refused.
    #[error(transparent)]
    History(#[from] HistoryError),
}

impl From<GitError> for BranchError {
    fn from(error: GitError) -> Self {
        BranchError::History(error.into())
    }
}

/// Writes `files`, by their paths from the folder `root`, as a commit on a new branch `name`, in
/// the name of whoever git says the user is. All other files are as in the commit that is checked
/// out.
///
/// **Cost.** Five processes.
///
/// # Errors
/// [`BranchError`]; then there is no such branch.
pub fn write_branch(
    root: &Path,
    name: &str,
    message: &str,
    files: &[(String, String)],
) -> Result<(), BranchError> {
    let nowhere = || BranchError::NoRepository(root.to_path_buf());
    let whole = root.canonicalize().map_err(|_| nowhere())?;
    let (reader, top) = Reader::open(&whole)?.ok_or_else(nowhere)?;
    let head = reader.head().ok_or(HistoryError::NoCommits)?;
    let reference = format!("refs/heads/{name}");
    // Git would write these two, and take the first for what is checked out ever after.
    let is_safe = name != "HEAD" && !name.starts_with("refs/");
    let is_name = is_safe && !name.starts_with('-') && !name.chars().any(char::is_control);
    if !is_name || reader.answer("check-ref-format", &[&reference])?.is_none() {
        return Err(BranchError::Name(name.to_owned()));
    }
    if reader.answer("rev-parse", &["--verify", "--quiet", &reference])?.is_some() {
        return Err(BranchError::Exists(name.to_owned()));
    }
    let who = reader.who()?;
    let mut stream = Vec::new();
    line(&mut stream, &format!("commit {reference}"));
    line(&mut stream, &format!("author {who}"));
    line(&mut stream, &format!("committer {who}"));
    data(&mut stream, message);
    line(&mut stream, &format!("from {head}"));
    for (path, text) in files {
        let path = below(&top, &whole.join(path)).ok_or_else(nowhere)?;
        line(&mut stream, &format!("M 100644 inline {}", quoted(&path)?));
        data(&mut stream, text);
    }
    let output = reader.run("fast-import", &["--quiet", "--date-format=raw"], stream)?;
    if output.status.success() { Ok(()) } else { Err(failed("fast-import", &output).into()) }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::process::Command;

    use super::super::{Author, Branch, Commit, Git};
    use super::*;

    /// A repository with a plan and another file, and its folder.
    fn repository() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let commit = Commit {
            author: Author { name: "Ana".to_owned(), email: "ana@example.com".to_owned() },
            seconds: 1_769_786_400, // 2026-01-30 15:20 UTC
            ahead_of_utc_minutes: 60,
            message: "Begin\n".to_owned(),
            files: vec![("a/plan.md".into(), "one\n".into()), ("b.txt".into(), "b\n".into())],
        };
        let git = Git::new(folder.path()).unwrap();
        git.create(&[Branch { name: "main".to_owned(), commits: vec![commit] }]).unwrap();
        fs::create_dir(folder.path().join("a")).unwrap();
        fs::write(folder.path().join("a/plan.md"), "one\n").unwrap();
        fs::write(folder.path().join("b.txt"), "b\n").unwrap();
        said(folder.path(), &["config", "user.name", "Bo"]);
        said(folder.path(), &["config", "user.email", "bo@example.com"]);
        folder
    }

    fn said(folder: &Path, arguments: &[&str]) -> String {
        let output = Command::new("git").args(arguments).current_dir(folder).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    }

    fn check(folder: &Path, name: &str) -> Result<(), BranchError> {
        let files = [("plan.md".to_owned(), "two\n".to_owned())];
        write_branch(&folder.join("a"), name, "Try it\n", &files)
    }

    #[test]
    fn a_branch_has_the_texts_and_everything_else_stays() {
        let folder = repository();
        let at = folder.path();
        check(at, "try/june 30").unwrap_err();
        check(at, "try/june-30").unwrap();
        assert_eq!(said(at, &["show", "try/june-30:a/plan.md"]), "two\n");
        assert_eq!(said(at, &["show", "try/june-30:b.txt"]), "b\n");
        let log = said(at, &["log", "--format=%an <%ae> %s", "main..try/june-30"]);
        assert_eq!(log, "Bo <bo@example.com> Try it\n");
        assert_eq!(said(at, &["status", "--porcelain", "--branch"]), "## main\n");
    }

    #[test]
    fn a_branch_that_is_there_stays_as_it_is() {
        let folder = repository();
        let refused = check(folder.path(), "main");
        assert!(matches!(refused, Err(BranchError::Exists(name)) if name == "main"));
        assert_eq!(said(folder.path(), &["show", "main:a/plan.md"]), "one\n");
    }

    #[test]
    fn what_is_no_name_and_no_repository_is_refused() {
        let folder = repository();
        for name in ["", "-x", "a..b", "a b", "x.lock", "a\nb", "HEAD", "refs/heads/zz"] {
            let refused = check(folder.path(), name);
            assert!(matches!(&refused, Err(BranchError::Name(_))), "{name}: {refused:?}");
        }
        let empty = tempfile::tempdir().unwrap();
        let refused = write_branch(empty.path(), "x", "m", &[]);
        assert!(matches!(refused, Err(BranchError::NoRepository(_))), "{refused:?}");
    }
}
