//! The repository that `fore demo` makes, seen with git; and what happens where there is no git, or
//! where the user's git is set up to run programs.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::program::{Folder, Said, fore, program};

/// What git says about the sample, with nothing but the sample's own settings.
#[track_caller]
pub fn git(sample: &Path, arguments: &[&str]) -> String {
    let mut git = Command::new("git");
    git.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    let said = git.current_dir(sample).args(arguments).output().unwrap();
    Said::from(said).fine()
}

/// Makes the sample in `folder`, in an environment with `variables`.
fn demo_with(folder: &Path, variables: &[(&str, &Path)]) -> Said {
    program(folder).envs(variables.iter().copied()).arg("demo").output().unwrap().into()
}

/// The ids of the last commits. They follow from the texts in `examples/billing` and the day alone.
fn id(sample: &Path) -> String {
    git(sample, &["rev-parse", "main", "usage-tiers"])
}

#[test]
fn the_history_is_by_the_team_and_the_files_are_clean() {
    let place = Folder::empty();
    let shown = fore(place.path(), &["demo"]).fine();
    assert!(shown.contains("git switch usage-tiers"), "{shown}");
    let sample = place.path().join("fore-demo");
    assert_eq!(git(&sample, &["status", "--porcelain", "--branch"]), "## main\n");
    assert_eq!(git(&sample, &["rev-list", "--count", "main"]), "44\n");
    assert_eq!(git(&sample, &["rev-list", "--count", "main..usage-tiers"]), "3\n");
    assert_eq!(git(&sample, &["fsck", "--strict", "--no-progress"]), "");
    let authors = git(&sample, &["log", "--format=%an", "main"]);
    let authors: BTreeSet<&str> = authors.lines().collect();
    let team = ["Ilse Brandt", "Jonas Weber", "Maya Lindqvist", "Priya Raman", "Wren Adeyemi"];
    assert_eq!(authors, BTreeSet::from(team));
    let last = git(&sample, &["log", "-1", "--format=%an %ae %ai", "main"]);
    assert_eq!(last, "Maya Lindqvist maya@example.com 2026-04-14 08:05:00 +0200\n");
}

#[test]
fn the_branch_costs_days() {
    let place = Folder::empty();
    fore(place.path(), &["demo"]).fine();
    let sample = place.path().join("fore-demo");
    let p80 = || {
        let said = fore(&sample, &["forecast", "--json"]).fine();
        let forecast: serde_json::Value = serde_json::from_str(&said).unwrap();
        forecast["p80"].as_str().unwrap().to_owned()
    };
    let on_main = p80();
    git(&sample, &["switch", "--quiet", "usage-tiers"]);
    let with_tiers = p80();
    assert!(on_main < with_tiers, "ISO dates: {on_main} and {with_tiers}");
    git(&sample, &["switch", "--quiet", "main"]);
    assert_eq!(p80(), on_main);
}

#[test]
fn the_same_day_gives_the_same_commits_even_inside_another_repository() {
    let outer = Folder::empty();
    git(outer.path(), &["init", "--quiet", "--template="]);
    fore(outer.path(), &["demo", "one"]).fine();
    fore(outer.path(), &["demo", "two"]).fine();
    let id_once = id(&outer.path().join("one"));
    assert_eq!(id_once, id(&outer.path().join("two")));
    fore(outer.path(), &["demo", "next-week", "--today", "2026-04-21"]).fine();
    assert_ne!(id_once, id(&outer.path().join("next-week")));
    assert_eq!(git(outer.path(), &["rev-list", "--all", "--count"]), "0\n");
}

#[test]
fn without_git_the_plan_is_written_and_that_is_said() {
    let place = Folder::empty();
    let nowhere = Folder::empty();
    let said = demo_with(place.path(), &[("PATH", nowhere.path())]);
    said.ends(
        0,
        &["git is not installed: the plan is written, without its history", "edit plan/plan.md"],
    );
    assert!(!said.out.contains("git "), "nothing to try with git: {}", said.out);
    let sample = place.path().join("fore-demo");
    assert!(sample.join("plan/plan.md").exists() && !sample.join(".git").exists());
}

#[cfg(unix)]
fn script(path: &Path, text: &str) {
    use std::os::unix::fs::PermissionsExt;
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, format!("#!/bin/sh\n{text}\n")).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

#[cfg(unix)]
#[test]
fn a_git_that_is_too_old_or_broken_leaves_a_plan_without_history() {
    let cases = [
        ("echo git version 2.29.4", "git 2.30 or newer is needed"),
        (
            "[ \"$9\" = version ] && echo git version 2.40.0 && exit\necho no space >&2\nexit 1",
            "no space",
        ),
    ];
    for (text, complaint) in cases {
        let place = Folder::empty();
        let tools = Folder::empty();
        script(&tools.path().join("git"), text);
        let said = demo_with(place.path(), &[("PATH", tools.path())]);
        said.ends(0, &[complaint, "the plan is written, without its history"]);
        assert!(!place.path().join("fore-demo/.git").exists());
    }
}

#[cfg(unix)]
#[test]
fn nothing_of_the_users_git_takes_part() {
    let tidy = Folder::empty();
    let shown = fore(tidy.path(), &["demo"]).fine();

    let home = Folder::empty();
    let trap = home.path().join("it-ran");
    let spring = format!("touch '{}'", trap.display());
    for hook in ["post-commit", "post-checkout", "post-index-change", "reference-transaction"] {
        script(&home.path().join("hooks").join(hook), &spring);
        script(&home.path().join("template/hooks").join(hook), &spring);
    }
    script(&home.path().join("trap"), &spring);
    let config = home.path().join(".gitconfig");
    let at = home.path().display();
    let text = format!(
        "[core]\nhooksPath = {at}/hooks\nfsmonitor = {at}/trap\nautocrlf = true\npager = {at}/trap\n\
         [init]\ntemplateDir = {at}/template\ndefaultBranch = trunk\ndefaultObjectFormat = sha256\n\
         [commit]\ngpgSign = true\n[gpg]\nprogram = {at}/trap\n[user]\nname = Mallory\n"
    );
    fs::write(&config, text).unwrap();
    let place = Folder::empty();
    let elsewhere = home.path().join("elsewhere");
    let said = demo_with(
        place.path(),
        &[
            ("HOME", home.path()),
            ("GIT_CONFIG_GLOBAL", &config),
            ("GIT_CONFIG_SYSTEM", &config),
            ("GIT_TEMPLATE_DIR", &home.path().join("template")),
            ("GIT_DIR", &elsewhere),
            ("GIT_WORK_TREE", home.path()),
            ("GIT_INDEX_FILE", &home.path().join("index")),
            ("GIT_OBJECT_DIRECTORY", &elsewhere),
            ("GIT_AUTHOR_NAME", Path::new("Mallory")),
            ("GIT_COMMITTER_DATE", Path::new("2001-01-01T00:00:00Z")),
            ("GIT_TRACE", &home.path().join("trace")),
        ],
    );
    assert_eq!(said.fine(), shown);
    let sample = place.path().join("fore-demo");
    assert_eq!(id(&sample), id(&tidy.path().join("fore-demo")));
    assert_eq!(git(&sample, &["status", "--porcelain", "--branch"]), "## main\n");
    for made in [&trap, &elsewhere, &home.path().join("index"), &home.path().join("trace")] {
        assert!(!made.exists(), "{} was made", made.display());
    }
    assert!(!sample.join(".git/hooks").exists());

    let mut users_git = Command::new("git");
    users_git.env("GIT_CONFIG_GLOBAL", &config).current_dir(&sample).arg("status");
    users_git.output().unwrap();
    assert!(trap.exists(), "the trap was never set");
}
