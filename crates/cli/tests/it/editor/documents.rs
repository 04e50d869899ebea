//! The handshake, texts in step, mistakes as one types, and an editor that misbehaves.

use serde_json::{Value, json};

use super::client::{Editor, position};
use super::{folder, write};

const SOUND: &str = "# P\n\n- [ ] A `{#a 1d..2d}`\n";

#[test]
fn the_handshake_agrees_on_columns_and_the_end_is_clean() {
    let folder = folder(&[]);
    for (offered, agreed) in [(json!(["utf-8", "utf-16"]), "utf-8"), (Value::Null, "utf-16")] {
        let capabilities = json!({ "general": { "positionEncodings": offered } });
        let (editor, welcome) = Editor::with(folder.path(), &capabilities);
        assert_eq!(welcome["capabilities"]["positionEncoding"], agreed);
        assert_eq!(welcome["serverInfo"]["name"], "fore");
        assert_eq!(editor.quit(), Some(0));
    }
}

#[test]
fn an_editor_that_leaves_without_a_word_is_not_waited_for() {
    let folder = folder(&[("plan/plan.md", SOUND)]);
    let mut editor = Editor::new(folder.path());
    editor.open("plan/plan.md");
    assert_eq!(editor.exit(), Some(5));
    let mut editor = Editor::new(folder.path());
    editor.open("plan/plan.md");
    editor.send_request("textDocument/hover", json!({}));
    editor.send_bytes(b"Content-Length: 100\r\n\r\n{\"half");
    assert_eq!(editor.hang_up(), Some(5));
    assert_eq!(Editor::silent(folder.path()).hang_up(), Some(5));
}

#[test]
fn a_server_that_is_killed_in_the_middle_leaves_nothing_behind() {
    let folder = folder(&[("plan/plan.md", SOUND)]);
    for _ in 0..2 {
        let mut editor = Editor::new(folder.path());
        editor.open("plan/plan.md");
        editor.edit("plan/plan.md", 2, (2, 6), (2, 7), "B");
        let document = json!({ "uri": editor.uri("plan/plan.md") });
        let options = json!({ "tabSize": 2, "insertSpaces": true });
        editor.send_request(
            "textDocument/formatting",
            json!({ "textDocument": document, "options": options }),
        );
        editor.kill();
    }
    let text = std::fs::read_to_string(folder.path().join("plan/plan.md")).unwrap();
    assert_eq!(text, SOUND);
    let files = std::fs::read_dir(folder.path().join("plan")).unwrap();
    assert_eq!(files.count(), 1);
    let mut editor = Editor::new(folder.path());
    editor.open("plan/plan.md");
    assert_eq!(editor.diagnostics("plan/plan.md", Some(1)), []);
    assert_eq!(editor.quit(), Some(0));
}

#[test]
fn mistakes_follow_the_text_and_not_the_disk() {
    let folder = folder(&[
        ("plan/plan.md", "# P\r\n\r\n- [ ] \u{1f680} A `{#a 1d..2d}`\r\n"),
        ("plan/b.md", "- [ ] B `{after=a}`\n"),
    ]);
    let mut editor = Editor::new(folder.path());
    editor.open("plan/plan.md");
    assert_eq!(editor.diagnostics("plan/plan.md", Some(1)), []);
    // Behind a character of two units: `{#a` becomes `{#z`, and the other file of the plan, which is
    // not open, waits for something that is not there.
    editor.edit("plan/plan.md", 2, (2, 14), (2, 15), "z");
    assert_eq!(editor.diagnostics("plan/plan.md", Some(2)), []);
    let other = editor.diagnostics("plan/b.md", None);
    assert_eq!(other.len(), 1, "{other:?}");
    assert_eq!(other[0].0, "E105");
    editor.edit("plan/plan.md", 3, (2, 14), (2, 15), "a");
    assert_eq!(editor.diagnostics("plan/b.md", None), []);
}

#[test]
fn a_fix_is_offered_where_the_mistake_is() {
    let folder = folder(&[(
        "plan/plan.md",
        "# P\n\n- [ ] Core `{#core 1d..2d}`\n- [ ] B `{1d..2d after=cor}`\n",
    )]);
    let mut editor = Editor::new(folder.path());
    editor.open("plan/plan.md");
    let found = editor.diagnostics("plan/plan.md", Some(1));
    assert_eq!(found[0].0, "E105");
    let range = json!({ "start": position((3, 25)), "end": position((3, 25)) });
    let actions = editor.ask_with(
        "textDocument/codeAction",
        "plan/plan.md",
        json!({ "range": range, "context": { "diagnostics": [] } }),
    );
    let fix = actions.as_array().unwrap().iter().find(|one| one["kind"] == "quickfix").unwrap();
    let change = &fix["edit"]["documentChanges"][0];
    assert_eq!(change["textDocument"]["version"], 1);
    assert_eq!(change["edits"][0]["newText"], "core");
    assert_eq!(change["edits"][0]["range"]["start"], position((3, 23)));
}

#[test]
fn plans_beside_each_other_are_plans_of_their_own() {
    let folder = folder(&[
        ("one/plan/plan.md", SOUND),
        ("two/plan.md", "# Q\n\n- [ ] A `{#a after=zzz}`\n"),
        ("README.md", "- [ ] x `{after=no}`\n"),
    ]);
    let mut editor = Editor::new(folder.path());
    for path in ["one/plan/plan.md", "two/plan.md", "README.md"] {
        editor.open(path);
    }
    assert_eq!(editor.diagnostics("one/plan/plan.md", Some(1)), []);
    assert_eq!(editor.diagnostics("two/plan.md", Some(1))[0].0, "E105");
    assert_eq!(editor.ask_at("textDocument/hover", "README.md", (0, 10)), Value::Null);
    assert_eq!(editor.ask_at("textDocument/hover", "none/plan.md", (0, 10)), Value::Null);
    // What was said of a plan is taken back when it is closed.
    let closed = json!({ "textDocument": { "uri": editor.uri("two/plan.md") } });
    editor.tell("textDocument/didClose", closed);
    assert_eq!(editor.diagnostics("two/plan.md", None), []);
}

#[test]
fn edits_out_of_order_are_not_guessed_at_and_a_save_puts_them_right() {
    let folder = folder(&[("plan/plan.md", SOUND)]);
    let mut editor = Editor::new(folder.path());
    editor.open("plan/plan.md");
    editor.edit("plan/plan.md", 3, (2, 6), (2, 7), "B");
    editor.edit("plan/plan.md", 2, (2, 0), (2, 1), "*");
    let told = editor.wait_for(|message| message["method"] == "window/showMessage");
    assert!(told["params"]["message"].as_str().unwrap().contains("out of order"), "{told}");
    let format = |editor: &mut Editor| {
        let document = json!({ "uri": editor.uri("plan/plan.md") });
        editor.ask(
            "textDocument/formatting",
            json!({ "textDocument": document, "options": { "tabSize": 2, "insertSpaces": true } }),
        )
    };
    assert!(format(&mut editor).is_err());
    let document = json!({ "uri": editor.uri("plan/plan.md") });
    editor.tell(
        "textDocument/didSave",
        json!({ "textDocument": document, "text": "# P\n\n* [X] B `{ #a   1d..2d}`\n" }),
    );
    let edits = format(&mut editor).unwrap();
    assert_eq!(edits.as_array().map(Vec::len), Some(2), "{edits}");
}

#[test]
fn what_is_no_request_here_is_refused_and_the_server_goes_on() {
    let folder = folder(&[("plan/plan.md", SOUND)]);
    let mut editor = Editor::new(folder.path());
    editor.open("plan/plan.md");
    assert_eq!(editor.ask("textDocument/nonsense", json!({})).unwrap_err()["code"], -32601);
    assert_eq!(
        editor.ask("textDocument/hover", json!({ "position": 3 })).unwrap_err()["code"],
        -32602
    );
    let untitled = json!({ "textDocument": { "uri": "untitled:1" }, "position": position((0, 0)) });
    assert_eq!(editor.ask("textDocument/hover", untitled), Ok(Value::Null));
    editor.tell("textDocument/didChange", json!({ "textDocument": 3 }));
    editor.tell("$/setTrace", json!({ "value": "off" }));
    let outline = editor.ask_with("textDocument/documentSymbol", "plan/plan.md", json!({}));
    assert_eq!(outline[0]["children"][0]["name"], "A");
    assert_eq!(editor.quit(), Some(0));
}

#[test]
fn files_that_come_go_and_break_on_disk_are_noticed() {
    let folder = folder(&[("plan/plan.md", "# P\n\n- [ ] A `{1d..2d after=b}`\n")]);
    let mut editor = Editor::new(folder.path());
    editor.open("plan/plan.md");
    assert_eq!(editor.diagnostics("plan/plan.md", Some(1))[0].0, "E105");
    write(folder.path(), "plan/more.md", "- [ ] B `{#b 1d..2d}`\n");
    let changed = json!({ "changes": [{ "uri": editor.uri("plan/more.md"), "type": 1 }] });
    editor.tell("workspace/didChangeWatchedFiles", changed.clone());
    assert_eq!(editor.diagnostics("plan/plan.md", Some(1)), []);
    std::fs::write(folder.path().join("plan/more.md"), b"- [ ] B \xff\n").unwrap();
    editor.tell("workspace/didChangeWatchedFiles", changed);
    let told = editor.wait_for(|message| message["method"] == "window/showMessage");
    assert!(told["params"]["message"].as_str().unwrap().contains("plan/more.md:1"), "{told}");
}
