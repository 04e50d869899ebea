//! `fore cut`: its answers and exit codes, its JSON, and the branch that it writes.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::program::{Folder, Said, billing, fore};

fn json(folder: &Path, options: &[&str], code: i32) -> Value {
    let said = fore(folder, &[&["cut", "--json"], options].concat());
    assert_eq!(said.code, code, "{said:?}");
    serde_json::from_str(&said.out).unwrap()
}

#[test]
fn it_asks_for_the_deadline_and_says_yes_or_no() {
    let yes = json(&billing(), &["--confidence", "60"], 0);
    assert_eq!((&yes["by"], &yes["confidence"]), (&"2026-06-30".into(), &60.into()));
    let chance = |stand: &Value| stand["chance"].as_f64().unwrap();
    let steps = yes["steps"].as_array().unwrap();
    assert!(chance(&yes["now"]) < 0.6 && chance(steps.last().unwrap()) >= 0.6, "{yes}");
    assert!(steps.iter().any(|step| step["kind"] == "free"), "{yes}");
    let no = json(&billing(), &["--by", "2026-04-30"], 3);
    assert_eq!((&no["enough"], &no["soonest"]["open_tasks"]), (&false.into(), &22.into()));
    assert!(no["soonest"]["date"].as_str().unwrap() > "2026-04-30");
    let enough = json(&billing(), &["--by", "2026-12-01"], 0);
    assert_eq!(enough["steps"].as_array().unwrap().len(), 0);
    assert!(enough["answer"].as_str().unwrap().starts_with("Yes, as it is"), "{enough}");
}

#[test]
fn it_says_what_it_needs() {
    let small = Folder::with_plan("# P\n\n- [ ] A `{#a @ada 1d..3d}`\n");
    fore(small.path(), &["cut"]).ends(2, &["no date", "fore cut --by"]);
    fore(small.path(), &["cut", "--by", "2026-04-13"]).ends(2, &["2026-04-13 is over"]);
    fore(small.path(), &["cut", "--by", "soon"]).ends(2, &["2026-04-14"]);
    fore(small.path(), &["cut", "--by", "2026-05-01", "--confidence", "100"]).ends(2, &["1..=99"]);
    fore(small.path(), &["cut", "--by", "2026-04-14"]).ends(3, &["14 April"]);
    let done = Folder::with_plan("# P\n\n- [x] A `{#a @ada 1d..3d done=2026-04-10}`\n");
    fore(done.path(), &["cut", "--by", "2026-05-01"]).ends(0, &["P is done"]);
    let written = fore(done.path(), &["cut", "--by", "2026-05-01", "--write", "x"]);
    assert!(written.err.contains("No branch `x` was written"), "{written:?}");
    let vague = Folder::with_plan("# P\n\n- [ ] A\n- [ ] B\n");
    fore(vague.path(), &["cut", "--by", "2026-05-01"]).ends(3, &["estimate"]);
    let broken = Folder::with_plan("# P\n\n- [ ] B `{#b 1d after=nowhere}`\n");
    fore(broken.path(), &["cut", "--by", "2026-05-01"]).ends(1, &["E105"]);
}

fn git(folder: &Path, arguments: &[&str]) -> String {
    let mut git = Command::new("git");
    git.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    Said::from(git.current_dir(folder).args(arguments).output().unwrap()).fine()
}

#[test]
fn a_branch_is_written_and_nothing_else() {
    let place = Folder::empty();
    fore(place.path(), &["demo"]).fine();
    let sample = place.path().join("fore-demo");
    git(&sample, &["config", "user.name", "Bo"]);
    git(&sample, &["config", "user.email", "bo@example.com"]);
    let write = |branch: &str| fore(&sample, &["cut", "--by", "2026-07-20", "--write", branch]);
    write("try/july").ends(0, &["git switch try/july"]);
    assert_eq!(git(&sample, &["status", "--porcelain", "--branch"]), "## main\n");
    let changed = git(&sample, &["diff", "--name-only", "main", "try/july"]);
    assert_eq!(changed, "plan/plan.md\n");
    assert_eq!(git(&sample, &["rev-list", "--count", "main..try/july"]), "1\n");
    write("try/july").ends(2, &["there is a branch called `try/july` already", "nothing was"]);
    write("HEAD").ends(2, &["`HEAD` is no name for a branch"]);
    write("a..b").ends(2, &["`a..b` is no name for a branch"]);
    let plain =
        Folder::with_plan("# P\n\n- [ ] A `{#a @a 9d..10d optional}`\n- [ ] B `{@a 1d after=a}`\n");
    let options = ["cut", "--by", "2026-04-22", "--write", "x"];
    fore(plain.path(), &options).ends(2, &["not in a git repository"]);
}
