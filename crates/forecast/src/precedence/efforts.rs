//! How much work each activity is, for many runs at a time.
//!
//! In goes what the draws of a problem are ([`Sampler`]); out come rows of whole minutes, from the
//! same draws as in the full forecast and never more than there. It must not know links or
//! calendars.

use std::f64::consts::LOG2_E;
use std::hint::black_box;

use schedule::Problem;

use super::lanes::{CHUNKS, LANES, LOG_FACTOR_MAX, LanePiece, OCTAVE, Row, RowBits};
use super::scores::ScoreTable;
use crate::doubt::WIDENING_DOUBT_MAX;
use crate::draw::{SCRAMBLES, Stream};
use crate::effort::{self, ActivityDraw, Amount, RiskDraw, Sampler, WorkDraw};
use crate::wide::Vectors;

/// [`Problem::LONGEST`] in minutes.
const LONGEST: f32 = Problem::LONGEST.0 as f32;

/// Where the efforts of many runs come from.
pub(crate) trait RowSource: Sync {
    /// What the activities share in the runs of one block.
    type Shared;

    /// What the activities share in the [`LANES`] runs from `first_run` on, a multiple of them.
    fn shared(&self, first_run: u32) -> Self::Shared;

    /// Draws the minutes of an activity into `room`.
    fn draw(
        &self,
        v: impl Vectors,
        shared: &Self::Shared,
        activity: usize,
        room: &mut Room,
    ) -> Drawn<'_>;
}

/// Room for the draws of one activity.
pub(crate) struct Room {
    /// Draws, then powers of two.
    pub bits: RowBits,
    /// Whole numbers from 0 on.
    pub minutes: Row,
}

/// Where in a [`Room`] the minutes are.
#[derive(Clone, Copy)]
pub(crate) enum Drawn<'s> {
    /// They are its minutes.
    Minutes,
    /// They are still to be made from its bits.
    Powers(Powers<'s>),
}

/// The minutes of many runs.
pub(crate) trait Minutes {
    /// Those of one vector.
    fn of_chunk<V: Vectors>(&self, v: V, chunk: usize) -> V::Floats;
}

/// Minutes as powers of two of a piece.
#[derive(Clone, Copy)]
pub(crate) struct Powers<'s> {
    piece: &'s LanePiece,
    /// Least minutes.
    least: f32,
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
    /// The logarithm of the team's factor, to base 2 and in 2⁻²³; and that of none.
    paced: Row,
    nothing: Row,
    /// By how much more or less than believed ranges are widened; and as believed.
    widenings: Row,
    as_believed: Row,
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
    pub fn fill_with_draws(
        &self,
        v: impl Vectors,
        first_run: u32,
        activity: usize,
        room: &mut Room,
    ) {
        let RowWork::Drawn { stream, .. } = &self.activities[activity].work else { return };
        fill_with_bits(v, stream, first_run, &mut room.bits);
        for chunk in 0..CHUNKS {
            let bits = v.shift_right::<1>(v.ints(room.bits.chunk(chunk)));
            *room.minutes.chunk_mut(chunk) = v.float_lanes(v.to_floats(bits));
        }
    }

    /// Fills in the powers of two on the median of `piece`, by run.
    ///
    /// In passes, kept apart: each is so short that a processor works on several of its rounds at once.
    #[inline(always)]
    fn fill_with_powers(
        &self,
        v: impl Vectors,
        stream: &Stream,
        piece: &LanePiece,
        shared: &Shared,
        [widenings, log_factors]: [&Row; 2],
        bits: &mut RowBits,
    ) {
        fill_with_bits(v, stream, shared.first_run, bits);
        black_box(&mut *bits);
        let scores = self.scores.ready(v);
        for chunk in 0..CHUNKS {
            let drawn = v.ints(bits.chunk(chunk));
            let widening = v.floats(widenings.chunk(chunk));
            let log_factor = v.floats(log_factors.chunk(chunk));
            let powers = piece.powers(v, &scores, drawn, widening, log_factor);
            *bits.chunk_mut(chunk) = v.int_lanes(powers);
        }
        black_box(&mut *bits);
    }

    /// Adds what one risk does.
    #[inline(always)]
    fn land(&self, v: impl Vectors, hit: &RowHit, shared: &Shared, room: &mut Room) {
        let factors = [shared.widenings(hit.widened), &shared.nothing];
        self.fill_with_powers(v, &hit.impact, &hit.piece, shared, factors, &mut room.bits);
        let first_point = shared.first_run / SCRAMBLES as u32;
        let (happens, happens_to) = (hit.happens.ready(v), v.same_int(hit.happens_to));
        for chunk in 0..CHUNKS {
            let chances = happens.bits(v, first_point + chunk as u32);
            let impact = hit.piece.amounts(v, v.ints(room.bits.chunk(chunk)));
            let minutes = room.minutes.chunk_mut(chunk);
            let before = v.floats(minutes);
            let after = if hit.multiplies { v.mul(before, impact) } else { v.add(before, impact) };
            *minutes = v.float_lanes(v.if_at_most(chances, happens_to, after, before));
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
            let power = (log_factor * LOG2_E).clamp(-LOG_FACTOR_MAX, LOG_FACTOR_MAX);
            *paced = (power * OCTAVE) as f32;
        }
        for (row, widening) in widenings.iter_mut().zip(&exact.widenings) {
            *row = *widening as f32;
        }
        let (nothing, as_believed) = (Row::of(0.0), Row::of(1.0));
        Shared { first_run, exact, paced, nothing, widenings, as_believed }
    }

    #[inline(always)]
    fn draw(
        &self,
        v: impl Vectors,
        shared: &Shared,
        activity: usize,
        room: &mut Room,
    ) -> Drawn<'_> {
        let draw = &self.activities[activity];
        match &draw.work {
            RowWork::Exact(exact) => room.minutes.fill(*exact),
            RowWork::Drawn { stream, piece, paced, widened } => {
                let factors = [shared.widenings(*widened), shared.log_factors(*paced)];
                self.fill_with_powers(v, stream, piece, shared, factors, &mut room.bits);
                if draw.hits.is_empty() {
                    return Drawn::Powers(Powers { piece, least: draw.least });
                }
                for chunk in 0..CHUNKS {
                    let amounts = piece.amounts(v, v.ints(room.bits.chunk(chunk)));
                    *room.minutes.chunk_mut(chunk) = v.float_lanes(amounts);
                }
            }
            RowWork::Seldom => self.fill_seldom(shared, activity, &mut room.minutes),
        }
        for hit in &draw.hits {
            self.land(v, hit, shared, room);
        }
        for chunk in 0..CHUNKS {
            let minutes = room.minutes.chunk_mut(chunk);
            *minutes = v.float_lanes(settled(v, v.floats(minutes), draw.least));
        }
        Drawn::Minutes
    }
}

impl Shared {
    fn widenings(&self, widened: bool) -> &Row {
        if widened { &self.widenings } else { &self.as_believed }
    }

    fn log_factors(&self, paced: bool) -> &Row {
        if paced { &self.paced } else { &self.nothing }
    }
}

impl Room {
    /// With nothing in it.
    pub fn new() -> Self {
        Room { bits: RowBits::of(0), minutes: Row::of(0.0) }
    }
}

impl Minutes for Row {
    #[inline(always)]
    fn of_chunk<V: Vectors>(&self, v: V, chunk: usize) -> V::Floats {
        v.floats(self.chunk(chunk))
    }
}

impl Minutes for (Powers<'_>, &RowBits) {
    #[inline(always)]
    fn of_chunk<V: Vectors>(&self, v: V, chunk: usize) -> V::Floats {
        let (powers, bits) = self;
        settled(v, powers.piece.amounts(v, v.ints(bits.chunk(chunk))), powers.least)
    }
}

impl RowDraw {
    fn new(draw: &ActivityDraw, risks: &[RiskDraw]) -> Self {
        let least = draw.minutes_min as f32;
        let work = match &draw.work {
            WorkDraw::Exact(minutes) => Some(RowWork::Exact(*minutes as f32)),
            WorkDraw::Ranged { stream, amount, paced, spent } if draw.factors.is_empty() => {
                match amount {
                    Amount::LogNormal { spread, doubt } if *spent == 0.0 => {
                        let (paced, widened) = (*paced, doubt.is_some());
                        let piece = LanePiece::new(spread, widening_max(widened));
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
fn settled<V: Vectors>(v: V, minutes: V::Floats, least: f32) -> V::Floats {
    v.round(v.min(v.max(minutes, v.same_float(least)), v.same_float(LONGEST)))
}

#[inline(always)]
fn fill_with_bits(v: impl Vectors, stream: &Stream, first_run: u32, bits: &mut RowBits) {
    let first_point = first_run / SCRAMBLES as u32;
    let seeds = stream.ready(v);
    for pair in 0..CHUNKS / 2 {
        let [one, next] = seeds.two_bits(v, first_point + 2 * pair as u32);
        *bits.chunk_mut(2 * pair) = v.int_lanes(one);
        *bits.chunk_mut(2 * pair + 1) = v.int_lanes(next);
    }
}

/// The largest bits b with (b + ½) / 2³² < `probability`; `None` for never.
fn bits_below(probability: f64) -> Option<u32> {
    let n_below = (probability * 4_294_967_296.0 - 0.5).ceil();
    (n_below >= 1.0).then_some((n_below - 1.0) as u32)
}
