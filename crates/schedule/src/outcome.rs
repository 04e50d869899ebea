//! What happened to one activity in one run, in twelve bytes: for those who play thousands.
//!
//! In: moments and causes; out: the same, packed. The long form is [`crate::Entry`].

use calendar::{Moment, Span};

use crate::{ActivityId, Cause, Entry, Problem};

/// When one activity is done in one run, and what held it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// As [`Entry::start`].
    pub start: Minute,
    /// As [`Entry::finish`].
    pub finish: Minute,
    /// As [`Entry::cause`].
    pub cause: CauseCode,
}

/// A moment as minutes after the status date: half the size of a [`Moment`], and what is more than
/// four thousand years off is never.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Minute(pub i32);

/// A cause in one word, or that the work is never done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CauseCode(u32);

impl Outcome {
    /// Of what is never done.
    pub const NEVER: Outcome =
        Outcome { start: Minute::NEVER, finish: Minute::NEVER, cause: CauseCode::NEVER_DONE };

    /// `entry`, seen from `today`.
    #[must_use]
    pub fn of(entry: &Entry, today: Moment) -> Self {
        Outcome {
            start: Minute::of(entry.start, today),
            finish: Minute::of(entry.finish, today),
            cause: CauseCode::of(entry.cause),
        }
    }
}

/// The last of [`Problem::finish`] with its finish, as [`crate::Schedule::last`] has it.
#[must_use]
pub fn last_outcome(problem: &Problem, outcomes: &[Outcome]) -> Option<(ActivityId, Minute)> {
    let mut last: Option<(ActivityId, Minute)> = None;
    for &id in problem.finish() {
        let finish = outcomes[id.index()].finish;
        if finish == Minute::NEVER {
            return None;
        }
        if last.is_none_or(|(_, latest)| finish > latest) {
            last = Some((id, finish));
        }
    }
    last
}

impl Minute {
    /// Later than anything.
    pub const NEVER: Minute = Minute(i32::MAX);

    /// `moment`, seen from `today`.
    #[inline]
    #[must_use]
    pub fn of(moment: Moment, today: Moment) -> Self {
        let Span(minutes) = moment - today;
        Minute(minutes.clamp(i64::from(i32::MIN), i64::from(i32::MAX)) as i32)
    }

    /// The moment, seen from `today`; `None` for never.
    #[must_use]
    pub fn moment(self, today: Moment) -> Option<Moment> {
        (self != Minute::NEVER).then(|| today + Span(i64::from(self.0)))
    }
}

impl CauseCode {
    /// The work is never done.
    pub const NEVER_DONE: CauseCode = CauseCode(u32::MAX);

    /// `cause`, packed.
    #[inline]
    #[must_use]
    pub fn of(cause: Cause) -> Self {
        CauseCode(match cause {
            Cause::Nothing => 0,
            Cause::Release => 1,
            Cause::Link(link) => 2 + 2 * link,
            Cause::Busy(activity) => 3 + 2 * activity.0,
        })
    }

    /// The cause; `None` if the work is never done.
    #[inline]
    #[must_use]
    pub fn cause(self) -> Option<Cause> {
        match self {
            CauseCode::NEVER_DONE => None,
            CauseCode(0) => Some(Cause::Nothing),
            CauseCode(1) => Some(Cause::Release),
            CauseCode(code) if code % 2 == 0 => Some(Cause::Link(code / 2 - 1)),
            CauseCode(code) => Some(Cause::Busy(ActivityId((code - 3) / 2))),
        }
    }

    /// Whether it is a link.
    #[inline]
    pub(crate) fn is_link(self) -> bool {
        self.0 >= 2 && self.0.is_multiple_of(2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(cause: Cause) {
        assert_eq!(CauseCode::of(cause).cause(), Some(cause));
        assert_eq!(CauseCode::of(cause).is_link(), matches!(cause, Cause::Link(_)));
    }

    #[test]
    fn causes_come_back_as_they_were() {
        check(Cause::Nothing);
        check(Cause::Release);
        check(Cause::Link(0));
        check(Cause::Link(1 << 30));
        check(Cause::Busy(ActivityId(0)));
        check(Cause::Busy(ActivityId(1 << 30)));
        assert_eq!(Outcome::NEVER.cause.cause(), None);
    }

    #[test]
    fn moments_come_back_as_they_were_and_never_is_never() {
        let today = Moment(1000);
        for at in [Moment(0), today, Moment(5_000_000)] {
            assert_eq!(Minute::of(at, today).moment(today), Some(at));
        }
        assert_eq!(Minute::of(Moment(1 << 40), today), Minute::NEVER);
        assert_eq!(Minute::NEVER.moment(today), None);
    }
}
