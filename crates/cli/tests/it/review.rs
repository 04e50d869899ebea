//! `fore review` and `fore answer` as a whole: what is asked, what an answer does, and what becomes
//! of it when the plan changes.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::program::{Folder, fore};
use crate::screens::looks_in;

/// Two weeks of work in two tasks, one of them by the lead.
const PLAN: &str = "# Shop\n\n## Team\n\n- Ana `{@ana lead time=40%}`\n- Bo `{@bo}`\n\n\
                    ## Work\n\n- [ ] Catalog `{#catalog @bo 3d..5d}`\n\
                    - [ ] Checkout `{#checkout @ana 6d..12d}`\n";

fn json(folder: &Path, arguments: &[&str]) -> Value {
    let said = fore(folder, &[arguments, &["--json"]].concat()).fine();
    serde_json::from_str(&said).unwrap()
}

fn names(folder: &Path) -> Vec<String> {
    let review = json(folder, &["review", "--all"]);
    let questions = review["questions"].as_array().unwrap();
    questions.iter().map(|question| question["name"].as_str().unwrap().to_owned()).collect()
}

fn is_asked(folder: &Path, name: &str) -> bool {
    names(folder).iter().any(|asked| asked == name)
}

fn change(folder: &Path, from: &str, to: &str) {
    let path = folder.join("plan.md");
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{text}");
    fs::write(path, text.replace(from, to)).unwrap();
}

const LEAD: &str = "lead-on-path/checkout";

#[test]
fn the_screen() {
    let folder = Folder::empty();
    fore(folder.path(), &["demo"]).fine();
    insta::assert_snapshot!(looks_in(&folder.path().join("fore-demo"), &["review"]));
}

#[test]
fn an_answer_holds_until_what_it_rests_on_changes() {
    let folder = Folder::with_plan(PLAN);
    assert!(is_asked(folder.path(), LEAD));
    let before = fs::read_to_string(folder.path().join("plan.md")).unwrap();
    fore(folder.path(), &["answer", LEAD, "mostly talks with the bank", "@ana"]).fine();
    assert!(!is_asked(folder.path(), LEAD));
    let review = json(folder.path(), &["review"]);
    assert_eq!(review["answered"][0]["answer"], "mostly talks with the bank");
    fore(folder.path(), &["review", "--answered"]).ends(0, &["mostly talks with the bank", "ana"]);

    change(folder.path(), "time=40%", "time=20%");
    assert!(is_asked(folder.path(), LEAD));
    fore(folder.path(), &["review", "--about", "checkout"])
        .ends(0, &["What it rested on has changed since."]);
    change(folder.path(), "time=20%", "time=40%");

    fore(folder.path(), &["undo"]).fine();
    assert_eq!(fs::read_to_string(folder.path().join("plan.md")).unwrap(), before);
}

#[test]
fn a_new_answer_takes_the_place_of_the_old_one() {
    let folder = Folder::with_plan(PLAN);
    fore(folder.path(), &["answer", LEAD, "for now", "--until", "2026-04-20"]).fine();
    assert!(!is_asked(folder.path(), LEAD));
    let later = ["--today", "2026-04-21"];
    fore(folder.path(), &[&["review", "--about", "checkout"][..], &later].concat())
        .ends(0, &["That was to hold until 20 April."]);
    fore(folder.path(), &[&["answer", LEAD, "for good"][..], &later].concat()).fine();
    let text = fs::read_to_string(folder.path().join("plan.md")).unwrap();
    assert!(text.contains("for good") && !text.contains("for now"), "{text}");
}

#[test]
fn of_answers_that_contradict_each_other_one_that_holds_is_heard() {
    let folder = Folder::with_plan(&format!(
        "{PLAN}\n## Answers\n\n- she has to, finance insists `{{to={LEAD} on=2026-04-01}}`\n\
         - she need not `{{to={LEAD} on=2026-04-02 until=2026-04-05}}`\n\
         - never mind `{{to={LEAD} on=2026-04-03 facts=f000000}}`\n"
    ));
    fore(folder.path(), &["check"]).fine();
    assert!(!is_asked(folder.path(), LEAD));
    let answered = json(folder.path(), &["review"])["answered"].clone();
    let about: Vec<&Value> =
        answered.as_array().unwrap().iter().filter(|one| one["name"] == LEAD).collect();
    assert_eq!(about.len(), 1, "{answered}");
    assert_eq!(about[0]["answer"], "she has to, finance insists");
    // A new one takes the place of the one that holds.
    fore(folder.path(), &["answer", LEAD, "bo does it with her"]).fine();
    let review = json(folder.path(), &["review"]);
    assert_eq!(review["answered"][0]["answer"], "bo does it with her", "{review}");
}

#[test]
fn an_answer_to_what_is_deleted_is_a_question() {
    let folder = Folder::with_plan(PLAN);
    fore(folder.path(), &["answer", LEAD, "mostly talks with the bank"]).fine();
    assert!(!is_asked(folder.path(), "answer-to-nothing"));
    change(folder.path(), "- [ ] Checkout `{#checkout @ana 6d..12d}`\n", "");
    let asked = names(folder.path());
    assert!(asked.iter().any(|name| name.starts_with("answer-to-nothing")), "{asked:?}");
    fore(folder.path(), &["review", "--about", "answer-to-nothing"])
        .ends(0, &["mostly talks with the bank"]);
}

#[test]
fn a_family_is_asked_about_by_its_name() {
    let folder = Folder::with_plan(PLAN);
    let review = json(folder.path(), &["review", "--about", "people"]);
    let questions = review["questions"].as_array().unwrap();
    assert!(!questions.is_empty());
    assert!(questions.iter().all(|question| question["family"] == "people"), "{review}");
}

#[test]
fn a_silence_needs_a_reason_and_ends() {
    let folder = Folder::with_plan(PLAN);
    fore(folder.path(), &["answer", LEAD, "--not-now"]).ends(2, &["say why"]);
    fore(folder.path(), &["answer", LEAD, "she is away", "--not-now"]).fine();
    let text = fs::read_to_string(folder.path().join("plan.md")).unwrap();
    // Two weeks after 14 April.
    assert!(text.contains("until=2026-04-28"), "{text}");
    fore(folder.path(), &["answer", "lead-on-path", "a small team"]).fine();
    assert!(!is_asked(folder.path(), LEAD));
}

#[test]
fn what_nobody_knows_becomes_an_unknown() {
    let folder = Folder::with_plan(PLAN);
    fore(folder.path(), &["answer", LEAD, "--unknown"]).ends(2, &["name who finds out"]);
    fore(folder.path(), &["answer", LEAD, "--unknown", "@bo", "by=2026-04-24"]).fine();
    let text = fs::read_to_string(folder.path().join("plan.md")).unwrap();
    assert!(text.contains("## Unknowns"), "{text}");
    assert!(text.contains("@bo by=2026-04-24"), "{text}");
    assert!(!is_asked(folder.path(), LEAD));
    fore(folder.path(), &["check"]).fine();
}

#[test]
fn a_way_out_is_taken_by_its_letter() {
    let folder = Folder::with_plan(PLAN);
    fore(folder.path(), &["answer", LEAD, "--keep", "x"]).ends(2, &["`x`"]);
    fore(folder.path(), &["answer", LEAD, "--keep", "a"])
        .ends(0, &["- [ ] Checkout `{#checkout @bo 6d..12d}`"]);
    assert!(!is_asked(folder.path(), LEAD));
}

#[test]
fn an_answer_to_nothing_is_refused() {
    let folder = Folder::with_plan(PLAN);
    for question in ["0", "99", "no-such-rule", "lead-on-path/nobody"] {
        fore(folder.path(), &["answer", question, "because"]).ends(2, &["there is no question"]);
    }
}

#[test]
fn plans_of_every_kind_are_reviewed() {
    let no_estimates = PLAN.replace(" 3d..5d", "").replace(" 6d..12d", "");
    let broken = PLAN.replace("3d..5d", "after=nothing");
    let done = PLAN.replace("[ ]", "[x]");
    for text in ["", "# P\n", &no_estimates, &broken, &done] {
        let folder = Folder::with_plan(text);
        fore(folder.path(), &["review"]).fine();
        for form in ["--all", "--deep", "--answered"] {
            fore(folder.path(), &["review", form]).fine();
        }
        let review = json(folder.path(), &["review"]);
        let shown = review["questions"].as_array().unwrap().len();
        assert!(shown <= 9 && review["done"] == (shown == 0), "{review}");
    }
    let folder = Folder::with_plan(&broken);
    fore(folder.path(), &["review"]).ends(0, &["The plan has 1 error"]);
}

#[test]
fn ten_thousand_findings_are_nine_questions() {
    // An error keeps it from being played ten thousand times, and the review from nothing.
    let mut text = "# P\n\n- [ ] A `{#a @ana 3d..5d after=b}`\n\n## Unknowns\n\n".to_owned();
    for n in 0..10_000 {
        text.push_str(&format!("- [ ] What about {n}? `{{#u{n}}}`\n"));
    }
    let folder = Folder::with_plan(&text);
    let review = json(folder.path(), &["review"]);
    let shown = review["questions"].as_array().unwrap().len();
    assert_eq!(shown, 9);
    assert!(review["hidden"].as_u64().unwrap() > 9_000, "{}", review["hidden"]);
}

#[test]
fn a_strict_check_counts_questions() {
    let folder = Folder::with_plan(PLAN);
    fore(folder.path(), &["check"]).fine();
    fore(folder.path(), &["check", "--strict"]).ends(1, &["open question"]);
    fore(folder.path(), &["check", "--format", "github"]).ends(0, &["::warning file="]);
    let said = fore(folder.path(), &["check", "--format", "sarif"]).fine();
    let sarif: Value = serde_json::from_str(&said).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    fore(folder.path(), &["check", "--format", "junit"]).ends(0, &["<testsuite name=\"fore\""]);
    let broken = Folder::with_plan(&PLAN.replace("3d..5d", "after=nothing"));
    fore(broken.path(), &["check", "--format", "github"])
        .ends(1, &["::error file=plan.md,line=10"]);
}

#[test]
fn a_rule_is_explained_by_its_name() {
    let folder = Folder::empty();
    fore(folder.path(), &["explain", "lead-on-path"])
        .ends(0, &["Work of the lead", "When to accept it", "Q501"]);
    fore(folder.path(), &["explain", "q501"]).ends(0, &["lead-on-path"]);
}
