//! What moves the date, in the JSON of `fore forecast`.

use forecast::{Advice, Drivers, Indices, Measured, Mover, PersonShift, Question, Uncertainty};
use plan::ItemRef;
use serde::Serialize;

use super::{Named, named};
use crate::facts::Facts;
use crate::screens::WORTH_MIN;

/// What moves the date; all of it empty where the runs do not say.
#[derive(Debug, Default, Serialize)]
pub(super) struct DriversJson {
    drivers_runs: Option<DriversRuns>,
    drivers: Vec<DriverJson>,
    people: Vec<PersonJson>,
    settle_first: Vec<QuestionJson>,
    planning_may_stop: Option<bool>,
    if_nobody_swaps: Option<FrozenJson>,
    ordered_for_p80_days_sooner: Option<f64>,
    sensitivity: Vec<SensitivityJson>,
}

#[derive(Debug, Serialize)]
struct DriverJson {
    kind: &'static str,
    #[serde(flatten)]
    item: Named,
    good: Option<String>,
    bad: Option<String>,
    swing_days: f64,
    without_days_sooner: Option<f64>,
    first_order: f64,
    buffer_days: f64,
    half_widths: DriverHalfWidths,
}

/// How far the numbers of the same names may be off.
#[derive(Debug, Serialize)]
struct DriverHalfWidths {
    swing_days: f64,
    without_days_sooner: Option<f64>,
    first_order: f64,
    buffer_days: f64,
}

/// How many runs the numbers are read off, and how many were played again for each `without`.
#[derive(Debug, Serialize)]
struct DriversRuns {
    read: usize,
    played_again: u32,
}

#[derive(Debug, Serialize)]
struct PersonJson {
    person: Option<String>,
    never_away_days_sooner: Option<f64>,
    one_more_days_sooner: f64,
}

#[derive(Debug, Serialize)]
struct QuestionJson {
    kind: &'static str,
    #[serde(flatten)]
    item: Named,
    informs: Vec<String>,
    work_days: f64,
    buffer_days: f64,
    worth: f64,
    half_widths: QuestionHalfWidths,
}

#[derive(Debug, Serialize)]
struct QuestionHalfWidths {
    buffer_days: f64,
    worth: f64,
}

#[derive(Debug, Serialize)]
struct FrozenJson {
    p80: Option<String>,
    days_later: f64,
}

#[derive(Debug, Serialize)]
struct SensitivityJson {
    #[serde(flatten)]
    item: Named,
    path_share: f64,
    significance: f64,
    schedule_sensitivity: f64,
    cruciality: f64,
    cruciality_rank: f64,
}

/// `drivers` and `indices`, by activity, in names and days.
pub(super) fn drivers(
    facts: &Facts,
    drivers: Option<&Drivers>,
    indices: &[Indices],
) -> DriversJson {
    let Some(found) = drivers else { return DriversJson::default() };
    let days = |minutes: f64| facts.days(minutes);
    DriversJson {
        drivers_runs: Some(DriversRuns { read: found.runs, played_again: found.runs_again }),
        drivers: found.movers.iter().map(|mover| driver(facts, mover)).collect(),
        people: found.people.iter().map(|shift| person(facts, shift)).collect(),
        settle_first: found.questions.iter().map(|asked| question(facts, asked)).collect(),
        planning_may_stop: match found.advice(WORTH_MIN) {
            Advice::Stop => Some(true),
            Advice::TooClose(_) => None,
            Advice::Settle { .. } => Some(false),
        },
        if_nobody_swaps: found.if_frozen.map(|later| FrozenJson {
            p80: facts.p80_moved_by(later).map(|date| date.to_string()),
            days_later: days(later),
        }),
        ordered_for_p80_days_sooner: found.ordered.map(days),
        sensitivity: sensitivity(facts, indices),
    }
}

fn driver(facts: &Facts, mover: &Mover) -> DriverJson {
    let swing = &mover.swing;
    let (kind, item) = match swing.of {
        Uncertainty::Pace => ("pace", Named { id: None, title: "Team pace".to_owned() }),
        Uncertainty::Work(activity) => {
            ("task", named(facts, facts.lowered.item_of(activity).unwrap_or(ItemRef::Plan)))
        }
        Uncertainty::Risk(risk) => {
            let risk = facts.risk(risk).map(|risk| &risk.item);
            let title = risk.map_or_else(String::new, |item| item.title.clone());
            ("risk", Named { id: risk.and_then(|item| item.id.clone()), title })
        }
    };
    let date = |minutes| facts.date_after(minutes).map(|date| date.to_string());
    let days = |measured: Measured| facts.days(measured.value);
    let half_width_days = |measured: Measured| facts.days(measured.half_width);
    DriverJson {
        kind,
        item,
        good: date(swing.good),
        bad: date(swing.bad),
        swing_days: facts.days(swing.minutes()),
        without_days_sooner: mover.without.map(days),
        first_order: swing.first_order.value,
        buffer_days: days(swing.buffer),
        half_widths: DriverHalfWidths {
            swing_days: facts.days(swing.half_width),
            without_days_sooner: mover.without.map(half_width_days),
            first_order: swing.first_order.half_width,
            buffer_days: half_width_days(swing.buffer),
        },
    }
}

fn person(facts: &Facts, shift: &PersonShift) -> PersonJson {
    let person = facts.lowered.person_of(shift.resource);
    PersonJson {
        person: person.map(|person| facts.person(person).to_owned()),
        never_away_days_sooner: shift.never_away.map(|minutes| facts.days(minutes)),
        one_more_days_sooner: facts.days(shift.one_more),
    }
}

fn question(facts: &Facts, question: &Question) -> QuestionJson {
    let item = facts.lowered.item_of(question.activity).unwrap_or(ItemRef::Plan);
    let informs = question.informs.iter().filter_map(|id| facts.lowered.item_of(*id));
    QuestionJson {
        kind: match item {
            ItemRef::Unknown(_) => "unknown",
            ItemRef::Decision(_) => "decision",
            _ => "estimate",
        },
        item: named(facts, item),
        informs: informs.map(|item| facts.name(item).to_owned()).collect(),
        work_days: facts.days(question.effort.0 as f64),
        buffer_days: facts.days(question.buffer.value),
        worth: question.worth(),
        half_widths: QuestionHalfWidths {
            buffer_days: facts.days(question.buffer.half_width),
            worth: question.worth_half_width(),
        },
    }
}

fn sensitivity(facts: &Facts, indices: &[Indices]) -> Vec<SensitivityJson> {
    let open =
        facts.open_work().filter_map(|(item, id)| Some((item, id, indices.get(id.index())?)));
    open.map(|(item, id, found)| SensitivityJson {
        item: named(facts, item),
        path_share: facts.forecast.activities[id.index()].path_share,
        significance: found.significance,
        schedule_sensitivity: found.schedule_sensitivity,
        cruciality: found.cruciality,
        cruciality_rank: found.cruciality_rank,
    })
    .collect()
}
