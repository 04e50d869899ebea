//! Edits taken back and done again, by any process of ours, through changes of others.

use std::fs;
use std::io::Write as _;

use store::{StoreError, UndoLog};

use crate::plan_folder::{PlanFolder, change};

const PATH: &str = "plan/plan.md";

/// Writes each text of `texts` over the one before it, titled by its number from 1.
fn write_all(plan: &PlanFolder, texts: &[&str]) {
    for (n, pair) in texts.windows(2).enumerate() {
        let title = format!("edit {}", n + 1);
        plan.log().write(&title, &[change(PATH, pair[0], pair[1])]).unwrap();
    }
}

/// Undoes (`u`) and redoes (`r`), and gives the text after each step, `-` where there was nothing
/// to do.
fn walk(plan: &PlanFolder, steps: &str) -> String {
    let texts = steps.chars().map(|step| {
        let log = plan.log();
        let done = if step == 'u' { log.undo() } else { log.redo() }.unwrap();
        done.map_or("-".to_owned(), |_| plan.text(PATH))
    });
    texts.collect::<Vec<_>>().join(" ")
}

#[test]
fn undo_walks_back_and_redo_forward_again() {
    let plan = PlanFolder::new(&[(PATH, "a")]);
    write_all(&plan, &["a", "b", "c"]);
    assert_eq!(walk(&plan, "uuurrruruur"), "b a - b c - b c b a b");
    plan.log().write("new", &[change(PATH, "b", "d")]).unwrap();
    assert_eq!(walk(&plan, "ruu"), "- b a");
}

#[test]
fn the_title_and_the_changes_are_told() {
    let plan = PlanFolder::new(&[(PATH, "a"), ("fore.toml", "x")]);
    let both = [change(PATH, "a", "b"), change("fore.toml", "x", "y")];
    plan.log().write("set cutover @priya", &both).unwrap();
    let undone = plan.log().undo().unwrap().unwrap();
    assert_eq!(undone.title, "set cutover @priya");
    assert_eq!(undone.changes, [change(PATH, "b", "a"), change("fore.toml", "y", "x")]);
    assert_eq!(plan.log().redo().unwrap().unwrap().changes, both);
}

#[test]
fn what_others_changed_elsewhere_in_the_file_stays() {
    let plan = PlanFolder::new(&[(PATH, "# P\n- a\n- b\n- c\n")]);
    let set = change(PATH, "# P\n- a\n- b\n- c\n", "# P\n- a\n- B\n- c\n");
    plan.log().write("set b", &[set]).unwrap();
    fs::write(plan.root().join(PATH), "# Title\n- a\n- B\n- c\n- d\n").unwrap();
    plan.log().undo().unwrap().unwrap();
    assert_eq!(plan.text(PATH), "# Title\n- a\n- b\n- c\n- d\n");
    plan.log().redo().unwrap().unwrap();
    assert_eq!(plan.text(PATH), "# Title\n- a\n- B\n- c\n- d\n");
}

#[test]
fn a_place_that_others_changed_is_refused_by_name() {
    let plan = PlanFolder::new(&[(PATH, "a\n")]);
    write_all(&plan, &["a\n", "b\n"]);
    fs::write(plan.root().join(PATH), "theirs\n").unwrap();
    let error = plan.log().undo().unwrap_err();
    assert!(matches!(error, StoreError::NotReversible { .. }));
    assert_eq!(
        error.to_string(),
        "`edit 1` cannot be taken back: plan/plan.md has changed at that place since; nothing was written"
    );
    assert_eq!(plan.text(PATH), "theirs\n");
}

#[test]
fn an_edit_that_others_took_back_is_skipped() {
    let plan = PlanFolder::new(&[(PATH, "a")]);
    write_all(&plan, &["a", "b", "c"]);
    fs::write(plan.root().join(PATH), "b").unwrap();
    assert_eq!(walk(&plan, "uu"), "a -");
}

#[test]
fn torn_lines_are_left_out() {
    let plan = PlanFolder::new(&[(PATH, "a"), (".git/HEAD", "")]);
    write_all(&plan, &["a", "b"]);
    let path = plan.root().join(".git/forethought/undo.jsonl");
    let mut log = fs::OpenOptions::new().append(true).open(&path).unwrap();
    log.write_all(b"\n{\"n\":2,\"act\":\"edit\",\"title\":\"to\0\0\0").unwrap();
    plan.log().write("edit 2", &[change(PATH, "b", "c")]).unwrap();
    assert_eq!(walk(&plan, "uuu"), "b a -");
}

#[test]
fn each_work_tree_and_each_plan_has_its_own_edits() {
    let plan = PlanFolder::new(&[
        (".git/HEAD", ""),
        (".git/worktrees/w/HEAD", ""),
        ("tree/.git", "gitdir: ../.git/worktrees/w\n"),
        ("tree/plan.md", "a"),
        ("api/plan.md", "a"),
        ("api-2/plan.md", "a"),
    ]);
    let log_of = |folder: &str| UndoLog::open(&plan.root().join(folder), &plan.state()).unwrap();
    for folder in ["tree", "api", "api-2"] {
        log_of(folder).write(folder, &[change("plan.md", "a", "b")]).unwrap();
    }
    assert!(plan.root().join(".git/worktrees/w/forethought/undo.jsonl").exists());
    assert!(plan.root().join(".git/forethought/undo.jsonl").exists());
    assert!(!plan.state().exists());
    for folder in ["tree", "api", "api-2"] {
        let undone = log_of(folder).undo().unwrap().unwrap();
        assert_eq!((&*undone.title, &*undone.changes[0].path), (folder, "plan.md"));
        assert_eq!(log_of(folder).undo().unwrap(), None);
    }
}

#[test]
fn a_plan_without_git_is_recorded_in_the_state_folder() {
    let plan = PlanFolder::new(&[(PATH, "a")]);
    write_all(&plan, &["a", "b"]);
    assert!(plan.state().join("forethought").is_dir());
    assert_eq!(walk(&plan, "u"), "a");
}

#[test]
fn a_thousand_edits_are_kept() {
    let plan = PlanFolder::new(&[(PATH, "0\n"), (".git/HEAD", "")]);
    plan.log().write("first", &[change(PATH, "0\n", "1\n")]).unwrap();
    let path = plan.root().join(".git/forethought/undo.jsonl");
    let record = fs::read_to_string(&path).unwrap();
    let many: String =
        (1..=2_000).map(|n| record.replace("\"n\":1,", &format!("\"n\":{n},"))).collect();
    fs::write(&path, many).unwrap();
    plan.log().write("last", &[change(PATH, "1\n", "2\n")]).unwrap();
    let numbers: Vec<String> = fs::read_to_string(&path)
        .unwrap()
        .lines()
        .skip(1)
        .map(|line| line.split(['{', ',']).nth(1).unwrap().to_owned())
        .collect();
    assert_eq!(numbers.len(), 1_001);
    assert_eq!((&*numbers[0], &*numbers[1_000]), ("\"n\":1001", "\"n\":2001"));
    assert_eq!(plan.log().undo().unwrap().unwrap().title, "last");
}

#[test]
fn edits_of_whole_files_do_not_make_the_log_grow_without_end() {
    // Each record holds both texts, 2 x 600 kB; the log is shortened at 2 MiB.
    let text = |n: usize| format!("line of edit {n}\n").repeat(40_000);
    let plan = PlanFolder::new(&[(PATH, &text(0)), (".git/HEAD", "")]);
    for n in 0..6 {
        plan.log().write("all", &[change(PATH, &text(n), &text(n + 1))]).unwrap();
        let log = fs::metadata(plan.root().join(".git/forethought/undo.jsonl")).unwrap();
        assert!(log.len() < 4_000_000, "{}", log.len());
    }
    plan.log().undo().unwrap().unwrap();
    assert!(plan.text(PATH) == text(5));
}
