//! Diagnostics: what is wrong with a plan, where, why it matters, and what to do.

use crate::{Place, TextEdit};

/// How much a diagnostic matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// No dates until it is mended.
    Error,
    /// The plan is read as it stands, and this is worth knowing.
    Warning,
}

impl Level {
    /// `error` or `warning`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Level::Error => "error",
            Level::Warning => "warning",
        }
    }
}

/// One thing that is wrong with a plan.
///
/// The three texts are phrases without a final period, in the plan's words: *what* with the
/// numbers and their units, *why* it matters here, and *what to do*.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    /// Stable and never used for anything else, for example `E105`.
    pub code: &'static str,
    /// How much it matters.
    pub level: Level,
    /// What is wrong: "there is no task called `reconcilation`".
    pub what: String,
    /// Where a hand can change it: the exact token.
    pub place: Place,
    /// A few words under the primary place, if it needs any.
    pub here: Option<String>,
    /// Evidence elsewhere, for example the other members of a cycle.
    pub labels: Vec<Label>,
    /// Why it matters: what was read instead, or what was not done because of it.
    pub why: Option<String>,
    /// Where the reason is that things hang on each other: their names in this order. Each but
    /// the first has a place: the second [`Diagnostic::place`], the others those of the labels.
    pub chain: Vec<String>,
    /// What to do: "write 5d..10d".
    pub help: Option<String>,
    /// An edit that does it, when there is exactly one obvious edit.
    pub fix: Option<Fix>,
}

/// A second place that belongs to a diagnostic.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// Where.
    pub place: Place,
    /// What is there.
    pub text: String,
}

/// An edit that mends a diagnostic.
#[derive(Clone, Debug, PartialEq)]
pub struct Fix {
    /// What it does, as an imperative.
    pub title: String,
    /// The change.
    pub edits: Vec<TextEdit>,
}

impl Diagnostic {
    /// An error at `place`.
    #[must_use]
    pub fn error(code: &'static str, place: Place, what: impl Into<String>) -> Self {
        Self::new(code, Level::Error, place, what)
    }

    /// A warning at `place`.
    #[must_use]
    pub fn warning(code: &'static str, place: Place, what: impl Into<String>) -> Self {
        Self::new(code, Level::Warning, place, what)
    }

    fn new(code: &'static str, level: Level, place: Place, what: impl Into<String>) -> Self {
        Self {
            code,
            level,
            what: what.into(),
            place,
            here: None,
            labels: Vec::new(),
            why: None,
            chain: Vec::new(),
            help: None,
            fix: None,
        }
    }

    /// Adds the words under the primary place.
    #[must_use]
    pub fn here(mut self, text: impl Into<String>) -> Self {
        self.here = Some(text.into());
        self
    }

    /// Adds a second place.
    #[must_use]
    pub fn label(mut self, place: Place, text: impl Into<String>) -> Self {
        self.labels.push(Label { place, text: text.into() });
        self
    }

    /// Adds why it matters.
    #[must_use]
    pub fn why(mut self, text: impl Into<String>) -> Self {
        self.why = Some(text.into());
        self
    }

    /// Adds a chain as why it matters: `a → b → a`.
    #[must_use]
    pub fn chain(mut self, names: Vec<String>) -> Self {
        self.why = Some(names.join(" → "));
        self.chain = names;
        self
    }

    /// Adds what to do.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// Adds the edit that mends it.
    #[must_use]
    pub fn fix(mut self, title: impl Into<String>, edits: Vec<TextEdit>) -> Self {
        self.fix = Some(Fix { title: title.into(), edits });
        self
    }

    /// Adds what to write at `place` instead of what stands there, as help and as an edit.
    #[must_use]
    pub fn instead(self, place: Place, text: &str) -> Self {
        let edit = TextEdit { file: place.file, range: place.range, text: text.to_owned() };
        self.help(format!("write {text}")).fix(format!("write {text}"), vec![edit])
    }
}

/// Whether any of them is an error, so that no dates can be given.
#[must_use]
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|diagnostic| diagnostic.level == Level::Error)
}
