//! What holds on every page, of the example and of plans that mean harm.

use std::fmt::Write as _;

use crate::browser::{Served, serve};

const EXAMPLE: &str = include_str!("../../../../examples/billing/plan/plan.md");

/// The addresses in the rail.
fn listed(served: &Served) -> Vec<String> {
    let front = served.get("/").body;
    let rail = front.split("<main").next().unwrap();
    let links = rail.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    links.filter(|link| link.starts_with('/') && !link.contains('.')).map(str::to_owned).collect()
}

#[test]
fn a_full_plan_has_all_pages_and_each_has_an_answer() {
    let served = serve(EXAMPLE).enter();
    let pages = listed(&served);
    for name in ["launch", "people", "graph", "architecture"] {
        assert!(pages.contains(&format!("/{name}")), "{name} in {pages:?}");
    }
    for page in pages {
        let body = served.get(&page).body;
        let answer = body.split("<h1>").nth(1).and_then(|rest| rest.split("</h1>").next()).unwrap();
        assert!(!answer.trim().is_empty(), "{page}");
        assert!(body.len() < 120_000, "{page}: {} bytes", body.len());
        assert!(!body.contains("style=\""), "{page} has a style that the policy forbids");
        assert!(!body.contains("NaN") && !body.contains("inf"), "{page}");
    }
}

#[test]
fn every_link_of_every_page_leads_somewhere() {
    let served = serve(EXAMPLE).enter();
    for page in listed(&served) {
        let body = served.get(&page).body;
        for link in body.split("href=\"/").skip(1).filter_map(|rest| rest.split('"').next()) {
            let answer = served.get(&format!("/{link}"));
            assert_eq!(answer.status, 200, "/{link} on {page}");
        }
    }
}

#[test]
fn pages_without_anything_to_say_are_not_listed() {
    let served = serve("# Tea\n\n- [ ] Boil `{1d}`\n").enter();
    let pages = listed(&served);
    for name in ["change", "launch", "graph", "architecture", "risks"] {
        assert!(!pages.contains(&format!("/{name}")), "{name} in {pages:?}");
    }
    // Whoever knows the address gets a page all the same.
    for name in ["change", "launch", "graph", "architecture", "people"] {
        assert_eq!(served.get(&format!("/{name}")).status, 200, "{name}");
    }
}

#[test]
fn five_hundred_hostile_titles_stay_text() {
    let hostile = [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "\"><svg onload=alert(1)>",
        "' onmouseover='alert(1)",
        "</text></svg><script>alert(1)</script>",
        "</title><script>alert(1)</script>",
        "</textarea><script>alert(1)</script>",
        "&lt;script&gt; &amp; \u{202e}gnp",
    ];
    let mut plan = "# Tea </title><script>alert(1)</script>\n\n## Work\n\n".to_owned();
    for n in 0..100 {
        let title = hostile[n % hostile.len()];
        let after = if n > 0 { format!(" after=t{}", n - 1) } else { String::new() };
        writeln!(plan, "- [ ] {n} {title} `{{#t{n} @ana 1d..2d changes=s{}{after}}}`", n % 100)
            .unwrap();
    }
    for (section, block) in [
        ("Systems", "#s"),
        ("Premortem", "harm=severe #p"),
        ("Launch", "@ana 1h #l"),
        ("Rollback", "@ana 1h #r"),
    ] {
        writeln!(plan, "\n## {section}\n").unwrap();
        for n in 0..100 {
            let title = hostile[n % hostile.len()];
            writeln!(plan, "- {n} {title} `{{{block}{n}}}`").unwrap();
        }
    }
    let served = serve(&plan).enter();
    for page in
        ["", "graph", "graph?show=clusters", "launch", "people", "architecture", "change", "today"]
    {
        let answer = served.get(&format!("/{page}"));
        assert_eq!(answer.status, 200, "{page}");
        assert!(!answer.body.contains("has no dates"), "the plan has errors: {}", answer.body);
        let body = answer.body.to_lowercase();
        for mark in
            ["<script>", "<img", "<svg onload", "</text></svg><script", "</textarea><script"]
        {
            assert!(!body.contains(mark), "{mark} on /{page}");
        }
    }
}
