//! The cases of `diagnostics.cases`: a plan, and what is said about it, drawn under its text.
//!
//! After a change of words, `BLESS=1 cargo test -p plan` writes what is said now; read the diff.

use crate::draw::{build, draw};

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/diagnostics.cases");

#[test]
fn mistakes_are_drawn_at_the_exact_characters() {
    let cases = std::fs::read_to_string(PATH).expect("the cases are beside this file");
    let said: String = cases.split_inclusive("\n=== ").map(answered).collect();
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(PATH, said).expect("the cases can be written");
        return;
    }
    for (said, expected) in said.split("\n=== ").zip(cases.split("\n=== ")) {
        assert_eq!(said, expected);
    }
}

/// A case with what is said now: its name, the plan, `---`, the diagnostics.
fn answered(case: &str) -> String {
    let (case, next) = case.strip_suffix("\n=== ").map_or((case, ""), |case| (case, "\n=== "));
    let Some((name, rest)) = case.split_once('\n') else { return case.to_owned() + next };
    let plan = rest.split("\n---").next().unwrap_or(rest).trim_end_matches('\n').to_owned() + "\n";
    let (_, found) = build(&plan);
    format!("{name}\n{plan}---\n{}{next}", draw(&plan, &found))
}
