//! Every rule of the review: its page is whole, the plan under Example makes it ask, the plan under
//! Instead does not.
//!
//! The plans are read as of 14 April 2026. Where a rule is about the past, several plans stand under
//! one heading, all but the last with the day of their commit: ` ```markdown 2026-03-02 `.

use std::collections::BTreeSet;

use jiff::civil::{Date, date};
use plan::{Happening, Intent, Plan, transitions};
use review::{Family, HEADINGS, History, Question, RULES, Review, Rule};
use text::SourceFile;
use workbench::{Input, PlayOptions, Snapshot, apply, play, read, review};

const TODAY: Date = date(2026, 4, 14);

/// The plans under a heading, each with its day; the last is today's.
fn plans(section: &str) -> Vec<(Date, String)> {
    let mut plans = Vec::new();
    let mut open: Option<(Date, String)> = None;
    for line in section.lines() {
        match (line.strip_prefix("```"), &mut open) {
            (Some(_), Some(_)) => plans.extend(open.take()),
            (Some(info), None) => {
                let day = info.strip_prefix("markdown").expect("plans are Markdown").trim();
                let day = if day.is_empty() { TODAY } else { day.parse().expect("a date") };
                open = Some((day, String::new()));
            }
            (None, Some((_, text))) => {
                text.push_str(line);
                text.push('\n');
            }
            (None, None) => {}
        }
    }
    plans
}

fn snapshot(text: &str, today: Date) -> Snapshot {
    let files = vec![SourceFile::new("plan/plan.md", text)];
    read(Input::new(files, None, today))
}

/// What happened from each plan to the next, the first one included.
fn history(plans: &[(Date, Plan)]) -> History {
    let mut events: Vec<(u64, Date, Happening)> = Vec::new();
    for pair in plans.windows(2) {
        let found = transitions(&pair[0].1, &pair[1].1);
        events.extend(found.iter().map(|event| (event.key, pair[1].0, event.what)));
    }
    let days = plans.first().map(|first| (first.0, plans[plans.len() - 1].0));
    History::new(days, events)
}

fn asked(section: &str) -> (Snapshot, Review) {
    let plans = plans(section);
    let (_, last) = plans.last().expect("a plan stands under the heading");
    let now = snapshot(last, TODAY);
    assert!(!now.has_errors(), "{:#?}\n{last}", now.diagnostics);
    let read: Vec<(Date, Plan)> =
        plans.iter().map(|(day, text)| (*day, snapshot(text, *day).plan)).collect();
    let history = (read.len() > 1).then(|| history(&read));
    let dates = play(&now, PlayOptions::default());
    let review = review(&now, dates.as_ref(), history.as_ref());
    (now, review)
}

fn of<'a>(rule: &Rule, review: &'a Review) -> Vec<&'a Question> {
    review.questions.iter().filter(|question| question.rule.code == rule.code).collect()
}

/// What is wrong with the two cases of a rule.
fn problems(rule: &Rule) -> Vec<String> {
    let (now, review) = asked(&rule.section("Example"));
    let mut problems = Vec::new();
    let questions = of(rule, &review);
    if questions.is_empty() {
        let small = review.small.iter().filter(|question| question.rule.code == rule.code);
        let worth: Vec<Option<f64>> = small.map(|question| question.minutes).collect();
        problems.push(format!("the example is not worth a question; minutes: {worth:?}"));
    }
    for question in questions {
        let finding = &question.finding;
        if !finding.headline.ends_with('?') {
            problems.push(format!("no question: {}", finding.headline));
        }
        if !(1..=3).contains(&finding.evidence.len()) || finding.ways.is_empty() {
            problems.push(format!("without evidence or a way out: {}", finding.headline));
        }
        for way in finding.ways.iter().filter(|way| !way.intents.is_empty()) {
            problems.extend(refusal(&now, &way.intents));
        }
    }
    let (_, review) = asked(&rule.section("Instead"));
    let still = of(rule, &review).into_iter().map(|question| &question.finding.headline);
    problems.extend(still.map(|headline| format!("still asks: {headline}")));
    problems.into_iter().map(|problem| format!("{}: {problem}", rule.name)).collect()
}

/// Takes each way out of what a rule of this family asks of its example that changes the plan, and
/// says which leave the question, or make a loose task of the answer.
#[test]
fn a_way_out_of_what_is_missing_is_the_end_of_the_question() {
    let mut still = Vec::new();
    let mut taken = 0;
    for rule in RULES.iter().filter(|rule| rule.family == Family::Coverage) {
        let (now, review) = asked(&rule.section("Example"));
        let question = of(rule, &review)[0];
        for way in question.finding.ways.iter().filter(|way| !way.intents.is_empty()) {
            let after = apply(&now, &way.intents).expect("a way out can be gone").after;
            let dates = play(&after, PlayOptions::default());
            let again = workbench::review(&after, dates.as_ref(), None);
            let all = again.questions.iter().chain(&again.small);
            let left = all.filter(|one| one.name == question.name || one.rule.name == "loose-task");
            still.extend(left.map(|one| format!("{}: {}", way.text, one.finding.headline)));
            taken += 1;
        }
    }
    assert!(still.is_empty(), "{}", still.join("\n"));
    assert!(taken > RULES.iter().filter(|rule| rule.family == Family::Coverage).count());
}

fn refusal(now: &Snapshot, intents: &[Intent]) -> Option<String> {
    let refused = apply(now, intents).err()?;
    Some(format!("{refused}: {intents:?}"))
}

#[test]
fn examples_are_asked_about_and_what_stands_instead_is_not() {
    let only = RULES.iter().filter(|rule| ONLY.is_none_or(|name| name == rule.name));
    let problems: Vec<String> = only.flat_map(problems).collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// To look at one rule while it is written: `RULE=no-risks cargo test -p workbench rules`.
const ONLY: Option<&str> = option_env!("RULE");

#[test]
fn pages_are_whole() {
    for rule in RULES {
        let sections = rule.sections();
        let headings: Vec<&str> = sections.iter().map(|section| section.heading.as_str()).collect();
        assert_eq!(headings[..HEADINGS.len().min(headings.len())], HEADINGS, "{}", rule.name);
        for section in &sections {
            assert!(!section.text.is_empty(), "{}: {}", rule.name, section.heading);
        }
        let rest = &headings[HEADINGS.len()..];
        assert!(rest.is_empty() || rest == ["Sources"], "{}: {rest:?}", rule.name);
    }
}

#[test]
fn names_and_codes_are_given_once() {
    let mut seen = BTreeSet::new();
    for rule in RULES {
        let is_word = |c: char| c.is_ascii_lowercase() || c == '-';
        assert!(rule.name.chars().all(is_word), "{}", rule.name);
        assert!(seen.insert(rule.name) && seen.insert(rule.code), "{}", rule.name);
        let number = rule.code.strip_prefix(&format!("Q{}", rule.family.digit()));
        let number = number.unwrap_or_else(|| panic!("{}: {}", rule.code, rule.family.word()));
        assert!(number.len() == 2 && number.parse::<u8>().is_ok(), "{}", rule.code);
        assert!(rule.source.contains(&format!("\"{}\"", rule.name)), "{}: its source", rule.name);
    }
}

/// The questions of a plan, by rule.
fn questions(text: &str, rule: &str) -> Vec<Question> {
    let now = snapshot(text, TODAY);
    assert!(!now.has_errors(), "{:#?}", now.diagnostics);
    let dates = play(&now, PlayOptions::default());
    let review = review(&now, dates.as_ref(), None);
    let all = review.questions.into_iter().chain(review.small);
    all.filter(|question| question.rule.name == rule).collect()
}

/// Bo is away when he would migrate, and not while he builds: the question is about the migration, and
/// whoever may do it already may still do it.
#[test]
fn a_leave_asks_about_the_work_it_falls_into() {
    let plan = "# Lead\n\n## Team\n\n- Ana `{@ana}`\n- Bo `{@bo away=2026-04-20..2026-05-01}`\n- Cy `{@cy}`\n\n\
                ## Work\n\n- [ ] Build `{#build @bo 3d..4d}`\n- [ ] Migrate `{#mig @bo 4d..8d after=build}`\n\
                - [ ] Switch `{#switch @ana 1d..2d after=mig}`\n- [ ] Write `{#write @ana 2d..4d}`\n";
    let found = questions(plan, "leave-on-path");
    let [question] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(question.finding.headline, "Who takes `mig` while @bo is away?");
    let offered: Vec<&str> = question.finding.ways.iter().map(|way| way.text.as_str()).collect();
    assert!(offered[1].ends_with("fore set mig '@bo|@cy' --dry-run"), "{offered:?}");
}

/// What comes weeks after the leave, and what somebody else may do as well, is not what it lies across.
#[test]
fn a_leave_asks_about_the_work_it_lies_across() {
    let plan = "# Pay\n\n## Team\n\n- Ana `{@ana}`\n- Bo `{@bo away=2026-04-20..2026-05-01}`\n- Cy `{@cy}`\n\n\
                ## Work\n\n- [ ] Sign-in `{#auth @bo 6d..10d}`\n- [ ] Cards `{#cards @ana 15d..25d after=auth}`\n\
                - [ ] Debits `{#debits @bo|@cy 8d..12d after=auth}`\n- [ ] Switch `{#switch @bo 4d..8d after=cards,debits}`\n";
    let found = questions(plan, "leave-on-path");
    let [question] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(question.finding.headline, "Who takes `auth` while @bo is away?");
    // The command is worth what is said: it is what was played.
    let ways = &question.finding.ways;
    assert!(ways[1].text.contains("fore set auth '@bo|@"), "{ways:?}");
    assert!(matches!(&question.finding.worth, review::Worth::Price(intents) if intents.len() == 1));
}

/// Without its link to the move, the finish would be sooner because nothing waits for the move any more.
#[test]
fn no_link_is_offered_whose_end_would_cut_work_off() {
    let plan = |last: &str| {
        format!(
            "# Move\n\n`{{finish=stop}}`\n\n- [ ] Move all `{{#all @ana 5d..10d}}`\n\
             - [ ] Take the old table away `{{#stop @bo 4d..8d after=all{last}}}`\n\
             - [ ] Check the copies `{{#check @cy 1d..2d after=all}}`\n"
        )
    };
    // With a second way there, `stop` need not wait for `all` itself, nor `check` for it.
    assert_eq!(questions(&plan(",check"), "link-on-path").len(), 2);
    assert!(questions(&plan(""), "link-on-path").is_empty());
}

#[test]
fn work_that_does_not_lead_to_the_finish_is_the_first_question() {
    let plan = "# Move\n\n`{finish=stop}`\n\n## Milestones\n\n- [ ] Moved `{#moved after=move told=Support promised=2026-05-20}`\n\n\
                ## Work\n\n- [ ] Copy `{#copy @ana 5d..10d}`\n- [ ] Move `{#move @ana 5d..10d after=copy}`\n\
                - [ ] Stop `{#stop @bo 1d..2d}`\n- [ ] Party `{#party @bo 1d..2d after=stop}`\n";
    let now = snapshot(plan, TODAY);
    let dates = play(&now, PlayOptions::default());
    let review = review(&now, dates.as_ref(), None);
    let first = &review.questions[0].finding;
    let said = "2 open tasks do not lead to `stop`, where the plan ends: is it over without them?";
    assert_eq!(first.headline, said);
    let after = apply(&now, &first.ways[0].intents).expect("a way out can be gone").after;
    assert_eq!(after.plan.links_of(after.plan.by_id["stop"]).len(), 1, "`move` is the last");
}

/// What is finished has its date; a late one is no reason to ask for another.
#[test]
fn a_finished_plan_is_not_asked_when_it_will_be_done() {
    let plan = |mark: &str| {
        format!("# P\n\n`{{due=2026-04-03 hard}}`\n\n- [{mark} started=2026-03-30}}`\n")
    };
    let done = plan("x] A `{#a 5d..8d done=2026-04-09");
    assert!(questions(&done, "low-chance").is_empty());
    assert_eq!(questions(&plan(" ] A `{#a 5d..20d"), "low-chance").len(), 1);
}

#[test]
fn only_what_somebody_asked_for_can_be_said_back() {
    let said = |first: &str| {
        let plan = format!(
            "# P\n\n## Features\n\n- One `{{#one asked=Sales{first}}}`\n- Two `{{#two}}`\n\
             - Three `{{#three asked=Support}}`\n\n## Work\n\n- [ ] A `{{#a 1d..3d for=one}}`\n\
             - [ ] B `{{#b 1d..3d for=two}}`\n- [ ] C `{{#c 1d..3d for=three}}`\n"
        );
        let asked = questions(&plan, "no-sign-off");
        let confirmed = asked.iter().find(|one| one.finding.subject == "confirmed");
        confirmed.expect("it is asked").finding.evidence[0].clone()
    };
    let none = "None of the 2 features that somebody asked for was said back to them.";
    assert_eq!(said(""), none);
    let one = "1 of the 2 features that somebody asked for was said back to them.";
    assert_eq!(said(" confirmed=2026-04-01"), one);
}
