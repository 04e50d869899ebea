//! From a path of the plan to the real file that a write replaces.
//!
//! In: the plan's root and a path as the plan names it. Out: the file behind all links, or why it
//! must not be written. Links may lead out of the root (a plan kept elsewhere); a path may not.

use std::fs::{self, Permissions};
use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf};

use crate::StoreError;
use crate::disk::Disk;
use crate::error;

/// A file to be written.
pub(crate) struct Target {
    /// Its path as the plan names it.
    pub(crate) shown: String,
    /// Its path without links.
    pub(crate) real: PathBuf,
    /// The permissions that it has and keeps; a new file gets the usual ones.
    pub(crate) permissions: Option<Permissions>,
}

impl Target {
    /// The folder that the file is in.
    pub(crate) fn folder(&self) -> &Path {
        self.real.parent().expect("the path of a file has a parent")
    }
}

/// Finds the file at `path` below `root`, which must be there and writable.
pub(crate) fn find(disk: &dyn Disk, root: &Path, path: &str) -> Result<Target, StoreError> {
    if !stays_inside(path) {
        return Err(StoreError::NotOfPlan(path.to_owned()));
    }
    let named = root.join(path);
    let real = disk.real_path(&named).map_err(|source| why_not(root, &named, path, source))?;
    let metadata = disk.metadata(&real).map_err(|source| error::disk(&real, source))?;
    if !metadata.is_file() || real.iter().any(|part| part.eq_ignore_ascii_case(".git")) {
        return Err(StoreError::NotOfPlan(path.to_owned()));
    }
    if metadata.permissions().readonly() {
        return Err(StoreError::ReadOnly(named));
    }
    Ok(Target { shown: path.to_owned(), real, permissions: Some(metadata.permissions()) })
}

/// Whether `path` only goes down, and not into the repository's own folder.
pub(crate) fn stays_inside(path: &str) -> bool {
    !path.is_empty()
        && Path::new(path).components().all(|part| match part {
            Component::Normal(name) => !name.eq_ignore_ascii_case(".git"),
            _ => false,
        })
}

fn why_not(root: &Path, named: &Path, shown: &str, source: io::Error) -> StoreError {
    if let Some(broken) = broken_link(root, named) {
        return broken;
    }
    match source.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => StoreError::Vanished(shown.to_owned()),
        _ => error::disk(named, source),
    }
}

/// The link on the way from `root` to `path` that leads nowhere.
fn broken_link(root: &Path, path: &Path) -> Option<StoreError> {
    let below_root = path.ancestors().take_while(|ancestor| *ancestor != root);
    let broken = below_root.filter(|ancestor| fs::metadata(ancestor).is_err());
    broken
        .filter_map(|link| Some((link, fs::read_link(link).ok()?)))
        .last()
        .map(|(link, target)| StoreError::BrokenLink { path: link.to_path_buf(), target })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_may_not_climb_or_reach_into_the_repository() {
        for path in ["plan.md", "plan/plan.md", "a b/ü.md", ".github/plan.md"] {
            assert!(stays_inside(path), "{path}");
        }
        for path in ["", "../plan.md", "a/../../b.md", "/etc/passwd", ".git/config", "a/.GIT/x"] {
            assert!(!stays_inside(path), "{path}");
        }
    }
}
