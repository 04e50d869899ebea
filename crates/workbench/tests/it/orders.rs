//! The order of work on plans that people wrote: never later than plain rules, and left alone where
//! nothing is gained by another one.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use calendar::Work;
use exchange::{Hint, plan_from};
use forecast::middle_efforts;
use schedule::{
    ActivityId, Problem, critical_path, improve, priority_order, solve_in_order, usual_budget,
};
use text::SourceFile;
use workbench::{Input, read};

use crate::case::all_cases;

/// Names the folder with `plans/markdown` in it.
const FOLDER: &str = "FORE_SHARED_DATA";

const BILLING: &str = include_str!("../../../../examples/billing/plan/plan.md");
const BILLING_SETTINGS: &str = include_str!("../../../../examples/billing/fore.toml");

#[test]
fn cases_and_the_example_are_ordered_well() {
    let settings = Some(SourceFile::new("fore.toml", BILLING_SETTINGS));
    let files = vec![SourceFile::new("plan/plan.md", BILLING)];
    check("billing", Input::new(files, settings, "2026-04-14".parse().expect("a date")));
    for case in all_cases() {
        let file = |(path, text): (String, String)| SourceFile::new(path, text);
        let files = case.files.into_iter().map(file).collect();
        let settings = case.settings.map(|text| SourceFile::new("fore.toml", text));
        check(&case.name, Input::new(files, settings, case.today));
    }
}

#[test]
fn documents_of_real_projects_are_ordered_well() {
    let Some(data) = std::env::var_os(FOLDER) else {
        // Past the test runner, which would keep it to itself.
        let how = format!(
            "SKIPPED: no real documents. Set {FOLDER} to a folder that has plans/markdown in it.\n"
        );
        std::io::stderr().write_all(how.as_bytes()).unwrap();
        return;
    };
    let mut documents = Vec::new();
    find(&Path::new(&data).join("plans/markdown"), &mut documents);
    assert!(!documents.is_empty(), "{FOLDER} has no documents");
    for document in documents {
        let Ok(source) = fs::read_to_string(&document) else { continue };
        let name = document.file_name().and_then(|name| name.to_str());
        let import = plan_from(&source, Hint { file_name: name, today: Some("2026-04-14") });
        let files = vec![SourceFile::new("plan.md", import.text)];
        let today = "2026-04-14".parse().expect("a date");
        check(&document.display().to_string(), Input::new(files, None, today));
    }
}

fn find(folder: &Path, documents: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("the folder can be read").path();
        if path.is_dir() {
            find(&path, documents);
        } else {
            documents.push(path);
        }
    }
}

/// Of a plan that has dates, and of the same with a fifth more of each of some tasks.
fn check(name: &str, input: Input) {
    let snapshot = read(input);
    let Some(lowered) = &snapshot.lowered else { return };
    let problem = &lowered.problem;
    let middle = middle_efforts(problem);
    let usual = ordered_well(name, problem, &middle);
    let step = middle.len().div_ceil(4).max(1);
    for edited in (0..middle.len()).step_by(step) {
        let mut efforts = middle.clone();
        efforts[edited] = Work(efforts[edited].0 * 6 / 5);
        let after = ordered_well(name, problem, &efforts);
        let stays = beside(problem, ActivityId(edited as u32));
        let kept = |order: &Option<Vec<ActivityId>>| -> Option<Vec<ActivityId>> {
            Some(order.as_ref()?.iter().copied().filter(|id| stays[id.index()]).collect())
        };
        if let (Some(before), Some(after)) = (kept(&usual), kept(&after)) {
            assert_eq!(before, after, "{name}: more of {edited} moves what it does not concern");
        }
    }
}

/// The order found, where it is the usual one: only a sooner finish is worth another, and no plain rule
/// is sooner.
#[track_caller]
fn ordered_well(name: &str, problem: &Problem, efforts: &[Work]) -> Option<Vec<ActivityId>> {
    let improved = improve(problem, efforts, usual_budget(problem));
    let finish = improved.finish?;
    let path = critical_path(problem, efforts);
    let in_plan_order: Vec<ActivityId> = problem.ids().collect();
    let mut by_latest_finish = in_plan_order.clone();
    by_latest_finish.sort_by_key(|id| (path.late_finish[id.index()], *id));
    let usual = priority_order(problem, efforts);
    for order in [&usual, &by_latest_finish, &in_plan_order] {
        let schedule = solve_in_order(problem, order, efforts);
        let last = schedule.last(problem).map(|(_, finish)| finish);
        assert!(last.is_none_or(|last| finish.found <= last), "{name}: {finish:?}, {last:?}");
    }
    assert_eq!(finish.found == finish.usual, improved.order == usual, "{name}");
    (finish.found == finish.usual).then_some(improved.order)
}

/// What does not lead to `edited`, and is not it: by activity.
fn beside(problem: &Problem, edited: ActivityId) -> Vec<bool> {
    let mut stays = vec![true; problem.activities().len()];
    stays[edited.index()] = false;
    for &id in problem.topological_order().iter().rev() {
        stays[id.index()] &= problem.outgoing(id).all(|(_, link)| stays[link.to.index()]);
    }
    stays
}
