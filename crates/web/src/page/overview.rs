//! Overview: will we make it, and what needs me today?

use maud::{Markup, html};
use plan::ItemRef;
use view::Facts;
use view::rows::{self, Target};
use view::screens::{Waiting, waiting, work};
use view::sentence::Situation;
use view::words;

use super::{Group, Medium, Page, Sheet};
use crate::Board;
use crate::part::{bar, card, prose};

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

fn render(board: &Board, _: &Medium<'_>) -> Sheet {
    let facts = board.facts();
    Sheet {
        answer: answer(&facts),
        reason: reason(&facts),
        body: html! {
            div.grid.wide-left {
                (needs(&facts))
                (how_far(&facts))
                (targets(&facts, "Milestones", &rows::milestones(&facts)))
                (targets(&facts, "What ships", &rows::features(&facts)))
            }
        },
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

fn reason(facts: &Facts<'_>) -> Markup {
    let warnings = facts.diagnostics.len();
    html! {
        @if warnings > 0 { (words::count(warnings, "warning")) " in the plan." }
    }
}

fn needs(facts: &Facts<'_>) -> Markup {
    let mut all = waiting(facts);
    all.retain(|one| one.is_pressing(facts.today));
    let body = html! {
        @if all.is_empty() {
            p.none { "Nothing needs you today." }
        } @else {
            ol.todo {
                @for one in all.iter().take(NEEDS_MAX) { (need(facts, one)) }
            }
        }
    };
    card("Needs you today", "", &body)
}

const NEEDS_MAX: usize = 4;

fn need(facts: &Facts<'_>, one: &Waiting<'_>) -> Markup {
    let due = match one.due {
        Some(due) if due < facts.today => format!("was due {}", words::day_month(due, facts.today)),
        Some(due) => format!("due {}", &words::weekday_name(due)[..3]),
        None => "no date".to_owned(),
    };
    let holds: Vec<&str> = one.holds.iter().map(|item| title(facts, *item)).collect();
    html! {
        li {
            span.t { (one.title) }
            span.g.wn { (due) }
            @if let Some(first) = holds.first() {
                span.w { "Holds " (first) @if holds.len() > 1 { " and " (holds.len() - 1) " more" } }
            }
        }
    }
}

fn title<'a>(facts: &Facts<'a>, item: ItemRef) -> &'a str {
    facts.plan.item(item).map_or("", |item| item.title.as_str())
}

fn targets(facts: &Facts<'_>, name: &str, all: &[Target<'_>]) -> Markup {
    let today = facts.today;
    let date =
        |date: Option<_>| date.map_or_else(|| "never".to_owned(), |it| words::day_month(it, today));
    let body = html! {
        table {
            thead { tr { th { "" } th.num { "even odds" } th.num { "80% sure" } th.num { "chance" } } }
            tbody {
                @for target in all {
                    tr {
                        td { (target.title) }
                        @if let Some(reached) = target.reached {
                            td.num.mut colspan="2" { "reached " (words::day_month(reached, today)) }
                        } @else if target.waits_for_nothing {
                            td.num.mut colspan="2" { "waits for nothing" }
                        } @else {
                            td.num.b5 { (date(target.p50)) }
                            td.num.mut { (date(target.p80)) }
                        }
                        td.num {
                            @if let Some(chance) = target.chance { (words::percent(chance)) }
                        }
                    }
                }
            }
        }
    };
    html! { @if !all.is_empty() { (card(name, "", &body)) } }
}

fn how_far(facts: &Facts<'_>) -> Markup {
    let work = work(facts);
    let body = html! {
        @if let Some(share) = work.effort_share {
            (bar(share))
            p.cap { (words::percent(share)) " of the effort is done" }
        }
        p { (work.done) " done · " (work.in_progress) " in progress · " (work.to_go) " to go" }
    };
    card("Work", "", &body)
}
