//! What makes parts a problem: every rule that both engines rely on, checked once at the door.
//!
//! In: [`ProblemParts`]. Out: nothing, or the first inconsistency with the members it concerns. It
//! must not repair anything.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

use calendar::{Moment, Span, Work};

use super::{
    Activity, ActivityId, CalendarId, Effort, Impact, Lag, Link, Mode, Problem, ProblemParts,
    Progress, Range, ResourceId, Risk, Rows,
};

/// Why parts are not a problem: names the members, so that the caller can point at them.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ProblemError {
    /// These activities wait for each other: each for the one before it, the first for the last.
    #[error("{} activities wait for each other", .0.len())]
    Cycle(Vec<ActivityId>),
    /// An index is out of range.
    #[error("{user:?} names {used:?}, which does not exist")]
    Unknown {
        /// Who names it.
        user: Member,
        /// What does not exist.
        used: Member,
    },
    /// There is no way to do it.
    #[error("{0:?} has no mode")]
    NoMode(ActivityId),
    /// A share of time is not within 1 to 100 percent.
    #[error("a share of time of {0:?} is not within 1 to 100 percent")]
    Share(ActivityId),
    /// A mode needs more units than the resource has, or none.
    #[error("{activity:?} needs {units} units of {resource:?}")]
    Demand {
        /// Whose mode.
        activity: ActivityId,
        /// Of which resource.
        resource: ResourceId,
        /// How many units, all demands of the mode added up.
        units: u64,
    },
    /// A range is not `0 < low <= likely <= high`, or not finite.
    #[error("a range of {0:?} is out of order or not finite")]
    Range(Member),
    /// An effort, lag, moment or value is negative where it must not be, too large, or not finite.
    #[error("a number of {0:?} is out of bounds")]
    Number(Member),
    /// The chance of a risk is not within 0 to 1.
    #[error("the chance of risk {0} is not within 0 to 1")]
    Probability(u32),
    /// It began after the day that starts at `today`.
    #[error("{0:?} has started in the future")]
    StartedInFuture(ActivityId),
    /// It was over before it began.
    #[error("{0:?} finished before it started")]
    FinishedBeforeStart(ActivityId),
}

/// A member of a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Member {
    /// An activity.
    Activity(ActivityId),
    /// A resource.
    Resource(ResourceId),
    /// A calendar.
    Calendar(CalendarId),
    /// The link at this position.
    Link(u32),
    /// The risk at this position.
    Risk(u32),
    /// What belongs to no other member: status date, cost of a hand-over, finish.
    Plan,
}

/// Today counts whole: work that began later in the day has started.
const DAY: Span = Span(24 * 60);
/// A thousand million years round 1970: sums of moments and durations stay far from overflow.
const FURTHEST: i64 = 1 << 50;

/// Checks everything but the order of precedence.
pub(super) fn members(parts: &ProblemParts) -> Result<(), ProblemError> {
    number(Member::Plan, in_time(parts.today))?;
    number(Member::Plan, (0..=Problem::LONGEST.0).contains(&parts.hand_over.extra.0))?;
    let mut checked = BTreeSet::new();
    for (id, activity) in (0..).map(ActivityId).zip(&parts.activities) {
        check_activity(id, activity)?;
        // What many may be done in is checked once.
        if checked.insert(activity.modes.address()) {
            check_modes(parts, id, &activity.modes)?;
        }
        check_progress(parts, id, activity.progress)?;
    }
    for (index, link) in parts.links.iter().enumerate() {
        check_link(parts, Member::Link(index as u32), link)?;
    }
    for (index, risk) in parts.risks.iter().enumerate() {
        check_risk(parts, index as u32, risk)?;
    }
    parts.finish.iter().try_for_each(|&id| known_activity(parts, Member::Plan, id))
}

/// Returns the activities with predecessors first, the lowest index of those that may come next.
pub(super) fn topological_order(
    links: &[Link],
    incoming: &Rows,
    outgoing: &Rows,
) -> Result<Vec<ActivityId>, ProblemError> {
    let n = incoming.starts.len() - 1;
    let ids = || (0..n as u32).map(ActivityId);
    let mut open: Vec<usize> = ids().map(|id| incoming.of(id).len()).collect();
    let mut next: BinaryHeap<_> = ids().filter(|id| open[id.index()] == 0).map(Reverse).collect();
    let mut order = Vec::with_capacity(n);
    while let Some(Reverse(id)) = next.pop() {
        order.push(id);
        for &link in outgoing.of(id) {
            let to = links[link as usize].to;
            open[to.index()] -= 1;
            if open[to.index()] == 0 {
                next.push(Reverse(to));
            }
        }
    }
    match ids().find(|id| open[id.index()] > 0) {
        None => Ok(order),
        Some(held) => Err(ProblemError::Cycle(cycle(links, incoming, &open, held))),
    }
}

/// A cycle found by walking back from `held`: whoever waits has a predecessor that waits.
fn cycle(links: &[Link], incoming: &Rows, open: &[usize], held: ActivityId) -> Vec<ActivityId> {
    let mut position = vec![None; open.len()];
    let mut walk = Vec::new();
    let mut at = held;
    while position[at.index()].is_none() {
        position[at.index()] = Some(walk.len());
        walk.push(at);
        at = incoming
            .of(at)
            .iter()
            .map(|&link| links[link as usize].from)
            .find(|from| open[from.index()] > 0)
            .expect("what waits has a predecessor that waits");
    }
    let mut cycle = walk.split_off(position[at.index()].unwrap_or(0));
    cycle.reverse();
    cycle
}

fn check_activity(id: ActivityId, activity: &Activity) -> Result<(), ProblemError> {
    let member = Member::Activity(id);
    match &activity.effort {
        Effort::Exact(work) => number(member, (0..=Problem::LONGEST.0).contains(&work.0))?,
        Effort::Range(range) => check_range(member, range)?,
    }
    number(member, activity.rank.value.is_finite())?;
    number(member, activity.release.is_none_or(in_time))
}

fn check_modes(parts: &ProblemParts, id: ActivityId, modes: &[Mode]) -> Result<(), ProblemError> {
    if modes.is_empty() {
        return Err(ProblemError::NoMode(id));
    }
    modes.iter().try_for_each(|mode| check_mode(parts, id, mode))
}

fn check_mode(parts: &ProblemParts, id: ActivityId, mode: &Mode) -> Result<(), ProblemError> {
    let user = Member::Activity(id);
    known_calendar(parts, user, mode.calendar)?;
    if !(1..=100).contains(&mode.share_percent) {
        return Err(ProblemError::Share(id));
    }
    number(user, (0..=Problem::LONGEST.0).contains(&mode.hand_over.extra.0))?;
    for demand in &mode.demands {
        let resource = demand.resource;
        let Some(known) = parts.resources.get(resource.index()) else {
            return Err(ProblemError::Unknown { user, used: Member::Resource(resource) });
        };
        let of_it = mode.demands.iter().filter(|other| other.resource == resource);
        let units: u64 = of_it.map(|other| u64::from(other.units)).sum();
        if demand.units == 0 || units > u64::from(known.capacity) {
            return Err(ProblemError::Demand { activity: id, resource, units });
        }
    }
    Ok(())
}

fn check_progress(
    parts: &ProblemParts,
    id: ActivityId,
    progress: Progress,
) -> Result<(), ProblemError> {
    let (start, finish) = match progress {
        Progress::Planned => return Ok(()),
        Progress::Started { start } => (start, start),
        Progress::Finished { start, finish } => (start, finish),
    };
    number(Member::Activity(id), in_time(start) && in_time(finish))?;
    if finish < start {
        return Err(ProblemError::FinishedBeforeStart(id));
    }
    if start > parts.today + DAY {
        return Err(ProblemError::StartedInFuture(id));
    }
    Ok(())
}

fn check_link(parts: &ProblemParts, member: Member, link: &Link) -> Result<(), ProblemError> {
    known_activity(parts, member, link.from)?;
    known_activity(parts, member, link.to)?;
    let minutes = match link.lag {
        Lag::Elapsed(Span(minutes)) => minutes,
        Lag::Working(calendar, Work(minutes)) => {
            known_calendar(parts, member, calendar)?;
            minutes
        }
    };
    number(member, (-Problem::LONGEST.0..=Problem::LONGEST.0).contains(&minutes))
}

fn check_risk(parts: &ProblemParts, index: u32, risk: &Risk) -> Result<(), ProblemError> {
    let member = Member::Risk(index);
    if !(0.0..=1.0).contains(&risk.probability) {
        return Err(ProblemError::Probability(index));
    }
    for effect in &risk.effects {
        known_activity(parts, member, effect.activity)?;
        match &effect.impact {
            Impact::Add(range) => check_range(member, range)?,
            &Impact::Multiply { low, likely, high } => in_order(member, low, likely, high)?,
        }
    }
    Ok(())
}

fn check_range(member: Member, range: &Range) -> Result<(), ProblemError> {
    in_order(member, range.low, range.likely, range.high)?;
    number(member, range.spent.is_finite() && range.spent >= 0.0)
}

fn in_order(member: Member, low: f64, likely: f64, high: f64) -> Result<(), ProblemError> {
    let good = 0.0 < low && low <= likely && likely <= high && high.is_finite();
    if good { Ok(()) } else { Err(ProblemError::Range(member)) }
}

fn number(member: Member, good: bool) -> Result<(), ProblemError> {
    if good { Ok(()) } else { Err(ProblemError::Number(member)) }
}

fn in_time(moment: Moment) -> bool {
    (-FURTHEST..=FURTHEST).contains(&moment.0)
}

fn known_activity(parts: &ProblemParts, user: Member, id: ActivityId) -> Result<(), ProblemError> {
    let used = Member::Activity(id);
    if id.index() < parts.activities.len() {
        Ok(())
    } else {
        Err(ProblemError::Unknown { user, used })
    }
}

fn known_calendar(parts: &ProblemParts, user: Member, id: CalendarId) -> Result<(), ProblemError> {
    let used = Member::Calendar(id);
    if id.index() < parts.calendars.len() {
        Ok(())
    } else {
        Err(ProblemError::Unknown { user, used })
    }
}
