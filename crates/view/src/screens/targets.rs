//! Tables of milestones and features: when, and how sure.

use jiff::civil::Date;

use crate::rows::Target;
use crate::terminal::{Column, Line, Role, Table};
use crate::words;

/// One row a target: reached ones with their day, open ones with P50, P80 and the chance of what
/// is wanted.
pub(super) fn table(targets: &[Target], title: &'static str, today: Date) -> Table {
    let mut columns = vec![Column::left(title), Column::left("P50"), Column::left("P80")];
    let some_due = targets.iter().any(|target| target.due.is_some());
    if some_due {
        columns.extend([Column::left("due"), Column::right("chance")]);
    }
    let mut table = Table::new(columns);
    for target in targets {
        table.row(cells(target, today));
    }
    table
}

/// Those that wait for nothing, as a sentence: there is no telling when they are reached.
pub(super) fn loose(targets: &[Target]) -> Option<String> {
    let loose: Vec<String> = targets
        .iter()
        .filter(|target| target.waits_for_nothing)
        .map(|target| {
            target.id.map_or_else(|| format!("“{}”", target.title), |id| format!("`{id}`"))
        })
        .collect();
    let waits = if loose.len() == 1 { "waits" } else { "wait" };
    (!loose.is_empty()).then(|| {
        format!(
            "{} {waits} for nothing, so no date is known: write `after=` at it.",
            words::list(&loose)
        )
    })
}

fn cells(target: &Target, today: Date) -> Vec<Line> {
    let date = |date: Option<Date>| match date {
        Some(date) => Line::plain(&words::weekday(date, today)),
        None if target.waits_for_nothing => Line::new(),
        None => Line::plain("never"),
    };
    let due =
        target.due.map_or_else(Line::new, |due| Line::plain(&words::weekday(due.date, today)));
    if let Some(reached) = target.reached {
        let title = Line::of(Role::Label, &format!("✓ {}", target.title));
        let on = Line::of(Role::Label, &words::weekday(reached, today));
        return vec![title, on, Line::of(Role::Label, "reached"), due];
    }
    let title = Line::plain(&format!("◇ {}", target.title));
    let chance = match (target.chance, target.due) {
        (Some(chance), Some(due)) => {
            let role = if due.hard && chance < 0.5 { Role::Deadline } else { Role::Plain };
            Line::of(role, &words::percent(chance))
        }
        _ => Line::new(),
    };
    vec![title, date(target.p50), date(target.p80), due, chance]
}
