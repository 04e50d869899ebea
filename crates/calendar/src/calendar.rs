//! A calendar: working time on the time line, ready for questions in constant time.
//!
//! In: [`CalendarRules`]. Out: how much is worked between two moments, and when so much is worked.
//! Up to the horizon every interval is explicit; after it the last full week repeats for ever
//! (no holidays, no leave, no change of the clocks), so no question is ever out of range.
//! A calendar that ends ([`CalendarRules::until`]) has no working time after its end.

use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::rules::timetable;
use crate::timetable::Timetable;
use crate::{CalendarRules, Moment, Work, end_of_day, start_of_day};

/// Working time on the time line.
#[derive(Clone, Debug)]
pub struct Calendar {
    hours: Hours,
}

/// Working minutes without a gap: `[start, end)`.
///
/// What is worked without a gap may be told in several stretches that touch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Its first minute.
    pub start: Moment,
    /// After its last minute.
    pub end: Moment,
    /// The working minutes of the calendar before it, counted from wherever the calendar counts from.
    pub worked_before: Work,
}

#[derive(Clone, Debug)]
enum Hours {
    /// Every minute works, and the n-th of them is the moment `n`.
    Clock,
    Timetable(Timetable),
}

impl Stretch {
    /// All of the clock's minutes, as far as sums of moments do not overflow.
    const CLOCK: Stretch = Stretch {
        start: Moment(-(1 << 60)),
        end: Moment(1 << 60),
        worked_before: Work(-(1 << 60)),
    };

    /// Whether `at` lies in it.
    #[inline]
    #[must_use]
    pub fn contains(&self, at: Moment) -> bool {
        self.start <= at && at < self.end
    }

    /// Working minutes of the calendar before `at`: what lies outside of the stretch is not counted.
    #[inline]
    #[must_use]
    pub fn worked_before(&self, at: Moment) -> Work {
        self.worked_before + Work((at.clamp(self.start, self.end) - self.start).0)
    }

    /// The end of the calendar's `n`-th working minute, which lies in the stretch.
    #[inline]
    #[must_use]
    pub fn end_of(&self, n: Work) -> Moment {
        Moment(self.start.0 + (n - self.worked_before).0 + 1)
    }
}

impl Calendar {
    /// Returns working time by `rules`, explicit from `first` to `horizon`, both inclusive. Nothing
    /// is worked before `first`. A horizon before the first day of work is taken as that day.
    ///
    /// **Cost** `O(days)` time; about 20 bytes for each part of a working day until the horizon.
    pub fn new(rules: &CalendarRules, first: Date, horizon: Date) -> Self {
        Calendar { hours: Hours::Timetable(timetable(rules, first, horizon)) }
    }

    /// Returns the calendar in which every minute works.
    pub fn clock() -> Self {
        Calendar { hours: Hours::Clock }
    }

    /// Returns the common working time of `calendars`: what each of them works. Of none, the clock.
    ///
    /// **Cost** that of all their intervals, up to the last of their horizons.
    pub fn common(calendars: &[&Calendar]) -> Self {
        let timetables: Vec<&Timetable> = calendars
            .iter()
            .filter_map(|calendar| match &calendar.hours {
                Hours::Clock => None,
                Hours::Timetable(timetable) => Some(timetable),
            })
            .collect();
        let hours = Timetable::common(&timetables).map_or(Hours::Clock, Hours::Timetable);
        Calendar { hours }
    }

    /// Returns a calendar that works whenever one of `calendars` does. Of none, the clock.
    ///
    /// **Meaning.** A bound: no work is done sooner in one of them than in this one. What ends goes on
    /// here.
    ///
    /// **Cost** that of all their intervals, up to the last of their horizons, and a sort.
    pub fn covering(calendars: &[&Calendar]) -> Self {
        let timetables: Option<Vec<&Timetable>> = calendars
            .iter()
            .map(|calendar| match &calendar.hours {
                Hours::Clock => None,
                Hours::Timetable(timetable) => Some(timetable),
            })
            .collect();
        let hours = timetables.and_then(|timetables| Timetable::covering(&timetables));
        Calendar { hours: hours.map_or(Hours::Clock, Hours::Timetable) }
    }

    /// Returns the working minutes in `[from, to)`; negative if `to` is before `from`.
    #[inline]
    pub fn work_between(&self, from: Moment, to: Moment) -> Work {
        Work(self.worked_before(to).saturating_sub(self.worked_before(from)))
    }

    /// Returns the first moment by which `work` minutes have been worked since `start`, which is
    /// the end of a working minute; `start` itself for no work, working or not; `None` if the
    /// calendar ends before. Negative work counts as none: see [`Self::offset`].
    #[inline]
    pub fn finish(&self, start: Moment, work: Work) -> Option<Moment> {
        if work.0 <= 0 {
            return Some(start);
        }
        self.minute_end(self.worked_before(start).saturating_add(work.0 - 1))
    }

    /// Returns the last moment from which `work` minutes can be worked until `finish`, which is the
    /// start of a working minute; `finish` itself for no work, working or not; `None` if there is
    /// not so much before. Negative work counts as none: see [`Self::offset`].
    #[inline]
    pub fn start(&self, finish: Moment, work: Work) -> Option<Moment> {
        if work.0 <= 0 {
            return Some(finish);
        }
        self.minute(self.worked_before(finish).checked_sub(work.0)?)
    }

    /// Returns [`Self::finish`] or, for a negative `lag`, [`Self::start`] of so much work.
    #[inline]
    pub fn offset(&self, at: Moment, lag: Work) -> Option<Moment> {
        if lag.0 < 0 { self.start(at, Work(lag.0.saturating_neg())) } else { self.finish(at, lag) }
    }

    /// Returns the start of the first working minute at or after `at`; `None` if the calendar ends
    /// before.
    #[inline]
    pub fn next_working(&self, at: Moment) -> Option<Moment> {
        match &self.hours {
            Hours::Clock => Some(at),
            Hours::Timetable(timetable) => timetable.next_minute(at),
        }
    }

    /// Returns the end of the last working minute at or before `at` (a finish there is not moved);
    /// `None` if nothing is worked before.
    #[inline]
    pub fn last_worked(&self, at: Moment) -> Option<Moment> {
        self.minute_end(self.worked_before(at).checked_sub(1)?)
    }

    /// Returns the first stretch of work that ends after `at`; `None` if there is none.
    ///
    /// **Meaning.** With [`Self::stretch_of`] a caller who moves along the line can count working
    /// minutes itself: where `at` is in the stretch, `worked_before + (at - start)` are worked before.
    #[inline]
    pub fn stretch_at(&self, at: Moment) -> Option<Stretch> {
        match &self.hours {
            Hours::Clock => (at < Stretch::CLOCK.end).then_some(Stretch::CLOCK),
            Hours::Timetable(timetable) => timetable.stretch_at(at),
        }
    }

    /// Returns the stretch in which the `n`-th working minute lies, counted from 0 as
    /// [`Stretch::worked_before`] counts; `None` if never so much is worked.
    #[inline]
    pub fn stretch_of(&self, n: Work) -> Option<Stretch> {
        match &self.hours {
            Hours::Clock => (n.0 < Stretch::CLOCK.end.0).then_some(Stretch::CLOCK),
            Hours::Timetable(timetable) => timetable.stretch_of(n.0),
        }
    }

    /// Returns how many days with working time come after `from`, up to and including `to`, as dates
    /// of `zone`; negative if `to` is before `from`. `O(days)`.
    pub fn working_days(&self, from: Date, to: Date, zone: &TimeZone) -> i64 {
        let (first, last, sign) = if from <= to { (from, to, 1) } else { (to, from, -1) };
        let is_worked = |day: &Date| {
            self.work_between(start_of_day(*day, zone), end_of_day(*day, zone)) > Work(0)
        };
        let days = first.series(1.day()).skip(1).take_while(|day| *day <= last);
        sign * days.filter(is_worked).count() as i64
    }

    /// Returns the end of the last working minute of all; `None` if the calendar goes on for ever,
    /// and if it has no working minute.
    pub fn end(&self) -> Option<Moment> {
        match &self.hours {
            Hours::Clock => None,
            Hours::Timetable(timetable) => self.minute_end(timetable.n_minutes()? - 1),
        }
    }

    /// Working minutes before `at`, counted from wherever this calendar counts from.
    #[inline]
    fn worked_before(&self, at: Moment) -> i64 {
        match &self.hours {
            Hours::Clock => at.0,
            Hours::Timetable(timetable) => timetable.worked_before(at),
        }
    }

    /// The start of the `n`-th working minute, in the same count.
    #[inline]
    fn minute(&self, n: i64) -> Option<Moment> {
        match &self.hours {
            Hours::Clock => Some(Moment(n)),
            Hours::Timetable(timetable) => timetable.minute(n),
        }
    }

    #[inline]
    fn minute_end(&self, n: i64) -> Option<Moment> {
        self.minute(n)?.0.checked_add(1).map(Moment)
    }
}
