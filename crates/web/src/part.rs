//! What pages are built from: cards, bars, marks. Lengths are attributes of SVG, because the content
//! security policy allows no inline styles.

use jiff::civil::Date;
use maud::{Markup, PreEscaped, html};
use plan::ItemRef;
use view::brief::RiskSpan;
use view::scene::Scene;
use view::scene::svg::{Place, svg};
use view::screens::Waiting;
use view::{Facts, words};

use crate::Board;
use crate::board::Move;
use crate::page::Medium;

pub use crate::shell::{prose, titled};

/// A card with a title, a remark beside it, and what is in it.
#[must_use]
pub fn card(title: &str, remark: &str, body: &Markup) -> Markup {
    html! {
        section.card {
            div.hd {
                h2 { (title) }
                @if !remark.is_empty() { span.cap { (remark) } }
            }
            (body)
        }
    }
}

/// A figure that the eye falls on first, with what it is; `class` says how it is meant.
#[must_use]
pub fn figure(value: &str, what: &str, class: &str) -> Markup {
    html! {
        div { div.big.(class) { (value) } div.cap { (what) } }
    }
}

/// The title of an item, which leads to its page; in a file just the title.
#[must_use]
pub fn named(board: &Board, medium: &Medium<'_>, item: ItemRef) -> Markup {
    let title = board.facts().plan.item(item).map_or("", |item| item.title.as_str());
    match medium.link_of(item, board) {
        Some(link) => html! { a.item href=(link) data-k="i" { (title) } },
        None => html! { (title) },
    }
}

/// A chart for each width that there may be room for: type must not shrink with the picture.
#[must_use]
pub fn fitted(draw: impl Fn(f64) -> Option<Scene>) -> Option<Markup> {
    const WIDTHS: [(f64, &str); 4] = [(320.0, "w1"), (420.0, "w2"), (540.0, "w3"), (670.0, "w4")];
    let scenes = WIDTHS.into_iter().map(|(width, class)| Some((class, draw(width)?)));
    let scenes: Vec<(&str, Scene)> = scenes.collect::<Option<_>>()?;
    Some(html! {
        div.fitted { @for (class, scene) in &scenes { div.(class) { (drawn(scene)) } } }
    })
}

/// A chart as it is.
#[must_use]
pub fn drawn(scene: &Scene) -> Markup {
    PreEscaped(svg(scene, Place::Page))
}

/// The same as a table, for who wants to read it.
#[must_use]
pub fn as_table(table: &Markup) -> Markup {
    html! { details.as-table { summary { "As a table" } (table) } }
}

/// A bar that is filled by `share`, 0 to 1. What it shows is said in words beside it.
#[must_use]
pub fn bar(share: f64) -> Markup {
    bar_to(share, None)
}

/// A bar with a line at `goal`, a share too.
#[must_use]
pub fn bar_to(share: f64, goal: Option<f64>) -> Markup {
    let filled = percent(share.clamp(0.0, 1.0));
    html! {
        svg.bar width="100%" height="10" aria-hidden="true" {
            rect.track width="100%" height="10" rx="2" {}
            rect.path width=(filled) height="10" rx="2" {}
            @if let Some(at) = goal.map(percent) { line.ruler x1=(at) x2=(at) y1="0" y2="10" {} }
        }
    }
}

/// A bar of two parts, as long as both are of `most`.
#[must_use]
pub fn stacked(first: f64, second: f64, most: f64) -> Markup {
    let share = |value: f64| if most > 0.0 { value / most } else { 0.0 };
    html! {
        svg.bar width="100%" height="10" aria-hidden="true" {
            rect.path width=(percent(share(first))) height="10" rx="2" {}
            rect.pale x=(percent(share(first))) width=(percent(share(second))) height="10" rx="2" {}
        }
    }
}

/// `P80` before and after: `27 → 20 Jul`, in the color of an improvement if it is one.
#[must_use]
pub fn moved(before: Option<Date>, after: Option<Date>, today: Date) -> Markup {
    let (Some(before), Some(after)) = (before, after) else { return html! {} };
    let is_same_month = before.first_of_month() == after.first_of_month();
    let first =
        if is_same_month { before.day().to_string() } else { words::day_month(before, today) };
    html! { span.g.good[after < before] { (first) " → " (words::day_month(after, today)) } }
}

/// `P80` before and after a move.
#[must_use]
pub fn moved_by(facts: &Facts<'_>, one: &Move) -> Markup {
    let date = |finish: Option<_>| finish.map(|finish| facts.finish_date(finish));
    moved(date(one.from), date(one.to), facts.today)
}

/// When something that waits for a person is due; amber, because somebody has to act.
#[must_use]
pub fn due(one: &Waiting<'_>, today: Date) -> Markup {
    let said = match one.due {
        Some(due) if due < today => format!("was due {}", words::day_month(due, today)),
        Some(due) => format!("due {}", words::weekday(due, today)),
        None => "no date".to_owned(),
    };
    html! { span.wn[one.is_pressing(today)] { (said) } }
}

/// Where the 80 % date lands without and with a risk, on an axis that all risks share.
#[must_use]
pub fn dumbbell(
    span: &RiskSpan,
    range: (Date, Date),
    p80: Option<Date>,
    chance: Option<u32>,
    today: Date,
) -> Markup {
    let x = |day: Date| dumbbell_x(range, day);
    let radius = |share: f64| format!("{:.1}", 3.0 + 8.0 * share.sqrt());
    let share = f64::from(chance.unwrap_or(50)) / 100.0;
    let (Some(without), Some(with)) = (span.without, span.with) else {
        return html! { p.sub2 { "if it happens, the plan never ends" } };
    };
    let said = |day: Date| words::day_month(day, today);
    let label = format!("80% date {} if not, {} if it happens", said(without), said(with));
    let moves_nothing = without == with;
    html! {
        svg.dumbbell width="100%" height="44" role="img" aria-label=(label) {
            @if let Some(p80) = p80 { line.ruler x1=(x(p80)) x2=(x(p80)) y1="0" y2="26" {} }
            @if !moves_nothing { line.span x1=(x(without)) x2=(x(with)) y1="13" y2="13" {} }
            circle.pale cx=(x(without)) cy="13" r=(radius(1.0 - share)) {}
            circle.warn cx=(x(with)) cy="13" r=(radius(share)) {}
            @if moves_nothing {
                text x=(x(without)) y="40" text-anchor="middle" { "moves nothing" }
            } @else {
                text x=(x(without)) y="40" text-anchor="middle" { (said(without)) " if not" }
                text x=(x(with)) y="40" text-anchor="middle" { (said(with)) " if so" }
            }
        }
    }
}

/// The axis that the dumbbells share: where it begins and ends, and the 80 % date as it is.
#[must_use]
pub fn dumbbell_axis((first, last): (Date, Date), p80: Option<Date>, today: Date) -> Markup {
    let said = |day: Date| words::day_month(day, today);
    html! {
        svg.dumbbell width="100%" height="36" role="img"
            aria-label={ "from " (said(first)) " to " (said(last)) } {
            line.ruler x1="10%" x2="90%" y1="1" y2="1" {}
            @if let Some(p80) = p80 {
                @let x = dumbbell_x((first, last), p80);
                line.ruler x1=(x) x2=(x) y1="0" y2="5" {}
                text x=(x) y="18" text-anchor="middle" { (said(p80)) ", 80% as it is" }
            }
            text x="10%" y="34" text-anchor="middle" { (said(first)) }
            text x="90%" y="34" text-anchor="middle" { (said(last)) }
        }
    }
}

/// Where a day is. A tenth at both ends is room for the dots and their words.
fn dumbbell_x((first, last): (Date, Date), day: Date) -> String {
    let days = f64::from((last - first).get_days().max(1));
    percent(0.1 + 0.8 * f64::from((day - first).get_days()) / days)
}

/// The two ways in which bars fade from P50 to P90; once on a page that has bars.
#[must_use]
pub fn fading() -> Markup {
    html! {
        svg.defs width="0" height="0" aria-hidden="true" {
            defs {
                @for (id, class) in [("fade", "work"), ("fade-path", "path")] {
                    linearGradient id=(id) {
                        stop.(class) offset="0" stop-opacity=".6" {}
                        stop.(class) offset="1" stop-opacity="0" {}
                    }
                }
            }
        }
    }
}

fn percent(share: f64) -> String {
    format!("{:.1}%", share * 100.0)
}
