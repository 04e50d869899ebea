//! `fore diff`: revisions, files and folders compared; limits; the comment.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use crate::demo_history::git;
use crate::program::{Folder, fore};
use crate::screens::looks_in;

/// The sample with its history, on the branch with one feature more.
fn sample() -> (Folder, PathBuf) {
    let place = Folder::empty();
    fore(place.path(), &["demo"]).fine();
    let sample = place.path().join("fore-demo");
    git(&sample, &["switch", "--quiet", "usage-tiers"]);
    (place, sample)
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error} in {text}"))
}

/// Asserts that the edits add up to what P80 moves by.
#[track_caller]
fn adds_up(diff: &Value) -> i64 {
    let total = diff["p80_minutes"].as_i64().expect("minutes");
    let edits = diff["edits"].as_array().expect("edits").iter();
    assert_eq!(edits.map(|edit| edit["p80_minutes"].as_i64().unwrap()).sum::<i64>(), total);
    total
}

const SMALL: &str = "# P\n\n`{due=2026-06-30}`\n\n## Team\n\n- Ada `{@ada}`\n- Cy `{@cy}`\n\n## Work\n\n\
                     - [ ] Parse `{#parse @ada 3d..6d}`\n- [ ] Store `{#store @cy 2d..4d}`\n\
                     - [ ] Ship `{#ship @ada 1d..2d after=parse,store}`\n";

/// [`SMALL`] with one task more, one bigger, and one risk.
fn larger() -> String {
    SMALL
        .replace("#parse @ada 3d..6d", "#parse @ada 5d..9d")
        .replace("- [ ] Ship", "- [ ] Check `{#check @ada}`\n- [ ] Ship")
        .replace("after=parse,store", "after=parse,store,check")
        + "\n## Risks\n\n- Slow parser `{#slow p=30% hits=parse:+2d..4d}`\n"
}

#[test]
fn the_screens() {
    let (_place, sample) = sample();
    insta::assert_snapshot!(looks_in(&sample, &["diff", "main"]));
}

#[test]
fn the_comment() {
    let (_place, sample) = sample();
    insta::assert_snapshot!(fore(&sample, &["diff", "main", "--comment"]).fine());
    let brief = fore(&sample, &["diff", "main", "--brief"]).fine();
    // The edits add up to 7.7 d by the hour, which the table says; between the dates are seven days.
    let days = "This change makes it 7 working days later: 5 August";
    assert!(brief.starts_with(days), "{brief}");
}

#[test]
fn names_for_programs() {
    let (_place, sample) = sample();
    let diff = json(&fore(&sample, &["diff", "main", "--json"]).fine());
    assert_eq!(
        (&diff["base"], &diff["head"]),
        (&Value::from("main"), &Value::from("working tree"))
    );
    for percentile in ["p50", "p80", "p95"] {
        assert!(diff[percentile]["base"].as_str() < diff[percentile]["head"].as_str());
        assert!(diff[percentile]["working_days"].as_i64() > Some(0));
    }
    // At P80 seven days and a bit: 7 × 480 = 3,360 and less than eight.
    assert!((3_360..3_840).contains(&adds_up(&diff)));
    let edits = diff["edits"].as_array().unwrap();
    let ids: Vec<&str> = edits.iter().filter_map(|edit| edit["id"].as_str()).collect();
    assert_eq!(
        ids,
        ["tiered", "tiers", "tiers-ui", "corpus-tiers", "reconcile", "rehearsal", "tier-rules"]
    );
    let kinds: Vec<&str> = edits.iter().filter_map(|edit| edit["kind"].as_str()).collect();
    assert_eq!(kinds, ["added", "added", "added", "added", "changed", "changed", "risk"]);
    // A feature is what the work is for, and no work.
    assert_eq!(edits[0]["p80_minutes"], 0);
    assert!(diff["levers"][0]["text"].is_string() && diff["levers"][0]["p80"].is_string());
    assert!(diff["loads"].as_array().unwrap().iter().any(|load| load["person"] == "jonas"));
    let work = &diff["work_days"];
    assert!(work["head"].as_f64().unwrap() - work["base"].as_f64().unwrap() > 15.0);
}

#[test]
fn the_same_bytes_on_any_number_of_threads() {
    let (_place, sample) = sample();
    let with = |threads: &str| {
        let mut program = crate::program::program(&sample);
        program.env("RAYON_NUM_THREADS", threads).args(["diff", "main", "--json"]);
        String::from_utf8(program.output().unwrap().stdout).unwrap()
    };
    assert_eq!(with("1"), with("3"));
}

#[test]
fn both_directions_and_nothing() {
    let (_place, sample) = sample();
    let forth = json(&fore(&sample, &["diff", "main..usage-tiers", "--json"]).fine());
    let back = json(&fore(&sample, &["diff", "usage-tiers", "main", "--json"]).fine());
    assert_eq!(adds_up(&forth), -adds_up(&back));
    fore(&sample, &["diff", "usage-tiers", "main"])
        .ends(0, &["saves 15 days of work", "−7 working days"]);
    fore(&sample, &["diff"]).ends(0, &["Nothing differs from HEAD."]);
    git(&sample, &["switch", "--quiet", "main"]);
    let ahead =
        "usage-tiers is ahead of what is checked out; what it changes: fore diff HEAD..usage-tiers";
    fore(&sample, &["diff", "usage-tiers", "--width", "120"])
        .ends(0, &[ahead, "Nothing differs from HEAD."]);
}

#[test]
fn what_others_did_meanwhile_is_not_counted() {
    let (_place, sample) = sample();
    let before = json(&fore(&sample, &["diff", "main", "--json"]).fine());
    git(&sample, &["switch", "--quiet", "main"]);
    let plan = sample.join("plan/plan.md");
    let text = fs::read_to_string(&plan).unwrap();
    fs::write(&plan, text.replace("#emails", "#emails wait")).unwrap();
    let author = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com"];
    git(&sample, &[&author[..], &["commit", "--quiet", "--all", "--message=Wait"]].concat());
    git(&sample, &["switch", "--quiet", "usage-tiers"]);
    let after = json(&fore(&sample, &["diff", "main", "--json"]).fine());
    assert_eq!(before["edits"], after["edits"]);
    assert!(after["remarks"][0].as_str().unwrap().starts_with("main has moved on"));
}

#[test]
fn two_files_without_git() {
    let folder = Folder::with_plan(&larger());
    fs::remove_dir(folder.path().join(".git")).unwrap();
    fs::write(folder.path().join("old.md"), SMALL).unwrap();
    for arguments in [&["diff", "old.md", "--json"][..], &["diff", "old.md", "plan.md", "--json"]] {
        let diff = json(&fore(folder.path(), arguments).fine());
        assert!(adds_up(&diff) > 0);
        let check = &diff["edits"][1];
        assert_eq!(
            (&check["id"], &check["unestimated"]),
            (&Value::from("check"), &Value::from(true))
        );
        assert_eq!(check["unlinked"], false);
    }
    fore(folder.path(), &["diff", "old.md"]).ends(0, &["`check` has no estimate.", "▲ slow"]);
    fore(folder.path(), &["diff", "nowhere.md"]).ends(2, &["no file or folder `nowhere.md`"]);
    fore(folder.path(), &["diff"]).ends(2, &["no git repository here", "fore diff OLD NEW"]);
}

#[test]
fn an_error_says_on_which_side() {
    let folder = Folder::with_plan(&larger());
    fs::write(folder.path().join("old.md"), SMALL.replace("after=parse", "after=prase")).unwrap();
    fore(folder.path(), &["diff", "old.md"]).ends(1, &["old.md has errors", "E105", "prase"]);
    let refused = fore(folder.path(), &["diff", "old.md", "--json"]);
    assert_eq!((refused.code, &json(&refused.out)["version"]), (1, &Value::from("old.md")));
    let comment = fore(folder.path(), &["diff", "old.md", "--comment"]);
    comment.ends(1, &["### old.md has 1 error", "`old.md:14` E105", "<!-- fore diff plan.md -->"]);
}

#[test]
fn a_base_without_a_plan_makes_everything_new() {
    let (_place, sample) = sample();
    git(&sample, &["switch", "--quiet", "--orphan", "empty"]);
    let author = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com"];
    git(
        &sample,
        &[&author[..], &["commit", "--quiet", "--allow-empty", "--message=Begin"]].concat(),
    );
    let new =
        ["All of it is new. Billing rewrite will be live by 27 July", "nothing to compare with"];
    fore(&sample, &["diff", "empty..main"]).ends(0, &new);
    let diff = json(&fore(&sample, &["diff", "empty..main", "--json"]).fine());
    assert!(diff["p80"].is_null() && diff["p80_minutes"].is_null());
    fore(&sample, &["diff", "main..empty"]).ends(2, &["no plan in the newer version"]);
    fore(&sample, &["diff", "no-such-branch"]).ends(2, &["there is no revision `no-such-branch`"]);
    fore(&sample, &["diff", "--output=x"]).ends(2, &[]);
}

#[test]
fn limits_end_with_code_three_if_the_policy_wants_it() {
    let folder = Folder::with_plan(&larger());
    fs::write(folder.path().join("old.md"), SMALL).unwrap();
    let limits = |text: &str| fs::write(folder.path().join("fore.toml"), text).unwrap();
    let diff = |arguments: &[&str]| fore(folder.path(), &[&["diff"], arguments].concat());
    limits("[diff]\nlater-days = 1\n");
    diff(&["old.md", "--comment"])
        .ends(0, &["**Over the limit:** P80 moves", "later; up to 1 pass."]);
    limits("[diff]\nlater-days = 1\npolicy = \"fail\"\n");
    diff(&["old.md"]).ends(3, &["Over the limit"]);
    diff(&["plan.md", "old.md"]).ends(0, &[]);
    limits("[diff]\nsooner-percent = 5\npolicy = \"fail\"\n");
    diff(&["plan.md", "old.md"]).ends(3, &["of the time that was left; up to 5% pass"]);
    diff(&["old.md"]).ends(0, &[]);
    limits("[diff]\nlater-days = 100\npolicy = \"fail\"\n");
    diff(&["old.md"]).ends(0, &[]);
}

/// Titles that try to leave their place in the comment.
#[test]
fn a_comment_says_titles_and_does_nothing_else() {
    let hostile =
        "x @everyone #1 | </details> <!-- --> [a](http://b.example) ![i](j) ~~k~~ $l$ ``` %%";
    let folder = Folder::with_plan(
        &SMALL.replace("] Parse", &format!("] {hostile}")).replace("3d..6d", "5d..8d"),
    );
    fs::write(folder.path().join("old.md"), SMALL).unwrap();
    let comment = fore(folder.path(), &["diff", "old.md", "--comment"]).fine();
    for refused in ["@everyone", "#1", "[a](http:", "![i]", "~~k", "$l$"] {
        assert!(!comment.contains(refused), "{refused} in {comment}");
    }
    assert_eq!(comment.matches("<details>").count(), comment.matches("</details>").count());
    assert_eq!(comment.matches("<!--").count(), 1);
    assert_eq!(comment.matches("```").count(), 2);
    let cells = comment.lines().filter(|line| line.starts_with('|'));
    for row in cells {
        assert_eq!(row.replace("\\|", "").matches('|').count(), 5, "{row}");
    }
}

/// What a gate must not let pass: with `policy = "fail"` none of it ends with 0.
#[test]
fn a_base_that_is_none_is_an_error() {
    let folder = Folder::with_plan(SMALL);
    fs::write(folder.path().join("fore.toml"), "[diff]\nlater-days = 1\npolicy = \"fail\"\n")
        .unwrap();
    fs::write(folder.path().join("passwd"), "root:x:0:0:root:/root:/bin/bash\n").unwrap();
    fs::write(folder.path().join("nothing.md"), "").unwrap();
    let elsewhere = Folder::empty();
    let elsewhere = elsewhere.path().to_str().unwrap();
    fs::remove_dir(folder.path().join(".git")).unwrap();
    git(folder.path(), &["init", "--quiet"]);
    for base in ["passwd", "nothing.md", elsewhere] {
        for how in ["--comment", "--json", "--brief", "--ascii"] {
            fore(folder.path(), &["diff", base, how]).ends(2, &["no plan with tasks in", base]);
        }
    }
    for names in [&[""][..], &[" "], &["", "plan.md"], &["plan.md", ""], &["..HEAD"], &["...HEAD"]]
    {
        let said = fore(folder.path(), &[&["diff"], names].concat());
        said.ends(2, &["the name of a version is empty"]);
    }
}

#[test]
fn a_plan_without_work_is_said_to_be_emptied() {
    let folder = Folder::with_plan("# P\n");
    fs::write(folder.path().join("old.md"), SMALL).unwrap();
    let emptied = "This change removes all the work: 3 tasks in old.md, none in the newer version";
    let diff = |how: &str| fore(folder.path(), &["diff", "old.md", how, "--width=120"]);
    diff("--ascii").ends(1, &[emptied, "parse", "ship"]);
    diff("--brief").ends(1, &[emptied]);
    diff("--comment").ends(1, &[emptied, "- gone: `store`", "<!-- fore diff plan.md -->"]);
    let names =
        |text: &str| -> Vec<String> { json(text).as_object().unwrap().keys().cloned().collect() };
    let said = diff("--json");
    assert_eq!((said.code, &json(&said.out)["situation"]), (1, &Value::from("empty")));
    assert_eq!(json(&said.out)["edits"].as_array().unwrap().len(), 5, "{}", said.out);
    assert_eq!(
        names(&said.out),
        names(&fore(folder.path(), &["diff", "old.md", "old.md", "--json"]).out)
    );
    fore(folder.path(), &["diff", "plan.md"]).ends(2, &["no plan with tasks in `plan.md`"]);
}

#[test]
fn hints_ask_the_same_plan_on_the_same_day() {
    let (place, sample) = sample();
    let again = "fore -C fore-demo --today 2026-04-14 --seed 7 ";
    let here = fore(place.path(), &["-C", "fore-demo", "--seed", "7", "diff", "main"]).fine();
    for command in ["diff main --comment", "why tiers", "forecast"] {
        assert!(here.contains(&format!("{again}{command}")), "{here}");
    }
    // What is checked out does not know the tasks of another branch.
    git(&sample, &["switch", "--quiet", "main"]);
    let other = fore(&sample, &["diff", "main..usage-tiers"]).fine();
    assert!(other.contains("diff main..usage-tiers --comment"), "{other}");
    assert!(!other.contains("why tiers") && !other.contains(" forecast "), "{other}");
}

/// Asserts what the screen of `fore diff` from `old` to `new` says, and does not say.
#[track_caller]
fn check(old: &str, new: &str, said: &[&str], unsaid: &[&str]) {
    let folder = Folder::with_plan(new);
    fs::write(folder.path().join("old.md"), old).unwrap();
    let screen = fore(folder.path(), &["diff", "old.md", "--width", "120"]).fine();
    for words in said {
        assert!(screen.contains(words), "no {words:?} in {screen}");
    }
    for words in unsaid {
        assert!(!screen.contains(words), "{words:?} in {screen}");
    }
}

#[test]
fn work_that_is_linked_in_is_the_cause_and_not_the_link() {
    let new = SMALL
        .replace("- [ ] Ship", "- [ ] Docs `{#docs @ada 3d..6d after=parse}`\n- [ ] Ship")
        .replace("after=parse,store", "after=parse,store,docs");
    check(SMALL, &new, &["is ‘Docs’."], &["‘Ship’"]);
}

#[test]
fn all_done_leaves_nothing_below_zero() {
    let new = SMALL.replace("- [ ]", "- [x]").replace("#parse", "#parse done=2026-04-10");
    let new =
        new.replace("#store", "#store done=2026-04-10").replace("#ship", "#ship done=2026-04-13");
    check(SMALL, &new, &["work left"], &["-0 d", "from even odds"]);
}

#[test]
fn the_same_chance_is_said_in_the_same_words() {
    let far = SMALL.replace("due=2026-06-30", "due=2026-12-18");
    let new = far.replace("#ship @ada 1d..2d", "#ship @ada 1d..3d");
    check(&far, &new, &["18 December is still almost sure"], &["goes from", "stays almost"]);
}

#[test]
fn without_estimates_there_is_no_chance() {
    let bare = SMALL.replace(" 3d..6d", "").replace(" 2d..4d", "").replace(" 1d..2d", "");
    let new = bare.replace("after=parse,store", "after=parse");
    check(&bare, &new, &["Too early for a date"], &["99%"]);
}

#[test]
fn what_buys_nothing_is_no_help() {
    let old = SMALL.to_owned() + "- [ ] Extra `{#extra @cy 1d..1d optional value=2}`\n";
    let new = old.replace("3d..6d", "5d..9d");
    check(&old, &new, &["No help    leave out `extra`: buys nothing"], &["Help       leave out"]);
}
