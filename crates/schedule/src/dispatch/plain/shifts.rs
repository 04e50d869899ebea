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
//! The tables reach as far as anybody has asked: they grow by doubling.

use calendar::{Calendar, Moment, Span, Work};

/// Nothing is asked beyond two thousand years.
pub(super) const LIMIT: u32 = 1 << 30;

/// Working minutes from one entry of the index to the next: shorter than most parts of a day.
const WORK_STEP: u32 = 128;
const DAY_STEP: u32 = 24 * 60;

/// How many shifts are laid out at first: those of half a year with a lunch break.
const SHIFTS_FIRST: usize = 256;

/// What is worked round the clock is cut, so that the tables stay short.
const SHIFT_LONGEST: Span = Span(7 * DAY_STEP as i64);

/// The shifts of one calendar.
#[derive(Clone, Debug)]
pub(super) struct Shifts<'p> {
    calendar: &'p Calendar,
    today: Moment,
    rows: Vec<Shift>,
    /// For each step of work: the shift in which its first minute is worked.
    by_work: Vec<u32>,
    /// For each day: the first shift that ends after its start.
    by_day: Vec<u32>,
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
    pub fn new(calendar: &'p Calendar, covering: &Calendar, today: Moment) -> Self {
        let mut shifts =
            Self { calendar, today, rows: Vec::new(), by_work: Vec::new(), by_day: Vec::new() };
        shifts.grow(covering);
        shifts
    }

    /// The shift in which the last of `worked` minutes is worked; `None` if it is not laid out.
    #[inline]
    pub fn shift_of(&self, worked: u32) -> Option<Shift> {
        let minute = worked - 1;
        let mut row = *self.by_work.get((minute / WORK_STEP) as usize)? as usize;
        while self.rows.get(row + 1)?.worked_before <= minute {
            row += 1;
        }
        Some(self.rows[row])
    }

    /// The first shift that ends after `at`; `None` if it is not laid out.
    #[inline]
    pub fn shift_at(&self, at: u32) -> Option<Shift> {
        let mut row = *self.by_day.get((at / DAY_STEP) as usize)? as usize;
        while self.rows.get(row)?.end <= at {
            row += 1;
        }
        Some(self.rows[row])
    }

    /// Lays out as many shifts again; says whether there are more.
    pub fn grow(&mut self, covering: &Calendar) -> bool {
        let n = self.rows.len();
        let base =
            covering.stretch_at(self.today).map_or(Work(0), |one| one.worked_before(self.today));
        while self.rows.len() < (2 * n).max(SHIFTS_FIRST) {
            let (from, worked_before) = match self.rows.last() {
                Some(last) => (last.end, last.worked_before + (last.end - last.start)),
                None => (0, 0),
            };
            let from = self.today + Span(i64::from(from));
            let Some(next) = self.calendar.stretch_at(from) else { break };
            let start = next.start.max(from);
            let Some(covered) = covering.stretch_at(start) else { break };
            let end = next.end.min(start + SHIFT_LONGEST);
            let minutes = [(start - self.today).0, (end - self.today).0]
                .map(|minutes| minutes.min(i64::from(LIMIT)) as u32);
            let [start_minute, end_minute] = minutes;
            if start_minute >= end_minute {
                break;
            }
            self.rows.push(Shift {
                start: start_minute,
                end: end_minute,
                worked_before,
                covered_before: (covered.worked_before(start) - base).0 as u32,
                steady_until: 0,
            });
        }
        self.index();
        self.rows.len() > n
    }

    /// Writes the indices and [`Shift::steady_until`] anew.
    fn index(&mut self) {
        let mut steady_until = 0;
        let mut ahead = u32::MAX;
        for shift in self.rows.iter_mut().rev() {
            let own_end = shift.worked_before + (shift.end - shift.start);
            if shift.covered_before - shift.worked_before != ahead {
                (ahead, steady_until) = (shift.covered_before - shift.worked_before, own_end);
            }
            shift.steady_until = steady_until;
        }
        self.by_work.clear();
        self.by_day.clear();
        for (row, shift) in (0u32..).zip(&self.rows) {
            let own_end = shift.worked_before + (shift.end - shift.start);
            while (self.by_work.len() as u32) * WORK_STEP < own_end {
                self.by_work.push(row);
            }
            while (self.by_day.len() as u32) * DAY_STEP < shift.end {
                self.by_day.push(row);
            }
        }
    }
}
