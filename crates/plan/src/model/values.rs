//! What several kinds of item say: who, when, after what.

use jiff::civil::Date;
use text::Place;

use super::{ItemRef, PersonId};
use crate::Duration;

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

    /// The one person who is named; `None` if it is nobody, several, or a choice.
    #[must_use]
    pub fn only(&self) -> Option<PersonId> {
        match self.together.as_slice() {
            [one] if one.len() == 1 => one.first().copied(),
            _ => None,
        }
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

/// Somebody who was told something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hearer {
    /// Who.
    pub who: Someone,
    /// The day on which they were told last, if it is written.
    pub on: Option<Date>,
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
