//! Diagnostics for machines.

use serde::Serialize;
use text::{Diagnostic, SourceFile};

/// One diagnostic. Lines and columns count from 1, columns in characters; `end_column` is the
/// column after the last character, on the same line.
#[derive(Clone, Debug, Serialize)]
pub struct DiagnosticJson {
    /// Stable code.
    pub code: &'static str,
    /// `error` or `warning`.
    pub level: &'static str,
    /// What is wrong.
    pub message: String,
    /// Why it matters.
    pub why: Option<String>,
    /// What to do.
    pub help: Option<String>,
    /// Path relative to where the plan is.
    pub file: String,
    /// Line of the token.
    pub line: usize,
    /// Its first column.
    pub column: usize,
    /// The column after it.
    pub end_column: usize,
}

/// The diagnostics in the order given; one whose place is in no file points at line 1.
#[must_use]
pub fn diagnostics_json(all: &[Diagnostic], files: &[SourceFile]) -> Vec<DiagnosticJson> {
    all.iter().map(|diagnostic| one(diagnostic, files)).collect()
}

fn one(diagnostic: &Diagnostic, files: &[SourceFile]) -> DiagnosticJson {
    let (file, line, column, end_column) = place(diagnostic, files).unwrap_or_default();
    DiagnosticJson {
        code: diagnostic.code,
        level: diagnostic.level.name(),
        message: diagnostic.what.clone(),
        why: diagnostic.why.clone(),
        help: diagnostic.help.clone(),
        file,
        line: line.max(1),
        column: column.max(1),
        end_column: end_column.max(1),
    }
}

fn place(diagnostic: &Diagnostic, files: &[SourceFile]) -> Option<(String, usize, usize, usize)> {
    let file = files.get(diagnostic.place.file.index())?;
    let range = diagnostic.place.range;
    if range.end > file.text.len() {
        return None;
    }
    let start = file.line_column(range.start);
    let line_end = file.lines.range_of(&file.text, start.line - 1).end;
    let end = file.line_column(range.end.min(line_end.max(range.start)));
    Some((file.path.clone(), start.line, start.column, end.column))
}
