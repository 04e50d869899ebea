//! Pricing a change: on the same draws, with the cost of a hand-over, and never on an unsound plan.

use calendar::Span;
use plan::{Attribute, Intent, Target};
use text::SourceFile;
use workbench::{
    Dates, Input, PlayOptions, Price, Refused, Snapshot, carry_out, new_warnings, play, play_by,
    price, read,
};

const OPTIONS: PlayOptions = PlayOptions { runs: Some(1024), seed: Some(7) };

const PLAN: &str = "\
# P

## Team

- Ada `{@ada}`
- Ben `{@ben}`

## Work

- [ ] Groundwork `{#ground @ada 2d..4d started=2026-02-27 left=2d..2d}`
- [ ] Walls `{#walls @ada 4d..4d after=ground}`
- [ ] Paint `{#paint @ben 1d..2d optional}`
";

fn snapshot() -> (Snapshot, Dates) {
    let files = vec![SourceFile::new("plan.md", PLAN)];
    let today = "2026-03-02".parse().expect("a date");
    let snapshot = read(Input::new(files, None, today));
    let dates = play(&snapshot, OPTIONS).expect("a sound plan");
    (snapshot, dates)
}

fn set(id: &str, attribute: Attribute) -> Intent {
    Intent::Set(Target::Id(id.to_owned()), attribute)
}

fn check(intents: &[Intent]) -> Price {
    let (snapshot, dates) = snapshot();
    price(&snapshot, &dates, intents).expect("a sound change")
}

#[test]
fn no_change_has_no_price() {
    let price = check(&[]);
    assert_eq!((price.finish.p50, price.finish.p80), (Some(Span(0)), Some(Span(0))));
    assert!(price.applied.edits.is_empty());
}

#[test]
fn what_is_not_on_the_path_buys_nothing() {
    let price = check(&[set("paint", Attribute::Estimate("1h..2h".to_owned()))]);
    assert_eq!((price.finish.p50, price.finish.p80), (Some(Span(0)), Some(Span(0))));
}

#[test]
fn more_work_on_the_path_costs_more() {
    let price = check(&[set("walls", Attribute::Estimate("8d..8d".to_owned()))]);
    // Four working days more of effort, a minute's rounding apart.
    assert!(price.finish.p50 >= Some(Span(4 * 24 * 60 - 1)), "{:?}", price.finish);
    assert!(price.finish.p80 > price.finish.p50, "a slow team pays more: {:?}", price.finish);
}

#[test]
fn taking_over_started_work_costs_a_day_and_a_fifth() {
    let price = check(&[set("ground", Attribute::Who("@ben".to_owned()))]);
    let lowered = price.applied.after.lowered.as_ref().unwrap();
    let mode = &lowered.problem.activities()[0].modes[0];
    assert_eq!((mode.hand_over.extra.0, mode.hand_over.percent), (480, 20));
    // What is left is 2 d at a pace of 1: 2 × 1.2 + 1 = 3.4 d instead of 2 d.
    assert_eq!(mode.duration(calendar::Work(960)), calendar::Work(1632));
}

#[test]
fn who_had_the_work_before_has_nothing_to_catch_up_on() {
    let price = check(&[set("walls", Attribute::Who("@ada|@ben".to_owned()))]);
    let lowered = price.applied.after.lowered.as_ref().unwrap();
    let modes = &lowered.problem.activities()[1].modes;
    let percents: Vec<u32> = modes.iter().map(|mode| mode.hand_over.percent).collect();
    assert_eq!(percents, [0, 20], "Ada had it, Ben is new to it");
}

#[test]
fn a_warning_is_told_only_if_the_written_plan_has_it() {
    // Four days fit from Monday to Thursday; with a day and a fifth for catching up they do not.
    let text = "# P\n\n## Team\n\n- Ada `{@ada}`\n- Ben `{@ben}`\n\n## Work\n\n\
                - [ ] Walls `{#walls @ada 4d..4d}`\n\n## Milestones\n\n- Up `{#up after=walls due=2026-03-05 hard}`\n";
    let today = "2026-03-02".parse().expect("a date");
    let before = read(Input::new(vec![SourceFile::new("plan.md", text)], None, today));
    let (applied, _) = carry_out(&before, &[set("walls", Attribute::Who("@ben".to_owned()))], None)
        .expect("sound");
    let catches_up = applied.after.diagnostics.iter().any(|one| one.code == "W204");
    assert!(catches_up, "{:?}", applied.after.diagnostics);
    assert_eq!(new_warnings(&before, &applied), Vec::<String>::new());
}

#[test]
fn a_change_that_breaks_the_plan_has_no_price() {
    let (snapshot, dates) = snapshot();
    let broken = [set("walls", Attribute::Who("@bne".to_owned()))];
    let refused = price(&snapshot, &dates, &broken).unwrap_err();
    let Refused::Unsound { errors, .. } = refused else { panic!("{refused:?}") };
    assert_eq!(errors[0].help.as_deref(), Some("did you mean `ben` (Ben)?"));
}

/// That the dates which each edit tells are those of the plan as it is read before and after it.
fn check_told(files: Vec<SourceFile>, edits: &[&[Intent]]) {
    let today = "2026-03-02".parse().expect("a date");
    let mut now = read(Input::new(files, None, today));
    let futures = PlayOptions::default();
    let said = |snapshot: &Snapshot| {
        let dates = play(snapshot, futures).expect("a sound plan");
        dates.forecast.finish.percentile(80).map(|p80| snapshot.finish_date(p80))
    };
    for intents in edits {
        let (applied, effect) = carry_out(&now, intents, Some(futures)).expect("a sound change");
        let next = read(applied.after.input());
        let told = effect.expect("a date before and after").p80;
        assert_eq!(told, (said(&now), said(&next)), "{intents:?}");
        now = next;
    }
}

#[test]
fn what_an_edit_tells_is_what_the_plan_says_before_and_after() {
    check_told(
        vec![SourceFile::new("plan.md", PLAN)],
        &[
            &[set("walls", Attribute::Estimate("3d..9d".to_owned()))],
            &[set("walls", Attribute::Who("@ben".to_owned()))],
            &[set("ground", Attribute::Estimate("1d..2d".to_owned()))],
            &[set("paint", Attribute::Estimate("2d..12d".to_owned()))],
        ],
    );
}

/// Seven tasks of two people, of which another order than the usual one is done sooner.
const TANGLED: &str = "\
# P

## Team

- Ana `{@ana time=40%}`
- Bo `{@bo away=2026-03-03..2026-03-09 skills=sql}`

## Work

- [ ] T0 `{#t0 @bo 2d..8d}`
- [ ] T1 `{#t1 @ana @bo 3d..9d}`
- [ ] T2 `{#t2 @bo|@ana 2d..8d}`
- [ ] T3 `{#t3 @bo 4d..8d after=t0}`
- [ ] T4 `{#t4 2d..8d after=t2}`
- [ ] T5 `{#t5 needs=sql 4d..8d after=t2:+24h,t4:+1d}`
- [ ] T6 `{#t6 needs=sql 2d..6d after=t4:start:+24h}`
";

fn tangled(text: &str) -> Snapshot {
    let files = vec![SourceFile::new("plan.md", text)];
    read(Input::new(files, None, "2026-03-02".parse().expect("a date")))
}

#[test]
fn what_another_order_of_work_does_is_told_apart() {
    let futures = PlayOptions { runs: Some(2048), seed: Some(1) };
    let before = tangled(TANGLED);
    let old = play(&before, futures).expect("dates");
    let mut told = 0;
    for (id, days) in [("t0", "8d..16d"), ("t2", "1d..2d"), ("t3", "1d..1d"), ("t5", "1d..2d")] {
        let edit = [set(id, Attribute::Estimate(days.to_owned()))];
        let (applied, effect) = carry_out(&before, &edit, Some(futures)).expect("a sound edit");
        let after = read(applied.after.input());
        let new = play(&after, futures).expect("dates");
        let kept = play_by(&after, futures, &old.forecast.emphasis).expect("dates");
        let date =
            |dates: &Dates| dates.forecast.finish.percentile(80).map(|at| after.finish_date(at));
        let expected = date(&kept).filter(|_| date(&kept) != date(&new));
        assert_eq!(effect.expect("dates").in_same_order, expected, "{id}");
        told += u32::from(expected.is_some());
    }
    assert!(told > 0, "one of them changes the order");
}

#[test]
fn the_order_of_the_lines_is_not_the_order_of_work() {
    let lines: Vec<&str> = TANGLED.lines().collect();
    let (head, work) = lines.split_at(lines.len() - 7);
    let turned: Vec<&str> = head.iter().chain(work.iter().rev()).copied().collect();
    let p80 = |text: &str| {
        let dates = play(&tangled(text), PlayOptions::default()).expect("dates");
        assert!(dates.ordered.is_some(), "another order is better");
        dates.forecast.finish.percentile(80)
    };
    assert_eq!(p80(TANGLED), p80(&turned.join("\n")));
}
