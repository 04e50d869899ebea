//! Every screen of small plans.

use insta::assert_snapshot;
use jiff::civil::{Date, date};
use plan::ItemRef;
use view::screens;
use view::terminal::{Charset, Paint};

use crate::world::World;

pub const WIDE: Paint = Paint { color: false, charset: Charset::Unicode, plain: false, width: 100 };
const NARROW: Paint = Paint { charset: Charset::Ascii, width: 60, ..WIDE };
const PLAIN: Paint = Paint { plain: true, ..WIDE };
const TODAY: Date = date(2026, 9, 9);

const SEARCH: &str = r#"
# Search for the help center

`{#help-search start=2026-09-07 due=2026-10-02 hard zone=Europe/Prague finish=everywhere}`

## Features

- I find the article that I need `{#find must after=everywhere}`
- I see that nothing was found, and why `{#nothing-found after=page}`

## Team

- Tess `{@tess lead time=60%}`
- Marek `{@marek}`
- Yuki `{@yuki away=2026-09-14..2026-09-18}`
- 検索チーム `{@kensaku outside}`

## Milestones

- [ ] First answers come back `{#first-answers after=index due=2026-09-22}`

## Work

- [x] Agree what a search answer looks like `{#answer-format @tess 2h..1d contract started=2026-09-07 done=2026-09-08 spent=6h}`
- [ ] Collect the articles in one place `{#collect @yuki 1d..4d after=czech started=2026-09-08 left=1d..3d}`
- [ ] Build the index `{#index @marek 3d..10d after=collect,answer-format,hosting}`
- [ ] 検索結果のページ `{#page @yuki|@tess 2d..5d after=answer-format}`
- [ ] Ranking by the other team `{#ranking @kensaku 4d..8d after=index optional}`
- [ ] Put it on every page `{#everywhere @marek 1d..2d after=index,page}`

## Unknowns

- [x] How good are the articles in Czech? `{#czech @yuki timebox=4h done=2026-09-08}`

## Decisions

- [ ] Host the index ourselves, or rent it? `{#hosting @tess by=2026-09-10}`
- [ ] Which languages first? `{#languages}`

## Risks

- Half of the articles are out of date `{#stale @yuki p=40% hits=collect:+2d..6d}`

## Obstacles

- [ ] No access to the old articles `{#access @marek holds=index}`
"#;

pub fn search() -> World {
    World::new(SEARCH, "", TODAY)
}

/// A screen at the widths and in the styles that people use.
pub fn looks(screen: impl Fn(&Paint) -> String) -> String {
    let paints = [("100 columns", WIDE), ("60 columns, ascii", NARROW), ("plain", PLAIN)];
    let looks = paints.map(|(name, paint)| {
        let text = screen(&paint);
        for line in text.lines() {
            let width = unicode_width::UnicodeWidthStr::width(line);
            assert!(width <= paint.width, "{width} columns of {}: {line}", paint.width);
        }
        format!("==== {name}\n{text}")
    });
    looks.concat()
}

#[test]
fn overview() {
    let world = search();
    assert_snapshot!(looks(|paint| screens::overview(&world.facts(), None, paint)));
}

#[test]
fn forecast() {
    let world = search();
    assert_snapshot!(looks(|paint| screens::forecast(&world.facts(), None, paint)));
}

#[test]
fn schedule() {
    let world = search();
    assert_snapshot!(looks(|paint| screens::schedule(&world.facts(), world.bound(), false, paint)));
}

#[test]
fn next() {
    let world = search();
    assert_snapshot!(looks(|paint| screens::next(&world.facts(), paint)));
}

#[test]
fn why() {
    let world = search();
    let facts = world.facts();
    let item = facts.plan.by_id["everywhere"];
    assert_snapshot!(looks(|paint| screens::why(&facts, item, paint)));
    let finished = screens::why(&facts, facts.plan.by_id["answer-format"], &WIDE);
    assert!(finished.starts_with("`answer-format` was finished on 8 September.\n"), "{finished}");
    let risk = screens::why(&facts, facts.plan.by_id["stale"], &WIDE);
    assert!(risk.starts_with("`stale` is not scheduled"), "{risk}");
}

#[test]
fn check() {
    let world = search();
    let facts = world.facts();
    assert_snapshot!(looks(|paint| screens::check(
        facts.plan,
        facts.diagnostics,
        facts.files,
        paint
    )));
}

#[test]
fn an_outline_gets_a_span_and_questions() {
    let outline = "# Billing\n\n- [ ] Agree the format\n- [ ] Ledger\n  - [ ] Core\n  - [ ] Taxes\n- [ ] Switch over `{2d..4d}`\n";
    let world = World::new(outline, "", TODAY);
    assert_snapshot!(looks(|paint| screens::overview(&world.facts(), None, paint)));
    assert_eq!(
        screens::forecast(&world.facts(), None, &WIDE),
        screens::overview(&world.facts(), None, &WIDE)
    );
}

#[test]
fn a_backlog_is_called_one() {
    let mut text = "# Tracker\n\n## Invoices\n\n".to_owned();
    for n in 0..90 {
        text.push_str(&format!("- [ ] Invoice ticket {n}\n"));
    }
    text.push_str("\n## Payments\n\n");
    for n in 0..40 {
        text.push_str(&format!(
            "- [ ] Payment ticket {n} `{{{}}}`\n",
            if n < 10 { "1d..3d" } else { "@ana" }
        ));
    }
    let world = World::new(&text, "", TODAY);
    assert_snapshot!(looks(|paint| screens::overview(&world.facts(), None, paint)));
}

#[test]
fn many_tasks_are_not_drawn_one_by_one() {
    let plan = |n: usize| {
        let mut text = "# Large\n\n## Team\n\n- Ana `{@ana}`\n- Bo `{@bo}`\n\n".to_owned();
        for part in 0..n / 25 {
            text.push_str(&format!("## Part {part}\n\n"));
            for task in 0..25 {
                text.push_str(&format!("- [ ] Task {part}.{task} `{{1h..4h}}`\n"));
            }
        }
        World::new(&text, "", TODAY)
    };
    let rows =
        |world: &World, all| screens::schedule(&world.facts(), None, all, &WIDE).lines().count();
    let some = plan(200);
    let (shown, everything) = (rows(&some, false), rows(&some, true));
    assert!(shown < everything && everything > 200, "{shown} of {everything}");
    assert!(screens::schedule(&some.facts(), None, false, &WIDE).contains("fore schedule --all"));
    let many = plan(600);
    assert!(rows(&many, false) < 60);
    assert!(screens::schedule(&many.facts(), None, false, &WIDE).contains("Part 23"));
    let mut flat = "# Flat\n\n".to_owned();
    for task in 0..600 {
        flat.push_str(&format!("- [ ] Task {task} `{{@ana 1h..4h}}`\n"));
    }
    assert!(rows(&World::new(&flat, "", TODAY), false) < 80);
}

#[test]
fn finished_plans_and_plans_that_never_finish_are_told_apart() {
    let done = World::new("# Done\n\n- [x] All of it `{@ana 1d done=2026-09-01}`\n", "", TODAY);
    let text = screens::overview(&done.facts(), None, &WIDE);
    assert!(text.starts_with("Done is done since 1 September. Celebrate.\n"), "{text}");
    let never = "# Never\n\n## Team\n\n- Ana `{@ana until=2026-09-11}`\n\n## Work\n\n- [ ] Long `{#long @ana 20d..40d}`\n";
    let never = World::new(never, "", TODAY);
    for text in [
        screens::overview(&never.facts(), None, &WIDE),
        screens::forecast(&never.facts(), None, &WIDE),
        screens::schedule(&never.facts(), None, false, &WIDE),
        screens::next(&never.facts(), &WIDE),
        screens::why(&never.facts(), ItemRef::Task(plan::TaskId(0)), &WIDE),
    ] {
        assert!(!text.contains("(80% sure)"), "{text}");
    }
    let text = screens::overview(&never.facts(), None, &WIDE);
    assert!(
        text.starts_with(
            "As written, Never never ends: ana leaves on 11 September, before `long` is finished.\n"
        ),
        "{text}"
    );
}

/// Everybody is away at some time, and the dates are in two years.
const WINTER: &str = r#"
# Winter release

`{due=2027-01-15}`

## Team

- Sven `{@sven from=2026-12-07}`
- Jonas `{@jonas away=2026-12-14..2027-01-01}`
- Ana `{@ana until=2026-12-04}`

## Milestones

- [ ] Kickoff `{#kickoff due=2026-11-21}`
- [ ] Signed `{#signed after=refunds due=2027-01-12}`

## Work

- [ ] Contract `{#contract @jonas 2d..4d}`
- [ ] Build it `{#build @sven 3d..6d after=contract}`
- [ ] Refunds `{#refunds @jonas 4d..8d after=build}`
- [ ] Text of the letters `{@ana 3d..6d}`

## Unknowns

- [ ] Does the bank send receipts? `{#receipts @sven timebox=2d}`
"#;

#[test]
fn a_year_is_named_once_and_absence_is_a_reason() {
    let world = World::new(WINTER, "", date(2026, 11, 22));
    let facts = world.facts();
    let item = facts.plan.by_id["refunds"];
    assert_snapshot!(looks(|paint| {
        [
            screens::overview(&facts, None, paint),
            screens::next(&facts, paint),
            screens::schedule(&facts, world.bound(), false, paint),
            screens::forecast(&facts, None, paint),
            screens::why(&facts, item, paint),
        ]
        .join("----\n")
    }));
    let why = serde_json::to_value(view::json::why(&facts, item)).expect("plain values");
    assert_eq!(why["chain"][0]["leave_within"]["person"], "jonas");
    assert_eq!(why["chain"][0]["leave_within"]["until"], "2027-01-01");
    assert_eq!(why["chain"][1]["pause"]["kind"], "joins");
    let overview = serde_json::to_value(view::json::overview(&facts, None)).expect("plain values");
    assert!(overview["milestones"][0]["p50"].is_null());
}

#[test]
fn no_line_is_wider_than_a_narrow_screen() {
    for plan in [SEARCH, WINTER] {
        let world = World::new(plan, "", date(2026, 9, 9));
        let facts = world.facts();
        for width in [30, 45, 60, 80] {
            let paint = Paint { width, ..WIDE };
            let text = [
                screens::overview(&facts, None, &paint),
                screens::next(&facts, &paint),
                screens::schedule(&facts, world.bound(), false, &paint),
                screens::forecast(&facts, None, &paint),
                screens::why(&facts, ItemRef::Task(plan::TaskId(2)), &paint),
                screens::check(facts.plan, facts.diagnostics, facts.files, &paint),
                screens::explanations(&paint),
            ]
            .concat();
            for line in text.lines() {
                let columns = unicode_width::UnicodeWidthStr::width(line);
                assert!(columns <= width, "{columns} columns of {width}: {line}");
            }
        }
    }
}

#[test]
fn the_day_of_a_tick_without_a_date_is_not_made_up() {
    let done = World::new("# Done\n\n- [x] All of it `{@ana 1d}`\n", "", TODAY);
    let text = screens::overview(&done.facts(), None, &WIDE);
    assert!(text.starts_with("Done is done. Celebrate.\n"), "{text}");
    assert!(!text.contains("This assumes"), "{text}");
    assert!(!screens::forecast(&done.facts(), None, &WIDE).contains("runs, seed"));
}

#[test]
fn an_empty_folder_is_asked_what_is_built() {
    assert_snapshot!(looks(|paint| screens::empty("plan/plan.md", paint)));
}

#[test]
fn the_json_agrees_with_the_screens() {
    let world = search();
    let facts = world.facts();
    let forecast =
        serde_json::to_value(view::json::forecast(&facts, None, &[])).expect("plain values");
    let schedule =
        serde_json::to_value(view::json::schedule(&facts, world.bound())).expect("plain values");
    let overview = serde_json::to_value(view::json::overview(&facts, None)).expect("plain values");
    assert_eq!(forecast["p80"], overview["p80"]);
    assert_eq!(forecast["tasks"].as_array().map(Vec::len), Some(6));
    assert_eq!(schedule["tasks"][1]["start"], "2026-09-08T09:00");
    assert_eq!(schedule["tasks"][1]["people"][0], "yuki");
    assert_eq!(schedule["tasks"][0]["status"], "done");
    assert!(
        forecast["deadline"]["chance"].as_f64().is_some_and(|chance| (0.0..=1.0).contains(&chance))
    );
    let why = serde_json::to_value(view::json::why(&facts, facts.plan.by_id["everywhere"]))
        .expect("plain values");
    assert_eq!(why["chain"][0]["id"], "everywhere");
    let next = serde_json::to_value(view::json::next(&facts)).expect("plain values");
    assert_eq!(next["people"][2]["now"][0]["id"], "collect");
}

/// Nobody works on a wait, so it is at no desk; that it could begin today is the news of the morning.
#[test]
fn a_wait_that_could_begin_today_is_shown() {
    let plan = "# W\n\n## Team\n\n- Ana `{@ana}`\n- Vendor `{@vendor outside}`\n\n## Work\n\n\
                - [ ] Keys arrive `{#keys @vendor wait 2w..3w}`\n- [ ] Build `{#build @ana 5d..8d after=keys}`\n";
    let world = World::new(plan, "", TODAY);
    let text = screens::next(&world.facts(), &WIDE);
    assert!(text.starts_with("Nothing is moving. 1 wait can start today.\n"), "{text}");
    let row: Vec<&str> = text.lines().filter(|line| line.contains("not begun")).collect();
    assert_eq!(row.len(), 1, "{text}");
    assert_eq!(
        row[0].split_whitespace().collect::<Vec<_>>().join(" "),
        "keys @vendor not begun ▲ path"
    );
    assert!(text.contains("fore start keys"), "{text}");
    let json = serde_json::to_value(view::json::next(&world.facts())).expect("it is JSON");
    assert_eq!(json["to_set_going"][0]["id"], "keys");

    let begun = plan.replace("2w..3w}", "2w..3w started=2026-09-08}");
    let world = World::new(&begun, "", TODAY);
    let text = screens::next(&world.facts(), &WIDE);
    assert!(text.starts_with("Nothing is moving, and nothing can start today."), "{text}");
    assert!(!text.contains("not begun"), "{text}");
}
