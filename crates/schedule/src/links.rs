//! What a link asks of its successor, once its predecessor has dates: the one meaning of links and
//! lags that the critical path and the dispatcher share. The checker has its own.

use calendar::Moment;

use crate::{Lag, Link, LinkKind, Problem};

/// What a link asks for: that the successor start, or finish, no sooner than a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bound {
    /// No sooner than this.
    At(Moment),
    /// The lead goes back beyond the first working minute: no bound.
    Nothing,
    /// The calendar of the lag ends before the lag does.
    Never,
}

/// Returns what `link` asks for when its predecessor is done in `[start, finish)`.
///
/// A lead in working time leads to the start of a working minute, or, where it asks for a finish, to
/// the end of the one before: Monday 17:00, not Tuesday 9:00.
pub(crate) fn bound(problem: &Problem, link: &Link, start: Moment, finish: Moment) -> Bound {
    let (end, asks_for_finish) = match link.kind {
        LinkKind::FinishStart => (finish, false),
        LinkKind::StartStart => (start, false),
        LinkKind::FinishFinish => (finish, true),
        LinkKind::StartFinish => (start, true),
    };
    let (calendar, work) = match link.lag {
        Lag::Elapsed(span) => return Bound::At(end + span),
        Lag::Working(calendar, work) => (problem.calendar(calendar), work),
    };
    let at = calendar.offset(end, work);
    if work.0 >= 0 {
        return at.map_or(Bound::Never, Bound::At);
    }
    let at = if asks_for_finish { at.and_then(|at| calendar.last_worked(at)) } else { at };
    at.map_or(Bound::Nothing, Bound::At)
}
