//! Between the time line and the dates and times that people read on a wall clock.
//!
//! In: dates and times of a zone, or a [`Moment`]. Out: the other of the two. Whole minutes only:
//! where a zone is off by seconds (local mean times of a century ago), a wall-clock time becomes
//! the first minute that begins at or after it. Working hours are not known here.
//!
//! Dates before [`FIRST_DATE`] and after [`LAST_DATE`] are taken as those, so that nothing
//! overflows; whoever reads dates from people reports them.

use jiff::civil::{Date, DateTime, Time, date};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{Timestamp, ToSpan};

use crate::Moment;

/// The first date that working time knows.
pub const FIRST_DATE: Date = date(1900, 1, 1);

/// The last date that working time knows.
pub const LAST_DATE: Date = date(2500, 12, 31);

/// Returns the moment at which the wall clock of `zone` shows `time` on `date`.
///
/// A time that the clocks skip is as much later as they skip (2:30 is 3:30 on a spring-forward
/// day); a time that they show twice is the first of the two.
pub fn moment(date: Date, time: Time, zone: &TimeZone) -> Moment {
    moment_of(clamp(date).to_datetime(time), zone)
}

/// Returns the first moment of `date` in `zone`: midnight, or the end of the gap where the clocks
/// skip midnight. A date that the zone skips altogether begins where the next one does.
pub fn start_of_day(date: Date, zone: &TimeZone) -> Moment {
    midnight(clamp(date), zone)
}

/// Returns the end of `date` in `zone`, which is the start of the next day.
pub fn end_of_day(date: Date, zone: &TimeZone) -> Moment {
    midnight(clamp(date).saturating_add(1.day()), zone)
}

/// Returns the date and time that the wall clock of `zone` shows at `moment`.
pub fn local(moment: Moment, zone: &TimeZone) -> DateTime {
    zone.to_datetime(timestamp(moment))
}

/// Returns the date in `zone` at `moment`.
pub fn local_date(moment: Moment, zone: &TimeZone) -> Date {
    local(moment, zone).date()
}

/// Returns the date in `zone` of the last minute before `finish`: what people mean when they ask
/// on which day work is finished.
pub fn last_worked_date(finish: Moment, zone: &TimeZone) -> Date {
    local_date(Moment(finish.0.saturating_sub(1)), zone)
}

/// Returns `date`, or the nearest date that working time knows.
pub(crate) fn clamp(date: Date) -> Date {
    date.clamp(FIRST_DATE, LAST_DATE)
}

/// Returns the days from 1970-01-01 to `date`, negative before.
pub(crate) fn day_number(date: Date) -> i64 {
    start_of_day(date, &TimeZone::UTC).0.div_euclid(MINUTES_PER_DAY)
}

/// Returns the spans of constant offset between `from` and `to` in `zone`, in order and without
/// gaps between them, each with the minutes by which its wall clock is ahead of UTC.
pub(crate) fn spans_of_offset(zone: &TimeZone, from: Moment, to: Moment) -> Vec<OffsetSpan> {
    let mut spans = Vec::new();
    let mut start = from;
    let changes = zone.following(timestamp(from)).map(|change| minute_from(change.timestamp()));
    for end in changes.take_while(|&change| change < to).chain([to]) {
        if start < end {
            spans.push(OffsetSpan { start, end, ahead: minutes_ahead(zone, start) });
        }
        start = end;
    }
    spans
}

/// Returns the minutes by which the wall clock of `zone` is ahead of UTC at `at`, rounded down
/// (only offsets before standard time have seconds).
pub(crate) fn minutes_ahead(zone: &TimeZone, at: Moment) -> i64 {
    i64::from(zone.to_offset(timestamp(at)).seconds()).div_euclid(60)
}

/// A stretch of the time line in which a zone's clocks do not change.
pub(crate) struct OffsetSpan {
    pub start: Moment,
    pub end: Moment,
    /// Minutes by which the wall clock is ahead of UTC.
    pub ahead: i64,
}

/// Minutes of a day whose clocks do not change.
pub(crate) const MINUTES_PER_DAY: i64 = 24 * 60;

const IN_RANGE: &str = "the years 1900 to 2501 are well inside what jiff knows";

fn midnight(date: Date, zone: &TimeZone) -> Moment {
    let midnight = date.to_datetime(Time::midnight());
    let ambiguous = zone.to_ambiguous_timestamp(midnight);
    let AmbiguousOffset::Gap { before, .. } = ambiguous.offset() else {
        return moment_of(midnight, zone);
    };
    // By the clock before the jump, a skipped midnight lies at the jump or shortly after it.
    let skipped = before.to_timestamp(midnight).expect(IN_RANGE);
    let jump = zone.preceding(skipped + 1.second()).next();
    minute_from(jump.map_or(skipped, |change| change.timestamp()))
}

fn moment_of(time: DateTime, zone: &TimeZone) -> Moment {
    minute_from(zone.to_ambiguous_timestamp(time).compatible().expect(IN_RANGE))
}

/// Returns the first whole minute at or after `timestamp`.
fn minute_from(timestamp: Timestamp) -> Moment {
    Moment(-(-timestamp.as_second()).div_euclid(60))
}

/// Returns `moment` as jiff has it, or the nearest that jiff knows.
fn timestamp(moment: Moment) -> Timestamp {
    let (least, most) = (Timestamp::MIN.as_second(), Timestamp::MAX.as_second());
    let second = moment.0.saturating_mul(60).clamp(least, most);
    Timestamp::from_second(second).expect("clamped to what jiff knows")
}
