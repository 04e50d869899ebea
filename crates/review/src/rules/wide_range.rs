//! # What it finds
//! An open task that may take four times as long as it may take, or that is marked `fuzzy`, where that
//! moves the date.
//!
//! # Why it matters
//! A wide range is honest. It also says that there is a question which a few hours of looking could
//! settle, and the buffer of the whole plan pays for it until somebody does.
//!
//! # How it is computed
//! Tasks that nobody has begun, with an estimate. The worth is by how much P80 would come nearer to P50
//! if their work were known, less a day for finding out.
//!
//! # Example
//! ```markdown
//! # Shop
//!
//! - [ ] Catalog `{#catalog @ana 3d..25d}`
//! - [ ] Checkout `{#checkout @ana 2d..3d after=catalog}`
//! ```
//!
//! # Instead
//! ```markdown
//! # Shop
//!
//! - [ ] Catalog `{#catalog @ana 8d..12d}`
//! - [ ] Checkout `{#checkout @ana 2d..3d after=catalog}`
//! ```
//!
//! # When to accept it
//! When finding out is as much work as doing it.

use plan::table::Key;
use plan::{Attribute, ItemRef, Task, TaskId};

use crate::answers::subject;
use crate::{Check, Facts, Family, Finding, Played, Rule, WayOut, Worth};

/// The rule.
pub const RULE: Rule = Rule {
    name: "wide-range",
    code: "Q304",
    family: Family::Estimates,
    source: include_str!("wide_range.rs"),
    check: Check::Dates(check),
};

/// What finding out takes.
const LOOK_DAYS: f64 = 1.0;

fn check(facts: &Facts<'_>, played: &Played<'_>) -> Vec<Finding> {
    let waiting = facts.open_work().filter(|(_, task)| task.is_estimated() && !task.is_started());
    waiting.filter_map(|(id, task)| question(facts, played, id, task)).collect()
}

fn question(
    facts: &Facts<'_>,
    played: &Played<'_>,
    id: TaskId,
    task: &Task,
) -> Option<Finding> {
    let item = ItemRef::Task(id);
    let activity = played.lowered.activity_of(item)?;
    let known = played.drivers?.questions.iter().find(|question| question.activity == activity)?;
    let estimate = task.estimate?;
    let name = facts.mention(item);
    let person = task.who.only().map(|id| format!("@{}", facts.person(id)));
    let mut attributes: Vec<Attribute> = person.map(Attribute::Who).into_iter().collect();
    attributes.push(Attribute::Pair(Key::Timebox, "1d".to_owned()));
    let title = format!("What makes “{}” large or small?", task.item.title.replace('`', ""));
    Some(
        Finding::new(
            format!("{name} is {estimate}: what would you have to know to say that more closely?"),
            Worth::Minutes(known.buffer.value - facts.minutes(LOOK_DAYS)),
        )
        .subject(subject(&task.item))
        .about([item])
        .evidence(format!(
            "Knowing it would bring P80 nearer to even odds by {}.",
            words::days(facts.days(known.buffer.value))
        ))
        .rests_on(format!("{name} {estimate}"))
        .way(facts.draft_in("Unknowns", &title, &attributes))
        .way(WayOut::talk("or divide it until the large part has a name of its own")),
    )
}
