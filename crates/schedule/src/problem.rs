//! The scheduling problem: small, indexed, self-validating. Both engines work on it and on
//! nothing else; benchmark instances are written in it directly.
//!
//! In: [`ProblemParts`]. Out: a [`Problem`], which exists only if it is consistent. It must not know
//! titles, files or people's names.

mod modes;
mod validate;

pub use modes::Modes;
pub use validate::{Member, ProblemError};

use std::sync::{Arc, OnceLock};

use calendar::{Calendar, Moment, Span, Work};

use crate::dispatch::WorkingTime;

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
    /// What it costs that somebody leaves midway and another person takes over the rest.
    pub hand_over: HandOver,
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
    pub modes: Modes,
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
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
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

/// The cost of taking an activity over from somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct HandOver {
    /// Added effort.
    pub extra: Work,
    /// Added effort in percent of the activity's.
    pub percent: u32,
}

impl HandOver {
    /// No cost.
    pub const NONE: HandOver = HandOver { extra: Work(0), percent: 0 };

    /// Returns `effort` with this cost, rounded up.
    pub(crate) fn added_to(self, effort: Work) -> Work {
        duration(effort, 100, self)
    }
}

/// Units of a resource that an activity keeps busy from start to finish.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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
    parts: ProblemParts,
    incoming: Rows,
    outgoing: Rows,
    topological: Vec<ActivityId>,
    /// What those who play it look up, made by the first of them.
    working_time: Arc<OnceLock<WorkingTime>>,
}

/// The links of each activity, as positions in [`Problem::links`], in compressed rows.
#[derive(Clone, Debug)]
struct Rows {
    starts: Vec<u32>,
    links: Vec<u32>,
}

impl Problem {
    /// The longest duration there is, in working minutes (eight thousand years round the clock): what
    /// is longer is cut to it, so that no sum of durations overflows.
    pub const LONGEST: Work = Work(1 << 32);

    /// Checks `parts`.
    ///
    /// **Errors.** The first inconsistency found, members in order; cycles last.
    ///
    /// **Cost.** `O(activities + links + modes)`.
    pub fn new(parts: ProblemParts) -> Result<Self, ProblemError> {
        validate::members(&parts)?;
        let n = parts.activities.len();
        let incoming = Rows::new(n, parts.links.iter().map(|link| link.to));
        let outgoing = Rows::new(n, parts.links.iter().map(|link| link.from));
        let topological = validate::topological_order(&parts.links, &incoming, &outgoing)?;
        Ok(Self { parts, incoming, outgoing, topological, working_time: Arc::default() })
    }

    /// The tables of working time that all who play this problem share.
    pub(crate) fn working_time(&self, make: impl FnOnce() -> WorkingTime) -> &WorkingTime {
        self.working_time.get_or_init(make)
    }

    /// Status date: nothing unfinished is scheduled before it.
    #[must_use]
    pub fn today(&self) -> Moment {
        self.parts.today
    }

    /// All calendars.
    #[must_use]
    pub fn calendars(&self) -> &[Calendar] {
        &self.parts.calendars
    }

    /// One calendar.
    #[must_use]
    pub fn calendar(&self, id: CalendarId) -> &Calendar {
        &self.parts.calendars[id.index()]
    }

    /// What it costs that the rest of somebody's work goes to another person.
    #[must_use]
    pub fn hand_over(&self) -> HandOver {
        self.parts.hand_over
    }

    /// All resources.
    #[must_use]
    pub fn resources(&self) -> &[Resource] {
        &self.parts.resources
    }

    /// All activities, in plan order.
    #[must_use]
    pub fn activities(&self) -> &[Activity] {
        &self.parts.activities
    }

    /// One activity.
    #[must_use]
    pub fn activity(&self, id: ActivityId) -> &Activity {
        &self.parts.activities[id.index()]
    }

    /// The ids of all activities, in plan order.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = ActivityId> + ExactSizeIterator + use<> {
        (0..self.parts.activities.len() as u32).map(ActivityId)
    }

    /// All links.
    #[must_use]
    pub fn links(&self) -> &[Link] {
        &self.parts.links
    }

    /// The links that end at `id`, each with its position in [`Problem::links`].
    pub fn incoming(&self, id: ActivityId) -> impl Iterator<Item = (u32, &Link)> {
        self.incoming.of(id).iter().map(|&link| (link, &self.parts.links[link as usize]))
    }

    /// The links that begin at `id`, each with its position in [`Problem::links`].
    pub fn outgoing(&self, id: ActivityId) -> impl Iterator<Item = (u32, &Link)> {
        self.outgoing.of(id).iter().map(|&link| (link, &self.parts.links[link as usize]))
    }

    /// Whether `link` holds its successor: planned work is held by every link, started work only by
    /// those that bind it, finished work by none.
    #[must_use]
    pub fn holds(&self, link: &Link) -> bool {
        match self.activity(link.to).progress {
            Progress::Planned => true,
            Progress::Started { .. } => link.binds_started,
            Progress::Finished { .. } => false,
        }
    }

    /// Whether `link` waits for the start of something that has begun: it asks for no more than a lag
    /// after that, whatever holds up the rest of the work.
    #[must_use]
    pub fn has_begun(&self, link: &Link) -> bool {
        matches!(link.kind, LinkKind::StartStart | LinkKind::StartFinish)
            && matches!(self.activity(link.from).progress, Progress::Started { .. })
    }

    /// The dates of the predecessor of `link`, as far as it asks for them, where they lie in the past.
    pub(crate) fn past_dates(&self, link: &Link) -> Option<(Moment, Moment)> {
        match self.activity(link.from).progress {
            Progress::Finished { start, finish } => Some((start, finish)),
            Progress::Started { start } => self.has_begun(link).then_some((start, start)),
            Progress::Planned => None,
        }
    }

    /// All activities, predecessors before successors; among those free to come next, the first in
    /// plan order.
    #[must_use]
    pub fn topological_order(&self) -> &[ActivityId] {
        &self.topological
    }

    /// All risks.
    #[must_use]
    pub fn risks(&self) -> &[Risk] {
        &self.parts.risks
    }

    /// The activities whose latest finish is the finish of the plan.
    #[must_use]
    pub fn finish(&self) -> &[ActivityId] {
        &self.parts.finish
    }

    /// The parts again, for a changed copy.
    #[must_use]
    pub fn parts(&self) -> &ProblemParts {
        &self.parts
    }
}

impl Mode {
    /// The calendar time that `effort` takes in this mode.
    ///
    /// **Meaning.** `(effort × (100 + percent) / 100 + extra) × 100 / share`, with the cost of the
    /// hand-over in `percent` and `extra`.
    ///
    /// **Units.** Working minutes of the mode's calendar, rounded up once, at the end; at least 0 and
    /// at most [`Problem::LONGEST`].
    #[must_use]
    pub fn duration(&self, effort: Work) -> Work {
        duration(effort, self.share_percent, self.hand_over)
    }
}

/// [`Mode::duration`] of a mode with this share and hand-over.
pub(crate) fn duration(effort: Work, share_percent: u32, hand_over: HandOver) -> Work {
    let effort = effort.0.clamp(0, Problem::LONGEST.0);
    if share_percent == 100 && hand_over == HandOver::NONE {
        return Work(effort);
    }
    let share = i64::from(share_percent.max(1));
    let hundredths = effort
        .saturating_mul(100 + i64::from(hand_over.percent))
        .saturating_add(hand_over.extra.0.clamp(0, Problem::LONGEST.0) * 100);
    let minutes = hundredths / share + i64::from(hundredths % share != 0);
    Work(minutes.min(Problem::LONGEST.0))
}

impl Rows {
    fn new(n: usize, ends: impl Iterator<Item = ActivityId> + Clone) -> Self {
        let mut starts = vec![0u32; n + 1];
        for end in ends.clone() {
            starts[end.index() + 1] += 1;
        }
        for row in 0..n {
            starts[row + 1] += starts[row];
        }
        let mut next = starts.clone();
        let mut links = vec![0; starts[n] as usize];
        for (link, end) in ends.enumerate() {
            links[next[end.index()] as usize] = link as u32;
            next[end.index()] += 1;
        }
        Self { starts, links }
    }

    fn of(&self, id: ActivityId) -> &[u32] {
        &self.links[self.starts[id.index()] as usize..self.starts[id.index() + 1] as usize]
    }
}
