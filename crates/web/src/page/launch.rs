//! Launch: are we ready, and what if it goes wrong?

use jiff::civil::Date;
use maud::{Markup, html};
use plan::table::Key;
use plan::{Estimate, ItemRef, LineId, Phase, Plan, Premortem, Step, StepId, quote};
use view::Facts;
use view::launch::{self, Back, Check, Rung};
use view::words;
use workbench::note;

use super::{Group, Medium, Page, Sheet};
use crate::Board;
use crate::edit::{self, Deed, Field, Verb, field};
use crate::part::{card, named, prose};

/// The page of the launch.
pub const PAGE: Page = Page {
    key: 'l',
    name: "launch",
    title: "Launch",
    question: "Are we ready, and what if it goes wrong?",
    group: Group::Landing,
    listed: |board| {
        let plan = &board.snapshot().plan;
        !plan.steps.is_empty() || !plan.premortem.is_empty() || !plan.lines.is_empty()
    },
    count: |board| {
        launch::checks(&board.snapshot().plan).iter().filter(|check| !check.passed).count()
    },
    render,
};

fn render(board: &Board, medium: &Medium<'_>) -> Sheet {
    let facts = board.facts();
    let plan = facts.plan;
    let checks = launch::checks(plan);
    let blocks: Vec<&Check> = checks.iter().filter(|check| !check.passed).collect();
    Sheet {
        answer: prose(&answer(&facts, blocks.len())),
        reason: reason(&facts, &checks, blocks.len()),
        body: html! {
            div.grid.halves {
                div.stack {
                    (blocking(&facts, &checks, &blocks))
                    (premortem(board, medium))
                    (good_enough(board, medium, &facts))
                }
                div.stack { (both_ways(board, medium, plan)) }
            }
        },
    }
}

fn answer(facts: &Facts<'_>, blocks: usize) -> String {
    let plan = facts.plan;
    let steps: Vec<&Step> = launch::steps(plan, Phase::Launch).collect();
    let done = steps.iter().filter(|step| step.item.ticked).count();
    if let Some(next) = steps.iter().find(|step| !step.item.ticked).filter(|_| done > 0) {
        return format!("Step {} of {}: {}.", done + 1, steps.len(), next.item.title);
    }
    if done > 0 {
        return "Live. Every step is done.".to_owned();
    }
    let before = plan.open_leaves().count();
    match (blocks, before) {
        (0, 0) => "Ready.".to_owned(),
        (0, before) => format!("Not yet: {} before it.", stand(before)),
        (1, _) => "Not ready: one thing is missing.".to_owned(),
        (n, _) => format!("Not ready: {} things are missing.", words::number(n)),
    }
}

/// `22 open tasks stand`, `one open task stands`.
fn stand(open: usize) -> String {
    match open {
        1 => "one open task stands".to_owned(),
        n => format!("{} stand", words::count(n, "open task")),
    }
}

fn reason(facts: &Facts<'_>, checks: &[Check], blocks: usize) -> Markup {
    let back: Vec<&Step> = launch::steps(facts.plan, Phase::Rollback).collect();
    let minutes = launch::minutes(facts.plan, back.iter().copied());
    let rollback = match back.len() {
        0 => "No way back is written.".to_owned(),
        _ if minutes == 0.0 => "Nobody knows how long the way back takes.".to_owned(),
        _ => format!("The whole way back takes {}.", clock(minutes, facts.plan)),
    };
    html! {
        (checks.len() - blocks) " of " (words::count(checks.len(), "check")) " pass. " (rollback)
        @if let Some(p80) = facts.p80().filter(|_| !facts.is_done()) {
            " The work before it ends by " (words::day(p80, facts.today)) ", 80% sure."
        }
    }
}

fn blocking(facts: &Facts<'_>, checks: &[Check], blocks: &[&Check]) -> Markup {
    const SHOWN: usize = 8;
    let open = facts.plan.open_leaves().count();
    let body = html! {
        @if blocks.is_empty() {
            p.none { "Everything for the day is written." }
        } @else {
            ul.rows {
                @for check in blocks.iter().take(SHOWN) {
                    li { span.name { (prose(&check.what)) } span.sub2 { (check.why) } }
                }
            }
            @if blocks.len() > SHOWN { p.cap { "and " (blocks.len() - SHOWN) " more" } }
        }
        @if open > 0 {
            p.cap.over { (words::capitalized(&stand(open))) " before it." }
        }
    };
    let missing = match blocks.len() {
        0 => String::new(),
        n => format!("{n} of {}", words::count(checks.len(), "check")),
    };
    card("What is missing", &missing, &body)
}

fn premortem(board: &Board, medium: &Medium<'_>) -> Markup {
    let plan = &board.snapshot().plan;
    if plan.premortem.is_empty() {
        let body = html! { p { "It is a month later and this failed. Why? Each answer is a line under "
        code { "## Premortem" } "." } };
        return card("How this fails", "not imagined yet", &body);
    }
    let mut rows: Vec<&Premortem> = plan.premortem.iter().collect();
    rows.sort_by_key(|row| std::cmp::Reverse((weight(row.harm), row.votes.unwrap_or(0))));
    let most = rows.iter().filter_map(|row| row.votes).max().unwrap_or(0).min(DOTS_MAX);
    let body = html! {
        table.lanes {
            thead.sr { tr { th { "way" } th { "votes" } th { "harm" } th { "answered by" } } }
            @for row in rows {
                tbody { tr {
                    td { (row.item.title) }
                    @if most > 0 { td { (dots(row.votes.unwrap_or(0), most)) } }
                    td.mut { (row.harm.unwrap_or("")) }
                    td {
                        @if row.tasks.is_empty() { span.wn { "no task yet" } }
                        @for (n, task) in row.tasks.iter().enumerate() {
                            @if n > 0 { ", " }
                            (named(board, medium, ItemRef::Task(*task)))
                        }
                    }
                } }
            }
        }
    };
    card("How this fails: the premortem", &words::count(plan.premortem.len(), "way"), &body)
}

/// So many votes are drawn; more are a number.
const DOTS_MAX: u32 = 8;

fn weight(harm: Option<&str>) -> u8 {
    match harm {
        Some("severe") => 3,
        Some("serious") => 2,
        Some("mild") => 1,
        _ => 0,
    }
}

fn dots(votes: u32, most: u32) -> Markup {
    let width = most * 11;
    html! {
        svg.votes width=(width) height="10" role="img" aria-label=(words::count(votes as usize, "vote")) {
            @for n in 0..most {
                circle.off[n >= votes] cx=(n * 11 + 5) cy="5" r="4" {}
            }
        }
    }
}

fn good_enough(board: &Board, medium: &Medium<'_>, facts: &Facts<'_>) -> Markup {
    let plan = facts.plan;
    let optional = plan.open_leaves().filter(|(_, task)| task.optional);
    let waits: Vec<String> = optional.map(|(_, task)| task.item.title.clone()).collect();
    let ids = (0..).map(LineId).take(plan.lines.len());
    let body = html! {
        @if plan.lines.is_empty() {
            p.none { "Above the line: what must hold. Below it: what may wait. Nothing is written under "
                code { "## Good enough" } "." }
        }
        @for id in ids {
            @let line = &plan.lines[id.index()];
            @let agreed = launch::agreed(plan, id);
            div.row tabindex="0" {
                p.line {
                    @if agreed.is_empty() { span.wn { "? " (line.item.title) } }
                    @else { @if line.item.ticked { span.good { "✓ " } } (line.item.title) }
                }
                @let note = note(board.snapshot(), ItemRef::Line(id));
                @if !note.is_empty() { p.sub2 { (prose(&note)) } }
                div.cap.fields {
                    (measure(board, medium, id, line.measure.as_deref()))
                    (go(board, medium, id, &agreed, &dated(line.on, facts.today)))
                    @if board.has_open_box(&line.item) {
                        (edit::button(medium, board, (Deed::Done, ItemRef::Line(id)), Some('m'), "Met"))
                    }
                }
            }
        }
        div.rule { span { "the line" } }
        p.cap {
            @if waits.is_empty() { "Nothing is marked " code { "optional" } ": everything must be there." }
            @else { "Marked " code { "optional" } " in the plan: " (words::list(&waits)) }
        }
    };
    card("Good enough", "", &body)
}

fn measure(board: &Board, medium: &Medium<'_>, id: LineId, written: Option<&str>) -> Markup {
    let item = ItemRef::Line(id);
    let label = format!("What is measured for {}", board.facts().plan.lines[id.index()].item.title);
    let quoted = written.map(quote).unwrap_or_default();
    let it = Field {
        item,
        verb: Verb::key(Key::Measure),
        label: &label,
        key: Some('e'),
        written: &quoted,
    };
    field(medium, board, it, &html! { (written.unwrap_or("nothing measures it")) })
}

/// Who says that the line is the right one: go, or not yet.
fn go(board: &Board, medium: &Medium<'_>, id: LineId, agreed: &[String], on: &str) -> Markup {
    let item = ItemRef::Line(id);
    let names: Vec<String> = agreed.iter().map(|name| format!("@{name}")).collect();
    let label = format!("Who agreed to {}", board.facts().plan.lines[id.index()].item.title);
    let names = names.join(",");
    let it = Field {
        item,
        verb: Verb::key(Key::Agreed),
        label: &label,
        key: Some('@'),
        written: &names,
    };
    let shown = html! {
        @if agreed.is_empty() { span.wn { "nobody agreed yet" } }
        @else { "agreed by " (words::list(agreed)) (on) }
    };
    field(medium, board, it, &shown)
}

fn dated(on: Option<Date>, today: Date) -> String {
    on.map_or_else(String::new, |on| format!(" on {}", words::day(on, today)))
}

/// Launch and the way back as one ladder.
fn both_ways(board: &Board, medium: &Medium<'_>, plan: &Plan) -> Markup {
    let rungs = launch::ladder(plan);
    let until = rungs.iter().position(|rung| rung.step.no_return).unwrap_or(rungs.len());
    let minutes = launch::minutes(plan, rungs[..until].iter().map(|rung| rung.step));
    let remark = match (until, minutes > 0.0) {
        (0, _) | (_, false) => String::new(),
        _ if until == rungs.len() => format!("{} in all", clock(minutes, plan)),
        _ => format!("{} to the point of no return", clock(minutes, plan)),
    };
    let now = rungs.iter().position(|rung| !rung.step.item.ticked);
    let started = rungs.iter().any(|rung| rung.step.item.ticked);
    let used: Vec<&str> = rungs.iter().filter_map(undo_id).collect();
    let left = launch::steps(plan, Phase::Rollback)
        .filter(|step| !step.item.id.as_deref().is_some_and(|id| used.contains(&id)));
    let left: Vec<&Step> = left.collect();
    let body = html! {
        @if rungs.is_empty() {
            p.none { "No step is written yet. The order of the day is a list under " code { "## Launch" }
                ", and the way back one under " code { "## Rollback" } "." }
        } @else {
            div.rungs.cap { span {} span { "do, top to bottom" } span { "undo, bottom to top" } }
            ol.rungs {
                @for (n, rung) in rungs.iter().enumerate() { (step(board, medium, n, rung, started && now == Some(n))) }
            }
        }
        @if !left.is_empty() {
            p.cap.over { "Going back also means: " }
            @for step in left { p { (step.item.title) " " span.cap { (detail(plan, step)) } } }
        }
    };
    card("Launch, and the way back", &remark, &body)
}

fn undo_id<'a>(rung: &Rung<'a>) -> Option<&'a str> {
    match rung.back {
        Back::By(step) => step.item.id.as_deref(),
        _ => None,
    }
}

fn step(board: &Board, medium: &Medium<'_>, n: usize, rung: &Rung<'_>, is_now: bool) -> Markup {
    let (plan, step) = (&board.snapshot().plan, rung.step);
    html! {
        @if step.no_return {
            li.point { span.b5 { "Point of no return" } }
        }
        li.row.now[is_now] tabindex="0" {
            (number(board, medium, n, step))
            span {
                (step.item.title)
                (details(board, medium, rung))
            }
            span.undo {
                @match &rung.back {
                    Back::By(undo) => { "↑ " (undo.item.title) span.cap { (time(plan, undo)) } }
                    Back::Missing => { span.wn { "no undo is written" } }
                    Back::Last => { span.mut { "no way back from here" } }
                    Back::Gone => { span.mut { "fix forward" } }
                }
            }
        }
    }
}

/// The number of a step, which ticks it; a tick, which takes itself back.
fn number(board: &Board, medium: &Medium<'_>, n: usize, step: &Step) -> Markup {
    let shown = if step.item.ticked { "✓".to_owned() } else { (n + 1).to_string() };
    let plan = &board.snapshot().plan;
    let id = step_id(plan, step).filter(|_| matches!(medium, Medium::Live { .. }));
    let Some(id) = id else {
        return html! { span.no.done[step.item.ticked] { (shown) } };
    };
    let (deed, said) =
        if step.item.ticked { (Deed::Reopen, "Not done") } else { (Deed::Done, "Done") };
    html! {
        form.do method="post" action="/edit" {
            (edit::hidden(medium, board, Verb::Deed(deed), ItemRef::Step(id)).unwrap_or_default())
            button.no.done[step.item.ticked] data-k="f" title=(said)
                aria-label={ (shown) ", " (said) ": " (step.item.title) } { (shown) }
        }
    }
}

fn step_id(plan: &Plan, step: &Step) -> Option<StepId> {
    let found = plan.steps.iter().position(|other| other.item.key == step.item.key)?;
    Some(StepId(u32::try_from(found).ok()?))
}

/// Who, how long, how one sees it: each can be written where it stands.
fn details(board: &Board, medium: &Medium<'_>, rung: &Rung<'_>) -> Markup {
    let (plan, step) = (&board.snapshot().plan, rung.step);
    let Some(item) = step_id(plan, step).map(ItemRef::Step) else { return html! {} };
    let title = &step.item.title;
    // What comes after the point of no return need not be checked: it may be the cake.
    let is_missed = step.check.is_some() || !matches!(rung.back, Back::Gone);
    let who = launch::names(plan, &step.who);
    let names: Vec<String> = who.iter().map(|name| format!("@{name}")).collect();
    let names = names.join(" ");
    let estimate = step.estimate.map_or_else(String::new, |estimate| estimate.to_string());
    let check = step.check.as_deref().map(quote).unwrap_or_default();
    let value = |verb, key, (label, written): (&str, &str), shown: &str, missing: &str| {
        let label = format!("{label} {title}");
        let shown = html! {
            @if shown.is_empty() { span.wn[is_missed] { (missing) } } @else { (shown) }
        };
        field(medium, board, Field { item, verb, label: &label, key: Some(key), written }, &shown)
    };
    let time = time(plan, step);
    html! {
        span.cap.fields {
            (value(Verb::WHO, '@', ("Who does", &names), &words::list(&who), "nobody yet"))
            (value(Verb::ESTIMATE, 'e', ("How long it takes:", &estimate), &time, "no time"))
            (value(Verb::key(Key::Check), 'c', ("How one sees it worked:", &check), step.check.as_deref().unwrap_or_default(), "no check"))
        }
    }
}

/// Who, how long, how one sees it.
fn detail(plan: &Plan, step: &Step) -> String {
    let who = words::list(&launch::names(plan, &step.who));
    let parts = [who, time(plan, step), step.check.clone().unwrap_or_default()];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" · ")
}

fn time(plan: &Plan, step: &Step) -> String {
    let middle = |estimate: &Estimate| clock(estimate.range(&plan.settings).likely, plan);
    step.estimate.as_ref().map(middle).unwrap_or_default()
}

/// Minutes as on a clock, days as they are worked: `15 min`, `3 h 45 min`, `1 d`.
fn clock(minutes: f64, plan: &Plan) -> String {
    let day = i64::from(plan.settings.day_minutes).max(1);
    let minutes = minutes.round() as i64;
    let (days, rest) = (minutes / day, minutes % day);
    let (hours, rest) = (rest / 60, rest % 60);
    let parts = [(days, "d"), (hours, "h"), (rest, "min")];
    let parts: Vec<String> =
        parts.into_iter().filter(|(n, _)| *n > 0).map(|(n, unit)| format!("{n} {unit}")).collect();
    if parts.is_empty() { "no time".to_owned() } else { parts.join(" ") }
}
