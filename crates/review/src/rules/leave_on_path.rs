//! # What it finds
//! Leave that the finish waits for.
//!
//! # Why it matters
//! Nobody should be asked to give up leave. What can be moved is the work: to before the leave, or to
//! somebody who is there.
//!
//! # How it is computed
//! For the people whose work binds most, the plan is played once without their leave. The worth is
//! how much sooner P80 would be.
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

use forecast::PersonShift;
use plan::{DateRange, ItemRef, TaskId};

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
    let leave = person.away.iter().find(|leave| leave.last >= facts.today)?;
    let own = facts.open_work().filter(|(_, task)| task.who.people().any(|who| who == id));
    let mut tasks: Vec<(f64, TaskId)> =
        own.map(|(task, _)| (played.path_share(ItemRef::Task(task)), task)).collect();
    tasks.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
    let task = ItemRef::Task(tasks.first()?.1);
    let name = facts.mention(task);
    Some(
        Finding::new(
            format!("Who takes {name} while @{} is away?", person.name()),
            Worth::Minutes(minutes),
        )
        .subject(person.name())
        .about([task, ItemRef::Person(id)])
        .evidence(format!(
            "The leave ({}) falls into the chain that decides the finish: without it, P80 would be \
             {} sooner.",
            dates(facts, *leave),
            words::days(facts.days(minutes)),
        ))
        .rests_on(format!("{} {leave:?}", person.name()))
        .way(WayOut::talk("put what only they can do before the leave"))
        .way(WayOut::talk(format!(
            "or let somebody stand in:  fore set {} '@{}|@…'",
            facts.argument(task),
            person.name()
        ))),
    )
}

fn dates(facts: &Facts<'_>, leave: DateRange) -> String {
    if leave.first == leave.last {
        facts.day(leave.first)
    } else {
        format!("{} – {}", facts.day(leave.first), facts.day(leave.last))
    }
}
