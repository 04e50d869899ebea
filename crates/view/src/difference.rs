//! What lies between two versions of a plan, in figures: the rows that the screen, the comment and
//! the JSON of a diff share, so that the same date never differs between them.
//!
//! In: the [`Facts`] of both versions. Out: dates, chances, days of work. Which edit moved the date
//! by how much is found elsewhere. It must not know how anything is shown.

use std::collections::BTreeMap;

use jiff::civil::Date;
use plan::{ItemRef, PersonId};
use schedule::ActivityId;

use crate::facts::Facts;
use crate::load::{days_until_due, work_left};
use crate::sentence::Situation;

/// The same thing before and after.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Pair<T> {
    /// In the version that is compared with.
    pub base: T,
    /// In the version that is looked at.
    pub head: T,
}

/// How a date moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shift {
    /// The dates; `None` for never, and while it is too early for a date.
    pub date: Pair<Option<Date>>,
    /// Working days of the plan from the one to the other; negative if it is sooner.
    pub working_days: Option<i64>,
}

/// A date by which something is wanted, and how its chance changes.
#[derive(Clone, Debug, PartialEq)]
pub struct DueChange {
    /// The id, else the title, of what is wanted; `None` for the whole plan.
    pub item: Option<String>,
    /// The date; `None` where none is set.
    pub date: Pair<Option<Date>>,
    /// Whether it is a deadline rather than a wish, in the newer version that sets it.
    pub hard: bool,
    /// The chance of it, 0 to 1.
    pub chance: Pair<Option<f64>>,
}

/// What somebody has to do, and the time there is for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Load {
    /// The name after `@`.
    pub person: String,
    /// Mean working days of the work that is left and falls to them; `None` where they are not in
    /// the plan.
    pub work_days: Pair<Option<f64>>,
    /// Their working days from today to the plan's due date, leave taken off, at their share of
    /// time; `None` without a due date ahead.
    pub available_days: Pair<Option<f64>>,
}

/// What holds most of the longest path.
#[derive(Clone, Debug, PartialEq)]
pub struct PathHolder {
    /// Whose work it is, or what is waited for.
    pub by: Holder,
    /// Its share of the days on the longest path, over all runs.
    pub share: f64,
}

/// Who or what is on the longest path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holder {
    /// Somebody's work: the name after `@`.
    Person(String),
    /// Waiting: what is waited for most, as a mention.
    Waiting(String),
}

impl Holder {
    /// As it stands in a table.
    #[must_use]
    pub fn said(&self) -> String {
        match self {
            Holder::Person(name) => name.clone(),
            Holder::Waiting(item) => format!("waiting for {item}"),
        }
    }
}

/// All figures that two versions of a plan are compared by.
#[derive(Clone, Debug)]
pub struct Difference {
    /// The finish that half of the runs make.
    pub p50: Shift,
    /// The finish that four of five runs make.
    pub p80: Shift,
    /// The finish that nineteen of twenty runs make.
    pub p95: Shift,
    /// Due dates, the plan's first, those of what is finished left out.
    pub dues: Vec<DueChange>,
    /// Mean working days of work that are left, everybody's added up.
    pub work_days: Pair<f64>,
    /// Everybody with work left, in the order of the newer team.
    pub loads: Vec<Load>,
    /// What holds most of the longest path; `None` where nobody is named.
    pub path: Pair<Option<PathHolder>>,
}

/// Compares two versions of a plan. `O(items + activities)`.
#[must_use]
pub fn difference(base: &Facts, head: &Facts) -> Difference {
    let (base_loads, head_loads) = (loads(base), loads(head));
    Difference {
        p50: shift(base, head, 50),
        p80: shift(base, head, 80),
        p95: shift(base, head, 95),
        dues: dues(base, head),
        work_days: Pair { base: work_days(base), head: work_days(head) },
        loads: joined(&base_loads, &head_loads),
        path: Pair { base: path_holder(base), head: path_holder(head) },
    }
}

impl Difference {
    /// The plan's own due date.
    #[must_use]
    pub fn due(&self) -> Option<&DueChange> {
        self.dues.iter().find(|due| due.item.is_none())
    }

    /// The load of somebody.
    #[must_use]
    pub fn load(&self, person: &str) -> Option<&Load> {
        self.loads.iter().find(|load| load.person == person)
    }
}

fn shift(base: &Facts, head: &Facts, percent: u32) -> Shift {
    let date = Pair { base: finish(base, percent), head: finish(head, percent) };
    let working_days = match (date.base, date.head) {
        (Some(from), Some(to)) => {
            Some(head.lowered.plan_calendar().working_days(from, to, &head.lowered.zone))
        }
        _ => None,
    };
    Shift { date, working_days }
}

fn finish(facts: &Facts, percent: u32) -> Option<Date> {
    let is_dated = matches!(facts.situation(), Situation::Dated { .. } | Situation::Done { .. });
    let finish = facts.forecast.finish.percentile(percent).filter(|_| is_dated)?;
    Some(facts.finish_date(finish))
}

/// Whatever has a due date in either version; an item is the same if its draw key is.
fn dues(base: &Facts, head: &Facts) -> Vec<DueChange> {
    let (before, after) = (wanted(base), wanted(head));
    let mut dues = Vec::new();
    let keys = after.iter().chain(before.iter().filter(|one| !after.iter().any(|b| b.0 == one.0)));
    for (key, latest) in keys {
        let old = before.iter().find(|(other, _)| other == key).map(|(_, due)| due);
        let new = after.iter().find(|(other, _)| other == key).map(|(_, due)| due);
        dues.push(DueChange {
            item: latest.name.clone(),
            date: Pair { base: old.map(|due| due.date), head: new.map(|due| due.date) },
            hard: latest.hard,
            chance: Pair {
                base: old.and_then(|due| due.chance),
                head: new.and_then(|due| due.chance),
            },
        });
    }
    dues
}

struct Wanted {
    name: Option<String>,
    date: Date,
    hard: bool,
    chance: Option<f64>,
}

/// What has a due date and is not finished, by draw key; the plan has none.
fn wanted(facts: &Facts) -> Vec<(Option<u64>, Wanted)> {
    let plan = facts.plan;
    let is_dated = !matches!(facts.situation(), Situation::TooEarly { .. });
    let own = facts.deadline().map(|deadline| {
        let (date, hard, chance) =
            (deadline.date, deadline.hard, is_dated.then_some(deadline.chance));
        (None, Wanted { name: None, date, hard, chance })
    });
    let milestones = (0..).map(plan::MilestoneId).zip(&plan.milestones);
    let milestones = milestones.map(|(id, one)| (ItemRef::Milestone(id), one.due));
    let features = (0..).map(plan::FeatureId).zip(&plan.features);
    let features = features.map(|(id, one)| (ItemRef::Feature(id), one.due));
    let tasks = (0..).map(plan::TaskId).zip(&plan.tasks).filter(|(_, task)| !task.cut);
    let soft = |date| plan::Due { date, hard: false };
    let tasks = tasks.map(|(id, task)| (ItemRef::Task(id), task.due.map(soft)));
    let items = milestones.chain(features).chain(tasks).filter_map(|(item, due)| {
        let (due, written) = (due?, plan.item(item)?);
        let wanted = Wanted {
            name: Some(facts.name(item).to_owned()),
            date: due.date,
            hard: due.hard,
            chance: facts.chance_by(item, due.date).filter(|_| is_dated),
        };
        (!written.ticked).then_some((Some(written.key), wanted))
    });
    own.into_iter().chain(items).collect()
}

fn work_days(facts: &Facts) -> f64 {
    let minutes = facts.open_work().filter(|(item, _)| !facts.is_wait(*item));
    // The sum of nothing would be −0.
    facts.days(minutes.map(|(_, activity)| facts.effort_of_all(activity)).fold(0.0, |a, b| a + b))
}

/// What everybody inside with work left has to do, and the time they have for it, in the order of the
/// team; only the newer side of each pair is set.
#[must_use]
pub fn loads_of(facts: &Facts) -> Vec<Load> {
    joined(&[], &loads(facts))
}

type OwnLoad = (String, f64, Option<f64>);

/// Everybody inside with work left: what it is, and the time there is, both in days.
fn loads(facts: &Facts) -> Vec<OwnLoad> {
    let load = |(id, minutes): (PersonId, f64)| {
        (facts.person(id).to_owned(), facts.days(minutes), days_until_due(facts, id))
    };
    work_left(facts).into_iter().map(load).collect()
}

fn joined(base: &[OwnLoad], head: &[OwnLoad]) -> Vec<Load> {
    let gone = base.iter().filter(|(name, ..)| !head.iter().any(|(other, ..)| other == name));
    let names: Vec<String> = head.iter().chain(gone).map(|(name, ..)| name.clone()).collect();
    let find = |all: &[OwnLoad], name: &str| {
        let found = all.iter().find(|(other, ..)| other == name);
        (found.map(|(_, work, _)| *work), found.and_then(|(.., available)| *available))
    };
    let load = |person: String| {
        let (before, after) = (find(base, &person), find(head, &person));
        Load {
            person,
            work_days: Pair { base: before.0, head: after.0 },
            available_days: Pair { base: before.1, head: after.1 },
        }
    };
    names.into_iter().map(load).collect()
}

/// What holds most of the longest path: each activity counts with its days, in the share of runs in which
/// it is on the path. Whatever nobody works on is waiting, all of it together. `O(activities)`.
#[must_use]
pub fn path_holder(facts: &Facts) -> Option<PathHolder> {
    let mut held: BTreeMap<PersonId, f64> = BTreeMap::new();
    let mut waits: Vec<(ItemRef, f64)> = Vec::new();
    let mut total = 0.0;
    for (item, activity) in facts.open_work().chain(open_questions(facts)) {
        let on_path = days_on_path(facts, activity);
        total += on_path;
        let people = facts.people(activity);
        if facts.is_wait(item) || !matches!(item, ItemRef::Task(_) | ItemRef::Unknown(_)) {
            waits.push((item, on_path));
            continue;
        }
        for person in people {
            *held.entry(person).or_default() += on_path;
        }
    }
    let most = held.into_iter().reduce(|most, one| if one.1 > most.1 { one } else { most });
    let waiting: f64 = waits.iter().map(|(_, days)| days).sum();
    let longest = waits.into_iter().reduce(|most, one| if one.1 > most.1 { one } else { most });
    let by_person = most.map(|(id, days)| (Holder::Person(facts.person(id).to_owned()), days));
    let by_waiting = longest.map(|(item, _)| (Holder::Waiting(facts.mention(item)), waiting));
    let all = by_person.into_iter().chain(by_waiting);
    let (by, days) = all.reduce(|most, one| if one.1 > most.1 { one } else { most })?;
    (days > 0.0).then(|| PathHolder { by, share: days / total })
}

/// Working days of the plan that an activity takes in the middle, times its path share.
#[must_use]
pub fn days_on_path(facts: &Facts, activity: ActivityId) -> f64 {
    let played = &facts.forecast.activities[activity.index()];
    let (Some(start), Some(finish)) = (played.start.p50, played.finish.p50) else { return 0.0 };
    let today = facts.lowered.problem.today();
    // A decision or an obstacle takes no time of its own: it is waited for from today on.
    let start = if start == finish { today } else { start.max(today) };
    let minutes = facts.lowered.plan_calendar().work_between(start, finish.max(start));
    played.path_share * facts.days(minutes.0 as f64)
}

/// Decisions and obstacles that are open.
fn open_questions<'a>(facts: &'a Facts<'_>) -> impl Iterator<Item = (ItemRef, ActivityId)> + 'a {
    let decisions = (0..).map(plan::DecisionId).zip(&facts.plan.decisions);
    let decisions =
        decisions.filter(|(_, one)| !one.is_made()).map(|(id, _)| ItemRef::Decision(id));
    let obstacles = (0..).map(plan::ObstacleId).zip(&facts.plan.obstacles);
    let obstacles =
        obstacles.filter(|(_, one)| !one.item.ticked).map(|(id, _)| ItemRef::Obstacle(id));
    decisions.chain(obstacles).filter_map(|item| Some((item, facts.lowered.activity_of(item)?)))
}
