//! Waits that could run and that nobody has set going, or has marked as begun.
//!
//! In: what is known of a plan. Out: those waits, and their table. Nobody works on a wait, so it is at
//! nobody's desk; the day on which it begins is all that anybody can do about it.

use jiff::civil::Date;
use plan::ItemRef;

use crate::Facts;
use crate::facts::Status;
use crate::terminal::{Column, Line, Role, Table};
use crate::words;

/// The waits that are not begun and could begin by the end of `day` in the one future, those that the
/// finish hangs on most often first, then in the order of the text.
#[must_use]
pub fn orders(facts: &Facts, day: Date) -> Vec<ItemRef> {
    let end = facts.end_of(day);
    let waits = facts.open_work().filter(|(item, activity)| {
        facts.is_wait(*item)
            && facts.progress(*item) == Status::ToGo
            && facts.schedule.start(*activity).is_some_and(|start| start < end)
    });
    let mut orders: Vec<ItemRef> = waits.map(|(item, _)| item).collect();
    let share = |item: &ItemRef| facts.played(*item).map_or(0.0, |played| played.path_share);
    orders.sort_by(|one, other| share(other).total_cmp(&share(one)));
    orders
}

/// Those who are named at a wait, with marks; empty if nobody is.
#[must_use]
pub fn ordered_from(facts: &Facts, item: ItemRef) -> String {
    let ItemRef::Task(id) = item else { return String::new() };
    let people = facts.plan.task(id).who.people();
    let names: Vec<String> = people.map(|id| format!("@{}", facts.person(id))).collect();
    words::list(&names)
}

/// Whether the finish hangs on an item in most runs.
#[must_use]
pub fn is_on_path(facts: &Facts, item: ItemRef) -> bool {
    facts.played(item).is_some_and(|played| played.path_share >= 0.5)
}

/// One row a wait: which, by whom, whether the finish hangs on it.
pub(super) fn table(facts: &Facts, orders: &[ItemRef]) -> Table {
    let mut table = Table::new(["", "", "", ""].map(Column::left).to_vec());
    for item in orders {
        let path =
            if is_on_path(facts, *item) { Line::of(Role::Path, "▲ path") } else { Line::new() };
        table.row(vec![
            Line::of(Role::Id, facts.name(*item)).truncated(32),
            Line::plain(&ordered_from(facts, *item)),
            Line::of(Role::Warn, "not begun"),
            path,
        ]);
    }
    table
}
