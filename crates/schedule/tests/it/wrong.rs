//! Corrupted schedules, each refused for its reason and for no other.

use calendar::{Moment, Span, Work};
use jiff::civil::date;
use schedule::{
    ActivityId, Cause, Entry, LinkKind, Problem, Progress, ResourceId, Schedule, Violation,
    check_schedule, solve,
};

use crate::build::{activity, at, hours, link, mode, monday, office, parts, problem, working_days};

/// 0 finished, 1 started (24 h left by Ada), 2 of 8 h by Bea then 3 of 8 h by Ada or by Cy, who leaves
/// after the 9th, 4 of 8 h by Cy from the 7th on, 5 of 8 h by nobody, finishing no sooner than 3.
fn plan() -> (Problem, Vec<Work>) {
    let leaves = working_days(&[0, 1, 2, 3, 4], &[], Some(date(2026, 1, 9)));
    let mut parts = parts(vec![office(), leaves], 3);
    parts.activities = vec![
        activity(hours(8), vec![mode(0, &[0])]),
        activity(hours(24), vec![mode(0, &[0])]),
        activity(hours(8), vec![mode(0, &[1])]),
        activity(hours(8), vec![mode(0, &[0]), mode(1, &[2])]),
        activity(hours(8), vec![mode(1, &[2]), mode(0, &[1])]),
        activity(hours(8), vec![mode(0, &[])]),
    ];
    parts.activities[0].progress = Progress::Finished { start: at(1, 9), finish: at(2, 17) };
    parts.activities[1].progress = Progress::Started { start: at(2, 9) };
    parts.activities[4].release = Some(at(7, 0));
    parts.links = vec![link(2, 3, LinkKind::FinishStart, 0), link(3, 5, LinkKind::FinishFinish, 0)];
    problem(parts)
}

fn check(corrupt: impl FnOnce(&mut Schedule), expected: &[Violation]) {
    let (problem, efforts) = plan();
    let mut schedule = solve(&problem, &efforts);
    assert_eq!(check_schedule(&problem, &efforts, &schedule), vec![], "the solver's own is right");
    corrupt(&mut schedule);
    assert_eq!(check_schedule(&problem, &efforts, &schedule), expected);
}

/// Changes the entry of one activity.
fn change(activity: usize, change: impl FnOnce(&mut Entry)) -> impl FnOnce(&mut Schedule) {
    move |schedule| change(schedule.entries[activity].as_mut().expect("it is finished"))
}

/// Places work by the day: 9:00 of one to 17:00 of another.
fn place(from_day: i8, to_day: i8) -> impl FnOnce(&mut Entry) {
    move |entry| {
        (entry.start, entry.resumed) = (at(from_day, 9), at(from_day, 9));
        entry.finish = at(to_day, 17);
    }
}

const fn id(index: u32) -> ActivityId {
    ActivityId(index)
}

fn duration(activity: u32, needed: i64, found: i64) -> Violation {
    Violation::Duration { activity: id(activity), needed: hours(needed), found: hours(found) }
}

#[test]
fn entries_are_missing() {
    check(|schedule| schedule.entries.truncate(5), &[Violation::Entries { found: 5, expected: 6 }]);
    check(|schedule| schedule.entries[4] = None, &[Violation::Missing(id(4))]);
    // What follows then has nothing to follow.
    check(|schedule| schedule.entries[2] = None, &[Violation::Missing(id(2)), Violation::Link(0)]);
}

#[test]
fn the_past_is_changed() {
    check(change(0, |entry| entry.finish = at(3, 17)), &[Violation::Moved(id(0))]);
    check(change(1, |entry| entry.start = at(5, 9)), &[Violation::Moved(id(1))]);
    check(
        change(2, |entry| entry.resumed = at(5, 10)),
        &[Violation::Moved(id(2)), duration(2, 8, 7)],
    );
}

#[test]
fn work_is_before_today_or_its_release() {
    check(change(2, place(2, 2)), &[Violation::BeforeToday(id(2))]);
    let by_bea_on_tuesday = |entry: &mut Entry| {
        place(6, 6)(entry);
        entry.mode = 1;
    };
    check(change(4, by_bea_on_tuesday), &[Violation::BeforeRelease(id(4))]);
}

#[test]
fn the_working_time_is_wrong() {
    check(change(5, |entry| entry.finish = entry.finish + Span(60)), &[]);
    check(change(4, |entry| entry.finish = at(7, 16)), &[duration(4, 8, 7)]);
    check(change(4, |entry| entry.finish = at(8, 10)), &[duration(4, 8, 9)]);
    let early = |entry: &mut Entry| (entry.start, entry.resumed) = (at(7, 8), at(7, 8));
    check(change(4, early), &[Violation::NotWorking(id(4))]);
    check(change(4, |entry| entry.mode = 2), &[Violation::Mode(id(4))]);
}

#[test]
fn links_are_not_kept() {
    // 3 ends on Tuesday; on Monday it would start before 2 has ended.
    check(change(3, place(5, 5)), &[Violation::Link(0)]);
    check(change(5, place(5, 5)), &[Violation::Link(1)]);
}

#[test]
fn people_are_in_two_places() {
    // Ada works on 1 until Wednesday.
    let by_ada = |entry: &mut Entry| entry.mode = 0;
    let overload = Violation::Overload { resource: ResourceId(0), at: at(6, 9) };
    check(change(3, by_ada), &[overload]);
}

#[test]
fn work_is_handed_on_by_somebody_who_stays_or_does_not_add_up() {
    let to_bea = |at: Moment| move |entry: &mut Entry| entry.handed_on = Some((at, 1));
    // Cy is there until Friday 17:00, so nothing is handed on before.
    check(change(4, to_bea(at(7, 12))), &[Violation::HandedOn(id(4))]);
    // From Friday 13:00 Cy does 4 h, Bea the other 4 h from Monday 9:00 on.
    let late = |finish: Moment| {
        move |entry: &mut Entry| {
            (entry.start, entry.resumed, entry.finish) = (at(9, 13), at(9, 13), finish);
            entry.handed_on = Some((at(12, 9), 1));
        }
    };
    check(change(4, late(at(12, 13))), &[]);
    check(change(4, late(at(12, 12))), &[duration(4, 4, 3)]);
}

#[test]
fn the_cause_is_impossible() {
    let because = |cause| move |entry: &mut Entry| entry.cause = cause;
    check(change(3, because(Cause::Link(1))), &[Violation::Cause(id(3))]);
    check(change(3, because(Cause::Link(7))), &[Violation::Cause(id(3))]);
    check(change(3, because(Cause::Release)), &[Violation::Cause(id(3))]);
    // 1 goes on until Wednesday.
    check(change(3, because(Cause::Busy(id(1)))), &[Violation::Cause(id(3))]);
    check(change(3, because(Cause::Busy(id(9)))), &[Violation::Cause(id(3))]);
}

#[test]
fn nothing_is_before_today_even_on_the_clock() {
    let mut parts = parts(vec![calendar::Calendar::clock()], 0);
    parts.activities = vec![activity(Work(0), vec![mode(0, &[])])];
    let (problem, efforts) = problem(parts);
    let mut schedule = solve(&problem, &efforts);
    let early = monday() - Span(1);
    let entry = schedule.entries[0].as_mut().expect("it is finished");
    (entry.start, entry.resumed, entry.finish) = (early, early, early);
    assert_eq!(
        check_schedule(&problem, &efforts, &schedule),
        [Violation::BeforeToday(ActivityId(0))]
    );
}
