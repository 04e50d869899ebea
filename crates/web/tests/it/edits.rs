//! Editing: a form becomes one line of text, can be taken back, and never overwrites anybody.

use crate::browser::{Served, form_of, serve};

const PLAN: &str = "# Tea

- [ ] Boil water `{#boil @ana 2d..4d started=2026-04-13 left=1d..2d}`
- [ ] Steep `{#steep @ana 1d..2d after=boil}`

## Decisions

- [ ] Which leaves? `{#leaves @ana by=2026-04-15 options=\"black\",\"green\"}`

## Risks

- The kettle leaks `{#leak @ana p=20% hits=boil:+1d..3d}`
";

fn today(served: &Served) -> String {
    served.get("/today").body
}

#[test]
fn a_form_writes_one_line_and_undo_takes_it_back() {
    let served = serve(PLAN).enter();
    let of = form_of(&today(&served), "left=", "boil");
    let answer = served.post("/edit", &[("of", &of), ("value", "3d..5d")]);
    assert_eq!(answer.status, 200, "{answer:?}");
    assert!(answer.body.contains("Done: set boil left=3d..5d."), "{}", answer.body);
    assert_eq!(served.plan(), PLAN.replace("left=1d..2d", "left=3d..5d"));
    assert!(today(&served).contains("3d..5d"), "the page is newer than the answer");

    let token = of.split(' ').next().unwrap();
    let answer = served.post("/undo", &[("of", token)]);
    assert!(answer.body.contains("Taken back: set boil left=3d..5d."), "{}", answer.body);
    assert_eq!(served.plan(), PLAN);
    let answer = served.post("/undo", &[("of", token)]);
    assert!(answer.body.contains("nothing to take back"), "{}", answer.body);
}

#[test]
fn deeds_and_decisions_are_written_as_the_terminal_writes_them() {
    let served = serve(PLAN).enter();
    let of = form_of(&today(&served), "done", "boil");
    assert_eq!(served.post("/edit", &[("of", &of)]).status, 200);
    assert!(served.plan().contains("- [x] Boil water"), "{}", served.plan());
    assert!(served.plan().contains("done=2026-04-14"), "{}", served.plan());

    let of = form_of(&served.get("/risks").body, "decide", "leaves");
    let answer = served.post("/edit", &[("of", &of), ("value", "green")]);
    assert_eq!(answer.status, 200, "{answer:?}");
    assert!(served.plan().contains("chose=green"), "{}", served.plan());
    let of = form_of(&served.get("/risks").body, "p=", "leak");
    assert_eq!(served.post("/edit", &[("of", &of), ("value", "40%")]).status, 200);
    assert!(served.plan().contains("p=40%"), "{}", served.plan());
}

#[test]
fn the_price_is_told_and_nothing_is_written() {
    let served = serve(PLAN).enter();
    let of = form_of(&today(&served), "left=", "boil");
    let answer = served.post("/price", &[("of", &of), ("value", "10d..12d")]);
    assert_eq!(answer.status, 200);
    assert!(answer.body.starts_with("P80 ") && answer.body.contains('→'), "{}", answer.body);
    assert!(answer.body.ends_with("later"), "{}", answer.body);
    let unknown = served.post("/price", &[("of", &of), ("value", "soon")]);
    assert_eq!((unknown.status, unknown.body.as_str()), (200, ""));
    assert_eq!(served.plan(), PLAN);
}

#[test]
fn what_cannot_be_is_refused_with_the_reason() {
    let served = serve(PLAN).enter();
    let page = today(&served);
    let of = form_of(&page, "left=", "boil");
    for (value, said) in [("soon", "Nothing was written"), ("3d `}` x", "Nothing was written")] {
        let answer = served.post("/edit", &[("of", &of), ("value", value)]);
        assert_eq!(answer.status, 422, "{value}: {answer:?}");
        assert!(answer.body.contains(said), "{value}: {}", answer.body);
    }
    let gone = of.replace(" boil", " gone");
    assert_eq!(served.post("/edit", &[("of", &gone), ("value", "1d")]).status, 422);
    assert_eq!(served.plan(), PLAN);
}

#[test]
fn an_edit_on_an_old_page_is_merged_and_a_collision_is_asked_about() {
    let served = serve(PLAN).enter();
    let page = today(&served);
    let of = form_of(&page, "left=", "boil");

    // Somebody else changes another item: both stand.
    let theirs = PLAN.replace("1d..2d after", "2d..3d after");
    served.save(&theirs);
    let answer = served.post("/edit", &[("of", &of), ("value", "3d..5d")]);
    assert_eq!(answer.status, 200, "{answer:?}");
    let both = theirs.replace("left=1d..2d", "left=3d..5d");
    assert_eq!(served.plan(), both);

    // From the same old page once more, though the same value has changed since: it is asked.
    let answer = served.post("/edit", &[("of", &of), ("value", "6d..7d")]);
    assert_eq!(answer.status, 409, "{answer:?}");
    assert!(answer.body.contains("theirs <code>3d..5d</code>"), "{}", answer.body);
    assert!(answer.body.contains("<dt>Theirs</dt><dd>P80 "), "{}", answer.body);
    assert!(answer.body.contains("<dt>Yours</dt><dd>P80 "), "{}", answer.body);
    assert_eq!(served.plan(), both);
    let again = form_of(&answer.body, "left=", "boil");
    assert_eq!(served.post("/edit", &[("of", &again), ("value", "6d..7d")]).status, 200);
    assert_eq!(served.plan(), both.replace("3d..5d", "6d..7d"));

    // Of a state that nobody remembers nothing is taken.
    let mut words: Vec<&str> = of.split(' ').collect();
    words[1] = "0000000000000000";
    let answer = served.post("/edit", &[("of", &words.join(" ")), ("value", "9d")]);
    assert!(answer.body.contains("changed a lot"), "{}", answer.body);
}

#[test]
fn what_changes_something_must_come_from_a_page_of_ours() {
    let served = serve(PLAN).enter();
    let of = form_of(&today(&served), "left=", "boil");
    for path in ["/edit", "/price", "/undo", "/commit", "/new"] {
        for (origin, of, status) in [
            ("Origin: http://evil.example\r\n", of.as_str(), 403),
            ("Origin: null\r\n", of.as_str(), 403),
            ("", of.as_str(), 403),
            ("Origin: http://HOST\r\n", "wrong base left= boil", 403),
            ("Origin: http://HOST\r\n", "", 403),
        ] {
            let (origin, cookie) = (origin.replace("HOST", &served.host), &served.cookie);
            let (host, body) = (&served.host, format!("of={}&value=9d", of.replace(' ', "+")));
            let answer = served.send(&format!(
                "POST {path} HTTP/1.1\r\nHost: {host}\r\n{origin}Cookie: {cookie}\r\n\
                 Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
                body.len()
            ));
            assert_eq!(answer.status, status, "{path} {origin} {of}");
        }
    }
    let outside = Served { cookie: String::new(), ..served };
    assert_eq!(outside.post("/edit", &[("of", &of), ("value", "9d")]).status, 403);
    assert_eq!(outside.plan(), PLAN);
}

#[test]
fn without_the_script_the_answer_is_a_page() {
    let served = serve(PLAN).enter();
    let of = form_of(&today(&served), "left=", "boil").replace(' ', "+");
    let (host, cookie) = (&served.host, &served.cookie);
    let body = format!("of={of}&value=2d..3d");
    let answer = served.send(&format!(
        "POST /edit HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nCookie: {cookie}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    ));
    assert_eq!(answer.status, 200);
    assert!(answer.body.starts_with("<!DOCTYPE html>"), "{}", answer.body);
    assert!(answer.body.contains("Back to the plan"), "{}", answer.body);
}

#[test]
fn a_file_with_an_error_keeps_the_last_forecast_and_says_what_is_wrong() {
    let served = serve(PLAN).enter();
    served.wait_for("/", "Tea will be done by");
    served.save(&PLAN.replace("after=boil", "after=boyl"));
    let page = served.wait_for("/", "the newest text has no dates");
    assert!(page.contains("there is no task called"), "{page}");
    assert!(page.contains("sheet old"), "the old forecast is greyed: {page}");
    assert!(page.contains("Tea will be done by"), "{page}");
    let of = form_of(&today(&served), "left=", "boil");
    let answer = served.post("/edit", &[("of", &of), ("value", "1d")]);
    assert_eq!(answer.status, 422, "{answer:?}");

    std::fs::remove_file(served.folder.path().join("plan.md")).unwrap();
    served.wait_for("/", "The plan is not there any more.");
    served.save(PLAN);
    let page = served.wait_for("/", "<div class=\"sheet\">");
    assert!(!page.contains("role=\"alert\""), "{page}");
}

const LAUNCH: &str = "# Tea

## Team

- Ana `{@ana away=2026-05-18..2026-05-29}`
- Bo `{@bo}`

## Work

- [ ] Boil water `{#boil @ana 2d..4d}`

## Good enough

- Nobody burns themselves `{#safe}`

## Launch

1. [ ] Pour `{#pour @ana 5m check=\"the cup is full\" undo=pour-back}`
2. [ ] Serve `{#serve}`

## Rollback

1. [ ] Pour back `{#pour-back @bo 5m}`

## Obstacles

- [ ] The kettle is broken `{#kettle holds=boil}`
";

#[test]
fn steps_are_ticked_and_what_is_missing_is_written_where_it_stands() {
    let served = serve(LAUNCH).enter();
    let page = served.get("/launch").body;
    assert!(page.contains("nobody yet") && page.contains("nobody agreed yet"), "{page}");
    let write = |verb: &str, item: &str, value: &str| {
        let of = form_of(&served.get("/launch").body, verb, item);
        let answer = served.post("/edit", &[("of", &of), ("value", value)]);
        assert_eq!(answer.status, 200, "{verb} {item}: {answer:?}");
    };
    write("who", "serve", "@bo");
    write("agreed=", "safe", "@ana,@bo");
    write("done", "pour", "");
    let plan = served.plan();
    assert!(plan.contains("Serve `{#serve @bo}`"), "{plan}");
    assert!(plan.contains("`{#safe agreed=@ana,@bo}`"), "{plan}");
    assert!(plan.contains("1. [x] Pour"), "{plan}");
    assert!(served.get("/launch").body.contains("Step 2 of 2: Serve."));
    write("reopen", "pour", "");
    assert!(served.plan().contains("1. [ ] Pour"), "{}", served.plan());
}

#[test]
fn leave_is_added_moved_and_taken_back() {
    let served = serve(LAUNCH).enter();
    let people = || served.get("/people").body;
    let (add, moved) = (form_of(&people(), "leave", "."), form_of(&people(), "leave", "@ana"));
    let away = |name: &str| {
        let line = served.plan().lines().find(|line| line.contains(name)).unwrap().to_owned();
        line.split("away=").nth(1).map(|rest| rest.trim_end_matches("}`").to_owned())
    };
    let fortnight = [("who", "@ana"), ("from", "2026-04-14"), ("to", "2026-04-24")];
    let price = served.post("/price", &[&[("of", &*add)], &fortnight[..]].concat());
    assert!(price.body.contains("later"), "{price:?}");
    assert_eq!(served.plan(), LAUNCH, "what if writes nothing");

    let more = [("of", &*add), ("who", "@ana"), ("from", "2026-04-20"), ("to", "2026-04-21")];
    assert_eq!(served.post("/edit", &more).status, 200);
    assert_eq!(away("@ana").unwrap(), "2026-04-20..2026-04-21,2026-05-18..2026-05-29");
    let was = ("was", "2026-05-18..2026-05-29");
    let later = [("of", &*moved), was, ("from", "2026-06-01"), ("to", "2026-06-12")];
    assert_eq!(served.post("/edit", &later).status, 200, "the other leave came meanwhile");
    assert_eq!(away("@ana").unwrap(), "2026-04-20..2026-04-21,2026-06-01..2026-06-12");
    for was in ["2026-04-20..2026-04-21", "2026-06-01..2026-06-12"] {
        let moved = [("of", &*form_of(&people(), "leave", "@ana")), ("was", was)];
        assert_eq!(served.post("/edit", &moved).status, 200);
    }
    assert_eq!(away("@ana"), None);
    let backwards = [("of", &*moved), ("from", "2026-06-12"), ("to", "2026-06-01")];
    let refused = served.post("/edit", &backwards);
    assert!(refused.body.contains("before the first"), "{refused:?}");
    let nobody = [("of", &*add), ("who", "@cy"), ("from", "2026-06-01")];
    assert!(served.post("/edit", &nobody).body.contains("nobody called @cy"));
}

#[test]
fn whoever_is_told_of_an_obstacle_is_written_down() {
    let served = serve(LAUNCH).enter();
    let of = form_of(&served.get("/risks").body, "tell", "kettle");
    assert_eq!(served.post("/edit", &[("of", &of), ("value", "Dana")]).status, 200);
    assert!(served.plan().contains("told=Dana"), "{}", served.plan());
}

#[test]
fn a_bar_that_is_moved_is_a_hand_over_or_a_later_start() {
    let served = serve(PLAN).enter();
    let of = |item: &str| form_of(&served.get("/timeline").body, "shift", "~0").replace("~0", item);
    let price = served.post("/price", &[("of", &of("steep")), ("days", "10")]);
    assert!(price.body.contains(" later; not before "), "{price:?}");
    assert_eq!(served.plan(), PLAN, "a price writes nothing");
    let refused = served.post("/edit", &[("of", &of("boil")), ("days", "3")]);
    assert!(refused.body.contains("It has begun"), "{refused:?}");

    let later = served.post("/edit", &[("of", &of("steep")), ("who", "@bo"), ("days", "10")]);
    assert_eq!(later.status, 200, "{later:?}");
    let plan = served.plan();
    assert!(plan.contains("`{#steep @bo 1d..2d after=boil start=2026-04-"), "{plan}");
    let back = served.post("/edit", &[("of", &of("steep")), ("who", "@ana"), ("days", "-60")]);
    assert_eq!(back.status, 200, "{back:?}");
    assert_eq!(served.plan(), PLAN);
}

#[test]
fn an_item_has_a_page_with_its_notes() {
    let note = "Not **too** hot, see [why](https://tea.example) and [x](javascript:alert(1)).";
    let plan = PLAN.replace("after=boil}`\n", &format!("after=boil}}`\n  {note}\n"));
    let served = serve(&plan).enter();
    let page = served.get("/item/steep").body;
    assert!(page.contains("<h1>Steep</h1>"), "{page}");
    assert!(page.contains("Not <strong>too</strong> hot"), "{page}");
    assert!(page.contains("href=\"https://tea.example\"") && !page.contains("href=\"javascript"));
    assert!(page.contains("href=\"/item/boil\""), "what it waits for: {page}");
    assert!(served.get("/item/leaves").body.contains("Which leaves?"));
    let gone = served.get("/item/gone");
    assert!(gone.status == 200 && gone.body.contains("not in the plan any more"), "{gone:?}");
    let of = form_of(&page, "after=", "steep");
    assert_eq!(served.post("/edit", &[("of", &of), ("value", "")]).status, 200);
    assert!(!served.plan().contains("after=boil"), "{}", served.plan());
}
