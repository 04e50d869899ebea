//! The sample's history: every revision is a sound plan, and the date slips as the story says.

use std::collections::BTreeSet;

use jiff::ToSpan;
use text::SourceFile;
use workbench::{Input, PlayOptions, Snapshot, play, read};

use super::*;

fn snapshot(files: &Files, today: Date) -> Snapshot {
    let [plan, settings] = files.as_slice() else { panic!("two files: {files:?}") };
    let source = |(path, text): &(String, String)| SourceFile::new(path, text);
    read(Input::new(vec![source(plan)], Some(source(settings)), today))
}

/// The day on which a commit was made, where it was made.
fn day(commit: &Commit) -> Date {
    let seconds = commit.seconds + i64::from(commit.ahead_of_utc_minutes) * 60;
    jiff::Timestamp::from_second(seconds).unwrap().to_zoned(TimeZone::UTC).date()
}

fn p80(commit: &Commit, today: Date) -> Date {
    let snapshot = snapshot(&commit.files, today);
    let dates = play(&snapshot, PlayOptions { runs: Some(2048), seed: None }).unwrap();
    let lowered = snapshot.lowered.as_ref().unwrap();
    calendar::last_worked_date(dates.forecast.finish.percentile(80).unwrap(), &lowered.zone)
}

#[test]
fn every_revision_is_a_sound_plan_on_its_own_day() {
    for branch in branches(files(WRITTEN_FOR), WRITTEN_FOR) {
        for commit in &branch.commits {
            let snapshot = snapshot(&commit.files, day(commit));
            assert!(!snapshot.has_errors(), "{}: {:?}", commit.message, snapshot.diagnostics);
            assert!(snapshot.lowered.is_some(), "{}", commit.message);
        }
    }
}

#[test]
fn commits_go_forward_in_time_and_are_by_people_of_the_team() {
    let [main, idea] = branches(files(WRITTEN_FOR), WRITTEN_FOR);
    assert_eq!((main.commits.len(), idea.commits.len()), (44, 3));
    let commits: Vec<&Commit> = main.commits.iter().chain(&idea.commits).collect();
    assert!(commits.is_sorted_by(|a, b| a.seconds < b.seconds));
    assert_eq!(day(commits[0]), date(2026, 1, 30));
    assert_eq!(day(commits[commits.len() - 1]), WRITTEN_FOR);
    assert!(PLAN.contains(&format!("zone={ZONE}")));
    for commit in commits {
        let name = &commit.author.name;
        assert!(PLAN.contains(&format!("\n- {name}")), "{name} is not in the team");
        let subject = commit.message.lines().next().unwrap();
        assert!(subject.chars().count() <= 72, "{subject}");
    }
    let authors: BTreeSet<_> = main.commits.iter().map(|commit| &commit.author.email).collect();
    assert_eq!(authors.len(), 5, "{authors:?}");
}

#[test]
fn the_last_commit_is_the_example_byte_for_byte() {
    let [main, _] = branches(files(WRITTEN_FOR), WRITTEN_FOR);
    let last = &main.commits.last().unwrap().files;
    assert_eq!(last[0].1, PLAN);
    assert_eq!(last[1].1, SETTINGS);
}

#[test]
fn the_history_moves_with_today_and_keeps_its_weekdays() {
    let then = commit_days(WRITTEN_FOR);
    for today in [date(2026, 11, 22), date(2031, 1, 1), date(1999, 12, 31)] {
        let now = commit_days(today);
        let weeks = (now[0] - then[0]).get_days() / 7;
        let moved: Vec<Date> = then.iter().map(|day| *day + weeks.weeks()).collect();
        assert_eq!(now, moved);
        let last = *now.last().unwrap();
        assert!(last <= today && today < last + 1.week(), "{last} for {today}");
    }
}

fn commit_days(today: Date) -> Vec<Date> {
    branches(files(today), today)[0].commits.iter().map(day).collect()
}

/// Each Monday's P80, from the plan as it stood that evening.
#[test]
fn the_date_slips_by_weeks_and_tiers_move_it_again() {
    let [main, idea] = branches(files(WRITTEN_FOR), WRITTEN_FOR);
    let mondays = (0..11).map(|week| date(2026, 2, 2) + week.weeks());
    let as_of = |monday: Date| {
        let commit = main.commits.iter().rfind(|commit| day(commit) <= monday);
        p80(commit.expect("the plan is older than the work"), monday)
    };
    let dates: Vec<Date> = mondays.map(as_of).collect();
    let today = p80(main.commits.last().unwrap(), WRITTEN_FOR);
    let with_tiers = p80(idea.commits.last().unwrap(), WRITTEN_FOR);
    assert!(dates.iter().all(|date| dates[0] - 7.days() <= *date), "{dates:?}");
    assert!(dates[5..].is_sorted(), "from 9 March on it only slips: {dates:?}");
    assert!(dates[0] + 3.weeks() <= today, "{dates:?}");
    assert!(today + 1.week() <= with_tiers, "{today} {with_tiers}");
}
