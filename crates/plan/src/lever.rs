//! Levers: changes of a plan that are proposed because it might be done sooner.
//!
//! Plain data. Which levers a plan has, and what each buys, later stages find out; how one is said,
//! `view` knows.

use jiff::civil::Date;

use crate::{DateRange, Intent, ItemRef, PersonId, TaskId};

/// A change that might move the date: what it is, and the intents that carry it out.
#[derive(Clone, Debug, PartialEq)]
pub struct Lever {
    /// What it is.
    pub kind: LeverKind,
    /// How it is written.
    pub intents: Vec<Intent>,
}

/// What a lever is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LeverKind {
    /// Somebody else does these tasks, which nobody has begun.
    HandOver {
        /// Which, in the order of the text.
        tasks: Vec<TaskId>,
        /// Who takes them.
        to: PersonId,
    },
    /// A task begins before the day that its `start=` names.
    StartSooner {
        /// Which.
        task: TaskId,
        /// That day.
        planned: Date,
    },
    /// A task follows another without the lag between them.
    DropLag {
        /// What waits.
        task: TaskId,
        /// What it waits for.
        after: ItemRef,
    },
    /// Two tasks, one waiting for the other, go on side by side from an agreed interface.
    Contract {
        /// The side that is waited for.
        provider: TaskId,
        /// The side that waits.
        consumer: TaskId,
    },
    /// Somebody's leave is taken at another time.
    MoveLeave {
        /// Whose.
        person: PersonId,
        /// When it is planned.
        planned: DateRange,
        /// When it would be.
        moved: DateRange,
    },
    /// Another person joins and shares somebody's work.
    AddPerson {
        /// Whose work.
        like: PersonId,
        /// The first day on which they count, up to speed.
        from: Date,
    },
    /// Somebody learns to do what few can.
    Learn {
        /// Who.
        person: PersonId,
        /// What.
        skill: String,
        /// The last day that goes into learning.
        until: Date,
    },
    /// A task takes its `smaller=` form.
    Smaller(TaskId),
    /// An optional task is left out.
    Cut(TaskId),
}

/// What a lever takes from somebody; the less, the sooner it is proposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeverCost {
    /// No scope is lost.
    Free,
    /// No scope is lost, but people are asked for more than their work: other leave, new
    /// colleagues, new skills.
    People,
    /// Something is done in a simpler form.
    Simpler,
    /// Something is not done.
    Scope,
}

impl LeverKind {
    /// What it takes.
    #[must_use]
    pub fn cost(&self) -> LeverCost {
        match self {
            LeverKind::HandOver { .. }
            | LeverKind::StartSooner { .. }
            | LeverKind::DropLag { .. }
            | LeverKind::Contract { .. } => LeverCost::Free,
            LeverKind::MoveLeave { .. } | LeverKind::AddPerson { .. } | LeverKind::Learn { .. } => {
                LeverCost::People
            }
            LeverKind::Smaller(_) => LeverCost::Simpler,
            LeverKind::Cut(_) => LeverCost::Scope,
        }
    }
}
