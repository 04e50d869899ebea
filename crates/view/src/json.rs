//! The JSON of every command: structs of their own, so that the core can change and they not.
//!
//! In: [`Facts`]. Out: values to serialize. Names are stable and documented in
//! `docs/spec/json.md`: dates are `YYYY-MM-DD`, chances and shares 0 to 1, what is not known is
//! `null`. No text here is made for people but `answer` and the diagnostics.

mod backtest;
mod brief;
mod cut;
mod diff;
mod drivers;
mod export;
mod forecast;
mod merge;
mod next;
mod overview;
mod review;
mod schedule;
mod since;
mod status;
mod why;

use calendar::{Moment, local};
use jiff::civil::Date;
use plan::ItemRef;
use serde::Serialize;
use text::{Diagnostic, Level, SourceFile};

use crate::diagnostics::{DiagnosticJson, diagnostics_json};
use crate::facts::Facts;
use crate::rows::Target;
use crate::screens::Waiting;
use crate::sentence::{Deadline, Situation};

pub use self::forecast::{Forecast, forecast};
pub use self::schedule::{Schedule, schedule};
pub use backtest::{BacktestJson, backtest};
pub use brief::{BriefJson, brief};
pub use cut::{CutJson, cut};
pub use diff::{DiffJson, RefusedJson, diff, diff_emptied, diff_refused};
pub use export::{Export, export};
pub use merge::merge;
pub use next::{Next, next};
pub use overview::{Empty, Overview, empty, overview};
pub use review::review;
pub use since::{WhySince, why_since};
pub use status::{Status, status};
pub use why::{Why, why};

/// `fore check --json`.
#[derive(Debug, Serialize)]
pub struct Check {
    sound: bool,
    errors: usize,
    warnings: usize,
    diagnostics: Vec<DiagnosticJson>,
}

/// What is wrong with a plan.
#[must_use]
pub fn check(found: &[Diagnostic], files: &[SourceFile]) -> Check {
    let errors = found.iter().filter(|one| one.level == Level::Error).count();
    Check {
        sound: errors == 0,
        errors,
        warnings: found.len() - errors,
        diagnostics: diagnostics_json(found, files),
    }
}

/// What the answer of every screen is made from.
#[derive(Debug, Serialize)]
pub struct Answer {
    plan: String,
    today: String,
    answer: String,
    situation: &'static str,
    seed: u64,
    runs: u32,
    p50: Option<String>,
    p80: Option<String>,
    p95: Option<String>,
    span: Option<Span>,
    deadline: Option<DeadlineJson>,
}

#[derive(Debug, Serialize)]
struct Span {
    from: String,
    to: String,
    assumed_people: Option<usize>,
}

#[derive(Debug, Serialize)]
struct DeadlineJson {
    date: String,
    hard: bool,
    chance: f64,
}

#[derive(Debug, Serialize)]
struct TargetJson {
    id: Option<String>,
    title: String,
    reached: Option<String>,
    p50: Option<String>,
    p80: Option<String>,
    due: Option<String>,
    hard: Option<bool>,
    chance: Option<f64>,
}

#[derive(Debug, Serialize)]
struct WaitingJson {
    kind: &'static str,
    id: Option<String>,
    title: String,
    who: Vec<String>,
    due: Option<String>,
    expected: Option<String>,
    holds: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Named {
    id: Option<String>,
    title: String,
}

fn answer(facts: &Facts) -> Answer {
    let situation = facts.situation();
    let is_dated = matches!(situation, Situation::Dated { .. } | Situation::Done { .. });
    let percentile = |percent| {
        let finish = facts.forecast.finish.percentile(percent).filter(|_| is_dated);
        finish_day(facts, finish)
    };
    let (name, span) = match situation {
        Situation::Dated { .. } => ("dated", None),
        Situation::TooEarly { from, to, assumed_people } => {
            ("too-early", Some(Span { from: from.to_string(), to: to.to_string(), assumed_people }))
        }
        Situation::Backlog { .. } => ("backlog", None),
        Situation::Done { .. } => ("done", None),
        Situation::Never(_) => ("never", None),
    };
    Answer {
        plan: facts.plan.name.clone(),
        today: facts.today.to_string(),
        answer: facts.answer(),
        situation: name,
        seed: facts.forecast.seed,
        runs: facts.forecast.runs,
        p50: percentile(50),
        p80: percentile(80),
        p95: percentile(95),
        span,
        deadline: facts.deadline().filter(|_| is_dated).map(deadline),
    }
}

fn deadline(deadline: Deadline) -> DeadlineJson {
    DeadlineJson { date: deadline.date.to_string(), hard: deadline.hard, chance: deadline.chance }
}

fn target(target: &Target) -> TargetJson {
    TargetJson {
        id: target.id.map(str::to_owned),
        title: target.title.to_owned(),
        reached: day(target.reached),
        p50: day(target.p50),
        p80: day(target.p80),
        due: target.due.map(|due| due.date.to_string()),
        hard: target.due.map(|due| due.hard),
        chance: target.chance,
    }
}

fn waiting_json(facts: &Facts, waiting: &Waiting) -> WaitingJson {
    WaitingJson {
        kind: match waiting.item {
            ItemRef::Unknown(_) => "unknown",
            ItemRef::Obstacle(_) => "obstacle",
            _ => "decision",
        },
        id: named(facts, waiting.item).id,
        title: waiting.title.to_owned(),
        who: waiting.who.clone(),
        due: day(waiting.due),
        expected: day(waiting.expected),
        holds: waiting.holds.iter().map(|item| facts.name(*item).to_owned()).collect(),
    }
}

fn named(facts: &Facts, item: ItemRef) -> Named {
    match facts.plan.item(item) {
        Some(item) => Named { id: item.id.clone(), title: item.title.clone() },
        None => Named { id: None, title: facts.plan.name.clone() },
    }
}

fn day(date: Option<Date>) -> Option<String> {
    date.map(|date| date.to_string())
}

fn finish_day(facts: &Facts, finish: Option<Moment>) -> Option<String> {
    finish.map(|finish| facts.finish_date(finish).to_string())
}

/// A moment on the wall clock of the plan's zone, to the minute.
fn minute(facts: &Facts, moment: Option<Moment>) -> Option<String> {
    moment.map(|moment| local(moment, &facts.lowered.zone).strftime("%Y-%m-%dT%H:%M").to_string())
}
