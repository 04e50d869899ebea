//! What the rules mean, one small plan each, with dates worked out by hand. People work Monday to
//! Friday from 9 to 17 (8 h) unless said otherwise; today is Monday 5 January 2026.

use calendar::{Moment, Span, Work};
use jiff::civil::date;
use schedule::{
    ActivityId, CalendarId, Cause, Dispatcher, Entry, HandOver, Lag, LinkKind, Mode, ProblemParts,
    Progress, Schedule, check_schedule, priority_order,
};

use crate::build::{activity, at, hours, link, mode, office, parts, problem, working_days};

/// The run with middle efforts, by the usual priority.
fn solve(parts: ProblemParts) -> Schedule {
    let (problem, efforts) = problem(parts);
    let schedule = schedule::solve(&problem, &efforts);
    assert_eq!(check_schedule(&problem, &efforts, &schedule), vec![]);
    schedule
}

/// The run in plan order in which the efforts are others than expected.
fn run(parts: ProblemParts, efforts: &[Work]) -> Schedule {
    let (problem, middle) = problem(parts);
    let order: Vec<ActivityId> = problem.ids().collect();
    let schedule = Dispatcher::new(&problem, &order, &middle).run(efforts);
    assert_eq!(check_schedule(&problem, efforts, &schedule), vec![]);
    schedule
}

fn entry(schedule: &Schedule, activity: u32) -> &Entry {
    schedule.entry(ActivityId(activity)).expect("it is finished")
}

fn dates(schedule: &Schedule, activity: u32) -> (Moment, Moment) {
    let entry = entry(schedule, activity);
    (entry.resumed, entry.finish)
}

fn share(percent: u32, mode: Mode) -> Mode {
    Mode { share_percent: percent, ..mode }
}

#[test]
fn one_person_does_one_thing_at_a_time_and_the_longest_path_goes_first() {
    let mut parts = parts(vec![office()], 1);
    // 0: 8 h on its own; 1: 8 h, then 2 (waits 16 h for nobody): path 24 h, so 1 goes first.
    let by_ada = || vec![mode(0, &[0])];
    parts.activities = vec![
        activity(hours(8), by_ada()),
        activity(hours(8), by_ada()),
        activity(hours(16), vec![mode(0, &[])]),
    ];
    parts.links = vec![link(1, 2, LinkKind::FinishStart, 0)];
    let schedule = solve(parts);
    assert_eq!(dates(&schedule, 1), (at(5, 9), at(5, 17)));
    assert_eq!(dates(&schedule, 0), (at(6, 9), at(6, 17)));
    assert_eq!(dates(&schedule, 2), (at(6, 9), at(7, 17)));
    assert_eq!(entry(&schedule, 0).cause, Cause::Busy(ActivityId(1)));
    assert_eq!(entry(&schedule, 1).cause, Cause::Nothing);
    assert_eq!(entry(&schedule, 2).cause, Cause::Link(0), "over the night nobody was busy");
}

#[test]
fn equal_paths_go_by_must_then_value_then_order() {
    let mut parts = parts(vec![office()], 1);
    parts.activities = (0..4).map(|_| activity(hours(8), vec![mode(0, &[0])])).collect();
    parts.activities[3].rank.must = true;
    parts.activities[2].rank.value = 5.0;
    let (problem, efforts) = problem(parts);
    let order: Vec<u32> = priority_order(&problem, &efforts).iter().map(|id| id.0).collect();
    assert_eq!(order, [3, 2, 0, 1]);
}

#[test]
fn what_does_not_lead_to_the_finish_goes_last() {
    let mut parts = parts(vec![office()], 1);
    parts.activities =
        vec![activity(hours(80), vec![mode(0, &[0])]), activity(hours(8), vec![mode(0, &[0])])];
    parts.finish = vec![ActivityId(1)];
    let (problem, efforts) = problem(parts);
    assert_eq!(priority_order(&problem, &efforts), [ActivityId(1), ActivityId(0)]);
}

#[test]
fn a_task_waits_for_a_faster_person_but_does_not_count_on_one_whom_others_wait_for() {
    // Bea (person 1) has 40 % of her time. 0 keeps Ada busy until Monday 17:00.
    let mut parts = parts(vec![office()], 2);
    let either = || vec![mode(0, &[0]), share(40, mode(0, &[1]))];
    parts.activities = vec![
        activity(hours(8), vec![mode(0, &[0])]),
        // Ada: Tuesday 17:00. Bea: 8 / 0.4 = 20 h, Wednesday 13:00. It waits for Ada.
        activity(hours(8), either()),
        // Ada after that: Wednesday 17:00. Bea now: Wednesday 13:00.
        activity(hours(8), either()),
    ];
    let efforts = [hours(8); 3];
    let schedule = run(parts, &efforts);
    assert_eq!((entry(&schedule, 1).mode, dates(&schedule, 1)), (0, (at(6, 9), at(6, 17))));
    assert_eq!((entry(&schedule, 2).mode, dates(&schedule, 2)), (1, (at(5, 9), at(7, 13))));
    assert_eq!(entry(&schedule, 1).cause, Cause::Busy(ActivityId(0)));
}

#[test]
fn who_works_on_something_late_is_expected_now_and_the_choice_is_made_anew() {
    // As above, but task 0 takes 24 h instead of 8 h: Ada is free on Wednesday 17:00. Nobody knows;
    // on Monday 17:00 she is expected "now", and task 1 keeps waiting as nothing happens before.
    let mut parts = parts(vec![office()], 2);
    parts.activities = vec![
        activity(hours(8), vec![mode(0, &[0])]),
        activity(hours(8), vec![mode(0, &[0]), share(40, mode(0, &[1]))]),
        activity(hours(4), vec![share(40, mode(0, &[1]))]),
    ];
    // Task 2 keeps Bea until Tuesday 11:00 (10 h). At that moment: Ada now, 8 h, ends Wednesday 11:00;
    // Bea 20 h ends Thursday 15:00. Task 1 waits on, until Ada is free: Thursday 9:00 to 17:00.
    let schedule = run(parts, &[hours(24), hours(8), hours(4)]);
    assert_eq!(dates(&schedule, 2), (at(5, 9), at(6, 11)));
    assert_eq!((entry(&schedule, 1).mode, dates(&schedule, 1)), (0, (at(8, 9), at(8, 17))));
}

#[test]
fn together_needs_both_at_once_while_the_free_one_does_something_else() {
    let mut parts = parts(vec![office()], 2);
    parts.activities = vec![
        activity(hours(16), vec![mode(0, &[0])]),
        activity(hours(8), vec![mode(0, &[0, 1])]),
        activity(hours(4), vec![mode(0, &[1])]),
    ];
    let efforts = [hours(16), hours(8), hours(4)];
    let schedule = run(parts, &efforts);
    assert_eq!(dates(&schedule, 2), (at(5, 9), at(5, 13)));
    assert_eq!(dates(&schedule, 1), (at(7, 9), at(7, 17)));
}

#[test]
fn a_share_of_time_and_the_cost_of_taking_over() {
    let mut parts = parts(vec![office()], 1);
    let taken_over = Mode { hand_over: HandOver { extra: hours(8), percent: 20 }, ..mode(0, &[0]) };
    // (10 h × 1.2 + 8 h) / 40 % = 50 h: six days and 2 h.
    parts.activities = vec![activity(hours(10), vec![share(40, taken_over)])];
    assert_eq!(dates(&solve(parts), 0), (at(5, 9), at(13, 11)));
}

#[test]
fn leave_is_waited_for_and_somebody_else_may_start_in_between() {
    let leave = [(date(2026, 1, 5), date(2026, 1, 9))];
    let mut parts = parts(vec![working_days(&[0, 1, 2, 3, 4], &leave, None)], 1);
    parts.activities = vec![
        activity(hours(8), vec![mode(0, &[0])]),
        // Ready only on the 8th, still before she is back, and goes first then.
        activity(hours(16), vec![mode(0, &[0])]),
    ];
    parts.activities[1].release = Some(at(8, 0));
    let schedule = solve(parts);
    assert_eq!(dates(&schedule, 1), (at(12, 9), at(13, 17)));
    assert_eq!(dates(&schedule, 0), (at(14, 9), at(14, 17)));
    assert_eq!(entry(&schedule, 1).cause, Cause::Release);
}

#[test]
fn the_four_kinds_of_links_with_lags() {
    use LinkKind::{FinishFinish, FinishStart, StartFinish, StartStart};
    let check = |kind, lag_days: i64, start, finish| {
        let mut parts = parts(vec![office()], 0);
        parts.activities = vec![
            activity(hours(16), vec![mode(0, &[])]), // Monday and Tuesday
            activity(hours(8), vec![mode(0, &[])]),
        ];
        parts.links = vec![link(0, 1, kind, 0)];
        parts.links[0].lag = Lag::Working(CalendarId(0), hours(lag_days * 8));
        let schedule = solve(parts);
        assert_eq!(dates(&schedule, 1), (start, finish), "{kind:?} {lag_days}");
    };
    check(FinishStart, 0, at(7, 9), at(7, 17));
    check(FinishStart, 1, at(8, 9), at(8, 17));
    check(FinishStart, -1, at(6, 9), at(6, 17));
    check(StartStart, 0, at(5, 9), at(5, 17));
    check(StartStart, 1, at(6, 9), at(6, 17));
    check(FinishFinish, 0, at(6, 9), at(6, 17));
    check(FinishFinish, 1, at(7, 9), at(7, 17));
    check(FinishFinish, -1, at(5, 9), at(5, 17));
    check(StartFinish, 0, at(5, 9), at(5, 17));
    // Finishes no sooner than Wednesday 9:00 less nothing worked since Tuesday 17:00.
    check(StartFinish, 2, at(6, 9), at(6, 17));
    check(StartFinish, 3, at(7, 9), at(7, 17));
}

#[test]
fn a_lead_starts_work_in_the_past_of_its_cause_if_people_were_idle() {
    // Task 0 starts on Tuesday 9:00 and ends then at 17:00; task 1 leads it by 12 h of clock.
    let mut parts = parts(vec![office()], 2);
    parts.activities =
        vec![activity(hours(8), vec![mode(0, &[0])]), activity(hours(8), vec![mode(0, &[1])])];
    parts.activities[0].release = Some(at(6, 9));
    parts.links = vec![link(0, 1, LinkKind::FinishStart, -25)];
    // Tuesday 17:00 less 25 h: Monday 16:00.
    assert_eq!(dates(&solve(parts), 1), (at(5, 16), at(6, 16)));
}

#[test]
fn started_work_goes_on_at_once_in_plan_order_and_only_obstacles_hold_it() {
    let started = Progress::Started { start: at(2, 9) };
    let mut parts = parts(vec![office()], 1);
    parts.activities = vec![
        activity(hours(80), vec![mode(0, &[])]),
        activity(hours(8), vec![mode(0, &[0])]),
        activity(hours(40), vec![mode(0, &[0])]),
        activity(hours(8), vec![mode(0, &[0])]),
    ];
    parts.activities[1].progress = started;
    parts.activities[2].progress = started;
    parts.links = vec![link(0, 1, LinkKind::FinishStart, 0)];
    let schedule = solve(parts.clone());
    assert_eq!(dates(&schedule, 1), (at(5, 9), at(5, 17)), "the open predecessor is ignored");
    assert_eq!(dates(&schedule, 2), (at(6, 9), at(12, 17)), "plan order, though it is longer");
    assert_eq!(entry(&schedule, 1).start, at(2, 9));
    assert_eq!(dates(&schedule, 3).0, at(13, 9));

    parts.links[0].binds_started = true;
    let schedule = solve(parts);
    assert_eq!(dates(&schedule, 2), (at(5, 9), at(9, 17)));
    assert_eq!(dates(&schedule, 3), (at(12, 9), at(12, 17)), "nobody waits idly");
    assert_eq!(dates(&schedule, 1), (at(19, 9), at(19, 17)));
    assert_eq!(entry(&schedule, 1).cause, Cause::Link(0));
}

#[test]
fn who_leaves_midway_hands_the_rest_on() {
    // Ada leaves after Tuesday the 6th; Bea may do it too. Nobody fits 32 h but Bea.
    let mut parts =
        parts(vec![working_days(&[0, 1, 2, 3, 4], &[], Some(date(2026, 1, 6))), office()], 2);
    parts.hand_over = HandOver { extra: hours(8), percent: 20 };
    let either = || vec![mode(0, &[0]), mode(1, &[1])];
    parts.activities = vec![activity(hours(16), either())];
    // Expected to take 16 h, so Ada fits and is first; it takes 26 h, 10 h of them after she leaves:
    // 10 h × 1.2 + 8 h = 20 h for Bea.
    let schedule = run(parts.clone(), &[hours(26)]);
    let entry = entry(&schedule, 0);
    assert_eq!((entry.start, entry.mode), (at(5, 9), 0));
    assert_eq!(entry.handed_on, Some((at(7, 9), 1)));
    assert_eq!(entry.finish, at(9, 13));

    // Whoever fits is taken at once where the leaver is expected not to.
    parts.activities[0] = activity(hours(26), either());
    assert_eq!(solve(parts.clone()).entries[0].map(|entry| entry.mode), Some(1));

    // With nobody else it is never finished, and neither is what follows.
    parts.activities =
        vec![activity(hours(26), vec![mode(0, &[0])]), activity(hours(8), vec![mode(1, &[1])])];
    parts.links = vec![link(0, 1, LinkKind::FinishStart, 0)];
    assert_eq!(solve(parts).entries, [None, None]);
}

#[test]
fn a_pool_of_units_is_shared() {
    let mut parts = parts(vec![office()], 1);
    parts.resources[0].capacity = 3;
    let units = |units| {
        let mut mode = mode(0, &[0]);
        mode.demands[0].units = units;
        vec![mode]
    };
    parts.activities = vec![
        activity(hours(16), units(2)),
        activity(hours(8), units(2)),
        activity(hours(4), units(1)),
        activity(hours(8), units(1)),
    ];
    let efforts = [hours(16), hours(8), hours(4), hours(8)];
    let schedule = run(parts, &efforts);
    assert_eq!(dates(&schedule, 0), (at(5, 9), at(6, 17)));
    assert_eq!(dates(&schedule, 2), (at(5, 9), at(5, 13)));
    assert_eq!(dates(&schedule, 3), (at(5, 13), at(6, 13)));
    assert_eq!(dates(&schedule, 1), (at(7, 9), at(7, 17)));
}

#[test]
fn nothing_that_is_finished_moves_and_waits_in_clock_time_run_over_the_weekend() {
    let mut parts = parts(vec![office(), calendar::Calendar::clock()], 1);
    parts.activities = vec![
        activity(Work(0), vec![mode(0, &[0])]),
        activity(Work(100 * 60), vec![mode(1, &[])]),
        activity(hours(8), vec![mode(0, &[0])]),
    ];
    let finished = Progress::Finished { start: at(1, 9), finish: at(2, 17) };
    parts.activities[0].progress = finished;
    parts.links = vec![link(0, 1, LinkKind::FinishStart, 12), link(1, 2, LinkKind::FinishStart, 0)];
    // The wait begins today at 0:00, as its own bound (Saturday 5:00) is past; 100 h: Friday 4:00.
    let schedule = solve(parts);
    assert_eq!(dates(&schedule, 0), (at(1, 9), at(2, 17)));
    assert_eq!(dates(&schedule, 1), (at(5, 0), at(5, 0) + Span(100 * 60)));
    assert_eq!(dates(&schedule, 2), (at(9, 9), at(9, 17)));
}
