//! What to settle first, and whether planning may stop: the same advice whichever futures are played.

use forecast::{Advice, Drivers};
use schedule::ActivityId;
use text::SourceFile;
use workbench::{Input, PlayOptions, drivers, play, read};

/// Half a day for a day, as the screens have it.
const WORTH_MIN: f64 = 0.5;
const SEEDS: u64 = 10;

/// What a reader does about it.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Deed {
    Stop,
    Settle(ActivityId),
}

/// All deeds that the advice leaves open; none where it is too close to tell.
fn deeds(drivers: &Drivers) -> Vec<Deed> {
    match drivers.advice(WORTH_MIN) {
        Advice::Stop => vec![Deed::Stop],
        Advice::TooClose(_) => Vec::new(),
        Advice::Settle { questions, tied } => {
            questions[..tied].iter().map(|question| Deed::Settle(question.activity)).collect()
        }
    }
}

/// Checks that nine seeds of ten leave one and the same thing to do, and that so many do tell.
#[track_caller]
fn check(plan: &str, telling_min: usize) {
    let files = vec![SourceFile::new("plan.md", plan)];
    let snapshot = read(Input::new(files, None, "2026-03-02".parse().expect("a date")));
    let of_seed = |seed| {
        let dates = play(&snapshot, PlayOptions { runs: None, seed: Some(seed) }).expect("dates");
        deeds(&drivers(&snapshot, &dates).expect("it ends"))
    };
    let advice: Vec<Vec<Deed>> = (1..=SEEDS).map(of_seed).collect();
    let agree = |deed: &Deed| {
        advice.iter().filter(|deeds| deeds.is_empty() || deeds.contains(deed)).count()
    };
    let most = advice.iter().flatten().map(agree).max().unwrap_or(advice.len());
    assert!(most >= 9, "{advice:?}");
    let telling = advice.iter().filter(|deeds| !deeds.is_empty()).count();
    assert!(telling >= telling_min, "{advice:?}");
}

#[test]
fn one_wide_task_of_several() {
    check(
        "# P\n\n## Work\n\n- [ ] A `{#a @ana 4d..16d}`\n- [ ] B `{#b @bo 3d..24d}`\n\
         - [ ] C `{#c @ana 2d..4d after=a,b}`\n- [ ] D `{#d @bo 2d..4d after=b}`\n",
        10,
    );
}

#[test]
fn two_that_are_alike() {
    check(
        "# P\n\n## Work\n\n- [ ] A `{#a @ana 4d..16d}`\n- [ ] B `{#b @bo 4d..16d}`\n\
         - [ ] C `{#c @ana 2d..4d after=a,b}`\n- [ ] D `{#d @bo 2d..4d after=b}`\n",
        10,
    );
}

#[test]
fn nothing_that_is_wide() {
    check(
        "# P\n\n## Work\n\n- [ ] A `{#a @ana 2d..3d}`\n- [ ] B `{#b @bo 2d..3d after=a}`\n\
         - [ ] C `{#c @ana 4d..5d after=b}`\n- [ ] D `{#d @bo 1d..4d after=a}`\n",
        10,
    );
}

#[test]
fn many_of_which_some_are_wide() {
    let task = |id: usize| {
        let person = ["ana", "bo", "cy"][id % 3];
        let range = ["2d..4d", "1d..6d", "3d..5d", "2d..10d"][id % 4];
        let after = if id < 3 { String::new() } else { format!(" after=t{}", id * 7 % (id - 2)) };
        format!("- [ ] T{id} `{{#t{id} @{person} {range}{after}}}`\n")
    };
    let tasks: String = (0..40).map(task).collect();
    check(&format!("# P\n\n## Work\n\n{tasks}"), 0);
}
