//! `fore schedule --json`.

use calendar::Moment;
use plan::ItemRef;
use serde::Serialize;

use super::{day, minute};
use crate::facts::Facts;
use crate::rows::{self, TaskRow};

/// `fore schedule --json`.
#[derive(Debug, Serialize)]
pub struct Schedule {
    plan: String,
    today: String,
    zone: Option<String>,
    finish: Option<String>,
    finish_bound: Option<String>,
    tasks: Vec<ScheduledTask>,
}

#[derive(Debug, Serialize)]
struct ScheduledTask {
    id: Option<String>,
    title: String,
    people: Vec<String>,
    start: Option<String>,
    finish: Option<String>,
    p50: Option<String>,
    p80: Option<String>,
    total_float_minutes: Option<i64>,
    path_share: f64,
    status: &'static str,
}

/// The one schedule of middle estimates, with what the runs say beside it; no order of work finishes it
/// before `bound`.
#[must_use]
pub fn schedule(facts: &Facts, bound: Option<Moment>) -> Schedule {
    Schedule {
        plan: facts.plan.name.clone(),
        today: facts.today.to_string(),
        zone: facts.lowered.zone.iana_name().map(str::to_owned),
        finish: minute(facts, facts.schedule.finish(facts.lowered.finish)),
        finish_bound: minute(facts, bound),
        tasks: rows::tasks(facts).iter().map(|row| scheduled_task(facts, row)).collect(),
    }
}

fn scheduled_task(facts: &Facts, row: &TaskRow) -> ScheduledTask {
    let activity =
        facts.lowered.activity_of(ItemRef::Task(row.task)).filter(|_| row.start.is_some());
    ScheduledTask {
        id: row.id.map(str::to_owned),
        title: row.title.to_owned(),
        people: row.people.iter().map(|name| (*name).to_owned()).collect(),
        start: minute(facts, row.start),
        finish: minute(facts, row.finish),
        p50: day(row.p50),
        p80: day(row.p80),
        total_float_minutes: activity.map(|id| facts.critical_path.total_float[id.index()].0),
        path_share: row.path_share,
        status: row.status.name(),
    }
}
