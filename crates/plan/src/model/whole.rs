//! The plan as a whole: its lists, and how an item is found in them.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{
    Answer, Decision, Due, Feature, Goal, Item, ItemRef, Line, Link, Milestone, Obstacle, Person,
    Premortem, Risk, Step, System, Task, TaskId, Unknown,
};
use crate::Settings;

/// The whole plan. Every list is in the order of the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Its name.
    pub name: String,
    /// The root heading, if there is one.
    pub heading: Option<Item>,
    /// First day of the project.
    pub start: Option<Date>,
    /// Due date.
    pub due: Option<Due>,
    /// The plan's zone; UTC when none is written.
    pub zone: TimeZone,
    /// The task or milestone whose finish is the plan's, if one is named.
    pub finish: Option<ItemRef>,
    /// What `fore.toml` says.
    pub settings: Settings,
    /// Whether there is a Team section. Without one, [`Plan::people`] are the names in use.
    pub has_team: bool,
    /// Goals.
    pub goals: Vec<Goal>,
    /// Features.
    pub features: Vec<Feature>,
    /// People.
    pub people: Vec<Person>,
    /// Milestones.
    pub milestones: Vec<Milestone>,
    /// Tasks; a parent stands before its children.
    pub tasks: Vec<Task>,
    /// Unknowns.
    pub unknowns: Vec<Unknown>,
    /// Decisions.
    pub decisions: Vec<Decision>,
    /// The good-enough section.
    pub lines: Vec<Line>,
    /// Risks.
    pub risks: Vec<Risk>,
    /// Obstacles.
    pub obstacles: Vec<Obstacle>,
    /// Systems; a parent stands before its children.
    pub systems: Vec<System>,
    /// Launch and rollback steps.
    pub steps: Vec<Step>,
    /// The premortem.
    pub premortem: Vec<Premortem>,
    /// Answers.
    pub answers: Vec<Answer>,
    /// Ids to items; people are in it under `@name`.
    pub by_id: BTreeMap<String, ItemRef>,
}

impl Plan {
    /// What a task is worth: its own `value=`, else the highest of the features that it serves;
    /// `None` if nobody wrote one.
    #[must_use]
    pub fn value_of(&self, id: TaskId) -> Option<f64> {
        let task = self.task(id);
        let features = task.serves.iter().filter_map(|served| match served {
            ItemRef::Feature(id) => self.features[id.index()].value,
            _ => None,
        });
        task.value.or(features.reduce(f64::max))
    }

    /// The item behind a reference; `None` only for a plan without root heading.
    ///
    /// # Panics
    /// If `item` is of another plan.
    #[must_use]
    pub fn item(&self, item: ItemRef) -> Option<&Item> {
        Some(match item {
            ItemRef::Plan => return self.heading.as_ref(),
            ItemRef::Goal(id) => &self.goals[id.index()].item,
            ItemRef::Feature(id) => &self.features[id.index()].item,
            ItemRef::Person(id) => &self.people[id.index()].item,
            ItemRef::Milestone(id) => &self.milestones[id.index()].item,
            ItemRef::Task(id) => &self.tasks[id.index()].item,
            ItemRef::Unknown(id) => &self.unknowns[id.index()].item,
            ItemRef::Decision(id) => &self.decisions[id.index()].item,
            ItemRef::Line(id) => &self.lines[id.index()].item,
            ItemRef::Risk(id) => &self.risks[id.index()].item,
            ItemRef::Obstacle(id) => &self.obstacles[id.index()].item,
            ItemRef::System(id) => &self.systems[id.index()].item,
            ItemRef::Step(id) => &self.steps[id.index()].item,
            ItemRef::Premortem(id) => &self.premortem[id.index()].item,
            ItemRef::Answer(id) => &self.answers[id.index()].item,
        })
    }

    /// How an item stands in a sentence: as [`Item::mention`] says, the plan by its name.
    #[must_use]
    pub fn mention(&self, item: ItemRef) -> String {
        self.item(item).map_or_else(|| self.name.clone(), Item::mention)
    }

    /// The title of an item; of the plan its name.
    #[must_use]
    pub fn title(&self, item: ItemRef) -> &str {
        self.item(item).map_or(&self.name, |item| &item.title)
    }

    /// A task.
    #[must_use]
    pub fn task(&self, id: TaskId) -> &Task {
        &self.tasks[id.index()]
    }

    /// The tasks without parts, in the order of the text.
    pub fn leaves(&self) -> impl Iterator<Item = (TaskId, &Task)> {
        (0..).map(TaskId).zip(&self.tasks).filter(|(_, task)| task.is_leaf())
    }

    /// The tasks that still take somebody's time: without parts, neither cut nor finished.
    pub fn open_leaves(&self) -> impl Iterator<Item = (TaskId, &Task)> {
        self.leaves().filter(|(_, task)| !task.cut && !task.ticked)
    }

    /// Whether fewer than half of the open tasks have an estimate that a person wrote, so that a
    /// date would be made of defaults.
    #[must_use]
    pub fn is_too_early(&self) -> bool {
        let open = self.open_leaves().count();
        let estimated = self.open_leaves().filter(|(_, task)| task.is_estimated()).count();
        estimated * 2 < open
    }

    /// The links that an item itself has, as written: of a task without those of its parents.
    #[must_use]
    pub fn links_of(&self, item: ItemRef) -> &[Link] {
        match item {
            ItemRef::Task(id) => &self.task(id).own_links,
            ItemRef::Milestone(id) => &self.milestones[id.index()].links,
            ItemRef::Feature(id) => &self.features[id.index()].links,
            ItemRef::Unknown(id) => &self.unknowns[id.index()].links,
            ItemRef::Decision(id) => &self.decisions[id.index()].links,
            ItemRef::Step(id) => &self.steps[id.index()].links,
            _ => &[],
        }
    }

    /// Every link of the plan, as written.
    pub fn all_links(&self) -> impl Iterator<Item = &Link> {
        self.items().flat_map(|(item, _)| self.links_of(item))
    }

    /// The links that hold for a task: its own, then its parents', nearest first.
    pub fn links(&self, id: TaskId) -> impl Iterator<Item = &Link> {
        self.with_parents(id).flat_map(|id| &self.task(id).own_links)
    }

    /// A task, then the tasks it is part of, nearest first.
    pub fn with_parents(&self, id: TaskId) -> impl Iterator<Item = TaskId> {
        std::iter::successors(Some(id), |id| self.task(*id).parent)
    }
}
