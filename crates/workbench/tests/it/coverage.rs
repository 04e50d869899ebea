//! The table of rules in `tests/plans/README.md` and the cases agree.

use std::collections::{BTreeMap, BTreeSet};

use crate::case::{all_cases, folder};

#[test]
fn names_are_unique() {
    let cases = all_cases();
    let names: BTreeSet<&str> = cases.iter().map(|case| case.name.as_str()).collect();
    assert_eq!(names.len(), cases.len());
}

#[test]
fn every_rule_has_the_cases_that_the_table_names() {
    let mut cases_of_rule: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for case in all_cases() {
        assert!(!case.rules.is_empty(), "{}: which rule?", case.place);
        for rule in case.rules {
            cases_of_rule.entry(rule).or_default().insert(case.name.clone());
        }
    }
    assert_eq!(cases_of_rule, table());
}

/// The rows `| U1 | rule | `case`, `case` |` that name cases.
fn table() -> BTreeMap<String, BTreeSet<String>> {
    let readme = std::fs::read_to_string(folder().join("README.md")).expect("the table");
    let rows = readme.lines().filter_map(|line| {
        let cells: Vec<&str> = line.strip_prefix("| ")?.strip_suffix(" |")?.split(" | ").collect();
        let is_rule = cells[0].starts_with(|first: char| first.is_ascii_uppercase());
        let [rule, _, cases] = cells[..] else { return None };
        let cases = cases.split(", ").map(|case| case.trim_matches('`').to_owned());
        is_rule.then(|| (rule.to_owned(), cases.collect()))
    });
    rows.collect()
}
