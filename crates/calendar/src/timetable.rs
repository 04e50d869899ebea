//! Working minutes on the time line, numbered, with tables that find them.
//!
//! In: working intervals up to a point and one week after it. Out: how many minutes are worked
//! before a moment, and when the n-th of them begins. Zones, dates and rules are not known here.
//!
//! # Theory
//! Let `W(t)` be the working minutes before `t`, and `M(n)` the start of the n-th of them, counted
//! from 0. Then `W(M(n)) = n`, and `M(W(t))` is the first working minute at or after `t`; every
//! question to a calendar is one or two of these. The week after the explicit intervals repeats
//! for ever, so beyond it both are taken in whole weeks back into that week.
//!
//! # Practice
//! `W` starts at the first interval that ends in the day of `t`, `M` at the interval that holds
//! the n-th minute rounded down to [`WORK_STEP`]; both then walk the few intervals that are left.

use crate::{Moment, Stretch, Work};

/// The length of the part that repeats.
pub(crate) const MINUTES_PER_WEEK: i64 = 7 * DAY_STEP as i64;

/// Minutes from one entry of the table of days to the next.
const DAY_STEP: u32 = 24 * 60;

/// Working minutes from one entry of the table of work to the next: shorter than most parts of a
/// day, so that the walk is short (measured: 64 gains little, 256 loses 5 ns).
const WORK_STEP: u32 = 128;

/// Numbered working minutes. All `u32` are minutes from `origin`, which holds eight thousand
/// years, or counts of working minutes or intervals.
#[derive(Clone, Debug)]
pub(crate) struct Timetable {
    origin: i64,
    /// The week that repeats.
    tail_start: u32,
    tail_end: u32,
    tail_work: i64,
    /// Nothing is worked from here.
    end: Option<Moment>,
    /// All minutes that are ever worked, if they are not endless.
    n_minutes: i64,
    /// In order, not touching; the last is a sentinel without end.
    intervals: Box<[Interval]>,
    /// For each day from `origin`: the first interval that ends after its start.
    by_day: Box<[u32]>,
    /// For each step of work: the interval in which its first minute is worked.
    by_work: Box<[u32]>,
}

#[derive(Clone, Copy, Debug)]
struct Interval {
    start: u32,
    end: u32,
    worked_before: u32,
}

impl Timetable {
    /// Numbers the minutes of `intervals`, which are in order, do not overlap, and lie between
    /// `origin` and one week after `tail_start`. **Cost** `O(intervals + days)`.
    pub(crate) fn new(
        origin: Moment,
        tail_start: Moment,
        end: Option<Moment>,
        intervals: &[(Moment, Moment)],
    ) -> Self {
        let relative = |moment: Moment| {
            u32::try_from(moment.0 - origin.0).expect("intervals lie within 601 years of origin")
        };
        let tail_end = relative(Moment(tail_start.0 + MINUTES_PER_WEEK));
        let numbered = number(
            intervals.iter().map(|&(start, end)| (relative(start), relative(end))),
            tail_end,
        );
        let mut timetable = Timetable {
            origin: origin.0,
            tail_start: relative(tail_start),
            tail_end,
            tail_work: 0,
            end,
            n_minutes: i64::MAX,
            by_day: index_days(&numbered, tail_end),
            by_work: index_work(&numbered),
            intervals: numbered,
        };
        let total = timetable.total();
        timetable.tail_work = total - timetable.worked_within(timetable.tail_start);
        if timetable.tail_work == 0 {
            timetable.n_minutes = total;
        }
        if let Some(end) = end {
            timetable.n_minutes = timetable.worked_before(end);
        }
        timetable
    }

    /// Returns the minutes that all of `timetables` work; `None` for no timetables.
    pub(crate) fn common(timetables: &[&Timetable]) -> Option<Self> {
        let origin = timetables.iter().map(|table| table.origin).max()?;
        let tail_start = timetables.iter().map(|table| table.tail_begin()).max()?.max(origin);
        let until = tail_start + MINUTES_PER_WEEK;
        let shared = timetables
            .iter()
            .map(|table| table.intervals_until(until))
            .reduce(|shared, other| intersect(&shared, &other))?;
        let end = timetables.iter().filter_map(|table| table.end).min();
        Some(Timetable::new(Moment(origin), Moment(tail_start), end, &shared))
    }

    /// Returns the minutes that any of `timetables` works, as if none of them ended; `None` for no
    /// timetables.
    pub(crate) fn covering(timetables: &[&Timetable]) -> Option<Self> {
        let origin = timetables.iter().map(|table| table.origin).min()?;
        let tail_start = timetables.iter().map(|table| table.tail_begin()).max()?;
        let until = tail_start + MINUTES_PER_WEEK;
        let all = timetables
            .iter()
            .map(|table| table.intervals_until(until))
            .reduce(|all, other| unite(&all, &other))?;
        Some(Timetable::new(Moment(origin), Moment(tail_start), None, &all))
    }

    /// Returns `W(at)`. **Cost** constant, but for days of very many intervals.
    #[inline]
    pub(crate) fn worked_before(&self, at: Moment) -> i64 {
        let since = at.0.saturating_sub(self.origin);
        if since < 0 {
            return 0;
        }
        let worked = if since < i64::from(self.tail_end) {
            self.worked_within(since as u32)
        } else {
            let weeks = (since - i64::from(self.tail_start)) / MINUTES_PER_WEEK;
            self.worked_within((since - weeks * MINUTES_PER_WEEK) as u32) + weeks * self.tail_work
        };
        worked.min(self.n_minutes)
    }

    /// Returns the first working minute at or after `at`, which is `M(W(at))`; `None` if there is
    /// none. **Cost** as [`Self::worked_before`], mostly without its inverse.
    #[inline]
    pub(crate) fn next_minute(&self, at: Moment) -> Option<Moment> {
        let since = at.0.saturating_sub(self.origin);
        if since >= 0 && since < i64::from(self.tail_start) {
            let since = since as u32;
            let index = self.interval_at(since);
            let interval = self.intervals[index];
            let worked = interval.worked_before + since.saturating_sub(interval.start);
            // The last one only bounds the others.
            if index + 1 < self.intervals.len() && i64::from(worked) < self.n_minutes {
                return Some(Moment(self.origin + i64::from(since.max(interval.start))));
            }
        }
        self.minute(self.worked_before(at))
    }

    /// Returns `M(n)`; `None` if never so much is worked. **Cost** as [`Self::worked_before`].
    #[inline]
    pub(crate) fn minute(&self, n: i64) -> Option<Moment> {
        if n < 0 || n >= self.n_minutes {
            return None;
        }
        let total = self.total();
        if n < total {
            return Some(Moment(self.origin + self.minute_within(n as u32)));
        }
        // There is work in the week that repeats, or `n` would not be below `n_minutes`.
        let weeks = (n - total) / self.tail_work + 1;
        let within = self.minute_within((n - weeks * self.tail_work) as u32);
        weeks.checked_mul(MINUTES_PER_WEEK)?.checked_add(self.origin + within).map(Moment)
    }

    /// Returns the stretch of work that `at` lies in or comes before. **Cost** as
    /// [`Self::worked_before`], mostly without its inverse.
    #[inline]
    pub(crate) fn stretch_at(&self, at: Moment) -> Option<Stretch> {
        let since = at.0.saturating_sub(self.origin);
        if since >= 0 && since < i64::from(self.tail_start) {
            let index = self.interval_at(since as u32);
            if index + 1 < self.intervals.len() {
                // What ends for ever may end within an interval.
                return self.stretch(index, 0).filter(|stretch| at < stretch.end);
            }
        }
        self.stretch_of(self.worked_before(at))
    }

    /// Returns the stretch in which the `n`-th minute is worked. **Cost** as [`Self::minute`].
    #[inline]
    pub(crate) fn stretch_of(&self, n: i64) -> Option<Stretch> {
        if n < 0 || n >= self.n_minutes {
            return None;
        }
        let total = self.total();
        if n < total {
            return self.stretch(self.interval_of(n as u32), 0);
        }
        let weeks = (n - total) / self.tail_work + 1;
        self.stretch(self.interval_of((n - weeks * self.tail_work) as u32), weeks)
    }

    /// What is worked in an interval, so many weeks later; nothing after the last minute.
    #[inline]
    fn stretch(&self, index: usize, weeks: i64) -> Option<Stretch> {
        let interval = self.intervals[index];
        // Of what crosses into the week that repeats, only the part in it does.
        let start = if weeks > 0 { interval.start.max(self.tail_start) } else { interval.start };
        let worked_before =
            i64::from(interval.worked_before + (start - interval.start)) + weeks * self.tail_work;
        if worked_before >= self.n_minutes {
            return None;
        }
        let minutes = i64::from(interval.end - start).min(self.n_minutes - worked_before);
        let start =
            weeks.checked_mul(MINUTES_PER_WEEK)?.checked_add(self.origin + i64::from(start))?;
        Some(Stretch {
            start: Moment(start),
            end: Moment(start.checked_add(minutes)?),
            worked_before: Work(worked_before),
        })
    }

    /// Returns the number of all minutes that are ever worked, if they are not endless.
    pub(crate) fn n_minutes(&self) -> Option<i64> {
        (self.n_minutes < i64::MAX).then_some(self.n_minutes)
    }

    #[inline]
    fn worked_within(&self, since: u32) -> i64 {
        let interval = self.intervals[self.interval_at(since)];
        i64::from(interval.worked_before + since.saturating_sub(interval.start))
    }

    /// The first interval that ends after `since`.
    #[inline]
    fn interval_at(&self, since: u32) -> usize {
        let mut index = self.by_day[(since / DAY_STEP) as usize] as usize;
        while self.intervals[index].end <= since {
            index += 1;
        }
        index
    }

    #[inline]
    fn minute_within(&self, n: u32) -> i64 {
        let interval = self.intervals[self.interval_of(n)];
        i64::from(interval.start + (n - interval.worked_before))
    }

    /// The interval in which the `n`-th minute is worked.
    #[inline]
    fn interval_of(&self, n: u32) -> usize {
        let mut index = self.by_work[(n / WORK_STEP) as usize] as usize;
        while self.intervals[index + 1].worked_before <= n {
            index += 1;
        }
        index
    }

    /// Working minutes up to the end of the first week that repeats.
    #[inline]
    fn total(&self) -> i64 {
        i64::from(self.intervals[self.intervals.len() - 1].worked_before)
    }

    fn tail_begin(&self) -> i64 {
        self.origin + i64::from(self.tail_start)
    }

    /// The intervals, with as many repeated weeks as reach `until`, cut off there.
    fn intervals_until(&self, until: i64) -> Vec<(Moment, Moment)> {
        let explicit = &self.intervals[..self.intervals.len() - 1];
        let tail = explicit.partition_point(|interval| interval.end <= self.tail_start);
        let absolute = |start: u32, end: u32, weeks: i64| {
            let shift = self.origin + weeks * MINUTES_PER_WEEK;
            (Moment(shift + i64::from(start)), Moment(shift + i64::from(end)))
        };
        let weeks = 1..=(until - self.tail_begin()) / MINUTES_PER_WEEK;
        let repeated = weeks.flat_map(|week| {
            explicit[tail..].iter().map(move |interval| {
                absolute(interval.start.max(self.tail_start), interval.end, week)
            })
        });
        let explicit = explicit.iter().map(|interval| absolute(interval.start, interval.end, 0));
        explicit
            .chain(repeated)
            .take_while(|(start, _)| start.0 < until)
            .map(|(start, end)| (start, Moment(end.0.min(until))))
            .collect()
    }
}

/// Joins intervals that touch and counts the work before each; adds the sentinel at `tail_end`.
fn number(intervals: impl Iterator<Item = (u32, u32)>, tail_end: u32) -> Box<[Interval]> {
    let mut numbered: Vec<Interval> = Vec::new();
    let mut worked = 0;
    for (start, end) in intervals {
        match numbered.last_mut() {
            Some(last) if last.end == start => last.end = end,
            _ => numbered.push(Interval { start, end, worked_before: worked }),
        }
        worked += end - start;
    }
    numbered.push(Interval { start: tail_end, end: u32::MAX, worked_before: worked });
    numbered.into()
}

fn index_days(intervals: &[Interval], tail_end: u32) -> Box<[u32]> {
    let mut index = 0;
    let first_after = |day: u32| {
        while intervals[index].end <= day * DAY_STEP {
            index += 1;
        }
        index as u32
    };
    (0..=tail_end / DAY_STEP).map(first_after).collect()
}

fn index_work(intervals: &[Interval]) -> Box<[u32]> {
    let (sentinel, worked) = intervals.split_last().expect("there is always the sentinel");
    let mut index = 0;
    let holding = |step: u32| {
        while index + 1 < worked.len() && worked[index + 1].worked_before <= step * WORK_STEP {
            index += 1;
        }
        index as u32
    };
    (0..=sentinel.worked_before / WORK_STEP).map(holding).collect()
}

fn intersect(left: &[(Moment, Moment)], right: &[(Moment, Moment)]) -> Vec<(Moment, Moment)> {
    let mut shared = Vec::new();
    let (mut l, mut r) = (0, 0);
    while l < left.len() && r < right.len() {
        let (start, end) = (left[l].0.max(right[r].0), left[l].1.min(right[r].1));
        if start < end {
            shared.push((start, end));
        }
        if left[l].1 < right[r].1 { l += 1 } else { r += 1 }
    }
    shared
}

/// What lies in either, both in order; what touches is one.
fn unite(left: &[(Moment, Moment)], right: &[(Moment, Moment)]) -> Vec<(Moment, Moment)> {
    let mut all: Vec<(Moment, Moment)> = Vec::with_capacity(left.len().max(right.len()));
    let (mut l, mut r) = (0, 0);
    while l < left.len() || r < right.len() {
        let is_left = r == right.len() || (l < left.len() && left[l] <= right[r]);
        let next = if is_left { left[l] } else { right[r] };
        if is_left {
            l += 1;
        } else {
            r += 1;
        }
        match all.last_mut() {
            Some(last) if next.0 <= last.1 => last.1 = last.1.max(next.1),
            _ => all.push(next),
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = DAY_STEP as i64;

    /// A timetable from minute 0 whose tail starts on day 7, worked in `parts` of every day.
    fn daily(parts: &[(i64, i64)]) -> Timetable {
        let of_day = |day: i64| {
            parts
                .iter()
                .map(move |(start, end)| (Moment(day * DAY + start), Moment(day * DAY + end)))
        };
        let intervals: Vec<_> = (0..14).flat_map(of_day).collect();
        Timetable::new(Moment(0), Moment(7 * DAY), None, &intervals)
    }

    #[test]
    fn intervals_that_touch_are_one() {
        let table = daily(&[(0, 600), (600, DAY)]);
        assert_eq!(table.intervals.len(), 2); // all of it, and the sentinel
        assert_eq!(table.worked_before(Moment(100 * DAY)), 100 * DAY);
        assert_eq!(table.minute(100 * DAY), Some(Moment(100 * DAY)));
    }

    #[test]
    fn a_tail_repeats_what_crosses_its_start_once() {
        // One table repeats from day 7, the other from day 28 on: day 8 to 28 are repeated weeks
        // of the first, whose only interval began on day 0.
        let always = daily(&[(0, DAY)]);
        let late =
            Timetable::new(Moment(0), Moment(28 * DAY), None, &[(Moment(0), Moment(35 * DAY))]);
        let common = Timetable::common(&[&always, &late]).expect("two timetables");
        assert_eq!(common.worked_before(Moment(50 * DAY)), 50 * DAY);
    }

    #[test]
    fn many_short_intervals_are_found() {
        let minutes: Vec<_> = (0..DAY / 2).map(|minute| (2 * minute, 2 * minute + 1)).collect();
        let table = daily(&minutes);
        for n in 0..20_000 {
            assert_eq!(table.minute(n), Some(Moment(2 * n)));
            assert_eq!(table.worked_before(Moment(2 * n)), n);
        }
    }

    #[test]
    fn three_years_of_fifty_people_take_under_two_megabytes() {
        // Three years are 1,096 days with at most 785 working days, here of two parts, eight hours.
        let parts = [(540, 720), (780, 1080)];
        let intervals: Vec<_> = (0..785)
            .flat_map(|day| {
                parts.map(|(start, end)| (Moment(day * DAY + start), Moment(day * DAY + end)))
            })
            .collect();
        let table = Timetable::new(Moment(0), Moment(1096 * DAY), None, &intervals);
        let bytes = size_of_val(&*table.intervals)
            + size_of_val(&*table.by_day)
            + size_of_val(&*table.by_work);
        assert!(50 * bytes < 2_000_000, "{bytes} bytes a calendar");
    }
}
