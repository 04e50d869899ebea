//! A plan in its folder: read with the dates that only commits know, written so that every edit can
//! be taken back. Every front end opens and writes plans through here.

use std::path::{Path, PathBuf};

use jiff::civil::Date;
use store::{Change, History, PlanFiles, StoreError, UndoLog, Undone};

use crate::{Applied, Input, Past, Snapshot, read};

/// A plan, and where it was read from.
#[derive(Clone, Debug)]
pub struct Opened {
    /// Where it was looked for: a folder or a file.
    pub place: PathBuf,
    /// The folder of the plan.
    pub root: PathBuf,
    /// The plan.
    pub snapshot: Snapshot,
    state: PathBuf,
}

/// Reads the plan at `place`, a folder or a file, as of `today`. `state` is the folder in which the
/// user's programs keep what they remember, for plans outside git.
///
/// # Errors
/// [`StoreError`] if there is no plan, or it cannot be read. Without git, or with one that refuses,
/// the plan stands as it is written.
pub fn open(place: &Path, state: &Path, today: Date) -> Result<Opened, StoreError> {
    let files = store::read(place)?;
    let snapshot = dated(read(Input::new(files.files, files.settings, today)), place, state);
    let (place, state) = (place.to_owned(), state.to_owned());
    Ok(Opened { place, root: files.root, snapshot, state })
}

/// Makes `plan/plan.md` in the folder `place` of what somebody has: a list, a table, an outline.
///
/// # Errors
/// [`StoreError`] if there is a folder `plan` with something in it, or it cannot be written.
pub fn create(place: &Path, document: &str) -> Result<(), StoreError> {
    let plan = exchange::plan_from(document, exchange::Hint::default());
    store::write_new(&place.join("plan"), &[("plan.md", &plan.text)])
}

impl Opened {
    /// Writes what `applied` changes in this plan, so that it can be undone. `title` says in the undo
    /// log what it was.
    ///
    /// # Errors
    /// [`StoreError`] if a file is not any more what was read, or cannot be written: then nothing is.
    pub fn write(&self, title: &str, applied: &Applied) -> Result<(), StoreError> {
        let pairs = self.snapshot.files.iter().zip(&applied.after.files);
        let changes: Vec<Change> = pairs
            .filter(|(before, after)| before.text != after.text)
            .map(|(before, after)| Change {
                path: before.path.clone(),
                before: before.text.clone(),
                after: after.text.clone(),
            })
            .collect();
        UndoLog::open(&self.root, &self.state)?.write(title, &changes)
    }

    /// Another version of this plan, with the dates that only its commits know: see [`dated`].
    #[must_use]
    pub fn dated(&self, version: Snapshot) -> Snapshot {
        dated(version, &self.place, &self.state)
    }

    /// Makes `after` the text of the plan's first file, so that it can be undone: for a plan with
    /// nothing in it yet that an intent could be about.
    ///
    /// # Errors
    /// As for [`Opened::write`].
    pub fn write_first(&self, title: &str, after: &str) -> Result<(), StoreError> {
        let Some(file) = self.snapshot.files.first() else { return Ok(()) };
        let change =
            Change { path: file.path.clone(), before: file.text.clone(), after: after.to_owned() };
        UndoLog::open(&self.root, &self.state)?.write(title, &[change])
    }
}

/// Takes the newest edit of the plan at `root` back; `None` if there is none. An edit that was
/// committed is taken back only with `even_committed`.
///
/// # Errors
/// [`StoreError::Committed`] if the plan stands as it was last committed; another [`StoreError`] if the
/// files changed since the edit, or cannot be written. Nothing is written then.
pub fn undo(root: &Path, state: &Path, even_committed: bool) -> Result<Option<Undone>, StoreError> {
    if !even_committed && is_as_committed(root) {
        return Err(StoreError::Committed);
    }
    UndoLog::open(root, state)?.undo()
}

/// Whether the plan at `root` is what the last commit has; where there is no telling, it is not.
fn is_as_committed(root: &Path) -> bool {
    let at_head = || History::open(root).ok()??.plan_at("HEAD").ok();
    let texts = |plan: PlanFiles| -> Vec<String> {
        plan.files.into_iter().chain(plan.settings).map(|file| file.text).collect()
    };
    let (now, committed) = (store::read(root).ok(), at_head());
    now.zip(committed).is_some_and(|(now, committed)| texts(now) == texts(committed))
}

/// Does again what [`undo`] took back; `None` if there is nothing.
///
/// # Errors
/// As [`undo`].
pub fn redo(root: &Path, state: &Path) -> Result<Option<Undone>, StoreError> {
    UndoLog::open(root, state)?.redo()
}

/// `snapshot` with the dates that nobody wrote and the commits of the plan at `place` know.
///
/// **Cost.** As [`Past::read`] and reading it again; nothing for a plan that lacks no dates.
#[must_use]
pub fn dated(snapshot: Snapshot, place: &Path, state: &Path) -> Snapshot {
    if !snapshot.plan.lacks_dates() {
        return snapshot;
    }
    let Ok(Some(past)) = Past::read(place, state) else { return snapshot };
    let commit_dates = past.commit_dates(&snapshot.plan.zone);
    if commit_dates.is_empty() {
        return snapshot;
    }
    read(Input { commit_dates, ..snapshot.input() })
}
