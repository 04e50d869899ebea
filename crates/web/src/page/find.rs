//! Find: any item of the plan by a few letters, with what can be done to it there.

use maud::{Markup, html};
use plan::table::Kind;
use plan::{Item, ItemRef, Task};
use view::{Facts, words};

use super::{Group, Medium, Page, Sheet, today};
use crate::Board;
use crate::edit::{self, Deed, button};
use crate::part::named;

/// The page of the search. It is reached with its key, and not listed.
pub const PAGE: Page = Page {
    key: '/',
    name: "find",
    title: "Find",
    question: "Where is it?",
    group: Group::Main,
    listed: |_| false,
    count: |_| 0,
    render,
};

/// So many items are shown, the best first.
const SHOWN_MAX: usize = 20;

fn render(board: &Board, medium: &Medium<'_>) -> Sheet {
    let facts = board.facts();
    let wanted = medium.asked("q").unwrap_or_default().trim();
    let found = found(&facts, wanted);
    Sheet {
        answer: html! { (answer(wanted, found.len())) },
        reason: html! { "A few letters of an id, a title or a name." },
        body: html! {
            form.find method="get" action=(medium.link(&PAGE)) autocomplete="off" role="search" {
                input type="search" name="q" value=(wanted) aria-label="What to find" autofocus;
                button { "Find" }
            }
            (edit::team(board))
            div #found {
                @if !found.is_empty() { (results(board, medium, &facts, &found)) }
            }
        },
    }
}

fn results(
    board: &Board,
    medium: &Medium<'_>,
    facts: &Facts<'_>,
    found: &[(ItemRef, &Item)],
) -> Markup {
    html! {
        section.card.below {
            ul.rows {
                @for (item, written) in found.iter().take(SHOWN_MAX) {
                    (row(board, medium, facts, *item, written))
                }
            }
            @if found.len() > SHOWN_MAX { p.cap.over { "and " (found.len() - SHOWN_MAX) " more" } }
        }
    }
}

fn answer(wanted: &str, n: usize) -> String {
    match (wanted, n) {
        ("", _) => "What are you looking for?".to_owned(),
        (_, 0) => format!("Nothing is called “{wanted}”."),
        (_, 1) => "One is called that.".to_owned(),
        (_, n) => format!("{} are called that.", words::capitalized(&words::number(n))),
    }
}

/// The items that have all words of `wanted` in their id or title: what begins so comes first, and
/// open work before what is done.
fn found<'a>(facts: &Facts<'a>, wanted: &str) -> Vec<(ItemRef, &'a Item)> {
    let wanted = wanted.trim_start_matches(['@', '#']).to_lowercase();
    let parts: Vec<&str> = wanted.split_whitespace().collect();
    if parts.is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (item, written) in facts.plan.items() {
        let id = written.id.as_deref().unwrap_or_default().to_lowercase();
        let title = written.title.to_lowercase();
        let text = format!("{id} {title}");
        let is_wanted = item.kind() != Kind::Answer && parts.iter().all(|part| text.contains(part));
        if is_wanted {
            let begins = id.starts_with(parts[0]) || title.starts_with(parts[0]);
            found.push(((id != wanted, !begins, written.ticked), (item, written)));
        }
    }
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, item)| item).collect()
}

fn row(
    board: &Board,
    medium: &Medium<'_>,
    facts: &Facts<'_>,
    item: ItemRef,
    written: &Item,
) -> Markup {
    html! {
        li.row tabindex="0" {
            div {
                span.name { (named(board, medium, item)) }
                div.sub2 {
                    (item.kind().name())
                    @if let Some(id) = &written.id { " · " code { (id) } }
                    @let when = when(facts, item);
                    @if !when.is_empty() { " · " (when) }
                }
            }
            (verbs(board, medium, facts, item))
        }
    }
}

/// `3 Jun, 80% by 9 Jun`: even odds and the 80 % date of its end; `done` of what is; else nothing.
pub fn when(facts: &Facts<'_>, item: ItemRef) -> String {
    let is_done = match item {
        ItemRef::Task(id) => facts.plan.task(id).ticked,
        _ => facts.plan.item(item).is_some_and(|item| item.ticked),
    };
    if is_done { "done".to_owned() } else { dates(facts, item).unwrap_or_default() }
}

fn dates(facts: &Facts<'_>, item: ItemRef) -> Option<String> {
    let finish = facts.played(item)?.finish;
    let day = |moment| words::day_month(facts.finish_date(moment), facts.today);
    let (p50, p80) = (day(finish.p50?), day(finish.p80?));
    Some(if p50 == p80 { p50 } else { format!("{p50}, 80% by {p80}") })
}

/// What can be done to an item here, or the page on which it can be.
pub fn verbs(board: &Board, medium: &Medium<'_>, facts: &Facts<'_>, item: ItemRef) -> Markup {
    let page = match item {
        ItemRef::Task(id) => {
            let task = facts.plan.task(id);
            if task.ticked || !task.is_leaf() {
                return html! {};
            }
            let left = task.left.map_or_else(|| "days left?".to_owned(), |left| left.to_string());
            return html! {
                div.end.fields {
                    @if task.is_started() { (today::left(board, medium, item, task, &left)) }
                    @else { (today::estimate(board, medium, item, task, Some('e'))) }
                    (today::owner(board, medium, facts, item, task, Some('@')))
                    (deeds(board, medium, item, task))
                }
            };
        }
        ItemRef::Decision(id) if !facts.plan.decisions[id.index()].is_made() => {
            return edit::decide(medium, board, id);
        }
        ItemRef::Person(_) => "people",
        ItemRef::Decision(_) | ItemRef::Risk(_) | ItemRef::Obstacle(_) | ItemRef::Unknown(_) => {
            "risks"
        }
        ItemRef::Step(_) | ItemRef::Premortem(_) | ItemRef::Line(_) => "launch",
        ItemRef::System(_) => "architecture",
        _ => "",
    };
    let Some(link) = medium.link_to(page, board) else { return html! {} };
    html! { a.btn.end href=(link) data-k="Enter" { "Open" } }
}

/// To start a task, or to finish it.
pub fn deeds(board: &Board, medium: &Medium<'_>, item: ItemRef, task: &Task) -> Markup {
    match (task.ticked, task.is_started()) {
        (true, _) => html! {},
        (_, true) => button(medium, board, (Deed::Done, item), Some('f'), "Done"),
        _ => button(medium, board, (Deed::Start, item), Some('s'), "Start"),
    }
}
