//! Plans read from real repositories: where they lay, what they said, and that nothing of a
//! repository is run on the way.

use std::fs;
use std::path::Path;
use std::process::Command;

use store::{GitError, History, HistoryError, PlanFiles, read};
use tempfile::{TempDir, tempdir};

/// Runs git in `folder` as a user with settings of their own would not, and returns what it says.
#[track_caller]
pub fn git(folder: &Path, arguments: &[&str]) -> String {
    let mut git = Command::new("git");
    git.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    for (who, name) in [("AUTHOR", "Ana Ito"), ("COMMITTER", "Bo Berg")] {
        git.env(format!("GIT_{who}_NAME"), name).env(format!("GIT_{who}_EMAIL"), "x@example.com");
    }
    git.args(["-c", "protocol.file.allow=always"]);
    let said = git.current_dir(folder).args(arguments).output().unwrap();
    assert!(said.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&said.stderr));
    String::from_utf8(said.stdout).unwrap().trim().to_owned()
}

/// A new repository in a folder that goes away.
pub fn repository() -> TempDir {
    let folder = tempdir().unwrap();
    git(folder.path(), &["init", "--quiet", "--template=", "--initial-branch=main"]);
    folder
}

/// Commits `files` and everything else that has changed; returns the commit's id.
#[track_caller]
pub fn commit(folder: &Path, subject: &str, files: &[(&str, &str)]) -> String {
    for (path, text) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    git(folder, &["add", "--all"]);
    git(folder, &["commit", "--quiet", "--allow-empty", "--message", subject]);
    git(folder, &["rev-parse", "HEAD"])
}

#[track_caller]
pub fn open(place: &Path) -> History {
    History::open(place).unwrap().unwrap()
}

/// The files of a plan with their texts, in order, and the settings.
fn texts(plan: &PlanFiles) -> Vec<(&str, &str)> {
    let files = plan.files.iter().chain(&plan.settings);
    files.map(|file| (file.path.as_str(), file.text.as_str())).collect()
}

#[track_caller]
fn check(place: &Path, revision: &str, expected: &[(&str, &str)]) {
    let plan = open(place).plan_at(revision).unwrap();
    assert_eq!(texts(&plan), expected, "at {revision}");
}

#[test]
fn the_files_and_settings_of_then_are_found_by_the_rules_of_today() {
    let folder = repository();
    let place = folder.path();
    commit(place, "one", &[("plan.md", "single"), ("src/x.rs", "")]);
    git(place, &["tag", "v1"]);
    fs::remove_file(place.join("plan.md")).unwrap();
    let files = [
        ("plan/plan.md", "p"),
        ("plan/a.md", "a"),
        ("plan/_draft.md", "x"),
        ("plan/notes.txt", "x"),
        ("fore.toml", "# s"),
    ];
    commit(place, "two", &files);
    fs::write(place.join("plan/plan.md"), "not committed").unwrap();

    check(place, "v1", &[("plan.md", "single")]);
    check(place, "HEAD~1", &[("plan.md", "single")]);
    check(place, "main", &[("plan/plan.md", "p"), ("plan/a.md", "a"), ("fore.toml", "# s")]);
    check(
        &place.join("src"),
        "HEAD",
        &[("plan/plan.md", "p"), ("plan/a.md", "a"), ("fore.toml", "# s")],
    );
    check(&place.join("plan/a.md"), "HEAD", &[("a.md", "a")]);
    let root = open(place).plan_at("HEAD").unwrap().root;
    assert_eq!(root, read(&place.canonicalize().unwrap()).unwrap().root);
}

#[test]
fn a_plan_of_a_part_of_a_large_repository_is_that_parts_plan() {
    let folder = repository();
    let place = folder.path();
    commit(place, "one", &[("plan.md", "outer"), ("team a/plan/plan.md", "inner")]);
    commit(place, "two", &[("team a/docs/x.md", "")]);
    check(&place.join("team a"), "HEAD~1", &[("plan/plan.md", "inner")]);
    check(&place.join("team a/docs"), "HEAD~1", &[("plan/plan.md", "inner")]);
    check(place, "HEAD", &[("plan.md", "outer")]);
}

#[test]
fn a_plan_that_was_renamed_is_found_where_it_was() {
    let folder = repository();
    let place = folder.path();
    let long = "# P\n\n- [ ] One task `{2d}`\n- [ ] Another task `{3d}`\n".repeat(4);
    commit(place, "one", &[("docs/roadmap.md", &long)]);
    fs::create_dir(place.join("plan")).unwrap();
    git(place, &["mv", "docs/roadmap.md", "plan/plan.md"]);
    commit(place, "two", &[]);
    check(place, "HEAD~1", &[("roadmap.md", &long)]);
    check(place, "HEAD", &[("plan/plan.md", &long)]);
}

#[test]
fn links_are_followed_inside_the_repository_only() {
    let folder = repository();
    let place = folder.path();
    fs::create_dir(place.join("plan")).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::symlink;
        symlink("../shared/p.md", place.join("plan/plan.md")).unwrap();
        symlink("/etc/passwd", place.join("plan/out.md")).unwrap();
        commit(place, "one", &[("shared/p.md", "linked")]);
        check(place, "HEAD", &[("plan/plan.md", "linked")]);
    }
}

#[test]
fn revisions_that_are_none_are_named_and_never_options() {
    let folder = repository();
    let place = folder.path();
    assert!(matches!(open(place).plan_at("HEAD"), Err(HistoryError::NoCommits)));
    commit(place, "one", &[("plan.md", "p")]);
    let history = open(place);
    for name in ["nowhere", "", "--output=x", "-h", "main\n--all", "main~7", "@{u}", "main:plan.md"]
    {
        let error = history.plan_at(name).unwrap_err();
        let HistoryError::UnknownRevision { revision, shallow: false } = &error else {
            panic!("{name}: {error:?}")
        };
        assert_eq!(revision, name);
        assert!(!error.to_string().contains('\n'), "{error}");
    }
    assert!(!place.join("x").exists());
    let day = history.plan_at("2026-01-05").unwrap_err().to_string();
    assert_eq!(day, "no commit of the plan is as old as 2026-01-05");
    git(place, &["rm", "--quiet", "plan.md"]);
    commit(place, "two", &[]);
    let error = history.plan_at("HEAD").unwrap_err();
    assert_eq!(error.to_string(), "there is no plan at `HEAD`");
    assert!(history.plan_at("HEAD~1").is_ok());
}

#[test]
fn bytes_that_are_not_text_are_placed() {
    let folder = repository();
    fs::write(folder.path().join("plan.md"), b"ok\n\xff").unwrap();
    commit(folder.path(), "one", &[]);
    let error = open(folder.path()).plan_at("main").unwrap_err();
    assert_eq!(error.to_string(), "at `main`, plan.md:2: byte 0xff is not UTF-8 text");
}

#[test]
fn the_merge_base_is_where_two_lines_part() {
    let folder = repository();
    let place = folder.path();
    let first = commit(place, "one", &[("plan.md", "p")]);
    git(place, &["switch", "--quiet", "--create", "side"]);
    commit(place, "two", &[("plan.md", "q")]);
    git(place, &["switch", "--quiet", "main"]);
    commit(place, "three", &[("x", "")]);
    git(place, &["switch", "--quiet", "--orphan", "other"]);
    commit(place, "four", &[("plan.md", "r")]);
    let history = open(place);
    assert_eq!(history.merge_base("main", "side").unwrap(), Some(first));
    assert_eq!(history.merge_base("main", "other").unwrap(), None);
    assert!(history.merge_base("main", "nowhere").is_err());
}

#[test]
fn work_trees_detached_heads_and_shallow_clones_have_their_history() {
    let folder = repository();
    let place = folder.path().join("origin");
    fs::create_dir(&place).unwrap();
    git(&place, &["init", "--quiet", "--template=", "--initial-branch=main"]);
    commit(&place, "one", &[("plan.md", "1")]);
    commit(&place, "two", &[("plan.md", "2")]);
    git(&place, &["worktree", "add", "--quiet", "--detach", "../tree", "HEAD~1"]);
    check(&folder.path().join("tree"), "HEAD", &[("plan.md", "1")]);
    check(&folder.path().join("tree"), "main", &[("plan.md", "2")]);
    let from = format!("file://{}", place.display());
    git(folder.path(), &["clone", "--quiet", "--depth=1", &from, "shallow"]);
    let shallow = open(&folder.path().join("shallow"));
    assert!(shallow.plan_at("HEAD").is_ok());
    let error = shallow.plan_at("HEAD~1").unwrap_err().to_string();
    assert!(error.contains("git fetch --unshallow"), "{error}");
    git(folder.path(), &["clone", "--quiet", "--bare", &from, "bare.git"]);
    assert!(History::open(&folder.path().join("bare.git")).unwrap().is_none());
}

#[test]
fn outside_git_there_is_no_history() {
    let folder = tempdir().unwrap();
    fs::write(folder.path().join("plan.md"), "p").unwrap();
    assert!(History::open(folder.path()).unwrap().is_none());
    assert!(History::open(&folder.path().join("gone")).unwrap().is_none());
    fs::write(folder.path().join(".git"), "gitdir: nowhere\n").unwrap();
    let opened = History::open(folder.path());
    assert!(matches!(opened, Ok(None) | Err(HistoryError::Git(GitError::Failed { .. }))));
}

#[cfg(unix)]
#[test]
fn nothing_that_a_repository_brings_along_is_run() {
    use std::os::unix::fs::PermissionsExt;
    let folder = repository();
    let place = folder.path();
    let trap = place.join("it-ran");
    let script = place.join("spring");
    fs::write(&script, format!("#!/bin/sh\necho \"$0 $*\" >> '{}'\ncat\n", trap.display()))
        .unwrap();
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();
    fs::create_dir(place.join("hooks")).unwrap();
    for hook in ["post-checkout", "post-index-change", "reference-transaction", "pre-auto-gc"] {
        fs::copy(&script, place.join("hooks").join(hook)).unwrap();
    }
    let long = "# P\n\n- [ ] One task `{2d}`\n- [ ] Another task `{3d}`\n".repeat(4);
    let first =
        commit(place, "one", &[("old.md", &long), (".gitattributes", "*.md filter=f diff=d\n")]);
    git(place, &["mv", "old.md", "plan.md"]);
    commit(place, "two", &[]);
    let spring = script.display();
    let config = format!(
        "[core]\nfsmonitor = {spring}\nhooksPath = {}/hooks\npager = {spring}\nsshCommand = {spring}\n\
         editor = {spring}\nalternateRefsCommand = {spring}\ngitProxy = {spring}\n\
         [pager]\nlog = {spring}\nrev-parse = {spring}\ncat-file = {spring}\ndiff-tree = {spring}\n\
         [filter \"f\"]\nclean = {spring}\nsmudge = {spring}\nprocess = {spring}\nrequired = true\n\
         [diff]\nexternal = {spring}\n[diff \"d\"]\ncommand = {spring}\ntextconv = {spring}\n\
         [log]\nshowSignature = true\n[gpg]\nprogram = {spring}\n\
         [credential]\nhelper = {spring}\n[alias]\nrev-parse = !{spring}\n\
         [extensions]\npartialClone = origin\n[remote \"origin\"]\nurl = ext::{spring} %S\n\
         promisor = true\npartialclonefilter = blob:none\n[protocol]\nallow = always\n",
        place.display()
    );
    let path = place.join(".git/config");
    let before = fs::read_to_string(&path).unwrap();
    fs::write(&path, before + &config).unwrap();

    let history = open(place);
    assert!(history.plan_at("HEAD").is_ok());
    assert!(history.plan_at(&first).is_ok(), "by its rename");
    assert!(history.merge_base("HEAD", &first).unwrap().is_some());
    // An object that only the promised remote would have.
    let missing = "0123456789012345678901234567890123456789";
    assert!(history.plan_at(missing).is_err());
    assert!(!trap.exists(), "{}", fs::read_to_string(&trap).unwrap());
    // The trap is set: git itself walks into it.
    let _ = Command::new("git").current_dir(place).arg("status").output().unwrap();
    assert!(trap.exists());
}

/// Subjects of the line with the first file's text, and in brackets what merges brought in.
fn line(place: &Path) -> Vec<String> {
    let history = open(place);
    let revisions = history.revisions().unwrap();
    assert_eq!(history.revisions().unwrap(), revisions, "as remembered");
    let all: Vec<_> = revisions.iter().filter_map(|revision| revision.texts.as_ref()).collect();
    let mut texts = history.texts(&all).unwrap().into_iter();
    let said = revisions.iter().map(|revision| {
        let text = revision.texts.as_ref().map(|_| texts.next().unwrap());
        let text = text.map_or_else(
            || "none".to_owned(),
            |read| {
                read.map_or_else(
                    |error| format!("{:#x}", error.byte),
                    |plan| plan.files[0].text.clone(),
                )
            },
        );
        let merged: Vec<&str> = revision.merged.iter().map(store::Revision::subject).collect();
        let merged =
            if merged.is_empty() { String::new() } else { format!(" [{}]", merged.join(", ")) };
        format!("{}: {}{merged}", revision.subject(), text.lines().next().unwrap_or_default())
    });
    said.collect()
}

#[test]
fn every_revision_that_touched_the_plan_is_read_in_order() {
    let folder = repository();
    let place = folder.path();
    assert!(line(place).is_empty());
    commit(place, "code", &[("x.rs", "")]);
    assert!(line(place).is_empty(), "no plan yet");
    commit(place, "one", &[("plan/plan.md", "a")]);
    commit(place, "more code", &[("x.rs", "1")]);
    commit(place, "settings", &[("fore.toml", "seed = 1")]);
    commit(place, "two\n\nPlan: tax", &[("plan/plan.md", "b"), ("plan/x.md", "x")]);
    fs::write(place.join("plan/plan.md"), b"\xfe").unwrap();
    commit(place, "broken", &[]);
    fs::remove_dir_all(place.join("plan")).unwrap();
    commit(place, "gone", &[]);
    commit(place, "back", &[("plan.md", "c")]);
    let expected = ["one: a", "settings: a", "two: b", "broken: 0xfe", "gone: none", "back: c"];
    assert_eq!(line(place), expected);
    let history = open(place);
    let revisions = history.revisions().unwrap();
    assert_eq!(revisions[2].message.trim_end(), "two\n\nPlan: tax");
    assert_eq!(revisions[2].author, "Ana Ito");
    let texts = history.texts(&[revisions[2].texts.as_ref().unwrap()]).unwrap();
    let plan = texts[0].as_ref().unwrap();
    assert_eq!(
        super::history::texts(plan),
        [("plan/plan.md", "b"), ("plan/x.md", "x"), ("fore.toml", "seed = 1")]
    );
}

#[test]
fn a_merge_is_one_step_and_carries_what_it_brought() {
    let folder = repository();
    let place = folder.path();
    commit(place, "one", &[("plan.md", "a\n\n\n\nz")]);
    git(place, &["switch", "--quiet", "--create", "side"]);
    commit(place, "side 1", &[("plan.md", "b\n\n\n\nz")]);
    commit(place, "side code", &[("x", "")]);
    commit(place, "side 2", &[("plan.md", "c\n\n\n\nz")]);
    git(place, &["switch", "--quiet", "main"]);
    commit(place, "two", &[("plan.md", "a\n\n\n\ny")]);
    git(place, &["merge", "--quiet", "--no-ff", "--message", "merge", "side"]);
    commit(place, "three", &[("plan.md", "d\n\n\n\ny")]);
    assert_eq!(line(place), ["one: a", "two: a", "merge: c [side 1, side 2]", "three: d"]);
}

#[test]
fn a_plan_that_moved_keeps_its_history() {
    let folder = repository();
    let place = folder.path();
    let long = "first\n".to_owned() + &"- [ ] a task of some length\n".repeat(9);
    commit(place, "one", &[("ROADMAP.md", &long)]);
    commit(place, "two", &[("ROADMAP.md", &long.replace("first", "second"))]);
    fs::create_dir_all(place.join("team/plan")).unwrap();
    git(place, &["mv", "ROADMAP.md", "team/plan/plan.md"]);
    commit(place, "move", &[]);
    commit(place, "three", &[("team/plan/plan.md", &long.replace("first", "third"))]);
    let expected = ["one: first", "two: second", "move: second", "three: third"];
    assert_eq!(line(&place.join("team")), expected);
    // Another plan beside it is another history.
    commit(place, "other", &[("plan.md", "other")]);
    assert_eq!(line(place), ["other: other"]);
    fs::remove_dir_all(place.join("team")).unwrap();
    commit(place, "gone", &[]);
}

#[cfg(unix)]
#[test]
fn a_repository_that_may_not_be_written_is_remembered_elsewhere_and_a_link_is_not_followed() {
    let folder = repository();
    let place = folder.path();
    commit(place, "one", &[("plan.md", "a")]);
    let state = tempdir().unwrap();
    let elsewhere = tempdir().unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), place.join(".git/forethought")).unwrap();
    let history = open(place).with_state_folder(state.path());
    assert_eq!(history.revisions().unwrap().len(), 1);
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0);
    let kept: Vec<_> = fs::read_dir(state.path().join("forethought")).unwrap().collect();
    assert_eq!(kept.len(), 1);
    // What is broken is as good as nothing.
    fs::write(kept[0].as_ref().unwrap().path(), "fore 0.1.0 1\n{\"head\": 3").unwrap();
    assert_eq!(history.revisions().unwrap().len(), 1);
}

#[test]
fn a_shallow_clone_has_the_history_that_it_has() {
    let folder = repository();
    let origin = folder.path().join("origin");
    fs::create_dir(&origin).unwrap();
    git(&origin, &["init", "--quiet", "--template=", "--initial-branch=main"]);
    for text in ["a", "b", "c", "d"] {
        commit(&origin, text, &[("plan.md", text)]);
    }
    let from = format!("file://{}", origin.display());
    git(folder.path(), &["clone", "--quiet", "--depth=2", &from, "shallow"]);
    assert_eq!(line(&folder.path().join("shallow")), ["c: c", "d: d"]);
    // A history that is written anew is read anew.
    git(&origin, &["reset", "--quiet", "--hard", "HEAD~2"]);
    assert_eq!(line(&origin), ["a: a", "b: b"]);
    commit(&origin, "e", &[("plan.md", "e")]);
    assert_eq!(line(&origin), ["a: a", "b: b", "e: e"]);
}
