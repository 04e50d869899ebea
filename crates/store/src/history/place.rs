//! Where a plan lies in a tree: the rules of [`crate::read`], for folders that are no longer there.
//!
//! In: entries of folders. Out: the paths of a plan's files. It must not know git's commands.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::Place;
use super::objects::Entry;
use crate::read::{SETTINGS, is_plan_file};

/// The files of a plan, in a tree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layout {
    /// The folder that the others are relative to, from the root of the tree.
    pub folder: String,
    /// The plan's files in their order: path, and id unless it is a link.
    pub files: Vec<(String, Option<String>)>,
    /// `fore.toml`, if there is one.
    pub settings: Option<(String, Option<String>)>,
}

impl Layout {
    /// The paths of all files, the settings last.
    pub fn all(&self) -> impl Iterator<Item = &(String, Option<String>)> {
        self.files.iter().chain(&self.settings)
    }

    /// `path` from the root of the tree.
    pub fn whole(&self, path: &str) -> String {
        join(&self.folder, path)
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

    /// The same place for a plan that lies in `folder`.
    pub fn within(&self, folder: &str) -> Place {
        match self {
            Place::File { .. } => self.clone(),
            Place::Folder(_) => Place::Folder(folder.to_owned()),
        }
    }

    /// The place at which a file with this path is of the plan.
    pub fn of_file(path: &str) -> Place {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let outer =
            folder.strip_suffix("plan").map(|outer| outer.strip_suffix('/').unwrap_or(outer));
        match outer {
            Some(outer) if join(outer, "plan") == folder && is_plan_file(name) => {
                Place::Folder(outer.to_owned())
            }
            _ if name == "plan.md" => Place::Folder(folder.to_owned()),
            _ => Place::File { folder: folder.to_owned(), name: name.to_owned() },
        }
    }

    /// All paths at which files of a plan at this very place may lie.
    pub fn paths(&self) -> Vec<String> {
        match self {
            Place::Folder(folder) => {
                ["plan", "plan.md", SETTINGS].map(|path| join(folder, path)).to_vec()
            }
            Place::File { folder, name } => vec![join(folder, name), join(folder, SETTINGS)],
        }
    }

    /// The plan in `folder`, given what is in it and in its folder `plan`; `None` if it has none.
    pub fn layout(&self, folder: &str, outer: &[Entry], nested: &[Entry]) -> Option<Layout> {
        let named = |name: &str| {
            let entry = outer.iter().find(|entry| entry.name == name && entry.is_file())?;
            Some((name.to_owned(), entry.id.clone()))
        };
        let files = match self {
            Place::File { name, .. } => Vec::from_iter(named(name)),
            Place::Folder(_) => {
                let nested =
                    nested.iter().filter(|entry| entry.is_file() && is_plan_file(&entry.name));
                let mut files: Vec<_> = nested
                    .map(|entry| (format!("plan/{}", entry.name), entry.id.clone()))
                    .collect();
                files.sort_by_key(|(path, _)| (path != "plan/plan.md", path.clone()));
                if files.is_empty() {
                    files.extend(named("plan.md"));
                }
                files
            }
        };
        let settings = named(SETTINGS);
        (!files.is_empty()).then(|| Layout { folder: folder.to_owned(), files, settings })
    }
}

/// The path of `whole` from the folder `top`, with forward slashes; `None` if it is not below it, or
/// not UTF-8.
pub fn below(top: &Path, whole: &Path) -> Option<String> {
    let parts = whole.strip_prefix(top).ok()?.iter().map(|part| part.to_str());
    Some(parts.collect::<Option<Vec<&str>>>()?.join("/"))
}

/// `path` in `folder`.
pub fn join(folder: &str, path: &str) -> String {
    if folder.is_empty() { path.to_owned() } else { format!("{folder}/{path}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_of_a_file_is_the_folder_in_which_it_is_the_plan() {
        let folder = |folder: &str| Place::Folder(folder.to_owned());
        let file = |folder: &str, name: &str| Place::File {
            folder: folder.to_owned(),
            name: name.to_owned(),
        };
        assert_eq!(Place::of_file("plan/plan.md"), folder(""));
        assert_eq!(Place::of_file("team a/plan/x.md"), folder("team a"));
        assert_eq!(Place::of_file("docs/plan.md"), folder("docs"));
        assert_eq!(Place::of_file("masterplan/x.md"), file("masterplan", "x.md"));
        assert_eq!(Place::of_file("ROADMAP.md"), file("", "ROADMAP.md"));
    }
}
