//! # What it finds
//! Leave that the finish waits for.
//!
//! # Why it matters
//! Nobody should be asked to give up leave. What can be moved is the work: to before the leave, or to
//! somebody who is there.
//!
//! # How it is computed
//! For the people whose work binds most, the plan is played once without their leave. It is asked about
//! the task across which most days of the leave lie, early, middle and late runs taken together; where there
//! is none, about the first after it at middle estimates or the last before it. The stand-in is whoever has
//! least to do, and the worth is how much sooner P80 is with that stand-in; where nobody can be one, how much
//! sooner it would be without the leave.
//!
//! # Example
//! ```markdown
//! # Shop
//!
//! ## Team
//!
//! - Ana `{@ana away=2026-04-20..2026-05-08}`
//! - Bo `{@bo}`
//!
//! ## Work
//!
//! - [ ] Catalog `{#catalog @ana 8d..12d}`
//! - [ ] Pages `{#pages @bo 3d..5d}`
//! ```
//!
//! # Instead
//! ```markdown
//! # Shop
//!
//! ## Team
//!
//! - Ana `{@ana away=2026-04-20..2026-05-08}`
//! - Bo `{@bo}`
//!
//! ## Work
//!
//! - [ ] Catalog `{#catalog @bo 8d..12d}`
//! - [ ] Pages `{#pages @ana 4h..1d}`
//! ```
//!
//! # When to accept it
//! When the work needs this person, and the date can wait.

use calendar::{Moment, last_worked_date, local_date};
use forecast::{PersonShift, Quantiles};
use plan::{Attribute, DateRange, Intent, ItemRef, PersonId, Task, TaskId};

use crate::{Check, Facts, Family, Finding, Played, Rule, WayOut, Worth};

/// The rule.
pub const RULE: Rule = Rule {
    name: "leave-on-path",
    code: "Q504",
    family: Family::People,
    source: include_str!("leave_on_path.rs"),
    check: Check::Dates(check),
};

fn check(facts: &Facts<'_>, played: &Played<'_>) -> Vec<Finding> {
    let shifts = played.drivers.map_or(&[][..], |drivers| &drivers.people);
    shifts.iter().filter_map(|shift| question(facts, played, shift)).collect()
}

fn question(facts: &Facts<'_>, played: &Played<'_>, shift: &PersonShift) -> Option<Finding> {
    let minutes = shift.never_away?;
    let id = played.lowered.person_of(shift.resource)?;
    let person = &facts.plan.people[id.index()];
    let leaves = person.away.iter().filter(|leave| leave.last >= facts.today);
    let hit = leaves.filter_map(|leave| Some((*leave, hit(facts, played, id, *leave)?)));
    let (leave, task) = hit.max_by(|(_, one), (_, other)| {
        let share = |id: &TaskId| played.path_share(ItemRef::Task(*id));
        share(one).total_cmp(&share(other)).then(other.cmp(one))
    })?;
    let item = ItemRef::Task(task);
    let name = facts.mention(item);
    let stand_in = stand_in(facts, played, id, facts.plan.task(task));
    let worth = match (&stand_in, facts.plan.target(item)) {
        (Some(names), Some(target)) => {
            Worth::Price(vec![Intent::Set(target, Attribute::Who(names.clone()))])
        }
        _ => Worth::Minutes(minutes),
    };
    let stand_in = stand_in.map(|names| {
        let task = facts.argument(item);
        WayOut::talk(format!("see what a stand-in would do:  fore set {task} '{names}' --dry-run"))
    });
    Some(
        Finding::new(
            format!("Who takes {name} while @{} is away?", person.name()),
            worth,
        )
        .subject(person.name())
        .about([item, ItemRef::Person(id)])
        .evidence(format!(
            "The leave ({}) falls into the chain that decides the finish: without it, P80 would be \
             {} sooner.",
            dates(facts, leave),
            words::days(facts.days(minutes)),
        ))
        .rests_on(format!("{} {leave:?}", person.name()))
        .way(WayOut::talk("put what only they can do before the leave"))
        .way_if(stand_in),
    )
}

/// The task of a person across which most of a leave lies; without one, what comes next to it.
fn hit(
    facts: &Facts<'_>,
    played: &Played<'_>,
    person: PersonId,
    leave: DateRange,
) -> Option<TaskId> {
    let own = facts.open_work().filter(|(_, task)| task.who.people().any(|who| who == person));
    let own: Vec<TaskId> = own.map(|(id, _)| id).collect();
    let touched = own.iter().map(|id| (days_across(played, *id, leave), *id));
    let most = touched.max_by_key(|(days, id)| (*days, std::cmp::Reverse(*id)));
    let (_, across) = most.filter(|(days, _)| *days > 0).unzip();
    across.or_else(|| next_to(played, &own, leave))
}

/// How many days of a leave lie between start and finish of a task, times the runs of a hundred: early, middle,
/// late and very late ones stand for those up to half way to the next.
fn days_across(played: &Played<'_>, task: TaskId, leave: DateRange) -> i32 {
    const RUNS: [i32; 4] = [30, 35, 20, 15];
    let Some(of) = played.of(ItemRef::Task(task)) else { return 0 };
    let zone = &played.lowered.zone;
    let ends = |of: &Quantiles| [of.p10, of.p50, of.p80, of.p90];
    let days = |((start, finish), runs): ((Option<Moment>, Option<Moment>), i32)| {
        let (start, finish) = (start?.max(played.lowered.problem.today()), finish?);
        let first = local_date(start, zone).max(leave.first);
        let last = last_worked_date(finish, zone).min(leave.last);
        Some(runs * ((last - first).get_days() + 1).max(0))
    };
    let sorts = ends(&of.start).into_iter().zip(ends(&of.finish)).zip(RUNS);
    sorts.filter_map(days).sum()
}

/// The first task after a leave by the one schedule; else the last before it.
fn next_to(played: &Played<'_>, own: &[TaskId], leave: DateRange) -> Option<TaskId> {
    let zone = &played.lowered.zone;
    let placed = own.iter().filter_map(|id| {
        let activity = played.lowered.activity_of(ItemRef::Task(*id))?;
        let start = local_date(played.schedule.start(activity)?, zone);
        Some((start, last_worked_date(played.schedule.finish(activity)?, zone), *id))
    });
    let placed: Vec<_> = placed.collect();
    let late = placed.iter().filter(|(_, last, _)| *last >= leave.first);
    let first = late.min_by_key(|(start, _, id)| {
        let share = (played.path_share(ItemRef::Task(*id)) * 1000.0) as i64;
        (*start, -share, *id)
    });
    // What ends before the leave at middle estimates runs into it where it takes longer.
    first.or(placed.iter().max_by_key(|(_, last, _)| *last)).map(|(_, _, id)| *id)
}

/// Those who may do a task and one more, as they are written; `None` where several do it together, or
/// nobody else is there.
fn stand_in(
    facts: &Facts<'_>,
    played: &Played<'_>,
    away: PersonId,
    task: &Task,
) -> Option<String> {
    let [named] = task.who.together.as_slice() else { return None };
    let other = facts.least_loaded(played, away).filter(|other| !named.contains(other))?;
    let all = named.iter().copied().chain([other]);
    let names: Vec<String> = all.map(|id| format!("@{}", facts.person(id))).collect();
    Some(names.join("|"))
}

fn dates(facts: &Facts<'_>, leave: DateRange) -> String {
    if leave.first == leave.last {
        facts.day(leave.first)
    } else {
        format!("{} – {}", facts.day(leave.first), facts.day(leave.last))
    }
}
