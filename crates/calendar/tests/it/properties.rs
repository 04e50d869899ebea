//! Calendars of random rules: equal to the oracle, there and back, monotone, additive.

use calendar::{Calendar, CalendarRules, DayParts, Moment, Work};
use jiff::ToSpan;
use jiff::civil::{Date, Time, date, time};
use jiff::tz::TimeZone;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::oracle::Oracle;

/// Zones, each with a date on which something happens there.
const ZONES: [(&str, Date); 13] = [
    ("Europe/Berlin", date(2026, 3, 29)),
    ("Europe/Berlin", date(2026, 10, 25)),
    ("Europe/Berlin", date(2024, 12, 31)),
    ("America/New_York", date(2026, 3, 8)),
    ("America/New_York", date(2026, 11, 1)),
    ("Asia/Kolkata", date(2024, 2, 29)),
    ("Australia/Lord_Howe", date(2026, 4, 5)), // back by half an hour
    ("Australia/Lord_Howe", date(2026, 10, 4)), // forward by half an hour
    ("Pacific/Apia", date(2011, 12, 30)),      // a day that never was
    ("America/Sao_Paulo", date(2018, 11, 4)),  // midnight skipped
    ("America/Sao_Paulo", date(2019, 2, 16)),  // the last hour of the day twice
    ("America/Toronto", date(1919, 3, 31)),    // 23:30 to 0:30 skipped
    ("Europe/Amsterdam", date(1937, 7, 1)),    // 28 seconds skipped
];

const WEEKS: i64 = 8;

#[derive(Clone, Debug)]
struct Case {
    rules: CalendarRules,
    first: Date,
    horizon: Date,
}

impl Case {
    fn calendar(&self) -> Calendar {
        Calendar::new(&self.rules, self.first, self.horizon)
    }

    fn oracle(&self) -> Oracle {
        Oracle::new(&self.rules, self.first, self.horizon, WEEKS)
    }
}

fn any_time() -> impl Strategy<Value = Time> {
    prop_oneof![
        4 => (0..24i8).prop_map(|hour| time(hour, 0, 0, 0)),
        1 => (0..24i8, 0..60i8).prop_map(|(hour, minute)| time(hour, minute, 0, 0)),
    ]
}

fn any_parts() -> impl Strategy<Value = DayParts> {
    vec((any_time(), any_time()), 0..4)
}

fn any_rules(zone: &'static str, around: Date) -> impl Strategy<Value = CalendarRules> {
    let day = move |days: i64| around.saturating_add(days.days());
    let week = proptest::array::uniform7(any_parts());
    let off = vec((-12..12i64, -1..6i64), 0..4);
    let from = proptest::option::of(-12..12i64);
    let until = proptest::option::of(-12..25i64);
    (week, off, from, until).prop_map(move |(week, off, from, until)| CalendarRules {
        zone: TimeZone::get(zone).expect("bundled"),
        week,
        days_off: off.iter().map(|&(start, more)| (day(start), day(start + more))).collect(),
        from: from.map(day),
        until: until.map(day),
    })
}

fn any_case() -> impl Strategy<Value = Case> {
    let around = prop::sample::select(ZONES.to_vec());
    around.prop_flat_map(|(zone, around)| {
        (any_rules(zone, around), -10..0i64, -1..15i64).prop_map(move |(rules, first, horizon)| {
            let (first, horizon) = (first.days(), horizon.days());
            Case {
                rules,
                first: around.saturating_add(first),
                horizon: around.saturating_add(horizon),
            }
        })
    })
}

fn midnight_before(date: Date) -> i64 {
    calendar::start_of_day(date, &TimeZone::UTC).0 - 24 * 60
}

/// Compares every answer inside the oracle's window.
fn check(calendar: &Calendar, oracle: &Oracle, work: i64) {
    let minutes = oracle.minutes();
    let (begin, total) = (Moment(oracle.begin), minutes.len());
    let mut before = 0;
    for at in oracle.moments() {
        while before < total && minutes[before] < at.0 {
            before += 1;
        }
        let nth = |n: usize| minutes.get(n).copied().map(Moment);
        let end_of = |n: usize| minutes.get(n).map(|minute| Moment(minute + 1));
        assert_eq!(calendar.work_between(begin, at), Work(before as i64), "before {at:?}");
        assert_eq!(calendar.work_between(at, begin), Work(-(before as i64)), "before {at:?}");
        assert_eq!(calendar.last_worked(at), before.checked_sub(1).and_then(end_of));
        let started = before.checked_sub(work as usize).and_then(nth);
        assert_eq!(calendar.start(at, Work(work)), started, "{work} until {at:?}");
        if oracle.is_all || before < total {
            assert_eq!(calendar.next_working(at), nth(before), "from {at:?}");
        }
        let last = before + work as usize - 1;
        if oracle.is_all || last < total {
            assert_eq!(calendar.finish(at, Work(work)), end_of(last), "{work} from {at:?}");
        }
    }
    if oracle.is_all {
        assert_eq!(calendar.end(), minutes.last().map(|last| Moment(last + 1)));
    }
}

/// What the calendar answers about `at`, found by counting in its stretches.
fn stretches_say_the_same(
    calendar: &Calendar,
    at: Moment,
    work: Work,
) -> Result<(), TestCaseError> {
    let Some(stretch) = calendar.stretch_at(at) else {
        prop_assert_eq!(calendar.next_working(at), None);
        return Ok(());
    };
    prop_assert!(at < stretch.end && stretch.start < stretch.end);
    prop_assert_eq!(calendar.next_working(at), Some(at.max(stretch.start)));
    prop_assert_eq!(stretch.contains(at), stretch.start <= at);
    prop_assert_eq!(
        calendar.work_between(stretch.start, stretch.end),
        Work((stretch.end - stretch.start).0)
    );
    let last = stretch.worked_before(at) + work - Work(1);
    let finish = calendar.stretch_of(last).map(|stretch| stretch.end_of(last));
    prop_assert_eq!(calendar.finish(at, work), finish);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn every_answer_is_that_of_the_oracle(case in any_case(), work in 1..2000i64) {
        check(&case.calendar(), &case.oracle(), work);
    }

    #[test]
    fn common_time_is_what_each_works(
        case in any_case(),
        more in vec(any_rules("Europe/Berlin", date(2026, 3, 29)), 1..3),
        work in 1..500i64,
    ) {
        // All live in the same zone and start on the same day, so that their windows are the same.
        let first = Case { rules: CalendarRules { from: None, ..case.rules }, ..case };
        let other = |rules: CalendarRules| {
            let zone = first.rules.zone.clone();
            let rules = CalendarRules { zone, from: None, until: None, ..rules };
            Case { rules, first: first.first, horizon: first.horizon.saturating_add(3.days()) }
        };
        let others: Vec<Case> = more.into_iter().map(other).collect();
        let calendars: Vec<Calendar> = others.iter().chain([&first]).map(Case::calendar).collect();
        let oracle = others.iter().fold(first.oracle(), |all, other| all.and(&other.oracle()));
        check(&Calendar::common(&calendars.iter().collect::<Vec<_>>()), &oracle, work);
    }

    #[test]
    fn nobody_is_faster_than_the_covering_calendar(
        cases in vec(any_case(), 1..4),
        from in 0..200_000i64,
        work in 1..100_000i64,
    ) {
        let calendars: Vec<Calendar> = cases.iter().map(Case::calendar).collect();
        let covering = Calendar::covering(&calendars.iter().collect::<Vec<_>>());
        let start = Moment(midnight_before(cases[0].first) + from);
        for calendar in &calendars {
            let Some(finish) = calendar.finish(start, Work(work)) else { continue };
            prop_assert!(covering.finish(start, Work(work)) <= Some(finish));
            prop_assert!(covering.work_between(start, finish) >= Work(work));
        }
        if cases.len() == 1 && cases[0].rules.until.is_none() {
            prop_assert_eq!(covering.next_working(start), calendars[0].next_working(start));
        }
    }

    #[test]
    fn there_and_back(
        case in any_case(),
        from in 0..200_000i64,
        work in 1..400_000i64,
        more in 0..50_000i64,
    ) {
        let calendar = case.calendar();
        let start = Moment(midnight_before(case.first) + from);
        if let Some(finish) = calendar.finish(start, Work(work)) {
            prop_assert!(finish > start);
            prop_assert_eq!(calendar.work_between(start, finish), Work(work));
            prop_assert_eq!(calendar.last_worked(finish), Some(finish));
            // The latest start is not before `start`, and as much is worked from it.
            let latest = calendar.start(finish, Work(work)).expect("`start` is one such start");
            prop_assert!(start <= latest);
            prop_assert_eq!(Some(latest), calendar.next_working(start));
            prop_assert_eq!(calendar.finish(latest, Work(work)), Some(finish));
            prop_assert_eq!(calendar.offset(finish, Work(-work)), Some(latest));
            if let Some(later) = calendar.finish(start, Work(work + more)) {
                prop_assert!(finish <= later);
                prop_assert_eq!(calendar.finish(finish, Work(more)), Some(later));
                prop_assert_eq!(calendar.work_between(finish, later), Work(more));
            }
        }
        if let Some(next) = calendar.next_working(start) {
            prop_assert!(next >= start);
            prop_assert_eq!(calendar.work_between(start, next), Work(0));
            prop_assert_eq!(calendar.work_between(next, Moment(next.0 + 1)), Work(1));
        }
        stretches_say_the_same(&calendar, start, Work(work))?;
    }

    #[test]
    fn no_question_panics(case in any_case(), at in any::<i64>(), work in any::<i64>()) {
        for calendar in [case.calendar(), Calendar::clock()] {
            let at = Moment(at);
            prop_assert!(calendar.stretch_at(at).is_none_or(|stretch| at < stretch.end));
            prop_assert!(calendar.stretch_of(Work(work)).is_none_or(|one| one.start < one.end));
            prop_assert!(calendar.finish(at, Work(work)).is_none_or(|finish| finish >= at));
            prop_assert!(calendar.start(at, Work(work)).is_none_or(|start| start <= at));
            prop_assert!(calendar.next_working(at).is_none_or(|next| next >= at));
            prop_assert!(calendar.last_worked(at).is_none_or(|last| last <= at));
            let between = calendar.work_between(at, Moment(work));
            prop_assert!(between == Work(0) || (between > Work(0)) == (work > at.0));
        }
    }
}
