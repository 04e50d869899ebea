//! Merges: as git's driver in a real repository, and by hand.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::program::{Folder, Said, fore};

const BASE: &str = "\
# Move

`{start=2026-04-13 due=2026-06-30}`

## Work

- [ ] Copy `{#copy @ada 3d}`
- [ ] Check `{#check @ben 2d after=copy}`
- [ ] Switch `{#switch @ada 1d after=check}`
";

/// A repository whose `main` and `idea` have changed [`BASE`], with `main` checked out and the
/// driver set.
fn repository(main: &str, idea: &str) -> Folder {
    let folder = Folder::with_plan("");
    fs::remove_dir(folder.path().join(".git")).unwrap();
    git(folder.path(), &["init", "-q", "-b", "main"]);
    let driver = format!("{} --today 2026-04-14 merge %O %A %B %P", env!("CARGO_BIN_EXE_fore"));
    git(folder.path(), &["config", "merge.fore.driver", &driver]);
    fs::write(folder.path().join(".gitattributes"), "*.md merge=fore\n").unwrap();
    commit(folder.path(), BASE);
    git(folder.path(), &["switch", "-q", "-c", "idea"]);
    commit(folder.path(), idea);
    git(folder.path(), &["switch", "-q", "main"]);
    commit(folder.path(), main);
    folder
}

fn commit(folder: &Path, plan: &str) {
    fs::write(folder.join("plan.md"), plan).unwrap();
    git(folder, &["add", "-A"]);
    git(folder, &["commit", "-q", "-m", "plan"]);
}

#[track_caller]
fn git(folder: &Path, arguments: &[&str]) -> Said {
    let mut command = Command::new("git");
    for name in ["GIT_AUTHOR", "GIT_COMMITTER"] {
        command.env(format!("{name}_NAME"), "Ana").env(format!("{name}_EMAIL"), "ana@example.com");
    }
    let nothing = if cfg!(windows) { "NUL" } else { "/dev/null" };
    command.env("GIT_CONFIG_GLOBAL", nothing).env("GIT_CONFIG_NOSYSTEM", "1");
    command.args(arguments).current_dir(folder).output().unwrap().into()
}

fn plan(folder: &Folder) -> String {
    fs::read_to_string(folder.path().join("plan.md")).unwrap()
}

#[test]
fn git_merges_neighbors_with_the_driver() {
    let main = BASE.replace("#copy @ada 3d", "#copy @ada 4d").replace("[ ] Check", "[x] Check");
    let idea = BASE.replace("[ ] Copy", "[x] Copy").replace("#check @ben", "#check @cy");
    let folder = repository(&main, &idea);
    let said = git(folder.path(), &["merge", "-q", "-m", "both", "idea"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!(
        plan(&folder),
        main.replace("[ ] Copy", "[x] Copy").replace("#check @ben", "#check @cy")
    );
    assert_eq!(git(folder.path(), &["status", "--porcelain"]).out, "");
}

#[test]
fn true_collisions_are_left_to_people_with_their_price() {
    let main = BASE.replace("2d", "4d").replace("3d", "5d");
    let idea = BASE.replace("2d", "20d");
    let folder = repository(&main, &idea);
    let said = git(folder.path(), &["merge", "-m", "both", "idea"]);
    said.ends(1, &["1 collision is to be settled", "`check`: the estimate", "CONFLICT"]);
    assert_eq!(plan(&folder).matches("<<<<<<<").count(), 1);
    fore(folder.path(), &["check"]).ends(1, &["E001", "fore merge"]);

    let said = fore(folder.path(), &["merge"]);
    said.ends(1, &["Taking theirs moves P80 from", "fore merge --theirs"]);
    let said = fore(folder.path(), &["merge", "--theirs"]).fine();
    assert!(said.contains("git add plan.md"), "{said}");
    assert_eq!(plan(&folder), main.replace("4d", "20d"));
    fore(folder.path(), &["undo"]).fine();
    assert_eq!(plan(&folder).matches("<<<<<<<").count(), 1);
    fore(folder.path(), &["merge", "--ours", "plan.md"]).fine();
    assert_eq!(plan(&folder), main);
}

#[test]
fn without_the_driver_what_git_leaves_is_finished() {
    let main = BASE.replace("3d", "5d");
    let idea = BASE.replace("#check @ben 2d", "#check @ben 6d");
    let folder = repository(&main, &idea);
    git(folder.path(), &["config", "--unset", "merge.fore.driver"]);
    git(folder.path(), &["merge", "-m", "both", "idea"]).ends(1, &["CONFLICT"]);
    let said = fore(folder.path(), &["merge", "--json"]).fine();
    assert!(said.contains("\"open\": 0"), "{said}");
    assert_eq!(plan(&folder), main.replace("2d", "6d"));
    git(folder.path(), &["add", "plan.md"]);
    fore(folder.path(), &["merge"]).ends(2, &["there is no unfinished merge here"]);
}

#[test]
fn a_union_with_a_cycle_is_not_passed_in_silence() {
    let main = BASE.replace("#copy @ada 3d", "#copy @ada 3d after=late");
    let main = main + "- [ ] Late `{#late 1d}`\n";
    let idea = BASE.to_owned() + "- [ ] Late `{#late 1d after=check}`\n";
    let folder = repository(&main, &idea);
    let said = git(folder.path(), &["merge", "-q", "-m", "both", "idea"]);
    said.ends(1, &["E201", "Together they have 1 error"]);
    fore(folder.path(), &["merge"]).ends(1, &["E201"]);
}

#[test]
fn marks_without_git_are_enough() {
    let text = BASE.replace(
        "- [ ] Check `{#check @ben 2d after=copy}`\n",
        "<<<<<<< HEAD\n- [x] Check `{#check @ben 2d after=copy}`\n||||||| 12ab\n- [ ] Check `{#check @ben 2d after=copy}`\n=======\n- [ ] Check `{#check @ben 3d after=copy}`\n>>>>>>> idea\n",
    );
    let folder = Folder::with_plan(&text);
    fore(folder.path(), &["merge"]).fine();
    assert_eq!(plan(&folder), BASE.replace("[ ] Check", "[x] Check").replace("2d", "3d"));
    fore(folder.path(), &["merge", "a", "b"]).ends(2, &["BASE OURS THEIRS"]);
    fore(folder.path(), &["merge", "a", "b", "c"]).ends(5, &["a"]);
}

#[test]
fn init_sets_up_merges_and_overwrites_nothing() {
    let folder = Folder::with_files(&[(".gitattributes", b"*.png binary")]);
    let said = fore(folder.path(), &["init"]).fine();
    assert!(said.contains("git config merge.fore.driver"), "{said}");
    let attributes = fs::read_to_string(folder.path().join(".gitattributes")).unwrap();
    assert_eq!(attributes, "*.png binary\nplan/*.md merge=fore\n");
}
