//! Today: who can start what this morning?

use calendar::Moment;
use maud::{Markup, html};
use plan::table::Key;
use plan::{ItemRef, LeverKind, Task};
use view::screens::{
    self, Desk, days_left, desk_name, desks, holder, idle, is_on_path, next_working_day,
    ordered_from, orders, waiting,
};
use view::{Facts, words};

use super::{Group, Medium, Page, Sheet};
use crate::Board;
use crate::edit::{self, Deed, Field, Verb, button, field};
use crate::part::{self, card, named, prose, titled};

/// Who has what in hand, and what comes then.
pub const PAGE: Page = Page {
    key: 't',
    name: "today",
    title: "Today",
    question: "Who can start what this morning?",
    group: Group::Main,
    listed: |board| board.facts().open_work().next().is_some(),
    count: |_| 0,
    render,
};

fn render(board: &Board, medium: &Medium<'_>) -> Sheet {
    let facts = board.facts();
    let desks = desks(&facts);
    Sheet {
        answer: prose(&screens::moving(&facts)),
        reason: prose(&screens::free_first(&facts, &desks)),
        body: html! {
            (lanes(board, medium, &facts, &desks))
            (waits_to_set_going(board, medium, &facts))
            (edit::team(board))
            div.grid.halves.below {
                (waiting_for_people(board, medium, &facts))
                (hand_overs(board, &facts))
            }
        },
    }
}

/// How many days the bars show.
const DAYS: i64 = 28;

/// Where in the lane a moment is, 0 to 100.
struct Scale {
    from: Moment,
    minutes: f64,
}

impl Scale {
    fn new(facts: &Facts<'_>) -> Self {
        let from = facts.lowered.problem.today();
        Scale { from, minutes: (DAYS * 24 * 60) as f64 }
    }

    fn percent(&self, moment: Moment) -> f64 {
        ((moment.0 - self.from.0) as f64 / self.minutes * 100.0).clamp(0.0, 100.0)
    }
}

fn lanes(board: &Board, medium: &Medium<'_>, facts: &Facts<'_>, desks: &[Desk]) -> Markup {
    let scale = Scale::new(facts);
    html! {
        section.card {
            (part::fading())
            table.lanes {
                thead { tr {
                    th { span.sr { "who" } } th { "now" } th { "days left" } th { "then" }
                    th.chart { (weeks(facts)) }
                } }
                @for desk in desks {
                    tbody {
                        @for row in 0..desk.now.len().max(1) {
                            tr.row tabindex="0" {
                                @if row == 0 {
                                    th.who rowspan=(desk.now.len().max(1)) { (desk_name(facts, desk)) }
                                }
                                (now(board, medium, facts, desk, row))
                                td { @if row == 0 { (then(board, medium, facts, desk)) } }
                                td.chart { (bars(facts, &scale, desk, row)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The days on which the weeks of the lanes begin.
fn weeks(facts: &Facts<'_>) -> Markup {
    html! {
        @for week in 0..(DAYS / 7) {
            @let day = facts.today.saturating_add(jiff::ToSpan::days(week * 7));
            span { (words::day_month(day, facts.today)) }
        }
    }
}

fn now(board: &Board, medium: &Medium<'_>, facts: &Facts<'_>, desk: &Desk, row: usize) -> Markup {
    let Some(item) = desk.now.get(row) else {
        return html! { td.mut { (idle(facts, desk.person)) } td {} };
    };
    let mut before = facts.lowered.problem.today();
    for earlier in &desk.now[..row] {
        days_left(facts, desk.person, *earlier, &mut before);
    }
    let left = days_left(facts, desk.person, *item, &mut before);
    let task = task(facts, *item);
    let since = task.and_then(|task| task.started);
    let on_path = is_on_path(facts, *item);
    html! {
        td {
            span.mark-dot.path[on_path] {}
            span.name { (named(board, medium, *item)) }
            div.sub2.fields {
                @if since.is_some() || on_path {
                    span {
                        @if let Some(since) = since { "since " (words::day_month(since, facts.today)) }
                        @if since.is_some() && on_path { " · " }
                        @if on_path { "on the longest path" }
                    }
                }
                @if let Some(task) = task { (owner(board, medium, facts, *item, task, Some('@'))) }
                (button(medium, board, (Deed::Done, *item), Some('f'), "Done"))
            }
        }
        td {
            @match task {
                Some(task) => { (self::left(board, medium, *item, task, &left)) }
                None => { (left) }
            }
        }
    }
}

/// What is left of a task, to be typed over.
pub fn left(board: &Board, medium: &Medium<'_>, item: ItemRef, task: &Task, shown: &str) -> Markup {
    let written = task.left.map_or_else(String::new, |left| left.to_string());
    let label = format!("Days left of {}", task.item.title);
    let left = Field {
        item,
        verb: Verb::key(Key::Left),
        label: &label,
        key: Some('e'),
        written: &written,
    };
    field(medium, board, left, &html! { (shown) })
}

fn then(board: &Board, medium: &Medium<'_>, facts: &Facts<'_>, desk: &Desk) -> Markup {
    let Some((item, start)) = desk.then else { return html! { span.mut { "nothing" } } };
    let day = facts.start_date(start);
    let can_start = day <= facts.today;
    let when = if can_start { "today".to_owned() } else { words::weekday(day, facts.today) };
    let decision = held_by(facts, item).filter(|held| matches!(held, ItemRef::Decision(_)));
    html! {
        span.name { (named(board, medium, item)) }
        @if let Some(decision) = decision {
            div.sub2.wn { "waits for “" (named(board, medium, decision)) "”, " (when) }
        } @else {
            div.sub2 { "can start " (when) }
        }
        @if let Some(task) = task(facts, item) {
            div.sub2.fields {
                (estimate(board, medium, item, task, None))
                (owner(board, medium, facts, item, task, None))
                @if can_start { (button(medium, board, (Deed::Start, item), Some('s'), "Start")) }
            }
        }
    }
}

/// The estimate of a task, to be typed over.
pub fn estimate(
    board: &Board,
    medium: &Medium<'_>,
    item: ItemRef,
    task: &Task,
    key: Option<char>,
) -> Markup {
    let written = task.estimate.map_or_else(String::new, |estimate| estimate.to_string());
    let label = format!("Estimate of {}", task.item.title);
    let it = Field { item, verb: Verb::ESTIMATE, label: &label, key, written: &written };
    let shown = if written.is_empty() { "no estimate" } else { &written };
    field(medium, board, it, &html! { (shown) })
}

/// Who does a task, to be typed over.
pub fn owner(
    board: &Board,
    medium: &Medium<'_>,
    facts: &Facts<'_>,
    item: ItemRef,
    task: &Task,
    key: Option<char>,
) -> Markup {
    let written = edit::names(facts, task);
    let label = format!("Who does {}", task.item.title);
    let it = Field { item, verb: Verb::WHO, label: &label, key, written: &written };
    let shown = if written.is_empty() { "anybody" } else { &written };
    field(medium, board, it, &html! { (shown) })
}

/// What holds the start of an item most often.
fn held_by(facts: &Facts<'_>, item: ItemRef) -> Option<ItemRef> {
    let (cause, _) = facts.played(item)?.causes.first()?;
    facts.lowered.item_of(holder(facts, *cause)?)
}

/// Upper bar: what is in hand. Lower bar: what comes then. Each fades from P50 to P90.
fn bars(facts: &Facts<'_>, scale: &Scale, desk: &Desk, row: usize) -> Markup {
    let now = desk.now.get(row).copied();
    let then = desk.then.filter(|_| row == 0).map(|(item, _)| item);
    html! {
        svg.strip width="100%" height="36" role="img" aria-label=(bars_said(facts, now, then)) {
            @for week in 1..(DAYS / 7) {
                @let x = format!("{}%", week as f64 * 700.0 / DAYS as f64);
                line.grid-line x1=(x) x2=(x) y1="0" y2="36" {}
            }
            @if let Some(item) = now { (bar(facts, scale, item, 4)) }
            @if let Some(item) = then { (bar(facts, scale, item, 20)) }
        }
    }
}

fn bar(facts: &Facts<'_>, scale: &Scale, item: ItemRef, y: u32) -> Markup {
    let Some(played) = facts.played(item) else { return html! {} };
    let today = facts.lowered.problem.today();
    let from = scale.percent(played.start.p50.unwrap_or(today));
    let to = played.finish.p50.map_or(100.0, |finish| scale.percent(finish));
    let end = played.finish.p90.map_or(100.0, |finish| scale.percent(finish));
    let class = if is_on_path(facts, item) { "work path" } else { "work" };
    let fade = if is_on_path(facts, item) { "url(#fade-path)" } else { "url(#fade)" };
    let percent = |value: f64| format!("{value:.1}%");
    html! {
        rect class=(class) x=(percent(from)) y=(y) width=(percent((to - from).max(0.4))) height="10" rx="2" {}
        rect x=(percent(to)) y=(y) width=(percent((end - to).max(0.0))) height="10" fill=(fade) {}
    }
}

fn bars_said(facts: &Facts<'_>, now: Option<ItemRef>, then: Option<ItemRef>) -> String {
    let said = |item: ItemRef| {
        let finish = facts.played(item)?.finish;
        let day = |moment: Option<Moment>| {
            moment.map_or_else(
                || "never".to_owned(),
                |moment| words::day_month(facts.finish_date(moment), facts.today),
            )
        };
        let (p50, p90) = (day(finish.p50), day(finish.p90));
        Some(format!("{}: done {p50}, 9 in 10 by {p90}", facts.plan.title(item)))
    };
    let all: Vec<String> = [now, then].into_iter().flatten().filter_map(said).collect();
    if all.is_empty() { "nothing in hand".to_owned() } else { all.join("; then ") }
}

/// What nobody works on and nobody has begun: it is at no desk, and each day of it is lost.
fn waits_to_set_going(board: &Board, medium: &Medium<'_>, facts: &Facts<'_>) -> Markup {
    let all = orders(facts, next_working_day(facts));
    if all.is_empty() {
        return html! {};
    }
    let body = html! {
        ul.rows {
            @for item in &all {
                li.row tabindex="0" {
                    div {
                        span.mark-dot.path[is_on_path(facts, *item)] {}
                        span.name { (named(board, medium, *item)) }
                        div.sub2 {
                            (ordered_from(facts, *item))
                            @if is_on_path(facts, *item) { " · on the longest path" }
                        }
                    }
                    div.end { (button(medium, board, (Deed::Start, *item), Some('s'), "It is begun")) }
                }
            }
        }
    };
    card("Waits to be set going, or marked as begun", &all.len().to_string(), &body)
}

fn waiting_for_people(board: &Board, medium: &Medium<'_>, facts: &Facts<'_>) -> Markup {
    let all = waiting(facts);
    let body = html! {
        @if all.is_empty() { p.none { "Nobody is being waited for." } }
        ul.rows {
            @for one in &all {
                li.row tabindex="0" {
                    div {
                        span.name { (named(board, medium, one.item)) }
                        div.sub2 {
                            @match one.holds.first() {
                                Some(held) => { "holds " (named(board, medium, *held)) },
                                None => { "holds nothing" },
                            }
                        }
                    }
                    div.end {
                        (part::due(one, facts.today))
                        div.sub2 {
                            @if one.who.is_empty() { span.wn { "nobody yet" } }
                            @else { (words::list(&one.who)) }
                        }
                    }
                    @if let ItemRef::Decision(id) = one.item { (edit::decide(medium, board, id)) }
                }
            }
        }
    };
    let count = if all.is_empty() { String::new() } else { all.len().to_string() };
    card("Waiting for a person, not for work", &count, &body)
}

fn hand_overs(board: &Board, facts: &Facts<'_>) -> Markup {
    let moves: Vec<_> = board
        .moves()
        .iter()
        .filter(|one| matches!(one.lever.kind, LeverKind::HandOver { .. }))
        .collect();
    if moves.is_empty() {
        return html! {};
    }
    let body = html! {
        ul.rows {
            @for one in moves {
                li {
                    div { span.name {
                            @let said = view::levers::row(facts.plan, &one.lever.kind, facts.today);
                            (titled(facts.plan, &words::capitalized(&said)))
                        } }
                    div.end {
                        (part::moved_by(facts, one))
                        div.sub2 { @if one.is_further { "with those above" } @else { "catching up counted" } }
                    }
                }
            }
        }
    };
    card("Could someone else take these?", "no scope lost", &body)
}

fn task<'a>(facts: &Facts<'a>, item: ItemRef) -> Option<&'a Task> {
    let ItemRef::Task(id) = item else { return None };
    Some(facts.plan.task(id))
}
