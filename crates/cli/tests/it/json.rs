//! The JSON that programs rely on: `docs/spec/json.md` says what is in it.

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;

use crate::program::{Folder, QUESTIONS, billing, fore, repository};

/// What `fore COMMAND --json` prints about the sample plan.
fn answer(command: &[&str]) -> Value {
    parse(&fore(&billing(), &[command, &["--json"]].concat()).fine())
}

fn parse(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error} in {text}"))
}

/// Asserts that `value` has these names. New ones may come.
#[track_caller]
fn has(value: &Value, names: &str) {
    let object = value.as_object().unwrap_or_else(|| panic!("{value} is no object"));
    for name in names.split_whitespace() {
        assert!(object.contains_key(name), "no {name} in {value}");
    }
}

/// The elements of a list that is not empty.
#[track_caller]
fn elements(value: &Value) -> &[Value] {
    let elements = value.as_array().expect("a list");
    assert!(!elements.is_empty(), "an empty list");
    elements
}

#[track_caller]
fn is_date(value: &Value) {
    shaped(value, "0000-00-00");
}

#[track_caller]
fn is_time(value: &Value) {
    shaped(value, "0000-00-00T00:00");
}

/// Asserts that `value` is a text that becomes `shape` when its digits are 0.
#[track_caller]
fn shaped(value: &Value, shape: &str) {
    let text = value.as_str().unwrap_or_else(|| panic!("{value} is no text"));
    let found: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    assert_eq!(found, shape, "{text}");
}

#[track_caller]
fn is_share(value: &Value) {
    let share = value.as_f64().unwrap_or_else(|| panic!("{value} is no number"));
    assert!((0.0..=1.0).contains(&share), "{share}");
}

const ANSWER: &str = "plan today answer situation seed runs p50 p80 p95 span deadline";

#[test]
fn the_overview_begins_with_the_answer() {
    let overview = answer(&[]);
    has(&overview, &format!("{ANSWER} work warnings milestones features waiting"));
    has(&overview["work"], "done in_progress to_go effort_share_done");
    is_share(&overview["work"]["effort_share_done"]);
    assert_eq!(overview["situation"], "dated");
}

#[test]
fn the_forecast() {
    let forecast = answer(&["forecast"]);
    has(
        &forecast,
        &format!(
            "{ANSWER} chance_never half_width_days milestones features tasks calibration \
             drivers people settle_first planning_may_stop if_nobody_swaps \
             ordered_for_p80_days_sooner sensitivity"
        ),
    );
    assert_eq!(forecast["plan"], "Billing rewrite");
    assert_eq!(forecast["today"], "2026-04-14");
    assert_eq!((&forecast["seed"], &forecast["runs"]), (&1.into(), &4096.into()));
    ["p50", "p80", "p95"].into_iter().for_each(|name| is_date(&forecast[name]));
    has(&forecast["deadline"], "date hard chance");
    assert_eq!(forecast["deadline"]["date"], "2026-06-30");
    assert_eq!(forecast["deadline"]["hard"], true);
    is_share(&forecast["deadline"]["chance"]);
    for milestone in elements(&forecast["milestones"]) {
        has(milestone, "id title reached p50 p80 due hard chance");
        ["p50", "p80", "due"].into_iter().for_each(|name| is_date(&milestone[name]));
        is_share(&milestone["chance"]);
    }
    for feature in elements(&forecast["features"]) {
        has(feature, "id title reached p50 p80 due hard chance");
    }
    for task in elements(&forecast["tasks"]) {
        has(task, "id title p50 p80 path_share status");
        is_share(&task["path_share"]);
    }
    has(&forecast["calibration"], "finished ranges inside upper_half pace_observed pace widening");
    for driver in elements(&forecast["drivers"]) {
        has(
            driver,
            "kind id title good bad swing_days without_days_sooner first_order buffer_days",
        );
        ["good", "bad"].into_iter().for_each(|name| is_date(&driver[name]));
        is_share(&driver["first_order"]);
    }
    has(&forecast["if_nobody_swaps"], "p80 days_later");
    for work in elements(&forecast["sensitivity"]) {
        has(
            work,
            "id title path_share significance schedule_sensitivity cruciality cruciality_rank",
        );
        is_share(&work["significance"]);
    }
}

#[test]
fn the_schedule() {
    let schedule = answer(&["schedule"]);
    has(&schedule, "plan today zone finish tasks");
    is_time(&schedule["finish"]);
    assert_eq!(schedule["zone"], "Europe/Berlin");
    for task in elements(&schedule["tasks"]) {
        has(task, "id title people start finish p50 p80 total_float_minutes path_share status");
        ["start", "finish"].into_iter().for_each(|name| is_time(&task[name]));
        ["p50", "p80"].into_iter().for_each(|name| is_date(&task[name]));
        assert!(task["total_float_minutes"].is_i64() && task["people"].is_array());
        is_share(&task["path_share"]);
        let status = task["status"].as_str().unwrap();
        assert!(["done", "in progress", "to go", "cut"].contains(&status), "{status}");
    }
}

#[test]
fn what_is_next() {
    let next = answer(&["next"]);
    has(&next, "plan today people waiting");
    for person in elements(&next["people"]) {
        has(person, "person now then");
        has(&person["then"], "id title start_p50");
        is_date(&person["then"]["start_p50"]);
    }
    for waiting in elements(&next["waiting"]) {
        has(waiting, "kind id title who due expected holds");
        is_date(&waiting["expected"]);
    }
}

#[test]
fn why() {
    let why = answer(&["why", "cutover"]);
    has(&why, "plan today id title p50 p80 chain");
    for step in elements(&why["chain"]) {
        has(step, "id title start_p50 finish_p50 causes");
        for cause in step["causes"].as_array().unwrap() {
            has(cause, "kind by share");
            is_share(&cause["share"]);
        }
    }
}

#[test]
fn every_name_is_in_the_manual() {
    let manual = fs::read_to_string(repository().join("docs/spec/json.md")).unwrap();
    let mut names = BTreeSet::new();
    for command in QUESTIONS.into_iter().chain([&["why", "cutover"][..]]) {
        collect_names(&answer(command), &mut names);
    }
    assert!(names.len() > 50, "only {names:?}");
    names.retain(|name| !manual.contains(&format!("`{name}`")));
    assert_eq!(names, BTreeSet::new(), "these are not in docs/spec/json.md");
}

fn collect_names(value: &Value, names: &mut BTreeSet<String>) {
    match value {
        Value::Array(elements) => elements.iter().for_each(|value| collect_names(value, names)),
        Value::Object(pairs) => {
            names.extend(pairs.keys().cloned());
            pairs.values().for_each(|value| collect_names(value, names));
        }
        _ => {}
    }
}

#[test]
fn every_command_says_the_same_dates() {
    let (overview, forecast, schedule) =
        (answer(&[]), answer(&["forecast"]), answer(&["schedule"]));
    let why = answer(&["why", "cutover"]);
    for name in ["p50", "p80"] {
        assert_eq!(overview[name], forecast[name]);
        assert_eq!(overview[name], why[name], "the plan finishes with cutover");
        let in_forecast = elements(&forecast["tasks"]).iter().map(|task| &task[name]);
        let in_schedule = elements(&schedule["tasks"]).iter().map(|task| &task[name]);
        assert!(in_forecast.eq(in_schedule), "{name} of the tasks");
    }
}

#[test]
fn a_plan_with_errors_is_checked_by_every_command() {
    let folder = Folder::with_plan("# P\n\n- [ ] B `{#b 1d after=nowhere}`\n");
    for command in QUESTIONS {
        let said = fore(folder.path(), &[command, &["--json"]].concat());
        assert_eq!(said.code, 1, "{command:?}");
        let check = parse(&said.out);
        has(&check, "sound errors warnings diagnostics");
        assert_eq!((&check["sound"], &check["errors"]), (&false.into(), &1.into()));
        let diagnostic = &check["diagnostics"][0];
        has(diagnostic, "code level message why help file line column end_column");
        assert_eq!(diagnostic["code"], "E105");
        assert_eq!(diagnostic["level"], "error");
        assert_eq!(diagnostic["file"], "plan.md");
        // `- [ ] B `{#b 1d after=nowhere}``: seven letters from column 23 on.
        let place = [&diagnostic["line"], &diagnostic["column"], &diagnostic["end_column"]];
        assert_eq!(place, [3, 23, 30]);
        assert!(diagnostic["message"].is_string() && diagnostic["help"].is_string());
    }
}

#[test]
fn nothing_to_schedule_is_still_json() {
    let folder = Folder::with_plan("# Nothing yet\n\nOnly words.\n");
    for command in QUESTIONS {
        let value = parse(&fore(folder.path(), &[command, &["--json"]].concat()).fine());
        if command == ["check"] {
            has(&value, "sound errors warnings diagnostics");
        } else {
            assert_eq!(value["plan"], "Nothing yet");
        }
    }
}
