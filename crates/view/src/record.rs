//! The team's record on each system: how its estimates held there.
//!
//! In go the finished tasks of a plan, out comes a calibration for every system that some of them
//! changed. Never one for a person.

use forecast::{Calibration, Finished, Prior, calibrate, pace_gap};
use plan::{ItemRef, SystemId};
use schedule::FinishedTask;

use crate::facts::Facts;

/// What finished tasks that changed one system say.
pub(crate) struct SystemRecord {
    /// The system.
    pub system: SystemId,
    /// What its tasks alone would teach.
    pub calibration: Calibration,
    /// How much longer work takes here than elsewhere, as a factor, where that is clear.
    pub gap: Option<f64>,
}

/// The systems with finished tasks, in the order of the plan.
pub(crate) fn systems(facts: &Facts) -> Vec<SystemRecord> {
    let record = &facts.lowered.record;
    let on = |task: &FinishedTask, system| facts.plan.task(task.task).changes.contains(&system);
    let of = |system| {
        let (here, elsewhere): (Vec<_>, Vec<_>) = record.iter().partition(|task| on(task, system));
        let stated = |tasks: Vec<&FinishedTask>| tasks.into_iter().map(finished).collect();
        let (here, elsewhere): (Vec<Finished>, Vec<Finished>) = (stated(here), stated(elsewhere));
        let calibration = calibrate(&here, Prior::USUAL);
        let gap = pace_gap(&here, &elsewhere);
        (calibration.finished > 0).then_some(SystemRecord { system, calibration, gap })
    };
    (0..).map(SystemId).take(facts.plan.systems.len()).filter_map(of).collect()
}

/// The sentences on systems whose record differs clearly from the rest.
pub(crate) fn differences(facts: &Facts) -> Vec<String> {
    let differs = |record: SystemRecord| {
        let gap = record.gap?;
        let name = facts.mention(ItemRef::System(record.system));
        Some(format!(
            "Work on {name} has taken {gap:.1} × as long as elsewhere, against its estimates."
        ))
    };
    systems(facts).into_iter().filter_map(differs).collect()
}

/// The sentence on finished tasks that are so far off their range that they count only in part.
pub(crate) fn far_off(facts: &Facts) -> Option<String> {
    const NAMED_MAX: usize = 2;
    let calibration = &facts.forecast.reading.calibration;
    let record = facts.lowered.record.iter();
    let far: Vec<&FinishedTask> =
        record.filter(|task| calibration.is_far_off(&finished(task))).collect();
    let said = |task: &&FinishedTask| {
        let took = words::days(facts.days(task.actual));
        let stated = words::days_range(facts.days(task.low), facts.days(task.high));
        format!("{} took {took} of {stated}", facts.mention(ItemRef::Task(task.task)))
    };
    let mut named: Vec<String> = far.iter().take(NAMED_MAX).map(said).collect();
    let more = far.len().saturating_sub(NAMED_MAX);
    named.extend((more > 0).then(|| format!("{more} more")));
    let counts = if far.len() == 1 { "it counts" } else { "they count" };
    (!far.is_empty()).then(|| {
        let named = words::capitalized(&words::list(&named));
        format!("{named}: {counts} only as far as twice a widened range. Was that what was said?")
    })
}

fn finished(task: &FinishedTask) -> Finished {
    let FinishedTask { low, likely, high, is_range, actual, .. } = *task;
    // A single number says nothing about its own spread.
    let (low, high) = if is_range { (low, high) } else { (likely, likely) };
    Finished { low, likely, high, actual }
}
