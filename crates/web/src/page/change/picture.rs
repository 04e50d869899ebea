//! The finish before and after, one above the other, with an arrow from each date to its successor.

use calendar::{Moment, start_of_day};
use forecast::Distribution;
use maud::{Markup, html};
use view::Facts;
use view::screens::Diff;
use view::words;

use crate::draw::{Scale, across, anchor, area, hill};

/// Heights: of a hill, and where the second begins.
const HILL: f64 = 104.0;
/// A date further to the right, in percent, would run into the one before it.
const LAST_TICK_MAX: f64 = 93.0;
const FIRST: f64 = 22.0;
const SECOND: f64 = 214.0;
const HEIGHT: f64 = 344.0;

/// The picture; nothing where a version has runs that never end and no date.
pub fn picture(diff: &Diff<'_>, base: &Facts<'_>) -> Markup {
    let head = diff.head;
    let sides = [&base.forecast.finish, &head.forecast.finish];
    let due = head.plan.due.map(|due| (head.end_of(due.date), due.date));
    let ends = sides.iter().flat_map(|finish| [finish.percentile(1), finish.percentile(99)]);
    let Some(scale) = Scale::over(ends.flatten().chain(due.map(|(end, _)| end))) else {
        return html! {};
    };
    let cut = due.map(|(end, _)| scale.at(end));
    let zone = &head.lowered.zone;
    html! {
        svg.hills width="100%" height=(HEIGHT) role="img" aria-label="When the work ends, before and after the change" {
            (side(sides[0], &scale, cut, FIRST, "rest"))
            (side(sides[1], &scale, cut, SECOND, "late"))
            (labels(diff, base, [FIRST, SECOND]))
            @for (percent, name) in [(50, "P50"), (80, "P80"), (95, "P95")] {
                @if let (Some(from), Some(to)) = (sides[0].percentile(percent), sides[1].percentile(percent)) {
                    (arrow(&scale, (from, base), (to, head), name))
                }
            }
            @for monday in scale.mondays(zone) {
                @let x = scale.at(start_of_day(monday, zone));
                @if x < LAST_TICK_MAX {
                    text.t x=(across(x)) y=(SECOND + HILL + 20.0) text-anchor=(anchor(x)) {
                        (words::day_month(monday, head.today))
                    }
                }
            }
            @if let (Some(x), Some((_, date))) = (cut, due) {
                line.due x1=(across(x)) x2=(across(x)) y1="4" y2=(SECOND + HILL) {}
                text.due x=(across(x)) y="14" dx=(if x < 20.0 { 6 } else { -6 }) text-anchor=(if x < 20.0 { "start" } else { "end" }) {
                    (words::day_month(date, head.today))
                }
            }
        }
    }
}

fn side(finish: &Distribution, scale: &Scale, cut: Option<f64>, top: f64, class: &str) -> Markup {
    html! {
        svg x="0" y=(top) width="100%" height=(HILL) {
            (area(&hill(finish, scale), HILL, cut, "in-time", class))
        }
        line.axis x1="0" x2="100%" y1=(top + HILL) y2=(top + HILL) {}
    }
}

/// The names of the versions and their chances, where no hill is.
fn labels(diff: &Diff<'_>, base: &Facts<'_>, tops: [f64; 2]) -> Markup {
    let chance = |facts: &Facts<'_>| {
        facts.deadline().map(|due| {
            format!("{} by {}", words::percent(due.chance), words::day_month(due.date, facts.today))
        })
    };
    let sides = [(diff.base_name, chance(base)), (diff.head_name, chance(diff.head))];
    html! {
        @for (top, (name, chance)) in tops.into_iter().zip(sides) {
            text.b x="0" y=(top + 22.0) { (shortened(name)) }
            @if let Some(chance) = chance { text.due x="0" y=(top + 38.0) { (chance) } }
        }
    }
}

fn shortened(name: &str) -> String {
    const LETTERS_MAX: usize = 24;
    if name.chars().count() <= LETTERS_MAX {
        return name.to_owned();
    }
    name.chars().take(LETTERS_MAX - 1).chain(['…']).collect()
}

/// From a date before the change to the same percentile after it.
fn arrow(
    scale: &Scale,
    (from, base): (Moment, &Facts<'_>),
    (to, head): (Moment, &Facts<'_>),
    name: &str,
) -> Markup {
    let (x, end) = (scale.at(from), scale.at(to));
    let (top, bottom) = (FIRST + HILL, SECOND);
    let date = |facts: &Facts<'_>, at| words::day_month(facts.finish_date(at), facts.today);
    html! {
        line.tick x1=(across(x)) x2=(across(x)) y1=(top - 6.0) y2=(top + 5.0) {}
        text.t x=(across(x)) y=(top + 18.0) text-anchor=(anchor(x)) { (name) }
        text x=(across(x)) y=(top + 32.0) text-anchor=(anchor(x)) { (date(base, from)) }
        line.move x1=(across(x)) y1=(top + 38.0) x2=(across(end)) y2=(bottom - 23.0) {}
        text.b x=(across(end)) y=(bottom - 9.0) text-anchor=(anchor(end)) { (date(head, to)) }
        line.tick x1=(across(end)) x2=(across(end)) y1=(SECOND + HILL - 6.0) y2=(SECOND + HILL + 5.0) {}
    }
}
