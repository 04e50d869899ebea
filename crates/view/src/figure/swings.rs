//! What moves the date: how much sooner it is if something goes well, and how much later if badly.

use forecast::{Drivers, Mover, Uncertainty};
use jiff::civil::Date;

use crate::facts::Facts;
use crate::scene::{Anchor, CHART_TYPE, Fill, Ink, Mark, Scene, Weight, fit};
use crate::screens::movers_shown;
use crate::words;

const ROW: f64 = 33.0;
const BAR: f64 = 13.0;
const HEAD: f64 = 40.0;

/// Two-sided bars around the mean finish, widest first, with a line at the end of the day `by` where
/// the bars come that far; `None` if nothing moves it by half a day.
#[must_use]
pub fn swings(facts: &Facts, drivers: &Drivers, by: Option<Date>, width: f64) -> Option<Scene> {
    let movers = movers_shown(facts, drivers);
    let side = |mover: &&Mover| {
        [drivers.mean - mover.swing.good, mover.swing.bad - drivers.mean].into_iter()
    };
    let widest = movers.iter().flat_map(side).fold(1.0, f64::max);
    let (names, amounts) = ((width * 0.48).min(230.0), 36.0);
    let room = (width - names - amounts) / 2.0;
    let middle = names + room;
    let height = HEAD + ROW * movers.len() as f64;
    let mut marks = vec![Mark::upright(middle, HEAD - 6.0, height, Ink::Rule, 1.0)];
    let date =
        |minutes: f64| facts.date_after(minutes).map(|date| words::day_month(date, facts.today));
    for (x, minutes, ink) in [
        (middle - room * 0.92, drivers.mean - widest, Ink::Faint),
        (middle, drivers.mean, Ink::Ink),
        (middle + room * 0.92, drivers.mean + widest, Ink::Faint),
    ] {
        if let Some(date) = date(minutes) {
            marks.push(Mark::text(x, 12.0, date, ink).anchored(Anchor::Middle));
        }
    }
    marks.extend(by.and_then(|by| {
        let today = facts.lowered.problem.today();
        let work = facts.lowered.plan_calendar().work_between(today, facts.end_of(by));
        let share = (work.0 as f64 - drivers.mean) / widest;
        let x = middle + share * (room - 6.0);
        (share.abs() <= 1.0).then(|| Mark::upright(x, HEAD - 6.0, height, Ink::Deadline, 1.5))
    }));
    let mean = Mark::text(middle, 26.0, "on average", Ink::Faint);
    marks.push(mean.anchored(Anchor::Middle));
    for (row, mover) in movers.iter().enumerate() {
        let y = HEAD + ROW * row as f64 + (ROW - BAR) / 2.0;
        let scale = |minutes: f64| (minutes / widest).clamp(0.0, 1.0) * (room - 6.0);
        let good = scale(drivers.mean - mover.swing.good);
        let bad = scale(mover.swing.bad - drivers.mean);
        let later =
            if matches!(mover.swing.of, Uncertainty::Risk(_)) { Ink::Warn } else { Ink::Strong };
        let name = fit(&name(facts, mover.swing.of), CHART_TYPE, Weight::Regular, names - 10.0);
        let days = format!("{:.0} d", facts.days(mover.swing.minutes()));
        marks.push(Mark::text(0.0, y + BAR - 3.0, name, Ink::Soft));
        marks.push(Mark::bar(middle - good, y, good, BAR, Fill::Solid(Ink::Pale)));
        marks.push(Mark::bar(middle + 1.0, y, bad, BAR, Fill::Solid(later)));
        let amount = Mark::text(width, y + BAR - 3.0, days, Ink::Faint);
        marks.push(amount.anchored(Anchor::End));
    }
    let title = "What moves the date: sooner if it goes well, later if it goes badly.".to_owned();
    (!movers.is_empty()).then_some(Scene { name: "swings", title, width, height, marks })
}

/// What the reader calls an uncertainty.
fn name(facts: &Facts, of: Uncertainty) -> String {
    match of {
        Uncertainty::Pace => "Team pace, all work together".to_owned(),
        Uncertainty::Work(activity) => {
            facts.lowered.item_of(activity).map_or("", |item| facts.public_name(item)).to_owned()
        }
        Uncertainty::Risk(risk) => match facts.risk(risk) {
            Some(risk) => format!("Risk: {}", risk.item.public_name()),
            None => "Risk".to_owned(),
        },
    }
}
