//! Answering questions of the review on its page: the lines that `fore answer` writes.

use crate::browser::{Served, form_of, serve};

/// The first question about it is what may be missing, and has a draft.
const PLAN: &str = include_str!("../../../../examples/billing/plan/plan.md");

/// The lines that the plan has more than before.
fn new_lines(served: &Served) -> Vec<String> {
    let plan = served.plan();
    assert_eq!(PLAN.lines().filter(|line| !plan.lines().any(|new| new == *line)).count(), 0);
    plan.lines().filter(|line| !PLAN.lines().any(|old| old == *line)).map(str::to_owned).collect()
}

/// The page with the question at the top, and the name of that question.
fn asked(served: &Served) -> (String, String) {
    let page = served.wait_for("/review", "Save the answer");
    let before = page.find(" answer ").unwrap() + " answer ".len();
    let name = page[before..].split('"').next().unwrap().to_owned();
    (page, name)
}

/// The first way out that can be ticked.
fn way_out(page: &str) -> String {
    let after = page.split("name=\"keep\" value=\"").nth(1).unwrap_or_else(|| panic!("{page}"));
    after.split('"').next().unwrap().to_owned()
}

#[test]
fn an_answer_is_a_line_of_the_plan_and_the_next_question_comes() {
    let served = serve(PLAN).enter();
    let (page, name) = asked(&served);
    let of = form_of(&page, "answer", &name);
    let answer = served.post("/edit", &[("of", &of), ("value", "Finance has said yes")]);
    assert_eq!(answer.status, 200, "{answer:?}");
    let lines = new_lines(&served);
    let [line] = &lines[..] else { panic!("{lines:?}") };
    assert!(line.starts_with("- Finance has said yes `{to="), "{line}");
    assert!(line.contains("on=2026-04-14 facts=f"), "{line}");
    let (page, next) = asked(&served);
    assert_ne!(next, name);
    assert!(page.contains("Finance has said yes"), "it is among those asked before: {page}");
}

#[test]
fn a_draft_that_is_ticked_has_a_price_and_goes_into_the_plan() {
    let served = serve(PLAN).enter();
    let (page, name) = asked(&served);
    let (of, way) = (form_of(&page, "answer", &name), way_out(&page));
    let price = served.post("/price", &[("of", &of), ("keep", &way)]);
    assert!(price.body.starts_with("P80 "), "{price:?}");
    assert_eq!(served.plan(), PLAN, "a price writes nothing");
    let answer = served.post("/edit", &[("of", &of), ("keep", &way), ("value", "")]);
    assert_eq!(answer.status, 200, "{answer:?}");
    let lines = new_lines(&served);
    let (answers, pieces): (Vec<&String>, Vec<&String>) =
        lines.iter().partition(|line| line.contains(&format!("`{{to={name}")));
    assert!(matches!(&pieces[..], [line] if line.contains(&way)), "{way}: {lines:?}");
    assert!(matches!(&answers[..], [line] if line.contains("Taken up: ")), "{lines:?}");
    let (_, next) = asked(&served);
    assert_ne!(next, name);
}

#[test]
fn a_draft_can_be_worded_anew() {
    let served = serve(PLAN).enter();
    let (page, name) = asked(&served);
    let (of, way) = (form_of(&page, "answer", &name), way_out(&page));
    let field = format!("reword {way}");
    assert!(page.contains(&format!("name=\"{field}\"")), "{page}");
    let said = [("of", &*of), ("keep", &*way), (&*field, "Finance signs it off")];
    assert_eq!(served.post("/edit", &said).status, 200);
    let lines = new_lines(&served);
    assert!(
        matches!(&lines[..], [piece, answer]
            if piece.contains("- [ ] Finance signs it off `{#") && answer.contains("Taken up: ")),
        "{lines:?}"
    );
}

#[test]
fn what_nobody_knows_yet_gets_an_owner_and_a_day() {
    let served = serve(PLAN).enter();
    let (page, name) = asked(&served);
    let of = form_of(&page, "unknown", &name);
    let fields = [("of", of.as_str()), ("who", "ilse"), ("by", "2026-04-24")];
    assert_eq!(served.post("/edit", &fields).status, 200);
    let lines = new_lines(&served);
    assert!(matches!(&lines[..], [_, _]), "{lines:?}");
    assert!(lines.iter().any(|line| line.contains("@ilse by=2026-04-24")), "{lines:?}");
    assert!(lines.iter().any(|line| line.contains("until=2026-04-24")), "{lines:?}");

    let (page, name) = asked(&served);
    let of = form_of(&page, "not-now", &name);
    let fields = [("of", of.as_str()), ("value", "after the fair"), ("by", "2026-05-01")];
    assert_eq!(served.post("/edit", &fields).status, 200);
    let line = new_lines(&served).into_iter().find(|line| line.contains("after the fair"));
    assert!(line.is_some_and(|line| line.contains("until=2026-05-01") && !line.contains("facts=")));
}

#[test]
fn what_says_nothing_or_asks_for_something_else_is_refused() {
    let served = serve(PLAN).enter();
    let (page, name) = asked(&served);
    let answer = form_of(&page, "answer", &name);
    let unknown = form_of(&page, "unknown", &name);
    let gone = answer.replace(&name, "no-such-rule/x");
    for (fields, said) in [
        (vec![("of", &answer[..])], "say why all is well"),
        (vec![("of", &answer), ("keep", "Drink coffee")], "ways out have changed"),
        (vec![("of", &gone), ("value", "x")], "no question any more"),
        (vec![("of", &unknown)], "who finds out"),
        (vec![("of", &unknown), ("who", "ilse"), ("by", "soon")], "no day"),
        (vec![("of", &unknown), ("who", "nobody"), ("by", "2026-04-24")], "Nothing was written"),
    ] {
        let answer = served.post("/edit", &fields);
        assert_eq!(answer.status, 422, "{fields:?}: {answer:?}");
        assert!(answer.body.contains(said), "{fields:?}: {}", answer.body);
    }
    assert_eq!(served.plan(), PLAN);
}

#[test]
fn an_answer_whose_ground_has_changed_is_a_question_again() {
    let served = serve(PLAN).enter();
    let (page, name) = asked(&served);
    let of = form_of(&page, "answer", &name);
    assert_eq!(served.post("/edit", &[("of", &of), ("value", "All is well")]).status, 200);
    let line = new_lines(&served).remove(0);
    let mark = line.split("facts=").nth(1).unwrap().split(['`', ' ', '}']).next().unwrap();
    served.save(&served.plan().replace(&line, &line.replace(mark, "f000000")));
    let page = served.wait_for("/review", "What it rested on has changed since.");
    assert!(page.contains("All is well"), "{page}");
}
