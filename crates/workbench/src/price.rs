//! The price of a change: any list of intents against the plan as it is, on the same draws.

use forecast::{Comparison, compare};
use plan::Intent;

use crate::{Applied, Dates, PlayOptions, Refused, Snapshot, apply, play_by};

/// What a list of intents does.
#[derive(Clone, Debug)]
pub struct Price {
    /// The change, and the plan after it.
    pub applied: Applied,
    /// The dates after it.
    pub dates: Dates,
    /// How the finish of the plan moves.
    pub finish: Comparison,
}

/// Prices `intents` against `snapshot`, whose dates are `dates`: carries them out in memory, plays
/// the result as often on the same draws and in the same order of priority, and compares. Tasks that
/// change hands cost what a hand-over costs.
///
/// # Errors
/// [`Refused`] if the intents cannot be carried out, or the result has no dates.
pub fn price(snapshot: &Snapshot, dates: &Dates, intents: &[Intent]) -> Result<Price, Refused> {
    let applied = apply(snapshot, intents)?;
    let futures = PlayOptions { runs: Some(dates.forecast.runs), seed: Some(dates.forecast.seed) };
    let after =
        play_by(&applied.after, futures, &dates.forecast.emphasis).ok_or(Refused::NothingLeft)?;
    let finish = compare(&dates.forecast, &after.forecast);
    Ok(Price { applied, dates: after, finish })
}
