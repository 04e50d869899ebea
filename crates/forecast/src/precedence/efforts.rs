//! How much work each activity is, for many runs at a time.
//!
//! In goes what the draws of a problem are ([`Sampler`]); out come rows of whole minutes, from the
//! same draws as in the full forecast and never more than there. It must not know links or
//! calendars.

use std::f64::consts::LOG2_E;
use std::hint::black_box;

use schedule::Problem;

use super::lanes::{LANES, LOG_FACTOR_MAX, LanePiece, Row, max, min, whole};
use super::scores::ScoreTable;
use super::wide::{RowBits, ScoreReader};
use crate::calibrate::WIDENING_DOUBT_MAX;
use crate::draw::{SCRAMBLES, Stream};
use crate::effort::{self, ActivityDraw, Amount, RiskDraw, Sampler, WorkDraw};

/// [`Problem::LONGEST`] in minutes.
const LONGEST: f32 = Problem::LONGEST.0 as f32;

/// Where the efforts of many runs come from.
pub(crate) trait RowSource: Sync {
    /// What the activities share in the runs of one block.
    type Shared;

    /// What the activities share in the [`LANES`] runs from `first_run` on, a multiple of them.
    fn shared(&self, first_run: u32) -> Self::Shared;

    /// Fills in the minutes of an activity, whole numbers from 0 on.
    fn fill(
        &self,
        reader: impl ScoreReader,
        shared: &Self::Shared,
        activity: usize,
        minutes: &mut Row,
    );
}

/// The draws of a problem's efforts, in lanes.
pub(crate) struct RowSampler<'s> {
    exact: &'s Sampler,
    scores: ScoreTable,
    activities: Vec<RowDraw>,
}

struct RowDraw {
    work: RowWork,
    /// Least minutes.
    least: f32,
    hits: Vec<RowHit>,
}

enum RowWork {
    Exact(f32),
    Drawn {
        stream: Stream,
        piece: LanePiece,
        paced: bool,
        widened: bool,
    },
    /// As in the full forecast, risks included: what has started, shares a factor or is no log-normal,
    /// and ranges beyond all measure.
    Seldom,
}

/// What one risk does to the activity.
struct RowHit {
    /// It happens in runs whose bits are at most this.
    happens_to: u32,
    happens: Stream,
    impact: Stream,
    multiplies: bool,
    piece: LanePiece,
    widened: bool,
}

/// What the activities share in one block.
pub(crate) struct Shared {
    first_run: u32,
    exact: effort::Shared,
    /// The logarithm of the team's factor, to base 2.
    paced: Row,
    /// By how much more or less than believed ranges are widened.
    widenings: Row,
}

impl<'s> RowSampler<'s> {
    /// The draws of `exact`.
    pub fn new(exact: &'s Sampler) -> Self {
        let draw = |draw| RowDraw::new(draw, &exact.risks);
        let activities = exact.activities.iter().map(draw).collect();
        RowSampler { exact, scores: ScoreTable::new(), activities }
    }

    /// Fills in the draws themselves, where there are some.
    #[inline(always)]
    pub fn fill_with_draws(&self, first_run: u32, activity: usize, minutes: &mut Row) {
        let RowWork::Drawn { stream, .. } = &self.activities[activity].work else { return };
        let bits = draws(stream, first_run);
        for lane in 0..LANES {
            minutes[lane] = (bits.0[lane] >> 1) as i32 as f32;
        }
    }

    /// The powers of two on the median of `piece`, by run.
    ///
    /// In passes, kept apart: each is so short that a processor works on several of its rounds at once.
    #[inline(always)]
    fn powers(
        &self,
        reader: impl ScoreReader,
        stream: &Stream,
        piece: &LanePiece,
        first_run: u32,
    ) -> Row {
        let mut bits = draws(stream, first_run);
        black_box(&mut bits);
        let mut powers = Row::of(0.0);
        reader.tail_scores(&self.scores, &bits, &mut powers);
        black_box(&mut powers);
        for lane in 0..LANES {
            powers[lane] = piece.power(bits.0[lane], powers[lane]);
        }
        powers
    }

    /// Adds what one risk does.
    #[inline(always)]
    fn land(&self, reader: impl ScoreReader, hit: &RowHit, shared: &Shared, minutes: &mut Row) {
        let chances = draws(&hit.happens, shared.first_run);
        let mut powers = self.powers(reader, &hit.impact, &hit.piece, shared.first_run);
        if hit.widened {
            widen(&mut powers, &shared.widenings);
        }
        for lane in 0..LANES {
            let impact = hit.piece.amount(powers[lane]);
            let before = minutes[lane];
            let after = if hit.multiplies { before * impact } else { before + impact };
            minutes[lane] = if chances.0[lane] <= hit.happens_to { after } else { before };
        }
    }

    #[cold]
    fn fill_seldom(&self, shared: &Shared, activity: usize, minutes: &mut Row) {
        let mut exact = [0.0; LANES];
        self.exact.fill(activity, shared.first_run, &shared.exact, &mut exact);
        for (minutes, exact) in minutes.iter_mut().zip(exact) {
            // Single precision must not round up.
            *minutes = (exact * (1.0 - 1e-6)) as f32;
        }
    }
}

impl RowSource for RowSampler<'_> {
    type Shared = Shared;

    fn shared(&self, first_run: u32) -> Shared {
        let exact = self.exact.shared(first_run, LANES);
        let (mut paced, mut widenings) = (Row::of(0.0), Row::of(0.0));
        for (paced, log_factor) in paced.iter_mut().zip(&exact.team) {
            *paced = (log_factor * LOG2_E).clamp(-LOG_FACTOR_MAX, LOG_FACTOR_MAX) as f32;
        }
        for (row, widening) in widenings.iter_mut().zip(&exact.widenings) {
            *row = *widening as f32;
        }
        Shared { first_run, exact, paced, widenings }
    }

    #[inline(always)]
    fn fill(&self, reader: impl ScoreReader, shared: &Shared, activity: usize, minutes: &mut Row) {
        let draw = &self.activities[activity];
        let settled = |minutes: f32| whole(min(max(minutes, draw.least), LONGEST));
        match &draw.work {
            RowWork::Exact(exact) => minutes.fill(*exact),
            RowWork::Drawn { stream, piece, paced, widened } => {
                let log_factors = if *paced { &shared.paced } else { &Row::of(0.0) };
                let mut powers = self.powers(reader, stream, piece, shared.first_run);
                if *widened {
                    widen(&mut powers, &shared.widenings);
                }
                if draw.hits.is_empty() {
                    for lane in 0..LANES {
                        minutes[lane] = settled(piece.amount(powers[lane] + log_factors[lane]));
                    }
                    return;
                }
                for lane in 0..LANES {
                    minutes[lane] = piece.amount(powers[lane] + log_factors[lane]);
                }
            }
            RowWork::Seldom => self.fill_seldom(shared, activity, minutes),
        }
        for hit in &draw.hits {
            self.land(reader, hit, shared, minutes);
        }
        for minutes in minutes.iter_mut() {
            *minutes = settled(*minutes);
        }
    }
}

impl RowDraw {
    fn new(draw: &ActivityDraw, risks: &[RiskDraw]) -> Self {
        let least = draw.minutes_min as f32;
        let work = match &draw.work {
            WorkDraw::Exact(minutes) => Some(RowWork::Exact(*minutes as f32)),
            WorkDraw::Ranged { stream, amount, paced, spent } if draw.factors.is_empty() => {
                match amount {
                    Amount::LogNormal { spread, widened } if *spent == 0.0 => {
                        let piece = LanePiece::new(spread, widening_max(*widened));
                        let (paced, widened) = (*paced, *widened);
                        let stream = stream.clone();
                        piece.map(|piece| RowWork::Drawn { stream, piece, paced, widened })
                    }
                    _ => None,
                }
            }
            WorkDraw::Ranged { .. } => None,
        };
        let mut hits = Vec::new();
        for hit in &draw.hits {
            let risk = &risks[hit.risk];
            let Some(happens_to) = bits_below(risk.probability) else { continue };
            let widened = hit.widened;
            let Some(piece) = LanePiece::new(&hit.spread, widening_max(widened)) else {
                return RowDraw { work: RowWork::Seldom, least, hits: Vec::new() };
            };
            let (happens, impact) = (risk.happens.clone(), risk.impact.clone());
            let multiplies = hit.multiplies;
            hits.push(RowHit { happens_to, happens, impact, multiplies, piece, widened });
        }
        match work {
            Some(work) => RowDraw { work, least, hits },
            None => RowDraw { work: RowWork::Seldom, least, hits: Vec::new() },
        }
    }
}

/// By how much the powers of a piece may be multiplied.
fn widening_max(widened: bool) -> f64 {
    if widened { WIDENING_DOUBT_MAX } else { 1.0 }
}

#[inline(always)]
fn widen(powers: &mut Row, widenings: &Row) {
    for lane in 0..LANES {
        powers[lane] *= widenings[lane];
    }
}

#[inline(always)]
fn draws(stream: &Stream, first_run: u32) -> RowBits {
    let mut bits = RowBits([0; LANES]);
    let (points, _) = bits.0.as_chunks_mut::<SCRAMBLES>();
    for (point, bits) in (first_run / SCRAMBLES as u32..).zip(points) {
        *bits = stream.bits(point);
    }
    bits
}

/// The largest bits b with (b + ½) / 2³² < `probability`; `None` for never.
fn bits_below(probability: f64) -> Option<u32> {
    let n_below = (probability * 4_294_967_296.0 - 0.5).ceil();
    (n_below >= 1.0).then_some((n_below - 1.0) as u32)
}
