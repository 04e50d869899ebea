//! What it does to the date that somebody is away.

use text::SourceFile;
use workbench::{Absences, Input, PlayOptions, absences, play, read};

fn found(away: &str) -> Absences {
    let plan = format!(
        "# P\n\n## Team\n\n- Ada `{{@ada{away}}}`\n- Ben `{{@ben}}`\n\n## Work\n\n\
         - [ ] Vault\n  - [ ] Dig `{{#dig @ada 20d..20d}}`\n\
         - [ ] Paint\n  - [ ] First coat `{{#first @ada 1d..1d after=dig}}`\n  \
         - [ ] Second coat `{{#second @ben 1d..1d after=first}}`\n"
    );
    let files = vec![SourceFile::new("plan.md", plan)];
    // A Monday.
    let snapshot = read(Input::new(files, None, "2026-03-02".parse().expect("a date")));
    let dates =
        play(&snapshot, PlayOptions { runs: Some(64), seed: Some(7) }).expect("a sound plan");
    absences(&snapshot, &dates)
}

#[test]
fn two_weeks_without_whoever_alone_knows_a_part_are_ten_days_on_the_longest_path() {
    // All waits for the 20 days that Ada digs from 2 March on. Monday 9 to Friday 20 March are ten of
    // them. Paint is known to both.
    let found = found("");
    let [ada] = found.without.as_slice() else { panic!("{found:?}") };
    assert_eq!((ada.person.index(), ada.later), (0, 10));
    assert_eq!(
        (ada.days.first.to_string(), ada.days.last.to_string()),
        ("2026-03-09".to_owned(), "2026-03-20".to_owned())
    );
    assert_eq!(found.leave, []);
}

#[test]
fn a_leave_is_worth_the_days_that_the_date_would_be_sooner_without_it() {
    // Five days of leave inside the 20: it costs them. Leave after the end moves nothing.
    let found = found(" away=2026-03-16..2026-03-20,2026-08-03..2026-08-07");
    let later: Vec<i64> = found.leave.iter().map(|leave| leave.later).collect();
    assert_eq!(later, [5, 0]);
    // A week of the two is leave anyway, so being away for both costs the other.
    assert_eq!(found.without[0].later, 5);
}
