//! The forecast in the text, as it moves.

use std::path::Path;
use std::process::Command;

use serde_json::json;

use super::client::Editor;
use super::folder;

const PLAN: &str = "# Billing\n\n- [ ] Core `{#core 3d..6d}`\n- [ ] Page `{#page 2d..5d after=core}`\n\n## Milestones\n\n- [ ] Live `{#live after=page}`\n";

fn git(root: &Path, arguments: &[&str]) {
    let done = Command::new("git")
        .args([
            "-c",
            "user.name=A",
            "-c",
            "user.email=a@example.org",
            "-c",
            "init.defaultBranch=main",
        ])
        .args(arguments)
        .current_dir(root)
        .output()
        .expect("git");
    assert!(done.status.success(), "{done:?}");
}

#[test]
fn a_milestone_says_how_far_it_moved_since_the_last_commit() {
    let folder = folder(&[("plan/plan.md", PLAN)]);
    git(folder.path(), &["init", "--quiet"]);
    git(folder.path(), &["add", "plan"]);
    git(folder.path(), &["commit", "--quiet", "-m", "plan"]);
    let mut editor = Editor::new(folder.path());
    editor.open("plan/plan.md");
    let calm = editor.hints("plan/plan.md", |labels| !labels.is_empty());
    assert!(calm[0].starts_with("P80 ") && !calm[0].contains('▲'), "{calm:?}");
    // `3d..6d` becomes `3d..60d`: the milestone moves, and the line being edited has its date too.
    editor.edit("plan/plan.md", 2, (2, 23), (2, 24), "60");
    let moved = editor.hints("plan/plan.md", |labels| labels.iter().any(|one| one.contains('▲')));
    assert_eq!(moved.len(), 2, "{moved:?}");
    // A commit is noticed, at the latest with the next edit and a pause.
    std::fs::write(folder.path().join("plan/plan.md"), PLAN.replace("6d}", "60d}")).unwrap();
    git(folder.path(), &["commit", "--quiet", "-am", "longer"]);
    editor.edit("plan/plan.md", 3, (3, 6), (3, 10), "Side");
    let is_calm = |labels: &[String]| labels.iter().all(|one| !one.contains('▲'));
    assert_eq!(editor.hints("plan/plan.md", is_calm).len(), 2);
}

#[test]
fn without_git_a_plan_is_compared_with_itself_as_it_was_opened() {
    let folder = folder(&[("plan/plan.md", PLAN)]);
    let mut editor = Editor::new(folder.path());
    editor.open("plan/plan.md");
    editor.hints("plan/plan.md", |labels| !labels.is_empty());
    editor.edit("plan/plan.md", 2, (2, 19), (2, 25), "1h..2h");
    let sooner = editor.hints("plan/plan.md", |labels| labels.iter().any(|one| one.contains('▼')));
    assert_eq!(sooner.len(), 2, "{sooner:?}");
    let lens = editor.ask_with("textDocument/codeLens", "plan/plan.md", json!({}));
    let said = lens[0]["command"]["title"].as_str().unwrap_or_default().to_owned();
    assert!(said.starts_with("Billing will be done by "), "{lens}");
    // A mistake takes no date away; the lens says from when it is.
    editor.edit("plan/plan.md", 3, (3, 0), (3, 0), "- [ ] x `{after=nothing}`\n");
    editor.diagnostics("plan/plan.md", Some(3));
    let lens = editor.ask_with("textDocument/codeLens", "plan/plan.md", json!({}));
    let said = lens[0]["command"]["title"].as_str().unwrap_or_default().to_owned();
    assert!(said.starts_with("1 error to mend; before that: Billing"), "{lens}");
}

#[test]
fn a_pause_brings_questions_with_ways_out_of_them() {
    let sample = include_str!("../../../../../examples/billing/plan/plan.md");
    let folder = folder(&[("plan/plan.md", sample)]);
    let mut editor = Editor::new(folder.path());
    editor.open("plan/plan.md");
    let is_question = |one: &serde_json::Value| one["source"] == "fore review";
    let published = editor.wait_for(|message| {
        let all = message["params"]["diagnostics"].as_array();
        all.is_some_and(|all| all.iter().any(is_question))
    });
    let all = published["params"]["diagnostics"].as_array().unwrap().clone();
    let question = all.iter().find(|one| is_question(one)).unwrap();
    // Information: neither a mistake nor a warning.
    assert_eq!(question["severity"], 3);
    let message = question["message"].as_str().unwrap();
    assert!(message.contains("?\n") && message.contains("fore answer "), "{message}");
    let mut offered = 0;
    for question in all.iter().filter(|one| is_question(one)) {
        let params = json!({ "range": question["range"], "context": { "diagnostics": [] } });
        let actions = editor.ask_with("textDocument/codeAction", "plan/plan.md", params);
        offered += actions.as_array().unwrap().len();
    }
    assert!(offered > 0, "{all:?}");
    let lenses = editor.ask_with("textDocument/codeLens", "plan/plan.md", json!({}));
    let said = lenses[1]["command"]["title"].as_str().unwrap_or_default().to_owned();
    assert!(said.ends_with("worth asking: fore review"), "{lenses}");
}
