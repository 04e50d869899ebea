//! Somebody's working time from today on, as short tables.
//!
//! In: a calendar without end, and one that covers it. Out: in which shift a minute is worked, and how
//! much both calendars have worked then. All `u32` are minutes from today on the clock, or counts of
//! working minutes since. Nothing is known here of work to be done.
//!
//! # Theory
//! Whatever somebody works is worked in the covering calendar too, so within a shift the two counts
//! run in step. A moment at which work ends is known by the minutes covered until then, and a
//! comparison of such counts is a comparison of moments; as long as the two counts run in step from
//! shift to shift (no leave comes between), one follows from the other by addition.
//!
//! # Practice
//! The tables reach as far as anybody has asked: they grow by doubling. Those who play the same problem,
//! on other threads or in other orders, have one table together.

use std::sync::{Arc, Mutex, PoisonError};

use calendar::{Calendar, Moment, Span, Work};

use crate::Problem;

/// Nothing is asked beyond two thousand years.
pub(super) const LIMIT: u32 = 1 << 30;

/// Working minutes from one entry of the index to the next: shorter than most parts of a day.
const WORK_STEP: u32 = 128;
const DAY_STEP: u32 = 24 * 60;

/// How many shifts are laid out at first: those of half a year with a lunch break.
const SHIFTS_FIRST: usize = 256;

/// How many there may be of all calendars together, and of one: so they take 50 MB at most, where there
/// are no more than 500 calendars. A run that goes further, by a century or so, is played the general way.
const SHIFTS_MAX: usize = 1 << 21;
const SHIFTS_OF_ONE: std::ops::RangeInclusive<usize> = 1 << 12..=1 << 16;

/// What is worked round the clock is cut, so that the tables stay short.
const SHIFT_LONGEST: Span = Span(7 * DAY_STEP as i64);

/// What all share who play one problem, by calendar.
#[derive(Debug)]
pub(crate) struct WorkingTime {
    /// Works whenever somebody does: nobody is faster.
    covering: Calendar,
    /// The shifts, as far as anybody has asked.
    longest: Vec<Mutex<Laid>>,
}

impl WorkingTime {
    /// Nothing is laid out yet.
    pub fn new(covering: Calendar, n_calendars: usize) -> Self {
        Self { covering, longest: (0..n_calendars).map(|_| Mutex::default()).collect() }
    }
}

/// The shifts of one calendar, as far as this copy has asked.
#[derive(Clone, Debug)]
pub(super) struct Shifts<'p> {
    calendar: &'p Calendar,
    today: Moment,
    most: usize,
    known: Laid,
    /// Which of [`WorkingTime::longest`].
    index: usize,
}

/// Shifts as far as they are laid out.
#[derive(Clone, Debug, Default)]
struct Laid {
    rows: Arc<[Shift]>,
    /// For each step of work: the shift in which its first minute is worked.
    by_work: Arc<[u32]>,
    /// For each day: the first shift that ends after its start.
    by_day: Arc<[u32]>,
}

/// Work without a gap, in `[start, end)`; the next shift may begin where it ends.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shift {
    pub start: u32,
    pub end: u32,
    pub worked_before: u32,
    pub covered_before: u32,
    /// Up to so much work in all, the two counts run in step.
    pub steady_until: u32,
}

impl Shift {
    /// The working minutes before `at`, a moment of the shift or before it.
    #[inline]
    pub fn worked_at(&self, at: u32) -> u32 {
        self.worked_before + at.saturating_sub(self.start)
    }

    /// The working minutes until its end.
    #[inline]
    pub fn worked_after(&self) -> u32 {
        self.worked_before + (self.end - self.start)
    }

    /// When `worked` minutes have been worked, the last of them in this shift.
    #[inline]
    pub fn end_of(&self, worked: u32) -> u32 {
        self.start + (worked - self.worked_before)
    }

    /// How much the covering calendar has worked then.
    #[inline]
    pub fn covered_at(&self, worked: u32) -> u32 {
        self.covered_before + (worked - self.worked_before)
    }
}

impl<'p> Shifts<'p> {
    /// Those of the calendar of `problem` with this index, one of so many in which people work.
    pub fn new(problem: &'p Problem, index: usize, time: &WorkingTime, n_calendars: usize) -> Self {
        let most =
            (SHIFTS_MAX / n_calendars.max(1)).clamp(*SHIFTS_OF_ONE.start(), *SHIFTS_OF_ONE.end());
        let calendar = &problem.calendars()[index];
        let known = time.longest[index].lock().unwrap_or_else(PoisonError::into_inner).clone();
        let mut shifts = Self { calendar, today: problem.today(), most, known, index };
        if shifts.known.rows.is_empty() {
            shifts.grow(time);
        }
        shifts
    }

    /// The shift in which the last of `worked` minutes is worked; `None` if it is not laid out.
    #[inline]
    pub fn shift_of(&self, worked: u32) -> Option<Shift> {
        let minute = worked - 1;
        let mut row = *self.known.by_work.get((minute / WORK_STEP) as usize)? as usize;
        while self.known.rows.get(row + 1)?.worked_before <= minute {
            row += 1;
        }
        Some(self.known.rows[row])
    }

    /// The first shift that ends after `at`; `None` if it is not laid out.
    #[inline]
    pub fn shift_at(&self, at: u32) -> Option<Shift> {
        let mut row = *self.known.by_day.get((at / DAY_STEP) as usize)? as usize;
        while self.known.rows.get(row)?.end <= at {
            row += 1;
        }
        Some(self.known.rows[row])
    }

    /// Lays out as many shifts again, unless another copy has; says whether there are more.
    pub fn grow(&mut self, time: &WorkingTime) -> bool {
        let n = self.known.rows.len();
        let longest = &time.longest[self.index];
        let mut longest = longest.lock().unwrap_or_else(PoisonError::into_inner);
        if longest.rows.len() == n && n < self.most {
            *longest = self.laid_out((2 * n).max(SHIFTS_FIRST), &time.covering);
        }
        self.known = longest.clone();
        self.known.rows.len() > n
    }

    /// What is known, and more of it up to `n` shifts.
    fn laid_out(&self, n: usize, covering: &Calendar) -> Laid {
        let base =
            covering.stretch_at(self.today).map_or(Work(0), |one| one.worked_before(self.today));
        let mut rows = Vec::with_capacity(n);
        rows.extend_from_slice(&self.known.rows);
        while rows.len() < n {
            let (from, worked_before) = match rows.last() {
                Some(last) => (last.end, last.worked_after()),
                None => (0, 0),
            };
            let from = self.today + Span(i64::from(from));
            let Some(next) = self.calendar.stretch_at(from) else { break };
            let start = next.start.max(from);
            let Some(covered) = covering.stretch_at(start) else { break };
            let end = next.end.min(start + SHIFT_LONGEST);
            let [start_minute, end_minute] = [(start - self.today).0, (end - self.today).0]
                .map(|minutes| minutes.min(i64::from(LIMIT)) as u32);
            if start_minute >= end_minute {
                break;
            }
            rows.push(Shift {
                start: start_minute,
                end: end_minute,
                worked_before,
                covered_before: (covered.worked_before(start) - base).0 as u32,
                steady_until: 0,
            });
        }
        Laid::new(rows)
    }
}

impl Laid {
    /// These shifts, with [`Shift::steady_until`] and the indices worked out.
    fn new(mut rows: Vec<Shift>) -> Self {
        let mut steady_until = 0;
        let mut ahead = u32::MAX;
        for shift in rows.iter_mut().rev() {
            if shift.covered_before - shift.worked_before != ahead {
                ahead = shift.covered_before - shift.worked_before;
                steady_until = shift.worked_after();
            }
            shift.steady_until = steady_until;
        }
        let (mut by_work, mut by_day) = (Vec::new(), Vec::new());
        for (row, shift) in (0u32..).zip(&rows) {
            while (by_work.len() as u32) * WORK_STEP < shift.worked_after() {
                by_work.push(row);
            }
            while (by_day.len() as u32) * DAY_STEP < shift.end {
                by_day.push(row);
            }
        }
        Laid { rows: rows.into(), by_work: by_work.into(), by_day: by_day.into() }
    }
}
