//! What moves the date of a plan: which uncertainties, whose time, which questions.
//!
//! In: a snapshot and its dates. Out: [`Drivers`]. It decides what is worth playing again, so that the
//! answer costs a part of the forecast and no more; how anything is measured, `forecast` knows.

use std::collections::BTreeMap;

use calendar::Work;
use forecast::{
    Drivers, Indices, Mover, PersonShift, Question, Study, Swing, Uncertainty, frozen,
    middle_effort,
};
use plan::{ItemRef, PersonId};
use schedule::{
    Activity, ActivityId, Effort, LowerOptions, Lowered, Mode, Modes, Problem, Progress,
    ResourceId, lower,
};

use crate::{Dates, Snapshot};

/// How many runs of an activity may be played for it in all: measured, a quarter of what `fore forecast`
/// takes on 200 tasks, at a tenth of a microsecond each.
const ACTIVITY_RUNS_MAX: usize = 300_000;
/// How many plans are played beside the one there is, at most.
const REPLAYS_MAX: usize = 12;
/// How many people are looked at, at most.
const PEOPLE_MAX: usize = 3;

/// Returns what moves the date of `snapshot`, whose dates are `dates`. `None` if no run finishes.
#[must_use]
pub fn drivers(snapshot: &Snapshot, dates: &Dates) -> Option<Drivers> {
    let lowered = snapshot.lowered.as_ref()?;
    let problem = &lowered.problem;
    let study = Study::new(problem, &dates.forecast, lowered.plan_calendar())?;
    let (runs, mut replays) = effort(problem);
    let frozen = if replays > 0 { frozen(problem, &dates.schedule) } else { None };
    let if_frozen = frozen.map(|frozen| study.shift_in(&frozen, runs));
    replays = replays.saturating_sub(1);
    let people = bottlenecks(lowered, dates);
    let people = &people[..people.len().min(replays / 3).min(PEOPLE_MAX)];
    replays -= 2 * people.len();
    let swings = study.swings();
    Some(Drivers {
        runs: study.runs(),
        runs_again: runs.min(dates.forecast.runs),
        mean: study.mean(),
        questions: questions(snapshot, lowered, &study, &swings),
        movers: swings
            .into_iter()
            .enumerate()
            .map(|(rank, swing)| Mover {
                swing,
                without: (rank < replays).then(|| study.without(swing.of, runs)),
            })
            .collect(),
        people: shifts(snapshot, lowered, &study, people, runs),
        if_frozen,
        ordered: dates.ordered.as_ref().map(|ordered| {
            let gain = lowered.plan_calendar().work_between(ordered.chosen, ordered.usual);
            gain.0 as f64
        }),
    })
}

/// Returns the sensitivity indices of each activity, by index; `None` if no run finishes.
#[must_use]
pub fn indices(snapshot: &Snapshot, dates: &Dates) -> Option<Vec<Indices>> {
    const RUNS: u32 = 1024;
    let lowered = snapshot.lowered.as_ref()?;
    let study = Study::new(&lowered.problem, &dates.forecast, lowered.plan_calendar())?;
    Some(study.indices(RUNS))
}

/// How many runs a replay has, and how many replays there are; none where two of them would take longer
/// than the forecast.
fn effort(problem: &Problem) -> (u32, usize) {
    const RUNS_MIN: usize = 256;
    const RUNS_MAX: usize = 2048;
    const ACTIVITIES_MAX: usize = 5_000;
    let n = problem.activities().len().max(1);
    let runs = (ACTIVITY_RUNS_MAX / n / REPLAYS_MAX).clamp(RUNS_MIN, RUNS_MAX);
    let runs = 1 << runs.ilog2();
    let replays_min = if n > ACTIVITIES_MAX { 0 } else { 2 };
    (runs, (ACTIVITY_RUNS_MAX / n / runs as usize).clamp(replays_min, REPLAYS_MAX))
}

/// Those who do the most work that the finish waits for, first the one with most: minutes at the
/// middle estimates, in the share of runs in which they are on the longest path.
fn bottlenecks(lowered: &Lowered, dates: &Dates) -> Vec<PersonId> {
    let problem = &lowered.problem;
    let mut minutes = vec![0.0; problem.resources().len()];
    for (id, played) in problem.ids().zip(&dates.forecast.activities) {
        let Some(entry) = dates.schedule.entry(id) else { continue };
        let middle = middle_effort(problem.activity(id)).0 as f64;
        for demand in &problem.activity(id).modes[entry.mode as usize].demands {
            minutes[demand.resource.index()] += played.path_share * middle;
        }
    }
    let mut people: Vec<(f64, PersonId)> = (0..)
        .map(ResourceId)
        .zip(minutes)
        .filter(|(_, minutes)| *minutes > 0.0)
        .filter_map(|(resource, minutes)| Some((minutes, lowered.person_of(resource)?)))
        .collect();
    people.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    people.into_iter().map(|(_, person)| person).collect()
}

fn shifts(
    snapshot: &Snapshot,
    lowered: &Lowered,
    study: &Study<'_>,
    people: &[PersonId],
    runs: u32,
) -> Vec<PersonShift> {
    let shift = |&person: &PersonId| {
        let resource = lowered.resource_of(person)?;
        let two = two_of(&lowered.problem, resource)?;
        Some(PersonShift {
            resource,
            never_away: never_away(snapshot, person).map(|there| -study.shift_in(&there, runs)),
            one_more: -study.shift_in(&two, runs),
        })
    };
    let mut shifts: Vec<PersonShift> = people.iter().filter_map(shift).collect();
    shifts.sort_by(|a, b| b.one_more.total_cmp(&a.one_more).then(a.resource.cmp(&b.resource)));
    shifts
}

/// The problem with somebody more, who is as good as `resource` at all that is not begun: a person of
/// their own, since a resource of two would be no plain problem and take three times as long.
fn two_of(problem: &Problem, resource: ResourceId) -> Option<Problem> {
    let mut parts = problem.parts().clone();
    let twin = ResourceId(u32::try_from(parts.resources.len()).ok()?);
    parts.resources.push(parts.resources[resource.index()].clone());
    let mut known: BTreeMap<Modes, Modes> = BTreeMap::new();
    let is_planned = |activity: &&mut Activity| activity.progress == Progress::Planned;
    for activity in parts.activities.iter_mut().filter(is_planned) {
        let modes = &activity.modes;
        let doubled = known.entry(modes.clone()).or_insert_with(|| doubled(modes, resource, twin));
        activity.modes = doubled.clone();
    }
    Problem::new(parts).ok()
}

/// `modes`, each that keeps `one` busy followed by the same with `other`.
fn doubled(modes: &Modes, one: ResourceId, other: ResourceId) -> Modes {
    let instead = |mode: &Mode| {
        let mut instead = mode.clone();
        instead.demands.iter_mut().find(|demand| demand.resource == one)?.resource = other;
        Some(instead)
    };
    let all = modes.iter().flat_map(|mode| [Some(mode.clone()), instead(mode)]);
    all.flatten().collect::<Vec<Mode>>().into()
}

/// The problem in which `person` is never away; `None` if that is so anyway.
fn never_away(snapshot: &Snapshot, person: PersonId) -> Option<Problem> {
    let mut plan = snapshot.plan.clone();
    let away = &mut plan.people[person.index()].away;
    if away.iter().all(|range| range.last < snapshot.today) {
        return None;
    }
    away.clear();
    lower(&plan, &LowerOptions::new(snapshot.today)).lowered.map(|lowered| lowered.problem)
}

/// What somebody could settle before work goes on, best first: open unknowns and decisions, for what
/// comes directly after them; and tasks that are fuzzy or wide, for themselves.
fn questions(
    snapshot: &Snapshot,
    lowered: &Lowered,
    study: &Study<'_>,
    swings: &[Swing],
) -> Vec<Question> {
    let problem = &lowered.problem;
    let day = Work(i64::from(snapshot.plan.settings.day_minutes));
    let mut questions = Vec::new();
    for id in problem.ids().filter(|id| problem.activity(*id).progress == Progress::Planned) {
        let (informs, effort) = match lowered.item_of(id) {
            Some(ItemRef::Unknown(_)) => (after(problem, id), timebox(problem, id).unwrap_or(day)),
            Some(ItemRef::Decision(_)) => (after(problem, id), day),
            Some(ItemRef::Task(task)) if is_open_question(snapshot, problem, id, task) => {
                (vec![id], day)
            }
            _ => continue,
        };
        // What does not swing the finish has no buffer worth a look.
        let swings = |id: &ActivityId| swings.iter().any(|s| s.of == Uncertainty::Work(*id));
        if informs.iter().any(swings) {
            let buffer = study.buffer_of(&informs);
            questions.push(Question { activity: id, informs, effort, buffer });
        }
    }
    questions.sort_by(|a, b| b.worth().total_cmp(&a.worth()).then(a.activity.cmp(&b.activity)));
    questions
}

/// What waits for `id` directly.
fn after(problem: &Problem, id: ActivityId) -> Vec<ActivityId> {
    let mut after: Vec<ActivityId> = problem.outgoing(id).map(|(_, link)| link.to).collect();
    after.sort_unstable();
    after.dedup();
    after
}

fn timebox(problem: &Problem, id: ActivityId) -> Option<Work> {
    match problem.activity(id).effort {
        Effort::Exact(work) if work.0 > 0 => Some(work),
        _ => None,
    }
}

/// Whether work beforehand could make the task's estimate much narrower: nobody estimated it, it is
/// marked `fuzzy`, or it may take four times as long as it may take.
fn is_open_question(
    snapshot: &Snapshot,
    problem: &Problem,
    id: ActivityId,
    task: plan::TaskId,
) -> bool {
    const WIDE: f64 = 4.0;
    let task = snapshot.plan.task(task);
    let is_wide = match problem.activity(id).effort {
        Effort::Range(range) => range.high >= WIDE * range.low,
        Effort::Exact(_) => false,
    };
    task.is_leaf() && !task.wait && (task.fuzzy || !task.is_estimated() || is_wide)
}
