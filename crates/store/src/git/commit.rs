//! The plan's files, committed as an act of the user.
//!
//! In: the place of a plan, and a message. Out: a commit on the branch that is checked out, in the
//! name of whoever git says the user is, with the files of the plan and nothing else. What else is
//! changed or staged stays as it is.
//!
//! `git commit` would run what the repository configures: hooks, filters, a program that signs, an
//! editor. Somebody who clicks a button on a page did not ask for any of that, so the commit is put
//! together from its parts, and who wants hooks or a signature commits in the terminal. The files
//! are staged before anything is committed: where a later step fails, nothing is lost.

use std::path::{Path, PathBuf};

use super::GitError;
use super::import::{data, line, quoted};
use crate::history::place::below;
use crate::history::reader::{Reader, failed};
use crate::history::{History, HistoryError};
use crate::{StoreError, read};

/// Why nothing was committed.
#[derive(Debug, thiserror::Error)]
pub enum CommitError {
    /// The plan is in no work tree of a repository.
    #[error("{} is not under git, so there is nothing to commit to", .0.display())]
    NoRepository(PathBuf),
    /// The repository leaves the plan out.
    #[error("git ignores `{0}`, so it is not committed")]
    Ignored(String),
    /// A commit on its own is checked out.
    #[error("no branch is checked out, so there is nothing to commit to")]
    NoBranch,
    /// Something has to be finished first.
    #[error("{0} is unfinished here; finish it in the terminal, and then commit")]
    Unfinished(&'static str),
    /// A file of the plan lies somewhere else.
    #[error("`{0}` is a link; commit the file that it leads to in the terminal")]
    Link(String),
    /// The last commit says the same.
    #[error("there is nothing to commit: the plan is as in the last commit")]
    Unchanged,
    /// There is no message.
    #[error("a commit needs a message")]
    NoMessage,
    /// The plan cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The repository cannot be asked, or git refused.
    #[error(transparent)]
    History(#[from] HistoryError),
}

impl From<GitError> for CommitError {
    fn from(error: GitError) -> Self {
        CommitError::History(error.into())
    }
}

/// A commit that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Committed {
    /// Its id, shortened.
    pub id: String,
    /// The branch that it is on.
    pub branch: String,
    /// The files that it changes, from the root of the work tree.
    pub files: Vec<String>,
}

/// What would be committed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Uncommitted {
    /// The branch that it would be on.
    pub branch: String,
    /// The files that are not as in the last commit, from the root of the work tree.
    pub files: Vec<String>,
}

/// What of the plan at `place` is not as in the last commit. Some ten processes, and two for
/// each file of the plan.
///
/// # Errors
/// [`CommitError`] if it could not be committed.
pub fn uncommitted(place: &Path) -> Result<Uncommitted, CommitError> {
    let desk = Desk::open(place)?;
    let branch = desk.branch();
    Ok(Uncommitted { branch, files: desk.changes.into_iter().map(|one| one.path).collect() })
}

/// Commits the files of the plan at `place` as they are on disk.
///
/// # Errors
/// [`CommitError`]; then there is no commit, and the files are as they were.
pub fn commit(place: &Path, message: &str) -> Result<Committed, CommitError> {
    let message = message.trim();
    if message.is_empty() {
        return Err(CommitError::NoMessage);
    }
    let desk = Desk::open(place)?;
    if desk.changes.is_empty() {
        return Err(CommitError::Unchanged);
    }
    let who = desk.reader.who()?;
    let staged = desk.stage()?;
    let mut stream = Vec::new();
    line(&mut stream, &format!("commit {}", desk.reference));
    line(&mut stream, &format!("author {who}"));
    line(&mut stream, &format!("committer {who}"));
    data(&mut stream, &format!("{message}\n"));
    if let Some(head) = desk.reader.head() {
        line(&mut stream, &format!("from {head}"));
    }
    for (change, blob) in desk.changes.iter().zip(&staged) {
        let path = quoted(&change.path)?;
        match blob {
            Some(blob) => line(&mut stream, &format!("M {} {blob} {path}", change.mode)),
            None => line(&mut stream, &format!("D {path}")),
        }
    }
    desk.done("fast-import", &["--quiet", "--date-format=raw"], stream)?;
    let id = desk.done("rev-parse", &["--short", "HEAD"], Vec::new())?.trim().to_owned();
    let branch = desk.branch();
    Ok(Committed { id, branch, files: desk.changes.into_iter().map(|one| one.path).collect() })
}

/// A repository that can be committed to, and what would be.
struct Desk {
    reader: Reader,
    /// The branch, with its full name.
    reference: String,
    changes: Vec<FileChange>,
}

/// A file that is not as in the last commit.
struct FileChange {
    path: String,
    mode: String,
    /// `None` if the file is gone.
    text: Option<Vec<u8>>,
}

/// What git calls a file that is not a program.
const PLAIN: &str = "100644";

/// What may be under way, by the name that git gives to its other side.
const UNDER_WAY: [(&str, &str); 3] =
    [("MERGE_HEAD", "a merge"), ("CHERRY_PICK_HEAD", "a cherry-pick"), ("REVERT_HEAD", "a revert")];

impl Desk {
    fn open(place: &Path) -> Result<Self, CommitError> {
        let plan = read(place)?;
        let nowhere = || CommitError::NoRepository(plan.root.clone());
        let root = plan.root.canonicalize().map_err(|_| nowhere())?;
        let (reader, top) = Reader::open(&root)?.ok_or_else(nowhere)?;
        let reference = reader.answer("symbolic-ref", &["--quiet", "HEAD"])?;
        let reference = reference.ok_or(CommitError::NoBranch)?.trim().to_owned();
        for (name, what) in UNDER_WAY {
            if reader.answer("rev-parse", &["--verify", "--quiet", name])?.is_some() {
                return Err(CommitError::Unfinished(what));
            }
        }
        let files = plan.files.iter().chain(&plan.settings);
        let mut texts: Vec<(String, Option<Vec<u8>>)> = Vec::new();
        for file in files {
            let whole = root.join(&file.path);
            if whole.canonicalize().ok().as_ref() != Some(&whole) {
                return Err(CommitError::Link(file.path.clone()));
            }
            let path = below(&top, &whole).ok_or_else(nowhere)?;
            texts.push((path, Some(file.text.clone().into_bytes())));
        }
        let gone = gone(place, &top)?.into_iter().filter(|path| !top.join(path).exists());
        texts.extend(gone.map(|path| (path, None)));
        let changes = changes(&reader, texts)?;
        if let Some(ignored) = ignored(&reader, &changes)? {
            return Err(CommitError::Ignored(ignored));
        }
        Ok(Desk { reader, reference, changes })
    }

    fn branch(&self) -> String {
        self.reference.trim_start_matches("refs/heads/").to_owned()
    }

    /// Puts the texts into the repository and its index; the ids of the texts.
    fn stage(&self) -> Result<Vec<Option<String>>, CommitError> {
        let (mut ids, mut index) = (Vec::new(), Vec::new());
        for change in &self.changes {
            let id = match &change.text {
                Some(text) => {
                    let arguments = ["-w", "--no-filters", "--stdin"];
                    Some(self.done("hash-object", &arguments, text.clone())?.trim().to_owned())
                }
                None => None,
            };
            let entry = match &id {
                Some(id) => format!("{} {id}\t{}\0", change.mode, change.path),
                None => format!("0 {}\t{}\0", "0".repeat(2 * self.reader.id_length()), change.path),
            };
            index.extend(entry.into_bytes());
            ids.push(id);
        }
        self.done("update-index", &["-z", "--index-info"], index)?;
        Ok(ids)
    }

    fn done(
        &self,
        command: &str,
        arguments: &[&str],
        input: Vec<u8>,
    ) -> Result<String, CommitError> {
        let output = self.reader.run(command, arguments, input)?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        Err(failed(command, &output).into())
    }
}

/// The files of the plan as it was committed.
fn gone(place: &Path, top: &Path) -> Result<Vec<String>, CommitError> {
    let Some(history) = History::open(place)? else { return Ok(Vec::new()) };
    let plan = match history.plan_at("HEAD") {
        Ok(plan) => plan,
        Err(HistoryError::NoCommits | HistoryError::NoPlan { .. }) => return Ok(Vec::new()),
        Err(error) => return Err(error.into()),
    };
    let files = plan.files.iter().chain(&plan.settings);
    Ok(files.filter_map(|file| below(top, &plan.root.join(&file.path))).collect())
}

/// Those of `texts` that the last commit has otherwise, or not at all.
fn changes(
    reader: &Reader,
    texts: Vec<(String, Option<Vec<u8>>)>,
) -> Result<Vec<FileChange>, CommitError> {
    let mut changes = Vec::new();
    for (path, text) in texts {
        let committed = match reader.head() {
            Some(head) => reader.answer("ls-tree", &["-z", head, "--", &path])?,
            None => None,
        };
        // `100644 blob ID<tab>PATH`, or nothing.
        let committed = committed.unwrap_or_default();
        let words: Vec<&str> = committed.split(['\t', ' ']).collect();
        let mode = words.first().filter(|mode| mode.starts_with("100")).unwrap_or(&PLAIN);
        let id = words.get(2).copied().unwrap_or_default();
        let old = if id.is_empty() { None } else { reader.answer("cat-file", &["blob", id])? };
        let text = text.map(|text| with_ends_of(old.as_deref(), text));
        if old.as_deref().map(str::as_bytes) != text.as_deref() {
            changes.push(FileChange { path, mode: (*mode).to_owned(), text });
        }
    }
    Ok(changes)
}

/// Where lines were committed as they end everywhere, and the disk has them as they end on Windows,
/// git has converted them, and would convert them back.
fn with_ends_of(committed: Option<&str>, text: Vec<u8>) -> Vec<u8> {
    if committed.is_none_or(|committed| committed.contains("\r\n")) {
        return text;
    }
    match String::from_utf8(text) {
        Ok(text) => text.replace("\r\n", "\n").into_bytes(),
        Err(error) => error.into_bytes(),
    }
}

/// The first of the files that the repository leaves out.
fn ignored(reader: &Reader, changes: &[FileChange]) -> Result<Option<String>, CommitError> {
    let paths = changes.iter().filter(|one| one.text.is_some()).map(|one| one.path.as_str());
    let paths: Vec<&str> = paths.collect();
    if paths.is_empty() {
        return Ok(None);
    }
    let question = ["--others", "--ignored", "--exclude-standard", "-z", "--"];
    let said = reader.answer("ls-files", &[&question, &paths[..]].concat())?.unwrap_or_default();
    Ok(said.split_terminator('\0').next().map(str::to_owned))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::process::Command;

    use super::*;

    fn git(folder: &Path, arguments: &[&str]) -> String {
        let output = Command::new("git").args(arguments).current_dir(folder).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {output:?}");
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    /// A repository with a plan and another file, both committed.
    fn repository() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        git(path, &["init", "--quiet", "--initial-branch=main"]);
        git(path, &["config", "user.name", "Bo"]);
        git(path, &["config", "user.email", "bo@example.com"]);
        fs::create_dir(path.join("plan")).unwrap();
        fs::write(path.join("plan/plan.md"), "one\n").unwrap();
        fs::write(path.join("plan/more.md"), "more\n").unwrap();
        fs::write(path.join("other.txt"), "other\n").unwrap();
        git(path, &["add", "."]);
        git(path, &["commit", "--quiet", "--message", "Begin"]);
        folder
    }

    #[test]
    fn the_files_of_the_plan_and_nothing_else() {
        let folder = repository();
        let path = folder.path();
        // A hook and a filter that would leave a trace.
        let trace = path.join("trace");
        let hook = path.join(".git/hooks/post-commit");
        fs::write(&hook, format!("#!/bin/sh\ntouch {}\n", trace.display())).unwrap();
        assert!(Command::new("chmod").arg("+x").arg(&hook).status().unwrap().success());
        git(path, &["config", "filter.x.clean", &format!("touch {}; cat", trace.display())]);
        fs::write(path.join(".gitattributes"), "*.md filter=x\n").unwrap();
        fs::write(path.join("plan/plan.md"), "two\n").unwrap();
        fs::write(path.join("plan/new.md"), "new\n").unwrap();
        fs::remove_file(path.join("plan/more.md")).unwrap();
        fs::write(path.join("other.txt"), "changed\n").unwrap();
        fs::write(path.join("staged.txt"), "staged\n").unwrap();
        git(path, &["add", "staged.txt"]);
        fs::remove_file(&trace).unwrap_or_default();

        let files = ["plan/plan.md", "plan/new.md", "plan/more.md"].map(str::to_owned);
        assert_eq!(uncommitted(path).unwrap().files, files);
        let committed = commit(path, "  Say two\n\n- plan: two\n").unwrap();
        assert_eq!((committed.branch.as_str(), &committed.files[..]), ("main", &files[..]));
        assert!(!trace.exists(), "no hook and no filter ran");
        assert_eq!(
            git(path, &["show", "--no-patch", "--format=%an: %B"]),
            "Bo: Say two\n\n- plan: two"
        );
        assert!(git(path, &["rev-parse", "HEAD"]).starts_with(&committed.id));
        let changed = git(path, &["show", "--name-status", "--format="]);
        assert_eq!(changed, "D\tplan/more.md\nA\tplan/new.md\nM\tplan/plan.md");
        git(path, &["config", "--remove-section", "filter.x"]);
        let left = git(path, &["status", "--porcelain"]);
        assert_eq!(left, "M other.txt\nA  staged.txt\n?? .gitattributes");
        assert!(matches!(commit(path, "Again"), Err(CommitError::Unchanged)));
    }

    #[test]
    fn the_first_commit_of_a_repository() {
        let folder = tempfile::tempdir().unwrap();
        git(folder.path(), &["init", "--quiet", "--initial-branch=main"]);
        git(folder.path(), &["config", "user.name", "Bo"]);
        git(folder.path(), &["config", "user.email", "bo@example.com"]);
        fs::write(folder.path().join("plan.md"), "one\n").unwrap();
        assert_eq!(commit(folder.path(), "Begin").unwrap().files, ["plan.md"]);
        assert_eq!(git(folder.path(), &["status", "--porcelain"]), "");
    }

    #[test]
    fn line_ends_that_git_converted_are_converted_back() {
        let folder = repository();
        fs::write(folder.path().join("plan/plan.md"), "one\r\n").unwrap();
        assert!(uncommitted(folder.path()).unwrap().files.is_empty());
        fs::write(folder.path().join("plan/plan.md"), "one\r\ntwo\r\n").unwrap();
        commit(folder.path(), "Two").unwrap();
        assert_eq!(git(folder.path(), &["show", "HEAD:plan/plan.md"]), "one\ntwo");
    }

    #[test]
    fn what_cannot_be_committed_is_refused_with_the_reason() {
        let check = |prepare: &dyn Fn(&Path), said: &str| {
            let folder = repository();
            fs::write(folder.path().join("plan/plan.md"), "two\n").unwrap();
            prepare(folder.path());
            let refused = commit(folder.path(), "Two").unwrap_err().to_string();
            assert!(refused.contains(said), "{refused}");
        };
        check(&|path| drop(fs::remove_dir_all(path.join(".git"))), "not under git");
        check(&|path| drop(git(path, &["checkout", "--quiet", "--detach"])), "no branch");
        let merge = |path: &Path| {
            let head = git(path, &["rev-parse", "HEAD"]);
            fs::write(path.join(".git/MERGE_HEAD"), head).unwrap();
        };
        check(&merge, "a merge is unfinished");
        let ignore = |path: &Path| {
            fs::write(path.join(".git/info/exclude"), "plan/x.md\n").unwrap();
            fs::write(path.join("plan/x.md"), "x\n").unwrap();
        };
        check(&ignore, "git ignores `plan/x.md`");
        assert!(matches!(commit(repository().path(), " "), Err(CommitError::NoMessage)));
    }
}
