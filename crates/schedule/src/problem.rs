//! The scheduling problem: small, indexed, self-validating. Both engines work on it and on
//! nothing else; benchmark instances are written in it directly.

use calendar::{Calendar, Moment, Span, Work};

macro_rules! index {
    ($(#[$doc:meta])* $name:ident) => {
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
    };
}

index! {
    /// A position in [`Problem::activities`].
    ActivityId
}
index! {
    /// A position in [`Problem::resources`].
    ResourceId
}
index! {
    /// A position in [`Problem::calendars`].
    CalendarId
}

/// What a problem is made of, before it is checked.
#[derive(Clone, Debug)]
pub struct ProblemParts {
    /// Status date: nothing unfinished is scheduled before it.
    pub today: Moment,
    /// Working time of people, of the plan, of the clock.
    pub calendars: Vec<Calendar>,
    /// Who and what is busy with one thing at a time, or with up to `capacity`.
    pub resources: Vec<Resource>,
    /// What is moved. The position is the order in the plan: the last tie-breaker.
    pub activities: Vec<Activity>,
    /// Precedence relations.
    pub links: Vec<Link>,
    /// Uncertain events that hit activities.
    pub risks: Vec<Risk>,
    /// The activities whose latest finish is the finish of the plan.
    pub finish: Vec<ActivityId>,
}

/// Something that is busy: a person, or a pool of equal units.
#[derive(Clone, Debug)]
pub struct Resource {
    /// How many units there are; a person is one.
    pub capacity: u32,
}

/// A piece of work to be placed in time.
#[derive(Clone, Debug)]
pub struct Activity {
    /// Addresses its random draws: the same for the same task in every revision of the plan.
    pub key: u64,
    /// How much work, and how sure.
    pub effort: Effort,
    /// The ways to do it, in the order of preference on ties; at least one.
    pub modes: Vec<Mode>,
    /// Not before this moment.
    pub release: Option<Moment>,
    /// How far it is.
    pub progress: Progress,
    /// What goes first where the finish does not care.
    pub rank: Rank,
}

/// How much work an activity is, in working minutes of whoever does it at full share.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Effort {
    /// Exactly so much; nothing widens or paces it.
    Exact(Work),
    /// A range.
    Range(Range),
}

/// An uncertain amount of minutes: a two-piece log-normal through its 10th, 50th and 90th
/// percentile. `0 < low <= likely <= high`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// 10th percentile.
    pub low: f64,
    /// Median.
    pub likely: f64,
    /// 90th percentile.
    pub high: f64,
    /// Whether a person wrote it, so that overconfidence widens it; default spreads are wide already.
    pub widened: bool,
    /// Whether the team's pace multiplies it.
    pub paced: bool,
    /// Minutes of it already spent: what remains is the rest, given that it is more than this. Zero for
    /// work that has not started and for a re-estimated remainder.
    pub spent: f64,
}

/// One way to do an activity.
#[derive(Clone, Debug, PartialEq)]
pub struct Mode {
    /// In whose working time (the common hours of those who do it together).
    pub calendar: CalendarId,
    /// Share of the working time that goes into it, percent, 1 to 100: minutes of calendar time are
    /// effort × 100 / share, rounded up.
    pub share_percent: u32,
    /// Who is busy with it; empty for waits, milestones and outside teams.
    pub demands: Vec<Demand>,
    /// What it costs that somebody takes over: effort × factor + extra.
    pub hand_over: HandOver,
}

/// The cost of taking an activity over from somebody, part of a mode.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HandOver {
    /// Added effort.
    pub extra: Work,
    /// Added effort in percent of the activity's.
    pub percent: u32,
}

impl HandOver {
    /// No cost.
    pub const NONE: HandOver = HandOver { extra: Work(0), percent: 0 };
}

/// Units of a resource that an activity keeps busy from start to finish.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Demand {
    /// Which resource.
    pub resource: ResourceId,
    /// How many units.
    pub units: u32,
}

/// How far an activity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Not begun.
    Planned,
    /// Begun at `start`; its effort is what remains from today on, in its first mode. It goes on
    /// although predecessors may be open, but not while something in `Link::binds_started` holds it.
    Started {
        /// When.
        start: Moment,
    },
    /// Over; it never moves.
    Finished {
        /// When it began.
        start: Moment,
        /// When it ended.
        finish: Moment,
    },
}

/// What goes first among activities that matter equally for the finish.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Rank {
    /// Serves a must-have.
    pub must: bool,
    /// The value it delivers; more goes first.
    pub value: f64,
}

/// A precedence relation `from → to` with a lag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// The predecessor.
    pub from: ActivityId,
    /// The successor.
    pub to: ActivityId,
    /// Which ends it ties.
    pub kind: LinkKind,
    /// How long after (or before, if negative), and in which time.
    pub lag: Lag,
    /// Whether it also holds work that has already started (obstacles do; predecessors do not).
    pub binds_started: bool,
}

/// Which ends a link ties.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkKind {
    /// Finish to start: `to` starts at or after `from`'s finish + lag.
    FinishStart,
    /// Start to start.
    StartStart,
    /// Finish to finish: `to` finishes no sooner than `from`'s finish + lag.
    FinishFinish,
    /// Start to finish: `to` finishes no sooner than `from`'s start + lag.
    StartFinish,
}

/// A lag or, if negative, a lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lag {
    /// On the clock.
    Elapsed(Span),
    /// In the working time of a calendar.
    Working(CalendarId, Work),
}

impl Lag {
    /// None.
    pub const ZERO: Lag = Lag::Elapsed(Span(0));
}

/// An uncertain event: one draw a run of whether it happens and how much, shared by all it hits.
#[derive(Clone, Debug, PartialEq)]
pub struct Risk {
    /// Addresses its draws.
    pub key: u64,
    /// Chance that it happens, 0 to 1.
    pub probability: f64,
    /// What it does when it happens.
    pub effects: Vec<Effect>,
}

/// What a risk does to one activity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effect {
    /// Which.
    pub activity: ActivityId,
    /// How much.
    pub impact: Impact,
}

/// How much a risk adds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Impact {
    /// Adds minutes of effort.
    Add(Range),
    /// Multiplies the effort: percentiles 10, 50 and 90 of the factor; all equal if it is exact.
    Multiply {
        /// 10th percentile.
        low: f64,
        /// Median.
        likely: f64,
        /// 90th percentile.
        high: f64,
    },
}

/// A consistent problem: every index in range, every activity with a mode, no cycle of
/// precedence, capacities that can carry the demands, ranges in order.
#[derive(Clone, Debug)]
pub struct Problem {
    // ProblemParts behind accessors, plus predecessors and successors in compressed rows
}

/// Why parts are not a problem: names the members, so that the caller can point at them.
#[derive(Clone, Debug, PartialEq)]
pub enum ProblemError {
    /// These activities wait for each other, in order.
    Cycle(Vec<ActivityId>),
    /// …
    NoMode(ActivityId),
}
