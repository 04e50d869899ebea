//! Writes changed texts over the files that they were read from.
//!
//! In: for each file the text that was read and the text that it becomes. Out: all files written,
//! or none and why. It must not know what the change means; who wants to take it back later writes
//! through [`crate::UndoLog`].

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::StoreError;
use crate::disk::{Disk, System};
use crate::lock::lock;
use crate::staged::{Expected, Staged, check};
use crate::target::{self, Target};

/// What becomes of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The file's path below the plan's root, as in [`text::SourceFile`].
    pub path: String,
    /// The exact text that was read.
    pub before: String,
    /// The text that it becomes.
    pub after: String,
}

/// Writes `changes` to the files below `plan_root`: all of them, or none.
///
/// **Meaning.** Links are followed to the real file. Each file is compared with what was read; the
/// new texts are written and synced under temporary names in the same folders, compared once
/// more, and renamed into place one after the other. Whoever reads a file meanwhile sees the old
/// or the new text, whole; a crash between two renames leaves some files new and the others old.
/// Permissions stay; a hard link is parted from its twin. Two of our processes exclude each other;
/// an editor that saves between the last comparison and the rename, some microseconds, loses.
///
/// # Errors
/// [`StoreError::Changed`], [`StoreError::Vanished`], [`StoreError::BrokenLink`],
/// [`StoreError::NotOfPlan`], [`StoreError::SameFile`], [`StoreError::ReadOnly`],
/// [`StoreError::Busy`], [`StoreError::NotWritten`]: nothing was written.
/// [`StoreError::HalfWritten`] only when the disk itself fails between or after the renames.
pub fn write(plan_root: &Path, changes: &[Change]) -> Result<(), StoreError> {
    stage(&System, plan_root, changes)?.commit()
}

/// Checks `changes` and writes them under temporary names; changes that change nothing are only
/// checked.
pub(crate) fn stage<'a>(
    disk: &'a dyn Disk,
    root: &Path,
    changes: &[Change],
) -> Result<Staged<'a>, StoreError> {
    let found = changes.iter().map(|change| target::find(disk, root, &change.path));
    let targets: Vec<Target> = found.collect::<Result<_, _>>()?;
    refuse_same_file(&targets)?;
    // Every process locks in the order of the paths, so that no two wait for each other.
    let folders: BTreeSet<&Path> = targets.iter().map(Target::folder).collect();
    let locks = folders.into_iter().map(lock).collect::<Result<_, _>>()?;
    for (change, target) in changes.iter().zip(&targets) {
        check(disk, &target.shown, &target.real, &Expected::Text(change.before.clone()))?;
    }
    let mut staged = Staged::new(disk, locks);
    for (change, target) in changes.iter().zip(&targets) {
        if change.before != change.after {
            staged.add(target, Expected::Text(change.before.clone()), &change.after)?;
        }
    }
    Ok(staged)
}

fn refuse_same_file(targets: &[Target]) -> Result<(), StoreError> {
    let mut seen = BTreeMap::new();
    for target in targets {
        if let Some(other) = seen.insert(&target.real, &target.shown) {
            return Err(StoreError::SameFile(other.clone(), target.shown.clone()));
        }
    }
    Ok(())
}
