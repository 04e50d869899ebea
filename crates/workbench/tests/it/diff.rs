//! Which edit moved the date: plans small enough to know the shares, and any change of a larger one.

use text::SourceFile;
use workbench::diff::{Advice, Attribution, attribute, compared, edits};
use workbench::{Dates, Input, PlayOptions, Snapshot, play, read};

const OPTIONS: PlayOptions = PlayOptions { runs: Some(256), seed: Some(3) };
/// Nothing is uncertain: every working day is exactly one.
const CERTAIN: &str = "[forecast]\npace = 0\n";
const DAY: i64 = 480;

const TEAM: &str = "# P\n\n## Team\n\n- Ada `{@ada}`\n- Ben `{@ben}`\n\n";

fn snapshot(text: &str, settings: &str) -> (Snapshot, Dates) {
    let files = vec![SourceFile::new("plan.md", text)];
    let settings = Some(SourceFile::new("fore.toml", settings));
    let today = "2026-04-14".parse().expect("a date");
    let snapshot = read(Input::new(files, settings, today));
    assert!(!snapshot.has_errors(), "{:?}", snapshot.diagnostics);
    let dates = play(&snapshot, OPTIONS).expect("a sound plan");
    (snapshot, dates)
}

fn p80_minutes(base: &Dates, head: &(Snapshot, Dates)) -> i64 {
    let p80 = |dates: &Dates| dates.forecast.finish.percentile(80).expect("an end");
    let calendar = head.0.lowered.as_ref().expect("a problem").plan_calendar();
    calendar.work_between(p80(base), p80(&head.1)).0
}

fn attributed(base: &(Snapshot, Dates), head: &(Snapshot, Dates)) -> Attribution {
    let steps: Vec<_> = edits(&base.0, &head.0).into_iter().map(|edit| edit.step).collect();
    let total = p80_minutes(&base.1, head);
    let dates = [&base.1, &head.1];
    let found = attribute(&base.0, &head.0, &steps, total, OPTIONS, dates).expect("dates");
    assert_eq!(found.total(), total, "shares add up");
    found
}

/// The shares of the edits between two lists of work, in working days.
#[track_caller]
fn check(base: &str, head: &str, expected: &[f64]) -> Attribution {
    let text = |work: &str| format!("{TEAM}{work}");
    let found = attributed(&snapshot(&text(base), CERTAIN), &snapshot(&text(head), CERTAIN));
    let days: Vec<f64> = found.steps.iter().map(|minutes| *minutes as f64 / DAY as f64).collect();
    assert_eq!(days, expected, "{found:?}");
    assert!(found.is_exact);
    found
}

#[test]
fn work_of_one_person_adds_up() {
    let base = "## Work\n\n- [ ] A `{#a @ada 5d..5d}`\n";
    let head = format!("{base}- [ ] B `{{#b @ada 2d..2d}}`\n- [ ] C `{{#c @ada 3d..3d}}`\n");
    let found = check(base, &head, &[2.0, 3.0]);
    assert_eq!(found.without, [Some(2 * DAY), Some(3 * DAY)]);
    assert_eq!((found.settings, found.order, found.other), (0, 0, 0));
}

#[test]
fn work_side_by_side_shares_what_both_would_cost() {
    // Ada 5 → 9 days, Ben 0 → 7: alone 4 and 2 days later, together 4. In the two orders the first
    // adds 4 and then 4 - 2, the second 2 and then 0: 3 and 1. Without Ben's nothing is won.
    let base = "## Work\n\n- [ ] A `{#a @ada 5d..5d}`\n";
    let head = "## Work\n\n- [ ] A `{#a @ada 9d..9d}`\n- [ ] B `{#b @ben 7d..7d}`\n";
    let found = check(base, head, &[3.0, 1.0]);
    assert_eq!(found.without, [Some(2 * DAY), Some(0)]);
}

#[test]
fn what_needs_another_edit_waits_for_it() {
    // C follows B, which is new: alone it cannot be. B adds 2 alone and 2 first; C 3 after it. In
    // the order C, B it is B with which both come: (2 + 5) / 2 and (3 + 0) / 2.
    let base = "## Work\n\n- [ ] A `{#a @ada 5d..5d}`\n";
    let head =
        format!("{base}- [ ] B `{{#b @ada 2d..2d}}`\n- [ ] C `{{#c @ada 3d..3d after=b}}`\n");
    check(base, &head, &[3.5, 1.5]);
}

#[test]
fn a_feature_comes_along_and_moves_nothing() {
    let base = "## Work\n\n- [ ] A `{#a @ada 5d..5d}`\n";
    let head = "## Features\n\n- [ ] F `{#f after=b}`\n\n\
                ## Work\n\n- [ ] A `{#a @ada 5d..5d}`\n- [ ] B `{#b @ada 2d..2d for=f}`\n";
    check(base, head, &[0.0, 2.0]);
}

#[test]
fn what_is_removed_needs_its_links_gone() {
    // B goes, and C no longer waits for it: 2 days sooner, as Ada does all of it. C's link moves
    // nothing by itself, but B cannot go without it: half of the 2 days each.
    let base = "## Work\n\n- [ ] A `{#a @ada 5d..5d}`\n- [ ] B `{#b @ada 2d..2d}`\n\
                - [ ] C `{#c @ada 1d..1d after=a,b}`\n";
    let head = "## Work\n\n- [ ] A `{#a @ada 5d..5d}`\n- [ ] C `{#c @ada 1d..1d after=a}`\n";
    check(base, head, &[-1.0, -1.0]);
}

#[test]
fn settings_have_a_share_of_their_own() {
    let work = format!("{TEAM}## Work\n\n- [ ] A `{{#a @ada 5d..5d}}`\n");
    let more = format!("{work}- [ ] B `{{#b @ada 2d..2d}}`\n");
    // Days of ten hours: 5 of them are 3,000 minutes instead of 2,400, and 7 are 4,200. The task
    // alone adds 960, the settings 600, both 1,800: (960 + 1,200) / 2 and (600 + 840) / 2.
    let settings = format!("{CERTAIN}[units]\nday = \"10h\"\n");
    let found = attributed(&snapshot(&work, CERTAIN), &snapshot(&more, &settings));
    assert_eq!(found.steps[0], 1_080);
    assert_eq!(found.settings, 720);
}

const BILLING: &str = include_str!("../../../../examples/billing/plan/plan.md");

/// Twenty tasks of the sample change at once: a sample of orders, and still the exact sum.
#[test]
fn many_edits_add_up_too() {
    let mut head = BILLING.to_owned();
    for (old, new) in [("3d..6d", "4d..9d"), ("4d..8d", "3d..5d"), ("2d..5d", "2d..9d")] {
        head = head.replace(old, new);
    }
    let (base, head) = (snapshot(BILLING, ""), snapshot(&head, ""));
    let found = attributed(&base, &head);
    assert!(found.steps.len() > 10 && !found.is_exact, "{found:?}");
    assert_eq!(found, attributed(&base, &head));
}

#[test]
fn nothing_that_is_different_moves_nothing() {
    let side = snapshot(BILLING, "");
    let found = attributed(&side, &side);
    assert_eq!((found.steps.len(), found.total(), found.other), (0, 0, 0));
}

/// Graham's anomaly. Cy does T3 and then T0, which nobody is free for sooner, so T4 waits until day 7
/// and ends on day 15. If T3 takes a day more, Ben is free as soon as Cy: he takes T0, and T4 goes
/// from day 6 to day 14. If everybody kept their tasks it would end on day 16.
#[test]
fn more_work_that_is_done_sooner_is_told_from_less_work() {
    let plan = |days: &str| {
        let work = "## Work\n\n- [ ] T0 `{#t0 3d..3d}`\n- [ ] T1 `{#t1 @ada 6d..6d}`\n\
            - [ ] T2 `{#t2 @ada|@ben 5d..5d}`\n- [ ] T3 `{#t3 DAYS}`\n\
            - [ ] T4 `{#t4 @cy 8d..8d after=t1,t2,t3}`\n";
        let team = TEAM.replace("- Ben `{@ben}`\n", "- Ben `{@ben}`\n- Cy `{@cy}`\n");
        snapshot(&(team + &work.replace("DAYS", days)), CERTAIN)
    };
    let found = compared(Some(plan("4d..4d")), plan("5d..5d"), OPTIONS, Advice::Single);
    assert_eq!(found.p80_minutes, Some(-DAY));
    let kept = found.if_kept.expect("more work is never sooner by itself");
    // Day 1 is Tuesday, 14 April: day 15 is Monday, 4 May.
    assert_eq!(kept.date.base.map(|date| date.to_string()).as_deref(), Some("2026-05-04"));
    assert_eq!(kept.working_days, Some(1));

    let shorter = compared(Some(plan("5d..5d")), plan("1d..1d"), OPTIONS, Advice::Single);
    assert_eq!(shorter.if_kept, None);
}
