//! The plan: what the text means, names resolved, attributes inherited, places kept.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use text::Place;

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
}

/// What every kind of item has.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Its id, if it has one.
    pub id: Option<String>,
    /// Its title as written.
    pub title: String,
    /// `brief="…"`: its name on pages for others.
    pub brief: Option<String>,
    /// The title's place.
    pub place: Place,
    /// The node in the outline of its file, so that edits find it.
    pub node: markup::NodeId,
    /// Addresses its draws: a hash of the id, else of the path of titles.
    pub key: u64,
}

/// Anything that a link can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ItemRef {
    /// A task.
    Task(TaskId),
    /// A milestone.
    Milestone(MilestoneId),
    /// A goal.
    Goal(GoalId),
    /// A feature.
    Feature(FeatureId),
    /// An unknown.
    Unknown(UnknownId),
    /// A decision.
    Decision(DecisionId),
    /// A risk.
    Risk(RiskId),
    /// An obstacle.
    Obstacle(ObstacleId),
    /// A system.
    System(SystemId),
    /// A launch or rollback step.
    Step(StepId),
    // good-enough lines, premortem items and answers have ids too: H-plan decides
}

/// Who does something.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Who {
    /// All of these together; each is one of several who may. Empty: nobody is named.
    pub together: Vec<Vec<PersonId>>,
}

/// A unit of time as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// `m`, minutes.
    Minute,
    /// `h`, hours.
    Hour,
    /// `d`, working days of the plan.
    Day,
    /// `w`, five working days.
    Week,
}

/// An amount of time as written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Duration {
    /// How many, not negative.
    pub amount: f64,
    /// Of what.
    pub unit: Unit,
}

/// An estimate as written: one number, `low..high` or `low..likely..high`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Estimate {
    /// One number.
    Point(Duration),
    /// Low and high.
    Range(Duration, Duration),
    /// Low, likely and high.
    ThreePoint(Duration, Duration, Duration),
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
    /// What is waited for: a task, milestone, unknown or decision (a feature's may be a milestone
    /// or task).
    pub to: ItemRef,
    /// Which ends it ties.
    pub kind: LinkKind,
    /// Lag if positive, lead if negative (`negative` true).
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

/// Tasks: what is done. Fields hold what is in effect after inheritance, except where said.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    /// Id, title, place.
    pub item: Item,
    /// The task it is part of.
    pub parent: Option<TaskId>,
    /// Its parts, in order.
    pub children: Vec<TaskId>,
    /// Who does it.
    pub who: Who,
    /// Skills that whoever does it must have (empty when `who` beats it).
    pub needs: Vec<String>,
    /// Systems it changes.
    pub changes: Vec<SystemId>,
    /// Features or goals it serves.
    pub serves: Vec<ItemRef>,
    /// Its own estimate (not inherited). A parent's is a budget.
    pub estimate: Option<Estimate>,
    /// Its own and inherited links.
    pub links: Vec<Link>,
    /// Not before.
    pub start: Option<Date>,
    /// Its own due date.
    pub due: Option<Date>,
    /// Whether its box is ticked, or an ancestor's is.
    pub ticked: bool,
    /// When work began.
    pub started: Option<Date>,
    /// When it was finished, if written.
    pub done: Option<Date>,
    /// What is left, as of now.
    pub left: Option<Estimate>,
    /// Working time spent.
    pub spent: Option<Duration>,
    /// Value, for ordering and cutting.
    pub value: Option<f64>,
    /// Who knows about it.
    pub expert: Option<PersonId>,
    /// The ticket's name elsewhere.
    pub ticket: Option<String>,
    /// Its estimate in the simpler form.
    pub smaller: Option<Estimate>,
    /// Who asked for it.
    pub asked: Option<String>,
    /// A duration nobody works on.
    pub wait: bool,
    /// May be cut.
    pub optional: bool,
    /// Not understood yet.
    pub fuzzy: bool,
    /// An agreed interface.
    pub contract: bool,
    /// Taken out, readable.
    pub cut: bool,
}

/// The whole plan.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Its name.
    pub name: String,
    /// First day of the project.
    pub start: Option<Date>,
    /// Due date.
    pub due: Option<Due>,
    /// The plan's zone.
    pub zone: TimeZone,
    // … goals, features, people, milestones, tasks, unknowns, decisions, risks, obstacles,
    // systems, steps, premortem, answers, good_enough, settings, by_id: BTreeMap<String, ItemRef>
    pub tasks: Vec<Task>,
    /// Ids to items.
    pub by_id: BTreeMap<String, ItemRef>,
}

/// A date by which something is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// The date, inclusive.
    pub date: Date,
    /// Whether it is a deadline rather than a wish.
    pub hard: bool,
}
