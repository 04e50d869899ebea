//! What makes a date likely enough: free moves first, the smallest loss, on the plan's own draws.

use calendar::end_of_day;
use plan::{Attribute, Intent, LeverCost, LeverKind, Target, TaskId, table::Flag};
use text::SourceFile;
use workbench::levers::{Cut, Goal, cut};
use workbench::{Dates, Input, PlayOptions, Snapshot, play, price, read};

const OPTIONS: PlayOptions = PlayOptions { runs: Some(1024), seed: Some(7) };

fn snapshot(text: &str) -> (Snapshot, Dates) {
    let files = vec![SourceFile::new("plan.md", text)];
    let today = "2026-03-02".parse().expect("a date");
    let snapshot = read(Input::new(files, None, today));
    let dates = play(&snapshot, OPTIONS).expect("a sound plan");
    (snapshot, dates)
}

fn goal(by: &str) -> Goal {
    Goal { by: by.parse().expect("a date"), percent: 80 }
}

fn found(text: &str, by: &str) -> Cut {
    let (snapshot, dates) = snapshot(text);
    cut(&snapshot, &dates, goal(by), OPTIONS).expect("a plan that can be played")
}

fn costs(cut: &Cut) -> Vec<LeverCost> {
    cut.steps.iter().map(|step| step.lever.kind.cost()).collect()
}

const UNEVEN: &str = "\
# P

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
fn each_step_moves_what_is_shown_of_it() {
    // To hand `paint` over, or to leave it out, moves neither the chance nor the day.
    for by in ["2026-03-06", "2026-03-10", "2026-03-12", "2026-03-17"] {
        let cut = found(UNEVEN, by);
        let shown = |stand: &workbench::levers::Stand| {
            ((stand.chance * 100.0).round(), stand.p80.map(|p80| p80.0 / (24 * 60)))
        };
        let stands: Vec<_> =
            [&cut.now].into_iter().chain(cut.steps.iter().map(|step| &step.stand)).collect();
        for pair in stands.windows(2) {
            assert_ne!(shown(pair[0]), shown(pair[1]), "{by}: {:?}", cut.steps);
        }
    }
}

#[test]
fn a_settled_hand_over_is_not_proposed() {
    let settled = format!(
        "{UNEVEN}\n## Answers\n\n- Ada knows them best. `{{to=lead-on-path/one on=2026-03-01}}`\n"
    );
    let cut = found(&settled, "2026-03-17");
    let moved: Vec<&TaskId> = cut
        .steps
        .iter()
        .flat_map(|step| match &step.lever.kind {
            LeverKind::HandOver { tasks, .. } => tasks.as_slice(),
            _ => &[],
        })
        .collect();
    assert!(!moved.is_empty() && !moved.contains(&&TaskId(0)), "{moved:?}");
}

#[test]
fn what_is_likely_enough_needs_nothing() {
    let cut = found(UNEVEN, "2026-06-30");
    assert!(cut.is_enough && cut.steps.is_empty() && cut.idle.is_empty());
    assert!(cut.now.chance > 0.99);
}

#[test]
fn free_moves_are_enough_where_somebody_is_idle() {
    // Twelve days of one person end on 17 March in half of the runs, eight on 11 March.
    let cut = found(UNEVEN, "2026-03-17");
    assert!(cut.is_enough, "{cut:?}");
    assert_eq!(costs(&cut), [LeverCost::Free]);
    assert!(cut.now.chance < 0.6 && cut.steps[0].stand.chance >= 0.8);
    let idle: Vec<&LeverKind> = cut.idle.iter().map(|lever| &lever.kind).collect();
    assert_eq!(idle, [&LeverKind::Cut(TaskId(3))], "nobody waits for the paint");
}

const CHAIN: &str = "\
# P

- [ ] Must `{#must @ada 10d..10d}`
- [ ] Report `{#report @ada 4d..8d smaller=2d..4d after=must}`
- [ ] A `{#a @ada 5d..5d optional value=4}`
- [ ] B `{#b @ada 3d..3d optional value=2}`
- [ ] C `{#c @ada 2d..2d optional value=1}`
- [ ] D `{#d @ada 6d..6d optional value=6}`
- [ ] Last `{#last @ada 1d..1d after=report,a,b,c,d}`
";

/// The smallest loss of any choice of smaller forms and cuts, by trying them all in full.
fn least_loss(text: &str, by: &str) -> Option<(u32, u32, u32)> {
    let (snapshot, dates) = snapshot(text);
    let end = end_of_day(goal(by).by, &snapshot.plan.zone);
    let losses = [("a", 4), ("b", 2), ("c", 1), ("d", 6)];
    let sets = (0_u32..32).filter_map(|set| {
        let set_of = |id: &str, attribute| Intent::Set(Target::Id(id.to_owned()), attribute);
        let taken = losses.iter().enumerate().filter(|(n, _)| set & (1 << n) != 0);
        let taken: Vec<&(&str, u32)> = taken.map(|(_, choice)| choice).collect();
        let simpler = set & 16 != 0;
        let mut intents: Vec<Intent> =
            taken.iter().map(|(id, _)| set_of(id, Attribute::Flag(Flag::Cut))).collect();
        if simpler {
            intents.push(set_of("report", Attribute::Estimate("2d..4d".to_owned())));
        }
        let price = price(&snapshot, &dates, &intents).expect("a sound change");
        let value: u32 = taken.iter().map(|(_, value)| value).sum();
        let loss = (value, taken.len() as u32, u32::from(simpler));
        (price.dates.forecast.finish.chance_by(end) >= 0.8).then_some(loss)
    });
    sets.min()
}

#[test]
fn the_loss_is_the_smallest_of_all_choices() {
    for by in ["2026-03-31", "2026-04-06", "2026-04-10", "2026-04-15", "2026-04-22", "2026-05-15"] {
        let cut = found(CHAIN, by);
        let (snapshot, _) = snapshot(CHAIN);
        let loss = cut.steps.iter().fold((0, 0, 0), |(value, cuts, simpler), step| {
            match &step.lever.kind {
                LeverKind::Cut(id) => {
                    let own = snapshot.plan.task(*id).value.expect("every cut has one");
                    (value + own as u32, cuts + 1, simpler)
                }
                LeverKind::Smaller(_) => (value, cuts, simpler + 1),
                other => panic!("nobody else is there: {other:?}"),
            }
        });
        assert_eq!(cut.is_enough.then_some(loss), least_loss(CHAIN, by), "by {by}");
        assert!(costs(&cut).is_sorted(), "simpler forms before cuts");
        let chances = cut.steps.iter().map(|step| step.stand.chance);
        assert!([cut.now.chance].into_iter().chain(chances).is_sorted(), "each step helps");
    }
}

#[test]
fn refusing_a_step_has_its_price() {
    let cut = found(CHAIN, "2026-04-10");
    assert!(cut.is_enough && !cut.refusals.is_empty(), "{cut:?}");
    for refusal in &cut.refusals {
        let refused = &cut.steps[refusal.step].lever.kind;
        assert!(refusal.instead.iter().all(|lever| lever.kind != *refused));
        assert_eq!(refusal.is_enough, refusal.stand.chance >= 0.8);
        assert!(!refusal.is_enough || !refusal.instead.is_empty(), "each step is needed");
    }
}

#[test]
fn what_is_impossible_has_a_soonest_day() {
    let cut = found(CHAIN, "2026-03-06");
    assert!(!cut.is_enough && cut.steps.len() == 5, "everything there is: {cut:?}");
    let soonest = cut.soonest.expect("a plan that ends");
    // Ten days of `must` alone are more than the five until Friday.
    assert_eq!(soonest.work_until.0, 5 * 480);
    assert!(soonest.chain_work > soonest.work_until);
    assert_eq!(soonest.chain, ["`must`", "`report`", "`last`"]);
    assert_eq!((soonest.fits.len(), soonest.open), (0, 7));
    assert!(soonest.luckiest.is_some_and(|day| Some(day) < cut.now.p50));
}

#[test]
fn a_plan_without_choices_says_no() {
    let cut = found("# P\n\n- [ ] A `{#a 9d..10d}`\n", "2026-03-04");
    assert!(!cut.is_enough && cut.steps.is_empty() && cut.soonest.is_some());
}

#[test]
fn the_same_question_has_the_same_answer() {
    let (one, other) = (found(CHAIN, "2026-04-10"), found(CHAIN, "2026-04-10"));
    assert_eq!(format!("{one:?}"), format!("{other:?}"));
}

#[test]
fn whoever_wants_less_never_gets_less() {
    for by in ["2026-03-24", "2026-03-27", "2026-03-31"] {
        let (snapshot, dates) = snapshot(CHAIN);
        let ask = |percent| {
            let goal = Goal { percent, ..goal(by) };
            cut(&snapshot, &dates, goal, OPTIONS).expect("a plan that can be played")
        };
        let asked: Vec<Cut> = [1, 20, 40, 60, 80, 99].map(ask).into();
        let end = |cut: &Cut| cut.steps.last().map_or(cut.now.chance, |step| step.stand.chance);
        assert!(asked.iter().map(|cut| !cut.is_enough).is_sorted(), "by {by}: yes below no");
        let most: Vec<f64> = asked.iter().filter(|cut| !cut.is_enough).map(end).collect();
        assert!(most.windows(2).all(|pair| pair[0] == pair[1]), "by {by}: one best: {most:?}");
        assert!(asked.iter().all(|cut| most.iter().all(|best| end(cut) <= *best + 0.005)));
    }
}

const BESIDE: &str = "\
# P

## Team

- Ana `{@ana}`
- Bo `{@bo}`

## Work

- [ ] T0 `{#t0 @bo 1d..3d optional value=2}`
- [ ] T1 `{#t1 @ana 3d..9d}`
- [ ] T2 `{#t2 @bo 2d..4d after=t1 smaller=1d..2d}`
- [ ] T3 `{#t3 @bo 3d..6d after=t0 optional value=2}`
- [ ] T4 `{#t4 @bo 1d..2d after=t3}`
- [ ] T5 `{#t5 @bo 2d..4d after=t3 optional value=1}`
";

#[test]
fn what_helps_only_beside_the_rest_helps() {
    // While `t0` and `t3` are there Bo does not get to `t5` before `t2` is ready; without them `t5` holds it.
    let cut = found(BESIDE, "2026-03-09");
    assert!(!cut.is_enough && cut.steps.len() == 4 && cut.idle.is_empty(), "{cut:#?}");
}
