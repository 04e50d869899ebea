//! Days on which the clocks change, worked out by hand.

use calendar::{
    Calendar, CalendarRules, Moment, Work, end_of_day, last_worked_date, local, local_date, moment,
    start_of_day,
};
use jiff::civil::{Date, Time, date, time};
use jiff::tz::TimeZone;

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).expect("bundled")
}

/// Minutes from the start of `first` to the end of `last` that somebody works every day in `parts`.
#[track_caller]
fn check(zone_name: &str, parts: &[(Time, Time)], first: Date, last: Date, worked: i64) {
    let zone = zone(zone_name);
    let rules = CalendarRules {
        zone: zone.clone(),
        week: std::array::from_fn(|_| parts.to_vec()),
        days_off: Vec::new(),
        from: None,
        until: None,
    };
    let calendar = Calendar::new(&rules, date(2000, 1, 1), date(2030, 12, 31));
    let (from, to) = (start_of_day(first, &zone), end_of_day(last, &zone));
    assert_eq!(calendar.work_between(from, to), Work(worked));
}

const MIDNIGHT: Time = Time::midnight();
const SIX: Time = time(6, 0, 0, 0);
const HALF_PAST_TWO: Time = time(2, 30, 0, 0);

#[test]
fn spring_takes_an_hour_from_the_night() {
    let day = date(2026, 3, 29); // Berlin goes from 2:00 to 3:00
    check("Europe/Berlin", &[(MIDNIGHT, SIX)], day, day, 5 * 60);
    check("Europe/Berlin", &[(MIDNIGHT, MIDNIGHT)], day, day, 23 * 60);
    check("Europe/Berlin", &[(time(9, 0, 0, 0), time(17, 0, 0, 0))], day, day, 8 * 60);
    // 2:30 is skipped: the part begins at 3:00 instead.
    check("Europe/Berlin", &[(HALF_PAST_TWO, SIX)], day, day, 3 * 60);
}

#[test]
fn autumn_gives_an_hour_to_the_night() {
    let day = date(2026, 10, 25); // Berlin goes from 3:00 back to 2:00
    check("Europe/Berlin", &[(MIDNIGHT, SIX)], day, day, 7 * 60);
    check("Europe/Berlin", &[(MIDNIGHT, MIDNIGHT)], day, day, 25 * 60);
    // 2:30 to 3:00 comes twice: 30 + 30 minutes, then three hours to 6:00.
    check("Europe/Berlin", &[(HALF_PAST_TWO, SIX)], day, day, 240);
}

#[test]
fn half_an_hour_on_lord_howe_and_none_in_kolkata() {
    check("Australia/Lord_Howe", &[(MIDNIGHT, SIX)], date(2026, 4, 5), date(2026, 4, 5), 390);
    check("Australia/Lord_Howe", &[(MIDNIGHT, SIX)], date(2026, 10, 4), date(2026, 10, 4), 330);
    check("Asia/Kolkata", &[(MIDNIGHT, SIX)], date(2026, 3, 29), date(2026, 3, 29), 360);
}

#[test]
fn a_day_that_never_was_has_no_work() {
    let (before, skipped, after) = (date(2011, 12, 29), date(2011, 12, 30), date(2011, 12, 31));
    let parts = [(time(9, 0, 0, 0), time(17, 0, 0, 0))];
    check("Pacific/Apia", &parts, skipped, skipped, 0);
    check("Pacific/Apia", &parts, before, after, 2 * 8 * 60);
}

#[test]
fn year_ends_and_leap_days() {
    let parts = [(time(22, 0, 0, 0), MIDNIGHT)];
    check("America/New_York", &parts, date(2027, 12, 31), date(2028, 1, 1), 2 * 120);
    check("America/New_York", &parts, date(2028, 2, 28), date(2028, 3, 1), 3 * 120);
    check("America/New_York", &parts, date(2027, 2, 28), date(2027, 3, 1), 2 * 120);
}

#[test]
fn skipped_and_repeated_times_have_one_moment() {
    let berlin = zone("Europe/Berlin");
    let utc = |date: Date, hour, minute| moment(date, time(hour, minute, 0, 0), &TimeZone::UTC);
    let (spring, autumn) = (date(2026, 3, 29), date(2026, 10, 25));
    assert_eq!(moment(spring, HALF_PAST_TWO, &berlin), utc(spring, 1, 30)); // as 3:30
    assert_eq!(moment(autumn, HALF_PAST_TWO, &berlin), utc(autumn, 0, 30)); // the first
    assert_eq!(moment(date(1970, 1, 1), MIDNIGHT, &TimeZone::UTC), Moment(0));
}

#[test]
fn days_begin_where_the_clocks_let_them() {
    // São Paulo skips 0:00 to 1:00; Toronto skipped 23:30 to 0:30; Apia skipped a whole day.
    let starts = |name, date: Date, hour, minute| {
        let start = start_of_day(date, &zone(name));
        assert_eq!(local(start, &zone(name)), date.at(hour, minute, 0, 0));
        assert!(local_date(Moment(start.0 - 1), &zone(name)) < date);
    };
    starts("America/Sao_Paulo", date(2018, 11, 4), 1, 0);
    starts("America/Toronto", date(1919, 3, 31), 0, 30);
    starts("Europe/Berlin", date(2026, 3, 29), 0, 0);
    let apia = zone("Pacific/Apia");
    assert_eq!(start_of_day(date(2011, 12, 30), &apia), start_of_day(date(2011, 12, 31), &apia));
}

#[test]
fn work_is_finished_on_the_day_of_its_last_minute() {
    let berlin = zone("Europe/Berlin");
    let friday = date(2026, 1, 2);
    let midnight = end_of_day(friday, &berlin);
    assert_eq!(last_worked_date(midnight, &berlin), friday);
    assert_eq!(local_date(midnight, &berlin), date(2026, 1, 3));
    assert_eq!(last_worked_date(Moment(midnight.0 + 1), &berlin), date(2026, 1, 3));
}
