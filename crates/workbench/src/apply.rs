//! The write path up to the disk: intents to text edits to new texts, read again and held against
//! what was wanted.

use plan::{EditRefused, Intent, Plan};
use text::{Diagnostic, Level, TextEdit};

use crate::Snapshot;
use crate::hand_over::taken_over;
use crate::snapshot::{read, read_with};

/// A change carried out on the texts in memory.
#[derive(Clone, Debug)]
pub struct Applied {
    /// What changes in the texts.
    pub edits: Vec<TextEdit>,
    /// The plan after it, in which whoever takes work over has to catch up.
    pub after: Snapshot,
}

impl Applied {
    /// The plan as the new text has it, which does not remember who had the work before: nobody has to
    /// catch up.
    pub(crate) fn written(&self) -> Snapshot {
        read(self.after.input())
    }
}

/// Why intents are not carried out.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Refused {
    /// They name something that is not there, or a value that does not fit.
    #[error("{0}")]
    Intent(#[from] EditRefused),
    /// The plan would have errors that it does not have now.
    #[error("the plan would not be sound after this")]
    Unsound {
        /// These errors.
        errors: Vec<Diagnostic>,
        /// The plan as it would be; the errors point into its files.
        after: Box<Snapshot>,
    },
    /// The new text does not say what was wanted, or changes something else: a fault of ours, and
    /// nothing is written.
    #[error("the edit would change more than it should, so it is not made")]
    Unproven,
    /// There is nothing left to schedule, so there is no price.
    #[error("after this there is nothing to schedule")]
    NothingLeft,
}

/// Carries out `intents` on the texts of `snapshot`: every byte that is no part of a change stays.
/// Tasks that change hands cost what a hand-over costs.
///
/// # Errors
/// [`Refused`] if the intents cannot be written, if the plan would get new errors, or if the new
/// text is not provably the old one with just these changes.
pub fn apply(snapshot: &Snapshot, intents: &[Intent]) -> Result<Applied, Refused> {
    let applied = rewrite(snapshot, intents)?;
    let after = &applied.after;
    let is_proven = plan::check_edit(
        (&snapshot.files[..snapshot.outlines.len()], &snapshot.outlines),
        (&after.files[..after.outlines.len()], &after.outlines),
        &snapshot.plan,
        intents,
    );
    if is_proven { Ok(applied) } else { Err(Refused::Unproven) }
}

/// As [`apply`], without the proof: for a price, when nothing is going to be written.
pub(crate) fn rewrite(snapshot: &Snapshot, intents: &[Intent]) -> Result<Applied, Refused> {
    let edits = plan::edit(&snapshot.files, &snapshot.outlines, &snapshot.plan, intents)?;
    let mut input = snapshot.input();
    text::apply_to_files(&mut input.files, &edits).map_err(|_| Refused::Unproven)?;
    let after = read_with(input, |plan: &Plan| taken_over(&snapshot.plan, plan));
    let errors = new_errors(snapshot, &after);
    if errors.is_empty() {
        Ok(Applied { edits, after })
    } else {
        Err(Refused::Unsound { errors, after: Box::new(after) })
    }
}

/// The errors of `after` that `before` does not have.
fn new_errors(before: &Snapshot, after: &Snapshot) -> Vec<Diagnostic> {
    new_diagnostics(before, after, Level::Error)
}

/// What a change that is made leaves doubtful and was not before, as the text says it: a sentence each.
#[must_use]
pub fn new_warnings(before: &Snapshot, applied: &Applied) -> Vec<String> {
    let found = new_diagnostics(before, &applied.written(), Level::Warning);
    let sentence =
        |found: &Diagnostic| format!("{} ({}).", view::words::capitalized(&found.what), found.code);
    let more = found.len().saturating_sub(NEW_WARNINGS_MAX);
    let said = found.iter().take(NEW_WARNINGS_MAX).map(sentence);
    said.chain((more > 0).then(|| format!("And {more} more; see `fore check`."))).collect()
}

/// More than these are for `fore check`.
const NEW_WARNINGS_MAX: usize = 2;

/// What `after` has of a level and `before` does not, told apart by code and words.
fn new_diagnostics(before: &Snapshot, after: &Snapshot, level: Level) -> Vec<Diagnostic> {
    let is_old = |error: &Diagnostic| {
        before.diagnostics.iter().any(|old| old.code == error.code && old.what == error.what)
    };
    let found = after.diagnostics.iter().filter(|found| found.level == level);
    found.filter(|one| !is_old(one)).cloned().collect()
}
