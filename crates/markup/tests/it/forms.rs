//! Each rule of the form: what is read, and what is reported.

use crate::show;

/// Parses `text` and compares its nodes and problems with what `expected` shows.
fn check(text: &str, nodes: &[&str], problems: &[&str]) {
    let outline = markup::parse(text);
    assert_eq!(show::nodes(text, &outline), nodes.join("\n"), "nodes of {text:?}");
    assert_eq!(show::problems(text, &outline), problems.join("\n"), "problems of {text:?}");
    for problem in &outline.problems {
        let Some(fix) = &problem.fix else { continue };
        let mut mended = text.to_owned();
        mended.replace_range(problem.range.start..problem.range.end, fix);
        let left = markup::parse(&mended).problems;
        assert_eq!(left.len(), outline.problems.len() - 1, "{mended:?} still has {left:?}");
    }
}

#[test]
fn an_item_has_box_title_block_and_notes() {
    check(
        "- [ ] Backfill *seven* years `{#backfill @ben 5d..8d..20d after=core}`\n  2019 rows.\n\n  More.\n",
        &[
            "- [ ] Backfill *seven* years {id backfill; who ben; estimate 5d..8d..20d; after = core} | 2019 rows. | More.",
        ],
        &[],
    );
    check("* [X] Done\n", &["* [x] Done"], &[]);
    check("+ [ ]\n", &["+ [ ]"], &[]);
    check("1) Prose\n2) `{#a}`", &["1) Prose", "2)  {id a}"], &[]);
}

#[test]
fn a_title_may_wrap_and_a_block_may_stand_on_its_own_line() {
    check(
        "- [ ] A long title\n  that wraps\n  `{#a 5d}`\n  and a note\n",
        &["- [ ] A long title that wraps {id a; estimate 5d} | and a note"],
        &[],
    );
    check("- A `{#a\n  after=b}`\n", &["- A {id a; after = b}"], &[]);
}

#[test]
fn nesting_is_breakdown_and_notes_leave_nested_items_out() {
    check(
        "- [ ] A\n  - [ ] B `{}`\n    - c\n\n  Note of A.\n- [ ] D\n",
        &["- [ ] A | Note of A.", "  - [ ] B {}", "    - c", "- [ ] D"],
        &[],
    );
    check("- - [ ] A\n", &["-", "  - [ ] A"], &[]);
}

#[test]
fn code_quotes_tables_and_html_are_prose() {
    check(
        "- [ ] A\n\n  ```\n  - [ ] x `{#x}` {#y\n  ```\n\n  > - [ ] q `{#q}`\n\n  <b>\n  `{#h}`\n",
        &["- [ ] A | ``` - [ ] x `{#x}` {#y ``` | > - [ ] q `{#q}` | <b> `{#h}`"],
        &[],
    );
    check("| a | b |\n|---|---|\n| `{#a}` | {#b} |\n", &[], &[]);
    check("> - [ ] quoted `{#a}`\n", &[], &[]);
}

#[test]
fn a_heading_takes_a_block_that_stands_alone_right_under_it() {
    check(
        "# Plan #\n\n`{#plan start=2026-03-02}`\n\nProse.\n\n## Work\n- [ ] A\n\nLate\n====\n`{#late}`\n",
        &[
            "h1 Plan {id plan; start = 2026-03-02} | Prose.",
            "  h2 Work",
            "    - [ ] A",
            "h1 Late {id late}",
        ],
        &[],
    );
    check("### C#\n# A\n### B ###\n## D\n", &["h3 C#", "h1 A", "  h3 B", "  h2 D"], &[]);
    check("- # In an item\n- Also\n  ---\n", &["- # In an item", "- Also"], &[]);
}

#[test]
fn a_block_out_of_place_says_so() {
    check("# A\n\nText.\n\n`{#a}`\n", &["h1 A | Text. | `{#a}`"], &["BlockOutOfPlace \"`{#a}`\""]);
    check(
        "## A `{#a}`\r\n",
        &["h2 A `{#a}`"],
        &["BlockOutOfPlace \"`{#a}`\" -> \"\\r\\n\\r\\n`{#a}`\""],
    );
    check(
        "# A\n`{#a}`\nText\n",
        &["h1 A | `{#a}` Text"],
        &["BlockOutOfPlace \"`{#a}`\" -> \"`{#a}`\\n\""],
    );
    check(
        "- A\n\n  Use `{id}` and ``{id}``.\n",
        &["- A | Use `{id}` and ``{id}``."],
        &["BlockOutOfPlace \"`{id}`\" -> \"``{id}``\""],
    );
    check("Prose with `{id}` is prose.\n", &[], &[]);
    check("- [ ] A `{#a}` `{#b}`\n", &["- [ ] A {id a} | `{#b}`"], &["SecondBlock \"`{#b}`\""]);
}

#[test]
fn a_literal_brace_is_written_with_two_backticks() {
    check("- Handle ``{id}`` and `{` and `}`\n", &["- Handle ``{id}`` and `{` and `}`"], &[]);
    check("- A \\`{x}\\` \\{#b}\n", &["- A \\`{x}\\` \\{#b}"], &[]);
    check("- A <!-- `{#b}` --> `{#a}`\n", &["- A <!-- `{#b}` --> {id a}"], &[]);
}

#[test]
fn a_bare_block_gets_its_backticks() {
    check("- [ ] A {#a 5d}\n", &["- [ ] A"], &["BareBlock \"{#a 5d}\" -> \"`{#a 5d}`\""]);
    check(
        "- A {@a brief=\"x}\"} b\n",
        &["- A"],
        &["BareBlock \"{@a brief=\\\"x}\\\"}\" -> \"`{@a brief=\\\"x}\\\"}`\""],
    );
    check("- A {#a 5d \n", &["- A"], &["BareBlock \"{#a 5d\""]);
    check("## A {#a}\n", &["h2 A {#a}"], &["BareBlock \"{#a}\" -> \"\\n\\n`{#a}`\""]);
    check("Prose {#a}\n", &[], &["BareBlock \"{#a}\""]);
    check("# A\n{#a}\n", &["h1 A | {#a}"], &["BareBlock \"{#a}\" -> \"`{#a}`\""]);
    check("Prose `{#a}` ``{#a}`` `x {#a`\n", &[], &["BlockOutOfPlace \"`{#a}`\""]);
}

#[test]
fn an_unclosed_block_is_closed_on_its_line() {
    check("- A `{#a 5d`\n", &["- A"], &["UnclosedBlock \"`{#a 5d`\" -> \"`{#a 5d}`\""]);
    check("- A `{#a 5d}\n  note\n", &["- A"], &["UnclosedBlock \"`{#a 5d}\" -> \"`{#a 5d}`\""]);
    check("- A `{#a 5d\n  note `b`\n", &["- A"], &["UnclosedBlock \"`{#a 5d\" -> \"`{#a 5d}`\""]);
    check("- A `{#a 5d} see `b`\n", &["- A"], &["UnclosedBlock \"`{#a 5d}\" -> \"`{#a 5d}`\""]);
    check(
        "- A `{5d after=b }\n",
        &["- A"],
        &["UnclosedBlock \"`{5d after=b }\" -> \"`{5d after=b }`\""],
    );
}

#[test]
fn wrong_boxes_are_reported_with_their_fix() {
    check("-[ ] A\n", &[], &["NoSpaceBeforeBox \"-[ ]\" -> \"- [ ]\""]);
    check(
        "- [ ] A `{#a}`\n1.[x] B `{#b}`\n",
        &["- [ ] A {id a}"],
        &["NoSpaceBeforeBox \"1.[x]\" -> \"1. [x]\""],
    );
    check("- [ ]x\n", &["- [ ] x"], &["NoSpaceAfterBox \"[ ]\" -> \"[ ] \""]);
    check("- [x]: y\n", &["- [x] : y"], &["NoSpaceAfterBox \"[x]\" -> \"[x] \""]);
    check("- [x](y) and [ ] \n- [x][y]\n", &["- [x](y) and [ ]", "- [x][y]"], &[]);
    check("- [-] A\n", &["- [ ] A"], &["UnknownMark \"[-]\""]);
    check("- [✓] A\n", &["- [ ] A"], &["UnknownMark \"[✓]\" -> \"[x]\""]);
    check(
        "- [] A\n- [ x] B\n",
        &["- [ ] A", "- [x] B"],
        &["UnknownMark \"[]\" -> \"[ ]\"", "UnknownMark \"[ x]\" -> \"[x]\""],
    );
    check("- [1] A reference\n- [a-b] C\n", &["- [1] A reference", "- [a-b] C"], &[]);
}

#[test]
fn an_item_that_markdown_reads_as_text_is_reported() {
    check(
        "- [ ] A\n      - [ ] B `{#b}`\n",
        &["- [ ] A"],
        &["ItemReadAsText \"      - [ ]\" -> \"  - [ ]\""],
    );
    check("Text\n2. [ ] B\n", &[], &["ItemReadAsText \"2. [ ]\""]);
    check("    - [ ] B\n", &[], &["ItemReadAsText \"    - [ ]\" -> \"- [ ]\""]);
}

#[test]
fn a_conflict_is_one_problem() {
    let text = "- a\n<<<<<<< ours\n- b\n=======\n- c\n>>>>>>> theirs\n- d\n";
    let outline = markup::parse(text);
    assert_eq!(
        show::problems(text, &outline),
        "ConflictMarkers \"<<<<<<< ours\\n- b\\n=======\\n- c\\n>>>>>>> theirs\""
    );
    check("A\n=======\n\n>>>>>>> x\n", &["h1 A | >>>>>>> x"], &[]);
    check("```\n<<<<<<< a\n=======\n>>>>>>> b\n```\n", &[], &[]);
}

#[test]
fn tokens_are_read_by_their_spelling() {
    let token = |inner: &str| {
        let text = format!("- `{{{inner}}}`");
        let outline = markup::parse(&text);
        let shown = show::nodes(&text, &outline);
        shown.trim_start_matches("-  {").trim_end_matches('}').to_owned()
    };
    assert_eq!(token(" #a-1  @a|@b-c\tmust "), "id a-1; who a or b-c; flag must");
    assert_eq!(token("hits=b:+5d..20d,c:x1.5"), "hits = b:+5d..20d & c:x1.5");
    assert_eq!(token(r#"undo="a, \"b\" \\",c"#), r#"undo = <a, "b" \> & c"#);
    assert_eq!(token("no-return 4w kind=x"), "flag no-return; estimate 4w; kind = x");
    assert_eq!(
        token("# #A #ä"),
        "bad #: a name is missing; bad #A: a name begins with a small letter; bad #ä: a name begins with a small letter"
    );
    assert_eq!(token("@a|b"), "bad @a|b: each name between bars needs an @");
    assert_eq!(token("after="), "bad after=: a value is missing");
    assert_eq!(token("after=a,,b"), "bad after=a,,b: a value is missing");
    assert_eq!(token("=a"), "bad =a: a key is missing before =");
    assert_eq!(token("a=\"b c"), "bad a=\"b c: a quote is not closed");
    assert_eq!(token("a=\"b\"c"), "bad a=\"b\"c: nothing may follow the closing quote but a comma");
    assert_eq!(
        token("a=\"\\n\""),
        "bad a=\"\\n\": a backslash stands only before a quote or a backslash"
    );
    assert_eq!(token("a=b\"c\""), "bad a=b\"c\": a quote stands only right after = or a comma");
    assert_eq!(token("\"a b\""), "bad \"a b\": a quoted text needs a key before it");
    assert_eq!(token("5d=3"), "bad 5d=3: a key does not begin with a digit");
    assert_eq!(
        token("~x must!"),
        "bad ~x: a word begins with a letter; bad must!: a character that no word has"
    );
}

#[test]
fn every_byte_form_of_a_text_is_fine() {
    for text in ["", " \t\n \n", "\u{feff}", "\0", "\r", "-", "#", "`", "- \0 `{#a}`\0"] {
        let outline = markup::parse(text);
        assert!(outline.problems.is_empty(), "{text:?}");
    }
    check(
        "\u{feff}# A\r\n\r\n`{#a}`\r\n\r\n-\t[ ] B `{#b}`\r\n\r\n\tnote",
        &["h1 A {id a}", "  - [ ] B {id b} | note"],
        &[],
    );
    check("- [ ] A\r  - [ ] B `{#b}`\r", &["- [ ] A", "  - [ ] B {id b}"], &[]);
}

#[test]
fn an_item_that_is_only_a_link_definition_keeps_its_text() {
    check("- [a]: b\n- [ ] C\n", &["- [a]: b", "- [ ] C"], &[]);
}
