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
pub(crate) fn bound(problem: &Problem, link: &Link, start: Moment, finish: Moment) -> Bound {
    let end = match link.kind {
        LinkKind::FinishStart | LinkKind::FinishFinish => finish,
        LinkKind::StartStart | LinkKind::StartFinish => start,
    };
    match link.lag {
        Lag::Elapsed(span) => Bound::At(end + span),
        Lag::Working(calendar, work) => match problem.calendar(calendar).offset(end, work) {
            Some(at) => Bound::At(at),
            None if work.0 < 0 => Bound::Nothing,
            None => Bound::Never,
        },
    }
}
