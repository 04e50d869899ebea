//! What stands above a timeline: months, weeks, and the flags of today and the deadline; each goes
//! down through all lanes.

use calendar::Moment;

use super::axis::Axis;
use crate::facts::Facts;
use crate::scene::{Anchor, CHART_TYPE, Fill, Ink, Mark, Weight, text_width};
use crate::words;

/// The room that they take.
pub(super) const HEAD: f64 = 52.0;

/// Months and weeks above, and their rules.
pub(super) fn calendar_rules(facts: &Facts, axis: &Axis, height: f64) -> Vec<Mark> {
    let mut marks = Vec::new();
    let weeks = axis.mondays(30.0);
    for day in &weeks {
        let x = axis.x_of(*day);
        marks.push(Mark::upright(x, HEAD - 12.0, height, Ink::Rule, 1.0));
        let label = Mark::text(x + 3.0, HEAD - 22.0, day.day().to_string(), Ink::Faint);
        marks.extend((x + 20.0 < axis.right).then_some(label));
    }
    let (mut free, mut year) = (f64::NEG_INFINITY, facts.today.year());
    let months = axis.months(56.0);
    let has_room = months.first().is_none_or(|first| axis.x_of(*first) - axis.left > 80.0);
    for day in has_room.then(|| axis.first_day()).into_iter().chain(months) {
        let x = axis.x_of(day);
        if weeks.is_empty() && x > axis.left {
            marks.push(Mark::upright(x, HEAD - 12.0, height, Ink::Rule, 1.0));
        }
        let name = words::month(day, year);
        let room = text_width(&name, CHART_TYPE, Weight::Strong);
        if x >= free && x + room < axis.right {
            let y = if weeks.is_empty() { HEAD - 22.0 } else { HEAD - 38.0 };
            marks.push(Mark::text(x + 3.0, y, name, Ink::Ink).strong());
            (free, year) = (x + room + 12.0, day.year());
        }
    }
    marks
}

/// Today and the deadline, with their words at the top.
pub(super) fn flags(facts: &Facts, axis: &Axis, height: f64) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut flag = |moment: Moment, text: String, ink, width| {
        let x = axis.x(moment);
        let room = text_width(&text, CHART_TYPE, Weight::Strong) + 12.0;
        let left =
            (x - room / 2.0).clamp(axis.left - room / 2.0, (axis.right - room).max(axis.left));
        marks.push(Mark::upright(x, HEAD - 14.0, height, ink, width));
        marks.push(Mark::bar(left, HEAD - 17.0, room, 16.0, Fill::Solid(ink)));
        let words = Mark::text(left + room / 2.0, HEAD - 5.0, text, Ink::Paper).strong();
        marks.push(words.anchored(Anchor::Middle));
    };
    let today = facts.lowered.problem.today();
    if axis.contains(today) {
        flag(today, "today".to_owned(), Ink::Ink, 1.0);
    }
    if let Some(deadline) = facts.deadline() {
        let end = facts.end_of(deadline.date);
        if axis.contains(end) && !facts.plan.is_too_early() {
            let day = words::day_month(deadline.date, facts.today);
            let text = format!("{day} · {}", words::percent(deadline.chance));
            flag(end, text, Ink::Deadline, 1.5);
        }
    }
    marks
}
