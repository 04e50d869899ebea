//! Edits that can be taken back, also those of another process: the log of what was done.
//!
//! In: changes with a title. Out: the files written, and later written back. The log lies where no
//! commit picks it up: in `forethought/` of the git directory, which each work tree has for
//! itself, or else in the user's own folder. It must not know what an edit means, only its bytes.
//!
//! # Theory
//! A record says for each file what the text was before and after (by fingerprint) and which lines
//! went and came. Taking a record back is itself a record, so two stacks follow from reading the
//! log once: what can be undone, newest last, and what can be done again. A record is on the disk
//! before its files are renamed into place. It may therefore tell of an edit that never happened;
//! that is recognized by the files, which lack it, and noted as skipped. Only the last record can
//! be of that kind, and every use of the log looks at it first.

mod line_edit;
mod record;

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use text::SourceFile;

use crate::StoreError;
use crate::create::make_folders;
use crate::disk::{Disk, System};
use crate::error;
use crate::lock::{FolderLock, lock};
use crate::staged::{Expected, Staged};
use crate::target::{self, Target};
use crate::write::{Change, stage};

use line_edit::Presence;
pub(crate) use record::fingerprint;
use record::{Act, FileRecord, Record};

/// How many records are kept: far more than anybody takes back by hand.
const KEPT: usize = 1_000;

/// How many bytes of records are kept, so that reading the log stays quick after edits of whole
/// files.
const KEPT_BYTES: usize = 1 << 20;

/// Where the edits of one plan are recorded.
#[derive(Clone, Debug)]
pub struct UndoLog {
    /// The folder that recorded paths are relative to: the work tree, or the plan's root.
    base: PathBuf,
    /// The plan's root: `base` or below it.
    root: PathBuf,
    /// The folder of the log.
    folder: PathBuf,
}

/// What was taken back, or done again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undone {
    /// The title that the edit was written with.
    pub title: String,
    /// What became of the files.
    pub changes: Vec<Change>,
}

/// In which direction to go through the log.
#[derive(Clone, Copy)]
pub(crate) enum Direction {
    /// Back.
    Undo,
    /// Forward again.
    Redo,
}

impl UndoLog {
    /// The log of the plan at `plan_root`; nothing is written yet.
    ///
    /// In a git repository it is `forethought/undo.jsonl` in the git directory (each work tree has
    /// its own), if no link there leads elsewhere; otherwise the same below `state_dir`, one a
    /// plan. Edits of plans at or below `plan_root` can be undone through it.
    ///
    /// # Errors
    /// [`StoreError::Disk`] if `plan_root` is not there.
    pub fn open(plan_root: &Path, state_dir: &Path) -> Result<Self, StoreError> {
        let root = plan_root.canonicalize().map_err(|source| error::disk(plan_root, source))?;
        for folder in root.ancestors() {
            let Some(git_dir) = git_dir(folder) else { continue };
            let beside = git_dir.join("forethought");
            if !is_ours(&beside) {
                break;
            }
            return Ok(UndoLog { base: folder.to_path_buf(), root, folder: beside });
        }
        let name = fingerprint(&root.to_string_lossy());
        let folder = state_dir.join("forethought").join(name);
        Ok(UndoLog { base: root.clone(), root, folder })
    }

    /// Writes `changes` as [`crate::write`] does, so that they can be undone; `title` says what
    /// they do ("set cutover @priya").
    ///
    /// # Errors
    /// As [`crate::write`]; also [`StoreError::NotWritten`] and [`StoreError::Disk`] about the log
    /// itself, and then nothing was written.
    pub fn write(&self, title: &str, changes: &[Change]) -> Result<(), StoreError> {
        self.write_on(&System, title, changes)
    }

    /// Takes the newest edit back that is still in the files, and says which; `None` if there is
    /// none. Called again, it takes back the one before.
    ///
    /// Where a file has changed since, the lines of the edit are looked for together with the line
    /// before and after them, and must stand there exactly once.
    ///
    /// # Errors
    /// [`StoreError::NotReversible`] if that fails; otherwise as [`UndoLog::write`].
    pub fn undo(&self) -> Result<Option<Undone>, StoreError> {
        self.step(&System, Direction::Undo)
    }

    /// Does again what was undone last, and says what; `None` if nothing was, or if there was an
    /// edit since.
    ///
    /// # Errors
    /// As [`UndoLog::undo`].
    pub fn redo(&self) -> Result<Option<Undone>, StoreError> {
        self.step(&System, Direction::Redo)
    }

    pub(crate) fn write_on(
        &self,
        disk: &dyn Disk,
        title: &str,
        changes: &[Change],
    ) -> Result<(), StoreError> {
        self.begin(disk)?.carry_out(Act::Edit, title, changes)
    }

    pub(crate) fn step(
        &self,
        disk: &dyn Disk,
        direction: Direction,
    ) -> Result<Option<Undone>, StoreError> {
        let mut session = self.begin(disk)?;
        let mut stacks = record::replay(&session.records, &self.prefix());
        let (stack, act): (_, fn(u64) -> Act) = match direction {
            Direction::Undo => (&mut stacks.undo, Act::Undo),
            Direction::Redo => (&mut stacks.redo, Act::Redo),
        };
        while let Some(record) = stack.pop() {
            let changes = session.reversal(&record)?;
            if changes.is_empty() {
                session.append(Act::Skip(record.n), &record.title, Vec::new())?;
                continue;
            }
            session.carry_out(act(record.n), &record.title, &changes)?;
            return Ok(Some(Undone { title: record.title, changes }));
        }
        Ok(None)
    }

    fn begin<'a>(&'a self, disk: &'a dyn Disk) -> Result<Session<'a>, StoreError> {
        make_folders(disk, &self.folder, &mut Vec::new())?;
        let lock = lock(&self.folder)?;
        let mut session = Session { log: self, disk, records: Vec::new(), _lock: lock };
        session.load()?;
        session.skip_last_if_it_never_happened()?;
        Ok(session)
    }

    fn file(&self) -> PathBuf {
        self.folder.join("undo.jsonl")
    }

    /// The plan's root below the base, with forward slashes, and one at its end unless empty.
    fn prefix(&self) -> String {
        let below = self.root.strip_prefix(&self.base).expect("the root is at or below the base");
        below.iter().map(|part| part.to_string_lossy() + "/").collect()
    }
}

/// The log while nobody else may write it.
struct Session<'a> {
    log: &'a UndoLog,
    disk: &'a dyn Disk,
    records: Vec<Record>,
    _lock: FolderLock,
}

impl Session<'_> {
    /// Writes `changes`, recorded as `act`.
    fn carry_out(&mut self, act: Act, title: &str, changes: &[Change]) -> Result<(), StoreError> {
        let staged = stage(self.disk, &self.log.root, changes)?;
        let real_changes = changes.iter().filter(|change| change.before != change.after);
        let prefix = self.log.prefix();
        let files = real_changes.map(|change| FileRecord::new(&prefix, change));
        let files: Vec<FileRecord> = files.collect();
        if files.is_empty() {
            return Ok(());
        }
        self.append(act, title, files)?;
        staged.commit()
    }

    /// What takes `record`, one of this plan, back: nothing for files that lack it already.
    fn reversal(&self, record: &Record) -> Result<Vec<Change>, StoreError> {
        let n_prefix = self.log.prefix().len();
        let mut changes = Vec::new();
        for file in &record.files {
            let path = file.path[n_prefix..].to_owned();
            let before = self.text_of(&self.log.root, &path)?;
            match line_edit::presence(file, &before) {
                Presence::Lacks => {}
                Presence::Has(after) => changes.push(Change { path, before, after }),
                Presence::Unclear => {
                    let title = record.title.clone();
                    return Err(StoreError::NotReversible { title, path });
                }
            }
        }
        Ok(changes)
    }

    fn text_of(&self, root: &Path, path: &str) -> Result<String, StoreError> {
        let target = target::find(self.disk, root, path)?;
        let bytes = self.disk.read(&target.real);
        let bytes = bytes.map_err(|source| error::disk(&target.real, source))?;
        let file = SourceFile::from_bytes(path, bytes).map_err(StoreError::NotText)?;
        Ok(file.text)
    }

    fn skip_last_if_it_never_happened(&mut self) -> Result<(), StoreError> {
        let Some(last) = self.records.last().filter(|last| !matches!(last.act, Act::Skip(_)))
        else {
            return Ok(());
        };
        let mut happened = false;
        for file in &last.files {
            happened |= match self.text_of(&self.log.base, &file.path) {
                Ok(text) => line_edit::presence(file, &text) != Presence::Lacks,
                Err(error @ StoreError::Disk { .. }) => return Err(error),
                // Gone, or no text any more: that is for whoever undoes it to hear.
                Err(_) => true,
            };
        }
        if !happened {
            let (n, title) = (last.n, last.title.clone());
            self.append(Act::Skip(n), &title, Vec::new())?;
        }
        Ok(())
    }

    /// Reads the records; a line that makes no sense (torn by a crash) is left out.
    fn load(&mut self) -> Result<(), StoreError> {
        let path = self.log.file();
        let bytes = match self.disk.read(&path) {
            Err(source) if source.kind() == ErrorKind::NotFound => return Ok(()),
            read => read.map_err(|source| error::disk(&path, source))?,
        };
        let lines = bytes.split(|byte| *byte == b'\n');
        self.records = lines.filter_map(|line| serde_json::from_slice(line).ok()).collect();
        // Shortened at double the size, so that not every edit writes the log anew.
        if self.records.len() >= 2 * KEPT || bytes.len() >= 2 * KEPT_BYTES {
            self.shorten(&path)?;
        }
        Ok(())
    }

    fn shorten(&mut self, path: &Path) -> Result<(), StoreError> {
        let mut lines: Vec<String> = self.records.iter().map(Record::to_line).collect();
        let mut n_bytes = 0;
        let fits = |line: &&String| {
            n_bytes += line.len();
            n_bytes <= KEPT_BYTES
        };
        let n_kept = lines.iter().rev().take(KEPT).take_while(fits).count().max(1);
        let n_old = lines.len().saturating_sub(n_kept);
        self.records.drain(..n_old);
        let text: String = lines.drain(n_old..).collect();
        let metadata = self.disk.metadata(path).map_err(|source| error::disk(path, source))?;
        let target = Target {
            shown: path.display().to_string(),
            real: path.to_path_buf(),
            permissions: Some(metadata.permissions()),
        };
        let mut staged = Staged::new(self.disk, Vec::new());
        staged.add(&target, Expected::Whatever, &text)?;
        staged.commit()
    }

    /// Adds a record and waits until it is on the disk.
    fn append(&mut self, act: Act, title: &str, files: Vec<FileRecord>) -> Result<(), StoreError> {
        let n = self.records.last().map_or(1, |last| last.n.saturating_add(1));
        let record = Record { n, act, title: title.to_owned(), files };
        let path = self.log.file();
        let written = self.disk.open_end(&path).and_then(|file| {
            self.disk.write(&file, record.to_line().as_bytes())?;
            self.disk.sync(&file)?;
            self.disk.sync_folder(&self.log.folder)
        });
        written.map_err(|source| StoreError::NotWritten {
            path: path.display().to_string(),
            source,
        })?;
        self.records.push(record);
        Ok(())
    }
}

/// Whether `folder` is a folder of our own, or could become one: a repository that somebody sent could
/// hold links to files of its reader, and we only write where no link leads.
pub(crate) fn is_ours(folder: &Path) -> bool {
    let Ok(found) = fs::symlink_metadata(folder) else { return true };
    let is_link = |entry: fs::DirEntry| entry.file_type().is_ok_and(|kind| kind.is_symlink());
    found.is_dir() && fs::read_dir(folder).is_ok_and(|entries| !entries.flatten().any(is_link))
}

/// The git directory of the work tree at `folder`, if it is one.
///
/// `.git` is the directory itself, or a file `gitdir: PATH` in linked work trees and submodules.
fn git_dir(folder: &Path) -> Option<PathBuf> {
    let dot_git = folder.join(".git");
    let found = if dot_git.is_file() {
        let text = fs::read_to_string(&dot_git).ok()?;
        folder.join(text.strip_prefix("gitdir:")?.trim())
    } else {
        dot_git
    };
    found.join("HEAD").is_file().then_some(found)
}
