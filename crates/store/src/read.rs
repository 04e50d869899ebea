//! Finds and reads the texts of a plan.
//!
//! In: a folder or a file. Out: the texts, in a fixed order, with the paths that [`crate::write`]
//! takes. On the way it sweeps what a writer that died has left beside them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use text::SourceFile;

use crate::StoreError;
use crate::error::disk;
use crate::lock::sweep;

/// The settings file, beside the plan.
pub const SETTINGS: &str = "fore.toml";

/// The texts that make up a plan.
#[derive(Clone, Debug)]
pub struct PlanFiles {
    /// The folder that the paths are relative to.
    pub root: PathBuf,
    /// The plan's files: `plan.md` first, the others by name.
    pub files: Vec<SourceFile>,
    /// `fore.toml`, if there is one.
    pub settings: Option<SourceFile>,
}

/// Reads the plan at `place`: a Markdown file; or a folder with `plan/*.md` or `plan.md`, looked
/// for in the folder itself and then in the ones above it, up to the root of its git repository.
///
/// # Errors
/// [`StoreError::NoPlan`] if there is none, [`StoreError::NotText`] for a file that is not UTF-8,
/// [`StoreError::Disk`] for anything the system refuses.
pub fn read(place: &Path) -> Result<PlanFiles, StoreError> {
    if fs::metadata(place).map_err(|source| disk(place, source))?.is_file() {
        let name = PathBuf::from(place.file_name().unwrap_or_default());
        let root = place.parent().filter(|parent| !parent.as_os_str().is_empty());
        return read_all(root.unwrap_or(Path::new(".")).to_path_buf(), &[name]);
    }
    let absolute = place.canonicalize().map_err(|source| disk(place, source))?;
    for (steps_up, folder) in absolute.ancestors().enumerate() {
        let paths = plan_paths(folder)?;
        if !paths.is_empty() {
            let root = if steps_up == 0 { place } else { folder };
            return read_all(root.to_path_buf(), &paths);
        }
        if folder.join(".git").exists() {
            break;
        }
    }
    Err(StoreError::NoPlan(place.to_path_buf()))
}

/// Whether a file of this name in the folder `plan` belongs to the plan.
#[must_use]
pub fn is_plan_file(name: &str) -> bool {
    name.ends_with(".md") && !name.starts_with(['_', '.'])
}

/// The Markdown files of the plan in `folder`, relative to it, without those named `_…` or `.…`.
fn plan_paths(folder: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let nested = folder.join("plan");
    if nested.is_dir() {
        let mut paths = Vec::new();
        for entry in fs::read_dir(&nested).map_err(|source| disk(&nested, source))? {
            let path = entry.map_err(|source| disk(&nested, source))?.path();
            let file_name = path.file_name().unwrap_or_default();
            let name = file_name.to_string_lossy();
            if is_plan_file(&name) && path.is_file() {
                paths.push(Path::new("plan").join(file_name));
            }
        }
        paths.sort_by_key(|path| (!path.ends_with("plan.md"), path.clone()));
        if !paths.is_empty() {
            return Ok(paths);
        }
    }
    let single = folder.join("plan.md").is_file();
    Ok(if single { vec![PathBuf::from("plan.md")] } else { Vec::new() })
}

fn read_all(root: PathBuf, paths: &[PathBuf]) -> Result<PlanFiles, StoreError> {
    let settings_path = Path::new(SETTINGS);
    let has_settings = root.join(settings_path).is_file();
    let all = paths.iter().map(PathBuf::as_path).chain(has_settings.then_some(settings_path));
    let real_paths = all.filter_map(|path| root.join(path).canonicalize().ok());
    let folders: BTreeSet<PathBuf> =
        real_paths.filter_map(|path| Some(path.parent()?.to_path_buf())).collect();
    folders.iter().for_each(|folder| sweep(folder));

    let files = paths.iter().map(|path| read_file(&root, path)).collect::<Result<_, _>>()?;
    let settings = if has_settings { Some(read_file(&root, settings_path)?) } else { None };
    Ok(PlanFiles { root, files, settings })
}

/// Reads the file at `path` below `root`, named with forward slashes everywhere.
fn read_file(root: &Path, path: &Path) -> Result<SourceFile, StoreError> {
    let whole = root.join(path);
    let bytes = fs::read(&whole).map_err(|source| disk(&whole, source))?;
    let name: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    SourceFile::from_bytes(name.join("/"), bytes).map_err(StoreError::NotText)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write_new;

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        write_new(folder.path(), files).unwrap();
        folder
    }

    fn names(plan: &PlanFiles) -> Vec<&str> {
        plan.files.iter().map(|file| file.path.as_str()).collect()
    }

    #[test]
    fn a_folder_of_files_is_read_in_order_and_drafts_are_left_out() {
        let folder = folder(&[
            ("plan/b.md", "b"),
            ("plan/plan.md", "p"),
            ("plan/a.md", "a"),
            ("plan/_draft.md", "x"),
            ("plan/notes.txt", "x"),
            ("fore.toml", ""),
        ]);
        let plan = read(folder.path()).unwrap();
        assert_eq!(names(&plan), ["plan/plan.md", "plan/a.md", "plan/b.md"]);
        assert_eq!(plan.settings.unwrap().path, "fore.toml");
    }

    #[test]
    fn a_plan_is_found_from_a_folder_below_it() {
        let folder = folder(&[("plan.md", "p"), ("src/deep/x.rs", "")]);
        let plan = read(&folder.path().join("src/deep")).unwrap();
        assert_eq!(names(&plan), ["plan.md"]);
    }

    #[test]
    fn a_file_named_alone_is_relative_to_its_folder() {
        let folder = folder(&[("plan/plan.md", "p"), ("plan/other.md", "o")]);
        let plan = read(&folder.path().join("plan/other.md")).unwrap();
        assert_eq!(names(&plan), ["other.md"]);
        assert_eq!(plan.root, folder.path().join("plan"));
    }

    #[test]
    fn a_file_that_is_not_text_says_where() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("plan.md"), b"ok\n\xff").unwrap();
        let error = read(folder.path()).unwrap_err();
        assert_eq!(error.to_string(), "plan.md:2: byte 0xff is not UTF-8 text");
    }
}
