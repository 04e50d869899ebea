//! Who is away when: leave is added, moved and taken back here; and what it would cost to do
//! without somebody for two weeks, of which nothing is written.

use jiff::civil::{Date, Weekday};
use maud::{Markup, html};
use plan::{DateRange, ItemRef, Person, PersonId};
use view::{Facts, words};
use workbench::leave_ahead;

use crate::Board;
use crate::edit::{self, Verb};
use crate::page::Medium;
use crate::part::card;

/// So many days or ranges are listed.
const DAYS_MAX: usize = 12;

/// The leave ahead, and a form for more.
pub fn away(board: &Board, medium: &Medium<'_>, facts: &Facts<'_>) -> Markup {
    let plan = facts.plan;
    let is_ahead = |range: &&DateRange| range.last >= facts.today;
    let holidays: Vec<&DateRange> = plan.settings.holidays.iter().filter(is_ahead).collect();
    let leave = leave_ahead(plan, facts.today);
    let holidays = holidays.iter().take(DAYS_MAX).map(|range| said(range, facts.today));
    let holidays: Vec<String> = holidays.collect();
    let body = html! {
        @if leave.is_empty() { p.none { "Nobody has leave ahead; that is rarely true." } }
        @if !leave.is_empty() || !holidays.is_empty() {
            table {
                @if !holidays.is_empty() {
                    tr {
                        td { (words::list(&holidays)) }
                        td.mut { "nobody works" } td.num.mut { "everyone" }
                    }
                }
                @for (range, id) in leave.iter().take(DAYS_MAX) {
                    tr.row tabindex="0" {
                        td { (moved(board, medium, facts, range, *id)) }
                        td.mut { "leave" (effect(board, range, *id)) } td.num.mut { (facts.person(*id)) }
                    }
                }
            }
        }
        (add(board, medium, facts))
    };
    card("Away", "", &body)
}

/// What a leave does to the 80 % date, once that is worked out.
fn effect(board: &Board, range: &DateRange, id: PersonId) -> String {
    let leave = board.absences().map_or(&[][..], |absences| &absences.leave);
    let Some(absence) = leave.iter().find(|it| it.days == *range && it.person == id) else {
        return String::new();
    };
    match absence.later {
        0 => "; moves nothing".to_owned(),
        days => format!("; {} of the 80% date", signed(days)),
    }
}

fn signed(days: i64) -> String {
    let sign = if days < 0 { '−' } else { '+' };
    format!("{sign}{} d", days.unsigned_abs())
}

/// A leave, which becomes a form when it is clicked: other days, or none.
fn moved(
    board: &Board,
    medium: &Medium<'_>,
    facts: &Facts<'_>,
    range: &DateRange,
    id: PersonId,
) -> Markup {
    let shown = said(range, facts.today);
    let hidden = edit::hidden(medium, board, Verb::Leave, ItemRef::Person(id));
    let Some(hidden) = hidden.filter(|_| facts.plan.has_team) else {
        return html! { (shown) };
    };
    let name = facts.person(id);
    html! {
        details.edit.asks {
            summary.dashed title={ "Leave of " (name) } data-k="e" { (shown) }
            form method="post" action="/edit" autocomplete="off" {
                (hidden)
                input type="hidden" name="was" value=(edit::as_written(range));
                (days(name, Some(range)))
                button { "Write" }
                output {}
                p.cap { "Without days, " (name) " works." }
            }
        }
    }
}

fn add(board: &Board, medium: &Medium<'_>, facts: &Facts<'_>) -> Markup {
    let Some(hidden) = form_of_team(board, medium, facts) else { return html! {} };
    html! {
        details.edit.asks.leading.over {
            summary.btn data-key="+" title="add leave" { "Add leave…" }
            form method="post" action="/edit" autocomplete="off" {
                (hidden)
                (who(facts))
                (days("somebody", None))
                button { "Write" }
                output {}
            }
        }
    }
}

/// What it would cost to do without somebody for two weeks: a price, and nothing is written.
pub fn without(board: &Board, medium: &Medium<'_>, facts: &Facts<'_>) -> Markup {
    let hidden = form_of_team(board, medium, facts);
    let Some(hidden) = hidden.filter(|_| !facts.plan.is_too_early()) else { return html! {} };
    let monday = facts.today.nth_weekday(1, Weekday::Monday).unwrap_or(facts.today);
    let body = html! {
        p.cap { "All else equal, and nobody stands in. Nothing is written." }
        form.row.over method="post" action="/price" autocomplete="off" {
            (hidden)
            input type="hidden" name="weeks" value="2";
            label { "without" (who(facts)) }
            label { "from" input type="date" name="from" value=(monday); }
            button { "What if?" }
            output.price {}
        }
    };
    card("Two weeks without", "what if", &body)
}

/// The field of a form about leave; `None` where people have no line that could say so.
fn form_of_team(board: &Board, medium: &Medium<'_>, facts: &Facts<'_>) -> Option<Markup> {
    edit::about(medium, board, Verb::Leave, ".").filter(|_| facts.plan.has_team)
}

fn who(facts: &Facts<'_>) -> Markup {
    html! {
        select name="who" aria-label="Who" {
            @for (_, person) in inside(facts) {
                option value={ "@" (person.name()) } { (person.name()) }
            }
        }
    }
}

fn days(name: &str, range: Option<&DateRange>) -> Markup {
    let day = |day: Option<Date>| day.map(|day| day.to_string());
    html! {
        input.day type="date" name="from" value=[day(range.map(|range| range.first))]
            aria-label={ "First day of leave of " (name) };
        input.day type="date" name="to" value=[day(range.map(|range| range.last))]
            aria-label={ "Last day of leave of " (name) };
    }
}

fn inside<'a>(facts: &Facts<'a>) -> impl Iterator<Item = (PersonId, &'a Person)> {
    let people = (0..).map(PersonId).zip(&facts.plan.people);
    people.filter(|(_, person)| person.is_inside())
}

/// `1 May`, `18 – 29 May`, `30 Mar – 2 Apr`.
pub fn said(range: &DateRange, today: Date) -> String {
    let (first, last) = (range.first, range.last);
    let end = words::day_month(last, today);
    match first {
        _ if first == last => end,
        _ if (first.year(), first.month()) == (last.year(), last.month()) => {
            format!("{} – {end}", first.day())
        }
        _ => format!("{} – {end}", words::day_month(first, today)),
    }
}
