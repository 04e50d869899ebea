//! Architecture: which systems do we touch, and who understands them?

mod picture;
mod ways;

use std::collections::BTreeSet;

use maud::{Markup, html};
use plan::{ItemRef, PersonId, System};
use view::systems::{Band, Flow, Row, flows, systems};
use view::{Facts, words};

use super::{Group, Medium, Page, Sheet};
use crate::Board;
use crate::part::{card, named};

/// The page of the systems.
pub const PAGE: Page = Page {
    key: 'a',
    name: "architecture",
    title: "Architecture",
    question: "Which systems do we touch, and who understands them?",
    group: Group::Team,
    listed: |board| !board.snapshot().plan.systems.is_empty(),
    count: |_| 0,
    render,
};

/// What the picture says of a system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum View {
    Work,
    Flows,
    People,
}

impl View {
    const ALL: [View; 3] = [View::Work, View::Flows, View::People];

    fn key(self) -> &'static str {
        match self {
            View::Work => "work",
            View::Flows => "flows",
            View::People => "people",
        }
    }

    fn title(self) -> &'static str {
        match self {
            View::Work => "Open work",
            View::Flows => "Data and flows",
            View::People => "Who knows it",
        }
    }
}

fn render(board: &Board, medium: &Medium<'_>) -> Sheet {
    let facts = board.facts();
    let rows = systems(&facts);
    if rows.is_empty() {
        return none();
    }
    let flows = flows(&facts);
    let most = rows.iter().filter(|row| row.open_days > 0.0);
    let most = most.max_by(|one, other| one.open_days.total_cmp(&other.open_days));
    let asked = medium.asked("show");
    let shown = View::ALL.into_iter().find(|view| asked == Some(view.key()));
    // A file cannot be asked, so it has all of them.
    let views = match medium {
        Medium::Live { .. } => vec![shown.unwrap_or(View::Work)],
        Medium::File { .. } => View::ALL.to_vec(),
    };
    Sheet {
        answer: html! { (answer(most)) },
        reason: html! { (reason(&facts, &rows)) },
        body: html! {
            div.keys.bar-above {
                (choices(medium, views[0]))
                span.cap.keys.broad {
                    span { i.sw.outline {} "touched by the longest path" }
                    span { i.sw.dashed {} "not ours to change" }
                    span { @if views[0] == View::Flows { "→ calls, where it does not say otherwise" } @else { "→ calls, writes or sends" } }
                }
            }
            div.stack {
                @for view in &views {
                    section.card {
                        @if views.len() > 1 { div.hd { h2 { (view.title()) } } }
                        div.broad { div.scroll tabindex="0" role="group" aria-label="Map" {
                            (picture::picture(&rows, &flows, *view, |row| said(&facts, row, &flows, *view)))
                        } }
                        div.narrow { (listed(&facts, &rows, &flows, *view)) }
                    }
                    (below(board, medium, &rows, most, *view))
                }
            }
        },
    }
}

/// A plan that names no system.
fn none() -> Sheet {
    Sheet {
        answer: html! { "Which systems does this touch? Name three." },
        reason: html! { "Each is a line under " code { "## Systems" } ", and a task says " code { "changes=" }
        " which it changes. Then this page shows where most work meets fewest people." },
        body: html! {},
    }
}

fn choices(medium: &Medium<'_>, shown: View) -> Markup {
    let Medium::Live { .. } = medium else { return html! {} };
    let address = medium.link(&PAGE);
    html! {
        span.keys {
            @for view in View::ALL {
                a.btn href=(format!("{address}?show={}", view.key()))
                    aria-current=[(view == shown).then_some("true")] { (view.title()) }
            }
        }
    }
}

/// What stands under the picture.
fn below(
    board: &Board,
    medium: &Medium<'_>,
    rows: &[Row<'_>],
    most: Option<&Row<'_>>,
    view: View,
) -> Markup {
    let facts = &board.facts();
    match view {
        View::Work => html! {
            div.grid.thirds { (one_person(rows)) (nobody(rows)) (selected(board, medium, most)) }
        },
        View::Flows => stores(facts, rows),
        View::People => html! {
            div.grid.halves { (one_person(rows)) (nobody(rows)) }
        },
    }
}

/// What stands below a name, and what of it is amber.
fn said(facts: &Facts<'_>, row: &Row<'_>, flows: &[Flow], view: View) -> (String, &'static str) {
    match view {
        View::Work => state(row),
        View::Flows => {
            let into = flows.iter().filter(|flow| flow.to == row.id).count();
            let out = flows.iter().filter(|flow| flow.from == row.id).count();
            (format!("{into} in, {out} out"), "")
        }
        View::People if row.system.product || row.band == Band::Outside => (String::new(), ""),
        View::People => {
            let few = if row.known_by.is_empty() { "nobody knows it" } else { "" };
            (people(facts, &row.known_by, NAMES_MAX), few)
        }
    }
}

/// So many names have room in a box.
const NAMES_MAX: usize = 3;

fn people(facts: &Facts<'_>, ids: &BTreeSet<PersonId>, most: usize) -> String {
    if ids.len() > most {
        return format!("{} people", words::number(ids.len()));
    }
    let name = |id: &PersonId| facts.plan.people[id.index()].item.id.clone().unwrap_or_default();
    ids.iter().map(name).collect::<Vec<String>>().join(", ")
}

/// Who writes and who reads where data lies.
fn stores(facts: &Facts<'_>, rows: &[Row<'_>]) -> Markup {
    let data: Vec<&Row<'_>> = rows.iter().filter(|row| row.band == Band::Data).collect();
    let who = |is_it: &dyn Fn(&System) -> bool| {
        let all = facts.plan.systems.iter().filter(|system| is_it(system));
        let titles: Vec<String> = all.map(|system| system.item.title.clone()).collect();
        if titles.is_empty() { "nothing".to_owned() } else { words::list(&titles) }
    };
    let body = html! {
        table {
            thead { tr { th { "data" } th { "written by" } th { "read by" } th.num.aside { "open work" } } }
            tbody {
                @for row in &data {
                    tr {
                        td.b5 { (row.system.item.title) }
                        td { (who(&|system| system.writes.contains(&row.id) || system.sends.contains(&row.id))) }
                        td { (who(&|system| system.reads.contains(&row.id))) }
                        td.num.mut.aside { @if row.open_days > 0.0 { (words::days(row.open_days.round())) } }
                    }
                }
            }
        }
    };
    html! { @if !data.is_empty() { (card("Where data lives", "", &body)) } }
}

fn answer(most: Option<&Row<'_>>) -> String {
    let Some(row) = most else {
        return "No open work touches a system that is written down.".to_owned();
    };
    let title = words::capitalized(&row.system.item.title);
    match row.known_by.len() {
        0 => format!("{title} carries the most open work, and nobody knows it yet."),
        1 => format!("{title} carries the most open work, and one person knows it."),
        n => format!("{title} carries the most open work; {} people know it.", words::number(n)),
    }
}

fn reason(facts: &Facts<'_>, rows: &[Row<'_>]) -> String {
    let touched: BTreeSet<_> = rows.iter().flat_map(|row| &row.open).collect();
    let open = facts.plan.open_leaves().count();
    let systems = rows.iter().filter(|row| !row.open.is_empty()).count();
    format!(
        "{} of {} change {} of {}.",
        touched.len(),
        words::count(open, "open task"),
        systems,
        words::count(rows.len(), "system")
    )
}

/// What stands below a name: how much is open, and whether too few know it.
fn state(row: &Row<'_>) -> (String, &'static str) {
    let open = match row.open_days {
        0.0 if row.is_changed => "done".to_owned(),
        0.0 => String::new(),
        days => format!("{} open", words::days(days.round())),
    };
    let few = match row.known_by.len() {
        _ if row.band == Band::Outside || row.system.product => "",
        0 => "nobody knows it",
        1 if row.open_days > 0.0 => "one person",
        _ => "",
    };
    (open, few)
}

fn listed(facts: &Facts<'_>, rows: &[Row<'_>], flows: &[Flow], view: View) -> Markup {
    html! {
        @for band in Band::ALL {
            @let own: Vec<&Row<'_>> = rows.iter().filter(|row| row.band == band).collect();
            @if !own.is_empty() {
                p.cap.over { (band.title()) }
                ul.rows {
                    @for row in own {
                        @let (second, amber) = said(facts, row, flows, view);
                        li { span.name { (row.system.item.title) } span.end.mut { (second) " " span.wn { (amber) } } }
                    }
                }
            }
        }
    }
}

/// So many systems are listed in a card.
const ROWS_MAX: usize = 8;

fn one_person(rows: &[Row<'_>]) -> Markup {
    let alone = |row: &&Row<'_>| row.open_days > 0.0 && row.known_by.len() == 1;
    let mut alone: Vec<&Row<'_>> = rows.iter().filter(alone).collect();
    alone.sort_by(|one, other| other.open_days.total_cmp(&one.open_days));
    let body = html! {
        @if alone.is_empty() { p.none { "Every system with open work is known by two or more." } }
        ul.rows {
            @for row in alone.iter().take(ROWS_MAX) {
                li {
                    span { (row.system.item.title) }
                    span.end.mut {
                        (words::days(row.open_days.round())) " open"
                        @if row.on_path { ", on the longest path" }
                    }
                }
            }
        }
    };
    card("Known by one person", "", &body)
}

fn nobody(rows: &[Row<'_>]) -> Markup {
    let alone = |row: &&Row<'_>| row.known_by.is_empty() && !row.system.product;
    let body = html! {
        @if !rows.iter().any(|row| alone(&row)) { p.none { "Every system has somebody who knows it." } }
        ul.rows {
            @for row in rows.iter().filter(alone).take(ROWS_MAX) {
                li {
                    span { (row.system.item.title) }
                    span.end.mut {
                        @if row.band == Band::Outside { "not ours, and no owner" }
                        @else if row.open_days > 0.0 { (words::days(row.open_days.round())) " open" }
                        @else { "no task, no owner" }
                    }
                }
            }
        }
    };
    card("Nobody is named for it", "", &body)
}

/// The system with the most open work: its tasks, and what it is tied to.
fn selected(board: &Board, medium: &Medium<'_>, row: Option<&Row<'_>>) -> Markup {
    let facts = board.facts();
    let Some(row) = row else { return html! {} };
    let system = row.system;
    let titles = |ids: &[plan::SystemId]| {
        let titles: Vec<String> =
            ids.iter().map(|id| facts.plan.systems[id.index()].item.title.clone()).collect();
        words::list(&titles)
    };
    let ties = [
        ("Calls", &system.calls),
        ("Reads", &system.reads),
        ("Writes", &system.writes),
        ("Sends to", &system.sends),
    ];
    let body = html! {
        table.bars {
            @for id in row.open.iter().take(ROWS_MAX) {
                @let task = ItemRef::Task(*id);
                tr {
                    td { (named(board, medium, task)) }
                    td.num.mut {
                        @if let Some(activity) = facts.lowered.activity_of(task) {
                            (words::days(facts.days(facts.effort_of_all(activity)).round()))
                        }
                    }
                }
            }
        }
        @if row.open.len() > ROWS_MAX { p.cap { "and " (row.open.len() - ROWS_MAX) " more" } }
        @for (verb, ids) in ties {
            @if !ids.is_empty() { p.cap { (verb) " " (titles(ids)) "." } }
        }
    };
    card(&system.item.title, "the most open work", &body)
}
