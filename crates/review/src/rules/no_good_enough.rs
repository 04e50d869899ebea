//! # What it finds
//! A plan with a date and without a line above which the work may stop.
//!
//! # Why it matters
//! The last weeks of every project are full of things that would be nicer. A line that was agreed
//! in calm says which of them may come later, and spares the discussion when everybody is tired.
//!
//! # How it is computed
//! The plan, a milestone or a feature has a due date, at least six tasks are open, and nothing
//! stands under Good enough.
//!
//! # Example
//! ```markdown
//! # Shop
//!
//! `{due=2026-08-31}`
//!
//! - [ ] Cart `{#cart @ana 2d..5d}`
//! - [ ] Card payment `{#card @ana 3d..6d after=cart}`
//! - [ ] Invoice payment `{#bill @ana 2d..6d after=cart}`
//! - [ ] Mails `{#mails @bo 2d..4d}`
//! - [ ] Returns `{#returns @bo 3d..6d}`
//! - [ ] Tests `{#tests @bo 3d..6d after=card,bill,returns}`
//! ```
//!
//! # Instead
//! ```markdown
//! # Shop
//!
//! `{due=2026-08-31}`
//!
//! - [ ] Cart `{#cart @ana 2d..5d}`
//! - [ ] Card payment `{#card @ana 3d..6d after=cart}`
//! - [ ] Invoice payment `{#bill @ana 2d..6d after=cart}`
//! - [ ] Mails `{#mails @bo 2d..4d}`
//! - [ ] Returns `{#returns @bo 3d..6d}`
//! - [ ] Tests `{#tests @bo 3d..6d after=card,bill,returns}`
//!
//! ## Good enough
//!
//! - 100 orders in a row without a phone call `{#line agreed=@bo on=2026-04-10}`
//! ```
//!
//! # When to accept it
//! When all of it has to be there, and nothing can come later.

use crate::{Check, Facts, Family, Finding, Rule, WayOut, Worth};

/// The rule.
pub const RULE: Rule = Rule {
    name: "no-good-enough",
    code: "Q803",
    family: Family::Finish,
    source: include_str!("no_good_enough.rs"),
    check: Check::Plan(check),
};

/// With fewer open tasks everybody knows when it is good enough.
const OPEN_MIN: usize = 6;

fn check(facts: &Facts<'_>) -> Vec<Finding> {
    let plan = facts.plan;
    let due = plan.due.or_else(|| plan.milestones.iter().find_map(|milestone| milestone.due));
    let due = due.or_else(|| plan.features.iter().find_map(|feature| feature.due));
    let open = facts.open_work().count();
    let Some(due) = due.filter(|_| plan.lines.is_empty() && open >= OPEN_MIN) else {
        return Vec::new();
    };
    let optional = facts.open_work().filter(|(_, task)| task.optional).count();
    let date = facts.day(due.date);
    let finding = Finding::new(
        format!("On {date}, what would be good enough to stop, and who says so?"),
        Worth::Insurance,
    )
    .evidence(format!(
        "{} are open, {} of them optional; no line says when the rest may come later.",
        words::count(open, "task"),
        if optional == 0 { "none".to_owned() } else { optional.to_string() },
    ))
    .rests_on(due.date.to_string())
    .way(facts.draft_in("Good enough", "It works for … in … of … cases, seen for a week", &[]))
    .way(WayOut::talk("ask whoever wants it which half they would take on that day"));
    vec![finding]
}
