//! `fore check`: is the plan sound?

use plan::{Origin, Plan};
use text::{Diagnostic, Level, SourceFile};

use crate::diagnostics::{consequence, diagnostics};
use crate::terminal::{Line, Page, Paint};
use crate::words;

/// What was read, and everything that is wrong or doubtful. Works for plans with errors too.
#[must_use]
pub fn check(plan: &Plan, found: &[Diagnostic], files: &[SourceFile], paint: &Paint) -> String {
    let errors = found.iter().filter(|one| one.level == Level::Error).count();
    let warnings = found.len() - errors;
    let mut page = Page::new(&headline(plan, files, errors, warnings), paint);
    if !found.is_empty() {
        page.gap();
        page.drawn(diagnostics(found, files, paint, 2));
    }
    page.gap();
    page.labeled("Read", Line::plain(&read(plan, files)));
    if errors == 0 && plan.open_leaves().next().is_some() && no_estimates(plan) {
        let text = "No open task has an estimate yet, so there is a span and no date.";
        page.labeled("Sizes", Line::plain(text));
    }
    if let Some(consequence) = consequence(found) {
        page.labeled("So", Line::plain(&consequence));
    }
    match found.first() {
        Some(first) => {
            let explain = format!("fore explain {}", first.code);
            page.next(&[(&explain, "what this means, at length")]);
        }
        None => page.next(&[("fore", "when it will be done, and how sure")]),
    }
    page.render()
}

/// What `--strict` adds: whether warnings or questions fail the check.
#[must_use]
pub fn strict(warnings: usize, questions: usize, paint: &Paint) -> String {
    let mut counted = Vec::new();
    if warnings > 0 {
        counted.push(words::count(warnings, "warning"));
    }
    if questions > 0 {
        let said = words::count(questions, "open question");
        counted.push(format!("{said} worth a day of P80 or more"));
    }
    let verdict = match counted.as_slice() {
        [] => "Strictly: nothing stands against it.".to_owned(),
        _ => format!("Strictly, it fails: {}.", words::list(&counted)),
    };
    let mut page = Page::new(&verdict, paint);
    if questions > 0 {
        page.next(&[("fore review", "the questions, and how to answer them")]);
    }
    page.render()
}

fn no_estimates(plan: &Plan) -> bool {
    plan.open_leaves().all(|(_, task)| !task.is_estimated())
}

fn headline(plan: &Plan, files: &[SourceFile], errors: usize, warnings: usize) -> String {
    let name = match files {
        [only] => only.path.clone(),
        _ => plan.name.clone(),
    };
    let warned = match warnings {
        0 => "No warnings.".to_owned(),
        n => format!("{}, nothing blocks the forecast.", words::count(n, "warning")),
    };
    if errors > 0 {
        let also = if warnings > 0 {
            format!(" and {}", words::count(warnings, "warning"))
        } else {
            String::new()
        };
        return format!("{name} has {}{also}.", words::count(errors, "error"));
    }
    let links: usize = plan.tasks.iter().map(|task| task.own_links.len()).sum();
    let leaves = plan.leaves().filter(|(_, task)| !task.cut).count();
    format!(
        "{name} is sound: {}, {}, no cycles. {warned}",
        words::count(leaves, "task"),
        words::count(links, "link")
    )
}

fn read(plan: &Plan, files: &[SourceFile]) -> String {
    let inside = plan.people.iter().filter(|person| person.is_inside()).count();
    let outside = plan
        .people
        .iter()
        .filter(|person| person.outside && person.origin == Origin::Declared)
        .count();
    let counts = [
        (files.len(), "file"),
        (plan.leaves().count(), "task"),
        (inside, "person"),
        (outside, "outside team"),
        (plan.milestones.len(), "milestone"),
        (plan.features.len(), "feature"),
        (plan.unknowns.len(), "unknown"),
        (plan.decisions.len(), "decision"),
        (plan.risks.len(), "risk"),
        (plan.obstacles.len(), "obstacle"),
    ];
    let said = counts.iter().filter(|(n, _)| *n > 0).map(|(n, noun)| words::count(*n, noun));
    said.collect::<Vec<String>>().join(" · ")
}
