//! People & time: is anyone drowning, and what does only one person know?

mod away;
mod knows;

use maud::{Markup, html};
use view::Facts;
use view::difference::{Load, loads_of};
use view::load::{Known, Lane, Week, days_until_due, known, lanes, said, work_left};
use view::words;

use super::{Group, Medium, Page, Sheet};
use crate::Board;
use crate::draw::across;

/// The page of people and their time.
pub const PAGE: Page = Page {
    key: 'p',
    name: "people",
    title: "People & time",
    question: "Is anyone drowning, and what does only one person know?",
    group: Group::Team,
    listed: |board| board.snapshot().plan.people.iter().any(plan::Person::is_inside),
    count: |_| 0,
    render,
};

fn render(board: &Board, medium: &Medium<'_>) -> Sheet {
    let facts = board.facts();
    let (lanes, known) = (lanes(&facts), known(&facts));
    Sheet {
        answer: html! { (fullness(&facts, &known)) " " (resting(&known)) },
        reason: html! { (room(&facts, &lanes)) },
        body: html! {
            div.grid.two-thirds.flow {
                div.stack {
                    (weeks(&facts, &lanes))
                    div.grid.halves { (away::away(board, medium, &facts)) (away::without(board, medium, &facts)) }
                }
                div.stack {
                    @if lanes.len() > 1 { (knows::who_knows(board, medium, &lanes, &known)) }
                }
            }
        },
    }
}

/// Whether more work falls to somebody than they have time for; it is named by its part.
fn fullness(facts: &Facts<'_>, known: &[Known<'_>]) -> String {
    let Some(due) = facts.plan.due.filter(|due| due.date >= facts.today) else {
        return "There is no date to be full before.".to_owned();
    };
    let date = words::day(due.date, facts.today);
    let is_over = |load: &Load| matches!((load.work_days.head, load.available_days.head), (Some(work), Some(time)) if work > time);
    let over: Vec<Load> = loads_of(facts).into_iter().filter(is_over).collect();
    let part = |load: &Load| {
        let of_load = |known: &&Known<'_>| {
            let everyone = known.worked.iter().chain(&known.planned);
            everyone.into_iter().any(|id| facts.person(*id) == load.person)
        };
        let most = known.iter().filter(of_load);
        most.max_by(|one, other| one.part.work_days.total_cmp(&other.part.work_days))
    };
    match over.as_slice() {
        [] => format!("Nobody is over full before {date}."),
        [one] => match part(one) {
            Some(known) => format!("{} is more than fits before {date}.", known.part.title),
            None => format!("One lane is over full before {date}."),
        },
        more => format!(
            "{} lanes are over full before {date}.",
            words::capitalized(&words::number(more.len()))
        ),
    }
}

fn resting(known: &[Known<'_>]) -> String {
    match known.iter().filter(|known| known.rests_on_one()).count() {
        0 => "No part rests on one person.".to_owned(),
        1 => "One part rests on one person.".to_owned(),
        n => format!("{} parts rest on one person each.", words::capitalized(&words::number(n))),
    }
}

/// How much of the team's time is planned: the sum of the rows.
fn room(facts: &Facts<'_>, lanes: &[Lane]) -> String {
    let left = work_left(facts);
    let work: f64 = lanes.iter().map(|lane| left.get(&lane.person).copied().unwrap_or(0.0)).sum();
    let days: Option<f64> = lanes.iter().map(|lane| days_until_due(facts, lane.person)).sum();
    let due = facts.plan.due.map(|due| words::day(due.date, facts.today));
    let Some((days, due)) = days.zip(due).filter(|_| !lanes.is_empty()) else {
        return String::new();
    };
    format!(
        "{:.0} days of work are left in the {days:.0} working days before {due}; the weeks show every \
         estimate at its middle.",
        facts.days(work)
    )
}

/// How high the box of an ordinary week is.
const BOX: f64 = 36.0;

fn weeks(facts: &Facts<'_>, lanes: &[Lane]) -> Markup {
    let axis = lanes.first().map(|lane| lane.weeks.as_slice()).unwrap_or_default();
    let left = work_left(facts);
    let until = facts.plan.due.filter(|due| due.date >= facts.today);
    let title = until.map_or("Work planned".to_owned(), |due| {
        format!("Work planned before {}", words::day(due.date, facts.today))
    });
    html! {
        section.card {
            div.hd {
                h2 { (title) }
                span.cap.keys {
                    span { i.sw.full {} "full week" }
                    span { i.sw.room {} "room left" }
                    span { i.sw.free {} "free" }
                    span { i.sw.leave {} "leave" }
                }
            }
            svg.defs width="0" height="0" aria-hidden="true" {
                defs {
                    pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)" {
                        line x1="0" x2="0" y1="0" y2="6" stroke-width="3" {}
                    }
                }
            }
            div.lane.axis {
                span {}
                (ruler(facts, axis))
                span {}
            }
            @for lane in lanes {
                div.lane {
                    span.b5 { (facts.person(lane.person)) }
                    (boxes(lane))
                    span.num.mut { (said(facts, &left, lane.person)) }
                }
            }
        }
    }
}

fn ruler(facts: &Facts<'_>, weeks: &[Week]) -> Markup {
    let step = weeks.len().div_ceil(6).max(1);
    let width = 100.0 / weeks.len().max(1) as f64;
    html! {
        svg width="100%" height="16" aria-hidden="true" {
            @for (n, week) in weeks.iter().enumerate().step_by(step) {
                text.t x=(across(n as f64 * width)) y="12" { (words::bare(week.monday)) }
            }
        }
        @if weeks.is_empty() { span.cap { "no week until " (words::day(facts.today, facts.today)) } }
    }
}

fn boxes(lane: &Lane) -> Markup {
    let width = 100.0 / lane.weeks.len().max(1) as f64;
    let said = format!("{:.1} days planned of {:.1}", lane.planned(), lane.available());
    html! {
        svg width="100%" height=(BOX) role="img" aria-label=(said) {
            @for (n, week) in lane.weeks.iter().enumerate() {
                @let high = |days: f64| (days / week.whole.max(0.01)).clamp(0.0, 1.0) * BOX;
                @let (free, used) = (high(week.available), high(week.planned));
                svg x=(across(n as f64 * width)) width=(across(width)) height=(BOX) {
                    title { (format!("week of {}: {:.1} of {:.1} days", words::bare(week.monday), week.planned, week.available)) }
                    @if week.has_leave { rect.leave y=(0) width="94%" height=(BOX - free) rx="2" {} }
                    rect.track y=(BOX - free) width="94%" height=(free) rx="2" {}
                    rect class=(if is_full(week) { "path" } else { "room" }) y=(BOX - used) width="94%" height=(used) rx="2" {}
                }
            }
        }
    }
}

/// A week with less than half a day left in it takes nothing more.
fn is_full(week: &Week) -> bool {
    week.planned > 0.0 && week.available - week.planned < 0.5
}
