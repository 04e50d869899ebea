//! Every call to the file system of a write fails once, and from then on for good: the files are
//! old or new, whole, the error names a file, and the next start finds no litter.

use std::cell::{Cell, RefCell};
use std::fs::{self, File, Metadata, Permissions};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::create::write_new_on;
use crate::disk::{Disk, System};
use crate::undo::Direction;
use crate::write::stage;
use crate::{Change, StoreError, UndoLog, read};

const OLD: &str = "# Plan\n- old\n";
const NEW: &str = "# Plan\n- new\n- more\n";
const PATHS: [&str; 2] = ["plan/plan.md", "fore.toml"];

/// How long a failure lasts.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Lasts {
    Once,
    Forever,
}

/// A disk whose `n`-th call fails.
struct Faulty {
    n: usize,
    lasts: Lasts,
    n_calls: Cell<usize>,
    names: RefCell<Vec<&'static str>>,
}

impl Faulty {
    fn new(n: usize, lasts: Lasts) -> Self {
        Faulty { n, lasts, n_calls: Cell::new(0), names: RefCell::default() }
    }

    fn call(&self, name: &'static str) -> io::Result<()> {
        let n = self.n_calls.replace(self.n_calls.get() + 1);
        self.names.borrow_mut().push(name);
        let fails = n == self.n || (n > self.n && self.lasts == Lasts::Forever);
        if fails { Err(ErrorKind::StorageFull.into()) } else { Ok(()) }
    }

    fn has_failed(&self) -> bool {
        self.n_calls.get() > self.n
    }
}

impl Disk for Faulty {
    fn real_path(&self, path: &Path) -> io::Result<PathBuf> {
        self.call("real path").and_then(|()| System.real_path(path))
    }
    fn metadata(&self, path: &Path) -> io::Result<Metadata> {
        self.call("metadata").and_then(|()| System.metadata(path))
    }
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.call("read").and_then(|()| System.read(path))
    }
    fn create_folder(&self, path: &Path) -> io::Result<()> {
        self.call("create folder").and_then(|()| System.create_folder(path))
    }
    fn create(&self, path: &Path, permissions: Option<&Permissions>) -> io::Result<File> {
        self.call("create").and_then(|()| System.create(path, permissions))
    }
    fn open_end(&self, path: &Path) -> io::Result<File> {
        self.call("open end").and_then(|()| System.open_end(path))
    }
    fn write(&self, file: &File, bytes: &[u8]) -> io::Result<()> {
        let call = self.call("write");
        let n_written = if call.is_ok() { bytes.len() } else { bytes.len() / 2 };
        System.write(file, &bytes[..n_written])?;
        call
    }
    fn set_permissions(&self, file: &File, permissions: Permissions) -> io::Result<()> {
        self.call("set permissions").and_then(|()| System.set_permissions(file, permissions))
    }
    fn sync(&self, file: &File) -> io::Result<()> {
        self.call("sync").and_then(|()| System.sync(file))
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.call("rename").and_then(|()| System.rename(from, to))
    }
    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.call("sync folder").and_then(|()| System.sync_folder(folder))
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        self.call("remove").and_then(|()| System.remove(path))
    }
}

/// A plan of two files in two folders, and a place for its log.
struct World {
    folder: tempfile::TempDir,
}

impl World {
    fn new() -> Self {
        let world = World { folder: tempfile::tempdir().unwrap() };
        fs::create_dir_all(world.root().join("plan")).unwrap();
        for path in PATHS {
            fs::write(world.root().join(path), OLD).unwrap();
        }
        world
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("root")
    }

    fn log(&self) -> UndoLog {
        UndoLog::open(&self.root(), &self.folder.path().join("state")).unwrap()
    }

    /// How many of the files are new; the others are old.
    fn n_new(&self) -> usize {
        let texts = PATHS.map(|path| fs::read_to_string(self.root().join(path)).unwrap());
        assert!(texts.iter().all(|text| text == OLD || text == NEW), "torn: {texts:?}");
        texts.iter().filter(|text| *text == NEW).count()
    }

    fn assert_no_litter(&self) {
        read(&self.root()).unwrap();
        for folder in [self.root(), self.root().join("plan")] {
            let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
            let names: Vec<_> = names.collect();
            let dots = names.iter().filter(|name| name.to_string_lossy().starts_with('.'));
            assert_eq!(dots.count(), 0, "{names:?}");
        }
    }
}

fn changes() -> Vec<Change> {
    let change = |path: &str| Change { path: path.into(), before: OLD.into(), after: NEW.into() };
    PATHS.map(change).to_vec()
}

/// Lets every call of `act` fail, and hands each outcome to `then`. Returns how many calls there
/// are when none fails.
fn every_fault(
    prepare: impl Fn() -> World,
    act: impl Fn(&World, &Faulty) -> Result<(), StoreError>,
    then: impl Fn(&World, &Faulty),
) -> usize {
    let mut n_calls = 0;
    for lasts in [Lasts::Once, Lasts::Forever] {
        for n in 0.. {
            let (world, disk) = (prepare(), Faulty::new(n, lasts));
            let result = act(&world, &disk);
            if !disk.has_failed() {
                result.unwrap();
                n_calls = n;
                break;
            }
            let name = disk.names.borrow()[n];
            let message = result.expect_err(name).to_string();
            let folder = world.folder.path().to_string_lossy();
            let names_it =
                ["plan/plan.md", "fore.toml", &*folder].iter().any(|n| message.contains(n));
            assert!(names_it, "{name}: {message}");
            then(&world, &disk);
        }
    }
    n_calls
}

#[test]
fn a_write_leaves_old_or_new_files_whatever_fails() {
    let n_calls = every_fault(
        World::new,
        |world, disk| stage(disk, &world.root(), &changes())?.commit(),
        |world, _| {
            world.n_new();
            world.assert_no_litter();
        },
    );
    // For each of two files: real path, metadata, read; create, write, permissions, sync; read;
    // rename; folder.
    assert_eq!(n_calls, 20);
}

#[test]
fn a_recorded_edit_can_be_undone_whatever_failed() {
    let n_calls = every_fault(
        World::new,
        |world, disk| world.log().write_on(disk, "set", &changes()),
        |world, _| {
            let n_new = world.n_new();
            world.assert_no_litter();
            let undone = world.log().undo().unwrap();
            assert_eq!(undone.map_or(0, |undone| undone.changes.len()), n_new);
            assert_eq!(world.n_new(), 0);
        },
    );
    assert!(n_calls > 25, "the log takes calls of its own: {n_calls}");
}

#[test]
fn an_undo_can_be_repeated_or_taken_back_whatever_failed() {
    every_fault(
        || {
            let world = World::new();
            world.log().write("set", &changes()).unwrap();
            world
        },
        |world, disk| world.log().step(disk, Direction::Undo).map(|_| ()),
        |world, _| {
            let n_new = world.n_new();
            world.assert_no_litter();
            if n_new == PATHS.len() {
                assert_eq!(world.log().undo().unwrap().unwrap().title, "set");
                assert_eq!(world.n_new(), 0);
            } else {
                assert_eq!(world.log().redo().unwrap().unwrap().title, "set");
                assert_eq!(world.n_new(), PATHS.len());
            }
        },
    );
}

#[test]
fn a_new_plan_that_fails_leaves_the_folder_as_it_was() {
    let files = PATHS.map(|path| (path, NEW));
    every_fault(
        || World { folder: tempfile::tempdir().unwrap() },
        |world, disk| write_new_on(disk, &world.root(), &files),
        |world, disk| {
            let texts = PATHS.map(|path| fs::read_to_string(world.root().join(path)).ok());
            assert!(texts.iter().flatten().all(|text| text == NEW), "torn: {texts:?}");
            let is_empty = texts.iter().all(Option::is_none);
            assert!(!(is_empty && disk.lasts == Lasts::Once && world.root().exists()));
        },
    );
}

/// What survives a power cut is what was synced before: nothing takes a file's place, and no edit
/// is in a file, before it is on the disk.
#[test]
fn bytes_are_synced_before_names_and_the_log_before_the_files() {
    let world = World::new();
    let log = world.log();
    log.write("first", &[]).unwrap();
    let disk = Faulty::new(usize::MAX, Lasts::Once);
    log.write_on(&disk, "set", &changes()[..1]).unwrap();
    let names = disk.names.borrow();
    let writing = names.iter().filter(|name| !["read", "real path", "metadata"].contains(name));
    assert_eq!(
        writing.copied().collect::<Vec<_>>(),
        [
            "create",
            "write",
            "set permissions",
            "sync", // the temporary
            "open end",
            "write",
            "sync",
            "sync folder", // the log
            "rename",
            "sync folder", // the file
        ]
    );
}
