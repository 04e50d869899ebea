//! What the pages say.

use crate::browser::{Served, serve};

const PLAN: &str = "# Tea

`{due=2026-04-20}`

- [ ] Boil water `{#boil @ana 1d..2d}`
- [ ] Steep `{#steep @ana 1d..2d after=boil}`

## Decisions

- [ ] Which leaves? `{@ana by=2026-04-15}`
";

#[test]
fn the_overview_begins_with_the_answer_of_the_terminal() {
    let served = serve(PLAN).enter();
    let page = served.get("/");
    assert_eq!(page.status, 200);
    assert!(page.body.contains("<h1>Tea will be done by "), "{}", page.body);
    assert!(page.body.contains("Which leaves?"), "{}", page.body);
    assert!(page.body.contains("aria-current=\"page\""), "{}", page.body);
}

#[test]
fn titles_are_text_and_never_markup() {
    let hostile = "<script>alert(1)</script>";
    let plan = format!(
        "# A {hostile}\n\n- [ ] B {hostile} `{{2d}}`\n\n## Decisions\n\n- [ ] C {hostile}\n"
    );
    let page = serve(&plan).enter().get("/");
    assert_eq!(page.status, 200);
    assert!(!page.body.contains(hostile), "{}", page.body);
    assert!(page.body.contains("&lt;script&gt;"), "{}", page.body);
}

#[test]
fn style_and_script_are_small() {
    let served = serve(PLAN);
    let style = served.get("/style.css");
    assert_eq!(style.header("content-type"), Some("text/css"));
    assert!(style.body.len() <= 20_000, "{} bytes", style.body.len());
    let script = served.get("/script.js");
    assert_eq!(script.header("content-type"), Some("text/javascript"));
    assert!(script.body.len() <= 12_000, "{} bytes", script.body.len());
}

#[test]
fn where_there_is_no_plan_one_is_made_of_what_is_pasted() {
    let served = crate::browser::serve_folder(tempfile::tempdir().unwrap()).enter();
    let page = served.get("/").body;
    assert!(page.contains("What are you building?"), "{page}");
    let token = page.split("name=\"of\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let pasted = "Tea\n- boil water\n- steep\n";
    assert_eq!(served.post("/new", &[("of", "wrong"), ("value", pasted)]).status, 403);
    let answer = served.post("/new", &[("of", token), ("value", pasted)]);
    assert_eq!(answer.status, 303, "{answer:?}");
    let page = served.get("/").body;
    assert!(page.contains("Too early for a date"), "{page}");
    assert!(page.contains("What to settle first"), "{page}");
    let text = std::fs::read_to_string(served.folder.path().join("plan/plan.md")).unwrap();
    assert!(text.contains("boil water"), "{text}");
    assert_eq!(served.post("/new", &[("of", token), ("value", pasted)]).status, 422);
}

#[test]
fn a_plan_without_work_asks_for_some() {
    let page = serve("# Tea\n\nTo be written.\n").enter().get("/").body;
    assert!(page.contains("There is nothing to do in the plan yet."), "{page}");
    let done = serve("# Tea\n\n- [x] Boil `{1d done=2026-04-10}`\n").enter().get("/").body;
    assert!(done.contains("Tea is done since 10 April"), "{done}");
    assert!(done.contains("Nothing needs you today"), "{done}");
}

#[test]
fn two_servers_show_each_other_s_edits() {
    let one = serve(PLAN).enter();
    let text = one.plan();
    let root = one.folder.path().to_path_buf();
    let two = crate::browser::serve_place(&root).enter();
    let of = crate::browser::form_of(&one.get("/today").body, "estimate", "boil");
    assert_eq!(one.post("/edit", &[("of", &of), ("value", "5d..9d")]).status, 200);
    assert_ne!(one.plan(), text);
    two.wait_for("/today", "5d..9d");
}

/// Two servers write to one file at once: each edit is there, or was refused.
#[test]
fn two_servers_that_write_at_once_lose_nothing() {
    const EDITS: usize = 12;
    let item = |server: usize, n: usize| format!("t{server}{n}");
    let mut plan = "# Tea\n\n".to_owned();
    for (server, n) in (0..2).flat_map(|server| (0..EDITS).map(move |n| (server, n))) {
        plan.push_str(&format!("- [ ] Task {server} {n} `{{#{} 1d..2d}}`\n", item(server, n)));
    }
    let one = serve(&plan).enter();
    let two = crate::browser::serve_place(one.folder.path()).enter();
    let edit = |served: &Served, server: usize| {
        (0..EDITS)
            .map(|n| {
                let page = served.get(&format!("/item/{}", item(server, n))).body;
                let of = crate::browser::form_of(&page, "estimate", &item(server, n));
                served.post("/edit", &[("of", &of), ("value", "3d..4d")]).status == 200
            })
            .collect::<Vec<bool>>()
    };
    let written = std::thread::scope(|scope| {
        let other = scope.spawn(|| edit(&two, 1));
        [edit(&one, 0), other.join().unwrap()]
    });
    let text = one.plan();
    for (server, n) in (0..2).flat_map(|server| (0..EDITS).map(move |n| (server, n))) {
        let line = format!("- [ ] Task {server} {n} `{{#{} 3d..4d}}`\n", item(server, n));
        assert_eq!(text.contains(&line), written[server][n], "{line}{text}");
    }
    assert_eq!(text.lines().count(), plan.lines().count(), "{text}");
    assert!(
        written.iter().flatten().filter(|is_written| **is_written).count() >= EDITS,
        "{written:?}"
    );
}

#[test]
fn timeline_forecast_and_brief_answer_their_questions() {
    let served = serve(PLAN).enter();
    let timeline = served.get("/timeline").body;
    assert!(timeline.contains("<svg class=\"chart timeline\""), "{timeline}");
    let forecast = served.get("/forecast").body;
    assert!(forecast.contains("<h1>Even odds by "), "{forecast}");
    let brief = served.get("/brief").body;
    assert!(brief.contains("<article class=\"brief\">"), "{brief}");
    for page in [timeline, forecast, brief] {
        assert!(!page.contains("style=\""), "the policy allows no inline style: {page}");
    }
}

#[test]
fn what_nobody_estimated_has_no_chance_and_the_page_of_any_item_says_what_is_known() {
    let served = serve(BILLING).enter();
    let obstacle = served.get("/item/load-rigs").body;
    assert!(obstacle.contains("is written down for 24 April."), "{obstacle}");
    assert!(!obstacle.contains("80% sure"), "{obstacle}");
    assert!(obstacle.contains("Load test at month-end volume"), "{obstacle}");
    for (item, said) in [
        ("rounding-owner", ["is written down for 21 April.", "the provider rounds"]),
        ("tax-sandbox", ["30%", "Tax provider adapter</a>: 3d..8d more"]),
        ("ledger-store", ["Is", "Used by"]),
        ("explain", ["median time to answer a billing question", "10 minutes"]),
        ("shadow", ["Simpler form", "4d..6d"]),
    ] {
        let page = served.get(&format!("/item/{item}")).body;
        for words in said {
            assert!(page.contains(words), "{item}: {words}: {page}");
        }
    }
}

const BILLING: &str = include_str!("../../../../examples/billing/plan/plan.md");

/// What stands between two marks, each time.
fn between<'a>(page: &'a str, from: &str, to: &str) -> Vec<&'a str> {
    page.split(from).skip(1).filter_map(|rest| rest.split(to).next()).collect()
}

#[test]
fn a_risk_has_one_date_and_a_lane_one_load_on_all_pages() {
    let served = serve(BILLING).enter();
    let risks = served.wait_for("/risks", " if so");
    let brief = served.wait_for("/brief", ">then ");
    let told = between(&brief, ">then ", "<");
    assert!(!told.is_empty(), "{brief}");
    for date in told {
        let (day, month) = date.split_once(' ').unwrap();
        let short = format!(">{day} {} if so<", &month[..3]);
        assert!(risks.contains(&short), "{short} of {date}: {risks}");
    }

    let (people, timeline) = (served.get("/people").body, served.get("/timeline").body);
    let loads: Vec<&str> = between(&people, "<span class=\"num mut\">", "<");
    let loads: Vec<&&str> = loads.iter().filter(|load| load.ends_with(" d")).collect();
    assert!(!loads.is_empty(), "{people}");
    for load in loads {
        assert!(timeline.contains(*load), "{load}: {timeline}");
    }
}

#[test]
fn the_line_of_no_return_is_drawn_before_the_step_that_crosses_it() {
    let plan = "# Tea\n\n- [ ] Boil `{#boil @ana 1d}`\n\n## Launch\n\n\
        1. [ ] Pour `{#pour @ana 10m check=full undo=empty}`\n\
        2. [ ] Drink `{#drink @ana 5m check=warm no-return}`\n\n\
        ## Rollback\n\n1. [ ] Empty `{#empty @ana 5m}`\n";
    let page = serve(plan).enter().get("/launch").body;
    let line = page.find("Point of no return").unwrap();
    assert!(page.find(">Pour").is_none_or(|pour| pour < line), "{page}");
    assert!(line < page.find("no way back from here").unwrap(), "{page}");
    assert!(page.contains("10 min to the point of no return"), "{page}");
}

#[test]
fn a_plan_without_systems_asks_for_three() {
    let page = serve(PLAN).enter().get("/architecture").body;
    assert!(page.contains("Which systems does this touch? Name three."), "{page}");
    assert!(!page.contains("<svg class=\"map\""), "{page}");
}

#[test]
fn overview_graph_and_forecast_recommend_the_first_step_of_the_same_ladder() {
    let served = serve(BILLING).enter();
    let overview = served.wait_for("/", ": 30 June then ");
    let to = between(&overview, ">Hand to ", "<")[0];
    let forecast = served.get("/forecast").body;
    let step = between(&forecast, "<div class=\"sub2\">Hand ", "</div>")[0];
    assert!(step.ends_with(&format!(" to {to}")), "{to}: {step}");
    let graph = served.get("/graph").body;
    let title = between(step, "“", "”")[0];
    assert!(
        overview.contains(&format!("“{title}”")) && graph.contains(&format!("“{title}”")),
        "{title}"
    );
}

#[test]
fn what_would_help_follows_another_deadline() {
    let served = serve(BILLING).enter();
    served.wait_for("/forecast", "by 30 June, line at 80%");
    let page = served.get("/forecast?by=2026-07-20").body;
    assert!(page.contains("by 20 July, line at 80%"), "{page}");
    // 27 July is 80 % sure as it is, so nothing has to be done for August.
    let late = served.get("/forecast?by=2026-08-28").body;
    assert!(late.contains("nothing has to be done"), "{late}");
    // What is no day, or gone by, is no other deadline.
    assert!(served.get("/forecast?by=soon").body.contains("by 30 June, line at 80%"));
    assert!(served.get("/forecast?by=2026-01-01").body.contains("No step helps"));
}

#[test]
fn people_shows_what_an_absence_costs_and_lets_somebody_join() {
    let plan = "# Tea\n\n## Team\n\n- Ana `{@ana away=2026-05-04..2026-05-08}`\n- Bo `{@bo}`\n\n\
        ## Work\n\n- Vault\n  - [ ] Dig `{#dig @ana 40d..40d}`\n\
        - Paint\n  - [ ] Coat `{#coat @bo 2d..2d}`\n";
    let served = serve(plan).enter();
    let page = served.wait_for("/people", "+10 d");
    assert!(page.contains("leave; +5 d of the 80% date"), "{page}");
    // Two days beside 40 are no week, so nothing stands beside Paint.
    assert_eq!(page.matches("title=\"80% by ").count(), 1, "{page}");
    assert!(page.contains("Pair on Dig…"), "{page}");
    let of = crate::browser::form_of(&page, "who", "dig");
    assert_eq!(served.post("/edit", &[("of", &of), ("value", "@ana @bo")]).status, 200);
    assert!(served.plan().contains("{#dig @ana 40d..40d @bo}"), "{}", served.plan());
}

#[test]
fn what_is_good_enough_is_marked_once_it_is_met() {
    let plan = "# Tea\n\n- [ ] Boil `{#boil @ana 1d}`\n\n## Good enough\n\n\
        - [ ] It is warm `{#warm agreed=@ana measure=\"60 degrees\"}`\n- It is wet `{#wet}`\n";
    let served = serve(plan).enter();
    let page = served.get("/launch").body;
    assert!(!page.contains("✓"), "{page}");
    assert_eq!(
        page.matches(">Met<").count(),
        1,
        "a line without a box has nothing to tick: {page}"
    );
    let of = crate::browser::form_of(&page, "done", "warm");
    assert_eq!(served.post("/edit", &[("of", &of)]).status, 200);
    assert!(served.plan().contains("- [x] It is warm"), "{}", served.plan());
    served.wait_for("/launch", "✓ ");
}

#[test]
fn ways_out_and_answers_name_work_by_its_title() {
    let page = serve(BILLING).enter().wait_for("/review", "Asked before");
    assert!(page.contains("Lead on path: Launch rehearsal"), "{page}");
    assert!(!page.contains("lead-on-path/"), "{page}");
}
