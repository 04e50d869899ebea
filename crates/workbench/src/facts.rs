//! A snapshot and its dates, in the terms in which every surface speaks of them.

use calendar::Moment;
use forecast::middle_efforts;
use schedule::finish_bound;
use view::Facts;

use crate::{Dates, Snapshot};

/// What the screens, the pages and the editor are made from.
///
/// # Panics
/// Only if `dates` are not those of `snapshot`.
#[must_use]
pub fn facts<'a>(snapshot: &'a Snapshot, dates: &'a Dates) -> Facts<'a> {
    Facts {
        files: &snapshot.files,
        plan: &snapshot.plan,
        lowered: snapshot.lowered.as_ref().expect("BUG: dates without a problem"),
        critical_path: &dates.critical_path,
        schedule: &dates.schedule,
        forecast: &dates.forecast,
        enough_people: &dates.enough_people,
        diagnostics: &snapshot.diagnostics,
        crews: &dates.crews,
        today: snapshot.today,
    }
}

/// A moment before which no order of work finishes the plan at middle estimates; `None` if it never
/// finishes.
///
/// For 200 activities a few milliseconds, so only those who show it ask.
#[must_use]
pub fn soonest_finish(facts: &Facts) -> Option<Moment> {
    let problem = &facts.lowered.problem;
    let (_, found) = facts.schedule.last(problem)?;
    Some(finish_bound(problem, &middle_efforts(problem), found))
}
