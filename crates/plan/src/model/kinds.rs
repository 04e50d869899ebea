//! The kinds of item, each with what it may say. A field is what is written, if nothing else is said.

use std::sync::Arc;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use text::Place;

use super::{
    DateRange, Due, GoalId, Hearer, Item, ItemRef, Link, PersonId, Someone, StepId, SystemId,
    TaskId, Who,
};
use crate::{Duration, Estimate};

/// Goals: why the project exists.
#[derive(Clone, Debug, PartialEq)]
pub struct Goal {
    /// Id, title, place.
    pub item: Item,
    /// Who watches over it.
    pub who: Who,
    /// What is measured.
    pub measure: Option<String>,
    /// What it measures today.
    pub from: Option<String>,
    /// What it is to measure.
    pub to: Option<String>,
    /// By when.
    pub by: Option<Date>,
    /// The larger goals it serves.
    pub serves: Vec<GoalId>,
}

/// Features: what users get.
#[derive(Clone, Debug, PartialEq)]
pub struct Feature {
    /// Id, title, place.
    pub item: Item,
    /// Who answers for it.
    pub who: Who,
    /// The release it comes with: milestones or tasks.
    pub links: Vec<Link>,
    /// Value, for ordering and cutting.
    pub value: Option<f64>,
    /// Who asked for it.
    pub asked: Vec<Someone>,
    /// When those who asked said that this is what they meant.
    pub confirmed: Option<Date>,
    /// When it is wanted.
    pub due: Option<Due>,
    /// Not to be cut.
    pub must: bool,
}

/// How a person came into the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Declared in the Team section.
    Declared,
    /// There is no Team section, and a task or step names them: they are the team.
    Works,
    /// There is no Team section, and only something else names them: they get no unassigned work.
    Mentioned,
}

/// People, and teams outside that work on their own.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// Id (the name after `@`), title (the full name), place.
    pub item: Item,
    /// How they came into the plan.
    pub origin: Origin,
    /// What they can do.
    pub skills: Vec<String>,
    /// Where they are, if not in the plan's zone.
    pub zone: Option<TimeZone>,
    /// Percent of the working day that they have for this plan, 1 to 100.
    pub time_percent: u32,
    /// When they are away.
    pub away: Vec<DateRange>,
    /// First day on the project.
    pub from: Option<Date>,
    /// Last day on the project.
    pub until: Option<Date>,
    /// Leads the project.
    pub lead: bool,
    /// A team that works on its own, without a limit on what it does at once.
    pub outside: bool,
}

impl Person {
    /// The name after `@`; empty only in a plan with errors.
    #[must_use]
    pub fn name(&self) -> &str {
        self.item.id.as_deref().unwrap_or_default()
    }

    /// Whether work that names nobody may go to them.
    #[must_use]
    pub fn is_inside(&self) -> bool {
        !self.outside && self.origin != Origin::Mentioned
    }
}

/// Milestones: moments that others look at.
#[derive(Clone, Debug, PartialEq)]
pub struct Milestone {
    /// Id, title, place.
    pub item: Item,
    /// What it waits for.
    pub links: Vec<Link>,
    /// When it is wanted.
    pub due: Option<Due>,
    /// The date that others were given.
    pub promised: Option<Date>,
    /// To whom.
    pub told: Vec<Hearer>,
    /// When it was reached, if written.
    pub done: Option<Date>,
}

impl Milestone {
    /// The day by which it is planned: the date that others were given, else the one it is wanted by.
    #[must_use]
    pub fn planned(&self) -> Option<Date> {
        self.promised.or(self.due.map(|due| due.date))
    }

    /// Whether others were given a date, or told of it; a due date alone is no promise.
    #[must_use]
    pub fn is_promised(&self) -> bool {
        self.promised.is_some() || !self.told.is_empty()
    }
}

/// Tasks: what is done. Fields hold what is in effect after inheritance, except where said.
///
/// What is inherited is shared with the parent, so that a wide parent with many names costs
/// nothing for each of its leaves.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    /// Id, title, place.
    pub item: Item,
    /// The task it is part of.
    pub parent: Option<TaskId>,
    /// Its parts, in order.
    pub children: Vec<TaskId>,
    /// Who does it.
    pub who: Arc<Who>,
    /// Skills that whoever does it must have (empty when `who` beats it).
    pub needs: Arc<[String]>,
    /// Systems it changes.
    pub changes: Arc<[SystemId]>,
    /// Features or goals it serves.
    pub serves: Arc<[ItemRef]>,
    /// Its own estimate (not inherited). A parent's is a budget.
    pub estimate: Option<Estimate>,
    /// Its own links. [`Plan::links`](super::Plan::links) gives those of its parents too: they hold as well.
    pub own_links: Vec<Link>,
    /// Not before.
    pub start: Option<Date>,
    /// Its own due date.
    pub due: Option<Date>,
    /// Whether its box is ticked, or an ancestor's is.
    pub ticked: bool,
    /// When work began; its own.
    pub started: Option<Date>,
    /// When it was finished, if written; its own.
    pub done: Option<Date>,
    /// What is left, as of now; its own.
    pub left: Option<Estimate>,
    /// Working time spent; its own.
    pub spent: Option<Duration>,
    /// Value, for ordering and cutting.
    pub value: Option<f64>,
    /// Who knows about it.
    pub expert: Option<PersonId>,
    /// The ticket's name elsewhere; its own.
    pub ticket: Option<String>,
    /// Its estimate in the simpler form; its own.
    pub smaller: Option<Estimate>,
    /// Who asked for it.
    pub asked: Arc<[Someone]>,
    /// A duration nobody works on.
    pub wait: bool,
    /// May be cut. Of an optional parent all parts are optional; the cut is of the parent.
    pub optional: bool,
    /// Not understood yet.
    pub fuzzy: bool,
    /// An agreed interface.
    pub contract: bool,
    /// Taken out, readable.
    pub cut: bool,
}

impl Task {
    /// Whether a person said how much it is, or how much is left of it.
    #[must_use]
    pub fn is_estimated(&self) -> bool {
        self.estimate.is_some() || self.left.is_some()
    }

    /// Whether somebody has begun and not finished: a start date, time spent, or a re-estimate of
    /// what is left.
    #[must_use]
    pub fn is_started(&self) -> bool {
        !self.ticked && (self.started.is_some() || self.left.is_some() || self.spent.is_some())
    }

    /// Whether it has no parts: only leaves are scheduled.
    #[must_use]
    pub fn is_leaf(&self) -> bool {
        self.children.is_empty()
    }
}

/// Unknowns: questions whose answer takes work.
#[derive(Clone, Debug, PartialEq)]
pub struct Unknown {
    /// Id, title, place.
    pub item: Item,
    /// Who finds out.
    pub who: Who,
    /// By when.
    pub by: Option<Date>,
    /// The most that finding out may take.
    pub timebox: Option<Duration>,
    /// What it waits for.
    pub links: Vec<Link>,
    /// When it was answered, if written.
    pub done: Option<Date>,
}

/// Decisions: questions that somebody settles.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// Id, title, place.
    pub item: Item,
    /// Who decides.
    pub who: Who,
    /// `@team`: everybody decides together.
    pub by_team: bool,
    /// By when.
    pub by: Option<Date>,
    /// When it was made.
    pub on: Option<Date>,
    /// What was chosen.
    pub chose: Option<String>,
    /// What can be chosen.
    pub options: Vec<String>,
    /// Who knows the result.
    pub told: Vec<Hearer>,
    /// Where it is written down at length.
    pub record: Option<String>,
    /// What it waits for.
    pub links: Vec<Link>,
}

impl Decision {
    /// Whether it is made: ticked, or dated.
    #[must_use]
    pub fn is_made(&self) -> bool {
        self.item.ticked || self.on.is_some()
    }
}

/// Lines of the good-enough section: when the work may stop.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Id, title, place.
    pub item: Item,
    /// Who agreed.
    pub agreed: Vec<PersonId>,
    /// When.
    pub on: Option<Date>,
    /// What is measured.
    pub measure: Option<String>,
}

/// What has become of a risk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum RiskStatus {
    /// It may happen.
    #[default]
    Open,
    /// It happened: certain in every run.
    Happened,
    /// It cannot happen any more: in no run.
    Gone,
}

/// What a risk does to one task when it happens.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Impact {
    /// `+5d..20d`: adds effort.
    Add(Estimate),
    /// `x1.5` or `x1.2..2`: multiplies effort; both ends are equal for a single factor.
    Multiply {
        /// Low factor.
        low: f64,
        /// High factor.
        high: f64,
    },
}

/// One value of `hits=`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effect {
    /// The task it hits; of a parent all leaves (factors only).
    pub task: TaskId,
    /// How much.
    pub impact: Impact,
    /// The value's place in the text.
    pub place: Place,
}

/// Risks: what may happen.
#[derive(Clone, Debug, PartialEq)]
pub struct Risk {
    /// Id, title, place.
    pub item: Item,
    /// Who watches it.
    pub who: Who,
    /// Its chance in percent, 0 to 100, if written.
    pub percent: Option<u32>,
    /// What it does.
    pub effects: Vec<Effect>,
    /// When to look at it again.
    pub watch: Option<Date>,
    /// What has become of it.
    pub status: RiskStatus,
}

/// Obstacles: what stands in the way now.
#[derive(Clone, Debug, PartialEq)]
pub struct Obstacle {
    /// Id, title, place.
    pub item: Item,
    /// Who gets it out of the way.
    pub who: Who,
    /// Since when it stands there.
    pub since: Option<Date>,
    /// Who knows.
    pub told: Vec<Hearer>,
    /// The tasks and milestones it holds.
    pub holds: Vec<ItemRef>,
    /// How it stands, in words.
    pub status: Option<String>,
    /// When it will be gone.
    pub by: Option<Date>,
}

/// Systems: what is built and what it stands on.
#[derive(Clone, Debug, PartialEq)]
pub struct System {
    /// Id, title, place.
    pub item: Item,
    /// The system it is part of.
    pub parent: Option<SystemId>,
    /// What sort of system: `ui`, `service`, `store`, …
    pub kind: Option<&'static str>,
    /// What it calls.
    pub calls: Vec<SystemId>,
    /// What it reads.
    pub reads: Vec<SystemId>,
    /// What it writes.
    pub writes: Vec<SystemId>,
    /// What it sends to.
    pub sends: Vec<SystemId>,
    /// Who knows it best.
    pub owners: Vec<PersonId>,
    /// Something that customers know by name.
    pub product: bool,
}

/// Which list a step belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Going live.
    Launch,
    /// Going back.
    Rollback,
}

/// Launch and rollback steps. They are never scheduled: they are the inside of a task.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Id, title, place.
    pub item: Item,
    /// Which list it belongs to.
    pub phase: Phase,
    /// Who does it.
    pub who: Who,
    /// How long it takes.
    pub estimate: Option<Estimate>,
    /// The steps it waits for, besides the one before it.
    pub links: Vec<Link>,
    /// How one sees that it worked.
    pub check: Option<String>,
    /// The rollback step that undoes it.
    pub undo: Option<StepId>,
    /// After it there is no way back.
    pub no_return: bool,
}

/// Ways in which the project failed, imagined beforehand.
#[derive(Clone, Debug, PartialEq)]
pub struct Premortem {
    /// Id, title, place.
    pub item: Item,
    /// Who thought of it.
    pub who: Who,
    /// How many think that it is likely.
    pub votes: Option<u32>,
    /// How bad it would be: `mild`, `serious` or `severe`.
    pub harm: Option<&'static str>,
    /// The tasks that prevent it.
    pub tasks: Vec<TaskId>,
}

/// Answers to questions of the review.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Id, title (the reason), place.
    pub item: Item,
    /// Who answered.
    pub who: Who,
    /// The question, as the review names it.
    pub to: Option<String>,
    /// When.
    pub on: Option<Date>,
    /// Until when it holds.
    pub until: Option<Date>,
    /// A mark of what it rests on, if the review made one.
    pub facts: Option<String>,
}
