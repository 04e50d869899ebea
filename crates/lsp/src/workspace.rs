//! Which plans the open documents belong to, and what each of them says at the moment: the files on
//! disk with what the editor has of them laid over.
//!
//! In: the open documents. Out: a snapshot for each plan. Each folder with plan files is a plan of
//! its own. This module must not know the protocol.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;
use plan::CommitDates;
use serde_json::Value;
use store::{SETTINGS, StoreError, is_plan_file};
use text::{FileId, SourceFile};
use workbench::{Input, Snapshot, read};

use crate::documents::Documents;
use crate::forecaster::{Committed, Rank};
use crate::names::{self, Items};
use crate::outlook::{Asked, Outlook};
use crate::position::{Encoding, Lines};

/// One plan, as the editor has it.
#[derive(Debug)]
pub struct OpenPlan {
    /// The folder of the plan.
    pub root: PathBuf,
    /// What it says at the moment.
    pub read: Arc<Reading>,
    /// Why its files could not be read, until somebody was told.
    pub trouble: Option<StoreError>,
    /// The dates that only commits know; they arrive later.
    pub commit_dates: CommitDates,
    /// What its dates are compared with; it arrives later.
    pub committed: Option<Arc<Committed>>,
    /// What is known of its dates, and of which state that is.
    pub outlook: Option<(Rank, Outlook)>,
    /// What is worth asking about it; that arrives after a pause.
    pub asked: Option<Arc<Asked>>,
    /// What was last published about each of its files.
    pub published: BTreeMap<PathBuf, Value>,
    disk: Vec<SourceFile>,
    is_stale: bool,
    is_unseen: bool,
}

/// A plan as read from one state of its texts.
#[derive(Debug)]
pub struct Reading {
    /// The plan.
    pub snapshot: Arc<Snapshot>,
    /// The whole paths of its files, in the order of the snapshot's.
    pub paths: Vec<PathBuf>,
    /// Their lines.
    pub lines: Vec<Lines>,
    /// Which item stands where.
    pub items: Items,
}

impl Reading {
    fn new(root: &Path, snapshot: Snapshot, encoding: Encoding) -> Self {
        let files = &snapshot.files;
        let paths = files.iter().map(|file| root.join(&file.path)).collect();
        let lines = files.iter().map(|file| Lines::new(&file.text, encoding)).collect();
        let items = names::items(&snapshot.plan);
        Reading { snapshot: Arc::new(snapshot), paths, lines, items }
    }

    /// Which of its files is at `path`.
    #[must_use]
    pub fn file_at(&self, path: &Path) -> Option<FileId> {
        let index = self.paths.iter().position(|known| known == path)?;
        Some(FileId(u32::try_from(index).expect("BUG: more than four billion files")))
    }

    /// The text of a file.
    #[must_use]
    pub fn text(&self, file: FileId) -> &str {
        &self.snapshot.files[file.index()].text
    }
}

/// All plans of which a document is open.
#[derive(Debug, Default)]
pub struct Workspace {
    plans: BTreeMap<PathBuf, OpenPlan>,
}

impl Workspace {
    /// The folder of the plan that the file at `path` belongs to: it is `plan/NAME.md` in it, or its
    /// `plan.md`, or its settings. `None` for other files.
    #[must_use]
    pub fn root_of(path: &Path) -> Option<PathBuf> {
        let folder = path.parent()?;
        let name = path.file_name()?.to_str()?;
        if is_plan_file(name) && folder.ends_with("plan") {
            return folder.parent().map(Path::to_path_buf);
        }
        (name == "plan.md" || name == SETTINGS).then(|| folder.to_path_buf())
    }

    /// The plan that the open document at `path` belongs to, as it is now.
    pub fn plan_of(
        &mut self,
        path: &Path,
        documents: &Documents,
        today: Date,
    ) -> Option<&mut OpenPlan> {
        let root = Self::root_of(path)?;
        documents.get(path)?;
        let plan = self.plans.entry(root).or_insert_with_key(|root| OpenPlan::new(root));
        plan.catch_up(documents, today);
        plan.read.file_at(path)?;
        Some(plan)
    }

    /// A file of a plan has changed in the editor.
    pub fn edited(&mut self, path: &Path) {
        if let Some(plan) = Self::root_of(path).and_then(|root| self.plans.get_mut(&root)) {
            plan.is_stale = true;
        }
    }

    /// A file of a plan has changed, come or gone on disk.
    pub fn changed_on_disk(&mut self, path: &Path) {
        if let Some(plan) = Self::root_of(path).and_then(|root| self.plans.get_mut(&root)) {
            plan.read_disk();
        }
    }

    /// Takes out the plans that have no open document any more.
    pub fn take_closed(&mut self, documents: &Documents) -> Vec<OpenPlan> {
        let open: BTreeSet<PathBuf> =
            documents.iter().filter_map(|(path, _)| Self::root_of(path)).collect();
        let (kept, closed): (BTreeMap<_, _>, BTreeMap<_, _>) =
            std::mem::take(&mut self.plans).into_iter().partition(|(root, _)| open.contains(root));
        self.plans = kept;
        closed.into_values().collect()
    }

    /// The plans that changed since they were last asked for, as they are now.
    pub fn take_unseen<'a>(
        &'a mut self,
        documents: &'a Documents,
        today: Date,
    ) -> impl Iterator<Item = &'a mut OpenPlan> {
        self.plans.values_mut().filter_map(move |plan| {
            plan.catch_up(documents, today);
            std::mem::take(&mut plan.is_unseen).then_some(plan)
        })
    }

    /// The plan in `root`, if one of its documents is open.
    pub fn get_mut(&mut self, root: &Path) -> Option<&mut OpenPlan> {
        self.plans.get_mut(root)
    }
}

impl OpenPlan {
    fn new(root: &Path) -> Self {
        let nothing = Input::new(Vec::new(), None, Date::default());
        let snapshot = read(nothing);
        let mut plan = OpenPlan {
            root: root.to_path_buf(),
            read: Arc::new(Reading::new(root, snapshot, Encoding::Utf16)),
            trouble: None,
            commit_dates: CommitDates::new(),
            committed: None,
            outlook: None,
            asked: None,
            published: BTreeMap::new(),
            disk: Vec::new(),
            is_stale: true,
            is_unseen: true,
        };
        plan.read_disk();
        plan
    }

    /// Whether nothing changed since it was read.
    #[must_use]
    pub fn is_current(&self) -> bool {
        !self.is_stale
    }

    /// The plan has to be read again.
    pub fn forget(&mut self) {
        self.is_stale = true;
    }

    /// What stands on disk; what cannot be read stays as it was, and says so.
    fn read_disk(&mut self) {
        self.is_stale = true;
        match store::read(&self.root) {
            Ok(files) if files.root == self.root => {
                self.disk = files.files.into_iter().chain(files.settings).collect();
                self.trouble = None;
            }
            Ok(_) | Err(StoreError::NoPlan(_)) => {
                self.disk.clear();
                self.trouble = None;
            }
            Err(trouble) => self.trouble = Some(trouble),
        }
    }

    /// Reads the plan anew if something changed.
    fn catch_up(&mut self, documents: &Documents, today: Date) {
        if !self.is_stale && self.read.snapshot.today == today {
            return;
        }
        self.is_stale = false;
        self.is_unseen = true;
        let input = self.input(documents, today);
        let snapshot = read(input);
        self.read = Arc::new(Reading::new(&self.root, snapshot, documents.encoding()));
    }

    /// The files on disk, with what the editor has of them laid over.
    fn input(&self, documents: &Documents, today: Date) -> Input {
        let mut texts: BTreeMap<String, SourceFile> =
            self.disk.iter().map(|file| (file.path.clone(), file.clone())).collect();
        for (path, document) in documents.iter() {
            if Workspace::root_of(path).as_deref() != Some(&self.root) {
                continue;
            }
            let Ok(inside) = path.strip_prefix(&self.root) else { continue };
            let name: Vec<_> = inside.iter().map(|part| part.to_string_lossy()).collect();
            let name = name.join("/");
            texts.insert(name.clone(), SourceFile::new(name, document.text.clone()));
        }
        let settings = texts.remove(SETTINGS);
        // A folder `plan` goes before a file `plan.md` beside it, as it does on disk.
        if texts.keys().any(|name| name.starts_with("plan/")) {
            texts.remove("plan.md");
        }
        let mut files: Vec<SourceFile> = texts.into_values().collect();
        files.sort_by_key(|file| !file.path.ends_with("plan/plan.md"));
        Input { files, settings, today, commit_dates: self.commit_dates.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const TODAY: Date = date(2026, 4, 14);

    fn written(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        store::write_new(folder.path(), files).unwrap();
        folder
    }

    fn titles(plan: &OpenPlan) -> Vec<&str> {
        plan.read.snapshot.plan.tasks.iter().map(|task| task.item.title.as_str()).collect()
    }

    fn open(documents: &mut Documents, path: &Path, text: &str) {
        documents.open(path.to_path_buf(), crate::uri::of_path(path), 1, text.to_owned());
    }

    #[test]
    fn the_editor_s_text_lies_over_the_one_on_disk() {
        let folder = written(&[("plan/plan.md", "# P\n\n- [ ] A\n"), ("plan/b.md", "- [ ] B\n")]);
        let mut documents = Documents::new(Encoding::Utf16);
        let mut workspace = Workspace::default();
        let path = folder.path().join("plan/b.md");
        open(&mut documents, &path, "- [ ] C\n");
        let new = folder.path().join("plan/new.md");
        open(&mut documents, &new, "- [ ] D\n");
        let plan = workspace.plan_of(&path, &documents, TODAY).unwrap();
        assert_eq!(titles(plan), ["A", "C", "D"]);
        assert_eq!(workspace.take_unseen(&documents, TODAY).count(), 1);
        assert_eq!(workspace.take_unseen(&documents, TODAY).count(), 0);
        documents.close(&path);
        workspace.edited(&path);
        let plan = workspace.plan_of(&new, &documents, TODAY).unwrap();
        assert_eq!(titles(plan), ["A", "B", "D"]);
        documents.close(&new);
        assert_eq!(workspace.take_closed(&documents).len(), 1);
    }

    #[test]
    fn other_files_belong_to_no_plan() {
        for name in ["README.md", "plan/_draft.md", "plan/notes.txt", "docs/x.md"] {
            assert_eq!(Workspace::root_of(&Path::new("/w").join(name)), None, "{name}");
        }
        for name in ["plan.md", "fore.toml", "plan/x.md", "plan/plan.md"] {
            let root = Workspace::root_of(&Path::new("/w").join(name));
            assert_eq!(root, Some(PathBuf::from("/w")), "{name}");
        }
    }

    #[test]
    fn a_plan_file_beside_a_plan_folder_is_not_read() {
        let folder = written(&[("plan/plan.md", "- [ ] A\n"), ("plan.md", "- [ ] B\n")]);
        let mut documents = Documents::new(Encoding::Utf16);
        let path = folder.path().join("plan.md");
        open(&mut documents, &path, "- [ ] B\n");
        assert!(Workspace::default().plan_of(&path, &documents, TODAY).is_none());
    }
}
