//! Week ends, horizons, first and last days, and calendars in which nobody works.

use calendar::{
    Calendar, CalendarRules, DayParts, FIRST_DATE, LAST_DATE, Moment, Work, end_of_day, moment,
    start_of_day,
};
use jiff::civil::{Date, date, time};
use jiff::tz::TimeZone;

/// Monday to Friday from 9:00 to 17:00 in UTC: 480 minutes a day, 2,400 a week.
fn office() -> CalendarRules {
    let day: DayParts = vec![(time(9, 0, 0, 0), time(17, 0, 0, 0))];
    CalendarRules {
        zone: TimeZone::UTC,
        week: std::array::from_fn(|weekday| if weekday < 5 { day.clone() } else { Vec::new() }),
        days_off: Vec::new(),
        from: None,
        until: None,
    }
}

fn at(day: Date, hour: i8) -> Moment {
    moment(day, time(hour, 0, 0, 0), &TimeZone::UTC)
}

const MONDAY: Date = date(2026, 1, 5);
const FRIDAY: Date = date(2026, 1, 9);
const NEXT_MONDAY: Date = date(2026, 1, 12);
const HORIZON: Date = date(2026, 12, 31); // a Thursday

fn calendar(rules: &CalendarRules) -> Calendar {
    Calendar::new(rules, date(2026, 1, 1), HORIZON)
}

#[test]
fn work_that_fills_a_friday_is_finished_on_friday() {
    let office = calendar(&office());
    assert_eq!(office.finish(at(MONDAY, 9), Work(2400)), Some(at(FRIDAY, 17)));
    assert_eq!(office.finish(at(FRIDAY, 17), Work(0)), Some(at(FRIDAY, 17)));
    assert_eq!(office.finish(at(FRIDAY, 17), Work(60)), Some(at(NEXT_MONDAY, 10)));
    assert_eq!(office.next_working(at(FRIDAY, 17)), Some(at(NEXT_MONDAY, 9)));
    assert_eq!(office.next_working(at(FRIDAY, 16)), Some(at(FRIDAY, 16)));
    assert_eq!(office.last_worked(at(FRIDAY, 17)), Some(at(FRIDAY, 17)));
    assert_eq!(office.last_worked(at(NEXT_MONDAY, 9)), Some(at(FRIDAY, 17)));
    assert_eq!(office.start(at(NEXT_MONDAY, 9), Work(2400)), Some(at(MONDAY, 9)));
    assert_eq!(office.start(at(NEXT_MONDAY, 9), Work(0)), Some(at(NEXT_MONDAY, 9)));
    assert_eq!(office.offset(at(NEXT_MONDAY, 10), Work(-120)), Some(at(FRIDAY, 16)));
    assert_eq!(office.offset(at(FRIDAY, 16), Work(120)), Some(at(NEXT_MONDAY, 10)));
}

#[test]
fn nothing_is_worked_before_the_first_day() {
    let office = calendar(&office()); // Thursday 1 and Friday 2 January: 960 minutes until Monday
    assert_eq!(office.start(at(MONDAY, 9), Work(960)), Some(at(date(2026, 1, 1), 9)));
    assert_eq!(office.start(at(MONDAY, 9), Work(961)), None);
    assert_eq!(office.last_worked(at(date(2026, 1, 1), 9)), None);
    assert_eq!(office.next_working(Moment(0)), Some(at(date(2026, 1, 1), 9)));
}

#[test]
fn days_off_are_inclusive_and_may_overlap() {
    let days_off = vec![
        (date(2026, 1, 7), FRIDAY),
        (date(2026, 1, 6), date(2026, 1, 7)),
        (FRIDAY, date(2026, 1, 1)), // ends before it starts
    ];
    let office = calendar(&CalendarRules { days_off, ..office() });
    assert_eq!(office.finish(at(MONDAY, 9), Work(481)), Some(Moment(at(NEXT_MONDAY, 9).0 + 1)));
}

#[test]
fn after_the_horizon_the_ordinary_week_goes_on() {
    let days_off = vec![(date(2026, 12, 1), date(2030, 1, 1))];
    let office = calendar(&CalendarRules { days_off, ..office() });
    // Friday 1 January 2027 is the first day after the horizon.
    assert_eq!(office.next_working(at(HORIZON, 9)), Some(at(date(2027, 1, 1), 9)));
    // A Friday, then 100 weeks from Monday the 4th.
    let hundred_weeks = Work(480 + 100 * 2400);
    assert_eq!(office.finish(at(HORIZON, 9), hundred_weeks), Some(at(date(2028, 12, 1), 17)));
    assert_eq!(
        office.start(at(date(2028, 12, 1), 17), hundred_weeks),
        Some(at(date(2027, 1, 1), 9))
    );
}

#[test]
fn after_the_horizon_the_clocks_stay() {
    let zone = TimeZone::get("Europe/Berlin").expect("bundled");
    let berlin = calendar(&CalendarRules { zone, ..office() });
    // In July 2026 nine o'clock is 7:00 UTC; in July 2027, still by winter time, 8:00.
    assert_eq!(berlin.next_working(at(date(2026, 7, 1), 0)), Some(at(date(2026, 7, 1), 7)));
    assert_eq!(berlin.next_working(at(date(2027, 7, 1), 0)), Some(at(date(2027, 7, 1), 8)));
}

#[test]
fn a_calendar_that_ends_has_no_time_after_it() {
    for until in [FRIDAY, date(2027, 6, 4)] {
        // Both are Fridays, one before the horizon and one after it.
        let office = calendar(&CalendarRules { until: Some(until), ..office() });
        assert_eq!(office.end(), Some(at(until, 17)));
        assert_eq!(office.finish(at(until, 9), Work(480)), Some(at(until, 17)));
        assert_eq!(office.finish(at(until, 9), Work(481)), None);
        assert_eq!(office.next_working(at(until, 17)), None);
        assert_eq!(office.last_worked(at(date(2400, 1, 1), 0)), Some(at(until, 17)));
        assert_eq!(office.work_between(at(until, 16), at(date(2400, 1, 1), 0)), Work(60));
    }
    assert_eq!(calendar(&office()).end(), None);
}

#[test]
fn a_first_day_after_the_horizon_is_kept() {
    let late = date(2028, 3, 1); // a Wednesday
    let office = calendar(&CalendarRules { from: Some(late), ..office() });
    assert_eq!(office.next_working(at(MONDAY, 9)), Some(at(late, 9)));
    assert_eq!(office.start(at(late, 17), Work(481)), None);
    assert_eq!(office.finish(at(late, 9), Work(3 * 480)), Some(at(date(2028, 3, 3), 17)));
}

#[test]
fn a_calendar_without_work_answers_with_none() {
    let never = CalendarRules { week: Default::default(), ..office() };
    let gone = CalendarRules { from: Some(FRIDAY), until: Some(MONDAY), ..office() };
    for rules in [never, gone] {
        let empty = calendar(&rules);
        for moment in [at(MONDAY, 9), at(date(2400, 1, 1), 0)] {
            assert_eq!(empty.next_working(moment), None);
            assert_eq!(empty.last_worked(moment), None);
            assert_eq!(empty.finish(moment, Work(1)), None);
            assert_eq!(empty.finish(moment, Work(0)), Some(moment));
            assert_eq!(empty.start(moment, Work(1)), None);
            assert_eq!(empty.work_between(at(MONDAY, 9), moment), Work(0));
        }
        assert_eq!(empty.end(), None);
        let common = Calendar::common(&[&empty, &calendar(&office()), &Calendar::clock()]);
        assert_eq!(common.next_working(at(MONDAY, 9)), None);
    }
}

#[test]
fn the_clock_works_every_minute() {
    for clock in [Calendar::clock(), Calendar::common(&[]), Calendar::common(&[&Calendar::clock()])]
    {
        for moment in [Moment(-1_000_000), Moment(0), at(FRIDAY, 23)] {
            assert_eq!(clock.next_working(moment), Some(moment));
            assert_eq!(clock.last_worked(moment), Some(moment));
            assert_eq!(clock.finish(moment, Work(90)), Some(Moment(moment.0 + 90)));
            assert_eq!(clock.start(moment, Work(90)), Some(Moment(moment.0 - 90)));
            assert_eq!(clock.work_between(moment, Moment(moment.0 + 90)), Work(90));
        }
        assert_eq!(clock.end(), None);
    }
    let office = calendar(&office());
    let common = Calendar::common(&[&Calendar::clock(), &office]);
    assert_eq!(common.next_working(at(FRIDAY, 17)), Some(at(NEXT_MONDAY, 9)));
}

#[test]
fn common_hours_of_two_zones_go_on_after_both_horizons() {
    let zone = TimeZone::get("Asia/Kolkata").expect("bundled"); // 9:00 to 17:00 is 3:30 to 11:30 UTC
    let kolkata = Calendar::new(&CalendarRules { zone, ..office() }, MONDAY, date(2027, 6, 30));
    let common = Calendar::common(&[&calendar(&office()), &kolkata]);
    for monday in [MONDAY, date(2027, 3, 1), date(2035, 1, 1)] {
        // From 9:00 to 11:30 UTC, so five days are 750 minutes.
        assert_eq!(common.next_working(at(monday, 0)), Some(at(monday, 9)));
        let week = common.work_between(at(monday, 0), Moment(at(monday, 0).0 + 7 * 24 * 60));
        assert_eq!(week, Work(750));
    }
    assert_eq!(common.start(at(MONDAY, 10), Work(61)), None);
}

#[test]
fn dates_out_of_range_are_taken_as_the_nearest() {
    let (zone, far) = (TimeZone::UTC, date(9999, 12, 31));
    assert_eq!(start_of_day(far, &zone), start_of_day(LAST_DATE, &zone));
    assert_eq!(end_of_day(Date::MIN, &zone), end_of_day(FIRST_DATE, &zone));
    let rules = CalendarRules {
        days_off: vec![(Date::MIN, date(1999, 12, 31))],
        from: Some(Date::MIN),
        until: Some(far),
        ..office()
    };
    let office = Calendar::new(&rules, Date::MIN, Date::MAX);
    assert_eq!(office.next_working(Moment(i64::MIN)), Some(at(date(2000, 1, 3), 9)));
    assert_eq!(office.end(), Some(at(LAST_DATE, 17))); // a Friday
}
