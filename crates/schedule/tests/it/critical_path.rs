//! Early and late dates worked out by hand, for each kind of link with lag and lead. All work Monday to
//! Friday from 9 to 17 (8 h, a day) unless said otherwise; today is Monday 5 January 2026.

use calendar::{Calendar, Work};
use proptest::prelude::*;
use schedule::{
    ActivityId, CalendarId, CriticalPath, Lag, LinkKind, ProblemParts, Progress, critical_path,
};

use crate::build::{activity, at, hours, link, mode, office, parts, problem};

/// Activities of so many days without people.
fn plan(days: &[i64], links: &[(u32, u32, LinkKind, i64)]) -> ProblemParts {
    let mut parts = parts(vec![office(), Calendar::clock()], 0);
    parts.activities =
        days.iter().map(|&days| activity(hours(days * 8), vec![mode(0, &[])])).collect();
    for &(from, to, kind, lag_days) in links {
        let mut link = link(from, to, kind, 0);
        link.lag = Lag::Working(CalendarId(0), hours(lag_days * 8));
        parts.links.push(link);
    }
    parts
}

fn path(parts: ProblemParts) -> CriticalPath {
    let (problem, efforts) = problem(parts);
    critical_path(&problem, &efforts)
}

/// The early and the late days (of January, inclusive) and the total float in days of one activity.
fn check(path: &CriticalPath, activity: usize, early: (i8, i8), late: (i8, i8), float_days: i64) {
    let days = |days: (i8, i8)| (at(days.0, 9), at(days.1, 17));
    assert_eq!((path.early_start[activity], path.early_finish[activity]), days(early), "early");
    assert_eq!((path.late_start[activity], path.late_finish[activity]), days(late), "late");
    assert_eq!(path.total_float[activity], hours(float_days * 8));
    assert_eq!(path.critical[activity], float_days == 0);
}

#[test]
fn finish_to_start() {
    // 0 (2 d) then 1 (1 d); beside them 2 (5 d), Monday to Friday.
    let with_lag = |lag| path(plan(&[2, 1, 5], &[(0, 1, LinkKind::FinishStart, lag)]));
    check(&with_lag(0), 0, (5, 6), (7, 8), 2);
    check(&with_lag(0), 1, (7, 7), (9, 9), 2);
    check(&with_lag(1), 0, (5, 6), (6, 7), 1);
    check(&with_lag(1), 1, (8, 8), (9, 9), 1);
    check(&with_lag(-1), 0, (5, 6), (8, 9), 3);
    check(&with_lag(-1), 1, (6, 6), (9, 9), 3);
    check(&with_lag(-1), 2, (5, 9), (5, 9), 0);
}

#[test]
fn start_to_start() {
    let with_lag = |lag| path(plan(&[2, 1, 5], &[(0, 1, LinkKind::StartStart, lag)]));
    // 0 may end on Friday at the latest: that, not the link, keeps it.
    check(&with_lag(0), 0, (5, 6), (8, 9), 3);
    check(&with_lag(0), 1, (5, 5), (9, 9), 4);
    check(&with_lag(3), 0, (5, 6), (6, 7), 1);
    check(&with_lag(3), 1, (8, 8), (9, 9), 1);
}

#[test]
fn finish_to_finish() {
    let with_lag = |lag| path(plan(&[2, 1, 5], &[(0, 1, LinkKind::FinishFinish, lag)]));
    check(&with_lag(0), 0, (5, 6), (8, 9), 3);
    check(&with_lag(0), 1, (6, 6), (9, 9), 3);
    check(&with_lag(2), 0, (5, 6), (6, 7), 1);
    check(&with_lag(2), 1, (8, 8), (9, 9), 1);
    check(&with_lag(-1), 1, (5, 5), (9, 9), 4);
}

#[test]
fn start_to_finish() {
    let with_lag = |lag| path(plan(&[2, 1, 5], &[(0, 1, LinkKind::StartFinish, lag)]));
    check(&with_lag(0), 1, (5, 5), (9, 9), 4);
    // 1 ends no sooner than 3 d after 0 starts: Wednesday 17:00.
    check(&with_lag(3), 0, (5, 6), (7, 8), 2);
    check(&with_lag(3), 1, (7, 7), (9, 9), 2);
}

#[test]
fn milestones_stay_where_they_are_put_and_free_float_is_what_no_successor_feels() {
    // 0 (1 d), a milestone, 2 (2 d); beside them 3 (4 d).
    let links = [(0, 1, LinkKind::FinishStart, 0), (1, 2, LinkKind::FinishStart, 0)];
    let path = path(plan(&[1, 0, 2, 4], &links));
    assert_eq!((path.early_start[1], path.late_start[1]), (at(5, 17), at(7, 9)));
    assert_eq!(path.total_float, [8, 8, 8, 0].map(hours));
    assert_eq!(path.free_float, [0, 0, 8, 0].map(hours));
}

#[test]
fn only_what_leads_to_the_finish_is_critical_for_it() {
    let mut parts = plan(&[2, 5], &[]);
    parts.finish = vec![ActivityId(0)];
    let path = path(parts);
    check(&path, 0, (5, 6), (5, 6), 0);
    check(&path, 1, (5, 9), (5, 9), 0);
}

#[test]
fn progress_and_modes() {
    let mut parts = plan(&[2, 1, 1], &[(0, 1, LinkKind::FinishStart, 0)]);
    parts.activities[0].progress = Progress::Finished { start: at(1, 9), finish: at(2, 17) };
    parts.activities[1].progress = Progress::Started { start: at(2, 9) };
    // On the clock 8 h from midnight end at 8:00, before anybody in the office has begun.
    parts.activities[2].modes.push(mode(1, &[]));
    let path = path(parts);
    assert_eq!((path.early_start[0], path.late_finish[0]), (at(1, 9), at(2, 17)));
    assert_eq!((path.total_float[0], path.critical[0]), (Work(0), false));
    check(&path, 1, (5, 5), (5, 5), 0);
    assert_eq!((path.early_start[2], path.early_finish[2]), (at(5, 0), at(5, 8)));
    assert_eq!(path.total_float[2], hours(9));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// On the clock, with finish-to-start links and lags, float is the longest path of all less the
    /// longest path through the activity.
    #[test]
    fn float_is_what_the_longest_path_leaves(
        minutes in proptest::collection::vec(0i64..1000, 1..10),
        links in proptest::collection::vec((0u32..10, 0u32..10, 0i64..20), 0..14),
    ) {
        let n = minutes.len();
        let mut parts = parts(vec![Calendar::clock()], 0);
        parts.activities =
            minutes.iter().map(|&minutes| activity(Work(minutes), vec![mode(0, &[])])).collect();
        let links: Vec<_> =
            links.into_iter().filter(|&(a, b, _)| a < b && (b as usize) < n).collect();
        parts.links =
            links.iter().map(|&(a, b, lag)| link(a, b, LinkKind::FinishStart, lag)).collect();
        let (mut before, mut after) = (vec![0; n], vec![0; n]);
        for at in 0..n {
            let back = n - 1 - at;
            for &(a, b, lag) in &links {
                let (a, b) = (a as usize, b as usize);
                if b == at {
                    before[at] = before[at].max(before[a] + minutes[a] + lag * 60);
                }
                if a == back {
                    after[back] = after[back].max(lag * 60 + minutes[b] + after[b]);
                }
            }
        }
        let through: Vec<i64> = (0..n).map(|at| before[at] + minutes[at] + after[at]).collect();
        let longest = through.iter().copied().max().unwrap_or(0);
        let path = path(parts);
        let float: Vec<Work> = through.iter().map(|length| Work(longest - length)).collect();
        let critical: Vec<bool> = through.iter().map(|&length| length == longest).collect();
        prop_assert_eq!(path.total_float, float);
        prop_assert_eq!(path.critical, critical);
    }
}
