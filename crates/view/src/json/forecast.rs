//! `fore forecast --json`.

use forecast::{Drivers, Indices, Precision, Shape};
use plan::ItemRef;
use serde::Serialize;

use super::drivers::{DriversJson, drivers};
use super::{Answer, Named, TargetJson, answer, day, named, target};
use crate::facts::Facts;
use crate::record::{self, SystemRecord};
use crate::rows::{self, TaskRow};

/// `fore forecast --json`.
#[derive(Debug, Serialize)]
pub struct Forecast {
    #[serde(flatten)]
    answer: Answer,
    chance_never: f64,
    half_width_days: HalfWidths,
    milestones: Vec<TargetJson>,
    features: Vec<TargetJson>,
    tasks_due: Vec<TargetJson>,
    tasks: Vec<PlayedTask>,
    calibration: Calibration,
    with_enough_people: Option<EnoughPeople>,
    #[serde(flatten)]
    drivers: DriversJson,
}

/// How far percentiles may be off because runs are few, in working days.
#[derive(Debug, Serialize)]
struct HalfWidths {
    p50: Option<f64>,
    p80: Option<f64>,
    p95: Option<f64>,
}

#[derive(Debug, Serialize)]
struct PlayedTask {
    id: Option<String>,
    title: String,
    p50: Option<String>,
    p80: Option<String>,
    path_share: f64,
    status: &'static str,
}

#[derive(Debug, Serialize)]
struct EnoughPeople {
    p80: String,
    days_sooner: f64,
}

#[derive(Debug, Serialize)]
struct Calibration {
    finished: usize,
    ranges: usize,
    inside: usize,
    upper_half: usize,
    pace_observed: Option<f64>,
    pace: f64,
    pace_p10: f64,
    pace_p90: f64,
    widening: f64,
    shape: &'static str,
    systems: Vec<SystemJson>,
}

#[derive(Debug, Serialize)]
struct SystemJson {
    #[serde(flatten)]
    item: Named,
    finished: usize,
    ranges: usize,
    inside: usize,
    upper_half: usize,
    pace_observed: Option<f64>,
    gap: Option<f64>,
}

/// The forecast, with what moves it and the sensitivity indices of the activities, by index.
#[must_use]
pub fn forecast(facts: &Facts, found: Option<&Drivers>, indices: &[Indices]) -> Forecast {
    let played = facts.forecast;
    let learned = &played.reading.calibration;
    Forecast {
        answer: answer(facts),
        chance_never: played.finish.chance_never(),
        half_width_days: half_widths(facts),
        milestones: rows::milestones(facts).iter().map(target).collect(),
        features: rows::features(facts).iter().map(target).collect(),
        tasks_due: rows::due_tasks(facts).iter().map(target).collect(),
        tasks: rows::tasks(facts).iter().map(played_task).collect(),
        calibration: Calibration {
            finished: learned.finished,
            ranges: learned.ranges,
            inside: learned.inside,
            upper_half: learned.upper_half,
            pace_observed: learned.pace_observed,
            pace: played.reading.pace.percentile(0.5),
            pace_p10: played.reading.pace.percentile(0.1),
            pace_p90: played.reading.pace.percentile(0.9),
            widening: learned.overconfidence,
            shape: shape(played.reading.shape),
            systems: record::systems(facts).iter().map(|one| system_record(facts, one)).collect(),
        },
        with_enough_people: found.and_then(|_| facts.p80_with_enough_people()).map(
            |(p80, sooner)| EnoughPeople { p80: p80.to_string(), days_sooner: facts.days(sooner) },
        ),
        drivers: drivers(facts, found, indices),
    }
}

fn shape(shape: Shape) -> &'static str {
    match shape {
        Shape::LogNormal => "log-normal",
        Shape::Pert => "pert",
        Shape::Triangular => "triangular",
        Shape::History => "history",
        Shape::Fixed => "fixed",
    }
}

fn system_record(facts: &Facts, record: &SystemRecord) -> SystemJson {
    let learned = &record.calibration;
    SystemJson {
        item: named(facts, ItemRef::System(record.system)),
        finished: learned.finished,
        ranges: learned.ranges,
        inside: learned.inside,
        upper_half: learned.upper_half,
        pace_observed: learned.pace_observed,
        gap: record.gap,
    }
}

fn half_widths(facts: &Facts) -> HalfWidths {
    let days =
        |half_width: Option<calendar::Work>| half_width.map(|work| facts.days(work.0 as f64));
    let Precision { p50, p80, p95 } = facts.forecast.precision;
    HalfWidths { p50: days(p50), p80: days(p80), p95: days(p95) }
}

fn played_task(row: &TaskRow) -> PlayedTask {
    PlayedTask {
        id: row.id.map(str::to_owned),
        title: row.title.to_owned(),
        p50: day(row.p50),
        p80: day(row.p80),
        path_share: row.path_share,
        status: row.status.name(),
    }
}
