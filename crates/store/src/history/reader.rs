//! The program git, asked about a repository that may not be trusted.
//!
//! In: questions. Out: what git says. The user's own settings hold, since they say which folders to
//! trust; of the repository's settings none can make git run a program, fetch anything or change a
//! byte. A question is one process, however many objects it is about.

use std::path::{Path, PathBuf};
use std::process::Output;

use super::error::HistoryError;
use super::objects::{Object, objects};
use crate::git::run::{Terms, run};
use crate::git::{GitError, check_version};

/// Asks git about the repository around one folder.
#[derive(Clone, Debug)]
pub struct Reader {
    folder: PathBuf,
    /// What is shared by all work trees of the repository.
    common_dir: PathBuf,
    /// How many bytes an id has in a tree.
    id_length: usize,
    /// The id of the commit that is checked out.
    head: Option<String>,
}

impl Reader {
    /// A reader for the repository around `folder`, and the root of its work tree; `None` if the
    /// folder is in no work tree.
    pub fn open(folder: &Path) -> Result<Option<(Self, PathBuf)>, HistoryError> {
        let mut reader = Reader {
            folder: folder.to_path_buf(),
            common_dir: PathBuf::new(),
            id_length: 20,
            head: None,
        };
        let questions = ["--show-toplevel", "--git-common-dir", "--show-object-format", "HEAD"];
        let output = reader.run("rev-parse", &questions, Vec::new())?;
        let said = String::from_utf8_lossy(&output.stdout);
        let lines: Vec<&str> = said.lines().collect();
        // Where nothing is committed yet, git says the first three and complains about the head.
        let [top, common_dir, format, head @ ..] = &lines[..] else {
            return reader.not_opened(&output);
        };
        reader.common_dir = folder.join(common_dir);
        reader.id_length = if *format == "sha256" { 32 } else { 20 };
        reader.head = head.first().filter(|_| output.status.success()).map(|id| (*id).to_owned());
        let Ok(top) = Path::new(top).canonicalize() else { return Ok(None) };
        reader.folder.clone_from(&top);
        Ok(Some((reader, top)))
    }

    fn not_opened(&self, output: &Output) -> Result<Option<(Self, PathBuf)>, HistoryError> {
        let said = String::from_utf8_lossy(&output.stderr);
        if said.contains("dubious ownership") || said.contains("unsafe repository") {
            return Err(HistoryError::NotTrusted(self.folder.display().to_string()));
        }
        if said.contains("not a git repository") || said.contains("run in a work tree") {
            return Ok(None);
        }
        self.check_version()?;
        Err(failed("rev-parse", output).into())
    }

    /// How many bytes an id has in a tree.
    pub fn id_length(&self) -> usize {
        self.id_length
    }

    /// The id of the commit that is checked out; none in a new repository.
    pub fn head(&self) -> Option<&str> {
        self.head.as_deref()
    }

    /// What is shared by all work trees of the repository: its `.git`.
    pub fn common_dir(&self) -> &Path {
        &self.common_dir
    }

    /// What git says to a question; `None` where the answer is no, exit code 1.
    pub fn answer(
        &self,
        command: &str,
        arguments: &[&str],
    ) -> Result<Option<String>, HistoryError> {
        let output = self.run(command, arguments, Vec::new())?;
        match output.status.code() {
            Some(0) => Ok(Some(String::from_utf8_lossy(&output.stdout).into_owned())),
            Some(1) => Ok(None),
            _ => Err(failed(command, &output).into()),
        }
    }

    /// The objects that `names` stand for, each without a line break.
    pub fn objects(&self, names: &[String]) -> Result<Vec<Object>, HistoryError> {
        self.batch(&["--batch"], names)
    }

    /// The same for names of the form `commit:path`, with links followed inside the tree.
    pub fn objects_through_links(&self, names: &[String]) -> Result<Vec<Object>, HistoryError> {
        self.batch(&["--batch", "--follow-symlinks"], names)
    }

    fn batch(&self, arguments: &[&str], names: &[String]) -> Result<Vec<Object>, HistoryError> {
        if names.is_empty() {
            return Ok(Vec::new());
        }
        let input = names.iter().flat_map(|name| [name.as_bytes(), b"\n"].concat()).collect();
        let output = self.run("cat-file", arguments, input)?;
        let found = objects(&output.stdout);
        if output.status.success() && found.len() == names.len() {
            return Ok(found);
        }
        Err(failed("cat-file", &output).into())
    }

    /// Refuses a git that is too old for the questions that are asked.
    pub fn check_version(&self) -> Result<(), HistoryError> {
        let output = self.run("version", &[], Vec::new())?;
        Ok(check_version(&String::from_utf8_lossy(&output.stdout))?)
    }

    /// Who commits here, and when: as a commit in a stream of `fast-import` says it.
    pub fn who(&self) -> Result<String, HistoryError> {
        let said = self.run("var", &["GIT_AUTHOR_IDENT"], Vec::new())?;
        if !said.status.success() {
            return Err(failed("var", &said).into());
        }
        Ok(String::from_utf8_lossy(&said.stdout).trim().to_owned())
    }

    /// Runs one command with `input`; whether it succeeded is in what it returns.
    pub fn run(
        &self,
        command: &str,
        arguments: &[&str],
        input: Vec<u8>,
    ) -> Result<Output, HistoryError> {
        let output = run(&self.folder, &TERMS, command, arguments, input);
        output.map_err(|error| HistoryError::Git(GitError::of_run(&self.folder, error)))
    }
}

/// What git says is told apart by its English words. Before 2.45 git does not know
/// GIT_NO_LAZY_FETCH; GIT_ALLOW_PROTOCOL closes every transport.
const TERMS: Terms<'_> = Terms {
    environment: &[
        ("LC_ALL", "C"),
        ("LANGUAGE", ""),
        ("GIT_OPTIONAL_LOCKS", "0"),
        ("GIT_TERMINAL_PROMPT", "0"),
        ("GIT_NO_LAZY_FETCH", "1"),
        ("GIT_ALLOW_PROTOCOL", "none"),
    ],
    flags: &["--no-pager", "--literal-pathspecs", "--no-replace-objects"],
    settings: &["core.fsmonitor=false", "log.showSignature=false", "diff.external="],
};

pub fn failed(command: &str, output: &Output) -> GitError {
    let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    GitError::Failed { command: command.to_owned(), said }
}
