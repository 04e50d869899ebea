//! The page for leadership, of the sample and of plans that have little to say.

use std::fs;

use view::brief::Block;

use crate::program::{Folder, billing, fore};

#[test]
fn the_sample_as_markdown() {
    // The example in the repository, whose own history is not that of the plan.
    let place = Folder::with_files(&[
        ("plan/plan.md", &fs::read(billing().join("plan/plan.md")).unwrap()),
        ("fore.toml", &fs::read(billing().join("fore.toml")).unwrap()),
    ]);
    insta::assert_snapshot!(fore(place.path(), &["brief", "--runs", "2048"]).fine());
}

#[test]
fn the_history_says_why_it_moved() {
    let place = Folder::empty();
    fore(place.path(), &["demo"]).fine();
    let page = fore(&place.path().join("fore-demo"), &["brief", "--runs", "1024"]).fine();
    assert!(page.contains("\n## Why it moved "), "{page}");
    assert!(page.contains("\n*plan of 14 April at "), "{page}");
}

#[test]
fn a_request_on_a_branch_is_on_the_table() {
    let place = Folder::empty();
    fore(place.path(), &["demo"]).fine();
    let plan = place.path().join("fore-demo");
    let request = ["brief", "--runs", "1024", "--without", "terms", "--request"];
    let page = fore(&plan, &[&request[..], &["usage-tiers"]].concat()).fine();
    let (_, asked) = page.split_once("## A request on the table").unwrap();
    let said = asked.split("\n## ").next().unwrap();
    assert!(said.contains("Usage tiers") && said.contains(" days of work more."), "{said}");
    assert!(said.contains("80% sure would move from "), "{said}");
    fore(&plan, &[&request[..], &["nowhere"]].concat()).ends(2, &["no revision `nowhere`"]);
}

#[test]
fn what_is_advised_to_leave_out_can_be_left_out_a_request_too() {
    let place = Folder::empty();
    fore(place.path(), &["demo"]).fine();
    let plan = place.path().join("fore-demo");
    let request = ["brief", "--runs", "256", "--request", "usage-tiers", "--without", "request"];
    assert!(!fore(&plan, &request).fine().contains("A request on the table"));
    let refused = fore(&plan, &["brief", "--without", "nothing"]);
    for block in Block::ALL {
        refused.ends(2, &[block.name()]);
    }
}

#[test]
fn files_are_written_and_the_terminal_stays_quiet() {
    let place =
        Folder::with_plan("# Tea\n\n`{due=2026-04-20}`\n\n- [ ] <b>Boil</b> & steep `{3d..6d}`\n");
    let out = fore(place.path(), &["brief", "--html", "b.html", "--pdf", "b.pdf"]);
    assert_eq!(out.fine(), "");
    let html = fs::read_to_string(place.path().join("b.html")).unwrap();
    assert!(html.starts_with("<!doctype html>") && !html.contains("<script"), "{html}");
    assert!(html.contains("who is better off when it is done"), "{html}");
    for outside in ["http:", "https:", "url(h", "@import", "src="] {
        assert!(!html.contains(outside), "{outside} in {html}");
    }
    let pdf = fs::read(place.path().join("b.pdf")).unwrap();
    assert!(pdf.starts_with(b"%PDF-"));
    let nowhere = fore(place.path(), &["brief", "--pdf", "no/such/b.pdf"]);
    nowhere.ends(5, &["no/such/b.pdf could not be written"]);
}

#[test]
fn states_without_dates_still_have_a_page() {
    let early = Folder::with_plan("# Search\n\n- [ ] Index\n- [ ] Query page\n");
    let page = fore(early.path(), &["brief"]).fine();
    assert!(page.contains("Too early for a date"), "{page}");
    assert!(page.contains("how big are the largest pieces?"), "{page}");
    assert!(!page.contains("Where the milestones stand"), "{page}");
    let done = Folder::with_plan("# Search\n\n- [x] Index `{1d done=2026-04-09}`\n");
    let page = fore(done.path(), &["brief"]).fine();
    assert!(page.contains("Done since 9 April"), "{page}");
    assert!(!page.contains("no goals yet"), "what is done needs no reason: {page}");
}

#[test]
fn what_is_too_long_names_the_block_to_leave_out() {
    let goals: String = (0..5)
        .map(|n| format!("- Goal {n} that is long enough to be on two lines of a column of the page, and more `{{measure=\"{}\" from=\"1\" to=\"2\"}}`\n", "measured in many words ".repeat(14)))
        .collect();
    let milestones: String =
        (0..14).map(|n| format!("- [ ] Milestone {n} `{{after=a due=2026-05-01}}`\n")).collect();
    let decisions: String = (0..3)
        .map(|n| {
            format!("- [ ] {} {n}? `{{by=2026-04-20}}`\n", "A question of many words".repeat(12))
        })
        .collect();
    let plan = format!(
        "# P\n\n`{{due=2026-05-01}}`\n\n## Goals\n\n{goals}\n## Milestones\n\n{milestones}\n## Work\n\n- [ ] A `{{#a 3d..6d}}`\n\n## Decisions\n\n{decisions}"
    );
    let place = Folder::with_plan(&plan);
    let long = fore(place.path(), &["brief"]);
    assert_eq!(long.code, 0);
    assert!(long.err.contains("longer than one page; without “"), "{}", long.err);
    let name = long.err.trim_end().rsplit(' ').next().unwrap().to_owned();
    let shorter = fore(place.path(), &["brief", "--without", &name]);
    assert_eq!((shorter.code, shorter.err.as_str()), (0, ""));
}
