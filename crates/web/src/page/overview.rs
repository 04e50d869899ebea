//! Overview: will we make it, and what needs me today?

mod full;

use ::review::Question;
use forecast::Distribution;
use jiff::civil::Date;
use maud::{Markup, html};
use plan::{ItemRef, LeverKind, Trend};
use view::Facts;
use view::figure;
use view::rows::{self, Target};
use view::screens::{self, Waiting, waiting, work};
use view::sentence::Situation;
use view::words;

use super::{Group, Medium, Page, Sheet, review};
use crate::Board;
use crate::board::Move;
use crate::edit::{self, Deed, Verb};
use crate::part::{self, bar, card, named, prose, titled};

/// The first page.
pub const PAGE: Page = Page {
    key: 'o',
    name: "",
    title: "Overview",
    question: "Will we make it, and what needs me today?",
    group: Group::Main,
    listed: |_| true,
    count: |_| 0,
    render,
};

fn render(board: &Board, medium: &Medium<'_>) -> Sheet {
    let facts = board.facts();
    Sheet {
        answer: answer(&facts),
        reason: reason(board, medium, &facts),
        body: if facts.plan.is_too_early() {
            early(board, medium, &facts)
        } else {
            dated(board, medium, &facts)
        },
    }
}

/// While it is too early for a date: spans, and what to settle first. No percentile is shown.
fn early(board: &Board, medium: &Medium<'_>, facts: &Facts<'_>) -> Markup {
    let questions = html! {
        ol.numbered { @for one in screens::questions(facts) { li { (titled(facts.plan, &one)) } } }
    };
    let crews = html! {
        table {
            tbody {
                @for crew in facts.crews {
                    tr {
                        td { (words::capitalized(&words::number(crew.people))) @if crew.people == 1 { " person" } @else { " people" } }
                        td.num { (span(facts, &crew.finish)) }
                    }
                }
            }
        }
    };
    html! {
        div.grid.wide-left {
            (card("What to settle first", "any order, all may wait", &questions))
            (needs(board, medium, facts))
            @if !facts.crews.is_empty() {
                (card("Where it could end", "8 of 10 runs, from today", &crews))
            }
            (how_far(facts))
        }
    }
}

fn span(facts: &Facts<'_>, finish: &Distribution) -> String {
    let span = facts.span(finish);
    span.map_or_else(|| "never".to_owned(), |(from, to)| words::months(from, to, facts.today))
}

fn dated(board: &Board, medium: &Medium<'_>, facts: &Facts<'_>) -> Markup {
    html! {
        div.grid.wide-left.flow {
            div.stack {
                (endings(facts))
                (milestones(board, medium, facts))
                (ships(board, medium, facts))
                (causes(board, facts))
            }
            div.stack {
                (needs(board, medium, facts))
                (slips(board, facts))
                (full::before_due(board, medium, facts))
                (how_far(facts))
            }
        }
    }
}

/// The first line of every screen; what it says of the deadline is in the deadline's color.
fn answer(facts: &Facts<'_>) -> Markup {
    let said = facts.answer();
    let deadline = match facts.situation() {
        Situation::Dated { p80, deadline: Some(deadline), .. } if deadline.chance < LIKELY => {
            words::day(deadline.date, p80)
        }
        _ => return prose(&said),
    };
    match said.split_once(&format!(" {deadline} ")) {
        Some((safe, chance)) => html! { (prose(safe)) " " em { (deadline) " " (prose(chance)) } },
        None => prose(&said),
    }
}

/// From this chance on a deadline is nothing to worry about.
const LIKELY: f64 = 0.8;

/// Which way the date goes, and what the moves that lose nothing come to.
fn reason(board: &Board, medium: &Medium<'_>, facts: &Facts<'_>) -> Markup {
    let slip = board.trend().map(|trend| slip(facts, trend)).unwrap_or_default();
    html! {
        (slip)
        @if let Some(helps) = helps(board, facts) {
            " " (titled(facts.plan, &helps))
            @if let Some(link) = medium.link_to("forecast", board) { " " a href=(link) { "See what helps" } }
        }
    }
}

/// `Three hand-overs: 30 June then has about a 2 in 5 chance, and no scope is lost.`
fn helps(board: &Board, facts: &Facts<'_>) -> Option<String> {
    let first = board.moves().first()?;
    let further = board.moves().iter().skip(1).take_while(|one| one.is_further);
    let together: Vec<&Move> = std::iter::once(first).chain(further).collect();
    let is_hand_over = |one: &&Move| matches!(one.lever.kind, LeverKind::HandOver { .. });
    let what = match together.len() {
        1 => view::levers::said_of_work(facts.plan, &first.lever.kind, facts.today)?,
        n if together.iter().all(is_hand_over) => format!("{} hand-overs", words::number(n)),
        n => format!("{} moves", words::number(n)),
    };
    let day = words::day(facts.plan.due?.date, facts.today);
    let odds = words::predicate(together.last()?.chance?);
    Some(format!("{}: {day} then {odds}, and no scope is lost.", words::capitalized(&what)))
}

/// `It moved 4 working days in 4 weeks.`
fn slip(facts: &Facts<'_>, trend: &Trend) -> String {
    let Some((moved, then)) = trend.moved.zip(trend.points.get(trend.since)) else {
        return String::new();
    };
    let weeks = usize::try_from((facts.today - then.date).get_days() / 7).unwrap_or(0).max(1);
    let days = words::count(usize::try_from(moved.unsigned_abs()).unwrap_or(0), "working day");
    let weeks = words::count(weeks, "week");
    match moved {
        0 => format!("It has not moved in {weeks}."),
        1.. => format!("It moved {days} in {weeks}."),
        _ => format!("It came {days} closer in {weeks}."),
    }
}

/// Fifty dots against the deadline.
fn endings(facts: &Facts<'_>) -> Markup {
    let dots = part::fitted(|width| figure::dots(facts, width, 170.0 + 0.18 * width));
    let runs = words::thousands(facts.forecast.runs as usize);
    let remark = format!("{runs} runs, seed {}", facts.forecast.seed);
    html! {
        @if let Some(dots) = dots {
            (card("50 ways this could end, each equally likely", &remark, &dots))
        }
    }
}

/// How the date has moved, week by week.
fn slips(board: &Board, facts: &Facts<'_>) -> Markup {
    const HEIGHT: f64 = 170.0;
    let Some(trend) = board.trend() else { return html! {} };
    let chart = part::fitted(|width| figure::trend(facts, trend, width, HEIGHT));
    let Some(chart) = chart else { return html! {} };
    let body = html! { div.kept[board.is_behind()] { (chart) } };
    card("How the date has moved", "", &body)
}

/// Why it moved, as the brief says it.
fn causes(board: &Board, facts: &Facts<'_>) -> Markup {
    let Some(moved) = board.trend().and_then(|trend| view::brief::moved(facts, trend)) else {
        return html! {};
    };
    let body = html! {
        table.bars.kept[board.is_behind()] {
            tbody {
                @for (days, cause) in &moved.rows { tr { td.id { (days) } td { (cause) } } }
            }
        }
    };
    card(&moved.title, "", &body)
}

/// What somebody has to do, in the order of what it is worth.
enum Need<'a> {
    Question(usize, &'a Question),
    Move(&'a Move),
    Waiting(Waiting<'a>),
}

const NEEDS_MAX: usize = 5;

fn needs(board: &Board, medium: &Medium<'_>, facts: &Facts<'_>) -> Markup {
    let pressing = waiting(facts).into_iter().filter(|one| one.is_pressing(facts.today));
    let mut all: Vec<Need<'_>> = dearest(board).into_iter().collect();
    all.extend(board.moves().iter().take(2).map(Need::Move));
    all.extend(pressing.map(Need::Waiting));
    let hidden = all.len().saturating_sub(NEEDS_MAX);
    all.truncate(NEEDS_MAX);
    let body = html! {
        @if all.is_empty() {
            @if facts.is_done() { p.none { "It is done. Nothing needs you today." } }
            @else { p.none { "Nothing needs you today. Go and build." } }
        }
        ol.rows {
            @for need in &all {
                @match need {
                    Need::Question(n, question) => { (question_row(medium, facts, *n, question)) },
                    Need::Move(lever) => { (helpful(board, medium, facts, lever)) },
                    Need::Waiting(one) => { (asked(board, medium, facts, one)) },
                }
            }
        }
        @if hidden > 0 { p.cap { (hidden) " more" } }
    };
    card("Needs you today", "by what it is worth", &body)
}

/// The question of the review whose answer can move the date most, unless it is about work that a
/// move names anyway.
fn dearest(board: &Board) -> Option<Need<'_>> {
    let is_moved = |question: &Question| {
        let moved = board.moves().iter().take(2).filter_map(|one| match &one.lever.kind {
            LeverKind::HandOver { tasks, .. } => Some(tasks),
            _ => None,
        });
        let mut moved = moved.flatten().map(|task| ItemRef::Task(*task));
        moved.any(|task| question.finding.about.contains(&task))
    };
    let questions = board.review()?.questions.iter().enumerate();
    let open = questions.filter(|(_, one)| one.minutes.is_some() && !is_moved(one));
    let (n, question) = open.max_by(|(_, one), (_, other)| {
        one.minutes.unwrap_or(0.0).total_cmp(&other.minutes.unwrap_or(0.0))
    })?;
    Some(Need::Question(n, question))
}

fn question_row(medium: &Medium<'_>, facts: &Facts<'_>, n: usize, question: &Question) -> Markup {
    let days = facts.days(question.minutes.unwrap_or(0.0)).round().max(1.0) as usize;
    html! {
        li.row tabindex="0" {
            div {
                span.name { (prose(&question.finding.headline)) }
                div.sub2 { "An answer can move the 80% date by up to " (words::count(days, "day")) }
            }
            @if let Medium::Live { .. } = medium {
                div.end { a.btn href={ (medium.link(&review::PAGE)) "?q=" (n + 1) } data-k="Enter" { "Answer" } }
            }
        }
    }
}

fn helpful(board: &Board, medium: &Medium<'_>, facts: &Facts<'_>, lever: &Move) -> Markup {
    let said = view::levers::said_of_work(facts.plan, &lever.lever.kind, facts.today);
    let said =
        said.unwrap_or_else(|| view::levers::said(facts.plan, &lever.lever.kind, facts.today));
    html! {
        li.row tabindex="0" {
            div {
                span.name { (titled(facts.plan, &words::capitalized(&said))) "?" }
                div.sub2 {
                    (words::capitalized(&view::levers::cost(facts.plan, &lever.lever.kind)))
                    @if lever.is_further { "; after what is above" }
                }
            }
            div.end.kept[board.is_behind()] {
                (part::moved_by(facts, lever))
                div.verb { (take(board, medium, facts, lever)) }
            }
        }
    }
}

/// A button that takes the move up. Who takes work over is named here and nowhere else.
fn take(board: &Board, medium: &Medium<'_>, facts: &Facts<'_>, lever: &Move) -> Markup {
    let Some(hidden) = edit::about(medium, board, Verb::Take, ".") else { return html! {} };
    let kind = &lever.lever.kind;
    let value = view::levers::said(facts.plan, kind, facts.today);
    let verb = match kind {
        LeverKind::HandOver { to, .. } => format!("Hand to {}", facts.person(*to)),
        _ => "Do it".to_owned(),
    };
    html! {
        form.do method="post" action="/edit" {
            (hidden)
            input type="hidden" name="value" value=(value);
            button data-k="Enter" { (verb) }
        }
    }
}

fn asked(board: &Board, medium: &Medium<'_>, facts: &Facts<'_>, one: &Waiting<'_>) -> Markup {
    html! {
        li.row tabindex="0" {
            div {
                span.name { (named(board, medium, one.item)) }
                @if let Some((first, rest)) = one.holds.split_first() {
                    div.sub2 {
                        "holds " (named(board, medium, *first))
                        @if !rest.is_empty() { " and " (rest.len()) " more" }
                    }
                }
            }
            div.end {
                (part::due(one, facts.today))
                div.verb { (verb(board, medium, one.item)) }
            }
        }
    }
}

/// What is done about something that waits for a person.
fn verb(board: &Board, medium: &Medium<'_>, item: ItemRef) -> Markup {
    match item {
        ItemRef::Decision(id) => edit::decide(medium, board, id),
        ItemRef::Obstacle(_) => {
            edit::button(medium, board, (Deed::Done, item), Some('f'), "It is gone")
        }
        _ => edit::button(medium, board, (Deed::Done, item), Some('f'), "Answered"),
    }
}

/// The milestones to come as bands, and all of them as a table.
fn milestones(board: &Board, medium: &Medium<'_>, facts: &Facts<'_>) -> Markup {
    const TYPE: f64 = 12.0;
    let mut all = rows::milestones(facts);
    if all.is_empty() {
        return html! {};
    }
    // As in the picture: what is to come by its even odds, below what was reached.
    all.sort_by_key(|one| (one.reached.is_none(), one.p50.is_none(), one.p50));
    let table = html! {
        table {
            thead { tr { th { span.sr { "milestone" } } th.num.aside { "wanted" } th.num { "even odds" } th.num { "80% sure" } th.num { "chance" } } }
            tbody { @for target in &all { (target_row(board, medium, target, facts.today)) } }
        }
    };
    let Some(bands) = figure::milestones(facts, BANDS, TYPE) else {
        return card("Milestones", "", &table);
    };
    let body = html! {
        div.broad { (part::drawn(&bands)) (part::as_table(&table)) }
        div.narrow { (table) }
    };
    let legend = html! {
        span.cap.keys.broad {
            span { i.sw.diamond {} "even odds" } span { i.sw.mark {} "80%" }
            span { i.sw.band {} "8 of 10 runs" } span { i.sw.promised {} "promised or planned" }
        }
    };
    html! { section.card { div.hd { h2 { "Milestones" } (legend) } (body) } }
}

/// The width of the milestones' bands, which scroll where there is less room.
const BANDS: f64 = 720.0;

fn target_row(board: &Board, medium: &Medium<'_>, target: &Target<'_>, today: Date) -> Markup {
    let date = |date: Option<Date>| {
        date.map_or_else(|| "never".to_owned(), |date| words::day_month(date, today))
    };
    html! {
        tr.mut[target.reached.is_some()] {
            td { (named(board, medium, target.item)) }
            td.num.mut.aside { @if let Some(due) = target.due { (words::day_month(due.date, today)) } }
            @if let Some(reached) = target.reached {
                td.num colspan="2" { "reached " (words::day_month(reached, today)) }
                td {}
            } @else if target.waits_for_nothing {
                td.num colspan="2" { "waits for nothing" }
                td {}
            } @else {
                td.num { (date(target.p50)) }
                td.num.b5 { (date(target.p80)) }
                td.num { @if let Some(chance) = target.chance { (words::percent(chance)) } }
            }
        }
    }
}

/// The features, in the words of who asked for them, each with its chance of being in users' hands.
fn ships(board: &Board, medium: &Medium<'_>, facts: &Facts<'_>) -> Markup {
    let all = rows::features(facts);
    if all.is_empty() {
        return html! {};
    }
    let due = facts.plan.due.map(|due| due.date);
    let title = due.map_or_else(
        || "What ships when".to_owned(),
        |due| format!("What ships by {}", words::day(due, facts.today)),
    );
    let body = html! {
        table.ships {
            tbody { @for target in &all { (feature(board, medium, target, due)) } }
        }
    };
    card(&title, "in users’ hands, not only built", &body)
}

fn feature(board: &Board, medium: &Medium<'_>, target: &Target<'_>, due: Option<Date>) -> Markup {
    let facts = board.facts();
    let ItemRef::Feature(id) = target.item else { return html! {} };
    let feature = &facts.plan.features[id.index()];
    let worth = match (feature.must, feature.value) {
        (true, _) => "must".to_owned(),
        (false, Some(value)) => format!("value {value}"),
        (false, None) => String::new(),
    };
    let chance = due.and_then(|due| facts.chance_by(target.item, due));
    html! {
        tr {
            td { (named(board, medium, target.item)) }
            td.num.mut { (worth) }
            @if let Some(reached) = target.reached {
                td.mut colspan="2" { "reached " (words::day_month(reached, facts.today)) }
            } @else if target.waits_for_nothing {
                td.mut colspan="2" { "waits for nothing" }
            } @else if let Some(chance) = chance {
                td.bar-cell { (bar(chance)) }
                td.num.b5 { (words::percent(chance)) }
            } @else {
                td.num.b5 colspan="2" {
                    @if let Some(p80) = target.p80 { (words::day_month(p80, facts.today)) " (80% sure)" }
                }
            }
        }
    }
}

fn how_far(facts: &Facts<'_>) -> Markup {
    let work = work(facts);
    let warnings = facts.diagnostics.len();
    let body = html! {
        @if let Some(share) = work.effort_share {
            (bar(share))
            p.cap { (format!("{:.0}%", share * 100.0)) " of the effort is done" }
        }
        p.tight { (work.done) " done · " (work.in_progress) " in progress · " (work.to_go) " to go" }
        @if warnings > 0 {
            p.cap { (words::count(warnings, "warning")) " in the plan: " code { "fore check" } }
        }
    };
    card("Work", "", &body)
}
