//! Forecast: when will it be done, and what would change that?

use jiff::civil::Date;
use maud::{Markup, html};
use view::Facts;
use view::brief::Options;
use view::figure::{self, Chance};
use view::sentence::Situation;
use view::words;

use super::{Group, Medium, Page, Sheet};
use crate::Board;
use crate::part::{self, card, prose};

/// The distribution, and what moves it.
pub const PAGE: Page = Page {
    key: 'f',
    name: "forecast",
    title: "Forecast",
    question: "When will it be done, and what would change that?",
    group: Group::Plan,
    listed: |board| matches!(board.facts().situation(), Situation::Dated { .. }),
    count: |_| 0,
    render,
};

fn render(board: &Board, medium: &Medium<'_>) -> Sheet {
    let facts = board.facts();
    if facts.plan.is_too_early() {
        return Sheet::too_early(&facts);
    }
    let brief = board.brief();
    let due = facts.plan.due.map(|due| due.date);
    let other: Option<Date> = medium.asked("by").and_then(|day| day.parse().ok());
    let other = other.filter(|by| Some(*by) != due);
    let by = other.or(due);
    let steps = other.map_or(brief.options, |by| board.steps_to(by));
    let swings = board
        .drivers()
        .and_then(|drivers| part::fitted(|width| figure::swings(&facts, drivers, by, width)));
    let record = part::fitted(|width| figure::record(&facts, width));
    Sheet {
        answer: html! { (answer(&facts)) },
        reason: html! { (prose(&facts.answer())) },
        body: html! {
            div.grid.forecast.flow {
                div.stack {
                    (finishes(medium, &facts, by))
                    div.follows { (card("What would help", "", &help(&facts, by, steps.as_ref()))) }
                }
                div.stack {
                    div.follows { (card("What moves the date", "goes well │ goes badly, fifths of runs", &html! {
                        @match &swings {
                            Some(chart) => (chart),
                            None => p.none {
                                "Nothing single moves it by half a day, or it is being worked out."
                            }
                        }
                    })) }
                    (card("How far to trust this", &runs(&facts), &html! {
                        @if let Some(record) = &record { (record) }
                        p { (brief.trust.trim_start_matches("How far to trust this: ")) }
                    }))
                }
            }
        },
    }
}

/// `Even odds by 10 July, 80% by 22 July, 95% by 4 August.`
fn answer(facts: &Facts<'_>) -> String {
    let mut before = facts.today;
    let mut said = |percent: u32, word: &str| {
        let date = facts.finish_date(facts.forecast.finish.percentile(percent)?);
        let part = format!("{word} by {}", words::day(date, before));
        before = date;
        Some(part)
    };
    let parts = [said(50, "Even odds"), said(80, "80%"), said(95, "95%")];
    parts.into_iter().flatten().collect::<Vec<String>>().join(", ") + "."
}

fn runs(facts: &Facts<'_>) -> String {
    let runs = words::count(facts.forecast.runs as usize, "run");
    format!("{runs}, seed {}", facts.forecast.seed)
}

/// The distribution against the deadline, or another day that was asked for, and a field to ask for
/// one. The slider needs the script and is hidden without it; the field then has a button.
fn finishes(medium: &Medium<'_>, facts: &Facts<'_>, by: Option<Date>) -> Markup {
    let chances = figure::chances(facts);
    let at = column_of(by, &chances);
    let chart = part::fitted(|width| figure::distribution(facts, by, width, 200.0 + 0.2 * width));
    let table = html! {
        table {
            thead { tr { th { "by the end of" } th.num { "chance" } } }
            tbody {
                @for chance in &chances {
                    tr {
                        td { (words::weekday(chance.day, facts.today)) }
                        td.num { (words::percent(chance.chance)) }
                    }
                }
            }
        }
    };
    let body = html! {
        @match &chart {
            Some(chart) => {
                (chart)
                @if medium.is_live() {
                    form.slide method="get" action=(medium.link(&PAGE)) {
                        input #when type="range" min="0" max=(chances.len() - 1) value=(at) hidden
                            aria-label="Another deadline" aria-valuetext=(said(facts, &chances[at]))
                            data-days=(days(facts, &chances));
                        label { "Done by " input #day type="date" name="by" value=(chances[at].day); }
                        noscript { button { "Show" } }
                        output #when-said for="when" { (said(facts, &chances[at])) }
                    }
                }
                (part::as_table(&table))
            }
            None => p.none { "All runs end within days of each other." }
        }
    };
    let how = if medium.is_live() { "drag the date, or ← → for a day at a time" } else { "" };
    card("When it finishes, by working day", how, &body)
}

/// The column of the day that is asked about, else that of even odds.
fn column_of(by: Option<Date>, chances: &[Chance]) -> usize {
    let column = match by {
        Some(by) => chances.iter().rposition(|one| one.day <= by),
        None => chances.iter().position(|one| one.chance >= 0.5),
    };
    column.unwrap_or(0)
}

/// For the script: a day, its chance, the chance in words, and the day as a field has it.
fn days(facts: &Facts<'_>, chances: &[Chance]) -> String {
    let rows: Vec<[String; 4]> = chances
        .iter()
        .map(|one| {
            let day = words::day_month(one.day, facts.today);
            [day, words::percent(one.chance), words::odds(one.chance), one.day.to_string()]
        })
        .collect();
    serde_json::to_string(&rows).expect("BUG: a value that JSON cannot hold")
}

fn said(facts: &Facts<'_>, one: &Chance) -> String {
    let day = words::day_month(one.day, facts.today);
    format!("{day}: {}, {}", words::percent(one.chance), words::odds(one.chance))
}

/// The ladder of what could be done, each step with its cost.
fn help(facts: &Facts<'_>, by: Option<Date>, options: Option<&Options>) -> Markup {
    let Some(options) = options else {
        let chance = by.map(|by| facts.forecast.finish.chance_by(facts.end_of(by)));
        return html! { p.none {
            @match chance {
                Some(LIKELY..) => "The date is likely as it is; nothing has to be done.",
                Some(_) => "No step helps, or it is being worked out.",
                None => "There is no date to be done by.",
            }
        } };
    };
    html! {
        table.help {
            thead { tr {
                th { "" } th { "what it costs" }
                th { "by " (options.due) ", line at 80%" } th.num { "" } th.num { "80% sure" }
            } }
            tbody {
                @for row in &options.rows {
                    tr {
                        td.b5[row.is_advised] {
                            (row.name)
                            @for step in &row.steps { div.sub2 { (part::titled(facts.plan, &words::capitalized(step))) } }
                        }
                        td.mut { (row.cost) }
                        td.meter { (part::bar_to(row.chance, Some(LIKELY))) }
                        td.num.b5 { (words::percent(row.chance)) }
                        td.num {
                            @match row.sure {
                                Some(date) => (words::day_month(date, facts.today)),
                                None => "never",
                            }
                        }
                    }
                }
            }
        }
    }
}

/// From this chance on nothing has to be done.
const LIKELY: f64 = 0.8;
