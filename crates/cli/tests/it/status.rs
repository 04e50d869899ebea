//! `fore status` in repositories with a past: what it says of the sample, and what it makes of
//! histories that are short, broken, shallow, or not there.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::program::{Folder, Said, fore, program, program_without_today};

/// Runs git in `folder`; commits are by Ana at noon of `day`.
#[track_caller]
fn git(folder: &Path, day: &str, arguments: &[&str]) {
    let at = format!("{day}T12:00:00+00:00");
    let mut git = Command::new("git");
    git.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    for who in ["AUTHOR", "COMMITTER"] {
        git.env(format!("GIT_{who}_NAME"), "Ana").env(format!("GIT_{who}_EMAIL"), "a@example.com");
        git.env(format!("GIT_{who}_DATE"), &at);
    }
    let said: Said = git.current_dir(folder).args(arguments).output().unwrap().into();
    assert_eq!(said.code, 0, "{arguments:?}: {}", said.err);
}

/// A repository in which the plan was `text` on `day`, for each of `states`.
#[track_caller]
fn repository(states: &[(&str, &str)]) -> Folder {
    let folder = Folder::empty();
    git(folder.path(), "2026-01-01", &["init", "--quiet", "--template=", "--initial-branch=main"]);
    for (day, text) in states {
        commit(folder.path(), day, text);
    }
    folder
}

#[track_caller]
fn commit(folder: &Path, day: &str, text: &str) {
    fs::write(folder.join("plan.md"), text).unwrap();
    git(folder, day, &["add", "plan.md"]);
    git(folder, day, &["commit", "--quiet", "--message", &format!("The plan on {day}")]);
}

fn json(folder: &Path, arguments: &[&str]) -> Value {
    let said = fore(folder, &[arguments, &["--json"]].concat()).fine();
    serde_json::from_str(&said).unwrap()
}

fn sample() -> (Folder, PathBuf) {
    let folder = Folder::empty();
    fore(folder.path(), &["demo"]).fine();
    let place = folder.path().join("fore-demo");
    (folder, place)
}

#[test]
fn the_overview_says_how_the_date_moved_in_a_week() {
    let plan = |size: &str| format!("# Plan\n\n## Tasks\n\n- [ ] Build `{{#build wait {size}}}`\n");
    // A wait does not feel the pace. 2 March 2026 is a Monday: then, 5 d end on Friday 6 March; on
    // the 9th, 8 d end on the 18th.
    let folder = repository(&[("2026-03-02", &plan("5d..5d"))]);
    fs::write(folder.path().join("plan.md"), plan("8d..8d")).unwrap();
    let moved = |today| {
        let mut program = program_without_today(folder.path());
        let said: Said = program.args(["--today", today, "--json"]).output().unwrap().into();
        serde_json::from_str::<Value>(&said.fine()).unwrap()["moved"].clone()
    };
    let week = moved("2026-03-09");
    assert_eq!(week["since"], "2026-03-02");
    assert_eq!(week["p80_then"], "2026-03-06");
    assert_eq!(week["p80"], "2026-03-18");
    // The 9th to the 13th and the 16th to the 18th.
    assert_eq!(week["working_days"], 8);
    assert_eq!(moved("2026-03-08"), Value::Null, "there was no plan a week before");
}

#[test]
fn the_sample_slips_and_says_where_it_came_from() {
    let (_folder, place) = sample();
    let cold = fore(&place, &["status"]).fine();
    assert!(cold.starts_with("Slipping about "), "{cold}");
    for words in ["as of", "Where the ", "`tax`", "Milestone", "Effort", "Told", "on the day"] {
        assert!(cold.contains(words), "no {words} in {cold}");
    }
    assert!(!cold.contains("Priya"), "no people behind causes: {cold}");
    assert_eq!(fore(&place, &["status"]).fine(), cold, "as kept");
    fs::remove_dir_all(place.join(".git/forethought")).unwrap();
    let one_thread = program(&place).env("RAYON_NUM_THREADS", "1").arg("status").output().unwrap();
    assert_eq!(Said::from(one_thread).fine(), cold, "with one thread, and nothing kept");
    let evidence = fore(&place, &["status", "--evidence"]).fine();
    assert!(evidence.contains("Tax: seven days in, the end no nearer, Priya"), "{evidence}");
    let narrow = fore(&place, &["status", "--width", "60"]).fine();
    assert!(narrow.lines().all(|line| line.chars().count() <= 60), "{narrow}");
    let ascii = fore(&place, &["status", "--ascii"]).fine();
    assert!(ascii.is_ascii(), "{ascii}");
}

#[test]
fn the_numbers_of_the_sample_hang_together() {
    let (_folder, place) = sample();
    let status = json(&place, &["status"]);
    let points = status["points"].as_array().unwrap();
    assert!(points.len() >= 10, "one a week");
    let last = points.last().unwrap();
    assert_eq!(last["date"], "2026-04-14");
    assert_eq!(last["p80"], json(&place, &[])["p80"], "today's date is the one of every screen");
    assert!(points.windows(2).all(|pair| pair[0]["date"].as_str() < pair[1]["date"].as_str()));
    assert!(status["moved_working_days"].as_i64().unwrap() > 5);
    let causes = status["causes"].as_array().unwrap();
    let tax = causes.iter().find(|cause| cause["item"] == "tax").unwrap();
    assert!(tax["working_days"].as_f64().unwrap() >= 1.0, "{tax}");
    assert!(!tax["evidence"].as_array().unwrap().is_empty());
    let agreed = &status["milestones"][0];
    assert_eq!(
        (&agreed["id"], &agreed["reached"]),
        (&Value::from("contract-agreed"), &Value::from(true))
    );
    assert_eq!(status["told"][0]["audience"], "dana");
}

const STEADY: &str = "# P\n\n- [ ] A `{#a 10d}`\n- [ ] B `{#b 10d after=a}`\n";

#[test]
fn a_plan_in_which_nothing_moves_is_one_that_slips() {
    // Ten and ten days from Monday 2 March; six weeks later nothing has begun.
    let folder = repository(&[("2026-03-02", STEADY)]);
    let status = json(folder.path(), &["status"]);
    // From Tuesday 17 March to Tuesday 14 April there are 20 working days.
    assert_eq!(status["since"], "2026-03-17");
    // Each forecast has as many runs as it takes, so that P80 may be off by part of a day.
    let moved = status["moved_working_days"].as_i64().unwrap();
    assert!((20..=21).contains(&moved), "{moved}");
    // Half of the runs had `a` done and `b` nearly. The plan would have been surer by then, so it
    // costs more than the 20 days.
    let causes = status["causes"].as_array().unwrap();
    let [cause, left_over] = causes.as_slice() else { panic!("{causes:?}") };
    assert_eq!(
        (&cause["item"], &cause["text"]),
        (&"a".into(), &"not begun".into()),
        "b waits for it"
    );
    let [days, rest] = [cause, left_over].map(|one| one["working_days"].as_f64().unwrap());
    assert!((20.0..35.0).contains(&days), "{days}");
    assert!((days + rest - moved as f64).abs() < 0.5, "{days} {rest} {moved}");
}

#[test]
fn a_revision_with_errors_is_left_out_and_named() {
    let broken = STEADY.replace("after=a", "after=nothing");
    let folder =
        repository(&[("2026-03-02", STEADY), ("2026-03-16", &broken), ("2026-03-20", STEADY)]);
    let status = json(folder.path(), &["status"]);
    assert_eq!(status["left_out"].as_array().unwrap().len(), 1);
    assert_eq!(status["left_out"][0]["date"], "2026-03-17");
    let said = fore(folder.path(), &["status"]).fine();
    assert!(said.contains("Left out, because the plan had errors: 17 March ("), "{said}");
}

#[test]
fn without_a_past_there_is_still_an_answer() {
    for folder in [Folder::with_plan(STEADY), repository(&[])] {
        fs::write(folder.path().join("plan.md"), STEADY).unwrap();
        let said = fore(folder.path(), &["status"]).fine();
        assert!(said.contains("No commit has this plan yet"), "{said}");
        assert_eq!(json(folder.path(), &["status"])["history"], false);
    }
    let today = repository(&[("2026-04-14", STEADY)]);
    let said = fore(today.path(), &["status"]).fine();
    assert!(said.contains("no older revision of the plan"), "{said}");
}

#[test]
fn without_git_the_reason_is_said_and_other_commands_go_on() {
    let folder =
        repository(&[("2026-03-02", STEADY), ("2026-03-20", &STEADY.replacen("[ ]", "[x]", 1))]);
    let nowhere = Folder::empty();
    let run = |command: &str| -> Said {
        program(folder.path()).env("PATH", nowhere.path()).arg(command).output().unwrap().into()
    };
    run("status").ends(5, &["git is not installed"]);
    run("forecast").ends(0, &[]);
}

#[test]
fn boxes_without_dates_have_those_of_their_commits() {
    let begun = STEADY.replace("#a 10d", "#a 10d left=5d");
    let ticked = STEADY.replacen("[ ]", "[x]", 1);
    let folder =
        repository(&[("2026-03-02", STEADY), ("2026-03-05", &begun), ("2026-03-20", &ticked)]);
    let said = fore(folder.path(), &["why", "a"]).fine();
    assert!(said.starts_with("`a` was finished on 20 March."), "{said}");
    // Outside git nobody knows when, and no day is made up.
    let bare = Folder::with_plan(&ticked);
    let said = fore(bare.path(), &["why", "a"]).fine();
    assert!(said.starts_with("`a` is done; no day is written."), "{said}");
    // What came in ticked was not finished by that commit.
    let born = repository(&[("2026-03-02", &ticked)]);
    let said = fore(born.path(), &["why", "a"]).fine();
    assert!(said.starts_with("`a` is done; no day is written."), "{said}");
}

#[test]
fn an_item_says_what_moved_it_since_a_revision() {
    let (_folder, place) = sample();
    let said = fore(&place, &["why", "live", "--since", "HEAD~12"]).fine();
    for words in ["`live` is ", " working days later than on ", "What moved it", "`tax`", "today"] {
        assert!(said.contains(words), "no {words} in {said}");
    }
    let since = json(&place, &["why", "live", "--since", "HEAD~12"]);
    assert!(since["moved_working_days"].as_i64().unwrap() > 0);
    assert_eq!(since["now"]["p80"], json(&place, &["why", "live"])["p80"]);
    assert_eq!(since["then"]["id"], "live");
    let new = fore(&place, &["why", "load-rigs", "--since", "HEAD~40"]).fine();
    assert!(new.starts_with("`load-rigs` was not in the plan on "), "{new}");
    let of_a_day = fore(&place, &["why", "live", "--since", "2026-03-10"]).fine();
    assert!(of_a_day.contains("than on "), "{of_a_day}");
    fore(&place, &["why", "live", "--since", "nowhere"]).ends(2, &["no revision `nowhere`"]);
    fore(&place, &["why", "live", "--since", "--all"]).ends(2, &[]);
    let bare = Folder::with_plan(STEADY);
    fore(bare.path(), &["why", "a", "--since", "HEAD"]).ends(2, &["has no past"]);
}

#[test]
fn old_forecasts_are_held_against_what_happened() {
    let (_folder, place) = sample();
    let said = fore(&place, &["forecast", "--backtest"]).fine();
    assert!(said.contains("of what was finished came between P10 and P90"), "{said}");
    let found = json(&place, &["forecast", "--backtest"]);
    assert!(found["items"].as_u64().unwrap() >= 10, "enough to tell: {found}");
    // Four days from 2 to 5 March for ten that were five at best: sooner than P10. The one row
    // before that is 3 March, six weeks before today.
    let half =
        STEADY.replacen("[ ]", "[x]", 1).replace("10d}", "10d started=2026-03-02 done=2026-03-05}");
    let folder = repository(&[("2026-03-02", STEADY), ("2026-03-06", &half)]);
    let found = json(folder.path(), &["forecast", "--backtest"]);
    assert_eq!((&found["forecasts"], &found["inside_p10_p90"]), (&Value::from(1), &Value::from(0)));
    assert_eq!((&found["by_p50"], &found["by_p80"]), (&Value::from(1), &Value::from(1)));
    assert!(found["working_days_after_p50_mean"].as_f64().unwrap() < -3.0, "{found}");
    assert_eq!((&found["finished"], &found["items"]), (&Value::Null, &Value::from(1)));
    let few = fore(folder.path(), &["forecast", "--backtest"]).fine();
    assert!(few.starts_with("Too few to tell: 1 finished item"), "{few}");
    let nothing = repository(&[("2026-03-02", STEADY)]);
    let said = fore(nothing.path(), &["forecast", "--backtest"]).fine();
    assert!(said.starts_with("Nothing that was forecast is finished yet"), "{said}");
}

const THREE: &str = "# P\n\n## Team\n\n- Ann `{@ann}`\n\n## Work\n\n- [ ] A `{#a @ann 3d..6d}`\n\
                     - [ ] B `{#b @ann 4d..8d after=a}`\n- [ ] C `{#c @ann 4d..8d after=a}`\n";

/// The days of each cause, by its item.
fn days_of(found: &Value) -> Vec<(String, f64)> {
    let causes = found["causes"].as_array().unwrap().iter();
    causes
        .map(|one| (one["item"].as_str().unwrap().into(), one["working_days"].as_f64().unwrap()))
        .collect()
}

/// Work on `a` took from 26 October to 18 November on an estimate of two to four days, and `b` began on
/// the day after: nothing of that is told of `b`.
#[test]
fn what_began_late_is_told_of_what_ended_late() {
    let plan = |a: &str, b: &str| {
        format!(
            "# Chain\n\n`{{start=2026-10-26}}`\n\n## Team\n\n- Ana `{{@ana}}`\n- Bo `{{@bo}}`\n\n## Work\n\n\
             - [{}] A `{{#a @ana 2d..4d{a}}}`\n- [ ] B `{{#b @bo 4d..8d after=a{b}}}`\n\
             - [ ] C `{{#c @ana 2d..4d after=b}}`\n",
            if a.contains("done") { "x" } else { " " }
        )
    };
    let (begun, over) = (" started=2026-10-26", " started=2026-10-26 done=2026-11-18");
    for b in [" started=2026-11-19", ""] {
        let folder = repository(&[
            ("2026-10-26", &plan("", "")),
            ("2026-10-27", &plan(begun, "")),
            ("2026-11-20", &plan(over, b)),
        ]);
        let mut program = program_without_today(folder.path());
        let said: Said =
            program.args(["status", "--today", "2026-11-23", "--json"]).output().unwrap().into();
        let days = days_of(&serde_json::from_str(&said.fine()).unwrap());
        let of = |id: &str| -> f64 {
            days.iter().filter(|(item, _)| item == id).map(|(_, days)| days).sum()
        };
        // Eighteen working days for three at even odds: fifteen, and what that teaches of the pace.
        assert!(of("a") >= 13.0, "{days:?}");
        // Two days pass before somebody begins, if nobody has begun.
        assert!(of("b") <= 4.0, "{days:?}");
    }
}

/// `a` took a week of the three that were expected, and `b`, which waits for it, was done right after that
/// as it was estimated: all that was gained is told of `a`. Where `b` needs a day of the two that it could
/// have had, no more than a day is its own.
#[test]
fn what_began_early_is_told_of_what_ended_early() {
    let plan = |a: &str, b: &str| {
        format!(
            "# W\n\n`{{start=2026-09-07 finish=end}}`\n\n## Team\n\n- Ana `{{@ana}}`\n- Bo `{{@bo}}`\n\n## Work\n\n\
             - [{}] A `{{#a @ana 10d..20d{a}}}`\n- [{}] B `{{#b @bo 1d..2d after=a{b}}}`\n\
             - [ ] End `{{#end @bo 4d..6d after=b}}`\n",
            if a.is_empty() { ' ' } else { 'x' },
            if b.is_empty() { ' ' } else { 'x' },
        )
    };
    let done = |day: &str| format!(" done={day}");
    let begun = format!(" started=2026-09-07{}", done("2026-09-14"));
    for b in [done("2026-09-16"), format!(" started=2026-09-15{}", done("2026-09-16"))] {
        let folder = repository(&[
            ("2026-09-07", &plan("", "")),
            ("2026-09-14", &plan(&begun, "")),
            ("2026-09-16", &plan(&begun, &b)),
        ]);
        let mut program = program_without_today(folder.path());
        let said: Said =
            program.args(["status", "--today", "2026-09-17", "--json"]).output().unwrap().into();
        let found: Value = serde_json::from_str(&said.fine()).unwrap();
        let days = days_of(&found);
        let of = |item: &str| days.iter().find(|one| one.0 == item).map_or(0.0, |one| one.1);
        assert!(of("a") < -6.0 && of("b").abs() < 1.0, "{days:?}");
        // The rows add up, with what is left over.
        let sum: f64 = days.iter().map(|one| one.1).sum();
        assert!((sum - found["moved_working_days"].as_f64().unwrap()).abs() < 1e-6, "{found}");
    }
}

/// A promise that is moved is news that the board has not heard, until it is written that they have.
#[test]
fn another_promise_is_not_heard_before_somebody_says_so() {
    let plan = |promised: &str| {
        format!(
            "{STEADY}\n## Milestones\n\n- [ ] Live `{{#live after=b told=\"Board\",@dana promised={promised}}}`\n"
        )
        .replace("# P\n", "# P\n\n## Team\n\n- Dana `{@dana}`\n\n## Work\n")
    };
    let folder =
        repository(&[("2026-03-02", &plan("2026-05-01")), ("2026-03-09", &plan("2026-05-20"))]);
    let place = folder.path();
    let on = |arguments: &[&str]| -> Said {
        let mut program = program_without_today(place);
        program.args(arguments).args(["--today", "2026-03-16"]).output().unwrap().into()
    };
    let said = on(&["status", "--width", "200"]).fine();
    assert!(
        said.contains("Board was told about `live` on 2 March, for 1 May, not yet of 20 May"),
        "{said}"
    );
    assert!(said.contains("1 May → 20 May"), "{said}");
    let raised = on(&["raise", "live", "--to", "Board"]).fine();
    assert!(raised.contains("raised"), "{raised}");
    commit(place, "2026-03-16", &fs::read_to_string(place.join("plan.md")).unwrap());
    let said = on(&["status", "--width", "200"]).fine();
    assert!(said.contains("Board was told about `live` on 16 March, for 20 May; P80"), "{said}");
    assert!(
        said.contains("dana was told about `live` on 2 March, for 1 May, not yet of 20 May"),
        "{said}"
    );
    let again = on(&["raise", "live", "--to", "Board"]).out;
    assert!(again.contains("Nothing to do"), "{again}");
}

/// The obstacle is gone on the day that was expected, a Friday. The six working days after that are those
/// of the wait that nobody began.
#[test]
fn a_wait_that_has_not_begun_is_not_told_of_the_obstacle_before_it() {
    let plan = |mark: &str| {
        format!(
            "# W\n\n`{{start=2026-09-07}}`\n\n## Team\n\n- Ana `{{@ana}}`\n- Vendor `{{@vendor outside}}`\n\n\
             ## Work\n\n- [ ] Keys `{{#keys @vendor wait 2w..3w}}`\n\
             - [ ] Build `{{#build @ana 5d..8d after=keys}}`\n\n## Obstacles\n\n\
             - [{mark}] Procurement `{{#proc @ana by=2026-09-11 holds=keys}}`\n"
        )
    };
    let folder = repository(&[("2026-09-07", &plan(" ")), ("2026-09-11", &plan("x"))]);
    let mut program = program_without_today(folder.path());
    let said: Said =
        program.args(["status", "--today", "2026-09-21", "--json"]).output().unwrap().into();
    let days = days_of(&serde_json::from_str(&said.fine()).unwrap());
    assert!(days.iter().all(|(item, _)| item != "proc"), "{days:?}");
    assert!(days.iter().any(|(item, days)| item == "keys" && *days >= 4.0), "{days:?}");
}

#[test]
fn an_edit_of_the_plan_is_told_as_an_edit() {
    let plan = |after: &str, more: &str| {
        format!(
            "# P\n\n`{{finish=c}}`\n\n## Work\n\n- [ ] A `{{#a @ana 9d..12d}}`\n\
             - [ ] C `{{#c @bo 1d..2d{after}}}`\n{more}"
        )
    };
    let gone = "- [ ] G `{#g @bo 9d..12d}`\n";
    let folder =
        repository(&[("2026-04-13", &plan(" after=a,g", gone)), ("2026-04-14", &plan("", ""))]);
    let status = json(folder.path(), &["status"]);
    let causes = status["causes"].as_array().unwrap();
    let text = |id: &str| {
        let one = causes.iter().find(|one| one["item"] == id);
        one.unwrap_or_else(|| panic!("no {id} in {causes:?}"))["text"].as_str().unwrap().to_owned()
    };
    assert_eq!(text("c"), "no longer waits for `a` and `g`");
    assert_eq!(text("g"), "no longer in the plan, 9–12 d");
}

#[test]
fn an_overrun_is_told_of_the_work_that_overran() {
    let overrun = THREE.replace("3d..6d", "3d..6d started=2026-03-16 spent=20d left=2d..4d");
    let folder = repository(&[("2026-03-16", THREE), ("2026-04-13", &overrun)]);
    let status = json(folder.path(), &["status"]);
    let moved = status["moved_working_days"].as_i64().unwrap() as f64;
    let days = days_of(&status);
    assert_eq!(days.len(), 2, "{days:?}");
    assert_eq!((days[0].0.as_str(), days[1].0.as_str()), ("a", ""));
    assert!((days[0].1 + days[1].1 - moved).abs() < 0.5, "{moved} {days:?}");
    // The rest is the margin between P80 and what half of the runs had done by now.
    assert!(days[0].1 >= moved && days[0].1 < moved + 8.0, "{moved} {days:?}");
}

#[test]
fn what_is_the_same_in_both_plans_is_not_blamed_and_what_is_new_is_named() {
    let overrun = THREE.replace("3d..6d", "3d..6d started=2026-03-16 spent=20d left=2d..4d");
    let folder = repository(&[("2026-03-16", THREE), ("2026-04-14", &overrun)]);
    let since = || json(folder.path(), &["why", "c", "--since", "HEAD"]);
    assert_eq!((days_of(&since()), &since()["moved_working_days"]), (vec![], &Value::from(0)));
    let more = overrun.replace("#c @ann 4d..8d after=a", "#c @ann 4d..8d after=a,d");
    fs::write(folder.path().join("plan.md"), more + "- [ ] D `{#d @ann 5d}`\n").unwrap();
    let days = days_of(&since());
    assert_eq!(days[0].0, "d", "{days:?}");
    assert!(days[1..].iter().all(|(item, rest)| item.is_empty() && rest.abs() < 0.5), "{days:?}");
}

#[test]
fn the_time_before_the_calendars_of_today_counts() {
    // `b` should be over since long; the days from then to today are those of what held it.
    let larger = THREE.replace("4d..8d after=a", "6d..9d after=a");
    let folder = repository(&[("2026-02-02", THREE), ("2026-02-09", &larger)]);
    let since = json(folder.path(), &["why", "b", "--since", "HEAD~1"]);
    let moved = since["moved_working_days"].as_i64().unwrap() as f64;
    let named: f64 = days_of(&since).iter().map(|(_, days)| days).sum();
    assert!(moved > 30.0 && (named - moved).abs() < moved / 5.0, "{moved} {since}");
}

#[test]
fn without_estimates_an_item_has_no_dates_to_compare() {
    let bare = "# P\n\n- [ ] A `{#a}`\n- [ ] B `{#b after=a}`\n";
    let folder = repository(&[("2026-03-02", bare)]);
    let said = fore(folder.path(), &["why", "b", "--since", "HEAD"]).fine();
    assert!(said.starts_with("`b` has no date to compare with 2 March"), "{said}");
    assert!(!said.contains("P80"), "{said}");
    let since = json(folder.path(), &["why", "b", "--since", "HEAD"]);
    assert_eq!((days_of(&since), &since["moved_working_days"]), (vec![], &Value::Null));
}

#[test]
fn a_shallow_clone_does_not_say_what_it_cannot_know() {
    let told = format!("{STEADY}- Live `{{#live after=b told=Dana promised=2026-05-01}}`\n");
    let told = told.replace("- Live", "\n## Milestones\n\n- [ ] Live");
    let ended = told.replace("#a 10d", "#a 10d left=5d");
    let folder = repository(&[("2026-03-02", &told), ("2026-03-16", &ended)]);
    let place = folder.path().join("shallow");
    let from = format!("file://{}", folder.path().display());
    git(
        folder.path(),
        "2026-03-17",
        &["clone", "--quiet", "--depth", "1", &from, place.to_str().unwrap()],
    );
    let said = fore(&place, &["status"]).fine();
    assert!(said.contains("The clone is shallow"), "{said}");
    assert!(said.contains("Dana was told about `live`, for 1 May"), "{said}");
    assert!(!said.contains(" in all"), "{said}");
    let whole = fore(folder.path(), &["status"]).fine();
    assert!(whole.contains("Dana was told about `live` on 2 March, for 1 May"), "{whole}");
    assert_eq!(json(&place, &["status"])["told"][0]["on"], Value::Null);
}

#[test]
fn that_work_changed_hands_is_a_cause_of_its_own() {
    let plan = |a: &str| {
        format!(
            "# Cause\n\n`{{#p start=2026-02-02}}`\n\n## Team\n\n- Ann `{{@ann}}`\n- Bob `{{@bob}}`\n\n\
             ## Work\n\n- [ ] A `{{#a {a}}}`\n- [ ] B `{{#b @bob 10d..14d}}`\n\
             - [ ] C `{{#c @bob 10d..14d after=a,b}}`\n"
        )
    };
    let alone = plan("@ann 10d..14d started=2026-04-13");
    let of_two = plan("@bob 10d..15d started=2026-04-13");
    let folder = repository(&[("2026-04-13", &alone), ("2026-04-14", &of_two)]);
    let status = json(folder.path(), &["status"]);
    let causes = status["causes"].as_array().unwrap();
    let hands = causes.iter().find(|cause| cause["text"] == "@ann → @bob").unwrap();
    // Side by side became one after the other: about the ten days and more of A.
    assert!(hands["working_days"].as_f64().unwrap() > 7.0, "{causes:?}");
    assert_eq!(hands["item"], "a");
    let said = fore(folder.path(), &["brief"]).fine();
    assert!(said.contains("A: others do it now") && !said.contains("@bob"), "{said}");
}

#[test]
fn the_dates_that_only_commits_know_count_in_a_comparison_too() {
    // The first task takes 14 days of an estimate of 2..4: without the days of the commits nobody
    // knows that, and the team's pace is as written.
    let plan = |ticks: [&str; 2], last: &str| {
        let [first, second] = ticks;
        format!(
            "# P\n\n## Team\n\n- Ana `{{@ana}}`\n\n## Work\n\n\
             - [{first}] A `{{#a @ana 2d..4d started=2026-03-02}}`\n\
             - [{second}] B `{{#b @ana 2d..4d after=a started=2026-03-20}}`\n\
             - [ ] C `{{#c @ana {last} after=b}}`\n- [ ] D `{{#d @ana 5d..9d after=c}}`\n"
        )
    };
    let folder = repository(&[
        ("2026-03-02", &plan([" ", " "], "2d..4d")),
        ("2026-03-19", &plan(["x", " "], "2d..4d")),
        ("2026-04-02", &plan(["x", "x"], "2d..4d")),
    ]);
    fs::write(folder.path().join("plan.md"), plan(["x", "x"], "2d..5d")).unwrap();
    let today = ["--today", "2026-04-03"];
    let now = json(folder.path(), &[&["forecast"], &today[..]].concat());
    let diff = json(folder.path(), &[&["diff"], &today[..]].concat());
    assert_eq!(now["p80"], diff["p80"]["head"], "{now:#}\n{diff:#}");
    fs::write(folder.path().join("plan.md"), plan(["x", "x"], "2d..4d")).unwrap();
    let before = json(folder.path(), &[&["forecast"], &today[..]].concat());
    assert_eq!(before["p80"], diff["p80"]["base"]);
}
