//! The plan: what the text means, names resolved, attributes inherited, places kept.
//!
//! Plain data. [`build`](crate::build()) makes it; the later stages read it. Nothing here knows
//! today's date, a schedule or a chance.

mod kinds;
mod values;
mod whole;

use text::{Place, TextRange};

use crate::table::{Key, Kind};

pub use kinds::{
    Answer, Decision, Effect, Feature, Goal, Impact, Line, Milestone, Obstacle, Origin, Person,
    Phase, Premortem, Risk, RiskStatus, Step, System, Task, Unknown,
};
pub use values::{DateRange, Due, Lag, Link, LinkKind, Someone, Who};
pub use whole::Plan;

macro_rules! index {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);
        impl $name {
            /// The position as an index.
            #[must_use]
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

index! {
    /// A position in [`Plan::tasks`].
    TaskId;
    /// A position in [`Plan::people`].
    PersonId;
    /// A position in [`Plan::milestones`].
    MilestoneId;
    /// A position in [`Plan::goals`].
    GoalId;
    /// A position in [`Plan::features`].
    FeatureId;
    /// A position in [`Plan::unknowns`].
    UnknownId;
    /// A position in [`Plan::decisions`].
    DecisionId;
    /// A position in [`Plan::risks`].
    RiskId;
    /// A position in [`Plan::obstacles`].
    ObstacleId;
    /// A position in [`Plan::systems`].
    SystemId;
    /// A position in [`Plan::steps`].
    StepId;
    /// A position in [`Plan::lines`].
    LineId;
    /// A position in [`Plan::premortem`].
    PremortemId;
    /// A position in [`Plan::answers`].
    AnswerId;
}

/// What every kind of item has.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Its id, if it has one. A person's is the name after `@`.
    pub id: Option<String>,
    /// Its title as written, but that links are the text that a reader sees.
    pub title: String,
    /// `brief="…"`: its name on pages for others.
    pub brief: Option<String>,
    /// Whether its own box is ticked.
    pub ticked: bool,
    /// The title's place.
    pub place: Place,
    /// The places of its dates that are about today: those of [`Item::DATED`] that are written.
    pub dated: Box<[(Key, TextRange)]>,
    /// The node in the outline of its file, so that edits find it.
    pub node: markup::NodeId,
    /// Addresses its draws: a hash of the id, else of the path of titles. No two items share one.
    pub key: u64,
}

impl Item {
    /// The keys whose places are kept, because only a later stage can say what is wrong with them.
    pub const DATED: [Key; 6] = [Key::Started, Key::Done, Key::From, Key::Until, Key::By, Key::Due];

    /// Where the value of `key` stands, one of [`Item::DATED`]; the title if it is not written.
    #[must_use]
    pub fn place_of(&self, key: Key) -> Place {
        let written = self.dated.iter().find(|(written, _)| *written == key);
        written.map_or(self.place, |(_, range)| Place::new(self.place.file, *range))
    }

    /// Its name on pages for others: what `brief=` says, else its title.
    #[must_use]
    pub fn public_name(&self) -> &str {
        self.brief.as_deref().unwrap_or(&self.title)
    }

    /// How it stands in a sentence: its id in backticks, else its title in quotes.
    #[must_use]
    pub fn mention(&self) -> String {
        match &self.id {
            Some(id) => format!("`{id}`"),
            None => format!("“{}”", self.title),
        }
    }
}

/// Any item of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ItemRef {
    /// The plan itself.
    Plan,
    /// A goal.
    Goal(GoalId),
    /// A feature.
    Feature(FeatureId),
    /// A person.
    Person(PersonId),
    /// A milestone.
    Milestone(MilestoneId),
    /// A task.
    Task(TaskId),
    /// An unknown.
    Unknown(UnknownId),
    /// A decision.
    Decision(DecisionId),
    /// A line of the good-enough section.
    Line(LineId),
    /// A risk.
    Risk(RiskId),
    /// An obstacle.
    Obstacle(ObstacleId),
    /// A system.
    System(SystemId),
    /// A launch or rollback step.
    Step(StepId),
    /// A way in which the project failed, imagined beforehand.
    Premortem(PremortemId),
    /// An answer to a question of the review.
    Answer(AnswerId),
}

impl ItemRef {
    /// Its kind.
    #[must_use]
    pub fn kind(self) -> Kind {
        match self {
            ItemRef::Plan => Kind::Plan,
            ItemRef::Goal(_) => Kind::Goal,
            ItemRef::Feature(_) => Kind::Feature,
            ItemRef::Person(_) => Kind::Person,
            ItemRef::Milestone(_) => Kind::Milestone,
            ItemRef::Task(_) => Kind::Task,
            ItemRef::Unknown(_) => Kind::Unknown,
            ItemRef::Decision(_) => Kind::Decision,
            ItemRef::Line(_) => Kind::Line,
            ItemRef::Risk(_) => Kind::Risk,
            ItemRef::Obstacle(_) => Kind::Obstacle,
            ItemRef::System(_) => Kind::System,
            ItemRef::Step(_) => Kind::Step,
            ItemRef::Premortem(_) => Kind::Premortem,
            ItemRef::Answer(_) => Kind::Answer,
        }
    }
}

/// Who does something.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Who {
    /// All of these together; each is one of several who may. Empty: nobody is named.
    pub together: Vec<Vec<PersonId>>,
}

impl Who {
    /// Whether nobody is named.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.together.is_empty()
    }

    /// Everybody who is named, in the order of the text.
    pub fn people(&self) -> impl Iterator<Item = PersonId> + '_ {
        self.together.iter().flatten().copied()
    }
}

/// Somebody to whom something was told, or who asked for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Someone {
    /// `@name`.
    Person(PersonId),
    /// `@team`: everybody in the team.
    Team,
    /// A word or quoted text: somebody outside the plan.
    Other(String),
}

/// A range of days, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DateRange {
    /// The first day.
    pub first: Date,
    /// The last day.
    pub last: Date,
}

/// Which ends a link ties.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkKind {
    /// `after=x`.
    FinishStart,
    /// `after=x:start`.
    StartStart,
    /// `ends=x`.
    FinishFinish,
    /// `ends=x:start`.
    StartFinish,
}

/// A link as written: this waits for `to`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Link {
    /// What is waited for: a task, milestone, unknown or decision; of a step another step.
    pub to: ItemRef,
    /// Which ends it ties.
    pub kind: LinkKind,
    /// Lag or lead, if one is written.
    pub lag: Option<Lag>,
    /// The value's place in the text.
    pub place: Place,
}

/// A lag as written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lag {
    /// How much.
    pub amount: Duration,
    /// Whether it is a lead.
    pub lead: bool,
}

/// A date by which something is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// The date, inclusive.
    pub date: Date,
    /// Whether it is a deadline rather than a wish.
    pub hard: bool,
}

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
    pub told: Vec<Someone>,
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
    /// Its own links. [`Plan::links`] gives those of its parents too: they hold as well.
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
    pub told: Vec<Someone>,
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
    pub told: Vec<Someone>,
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

    /// The links that hold for a task: its own, then its parents', nearest first.
    pub fn links(&self, id: TaskId) -> impl Iterator<Item = &Link> {
        self.with_parents(id).flat_map(|id| &self.task(id).own_links)
    }

    /// A task, then the tasks it is part of, nearest first.
    pub fn with_parents(&self, id: TaskId) -> impl Iterator<Item = TaskId> {
        std::iter::successors(Some(id), |id| self.task(*id).parent)
    }
}
