//! Diagnostics as text and as JSON values.
//!
//! In: diagnostics and the files they point into. Out: lines that show what, where, why and what
//! to do; or plain structs for machines. It must not judge: levels and words come with the value.
//!
//! The drawing is our own rather than a crate's: the screens put the place over the source line,
//! the reasons behind `=` and the help at the margin, name the wrong token without an arrow, and
//! draw a cycle as a chain. The kept crates for rustc's look fix all of these the other way.

mod chain;
mod json;
mod snippet;

use std::collections::BTreeMap;

use text::{Diagnostic, Level, SourceFile};

use crate::terminal::{Line, Paint, Role};
use crate::words;

pub use json::{DiagnosticJson, diagnostics_json};

/// So many of a code are shown in full: whoever made the mistake more often knows it by then.
const SHOWN_IN_FULL: usize = 3;

/// The diagnostics, a blank line between them; errors come first, then warnings, each in the
/// order given. From the fourth of a code on each is a place and a headline. Headlines are indented by
/// `indent`.
#[must_use]
pub fn diagnostics(
    all: &[Diagnostic],
    files: &[SourceFile],
    paint: &Paint,
    indent: usize,
) -> Vec<Line> {
    let mut sorted: Vec<&Diagnostic> = all.iter().collect();
    sorted.sort_by_key(|diagnostic| diagnostic.level);
    let mut lines = Vec::new();
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut was_brief = false;
    for diagnostic in sorted {
        let of_this_code = seen.entry(diagnostic.code).or_default();
        *of_this_code += 1;
        let is_brief = *of_this_code > SHOWN_IN_FULL;
        if !(lines.is_empty() || is_brief && was_brief) {
            lines.push(Line::new());
        }
        lines.extend(if is_brief {
            brief(diagnostic, files, paint, indent)
        } else {
            full(diagnostic, files, paint, indent)
        });
        was_brief = is_brief;
    }
    lines
}

/// What was not done because of the errors: "No dates until this is mended."; nothing if there is
/// no error.
#[must_use]
pub fn consequence(all: &[Diagnostic]) -> Option<String> {
    let errors = all.iter().filter(|diagnostic| diagnostic.level == Level::Error).count();
    match errors {
        0 => None,
        1 => Some("No dates until this is mended.".to_owned()),
        n => Some(format!("No dates until these {} errors are mended.", words::number(n))),
    }
}

/// The role of everything that points at a diagnostic.
fn role(level: Level) -> Role {
    match level {
        Level::Error => Role::Deadline,
        Level::Warning => Role::Warn,
    }
}

fn brief(diagnostic: &Diagnostic, files: &[SourceFile], paint: &Paint, indent: usize) -> Vec<Line> {
    let place = files.get(diagnostic.place.file.index()).map_or_else(String::new, |file| {
        let at = file.line_column(diagnostic.place.range.start);
        format!("{}:{}:{}  ", file.path, at.line, at.column)
    });
    let line = Line::plain(&" ".repeat(indent))
        .with(role(diagnostic.level), &format!("{}[{}]", diagnostic.level.name(), diagnostic.code))
        .and(" ")
        .with(Role::Label, &place)
        .and_prose(&diagnostic.what);
    paint.wrap(&line, indent + 4)
}

fn full(diagnostic: &Diagnostic, files: &[SourceFile], paint: &Paint, indent: usize) -> Vec<Line> {
    let role = role(diagnostic.level);
    let head = Line::plain(&" ".repeat(indent))
        .with(role, &format!("{}[{}]", diagnostic.level.name(), diagnostic.code))
        .and(" ")
        .and_prose(&diagnostic.what);
    let mut lines = paint.wrap(&head, indent + 4);
    if let Some(members) = chain::members(diagnostic) {
        lines.push(Line::new());
        lines.extend(chain::draw(&members, files, paint));
        lines.push(Line::new());
    } else if indent == 0 {
        lines.push(Line::new());
    }
    lines.extend(snippet::snippets(diagnostic, files, paint));
    if let Some(help) = &diagnostic.help {
        let help = Line::plain("  ").with(Role::Good, "help").and("  ").and_prose(help);
        lines.extend(paint.wrap(&help, 8));
    }
    lines
}
