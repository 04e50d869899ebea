//! Diagnostics as they look on the terminal.

use insta::assert_snapshot;
use text::{Diagnostic, FileId, Place, SourceFile, TextRange};
use view::diagnostics::{consequence, diagnostics, diagnostics_json};
use view::terminal::{Charset, Paint};

const WIDE: Paint = Paint { color: false, charset: Charset::Unicode, plain: false, width: 100 };

fn plan() -> SourceFile {
    let mut text = "\n".repeat(117);
    text.push_str(
        "- [ ] Payment methods page `{#ui-methods @wren 4d..8d spent=14d left=1d..4d}`\n",
    );
    text.push_str("- [ ] Rollback: route back to old billing `{#rollback @priya 3d..6d after=reconcilation}`\n");
    text.push_str("\t- [ ] 移行 \u{1b}[31m red `{#move after=dry-run}` and a long tail that never seems to end because somebody wrote a novel here\n");
    text.push_str("- [ ] Dry run `{#dry-run after=corpus-fix}`\n");
    text.push_str("- [ ] Reconcile `{#reconcile after=dry-run}`\n");
    text.push_str("- [ ] Fix the corpus `{#corpus-fix after=reconcile}`\n");
    SourceFile::new("plan/plan.md", text)
}

/// The place of the only occurrence of `token` after `from`.
fn at(file: &SourceFile, from: &str, token: &str) -> Place {
    let base = file.text.find(from).expect("the text is in the file");
    let start = base + file.text[base..].find(token).expect("the token is after it");
    Place::new(FileId(0), TextRange::new(start, start + token.len()))
}

fn unknown(file: &SourceFile) -> Diagnostic {
    Diagnostic::error(
        "E105",
        at(file, "after=reconcil", "reconcilation"),
        "there is no task called `reconcilation`",
    )
    .help("did you mean `reconcile`?")
}

fn overrun(file: &SourceFile) -> Diagnostic {
    Diagnostic::warning(
        "W102",
        at(file, "#ui-methods", "spent=14d"),
        "`ui-methods` has used 14 days against an estimate of 4–8",
    )
    .label(at(file, "#ui-methods", "4d..8d"), "the estimate")
    .label(at(file, "#rollback", "#rollback"), "waits for it")
    .why("the forecast uses left=1d..4d; the old range only matters for learning")
}

fn cycle(file: &SourceFile) -> Diagnostic {
    Diagnostic::error(
        "E201",
        at(file, "after=corpus-fix", "corpus-fix"),
        "these three tasks wait for each other, so none can ever start",
    )
    .here("`dry-run` waits for `corpus-fix`")
    .label(at(file, "#reconcile after=dry-run", "dry-run"), "`reconcile` waits for `dry-run`")
    .label(at(file, "after=reconcile}", "reconcile"), "`corpus-fix` waits for `reconcile`")
    .chain(["`corpus-fix`", "`dry-run`", "`reconcile`", "`corpus-fix`"].map(str::to_owned).into())
    .help("remove one of these links, or split a task")
}

/// The diagnostic at the widths and in the styles that people use.
fn looks(diagnostic: &Diagnostic) -> String {
    let paints = [
        ("100 columns", WIDE),
        ("60 columns", Paint { width: 60, ..WIDE }),
        ("80 columns, ascii", Paint { charset: Charset::Ascii, width: 80, ..WIDE }),
        ("plain", Paint { plain: true, ..WIDE }),
        ("color", Paint { color: true, ..WIDE }),
    ];
    let mut all = String::new();
    for (name, paint) in paints {
        let lines = diagnostics(std::slice::from_ref(diagnostic), &[plan()], &paint, 0);
        all.push_str(&format!("==== {name}\n{}", paint.render(&lines).replace('\u{1b}', "^")));
    }
    all
}

#[test]
fn an_unknown_id() {
    assert_snapshot!(looks(&unknown(&plan())));
}

#[test]
fn several_places_and_a_reason() {
    assert_snapshot!(looks(&overrun(&plan())));
}

#[test]
fn a_cycle_is_a_chain() {
    assert_snapshot!(looks(&cycle(&plan())));
}

#[test]
fn a_name_with_an_arrow_in_it_is_one_member_of_a_chain() {
    let names = ["“Old → new”", "`b`", "“Old → new”"].map(str::to_owned);
    let cycle = Diagnostic { labels: Vec::new(), ..cycle(&plan()) }.chain(names.into());
    let text = WIDE.render(&diagnostics(&[cycle], &[plan()], &WIDE, 0));
    assert!(text.contains("“Old → new” ──▶ `b` ──▶ “Old → new”"), "{text}");
}

#[test]
fn wide_and_dangerous_text() {
    let place = at(&plan(), "{#move", "dry-run");
    assert_snapshot!(looks(
        &Diagnostic::error("E105", place, "a token after wide text").here("this one")
    ));
}

#[test]
fn errors_come_first_and_say_what_was_not_done() {
    let file = plan();
    let all = [overrun(&file), unknown(&file), cycle(&file)];
    let text = WIDE.render(&diagnostics(&all, &[file], &WIDE, 2));
    let heads: Vec<&str> =
        text.lines().filter(|line| line.contains("]  ") || line.contains("] ")).collect();
    assert!(heads[0].starts_with("  error[E105]"), "{text}");
    assert_eq!(consequence(&all).as_deref(), Some("No dates until these two errors are mended."));
    assert_eq!(consequence(&all[..1]), None);
}

#[test]
fn machines_get_lines_and_columns_from_one() {
    let file = plan();
    let json = diagnostics_json(&[unknown(&file)], std::slice::from_ref(&file));
    let line = file.text.lines().nth(json[0].line - 1).expect("the line exists");
    let token: String =
        line.chars().skip(json[0].column - 1).take(json[0].end_column - json[0].column).collect();
    assert_eq!(token, "reconcilation");
}

#[test]
fn places_outside_the_files_are_survived() {
    let nowhere = Place::new(FileId(7), TextRange::new(5, 90));
    let beyond = Place::new(FileId(0), TextRange::new(1_000_000, 1_000_001));
    for place in [nowhere, beyond] {
        let lost = Diagnostic::error("E105", place, "lost").why("it is nowhere");
        let lines = diagnostics(std::slice::from_ref(&lost), &[plan()], &WIDE, 0);
        assert!(WIDE.render(&lines).contains("= it is nowhere"));
        assert_eq!(diagnostics_json(&[lost], &[plan()])[0].line, 1);
    }
}
