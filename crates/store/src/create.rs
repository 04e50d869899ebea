//! Writes the files of a new plan.
//!
//! In: a folder that is not there or empty, and texts with their paths. Out: the files, or the
//! folder as it was.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::StoreError;
use crate::disk::{Disk, System};
use crate::error;
use crate::lock::{lock, sweep};
use crate::staged::{Expected, Staged};
use crate::target::{Target, stays_inside};

/// Writes `files` (paths relative to `folder`, with their texts) into a new or empty folder.
///
/// Each file appears whole, none replaces another; if the disk refuses, the folders made for them
/// go again.
///
/// # Errors
/// [`StoreError::NotEmpty`] if anything is there already, [`StoreError::NotOfPlan`] for a path
/// that leaves the folder, [`StoreError::NotWritten`] or [`StoreError::Disk`] otherwise.
pub fn write_new(folder: &Path, files: &[(&str, &str)]) -> Result<(), StoreError> {
    write_new_on(&System, folder, files)
}

/// Appends `line` to the file at `path`, which is made if it is not there, unless it has the line
/// already; whether it was added. Nothing that stands there is changed.
///
/// # Errors
/// [`StoreError::Disk`].
pub fn add_line(path: &Path, line: &str) -> Result<bool, StoreError> {
    let disk = |source| error::disk(path, source);
    let before = match fs::read(path) {
        Ok(before) => before,
        Err(source) if source.kind() == io::ErrorKind::NotFound => Vec::new(),
        Err(source) => return Err(disk(source)),
    };
    let text = String::from_utf8_lossy(&before);
    if text.lines().any(|known| known.trim() == line) {
        return Ok(false);
    }
    let ends = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let gap = if text.is_empty() || text.ends_with('\n') { "" } else { ends };
    let mut file = fs::OpenOptions::new().create(true).append(true).open(path).map_err(disk)?;
    file.write_all(format!("{gap}{line}{ends}").as_bytes()).map_err(disk)?;
    Ok(true)
}

pub(crate) fn write_new_on(
    disk: &dyn Disk,
    folder: &Path,
    files: &[(&str, &str)],
) -> Result<(), StoreError> {
    if let Some((path, _)) = files.iter().find(|(path, _)| !stays_inside(path)) {
        return Err(StoreError::NotOfPlan((*path).to_owned()));
    }
    refuse_occupied(folder)?;
    let mut made = Vec::new();
    let result = fill(disk, folder, files, &mut made);
    if result.is_err() {
        for path in made.iter().rev() {
            // Refused where somebody has put a file in the meantime, and rightly so.
            let _ = fs::remove_dir(path);
        }
    }
    result
}

fn refuse_occupied(folder: &Path) -> Result<(), StoreError> {
    sweep(folder);
    let occupied = match fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_some(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => false,
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => true,
        Err(error) => return Err(error::disk(folder, error)),
    };
    if occupied { Err(StoreError::NotEmpty(folder.to_path_buf())) } else { Ok(()) }
}

fn fill(
    disk: &dyn Disk,
    folder: &Path,
    files: &[(&str, &str)],
    made: &mut Vec<PathBuf>,
) -> Result<(), StoreError> {
    let targets = files.iter().map(|(path, _)| Target {
        shown: (*path).to_owned(),
        real: folder.join(path),
        permissions: None,
    });
    let targets: Vec<Target> = targets.collect();
    let folders: BTreeSet<&Path> = targets.iter().map(Target::folder).collect();
    for folder in &folders {
        make_folders(disk, folder, made)?;
    }
    let locks = folders.into_iter().map(lock).collect::<Result<_, _>>()?;
    let mut staged = Staged::new(disk, locks);
    for (target, (_, text)) in targets.iter().zip(files) {
        staged.add(target, Expected::Nothing, text)?;
    }
    staged.commit()
}

/// Makes `folder` and those above it that are missing, and notes them in `made`.
pub(crate) fn make_folders(
    disk: &dyn Disk,
    folder: &Path,
    made: &mut Vec<PathBuf>,
) -> Result<(), StoreError> {
    let missing = folder.ancestors().take_while(|path| !path.as_os_str().is_empty());
    let missing: Vec<&Path> = missing.take_while(|path| !path.exists()).collect();
    for path in missing.into_iter().rev() {
        match disk.create_folder(path) {
            Ok(()) => made.push(path.to_path_buf()),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(source) => return Err(error::disk(path, source)),
        }
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
        let parent = parent.unwrap_or(Path::new("."));
        disk.sync_folder(parent).map_err(|source| error::disk(parent, source))?;
    }
    Ok(())
}
