//! Which two versions of the plan are meant: revisions of git, files and folders, or what is in the
//! folder now.
//!
//! In: the place of a plan, and names as somebody gave them. Out: the texts of both, and what they
//! are called. It must not know what the texts mean.

use std::path::Path;

use store::{History, HistoryError, PlanFiles, StoreError};

/// The two versions.
#[derive(Debug)]
pub struct Versions {
    /// What is compared with.
    pub base: Version,
    /// What is looked at.
    pub head: Version,
    /// What the reader should know about the choice, a sentence each.
    pub remarks: Vec<String>,
}

/// Why two versions are not found.
#[derive(Debug, thiserror::Error)]
pub enum NoVersions {
    /// A name is empty, as of a variable that is not set.
    #[error("the name of a version is empty")]
    NoName,
    /// A revision is asked for where there are none.
    #[error("there is no git repository here")]
    NoHistory,
    /// A file or folder that is no plan.
    #[error("there is no plan with tasks in `{0}`")]
    NoPlanIn(String),
    /// Neither a file nor a folder, and there are no revisions.
    #[error("there is no file or folder `{0}`, and no git repository")]
    NoVersion(String),
    /// The disk.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The repository.
    #[error(transparent)]
    History(#[from] HistoryError),
}

/// One version.
#[derive(Debug)]
pub struct Version {
    /// What it is called.
    pub name: String,
    /// Its texts; `None` if there is no plan in it.
    pub files: Option<PlanFiles>,
    /// Whether it was named as a file or folder, rather than as a revision.
    pub is_file: bool,
}

impl Version {
    /// Its name in a sentence: `main has errors`, `the working tree has errors`.
    #[must_use]
    pub fn in_a_sentence(&self) -> String {
        if self.name == NOW { format!("the {NOW}") } else { self.name.clone() }
    }
}

/// Finds the versions of the plan at `place` that are meant by two names:
///
/// - nothing: the last commit, and the folder as it is now;
/// - a revision: where the branch began to differ from it (their merge base), and the folder;
/// - `A..B` and `A B`: A itself, and B; `A...B`: their merge base, and B;
/// - a file or folder: that, and the folder; two of them: the first, and the second.
///
/// # Errors
/// [`NoVersions`] if a name names nothing, or what it names cannot be read.
pub fn find(place: &Path, base: Option<&str>, head: Option<&str>) -> Result<Versions, NoVersions> {
    if [base, head].into_iter().flatten().any(|name| name.trim().is_empty()) {
        return Err(NoVersions::NoName);
    }
    let finder = Finder { place, history: history(place)? };
    match (base, head) {
        (None, _) => finder.since("HEAD", "HEAD"),
        (Some(range), None) if finder.is_range(range) => finder.range(range),
        (Some(base), None) if finder.is_revision(base)? => finder.since_branch(base),
        (Some(base), None) => {
            let base = finder.version(base)?;
            Ok(Versions { base, head: finder.now()?, remarks: Vec::new() })
        }
        (Some(base), Some(head)) => Ok(Versions {
            base: finder.version(base)?,
            head: finder.version(head)?,
            remarks: Vec::new(),
        }),
    }
}

/// The history of the plan. Where git is missing, two files can still be compared.
fn history(place: &Path) -> Result<Option<History>, NoVersions> {
    match History::open(place) {
        Ok(history) => Ok(history),
        Err(HistoryError::Git(_)) if !place.join(".git").exists() => Ok(None),
        Err(error) => Err(error.into()),
    }
}

struct Finder<'a> {
    place: &'a Path,
    history: Option<History>,
}

/// What the folder as it is now is called.
const NOW: &str = "working tree";

impl Finder<'_> {
    /// The plan as it is now.
    fn now(&self) -> Result<Version, NoVersions> {
        Ok(Version { name: NOW.to_owned(), files: Some(store::read(self.place)?), is_file: true })
    }

    fn history(&self) -> Result<&History, NoVersions> {
        self.history.as_ref().ok_or(NoVersions::NoHistory)
    }

    fn is_revision(&self, name: &str) -> Result<bool, NoVersions> {
        let Some(history) = &self.history else { return Ok(false) };
        match history.commit_of(name) {
            Ok(_) => Ok(true),
            Err(HistoryError::UnknownRevision { .. } | HistoryError::NoCommits) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    fn is_range(&self, name: &str) -> bool {
        name.contains("..") && !self.place.join(name).exists()
    }

    /// `A..B` or `A...B`; without B it is the last commit. Without A it is an error: that is what
    /// a variable which nobody set looks like, and it must not pass for a comparison.
    fn range(&self, range: &str) -> Result<Versions, NoVersions> {
        let history = self.history()?;
        let (base, head, from_merge_base) = match range.split_once("...") {
            Some((base, head)) => (base, head, true),
            None => {
                let (base, head) = range.split_once("..").unwrap_or((range, ""));
                (base, head, false)
            }
        };
        if base.trim().is_empty() {
            return Err(NoVersions::NoName);
        }
        let head = if head.is_empty() { "HEAD" } else { head };
        let mut from = base.to_owned();
        if from_merge_base && let Some(common) = history.merge_base(base, head)? {
            from = common;
        }
        let base = Version { files: self.at(&from)?, name: shown(base), is_file: false };
        let head = Version { files: self.at(head)?, name: shown(head), is_file: false };
        Ok(Versions { base, head, remarks: Vec::new() })
    }

    /// The folder as it is now, and `revision`, which is called `name`.
    fn since(&self, revision: &str, name: &str) -> Result<Versions, NoVersions> {
        self.history()?;
        let base = Version { name: shown(name), files: self.at(revision)?, is_file: false };
        Ok(Versions { base, head: self.now()?, remarks: Vec::new() })
    }

    /// The folder as it is now, and where it began to differ from `branch`.
    fn since_branch(&self, branch: &str) -> Result<Versions, NoVersions> {
        let history = self.history()?;
        let (tip, here) = (history.commit_of(branch)?, history.commit_of("HEAD")?);
        let Some(common) = history.merge_base(branch, "HEAD")? else {
            let mut versions = self.since(branch, branch)?;
            let why = format!(
                "{branch} and this branch have no commit in common, as far as this clone knows: compared with {branch} itself."
            );
            versions.remarks.push(why);
            return Ok(versions);
        };
        let mut versions = self.since(&common, branch)?;
        let short = plan::short_id(&common);
        if common != tip && common == here {
            "HEAD".clone_into(&mut versions.base.name);
            versions.remarks.push(format!(
                "{branch} is ahead of what is checked out; what it changes: fore diff HEAD..{branch}"
            ));
        } else if common != tip {
            versions.remarks.push(format!(
                "{branch} has moved on since this branch began; compared with where it began, {short}."
            ));
        }
        Ok(versions)
    }

    /// A revision, else a file or folder.
    fn version(&self, name: &str) -> Result<Version, NoVersions> {
        let place = self.place.join(name);
        let is_file = !self.is_revision(name)?;
        let files = if !is_file {
            self.at(name)?
        } else if place.exists() {
            match store::read(&place) {
                Err(StoreError::NoPlan(_)) => return Err(NoVersions::NoPlanIn(name.to_owned())),
                files => Some(files?),
            }
        } else if let Some(history) = &self.history {
            // Neither: git's own complaint says what to do about a shallow clone.
            history.commit_of(name)?;
            None
        } else {
            return Err(NoVersions::NoVersion(name.to_owned()));
        };
        Ok(Version { name: shown(name), files, is_file })
    }

    /// The plan as of a revision; `None` if it had none.
    fn at(&self, revision: &str) -> Result<Option<PlanFiles>, NoVersions> {
        match self.history()?.plan_at(revision) {
            Err(HistoryError::NoPlan { .. }) => Ok(None),
            files => Ok(Some(files?)),
        }
    }
}

/// A revision as people call it: without the folder of its ref, and the beginning of an id.
fn shown(name: &str) -> String {
    let folders = ["refs/heads/", "refs/tags/", "refs/remotes/", "refs/"];
    let short = folders.iter().find_map(|folder| name.strip_prefix(folder)).unwrap_or(name);
    let is_id = short.len() >= 40 && short.bytes().all(|byte| byte.is_ascii_hexdigit());
    (if is_id { plan::short_id(short) } else { short }).to_owned()
}
