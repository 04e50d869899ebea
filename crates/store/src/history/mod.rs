//! What a plan was: read from the git repository that it lies in.
//!
//! In: a place on disk, names of revisions. Out: the texts of the plan as of then, and who changed
//! them when. Nothing that the repository brings along is run, nothing in it is changed but our own
//! cache, and no name or path is ever read as an option. It must not know what the texts mean.

mod error;
mod index;
mod memory;
mod objects;
pub(crate) mod place;
pub(crate) mod reader;
mod revisions;

use std::path::{Path, PathBuf};

use crate::PlanFiles;

pub use error::HistoryError;
pub use index::Stages;
use objects::Object;
use place::{Layout, join};
use reader::Reader;
pub use revisions::{Revision, Texts};

/// The history of one plan.
#[derive(Clone, Debug)]
pub struct History {
    reader: Reader,
    /// The root of the work tree.
    top: PathBuf,
    place: Place,
    /// Where to remember things if not in the repository.
    state_folder: Option<PathBuf>,
}

/// Where the plan is looked for, relative to the root of the work tree, with forward slashes.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Place {
    /// In this folder, then in those above it.
    Folder(String),
    /// This one file of the folder.
    File { folder: String, name: String },
}

/// Whether `folder` is in a git repository, by the folders alone: git is not asked.
#[must_use]
pub fn is_in_repository(folder: &Path) -> bool {
    folder.ancestors().any(|folder| folder.join(".git").exists())
}

impl History {
    /// The history of the plan at `place`, which is what [`crate::read`] takes; `None` if that is
    /// in no work tree of a git repository.
    ///
    /// **Cost.** One process, and none where no folder above has a `.git`.
    ///
    /// # Errors
    /// [`HistoryError::Git`] if git is not there or cannot be run, [`HistoryError::NotTrusted`] if
    /// it refuses the repository.
    pub fn open(place: &Path) -> Result<Option<Self>, HistoryError> {
        let Ok(whole) = place.canonicalize() else { return Ok(None) };
        let is_file = whole.is_file();
        let folder = if is_file { whole.parent().unwrap_or(&whole) } else { &whole };
        if !is_in_repository(folder) {
            return Ok(None);
        }
        let Some((reader, top)) = Reader::open(folder)? else { return Ok(None) };
        let inside = place::below(&top, folder).filter(|path| !path.contains('\n'));
        let Some(inside_folder) = inside else { return Ok(None) };
        let place = match whole.file_name().and_then(|name| name.to_str()) {
            Some(name) if is_file => Place::File { folder: inside_folder, name: name.to_owned() },
            _ => Place::Folder(inside_folder),
        };
        Ok(Some(History { reader, top, place, state_folder: None }))
    }

    /// The id of the commit that `revision` names: a branch, a tag, `HEAD~3`, an id.
    ///
    /// # Errors
    /// [`HistoryError::UnknownRevision`], or [`HistoryError::NoCommits`] for the head of a
    /// repository that has none.
    pub fn commit_of(&self, revision: &str) -> Result<String, HistoryError> {
        let unfit = revision.is_empty()
            || revision.starts_with('-')
            || revision.chars().any(char::is_control);
        let commit = format!("{revision}^{{commit}}");
        let arguments = ["--verify", "--quiet", "--end-of-options", &commit];
        let found = if unfit { None } else { self.reader.answer("rev-parse", &arguments)? };
        if let Some(found) = found {
            return Ok(found.trim().to_owned());
        }
        if self.reader.head().is_none() {
            return Err(HistoryError::NoCommits);
        }
        self.reader.check_version()?;
        let shallow = self.is_shallow()?;
        Err(HistoryError::UnknownRevision { revision: revision.to_owned(), shallow })
    }

    /// When the author wrote the commit that `revision` names, in seconds since the beginning of 1970
    /// in UTC.
    ///
    /// # Errors
    /// As [`History::commit_of`].
    pub fn written(&self, revision: &str) -> Result<i64, HistoryError> {
        let commit = self.commit_of(revision)?;
        let form =
            ["--max-count=1", "--no-patch", "--format=%at", "--end-of-options", &commit, "--"];
        let said = self.reader.answer("log", &form)?.unwrap_or_default();
        Ok(said.trim().parse().unwrap_or_default())
    }

    /// Whether the repository was cloned without its older commits.
    ///
    /// # Errors
    /// [`HistoryError::Git`].
    pub fn is_shallow(&self) -> Result<bool, HistoryError> {
        let said = self.reader.answer("rev-parse", &["--is-shallow-repository"])?;
        Ok(said.is_some_and(|said| said.trim() == "true"))
    }

    /// The texts of the plan as of `revision`, found by the rules of [`crate::read`] in the tree of
    /// that commit. A plan that lay elsewhere then is found where git sees that it was renamed.
    ///
    /// # Errors
    /// As [`History::commit_of`]; [`HistoryError::NoPlan`] if it has no plan,
    /// [`HistoryError::NotText`] for a file that is not UTF-8.
    pub fn plan_at(&self, revision: &str) -> Result<PlanFiles, HistoryError> {
        let commit = self.commit_of(revision)?;
        let layout = match self.layout_at(&self.place, &commit)? {
            Some(layout) => Some(layout),
            None => self.moved_layout(&commit)?,
        };
        let layout =
            layout.ok_or_else(|| HistoryError::NoPlan { revision: revision.to_owned() })?;
        let not_text = |error| HistoryError::NotText { revision: revision.to_owned(), error };
        self.texts(&[&Texts::of(layout, &commit)])?
            .pop()
            .expect("BUG: one answer for each of the texts")
            .map_err(not_text)
    }

    /// The branches and tags of the repository, those of the newest commits first, so many at most.
    ///
    /// # Errors
    /// [`HistoryError::Git`].
    pub fn names(&self, most: usize) -> Result<Vec<String>, HistoryError> {
        let count = format!("--count={most}");
        let arguments =
            ["--format=%(refname:short)", "--sort=-creatordate", &count, "refs/heads", "refs/tags"];
        let found = self.reader.answer("for-each-ref", &arguments)?.unwrap_or_default();
        Ok(found.lines().map(str::to_owned).collect())
    }

    /// The id of the newest commit that both `a` and `b` come from; `None` if they share none.
    ///
    /// # Errors
    /// As [`History::commit_of`].
    pub fn merge_base(&self, a: &str, b: &str) -> Result<Option<String>, HistoryError> {
        let (a, b) = (self.commit_of(a)?, self.commit_of(b)?);
        let said = self.reader.answer("merge-base", &[&a, &b])?;
        Ok(said.map(|id| id.trim().to_owned()))
    }

    /// Where the plan lies in the tree of `commit`, by the rules alone.
    fn layout_at(&self, place: &Place, commit: &str) -> Result<Option<Layout>, HistoryError> {
        Ok(self.layouts(place, &place.folders(), &[commit])?.pop().flatten())
    }

    /// Where the plan lies in the tree of each of `commits`, looked for in `folders`.
    fn layouts(
        &self,
        place: &Place,
        folders: &[String],
        commits: &[&str],
    ) -> Result<Vec<Option<Layout>>, HistoryError> {
        let both = |folder: &String| [folder.clone(), join(folder, "plan")];
        let inside: Vec<String> = folders.iter().flat_map(both).collect();
        let names =
            commits.iter().flat_map(|commit| inside.iter().map(move |at| format!("{commit}:{at}")));
        let trees = self.reader.objects(&names.collect::<Vec<_>>())?;
        let entries = |object: &Object| match object {
            Object::Tree(bytes) => objects::entries(bytes, self.reader.id_length()),
            _ => Vec::new(),
        };
        let layout = |trees: &[Object]| {
            folders.iter().zip(trees.chunks_exact(2)).find_map(|(folder, trees)| {
                place.layout(folder, &entries(&trees[0]), &entries(&trees[1]))
            })
        };
        Ok(trees.chunks_exact(inside.len()).map(layout).collect())
    }

    /// Where the plan of today lay in `commit`, by what git holds for renames.
    fn moved_layout(&self, commit: &str) -> Result<Option<Layout>, HistoryError> {
        let Some(head) = self.reader.head() else { return Ok(None) };
        let Some(now) = self.layout_at(&self.place, head)? else { return Ok(None) };
        let Some(place) = self.place_before(commit, head, &now)? else { return Ok(None) };
        self.layout_at(&place, commit)
    }

    /// Where the plan that `new` has in `layout` lay in `old`, if git holds it for renamed.
    fn place_before(
        &self,
        old: &str,
        new: &str,
        layout: &Layout,
    ) -> Result<Option<Place>, HistoryError> {
        let renames = self.renames(old, new)?;
        let before = |(path, _): &(String, Option<String>)| {
            let whole = layout.whole(path);
            let renamed = renames.iter().find(|(old, now)| *now == whole && !old.contains('\n'));
            renamed.map(|(old, _)| Place::of_file(old))
        };
        Ok(layout.files.iter().find_map(before))
    }

    /// The files that have another path in the tree of `new` than in that of `old`: old and new
    /// path.
    fn renames(&self, old: &str, new: &str) -> Result<Vec<(String, String)>, HistoryError> {
        let arguments = ["-r", "-z", "--find-renames", "--diff-filter=R", "--name-status"];
        let safe = ["--no-ext-diff", "--no-textconv", old, new];
        let said = self.reader.answer("diff-tree", &[&arguments[..], &safe[..]].concat())?;
        let said = said.unwrap_or_default();
        let fields: Vec<&str> = said.split_terminator('\0').collect();
        let pairs = fields.chunks_exact(3);
        Ok(pairs.map(|fields| (fields[1].to_owned(), fields[2].to_owned())).collect())
    }
}
