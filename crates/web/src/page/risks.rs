//! Risks and decisions: what could bite us, and what are we waiting for somebody to decide?

use jiff::ToSpan;
use jiff::civil::Date;
use maud::{Markup, html};
use plan::table::Key;
use plan::{ItemRef, Obstacle, ObstacleId, RiskId, RiskStatus, UnknownId};
use view::brief::RiskSpan;
use view::screens::{Waiting, waiting, work_behind};
use view::{Facts, words};

use super::{Group, Medium, Page, Sheet};
use crate::Board;
use crate::edit::{self, Deed, Field, Verb, button, choose, field};
use crate::part::{self, card, named};

/// What may happen, and what waits for a decision.
pub const PAGE: Page = Page {
    key: 'd',
    name: "risks",
    title: "Risks & decisions",
    question: "What could bite us, and what are we waiting for someone to decide?",
    group: Group::Landing,
    listed: |board| {
        let plan = &board.snapshot().plan;
        let counts =
            [plan.risks.len(), plan.decisions.len(), plan.obstacles.len(), plan.unknowns.len()];
        counts.iter().sum::<usize>() > 0
    },
    count: |board| due_within_a_week(&board.facts()).len(),
    render,
};

fn render(board: &Board, medium: &Medium<'_>) -> Sheet {
    let facts = board.facts();
    Sheet {
        answer: html! { (answer(&facts)) },
        reason: html! { (reason(board, &facts)) },
        body: html! {
            div.grid.halves {
                (decisions(board, medium, &facts))
                (risks(board, medium, &facts))
                (obstacles(board, medium, &facts))
                (unknowns(board, medium, &facts))
            }
        },
    }
}

/// The open decisions that are due within a week, late or without a date.
fn due_within_a_week<'a>(facts: &Facts<'a>) -> Vec<Waiting<'a>> {
    let mut all = open_decisions(facts);
    all.retain(|one| one.is_pressing(facts.today));
    all
}

fn open_decisions<'a>(facts: &Facts<'a>) -> Vec<Waiting<'a>> {
    let mut all = waiting(facts);
    all.retain(|one| matches!(one.item, ItemRef::Decision(_)));
    all
}

fn answer(facts: &Facts<'_>) -> String {
    let due = due_within_a_week(facts);
    let items: Vec<ItemRef> = due.iter().map(|one| one.item).collect();
    let (held, behind) = work_behind(facts, &items);
    let days = facts.days(held + behind).round() as usize;
    let number = words::capitalized(&words::number(due.len()));
    let is_late = |one: &Waiting<'_>| one.due.is_some_and(|due| due < facts.today);
    let when = match due.iter().filter(|one| is_late(one)).count() {
        0 => "due within a week",
        late if late == due.len() => "overdue",
        _ => "due within a week or overdue",
    };
    match (due.len(), days) {
        (0, _) if open_decisions(facts).is_empty() => "Nobody is being waited for.".to_owned(),
        (0, _) => "No decision is due within a week.".to_owned(),
        (1, 0) => format!("One decision is {when}, and no work waits behind it."),
        (1, days) => format!(
            "One decision is {when}, and {} of work {} behind it.",
            words::count(days, "day"),
            if days == 1 { "waits" } else { "wait" }
        ),
        (_, 0) => format!("{number} decisions are {when}, and no work waits behind them."),
        (_, days) => format!(
            "{number} decisions are {when}, and {} of work wait behind them.",
            words::count(days, "day")
        ),
    }
}

/// What is needed sooner than it is due, and the risk that weighs most.
fn reason(board: &Board, facts: &Facts<'_>) -> String {
    let mut said = Vec::new();
    let decisions = open_decisions(facts);
    let early = decisions.iter().find_map(|one| {
        let (needed, due) = (needed(facts, one)?, one.due?);
        (needed < due).then_some((one.title, needed, due))
    });
    if let Some((title, needed, due)) = early {
        let [needed, due] = [needed, due].map(|day| words::day(day, facts.today));
        said.push(format!("“{title}” is needed by {needed}, before it is due on {due}."));
    }
    let most = board.risks().iter().max_by_key(|span| days_moved(board.risks(), span.risk));
    if let Some((span, with)) = most.and_then(|span| Some((span, span.with?)))
        && span.without < span.with
    {
        let title = &facts.plan.risks[span.risk.index()].item.title;
        let with = words::day(with, facts.today);
        said.push(format!("The risk that weighs most: “{title}”, then 80% by {with}."));
    }
    said.join(" ")
}

fn decisions(board: &Board, medium: &Medium<'_>, facts: &Facts<'_>) -> Markup {
    let open = open_decisions(facts);
    let loads: Vec<(f64, f64)> = open.iter().map(|one| work_behind(facts, &[one.item])).collect();
    let most = loads.iter().map(|(held, behind)| held + behind).fold(0.0, f64::max);
    let body = html! {
        @if open.is_empty() { p.none { "Nobody is being waited for." } }
        ul.rows {
            @for (one, load) in open.iter().zip(&loads) {
                (decision(board, medium, facts, one, *load, most))
            }
        }
        (decided(facts))
    };
    card("Decisions that work waits for", "held now, and behind it", &body)
}

fn decision(
    board: &Board,
    medium: &Medium<'_>,
    facts: &Facts<'_>,
    one: &Waiting<'_>,
    (held, behind): (f64, f64),
    most: f64,
) -> Markup {
    let ItemRef::Decision(id) = one.item else { return html! {} };
    let decision = &facts.plan.decisions[id.index()];
    let by = decision.by.map_or_else(String::new, |by| by.to_string());
    let label = format!("Due date of {}", one.title);
    let due = Field {
        item: one.item,
        verb: Verb::key(Key::By),
        label: &label,
        key: Some('e'),
        written: &by,
    };
    html! {
        li.row tabindex="0" {
            div {
                span.name { (named(board, medium, one.item)) }
                div.sub2 {
                    @if one.who.is_empty() { span.wn { "nobody yet" } }
                    @else { (words::list(&one.who)) " decides" }
                    @for (n, held) in one.holds.iter().enumerate() {
                        @if n == 0 { " · holds " } @else { ", " }
                        (named(board, medium, *held))
                    }
                }
            }
            div.load {
                (part::stacked(held, behind, most))
                span.num { (words::days(facts.days(held + behind).round())) }
            }
            div.end {
                (field(medium, board, due, &part::due(one, facts.today)))
                @if let Some(day) = needed(facts, one) {
                    div.sub2 { "needed by " (words::day_month(day, facts.today)) }
                }
                div.verb { (edit::decide(medium, board, id)) }
            }
        }
    }
}

/// The day on which the first work that waits for it begins in the middle plan; `None` if nothing
/// does, or if that begins only because this is settled.
fn needed(facts: &Facts<'_>, one: &Waiting<'_>) -> Option<Date> {
    let starts = one.holds.iter().filter_map(|item| facts.entry(*item)).map(|entry| entry.start);
    let first = facts.start_date(starts.min()?);
    let is_free = one.expected.is_some_and(|expected| first > expected.saturating_add(1.day()));
    is_free.then_some(first)
}

const DECIDED_MAX: usize = 3;

/// The decisions made last, and who has not been told.
fn decided(facts: &Facts<'_>) -> Markup {
    let mut made: Vec<_> = facts.plan.decisions.iter().filter(|one| one.is_made()).collect();
    made.sort_by_key(|one| std::cmp::Reverse(one.on));
    html! {
        @if !made.is_empty() {
            h2.inner { "Decided lately" }
            table {
                tbody {
                    @for one in made.iter().take(DECIDED_MAX) {
                        tr {
                            td { (one.chose.as_deref().map_or_else(String::new, words::capitalized)) div.sub2 { (one.item.title) } }
                            td.num.mut { @if let Some(on) = one.on { (words::day_month(on, facts.today)) } }
                            td.num {
                                @if one.told.is_empty() { span.mut { "nobody told" } }
                                @else { "told " (told(facts, &one.told)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn told(facts: &Facts<'_>, told: &[plan::Hearer]) -> String {
    let names: Vec<String> = told.iter().map(|one| plan::audience(facts.plan, &one.who)).collect();
    words::list(&names)
}

fn risks(board: &Board, medium: &Medium<'_>, facts: &Facts<'_>) -> Markup {
    let open: Vec<RiskId> = (0..)
        .map(RiskId)
        .zip(&facts.plan.risks)
        .filter(|(_, risk)| risk.status == RiskStatus::Open)
        .map(|(id, _)| id)
        .collect();
    let spans = board.risks();
    let mut open = open;
    open.sort_by_key(|id| std::cmp::Reverse(days_moved(spans, *id)));
    let ends = spans.iter().flat_map(|span| [span.without, span.with]).flatten();
    let p80 = facts.p80();
    let range = ends.chain(p80).fold(None, |range: Option<(Date, Date)>, day| {
        range.map_or(Some((day, day)), |(first, last)| Some((first.min(day), last.max(day))))
    });
    let body = html! {
        @if open.is_empty() { p.none { "No open risk is written down." } }
        ul.rows {
            @for id in &open {
                @let span = spans.iter().find(|span| span.risk == *id);
                (risk(board, medium, facts, *id, span.zip(range), p80))
            }
            @if let Some(range) = range.filter(|_| !spans.is_empty()) {
                li.row { (part::dumbbell_axis(range, p80, facts.today)) }
            }
        }
    };
    html! {
        @if !facts.plan.risks.is_empty() {
            (card("Risks, by what they do to the 80% date", "dot area is its chance", &body))
        }
    }
}

/// By how many days a risk moves the 80 % date; most of all if the plan then never ends.
fn days_moved(spans: &[RiskSpan], id: RiskId) -> i32 {
    match spans.iter().find(|span| span.risk == id).map(|span| (span.without, span.with)) {
        Some((Some(without), Some(with))) => (with - without).get_days(),
        Some((Some(_), None)) => i32::MAX,
        _ => 0,
    }
}

fn risk(
    board: &Board,
    medium: &Medium<'_>,
    facts: &Facts<'_>,
    id: RiskId,
    span: Option<(&RiskSpan, (Date, Date))>,
    p80: Option<Date>,
) -> Markup {
    let risk = &facts.plan.risks[id.index()];
    let item = ItemRef::Risk(id);
    let written = risk.percent.map_or_else(String::new, |percent| format!("{percent}%"));
    let label = format!("Chance of {}", risk.item.title);
    let chance =
        Field { item, verb: Verb::key(Key::P), label: &label, key: Some('p'), written: &written };
    let shown = if written.is_empty() { "no chance written".to_owned() } else { written.clone() };
    let who: Vec<String> = risk.who.people().map(|id| facts.person(id).to_owned()).collect();
    html! {
        li.row.tall tabindex="0" {
            div {
                span.name { (named(board, medium, item)) }
                div.sub2 {
                    @if who.is_empty() { span.wn { "no owner" } } @else { (words::list(&who)) }
                    @if let Some(watch) = risk.watch { " · look again " (words::day_month(watch, facts.today)) }
                }
            }
            div.end {
                (field(medium, board, chance, &html! { (shown) }))
                @if let Some((span, _)) = span.filter(|(span, _)| medium.is_live() && span.with != p80) {
                    span.sub2 { " · if so " (part::moved(p80, span.with, facts.today)) }
                }
                div.verb {
                    (choose(medium, board, (Verb::key(Key::Status), item), "happened", (Some('f'), "It happened")))
                    " "
                    (choose(medium, board, (Verb::key(Key::Status), item), "gone", (Some('x'), "It is over")))
                }
            }
            @if let Some((span, range)) = span {
                div.dumbbell.kept[board.is_behind()] { (part::dumbbell(span, range, p80, risk.percent, facts.today)) }
            }
        }
    }
}

fn obstacles(board: &Board, medium: &Medium<'_>, facts: &Facts<'_>) -> Markup {
    let open: Vec<(ObstacleId, &Obstacle)> = (0..)
        .map(ObstacleId)
        .zip(&facts.plan.obstacles)
        .filter(|(_, one)| !one.item.ticked)
        .collect();
    let body = html! {
        ul.rows {
            @for (id, one) in &open {
                li.row tabindex="0" {
                    div {
                        span.name { (named(board, medium, ItemRef::Obstacle(*id))) }
                        div.sub2 {
                            @if one.told.is_empty() { span.wn { "nobody told yet" } }
                            @else { "told " (told(facts, &one.told)) }
                            " " (tell(board, medium, ItemRef::Obstacle(*id), &one.item.title))
                            @for (n, held) in one.holds.iter().enumerate() {
                                @if n == 0 { " · holds " } @else { ", " }
                                (named(board, medium, *held))
                            }
                        }
                    }
                    div.end.mut { @if let Some(since) = one.since { (age(since, facts.today)) } }
                    (button(medium, board, (Deed::Done, ItemRef::Obstacle(*id)), Some('f'), "It is gone"))
                }
            }
        }
    };
    html! { @if !open.is_empty() { (card("Obstacles", "age", &body)) } }
}

/// A field for somebody who has been told.
fn tell(board: &Board, medium: &Medium<'_>, item: ItemRef, title: &str) -> Markup {
    let label = format!("Who has been told of {title}");
    let it =
        Field { item, verb: Verb::Deed(Deed::Tell), label: &label, key: Some('@'), written: "" };
    match medium {
        Medium::Live { .. } => field(medium, board, it, &html! { "tell…" }),
        Medium::File { .. } => html! {},
    }
}

fn age(since: Date, today: Date) -> String {
    let days = usize::try_from((today - since).get_days()).unwrap_or(0);
    words::count(days, "day")
}

fn unknowns(board: &Board, medium: &Medium<'_>, facts: &Facts<'_>) -> Markup {
    let open: Vec<(UnknownId, &plan::Unknown)> = (0..)
        .map(UnknownId)
        .zip(&facts.plan.unknowns)
        .filter(|(_, one)| !one.item.ticked)
        .collect();
    let body = html! {
        ul.rows {
            @for (id, one) in &open {
                @let who: Vec<String> = one.who.people().map(|id| facts.person(id).to_owned()).collect();
                @let timebox = one.timebox.map_or_else(String::new, |timebox| timebox.to_string());
                li.row tabindex="0" {
                    div {
                        span.name { (named(board, medium, ItemRef::Unknown(*id))) }
                        div.sub2 {
                            @if who.is_empty() { span.wn { "nobody finds out" } }
                            @else { (words::list(&who)) " finds out" }
                            @if !timebox.is_empty() { " in " (timebox) }
                        }
                    }
                    div.end.mut { @if let Some(by) = one.by { "by " (words::day_month(by, facts.today)) } }
                    (button(medium, board, (Deed::Done, ItemRef::Unknown(*id)), Some('f'), "Answered"))
                }
            }
        }
    };
    html! { @if !open.is_empty() { (card("Unknowns worth settling first", "", &body)) } }
}
