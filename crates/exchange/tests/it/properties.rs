//! What holds for every text whatever.

use exchange::{Hint, plan_from};
use proptest::prelude::*;

use crate::sound::{build, import, outline};

const PARTS: &[&str] = &[
    "- ",
    "* ",
    "1. ",
    "2) ",
    "[ ] ",
    "[x] ",
    "[-] ",
    "# ",
    "## ",
    "### ",
    "#### A\n",
    "\n",
    "\n\n",
    "  ",
    "    ",
    "\t",
    "\r\n",
    "`{",
    "}`",
    "`",
    "``",
    "{#a",
    "{@b",
    "{}",
    "}",
    "{",
    "@ana",
    "@bo ",
    " (3d)",
    " (2-4 days)",
    " (depends on #1)",
    " depends on A",
    " (owner: Ana, Bo)",
    "Owner: Ana\n",
    "| Task | Owner | Notes |\n|---|---|---|\n",
    "| a | @ana | b |\n",
    "|",
    "---\n",
    "===\n",
    "```\n",
    "~~~\n",
    "~~",
    "*",
    "_",
    "**",
    "[a](b)",
    "[a][]",
    "![Team][]",
    "[",
    "](",
    "<b>",
    "<!--",
    "-->",
    "</li>",
    "<ul><li>",
    "&amp;",
    "&",
    "\\",
    "✅",
    "DONE ",
    "TODO ",
    "* TODO ",
    "** ",
    "*** DONE ",
    ":PROPERTIES:\n",
    ":Effort: 2:00\n",
    ":END:\n",
    "DEADLINE: <2026-03-01 Sun>\n",
    "#+TITLE: T\n",
    "Work\n",
    "Milestones\n",
    "Riks\n",
    "Team\n",
    "Tasks\n",
    "1-1\n",
    "text",
    "A",
    "ä→",
    "\u{feff}",
    "\0",
    "\u{2028}",
    "\u{a0}",
    "> ",
    ", ",
    ": ",
    "Acceptance criteria:\n\n",
    "Done when",
    "<<<<<<< a\n",
    "=======\n",
    ">>>>>>> b\n",
    "-[ ] x\n",
    "+ ",
    "Task 1: ",
    "\"",
    "https://a.b/c_d",
    "title: x\n",
];

fn heap() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PARTS), 0..60).prop_map(|parts| parts.concat())
}

fn file_name() -> impl Strategy<Value = Option<&'static str>> {
    let names = [None, Some("a.md"), Some("b.org"), Some("c.txt"), Some("d.csv"), Some("e.html")];
    prop::sample::select(names.to_vec())
}

/// A document as people write it: headings, nested lists with and without boxes, a table.
fn document() -> impl Strategy<Value = String> {
    let titles = [
        "Alpha",
        "Write *the* docs",
        "Use `{id}` in it",
        "Tasks",
        "Milestones",
        "Q&A_2",
        "a < b",
        "Owner: x",
    ];
    let heading = (1..5_usize, prop::sample::select(titles.to_vec()))
        .prop_map(|(level, title)| format!("\n{} {title}\n\n", "#".repeat(level)));
    let ends = ["", " (3d)", " @ana", " ✅", " (depends on Alpha)", " [docs](https://a.b/c)"];
    let item = (
        0..4_usize,
        prop::sample::select(vec!["- ", "- [ ] ", "- [x] ", "1. "]),
        prop::sample::select(titles.to_vec()),
        prop::sample::select(ends.to_vec()),
    )
        .prop_map(|(depth, mark, title, end)| {
            format!("{}{mark}{title}{end}\n", "   ".repeat(depth))
        });
    let row = prop::sample::select(titles.to_vec())
        .prop_map(|title| format!("\n| Task | Owner |\n|---|---|\n| {title} | @bo, TBD |\n\n"));
    let prose = Just("\nSome words about it.\n\n".to_owned());
    let part = prop_oneof![2 => heading, 6 => item, 1 => row, 1 => prose];
    prop::collection::vec(part, 0..25).prop_map(|parts| parts.concat())
}

fn assert_sound(source: &str, file_name: Option<&str>) {
    let (import, plan) = import(source, file_name);
    assert_eq!(import.kept.items, plan.tasks.len(), "{source:?}\n{}", import.text);
    // A carriage return by itself ends a line too.
    let lines = source.replace("\r\n", "\n").replace('\r', "\n").lines().count();
    for one in &import.not_understood {
        assert!(
            one.places.iter().all(|place| (1..=lines + 1).contains(place)),
            "{one:?} of {source:?}"
        );
        assert!(!one.places.is_empty() && one.places.is_sorted(), "{one:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn any_text_becomes_a_plan(text in "(?s).{0,200}", name in file_name()) {
        assert_sound(&text, name);
    }

    #[test]
    fn any_heap_of_marks_becomes_a_plan(text in heap(), name in file_name()) {
        assert_sound(&text, name);
    }

    #[test]
    fn a_plan_from_a_plan_is_the_same_plan(text in document()) {
        let (first, plan) = import(&text, Some("a.md"));
        let again = plan_from(&first.text, Hint { file_name: Some("plan.md"), today: None });
        let same = outline(&build(&again.text));
        prop_assert_eq!(same, outline(&plan), "{}\n---\n{}\n---\n{}", text, first.text, again.text);
    }
}

#[test]
fn long_and_deep_documents_take_no_time() {
    let wide: String = (0..50_000).map(|n| format!("- [ ] Task {n} (2d) @p{}\n", n % 50)).collect();
    let deep: String = (0..1_000).map(|n| format!("{}- Task {n}\n", "  ".repeat(n))).collect();
    let tabbed: String =
        (0..20_000).map(|n| format!("{}Item {n}\n", "\t".repeat(n % 30))).collect();
    let stars: String =
        (1..2_000).map(|n| format!("{} TODO Item {n}\n", "*".repeat(n % 900 + 1))).collect();
    let same: String =
        (1..20_000).map(|n| format!("{n}. Do it (after step {})\n", n - 1)).collect();
    for (source, name, least) in [
        (&wide, "a.md", 50_000),
        (&deep, "a.md", 1_000),
        (&tabbed, "a.txt", 20_000),
        (&stars, "a.org", 1_999),
        (&same, "a.md", 19_999),
    ] {
        let (import, plan) = import(source, Some(name));
        assert_eq!((import.kept.items, plan.tasks.len()), (least, least), "{name}");
    }
}
