//! A plan with every kind of item and every key.

use jiff::civil::date;
use plan::table::{FLAGS, KEYS};
use plan::{
    DateRange, Hearer, Impact, ItemRef, LinkKind, MilestoneId, Origin, PersonId, Phase, Plan,
    RiskStatus, Someone, SystemId, Task, TaskId,
};

use crate::draw::{build, build_files, draw, good};

const SAMPLE: &str = include_str!("sample.md");

fn task<'p>(plan: &'p Plan, id: &str) -> &'p Task {
    match plan.by_id[id] {
        ItemRef::Task(id) => plan.task(id),
        other => panic!("{id} is {other:?}"),
    }
}

fn names(plan: &Plan, task: &Task) -> Vec<Vec<String>> {
    let name = |id: &PersonId| plan.people[id.index()].name().to_owned();
    task.who.together.iter().map(|any| any.iter().map(name).collect()).collect()
}

#[test]
fn it_uses_every_key_and_flag() {
    for row in KEYS {
        assert!(SAMPLE.contains(&format!("{}=", row.key)), "{}", row.key);
    }
    for row in FLAGS {
        assert!(SAMPLE.contains(row.flag.word()), "{}", row.flag);
    }
}

#[test]
fn the_plan_itself() {
    let plan = good(SAMPLE);
    assert_eq!(plan.name, "Library move");
    assert_eq!(plan.start, Some(date(2026, 9, 7)));
    assert!(plan.due.is_some_and(|due| due.hard && due.date == date(2026, 12, 18)));
    assert_eq!(plan.zone.iana_name(), Some("Europe/Vienna"));
    assert_eq!(plan.finish, Some(ItemRef::Milestone(MilestoneId(2))));
    assert_eq!(plan.heading.and_then(|item| item.brief).as_deref(), Some("The new library"));
}

#[test]
fn every_kind_is_read() {
    let plan = good(SAMPLE);
    let counts = [
        plan.goals.len(),
        plan.features.len(),
        plan.lines.len(),
        plan.people.len(),
        plan.milestones.len(),
        plan.tasks.len(),
        plan.unknowns.len(),
        plan.decisions.len(),
        plan.risks.len(),
        plan.obstacles.len(),
        plan.systems.len(),
        plan.steps.len(),
        plan.premortem.len(),
        plan.answers.len(),
    ];
    assert_eq!(counts, [2, 2, 1, 3, 3, 11, 1, 2, 2, 1, 5, 3, 1, 1]);

    let mia = &plan.people[0];
    assert_eq!(
        (mia.name(), mia.time_percent, mia.lead, mia.origin),
        ("mia", 50, true, Origin::Declared)
    );
    assert_eq!(mia.skills, ["rust", "planning"]);
    let tom = &plan.people[1];
    let day = |month, day| date(2026, month, day);
    assert_eq!(
        tom.away,
        [
            DateRange { first: day(10, 26), last: day(10, 30) },
            DateRange { first: day(11, 2), last: day(11, 2) },
        ]
    );
    assert!(!plan.people[2].is_inside());

    let catalog_done = &plan.milestones[0];
    assert_eq!(
        catalog_done.told,
        [
            Hearer { who: Someone::Other("council".to_owned()), on: None },
            Hearer { who: Someone::Person(PersonId(1)), on: Some(day(10, 2)) },
        ]
    );
    assert!(plan.decisions[0].by_team && !plan.decisions[0].is_made());
    assert!(plan.decisions[1].is_made());
    assert_eq!(plan.decisions[0].options, ["first", "second"]);

    assert_eq!(plan.risks[1].status, RiskStatus::Happened);
    assert_eq!(plan.risks[1].effects[0].impact, Impact::Multiply { low: 1.2, high: 2.0 });
    assert_eq!(plan.obstacles[0].holds.len(), 2);
    assert_eq!(plan.systems[1].parent, Some(SystemId(0)));
    assert_eq!(plan.systems[2].writes, [SystemId(3)]);
    assert_eq!(plan.steps[0].undo.map(|id| plan.steps[id.index()].phase), Some(Phase::Rollback));
    assert_eq!(plan.premortem[0].tasks.len(), 2);
    assert_eq!(plan.answers[0].to.as_deref(), Some("single-expert/books"));
}

#[test]
fn tasks_inherit() {
    let plan = good(SAMPLE);
    let import = task(&plan, "import");
    assert_eq!(&*import.needs, ["sql"]);
    assert_eq!(import.changes.as_ref(), [SystemId(1)]);
    assert_eq!(import.value, Some(4.0));
    assert_eq!(import.start, Some(date(2026, 9, 14)));
    assert_eq!(import.expert, Some(PersonId(0)));
    assert!(import.estimate.is_some() && task(&plan, "catalog").estimate.is_none());
    let check = task(&plan, "check-catalog");
    assert_eq!(names(&plan, check), [["tom", "mia"]]);
    assert!(check.needs.is_empty(), "who is named beats what is needed");
    assert_eq!(names(&plan, task(&plan, "format")), [["mia"], ["tom"]]);
    assert_eq!(names(&plan, task(&plan, "last-books")), [["carriers"]]);
    let invite = plan.tasks.last().expect("the last task");
    assert_eq!(invite.item.title, "Invite the neighbors");
    assert_eq!(names(&plan, invite), [["tom"]]);
    assert!(task(&plan, "paint").cut && task(&plan, "paint").optional);
}

#[test]
fn links_add_up() {
    let plan = good(
        "- [ ] A `{#a}`\n- [ ] B `{#b}`\n- [ ] P `{after=a}`\n  - [ ] C `{after=b:start:-1d}`\n",
    );
    let kinds: Vec<(ItemRef, LinkKind)> =
        plan.links(TaskId(3)).map(|link| (link.to, link.kind)).collect();
    assert_eq!(
        kinds,
        [
            (ItemRef::Task(TaskId(1)), LinkKind::StartStart),
            (ItemRef::Task(TaskId(0)), LinkKind::FinishStart),
        ]
    );
}

#[test]
fn without_a_team_section_the_names_in_use_are_the_team() {
    let plan = good("# P\n\n## Risks\n\n- R `{@boss p=10%}`\n\n## Work\n\n- [ ] A `{@ada|@ben}`\n");
    let people: Vec<_> = plan.people.iter().map(|person| (person.name(), person.origin)).collect();
    assert_eq!(
        people,
        [("ada", Origin::Works), ("ben", Origin::Works), ("boss", Origin::Mentioned)]
    );
    assert!(!plan.has_team && plan.people[0].is_inside() && !plan.people[2].is_inside());
}

#[test]
fn any_heading_with_items_is_a_deliverable() {
    let plan = good(
        "# P\n\n- [ ] Loose\n\n## Background\n\nProse.\n\n- a bullet\n\n## Backend\n\n### Storage\n\n- words\n  - [ ] Tables\n\n## Work\n\n- [ ] Rest\n",
    );
    let tree: Vec<_> =
        plan.tasks.iter().map(|task| (task.item.title.as_str(), task.parent)).collect();
    assert_eq!(
        tree,
        [
            ("Loose", None),
            ("Backend", None),
            ("Storage", Some(TaskId(1))),
            ("Tables", Some(TaskId(2))),
            ("Rest", None),
        ]
    );
}

#[test]
fn other_files_are_summary_tasks_and_sections_may_stand_anywhere() {
    let (plan, found) = build_files(&[
        (
            "plan/api.md",
            "# Interfaces\n\n- [ ] Draft `{#draft}`\n\n## Risks\n\n- Late `{@ada p=10% hits=draft:x2}`\n",
        ),
        ("plan/plan.md", "# Whole\n\n## Work\n\n- [ ] Last `{after=draft @ada}`\n"),
        ("plan/risks.md", "# Risks\n\n- Rain `{@ada p=5%}`\n"),
    ]);
    assert_eq!(found, []);
    assert_eq!(plan.name, "Whole");
    let titles: Vec<_> = plan.tasks.iter().map(|task| task.item.title.as_str()).collect();
    assert_eq!(titles, ["Interfaces", "Draft", "Last"]);
    assert_eq!(plan.risks.len(), 2);
}

#[test]
fn draw_keys_follow_ids_and_titles() {
    let key = |text: &str, index: usize| good(text).tasks[index].item.key;
    // The id decides, wherever the task stands.
    assert_eq!(key("- [ ] A `{#x}`\n", 0), key("- [ ] Other\n- [ ] B `{#x}`\n", 1));
    // FNV-1a of "#x", worked out once and fixed for ever.
    assert_eq!(key("- [ ] A `{#x}`\n", 0), 0x07c9_4607_b492_16be);
    // Without id the path of titles.
    assert_eq!(key("- [ ] A\n  - [ ] B\n", 1), key("- [ ] C\n- [ ] A\n  - [ ] B\n", 2));
    assert_ne!(key("- [ ] A\n  - [ ] B\n", 1), key("- [ ] B\n", 0));
    // Twins differ.
    let twins = good("- [ ] A\n- [ ] A\n");
    assert_ne!(twins.tasks[0].item.key, twins.tasks[1].item.key);
}

#[test]
fn deep_and_wide_plans_are_built() {
    let mut deep = String::new();
    for depth in 0..300 {
        deep += &format!("{}- [ ] T `{{#t{depth} after=gate}}`\n", "  ".repeat(depth));
    }
    deep += "\n## Milestones\n\n- [x] Gate `{#gate}`\n";
    assert_eq!(good(&deep).links(TaskId(299)).count(), 300);

    let mut wide = String::from("- [ ] P `{@ada after=q}`\n");
    for index in 0..20_000 {
        wide += &format!("  - [ ] T `{{#t{index} 1d..2d}}`\n");
    }
    wide += "- [ ] Q `{#q}`\n";
    let plan = good(&wide);
    assert_eq!(plan.task(TaskId(0)).children.len(), 20_000);
    assert!(plan.tasks.iter().all(|task| task.item.title == "Q" || !task.who.is_empty()));
}

#[test]
fn an_empty_plan_is_a_plan() {
    let (plan, found) = build_files(&[]);
    assert_eq!((plan.name.as_str(), found.len()), ("", 0));
    let (plan, found) = build("");
    assert_eq!((plan.name.as_str(), draw("", &found)), ("plan", String::new()));
}
