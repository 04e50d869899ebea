//! What a change moves: two forecasts drawn with one seed.
//!
//! In go the forecasts of two versions of a plan; out come shifts. Because draws have addresses,
//! both versions live through the same futures, and the noise of the runs cancels (common random
//! numbers): their difference is far surer than either of them.

use calendar::Span;

use crate::distribution::Distribution;
use crate::simulate::Forecast;
use crate::stopping::half_width;

/// How much later the other version finishes; negative is earlier. `None` where one of the two
/// never gets there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// Shift of the median.
    pub p50: Option<Span>,
    /// Shift of the 80th percentile.
    pub p80: Option<Span>,
    /// Shift of the 95th percentile.
    pub p95: Option<Span>,
    /// How far the shift of the 80th percentile may be off: half the width of a 95 % interval over
    /// the scrambles that both have in common.
    pub p80_half_width: Option<Span>,
}

/// Returns how much later than `base` the finish of `other` is, in elapsed minutes.
///
/// Meant for forecasts with the same seed and number of runs.
#[must_use]
pub fn compare(base: &Forecast, other: &Forecast) -> Comparison {
    let pairs = base.scrambles.iter().zip(&other.scrambles);
    let shifts = pairs.map(|(base, other)| Some(shift(base, other, 80)?.0));
    Comparison {
        p50: shift(&base.finish, &other.finish, 50),
        p80: shift(&base.finish, &other.finish, 80),
        p95: shift(&base.finish, &other.finish, 95),
        p80_half_width: half_width(shifts).map(Span),
    }
}

fn shift(base: &Distribution, other: &Distribution, percent: u32) -> Option<Span> {
    Some(other.percentile(percent)? - base.percentile(percent)?)
}
