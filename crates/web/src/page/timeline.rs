//! Timeline: who does what, when, and what is everything waiting for?

use jiff::civil::Date;
use maud::{Markup, PreEscaped, html};
use plan::ItemRef;
use view::Facts;
use view::figure::{Choice, Density, GroupBy, Timeline, timeline};
use view::scene::Scene;
use view::scene::svg::{Place, svg};
use view::screens::schedule_headline;
use view::words;

use super::{Group, Medium, Page, Sheet};
use crate::Board;
use crate::edit::{self, Verb};
use crate::part::{named, prose};

/// Lanes with bars.
pub const PAGE: Page = Page {
    key: 'g',
    name: "timeline",
    title: "Timeline",
    question: "Who does what, when, and what is everything waiting for?",
    group: Group::Plan,
    listed: |board| {
        let facts = board.facts();
        !facts.plan.is_too_early() && facts.open_work().next().is_some()
    },
    count: |_| 0,
    render,
};

/// The widths that the lanes are laid out for, and what the style calls them.
const WIDE: (f64, &str) = (1120.0, "wide");
const CLOSE: (f64, &str) = (730.0, "close");
/// With more open tasks than these, one drawing is enough for a page.
const BOTH_MAX: usize = 120;
/// With more than these, a table of them is nothing to read.
const TABLE_MAX: usize = 200;
/// A task in at least this share of runs on the longest path can move the date.
const ON_PATH_MIN: f64 = 0.5;

/// An open task in the table.
struct Row {
    item: ItemRef,
    title: String,
    p50: Option<Date>,
    p80: Option<Date>,
    share: f64,
    minutes: f64,
}

fn render(board: &Board, medium: &Medium<'_>) -> Sheet {
    let facts = board.facts();
    if facts.plan.is_too_early() {
        return Sheet::too_early(&facts);
    }
    let rows = rows(&facts);
    let path: Vec<&Row> = rows.iter().filter(|row| row.share >= ON_PATH_MIN).collect();
    let finished = facts.plan.leaves().filter(|(_, task)| task.done.is_some()).count();
    let choice = choice(medium, finished);
    let open = if choice.path_only { path.len() } else { rows.len() };
    let shown = open + if choice.with_finished { finished } else { 0 };
    let has_both = shown <= BOTH_MAX && !facts.plan.milestones.is_empty();
    let density = Density::of(shown);
    // Of lanes that are packed one layout is enough for a page; they scroll.
    let widths = if density == Density::Packed { vec![WIDE] } else { vec![WIDE, CLOSE] };
    let lanes =
        |by| html! { @for width in &widths { (lanes(board, medium, (by, choice), *width)) } };
    Sheet {
        answer: html! { (answer(&facts, &path)) },
        reason: html! { (prose(&schedule_headline(&facts))) },
        body: html! {
            input.pick #by-person type="radio" name="lanes" aria-label="By person" checked;
            @if has_both {
                input.pick #by-milestone type="radio" name="lanes" aria-label="By milestone";
            }
            div.tabs {
                @if has_both {
                    label.person for="by-person" { "By person" }
                    label.milestone for="by-milestone" { "By milestone" }
                }
                (choices(medium, choice, path.len(), finished))
                (legend(density))
            }
            section.card {
                div.broad {
                    div.view.person.alone[widths.len() == 1] { (lanes(GroupBy::Person)) }
                    @if has_both {
                        div.view.milestone.alone[widths.len() == 1] { (lanes(GroupBy::Milestone)) }
                    }
                }
                div.narrow { (table(board, medium, "On the longest path", &path)) }
                @if rows.len() <= TABLE_MAX {
                    details.as-table {
                        summary { "As a table" }
                        (table(board, medium, "All open work", &rows.iter().collect::<Vec<&Row>>()))
                    }
                }
            }
            (shift(board, medium))
        },
    }
}

/// With more than these, what is finished is no lane to read.
const FINISHED_MAX: usize = 80;

/// What the address asks for.
fn choice(medium: &Medium<'_>, finished: usize) -> Choice {
    Choice {
        path_only: medium.asked("path").is_some(),
        with_finished: medium.asked("finished").is_some() && finished <= FINISHED_MAX,
        from: medium.asked("from").and_then(|day| day.parse().ok()),
    }
}

/// Links that choose what is shown, and the first day; in a file there is nobody to ask.
fn choices(medium: &Medium<'_>, choice: Choice, path: usize, finished: usize) -> Markup {
    if !medium.is_live() {
        return html! {};
    }
    let on = |is_on: bool| is_on.then_some("true");
    let day = choice.from.map(|day| day.to_string());
    let to_path = Choice { path_only: !choice.path_only, ..choice };
    let to_finished = Choice { with_finished: !choice.with_finished, ..choice };
    html! {
        @if path > 0 {
            a.btn href=(address(medium, to_path)) aria-current=[on(choice.path_only)] data-key="\\" {
                "Longest path only (" (path) ")"
            }
        }
        @if (1..=FINISHED_MAX).contains(&finished) {
            a.btn href=(address(medium, to_finished)) aria-current=[on(choice.with_finished)] {
                "Show " (finished) " finished"
            }
        }
        form.from method="get" {
            @for (name, is_on) in flags(choice) {
                @if is_on { input type="hidden" name=(name) value="1"; }
            }
            label { "From " input type="date" name="from" value=[day]; }
            " " button { "Show" }
        }
    }
}

/// What can be on or off, as it stands in an address.
fn flags(choice: Choice) -> [(&'static str, bool); 2] {
    [("path", choice.path_only), ("finished", choice.with_finished)]
}

fn address(medium: &Medium<'_>, choice: Choice) -> String {
    let flags = flags(choice).into_iter().filter(|(_, is_on)| *is_on);
    let flags = flags.map(|(name, _)| format!("{name}=1"));
    let day = choice.from.map(|day| format!("from={day}"));
    let asked: Vec<String> = flags.chain(day).collect();
    format!("{}?{}", medium.link(&PAGE), asked.join("&"))
}

fn lanes(
    board: &Board,
    medium: &Medium<'_>,
    (by, choice): (GroupBy, Choice),
    (width, class): (f64, &str),
) -> Markup {
    let link = |item| medium.link_of(item, board);
    let Timeline { scene, day } = timeline(&board.facts(), by, choice, width, &link);
    // The names of a page's pictures are the beginnings of ids.
    let name = match (by, class) {
        (GroupBy::Person, "close") => "timeline-close",
        (GroupBy::Milestone, "close") => "lanes-close",
        _ => scene.name,
    };
    let picture = PreEscaped(svg(&Scene { name, ..scene }, Place::Page));
    html! { div.(class) data-day=(format!("{day:.3}")) { (picture) } }
}

/// What becomes of a bar that is moved, by hand or with its key: nothing before it is written.
fn shift(board: &Board, medium: &Medium<'_>) -> Markup {
    let Some(hidden) = edit::about(medium, board, Verb::Shift, "~0") else { return html! {} };
    html! {
        dialog #shift aria-label="What if" {
            form.row method="post" action="/edit" autocomplete="off" {
                (hidden)
                p.b5 #shifted {}
                label { "who" input name="who" list="team"; }
                label { "so many days later" input name="days" type="number" value="0"; }
                (edit::team(board))
                output aria-live="polite" {}
                div.verbs { button.p { "Write" } button type="button" data-close { "Leave it" } }
            }
        }
    }
}

/// What the marks mean: swatches, because dark is light at night.
fn legend(density: Density) -> Markup {
    html! {
        span.cap.keys.broad {
            @if density == Density::Ridges {
                span { "height: tasks open that day" }
                span { i.sw.diamond {} "even odds of the last, line P10–P90" }
            } @else {
                span { i.sw.work {} "to P50, fades to P90, notch P10" }
                span { "dates P50 – P80" }
            }
            span { i.sw.full {} "longest path" }
            @if density != Density::Ridges { span { i.sw.dot-past {} "already spent" } }
        }
    }
}

fn rows(facts: &Facts<'_>) -> Vec<Row> {
    let mut rows: Vec<_> = facts
        .open_work()
        .filter_map(|(item, activity)| {
            let played = facts.played(item)?;
            let date = |moment: Option<_>| moment.map(|moment| facts.finish_date(moment));
            let title = facts.plan.title(item).to_owned();
            let row = Row {
                item,
                title,
                p50: date(played.finish.p50),
                p80: date(played.finish.p80),
                share: played.path_share,
                minutes: facts.effort(activity),
            };
            Some((played.start.p50, row))
        })
        .collect();
    rows.sort_by_key(|(start, _)| *start);
    rows.into_iter().map(|(_, row)| row).collect()
}

/// What the date hangs on: the most work on the longest path.
fn answer(facts: &Facts<'_>, path: &[&Row]) -> String {
    let weight = |row: &Row| row.share * row.minutes;
    let most = path.iter().max_by(|a, b| weight(a).total_cmp(&weight(b)));
    match most {
        Some(row) => format!("The date hangs on “{}”.", row.title),
        None => {
            let n = facts.open_work().count();
            format!("{}, and no single one holds the date.", words::count(n, "open task"))
        }
    }
}

fn table(board: &Board, medium: &Medium<'_>, name: &str, rows: &[&Row]) -> Markup {
    let facts = board.facts();
    let date = |date: Option<Date>| {
        date.map_or_else(|| "never".to_owned(), |date| words::day_month(date, facts.today))
    };
    html! {
        table {
            thead { tr {
                th { (name) } th.num { "even odds" } th.num { "80% sure" } th.num { "longest path" }
            } }
            tbody {
                @for row in rows {
                    tr {
                        td { (named(board, medium, row.item)) }
                        td.num { (date(row.p50)) }
                        td.num.b5 { (date(row.p80)) }
                        td.num.mut { @if row.share >= 0.005 { (words::percent(row.share)) } }
                    }
                }
            }
        }
    }
}
