//! Imports that must build.

use exchange::{Hint, Import, plan_from};
use plan::{Plan, Settings};
use text::{SourceFile, has_errors};

/// The import of `source`, and the plan that it builds without errors.
#[track_caller]
pub fn import(source: &str, file_name: Option<&str>) -> (Import, Plan) {
    let import = plan_from(source, Hint { file_name, today: Some("2026-04-14") });
    let plan = build(&import.text);
    (import, plan)
}

/// The plan of a text without errors.
#[track_caller]
pub fn build(text: &str) -> Plan {
    let files = [SourceFile::new("plan/plan.md", text)];
    let outlines = [markup::parse(text)];
    let (plan, found) = plan::build(&files, &outlines, &Settings::default());
    let errors: Vec<String> = found
        .iter()
        .filter(|one| has_errors(std::slice::from_ref(*one)))
        .map(|one| {
            format!("line {}: {}", files[0].line_column(one.place.range.start).line, one.what)
        })
        .collect();
    assert!(errors.is_empty(), "{errors:#?}\n{text}");
    plan
}

/// The titles and ticks of a plan's tasks, as a nested list; without backslashes, which only say
/// that a mark is a mark.
pub fn outline(plan: &Plan) -> String {
    let mut outline = format!("{}\n", plan.name);
    for (index, task) in plan.tasks.iter().enumerate() {
        let depth = plan.with_parents(plan::TaskId(index as u32)).count();
        let mark = if task.item.ticked { 'x' } else { ' ' };
        outline += &format!("{}[{mark}] {}\n", "  ".repeat(depth), task.item.title);
    }
    outline.replace('\\', "")
}
