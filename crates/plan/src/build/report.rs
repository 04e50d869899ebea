//! Collects diagnostics, and keeps a hundred mistakes of one sort from becoming a wall.

use std::borrow::Cow;
use std::collections::BTreeMap;

use text::{Diagnostic, FileId, Level, Place, escape_controls};

use crate::codes;

/// So many of one code are shown for each file.
const SHOWN_MAX: usize = 20;

/// The diagnostics found so far.
#[derive(Default)]
pub struct Report {
    shown: Vec<Diagnostic>,
    tallies: BTreeMap<(FileId, &'static str), Tally>,
}

#[derive(Default)]
struct Tally {
    found: usize,
    first_hidden: Option<(Level, Place)>,
}

impl Report {
    /// An error. `finish` adds its help, and runs only if the error will be shown: looking for
    /// what somebody meant takes time.
    pub fn error(
        &mut self,
        code: &'static str,
        place: Place,
        what: impl Into<String>,
        finish: impl FnOnce(Diagnostic) -> Diagnostic,
    ) {
        self.add(Level::Error, code, place, || finish(Diagnostic::error(code, place, what)));
    }

    /// A warning; see [`Report::error`].
    pub fn warning(
        &mut self,
        code: &'static str,
        place: Place,
        what: impl Into<String>,
        finish: impl FnOnce(Diagnostic) -> Diagnostic,
    ) {
        self.add(Level::Warning, code, place, || finish(Diagnostic::warning(code, place, what)));
    }

    fn add(
        &mut self,
        level: Level,
        code: &'static str,
        place: Place,
        make: impl FnOnce() -> Diagnostic,
    ) {
        let tally = self.tallies.entry((place.file, code)).or_default();
        tally.found += 1;
        if tally.found <= SHOWN_MAX {
            self.shown.push(escaped(make()));
        } else {
            tally.first_hidden.get_or_insert((level, place));
        }
    }

    /// Everything found, by place.
    pub fn finish(mut self) -> Vec<Diagnostic> {
        for ((_, code), tally) in &self.tallies {
            let Some((level, place)) = tally.first_hidden else { continue };
            let what = format!("and {} more {code} in this file", tally.found - SHOWN_MAX);
            self.shown.push(match level {
                Level::Error => Diagnostic::error(codes::MORE, place, what),
                Level::Warning => Diagnostic::warning(codes::MORE_WARNINGS, place, what),
            });
        }
        self.shown.sort_by_key(|diagnostic| diagnostic.place);
        self.shown
    }
}

/// Words of the plan are in the messages: none of them may talk to a terminal.
fn escaped(mut diagnostic: Diagnostic) -> Diagnostic {
    let escape = |text: &mut String| {
        if let Cow::Owned(shown) = escape_controls(text) {
            *text = shown;
        }
    };
    escape(&mut diagnostic.what);
    diagnostic.labels.iter_mut().for_each(|label| escape(&mut label.text));
    let more = [&mut diagnostic.here, &mut diagnostic.why, &mut diagnostic.help];
    more.into_iter().flatten().for_each(escape);
    if let Some(fix) = &mut diagnostic.fix {
        escape(&mut fix.title);
    }
    diagnostic
}
