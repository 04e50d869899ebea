//! Several writers and readers of one file at once.

use std::thread;

use store::{Change, StoreError, UndoLog, read};

use crate::plan_folder::{PlanFolder, hidden_names};

const WRITERS: usize = 4;
const EDITS: usize = 12;

/// Adds a line, again whenever somebody else was faster.
fn add_line(log: &UndoLog, plan: &PlanFolder, line: &str) {
    loop {
        let before = read(&plan.root()).unwrap().files.remove(0).text;
        let after = format!("{before}{line}\n");
        match log.write(line, &[Change { path: "plan.md".to_owned(), before, after }]) {
            Ok(()) => return,
            Err(StoreError::Changed { .. }) => {}
            Err(error) => panic!("{error}"),
        }
    }
}

#[test]
fn no_edit_is_lost_and_no_reader_sees_half_a_line() {
    let plan = PlanFolder::new(&[("plan.md", "# Plan\n")]);
    thread::scope(|scope| {
        for writer in 0..WRITERS {
            let (plan, log) = (&plan, plan.log());
            scope.spawn(move || {
                for edit in 0..EDITS {
                    add_line(&log, plan, &format!("- {writer}.{edit}"));
                }
            });
        }
    });
    let text = plan.text("plan.md");
    let mut lines: Vec<&str> = text.lines().skip(1).collect();
    lines.sort_unstable();
    lines.dedup();
    assert_eq!((lines.len(), text.lines().count()), (WRITERS * EDITS, WRITERS * EDITS + 1));
    assert!(hidden_names(&plan.root()).is_empty());

    let mut n_undone = 0;
    while plan.log().undo().unwrap().is_some() {
        n_undone += 1;
    }
    assert_eq!((n_undone, plan.text("plan.md")), (WRITERS * EDITS, "# Plan\n".to_owned()));
}
