//! What is written where, and what is refused with which words.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};

use store::{StoreError, read, write};

use crate::plan_folder::{PlanFolder, change, hidden_names};

/// Refuses to change `path` from "old" to "new" with `message`, the folder's name left out, and
/// leaves nothing behind.
#[track_caller]
fn check_refused(plan: &PlanFolder, path: &str, message: &str) {
    let error = write(&plan.root(), &[change(path, "old", "new")]).unwrap_err().to_string();
    let root = format!("{}/", plan.root().display());
    assert_eq!(error.replace(&root, ""), message);
    assert!(hidden_names(&plan.root()).iter().all(|name| name == ".git"));
}

#[test]
fn several_files_are_written_with_their_permissions() {
    let plan = PlanFolder::new(&[("plan/plan.md", "p"), ("plan/b.md", "b"), ("fore.toml", "t")]);
    let private = fs::Permissions::from_mode(0o640);
    fs::set_permissions(plan.root().join("plan/b.md"), private).unwrap();
    write(&plan.root(), &[change("plan/b.md", "b", "b2"), change("fore.toml", "t", "")]).unwrap();
    assert_eq!((plan.text("plan/b.md"), plan.text("fore.toml")), ("b2".into(), String::new()));
    assert_eq!(plan.text("plan/plan.md"), "p");
    let mode = fs::metadata(plan.root().join("plan/b.md")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
    assert!(hidden_names(&plan.root().join("plan")).is_empty());
}

#[test]
fn a_file_that_somebody_else_changed_is_shown_and_nothing_is_written() {
    let plan = PlanFolder::new(&[("plan/plan.md", "old"), ("plan/b.md", "theirs")]);
    let changes = [change("plan/plan.md", "old", "new"), change("plan/b.md", "old", "new")];
    let error = write(&plan.root(), &changes).unwrap_err();
    let StoreError::Changed { path, expected, found } = error else { panic!("{error}") };
    assert_eq!([&*path, &*expected, &*found], ["plan/b.md", "old", "theirs"]);
    assert_eq!(plan.text("plan/plan.md"), "old");
}

#[test]
fn a_plan_may_be_kept_elsewhere_behind_links() {
    let plan = PlanFolder::new(&[("fore.toml", "")]);
    let elsewhere = PlanFolder::new(&[("notes/plan.md", "old"), ("real.md", "old")]);
    symlink(elsewhere.root().join("notes"), plan.root().join("plan")).unwrap();
    symlink(elsewhere.root().join("real.md"), elsewhere.root().join("notes/b.md")).unwrap();
    let files = read(&plan.root()).unwrap().files;
    let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, ["plan/plan.md", "plan/b.md"]);

    let changes: Vec<_> = paths.iter().map(|path| change(path, "old", "new")).collect();
    write(&plan.root(), &changes).unwrap();
    assert_eq!(
        (elsewhere.text("notes/plan.md"), elsewhere.text("real.md")),
        ("new".into(), "new".into())
    );
    assert!(elsewhere.root().join("notes/b.md").is_symlink());
}

#[test]
fn links_that_lead_nowhere_or_round_are_named() {
    let plan = PlanFolder::new(&[("fore.toml", "")]);
    symlink("gone.md", plan.root().join("plan.md")).unwrap();
    symlink("away", plan.root().join("plan")).unwrap();
    symlink("round.md", plan.root().join("round.md")).unwrap();
    let tail = "and that leads to no file; nothing was written";
    check_refused(&plan, "plan.md", &format!("plan.md is a link to gone.md, {tail}"));
    check_refused(&plan, "plan/plan.md", &format!("plan is a link to away, {tail}"));
    check_refused(&plan, "round.md", &format!("round.md is a link to round.md, {tail}"));
}

#[test]
fn what_is_no_writable_file_of_the_plan_is_refused() {
    let plan =
        PlanFolder::new(&[("plan/plan.md", "old"), (".git/config", "old"), ("ro.md", "old")]);
    fs::write(plan.folder.path().join("outside.md"), "old").unwrap();
    symlink(".git/config", plan.root().join("config.md")).unwrap();
    fs::set_permissions(plan.root().join("ro.md"), fs::Permissions::from_mode(0o444)).unwrap();
    for path in ["../outside.md", "/etc/hostname", ".git/config", "config.md", "plan"] {
        check_refused(&plan, path, &format!("{path} is no file of the plan; nothing was written"));
    }
    check_refused(&plan, "gone.md", "gone.md is not there any more; nothing was written");
    check_refused(&plan, "ro.md", "ro.md is read-only; nothing was written");
    assert_eq!(plan.text(".git/config"), "old");
}

#[test]
fn two_names_of_one_file_are_refused() {
    let plan = PlanFolder::new(&[("plan/plan.md", "old")]);
    symlink("plan.md", plan.root().join("plan/b.md")).unwrap();
    let changes = [change("plan/plan.md", "old", "1"), change("plan/b.md", "old", "2")];
    let error = write(&plan.root(), &changes).unwrap_err().to_string();
    assert_eq!(error, "plan/plan.md and plan/b.md are the same file; nothing was written");
    assert_eq!(plan.text("plan/plan.md"), "old");
}

#[test]
fn what_a_dead_writer_left_is_swept_at_the_next_read_and_write() {
    let plan = PlanFolder::new(&[("plan/plan.md", "old")]);
    let leave = || fs::write(plan.root().join("plan/.fore-99-0.tmp"), "half").unwrap();
    leave();
    read(&plan.root()).unwrap();
    assert!(hidden_names(&plan.root().join("plan")).is_empty());
    leave();
    write(&plan.root(), &[change("plan/plan.md", "old", "new")]).unwrap();
    assert!(hidden_names(&plan.root().join("plan")).is_empty());
}

#[test]
fn nothing_is_written_into_a_folder_that_holds_something() {
    let plan = PlanFolder::new(&[("mine.txt", "keep")]);
    let refused = store::write_new(&plan.root(), &[("mine.txt", "lost")]);
    assert!(matches!(refused, Err(StoreError::NotEmpty(_))));
    let climbing = store::write_new(&plan.root().join("new"), &[("../mine.txt", "lost")]);
    assert!(matches!(climbing, Err(StoreError::NotOfPlan(_))));
    assert_eq!(plan.text("mine.txt"), "keep");
}
