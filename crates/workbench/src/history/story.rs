//! What moved the date, in the terms of the work.
//!
//! In: a piece, by how many days it moved the date, and both versions of the plan. Out: a [`Cause`]:
//! what became of the work, with the commits that tell of it. It must not know how the days were
//! found.

use std::collections::BTreeMap;

use plan::{Cause, Days, Estimate, Happening, Impact, Item, ItemRef, Plan, Story, Task};

use super::Past;
use super::causes::Piece;

/// Two versions of a plan, and what is the same task in both.
pub struct Changes<'a> {
    old: &'a Plan,
    now: &'a Plan,
    /// The position of the older revision.
    since: usize,
    /// Each task of now by its key, as it was then.
    before: BTreeMap<u64, Option<&'a Task>>,
}

impl<'a> Changes<'a> {
    /// What has changed since the revision at position `since`, in which the plan was `old`.
    pub fn new(old: &'a Plan, now: &'a Plan, since: usize) -> Self {
        let pairs = plan::pairs(old, now).into_iter();
        let before = pairs.filter_map(|(old, new)| Some((new?.item.key, old))).collect();
        Self { old, now, since, before }
    }

    fn item(&self, key: u64) -> Option<(ItemRef, &'a Item)> {
        self.now.items().find(|(_, about)| about.key == key)
    }

    /// A task that is no longer to be done, and how large it was.
    fn gone(&self, key: u64) -> Option<(&'a Item, Option<Estimate>)> {
        let task = |plan: &'a Plan| plan.tasks.iter().find(|task| task.item.key == key);
        task(self.now).or_else(|| task(self.old)).map(|task| (&task.item, task.estimate))
    }

    /// What an item waits for no longer, and what it waits for now.
    fn edited(&self, item: ItemRef, key: u64) -> Story {
        let was = match item {
            ItemRef::Task(_) => self.before.get(&key).copied().flatten().map(|task| task.item.key),
            _ => Some(key),
        };
        let was = self.old.items().find(|(_, about)| Some(about.key) == was).map(|(item, _)| item);
        let names = |plan: &Plan, item: Option<ItemRef>| -> Vec<String> {
            let links = item.map_or(&[][..], |item| plan.links_of(item));
            links.iter().map(|link| plan.mention(link.to)).collect()
        };
        let (then, now) = (names(self.old, was), names(self.now, Some(item)));
        let without = |all: &[String], other: &[String]| -> Vec<String> {
            all.iter().filter(|name| !other.contains(name)).cloned().collect()
        };
        Story::Edited { lost: without(&then, &now), gained: without(&now, &then) }
    }
}

impl Past {
    /// What a piece was that moved the date by so many days; `None` if nothing can be told of it.
    pub(super) fn cause(&self, piece: Piece, days: f64, changes: &Changes<'_>) -> Option<Cause> {
        let (name, story) = match piece {
            Piece::Settings => (String::new(), Story::Settings),
            Piece::People => (String::new(), Story::People),
            Piece::Order => (String::new(), Story::Order),
            Piece::Item(key) => {
                let (item, about) = changes.item(key)?;
                (about.mention(), story(item, key, changes)?)
            }
            Piece::Finish => (
                String::new(),
                Story::Finish(changes.now.finish.map(|item| changes.now.mention(item))),
            ),
            Piece::Gone(key) => {
                let (about, estimate) = changes.gone(key)?;
                (about.mention(), Story::Gone(estimate.map(|days| in_days(days, changes.now))))
            }
            Piece::Edit(key) => {
                let (item, about) = changes.item(key)?;
                (about.mention(), changes.edited(item, key))
            }
            Piece::Hands(key) => {
                let (item, about) = changes.item(key)?;
                (about.mention(), handed_over(item, key, changes)?)
            }
        };
        let events = self.events.all.iter().filter(|event| match piece {
            Piece::Item(key) | Piece::Edit(key) | Piece::Gone(key) => event.key == key,
            Piece::Hands(key) => event.key == key && event.what == Happening::Reowned,
            Piece::Settings | Piece::People | Piece::Order | Piece::Finish => false,
        });
        let after = events.filter(|event| event.revision as usize > changes.since);
        let mut evidence: Vec<_> = after.map(|event| self.evidence(event)).collect();
        evidence.dedup();
        Some(Cause { name, story, days, evidence })
    }
}

/// What happened to an item.
fn story(item: ItemRef, key: u64, changes: &Changes<'_>) -> Option<Story> {
    let now = changes.now;
    Some(match item {
        ItemRef::Task(id) => task_story(now.task(id), *changes.before.get(&key)?, now),
        ItemRef::Risk(id) => {
            let risk = &now.risks[id.index()];
            let added = risk.effects.iter().find_map(|effect| match effect.impact {
                Impact::Add(estimate) => Some(in_days(estimate, now)),
                Impact::Multiply { .. } => None,
            });
            Story::Risk(risk.percent.unwrap_or_default(), added)
        }
        ItemRef::Unknown(id) if now.unknowns[id.index()].item.ticked => {
            Story::Settled(now.unknowns[id.index()].done)
        }
        ItemRef::Decision(id) if now.decisions[id.index()].is_made() => {
            Story::Settled(now.decisions[id.index()].on)
        }
        ItemRef::Obstacle(id) if now.obstacles[id.index()].item.ticked => Story::Settled(None),
        ItemRef::Unknown(_) | ItemRef::Decision(_) | ItemRef::Obstacle(_) => Story::Open,
        _ => return None,
    })
}

/// Who had a task, and who has it.
fn handed_over(item: ItemRef, key: u64, changes: &Changes<'_>) -> Option<Story> {
    let ItemRef::Task(id) = item else { return None };
    let before = (*changes.before.get(&key)?)?;
    let names = |plan: &Plan, task: &Task| {
        let people = task.who.people();
        people.map(|id| format!("@{}", plan.people[id.index()].name())).collect()
    };
    let (old, now) = (changes.old, changes.now);
    Some(Story::HandedOver { from: names(old, before), to: names(now, now.task(id)) })
}

fn task_story(task: &Task, before: Option<&Task>, now: &Plan) -> Story {
    let days = |estimate: Option<Estimate>| estimate.map(|estimate| in_days(estimate, now));
    let spent = task.spent.map(|spent| now.settings.days(spent.minutes(&now.settings)));
    let said = before.and_then(|before| before.estimate).or(task.estimate);
    if task.ticked {
        return Story::Finished { on: task.done, took: spent, estimate: days(said) };
    }
    let Some(before) = before else { return Story::New(days(task.estimate)) };
    if task.is_started() {
        let is_changed = before.estimate != task.estimate;
        return Story::Running {
            used: spent,
            left: days(task.left),
            estimate: days(said),
            now: days(task.estimate.filter(|_| is_changed)),
        };
    }
    if before.estimate != task.estimate {
        return Story::Reestimated { from: days(before.estimate), to: days(task.estimate) };
    }
    Story::NotStarted
}

fn in_days(estimate: Estimate, plan: &Plan) -> Days {
    let range = estimate.range(&plan.settings);
    let (low, high) = match estimate {
        Estimate::Point(_) => (range.likely, range.likely),
        _ => (range.low, range.high),
    };
    Days { low: plan.settings.days(low), high: plan.settings.days(high) }
}
