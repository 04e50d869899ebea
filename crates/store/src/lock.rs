//! One writer a folder, and the sweeping of what a dead one left behind.
//!
//! In: a folder. Out: the right to write in it. The folder itself is locked, so there is no lock
//! file that could stay behind, and the system gives the lock back when its holder dies. Whoever
//! has a temporary in a folder holds its lock; so whoever holds the lock knows that every
//! temporary in it belongs to the dead, whatever machine or container they ran on.
//!
//! Where a file system has no locks (some network disks), writes go on without one: files are
//! still checked right before they are replaced, and nothing is swept.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use crate::StoreError;
use crate::error::disk;

/// How often and how long a writer waits for another: five seconds in all.
const WAITS: u32 = 500;
const WAIT: Duration = Duration::from_millis(10);

/// The right to write in a folder, until it is dropped.
pub(crate) struct FolderLock {
    _folder: File,
}

/// Waits for the lock of `folder`, then removes what dead writers left there.
pub(crate) fn lock(folder: &Path) -> Result<FolderLock, StoreError> {
    lock_within(folder, WAITS)
}

fn lock_within(folder: &Path, waits: u32) -> Result<FolderLock, StoreError> {
    let file = File::open(folder).map_err(|source| disk(folder, source))?;
    for _ in 0..waits {
        match file.try_lock() {
            Ok(()) => {
                remove_temporaries(folder);
                return Ok(FolderLock { _folder: file });
            }
            Err(TryLockError::WouldBlock) => thread::sleep(WAIT),
            Err(TryLockError::Error(_)) => return Ok(FolderLock { _folder: file }),
        }
    }
    Err(StoreError::Busy(folder.to_path_buf()))
}

/// Removes what dead writers left in `folder`, unless a living one is at work there.
///
/// Never fails: what cannot be removed today disturbs nobody.
pub(crate) fn sweep(folder: &Path) {
    if temporaries(folder).is_empty() {
        return;
    }
    if let Ok(file) = File::open(folder)
        && file.try_lock().is_ok()
    {
        remove_temporaries(folder);
    }
}

/// The name of the `n`-th temporary of this process.
pub(crate) fn temporary_name(n: u32) -> String {
    format!(".fore-{}-{n}.tmp", std::process::id())
}

/// Only to be called by the holder of the folder's lock.
fn remove_temporaries(folder: &Path) {
    for path in temporaries(folder) {
        // It stays, if need be, until somebody may remove it.
        let _ = fs::remove_file(path);
    }
}

fn temporaries(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    names.filter(|name| is_temporary(name)).map(|name| folder.join(name)).collect()
}

/// Whether `name` is exactly `.fore-<number>-<number>.tmp`.
fn is_temporary(name: &str) -> bool {
    let inner = name.strip_prefix(".fore-").and_then(|rest| rest.strip_suffix(".tmp"));
    let Some((process, n)) = inner.and_then(|inner| inner.split_once('-')) else { return false };
    [process, n].iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_names_are_swept() {
        let folder = tempfile::tempdir().unwrap();
        let ours = [temporary_name(0), ".fore-1-22.tmp".to_owned()];
        let theirs =
            [".fore-1.tmp", ".fore-a-1.tmp", ".fore-1-2.tmp~", "fore-1-2.tmp", ".fore-1-.tmp"];
        for name in ours.iter().map(String::as_str).chain(theirs) {
            fs::write(folder.path().join(name), "x").unwrap();
        }
        sweep(folder.path());
        let left: Vec<String> = theirs.iter().map(|name| (*name).to_owned()).collect();
        assert!(ours.iter().all(|name| !folder.path().join(name).exists()));
        assert!(left.iter().all(|name| folder.path().join(name).exists()));
    }

    #[test]
    fn what_a_living_writer_has_in_hand_is_not_swept() {
        let folder = tempfile::tempdir().unwrap();
        let writer = lock(folder.path()).unwrap();
        let temporary = folder.path().join(temporary_name(0));
        fs::write(&temporary, "x").unwrap();
        sweep(folder.path());
        assert!(temporary.exists());
        drop(writer);
        sweep(folder.path());
        assert!(!temporary.exists());
    }

    #[test]
    fn a_writer_that_does_not_end_is_waited_for_and_then_named() {
        let folder = tempfile::tempdir().unwrap();
        let writer = lock(folder.path()).unwrap();
        let refused = lock_within(folder.path(), 3).map(|_| ());
        assert!(matches!(refused, Err(StoreError::Busy(path)) if path == folder.path()));
        drop(writer);
        lock_within(folder.path(), 1).unwrap();
    }
}
