//! Builds a plan from text, and draws diagnostics under the text they are about.

use plan::{Plan, Settings};
use text::{Diagnostic, SourceFile};

/// The plan of one file called `plan.md`.
pub fn build(text: &str) -> (Plan, Vec<Diagnostic>) {
    build_files(&[("plan.md", text)])
}

/// The plan of several files.
pub fn build_files(files: &[(&str, &str)]) -> (Plan, Vec<Diagnostic>) {
    let files: Vec<SourceFile> =
        files.iter().map(|(path, text)| SourceFile::new(*path, *text)).collect();
    let outlines: Vec<_> = files.iter().map(|file| markup::parse(&file.text)).collect();
    plan::build(&files, &outlines, &Settings::default())
}

/// The plan of a text without mistakes.
pub fn good(text: &str) -> Plan {
    let (plan, found) = build(text);
    assert_eq!(draw(text, &found), "", "{text}");
    plan
}

/// Each diagnostic: its line of the text, `^` under the exact characters, then what it says.
pub fn draw(text: &str, found: &[Diagnostic]) -> String {
    let file = SourceFile::new("plan.md", text);
    let mut drawn = String::new();
    for diagnostic in found {
        let range = diagnostic.place.range;
        let line = file.lines.range_of(text, file.lines.line_of(range.start));
        let before = text[line.start..range.start].chars().count();
        let marked =
            text[range.start..range.end.min(line.end).max(range.start)].chars().count().max(1);
        drawn += &format!("{}\n{}{}\n", line.of(text), " ".repeat(before), "^".repeat(marked));
        drawn += &format!("{}[{}] {}\n", diagnostic.level.name(), diagnostic.code, diagnostic.what);
        for label in &diagnostic.labels {
            let at = file.line_column(label.place.range.start);
            drawn += &format!(
                "  {}:{} {} [{}]\n",
                at.line,
                at.column,
                label.text,
                label.place.range.of(text)
            );
        }
        for (name, text) in
            [("here", &diagnostic.here), ("why", &diagnostic.why), ("help", &diagnostic.help)]
        {
            if let Some(text) = text {
                drawn += &format!("  {name}: {text}\n");
            }
        }
    }
    drawn
}
