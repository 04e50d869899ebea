//! Plans that are wrong, wild or hostile, through the whole program: an answer at the exact place,
//! and never a crash.

use std::fmt::Write as _;

use crate::program::{Folder, QUESTIONS, Said, fore};

/// What `fore check` says about a plan.
fn check(plan: &str) -> Said {
    fore(Folder::with_plan(plan).path(), &["check"])
}

/// Asserts that `token` is refused with `code` where it stands as the attributes of a task.
#[track_caller]
fn refused(token: &str, code: &str) {
    let said = check(&format!("# P\n\n- [ ] A `{{#a {token}}}`\n"));
    said.ends(1, &[code, "plan.md:3\n"]);
}

/// Asserts that every command answers about `plan`, and returns what `forecast` says.
#[track_caller]
fn answered(plan: &str) -> String {
    let folder = Folder::with_plan(plan);
    for command in QUESTIONS {
        fore(folder.path(), command).fine();
    }
    fore(folder.path(), &["forecast"]).fine()
}

#[test]
fn text_that_is_not_utf_8() {
    let folder = Folder::with_files(&[("plan.md", b"# P\n\n- [ ] caf\xe9 `{#a 1d}`\n")]);
    fore(folder.path(), &[]).ends(1, &["plan.md", "UTF-8", "0xe9"]);
}

#[test]
fn marks_of_an_unfinished_merge() {
    let plan = "# P\n\n<<<<<<< HEAD\n- [ ] A `{#a 1d}`\n=======\n- [ ] A `{#a 2d}`\n>>>>>>> b\n";
    check(plan).ends(1, &["E001", "plan.md:3\n"]);
}

#[test]
fn a_cycle_shows_all_its_members() {
    let said = check(
        "# P\n\n- [ ] A `{#a 1d after=c}`\n- [ ] B `{#b 1d after=a}`\n- [ ] C `{#c 1d after=b}`\n",
    );
    said.ends(1, &["E201", "these three tasks", "`a`", "`b`", "`c`", ":3", ":4", ":5"]);
}

#[test]
fn dates_that_do_not_exist() {
    refused("start=2026-02-30", "E123");
    refused("start=0001-01-01", "E123");
    refused("start=9999-12-31", "E123");
    refused("due=2026-4-1", "E123");
}

#[test]
fn amounts_that_no_work_has() {
    refused("1e300d", "E120");
    refused("0d", "E120");
    refused("99999999999999999999999d", "E120");
    refused("5d..2d", "E121");
}

#[test]
fn people_who_cannot() {
    let plan =
        "# P\n\n## Team\n\n- Ada `{@ada skills=go}`\n\n## Work\n\n- [ ] A `{#a 1d needs=rust}`\n";
    check(plan).ends(1, &["E133", "rust"]);
    let plan = "# P\n\n## Team\n\n- Ada `{@ada until=2026-06-30 away=2026-01-01..2026-06-30}`\n\n## Work\n\n- [ ] A `{#a @ada 1d}`\n";
    check(plan).ends(0, &["W205", "plan.md:5\n", "W207", "plan.md:9\n"]);
    let plan = "# P\n\n## Team\n\n- Lab `{@lab outside}`\n\n## Work\n\n- [ ] A `{#a 1d}`\n";
    check(plan).ends(0, &["W206", "plan.md:9\n"]);
}

#[test]
fn work_that_nobody_is_left_to_do_has_no_date_and_the_rest_has() {
    let plan = "# P\n\n## Team\n\n- Ada `{@ada until=2026-03-31}`\n- Bo `{@bo}`\n\n## Milestones\n\n\
                - [ ] Beta `{#beta after=c due=2026-05-01}`\n\
                - [ ] Launch `{#launch after=b,c due=2026-05-01}`\n\n## Work\n\n\
                - [ ] A `{#a @ada 1d}`\n- [ ] B `{#b @bo 2d after=a}`\n- [ ] C `{#c @bo 3d}`\n\
                - [ ] D `{#d @ada 1d}`\n";
    let folder = Folder::with_plan(plan);
    fore(folder.path(), &["check"]).ends(0, &["W207", "plan.md:15\n", "plan.md:18\n"]);
    let never = "As written, P never ends: nobody has the time for `a` and 1 more.";
    let forecast = fore(folder.path(), &["forecast"]).fine();
    assert!(forecast.starts_with(never), "{forecast}");
    let row = |title: &str| forecast.lines().find(|line| line.contains(title)).unwrap_or_default();
    assert!(row("Beta").ends_with('%'), "{forecast}");
    assert!(row("Launch").contains("never") && !row("Launch").contains('%'), "{forecast}");
    let schedule = fore(folder.path(), &["schedule"]).fine();
    assert!(schedule.contains("`a`, `b` and `d` have no date: see fore check."), "{schedule}");
    fore(folder.path(), &["forecast", "--json"]).ends(0, &[r#""situation": "never""#]);
    // What waits for `a` names only that.
    let why = fore(folder.path(), &["why", "launch"]).fine();
    assert!(
        why.starts_with("As written, `launch` never ends: nobody has the time for `a`.\n"),
        "{why}"
    );
}

#[test]
fn work_that_never_ends_is_said() {
    let plan =
        "# P\n\n## Team\n\n- Ada `{@ada until=2026-04-17}`\n\n## Work\n\n- [ ] A `{#a @ada 20d}`\n";
    let folder = Folder::with_plan(plan);
    let warned = fore(folder.path(), &["check"]);
    warned.ends(0, &["W203"]);
    fore(folder.path(), &["forecast", "--json"]).ends(0, &[r#""situation": "never""#]);
}

#[test]
fn an_impossible_deadline_has_an_answer() {
    let plan = "# P\n\n`{due=2026-04-15 hard}`\n\n- [ ] A `{#a @ada 20d..40d}`\n";
    let forecast = answered(plan);
    assert!(forecast.contains("15 April: <1%"), "{forecast}");
    // The deadline was yesterday: still an answer.
    answered("# P\n\n`{due=2026-04-13 hard}`\n\n- [ ] A `{#a @ada 2d}`\n");
}

/// Asserts that `forecast` begins with `answer` and has no number that cannot be.
#[track_caller]
fn foretold(plan: &str, answer: &str) {
    let screen = answered(plan);
    assert!(screen.starts_with(answer), "{screen}");
    let words: Vec<&str> = screen.split_whitespace().collect();
    for never in ["NaN", "inf", "0%", "100%", "0%.", "100%."] {
        assert!(!words.contains(&never), "{never}:\n{screen}");
    }
}

#[test]
fn what_is_hardly_uncertain_has_an_answer() {
    foretold("# P\n\n- [ ] A `{#a 3d..3d}`\n- [ ] B `{#b 2d..2d after=a}`\n", "80% sure by ");
    let risks = "\n## Risks\n\n- R `{#r p=0% hits=a:+3d}`\n- S `{#s p=100% hits=a:x2}`\n";
    foretold(
        &format!("# P\n\n`{{#p due=2027-12-01 hard}}`\n\n- [ ] A `{{#a 3d..5d}}`\n{risks}"),
        "80% sure by ",
    );
}

#[test]
fn what_is_over_has_an_answer() {
    let done = "- [x] A `{#a 3d..5d started=2026-01-05 done=2026-01-06}`\n";
    foretold(&format!("# P\n\n{done}"), "P is done since ");
    let risk = "\n## Risks\n\n- R `{#r p=50% hits=a:+3d}`\n";
    foretold(&format!("# P\n\n{done}- [ ] B `{{#b 1d..2d}}`\n{risk}"), "80% sure by ");
}

#[test]
fn a_plan_without_estimates_has_an_answer() {
    foretold("# P\n\n- [ ] A\n- [ ] B\n", "Too early for a date: ");
}

#[test]
fn two_files_with_one_id() {
    let folder = Folder::with_files(&[
        ("plan/plan.md", b"# P\n\n- [ ] A `{#a 1d}`\n"),
        ("plan/more.md", b"# M\n\n- [ ] B `{#a 1d}`\n"),
    ]);
    fore(folder.path(), &[]).ends(1, &["E101", "plan/plan.md:3\n", "plan/more.md:3\n"]);
}

#[test]
fn a_hundred_thousand_items() {
    let items: String = (0..100_000).fold("# P\n\n".to_owned(), |mut plan, n| {
        writeln!(plan, "- [ ] Item {n} `{{1d..2d}}`").unwrap();
        plan
    });
    check(&items).ends(0, &["100,000 tasks"]);
}

#[test]
fn a_list_a_thousand_levels_deep() {
    let mut plan = "# P\n\n".to_owned();
    for level in 0..1_000 {
        writeln!(plan, "{}- [ ] Level {level} `{{#l{level} 1d}}`", "  ".repeat(level)).unwrap();
    }
    // Each is part of the one above, so only the last is work.
    let forecast = answered(&plan);
    assert!(forecast.contains("`l999`"), "{forecast}");
}

#[test]
fn a_chain_ten_thousand_links_long() {
    let mut plan = "# P\n\n- [ ] T `{#t0 1h}`\n".to_owned();
    for n in 1..10_000 {
        writeln!(plan, "- [ ] T `{{#t{n} 1h after=t{}}}`", n - 1).unwrap();
    }
    let folder = Folder::with_plan(&plan);
    fore(folder.path(), &["check"]).ends(0, &["10,000 tasks", "9,999 links"]);
    fore(folder.path(), &["why", "t9999", "--runs", "16"]).ends(0, &["t9998"]);
}

#[test]
fn nothing_in_a_plan_reaches_the_terminal_as_a_command() {
    let title = "Red \u{1b}[31m alert \u{7} back \u{8} title \u{1b}]0;owned\u{7} wide \u{9b}2J";
    let plan = format!(
        "# {title}\n\n## Team\n\n- {title} `{{@ada}}`\n\n## Work\n\n- [ ] {title} `{{#a @ada 1d..3d}}`\n"
    );
    let broken = plan.clone() + "- [ ] B `{#b after=\u{1b}[31m}`\n";
    for plan in [plan, broken] {
        let folder = Folder::with_plan(&plan);
        for command in QUESTIONS.into_iter().chain([&["why", "a"][..]]) {
            for options in [&["--color"][..], &["--plain"], &["--json"]] {
                let said = fore(folder.path(), &[command, options].concat());
                assert!(said.code <= 1, "{said:?}");
                let left = without_our_colors(&said.out);
                let raw = left.chars().find(|&c| c.is_control() && c != '\n');
                assert_eq!(raw, None, "{command:?} {options:?}: {left:?}");
            }
        }
    }
}

/// The text without the escape sequences that set a color and reset it at the end.
fn without_our_colors(text: &str) -> String {
    let mut left = String::new();
    for line in text.lines() {
        let mut pieces = line.split("\u{1b}[");
        left += pieces.next().unwrap();
        for piece in pieces {
            let digits = piece.find(|c: char| !c.is_ascii_digit() && c != ';').unwrap();
            let is_color = piece[digits..].starts_with('m');
            left += if is_color { &piece[digits + 1..] } else { "\u{1b}" };
        }
        assert!(line.matches("\u{1b}[").count() % 2 == 0, "a color is not reset: {line:?}");
        left.push('\n');
    }
    left
}
