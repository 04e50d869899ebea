//! What is possible at all, where a date is not: the luckiest run, what fills it, and what would be
//! done by the date.
//!
//! In: a plan, everything that might be done about it, a goal. Out: plain values.

use calendar::{Moment, Work, end_of_day};
use forecast::{middle_efforts, replay};
use plan::{Intent, Item, ItemRef};
use schedule::{Activity, ActivityId, Effort, Lowered, binding_chain, solve_in_order};

use super::aim::Goal;
use crate::apply::rewrite;
use crate::{Dates, Snapshot};

/// The soonest that a plan can be done, with everything that there is to be done about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Soonest {
    /// The finish of the luckiest of all runs.
    pub luckiest: Option<Moment>,
    /// What follows each other up to the finish when all work goes as fast as in one case of ten,
    /// as it is mentioned in a sentence.
    pub chain: Vec<String>,
    /// The working time from today to the finish in that case.
    pub chain_work: Work,
    /// The working time that there is from today to the end of the day that was asked for.
    pub work_until: Work,
    /// The open tasks that are done by then as likely as is wanted, as they are mentioned.
    pub fits: Vec<String>,
    /// How many open tasks there are.
    pub open: usize,
}

/// What is possible with `intents` carried out; `None` if they cannot be.
pub(super) fn soonest(
    snapshot: &Snapshot,
    dates: &Dates,
    intents: &[Intent],
    goal: Goal,
) -> Option<Soonest> {
    let after = rewrite(snapshot, intents).ok()?.after;
    let (plan, lowered) = (&after.plan, after.lowered.as_ref()?);
    let leaves: Vec<(&Item, ActivityId)> = plan
        .open_leaves()
        .filter_map(|(id, task)| Some((&task.item, lowered.activity_of(ItemRef::Task(id))?)))
        .collect();
    let keep: Vec<ActivityId> = leaves.iter().map(|(_, activity)| *activity).collect();
    let played = replay(&lowered.problem, &dates.forecast, &keep);
    let end = end_of_day(goal.by, &plan.zone);
    let is_likely = |activity: &ActivityId| {
        let chance = played.kept.get(activity).map_or(0.0, |finish| finish.chance_by(end));
        chance * 100.0 >= f64::from(goal.percent)
    };
    let fits = leaves.iter().filter(|(_, activity)| is_likely(activity));
    let order = dates.forecast.emphasis.order(&lowered.problem);
    let schedule = solve_in_order(&lowered.problem, &order, &fast_efforts(lowered));
    let (last, finish) = schedule.last(&lowered.problem)?;
    let chain = binding_chain(&lowered.problem, &schedule, last);
    let work_items = chain.iter().rev().filter(|(id, _)| keep.contains(id));
    let calendar = lowered.plan_calendar();
    let today = lowered.problem.today();
    Some(Soonest {
        luckiest: played.finish.moments().first().copied(),
        chain: work_items
            .filter_map(|(id, _)| Some(plan.item(lowered.item_of(*id)?)?.mention()))
            .collect(),
        chain_work: calendar.work_between(today, finish),
        work_until: calendar.work_between(today, end),
        fits: fits.map(|(item, _)| item.mention()).collect(),
        open: snapshot.plan.open_leaves().count(),
    })
}

/// What each activity takes in the fastest of ten cases.
fn fast_efforts(lowered: &Lowered) -> Vec<Work> {
    let middle = middle_efforts(&lowered.problem);
    let fast = |(activity, middle): (&Activity, Work)| match activity.effort {
        Effort::Exact(work) => work,
        Effort::Range(range) => {
            let rest = (range.low - range.spent).max(1.0);
            Work(rest as i64).min(middle)
        }
    };
    lowered.problem.activities().iter().zip(middle).map(fast).collect()
}
