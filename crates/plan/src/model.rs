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
pub use values::{DateRange, Due, Hearer, Lag, Link, LinkKind, Someone, Who};
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
