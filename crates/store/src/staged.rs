//! Files that are written and synced under a temporary name, ready to take their places.
//!
//! In: targets and their new texts. Out, after `commit`: each file replaced at once; before it, or
//! when anything fails, not a byte of any file is touched and the temporaries are gone. A crash in
//! the middle of `commit` leaves each file whole, old or new.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::StoreError;
use crate::disk::Disk;
use crate::lock::{FolderLock, temporary_name};
use crate::target::Target;

/// How many names are tried for a temporary: far more than one process ever holds.
const NAMES: u32 = 10_000;

/// What must be in a file's place right before it is replaced.
pub(crate) enum Expected {
    /// The text that the edit was made for.
    Text(String),
    /// No file at all.
    Nothing,
    /// A file that is ours alone.
    Whatever,
}

/// Temporaries that wait for `commit`.
pub(crate) struct Staged<'a> {
    disk: &'a dyn Disk,
    files: Vec<StagedFile>,
    n_renamed: usize,
    /// Given back after the temporaries are gone: fields are dropped after `drop`.
    _locks: Vec<FolderLock>,
}

struct StagedFile {
    shown: String,
    real: PathBuf,
    temporary: PathBuf,
    expected: Expected,
}

impl<'a> Staged<'a> {
    /// Nothing yet; `locks` are those of all the folders that will be written in.
    pub(crate) fn new(disk: &'a dyn Disk, locks: Vec<FolderLock>) -> Self {
        Staged { disk, files: Vec::new(), n_renamed: 0, _locks: locks }
    }

    /// Writes and syncs `text` beside `target`.
    pub(crate) fn add(
        &mut self,
        target: &Target,
        expected: Expected,
        text: &str,
    ) -> Result<(), StoreError> {
        let refused = |source| StoreError::NotWritten { path: target.shown.clone(), source };
        let (temporary, file) =
            create_temporary(self.disk, target).map_err(|source| match source.kind() {
                ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
                    StoreError::ReadOnly(target.folder().to_path_buf())
                }
                _ => refused(source),
            })?;
        // From here on it is removed when anything fails.
        self.files.push(StagedFile {
            shown: target.shown.clone(),
            real: target.real.clone(),
            temporary,
            expected,
        });
        self.disk.write(&file, text.as_bytes()).map_err(refused)?;
        if let Some(permissions) = &target.permissions {
            self.disk.set_permissions(&file, permissions.clone()).map_err(refused)?;
        }
        self.disk.sync(&file).map_err(refused)
    }

    /// Puts every file in its place, then waits until the folders are on the disk.
    pub(crate) fn commit(mut self) -> Result<(), StoreError> {
        for file in &self.files {
            check(self.disk, &file.shown, &file.real, &file.expected)?;
        }
        for index in 0..self.files.len() {
            let file = &self.files[index];
            if let Err(source) = self.disk.rename(&file.temporary, &file.real) {
                return Err(self.stopped(&file.shown, source));
            }
            self.n_renamed += 1;
        }
        let mut synced = BTreeSet::new();
        for file in &self.files {
            let folder = file.real.parent().unwrap_or(Path::new("/"));
            if synced.insert(folder)
                && let Err(source) = self.disk.sync_folder(folder)
            {
                return Err(self.stopped(&file.shown, source));
            }
        }
        Ok(())
    }

    fn stopped(&self, path: &str, source: io::Error) -> StoreError {
        let path = path.to_owned();
        if self.n_renamed == 0 {
            return StoreError::NotWritten { path, source };
        }
        let renamed = self.files[..self.n_renamed].iter();
        StoreError::HalfWritten {
            path,
            source,
            written: renamed.map(|f| f.shown.clone()).collect(),
        }
    }
}

impl Drop for Staged<'_> {
    fn drop(&mut self) {
        for file in &self.files[self.n_renamed..] {
            // What cannot be removed now is swept at the next start.
            let _ = self.disk.remove(&file.temporary);
        }
    }
}

/// Whether the file at `real` is still what the edit was made for.
pub(crate) fn check(
    disk: &dyn Disk,
    shown: &str,
    real: &Path,
    expected: &Expected,
) -> Result<(), StoreError> {
    match expected {
        Expected::Whatever => Ok(()),
        Expected::Nothing if fs::symlink_metadata(real).is_err() => Ok(()),
        Expected::Nothing => Err(StoreError::NotEmpty(real.parent().unwrap_or(real).to_path_buf())),
        Expected::Text(text) => {
            let bytes = disk.read(real).map_err(|source| match source.kind() {
                ErrorKind::NotFound => StoreError::Vanished(shown.to_owned()),
                _ => crate::error::disk(real, source),
            })?;
            if bytes == text.as_bytes() {
                return Ok(());
            }
            Err(StoreError::Changed {
                path: shown.to_owned(),
                expected: text.clone(),
                found: String::from_utf8_lossy(&bytes).into_owned(),
            })
        }
    }
}

fn create_temporary(disk: &dyn Disk, target: &Target) -> io::Result<(PathBuf, fs::File)> {
    for n in 0..NAMES {
        let path = target.folder().join(temporary_name(n));
        match disk.create(&path, target.permissions.as_ref()) {
            Ok(file) => return Ok((path, file)),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(ErrorKind::AlreadyExists.into())
}
