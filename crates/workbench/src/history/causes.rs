//! What moved the date between an old forecast and today's.
//!
//! In: the plan of then with its forecast, and the plan of now. Out: for each piece of work that
//! did not go as was forecast, by how many days that moved P80.
//!
//! # Theory
//! The plan of now is turned back to what was expected, one piece of work at a time: finished when
//! half of the runs had it finished, under way with the share that should be left, not begun, or
//! not there. What has not begun because it waits for another such piece is turned back together
//! with that one, so that an overrun is told of the work that overran. That work changed hands is told
//! apart from how it went. Let `v(S)` be P80 of the plan in which only the pieces in `S` are as
//! they really are. What a piece moved is the mean of `v(S + piece) - v(S)` over a few orders in
//! which reality arrives, each taken forward and backward, so that no piece pays for being named
//! first. The shares add up to `v(all) - v(none)`. Exact only over all orders (Shapley 1953); for
//! pairs that matter to each other an order and its reverse already share fairly.
//!
//! All these futures are played on the same draws and in the order of priority of now. What the order
//! itself moved is told apart: P80 of the plan of now in it, less that in the order of then.

use std::collections::{BTreeMap, BTreeSet};
use std::iter::successors;
use std::sync::Arc;

use calendar::{Moment, last_worked_date, local_date, start_of_day};
use forecast::{Emphasis, Forecast, simulate};
use jiff::civil::Date;
use plan::{
    DecisionId, Duration, Estimate, ItemRef, ObstacleId, Person, Plan, Risk, RiskId, RiskStatus,
    Settings, Task, TaskId, UnknownId, Who,
};
use rayon::prelude::*;
use schedule::{ActivityId, LowerOptions, Lowered, Progress, lower};
use serde::{Deserialize, Serialize};

use super::trend::reaching_back;
use crate::dates::forecast_options;
use crate::diff::shapley::{Coalition, Orders};
use crate::{PlayOptions, Snapshot};

/// Something that can have moved the date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Piece {
    /// The settings.
    Settings,
    /// Who is there when.
    People,
    /// The item of this key: that it is there, and how it goes.
    Item(u64),
    /// That the task of this key changed hands.
    Hands(u64),
    /// Which work goes first.
    Order,
}

/// A forecast that was made, and the plan it was made for.
pub struct Then<'a> {
    /// The plan.
    pub snapshot: &'a Snapshot,
    /// Its forecast.
    pub forecast: &'a Forecast,
}

impl Piece {
    /// The key of the item whose going this is.
    fn item(self) -> Option<u64> {
        match self {
            Piece::Item(key) => Some(key),
            _ => None,
        }
    }
}

/// What turns one piece of the plan of now back to what was expected.
enum Expected<'a> {
    /// The task was not there.
    NoTask(TaskId),
    /// The task should be like this.
    Task(TaskId, Box<Task>),
    /// The task was estimated like this.
    Estimate(TaskId, Option<Estimate>),
    /// These were to do the task.
    Hands(TaskId, Arc<Who>),
    /// The risk was another one, or none.
    Risk(RiskId, Option<&'a Risk>),
    /// These should be settled, or were not there.
    Unknown(UnknownId),
    Decision(DecisionId),
    Obstacle(ObstacleId),
    /// The settings were others.
    Settings(&'a Settings),
    /// These people had other times.
    People(Vec<Person>),
}

/// A piece, and what turns it back.
type Turned<'a> = (Piece, Vec<Expected<'a>>);

/// At most so many pieces of work are looked at together; of more, those that matter most alone.
const PIECES_MAX: usize = 24;
/// So many runs of an activity for each set of pieces, a hundredth of a second as measured: a history of
/// many weeks asks for hundreds of them.
const ACTIVITY_RUNS_MAX: usize = 100_000;
/// A P80 of fewer runs than this is noise.
const RUNS_MIN: u32 = 256;
/// More runs than this show nothing that is worth a line.
const RUNS_MAX: u32 = 1024;

/// Returns by how many working days each piece moved P80 from `then` to `now`;
/// nothing if either never ends. P80 is that of the plan, or that of an item `of` the plan of now.
#[must_use]
pub fn shares(
    then: &Then<'_>,
    now: &Snapshot,
    forecast: &Forecast,
    seed: Option<u64>,
    of: Option<ItemRef>,
) -> Vec<(Piece, f64)> {
    let Some(lowered) = &now.lowered else { return Vec::new() };
    // What was expected may be over since long before the calendars of today begin.
    let Some(calendars) = reaching_back(now, Some(then.snapshot.today)) else { return Vec::new() };
    let mut pieces = pieces(then, now, forecast);
    let activities = lowered.problem.activities().len().max(1);
    let runs = u32::try_from(ACTIVITY_RUNS_MAX / activities).unwrap_or(RUNS_MAX);
    let options = PlayOptions { runs: Some(runs.clamp(RUNS_MIN, RUNS_MAX)), seed };
    let value = |pieces: &[Turned<'_>], is_real: &dyn Fn(usize) -> bool| {
        let unreal = pieces.iter().enumerate().filter(|(at, _)| !is_real(*at));
        let expected = unreal.flat_map(|(_, (_, expected))| expected);
        p80_days(now, &calendars, expected, options, &forecast.emphasis, of)
    };
    if pieces.len() > PIECES_MAX {
        let n = pieces.len();
        let alone: Vec<f64> = (0..n)
            .into_par_iter()
            .map(|at| value(&pieces, &|other| other != at).unwrap_or(0.0))
            .collect();
        let all = value(&pieces, &|_| true).unwrap_or(0.0);
        let mut ranked: Vec<(f64, Turned<'_>)> =
            alone.iter().map(|without| (all - without).abs()).zip(pieces).collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
        ranked.truncate(PIECES_MAX);
        pieces = ranked.into_iter().map(|(_, piece)| piece).collect();
    }
    let orders = arrivals(pieces.len());
    let worths: Option<BTreeMap<Coalition, f64>> = orders
        .coalitions()
        .into_par_iter()
        .map(|real| Some((real, value(&pieces, &|at| real.has(at))?)))
        .collect();
    let found = worths.map_or_else(Vec::new, |worths| orders.shares(&worths));
    let mut shares: Vec<(Piece, f64)> = pieces.iter().map(|(piece, _)| *piece).zip(found).collect();
    let by = |emphasis| p80_days(now, &calendars, std::iter::empty(), options, emphasis, of);
    if then.forecast.emphasis != forecast.emphasis
        && let (Some(is), Some(was)) = (by(&forecast.emphasis), by(&then.forecast.emphasis))
    {
        shares.push((Piece::Order, is - was));
    }
    shares
}

/// The orders in which reality arrives: as the pieces stand, and from the middle on.
fn arrivals(n: usize) -> Orders {
    Orders::given([(0..n).collect(), (n / 2..n).chain(0..n / 2).collect()])
}

/// P80 of the plan of now with `expected` in place of what is real, in working days from today by
/// the calendar of `calendars`.
fn p80_days<'a>(
    now: &Snapshot,
    calendars: &Lowered,
    expected: impl Iterator<Item = &'a Expected<'a>>,
    options: PlayOptions,
    emphasis: &Emphasis,
    of: Option<ItemRef>,
) -> Option<f64> {
    let mut plan = now.plan.clone();
    expected.for_each(|expected| turn_back(&mut plan, expected, now.today));
    let turned = lower(&plan, &LowerOptions::new(now.today)).lowered?;
    // The same futures for every set, so that they can be subtracted.
    let most = crate::runs_for_price(now)?;
    let futures = PlayOptions { runs: options.runs.or(Some(most)), ..options };
    let options = forecast_options(&plan, &turned, futures, most, emphasis);
    let played = simulate(&turned.problem, &options);
    let p80 = match of {
        None => played.finish.percentile(80)?,
        Some(item) => played.activities[turned.activity_of(item)?.index()].finish.p80?,
    };
    let from = calendars.problem.today();
    let calendar = calendars.plan_calendar();
    let minutes = if p80 >= from {
        calendar.work_between(from, p80).0
    } else {
        -calendar.work_between(p80, from).0
    };
    Some(now.plan.settings.days(minutes as f64))
}

fn turn_back(plan: &mut Plan, expected: &Expected<'_>, today: Date) {
    match expected {
        Expected::NoTask(id) => plan.tasks[id.index()].cut = true,
        Expected::Task(id, task) => {
            // Who does it is a piece of its own.
            let who = Arc::clone(&plan.tasks[id.index()].who);
            plan.tasks[id.index()] = Task { who, ..(**task).clone() };
        }
        Expected::Estimate(id, estimate) => plan.tasks[id.index()].estimate = *estimate,
        Expected::Hands(id, who) => plan.tasks[id.index()].who = Arc::clone(who),
        Expected::Risk(id, None) => plan.risks[id.index()].status = RiskStatus::Gone,
        Expected::Risk(id, Some(then)) => {
            let risk = &mut plan.risks[id.index()];
            risk.percent = then.percent;
            risk.status = then.status;
            if then.effects.len() == risk.effects.len() {
                for (effect, then) in risk.effects.iter_mut().zip(&then.effects) {
                    effect.impact = then.impact;
                }
            }
        }
        Expected::Unknown(id) => {
            let unknown = &mut plan.unknowns[id.index()];
            unknown.item.ticked = true;
            unknown.done = unknown.done.or(today.yesterday().ok());
        }
        Expected::Decision(id) => {
            let decision = &mut plan.decisions[id.index()];
            decision.item.ticked = true;
            decision.on = decision.on.or(today.yesterday().ok());
        }
        Expected::Obstacle(id) => plan.obstacles[id.index()].item.ticked = true,
        Expected::Settings(then) => {
            let (runs, seed) = (plan.settings.runs, plan.settings.seed);
            plan.settings = (*then).clone();
            (plan.settings.runs, plan.settings.seed) = (runs, seed);
        }
        Expected::People(people) => plan.people.clone_from(people),
    }
}

/// Everything that is not as was expected, by the piece that it is told of.
fn pieces<'a>(then: &Then<'a>, now: &'a Snapshot, forecast: &Forecast) -> Vec<Turned<'a>> {
    let alone = alone(then, now);
    let keys: BTreeSet<u64> = alone.iter().filter_map(|(piece, _)| piece.item()).collect();
    let mut found: BTreeMap<Piece, Vec<Expected<'a>>> = BTreeMap::new();
    for (piece, expected) in alone {
        let holder = match &expected {
            Expected::Task(id, _) => holder(*id, now, forecast, &keys),
            _ => None,
        };
        let (Some(holder), Expected::Task(id, task)) = (holder, &expected) else {
            found.entry(piece).or_default().push(expected);
            continue;
        };
        let real = now.plan.task(*id);
        if task.estimate != real.estimate {
            let estimate = Expected::Estimate(*id, task.estimate);
            found.entry(piece).or_default().push(estimate);
        }
        found.entry(Piece::Item(holder)).or_default().push(expected);
    }
    found.into_iter().collect()
}

/// What a task that has not begun waits for in most runs: the last piece on the way to today, by
/// its key, out of `keys`.
fn holder(id: TaskId, now: &Snapshot, forecast: &Forecast, keys: &BTreeSet<u64>) -> Option<u64> {
    let lowered = now.lowered.as_ref()?;
    let task = now.plan.task(id);
    if task.is_started() || task.ticked {
        return None;
    }
    let next = |at: &ActivityId| {
        let is_planned = lowered.problem.activity(*at).progress == Progress::Planned;
        match forecast.activities[at.index()].causes.first().filter(|_| is_planned)?.0 {
            schedule::Cause::Link(link) => Some(lowered.problem.links()[link as usize].from),
            schedule::Cause::Busy(other) => Some(other),
            schedule::Cause::Nothing | schedule::Cause::Release => None,
        }
    };
    let first = lowered.activity_of(ItemRef::Task(id))?;
    let way = successors(Some(first), next).skip(1).take(STEPS_MAX);
    let key = |at| Some(now.plan.item(lowered.item_of(at)?)?.key);
    way.filter_map(key).filter(|key| keys.contains(key)).last().filter(|key| *key != task.item.key)
}

/// Longer chains, and those that lead in a circle, say no more.
const STEPS_MAX: usize = 60;

/// The same with each piece told of itself.
fn alone<'a>(then: &Then<'a>, now: &'a Snapshot) -> Vec<(Piece, Expected<'a>)> {
    let (old, new) = (&then.snapshot.plan, &now.plan);
    let mut found = Vec::new();
    let by_key: BTreeMap<u64, ItemRef> =
        old.items().map(|(item, about)| (about.key, item)).collect();
    let task_then: BTreeMap<u64, TaskId> = plan::pairs(old, new)
        .iter()
        .filter_map(|(old_task, new_task)| {
            let Some(ItemRef::Task(id)) = by_key.get(&(*old_task)?.item.key) else { return None };
            Some(((*new_task)?.item.key, *id))
        })
        .collect();
    for (id, task) in new.leaves().filter(|(_, task)| !task.cut) {
        let key = task.item.key;
        match task_then.get(&key) {
            None => found.push((Piece::Item(key), Expected::NoTask(id))),
            Some(before) => {
                let hands = hands_then(then, now, *before, task);
                found.extend(hands.map(|who| (Piece::Hands(key), Expected::Hands(id, who))));
                let expected = expected_task(then, now, *before, task);
                found.extend(
                    expected.map(|task| (Piece::Item(key), Expected::Task(id, Box::new(task)))),
                );
            }
        }
    }
    for (id, risk) in (0..).map(RiskId).zip(&new.risks) {
        let before = match by_key.get(&risk.item.key) {
            Some(ItemRef::Risk(before)) => Some(&old.risks[before.index()]),
            _ => None,
        };
        let impacts = |risk: &Risk| risk.effects.iter().map(|one| one.impact).collect::<Vec<_>>();
        let is_same = before.is_some_and(|before| {
            (before.percent, before.status, impacts(before))
                == (risk.percent, risk.status, impacts(risk))
        });
        if !is_same {
            found.push((Piece::Item(risk.item.key), Expected::Risk(id, before)));
        }
    }
    let is_due = |key: u64| by_key.get(&key).is_none_or(|item| then.is_over(*item, now.today));
    let unknowns = (0..).map(UnknownId).zip(&new.unknowns);
    let open = unknowns.filter(|(_, one)| !one.item.ticked && is_due(one.item.key));
    found.extend(open.map(|(id, one)| (Piece::Item(one.item.key), Expected::Unknown(id))));
    let decisions = (0..).map(DecisionId).zip(&new.decisions);
    let open = decisions.filter(|(_, one)| !one.is_made() && is_due(one.item.key));
    found.extend(open.map(|(id, one)| (Piece::Item(one.item.key), Expected::Decision(id))));
    let obstacles = (0..).map(ObstacleId).zip(&new.obstacles);
    let open = obstacles.filter(|(_, one)| !one.item.ticked && is_due(one.item.key));
    found.extend(open.map(|(id, one)| (Piece::Item(one.item.key), Expected::Obstacle(id))));
    if settings_differ(&old.settings, &new.settings) {
        found.push((Piece::Settings, Expected::Settings(&old.settings)));
    }
    found.extend(people_then(old, new).map(|people| (Piece::People, Expected::People(people))));
    found
}

impl Then<'_> {
    /// When half of the runs had an item begun and finished.
    fn dates(&self, item: ItemRef) -> Option<(Moment, Moment)> {
        let activity = self.snapshot.lowered.as_ref()?.activity_of(item)?;
        let played = self.forecast.activities.get(activity.index())?;
        Some((played.start.p50?, played.finish.p50?))
    }

    /// Whether an item was expected to be over before `today`.
    fn is_over(&self, item: ItemRef, today: Date) -> bool {
        let zone = &self.snapshot.plan.zone;
        self.dates(item).is_some_and(|(_, finish)| last_worked_date(finish, zone) < today)
    }

    /// The share of the working time to `finish` that lies ahead on `today`, of the time from
    /// `start` or from the day of then, from which on the old estimate counts. The calendar is
    /// that of then, because today's need not reach back so far.
    fn share_left(&self, start: Moment, finish: Moment, today: Date) -> f64 {
        const LEAST: f64 = 0.05;
        let Some(lowered) = &self.snapshot.lowered else { return 1.0 };
        let work = |from, to| lowered.plan_calendar().work_between(from, to).0 as f64;
        let zone = &self.snapshot.plan.zone;
        let start = start.max(start_of_day(self.snapshot.today, zone));
        let today = start_of_day(today, zone);
        (work(today, finish) / work(start, finish).max(1.0)).clamp(LEAST, 1.0)
    }
}

/// The task as it was expected to be today; `None` if that is how it is.
fn expected_task(then: &Then<'_>, now: &Snapshot, before: TaskId, task: &Task) -> Option<Task> {
    let (old, today) = (then.snapshot.plan.task(before), now.today);
    if old.ticked || old.cut {
        return None;
    }
    let mut expected = task.clone();
    expected.estimate = old.estimate;
    (expected.ticked, expected.done) = (false, None);
    (expected.started, expected.left, expected.spent) = (old.started, old.left, old.spent);
    if let Some((start, finish)) = then.dates(ItemRef::Task(before)) {
        let zone = &now.plan.zone;
        let (from, to) = (local_date(start, zone), last_worked_date(finish, zone));
        if to < today {
            (expected.ticked, expected.started, expected.done) = (true, Some(from), Some(to));
        } else if from < today && then.snapshot.today < today {
            let whole = old.left.or(old.estimate).unwrap_or(now.plan.settings.estimate);
            let share = then.share_left(start, finish, today);
            expected.started = old.started.or(Some(from));
            expected.left = Some(scaled(whole, share));
        }
    }
    (expected != *task).then_some(expected)
}

/// Who was to do an open task; `None` if that is who does it, or somebody of them is gone.
fn hands_then(then: &Then<'_>, now: &Snapshot, before: TaskId, task: &Task) -> Option<Arc<Who>> {
    let old = then.snapshot.plan.task(before);
    let who = who_now(&then.snapshot.plan, &now.plan, &old.who)?;
    (!old.ticked && !old.cut && !task.ticked && who != *task.who).then(|| Arc::new(who))
}

fn scaled(estimate: Estimate, share: f64) -> Estimate {
    let part = |all: Duration| Duration { amount: all.amount * share, unit: all.unit };
    match estimate {
        Estimate::Point(at) => Estimate::Point(part(at)),
        Estimate::Range(low, high) => Estimate::Range(part(low), part(high)),
        Estimate::ThreePoint(low, likely, high) => {
            Estimate::ThreePoint(part(low), part(likely), part(high))
        }
    }
}

/// The people of then by the names of now; `None` if somebody is gone.
fn who_now(old: &Plan, new: &Plan, who: &Who) -> Option<Who> {
    let by_name = |id: &plan::PersonId| {
        let name = old.people[id.index()].name();
        (0..)
            .map(plan::PersonId)
            .zip(&new.people)
            .find(|(_, now)| now.name() == name)
            .map(|it| it.0)
    };
    let any = |any: &Vec<plan::PersonId>| any.iter().map(by_name).collect::<Option<Vec<_>>>();
    Some(Who { together: who.together.iter().map(any).collect::<Option<_>>()? })
}

fn settings_differ(old: &Settings, new: &Settings) -> bool {
    let mut old = old.clone();
    (old.runs, old.seed) = (new.runs, new.seed);
    old != *new
}

/// The people of now with the times of then; `None` if those are the same.
fn people_then(old: &Plan, new: &Plan) -> Option<Vec<Person>> {
    let mut people = new.people.clone();
    for person in &mut people {
        let Some(before) = old.people.iter().find(|old| old.name() == person.name()) else {
            continue;
        };
        person.away.clone_from(&before.away);
        person.time_percent = before.time_percent;
        (person.from, person.until) = (before.from, before.until);
    }
    (people != new.people).then_some(people)
}
