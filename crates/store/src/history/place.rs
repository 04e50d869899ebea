//! Where a plan lies in a tree: the rules of [`crate::read`], for folders that are no longer there.
//!
//! In: entries of folders. Out: the paths of a plan's files. It must not know git's commands.

use super::Place;
use super::objects::{Entry, EntryKind};
use crate::read::{SETTINGS, is_plan_file};

/// The files of a plan, in a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// The folder that the others are relative to, from the root of the tree.
    pub folder: String,
    /// The plan's files, in their order.
    pub files: Vec<String>,
    /// `fore.toml`, if there is one.
    pub settings: Option<String>,
}

impl Layout {
    /// The paths of all files, the settings last.
    pub fn all(&self) -> impl Iterator<Item = &String> {
        self.files.iter().chain(&self.settings)
    }

    /// `path` from the root of the tree.
    pub fn whole(&self, path: &str) -> String {
        join(&self.folder, path)
    }

    /// Where the files lay before `renames`, pairs of an old and a new path; `None` if none of
    /// them lay elsewhere.
    pub fn before(&self, renames: &[(String, String)]) -> Option<Layout> {
        let old = |path: &String| {
            let whole = self.whole(path);
            renames.iter().find(|(_, new)| *new == whole).map(|(old, _)| old.clone())
        };
        let files: Vec<String> = self.files.iter().filter_map(old).collect();
        let settings = self.settings.as_ref().and_then(old);
        (!files.is_empty()).then_some(Layout { folder: String::new(), files, settings })
    }
}

impl Place {
    /// The folders to look in, the nearest first.
    pub fn folders(&self) -> Vec<String> {
        match self {
            Place::File { folder, .. } => vec![folder.clone()],
            Place::Folder(folder) => {
                let above = std::iter::successors(Some(folder.as_str()), |folder| {
                    (!folder.is_empty()).then(|| folder.rsplit_once('/').map_or("", |(up, _)| up))
                });
                above.map(str::to_owned).collect()
            }
        }
    }

    /// The plan in `folder`, given what is in it and in its folder `plan`; `None` if it has none.
    pub fn layout(&self, folder: &str, outer: &[Entry], nested: &[Entry]) -> Option<Layout> {
        let has = |name: &str| {
            outer.iter().any(|entry| entry.name == name && entry.kind == EntryKind::File)
        };
        let files = match self {
            Place::File { name, .. } => Vec::from_iter(has(name).then(|| name.clone())),
            Place::Folder(_) => {
                let of_plan =
                    |entry: &&Entry| entry.kind == EntryKind::File && is_plan_file(&entry.name);
                let nested = nested.iter().filter(of_plan);
                let mut files: Vec<String> =
                    nested.map(|entry| format!("plan/{}", entry.name)).collect();
                files.sort_by_key(|path| (path != "plan/plan.md", path.clone()));
                if files.is_empty() {
                    files.extend(has("plan.md").then(|| "plan.md".to_owned()));
                }
                files
            }
        };
        let settings = has(SETTINGS).then(|| SETTINGS.to_owned());
        (!files.is_empty()).then(|| Layout { folder: folder.to_owned(), files, settings })
    }
}

fn join(folder: &str, path: &str) -> String {
    if folder.is_empty() { path.to_owned() } else { format!("{folder}/{path}") }
}
