//! Builds each kind of item, tasks left out.

use super::names::Undeclared;
use super::reader::{Reader, as_task};
use crate::table::{Flag, Key};
use crate::{
    Answer, Decision, Feature, Goal, GoalId, Item, ItemRef, Line, Milestone, Obstacle, Origin,
    Person, Premortem, Risk, RiskStatus, Step, StepId, System, SystemId, Unknown, codes,
};

pub fn goal(reader: &mut Reader<'_, '_>) -> Goal {
    Goal {
        item: reader.item(),
        who: reader.who(),
        measure: reader.text(Key::Measure),
        from: reader.text(Key::From),
        to: reader.text(Key::To),
        by: reader.date(Key::By),
        serves: only(reader.items(Key::For), as_goal),
    }
}

pub fn feature(reader: &mut Reader<'_, '_>) -> Feature {
    Feature {
        item: reader.item(),
        who: reader.who(),
        links: reader.links(),
        value: reader.number(Key::Value),
        asked: reader.someones(Key::Asked),
        confirmed: reader.date(Key::Confirmed),
        due: reader.due(),
        must: reader.has(Flag::Must),
    }
}

pub fn person(reader: &mut Reader<'_, '_>) -> Person {
    check_order(reader, Key::From, Key::Until, "they leave before they come");
    Person {
        item: reader.item(),
        origin: Origin::Declared,
        skills: reader.texts(Key::Skills),
        zone: reader.zone(Key::Zone),
        time_percent: reader.percent(Key::Time).unwrap_or(100),
        away: reader.dates(Key::Away),
        from: reader.date(Key::From),
        until: reader.date(Key::Until),
        lead: reader.has(Flag::Lead),
        outside: reader.has(Flag::Outside),
    }
}

/// Somebody whom only their name declares: full time, no skills.
pub fn undeclared_person(reader: &Reader<'_, '_>, person: &Undeclared<'_>, key: u64) -> Person {
    Person {
        item: Item {
            id: Some(person.name.text.to_owned()),
            title: person.name.text.to_owned(),
            brief: None,
            ticked: false,
            place: reader.entry.at(person.name.range()),
            dated: Box::default(),
            node: reader.entry.node_id,
            key,
        },
        origin: person.origin,
        skills: Vec::new(),
        zone: None,
        time_percent: 100,
        away: Vec::new(),
        from: None,
        until: None,
        lead: false,
        outside: false,
    }
}

pub fn milestone(reader: &mut Reader<'_, '_>) -> Milestone {
    check_tick(reader);
    Milestone {
        item: reader.item(),
        links: reader.links(),
        due: reader.due(),
        promised: reader.date(Key::Promised),
        told: reader.hearers(Key::Told),
        done: reader.date(Key::Done),
    }
}

pub fn unknown(reader: &mut Reader<'_, '_>) -> Unknown {
    check_tick(reader);
    Unknown {
        item: reader.item(),
        who: reader.who(),
        by: reader.date(Key::By),
        timebox: reader.duration(Key::Timebox),
        links: reader.links(),
        done: reader.date(Key::Done),
    }
}

pub fn decision(reader: &mut Reader<'_, '_>) -> Decision {
    Decision {
        item: reader.item(),
        who: reader.who(),
        by_team: reader.is_by_team(),
        by: reader.date(Key::By),
        on: reader.date(Key::On),
        chose: reader.text(Key::Chose),
        options: reader.texts(Key::Options),
        told: reader.hearers(Key::Told),
        record: reader.text(Key::Record),
        links: reader.links(),
    }
}

pub fn line(reader: &mut Reader<'_, '_>) -> Line {
    Line {
        item: reader.item(),
        agreed: reader.people(Key::Agreed),
        on: reader.date(Key::On),
        measure: reader.text(Key::Measure),
    }
}

pub fn risk(reader: &mut Reader<'_, '_>) -> Risk {
    let status = match reader.choice(Key::Status) {
        Some("happened") => RiskStatus::Happened,
        Some("gone") => RiskStatus::Gone,
        _ => RiskStatus::Open,
    };
    if reader.attributes.who.is_empty() && status != RiskStatus::Gone {
        let place = reader.entry.place();
        reader.report.warning(codes::RISK_OWNER, place, "nobody watches this risk", |d| {
            d.help("add an `@name`")
        });
    }
    Risk {
        item: reader.item(),
        who: reader.who(),
        percent: reader.percent(Key::P),
        effects: reader.effects(),
        watch: reader.date(Key::Watch),
        status,
    }
}

pub fn obstacle(reader: &mut Reader<'_, '_>) -> Obstacle {
    check_order(reader, Key::Since, Key::By, "it is gone before it is there");
    warn_of_gone(reader);
    Obstacle {
        item: reader.item(),
        who: reader.who(),
        since: reader.date(Key::Since),
        told: reader.hearers(Key::Told),
        holds: reader.items(Key::Holds),
        status: reader.text(Key::Status),
        by: reader.date(Key::By),
    }
}

/// The words by which people say that an obstacle is out of the way.
const GONE: [&str; 8] =
    ["closed", "done", "fixed", "gone", "over", "removed", "resolved", "solved"];

/// The status of a risk ends it, that of an obstacle does not: whoever writes it there means the tick.
fn warn_of_gone(reader: &mut Reader<'_, '_>) {
    let (Some(status), Some(range)) = (reader.text(Key::Status), reader.value_range(Key::Status))
    else {
        return;
    };
    if reader.item().ticked || !GONE.contains(&status.to_lowercase().as_str()) {
        return;
    }
    let what = format!("this obstacle is `{status}`, and still holds what it holds");
    let place = reader.entry.at(range);
    reader.report.warning(codes::STILL_HOLDS, place, what, |d| {
        d.help("tick its box: `- [x]`, or `fore done`")
    });
}

pub fn system(reader: &mut Reader<'_, '_>) -> System {
    System {
        item: reader.item(),
        parent: reader.parent().and_then(as_system),
        kind: reader.choice(Key::Kind),
        calls: only(reader.items(Key::Calls), as_system),
        reads: only(reader.items(Key::Reads), as_system),
        writes: only(reader.items(Key::Writes), as_system),
        sends: only(reader.items(Key::Sends), as_system),
        owners: reader.people(Key::Owners),
        product: reader.has(Flag::Product),
    }
}

pub fn step(reader: &mut Reader<'_, '_>) -> Step {
    Step {
        item: reader.item(),
        phase: reader.entry.phase,
        who: reader.who(),
        estimate: reader.attributes.estimate.map(|(estimate, _)| estimate),
        links: reader.links(),
        check: reader.text(Key::Check),
        undo: reader.items(Key::Undo).into_iter().find_map(as_step),
        no_return: reader.has(Flag::NoReturn),
    }
}

pub fn premortem(reader: &mut Reader<'_, '_>) -> Premortem {
    Premortem {
        item: reader.item(),
        who: reader.who(),
        votes: reader.count(Key::Votes),
        harm: reader.choice(Key::Harm),
        tasks: only(reader.items(Key::Task), as_task),
    }
}

pub fn answer(reader: &mut Reader<'_, '_>) -> Answer {
    check_order(reader, Key::On, Key::Until, "it ends before it was given");
    Answer {
        item: reader.item(),
        who: reader.who(),
        to: reader.text(Key::To),
        on: reader.date(Key::On),
        until: reader.date(Key::Until),
        facts: reader.text(Key::Facts),
    }
}

/// Reports a date that is before another one of the same item.
pub fn check_order(reader: &mut Reader<'_, '_>, first: Key, second: Key, what: &str) {
    let (Some(from), Some(to)) = (reader.date(first), reader.date(second)) else { return };
    let (Some(first_range), Some(second_range)) =
        (reader.value_range(first), reader.value_range(second))
    else {
        return;
    };
    if to >= from {
        return;
    }
    let (place, other) = (reader.entry.at(second_range), reader.entry.at(first_range));
    reader.report.error(codes::DATES_CONTRADICT, place, what, |d| {
        d.label(other, format!("`{first}` is later"))
    });
}

/// Reports `done=` beside a box that is not ticked.
pub fn check_tick(reader: &mut Reader<'_, '_>) {
    let Some(range) = reader.value_range(Key::Done) else { return };
    let check = reader.entry.check_box();
    if check.is_some_and(|check| check.ticked) {
        return;
    }
    let place = reader.entry.at(range);
    let mark = check.map(|check| reader.entry.at(check.mark));
    reader.report.error(
        codes::TICK_CONTRADICTS,
        place,
        "`done` has a day, and the box is not ticked",
        |d| match mark {
            Some(mark) => {
                d.help("tick the box").fix("tick the box", vec![super::attributes::edit(mark, "x")])
            }
            None => d.help("write `- [x]` before the title"),
        },
    );
}

/// Those of `items` that are wanted.
pub fn only<T>(items: Vec<ItemRef>, wanted: fn(ItemRef) -> Option<T>) -> Vec<T> {
    items.into_iter().filter_map(wanted).collect()
}

fn as_goal(item: ItemRef) -> Option<GoalId> {
    match item {
        ItemRef::Goal(id) => Some(id),
        _ => None,
    }
}

fn as_step(item: ItemRef) -> Option<StepId> {
    match item {
        ItemRef::Step(id) => Some(id),
        _ => None,
    }
}

/// The system behind a reference.
pub fn as_system(item: ItemRef) -> Option<SystemId> {
    match item {
        ItemRef::System(id) => Some(id),
        _ => None,
    }
}
