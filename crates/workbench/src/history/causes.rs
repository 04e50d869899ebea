//! What moved the date between an old forecast and today's.
//!
//! In: the plan of then with its forecast, and the plan of now. Out: for each piece of work that
//! did not go as was forecast, by how many days that moved P80.
//!
//! # Theory
//! The plan of now is turned back to what was expected, one piece of work at a time: finished when
//! half of the runs had it finished, under way with the share that should be left, not begun, or
//! not there. What began late because it waited for another such piece is turned back together with
//! that one (see `course`), so that an overrun is told of the work that overran. That work changed hands,
//! and what was edited in the plan (see `edits`), is told apart from how the work went. Let `v(S)` be P80 of the plan in which only the pieces in `S` are as
//! they really are. What a piece moved is the mean of `v(S + piece) - v(S)` over a few orders in
//! which reality arrives, each taken forward and backward, so that no piece pays for being named
//! first. The shares add up to `v(all) - v(none)`. Exact only over all orders (Shapley 1953); for
//! pairs that matter to each other an order and its reverse already share fairly.
//!
//! All these futures are played on the same draws and in the order of priority of now. What the order
//! itself moved is told apart: P80 of the plan of now in it, less that in the order of then.

use std::collections::BTreeMap;
use std::sync::Arc;

use calendar::{Moment, last_worked_date};
use forecast::{Emphasis, Forecast, simulate};
use jiff::civil::Date;
use plan::{
    CommitDates, DecisionId, ItemRef, ObstacleId, Person, Plan, Risk, RiskId, RiskStatus, Settings,
    Task, TaskId, UnknownId, Who,
};
use rayon::prelude::*;
use schedule::{LowerOptions, Lowered, lower};
use serde::{Deserialize, Serialize};

use super::course::{Course, Standing, Went};
use super::edits::{Edits, Undo};
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
    /// What was edited at the item of this key: what it waits for, or when it may begin.
    Edit(u64),
    /// That the task of this key is no longer to be done.
    Gone(u64),
    /// Where the plan ends.
    Finish,
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

/// What turns one piece of the plan of now back to what was expected.
enum Expected<'a> {
    /// The task was not there.
    NoTask(TaskId),
    /// What was edited.
    Edit(Undo),
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
/// nothing if either never ends. P80 is that of the plan, or that of an item `of` the plan of now. An
/// obstacle was gone on its day in `commit_dates`: the plan has none for it.
#[must_use]
pub fn shares(
    then: &Then<'_>,
    now: &Snapshot,
    forecast: &Forecast,
    commit_dates: &CommitDates,
    seed: Option<u64>,
    of: Option<ItemRef>,
) -> Vec<(Piece, f64)> {
    let Some(lowered) = &now.lowered else { return Vec::new() };
    // What was expected may be over since long before the calendars of today begin.
    let Some(calendars) = reaching_back(now, Some(then.snapshot.today)) else { return Vec::new() };
    let (old, new) = (&then.snapshot.plan, &now.plan);
    let before = tasks_then(old, new);
    let edits = Edits::new(old, new, &before);
    let went = Went { now, forecast, commit_dates };
    let course = Course::new(then, &went, &edits.plan, &calendars, &before, &edits.gone);
    let mut pieces = pieces(then, now, &before, &edits, &course);
    let activities = lowered.problem.activities().len().max(1);
    let runs = u32::try_from(ACTIVITY_RUNS_MAX / activities).unwrap_or(RUNS_MAX);
    let options = PlayOptions { runs: Some(runs.clamp(RUNS_MIN, RUNS_MAX)), seed };
    let play = Play { now, plan: &edits.plan, calendars: &calendars, options, of };
    let value = |pieces: &[Turned<'_>], is_real: &dyn Fn(usize) -> bool| {
        let unreal = pieces.iter().enumerate().filter(|(at, _)| !is_real(*at));
        let unreal: Vec<&Turned<'_>> = unreal.map(|(_, piece)| piece).collect();
        let is_turned = |key| {
            let keys = [Piece::Item(key), Piece::Gone(key)];
            unreal.iter().any(|(piece, _)| keys.contains(piece))
        };
        let standings = course.standings(&|key| !is_turned(key));
        let expected = unreal.iter().flat_map(|(_, expected)| expected);
        play.p80_days(standings, expected, &forecast.emphasis)
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
    let by = |emphasis| play.p80_days(Vec::new(), std::iter::empty(), emphasis);
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

/// What is played, again and again.
struct Play<'a> {
    now: &'a Snapshot,
    /// The plan of now, with what is gone from it cut.
    plan: &'a Plan,
    calendars: &'a Lowered,
    options: PlayOptions,
    of: Option<ItemRef>,
}

impl Play<'_> {
    /// P80 of the plan of now with the work of `standings` as far as they say, and with `expected` in
    /// place of what is real; in working days from today by the calendar of `calendars`.
    fn p80_days<'e, 'p: 'e>(
        &self,
        standings: Vec<Standing>,
        expected: impl Iterator<Item = &'e Expected<'p>>,
        emphasis: &Emphasis,
    ) -> Option<f64> {
        let now = self.now;
        let mut plan = self.plan.clone();
        standings.into_iter().for_each(|standing| standing.apply(&mut plan));
        expected.for_each(|expected| turn_back(&mut plan, expected, now.today));
        let turned = lower(&plan, &LowerOptions::new(now.today)).lowered?;
        // The same futures for every set, so that they can be subtracted.
        let most = crate::runs_for_price(now)?;
        let futures = PlayOptions { runs: self.options.runs.or(Some(most)), ..self.options };
        let options = forecast_options(&plan, &turned, futures, most, emphasis);
        let played = simulate(&turned.problem, &options);
        let p80 = match self.of {
            None => played.finish.percentile(80)?,
            Some(item) => played.activities[turned.activity_of(item)?.index()].finish.p80?,
        };
        let from = self.calendars.problem.today();
        let minutes = self.calendars.plan_calendar().work_between(from, p80).0;
        Some(now.plan.settings.days(minutes as f64))
    }
}

fn turn_back(plan: &mut Plan, expected: &Expected<'_>, today: Date) {
    match expected {
        Expected::NoTask(id) => plan.tasks[id.index()].cut = true,
        Expected::Edit(undo) => undo.apply(plan),
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

/// Each task of now that was there then, by its key.
pub(super) fn tasks_then(old: &Plan, new: &Plan) -> BTreeMap<u64, TaskId> {
    let by_key: BTreeMap<u64, ItemRef> =
        old.items().map(|(item, about)| (about.key, item)).collect();
    let pairs = plan::pairs(old, new).into_iter();
    pairs
        .filter_map(|(old_task, new_task)| {
            let Some(ItemRef::Task(id)) = by_key.get(&old_task?.item.key) else { return None };
            Some((new_task?.item.key, *id))
        })
        .collect()
}

/// Everything that is not as was expected, with what turns it back; how tasks went is in `course`.
fn pieces<'a>(
    then: &Then<'a>,
    now: &'a Snapshot,
    before: &BTreeMap<u64, TaskId>,
    edits: &Edits<'_>,
    course: &Course<'_>,
) -> Vec<Turned<'a>> {
    let mut found: BTreeMap<Piece, Vec<Expected<'a>>> = BTreeMap::new();
    for (piece, expected) in alone(then, now, before) {
        found.entry(piece).or_default().push(expected);
    }
    let edited = edits.all();
    for (piece, undo) in edited {
        found.entry(piece).or_default().push(Expected::Edit(undo));
    }
    for key in course.own() {
        if !found.contains_key(&Piece::Gone(key)) {
            found.entry(Piece::Item(key)).or_default();
        }
    }
    found.into_iter().collect()
}

/// What is not as it was, but for edits and for how the work went.
fn alone<'a>(
    then: &Then<'a>,
    now: &'a Snapshot,
    before: &BTreeMap<u64, TaskId>,
) -> Vec<(Piece, Expected<'a>)> {
    let (old, new) = (&then.snapshot.plan, &now.plan);
    let mut found = Vec::new();
    let by_key: BTreeMap<u64, ItemRef> =
        old.items().map(|(item, about)| (about.key, item)).collect();
    for (id, task) in new.leaves().filter(|(_, task)| !task.cut) {
        let key = task.item.key;
        let Some(was) = before.get(&key) else {
            found.push((Piece::Item(key), Expected::NoTask(id)));
            continue;
        };
        let hands = hands_then(then, now, *was, task);
        found.extend(hands.map(|who| (Piece::Hands(key), Expected::Hands(id, who))));
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
    pub(super) fn dates(&self, item: ItemRef) -> Option<(Moment, Moment)> {
        let activity = self.snapshot.lowered.as_ref()?.activity_of(item)?;
        let played = self.forecast.activities.get(activity.index())?;
        Some((played.start.p50?, played.finish.p50?))
    }

    /// Whether an item was expected to be over before `today`.
    fn is_over(&self, item: ItemRef, today: Date) -> bool {
        let zone = &self.snapshot.plan.zone;
        self.dates(item).is_some_and(|(_, finish)| last_worked_date(finish, zone) < today)
    }

    /// Whether nobody had to settle an item any more.
    pub(super) fn is_settled(&self, item: ItemRef) -> bool {
        let plan = &self.snapshot.plan;
        match item {
            ItemRef::Decision(id) => plan.decisions[id.index()].is_made(),
            item => plan.item(item).is_some_and(|about| about.ticked),
        }
    }
}

impl Standing {
    fn apply(self, plan: &mut Plan) {
        let task = &mut plan.tasks[self.task.index()];
        (task.ticked, task.started, task.done) = (self.ticked, self.started, self.done);
        (task.left, task.spent, task.estimate) = (self.left, self.spent, self.estimate);
    }
}

/// Who was to do an open task; `None` if that is who does it, or somebody of them is gone.
fn hands_then(then: &Then<'_>, now: &Snapshot, before: TaskId, task: &Task) -> Option<Arc<Who>> {
    let old = then.snapshot.plan.task(before);
    let who = who_now(&then.snapshot.plan, &now.plan, &old.who)?;
    (!old.ticked && !old.cut && !task.ticked && who != *task.who).then(|| Arc::new(who))
}

/// The people of then by the names of now; `None` if somebody is gone.
pub(super) fn who_now(old: &Plan, new: &Plan, who: &Who) -> Option<Who> {
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
