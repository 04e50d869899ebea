//! `fore --json`.

use jiff::civil::Date;
use plan::Moved;
use serde::Serialize;
use text::Level;

use super::{Answer, TargetJson, WaitingJson, answer, target, waiting_json};
use crate::facts::Facts;
use crate::rows;
use crate::screens::{EMPTY, Work, waiting, work};

/// `fore --json`.
#[derive(Debug, Serialize)]
pub struct Overview {
    #[serde(flatten)]
    answer: Answer,
    moved: Option<MovedJson>,
    work: WorkJson,
    warnings: usize,
    milestones: Vec<TargetJson>,
    features: Vec<TargetJson>,
    tasks_due: Vec<TargetJson>,
    waiting: Vec<WaitingJson>,
}

#[derive(Debug, Serialize)]
struct MovedJson {
    since: String,
    p80_then: String,
    p80: String,
    working_days: i64,
}

#[derive(Debug, Serialize)]
struct WorkJson {
    done: usize,
    in_progress: usize,
    to_go: usize,
    effort_share_done: Option<f64>,
}

/// The overview; `moved` is what became of P80 in the last week, where the plan has one.
#[must_use]
pub fn overview(facts: &Facts, moved: Option<&Moved>) -> Overview {
    let Work { done, in_progress, to_go, effort_share, .. } = work(facts);
    Overview {
        answer: answer(facts),
        moved: moved.map(|moved| MovedJson {
            since: moved.since.to_string(),
            p80_then: moved.then.to_string(),
            p80: moved.now.to_string(),
            working_days: moved.days,
        }),
        work: WorkJson { done, in_progress, to_go, effort_share_done: effort_share },
        warnings: facts.diagnostics.iter().filter(|one| one.level == Level::Warning).count(),
        milestones: rows::milestones(facts).iter().map(target).collect(),
        features: rows::features(facts).iter().map(target).collect(),
        tasks_due: rows::due_tasks(facts).iter().map(target).collect(),
        waiting: waiting(facts).iter().map(|one| waiting_json(facts, one)).collect(),
    }
}

/// `fore --json` of a plan without anything to do.
#[derive(Debug, Serialize)]
pub struct Empty {
    plan: String,
    today: String,
    answer: &'static str,
    situation: &'static str,
    warnings: usize,
}

/// The overview of a plan that is sound and has no tasks: there are no numbers to give.
#[must_use]
pub fn empty(plan: &str, today: Date, warnings: usize) -> Empty {
    let (plan, today) = (plan.to_owned(), today.to_string());
    Empty { plan, today, answer: EMPTY, situation: "empty", warnings }
}
