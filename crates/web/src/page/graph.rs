//! Work graph: what could run in parallel, and what is holding it up?

mod clusters;
mod stations;

pub use stations::wrapped;

use maud::{Markup, html};
use plan::{ItemRef, TaskId};
use view::map::PATH_MIN;
use view::{Facts, words};

use super::{Group, Medium, Page, Sheet};
use crate::Board;
use crate::part::{moved_by, named, prose, titled};

/// The page of the work graph.
pub const PAGE: Page = Page {
    key: 'w',
    name: "graph",
    title: "Work graph",
    question: "What could run in parallel, and what is holding it up?",
    group: Group::Plan,
    listed: |board| board.snapshot().plan.open_leaves().count() > 1,
    count: |_| 0,
    render,
};

/// More tasks than this are shown by the parts they belong to.
const TASKS_MAX: usize = 60;

/// What is drawn.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    All,
    Open,
    Clusters,
}

fn render(board: &Board, medium: &Medium<'_>) -> Sheet {
    let facts = board.facts();
    let all: Vec<TaskId> =
        facts.plan.leaves().filter(|(_, task)| !task.cut).map(|(id, _)| id).collect();
    let open: Vec<TaskId> = facts.plan.open_leaves().map(|(id, _)| id).collect();
    let shown = match medium.asked("show") {
        Some("clusters") => Shown::Clusters,
        Some("open") if open.len() <= TASKS_MAX => Shown::Open,
        _ if all.len() <= TASKS_MAX => Shown::All,
        _ if open.len() <= TASKS_MAX => Shown::Open,
        _ => Shown::Clusters,
    };
    let path = path(&facts, &open);
    Sheet {
        answer: html! { (answer(open.len(), path.len())) },
        reason: reason(&facts, &path),
        body: html! {
            div.keys.bar-above {
                (choices(medium, shown, all.len(), open.len()))
                (legend(shown))
            }
            section.card {
                div.broad { div.scroll tabindex="0" role="group" aria-label="Map" {
                    @match shown {
                        Shown::All => { (stations::picture(board, medium, &all)) }
                        Shown::Open => { (stations::picture(board, medium, &open)) }
                        Shown::Clusters => { (clusters::picture(&facts)) }
                    }
                } }
                div.narrow { (listed(board, medium, &path)) }
            }
            div.grid.thirds.below { (shorter(board, &facts)) (idle(&facts, &open)) }
        },
    }
}

/// The open tasks that are on the longest path in most runs, in the order in which they are done.
fn path(facts: &Facts<'_>, open: &[TaskId]) -> Vec<TaskId> {
    let mut path: Vec<TaskId> =
        open.iter().copied().filter(|id| share(facts, *id) >= PATH_MIN).collect();
    path.sort_by_key(|id| (facts.entry(ItemRef::Task(*id)).map(|entry| entry.start), *id));
    path
}

fn share(facts: &Facts<'_>, id: TaskId) -> f64 {
    facts.played(ItemRef::Task(id)).map_or(0.0, |played| played.path_share)
}

fn answer(open: usize, path: usize) -> String {
    match (open, path) {
        (_, 0) => format!(
            "No single chain holds the date: {} could each do it.",
            words::count(open, "open task")
        ),
        (_, 1) => format!("One of {} makes the date.", words::count(open, "open task")),
        (open, path) if open == path => {
            "All that is open is one chain: nothing runs in parallel.".to_owned()
        }
        _ => {
            let number = words::capitalized(&words::number(path));
            format!("{number} of {} make the date.", words::count(open, "open task"))
        }
    }
}

/// So many names stand in the line below the answer.
const NAMES_MAX: usize = 5;

/// Whether one task waits for the other, and for nothing between them.
fn is_linked(facts: &Facts<'_>, before: TaskId, after: TaskId) -> bool {
    let activity = |id| facts.lowered.activity_of(ItemRef::Task(id));
    let ends = (activity(before), activity(after));
    facts.lowered.problem.links().iter().any(|link| (Some(link.from), Some(link.to)) == ends)
}

fn reason(facts: &Facts<'_>, path: &[TaskId]) -> Markup {
    html! {
        @for (n, id) in path.iter().take(NAMES_MAX).enumerate() {
            // What only waits for the same hands, or for what lies between, is no link.
            @if n > 0 { @if is_linked(facts, path[n - 1], *id) { " → " } @else { " … " } }
            (facts.plan.task(*id).item.title)
        }
        @if path.len() > NAMES_MAX { " and " (path.len() - NAMES_MAX) " more" }
        @if !path.is_empty() { ". On the longest path in at least half of the runs." }
    }
}

fn choices(medium: &Medium<'_>, shown: Shown, all: usize, open: usize) -> Markup {
    let Medium::Live { .. } = medium else { return html! {} };
    let address = medium.link(&PAGE);
    let choice = |label: String, key: &str, is_shown: bool| {
        html! { a.btn href=(format!("{address}?show={key}")) aria-current=[is_shown.then_some("true")] { (label) } }
    };
    html! {
        span.keys {
            @if all <= TASKS_MAX { (choice(format!("All {all}"), "all", shown == Shown::All)) }
            @if open <= TASKS_MAX { (choice(format!("Open {open}"), "open", shown == Shown::Open)) }
            (choice("By part".to_owned(), "clusters", shown == Shown::Clusters))
        }
    }
}

fn legend(shown: Shown) -> Markup {
    html! {
        span.cap.keys.broad {
            @if shown == Shown::Clusters {
                span { "one dot is one task: " i.sw.dot-past {} "done" }
                span { i.sw.room {} "open" }
                span { i.sw.full {} "on the longest path" }
            } @else {
                span { i.sw.full {} "longest path, width is share of runs" }
                span { "··· waits for the same hands" }
                span { "▮ contract: both sides start here" }
                span { "implied links are left out" }
            }
        }
    }
}

/// The longest path as a list, where there is no room for a map.
fn listed(board: &Board, medium: &Medium<'_>, path: &[TaskId]) -> Markup {
    let facts = board.facts();
    html! {
        @if path.is_empty() { p.none { "No task is on the longest path in most runs." } }
        ul.rows {
            @for id in path {
                @let item = ItemRef::Task(*id);
                li {
                    span.name { (named(board, medium, item)) }
                    span.end.mut {
                        @if let Some(played) = facts.played(item)
                            && let (Some(p50), Some(p80)) = (played.finish.p50, played.finish.p80)
                        {
                            (words::day_month(facts.finish_date(p50), facts.today)) " – "
                            (words::day_month(facts.finish_date(p80), facts.today))
                        }
                    }
                }
            }
        }
    }
}

/// So many ways to shorten the path are shown.
const MOVES_MAX: usize = 2;

fn shorter(board: &Board, facts: &Facts<'_>) -> Markup {
    let moves = board.moves().iter().filter_map(|one| {
        let kind = &one.lever.kind;
        Some((one, view::levers::said_of_work(facts.plan, kind, facts.today)?))
    });
    html! {
        @for (one, text) in moves.take(MOVES_MAX) {
            section.card {
                div.hd {
                    h2 { @if one.is_further { "Then " (titled(facts.plan, &text)) } @else { (titled(facts.plan, &words::capitalized(&text))) } }
                    (moved_by(facts, one))
                }
                p.cap { (prose(&words::capitalized(&view::levers::cost(facts.plan, &one.lever.kind)))) "." }
            }
        }
    }
}

/// A task on the path in less than this share of the runs is on it in none.
const NEVER: f64 = 0.005;

fn idle(facts: &Facts<'_>, open: &[TaskId]) -> Markup {
    const SHOWN: usize = 8;
    let idle = open.iter().filter(|id| share(facts, **id) < NEVER);
    let titles: Vec<&str> = idle.map(|id| facts.plan.task(*id).item.title.as_str()).collect();
    html! {
        @if !titles.is_empty() {
            section.card {
                div.hd {
                    h2 { (words::capitalized(&words::count(titles.len(), "open task"))) " hold up nothing" }
                    span.cap { "0 days" }
                }
                p.cap {
                    (titles.iter().take(SHOWN).copied().collect::<Vec<_>>().join(", "))
                    @if titles.len() > SHOWN { " and " (titles.len() - SHOWN) " more" }
                    ": on the longest path in no run."
                }
            }
        }
    }
}
