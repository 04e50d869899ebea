//! From rules of working time to the minutes that they make working.
//!
//! In: hours of the week in a zone, days off, first and last day. Out: a [`Timetable`]. The rule
//! is one: a minute is worked if the wall clock of the zone, as the minute begins, shows a working
//! hour of a working day. So an hour that the clocks skip in spring is not worked, and an hour
//! that they show twice in autumn is worked twice, as by whoever has the night shift.

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

use crate::dates::{
    MINUTES_PER_DAY, OffsetSpan, clamp, day_number, end_of_day, minutes_ahead, spans_of_offset,
    start_of_day,
};
use crate::timetable::{MINUTES_PER_WEEK, Timetable};
use crate::{Moment, Span};

/// Working hours of one day: half-open parts, for example 9:00–12:00 and 13:00–18:00, to the
/// minute. An end of midnight means the end of the day; a part that otherwise does not end after
/// it starts is empty. Parts that overlap are worked once.
pub type DayParts = Vec<(Time, Time)>;

/// What makes up somebody's working time.
///
/// Dates outside [`FIRST_DATE`](crate::FIRST_DATE) to [`LAST_DATE`](crate::LAST_DATE) are taken
/// as the nearest of these.
#[derive(Clone, Debug)]
pub struct CalendarRules {
    /// The zone in which the hours are meant.
    pub zone: TimeZone,
    /// The parts of the day for Monday to Sunday.
    pub week: [DayParts; 7],
    /// Days without work: public holidays and leave, each range inclusive at both ends, in any
    /// order. A range that ends before it starts is empty.
    pub days_off: Vec<(Date, Date)>,
    /// The first day of work, if not always.
    pub from: Option<Date>,
    /// The last day of work, if not for ever.
    pub until: Option<Date>,
}

/// Returns the working minutes by `rules`: explicit from `first` to `horizon`, both inclusive,
/// then one ordinary week that repeats, until the rules end.
///
/// **Cost** `O(parts + days off · log)` for the days from `first` to `horizon`.
pub(crate) fn timetable(rules: &CalendarRules, first: Date, horizon: Date) -> Timetable {
    let first = clamp(rules.from.map_or(first, |from| first.max(from)));
    let horizon = clamp(horizon);
    let last = rules.until.map_or(horizon, |until| horizon.min(clamp(until))).max(first);
    let origin = start_of_day(first, &rules.zone);
    let tail_start = end_of_day(last, &rules.zone);

    let week = week_in_minutes(&rules.week);
    let off = merged_days(&rules.days_off);
    let mut intervals = Vec::new();
    for span in spans_of_offset(&rules.zone, origin, tail_start) {
        push_worked(&mut intervals, &week, &off, &span);
    }
    let ahead = minutes_ahead(&rules.zone, tail_start);
    let tail_end = tail_start + Span(MINUTES_PER_WEEK);
    push_worked(
        &mut intervals,
        &week,
        &[],
        &OffsetSpan { start: tail_start, end: tail_end, ahead },
    );

    let end = rules.until.map(clamp).map(|until| {
        if until <= last {
            end_of_day(until, &rules.zone)
        } else {
            Moment((day_number(until) + 1) * MINUTES_PER_DAY - ahead)
        }
    });
    Timetable::new(origin, tail_start, end, &intervals)
}

/// Minutes of the day, or days since 1970, in half-open ranges that neither touch nor overlap.
type Ranges = Vec<(i64, i64)>;

fn week_in_minutes(week: &[DayParts; 7]) -> [Ranges; 7] {
    let minute = |time: Time| i64::from(time.hour()) * 60 + i64::from(time.minute());
    let part = |&(start, end): &(Time, Time)| match minute(end) {
        0 => (minute(start), MINUTES_PER_DAY),
        end => (minute(start), end),
    };
    week.each_ref().map(|parts| merged(parts.iter().map(part).collect()))
}

fn merged_days(days: &[(Date, Date)]) -> Ranges {
    merged(days.iter().map(|&(first, last)| (day_number(first), day_number(last) + 1)).collect())
}

fn merged(mut ranges: Ranges) -> Ranges {
    ranges.retain(|(start, end)| start < end);
    ranges.sort_unstable();
    ranges.dedup_by(|next, kept| {
        let touches = next.0 <= kept.1;
        if touches {
            kept.1 = kept.1.max(next.1);
        }
        touches
    });
    ranges
}

/// Appends what is worked in `span`, day by day of its wall clock.
fn push_worked(
    intervals: &mut Vec<(Moment, Moment)>,
    week: &[Ranges; 7],
    off: &[(i64, i64)],
    span: &OffsetSpan,
) {
    let (start, end) = (span.start.0 + span.ahead, span.end.0 + span.ahead);
    let first = start.div_euclid(MINUTES_PER_DAY);
    // Days ascend, and so do the ranges that are still to come.
    let mut off = &off[off.partition_point(|&(_, after)| after <= first)..];
    for day in first..=(end - 1).div_euclid(MINUTES_PER_DAY) {
        if let [(off_first, off_after), rest @ ..] = off
            && *off_first <= day
        {
            if day + 1 == *off_after {
                off = rest;
            }
            continue;
        }
        for &(part_start, part_end) in &week[weekday(day)] {
            let worked_start = start.max(day * MINUTES_PER_DAY + part_start);
            let worked_end = end.min(day * MINUTES_PER_DAY + part_end);
            if worked_start < worked_end {
                intervals
                    .push((Moment(worked_start - span.ahead), Moment(worked_end - span.ahead)));
            }
        }
    }
}

/// Returns 0 for a Monday to 6 for a Sunday; day 0, 1970-01-01, was a Thursday.
fn weekday(day: i64) -> usize {
    (day + 3).rem_euclid(7) as usize
}
