//! A disk that is really full, and one that is really read-only.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use store::{StoreError, UndoLog, read, write, write_new};

use crate::plan_folder::{change, hidden_names};

/// A disk of 64 KiB in memory, unmounted when dropped.
struct SmallDisk {
    folder: tempfile::TempDir,
}

impl SmallDisk {
    /// `None` if this machine does not let us mount.
    fn mount() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let arguments = ["-t", "tmpfs", "-o", "size=64k", "fore-test"];
        let mounted = Command::new("mount").args(arguments).arg(folder.path()).output();
        mounted.is_ok_and(|output| output.status.success()).then_some(SmallDisk { folder })
    }

    fn root(&self) -> PathBuf {
        self.folder.path().to_path_buf()
    }

    fn remount_read_only(&self) {
        let status = Command::new("mount").args(["-o", "remount,ro"]).arg(self.root()).status();
        assert!(status.unwrap().success());
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let unmounted = Command::new("umount").arg(self.root()).status();
        assert!(unmounted.is_ok_and(|status| status.success()), "left {}", self.root().display());
    }
}

fn fill(folder: &Path) {
    for size in [4096, 1] {
        for n in 0.. {
            if fs::write(folder.join(format!("fill-{size}-{n}")), vec![b'x'; size]).is_err() {
                break;
            }
        }
    }
}

#[test]
#[allow(clippy::print_stderr, reason = "a test that cannot run must say so")]
fn a_full_disk_and_a_read_only_one_keep_the_old_bytes() {
    let Some(disk) = SmallDisk::mount() else {
        eprintln!("SKIPPED: this machine does not let us mount a small disk");
        return;
    };
    let (root, old) = (disk.root(), "old\n".repeat(500));
    write_new(&root, &[("plan/plan.md", &old)]).unwrap();
    fill(&root);
    let edit = [change("plan/plan.md", &old, &old.replace("old", "new"))];
    let log = UndoLog::open(&root, &root.join("state"));
    for error in [write(&root, &edit).unwrap_err(), log.unwrap().write("set", &edit).unwrap_err()] {
        let message = error.to_string();
        assert!(message.contains("space"), "{message}");
        assert!(message.contains("plan.md") || message.contains("state"), "{message}");
    }
    let error = write(&root, &edit).unwrap_err();
    assert!(error.to_string().starts_with("plan/plan.md could not be written: "), "{error}");
    assert!(error.to_string().ends_with("it is as it was, and nothing was lost"), "{error}");
    assert_eq!(read(&root).unwrap().files[0].text, old);
    assert!(hidden_names(&root.join("plan")).is_empty());

    disk.remount_read_only();
    let error = write(&root, &edit).unwrap_err();
    assert!(matches!(error, StoreError::ReadOnly(_)), "{error}");
    assert_eq!(read(&root).unwrap().files[0].text, old);
}
