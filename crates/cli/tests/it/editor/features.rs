//! What can be asked about a plan.

use serde_json::{Value, json};
use tempfile::TempDir;

use super::client::{Editor, position};
use super::folder;

const PLAN: &str = "# Billing

## Team

- Ada `{@ada time=50%}`
- Ben `{@ben skills=rust}`

## Work

- [ ] Core of it `{#core @ada 3d..6d}`
- [ ] Page `{#page @ben 2d..5d after=core}`
- [ ] Talk

## Milestones

- [ ] Live `{#live after=page due=2026-06-30}`

## Risks

- Slow `{#slow @ada p=30% hits=core:+2d..5d}`
";

fn opened() -> (TempDir, Editor) {
    let folder = folder(&[("plan/plan.md", PLAN)]);
    let mut editor = Editor::new(folder.path());
    editor.open("plan/plan.md");
    (folder, editor)
}

/// The line that begins so, from 0, and the column behind `until` in it.
fn place(line: &str, until: &str) -> (u32, u32) {
    let row = PLAN.lines().position(|found| found.starts_with(line)).unwrap();
    let column = PLAN.lines().nth(row).unwrap().find(until).unwrap() + until.len();
    (row as u32, column as u32)
}

/// The labels that are offered after the line that begins so was cut behind `until` and went on.
fn completed(line: &str, until: &str, typed: &str) -> Vec<String> {
    let (_folder, mut editor) = opened();
    let (row, column) = place(line, until);
    editor.edit("plan/plan.md", 2, (row, column), (row, 9999), typed);
    let at = (row, column + typed.len() as u32);
    let found = editor.ask_at("textDocument/completion", "plan/plan.md", at);
    let items = found["items"].as_array().cloned().unwrap_or_default();
    items.iter().map(|item| item["label"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn completions_fit_the_place() {
    assert_eq!(completed("- [ ] Page", "after=", ""), ["core", "live"]);
    assert_eq!(completed("- [ ] Page", "after=core", ",li"), ["live"]);
    assert_eq!(completed("- [ ] Page", "after=core", ":"), ["start", "+1d", "+1w", "-1d"]);
    assert_eq!(completed("- [ ] Page", "#page ", "@"), ["@ada", "@ben"]);
    assert_eq!(completed("- [ ] Page", "#page ", "@ada|@b"), ["@ben"]);
    assert_eq!(completed("- [ ] Talk", "Talk", " `{#"), ["#talk"]);
    assert_eq!(completed("- [ ] Talk", "Talk", " `{3"), ["3d..6d", "3d..9d"]);
    assert_eq!(completed("- [ ] Talk", "Talk", " `{opt"), ["optional"]);
    assert_eq!(completed("- [ ] Live", "after=page ", "promi"), ["promised"]);
    assert_eq!(completed("- Slow", "p=30% ", "status="), ["open", "happened", "gone"]);
    assert_eq!(completed("- Slow", "Slow", " `{ha"), Vec::<String>::new());
    assert_eq!(completed("- Slow", "Slow", " `{hi"), ["hits"]);
    assert_eq!(completed("- [ ] Talk", "Talk", " to th"), Vec::<String>::new());
}

#[test]
fn dates_are_written_as_people_say_them() {
    let (_folder, mut editor) = opened();
    let (row, column) = place("- [ ] Live", "due=");
    editor.edit("plan/plan.md", 2, (row, column), (row, 9999), "+2w");
    let found = editor.ask_at("textDocument/completion", "plan/plan.md", (row, column + 3));
    // Two weeks from 14 April.
    assert_eq!(found["items"][0]["textEdit"]["newText"], "2026-04-28");
    assert_eq!(found["items"][0]["textEdit"]["range"]["start"], position((row, column)));
}

fn hover(editor: &mut Editor, line: &str, until: &str) -> String {
    let found = editor.ask_at("textDocument/hover", "plan/plan.md", place(line, until));
    found["contents"]["value"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn hovers_say_what_something_is_and_when() {
    let (_folder, mut editor) = opened();
    editor.hints("plan/plan.md", |labels| !labels.is_empty());
    let task = hover(&mut editor, "- [ ] Page", "Pa");
    assert!(task.contains("(80% sure), even odds by"), "{task}");
    assert!(task.contains("starts when `core` is finished"), "{task}");
    let name = hover(&mut editor, "- [ ] Page", "after=co");
    assert!(name.starts_with("**Core of it**, task"), "{name}");
    assert!(hover(&mut editor, "- [ ] Page", "aft").contains("after=core,schema:+2d"));
    let person = hover(&mut editor, "- [ ] Page", "@b");
    assert!(person.contains("Ben") && person.contains("\n- Page, P80 "), "{person}");
    let risk = hover(&mut editor, "- Slow", "Slo");
    assert!(risk.contains("`core:+2d..5d` hits Core of it, whose P80 is"), "{risk}");
    assert!(hover(&mut editor, "- [ ] Page", "2d").contains("Working time"));
}

#[test]
fn names_are_found_and_renamed_everywhere() {
    let (_folder, mut editor) = opened();
    let at = place("- [ ] Page", "after=co");
    let from = editor.ask_at("textDocument/definition", "plan/plan.md", at);
    assert_eq!(from[0]["range"]["start"], position(place("- [ ] Core", "] ")));
    let used = editor.ask_at("textDocument/references", "plan/plan.md", at);
    assert_eq!(used.as_array().map(Vec::len), Some(3), "{used}");
    let what = editor.ask_at("textDocument/prepareRename", "plan/plan.md", at);
    assert_eq!(what["end"], position(place("- [ ] Page", "after=core")));
    let rename = |editor: &mut Editor, name: &str| {
        let document = json!({ "uri": editor.uri("plan/plan.md") });
        editor.ask(
            "textDocument/rename",
            json!({ "textDocument": document, "position": position(at), "newName": name }),
        )
    };
    let edits = rename(&mut editor, "kernel").unwrap();
    let edits = edits["documentChanges"][0]["edits"].as_array().unwrap().clone();
    let texts: Vec<&Value> = edits.iter().map(|edit| &edit["newText"]).collect();
    assert_eq!(texts, ["kernel", "kernel", "kernel"]);
    for (name, why) in [("page", "taken"), ("Core", "small letter"), ("", "small letter")] {
        let refused = rename(&mut editor, name).unwrap_err();
        assert!(refused["message"].as_str().unwrap().contains(why), "{refused}");
    }
}

#[test]
fn the_outline_the_folds_and_the_spelling() {
    let (_folder, mut editor) = opened();
    let outline = editor.ask_with("textDocument/documentSymbol", "plan/plan.md", json!({}));
    let sections: Vec<&str> = outline[0]["children"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["name"].as_str().unwrap())
        .collect();
    assert_eq!(sections, ["Team", "Work", "Milestones", "Risks"]);
    assert_eq!(outline[0]["children"][1]["children"][0]["detail"], "#core @ada 3d..6d");
    let folds = editor.ask_with("textDocument/foldingRange", "plan/plan.md", json!({}));
    let work = place("## Work", "");
    let last = place("- [ ] Talk", "");
    let is_work = |fold: &&Value| fold["startLine"] == work.0 && fold["endLine"] == last.0;
    assert!(folds.as_array().unwrap().iter().any(|fold| is_work(&fold)), "{folds}");
    let options = json!({ "options": { "tabSize": 2, "insertSpaces": true } });
    let edits = editor.ask_with("textDocument/formatting", "plan/plan.md", options);
    assert_eq!(edits, json!([]));
}

#[test]
fn everyday_changes_are_offered_with_their_edits() {
    let (_folder, mut editor) = opened();
    let mut titles = |line: &str| -> Vec<String> {
        let at = position(place(line, "- "));
        let range = json!({ "start": at, "end": at });
        let params = json!({ "range": range, "context": { "diagnostics": [] } });
        let actions = editor.ask_with("textDocument/codeAction", "plan/plan.md", params);
        let all = actions.as_array().cloned().unwrap_or_default();
        assert!(all.iter().all(|one| !one["edit"]["documentChanges"][0]["edits"].is_null()));
        all.iter().map(|one| one["title"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(titles("- [ ] Page"), ["It is done today", "Start it today"]);
    assert_eq!(
        titles("- [ ] Talk"),
        [
            "It is done today",
            "Start it today",
            "Estimate 1d..2d, a day or two",
            "Estimate 2d..5d, most of a week",
            "Estimate 1w..3w, weeks",
            "Give it the id `talk`",
        ]
    );
    assert_eq!(titles("- Ada"), Vec::<String>::new());
}
