//! # What it finds
//! Somebody whose work ends long before the plan does, while others are full.
//!
//! # Why it matters
//! Their time is the cheapest there is, and the plan does not use it.
//!
//! # How it is computed
//! In the one schedule at middle estimates, the last finish of each person's work is at least ten
//! working days before the end. It is asked about whoever is free first. The price is what P80 gains
//! if this person takes the task of somebody else that begins later and is most often on the longest
//! path; what the lead does has a question of its own.
//!
//! # Example
//! ```markdown
//! # Shop
//!
//! ## Team
//!
//! - Ana `{@ana}`
//! - Bo `{@bo}`
//!
//! ## Work
//!
//! - [ ] Catalog `{#catalog @ana 8d..12d}`
//! - [ ] Checkout `{#checkout @ana 10d..14d}`
//! - [ ] Pages `{#pages @bo 3d..5d}`
//! ```
//!
//! # Instead
//! ```markdown
//! # Shop
//!
//! ## Team
//!
//! - Ana `{@ana}`
//! - Bo `{@bo}`
//!
//! ## Work
//!
//! - [ ] Catalog `{#catalog @ana 8d..12d}`
//! - [ ] Checkout `{#checkout @bo 6d..8d}`
//! - [ ] Pages `{#pages @bo 3d..5d}`
//! ```
//!
//! # When to accept it
//! When they have other work that is not in this plan.

use calendar::Moment;
use plan::{ItemRef, PersonId, TaskId};

use crate::{Check, Facts, Family, Finding, Played, Rule, WayOut, Worth};

/// The rule.
pub const RULE: Rule = Rule {
    name: "idle-people",
    code: "Q505",
    family: Family::People,
    source: include_str!("idle_people.rs"),
    check: Check::Dates(check),
};

/// Less time than this at the end is no time to take anything on.
const IDLE_DAYS_MIN: f64 = 10.0;

fn check(facts: &Facts<'_>, played: &Played<'_>) -> Vec<Finding> {
    let Some((_, end)) = played.schedule.last(&played.lowered.problem) else { return Vec::new() };
    let insiders = facts.people().filter(|(_, person)| person.is_inside() && person.until.is_none());
    let idle = insiders.filter_map(|(id, _)| Some((idle_from(facts, played, id, end)?, id)));
    let mut idle: Vec<(Moment, PersonId)> = idle.collect();
    idle.sort_unstable();
    let found = idle.iter().find_map(|(from, id)| question(facts, played, *id, *from, idle.len()));
    found.into_iter().collect()
}

/// When somebody's last work ends, if that is long before `end`.
fn idle_from(
    facts: &Facts<'_>,
    played: &Played<'_>,
    person: PersonId,
    end: Moment,
) -> Option<Moment> {
    let own = facts.open_work().filter(|(_, task)| task.who.people().any(|who| who == person));
    let finishes = own.filter_map(|(id, _)| {
        played.schedule.finish(played.lowered.activity_of(ItemRef::Task(id))?)
    });
    let last = finishes.max()?;
    let minutes = played.lowered.calendar_of_person(person).work_between(last, end).0;
    (facts.days(minutes as f64) >= IDLE_DAYS_MIN).then_some(last)
}

fn question(
    facts: &Facts<'_>,
    played: &Played<'_>,
    person: PersonId,
    from: Moment,
    idle: usize,
) -> Option<Finding> {
    let begins_later = |id: TaskId| {
        let entry = played.lowered.activity_of(ItemRef::Task(id));
        entry.and_then(|id| played.schedule.start(id)).is_some_and(|start| start >= from)
    };
    let theirs = facts.open_work().filter(|(id, task)| {
        let is_theirs = task.who.people().any(|who| who == person);
        let by_one = task.who.only().is_some_and(|id| !facts.plan.people[id.index()].lead);
        by_one && !is_theirs && !task.is_started() && begins_later(*id)
    });
    let share = |id: &TaskId| played.path_share(ItemRef::Task(*id));
    let task = theirs.map(|(id, _)| id).max_by(|one, other| {
        share(one).total_cmp(&share(other)).then(other.cmp(one))
    })?;
    let item = ItemRef::Task(task);
    let intents = facts.hand_over(&[item], person)?;
    let (name, mention) = (facts.person(person), facts.mention(item));
    let day = facts.day(played.finish_date(from));
    let others = match idle {
        1 => String::new(),
        _ => format!(" {} have time at the end.", words::count(idle, "person")),
    };
    Some(
        Finding::new(
            format!("@{name} has nothing after {day}: what should come next?"),
            Worth::Price(intents.clone()),
        )
        .subject(name)
        .about([ItemRef::Person(person), item])
        .evidence(format!(
            "{mention} begins later and is with somebody else; the finish waits for it in {}.{others}",
            words::runs(share(&task))
        ))
        .rests_on(format!("{name} {mention}"))
        .way(WayOut::edit(format!("{mention} to {name}"), intents)),
    )
}
