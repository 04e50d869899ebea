//! The plan's files on disk. The only crate that touches it.
//!
//! In: a folder or a file. Out: the texts of the plan, in a fixed order. This crate must not know
//! what the texts mean. Git comes to live here as well.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use text::{NotText, SourceFile};

/// The settings file, beside the plan.
const SETTINGS: &str = "fore.toml";

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

/// Why the plan's files cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Neither the folder nor any above it holds a plan.
    #[error("there is no plan in {} or above it", .0.display())]
    NoPlan(PathBuf),
    /// A file is not UTF-8.
    #[error("{}:{}: byte {:#04x} is not UTF-8 text", .0.path, .0.line, .0.byte)]
    NotText(NotText),
    /// The folder to write into already holds something.
    #[error("{} is not empty", .0.display())]
    NotEmpty(PathBuf),
    /// The disk said no.
    #[error("{}: {source}", .path.display())]
    Disk {
        /// What was read or written.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// Reads the plan at `place`: a Markdown file; or a folder with `plan/*.md` or `plan.md`, looked
/// for in the folder itself and then in the ones above it.
///
/// # Errors
/// [`StoreError::NoPlan`] if there is none, [`StoreError::NotText`] for a file that is not UTF-8,
/// [`StoreError::Disk`] for anything the system refuses.
pub fn read(place: &Path) -> Result<PlanFiles, StoreError> {
    if fs::metadata(place).map_err(|source| disk(place, source))?.is_file() {
        let root = place.parent().unwrap_or(Path::new("")).to_path_buf();
        return read_all(root, &[place.to_path_buf()]);
    }
    let absolute = place.canonicalize().map_err(|source| disk(place, source))?;
    for (steps_up, folder) in absolute.ancestors().enumerate() {
        let paths = plan_paths(folder)?;
        if !paths.is_empty() {
            let root = if steps_up == 0 { place } else { folder };
            return read_all(root.to_path_buf(), &paths);
        }
    }
    Err(StoreError::NoPlan(place.to_path_buf()))
}

/// Writes `files` (paths relative to `folder`, with their texts) into a new or empty folder.
///
/// # Errors
/// [`StoreError::NotEmpty`] if anything is there already, [`StoreError::Disk`] otherwise.
pub fn write_new(folder: &Path, files: &[(&str, &str)]) -> Result<(), StoreError> {
    let occupied = match fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_some(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => false,
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => true,
        Err(error) => return Err(disk(folder, error)),
    };
    if occupied {
        return Err(StoreError::NotEmpty(folder.to_path_buf()));
    }
    for (name, text) in files {
        let path = folder.join(name);
        let parent = path.parent().unwrap_or(folder);
        fs::create_dir_all(parent).map_err(|source| disk(parent, source))?;
        fs::write(&path, text).map_err(|source| disk(&path, source))?;
    }
    Ok(())
}

/// The Markdown files of the plan in `folder`, without those named `_…` or `.…`.
fn plan_paths(folder: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let nested = folder.join("plan");
    if nested.is_dir() {
        let mut paths = Vec::new();
        for entry in fs::read_dir(&nested).map_err(|source| disk(&nested, source))? {
            let path = entry.map_err(|source| disk(&nested, source))?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if name.ends_with(".md") && !name.starts_with(['_', '.']) && path.is_file() {
                paths.push(path);
            }
        }
        paths.sort_by_key(|path| (!path.ends_with("plan.md"), path.clone()));
        if !paths.is_empty() {
            return Ok(paths);
        }
    }
    let single = folder.join("plan.md");
    Ok(if single.is_file() { vec![single] } else { Vec::new() })
}

fn read_all(root: PathBuf, paths: &[PathBuf]) -> Result<PlanFiles, StoreError> {
    let base = root.canonicalize().map_err(|source| disk(&root, source))?;
    let files = paths.iter().map(|path| read_file(&base, path)).collect::<Result<_, _>>()?;
    let settings_path = root.join(SETTINGS);
    let settings =
        if settings_path.is_file() { Some(read_file(&base, &settings_path)?) } else { None };
    Ok(PlanFiles { root, files, settings })
}

/// Reads one file and names it relative to `base`, with forward slashes everywhere.
fn read_file(base: &Path, path: &Path) -> Result<SourceFile, StoreError> {
    let bytes = fs::read(path).map_err(|source| disk(path, source))?;
    let absolute = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    let shown = absolute.strip_prefix(base).unwrap_or(path);
    let name: Vec<_> = shown.iter().map(|part| part.to_string_lossy()).collect();
    SourceFile::from_bytes(name.join("/"), bytes).map_err(StoreError::NotText)
}

fn disk(path: &Path, source: io::Error) -> StoreError {
    StoreError::Disk { path: path.to_path_buf(), source }
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn a_file_that_is_not_text_says_where() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("plan.md"), b"ok\n\xff").unwrap();
        let error = read(folder.path()).unwrap_err();
        assert_eq!(error.to_string(), "plan.md:2: byte 0xff is not UTF-8 text");
    }

    #[test]
    fn nothing_is_written_into_a_folder_that_holds_something() {
        let folder = folder(&[("mine.txt", "keep")]);
        let refused = write_new(folder.path(), &[("mine.txt", "lost")]);
        assert!(matches!(refused, Err(StoreError::NotEmpty(_))));
        assert_eq!(fs::read_to_string(folder.path().join("mine.txt")).unwrap(), "keep");
    }
}
