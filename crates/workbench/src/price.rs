//! The price of a change: any list of intents against the plan as it is, on the same draws.

use forecast::{Comparison, compare};
use plan::{EditRefused, Intent};
use text::{SourceFile, TextEdit, apply};

use crate::hand_over::handed_over;
use crate::snapshot::read_handing_over;
use crate::{Dates, PlayOptions, Snapshot, play};

/// What a list of intents does.
#[derive(Clone, Debug)]
pub struct Price {
    /// The change as text.
    pub edits: Vec<TextEdit>,
    /// The plan after it.
    pub after: Snapshot,
    /// Its dates.
    pub dates: Dates,
    /// How the finish of the plan moves.
    pub finish: Comparison,
}

/// Why intents have no price.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Refused {
    /// They cannot be written into the text.
    #[error("{0}")]
    Edit(EditRefused),
    /// The plan would have an error afterwards, or nothing left to schedule.
    #[error("the plan would not be sound after this change")]
    Unsound(Box<Snapshot>),
}

/// Prices `intents` against `snapshot`, whose dates are `dates`: writes them into a copy of the
/// texts, reads and plays the result on the same draws, and compares. Tasks that change hands
/// cost what a hand-over costs.
///
/// # Errors
/// [`Refused`] if the intents cannot be written, or the result has no dates.
pub fn price(
    snapshot: &Snapshot,
    dates: &Dates,
    intents: &[Intent],
    options: PlayOptions,
) -> Result<Price, Refused> {
    let edits = plan::edit(&snapshot.files, &snapshot.outlines, &snapshot.plan, intents)
        .map_err(Refused::Edit)?;
    let mut input = snapshot.input();
    for (index, file) in input.files.iter_mut().enumerate() {
        let own: Vec<TextEdit> =
            edits.iter().filter(|edit| edit.file.index() == index).cloned().collect();
        let text = apply(&file.text, &own).expect("BUG: intents give edits that fit together");
        *file = SourceFile::new(file.path.clone(), text);
    }
    let after = read_handing_over(input, |plan| handed_over(&snapshot.plan, plan));
    let Some(after_dates) = play(&after, options) else {
        return Err(Refused::Unsound(Box::new(after)));
    };
    let finish = compare(&dates.forecast, &after_dates.forecast);
    Ok(Price { edits, after, dates: after_dates, finish })
}
