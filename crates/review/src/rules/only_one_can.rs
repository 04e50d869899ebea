//! # What it finds
//! Open work that only one person can do: a skill that one has, or systems that one has worked on.
//!
//! # Why it matters
//! Two weeks of illness then stop that part of the plan, and nobody can step in quickly enough. A second
//! person costs some hours of pairing now.
//!
//! # How it is computed
//! For each skill that open work needs, the people inside the team who have it; for each system that
//! open work changes, those who own it or have finished or begun work on it. Where that is one
//! person, and the work is at least eight days, it is asked once for each of the two largest.
//!
//! # Example
//! ```markdown
//! # Shop
//!
//! ## Team
//!
//! - Ana `{@ana skills=sql}`
//! - Bo `{@bo}`
//!
//! ## Work
//!
//! - [ ] Move the data `{#move needs=sql 8d..16d}`
//! - [ ] Pages `{#pages @bo 5d..9d}`
//! ```
//!
//! # Instead
//! ```markdown
//! # Shop
//!
//! ## Team
//!
//! - Ana `{@ana skills=sql}`
//! - Bo `{@bo skills=sql}`
//!
//! ## Work
//!
//! - [ ] Move the data `{#move needs=sql 8d..16d}`
//! - [ ] Pages `{#pages @bo 5d..9d}`
//! ```
//!
//! # When to accept it
//! When the work is over in a few weeks and can wait as long as somebody is away.

use std::collections::BTreeMap;

use plan::{ItemRef, PersonId, SystemId, Task, TaskId};

use crate::{Check, Facts, Family, Finding, Played, Rule, WayOut, Worth};

/// The rule.
pub const RULE: Rule = Rule {
    name: "only-one-can",
    code: "Q502",
    family: Family::People,
    source: include_str!("only_one_can.rs"),
    check: Check::Dates(check),
};

/// Less work than this waits until whoever can do it is back.
const DAYS_MIN: f64 = 8.0;
/// So many are asked about, those with most work.
const ASKED_MAX: usize = 2;

/// What few can do: a skill, or a system.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Craft<'a> {
    Skill(&'a str),
    System(SystemId),
}

fn check(facts: &Facts<'_>, played: &Played<'_>) -> Vec<Finding> {
    let insiders = facts.people().filter(|(_, person)| person.is_inside()).count();
    if insiders < 2 {
        return Vec::new();
    }
    let mut work: BTreeMap<Craft<'_>, Vec<TaskId>> = BTreeMap::new();
    for (id, task) in facts.open_work() {
        for craft in crafts(task) {
            work.entry(craft).or_default().push(id);
        }
    }
    let mut single: Vec<(f64, Craft<'_>, PersonId, Vec<TaskId>)> = Vec::new();
    for (craft, tasks) in work {
        let days = facts.days(tasks.iter().map(|id| played.effort(ItemRef::Task(*id))).sum());
        if let Some(person) = only(&able(facts, craft)).filter(|_| days >= DAYS_MIN) {
            single.push((days, craft, person, tasks));
        }
    }
    single.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
    single.truncate(ASKED_MAX);
    single.into_iter().map(|one| question(facts, &one)).collect()
}

fn crafts(task: &Task) -> impl Iterator<Item = Craft<'_>> {
    let skills = task.needs.iter().map(|skill| Craft::Skill(skill));
    skills.chain(task.changes.iter().map(|system| Craft::System(*system)))
}

/// Who inside the team can do it.
fn able(facts: &Facts<'_>, craft: Craft<'_>) -> Vec<PersonId> {
    let plan = facts.plan;
    let has = |id: PersonId, person: &plan::Person| match craft {
        Craft::Skill(skill) => person.skills.iter().any(|own| own == skill),
        Craft::System(system) => {
            let worked = plan.leaves().any(|(_, task)| {
                (task.ticked || task.is_started())
                    && task.changes.contains(&system)
                    && task.who.people().any(|who| who == id)
            });
            worked || plan.systems[system.index()].owners.contains(&id)
        }
    };
    let inside = facts.people().filter(|(_, person)| person.is_inside());
    inside.filter(|(id, person)| has(*id, person)).map(|(id, _)| id).collect()
}

fn only(people: &[PersonId]) -> Option<PersonId> {
    match people {
        [one] => Some(*one),
        _ => None,
    }
}

fn question(
    facts: &Facts<'_>,
    (days, craft, person, tasks): &(f64, Craft<'_>, PersonId, Vec<TaskId>),
) -> Finding {
    let (word, what) = match craft {
        Craft::Skill(skill) => ((*skill).to_owned(), format!("the skill {skill}")),
        Craft::System(system) => {
            let item = ItemRef::System(*system);
            let id = facts.plan.item(item).map(crate::answers::subject).unwrap_or_default();
            (id, facts.mention(item))
        }
    };
    let items: Vec<ItemRef> = tasks.iter().map(|id| ItemRef::Task(*id)).collect();
    let name = facts.person(*person);
    Finding::new(format!("Who is the second person for {what}?"), Worth::Insurance)
        .subject(word)
        .about(items.iter().copied())
        .evidence(format!(
            "{} of open work is on it ({}), and only {name} knows it.",
            words::days(*days),
            facts.mentions(&items)
        ))
        .rests_on(format!("{what} {name}"))
        .way(WayOut::talk("let a second person do the next small piece, with the first beside them"))
}
