//! What the pages say.

use crate::browser::serve;

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
