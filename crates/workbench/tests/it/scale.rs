//! Plans that nobody writes by hand are still read: deep, long, wide.

use std::fmt::Write;

use schedule::{LowerOptions, lower};
use text::SourceFile;
use workbench::{Input, PlayOptions, Snapshot, play, read};

fn snapshot(text: String) -> Snapshot {
    let today = "2026-03-02".parse().expect("a date");
    read(Input::new(vec![SourceFile::new("plan.md", text)], None, today))
}

/// Reads and plays `text`, which has `leaves` tasks in a row of one day each for one person, and
/// no error.
#[track_caller]
fn check(text: String, leaves: usize) {
    let snapshot = snapshot(text);
    assert!(!snapshot.has_errors(), "{:?}", snapshot.diagnostics.first());
    assert_eq!(snapshot.plan.leaves().count(), leaves);
    let dates = play(&snapshot, PlayOptions { runs: Some(16), seed: None }).expect("dates");
    let last = snapshot.lowered.as_ref().map(|lowered| lowered.finish).expect("a problem");
    assert!(dates.schedule.entry(last).is_some(), "it ends");
}

#[test]
fn a_thousand_levels() {
    let levels = (0..1000).fold("# Plan\n\n".to_owned(), |mut text, level| {
        let _ = writeln!(text, "{:indent$}- [ ] Level {level}", "", indent = 2 * level);
        text
    });
    check(levels, 1);
}

#[test]
fn a_long_chain() {
    let chain =
        (0..5000).fold("# Plan\n\n- [ ] First `{#t0 1h}`\n".to_owned(), |mut text, before| {
            let _ = writeln!(text, "- [ ] Next `{{#t{} 1h after=t{before}}}`", before + 1);
            text
        });
    check(chain, 5001);
}

#[test]
fn a_long_list() {
    let list = (0..20_000).fold("# Plan\n\n".to_owned(), |mut text, item| {
        let _ = writeln!(text, "- [ ] Item {item} `{{1h}}`");
        text
    });
    check(list, 20_000);
}

#[test]
fn a_parent_that_everything_waits_for() {
    // A thousand leaves before and a thousand after: a thousand links, not a million.
    let mut text = "# Plan\n\n- [ ] Before `{#before}`\n".to_owned();
    for item in 0..1000 {
        let _ = writeln!(text, "  - [ ] Part {item} `{{1h}}`");
    }
    text.push_str("- [ ] After `{#after after=before}`\n");
    for item in 0..1000 {
        let _ = writeln!(text, "  - [ ] Part {item} `{{1h}}`");
    }
    check(text, 2000);
}

#[test]
fn more_open_work_than_dates_are_worked_out_for() {
    let text =
        "# Plan\n\n- [x] Over `{1h}`\n- [ ] One `{1h}`\n- [ ] Two `{1h}`\n- [ ] Three `{1h}`\n";
    let snapshot = snapshot(text.to_owned());
    let with_at_most = |open_max| {
        lower(&snapshot.plan, &LowerOptions { open_max, ..LowerOptions::new(snapshot.today) })
    };
    assert!(with_at_most(3).lowered.is_some());
    let refused = with_at_most(2);
    assert!(refused.lowered.is_none());
    let [error] = &refused.diagnostics[..] else { panic!("{:?}", refused.diagnostics) };
    assert_eq!((error.code, error.place.range.of(text)), ("E305", "Three"));
}
