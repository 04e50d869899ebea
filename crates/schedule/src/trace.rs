//! Tracing back: why is this activity not done sooner?

use crate::{ActivityId, Cause, Problem, Schedule};

/// Returns the chain that binds `from`, last to first: `from` with what held it, then whatever that
/// was with what held it in turn, and so on back to something that nothing but today, a release date or
/// the start of begun work held.
///
/// **Meaning.** The chain with resources of that schedule: a predecessor before a person. Empty if
/// `from` is never finished.
///
/// **Cost.** `O(length)`; it ends because every cause lies before its effect, and is cut at the
/// number of activities whatever the schedule says.
#[must_use]
pub fn binding_chain(
    problem: &Problem,
    schedule: &Schedule,
    from: ActivityId,
) -> Vec<(ActivityId, Cause)> {
    let mut chain = Vec::new();
    let mut at = Some(from);
    while let Some(id) = at
        && let Some(entry) = schedule.entry(id)
        && chain.len() < schedule.entries.len()
    {
        chain.push((id, entry.cause));
        at = match entry.cause {
            Cause::Nothing | Cause::Release => None,
            Cause::Link(link) => before(problem, link),
            Cause::Busy(other) => Some(other),
        };
    }
    chain
}

/// Returns what held something by `link`; `None` where that is the start of begun work: what holds up the
/// rest of it may come later.
#[must_use]
pub fn before(problem: &Problem, link: u32) -> Option<ActivityId> {
    let link = &problem.links()[link as usize];
    (!problem.has_begun(link)).then_some(link.from)
}
