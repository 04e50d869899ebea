//! How work went against how it was expected to go, and what held what.
//!
//! In: a forecast of then and the plan of now. Out: a [`Course`], which says how far each task would
//! be today if some pieces of work had gone as expected and the others as they really did. It must not
//! know dates of the whole plan, nor what is made of them.
//!
//! # Theory
//! Each task has two stretches of working time: the one in which half of the runs had it, and the one
//! in which it really was worked on. A late beginning is told of what ended late before it: of what it
//! waits for, or of other work of the same person. So a task itself went another way only by its own
//! length, and by the time that it lay idle although nothing held it:
//!
//! `start = max(expected start, latest end of what held it) + idle`, `end = start + length`.
//!
//! An early beginning is told in the same way of what ended early before it, and let it begin: it begins
//! when it really did, but not before the latest end of that.

use std::collections::{BTreeMap, BTreeSet};

use calendar::{Moment, Work, last_worked_date, local_date, start_of_day};
use forecast::Forecast;
use jiff::civil::Date;
use plan::{CommitDates, Duration, Estimate, ItemRef, Plan, Task, TaskId};
use schedule::{ActivityId, Cause, Lowered, Progress};

use super::causes::Then;
use crate::Snapshot;

/// What is known of how the work really went.
pub(super) struct Went<'a, 'f> {
    pub now: &'a Snapshot,
    pub forecast: &'f Forecast,
    pub commit_dates: &'f CommitDates,
}

/// How far a task would be.
pub(super) struct Standing {
    pub task: TaskId,
    pub ticked: bool,
    pub started: Option<Date>,
    pub done: Option<Date>,
    pub left: Option<Estimate>,
    pub spent: Option<Duration>,
    pub estimate: Option<Estimate>,
}

/// All work that did not go as was expected, or was held by such work.
pub(super) struct Course<'a> {
    plan: &'a Plan,
    line: Line<'a>,
    /// In the order of their real ends, so that what holds stands before what it holds.
    legs: Vec<Leg<'a>>,
}

/// One piece of work.
struct Leg<'a> {
    item: ItemRef,
    key: u64,
    /// The task of then; `None` for what is no task, or is new.
    before: Option<&'a Task>,
    expected: Stretch,
    real: Stretch,
    /// How much of the beginning of `real` is known.
    begun: Begun,
    /// Nothing held it for so long, and yet it had not begun.
    idle: i64,
    /// What ended late before it, and by how much (0 or less) it did not wait for that.
    held_by: Vec<(usize, i64)>,
    /// What ended early before it; without that it could not have begun when it did.
    let_by: Vec<usize>,
    /// Whether it went another way by itself.
    is_own: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Begun {
    Known,
    Unknown,
    Not,
}

/// From and to, in working minutes since the day of then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stretch {
    start: i64,
    end: i64,
}

/// Less than this is no deviation, in parts of a working day.
const DEVIATION_PART: i64 = 4;
/// The least share that is left of what is under way.
const LEFT_MIN: f64 = 0.05;

impl<'a> Course<'a> {
    /// The course of what was open then. `gone` are tasks of `plan`, which is that of now and more, that
    /// are no longer to be done, with their id of then. `O(n²)` in the tasks that deviate or are held.
    pub fn new(
        then: &'a Then<'a>,
        went: &Went<'a, '_>,
        plan: &'a Plan,
        calendars: &'a Lowered,
        before: &BTreeMap<u64, TaskId>,
        gone: &[(TaskId, TaskId)],
    ) -> Self {
        let Went { now, forecast, commit_dates } = *went;
        let line = Line::new(then, now, calendars);
        let mut legs = Vec::new();
        let Some(lowered) = &now.lowered else { return Self { plan, line, legs } };
        let seen = Seen { then, now, forecast, commit_dates, lowered, line: &line };
        for (id, task) in now.plan.leaves().filter(|(_, task)| !task.cut) {
            legs.extend(seen.task(id, task, before.get(&task.item.key).copied()));
        }
        for (id, before) in gone {
            legs.extend(seen.gone(plan.task(*id), *id, *before));
        }
        legs.extend(seen.settled());
        // What was finished on one day stands in the order of the links.
        let order: BTreeMap<ActivityId, usize> =
            lowered.problem.topological_order().iter().copied().zip(0..).collect();
        let place = |leg: &Leg<'_>| lowered.activity_of(leg.item).and_then(|id| order.get(&id));
        legs.sort_by_key(|leg: &Leg<'_>| (leg.real.end, place(leg).copied(), leg.key));
        hold(&mut legs, &seen);
        Self { plan, line, legs }
    }

    /// The keys of the work that went another way by itself.
    pub fn own(&self) -> BTreeSet<u64> {
        self.legs.iter().filter(|leg| leg.is_own).map(|leg| leg.key).collect()
    }

    /// How far each task would be if only those went as they really did whose key `is_real`; what would
    /// be as it is is left out.
    pub fn standings(&self, is_real: &dyn Fn(u64) -> bool) -> Vec<Standing> {
        let mut played: Vec<(Stretch, bool)> = Vec::with_capacity(self.legs.len());
        for leg in &self.legs {
            let by_itself = !leg.is_own || is_real(leg.key);
            let held = leg.held_by.iter().map(|(at, early)| played[*at].0.end + early).max();
            let let_by = leg.let_by.iter().map(|at| played[*at].0.end).max();
            let start = match held {
                _ if let_by.is_some() => leg.real.start.max(let_by.unwrap_or(0)),
                Some(held) => leg.expected.start.max(held) + if by_itself { leg.idle } else { 0 },
                None if by_itself => leg.real.start,
                None => leg.expected.start,
            };
            let length = if by_itself { leg.real } else { leg.expected }.length();
            let mut others = leg.held_by.iter().map(|(at, _)| at).chain(&leg.let_by);
            let as_it_is = by_itself && others.all(|at| played[*at].1);
            let stretch = if as_it_is { leg.real } else { Stretch { start, end: start + length } };
            played.push((stretch, as_it_is));
        }
        let changed = self.legs.iter().zip(&played).filter(|(_, (_, as_it_is))| !as_it_is);
        changed
            .filter_map(|(leg, (stretch, _))| {
                self.standing(leg, *stretch, leg.is_own && !is_real(leg.key))
            })
            .collect()
    }

    fn standing(&self, leg: &Leg<'_>, at: Stretch, is_turned: bool) -> Option<Standing> {
        let (ItemRef::Task(id), Some(before)) = (leg.item, leg.before) else { return None };
        let (task, line) = (self.plan.task(id), &self.line);
        let estimate = if is_turned { before.estimate } else { task.estimate };
        let mut standing = Standing {
            task: id,
            ticked: false,
            started: None,
            done: None,
            left: None,
            spent: None,
            estimate,
        };
        if at.end <= line.today && line.has_passed {
            let done = line.end_date(at.end);
            standing.ticked = true;
            standing.started = Some(line.start_date(at.start).min(done));
            standing.done = Some(done);
        } else if at.start < line.today {
            let whole = before.left.filter(|_| is_turned).or(estimate);
            let whole = whole.unwrap_or(self.plan.settings.estimate);
            let ahead = (at.end - line.today) as f64 / leg.expected.length().max(1) as f64;
            standing.started = Some(before.started.unwrap_or_else(|| line.start_date(at.start)));
            standing.left = Some(scaled(whole, ahead.max(LEFT_MIN)));
        } else if is_turned {
            (standing.started, standing.left, standing.spent) =
                (before.started, before.left, before.spent);
        }
        Some(standing)
    }
}

impl Stretch {
    fn length(self) -> i64 {
        self.end - self.start
    }
}

/// Working time since the day of then.
struct Line<'a> {
    calendars: &'a Lowered,
    origin: Moment,
    today: i64,
    yesterday: Date,
    has_passed: bool,
    deviation: i64,
    day: i64,
}

impl<'a> Line<'a> {
    fn new(then: &Then<'_>, now: &Snapshot, calendars: &'a Lowered) -> Self {
        let zone = &now.plan.zone;
        let origin = start_of_day(then.snapshot.today.min(now.today), zone);
        let calendar = calendars.plan_calendar();
        let day = i64::from(now.plan.settings.day_minutes);
        Line {
            calendars,
            origin,
            today: calendar.work_between(origin, start_of_day(now.today, zone)).0,
            yesterday: now.today.yesterday().unwrap_or(now.today),
            has_passed: then.snapshot.today < now.today,
            deviation: day / DEVIATION_PART,
            day,
        }
    }

    /// What was before then counts from then on.
    fn at(&self, moment: Moment) -> i64 {
        self.calendars.plan_calendar().work_between(self.origin, moment.max(self.origin)).0
    }

    /// The end of the work of a day.
    fn after(&self, date: Date) -> i64 {
        self.at(start_of_day(date.tomorrow().unwrap_or(date), &self.calendars.zone))
    }

    fn start_date(&self, at: i64) -> Date {
        let calendar = self.calendars.plan_calendar();
        let moment = calendar.finish(self.origin, Work(at)).unwrap_or(self.origin);
        local_date(calendar.next_working(moment).unwrap_or(moment), &self.calendars.zone)
    }

    fn end_date(&self, at: i64) -> Date {
        let end = self.calendars.plan_calendar().finish(self.origin, Work(at));
        let end = end.map(|end| last_worked_date(end, &self.calendars.zone));
        end.map_or(self.yesterday, |end| end.min(self.yesterday))
    }
}

/// Where legs are read from.
struct Seen<'a, 's> {
    then: &'a Then<'a>,
    now: &'a Snapshot,
    forecast: &'s Forecast,
    commit_dates: &'s CommitDates,
    lowered: &'a Lowered,
    line: &'s Line<'a>,
}

impl<'a> Seen<'a, '_> {
    fn task(&self, id: TaskId, task: &Task, before: Option<TaskId>) -> Option<Leg<'a>> {
        let (line, item) = (self.line, ItemRef::Task(id));
        let Some(before) = before else {
            let (real, begun) = self.real(item)?;
            return Some(Leg::new(item, task.item.key, None, real, real, begun));
        };
        let (start, end) = self.then.dates(ItemRef::Task(before))?;
        let before = self.then.snapshot.plan.task(before);
        if before.ticked || before.cut {
            return None;
        }
        let expected = Stretch { start: line.at(start), end: line.at(end) };
        let (mut real, begun) = self.real(item)?;
        let is_changed = before.estimate != task.estimate;
        if begun == Begun::Not && expected.start >= line.today && !is_changed {
            return None;
        }
        // Work that is not finished has shown nothing before it takes longer than was expected.
        let says_nothing = !task.ticked && !is_changed && task.left.is_none();
        if says_nothing && real.start + expected.length() > line.today {
            real.end = real.start + expected.length();
        }
        let mut leg = Leg::new(item, task.item.key, Some(before), expected, real, begun);
        leg.is_own = is_changed;
        Some(leg)
    }

    /// A task that is no longer to be done goes as was expected, or not at all.
    fn gone(&self, task: &Task, id: TaskId, before: TaskId) -> Option<Leg<'a>> {
        let (start, end) = self.then.dates(ItemRef::Task(before))?;
        let expected = Stretch { start: self.line.at(start), end: self.line.at(end) };
        let before = Some(self.then.snapshot.plan.task(before));
        let item = ItemRef::Task(id);
        let mut leg = Leg::new(item, task.item.key, before, expected, expected, Begun::Known);
        leg.is_own = true;
        Some(leg)
    }

    /// What should be settled by now: unknowns, decisions and obstacles.
    fn settled(&self) -> Vec<Leg<'a>> {
        let plan = &self.now.plan;
        let items = plan.items().filter(|(item, _)| {
            matches!(item, ItemRef::Unknown(_) | ItemRef::Decision(_) | ItemRef::Obstacle(_))
        });
        let then: BTreeMap<u64, ItemRef> =
            self.then.snapshot.plan.items().map(|(item, about)| (about.key, item)).collect();
        let leg = |(item, about): (ItemRef, &plan::Item)| {
            let was = *then.get(&about.key)?;
            let was_open = !self.then.is_settled(was);
            let (_, end) = self.then.dates(was).filter(|_| was_open)?;
            let end = self.line.at(end);
            let gone = self.gone_on(item, about.key);
            let real = gone.map_or(self.real(item)?.0.end, |date| self.line.after(date));
            let at = |at| Stretch { start: at, end: at };
            let leg = Leg::new(item, about.key, None, at(end), at(real), Begun::Known);
            (end < self.line.today).then_some(leg)
        };
        items.filter_map(leg).collect()
    }

    /// The day on which an obstacle was ticked. Without it, it would seem to be gone since today only.
    fn gone_on(&self, item: ItemRef, key: u64) -> Option<Date> {
        let ItemRef::Obstacle(id) = item else { return None };
        let done = self.commit_dates.get(&key)?.done;
        done.filter(|date| {
            self.now.plan.obstacles[id.index()].item.ticked && *date < self.now.today
        })
    }

    /// When an item really went on, or goes on in half of the runs.
    fn real(&self, item: ItemRef) -> Option<(Stretch, Begun)> {
        let line = self.line;
        let activity = self.lowered.activity_of(item)?;
        let played = &self.forecast.activities[activity.index()];
        let end = played.finish.p50.map_or(line.today, |end| line.at(end));
        Some(match self.lowered.problem.activity(activity).progress {
            Progress::Finished { start, finish } => {
                let knows = match item {
                    ItemRef::Task(id) => self.now.plan.task(id).started.is_some(),
                    _ => false,
                };
                let begun = if knows { Begun::Known } else { Begun::Unknown };
                (Stretch { start: line.at(start), end: line.at(finish) }, begun)
            }
            Progress::Started { start } => {
                let start = line.at(start);
                (Stretch { start, end: end.max(start) }, Begun::Known)
            }
            Progress::Planned => {
                let start = played.start.p50.map_or(line.today, |start| line.at(start));
                let start = start.max(line.today);
                (Stretch { start, end: end.max(start) }, Begun::Not)
            }
        })
    }
}

impl<'a> Leg<'a> {
    fn new(
        item: ItemRef,
        key: u64,
        before: Option<&'a Task>,
        expected: Stretch,
        real: Stretch,
        begun: Begun,
    ) -> Self {
        let (idle, held_by, let_by, is_own) = (0, Vec::new(), Vec::new(), false);
        Leg { item, key, before, expected, real, begun, idle, held_by, let_by, is_own }
    }

    /// Begins early because others ended early, the last of them at `latest`: what it did by itself is its
    /// length. Where nobody wrote down when it began, it took as long as was expected.
    fn begin_early(&mut self, let_by: Vec<usize>, latest: i64, deviation: i64) {
        if self.begun == Begun::Unknown {
            let usual = self.real.end - self.expected.length();
            self.real.start = usual.max(latest).min(self.real.end);
        }
        self.let_by = let_by;
        self.is_own |= (self.real.length() - self.expected.length()).abs() > deviation;
    }

    /// Whether it is no longer to be done.
    fn is_gone(&self, seen: &Seen<'_, '_>) -> bool {
        let ItemRef::Task(id) = self.item else { return false };
        seen.now.plan.tasks.get(id.index()).is_none_or(|task| task.cut)
    }
}

/// Says of each leg what held it, and with that what it did by itself.
fn hold(legs: &mut [Leg<'_>], seen: &Seen<'_, '_>) {
    let line = seen.line;
    let at: BTreeMap<ActivityId, usize> = (0..)
        .zip(legs.iter())
        .filter(|(_, leg)| !leg.is_gone(seen))
        .filter_map(|(at, leg): (usize, &Leg<'_>)| Some((seen.lowered.activity_of(leg.item)?, at)))
        .collect();
    for index in 0..legs.len() {
        if legs[index].before.is_none() {
            let leg = &mut legs[index];
            // What is new is a piece of its own; what was to be settled, where it was late.
            let is_new = matches!(leg.item, ItemRef::Task(_));
            leg.is_own = is_new || leg.real.end - leg.expected.end > line.deviation;
            if is_new {
                leg.expected = Stretch { start: 0, end: 0 };
            }
            continue;
        }
        let holders = holders(index, legs, &at, seen);
        let let_by = let_by(index, legs, &at, seen).into_iter().filter(|_| holders.is_empty());
        let let_by: Vec<usize> = let_by.collect();
        if let Some(latest) = let_by.iter().map(|other| legs[*other].real.end).max() {
            legs[index].begin_early(let_by, latest, line.deviation);
            continue;
        }
        let latest = holders.iter().map(|holder| legs[*holder].real.end).max();
        let is_held_now = holders.iter().any(|holder| legs[*holder].real.end > line.today);
        let ends: Vec<i64> = holders.iter().map(|holder| legs[*holder].real.end).collect();
        let leg = &mut legs[index];
        if leg.begun == Begun::Unknown {
            leg.real.start = leg.expected.start.max(latest.unwrap_or(0)).min(leg.real.end);
        }
        let start = leg.real.start;
        leg.held_by =
            holders.into_iter().zip(ends).map(|(at, end)| (at, (start - end).min(0))).collect();
        let is_late = match latest {
            Some(latest) if leg.begun == Begun::Not => {
                leg.idle = if is_held_now { 0 } else { (line.today - latest).max(0) };
                leg.idle > line.deviation
            }
            Some(latest) => {
                leg.idle = (start - latest).max(0);
                leg.idle > line.deviation
            }
            None => (start - leg.expected.start).abs() > line.deviation,
        };
        let longer = leg.real.length() - leg.expected.length();
        leg.is_own |= is_late || longer.abs() > line.deviation;
    }
}

/// What ended after a task should have begun and before it did.
fn holders(
    index: usize,
    legs: &[Leg<'_>],
    at: &BTreeMap<ActivityId, usize>,
    seen: &Seen<'_, '_>,
) -> Vec<usize> {
    let leg = &legs[index];
    if leg.is_gone(seen) {
        return Vec::new();
    }
    let Some(activity) = seen.lowered.activity_of(leg.item) else { return Vec::new() };
    let mut found = before(activity, at, seen);
    match leg.begun {
        Begun::Not => {
            let causes = &seen.forecast.activities[activity.index()].causes;
            if let Some((Cause::Busy(other), _)) = causes.first() {
                found.extend(at.get(other));
            }
        }
        Begun::Known | Begun::Unknown => found.extend(same_hands(leg, legs, seen)),
    }
    let latest = if leg.begun == Begun::Known { leg.real.start + seen.line.day } else { i64::MAX };
    found.retain(|other| {
        let end = legs[*other].real.end;
        *other < index && end > leg.expected.start && end <= latest
    });
    found.into_iter().collect()
}

/// What was expected to end after a task really began, and to begin before it, and ended before it did.
fn let_by(
    index: usize,
    legs: &[Leg<'_>],
    at: &BTreeMap<ActivityId, usize>,
    seen: &Seen<'_, '_>,
) -> Vec<usize> {
    let leg = &legs[index];
    let known = leg.begun == Begun::Known;
    let start = if known { leg.real.start } else { leg.real.end - leg.expected.length() };
    let is_early = leg.begun != Begun::Not && start + seen.line.deviation < leg.expected.start;
    let activity = seen.lowered.activity_of(leg.item).filter(|_| is_early && !leg.is_gone(seen));
    let Some(activity) = activity else { return Vec::new() };
    let mut found = before(activity, at, seen);
    found.extend(same_hands(leg, legs, seen));
    let latest = if known { leg.real.start + seen.line.day } else { leg.real.end };
    found.retain(|other| {
        let Leg { expected, real, .. } = &legs[*other];
        let was_before = expected.start < leg.expected.start && expected.end > start;
        *other < index && was_before && real.end < expected.end && real.end <= latest
    });
    found.into_iter().collect()
}

/// The legs that an activity waits for, also by way of joints, milestones and what is no leg.
fn before(
    activity: ActivityId,
    at: &BTreeMap<ActivityId, usize>,
    seen: &Seen<'_, '_>,
) -> BTreeSet<usize> {
    let problem = &seen.lowered.problem;
    let mut met = BTreeSet::from([activity]);
    let (mut found, mut open) = (BTreeSet::new(), vec![activity]);
    while let Some(next) = open.pop() {
        for (_, link) in problem.incoming(next) {
            if !met.insert(link.from) {
                continue;
            }
            match at.get(&link.from) {
                Some(leg) => drop(found.insert(*leg)),
                None if is_joint(link.from, seen) => open.push(link.from),
                None => {}
            }
        }
    }
    found
}

/// Whether an activity only stands for others: no work, and nothing that somebody settles.
fn is_joint(activity: ActivityId, seen: &Seen<'_, '_>) -> bool {
    match seen.lowered.item_of(activity) {
        Some(ItemRef::Task(id)) => !seen.now.plan.task(id).is_leaf(),
        Some(ItemRef::Unknown(_) | ItemRef::Decision(_) | ItemRef::Obstacle(_)) => false,
        _ => true,
    }
}

/// Other work of the one who did this, which they had begun before.
fn same_hands<'l>(
    leg: &'l Leg<'_>,
    legs: &'l [Leg<'_>],
    seen: &'l Seen<'_, '_>,
) -> impl Iterator<Item = usize> + 'l {
    let only = |leg: &Leg<'_>| match leg.item {
        ItemRef::Task(id) => seen.now.plan.tasks.get(id.index())?.who.only(),
        _ => None,
    };
    let own = only(leg);
    let is_before = move |(_, other): &(usize, &Leg<'_>)| {
        own.is_some() && only(other) == own && other.real.start < leg.real.start
    };
    (0..).zip(legs).filter(is_before).map(|(at, _)| at)
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
