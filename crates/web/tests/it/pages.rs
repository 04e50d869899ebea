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
