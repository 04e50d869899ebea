//! Levers: what would help is found, free moves first, and what buys nothing is said.

use plan::{LeverCost, LeverKind, TaskId};
use text::SourceFile;
use workbench::levers::{PricedLever, best, candidates};
use workbench::{Dates, Input, PlayOptions, Snapshot, play, read};

const OPTIONS: PlayOptions = PlayOptions { runs: Some(1024), seed: Some(7) };

fn snapshot(text: &str) -> (Snapshot, Dates) {
    let files = vec![SourceFile::new("plan.md", text)];
    let today = "2026-03-02".parse().expect("a date");
    let snapshot = read(Input::new(files, None, today));
    let dates = play(&snapshot, OPTIONS).expect("a sound plan");
    (snapshot, dates)
}

fn found(text: &str) -> Vec<PricedLever> {
    let (snapshot, dates) = snapshot(text);
    best(&snapshot, &dates, OPTIONS, 10)
}

fn kinds(levers: &[PricedLever]) -> Vec<&LeverKind> {
    levers.iter().map(|priced| &priced.lever.kind).collect()
}

const UNEVEN: &str = "\
# P

`{#p due=2026-03-20 hard}`

## Team

- Ada `{@ada}`
- Ben `{@ben}`

## Work

- [ ] One `{#one @ada 4d..4d}`
- [ ] Two `{#two @ada 4d..4d}`
- [ ] Three `{#three @ada 4d..4d}`
- [ ] Paint `{#paint @ben 1d..1d optional value=3}`
";

#[test]
fn work_goes_to_whoever_is_idle_and_idle_work_buys_nothing() {
    let levers = found(UNEVEN);
    let [first, .., last] = levers.as_slice() else { panic!("{levers:?}") };
    let LeverKind::HandOver { tasks, .. } = &first.lever.kind else { panic!("{first:?}") };
    // Twelve days of Ada's become eight at best: one or two of three tasks go.
    assert!((1..=2).contains(&tasks.len()), "{tasks:?}");
    assert!(first.helps() && first.lever.kind.cost() == LeverCost::Free);
    assert_eq!(last.lever.kind, LeverKind::Cut(TaskId(3)));
    assert!(!last.helps());
    assert_eq!(last.finish.p80.map(|shift| shift.0), Some(0));
    assert!(first.chance > last.chance, "{:?} {:?}", first.chance, last.chance);
}

#[test]
fn a_handed_over_task_is_in_one_lever_only() {
    let levers = found(UNEVEN);
    let mut seen = Vec::new();
    for kind in kinds(&levers) {
        let LeverKind::HandOver { tasks, .. } = kind else { continue };
        assert!(tasks.iter().all(|task| !seen.contains(task)), "{levers:?}");
        seen.extend(tasks);
    }
}

#[test]
fn dates_lags_leave_and_smaller_forms_are_levers() {
    let levers = found(
        "\
# P

## Team

- Ada `{@ada away=2026-03-12..2026-03-13}`

## Work

- [ ] One `{#one @ada 4d..4d start=2026-03-09 smaller=1d..1d}`
- [ ] Two `{#two @ada 4d..4d after=one:+4d}`
",
    );
    let found = kinds(&levers);
    let has = |wanted: fn(&LeverKind) -> bool| found.iter().any(|kind| wanted(kind));
    assert!(has(|kind| matches!(kind, LeverKind::StartSooner { .. })), "{found:?}");
    assert!(has(|kind| matches!(kind, LeverKind::DropLag { .. })), "{found:?}");
    assert!(has(|kind| matches!(kind, LeverKind::MoveLeave { .. })), "{found:?}");
    assert!(has(|kind| matches!(kind, LeverKind::Smaller(_))), "{found:?}");
    let costs: Vec<LeverCost> = found.iter().map(|kind| kind.cost()).collect();
    assert!(costs.is_sorted(), "{costs:?}");
}

/// Whether a contract that helps is offered in a plan of these tasks.
#[track_caller]
fn check_contract(tasks: &str, offered: bool) {
    let levers = found(&format!("# P\n\n{tasks}"));
    let contract = levers.iter().find(|l| matches!(l.lever.kind, LeverKind::Contract { .. }));
    assert_eq!(contract.is_some_and(PricedLever::helps), offered, "{tasks}{levers:?}");
}

#[test]
fn a_contract_lets_two_people_work_side_by_side() {
    // Thirty days become two for the contract, fifteen side by side, two to put them together.
    check_contract(
        "- [ ] Service `{#service @ada 15d..15d}`
- [ ] Screen `{#screen @ben 15d..15d after=service}`
- [ ] Manual `{#manual @cy 3d..3d after=screen}`
",
        true,
    );
}

#[test]
fn no_contract_into_the_end_nor_into_work_on_what_was_built() {
    let between = |second: &str, rest: &str| {
        format!("- [ ] Service `{{#service @ada 15d..15d}}`\n- [ ] {second}\n{rest}")
    };
    let next = "- [ ] Manual `{#manual @cy 3d..3d after=x}`\n";
    let milestone = "\n## Milestones\n\n- [ ] Shown `{#shown after=x}`\n";
    let also = "- [ ] Sums `{#sums @cy 15d..15d}`\n";
    check_contract(&between("Screen `{#x @ben 15d..15d after=service}`", next), true);
    check_contract(&between("Screen `{#x @ben 15d..15d after=service}`", ""), false);
    let before_milestone = format!("{next}{milestone}");
    check_contract(&between("Screen `{#x @ben 15d..15d after=service}`", &before_milestone), false);
    check_contract(&between("Fix what is found `{#x @ben 15d..15d after=service}`", next), false);
    let of_two =
        between("Screen `{#x @ben 15d..15d after=service,sums}`", &format!("{also}{next}"));
    check_contract(&of_two, false);
    let systems = format!("{next}\n## Systems\n\n- Web `{{#web kind=ui}}`\n");
    check_contract(
        &between("Screen `{#x @ben 15d..15d after=service changes=web}`", &systems),
        false,
    );
}

#[test]
fn the_same_plan_has_the_same_levers_and_a_finished_one_has_none() {
    let (one, other) = (found(UNEVEN), found(UNEVEN));
    assert_eq!(kinds(&one), kinds(&other));
    let done = "# P\n\n- [x] One `{#one @ada 4d optional smaller=1d done=2026-02-27}`\n";
    let (snapshot, dates) = snapshot(done);
    assert!(candidates(&snapshot, &dates).is_empty());
    assert!(best(&snapshot, &dates, OPTIONS, 5).is_empty());
}

const SKILLED: &str = "\
# P

## Team

- Ada `{@ada skills=sql}`
- Ben `{@ben}`

## Work

- [ ] One `{#one @ada 10d..10d}`
- [ ] Two `{#two @ada 30d..30d}`
- [ ] Three `{#three @ada 30d..30d}`
- [ ] Tables `{#tables needs=sql 30d..30d}`
";

#[test]
fn who_joins_and_who_learns_takes_time_first() {
    let (snapshot, dates) = snapshot(SKILLED);
    let levers = candidates(&snapshot, &dates);
    let date = |text: &str| text.parse::<jiff::civil::Date>().expect("a date");
    let has = |kind: &LeverKind| levers.iter().any(|lever| lever.kind == *kind);
    // Twenty working days end on Friday 27 March, five on Friday 6 March.
    let joins = LeverKind::AddPerson { like: plan::PersonId(0), from: date("2026-03-28") };
    assert!(has(&joins), "{levers:?}");
    let until = date("2026-03-06");
    let learns = LeverKind::Learn { person: plan::PersonId(1), skill: "sql".to_owned(), until };
    assert!(has(&learns), "{levers:?}");
    let priced = best(&snapshot, &dates, OPTIONS, 10);
    let helps = |kind: &LeverKind| priced.iter().any(|p| p.lever.kind == *kind && p.helps());
    assert!(helps(&joins) && helps(&learns), "{priced:?}");
}
