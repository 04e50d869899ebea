//! What each item comes to: the rows that tables and JSON share, so that the same date never
//! differs between them.

use calendar::Moment;
use jiff::civil::Date;
use plan::{Due, ItemRef, TaskId};

use crate::facts::{Facts, Status};

/// A milestone, a feature, or a task with a date of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Target<'a> {
    /// Which item.
    pub item: ItemRef,
    /// Its id, if it has one.
    pub id: Option<&'a str>,
    /// Its title.
    pub title: &'a str,
    /// The day it was reached.
    pub reached: Option<Date>,
    /// Half of the runs reach it by then.
    pub p50: Option<Date>,
    /// Four of five runs reach it by then.
    pub p80: Option<Date>,
    /// When it is wanted.
    pub due: Option<Due>,
    /// The chance of that; `None` if no run ever reaches it.
    pub chance: Option<f64>,
    /// Whether it is open and waits for nothing, so that no date can be told.
    pub waits_for_nothing: bool,
}

/// A task without parts.
#[derive(Clone, Debug, PartialEq)]
pub struct TaskRow<'a> {
    /// Which task.
    pub task: TaskId,
    /// Its id, if it has one.
    pub id: Option<&'a str>,
    /// Its title.
    pub title: &'a str,
    /// Names of those who do it in the one future.
    pub people: Vec<&'a str>,
    /// Its start in the one future.
    pub start: Option<Moment>,
    /// Its finish in the one future.
    pub finish: Option<Moment>,
    /// Half of the runs finish it by then.
    pub p50: Option<Date>,
    /// Four of five runs finish it by then.
    pub p80: Option<Date>,
    /// The share of runs in which it is on the longest path.
    pub path_share: f64,
    /// How far it is.
    pub status: Status,
}

/// The milestones in the order of the text.
#[must_use]
pub fn milestones<'a>(facts: &Facts<'a>) -> Vec<Target<'a>> {
    let all = (0..).map(plan::MilestoneId).zip(&facts.plan.milestones);
    let row = |(id, milestone): (plan::MilestoneId, &plan::Milestone)| {
        target(facts, ItemRef::Milestone(id), milestone.due, facts.plan.is_reached(id))
    };
    all.map(row).collect()
}

/// The features in the order of the text.
#[must_use]
pub fn features<'a>(facts: &Facts<'a>) -> Vec<Target<'a>> {
    let reached = facts.plan.features_reached();
    let items = (0..).map(plan::FeatureId).map(ItemRef::Feature);
    let all = items.zip(&facts.plan.features).zip(reached);
    let row = |((item, feature), is_reached): ((ItemRef, &plan::Feature), bool)| {
        target(facts, item, feature.due, is_reached)
    };
    all.map(row).collect()
}

/// The open tasks that have a date of their own, in the order of the text.
#[must_use]
pub fn due_tasks<'a>(facts: &Facts<'a>) -> Vec<Target<'a>> {
    let all = (0..).map(TaskId).zip(&facts.plan.tasks);
    let due = all.filter(|(_, task)| !task.ticked && !task.cut);
    let row = |(id, task): (TaskId, &plan::Task)| {
        let due = Due { date: task.due?, hard: false };
        Some(target(facts, ItemRef::Task(id), Some(due), false))
    };
    due.filter_map(row).collect()
}

/// The tasks without parts in the order of the text, those cut included.
#[must_use]
pub fn tasks<'a>(facts: &Facts<'a>) -> Vec<TaskRow<'a>> {
    facts.plan.leaves().map(|(id, _)| task(facts, id)).collect()
}

/// One task without parts.
#[must_use]
pub fn task<'a>(facts: &Facts<'a>, id: TaskId) -> TaskRow<'a> {
    let task = facts.plan.task(id);
    let item = ItemRef::Task(id);
    let activity = facts.lowered.activity_of(item).filter(|_| !task.cut);
    let entry = activity.and_then(|activity| facts.schedule.entry(activity));
    let played = activity.and_then(|activity| facts.forecast.activities.get(activity.index()));
    let date = |moment: Option<Moment>| moment.map(|moment| facts.finish_date(moment));
    TaskRow {
        task: id,
        id: task.item.id.as_deref(),
        title: &task.item.title,
        people: activity.map_or_else(Vec::new, |activity| {
            facts.people(activity).into_iter().map(|person| facts.person(person)).collect()
        }),
        start: entry.map(|entry| entry.start),
        finish: entry.map(|entry| entry.finish),
        p50: played.and_then(|played| date(played.finish.p50)),
        p80: played.and_then(|played| date(played.finish.p80)),
        path_share: played.map_or(0.0, |played| played.path_share),
        status: facts.status(id),
    }
}

fn target<'a>(facts: &Facts<'a>, item: ItemRef, due: Option<Due>, is_reached: bool) -> Target<'a> {
    let written = facts.plan.item(item).expect("BUG: only a plan has no item");
    let waits_for_nothing = !is_reached && is_loose(facts, item);
    let played = facts.played(item).filter(|_| !waits_for_nothing);
    let date = |moment: Option<Moment>| moment.map(|moment| facts.finish_date(moment));
    let (p50, p80) = played.map_or((None, None), |played| (played.finish.p50, played.finish.p80));
    Target {
        item,
        id: written.id.as_deref(),
        title: &written.title,
        reached: if is_reached { date(p50) } else { None },
        p50: date(p50),
        p80: date(p80),
        due,
        chance: due
            .filter(|_| !waits_for_nothing && !facts.is_never(item))
            .and_then(|due| facts.chance_by(item, due.date)),
        waits_for_nothing,
    }
}

/// Whether nothing has to come before an item that takes no time of its own.
fn is_loose(facts: &Facts, item: ItemRef) -> bool {
    if matches!(item, ItemRef::Task(_)) {
        return false;
    }
    let activity = facts.lowered.activity_of(item);
    activity.is_some_and(|id| facts.lowered.problem.incoming(id).next().is_none())
}
