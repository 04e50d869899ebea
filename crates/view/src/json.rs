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
mod merge;
mod review;
mod since;
mod status;

pub use cut::{CutJson, cut};

use calendar::{Moment, local};
use forecast::{Drivers, Indices, Precision, Shape};
use jiff::ToSpan;
use jiff::civil::Date;
use plan::{ItemRef, Moved};
use schedule::Cause;
use serde::Serialize;
use text::{Diagnostic, Level, SourceFile};

use drivers::DriversJson;

use crate::diagnostics::{DiagnosticJson, diagnostics_json};
use crate::facts::Facts;
use crate::pause::{Pause, leave_within, pause};
use crate::record::{self, SystemRecord};
use crate::rows::{self, Target, TaskRow};
use crate::screens::{EMPTY, Waiting, Work, chain, desks, holder, waiting, work};
use crate::sentence::{Deadline, Situation};

pub use self::merge::merge;
pub use self::review::review;
pub use backtest::{BacktestJson, backtest};
pub use brief::{BriefJson, brief};
pub use diff::{DiffJson, RefusedJson, diff, diff_emptied, diff_refused};
pub use export::{Export, export};
pub use since::{WhySince, why_since};
pub use status::{Status, status};

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
        drivers: drivers::drivers(facts, found, indices),
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
    let day = f64::from(facts.plan.settings.day_minutes);
    let days = |half_width: Option<calendar::Work>| half_width.map(|work| work.0 as f64 / day);
    let Precision { p50, p80, p95 } = facts.forecast.precision;
    HalfWidths { p50: days(p50), p80: days(p80), p95: days(p95) }
}

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

/// `fore next --json`.
#[derive(Debug, Serialize)]
pub struct Next {
    plan: String,
    today: String,
    people: Vec<DeskJson>,
    waiting: Vec<WaitingJson>,
}

#[derive(Debug, Serialize)]
struct DeskJson {
    person: Option<String>,
    now: Vec<Named>,
    then: Option<Then>,
}

#[derive(Debug, Serialize)]
struct Named {
    id: Option<String>,
    title: String,
}

#[derive(Debug, Serialize)]
struct Then {
    #[serde(flatten)]
    item: Named,
    start_p50: String,
}

/// What everybody has now and then.
#[must_use]
pub fn next(facts: &Facts) -> Next {
    let people = desks(facts).into_iter().map(|desk| DeskJson {
        person: desk.person.map(|person| facts.person(person).to_owned()),
        now: desk.now.iter().map(|item| named(facts, *item)).collect(),
        then: desk.then.map(|(item, start)| Then {
            item: named(facts, item),
            start_p50: facts.start_date(start).to_string(),
        }),
    });
    Next {
        plan: facts.plan.name.clone(),
        today: facts.today.to_string(),
        people: people.collect(),
        waiting: waiting(facts).iter().map(|one| waiting_json(facts, one)).collect(),
    }
}

/// `fore why --json`.
#[derive(Debug, Serialize)]
pub struct Why {
    plan: String,
    today: String,
    #[serde(flatten)]
    item: Named,
    p50: Option<String>,
    p80: Option<String>,
    chain: Vec<StepJson>,
}

#[derive(Debug, Serialize)]
struct StepJson {
    #[serde(flatten)]
    item: Named,
    start_p50: Option<String>,
    finish_p50: Option<String>,
    causes: Vec<CauseJson>,
    pause: Option<PauseJson>,
    leave_within: Option<PauseJson>,
}

#[derive(Debug, Serialize)]
struct PauseJson {
    kind: &'static str,
    person: Option<String>,
    until: String,
}

#[derive(Debug, Serialize)]
struct CauseJson {
    kind: &'static str,
    by: Option<Named>,
    share: f64,
}

/// What `item` waits for, from the end back to today.
#[must_use]
pub fn why(facts: &Facts, item: ItemRef) -> Why {
    let finish = facts.played(item).map(|played| played.finish).unwrap_or_default();
    let steps =
        facts.lowered.activity_of(item).map_or_else(Vec::new, |activity| chain(facts, activity));
    let chain = steps.into_iter().map(|step| {
        let played = &facts.forecast.activities[step.activity.index()];
        let causes = step.causes.iter().map(|(cause, share)| CauseJson {
            kind: kind_of_cause(*cause),
            by: holder(facts, *cause)
                .and_then(|by| facts.lowered.item_of(by))
                .map(|by| named(facts, by)),
            share: *share,
        });
        StepJson {
            item: named(facts, step.item),
            start_p50: played.start.p50.map(|start| facts.start_date(start).to_string()),
            finish_p50: finish_day(facts, played.finish.p50),
            causes: causes.collect(),
            pause: pause(facts, step.activity).map(|pause| pause_json(facts, pause)),
            leave_within: leave_within(facts, step.activity).map(|leave| pause_json(facts, leave)),
        }
    });
    Why {
        plan: facts.plan.name.clone(),
        today: facts.today.to_string(),
        item: named(facts, item),
        p50: finish_day(facts, finish.p50),
        p80: finish_day(facts, finish.p80),
        chain: chain.collect(),
    }
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

fn named(facts: &Facts, item: ItemRef) -> Named {
    match facts.plan.item(item) {
        Some(item) => Named { id: item.id.clone(), title: item.title.clone() },
        None => Named { id: None, title: facts.plan.name.clone() },
    }
}

fn kind_of_cause(cause: Cause) -> &'static str {
    match cause {
        Cause::Nothing => "nothing",
        Cause::Release => "date",
        Cause::Link(_) => "link",
        Cause::Busy(_) => "busy",
    }
}

fn pause_json(facts: &Facts, pause: Pause) -> PauseJson {
    let (kind, person, until) = match pause {
        Pause::Joins(person, first) => ("joins", Some(person), first.saturating_sub(1.day())),
        Pause::Away(person, last) => ("away", Some(person), last),
        Pause::DaysOff(_, last) => ("days-off", None, last),
    };
    PauseJson {
        kind,
        person: person.map(|person| facts.person(person).to_owned()),
        until: until.to_string(),
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
