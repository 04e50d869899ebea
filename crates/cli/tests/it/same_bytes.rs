//! The same plan, day and seed give the same bytes, however many threads there are.

use crate::program::{Folder, QUESTIONS, billing, program};

#[test]
fn twice_and_with_any_number_of_threads() {
    let commands = QUESTIONS.into_iter().chain([&["why", "cutover"][..]]);
    for command in commands {
        let answer = |threads: &str, option: &str| {
            let mut program = program(&billing());
            program.args(command).arg(option).env("RAYON_NUM_THREADS", threads);
            program.output().unwrap().stdout
        };
        for option in ["--color", "--json"] {
            let first = answer("1", option);
            assert!(!first.is_empty());
            assert!(first == answer("2", option), "{command:?} {option} differs with two threads");
            assert!(first == answer("1", option), "{command:?} {option} differs the second time");
        }
    }
}

#[test]
fn the_environment_changes_nothing() {
    let answer = |variables: &[(&str, &str)]| {
        let mut program = program(&billing());
        program.arg("--width").arg("80").envs(variables.iter().copied()).output().unwrap().stdout
    };
    let plain = answer(&[]);
    assert_eq!(plain, answer(&[("LANG", "de_DE.UTF-8"), ("LC_ALL", "tr_TR.UTF-8")]));
    assert_eq!(plain, answer(&[("TZ", "Pacific/Auckland"), ("COLUMNS", "200")]));
    assert_eq!(plain, answer(&[("NO_COLOR", "1"), ("TERM", "dumb")]));
}

#[test]
fn another_seed_is_another_forecast_of_the_same_plan() {
    let folder = Folder::with_plan("# P\n\n- [ ] A `{#a @ada 10d..40d}`\n");
    let answer = |seed| {
        let mut program = program(folder.path());
        program.args(["forecast", "--json", "--seed", seed]).output().unwrap().stdout
    };
    assert_eq!(answer("1"), answer("1"));
    assert_ne!(answer("1"), answer("2"));
}
